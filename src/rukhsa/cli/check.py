"""`rukhsa check`: one case."""

from __future__ import annotations

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.words.messages import say

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load, read_overlays

    facts, parties = _facts(options)
    law = load()
    guard = law.vocabulary[ITEM_GUARD]
    if not options.item and not options.code and not facts.keys() & {ITEM_GUARD, guard.follows.get("fact")}:
        raise RukhsaError(
            Problem(
                say("errors.which_item"),
                field="item",
                fix=say("errors.which_item_fix"),
            )
        )
    if "destination" not in facts:
        raise RukhsaError(
            Problem(say("errors.which_country"), field="--to", fix=say("errors.which_country_fix"))
        )
    if options.code:
        from rukhsa.cli.candidates import decide

        return decide(options, facts, parties)
    acts = read_overlays(options.overlays)
    regime = law.on(
        options.on,
        known=options.known,
        accept=options.accept,
        overlays=acts,
        sides=options.sides or None,
    )
    decision = regime.decide(options.item, facts=facts, parties=parties, strict=options.strict)
    if options.format == "json":
        import json

        print(json.dumps(decision.to_data(), ensure_ascii=False, indent=2))
    else:
        print(decision.text(options.lang))
    if acts:
        from rukhsa.cli.notes import idle_told

        idle_told(options, regime.packs, dict.fromkeys(regime.packs, regime.state), acts)
    return 0


def _facts(options: argparse.Namespace) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was said of the case: a file first, then `--set`, then the named options."""
    facts: dict[str, Any] = {}
    parties: list[dict[str, Any]] = []
    if options.facts:
        facts, parties = _from_file(options.facts)
    problems: list[Problem] = []
    said: dict[str, str] = {}
    for word in options.sets:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            problems.append(
                Problem(
                    say("errors.unreadable_setting", word=word), field="--set", fix=say("errors.setting_fix")
                )
            )
            continue
        name = name.strip()
        if name in said and said[name] != value.strip():
            problems.append(
                Problem(
                    say("errors.given_twice", name=name, one=said[name], other=value.strip()), field="--set"
                )
            )
        said[name] = value.strip()
    named = {
        "origin": options.origin,
        "destination": options.destination,
        "exporter": options.exporter,
        "party": options.party,
        "party_hq": options.party_hq,
        "party_parent": options.party_parent,
        "end_use": options.end_use,
    }
    for name, value in named.items():
        if value is None:
            continue
        if said.get(name, value) != value:
            problems.append(
                Problem(say("errors.given_twice", name=name, one=said[name], other=value), field="--set")
            )
        said[name] = value
    fail_on(problems)
    return {**facts, **said}, parties


def _from_file(file: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    from pathlib import Path

    from rukhsa.law.source import read_file

    path = Path(file)
    sources = read_file(path)
    data = sources[0].data if sources else {}
    if not isinstance(data, dict):
        raise RukhsaError(Problem(say("errors.facts_no_mapping"), str(path)))
    parties = data.pop("parties", None) or []
    if not isinstance(parties, list) or not all(isinstance(party, dict) for party in parties):
        raise RukhsaError(sources[0].problem(("parties",), say("errors.parties_no_list")))
    for name, value in data.items():
        if isinstance(value, dict | list):
            raise RukhsaError(sources[0].problem((name,), say("errors.fact_no_value")))
    return data, parties
