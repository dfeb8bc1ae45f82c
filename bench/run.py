"""Measures rukhsa, and beside it other engines on the same conditions; writes docs/benchmarks.md (`make bench`).

No speed is printed before the answers were found equal. The others get what they can express: conditions of
the U.S. regime that read facts only (numbers as integers, times 1,000), in cases in which every fact is known.
"""

from __future__ import annotations

import datetime
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import rukhsa
from rukhsa.decide.answer import Fast, fast_of
from rukhsa.decide.case import filled
from rukhsa.decide.side import Side
from rukhsa.language.compile import Plan, compile_source
from rukhsa.language.compiled import Compiled
from rukhsa.language.interpret import Interpreter
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

OUT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
DAY = "2025-05-01"
SCALE = 1000
CASE = {"origin": "US", "destination": "CN", "party_hq": "CN"}
CASES: dict[str, dict[str, Any]] = {
    "H100 to China": {"item": "NVIDIA H100", **CASE},
    "H20 to China, by NVIDIA": {"item": "NVIDIA H20", "exporter": "NVIDIA", **CASE},
    "L40 to Japan, Chinese parent": {"item": "NVIDIA L40", **CASE, "destination": "JP"},
    "H20 from Taiwan, little known": {"item": "NVIDIA H20", "origin": "TW", "destination": "CN"},
}
Row = tuple[str, str, str]


def microseconds(work: Callable[[], object], number: int = 400) -> float:
    """The median of seven runs."""
    runs = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(number):
            work()
        runs.append((time.perf_counter() - start) / number * 1e6)
    return statistics.median(runs)


# rukhsa alone


def whole_regime(regime: rukhsa.Regime) -> tuple[list[str], list[Row]]:
    """A warm decision under the whole U.S. regime."""
    pack = regime.law.packs["us"]
    law = pack.on(DAY, regime.state.accepted(pack))
    fast = fast_of(law)
    assert fast is not None
    rows = []
    for name, given in CASES.items():
        case = regime.case(**given)
        full = filled(case, pack.vocabulary)
        prepared = fast.compiled.prepare(full.facts, full.parties)
        check_truths(law, fast, full.facts, full.parties)
        trace(Side(pack, regime.state, case))
        figures = [
            microseconds(lambda: fast.settle(prepared)),  # noqa: B023
            microseconds(lambda: first_seen(fast, prepared)),  # noqa: B023
            microseconds(lambda: fast.answer(full.facts, full.parties)),  # noqa: B023
            microseconds(lambda: Side(pack, regime.state, case)),  # noqa: B023
            microseconds(lambda: trace(Side(pack, regime.state, case)), 40),  # noqa: B023
            microseconds(lambda: regime.decide_case(case).to_data(), 3),  # noqa: B023
        ]
        rows.append((name, " | ".join(f"{figure:,.0f}" for figure in figures), ""))
    head = [
        f"The U.S. regime of {DAY}: {len(law.provisions)} provisions, {len(law.facts)} facts. "
        "Microseconds, one case, one thread; the truth of every provision equal to the interpreter's.",
        "",
        "| case | verdict, prepared case | the same, truths never seen before | facts to verdict "
        "| case to verdict | verdict, missing facts, reasons | whole answer with readings and changes |",
        "|---|---|---|---|---|---|---|",
    ]
    return head, rows


def first_seen(fast: Fast, prepared: Any) -> object:
    """The verdict without the findings that earlier cases left."""
    fast._findings.clear()
    return fast.settle(prepared)


def check_truths(law: Regime, fast: Fast, facts: Any, parties: Any) -> None:
    reference = Interpreter(law, facts, parties)
    explain = fast.answer(facts, parties)[1]()
    for name in law.ordered:
        if not law.is_number(name) and explain.truth_of(name) != reference.truth_of(name):
            raise SystemExit(f"{name}: the compiled regime and the interpreter differ")


def trace(side: Side) -> object:
    """Requirements, exceptions and reviews with their reasons down to the leaves, and missing facts."""
    finding = side.finding
    names = (*finding.met, *finding.exceptions, *finding.maybe_exceptions, *finding.reviews)
    return [side.reason(name) for name in names], side.missing, side.missing_for_review, side.classification


# beside others


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


# cold processes


def cold() -> list[str]:
    """Whole processes, from the shell."""
    check = ["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--exporter", "NVIDIA"]
    check += ["--party-hq", "CN", "--on", DAY]
    with tempfile.TemporaryDirectory() as folder:
        kept = {**os.environ, "RUKHSA_CACHE": str(Path(folder) / "cache"), "PYTHONPYCACHEPREFIX": folder}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        off = {**kept, "RUKHSA_CACHE": "off"}
        bare = seconds([sys.executable, "-c", "pass"], kept)
        run = [sys.executable, "-m", "rukhsa"]
        rows = [
            ("python -c pass", bare),
            ("rukhsa --version", seconds([*run, "--version"], kept)),
            ("rukhsa check, cached", seconds([*run, *check], kept)),
            ("rukhsa check --side us, cached", seconds([*run, *check, "--side", "us"], kept)),
            ("rukhsa check --format json, cached", seconds([*run, *check, "--format", "json"], kept)),
            ("rukhsa check, no cache", seconds([*run, *check], off)),
        ]
    return [
        "| process | milliseconds |",
        "|---|---|",
        *(f"| {name} | {figure * 1000:.0f} |" for name, figure in rows),
    ]


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The median of nine processes, after one that warms the caches."""
    runs = []
    for index in range(10):
        start = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        if index:
            runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def versions() -> str:
    found = [f"rukhsa {rukhsa.__version__}", f"Python {platform.python_version()}"]
    for name in ("zen-engine", "cel-expr-python", "cedarpy", "sqlglot"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def main() -> None:
    regime = rukhsa.load().on(DAY)
    pack = regime.law.packs["us"]
    head, rows = whole_regime(regime)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`python bench/run.py`), not by hand.",
        "",
        f"{datetime.date.today()}; {machine}; {versions()}. Medians of one run.",
        "",
        "## One warm case",
        "",
        *head,
        *(f"| {name} | {figures} |" for name, figures, _ in rows),
        "",
        "## The same conditions in other engines",
        "",
        *beside(pack.on(DAY, regime.state.accepted(pack))),
        "",
        "## Cold processes",
        "",
        *cold(),
    ]
    text = "\n".join(lines) + "\n"
    OUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
