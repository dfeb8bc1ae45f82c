"""From the truth of provisions to the verdicts that remain possible: the rules of `docs/semantics.md`, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from rukhsa.decide.rules import Rules, Standing, Truths, rules_of
from rukhsa.language.interpret import Truth, kleene_all, kleene_any, kleene_not
from rukhsa.law.terms import POLICIES
from rukhsa.records import dataclass, field

NOT_SUBJECT = "not_subject"
NO_LICENSE = "no_license_required"
OUT_OF_SCOPE = "out_of_scope"
EXCEPTION = "license_exception"
REQUIRED = "license_required"
UNDETERMINED = "undetermined"
VERDICTS = (NOT_SUBJECT, NO_LICENSE, OUT_OF_SCOPE, EXCEPTION, REQUIRED)
NOT_STATED = "not_stated"

STRICTNESS = {policy: rank for rank, policy in enumerate((NOT_STATED, *POLICIES))}
_MOST_UNKNOWN_REVIEWS = 8


@dataclass(frozen=True, slots=True)
class Ground:
    """A requirement that is, or may be, met."""

    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What one side's law says of a case.

    Attributes:
        possible: verdicts that the known facts admit, mildest first.
        grounds: requirements met or possibly met, after exemptions.
        exceptions: surely available exceptions that cover every ground.
        maybe_exceptions: exceptions that may be available and may cover the grounds.
        policies: review policies that the known facts admit, mildest first; empty if no license is needed.
        unknown: provisions whose unknown truth keeps the verdict open.
        unknown_reviews: reviews whose unknown truth keeps the policy open.
    """

    possible: tuple[str, ...]
    grounds: tuple[Ground, ...] = ()
    exceptions: tuple[str, ...] = ()
    maybe_exceptions: tuple[str, ...] = ()
    exempted: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unknown_reviews: tuple[str, ...] = ()
    scope: Truth = True
    barred: tuple[str, ...] = field(default=())

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED

    @property
    def met(self) -> tuple[str, ...]:
        return tuple(ground.name for ground in self.grounds if ground.sure)

    @property
    def policy(self) -> str | None:
        """The review policy when the facts settle it."""
        return self.policies[0] if len(self.policies) == 1 else None

    @property
    def outcome(self) -> tuple[object, ...]:
        """What two findings are compared by: verdicts, policies, exceptions."""
        return (self.possible, self.policies, self.exceptions)


def find(regime: Standing, truths: Truths) -> Finding:
    """The finding of what stands, given the truths of its provisions."""
    rules = rules_of(regime)
    scope = True if "scope" in rules.always else kleene_any(truths.of("scope").values())
    cover = True if "cover" in rules.always else kleene_any(truths.of("cover").values())
    wanted = truths.of("require")
    bars = truths.of("bar") if wanted else {}
    available: dict[str, Truth] = {}
    barred: list[str] = []
    for name, value in truths.of("except").items() if wanted else ():
        if rules.overcomes[name].isdisjoint(wanted):
            continue
        struck = kleene_any(struck for bar, struck in bars.items() if name in rules.strikes[bar])
        if struck is True:
            barred.append(name)
            continue
        available[name] = kleene_all((value, kleene_not(struck)))
    exempting = {name: value for name, value in available.items() if rules.exempts[name]}
    freeing = {name: value for name, value in available.items() if name not in exempting}

    grounds: dict[str, Truth] = {}
    exempted: list[str] = []
    exempt_of: dict[str, Truth] = {}
    for name, value in wanted.items():
        exempt = kleene_any(v for e, v in exempting.items() if name in rules.overcomes[e])
        exempt_of[name] = exempt
        if exempt is True:
            exempted.extend(e for e, v in exempting.items() if v is True and name in rules.overcomes[e])
            continue
        grounds[name] = kleene_all((value, kleene_not(exempt)))

    possible: set[str] = set()
    if scope is not False:
        possible |= _verdicts(rules, grounds, freeing)
    beyond = {name: value for name, value in grounds.items() if rules.unscoped[name]}
    reaching = {name: exempt for name, exempt in exempt_of.items() if rules.unscoped[name]}
    if scope is not True:
        possible |= _verdicts_outside(rules, wanted, beyond, freeing, reaching)
    if scope is False:
        grounds = beyond
    if NO_LICENSE in possible and cover is not True:
        possible.add(OUT_OF_SCOPE)
        if cover is False:
            possible.discard(NO_LICENSE)
    ordered = tuple(verdict for verdict in VERDICTS if verdict in possible)

    covering = _covering(rules, grounds, freeing)
    certain = tuple(
        name for name in covering if freeing[name] is True and rules.overcomes[name].issuperset(grounds)
    )
    touching = tuple(
        name
        for name in (*covering, *(_covering(rules, beyond, freeing) if scope is None else ()))
        if name not in certain and not rules.overcomes[name].isdisjoint(grounds)
    )
    touching = tuple(dict.fromkeys(touching))
    unknown: tuple[str, ...] = ()
    if len(ordered) > 1:
        either = NOT_SUBJECT in possible and not possible.isdisjoint((NO_LICENSE, OUT_OF_SCOPE))
        asked = reaching if either else ()  # whether the law reaches the case at all
        unknown = _unknown(
            rules,
            truths,
            {**grounds, **dict.fromkeys(asked)},
            touching,
            exempting,
            scope,
            cover if NO_LICENSE in possible else True,
        )
    policies: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    unknown_reviews: tuple[str, ...] = ()
    if REQUIRED in possible:
        # without the scope, only the grounds beyond it are left
        cases = [grounds, beyond] if scope is None else [grounds]
        policies, reviews, unknown_reviews = _review(rules, truths, [case for case in cases if case])
        if len(policies) > 1:
            open_ = _unknown(rules, truths, grounds, (), exempting, scope, True)
            unknown_reviews = tuple(dict.fromkeys((*unknown_reviews, *open_)))
    return Finding(
        possible=ordered,
        grounds=tuple(Ground(name, value is True) for name, value in grounds.items()),
        exceptions=certain,
        maybe_exceptions=touching,
        exempted=tuple(dict.fromkeys(exempted)),
        policies=policies,
        reviews=reviews,
        unknown=unknown,
        unknown_reviews=unknown_reviews,
        scope=scope,
        barred=tuple(barred),
    )


