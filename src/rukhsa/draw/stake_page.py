"""The page of the options: the picture, and beneath it every figure in tables with the lines that make it up."""

from __future__ import annotations

from rukhsa.draw.page import folded, page, table, words
from rukhsa.draw.stake import stake_spec
from rukhsa.draw.timeline import Frame
from rukhsa.stake.lines import CLASSES
from rukhsa.stake.money import shown
from rukhsa.stake.outcome import Stake, value_of
from rukhsa.stake.text import cautions, stake_text
from rukhsa.stake.words import kind_words, lines_words, money_words
from rukhsa.words.messages import FSI, PDI, RLI, said, say

_NARROW = (  # windows of fewer pixels: phones, tablets, half a screen
    (720, Frame(254, above=True)),
    (1000, Frame(580, above=True)),
    (1340, Frame(820, above=True)),
)


def stake_page(stake: Stake, scripts: str, lang: str = "en") -> str:
    """One HTML file with everything in it."""
    told = "".join(f"<li>{words(_told(caution, lang), lang)}</li>" for caution in cautions(stake))
    below = [f"<h2>{words(_told(say('stake.cautions'), lang), lang)}</h2><ul>{told}</ul>"]
    below += [_values(stake, currency, lang) for currency in stake.currencies]
    below.append(folded(_told(say("stake.why"), lang), _why(stake, lang), lang))
    lines = stake_text(stake, lang).replace("&", "&amp;").replace("<", "&lt;")
    whole = f'<pre style="font-size:.8rem;overflow-x:auto;white-space:pre">{lines}</pre>'
    below.append(folded(_told(say("stake.whole"), lang), whole, lang))
    return page(
        _told(stake.options.title or say("stake.title"), lang),
        [_told(say("stake.picture.about"), lang)],
        stake_spec(stake, lang, heading=False),
        scripts,
        lang,
        narrow=[(least, stake_spec(stake, lang, heading=False, frame=frame)) for least, frame in _NARROW],
        below="\n".join(below),
    )


def _told(value: object, lang: str) -> str:
    """Plain words: the page isolates by itself what is not of its language."""
    text = said(value, lang)
    for sign in (FSI, PDI, RLI):
        text = text.replace(sign, "")
    return text


def _values(stake: Stake, currency: str, lang: str) -> str:
    total = shown(stake.outcomes[0].total[currency])
    title = (
        say("stake.value_in", currency=currency, total=total)
        if currency
        else say("stake.value_bare", total=total)
    )
    heads = [say("stake.option"), *(say(f"stake.class.{klass}") for klass in CLASSES), say("stake.levy_due")]
    rows = []
    for outcome in stake.outcomes:
        amounts = [outcome.value(klass).get(currency) for klass in CLASSES]
        amounts.append(outcome.levied().get(currency))
        rows.append([_told(outcome.option.title, lang), *(shown(a) if a else "–" for a in amounts)])
    told = table([_told(head, lang) for head in heads], rows, lang)
    return f"<h2>{words(_told(title, lang), lang)}</h2>{told}"


def _why(stake: Stake, lang: str) -> str:
    rows = [
        [
            _told(value, lang)
            for value in (
                outcome.option.title,
                say(f"stake.ships.{klass}"),
                kind_words(kind),
                money_words(value_of(lines)),
                lines_words(lines),
            )
        ]
        for outcome in stake.outcomes
        for klass, kinds in outcome.kinds.items()
        for kind, lines in kinds.items()
    ]
    heads = ("stake.option", "stake.head.may", "stake.head.because", "stake.head.value", "stake.head.lines")
    return table([_told(say(head), lang) for head in heads], rows, lang)
