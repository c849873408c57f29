"""A small server for tests: the rules of ``api.submit`` that the till relies on, with a judge for each command."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.errors import Rejected
from app.sync.ports import Door, Envelope, Json, JsonObject, Outcome, Seen, Stopped


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a judge says instead of None to refuse a command."""

    code: str
    params: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bug:
    """What a judge says when the server meets its own bug."""

    sqlstate: str = "XX000"


@dataclass(frozen=True, slots=True)
class Done:
    """What a judge says instead of None to tell what came of a command."""

    result: JsonObject


Judge = Callable[[JsonObject], Refusal | Bug | Done | None]


@dataclass(slots=True)
class Book:
    """What the server keeps of one ledger: per number the hash and the outcome."""

    last_no: int = 0
    stored: dict[int, tuple[object, Outcome]] = field(default_factory=dict)


@dataclass(slots=True)
class ServerState:
    epoch: str = "epoch-1"
    past_epochs: list[str] = field(default_factory=list)
    rev: int = 0
    books: dict[str, Book] = field(default_factory=dict)
    by_id: dict[str, Outcome] = field(default_factory=dict)
    booked: list[str] = field(default_factory=list)
    """Ids of the commands that took effect, in order: an id twice is money twice."""
    parked: list[str] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    last_ticket: int = 0


class FakeServer:
    """The rules of ``api.submit`` in small: numbers, hashes, ids, doors, epochs. ``judge`` decides each new command."""

    def __init__(self, ledgers: Sequence[str] = ("ledger-1",), judge: Judge = lambda command: None) -> None:
        self.state = ServerState(books={ledger: Book() for ledger in ledgers})
        self.judge = judge
        self.notices_restore = True
        self._epochs = itertools.count(2)

    def backup(self) -> ServerState:
        return copy.deepcopy(self.state)

    def restore(self, backup: ServerState, *, new_epoch: bool = False) -> None:
        """Go back to ``backup``; an administrator may make the new epoch, else it is made when a till knows better."""
        self.state = copy.deepcopy(backup)
        if new_epoch:
            self._begin_epoch()

    def _begin_epoch(self) -> None:
        self.state.past_epochs.append(self.state.epoch)
        self.state.epoch = f"epoch-{next(self._epochs)}"

    def marks(self, ledger: str, server_time: str | None = None) -> Envelope:
        book = self.state.books[ledger]
        recent = sorted(book.stored)[-100:]
        refused = frozenset(no for no in recent if book.stored[no][1].outcome == "refused")
        return Envelope(
            ledger, self.state.epoch, book.last_no, refused, self.state.rev, server_time=server_time
        )

    def open_ledger(self, ledger: str) -> None:
        self.state.books.setdefault(ledger, Book())

    def notice(self, ledger: str, seen: Seen) -> None:
        """Make a new epoch when a till has seen more of this one than there is, or one that never was here."""
        if ledger not in self.state.books:
            raise Rejected("TLLED")
        behind = seen.applied > self.state.books[ledger].last_no or seen.rev > self.state.rev
        is_strange = seen.epoch not in {None, self.state.epoch, *self.state.past_epochs}
        if self.notices_restore and (is_strange or (seen.epoch == self.state.epoch and behind)):
            self._begin_epoch()

    def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject]
    ) -> tuple[tuple[Outcome, ...], Stopped | None]:
        """Do the batch in one transaction: an error of the call leaves nothing of it."""
        before = copy.deepcopy(self.state)
        try:
            self.notice(ledger, seen)
            if seen.epoch not in {None, self.state.epoch}:
                return (), None
            return self._submit(self.state.books[ledger], commands)
        except Rejected:
            self.state = before
            raise

    def _submit(
        self, book: Book, commands: Sequence[JsonObject]
    ) -> tuple[tuple[Outcome, ...], Stopped | None]:
        outcomes: list[Outcome] = []
        for command in commands:
            no, door = whole(command["no"]), Door(str(command["door"]))
            again = self._again(book, command, no, door)
            outcome = again or self._new(book, command, no, door)
            if isinstance(outcome, Bug):
                return tuple(outcomes), Stopped(no, outcome.sqlstate)
            outcomes.append(outcome)
            if again is None and outcome.outcome == "refused" and outcome.door is Door.COUNTER:
                break
        return tuple(outcomes), None

    def _again(self, book: Book, command: JsonObject, no: int, door: Door) -> Outcome | None:
        if no > book.last_no:
            if no > book.last_no + 1:
                raise Rejected("TLGAP", {"no": no, "expected": book.last_no + 1})
            return None
        if no not in book.stored:
            raise Rejected("TLHSH", {"no": no})
        sha256, outcome = book.stored[no]
        if sha256 != command["sha256"]:
            raise Rejected("TLHSH", {"no": no})
        lost_refusal = outcome.outcome == "refused" and outcome.door is Door.COUNTER
        if no == book.last_no and lost_refusal and door is Door.SERVED:
            return None
        return outcome

    def _new(self, book: Book, command: JsonObject, no: int, door: Door) -> Outcome | Bug:
        identity, kind, last = str(command["id"]), command["kind"], no
        known = self.state.by_id.get(identity)
        if known is not None and not (known.outcome == "refused" and known.door is Door.COUNTER):
            outcome = Outcome(
                no, known.outcome, known.door, known.code, known.params, known.result, known.rev
            )
        elif kind == "void":
            outcome = Outcome(no, "done", door)
        elif kind == "gap":
            body = command["body"]
            assert isinstance(body, Mapping)
            last = whole(body["to"])
            self.state.gaps.append((whole(body["from"]), last))
            outcome = Outcome(no, "done", door)
        elif kind == "park":
            self.state.parked.append(identity)
            outcome = Outcome(no, "refused", door, "TLPRK")
        else:
            verdict = self.judge(command)
            if isinstance(verdict, Bug):
                return verdict
            outcome = self._judged(identity, no, door, verdict)
        book.last_no = last
        book.stored[no] = (command["sha256"], outcome)
        self.state.by_id[identity] = outcome
        return outcome

    def _judged(self, identity: str, no: int, door: Door, verdict: Refusal | Done | None) -> Outcome:
        if isinstance(verdict, Refusal):
            return Outcome(no, "refused", door, verdict.code, verdict.params)
        self.state.rev += 1
        self.state.booked.append(identity)
        result = verdict.result if verdict is not None else {"status": "validated"}
        return Outcome(no, "done", door, result=result, rev=self.state.rev)


def whole(value: Json) -> int:
    assert isinstance(value, int)
    return value
