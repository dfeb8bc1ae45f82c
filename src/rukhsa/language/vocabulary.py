"""The vocabulary: the facts that conditions may read, and how their values are read from text.

A value is `bool`, `Decimal` or `str` (countries are ISO codes, dates ISO text, names ids); a fact
without a value is unknown. Nothing here knows what a fact means to the law.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from rukhsa.errors import Problem, RukhsaError
from rukhsa.hints import Any, Literal
from rukhsa.language.names import OTHER, Names, Resemblance, fold_name
from rukhsa.once import cached_property
from rukhsa.patterns import pattern
from rukhsa.records import dataclass, field, fields, replace
from rukhsa.words.messages import Message, Typed, say, series
from rukhsa.words.units import unit_name

FactType = Literal["truth", "number", "text", "country", "date", "name"]
About = Literal["item", "route", "party", "line", "question"]
Value = bool | Decimal | str

MOST_DIGITS = 30
PERCENT = ("%", "percent")
_TRUE = {"true", "yes", "y", "1", "نعم", "صحيح", "是", "有"}
_FALSE = {"false", "no", "n", "0", "لا", "خطأ", "否", "无", "無"}
SAID_UNKNOWN = frozenset({"unknown", "?", "غير معروف", "مجهول"})
_UNKNOWN = SAID_UNKNOWN | {""}
# What tables write where nobody is named (`N.A.`, `<NA>` and `#N/A` are one once they are folded).
_NOBODY = (
    "nan;na;n/a;nat;null;nil;none;undefined;unspecified;not specified;blank;tbd;tba;tbc;to be determined;"
    "to be advised;to be announced;to be confirmed;not known;not applicable;not available;no data;"
    "unknown party;unknown company;yes;no;true;false;various;as above;same as above;ditto;to order;see above;"
    "see below;see annex;see attached;see attachment;see invoice;see order;see contract;see list;per invoice;"
    "as per invoice;per contract;as per contract;as agreed;confidential;redacted;withheld;dummy;placeholder;"
    "غير محدد;غير معلوم;غير معروفة;غير متوفر;غير متاح;لا يوجد;لا أعلم;لا ينطبق;يحدد لاحقاً;بلا;نعم;لا;"
    "انظر المرفق;انظر الملحق;حسب العقد;حسب الفاتورة;سري;"
    "未知;不明;不详;不詳;无;無;待定;不适用;暂无;见附件;详见附件;保密;siehe Anlage;unbekannt;keine;k.A.;inconnu;néant;desconocido"
)
_CODE_OR_MISSING = frozenset({"na"})  # the code of a country, and what tables write for a missing value
_SHEET_ERROR = pattern(r"(?i)#[A-Z0-9/]+[!?]|0+|x{2,}")  # also zeros and crosses, which are nobody's name
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_SIGNS = str.maketrans({"\u200e": "", "\u200f": "", "\u2212": "-", "\u00a0": " "})
_NUMBER = pattern(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_BETWEEN = pattern(r"[\s()]+")
# A code's head, and the steps of a paragraph under it, letters and numbers in turn, with or without points.
_CODE = pattern(r"(\d+[A-Za-z]\d+)\.?([A-Za-z](?:\.?\d{1,2}(?:\.?(?:[A-Za-z]|[ivxIVX]{2,5}))?)*)")
_STEP = pattern(r"\d+|[A-Za-z]+")
_AMOUNT = pattern(
    r"([~≈≥>]?) ?(\d[\d.,]*) ?(?:%|percent|wt\.? ?%|% ?by weight|% ?w/w|ppm|mg/kg)?"
)  # not `<`: a limit
_GROUPED = pattern(r"[+-]?\d{1,3}([,٬']\d{3})+(\.\d*)?")

_BOUNDS = ("min", "max", "doubtful_below")


@dataclass(frozen=True, slots=True)
class FactDef:
    """One fact: its type, unit, meaning, and what practice presumes when nobody says otherwise.

    Attributes:
        amounts: a truth that a share or an amount answers too: yes where it is above zero, whatever its unit.
        max: the greatest number that such a thing can have: one above it was meant in another unit.
        doubtful_below: a number between 0 and this one needs its unit: of a percentage it may be meant as a share of 1.
    """

    name: str
    type: FactType
    about: About
    title: Mapping[str, str]
    where: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    min: Decimal | None = None
    values: tuple[str, ...] = ()
    presume: Value | None = None
    running: bool = False
    doubtful_below: Decimal | None = None
    max: Decimal | None = None
    amounts: bool = False
    letters: str | None = None
    follows: Mapping[str, Any] = field(default_factory=dict)
    implies: Mapping[str, bool | None] = field(default_factory=dict)
    pack: str = ""

    def followed(self, facts: Mapping[str, Value]) -> Value | None:
        """The value that another stated fact gives this one, where the vocabulary says so.

        `follows: {fact, when, none, else}`: for cases of the kinds in `when`, the head of the other fact (up
        to its first point) is this fact's value if it is one of `values`; heads in `none` say nothing;
        any other gives `else`. `follows: {fact, when, gives, else}`: the value that `gives` names for the other
        fact's, else that of `else`, or none. With `must: true` a case that states both otherwise is refused.
        """
        other = facts.get(self.follows.get("fact", ""))
        if not isinstance(other, str):
            return None
        for name, kinds in self.follows.get("when", {}).items():
            if facts.get(name) not in kinds:
                return None
        if "gives" in self.follows:
            given = self.follows["gives"].get(other, self.follows.get("else"))
            if given is None:
                return None
            return str(given).lower() == "true" if self.type == "truth" else str(given)
        head = other.partition(".")[0]
        if head in self.values and head != self.presume:
            return head
        return None if head in self.follows.get("none", ()) else str(self.follows["else"])

    def to_data(self) -> dict[str, Any]:
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        for name in _BOUNDS:
            data[name] = None if data[name] is None else str(data[name])
        if isinstance(self.presume, Decimal):
            data["presume"] = str(self.presume)
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> FactDef:
        data = dict(data)
        data["values"] = tuple(data["values"])
        for name in _BOUNDS:
            data[name] = None if data.get(name) is None else Decimal(data[name])
        if data["type"] == "number" and data["presume"] is not None:
            data["presume"] = Decimal(data["presume"])
        return cls(**data)


class Vocabulary(Mapping[str, FactDef]):
    """Facts by name, and the names of companies that text facts of type `name` may take."""

    def __init__(self, facts: Iterable[FactDef], names: Names | None = None) -> None:
        known = {fact.name: fact for fact in facts}
        self._set(
            known,
            names or Names({}),
            {fact.name: fact.presume for fact in known.values() if fact.presume is not None},
            [fact.name for fact in known.values() if fact.follows],
            tuple(fact.name for fact in known.values() if fact.implies),
            frozenset(fact.name for fact in known.values() if fact.about == "party"),
            {fact.name: fact.min for fact in known.values() if fact.type == "number"},
        )

    @classmethod
    def of_lines(cls, *known: Any) -> Vocabulary:
        """A vocabulary of which somebody kept what is worked out of its facts (`_set` says what)."""
        made = cls.__new__(cls)
        made._set(*known)
        return made

    def _set(
        self,
        facts: Mapping[str, FactDef],
        names: Names,
        presumed: dict[str, Value],
        following: Sequence[str],
        implying: tuple[str, ...],
        party_facts: frozenset[str],
        numbers: Mapping[str, Decimal | None],
    ) -> None:
        self._facts = facts
        self.names = names
        self.presumed = presumed
        self.presumed_of_parties = {name: value for name, value in presumed.items() if name in party_facts}
        self.presumed_of_order = {name: value for name, value in presumed.items() if name not in party_facts}
        self._presumptions: dict[int, frozenset[tuple[str, int | None]]] = {}
        self._following = following
        self.implying = implying
        self.party_facts = party_facts
        self.numbers = numbers

    @cached_property
    def following(self) -> tuple[FactDef, ...]:
        """The facts that another stated fact gives a value."""
        return tuple(self._facts[name] for name in self._following)

    def is_stranger(self, fact: str, value: Value) -> bool:
        """Whether a value is a name that nobody knows, of a fact that nobody presumes.

        Whoever the law names may bear such a name too: that it is another is only presumed. `other` says it.
        """
        return self.asks_who(fact) and value != OTHER and not self.names.knows(str(value))

    def asks_who(self, fact: str) -> bool:
        """Whether a fact of an order is a name of which nothing is presumed."""
        if fact not in self._facts:  # a question of law
            return False
        known = self._facts[fact]
        return known.type == "name" and known.about != "party" and known.presume is None

    def presumptions(self, parties: int) -> frozenset[tuple[str, int | None]]:
        """Every presumed fact of a case: (fact, `None`), or (fact, party) for each of so many parties."""
        if parties not in self._presumptions:
            own = {(name, index) for name in self.presumed_of_parties for index in range(parties)}
            self._presumptions[parties] = frozenset({(name, None) for name in self.presumed_of_order} | own)
        return self._presumptions[parties]

    def __getitem__(self, name: str) -> FactDef:
        return self._facts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Known facts that are spelled like `name`."""
        from difflib import get_close_matches

        return tuple(get_close_matches(name.lower(), self._facts, n=3, cutoff=0.6))

    def require(self, name: str, file: str | None = None, line: int | None = None) -> FactDef:
        """The fact, or an error that names its neighbors."""
        if name in self._facts:
            return self._facts[name]
        near = self.nearest(name)
        fix = (
            say("errors.did_you_mean", names=series(map(Typed, near)))
            if near
            else say("errors.see_vocabulary")
        )
        raise RukhsaError(Problem(say("errors.unknown_fact", fact=name), file, line, name, fix))

    def read(self, name: str, raw: object, file: str | None = None, line: int | None = None) -> Value | None:
        """Read one value of a fact; `None` when it is said to be unknown.

        Raises:
            RukhsaError: the value is not of the fact's type, unit or allowed values.
        """
        fact = self.require(name, file, line)
        if raw is None:
            return None
        if isinstance(raw, float) and math.isnan(raw):
            raise RukhsaError(Problem(say("errors.nan"), file, line, name, say("errors.nan_fix")))
        if isinstance(raw, float):
            raw = repr(raw)
        try:
            return _read(fact, raw, self.names)
        except _Refused as refused:
            problem = refused.problems[0]
            raise RukhsaError(replace(problem, file=file, line=line, field=name)) from None


