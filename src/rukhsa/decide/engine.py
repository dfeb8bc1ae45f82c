"""The law as a whole: every pack, and the regime of a day under which cases are decided."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from rukhsa.cache import Lines, keeps, kept, kept_before, key_of, one_line, read_line
from rukhsa.catalog.items import Catalog, load_catalog
from rukhsa.decide.case import Case, read_case
from rukhsa.decide.decision import Decision
from rukhsa.decide.side import Side, State
from rukhsa.digest import sha256
from rukhsa.errors import Problem, RukhsaError
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.language.vocabulary import Vocabulary, is_day
from rukhsa.law.act import Act
from rukhsa.law.pack import Pack, pack_names
from rukhsa.law.terms import GRADES
from rukhsa.law.together import Bundled, check_together, vocabulary_of
from rukhsa.once import cached_property
from rukhsa.words.messages import Day, say, series

if TYPE_CHECKING:
    import datetime

Overlay = os.PathLike[str] | str | Act


class Law:
    """Packs of acts and the catalog of items."""

    def __init__(self, packs: Mapping[str, Pack], catalog: Catalog | None = None) -> None:
        self.packs = packs if isinstance(packs, Bundled) else dict(packs)
        self._catalog = catalog

    @cached_property
    def catalog(self) -> Catalog:
        return self._catalog or load_catalog()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts of every pack, and the names that any of them knows."""
        packs = self.packs
        return packs.vocabulary if isinstance(packs, Bundled) else vocabulary_of(packs.values())

    def on(
        self,
        date: str | datetime.date,
        *,
        known: str | datetime.date | None = None,
        accept: str = "company",
        overlays: Iterable[Overlay] = (),
        sides: Iterable[str] | None = None,
    ) -> Regime:
        """The regime of a day.

        A pack that begins after the day, or after the day of knowledge, is left out, and every decision says so: what
        was law before it begins is not known.

        Args:
            date: the day whose law is wanted.
            known: only acts public by this day; everything bundled when absent.
            accept: the weakest evidence that counts: law, official, company, announced or reported.
            overlays: further acts (files of the act schema, or acts), in order.
            sides: ask these packs only, by name; all of them when absent.

        Raises:
            RukhsaError: a date, grade, side or overlay that cannot be read; a day that no pack asked reaches.
        """
        if accept not in GRADES:
            raise RukhsaError(
                Problem(
                    say("errors.unknown_grade", grade=accept),
                    field="accept",
                    fix=say("errors.use_one_of", values=tuple(GRADES)),
                )
            )
        day = read_day(date, "on")
        asked = self._asked(sides)
        public = None if known is None else read_day(known, "known")
        reached = [name for name in asked if self.packs[name].begins <= min(day, public or day)]
        if not reached:
            early = public is not None and public < day
            begins = series(
                say("errors.pack_begins", pack=name, day=Day(self.packs[name].begins)) for name in asked
            )
            raise RukhsaError(
                Problem(
                    say("errors.before_packs", day=Day(public if early and public else day), packs=begins),
                    field="known" if early else "on",
                    fix=say("errors.before_pack_fix"),
                )
            )
        packs = self.packs_with(overlays)
        state = State(day, public, accept)
        left_out = {name: self.packs[name] for name in asked if name not in reached}
        return Regime(self, {name: packs[name] for name in reached}, state, left_out)

    def packs_with(self, overlays: Iterable[Overlay]) -> Mapping[str, Pack]:
        """The packs with further acts.

        Raises:
            RukhsaError: an overlay that cannot be read, that is not sound, or that speaks of no pack.
        """
        given = list(overlays)
        if not given:
            return self.packs
        key = self._key_with(given)
        acts = None if key is None else kept_before("overlays", key, _read_kept)
        if acts is None:
            acts = read_overlays(given)
            self._check_overlays(acts, {name: pack.with_acts(acts) for name, pack in self.packs.items()})
            if key is not None:  # who tries them again need not read and check them again
                data = [act.to_data() for act in acts]
                kept("overlays", key, lambda: data, list)
        packs = {name: pack.with_acts(acts) for name, pack in self.packs.items()}
        for name, pack in packs.items():
            if key is not None and pack is not self.packs[name]:
                pack.log.memo["key"] = sha256(f"{name} {key}")
        return packs

    def _key_with(self, overlays: Sequence[Overlay]) -> str | None:
        """What the cache knows the bundled packs by, together with these acts; `None` if it cannot."""
        packs = self.packs
        if not isinstance(packs, Bundled) or not keeps():
            return None
        parts = [packs.key]
        for overlay in overlays:
            if isinstance(overlay, Act):
                parts.append(one_line(overlay.to_data()))
            elif os.path.isfile(overlay):
                parts.append(f"{os.fspath(overlay)} {key_of([overlay])}")
            else:
                return None
        return sha256("\n".join(parts))

    def _asked(self, sides: Iterable[str] | None) -> tuple[str, ...]:
        """The packs that are asked, in their own order."""
        if sides is None:
            return tuple(self.packs)
        named = {sides} if isinstance(sides, str) else set(sides)
        fix = say("errors.use_one_of", values=tuple(self.packs))
        unknown = sorted(named - self.packs.keys())
        if unknown or not named:
            what = [say("errors.no_side", side=name) for name in unknown] or [say("errors.no_side_asked")]
            raise RukhsaError(*(Problem(text, field="side", fix=fix) for text in what))
        return tuple(name for name in self.packs if name in named)

    def _check_overlays(self, acts: Sequence[Act], packs: Mapping[str, Pack]) -> None:
        from rukhsa.law.check import check_overlays, found_before

        problems = [problem for pack in self.packs.values() for problem in check_overlays(list(acts), pack)]
        taken = {act for pack in packs.values() for act in pack.log.acts}
        problems += [
            Problem(say("errors.act_of_nothing", act=act.name), act.file, 1, "does")
            for act in acts
            if act.name not in taken
        ]
        if after := check_together(packs, frozenset(act.name for act in acts)):
            key = self.packs.key if isinstance(self.packs, Bundled) else None
            before = set(found_before("together", key, lambda: check_together(self.packs)))
            problems += [problem for problem in after if problem not in before]
        if problems:
            raise RukhsaError(*problems)


