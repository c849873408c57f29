"""Decoding the server's answers: strictly, and a malformed one asks for an update instead of being guessed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Incompatible
from app.sync.lease import Lease, Offer, OfferState
from app.sync.marks import answer_from_json, envelope_from_json, pulse_from_json, submit_from_json
from app.sync.ports import Door, Envelope, Json, JsonObject, Outcome, Stopped

MARKS: dict[str, Any] = {"ledger": "l", "epoch": "e", "applied": 5, "refused": [3, 4], "rev": 9}
OUTCOME: dict[str, Any] = {
    "no": 5,
    "outcome": "refused",
    "door": "counter",
    "code": "TLSTK",
    "params": {"short": []},
    "result": None,
    "rev": None,
}
SUBMIT: dict[str, Any] = {**MARKS, "topics": {"sales": 2}, "server_time": "now", "outcomes": [OUTCOME]}
PULSE: dict[str, Any] = {
    **MARKS,
    "sales_last_5min": 1,
    "sales_last_hour": 2,
    "tills_online": 3,
    "flags": None,
}
READ: dict[str, Any] = {**MARKS, "rows": [], "topic_rev": 7}


def test_the_marks_of_an_answer() -> None:
    assert envelope_from_json(MARKS) == Envelope("l", "e", 5, frozenset({3, 4}), 9)
    assert envelope_from_json({**SUBMIT, "topic_rev": 7}) == Envelope(
        "l", "e", 5, frozenset({3, 4}), 9, topic_rev=7, topics={"sales": 2}, server_time="now"
    )


def test_a_till_without_a_ledger_is_answered_without_one() -> None:
    assert envelope_from_json({**MARKS, "ledger": None, "refused": None}).ledger == ""


def test_a_submits_answer() -> None:
    answer = submit_from_json(SUBMIT)

    assert answer.outcomes == (Outcome(5, "refused", Door.COUNTER, "TLSTK", {"short": []}),)
    assert answer.stopped is None
    done: dict[str, Any] = {"no": 5, "outcome": "done", "door": "served", "result": {"sale": "s"}, "rev": 9}
    stopped = submit_from_json({**SUBMIT, "outcomes": [done], "stopped": {"no": 6, "sqlstate": "XX000"}})
    assert stopped.outcomes == (Outcome(5, "done", Door.SERVED, result={"sale": "s"}, rev=9),)
    assert stopped.stopped == Stopped(6, "XX000")


def test_a_pulses_answer() -> None:
    answer = pulse_from_json({**PULSE, "flags": {"realtime": False}})

    assert (answer.sales_last_5min, answer.sales_last_hour, answer.tills_online) == (1, 2, 3)
    assert answer.flags == {"realtime": False}
    assert pulse_from_json(PULSE).flags == {}


def test_a_reads_answer_is_whole_unless_it_says_otherwise() -> None:
    assert answer_from_json("team", READ).full
    part = answer_from_json("stock_since", {**READ, "full": False})
    assert (part.full, part.rows, part.envelope.topic_rev) == (False, [], 7)


def test_a_bootstrap_keeps_its_parts_as_rows() -> None:
    answer = answer_from_json("bootstrap", {**MARKS, "team": [1], "settings": {}, "other": 5})

    assert answer.rows == {"catalog": None, "team": [1], "settings": {}, "stock": None, "till": None}


def broken(**changes: object) -> dict[str, Any]:
    return {**OUTCOME, **changes}


@pytest.mark.parametrize(
    "answer",
    [
        *({name: value for name, value in MARKS.items() if name != gone} for gone in MARKS),
        {**MARKS, "epoch": None},
        {**MARKS, "epoch": 5},
        {**MARKS, "ledger": 5},
        {**MARKS, "applied": "5"},
        {**MARKS, "applied": True},
        {**MARKS, "applied": 5.0},
        {**MARKS, "refused": "34"},
        {**MARKS, "refused": [None]},
        {**MARKS, "topics": []},
        {**MARKS, "topics": {"sales": None}},
        {**MARKS, "topic_rev": "7"},
        {**MARKS, "server_time": 5},
    ],
)
def test_marks_that_are_not_understood_ask_for_an_update(answer: dict[str, Any]) -> None:
    with pytest.raises(Incompatible) as failed:
        envelope_from_json(answer)

    assert failed.value.code == "TLVER"
    assert failed.value.params["reason"]


@pytest.mark.parametrize(
    "answer",
    [
        MARKS,
        {**SUBMIT, "outcomes": {}},
        {**SUBMIT, "outcomes": [5]},
        {**SUBMIT, "outcomes": [broken(outcome="perhaps")]},
        {**SUBMIT, "outcomes": [broken(outcome=None)]},
        {**SUBMIT, "outcomes": [broken(door="window")]},
        {**SUBMIT, "outcomes": [broken(no=None)]},
        {**SUBMIT, "outcomes": [broken(code=5)]},
        {**SUBMIT, "outcomes": [broken(params=[])]},
        {**SUBMIT, "outcomes": [broken(rev="9")]},
        {**SUBMIT, "stopped": {"no": 6}},
        {**SUBMIT, "stopped": 5},
    ],
)
def test_outcomes_that_are_not_understood_ask_for_an_update(answer: dict[str, Any]) -> None:
    with pytest.raises(Incompatible):
        submit_from_json(answer)


def test_other_answers_that_are_not_understood_ask_for_an_update() -> None:
    with pytest.raises(Incompatible):
        pulse_from_json({**PULSE, "tills_online": None})
    with pytest.raises(Incompatible):
        pulse_from_json(MARKS)
    with pytest.raises(Incompatible) as failed:
        answer_from_json("team", MARKS)
    assert failed.value.params == {"read": "team"}


GRANTED: JsonObject = {
    "state": "granted", "life_s": 900, "url": "wss://bar", "kind": "relay", "key": None, "bar": "b", "token": "t",
}  # fmt: skip


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (GRANTED, Offer(OfferState.GRANTED, Lease("wss://bar", "relay", None, "b", "t", 900, 900), 900)),
        (
            {**GRANTED, "token_s": 21600},
            Offer(OfferState.GRANTED, Lease("wss://bar", "relay", None, "b", "t", 900, 21600), 900),
        ),
        ({"state": "granted", "life_s": 900}, Offer(OfferState.GRANTED, None, 900)),
        ({"state": "full", "cap": 30}, Offer(OfferState.FULL)),
        ({"state": "off"}, Offer(OfferState.OFF)),
        ({"state": "something later"}, Offer(OfferState.NONE)),
        (None, Offer(OfferState.NONE)),
    ],
)
def test_what_a_pulse_says_of_realtime(offer: Json, expected: Offer) -> None:
    assert pulse_from_json({**PULSE, "realtime": offer}).realtime == expected
    assert pulse_from_json(PULSE).realtime is None


@pytest.mark.parametrize("change", [{"url": None}, {"life_s": "900"}, {"token": 5}])
def test_a_lease_that_is_malformed_is_refused(change: JsonObject) -> None:
    with pytest.raises(Incompatible):
        pulse_from_json({**PULSE, "realtime": {**GRANTED, **change}})


@given(
    st.sampled_from([envelope_from_json, submit_from_json, pulse_from_json]),
    st.sampled_from(sorted({*SUBMIT, *PULSE})),
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
)
def test_no_answer_makes_anything_but_itself_or_an_update(
    decode: Callable[[dict[str, Any]], object], name: str, value: object
) -> None:
    try:
        decode({**SUBMIT, **PULSE, name: value})
    except Incompatible:
        return
