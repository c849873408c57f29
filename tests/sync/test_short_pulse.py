"""The pulse in few words: when it may be short, and what its answers say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import Incompatible
from app.sync.lease import Offer, OfferState
from app.sync.marks import pulse_from_json, submit_from_json
from app.sync.ports import Envelope, Json, JsonObject, PulseAnswer, Seen
from app.sync.short_pulse import TOPICS, Known, asking_for_a_tag, submit_in_full

FLAGS: JsonObject = {"realtime": True, "features": []}
FULL: JsonObject = {
    "ledger": "ledger", "epoch": "epoch", "applied": 4, "refused": [3], "rev": 871, "topics": {"sales": 9},
    "server_time": "2026-11-30T01:00:00.000000Z", "sales_last_5min": 1, "sales_last_hour": 2, "tills_online": 3,
    "flags": FLAGS, "tag": "0123456789",
}  # fmt: skip
STATUS: JsonObject = {"version": "1.2.3", "queue": 2, "oldest_s": 7.6, "unsure": 0}
SEEN = Seen("epoch", 4, 871)
SHORT: list[Json] = [5, 872, [10, 1, 2, 3, 4, 5, 6, 7], 2, 3, 10, 1_790_000_000_000_001, None, [3]]


def known(**more: Json) -> Known:
    answer = {**FULL, **more}
    made = Known.of(answer, pulse_from_json(answer), STATUS)
    assert made is not None
    return made


@pytest.mark.parametrize("tag", [None, "", 5])
def test_a_server_that_brings_no_tag_is_asked_in_full(tag: Json) -> None:
    answer = {**FULL, "tag": tag}

    assert Known.of(answer, pulse_from_json(answer), STATUS) is None
    assert asking_for_a_tag(STATUS) == {**STATUS, "tag": True}


def test_what_is_known_is_said_by_its_tag() -> None:
    assert known().words("ledger", SEEN, STATUS) == ([4, 871], ["0123456789", 2, 8, 0])
    words = known().words("ledger", SEEN, {**STATUS, "oldest_s": None, "realtime": "lease"})
    assert words == ([4, 871], ["0123456789", 2, 0, 0, 1])


@pytest.mark.parametrize(
    ("ledger", "seen", "status"),
    [
        ("another", SEEN, STATUS),
        ("ledger", replace(SEEN, epoch="another"), STATUS),
        ("ledger", replace(SEEN, epoch=None), STATUS),
        ("ledger", SEEN, {**STATUS, "version": "1.2.4"}),
        ("ledger", SEEN, {**STATUS, "realtime": "token"}),
    ],
)
def test_what_is_not_known_is_said_in_full(ledger: str, seen: Seen, status: JsonObject) -> None:
    assert known().words(ledger, seen, status) is None


MARKS = Envelope(
    ledger="ledger",
    epoch="epoch",
    applied=5,
    refused=frozenset({3}),
    rev=872,
    topics=dict(zip(TOPICS, (10, 1, 2, 3, 4, 5, 6, 7), strict=True)),
    server_time="2026-09-21T14:13:20.000001Z",
)


def test_a_short_answer_says_what_one_in_full_does() -> None:
    assert known().answer(SHORT) == PulseAnswer(MARKS, 2, 3, 10, FLAGS, None)
    renewed = known().answer([*SHORT[:7], 900, []])
    assert renewed is not None
    assert renewed.realtime == Offer(OfferState.GRANTED, life_s=900)
    assert renewed.envelope.refused == frozenset()


def test_a_server_may_have_more_to_tell() -> None:
    assert known().answer({}) is None


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "x",
        [],
        SHORT[:8],
        [*SHORT, 1],
        ["5", *SHORT[1:]],
        [True, *SHORT[1:]],
        [*SHORT[:2], [1, 2, 3], *SHORT[3:]],
        [*SHORT[:6], 10**30, *SHORT[7:]],
        [*SHORT[:8], None],
    ],
)
def test_an_answer_that_is_none_is_of_another_version(answer: object) -> None:
    with pytest.raises(Incompatible):
        known().answer(answer)


FEW: list[Json] = [5, 872, [10, 1, 2, 3, 4, 5, 6, 7], 1_790_000_000_000_001, [3]]


def test_a_submit_in_few_words_says_what_one_in_full_does() -> None:
    outcome: JsonObject = {"no": 5, "outcome": "done", "door": "counter", "rev": 872, "result": {"sale": "s"}}
    answer = submit_from_json(submit_in_full({"few": FEW, "outcomes": [outcome]}, "ledger", "epoch"))

    assert answer.envelope == MARKS
    assert (answer.outcomes[0].code, answer.outcomes[0].params, answer.stopped) == (None, {}, None)
    whole: JsonObject = {"ledger": "another", "outcomes": []}
    assert submit_in_full(whole, "ledger", "epoch") is whole, "an older server says all"


@pytest.mark.parametrize("few", [None, [], FEW[:4], [*FEW[:2], [1], *FEW[3:]], [*FEW[:3], 10**30, []]])
def test_a_submit_whose_few_words_are_none_is_of_another_version(few: Json) -> None:
    with pytest.raises(Incompatible):
        submit_in_full({"few": few, "outcomes": []}, "ledger", "epoch")


def test_marks_that_are_none_are_found_out_however_they_are_said() -> None:
    with pytest.raises(Incompatible):
        submit_from_json(submit_in_full({"few": ["5", *FEW[1:]], "outcomes": []}, "ledger", "epoch"))
