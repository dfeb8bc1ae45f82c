"""The Python compiler: the law of one day becomes one function that decides one case.

The function takes a prepared case (`Compiled.prepare`) and gives the truth of the provisions that can matter.
Facts about order and parties are numbered; a number is a pair of bounds. A provision is *surely true* or
*possibly true*; most are neither, and cost one short expression. Provisions that share a condition stand
together under it; party provisions stand in loops over the parties; what is needed only when another
provision may be true (an exception, when a requirement is) is skipped unless one is.

The generated module is readable, complete in itself and made of numbered names only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rukhsa.language.compiled import Compiled
from rukhsa.language.expressions import FALSE, TRUE, Compilable, Constants, Expressions, Uncompilable, joined
from rukhsa.language.schedule import Plan, Schedule, Step, conjuncts
from rukhsa.language.tree import All, Node, Ref, walk

__all__ = ["Plan", "Uncompilable", "compile_law", "compile_source", "source_of"]


def compile_law(law: Compilable, plan: Plan) -> Compiled | None:
    """The compiled regime, or `None` when only the interpreter can decide it."""
    source = source_of(law, plan)
    try:
        return None if source is None else Compiled.of_source(source)
    except (RecursionError, MemoryError, SyntaxError):  # nested too deep for Python
        return None


def source_of(law: Compilable, plan: Plan) -> str | None:
    """The source of the generated module, or `None` when only the interpreter can decide this law."""
    try:
        return compile_source(law, plan)
    except (Uncompilable, RecursionError):
        return None


def compile_source(law: Compilable, plan: Plan) -> str:
    """The source of the generated module.

    Raises:
        Uncompilable: the law holds something that the compiled form does not.
    """
    return _Writer(law, plan).module()


_ROW = "\0row "  # where the facts of a party are unpacked, once all of them are known


class _Writer(Schedule):
    def __init__(self, law: Compilable, plan: Plan) -> None:
        super().__init__(law, plan)
        self.constants = Constants()
        self.write = Expressions(law, self.constants)
        self.order = _Scope(self, None)
        self.facts: dict[tuple[str, bool], str] = {}
        self.temporaries = 0
        self.loops: dict[str, int] = {}

    def module(self) -> str:
        steps = list(self.steps())
        for index, step in enumerate(steps):
            if step.party:
                self.loops.update(dict.fromkeys(step.names, index))
        body = [
            line for index, step in enumerate(steps) if not step.later for line in self.step(step, index, 4)
        ]
        rest = [line for index, step in enumerate(steps) if step.later for line in self.step(step, index, 8)]
        body, rest = self._unpacked(body), self._unpacked(rest)
        derived, computed = self.derived()
        first = [name for name in self.truths if name in self.first]
        groups = list(dict.fromkeys(self.plan.groups.values()))
        plain, numbers, _ = self.slots(False)
        party_plain, party_numbers, _ = self.slots(True)
        mask = 0
        for name in self.second & self.plan.needs.keys():
            mask |= self.mask(name)
        starts = [n for n in self.truths if n in self.first or n in self.second]
        result = f"return ({''.join(f'v{self.number_of[n]}, ' for n in first)}), " + "".join(
            f"{g}, " for g in groups
        )
        return "\n".join(
            [
                '"""The law of one day as Python: generated, not written; `rukhsa.language.compile` makes it."""',
                "",
                "from decimal import Decimal",
                "",
                "from rukhsa.language.numbers import INF, LEAST, add, multiply, over, rational, subtract, times",
                "",
                *_table("PLAIN", plain),
                *_table("NUMBERS", [(name, self._least(name)) for name in numbers]),
                *_table("PARTY_PLAIN", party_plain),
                *_table("PARTY_NUMBERS", [(name, self._least(name)) for name in party_numbers]),
                *_table("TRUTHS", first),
                *_table("NAMES", sorted(self.truths)),
                *_table("DERIVED", derived),
                *self.constants.lines(),
                "",
                "",
                "def decide(facts, parties):",
                *self.unpack("facts", False),
                *(
                    f"    v{self.number_of[name]} = {self._start(name)}"
                    for name in starts
                    if self._start(name) == TRUE
                ),
                *_chained(f"v{self.number_of[name]}" for name in starts if self._start(name) == FALSE),
                *(f"    {group} = []" for group in groups),
                "    may = 0",
                *body,
                *([f"    if may & {mask}:", *rest] if mask and rest else []),
                f"    {result}",
                "",
                "",
                "def derive(facts):",
                *(self.unpack("facts", False) if derived else ()),
                *computed,
                "",
            ]
        )

    def derived(self) -> tuple[list[str], list[str]]:
        """The derived numbers of the order, and the statements that give the bounds of all of them."""
        names = [name for name in self.derives if not self.of_party(name)]
        scope = _Scope(self, None)
        bounds = [scope.number(name) for name in names]
        return names, [
            *scope.taken(),
            f"    return ({''.join(f'({low}, {high}), ' for low, high in bounds)})",
        ]

    def _start(self, name: str) -> str:
        return TRUE if self.law.counts(name) == "every" else FALSE

    def _least(self, fact: str) -> str | None:
        least = self.law.least(fact)
        return None if least is None else str(least)

    def slots(self, party: bool) -> tuple[list[str], list[str], list[str]]:
        """The facts read, plain ones and numbers, and the variables that hold them."""
        plain = [name for (name, of), variable in self.facts.items() if of == party and variable[0] in "fg"]
        numbers = [name for (name, of), variable in self.facts.items() if of == party and variable[0] in "lm"]
        lows = [self.facts[(name, party)] for name in numbers]
        return plain, numbers, [self.facts[(n, party)] for n in plain] + lows + [_high(low) for low in lows]

    def unpack(self, source: str, party: bool, indent: int = 4) -> Iterator[str]:
        variables = self.slots(party)[2]
        if variables:
            yield " " * indent + f"{', '.join(variables)}, = {source}"

    def _unpacked(self, lines: list[str]) -> list[str]:
        """The lines with the facts of a party unpacked where each loop begins."""
        found: list[str] = []
        for line in lines:
            if line.startswith(_ROW):
                found.extend(self.unpack("row", True, int(line.removeprefix(_ROW))))
            else:
                found.append(line)
        return found

    def step(self, step: Step, index: int, indent: int) -> list[str]:
        if step.party:
            return self.loop(step, index, indent)
        return self.block(step, indent)

    def block(self, step: Step, indent: int) -> list[str]:
        """Order provisions under the condition that they share."""
        lines: list[str] = []
        scope = self.order
        scope.indent = indent
        for name in step.names:
            self.numbers_before(name, scope)
        lines += scope.taken()
        shared = None if step.guard is None else self.write.write(step.guard, scope, True, False)
        scope.indent = inner = indent if shared is None else indent + 4
        inside = [line for name in step.names for line in self.decision(name, scope, inner, step.guard)]
        scope.indent = indent
        if shared is not None and inside:
            lines.append(" " * indent + f"if {shared}:")
        return lines + inside

    def decision(self, name: str, scope: _Scope, indent: int, guard: Node | None) -> list[str]:
        tree = self.law.tree(name)
        assert tree is not None
        index = self.number_of[name]
        rest = tree if guard is None else All(tuple(p for p in conjuncts(tree) if p != guard))
        possible = self.write.write(rest, scope, True, False)
        sure = self.write.write(tree, scope, True, True)
        lines = scope.taken()
        if possible == FALSE:
            return lines
        pad = " " * indent
        lines.append(pad + f"if {joined([self._needed(name), possible], 'and')}:  # {name!r}")
        lines.append(pad + f"    v{index} = {_three(sure)}")
        lines += self.report(name, indent + 4)
        return lines

    def report(self, name: str, indent: int) -> Iterator[str]:
        index = self.number_of[name]
        if name in self.plan.groups:
            yield (
                " " * indent
                + f"{self.plan.groups[name]}.append({2 * index} if v{index} else {2 * index + 1})"
            )
        if name in self.bits:
            yield " " * indent + f"may |= {self.bits[name]}"

    def _needed(self, name: str) -> str:
        return f"may & {self.mask(name)}" if name in self.skippable else TRUE

    def loop(self, step: Step, index: int, indent: int) -> list[str]:
        """Party provisions, for each party; what later loops read is kept."""
        pad, inner = " " * indent, indent + 4
        kept = {n for n in step.names if self._read_by_later_loop(n, index)}
        scope = _Scope(self, index)
        scope.indent, self.order.indent = inner, indent
        body: list[str] = []
        before: list[str] = []
        for name in step.names:
            tree = self.law.tree(name)
            assert tree is not None
            self.numbers_before(name, scope)
            number = self.number_of[name]
            possible = self.write.write(tree, scope, True, False)
            sure = self.write.write(tree, scope, True, True)
            body += scope.taken()
            any_ = self.law.counts(name) == "any"
            join = f"if p{number} or v{number} is False:" if any_ else f"if v{number} and p{number} is None:"
            body += [
                " " * inner + f"p{number} = False",
                " " * inner + f"if {joined([self._needed(name), possible], 'and')}:  # {name!r}",
                " " * inner + f"    p{number} = {_three(sure)}",
                " " * inner + f"    {join}",
                " " * inner + f"        v{number} = p{number}",
            ]
            if not any_:
                body += [" " * inner + "else:", " " * inner + f"    v{number} = False"]
            if name in kept:
                before.append(pad + f"k{number} = []")
                body.append(" " * inner + f"k{number}.append(p{number})")
        rows = "parties"
        if self.skippable.issuperset(step.names):
            mask = 0
            for name in step.names:
                mask |= self.mask(name)
            rows = f"parties if may & {mask} else ()"
        lines = [*self.order.taken(), *before, pad + f"for party, row in enumerate({rows}):"]
        lines += [f"{_ROW}{inner}", *body]
        for name in step.names:
            reports = list(self.report(name, indent + 4))
            if reports:
                lines += [
                    pad
                    + f"if {joined([self._needed(name), f'v{self.number_of[name]} is not False'], 'and')}:",
                    *reports,
                ]
        return lines

    def _read_by_later_loop(self, name: str, index: int) -> bool:
        return any(at > index and name in self.reads(other) for other, at in self.loops.items())

    def numbers_before(self, name: str, scope: _Scope) -> None:
        """Write the derived numbers that a provision reads, before its condition."""
        tree = self.law.tree(name)
        for node in walk(tree) if tree is not None else ():
            if isinstance(node, Ref) and node.name in self.derives:
                scope.number(node.name)

    def fact(self, name: str, party: bool, numeric: bool) -> str:
        """The variable of a fact: of the order, or of each party."""
        key = (name, party)
        if key not in self.facts:
            letter = ("l", "m") if numeric else ("f", "g")
            self.facts[key] = f"{letter[party]}{len(self.facts)}"
        return self.facts[key]

    def derive(self, name: str, scope: _Scope) -> tuple[str, str]:
        """Write the statements that compute a derived number in this scope."""
        tree, gives = self.law.tree(name), self.law.gives(name)
        assert tree is not None
        low, high = f"{self.derives[name]}{scope.suffix}", f"{self.derives[name]}{scope.suffix}h"
        tests = []
        if gives is not None:
            stated = self.order.bounds(gives)
            scope.line(f"{low}, {high} = {stated[0]}, {stated[1]}  # {gives!r}")
            tests.append(f"{stated[1]} is INF")
        for node in walk(tree):  # what it reads itself stands before its own condition
            if isinstance(node, Ref):
                scope.number(node.name)
        if scope is self.order:
            tests.extend(self._wanted(name))
        if tests:
            scope.line(f"if {' and '.join(tests)}:")
            scope.indent += 4
        bounds = self.write.number(tree, scope)
        scope.line(f"{low}, {high} = {bounds[0]}, {bounds[1]}  # {name!r}")
        if tests:
            scope.indent -= 4
        return low, high

    def _wanted(self, name: str) -> list[str]:
        """The conditions under which some provision reads a derived number, when they are few and plain."""
        guards = []
        for reader in self.readers[name]:
            guard = self.guard(reader) if self.law.counts(reader) is None else None
            if guard is None or isinstance(guard, Ref):
                return []
            guards.append(guard)
        few = list(dict.fromkeys(guards))
        if not few or len(few) > 4:
            return []
        return [joined([self.write.write(guard, self.order, True, False) for guard in few], "or")]


class _Scope:
    """Names of facts and provisions for the order, or inside one loop over parties; statements to come."""

    def __init__(self, writer: _Writer, loop: int | None) -> None:
        self.writer = writer
        self.loop = loop
        self.indent = 4
        self.suffix = "" if loop is None else f"_{loop}"
        self._lines: list[str] = []
        self._numbers: dict[str, tuple[str, str]] = {}

    def line(self, text: str) -> None:
        self._lines.append(" " * self.indent + text)

    def taken(self) -> list[str]:
        lines, self._lines = self._lines, []
        return lines

    def _party(self, fact: str) -> bool:
        return self.loop is not None and fact in self.writer.plan.party_facts

    def plain(self, fact: str) -> str:
        return self.writer.fact(fact, self._party(fact), False)

    def bounds(self, fact: str) -> tuple[str, str]:
        low = self.writer.fact(fact, self._party(fact), True)
        return low, _high(low)

    def truth(self, provision: str) -> str:
        number = self.writer.number_of[provision]
        if self.loop is None or self.writer.law.counts(provision) is None:
            return f"v{number}"
        return f"p{number}" if self.writer.loops[provision] == self.loop else f"k{number}[party]"

    def number(self, derive: str) -> tuple[str, str]:
        if derive not in self.writer.derives:
            return "LEAST", "INF"
        if self.loop is not None and not self.writer.of_party(derive):
            return self.writer.order.number(derive)
        if derive not in self._numbers:
            self._numbers[derive] = self.writer.derive(derive, self)
        return self._numbers[derive]

    def temporary(self, statement: Callable[[str], str]) -> str:
        name = f"t{self.writer.temporaries}"
        self.writer.temporaries += 1
        self.line(statement(name))
        return name


def _three(sure: str) -> str:
    if sure == TRUE:
        return TRUE
    return "None" if sure == FALSE else f"True if {sure} else None"


def _high(low: str) -> str:
    return {"l": "h", "m": "o"}[low[0]] + low[1:]


def _chained(variables: Iterable[str]) -> Iterator[str]:
    names = list(variables)
    for start in range(0, len(names), 16):
        yield f"    {' = '.join(names[start : start + 16])} = False"


def _table(name: str, rows: Sequence[Any]) -> Iterator[str]:
    yield f"{name} = ("
    for row in rows:
        yield f"    {row!r},"
    yield ")"
