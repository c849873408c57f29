"""A bar's server in small, for the projection's histories: stock, numbers, doors, epochs, backups and a feed.

After ``sql/code/logic/submit.sql`` and ``sale.sql``: a command that moves no stock takes no revision, a refusal at the
counter ends its batch, a refused number may come again by the served door, an id is booked once whatever its number.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.errors import Rejected
from app.sync.base import FeedMessage
from app.sync.ports import (
    Answer,
    Door,
    Envelope,
    Json,
    JsonObject,
    Outcome,
    PulseAnswer,
    Seen,
    SubmitAnswer,
)

Stock = Mapping[str, int]
PRODUCTS = ("a", "b", "c")


@dataclass(slots=True)
class Kept:
    """What the server keeps of one number."""

    sha256: object
    id: str
    outcome: Outcome
    is_first: bool
    """Whether its id took effect by this number; else its outcome is that of an earlier one."""


@dataclass(slots=True)
class Timeline:
    """What was ever true in one epoch: the stock at each revision, and at which revision each id took effect.

    A server that was restored in silence has two of them under one epoch, until somebody notices.
    """

    stock: dict[int, dict[str, int]]
    landed: dict[str, int | None] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """Everything that a backup holds."""

    epoch: str = "epoch-1"
    past_epochs: tuple[str, ...] = ()
    ledger: str = ""
    """The one that was opened last: reads are answered for it."""
    rev: int = 0
    sales: int = 0
    stock: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PRODUCTS, 6))
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PRODUCTS, 0))
    books: dict[str, dict[int, Kept]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    by_id: dict[str, Outcome] = field(default_factory=dict)
    taken: dict[str, dict[str, int]] = field(default_factory=dict)
    supplied: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PRODUCTS, 6))
    timeline: Timeline = field(default_factory=lambda: Timeline({0: dict.fromkeys(PRODUCTS, 6)}))


def take_from(stock: Stock, body: JsonObject) -> dict[str, int]:
    """What a served sale takes: what there is and no more."""
    wanted = {name: qty for name, qty in body.items() if isinstance(qty, int)}
    return {name: min(qty, max(0, stock[name])) for name, qty in wanted.items()}


class BarModel:
    """The server. ``timelines`` has everything that was ever true, by epoch."""

    def __init__(self, *, renews_epoch: bool = True) -> None:
        self.state = State()
        self.renews_epoch = renews_epoch
        self.timelines: dict[str, list[Timeline]] = {"epoch-1": [self.state.timeline]}
        self.feed: list[FeedMessage] = []
        self._told = (0, 0)
        self._epochs = itertools.count(2)
        self._foreign_seen = ("epoch-1", 0)
        """What the other tills have seen: everything, at once."""

    # Reads

    def marks(self, ledger: str) -> Envelope:
        state = self.state
        if ledger not in state.books:
            raise Rejected("TLLED")
        last = state.last[ledger]
        refused = [
            no
            for no, kept in state.books[ledger].items()
            if kept.outcome.outcome == "refused" and no > last - 100
        ]
        topics = {"sales": state.sales}
        return Envelope(ledger, state.epoch, last, frozenset(refused), state.rev, None, topics)

    def stock_since(self, params: JsonObject) -> Answer:
        state = self.state
        rev = params["rev"]
        full = not isinstance(rev, int) or params["epoch"] != state.epoch or rev > state.rev
        after = -1 if full or not isinstance(rev, int) else rev
        rows: list[Json] = [self._row(name) for name in PRODUCTS if state.rows[name] > after]
        return Answer(self.marks(state.ledger), rows, full)

    def _row(self, name: str) -> JsonObject:
        return {"id": name, "n": self.state.stock[name], "rev": self.state.rows[name]}

    def pulse(self, ledger: str, seen: Seen) -> PulseAnswer:
        self.marks(ledger)
        self._notice(ledger, seen)
        return PulseAnswer(self.marks(ledger), 0, 0, 1, {})

    def open_ledger(self, ledger: str) -> JsonObject:
        self.state.books.setdefault(ledger, {})
        self.state.last.setdefault(ledger, 0)
        self.state.ledger = ledger
        return {"ledger": ledger, "last_ticket": 0}

    # Writes

    def submit(self, ledger: str, seen: Seen, commands: Sequence[JsonObject]) -> SubmitAnswer:
        self.marks(ledger)
        outcomes: list[Outcome] = []
        is_current = self._notice(ledger, seen) and seen.epoch in (None, self.state.epoch)
        for command in commands if is_current else ():
            outcome = self._one(ledger, command, is_first=not outcomes)
            if outcome is None:
                break
            outcomes.append(outcome)
            if outcome.outcome == "refused" and outcome.door is Door.COUNTER:
                break
        return SubmitAnswer(self.marks(ledger), tuple(outcomes))

    def _notice(self, ledger: str, seen: Seen) -> bool:
        """Begin a new epoch when a till has seen more of this one than there is, or one that never was here.

        Returns whether all is well.
        """
        state = self.state
        is_behind = seen.applied > state.last[ledger] or seen.rev > state.rev
        is_strange = seen.epoch not in (None, state.epoch, *state.past_epochs)
        is_well = not is_strange and not (is_behind and seen.epoch == state.epoch)
        if is_well or not self.renews_epoch:
            return True
        if is_strange:
            state.past_epochs += (str(seen.epoch),)
        self.begin_epoch()
        return False

    def begin_epoch(self) -> None:
        if self.renews_epoch:
            self.state.past_epochs += (self.state.epoch,)
            self.state.epoch = f"epoch-{next(self._epochs)}"
            self.state.timeline = copy.deepcopy(self.state.timeline)
            self.timelines[self.state.epoch] = [self.state.timeline]
            self._foreign_seen = (self.state.epoch, self.state.rev)

    def _one(self, ledger: str, command: JsonObject, *, is_first: bool) -> Outcome | None:
        state, book = self.state, self.state.books[ledger]
        no, door, identity = _whole(command["no"]), Door(str(command["door"])), str(command["id"])
        last = state.last[ledger]
        kept = book.get(no)
        if no <= last and (kept is None or kept.sha256 != command["sha256"]):
            return _stop(is_first, "TLHSH", {"no": no})
        if no > last + 1:
            return _stop(is_first, "TLGAP", {"no": no, "expected": last + 1})
        if kept is not None and not (no == last and _may_come_again(kept.outcome, door)):
            return kept.outcome
        earlier = state.by_id.get(identity)
        is_new = earlier is None or _may_come_again(earlier, door)
        outcome = self._judged(command, no, door) if is_new else _copied(earlier, no)
        book[no] = Kept(command["sha256"], identity, outcome, is_new)
        if is_new and command["kind"] == "take":
            state.by_id[identity] = outcome
            if outcome.outcome == "done":
                state.timeline.landed[identity] = outcome.rev
        state.last[ledger] = max(last, no)
        if command["kind"] == "gap":
            state.last[ledger] = _whole(_body(command)["to"])
        return outcome

    def _judged(self, command: JsonObject, no: int, door: Door) -> Outcome:
        if command["kind"] != "take":
            return Outcome(no, "done", door)
        state, body = self.state, _body(command)
        if door is Door.COUNTER and any(state.stock[name] < _whole(qty) for name, qty in body.items()):
            return Outcome(no, "refused", door, "TLSTK")
        taken = take_from(state.stock, body)
        state.taken[str(command["id"])] = taken
        state.sales += 1
        is_moved = self._change({name: -qty for name, qty in taken.items()})
        return Outcome(no, "done", door, rev=state.rev if is_moved else None)

    def _change(self, by: Mapping[str, int]) -> bool:
        state = self.state
        moved = [name for name, qty in by.items() if qty]
        if not moved:
            return False
        state.rev += 1
        for name in moved:
            state.stock[name] += by[name]
            state.rows[name] = state.rev
        state.timeline.stock[state.rev] = dict(state.stock)
        self._foreign_seen = (state.epoch, state.rev)
        return True

    # The rest of the world

    def foreign(self, name: str, qty: int) -> None:
        """Another till sells (``qty`` < 0, what there is) or a delivery comes. It has seen everything until now."""
        epoch, rev = self._foreign_seen
        is_strange = epoch not in (self.state.epoch, *self.state.past_epochs)
        if is_strange or (epoch == self.state.epoch and rev > self.state.rev):
            self.begin_epoch()
        by = qty if qty > 0 else -min(-qty, self.state.stock[name])
        self.state.supplied[name] += by
        self._change({name: by})

    def backup(self) -> State:
        return copy.deepcopy(self.state)

    def restore(self, backup: State, *, by_admin: bool) -> None:
        """Go back to ``backup``. An administrator's restore begins a new epoch; another is noticed by the next till."""
        self.state = copy.deepcopy(backup)
        self.timelines[self.state.epoch].append(self.state.timeline)
        if by_admin:
            self.begin_epoch()
        self._told = (self.state.rev, self.state.sales)

    def announce(self) -> None:
        """The relay reads once what has happened since it last did, and sends it."""
        state, (rev, sales) = self.state, self._told
        if (rev, sales) == (state.rev, state.sales) or rev > state.rev:
            self._told = (state.rev, state.sales)
            return
        done = {
            ledger: frozenset(
                no
                for no, kept in book.items()
                if kept.outcome.outcome == "done" and kept.outcome.rev is not None and rev < kept.outcome.rev
            )
            for ledger, book in state.books.items()
        }
        rows = [self._row(name) for name in PRODUCTS if state.rows[name] > rev]
        self.feed.append(FeedMessage(state.epoch, rev, state.rev, rows, done, {"sales": state.sales}))
        self._told = (state.rev, state.sales)

    def forget_what_was_told(self) -> None:
        """The relay restarts: it begins to tell from now on."""
        self._told = (self.state.rev, self.state.sales)

    def check(self) -> None:
        """Σ movements = stock, and nothing is negative."""
        for name in PRODUCTS:
            sold = sum(taken.get(name, 0) for taken in self.state.taken.values())
            assert self.state.stock[name] == self.state.supplied[name] - sold
            assert self.state.stock[name] >= 0


def _may_come_again(outcome: Outcome, door: Door) -> bool:
    return outcome.outcome == "refused" and outcome.door is Door.COUNTER and door is Door.SERVED


def _copied(earlier: Outcome | None, no: int) -> Outcome:
    assert earlier is not None
    return Outcome(
        no, earlier.outcome, earlier.door, earlier.code, earlier.params, earlier.result, earlier.rev
    )


def _stop(is_first: bool, code: str, params: Mapping[str, object]) -> Outcome | None:
    """A command that cannot be stored fails the call when it comes first; later, what came before it stays."""
    if is_first:
        raise Rejected(code, params)
    return None


def _body(command: JsonObject) -> Mapping[str, Json]:
    body = command["body"]
    assert isinstance(body, Mapping)
    return body


def _whole(value: Json) -> int:
    assert isinstance(value, int)
    return value
