"""The fold: from the log to the law of one day. The one mechanism that everything else rests on.

A clause is *live* on a day when the day lies between its first and last day and no later live clause
undoes it. It is *masked* when it stands but has no effect: its act is suspended, or its compliance date
has not come. A doubtful last day makes an effect depend on a question, which is a fact of the case.
"""

from __future__ import annotations

from rukhsa.language.tree import All, AnyOf, Fact, Node, Not, at_date, conjunction
from rukhsa.law.act import TRUTH_KINDS, Body, Clause, beneath
from rukhsa.law.log import AS_OF, Log
from rukhsa.records import dataclass, field, replace

Conditions = tuple[Node, ...]  # all of them; none at all means firmly


@dataclass(frozen=True, slots=True)
class InForce:
    """A provision in force: its text, the clause that wrote it, and the tree as of the day."""

    body: Body
    clause: Clause
    tree: Node | None


@dataclass(frozen=True, slots=True)
class Suspended:
    """A provision that stands but is not in force, or not in this text: who says so, until when."""

    body: Body
    clause: Clause
    tree: Node | None
    by: tuple[Clause, ...]
    until: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt about a last day, which the case may settle."""

    name: str
    clause: Clause
    day: str


@dataclass(frozen=True, slots=True)
class Folded:
    """The law of one day.

    Attributes:
        since: other law, where it is known that the provisions in force differ from it in `changed` at most.
    """

    on: str
    provisions: dict[str, InForce]
    suspended: dict[str, Suspended]
    questions: dict[str, Question]
    since: Folded | None = field(default=None, repr=False, compare=False)
    changed: frozenset[str] = field(default=frozenset(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Status:
    """`live`, `masked` or `dead`; a live clause has effect when its conditions, which are questions, hold."""

    state: str
    when: Conditions = ()
    by: tuple[Clause, ...] = ()
    until: str | None = None
    due: str | None = None


_DEAD = _Status("dead")
_LIVE = _Status("live")


def fold(log: Log, on: str, accepted: frozenset[str]) -> Folded:
    """The law of the day `on` (ISO text) under the accepted acts."""
    return _Fold(log, on, accepted).run()


class _Fold:
    def __init__(self, log: Log, on: str, accepted: frozenset[str]) -> None:
        self.log = log
        self.on = on
        self.accepted = accepted
        self.questions: dict[str, Question] = {}
        self._statuses: dict[int, _Status] = {}

    def run(self) -> Folded:
        provisions: dict[str, InForce] = {}
        suspended: dict[str, Suspended] = {}
        holds = [clause for clause in self.log.upon_limbs if clause.verb == "suspend"]
        live_holds = [(clause, status) for clause in holds if (status := self.status(clause)).state == "live"]
        held = frozenset().union(*(self.log.beneath(clause.target) for clause, _ in live_holds))
        for name, writes in self.log.writes.items():
            plain = None if name in held or name in self.log.dated_limbs else self._plain(name, writes)
            if plain is not None and plain in self.log.plain_texts:
                known: InForce | None = self.log.plain_texts[plain]
                if known is not None:
                    provisions[name] = known
                continue
            text, shadow = self._set(writes) if self.log.kinds[name] == "set" else self._text(writes)
            here = [
                (clause, when)
                for clause, status in live_holds
                if name in self.log.beneath(clause.target)
                and (when := self._reach(name, None, clause, status)) is not None
            ]
            firm = [clause for clause, when in here if not when]
            doubtful = [when for _, when in here if when]
            if text is not None and not firm:
                provisions[name] = self._with_doubts(text, doubtful)
            if plain is not None:
                self.log.plain_texts[plain] = provisions.get(name)
                continue
            if shadow is not None:
                body, clause, status = shadow
                held_by = tuple(item for item, _ in here)
                if firm or text is None or _differ(text[0], body):
                    suspended[name] = Suspended(
                        body,
                        clause,
                        self._dated(clause),
                        held_by or status.by,
                        _latest([self._until(item)[0] for item in held_by]) if held_by else status.until,
                        status.due,
                    )
        return Folded(self.on, provisions, suspended, self.questions)

    def _plain(self, name: str, writes: tuple[Clause, ...]) -> tuple[str, tuple[bool, ...]] | None:
        """Which clauses write a provision, when nothing masks or doubts them: its text is then known."""
        simple = self.log.simple.get(name)
        if simple is not None:
            on, accepted = self.on, self.accepted
            return name, tuple([act in accepted and start <= on <= until for act, start, until in simple])
        live: list[bool] = []
        for clause in writes:
            status = self.status(clause)
            if status is not _LIVE and status is not _DEAD:
                return None
            live.append(status is _LIVE)
        return name, tuple(live)

    def status(self, clause: Clause) -> _Status:
        key = id(clause)  # the log holds its clauses as long as it lives
        if key not in self._statuses:
            self._statuses[key] = self._find_status(clause)
        return self._statuses[key]

    def _find_status(self, clause: Clause) -> _Status:
        if clause.act not in self.accepted or clause.start > self.on:
            return _DEAD
        # The last day that an amendment of a clause carries is the one it gives to that clause, not its own.
        until, doubt = (None, None) if _amends_clause(clause) else self._until(clause)
        if until is not None and self.on > until:
            return _DEAD
        when: Conditions = ()
        if doubt is not None and self.on > doubt:
            when = (Not(Fact(self._ask(clause, doubt))),)
        masks: list[Clause] = []
        last: list[str | None] = []
        for other in self.log.upon(clause):
            status = self.status(other)
            if status.state != "live":
                continue
            reach: Conditions | None = status.when
            if other.verb == "suspend":
                reach = self._reach(clause.target if clause.body else None, clause, other, status)
            if reach is None:
                continue
            if reach:
                when += (_not(reach),)
            elif other.verb == "rescind":
                return _DEAD
            else:
                masks.append(other)
                last.append(self._until(other)[0])
        if masks:
            return _Status("masked", when, tuple(masks), _latest(last))
        if clause.comply is not None and self.on < clause.comply:
            return _Status("masked", when, (clause,), None, clause.comply)
        return _Status("live", when) if when else _LIVE

    def _until(self, clause: Clause) -> tuple[str | None, str | None]:
        """The last day of a clause, as later live amendments leave it, and its doubt."""
        if clause.label is None:
            return clause.until, clause.doubt
        rank = self.log.rank(clause)
        for other in reversed(self.log.upon_acts.get(f"{clause.act}#{clause.label}", ())):
            if other.verb == "amend" and self.log.rank(other) > rank and self.status(other).state == "live":
                return self._until(other)
        return clause.until, clause.doubt

    def _reach(
        self, name: str | None, clause: Clause | None, suspension: Clause, status: _Status
    ) -> Conditions | None:
        """When a live suspension reaches the provision, or the clause; `None` if a resumption took it out."""
        rank = self.log.rank(suspension)
        when = status.when
        for resume in self.log.resumes:
            if self.log.rank(resume) <= rank or not self._takes_out(resume.target, name, clause, suspension):
                continue
            resumed = self.status(resume)
            if resumed.state != "live":
                continue
            if not resumed.when:
                return None
            when += (_not(resumed.when),)
        return when

    def _takes_out(self, target: str, name: str | None, clause: Clause | None, suspension: Clause) -> bool:
        """Whether a resumption of `target` speaks of the provision, the clause, or all that was suspended."""
        if name is not None and not self.log.is_act(target) and beneath(name, target):
            return True
        if clause is not None and (
            target == clause.act or (clause.label and target == f"{clause.act}#{clause.label}")
        ):
            return True
        return target == suspension.target

    def _text(
        self, writes: tuple[Clause, ...]
    ) -> tuple[tuple[Body, Clause, Node | None] | None, tuple[Body, Clause, _Status] | None]:
        """The text in force and the text that would be, were nothing masked."""
        text: tuple[Body, Clause, Node | None] | None = None
        shadow: tuple[Body, Clause, _Status] | None = None
        before = _DEAD
        for clause in writes:
            status = self.status(clause)
            if status.state == "dead":
                continue
            if clause.held == "keep" and status.state == "live":
                if before.state == "masked":
                    status = before
                elif before.state == "live":
                    status = replace(status, when=before.when + status.when)
            before = status
            if clause.body is None:
                if status.state == "live":
                    text = self._unless(status.when, text)
                shadow = None
                continue
            shadow = (clause.body, clause, status)
            if status.state == "live":
                text = (clause.body, clause, self._either(clause, clause.body, status.when, text))
        return text, shadow

    def _unless(
        self, when: Conditions, text: tuple[Body, Clause, Node | None] | None
    ) -> tuple[Body, Clause, Node | None] | None:
        """The text after a rescission that has effect only when its questions are answered so."""
        if not when or text is None:
            return None
        body, clause, tree = text
        return (body, clause, tree if tree is None else All((_not(when), tree)))

    def _either(
        self, clause: Clause, body: Body, when: Conditions, older: tuple[Body, Clause, Node | None] | None
    ) -> Node | None:
        """The tree of a text that has effect only if its questions are answered so."""
        tree = self._dated(clause)
        if not when or tree is None or body.kind not in TRUTH_KINDS:
            return tree
        now = All((*when, tree))
        if older is None or older[2] is None:
            return now
        return AnyOf((now, All((_not(when), older[2]))))

    def _with_doubts(self, text: tuple[Body, Clause, Node | None], doubtful: list[Conditions]) -> InForce:
        body, clause, tree = text
        if doubtful and tree is not None and body.kind in TRUTH_KINDS:
            tree = All((*(_not(when) for when in doubtful), tree))
        return InForce(body, clause, tree)

    def _set(
        self, writes: tuple[Clause, ...]
    ) -> tuple[tuple[Body, Clause, Node | None] | None, tuple[Body, Clause, _Status] | None]:
        text = self._members(writes, ("live",))
        if text is None:
            masked = self._members(writes, ("live", "masked"))
            return None, None if masked is None else (*masked, self.status(masked[1]))
        shadow = self._members(writes, ("live", "masked"))
        return (*text, None), None if shadow is None else (*shadow, self._mask(writes))

    def _mask(self, writes: tuple[Clause, ...]) -> _Status:
        masked = [status for clause in writes if (status := self.status(clause)).state == "masked"]
        return masked[-1] if masked else _LIVE

    def _members(self, writes: tuple[Clause, ...], states: tuple[str, ...]) -> tuple[Body, Clause] | None:
        found: tuple[Body, Clause] | None = None
        for clause in writes:
            if self.status(clause).state not in states:
                continue
            body = clause.body
            if body is None:
                found = None
            elif clause.verb == "impose" or found is None or body.members is not None or body.any:
                found = (
                    replace(body, members=(body.members or frozenset()) | body.add, add=frozenset()),
                    clause,
                )
            else:
                old = found[0]
                members = ((old.members or frozenset()) | body.add) - body.remove
                found = (replace(old, members=members), clause)
        return found

    def _dated(self, clause: Clause) -> Node | None:
        tree = clause.body.tree if clause.body is not None else None
        if tree is None or (clause.act, clause.index) not in self.log.dated:
            return tree
        return at_date(tree, AS_OF, self.on)

    def _ask(self, clause: Clause, day: str) -> str:
        name = f"question/{clause.id}"
        self.questions[name] = Question(name, clause, day)
        return name


def _differ(one: Body, other: Body) -> bool:
    return one is not other and one.deciding() != other.deciding()


def _not(when: Conditions) -> Node:
    """That the conditions do not all hold."""
    whole = conjunction(*when)
    return whole.child if isinstance(whole, Not) else Not(whole)


def _amends_clause(clause: Clause) -> bool:
    return clause.verb == "amend" and clause.body is None


def _latest(days: list[str | None]) -> str | None:
    """The last of several last days; `None` (without end) when one has none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
