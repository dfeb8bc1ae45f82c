"""What a condition requires of single facts: known otherwise, they make it false, whatever else is so."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.language.tree import All, AnyOf, Compare, Const, Fact, In, Limb, Node

Required = dict[str, frozenset[str]]


def required(tree: Node) -> Required:
    """The values of which each of some text facts has one where the condition is not false; other facts are absent.

    Example:
        >>> required(All((Compare("=", Fact("kind"), Const("magnet")), Fact("military"))))
        {'kind': frozenset({'magnet'})}
    """
    match tree:
        case In(Fact(name), frozenset() as values):
            return {name: values}
        case Compare("=", Fact(name), Const(str() as value)) | Compare(
            "=", Const(str() as value), Fact(name)
        ):
            return {name: frozenset((value,))}
        case Limb(child, _, _):
            return required(child)
        case All(parts):
            found: Required = {}
            for part in parts:
                for name, values in required(part).items():
                    found[name] = found.get(name, values) & values
            return found
        case AnyOf(parts):
            return either(required(part) for part in parts)
    return {}


def either(each: Iterable[Required]) -> Required:
    """What is required where one of several conditions is to hold."""
    first, *others = [*each] or [{}]
    return {
        name: values.union(*(other[name] for other in others))
        for name, values in first.items()
        if all(name in other for other in others)
    }
