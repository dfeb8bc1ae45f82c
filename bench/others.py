"""Other engines on the same conditions, each driven in its fastest way; no speed before equal answers.

They get what they can express: conditions that read facts only (numbers as integers, times 1,000), in cases in
which every fact is known.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bench.measure import microseconds
from rukhsa.language.compile import Plan, compile_source
from rukhsa.language.compiled import Compiled
from rukhsa.language.tree import (
    All,
    AnyOf,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Ref,
    facts_of,
    refs_of,
    walk,
)
from rukhsa.law.regime import Regime

SCALE = 1000


class Flat:
    """Conditions that every engine can express, and complete cases for them."""

    def __init__(self, law: Regime) -> None:
        self.law = law
        self.names = [name for name in law.ordered if self._is_flat(name)]
        trees = [law.tree(name) for name in self.names]
        self.facts = sorted({fact for tree in trees if tree is not None for fact in facts_of(tree)})
        self.short = {fact: f"f{index}" for index, fact in enumerate(self.facts)}
        self.atoms = sum(
            1 for tree in trees if tree for node in walk(tree) if isinstance(node, Compare | In | Fact)
        )

    def _is_flat(self, name: str) -> bool:
        tree = self.law.tree(name)
        if tree is None or self.law.is_number(name) or self.law.counts(name) is not None:
            return False
        if any(self.law.kind(ref) != "set" for ref in refs_of(tree) if self.law.tree(ref) is not None):
            return False
        if any(ref not in self.law.provisions for ref in refs_of(tree)):
            return False
        for node in walk(tree):
            if isinstance(node, Compare) and not self._is_plain(node):
                return False
            if isinstance(node, In) and not self.members(node):
                return False
        return True

    def _is_plain(self, node: Compare) -> bool:
        if not isinstance(node.left, Fact) or not isinstance(node.right, Const):
            return False
        value = node.right.value
        if isinstance(value, Decimal):
            return value * SCALE == int(value * SCALE) and abs(value * SCALE) < 2**53
        return isinstance(value, bool) or node.op in ("=", "<>")

    def members(self, node: In) -> list[str]:
        inside = self.law.members(node.members.name) if isinstance(node.members, Ref) else node.members
        return sorted(inside)

    def cases(self, count: int) -> list[dict[str, Any]]:
        """Cases of values on, beneath and above what the conditions compare with."""
        chance = random.Random(20250501)
        values: dict[str, set[Any]] = {fact: set() for fact in self.facts}
        for name in self.names:
            tree = self.law.tree(name)
            for node in walk(tree) if tree is not None else ():
                if isinstance(node, In):
                    values[node.needle.name].update(self.members(node)[:5])
                elif (
                    isinstance(node, Compare)
                    and isinstance(node.left, Fact)
                    and isinstance(node.right, Const)
                ):
                    values[node.left.name].add(node.right.value)
        found = []
        for _ in range(count):
            case: dict[str, Any] = {}
            for fact in self.facts:
                kind = self.law.fact_kind(fact)
                choices = sorted(values[fact], key=str)
                if kind == "truth":
                    case[fact] = chance.random() < 0.5
                elif kind == "number":
                    case[fact] = chance.choice([Decimal(0), *choices]) + chance.choice([-1, 0, 1]) / Decimal(
                        SCALE
                    )
                else:
                    case[fact] = chance.choice(["other", *choices])
            found.append(case)
        return found

    def short_case(self, case: dict[str, Any]) -> dict[str, Any]:
        scaled = {k: int(v * SCALE) if isinstance(v, Decimal) else v for k, v in case.items()}
        return {self.short[fact]: value for fact, value in scaled.items()}

    def text(self, node: Node, words: dict[str, str], member: Callable[[str, str], str], prefix: str) -> str:
        """A condition in another engine's language."""

        def text(part: Node) -> str:
            return self.text(part, words, member, prefix)

        match node:
            case All(parts) | AnyOf(parts):
                return "(" + words["and" if isinstance(node, All) else "or"].join(map(text, parts)) + ")"
            case Not(child):
                return f"{words['not']}({text(child)})"
            case Limb(child, _, _):
                return text(child)
            case Fact(name):
                return f"{prefix}{self.short[name]}"
            case Const(value):
                if isinstance(value, Decimal):
                    return str(int(value * SCALE))
                return str(value).lower() if isinstance(value, bool) else f'"{value}"'
            case In(needle, _):
                return member(
                    f"{prefix}{self.short[needle.name]}", ", ".join(f'"{m}"' for m in self.members(node))
                )
            case Compare(op, left, right):
                return f"({text(left)} {({'=': '==', '<>': '!='}).get(op, op)} {text(right)})"
        raise TypeError(node)

    def texts(self, words: dict[str, str], member: Callable[[str, str], str], prefix: str = "") -> list[str]:
        return [
            self.text(tree, words, member, prefix) for name in self.names if (tree := self.law.tree(name))
        ]


