"""Decode the server's JSON answers into the plain types of the ports, strictly: a malformed one is Incompatible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from app.domain.errors import Incompatible
from app.sync.lease import Lease, Offer, OfferState
from app.sync.ports import (
    Answer,
    Door,
    Envelope,
    Json,
    JsonObject,
    Outcome,
    PulseAnswer,
    Stopped,
    SubmitAnswer,
)

T = TypeVar("T")


def _strict(decode: Callable[[JsonObject], T]) -> Callable[[JsonObject], T]:
    def run(answer: JsonObject) -> T:
        try:
            return decode(answer)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Incompatible("TLVER", {"reason": repr(error)}) from error

    return run


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _object(value: Json) -> Mapping[str, Json]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _list(value: Json) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _text_or_none(value: Json) -> str | None:
    return None if value is None else _text(value)


@_strict
def envelope_from_json(answer: JsonObject) -> Envelope:
    """Return the marks of any answer; a till that has no ledger yet is answered without one (empty)."""
    topic_rev = answer.get("topic_rev")
    return Envelope(
        ledger=_text_or_none(answer["ledger"]) or "",
        epoch=_text(answer["epoch"]),
        applied=_whole(answer["applied"]),
        refused=frozenset(_whole(no) for no in _list(answer["refused"])),
        rev=_whole(answer["rev"]),
        topic_rev=None if topic_rev is None else _whole(topic_rev),
        topics={name: _whole(rev) for name, rev in _object(answer.get("topics")).items()},
        server_time=_text_or_none(answer.get("server_time")),
    )


def answer_from_json(name: str, answer: JsonObject) -> Answer:
    """Return a read's answer. ``bootstrap`` keeps its parts as rows; every other read has ``rows``."""
    envelope = envelope_from_json(answer)
    if name == "bootstrap":
        parts = {part: answer.get(part) for part in ("catalog", "team", "settings", "stock", "till")}
        return Answer(envelope, parts)
    if "rows" not in answer:
        raise Incompatible("TLVER", {"read": name})
    return Answer(envelope, answer["rows"], bool(answer.get("full", True)))


def _outcome(value: Json) -> Outcome:
    part = _object(value)
    outcome = _text(part["outcome"])
    if outcome not in ("done", "refused"):
        raise ValueError("unknown outcome")
    rev = part.get("rev")
    return Outcome(
        no=_whole(part["no"]),
        outcome=outcome,
        door=Door(_text(part["door"])),
        code=_text_or_none(part.get("code")),
        params=_object(part.get("params")),
        result=_object(part.get("result")),
        rev=None if rev is None else _whole(rev),
    )


@_strict
def submit_from_json(answer: JsonObject) -> SubmitAnswer:
    stopped = answer.get("stopped")
    part = _object(stopped)
    return SubmitAnswer(
        envelope=envelope_from_json(answer),
        outcomes=tuple(_outcome(value) for value in _list(answer["outcomes"])),
        stopped=Stopped(_whole(part["no"]), _text(part["sqlstate"])) if stopped else None,
    )


@_strict
def pulse_from_json(answer: JsonObject) -> PulseAnswer:
    return PulseAnswer(
        envelope=envelope_from_json(answer),
        sales_last_5min=_whole(answer["sales_last_5min"]),
        sales_last_hour=_whole(answer["sales_last_hour"]),
        tills_online=_whole(answer["tills_online"]),
        flags=_object(answer.get("flags")),
        realtime=_offer(answer["realtime"]) if "realtime" in answer else None,
    )


def _offer(value: Json) -> Offer:
    """Return what a pulse says of realtime. What this version does not know is as good as nothing."""
    part = _object(value)
    state = part.get("state")
    if state not in tuple(OfferState):
        return Offer(OfferState.NONE)
    if state != OfferState.GRANTED or "token" not in part:
        return Offer(OfferState(state), life_s=_whole(part.get("life_s", 0)))
    lease = Lease(
        url=_text(part["url"]),
        kind=_text(part["kind"]),
        key=_text_or_none(part["key"]),
        bar=_text(part["bar"]),
        token=_text(part["token"]),
        life_s=_whole(part["life_s"]),
        token_s=_whole(part.get("token_s", part["life_s"])),  # to an older server the two were one
    )
    return Offer(OfferState.GRANTED, lease, lease.life_s)
