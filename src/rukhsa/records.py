"""Records: dataclasses that are quick to define, because a short command defines some fifty of them at its start.

For type checkers these names are those of `dataclasses`; at run time a class gets the same constructor, equality,
hash and form, without the standard module's imports and generated methods. Known to records are `frozen` and
`slots`, and of a field `default`, `default_factory`, `repr` and `compare`.
"""

from __future__ import annotations

from rukhsa.hints import TYPE_CHECKING

__all__ = ["all_later", "dataclass", "field", "fields", "later", "replace"]

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import dataclass, field, fields, replace
    from typing import Any, TypeVar

    T = TypeVar("T")

    def later(cls: type[T], given: Mapping[str, Any], makers: Any) -> T:
        """A record (`slots=True`) of which some fields are made when they are first asked for.

        Args:
            makers: what makes each, by name; or an object whose methods of these names do.
        """

    def all_later(cls: type[T], makers: Any) -> T:
        """A record (`slots=True`) whose fields the methods of their names make when they are first asked for."""
else:
    from operator import attrgetter

    _NONE = object()
    _FEW = 8  # so many records are made in the time in which their constructor is written

    class Field:
        """One field of a record: its name, what it holds when nothing is given, where it counts."""

        __slots__ = ("compare", "default", "default_factory", "name", "repr", "set")

        def __init__(self, default, default_factory, repr, compare):
            self.name = ""
            self.set = None
            self.default = default
            self.default_factory = default_factory
            self.repr = repr
            self.compare = compare

    def field(*, default=_NONE, default_factory=_NONE, repr=True, compare=True):
        return Field(default, default_factory, repr, compare)

    def fields(record):
        """The fields of a record or of its class, in order."""
        return record.__record_fields__

    def replace(record, /, **changes):
        """A copy of a record, or of a dataclass, with some fields changed."""
        if not hasattr(record, "__record_fields__"):
            from dataclasses import replace as replace_standard

            return replace_standard(record, **changes)
        for item in record.__record_fields__:
            if item.name not in changes:
                changes[item.name] = getattr(record, item.name)
        return type(record)(**changes)

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """Make a class of annotated fields a record."""
        if cls is None:
            return lambda cls: _record(cls, frozen, slots)
        return _record(cls, frozen, slots)

    def later(cls, given, makers):
        made = cls.__new__(cls)
        fields = cls.__record_fields_by_name__
        for name, value in given.items():
            fields[name].set(made, value)
        for name in cls.__record_needs__:
            if name not in given and name not in makers:
                raise TypeError(f"{cls.__name__} without `{name}`")
        cls._later.__set__(made, makers)
        return made

    def all_later(cls, makers):
        made = cls.__new__(cls)
        cls._later.__set__(made, makers)
        return made

    def _make(self, name):
        """What a record made by `later` was not given: what its maker gives, else the default."""
        item = type(self).__record_fields_by_name__.get(name)
        if item is None:
            raise AttributeError(f"{type(self).__name__} has no `{name}`")
        makers = object.__getattribute__(self, "_later")
        if not isinstance(makers, dict):
            value = getattr(makers, name)()
        elif name in makers:
            value = makers[name]()
        else:
            value = item.default if item.default_factory is _NONE else item.default_factory()
        item.set(self, value)
        return value

    class _Standard:
        """The fields as `dataclasses` describes them, for those that ask it (`dataclasses.replace`, test tools)."""

        def __get__(self, record, cls):
            from dataclasses import make_dataclass

            described = make_dataclass(cls.__name__, [item.name for item in cls.__record_fields__])
            cls.__dataclass_fields__ = described.__dataclass_fields__
            return cls.__dataclass_fields__

    def _record(cls, frozen, slots):
        found = []
        for name in vars(cls).get("__annotations__", {}):
            default = cls.__dict__.get(name, _NONE)
            item = default if isinstance(default, Field) else Field(default, _NONE, True, True)
            item.name = name
            found.append(item)
        if slots:
            cls = _with_slots(cls, found)
            cls.__getattr__ = _make
            for item in found:
                item.set = cls.__dict__[item.name].__set__
        else:
            for item in found:
                if item.default is _NONE and item.name in cls.__dict__:
                    delattr(cls, item.name)
                elif item.default is not _NONE:
                    setattr(cls, item.name, item.default)
        cls.__record_fields__ = tuple(found)
        cls.__record_fields_by_name__ = {item.name: item for item in found}
        cls.__record_needs__ = [
            item.name for item in found if item.default is _NONE and item.default_factory is _NONE
        ]
        cls.__dataclass_fields__ = _Standard()
        cls.__match_args__ = tuple(item.name for item in found)
        cls.__init__ = _first_init(cls, found, frozen, slots)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = _repr
        compared = [item.name for item in found if item.compare]
        cls.__eq__ = _eq(compared)
        if frozen:
            cls.__hash__ = _hash(compared)
            cls.__setattr__ = _refuse
            cls.__delattr__ = _refuse
            if slots:
                cls.__getstate__ = _getstate
                cls.__setstate__ = _setstate
        else:
            cls.__hash__ = None
        return cls

    def _with_slots(cls, found):
        names = {item.name for item in found}
        space = {
            k: v for k, v in cls.__dict__.items() if k not in names and k not in ("__dict__", "__weakref__")
        }
        space["__slots__"] = (*(item.name for item in found), "_later")
        made = type(cls)(cls.__name__, cls.__bases__, space)
        made.__qualname__ = cls.__qualname__
        return made

    def _first_init(cls, found, frozen, slots):
        """The constructor of the first records of a class; once they are many, it writes that of the others."""
        names = {item.name for item in found}
        needed = set(cls.__record_needs__)
        made = 0

        def __init__(self, *args, **given):
            nonlocal made
            made += 1
            values = dict(zip(cls.__match_args__, args, strict=False), **given)
            sound = len(values) == len(args) + len(given) and needed <= values.keys() <= names
            if made > _FEW or not sound:
                written = _init(cls, found, frozen, slots)
                if cls.__init__ is __init__:
                    cls.__init__ = written
                written(self, *args, **given)
                return
            for item in found:
                value = values.get(item.name, _NONE)
                if value is _NONE:
                    value = item.default if item.default_factory is _NONE else item.default_factory()
                if slots:
                    item.set(self, value)
                else:
                    self.__dict__[item.name] = value
            if hasattr(cls, "__post_init__"):
                self.__post_init__()

        return __init__

    def _init(cls, found, frozen, slots):
        """The constructor: written out, for it is called far more often than defined."""
        known = {"_NONE": _NONE}
        head, body = ["self"], []
        for index, item in enumerate(found):
            name, value = item.name, item.name
            if item.default_factory is not _NONE:
                known[f"d{index}"] = item.default_factory
                head.append(f"{name}=_NONE")
                value = f"d{index}() if {name} is _NONE else {name}"
            elif item.default is not _NONE:
                known[f"d{index}"] = item.default
                head.append(f"{name}=d{index}")
            else:
                head.append(name)
            if not frozen:
                body.append(f"self.{name} = {value}")
            elif slots:
                known[f"s{index}"] = item.set
                body.append(f"s{index}(self, {value})")
            else:
                body.append(f"space[{name!r}] = {value}")
        if frozen and not slots:
            body.insert(0, "space = self.__dict__")
        if hasattr(cls, "__post_init__"):
            body.append("self.__post_init__()")
        made = {}
        exec(f"def __init__({', '.join(head)}):\n " + "\n ".join(body or ["pass"]), known, made)
        made["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return made["__init__"]

    def _repr(self):
        shown = (f"{item.name}={getattr(self, item.name)!r}" for item in self.__record_fields__ if item.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _values(compared):
        if len(compared) > 1:
            return attrgetter(*compared)
        if not compared:
            return lambda record: ()
        (only,) = compared
        return lambda record: (getattr(record, only),)

    def _eq(compared):
        values = _values(compared)

        def __eq__(self, other):
            if self is other:
                return True
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        return __eq__

    def _hash(compared):
        values = _values(compared)

        def __hash__(self):
            return hash(values(self))

        return __hash__

    def _refuse(self, name, *value):
        raise AttributeError(f"cannot change `{name}`: a record of {type(self).__name__} is immutable")

    def _getstate(self):
        return [getattr(self, item.name) for item in self.__record_fields__]

    def _setstate(self, state):
        for item, value in zip(self.__record_fields__, state, strict=True):
            object.__setattr__(self, item.name, value)