class _Refused(RukhsaError):
    """A value that cannot be read: why, and what to write instead; who knows where it stands says so."""

    def __init__(self, message: Message, fix: Message | None = None) -> None:
        super().__init__(Problem(message, fix=fix))


def _unreadable(fact: FactDef, text: str, fix: Message | None = None) -> _Refused:
    return _Refused(say("errors.unreadable_value", text=_clip(text), expected=expected(fact)), fix)


def _read(fact: FactDef, raw: object, names: Names) -> Value | None:
    if isinstance(raw, bool):
        if fact.type != "truth":
            raise _unreadable(fact, str(raw))
        return raw
    if isinstance(raw, Decimal | int):
        raw = str(raw)
    if not isinstance(raw, str):
        kind = type(raw).__name__
        raise _Refused(say("errors.unreadable_kind", kind=kind, expected=expected(fact)))
    text = raw.translate(_SIGNS).strip()
    if text.lower() in _UNKNOWN:
        return None
    match fact.type:
        case "truth":
            return _read_truth(fact, text)
        case "number":
            return read_number(text, fact)
        case "date":
            return _read_date(fact, text)
        case "country":
            return _read_country(fact, text)
        case "name":
            return _read_name(fact, text, names)
        case "text":
            return _read_text(fact, text)


def says_unknown(raw: object) -> bool:
    """Whether a value says in so many words that the fact is unknown; an empty one says nothing."""
    return isinstance(raw, str) and raw.translate(_SIGNS).strip().lower() in SAID_UNKNOWN


