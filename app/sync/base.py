"""The base of a query: what the server answered for one key, with its marks, and the pure rules over it.

``shown = fold(project, base, [own commands that the base does not contain])``. Nothing is ever rolled back: a command
that is refused leaves the fold, a command that the base contains leaves the fold, and the base only grows with what the
server says. Knows no queries, no network and no disk.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from app.domain.frozen import frozen
from app.sync.ports import Answer, Envelope, Json, JsonObject, Key, Row, State

STOCK = "stock"
"""The topic whose revision is the bar's own (``rev``), followed live row by row."""

Decode: TypeAlias = Callable[[Json], object]
Merge: TypeAlias = Callable[[object, Sequence[JsonObject]], object]
Project: TypeAlias = Callable[[object, Row], object]

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What decoding of foreign text may raise, however carelessly it is written."""


@frozen
class Base:
    """What the server said about one key. ``applied`` and ``refused`` are this till's numbers in ``ledger``.

    ``rev`` is the bar's stock revision for stock, the topic's revision for the rest. ``done``: own numbers above
    ``applied`` that a feed message said are in these rows. ``rows`` is what the read returned (by id where deltas are
    merged), ``value`` what it was decoded to. ``at_s``: monotonic second at which this was last known to be true.
    """

    epoch: str
    ledger: str
    applied: int
    refused: frozenset[int]
    rev: int
    done: frozenset[int]
    rows: Json
    value: object
    at_s: float


def marks_of(base: Base) -> Envelope:
    """Return what the server is known to have reached when it said what is in a stock's ``base``."""
    return Envelope(base.ledger, base.epoch, base.applied, base.refused, base.rev)


def contained(no: int, base: Base) -> bool:
    """Tell whether the effect of this till's command ``no`` is in ``base``."""
    return (no <= base.applied and no not in base.refused) or no in base.done


def has_landed(row: Row, stock: Base) -> bool:
    """Tell whether the server's outcome of ``row`` says that its effect on the stock, if any, is in ``stock``.

    A command that is done took effect at its revision; one without took nothing. This knows what ``applied`` does not
    say yet when an event was lost on the way.
    """
    is_comparable = row.state is State.DONE and stock.ledger != ""
    return is_comparable and (row.rev is None or row.rev <= stock.rev)


def unseen(rows: Sequence[Row], base: Base, kinds: Collection[str] | None, *, is_stock: bool) -> list[Row]:
    """Return the open rows that ``base`` does not contain yet, in order. ``rows`` are sorted by number.

    ``kinds``: the kinds of command that matter to this base; None means all.
    """
    if kinds is not None and not kinds:
        return []
    # Everything below the first refused number and ``applied`` is contained: rows kept for 35 days cost nothing.
    first = min(base.refused, default=base.applied + 1)
    start = bisect_left(rows, min(first, base.applied + 1), key=_number)
    return [
        row
        for row in rows[start:]
        if row.is_open
        and (kinds is None or row.kind in kinds)
        and not contained(row.no, base)
        and not (is_stock and has_landed(row, base))
    ]


def _number(row: Row) -> int:
    return row.no


def fold(project: Project, base: Base, rows: Iterable[Row]) -> object:
    """Return what is shown: the base's value after each of ``rows``."""
    value = base.value
    for row in rows:
        value = project(value, row)
    return value


@dataclass(slots=True)
class Folding:
    """``fold`` that remembers: after an outage's sales one more costs one projection, not a thousand.

    As long as the base's value is the same object and the rows before say what they said, only what follows them is
    projected. How far a row is (its state, its door) does not matter to a projection; what its command says does.
    """

    start: object = None
    rows: Sequence[Row] = ()
    value: object = None

    def fold(self, project: Project, base: Base, rows: Sequence[Row]) -> object:
        """Return ``fold(project, base, rows)``."""
        count = len(self.rows)
        is_longer = base.value is self.start and count <= len(rows)
        goes_on = is_longer and all(map(_is_same_command, self.rows, rows))
        so_far = replace(base, value=self.value) if goes_on else base
        value = fold(project, so_far, rows[count:] if goes_on else rows)
        self.start, self.rows, self.value = base.value, rows, value
        return value


