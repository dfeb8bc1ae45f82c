"""From the truths of one side to its answer, in SQL: the rules of `decide.verdict`, a column for each step.

Whatever may be true, false or unknown is such a column; what the rules say of it (surely met, may be met,
possible) is two-valued.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from sqlglot import exp

from rukhsa.columns.sql_facts import Layout
from rukhsa.columns.sql_missing import Missing
from rukhsa.columns.sql_truths import Truths
from rukhsa.columns.sql_words import (
    Sql,
    Steps,
    all_of,
    any_of,
    case,
    column,
    compare,
    count,
    greatest,
    is_open,
    is_true,
    may_be,
    named,
    not_,
    truth,
)
from rukhsa.decide.rules import rules_of
from rukhsa.decide.verdict import (
    EXCEPTION,
    NO_LICENSE,
    NOT_STATED,
    NOT_SUBJECT,
    OUT_OF_SCOPE,
    REQUIRED,
    STRICTNESS,
    VERDICTS,
)
from rukhsa.language.expressions import Uncompilable
from rukhsa.law.regime import Regime

DECIDING = ("scope", "cover", "require", "except", "bar", "review", "classify")
NONE = exp.Literal.number(0)
_MOST_REVIEWS = 8  # of one ground: beyond, `decide.verdict` no longer counts every completion


class SideAnswer:
    """The answer of one side, as columns that `add` puts into the statement.

    Attributes:
        possible: the column of each verdict that may be possible.
        policies: the column of each review policy that may be possible.
        met: the column of each requirement: TRUE, FALSE, or NULL where it may be met.
        exceptions: the column of each exception that surely covers every ground.
        classes: the column of each classification, by code, in the order of their provisions.
        missing: the column of each fact that would settle the verdict.
    """

    def __init__(self, side: str, regime: Regime, layout: Layout) -> None:
        if regime.saves:
            raise Uncompilable("an act that saves cases from itself")
        self.side = side
        self.regime = regime
        self.rules = rules_of(regime)
        wanted = [name for kind in DECIDING for name in regime.of_kind(kind)]
        self.truths = Truths(side, regime, layout, wanted)
        self.possible: dict[str, str] = {}
        self.policies: dict[str, str] = {}
        self.met: dict[str, str] = {}
        self.exceptions: dict[str, str] = {}
        self.classes: list[tuple[str, Sql]] = []
        self.missing: dict[str, str] = {}
        self._available: dict[str, str] = {}

    def _of(self, kind: str) -> list[str]:
        """Provisions of a kind that may be true."""
        return [name for name in self.regime.of_kind(kind) if self.regime.tree(name) is not None]

    def named(self, what: str) -> str:
        return f"{self.side}_{what}"

    def add(self, steps: Steps) -> None:
        self.truths.add(steps)
        self._add_scope(steps)
        self._add_exceptions(steps)
        self._add_grounds(steps)
        self._add_coverage(steps)
        self._add_possible(steps)
        self._add_policies(steps)
        self._add_missing(steps)
        self.classes = list(self._classes())

    # the law's reach, exceptions, grounds

    def _add_scope(self, steps: Steps) -> None:
        reach = {
            kind: truth(True)
            if kind in self.rules.always
            else any_of(self.truths.of(name) for name in self._of(kind))
            for kind in ("scope", "cover")
        }
        steps.add("reach", [named(sql, self.named(kind)) for kind, sql in reach.items()])

    @property
    def scope(self) -> Sql:
        return column(self.named("scope"))

    @property
    def cover(self) -> Sql:
        return column(self.named("cover"))

    def _add_exceptions(self, steps: Steps) -> None:
        """An exception is available when it is true, no bar strikes it, and some ground may need it."""
        columns: list[Sql] = []
        for name in self._of("except"):
            struck = [self.truths.of(bar) for bar in self._of("bar") if name in self.rules.strikes[bar]]
            needed = [
                may_be(self.truths.of(ground))
                for ground in self._of("require")
                if ground in self.rules.overcomes[name]
            ]
            self._available[name] = f"{self.truths.named(name)}_available"
            available = all_of([self.truths.of(name), not_(any_of(struck)), any_of(needed)])
            columns.append(named(available, self._available[name], name))
        steps.add("available", columns)

    def _available_of(self, *, exempting: bool) -> dict[str, Sql]:
        return {
            name: column(place)
            for name, place in self._available.items()
            if self.rules.exempts[name] is exempting
        }

    def _add_grounds(self, steps: Steps) -> None:
        """A requirement is a ground when it is met, within the law's reach, and no exemption takes it away."""
        columns: list[Sql] = []
        for name in self._of("require"):
            reached = truth(True) if self.rules.unscoped[name] else may_be(self.scope)
            self.met[name] = f"{self.truths.named(name)}_ground"
            ground = all_of([self.truths.of(name), not_(self._exempting(name)), reached])
            columns.append(named(ground, self.met[name], name))
        steps.add("grounds", columns)

    def _grounds(self, *, beyond: bool) -> dict[str, Sql]:
        """The grounds; `beyond`: those alone that reach beyond the scope."""
        return {
            name: column(place) for name, place in self.met.items() if not beyond or self.rules.unscoped[name]
        }

    # which exceptions cover them

    def _coverage(self, name: str, beyond: bool, what: str) -> Sql:
        return column(self._coverage_name(name, beyond, what))

    def _coverage_name(self, name: str, beyond: bool, what: str) -> str:
        return f"{self.truths.named(name)}_{what}{'_beyond' if beyond else ''}"

    def _add_coverage(self, steps: Steps) -> None:
        """`covers`: may be available, no sure ground is left over; `frees`: is, and no ground at all is."""
        columns: list[Sql] = []
        for beyond in (False, True):
            grounds = list(self._grounds(beyond=beyond).values())
            columns.append(named(count(map(is_true, grounds)), self._count("sure", beyond)))
            columns.append(named(count(map(may_be, grounds)), self._count("any", beyond)))
        steps.add("counts", columns)
        columns = []
        for beyond in (False, True):
            grounds_ = self._grounds(beyond=beyond)
            some = compare(">", column(self._count("any", beyond)), NONE)
            for name, available in self._available_of(exempting=False).items():
                own = [grounds_[other] for other in sorted(self.rules.overcomes[name]) if other in grounds_]
                no_sure_left = compare("=", count(map(is_true, own)), column(self._count("sure", beyond)))
                none_left = compare("=", count(map(may_be, own)), column(self._count("any", beyond)))
                covers = all_of([may_be(available), some.copy(), no_sure_left])
                frees = all_of([is_true(available), some.copy(), none_left])
                touches = all_of([covers.copy(), any_of(map(may_be, own))])
                for what, sql in (("covers", covers), ("frees", frees), ("excepts", touches)):
                    columns.append(named(sql, self._coverage_name(name, beyond, what), name))
        steps.add("coverage", columns)
        self.exceptions = {
            name: self._coverage_name(name, False, "frees") for name in self._available_of(exempting=False)
        }

    def _count(self, what: str, beyond: bool) -> str:
        """The number of grounds that are surely met, or that may be (`any`)."""
        return self.named(f"{what}_grounds{'_beyond' if beyond else ''}")

    # verdicts

    def _verdicts(self, beyond: bool) -> dict[str, Sql]:
        """Verdicts that grounds and exceptions admit; `beyond`: the grounds beyond the scope alone."""
        freeing = list(self._available_of(exempting=False))
        some = compare(">", column(self._count("any", beyond)), NONE)
        return {
            NO_LICENSE: compare("=", column(self._count("sure", beyond)), NONE),
            EXCEPTION: any_of(self._coverage(name, beyond, "excepts") for name in freeing),
            REQUIRED: all_of([some, not_(any_of(self._coverage(name, beyond, "frees") for name in freeing))]),
        }

    def _add_possible(self, steps: Steps) -> None:
        inside, outside = self._verdicts(False), self._verdicts(True)
        in_scope, out_of_scope = may_be(self.scope), not_(is_true(self.scope))
        reached, exempted = self._reaching()
        free_outside = all_of([out_of_scope, outside[NO_LICENSE]])
        free = any_of(
            [all_of([in_scope, inside[NO_LICENSE]]), all_of([free_outside.copy(), may_be(any_of(exempted))])]
        )
        found = {
            NOT_SUBJECT: all_of([free_outside, not_(is_true(any_of(reached)))]),
            NO_LICENSE: all_of([free, may_be(self.cover)]),
            OUT_OF_SCOPE: all_of([free.copy(), not_(is_true(self.cover))]),
        }
        for verdict in (EXCEPTION, REQUIRED):
            found[verdict] = any_of(
                [
                    all_of([in_scope.copy(), inside[verdict]]),
                    all_of([out_of_scope.copy(), outside[verdict]]),
                ]
            )
        self.possible = {verdict: self.named(f"can_{verdict}") for verdict in VERDICTS}
        steps.add("possible", [named(found[verdict], name) for verdict, name in self.possible.items()])
        steps.add("open", [named(more_than_one(self.possible.values()), self.named("undetermined"))])

    def _exempting(self, name: str) -> Sql:
        """Whether an exemption takes a requirement away."""
        return any_of(
            available
            for exemption, available in self._available_of(exempting=True).items()
            if name in self.rules.overcomes[exemption]
        )

    def _reaching(self) -> tuple[list[Sql], list[Sql]]:
        """Of the requirements beyond the scope: whether each is met; whether it is and an exemption takes it away."""
        names = [name for name in self._of("require") if self.rules.unscoped[name]]
        met = [self.truths.of(name) for name in names]
        return met, [all_of([self.truths.of(name), self._exempting(name)]) for name in names]

    # review

    def _add_policies(self, steps: Steps) -> None:
        columns: list[Sql] = []
        by_ground: dict[str, dict[str, Sql]] = {}
        for ground in self.met:
            own = [name for name in self._of("review") if ground in self.rules.of[name]]
            by_ground[ground] = {}
            for policy, implicants in self._outcomes(own).items():
                name = f"{self.truths.named(ground)}_{policy}"
                may = any_of(
                    all_of(
                        may_be(self.truths.of(review)) if speaks else not_(is_true(self.truths.of(review)))
                        for review, speaks in sorted(implicant)
                    )
                    for implicant in implicants
                )
                by_ground[ground][policy] = column(name)
                columns.append(named(may, name, ground))
        steps.add("reviews", columns)
        found = {policy for policies in by_ground.values() for policy in policies}
        self.policies = {
            policy: self.named(f"policy_{policy}") for policy in sorted(found, key=STRICTNESS.__getitem__)
        }
        columns = []
        for beyond in (False, True):
            floors = [
                self._floor(ground, by_ground[name]) for name, ground in self._grounds(beyond=beyond).items()
            ]
            columns.append(named(greatest(floors), self._floor_name(beyond)))
        steps.add("floor", columns)
        required = column(self.possible[REQUIRED])
        columns = []
        for policy, name in self.policies.items():
            within = self._strictest(policy, by_ground, beyond=False)
            without = self._strictest(policy, by_ground, beyond=True)
            # without the scope, only the grounds beyond it are left
            either = any_of([within, all_of([is_open(self.scope), without])])
            columns.append(named(all_of([required.copy(), either]), name))
        steps.add("policies", columns)

    def _floor_name(self, beyond: bool) -> str:
        return self.named("floor_beyond" if beyond else "floor")

    def _floor(self, ground: Sql, policies: Mapping[str, Sql]) -> Sql:
        """The rank of the mildest policy that a ground admits, if it is surely met; else zero."""
        mildest = case(
            *((sql.copy(), rank_of(policy)) for policy, sql in sorted_by_rank(policies)),
            otherwise=NONE.copy(),
        )
        return case((is_true(ground), mildest), otherwise=NONE.copy())

    def _strictest(self, policy: str, by_ground: Mapping[str, Mapping[str, Sql]], *, beyond: bool) -> Sql:
        """Whether a policy may be the strictest of all grounds: some has it, and each sure one no stricter."""
        some = any_of(
            all_of([may_be(ground), by_ground[name][policy].copy()])
            for name, ground in self._grounds(beyond=beyond).items()
            if policy in by_ground[name]
        )
        return all_of([some, compare("<=", column(self._floor_name(beyond)), rank_of(policy))])

    def _outcomes(self, own: list[str]) -> dict[str, list[frozenset[tuple[str, bool]]]]:
        """For each policy, the smallest sets of reviews that speak, or do not, under which it stands."""
        if len(own) > _MOST_REVIEWS:
            raise Uncompilable(f"a requirement of more than {_MOST_REVIEWS} reviews")
        completions: dict[str, set[frozenset[tuple[str, bool]]]] = {}
        for choice in product((True, False), repeat=len(own)):
            true = [name for name, speaks in zip(own, choice, strict=True) if speaks]
            struck = {other for name in true for other in self.rules.displaces[name]}
            stated = [self.rules.policy[name] or NOT_STATED for name in true if name not in struck]
            policy = max(stated, key=STRICTNESS.__getitem__, default=NOT_STATED)
            completions.setdefault(policy, set()).add(frozenset(zip(own, choice, strict=True)))
        return {policy: prime_implicants(found) for policy, found in completions.items()}

    # missing facts

    def _add_missing(self, steps: Steps) -> None:
        rules, truths = self.rules, self.truths
        undetermined = column(self.named("undetermined"))
        grounds = self._grounds(beyond=False)
        roots: dict[str, Sql] = {}
        for name in self._of("scope"):
            roots[name] = all_of([undetermined, is_open(self.scope)])
        free = [column(self.possible[verdict]) for verdict in (NO_LICENSE, OUT_OF_SCOPE)]
        reach = all_of([column(self.possible[NOT_SUBJECT]), any_of(free)])
        for name, ground in grounds.items():
            reaching = [reach.copy()] if rules.unscoped[name] else []
            roots[name] = all_of([undetermined.copy(), any_of([may_be(ground), *reaching])])
        asked: dict[str, Sql] = {}
        for name, available in self._available_of(exempting=True).items():
            asked[name] = may_be(available)
            overcome = [may_be(grounds[other]) for other in rules.overcomes[name] if other in grounds]
            roots[name] = all_of([undetermined.copy(), asked[name].copy(), any_of(overcome)])
        for name in self._available_of(exempting=False):
            covers = any_of(
                [
                    self._coverage(name, False, "covers"),
                    all_of([is_open(self.scope), self._coverage(name, True, "covers")]),
                ]
            )
            overcome = [may_be(grounds[other]) for other in rules.overcomes[name] if other in grounds]
            asked[name] = all_of([covers, not_(self._coverage(name, False, "frees")), any_of(overcome)])
            roots[name] = all_of([undetermined.copy(), asked[name].copy()])
        for name in self._of("bar"):
            struck = [asked[other].copy() for other in asked if other in rules.strikes[name]]
            roots[name] = all_of([undetermined.copy(), any_of(struck)])
        for name in self._of("cover"):
            covered = [undetermined.copy(), is_open(self.cover), column(self.possible[NO_LICENSE])]
            roots[name] = all_of(covered)
        self.missing = Missing(truths, roots).add(steps)

    # classification

    def _classes(self) -> Iterable[tuple[str, Sql]]:
        """Codes under which the item surely falls; a code that two provisions bear stands once."""
        before: dict[str, list[Sql]] = {}
        for name in self._of("classify"):
            code = self.regime.provisions[name].body.code
            if code:
                sure = is_true(self.truths.of(name))
                earlier = before.setdefault(code, [])
                yield code, all_of([sure, *(not_(other.copy()) for other in earlier)])
                earlier.append(sure)


def more_than_one(columns: Iterable[str]) -> Sql:
    """Whether two of several two-valued columns are true."""
    names = list(columns)
    return any_of(all_of([column(one), column(other)]) for one, other in combinations(names, 2))


def rank_of(policy: str) -> Sql:
    return exp.Literal.number(STRICTNESS[policy])


def sorted_by_rank(policies: Mapping[str, Sql]) -> list[tuple[str, Sql]]:
    return sorted(policies.items(), key=lambda item: STRICTNESS[item[0]])


def prime_implicants(terms: Iterable[frozenset[tuple[str, bool]]]) -> list[frozenset[tuple[str, bool]]]:
    """The smallest conjunctions that hold in these completions alone (Quine and McCluskey)."""
    level = set(terms)
    prime: set[frozenset[tuple[str, bool]]] = set()
    while level:
        merged: set[frozenset[tuple[str, bool]]] = set()
        used: set[frozenset[tuple[str, bool]]] = set()
        for term in level:
            for literal in term:
                name, value = literal
                other = term - {literal} | {(name, not value)}
                if other in level:
                    merged.add(term - {literal})
                    used |= {term, other}
        prime |= level - used
        level = merged
    return sorted(prime, key=lambda term: (len(term), sorted(term)))
