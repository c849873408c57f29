"""What the feed says of one commit, as JSON and in the short form of our own relay; decoded strictly.

The short form is spoken where both ends are ours: the WebSocket subprotocol ``bartender.2`` over serializer 2.0.0, with
one bar per socket. There, beside the protocol's own text frames (whose first part is a text or null):

* ``[rev, span, {ledger: [numbers]}, {topic: revision}, [row, …], at, epoch?]`` is a message; ``span``: how many
  revisions it tells, ``rev`` - ``from``; the numbers are told to the tills that made them alone; ``at`` in milliseconds
  within the minute; ``epoch`` only where it is another than the one before (the reply to the join tells the first);
* a row is ``[id, stock, price, reserved, active, age]``, ``age``: how many revisions before ``rev`` it changed; at its
  end ``0, 1, 0`` are left out, and ``1, 0``, and ``0``;
* the uuids of ledgers and products are 22 letters of base64; what is no uuid has a ``~`` before it;
* the client's heartbeat is the text ``0``, answered by ``[rev, sum]``: the bar's revision and the sum of the revisions
  of its topics, so that whatever was lost is missed; by ``0`` when both are as in the answer before.

A day of heartbeats and messages costs a third of the bytes of the documented form (measured; see ``docs/bench.md``).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from app.domain.frozen import frozen
from app.sync.base import FeedMessage
from app.sync.ports import Json, JsonObject

SUBPROTOCOL = "bartender.2"
EVENT = "stock"
"""The inner event of the broadcast."""
BEAT = "0"
MINUTE_MS = 60_000
_USUAL: tuple[Json, ...] = (0, 1, 0)
"""What a row mostly has at its end: nothing reserved, active, changed at the message's revision."""


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
        message.rev,
        message.rev - message.from_rev,
        {_short_id(ledger): sorted(numbers) for ledger, numbers in message.done.items()},
        dict(message.topics),
        [_short_row(row, message.rev) for row in message.rows],
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
    rev = _whole(parts[0])
    return FeedMessage(
        epoch=_text(parts[6]) if len(parts) == 7 else epoch,
        from_rev=rev - _whole(parts[1]),
        rev=rev,
        rows=tuple(_row(row, rev) for row in _list(parts[4])),
        done={_id(ledger): numbers for ledger, numbers in _done(parts[2]).items()},
        topics=_topics(parts[3]),
        at_ms=_whole_or_none(parts[5]),
    )


def _short_row(row: JsonObject, rev: int) -> list[Json]:
    end: list[Json] = [row["reserved"], int(row["active"] is True), rev - _whole(row["rev"])]
    while end and end[-1] == _USUAL[len(end) - 1]:
        end.pop()
    return [_short_id(_text(row["id"])), row["stock"], row["price"], *end]


def _row(value: Json, rev: int) -> JsonObject:
    values = _list(value)
    if not 3 <= len(values) <= 6:
        raise ValueError("not a row of the short form")
    name, stock, price, *end = values
    reserved, active, age = (*end, *_USUAL[len(end) :])
    if active not in (0, 1):
        raise ValueError("not a row that is active or not")
    return {
        "id": _id(_text(name)),
        "stock": stock,
        "reserved": reserved,
        "price": price,
        "active": active == 1,
        "rev": rev - _whole(age),
    }


def _short_id(name: str) -> str:
    """Return a name in the short form: 22 letters for a uuid as it is usually written."""
    with suppress(ValueError):
        if str(number := UUID(name)) == name:
            return base64.urlsafe_b64encode(number.bytes).decode().rstrip("=")
    return f"~{name}"


def _id(short: str) -> str:
    """Return the name that ``_short_id`` made short. Raises ValueError when it is none."""
    if short.startswith("~"):
        return short[1:]
    return str(UUID(bytes=base64.b64decode(f"{short}==", altchars=b"-_", validate=True)))


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
