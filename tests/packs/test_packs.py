"""The bundled packs: sound, bilingual, cited, and never silent about what they do not know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import pytest

from rukhsa.decide.engine import Law, load
from rukhsa.law.act import Body
from rukhsa.law.cases import read_cases
from rukhsa.law.check import check_pack
from rukhsa.law.pack import Pack, pack_names
from rukhsa.law.source import PACKS
from rukhsa.law.together import check_together


@lru_cache(maxsize=1)
def law() -> Law:
    return load()


@pytest.fixture(params=pack_names())
def pack(request: pytest.FixtureRequest) -> Pack:
    return law().packs[request.param]


def test_the_log_has_no_problem(pack: Pack) -> None:
    assert [str(problem) for problem in check_pack(pack)] == []


def test_the_packs_agree_with_each_other() -> None:
    assert [str(problem) for problem in check_together(law().packs)] == []


def test_every_act_and_provision_has_an_arabic_title(pack: Pack) -> None:
    bare = [act.name for act in pack.log.acts.values() if not act.title.get("ar")]
    bare += [
        clause.id
        for clause in pack.log.clauses
        if clause.body is not None and clause.body.title and not clause.body.title.get("ar")
    ]
    bare += [fact.name for fact in pack.vocabulary.values() if not fact.title.get("ar")]
    assert bare == []


def test_every_obligation_and_warning_stands_in_both_languages(pack: Pack) -> None:
    texts = [
        (clause.id, text)
        for clause in pack.log.clauses
        if clause.body is not None
        for text in (*clause.body.obliges, *([clause.body.says] if clause.body.says else []))
    ]
    assert texts
    assert [name for name, text in texts if not (text.get("en") and text.get("ar"))] == []


def test_every_party_of_a_list_of_chinas_is_known_by_its_name_in_chinese() -> None:
    listed = {
        member
        for clause in law().packs["cn"].log.clauses
        if clause.body is not None
        and clause.target.startswith(("cn/list/control/", "cn/list/uel/", "cn/list/watch/"))
        for member in clause.body.add | (clause.body.members or frozenset())
    }
    assert len(listed) > 200
    names = law().vocabulary.names.spellings
    bare = [m for m in listed if not any("\u4e00" <= char <= "\u9fff" for name in names[m] for char in name)]
    assert bare == []


# Requirements that no fact can leave unknown: name -> why.
NEVER_UNKNOWN: dict[str, str] = {}


@dataclass
class Looked:
    """What the cases of a pack have seen of its provisions, each where it is in force."""

    met: set[str] = field(default_factory=set)
    true: set[str] = field(default_factory=set)
    false: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


@cache
def looked(name: str) -> Looked:
    seen = Looked()
    for case in read_cases(PACKS / name):
        regime = law().on(
            case.on, known=case.known, accept=case.accept, overlays=case.overlays, sides=case.sides
        )
        decision = regime.decide(case.item, facts=case.facts, parties=case.parties, strict=case.strict)
        seen.met.update(decision.requirements)
        for side in decision.sides:
            if side.pack.name != name:
                continue
            for provision, in_force in side.regime.provisions.items():
                if _demands_cases(in_force.body):
                    truth = side.evaluation.interpreter.truth_of(provision)
                    {True: seen.true, False: seen.false, None: seen.unknown}[truth].add(provision)
    return seen


def _demands_cases(body: Body) -> bool:
    return body.kind in ("require", "except", "scope", "review") or (
        body.kind == "classify" and body.code is not None
    )


def _demanded(pack: Pack) -> set[str]:
    return {
        clause.target
        for clause in pack.log.clauses
        if clause.body is not None and _demands_cases(clause.body)
    }


def test_every_requirement_has_cases_on_both_sides(pack: Pack) -> None:
    """A rule without a case in which it is true, or without one in which it is false, is a rule nobody looked at."""
    seen, demanded = looked(pack.name), _demanded(pack)
    requirements = {name for name, kind in pack.log.kinds.items() if kind == "require"}
    assert sorted(requirements - seen.met) == []
    assert sorted(demanded - seen.true) == []
    assert sorted(demanded - seen.false) == []


def test_every_requirement_is_unknown_in_a_case(pack: Pack) -> None:
    requirements = {name for name, kind in pack.log.kinds.items() if kind == "require"}
    unknown = looked(pack.name).unknown
    assert sorted(requirements - unknown - NEVER_UNKNOWN.keys()) == []
    assert sorted(NEVER_UNKNOWN.keys() - (requirements - unknown)) == []


def test_sources_are_told_and_speak_of_the_product_alone(pack: Pack) -> None:
    assert [act.name for act in pack.log.acts.values() if not act.read or "facts/" in act.read] == []


@pytest.mark.parametrize("destination", ["KP", "IR", "CU", "SY", "RU", "BY"])
def test_no_catalog_chip_goes_to_an_embargoed_destination_without_a_license(destination: str) -> None:
    regime = law().on("2026-08-01")
    free = [
        item
        for item in law().catalog
        if regime.decide(
            item, origin="US", destination=destination, exporter="other", party_hq=destination
        ).verdict
        in ("no_license_required", "not_subject")
        and "ear99" not in item
    ]
    assert free == []


def test_an_answer_beyond_the_checked_date_says_so() -> None:
    decision = law().on("2026-11-23").decide("NVIDIA H20", origin="US", destination="JP", party_hq="JP")
    assert any("2026-10-04" in caution["en"] for caution in decision.to_data()["cautions"])


def test_of_several_suspensions_that_ended_the_last_alone_is_told() -> None:
    decision = (
        law()
        .on("2026-12-01", sides=("cn",))
        .decide(
            facts={
                "category": "material",
                "commodity": "tellurium_metal",
                "origin": "CN",
                "destination": "US",
                "exporter": "other",
            },
            parties=[{"party": "Sierra Nevada", "hq": "US", "ultimate_parent": "US"}],
        )
    )
    told = [caution["en"] for caution in decision.to_data()["cautions"] if "was suspended" in caution["en"]]
    assert len(told) == 1
    assert "through 2026-11-10" in told[0]
