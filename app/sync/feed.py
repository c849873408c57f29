"""What the feed says of one commit, as JSON and in the short form of our own relay; decoded strictly.

The short form is spoken where both ends are ours: the WebSocket subprotocol ``bartender.1`` over serializer 2.0.0, with
one bar per socket. There, beside the protocol's own text frames (whose first part is a text or null):

* ``[from, rev, {ledger: [numbers]}, {topic: revision}, [[id, stock, reserved, price, active, rev], …], at, epoch?]`` is
  a message; ``at`` in milliseconds within the minute; ``epoch`` only where it is another than the one before (the reply
  to the join tells the first);
* the client's heartbeat is the text ``0``, answered by ``[rev, sum]``: the bar's revision and the sum of the revisions
  of its topics, so that whatever was lost is missed.

A day of heartbeats and messages costs a third of the bytes of the documented form (measured; see ``docs/bench.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.frozen import frozen
from app.sync.base import FeedMessage
from app.sync.ports import Json, JsonObject

SUBPROTOCOL = "bartender.1"
EVENT = "stock"
"""The inner event of the broadcast."""
BEAT = "0"
MINUTE_MS = 60_000
_ROW = ("id", "stock", "reserved", "price", "active", "rev")


def topic_of(bar: str) -> str:
    """Return the private channel of a bar, as the protocol names it."""
    return f"realtime:stock:{bar}"


@frozen
class Reached:
    """Where the server says that the bar is: answer to a heartbeat. ``topics_sum`` None: it did not say."""

    rev: int
    topics_sum: int | None = None


def feed_from_json(message: Json, bar: str) -> FeedMessage:
    """Return a message of the documented form. Raises ValueError when it is none, or is about another bar."""
    fields = _object(message)
    if fields.get("bar") != bar:
        raise ValueError("not a message of this bar")
    return FeedMessage(
        epoch=_text(fields.get("epoch")),
        from_rev=_whole(fields.get("from")),
        rev=_whole(fields.get("rev")),
        rows=tuple(_object(row) for row in _list(fields.get("rows"))),
        done=_done(fields.get("done")),
        topics=_topics(fields.get("topics")),
        at_ms=_whole_or_none(fields.get("at")),
    )


def short_form(message: FeedMessage, epoch: str | None) -> list[Json]:
    """Return the message in the short form. ``epoch``: the one that its receivers know."""
    short: list[Json] = [
        message.from_rev,
        message.rev,
        {ledger: sorted(numbers) for ledger, numbers in message.done.items()},
        dict(message.topics),
        [
            [int(value) if isinstance(value := row[name], bool) else value for name in _ROW]
            for row in message.rows
        ],
        message.at_ms and message.at_ms % MINUTE_MS,
    ]
    return short if message.epoch == epoch else [*short, message.epoch]


def short_from_json(value: Json, epoch: str) -> FeedMessage | Reached:
    """Return what a frame of the short form says. ``epoch``: the one known so far. Raises ValueError on all else."""
    parts = _list(value)
    if len(parts) == 2:
        return Reached(_whole(parts[0]), _whole(parts[1]))
    if len(parts) not in (6, 7):
        raise ValueError("not a message of the short form")
    return FeedMessage(
        epoch=_text(parts[6]) if len(parts) == 7 else epoch,
        from_rev=_whole(parts[0]),
        rev=_whole(parts[1]),
        rows=tuple(_row(row) for row in _list(parts[4])),
        done=_done(parts[2]),
        topics=_topics(parts[3]),
        at_ms=_whole_or_none(parts[5]),
    )


def _row(value: Json) -> JsonObject:
    values = _list(value)
    if len(values) != len(_ROW) or values[4] not in (0, 1):
        raise ValueError("not a row of the short form")
    return {**dict(zip(_ROW, values, strict=True)), "active": values[4] == 1}


def _done(value: Json) -> Mapping[str, frozenset[int]]:
    return {
        ledger: frozenset(_whole(no) for no in _list(numbers)) for ledger, numbers in _object(value).items()
    }


def _topics(value: Json) -> Mapping[str, int]:
    return {topic: _whole(rev) for topic, rev in _object(value).items()}


def _object(value: Json) -> JsonObject:
    if not isinstance(value, Mapping):
        raise ValueError("not an object")
    return value


def _list(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("not a list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _whole_or_none(value: Json) -> int | None:
    return None if value is None else _whole(value)


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value