class Regime:
    """The law of one day on every side that is asked: immutable, known by the hash of what decides.

    Attributes:
        packs: the packs that are asked and reach the day.
        left_out: the packs that are asked and begin later.
    """

    def __init__(
        self, law: Law, packs: Mapping[str, Pack], state: State, left_out: Mapping[str, Pack] | None = None
    ) -> None:
        self.law = law
        self.packs = packs
        self.state = state
        self.left_out = left_out or {}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the hashes of all sides."""
        parts = [
            f"{name}:{pack.on(self.state.on, self.state.accepted(pack)).hash}"
            for name, pack in sorted(self.packs.items())
        ]
        return sha256("\n".join(parts))

    def case(
        self,
        item: str | None = None,
        *,
        parties: Sequence[Mapping[str, Any]] | None = None,
        facts: Mapping[str, Any] | None = None,
        file: str | None = None,
        line: int | None = None,
        called: Sequence[Mapping[str, str]] = (),
        **given: Any,
    ) -> Case:
        """Read a case; see `decide` and `read_case`."""
        whole = {**(facts or {}), **{name: value for name, value in given.items() if value is not None}}
        return read_case(
            self.law.vocabulary,
            self.law.catalog if item else None,
            whole,
            parties,
            item=item,
            file=file,
            line=line,
            called=called,
        )

    def decide(
        self,
        item: str | None = None,
        *,
        parties: Sequence[Mapping[str, Any]] | None = None,
        facts: Mapping[str, Any] | None = None,
        strict: bool = False,
        **given: Any,
    ) -> Decision:
        """Decide one case.

        Args:
            item: a name of the catalog; or describe the item by facts.
            parties: the parties of the order, each a mapping of party facts.
            facts: further facts by name.
            strict: presume nothing.
            **given: facts by name (`origin`, `destination`, `exporter`, `end_use`, `tpp` ...), and for one
                party `party`, `party_hq` (headquarters, the ultimate parent's included unless
                `party_parent` says otherwise), `party_parent`, `party_role`.

        Example:
            >>> import rukhsa
            >>> regime = rukhsa.load().on("2025-05-01")
            >>> regime.decide(
            ...     "NVIDIA H20", exporter="NVIDIA", origin="US", destination="CN", party_hq="CN"
            ... ).verdict
            'license_required'
        """
        return self.decide_case(self.case(item, parties=parties, facts=facts, **given), strict=strict)

    def decide_case(self, case: Case, *, strict: bool = False) -> Decision:
        """Decide a case that was read before."""
        sides = [Side(pack, self.state, case, strict=strict) for pack in self.packs.values()]
        state = self.state
        return Decision(case, sides, state.on, state.known, state.accept, lambda: self.hash, self.left_out)


def _read_kept(lines: Lines) -> list[Act]:
    return [Act.from_data(act) for act in read_line(lines[0])]


def load(packs: Iterable[str] | None = None) -> Law:
    """The bundled packs (or some of them) and the catalog."""
    bundled = pack_names()
    named = bundled if packs is None else tuple(packs)
    unknown = [name for name in named if name not in bundled]
    if unknown or not named:
        fix = say("errors.use_some_of", values=tuple(bundled))
        what = [say("errors.no_pack", pack=name) for name in unknown] or [say("errors.no_pack_named")]
        raise RukhsaError(*(Problem(text, field="packs", fix=fix) for text in what))
    return Law(Bundled(named))


def read_day(value: str | datetime.date, field: str) -> str:
    """A calendar day as ISO text; `today` is allowed."""
    if not isinstance(value, str):
        return value.isoformat()
    text = value.strip().translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    if text == "today":
        import datetime

        return datetime.date.today().isoformat()
    if not is_day(text):
        raise RukhsaError(
            Problem(say("errors.no_date", text=text[:40]), field=field, fix=say("errors.no_date_fix"))
        )
    return text


def read_overlays(overlays: Iterable[Overlay]) -> list[Act]:
    """Acts from files (or acts as they are), in order."""
    acts: list[Act] = []
    for overlay in overlays:
        if isinstance(overlay, Act):
            acts.append(overlay)
        else:
            from pathlib import Path

            from rukhsa.law.read import read_acts

            acts.extend(read_acts([Path(overlay)]))
    return acts