def expected(fact: FactDef) -> Message:
    """What a value of the fact looks like, in words."""
    match fact.type:
        case "truth":
            return say("errors.expected.truth")
        case "number":
            if fact.unit:
                return say("errors.expected.number_in", unit=unit_name(fact.unit))
            return say("errors.expected.number")
        case "date":
            return say("errors.expected.date")
        case "country":
            return say("errors.expected.country")
        case "name":
            return say("errors.expected.name")
        case "text":
            if fact.values:
                return say("errors.expected.one_of", values=fact.values)
            return say("errors.expected.text")


def _read_truth(fact: FactDef, text: str) -> bool:
    low = text.translate(_DIGITS).lower()
    if low in _TRUE:
        return True
    if low in _FALSE:
        return False
    if fact.amounts and (match := _AMOUNT.fullmatch(low)):
        sign, amount = match.groups()
        if any(digit in amount for digit in "123456789"):
            return True
        if sign in ("", ">"):  # about nothing, or at least nothing, says neither
            return sign == ">"
    raise _unreadable(fact, text)


def read_number(text: str, fact: FactDef) -> Decimal:
    """An exact decimal: digits of either script, a decimal point, and the fact's own unit or none.

    Raises:
        RukhsaError: it is no such number.
    """
    plain = text.translate(_DIGITS)
    match = _NUMBER.match(plain)
    if match is None:
        raise _unreadable(fact, text)
    rest = plain[match.end() :].strip()
    if rest and not _same_unit(rest, fact.unit or ""):
        if rest[0] in ",٬'":
            raise _Refused(say("errors.grouped_number", text=_clip(text)), _ungrouped(plain))
        raise _unreadable(fact, text, say("errors.no_unit"))
    try:
        number = Decimal(match.group())
    except InvalidOperation:
        raise _unreadable(fact, text) from None
    if len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS * 2:
        raise _Refused(say("errors.too_many_digits", text=_clip(text), most=MOST_DIGITS))
    if fact.min is not None and number < fact.min:
        least = str(fact.min)
        raise _Refused(say("errors.below_least", text=_clip(text), least=least, title=fact.title))
    if fact.max is not None and number > fact.max:
        most = str(fact.max)
        raise _Refused(say("errors.above_most", text=_clip(text), most=most, title=fact.title))
    if fact.doubtful_below is not None and 0 < number < fact.doubtful_below and not rest:
        share, whole = f"{number.normalize():f}%", f"{(100 * number).normalize():f}"
        raise _Refused(
            say("errors.doubtful", text=_clip(text)), say("errors.doubtful_fix", share=share, whole=whole)
        )
    return number


