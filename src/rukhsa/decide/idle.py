"""Further acts that make no difference to a state of the law: told, so that silence is not taken for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rukhsa.decide.evaluate import State
from rukhsa.decide.steps import differing
from rukhsa.law.act import Act
from rukhsa.law.pack import Pack
from rukhsa.law.words import grade_name
from rukhsa.words.messages import Day, Message, say


def idle_words(
    packs: Mapping[str, Pack], states: Mapping[str, State], acts: Iterable[Act], *, days: bool = True
) -> Iterator[Message]:
    """The acts that do not count in a state, and those that count but change no answer on its day.

    Args:
        packs: the packs that are asked, with the acts.
        states: the state of each.
        acts: the further acts.
        days: also tell what changes no answer on the day; without it, only what does not count.
    """
    for act in acts:
        homes = [name for name, pack in packs.items() if act.name in pack.log.acts]
        counting = [name for name in homes if act.name in states[name].accepted(packs[name])]
        state = next(iter(states.values()))
        if homes and not counting:
            if state.known is not None and act.public > state.known:
                yield say("decision.idle.later", act=act.name, public=Day(act.public), known=Day(state.known))
            else:
                grade, accept = grade_name(act.grade), grade_name(state.accept)
                yield say("decision.idle.weak", act=act.name, grade=grade, accept=accept)
        elif days:
            changed = {kind for name in counting for kind in _changed(packs[name], states[name], act.name)}
            if not changed:
                yield say("decision.idle.still", act=act.name, day=Day(state.on))
            elif changed == {"warn"}:
                yield say("decision.idle.warns", act=act.name)


def _changed(pack: Pack, state: State, act: str) -> frozenset[str]:
    """The kinds of the provisions that an act makes another."""
    accepted = state.accepted(pack)
    with_it, without = pack.on(state.on, accepted), pack.on(state.on, accepted - {act})
    kinds = {
        (with_it if name in with_it.provisions else without).kind(name)
        for name in differing(without, with_it)
    }
    return frozenset(kinds | ({"save"} if without.saves != with_it.saves else set()))
