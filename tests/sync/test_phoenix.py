"""The frames of the Realtime protocol: what official clients and servers write is read, and the other way round."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.phoenix import BROADCAST, BadFrame, Frame, Version, decode, encode, encode_broadcast

V1, V2 = Version.V1, Version.V2
TEXTS = st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
FRAMES = st.builds(Frame, TEXTS, TEXTS, JSON, st.none() | TEXTS, st.none() | TEXTS)


@given(FRAMES, st.sampled_from(Version))
def test_what_is_written_is_read(frame: Frame, version: Version) -> None:
    assert decode(encode(frame, version), version) == frame


def test_a_server_s_push_in_v1_has_a_ref_and_no_join_ref() -> None:
    text = encode(Frame("realtime:a", "phx_close", {}), V1)

    assert json.loads(text) == {"topic": "realtime:a", "event": "phx_close", "payload": {}, "ref": None}


def test_a_frame_in_v2_is_an_array_of_five() -> None:
    assert encode(Frame("t", "e", {"é": 1}, "2", "1"), V2) == '["1","2","t","e",{"é":1}]'


def test_references_may_be_numbers() -> None:
    assert decode('[1,2,"t","e",{}]', V2) == Frame("t", "e", {}, "2", "1")


def test_a_user_s_push_is_read_as_the_documented_bytes() -> None:
    data = bytes([3, 2, 1, 3, 10, 0, 1]) + b'101topuser-event{"a":"b"}'

    assert decode(data, V2) == Frame(
        "top", BROADCAST, {"type": BROADCAST, "event": "user-event", "payload": {"a": "b"}}, "1", "10"
    )


@given(TEXTS, TEXTS, JSON)
def test_a_broadcast_says_the_same_in_both_versions(topic: str, event: str, payload: object) -> None:
    said = Frame(topic, BROADCAST, {"type": BROADCAST, "event": event, "payload": payload})  # type: ignore[dict-item]

    assert decode(encode_broadcast(topic, event, payload, V1), V1) == said  # type: ignore[arg-type]
    assert decode(encode_broadcast(topic, event, payload, V2), V2) == said  # type: ignore[arg-type]


def test_lengths_count_bytes() -> None:
    data = encode_broadcast("café-🎉", "stock", {}, V2)

    assert isinstance(data, bytes)
    assert data[:5] == bytes([4, len("café-🎉".encode()), 5, 0, 1])


def test_a_topic_that_no_length_can_say_is_refused() -> None:
    with pytest.raises(BadFrame):
        encode_broadcast("t" * 256, "stock", {}, V2)


def test_the_binary_frames_of_phoenix_are_read() -> None:
    push = bytes([0, 1, 1, 1, 1]) + b"12te" + b"\x00\xff"
    reply = bytes([1, 1, 1, 1, 2]) + b"12tok" + b"rest"
    broadcast = bytes([2, 1, 1]) + b"te" + b"payload"
    nameless = bytes([0, 0, 0, 1, 1]) + b"te"

    assert decode(push, V2) == Frame("t", "e", b"\x00\xff", "2", "1")
    assert decode(reply, V2) == Frame("t", "phx_reply", {"status": "ok", "response": {}}, "2", "1")
    assert decode(broadcast, V2) == Frame("t", "e", b"payload")
    assert decode(nameless, V2) == Frame("t", "e", b"")


def test_a_broadcast_may_have_its_meta_and_a_payload_that_is_no_json() -> None:
    with_meta = bytes([4, 1, 1, 10, 1]) + b"te" + b'{"id":"x"}' + b"[1]"
    raw = bytes([4, 1, 1, 0, 0]) + b"te" + b"\xff\xfe"

    assert decode(with_meta, V2).payload == {
        "type": BROADCAST, "event": "e", "payload": [1], "meta": {"id": "x"},
    }  # fmt: skip
    assert decode(raw, V2).payload == {"type": BROADCAST, "event": "e"}


@pytest.mark.parametrize(
    ("data", "version"),
    [
        ("", V1),
        ("nonsense", V1),
        ("[]", V1),
        ('{"topic":"t","event":"e","payload":{}}', V1),
        ('{"topic":1,"event":"e","payload":{},"ref":null}', V1),
        ('{"topic":"t","event":"e","payload":{},"ref":true}', V1),
        (b"\x04", V1),
        ("{}", V2),
        ('[null,null,"t","e"]', V2),
        ('[null,null,"t",5,{}]', V2),
        ("[" * 100_000, V2),
        (b"", V2),
        (b"\x09abc", V2),
        (b"\x00\x05", V2),
        (b"\x04\x09\x01\x00\x01te", V2),
        (b"\x02\x01\x01\xff\xfe", V2),
        (b"\x04\x01\x01\x00\x01te{", V2),
        (b"\x03\x01\x01\x01\x01\x00", V2),
    ],
)
def test_what_is_no_frame_is_refused_in_one_way(data: str | bytes, version: Version) -> None:
    with pytest.raises(BadFrame):
        decode(data, version)


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        decode(data, V2)
    except BadFrame:
        return