def _is_same_command(row: Row, other: Row) -> bool:
    """Tell whether both say the same: a row that changes keeps its body's very object."""
    return row is other or (row.body is other.body and row.id == other.id and row.kind == other.kind)


def is_same_world(base: Base, epoch: str, ledger: str) -> bool:
    """Tell whether numbers and revisions of ``base`` may be compared with those of ``epoch`` and ``ledger``."""
    return base.epoch == epoch and base.ledger == ledger


def is_older(base: Base, rev: int, applied: int) -> bool:
    """Tell whether an answer of the same world is older than ``base``.

    Both marks only grow along the server's history, so an answer that is behind in either was read earlier.
    """
    return rev < base.rev or applied < base.applied


def revision(topic: str, envelope: Envelope) -> int:
    """Return the revision of ``topic`` in an answer; 0 when the answer does not say."""
    if topic == STOCK:
        return envelope.rev
    if envelope.topic_rev is not None:
        return envelope.topic_rev
    return envelope.topics.get(topic, 0)


def with_marks(base: Base, envelope: Envelope) -> Base:
    """Return ``base`` with the marks of a newer or equal moment of the same world at which its rows were the same.

    Never forgets a contained command: at an equal ``applied`` a number that one of both knows as booked stays so (the
    served door books a refused number, nothing refuses a booked one), and ``done`` keeps what ``applied`` misses.
    """
    refused = envelope.refused & base.refused if envelope.applied == base.applied else envelope.refused
    marked = replace(base, applied=envelope.applied, refused=refused, done=frozenset())
    return replace(marked, done=frozenset(no for no in base.done if not contained(no, marked)))


def by_id(rows: Json) -> dict[str, JsonObject]:
    """Return rows of the shape ``[{"id": …, "rev": …}]`` by id. Raises ValueError on any other shape."""
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise ValueError("not a list of rows")
    found: dict[str, JsonObject] = {}
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
            raise ValueError("a row without id")
        row_revision(row)
        found[str(row["id"])] = row
    return found


def row_revision(row: JsonObject) -> int:
    """Return the revision of a row's last change. Raises ValueError when it has none."""
    rev = row.get("rev")
    if not isinstance(rev, int) or isinstance(rev, bool):
        raise ValueError("a row without revision")
    return rev


def _merged(base: Base, changed: Mapping[str, JsonObject], merge: Merge) -> tuple[Json, object]:
    """Return the rows and the value of ``base`` after those of ``changed`` that are newer than what it has."""
    rows = cast("Mapping[str, JsonObject]", base.rows)
    newer = {
        name: row
        for name, row in changed.items()
        if name not in rows or row_revision(row) > row_revision(rows[name])
    }
    if not newer:
        return base.rows, base.value
    return {**rows, **newer}, _same_or(base.value, merge(base.value, list(newer.values())))


def _same_or(old: object, new: object) -> object:
    """Return ``old`` when both are equal, so that equal content stays the same object."""
    return old if old == new else new


class Gap(Exception):
    """A delta that does not meet the base: everything must be read."""


def accept(
    base: Base | None,
    asked: Base | None,
    answer: Answer,
    *,
    topic: str,
    decode: Decode,
    merge: Merge | None,
    now_s: float,
) -> Base | None:
    """Return the base after ``answer``, whose read was given ``asked``; None when the answer is older than ``base``.

    Raises Gap when only what changed came and ``base`` does not reach back to ``asked``, or an error of ``UNREADABLE``.
    """
    envelope = answer.envelope
    rev = revision(topic, envelope)
    known = base if base is not None and is_same_world(base, envelope.epoch, envelope.ledger) else None
    if known is not None and is_older(known, rev, envelope.applied):
        return None
    if answer.full:
        rows: Json = by_id(answer.rows) if merge else answer.rows
        value = decode(answer.rows)
        if known is None:
            return _fresh(envelope, rev, rows, value, now_s)
        value = _same_or(known.value, value)
    else:
        if known is None or merge is None or not _reaches(known, asked):
            raise Gap
        rows, value = _merged(known, by_id(answer.rows), merge)
    return with_marks(replace(known, rev=rev, rows=rows, value=value, at_s=now_s), envelope)


