"""The pulse in few words: what seldom changes is said once, and then by its tag alone; and what a submit is answered.

An answer in full brings a tag of what the till's ledger, the epoch, its version and the switches are. As long as none
of them changes, a pulse is ``[applied, rev]`` and ``[tag, queue, oldest_s, unsure, wants a lease]``, and its answer a
list of numbers; ``{}`` says that there is more to tell. A server that knows no tags brings none, and is always asked in
full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias, cast

from app.domain.errors import Incompatible
from app.domain.frozen import frozen
from app.sync.lease import Offer, OfferState
from app.sync.ports import Envelope, Json, JsonObject, PulseAnswer, Seen

TOPICS = (*("sales", "returns", "supplies", "consignments", "catalog", "team", "settings", "notifications"),)
"""The topics in the order of the short form."""
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)

Words: TypeAlias = tuple[list[Json], list[Json]]


@frozen
class Known:
    """What a tag stands for."""

    tag: str
    ledger: str
    epoch: str
    version: Json
    flags: JsonObject

    @classmethod
    def of(cls, answer: JsonObject, pulse: PulseAnswer, status: JsonObject) -> Known | None:
        """Return what an answer in full makes known to who said ``status``; None when it brings no tag."""
        tag = answer.get("tag")
        marks = pulse.envelope
        known = cls(str(tag), marks.ledger, marks.epoch, status.get("version"), pulse.flags)
        return known if isinstance(tag, str) and tag else None

    def words(self, ledger: str, seen: Seen, status: JsonObject) -> Words | None:
        """Return a pulse in the short form; None when it must be said in full."""
        now = (ledger, seen.epoch, status.get("version"))
        wish, oldest_s = status.get("realtime"), status.get("oldest_s")
        if now != (self.ledger, self.epoch, self.version) or wish not in (None, "lease"):
            return None
        oldest_s = round(oldest_s) if isinstance(oldest_s, (int, float)) else 0
        said: list[Json] = [self.tag, status.get("queue"), oldest_s, status.get("unsure")]
        return [seen.applied, seen.rev], [*said, *([1] if wish else [])]

    def answer(self, value: object) -> PulseAnswer | None:
        """Return what the short answer says; None when the server has more to tell. Raises Incompatible on all else."""
        if value == {}:
            return None
        try:
            return self._answer(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise Incompatible("TLVER", {"reason": repr(error)}) from error

    def _answer(self, value: object) -> PulseAnswer:
        applied, rev, topics, sales_5, sales_60, online, at_us, life_s, refused = _list(value, 9)
        marks = Envelope(
            ledger=self.ledger,
            epoch=self.epoch,
            applied=_whole(applied),
            refused=frozenset(_whole(no) for no in _list(refused)),
            rev=_whole(rev),
            topics=dict(zip(TOPICS, map(_whole, _list(topics, len(TOPICS))), strict=True)),
            server_time=_moment(_whole(at_us)),
        )
        return PulseAnswer(
            envelope=marks,
            sales_last_5min=_whole(sales_5),
            sales_last_hour=_whole(sales_60),
            tills_online=_whole(online),
            flags=self.flags,
            realtime=None if life_s is None else Offer(OfferState.GRANTED, life_s=_whole(life_s)),
        )


def asking_for_a_tag(status: JsonObject) -> Mapping[str, Json]:
    """Return what a pulse in full says, with the wish for a tag: a server that knows none passes over it."""
    return {**status, "tag": True}


def submit_in_full(answer: JsonObject, ledger: str, epoch: str | None) -> JsonObject:
    """Return a submit's answer with its marks by their names, from ``few``: they are those of what was sent along.

    Raises Incompatible when they are none. An answer that has no few words stays as it is.
    """
    if "few" not in answer:
        return answer
    try:
        applied, rev, topics, at_us, refused = _list(answer["few"], 5)
        moment = _moment(_whole(at_us))
        marks = {"applied": applied, "rev": rev, "refused": refused, "server_time": moment}
        named = dict(zip(TOPICS, _list(topics, len(TOPICS)), strict=True))
    except (TypeError, ValueError, OverflowError) as error:
        raise Incompatible("TLVER", {"reason": repr(error)}) from error
    said: dict[str, object] = {**answer, **marks, "topics": named, "ledger": ledger, "epoch": epoch}
    return cast("JsonObject", said)


def _moment(at_us: int) -> str:
    text = (_SINCE + timedelta(microseconds=at_us)).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def _list(value: object, count: int | None = None) -> Sequence[object]:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise TypeError("not a list of so many")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value