def _same_unit(text: str, unit: str) -> bool:
    given, own = text.casefold(), unit.casefold()
    return given == own or (given in PERCENT and own in PERCENT)


def _ungrouped(text: str) -> Message:
    """How a number with separators is written: which of two readings is meant is not guessed."""
    bare = "".join(char for char in text if char not in ",٬'")
    if _GROUPED.fullmatch(text):
        return say("errors.if_thousands", bare=bare)
    return say("errors.if_decimals", decimal=text.replace(",", "."), bare=bare)


def _read_date(fact: FactDef, text: str) -> str:
    plain = text.translate(_DIGITS)
    if not is_day(plain):
        raise _unreadable(fact, text)
    return plain


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as ISO text, `YYYY-MM-DD`.

    Example:
        >>> is_day("2024-02-29"), is_day("2025-02-29"), is_day("20250228")
        (True, False, False)
    """
    digits = text[:4] + text[5:7] + text[8:]
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not (digits.isascii() and digits.isdigit()):
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leaps else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year > 0 and 0 < month <= 12 and 0 < day <= days[month - 1]


def _read_country(fact: FactDef, text: str) -> str:
    from rukhsa.language.countries import country_code, country_name, nearest_countries

    code = country_code(text)
    if code is None:
        near = nearest_countries(text)
        fix = say("errors.did_you_mean", names=near) if near else say("errors.for_example_country")
        raise _Refused(say("errors.no_country", text=_clip(text)), fix)
    if text.strip().lower() in _CODE_OR_MISSING:
        name = {lang: country_name(code, lang) for lang in ("en", "ar")}
        known = say("errors.country_or_missing", text=_clip(text), country=name)
        raise _Refused(known, say("errors.country_or_missing_fix", country=name))
    return code


def _read_name(fact: FactDef, text: str, names: Names) -> str | None:
    folded = fold_name(text)
    if folded in _nobody() or _SHEET_ERROR.fullmatch(text.translate(_DIGITS)):
        raise _Refused(say("errors.missing_name", text=_clip(text)), say("errors.missing_name_fix"))
    if not folded:
        raise _unreadable(fact, text, say("errors.write_unknown"))
    found = names.find(text)
    if isinstance(found, Resemblance):
        near = series(map(Typed, found.ids))
        raise _Refused(
            say("errors.resembles", text=_clip(text), names=near), say("errors.resembles_fix", names=near)
        )
    return found


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(fold_name, _NOBODY.split(";")))


def _read_text(fact: FactDef, text: str) -> str:
    if not fact.values:
        return _in_letters(text, fact)
    low = text.lower().replace(" ", "_")
    by_low = {value.lower(): value for value in fact.values}
    if low in by_low:
        return by_low[low]
    raise _unreadable(fact, text)


def _in_letters(text: str, fact: FactDef) -> str:
    """Text in the letters that its fact is written in: `lower`, or `code` (a code's head is capital: 3B001.f.1).

    Of a code the name of the fact before it is left out, and points that were not written are put in: `ECCN 3B001f1`.
    """
    if fact.letters == "lower":
        return text.lower()
    if fact.letters == "code":
        first, _, others = text.partition(" ")
        own = others.strip() if others and first.casefold().rstrip(":") == fact.name else text
        if match := _CODE.fullmatch(_BETWEEN.sub("", own)):
            head, tail = match.groups()
            return ".".join((head.upper(), *_STEP.findall(tail.lower())))
        head, point, rest = own.partition(".")  # what else stands there makes it another code
        return head.upper() + point + rest.lower()
    return text


def _clip(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