def _reaches(known: Base, asked: Base | None) -> bool:
    return asked is not None and asked.epoch == known.epoch and asked.rev <= known.rev


def _fresh(envelope: Envelope, rev: int, rows: Json, value: object, now_s: float) -> Base:
    return Base(
        epoch=envelope.epoch,
        ledger=envelope.ledger,
        applied=envelope.applied,
        refused=envelope.refused,
        rev=rev,
        done=frozenset(),
        rows=rows,
        value=value,
        at_s=now_s,
    )


@frozen
class FeedMessage:
    """One commit, as the feed tells it: ``rows`` are what changed from ``from_rev`` (excluded) to ``rev``.

    ``done``: the numbers that took effect in that span, by the uuid of the ledger they belong to. (By ledger, not by
    till: after a till's ledger was replaced, a late message's old numbers must not be taken for new commands.)
    """

    epoch: str
    from_rev: int
    rev: int
    rows: Sequence[JsonObject]
    done: Mapping[str, frozenset[int]] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    at_ms: int | None = None
    """When the server said it: milliseconds of its clock (in the short form, within the minute)."""


def advance(base: Base, message: FeedMessage, *, merge: Merge, now_s: float) -> Base | None:
    """Return the base after a feed message; None when everything since the base's revision must be asked for.

    Losing, doubling, delaying or reordering messages never makes the result wrong: rows are absolute, the newer one
    wins, and a message is only used when the base reaches to its ``from_rev``. Raises an error of ``UNREADABLE``.
    """
    changed = by_id(message.rows)
    is_torn = any(row_revision(row) > message.rev for row in changed.values())
    is_hollow = message.rev > message.from_rev and not changed
    is_ours = base.epoch == message.epoch and base.ledger != ""
    if not is_ours or base.rev < message.from_rev or is_torn or is_hollow:
        return None
    rows, value = _merged(base, changed, merge)
    named = message.done.get(base.ledger, frozenset())
    return replace(
        base,
        rows=rows,
        value=value,
        rev=max(base.rev, message.rev),
        done=base.done | {no for no in named if not contained(no, base)},
        at_s=base.at_s if message.rev < base.rev else now_s,
    )


def to_text(key: Key, version: int, base: Base, at_wall: float) -> str:
    """Return the snapshot of ``base`` as JSON text. ``at_wall``: second since 1970 at which it was last known true."""
    snapshot = {
        "key": list(key),
        "version": version,
        "epoch": base.epoch,
        "ledger": base.ledger,
        "applied": base.applied,
        "refused": sorted(base.refused),
        "rev": base.rev,
        "done": sorted(base.done),
        "at": at_wall,
        "rows": base.rows,
    }
    return json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))


@frozen
class Snapshot:
    """A snapshot read back, its rows not yet decoded: ``base.value`` is None, ``base.at_s`` means nothing."""

    key: Key
    version: int
    at_wall: float
    base: Base


def from_text(text: str) -> Snapshot:
    """Return what ``to_text`` wrote. Raises one of ``UNREADABLE`` on anything else."""
    part = json.loads(text)
    key = tuple(part["key"])
    if not key or not all(isinstance(x, (str, int)) for x in key) or not isinstance(key[0], str):
        raise ValueError("not a key")
    base = Base(
        epoch=_text(part["epoch"]),
        ledger=_text(part["ledger"]),
        applied=_whole(part["applied"]),
        refused=frozenset(_whole(no) for no in part["refused"]),
        rev=_whole(part["rev"]),
        done=frozenset(_whole(no) for no in part["done"]),
        rows=part["rows"],
        value=None,
        at_s=0.0,
    )
    at_wall = float(part["at"])
    if not math.isfinite(at_wall):
        raise ValueError("not a time")
    return Snapshot(key, _whole(part["version"]), at_wall, base)


def key_text(key: Key) -> str:
    """Return the canonical name of ``key`` in the snapshot store."""
    return json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value