def standing(rules: Rules, finding: Finding) -> list[tuple[str, list[str]]]:
    """The grounds that are met and by which the review policy stands, each with the reviews that give it."""
    strictest = finding.policies[-1] if finding.policies else NOT_STATED
    speaking = [name for name in finding.reviews if rules.policy[name] == strictest]
    grounds = [(ground, [name for name in speaking if ground in rules.of[name]]) for ground in finding.met]
    return [own for own in grounds if own[1]] or grounds


def strictest(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The verdicts that remain possible for all sides together, mildest first."""
    return strictest_of(finding.possible for finding in findings)


def strictest_of(possible: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The same from the verdicts that remain possible for each side."""
    rank = {verdict: index for index, verdict in enumerate(VERDICTS)}
    sides = list(possible)
    if not sides:
        return (OUT_OF_SCOPE,)
    together = {max(choice, key=rank.__getitem__) for choice in product(*sides)}
    return tuple(verdict for verdict in VERDICTS if verdict in together)


def policies_together(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The review policies that remain possible for all sides together, mildest first.

    The strictest policy of the sides that require a license stands.
    """
    together: set[str | None] = {None}  # none while no side requires a license
    for finding in findings:
        own: set[str | None] = set(finding.policies if REQUIRED in finding.possible else ())
        if not own or finding.verdict != REQUIRED:
            own.add(None)
        together = {_stricter(a, b) for a in together for b in own}
    return tuple(sorted((policy for policy in together if policy), key=STRICTNESS.__getitem__))


def _stricter(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=STRICTNESS.__getitem__)


def _covering(rules: Rules, grounds: dict[str, Truth], freeing: dict[str, Truth]) -> list[str]:
    """Exceptions that may be available and overcome every ground that is surely met."""
    sure = {name for name, value in grounds.items() if value is True}
    return [name for name in freeing if grounds and sure <= rules.overcomes[name]]


def _verdicts(rules: Rules, grounds: dict[str, Truth], freeing: dict[str, Truth]) -> set[str]:
    sure = {name for name, value in grounds.items() if value is True}
    possible: set[str] = set()
    if not sure:
        possible.add(NO_LICENSE)
    if grounds:
        covers = [rules.overcomes[name] for name in freeing]
        if any(sure <= covered and not covered.isdisjoint(grounds) for covered in covers):
            possible.add(EXCEPTION)
        if not any(
            value is True and rules.overcomes[name].issuperset(grounds) for name, value in freeing.items()
        ):
            possible.add(REQUIRED)
    return possible


def _verdicts_outside(
    rules: Rules,
    wanted: Mapping[str, Truth],
    beyond: dict[str, Truth],
    freeing: dict[str, Truth],
    reaching: Mapping[str, Truth],
) -> set[str]:
    """The verdicts where the scope does not hold: of what reaches beyond it, and whether an exemption takes it away."""
    possible = _verdicts(rules, beyond, freeing)
    if NO_LICENSE in possible:
        if all(exempt is False for exempt in reaching.values()):
            possible.remove(NO_LICENSE)
        if all(wanted[name] is None for name in reaching):
            possible.add(NOT_SUBJECT)
    return possible


def _unknown(
    rules: Rules,
    truths: Truths,
    grounds: dict[str, Truth],
    touching: tuple[str, ...],
    exempting: dict[str, Truth],
    scope: Truth,
    cover: Truth,
) -> tuple[str, ...]:
    wanted, exceptions = truths.of("require"), truths.of("except")
    names: list[str] = []
    if scope is None:
        names.extend(_open(truths.of("scope")))
    names.extend(name for name in grounds if wanted[name] is None)
    names.extend(n for n in exempting if exceptions[n] is None and not rules.overcomes[n].isdisjoint(grounds))
    names.extend(name for name in touching if exceptions[name] is None)
    struck = {*touching, *exempting}
    names.extend(bar for bar in _open(truths.of("bar")) if not rules.strikes[bar].isdisjoint(struck))
    if cover is None:
        names.extend(_open(truths.of("cover")))
    return tuple(dict.fromkeys(names))


def _open(truths: Mapping[str, Truth]) -> list[str]:
    return [name for name, truth in truths.items() if truth is None]


def _review(
    rules: Rules, truths: Truths, cases: list[dict[str, Truth]]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Possible policies over all grounds (the strictest stands), the reviews that speak, the open ones.

    Args:
        cases: the grounds, once for each answer that the scope may still have.
    """
    values = [(name, value, rules.of[name]) for name, value in truths.of("review").items()]
    found: set[str] = set()
    speaking: dict[str, None] = {}
    open_: dict[str, None] = {}
    for grounds in cases:
        together: set[str | None] = {None}  # policies of the grounds so far; none while none of them is met
        for ground, value in sorted(grounds.items(), key=lambda item: item[1] is not True):
            own = tuple([(name, value) for name, value, of in values if ground in of])
            policies, spoke = speaking_of(rules, own)
            speaking.update(dict.fromkeys(spoke))
            if len(policies) > 1:
                open_.update(dict.fromkeys(name for name, value in own if value is None))
            joined = {
                b if a is None else max(a, b, key=STRICTNESS.__getitem__) for a in together for b in policies
            }
            together = {*joined} if value is True else {*joined, *together}
        found |= {policy for policy in together if policy is not None}
    return tuple(sorted(found, key=STRICTNESS.__getitem__)), tuple(speaking), tuple(open_)


def speaking_of(rules: Rules, own: tuple[tuple[str, Truth], ...]) -> tuple[set[str], list[str]]:
    """Possible policies of one ground and the reviews that may speak, from the truths of its reviews."""
    found = rules.spoken.get(own)  # most grounds share their reviews
    if found is None:
        found = rules.spoken[own] = _policies(rules, dict(own))
    return found


def _policies(rules: Rules, own: dict[str, Truth]) -> tuple[set[str], list[str]]:
    """Policies of one ground over every completion of its unknown reviews: the strictest undisplaced."""
    unknown = [name for name, value in own.items() if value is None]
    if len(unknown) > _MOST_UNKNOWN_REVIEWS:
        found = {rules.policy[name] or NOT_STATED for name in own}
        return (found | ({NOT_STATED} if len(unknown) == len(own) else set()), list(own))
    policies: set[str] = set()
    spoke: dict[str, None] = {}
    for choice in product((True, False), repeat=len(unknown)):
        answers = dict(zip(unknown, choice, strict=True))
        true = [name for name, value in own.items() if value is True or answers.get(name)]
        struck = {other for name in true for other in rules.displaces[name]}
        standing = [name for name in true if name not in struck]
        stated = [rules.policy[name] or NOT_STATED for name in standing]
        policies.add(max(stated, key=STRICTNESS.__getitem__, default=NOT_STATED))
        spoke.update(dict.fromkeys(standing))
    return policies, list(spoke)