def engines(
    flat: Flat,
) -> dict[str, tuple[Callable[[Any], frozenset[int]], Callable[[Any], object], list[Any]]]:
    """Each engine: how it answers, what is measured, and its cases."""
    cases = flat.cases(200)
    compiled = Compiled.of_source(compile_source(flat.law, Plan({}, always=flat.names)))
    places = [compiled.places[name] for name in flat.names]
    found: dict[str, Any] = {
        "rukhsa, prepared": (
            lambda case: frozenset(i for i, at in enumerate(places) if compiled.decide(case)[0][at]),
            compiled.decide,
            [compiled.prepare(case, []) for case in cases],
        ),
        "rukhsa, from facts": (
            lambda case: frozenset(
                i for i, at in enumerate(places) if compiled.decide(compiled.prepare(case, []))[0][at]
            ),
            lambda case: compiled.decide(compiled.prepare(case, [])),
            cases,
        ),
    }
    short = [flat.short_case(case) for case in cases]
    try:
        import zen

        words = {"and": " and ", "or": " or ", "not": "not "}
        listed = zen.compile_expression(f"[{', '.join(flat.texts(words, lambda f, m: f'({f} in [{m}])'))}]")
        found["zen-engine, one list expression"] = (
            lambda case: frozenset(i for i, fired in enumerate(listed.evaluate(case)) if fired),
            listed.evaluate,
            short,
        )
    except ImportError:
        pass
    try:
        from cel_expr_python import cel

        words = {"and": " && ", "or": " || ", "not": "!"}
        types = {"truth": cel.Type.BOOL, "number": cel.Type.INT}
        env = cel.NewEnv(
            variables={flat.short[f]: types.get(flat.law.fact_kind(f), cel.Type.STRING) for f in flat.facts}
        )
        every = env.compile(f"[{', '.join(flat.texts(words, lambda f, m: f'({f} in [{m}])'))}]")
        found["cel-expr-python, one list expression, prepared"] = (
            lambda case: frozenset(i for i, fired in enumerate(every.eval(case).plain_value()) if fired),
            lambda case: every.eval(case).plain_value(),
            [env.Activation(case) for case in short],
        )
    except ImportError:
        pass
    try:
        import cedarpy

        words = {"and": " && ", "or": " || ", "not": "!"}
        texts = flat.texts(words, lambda f, m: f"[{m}].contains({f})", "context.")
        policies = cedarpy.PolicySet.from_str(
            "\n".join(f"permit(principal, action, resource) when {{ {text} }};" for text in texts)
        )
        asked = {"principal": 'U::"u"', "action": 'A::"a"', "resource": 'R::"r"'}

        def fired(case: Any) -> Any:
            return cedarpy.is_authorized(case, policies, []).diagnostics.reasons

        found["cedarpy, parsed policy set"] = (
            lambda case: frozenset(int(name.removeprefix("policy")) for name in fired(case)),
            fired,
            [{**asked, "context": case} for case in short],
        )
    except ImportError:
        pass
    return found


def beside(law: Regime) -> list[str]:
    flat = Flat(law)
    compared = engines(flat)
    reference, *others = compared
    answers = [compared[reference][0](case) for case in compared[reference][2]]
    for name in others:
        answer, _, cases = compared[name]
        if [answer(case) for case in cases] != answers:
            raise SystemExit(f"{name} gives other answers")
    total = sum(1 for name in law.ordered if not law.is_number(name))
    lines = [
        f"{len(flat.names)} of the {total} conditions of that regime translate: those that read facts and sets "
        f"only ({flat.atoms} atoms, {len(flat.facts)} facts). {len(answers)} complete cases, two-valued; "
        f"all answers equal; on average {statistics.mean(map(len, answers)):.0f} conditions hold.",
        "",
        "| engine | microseconds a case | does not do |",
        "|---|---|---|",
    ]
    lacks = {
        "rukhsa": "",
        "zen": "no third value; no trace in this form",
        "cel": "no third value in this form (it has one, not measured); no trace; integers or binary floating point",
        "cedarpy": "no third value in this call (it has a partial one, not measured); decimals of four places",
    }
    for name, (_, work, cases) in compared.items():
        figure = microseconds(lambda: [work(case) for case in cases], 3) / len(cases)  # noqa: B023
        lines.append(f"| {name} | {figure:,.1f} | {lacks[name.split('-')[0].split(',')[0]]} |")
    lines += [
        "",
        "What rukhsa does beyond this in the same time: unknown facts as a third value, decimals exactly.",
    ]
    return lines
