"""The law over the years: what each measure was on known days, and on what evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukhsa.errors import RukhsaError
from rukhsa.law.check_pictures import check_pictures
from rukhsa.law.measures import Measure, check_measures, read_measures
from rukhsa.law.pack import Pack, load_pack, pack_names
from rukhsa.law.timeline import Lane, Span, Timeline, timeline

TODAY = "2026-11-23"


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    return {name: load_pack(name) for name in pack_names()}


@pytest.fixture(scope="module")
def us(packs: dict[str, Pack]) -> dict[str, Lane]:
    found = timeline(packs, "2022-01-01", "2027-12-31", TODAY, side="us")
    return {lane.measure.id: lane for lane in found.sides[0].lanes}


@pytest.fixture(scope="module")
def cn(packs: dict[str, Pack]) -> dict[str, Lane]:
    found = timeline(packs, "2022-01-01", "2027-12-31", TODAY, side="cn")
    return {lane.measure.id: lane for lane in found.sides[0].lanes}


@pytest.mark.parametrize(
    ("measure", "day", "state"),
    [
        ("computing-2022", "2022-10-06", None),
        ("computing-2022", "2022-10-07", "due"),
        ("computing-2022", "2022-10-21", "in_force"),
        ("computing-2022", "2023-11-17", None),
        ("computing-2023", "2023-10-16", None),
        ("computing-2023", "2023-11-16", "due"),
        ("computing-2023", "2023-11-17", "in_force"),
        ("memory", "2024-12-30", "partly"),
        ("memory", "2024-12-31", "in_force"),
        ("diffusion", "2025-05-12", "due"),
        ("diffusion", "2025-05-15", "suspended"),
        ("diffusion", "2027-01-01", "suspended"),
        ("diffusion-headquarters", "2026-05-30", "suspended"),
        ("diffusion-headquarters", "2026-05-31", "in_force"),
        ("letter-h20", "2025-04-08", None),
        ("letter-h20", "2025-04-09", "in_force"),
        ("letter-h20", "2026-11-23", "in_force"),
        ("design-software", "2025-07-01", "in_force"),
        ("design-software", "2025-07-02", None),
        ("affiliates", "2025-09-29", "in_force"),
        ("affiliates", "2026-03-01", "suspended"),
        ("affiliates", "2026-11-09", "suspended"),
        ("affiliates", "2026-11-10", "in_force"),
        ("veu", "2025-12-30", "in_force"),
        ("veu", "2025-12-31", None),
    ],
)
def test_a_measure_is_what_it_was_on_the_day(
    us: dict[str, Lane], measure: str, day: str, state: str | None
) -> None:
    span = us[measure].on(day)
    assert (span and span.state) == state


@pytest.mark.parametrize(
    ("measure", "day", "state"),
    [
        ("gallium-germanium", "2023-07-02", None),
        ("gallium-germanium", "2023-07-03", "due"),
        ("gallium-germanium", "2023-08-01", "in_force"),
        ("graphite-2006", "2023-11-30", "in_force"),
        ("graphite-2006", "2023-12-01", None),
        ("no-46-minerals", "2024-12-03", "in_force"),
        ("no-46-minerals", "2025-11-09", "suspended"),
        ("no-46-minerals", "2026-11-27", "doubtful"),
        ("no-46-minerals", "2026-11-28", "in_force"),
        ("no-46-military", "2026-03-01", "in_force"),
        ("no-55", "2025-10-09", "due"),
        ("no-55", "2025-11-08", "suspended"),
        ("no-61-content", "2025-11-06", "due"),
        ("no-61-content", "2025-11-20", "suspended"),  # not begun when it was suspended
        ("no-61-origin", "2025-11-06", "in_force"),
        ("no-61-origin", "2025-11-07", "suspended"),
        ("no-62", "2026-11-10", "doubtful"),
        ("no-62", "2026-11-11", "in_force"),
    ],
)
def test_the_other_side_was_what_it_was(
    cn: dict[str, Lane], measure: str, day: str, state: str | None
) -> None:
    span = cn[measure].on(day)
    assert (span and span.state) == state


def test_what_both_governments_announced_stands_apart_from_the_text(cn: dict[str, Lane]) -> None:
    lane = cn["no-61-origin"]
    announced = _apart(lane, "2026-11-23")["announced"]
    assert (announced.state, announced.until) == ("suspended", "2027-01-10")
    assert set(announced.acts) == {"cn/remark-2026-09-23", "cn/mofcom-2026-09-28"}
    # not named in what was announced; a report may mean it
    assert set(_apart(cn["no-46-minerals"], "2026-11-23")) == {"reported"}


def test_a_suspension_names_the_act_and_its_last_day(us: dict[str, Lane]) -> None:
    span = us["affiliates"].on("2026-03-01")
    assert span is not None
    assert (span.acts, span.until, span.grade) == (("us/90-fr-50857",), "2026-11-09", "law")


def test_letters_count_on_the_word_of_the_companies(us: dict[str, Lane]) -> None:
    span = us["letter-h20"].on("2025-05-01")
    assert span is not None and span.grade == "company"


def _apart(lane: Lane, day: str) -> dict[str, Span]:
    return {span.grade: span for span in lane.apart if span.start <= day <= span.end}


def test_what_is_only_announced_or_reported_stands_apart(us: dict[str, Lane]) -> None:
    promised = _apart(us["letter-h20"], "2025-09-01")
    assert promised["announced"].acts == ("us/nvidia-assurance-2025-07-14",)
    assert promised["reported"].acts == ("us/report-licenses-2025-08-08",)
    assert not us["freeze"].spans and _apart(us["freeze"], "2025-08-01").keys() == {"reported"}


def test_an_announced_extension_does_not_move_the_law(us: dict[str, Lane]) -> None:
    lane = us["affiliates"]
    announced = _apart(lane, "2026-11-23")["announced"]
    assert (announced.state, announced.until) == ("suspended", "2027-01-10")
    assert announced.acts == ("us/remark-2026-09-23",)
    span = lane.on("2026-11-23")
    assert span is not None and span.state == "in_force"
    assert "announced" not in _apart(lane, "2027-01-11")


def test_spans_follow_each_other_without_overlap_and_stay_within_the_days(packs: dict[str, Pack]) -> None:
    found = timeline(packs, "2023-02-03", "2026-12-15", TODAY)
    for row in found.sides:
        for lane in row.lanes:
            for spans in (
                lane.spans,
                *([s for s in lane.apart if s.grade == g] for g in ("announced", "reported")),
            ):
                days = [day for span in spans for day in (span.start, span.end)]
                assert days == sorted(days)
                assert all("2023-02-03" <= day <= "2026-12-15" for day in days)


def test_acts_are_marked_on_the_day_they_became_public(us: dict[str, Lane]) -> None:
    marks = {mark.act: mark for mark in us["affiliates"].marks}
    assert (marks["us/90-fr-47201"].day, marks["us/90-fr-47201"].verbs) == ("2025-09-29", ("impose",))
    assert marks["us/90-fr-50857"].verbs == ("suspend",)
    assert marks["us/remark-2026-09-23"].grade == "announced"


def test_a_stronger_grade_alone_shows_no_weaker_evidence(packs: dict[str, Pack]) -> None:
    by_law = timeline(packs, "2022-01-01", "2027-12-31", TODAY, side="us", grade="law")
    lanes = {lane.measure.id: lane for lane in by_law.sides[0].lanes}
    assert "letter-h20" not in lanes and "freeze" not in lanes
    assert not any(lane.apart for lane in lanes.values())
    span = lanes["diffusion"].on("2026-01-01")
    assert span is not None and span.state == "in_force"  # that nobody enforces it is no law


def test_json_holds_sides_measures_spans_and_acts(packs: dict[str, Pack]) -> None:
    data = timeline(packs, "2025-01-01", "2026-12-31", TODAY, side="us").to_data()
    assert [side["side"] for side in data["sides"]] == ["us"]
    lane = next(lane for lane in data["sides"][0]["measures"] if lane["id"] == "affiliates")
    assert lane["title"].keys() >= {"en", "ar"}
    assert lane["spans"][1] == {
        "from": "2025-11-10",
        "to": "2026-11-09",
        "state": "suspended",
        "grade": "law",
        "acts": ["us/90-fr-50857"],
        "until": "2026-11-09",
        "due": None,
    }
    assert {"act", "public", "effect", "verbs", "grade", "cite", "title"} == lane["acts"][0].keys()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"end": "2021-12-31"}, "to"), ({"side": "nowhere"}, "side"), ({"grade": "rumor"}, "grade")],
)
def test_what_cannot_be_drawn_is_a_clear_error(
    packs: dict[str, Pack], changes: dict[str, str], field: str
) -> None:
    given = {"start": "2022-01-01", "end": "2027-12-31", "today": TODAY, **changes}
    with pytest.raises(RukhsaError) as error:
        timeline(packs, **given)
    assert error.value.problems[0].field == field and error.value.problems[0].fix


def test_the_packs_name_measures_and_planes_that_exist(packs: dict[str, Pack]) -> None:
    assert check_pictures(packs) == []


def test_a_measure_of_nothing_is_found(packs: dict[str, Pack]) -> None:
    title = {"en": "x", "ar": "x"}
    wrong = (
        Measure("one", title, ("us/744.11/affiliate",)),
        Measure("one", title, ("us/90-fr-50857",)),
        Measure("two", {"en": "x"}, ("us/90-fr-47201",), ("us/744.11/nobody",)),
    )
    said = [problem.message for problem in check_measures(wrong, packs["us"].log)]
    assert len(said) == 5
    assert "is no provision or act" in said[0] and "stands twice" in said[1]
    assert "imposes nothing" in said[2] and "no Arabic title" in said[3] and "is no provision" in said[4]


@pytest.mark.parametrize(
    "text",
    ["measures: {}", "- id: x", "measures:\n  - id: x", "measures:\n  - {id: x, title: {en: x}, of: y}",
     "measures:\n  - {id: x, title: {en: x}, of: [y], when: z}"],
)  # fmt: skip
def test_a_measures_file_that_is_none_names_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "measures.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RukhsaError) as error:
        read_measures("us", tmp_path)
    assert error.value.problems[0].file == "us/measures.yaml" and error.value.problems[0].line


def test_a_day_of_every_lane_agrees_with_the_fold(packs: dict[str, Pack]) -> None:
    """A lane is in force exactly when all that stands of it is in force under the default evidence."""
    found: Timeline = timeline(packs, "2024-01-01", "2027-06-30", TODAY, side="us", grade="company")
    pack = packs["us"]
    for day in ("2024-01-01", "2025-05-14", "2026-03-01", "2026-11-10", "2027-06-30"):
        folded = pack.on(day, pack.log.accepted(None, "company")).folded
        for lane in found.sides[0].lanes:
            names = lane.measure.provisions(pack.log)
            span = lane.on(day)
            standing = names & (folded.provisions.keys() | folded.suspended.keys())
            if span is None or span.state == "due":
                assert not names & folded.provisions.keys()
            else:
                assert standing
                assert (span.state == "suspended") <= (not names & folded.provisions.keys())
                assert (span.state == "in_force") <= (standing <= folded.provisions.keys())
