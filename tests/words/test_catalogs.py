"""Every message is there in both languages, says the same in both, and is said by something."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from babel import Locale

from rukhsa.decide.verdict import UNDETERMINED, VERDICTS
from rukhsa.law.model import ActKind, Grade, Kind, Mark, Policy, Verb
from rukhsa.words.messages import LANGUAGES, catalog, has_message, topics
from rukhsa.words.plural import plural_category

SOURCES = Path(__file__).parents[2] / "src" / "rukhsa"
MESSAGES = {key: message for topic in topics() for key, message in catalog(topic).items()}
ARABIC = re.compile("[\u0621-\u064a]")
PLACE = re.compile(r"\{(\w+)[^}]*\}")


def forms(message: dict[str, Any], lang: str) -> list[str]:
    """The sentence, or its plural forms."""
    return [message[lang]] if isinstance(message[lang], str) else list(message[lang].values())


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_has_words_in_every_language(key: str) -> None:
    message = MESSAGES[key]
    for lang in LANGUAGES:
        assert all(forms(message, lang)), lang
    if re.search("[A-Za-z]", PLACE.sub("", " ".join(forms(message, "en")))):
        assert all(ARABIC.search(form) for form in forms(message, "ar"))


@pytest.mark.parametrize("key", MESSAGES)
def test_no_language_drops_a_value_that_another_tells(key: str) -> None:
    message = MESSAGES[key]
    counted = {message.get("count")} - {None}
    told = {
        lang: {name for form in forms(message, lang) for name in PLACE.findall(form)} for lang in LANGUAGES
    }
    whole = {"fact", "value"} if "setting" in told["ar"] else set()  # a setting is its fact and value
    titled = {"title", "setting", "bound"}  # a title beside a name, and a country that is the one asked
    assert told["en"] - told["ar"] <= counted | whole | titled
    assert told["ar"] - told["en"] <= counted | titled


@pytest.mark.parametrize("key", [key for key, message in MESSAGES.items() if "count" in message])
def test_arabic_counts_as_arabic_does(key: str) -> None:
    """One, two, three to ten, eleven to ninety-nine and hundreds take different forms of the noun."""
    assert {"one", "two", "few", "many", "other"} <= set(MESSAGES[key]["ar"])
    assert "other" in MESSAGES[key]["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plural_categories_are_those_of_cldr(lang: str) -> None:
    plural = Locale(lang).plural_form
    assert [plural_category(n, lang) for n in range(1201)] == [plural(n) for n in range(1201)]
    assert plural_category("2.5", lang) == plural(2.5) == "other"


def said_keys() -> tuple[set[str], list[re.Pattern[str]]]:
    """Keys that the code says: those written out, and patterns of those put together."""
    exact: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if parts[0] is not None and parts[0].split(".")[0] in topics():
                    pattern = "".join(".+" if part is None else re.escape(part) for part in parts)
                    patterns.append(re.compile(pattern))
    return exact, patterns


def test_every_message_is_said_somewhere() -> None:
    exact, patterns = said_keys()
    own = {key for key in MESSAGES if key.startswith("argparse.")}  # said by argparse
    endings = {"_by", "_until", "_open"}
    helped = {f"help.{key}" for key in exact}
    unsaid = [
        key
        for key in MESSAGES
        if key not in exact | own | helped
        and not any(pattern.fullmatch(key) for pattern in patterns)
        and not any(key.endswith(end) and key.removesuffix(end) in exact for end in endings)
    ]
    assert unsaid == []


def test_every_key_that_the_code_writes_out_is_a_message() -> None:
    missing = []
    for file in SOURCES.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "rukhsa.words.messages" in text else ():
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            for key in ast.walk(node.args[0]):
                if node.func.id not in ("say", "help_") or not isinstance(key, ast.Constant):
                    continue
                whole = f"help.{key.value!s}" if node.func.id == "help_" else str(key.value)
                inside = isinstance(node.args[0], ast.JoinedStr | ast.Compare)
                if not inside and "." in whole and not has_message(whole):
                    missing.append(f"{file.name}:{node.lineno}: {whole}")
    assert missing == []


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("decision.verdict", [*VERDICTS, UNDETERMINED]),
        ("decision.headline", list(VERDICTS)),
        ("decision.short", [*VERDICTS, UNDETERMINED]),
        ("decision.policy", ["not_stated", *get_args(Policy)]),
        ("decision.grade", [*get_args(Grade), "hypothetical"]),
        ("decision.caution.grade", [grade for grade in get_args(Grade) if grade != "law"]),
        ("decision.mark", list(get_args(Mark))),
        ("law.mark", list(get_args(Mark))),
        ("law.verb", list(get_args(Verb))),
        ("law.kind", list(get_args(Kind))),
        ("law.act_kind", list(get_args(ActKind))),
    ],
)
def test_every_code_word_has_words(prefix: str, codes: list[str]) -> None:
    assert [code for code in codes if not has_message(f"{prefix}.{code}")] == []
