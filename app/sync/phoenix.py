"""Frames of the Supabase Realtime protocol (Phoenix channels), both serializers, both directions. It opens no socket.

1.0.0 is a JSON object per frame. 2.0.0 is a JSON array ``[join_ref, ref, topic, event, payload]``, and binary frames
whose first byte is their kind: 0 push, 1 reply, 2 broadcast, 3 a user's broadcast to the server, 4 one from it. Every
length in a binary frame is one byte and counts UTF-8 bytes.

Source: the protocol of supabase/realtime and its official JavaScript and Python clients, 2026.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

from app.domain.frozen import frozen
from app.sync.ports import Json, JsonObject

PHOENIX = "phoenix"
"""The topic of heartbeats."""
HEARTBEAT, JOIN, LEAVE, TOKEN = "heartbeat", "phx_join", "phx_leave", "access_token"
REPLY, CLOSE, ERROR, SYSTEM = "phx_reply", "phx_close", "phx_error", "system"
BROADCAST, CHANGES = "broadcast", "postgres_changes"

_PUSH, _REPLY, _BROADCAST, _USER_PUSH, _USER_BROADCAST = range(5)
_AS_JSON = 1


class Version(StrEnum):
    """The serializers; ``vsn`` in the address of a connection."""

    V1 = "1.0.0"
    V2 = "2.0.0"


class BadFrame(ValueError):
    """Bytes that are no frame of the version."""


@frozen
class Frame:
    """One message. ``payload`` is JSON, or the bytes of a binary payload. ``join_ref`` is None where none was said."""

    topic: str
    event: str
    payload: Json | bytes
    ref: str | None = None
    join_ref: str | None = None


def encode(frame: Frame, version: Version) -> str:
    """Return the frame as text, as a client sends it and a server answers: a V1 frame always has the key ``ref``."""
    assert not isinstance(frame.payload, bytes), "binary payloads are not sent as text"
    if version is Version.V2:
        return compact_json([frame.join_ref, frame.ref, frame.topic, frame.event, frame.payload])
    message: dict[str, Json] = {
        "topic": frame.topic,
        "event": frame.event,
        "payload": frame.payload,
        "ref": frame.ref,
    }
    if frame.join_ref is not None:
        message["join_ref"] = frame.join_ref
    return compact_json(message)


def encode_broadcast(topic: str, event: str, payload: Json, version: Version) -> str | bytes:
    """Return a broadcast as a server sends it: in V1 a text frame, in V2 a binary one of kind 4."""
    if version is Version.V1:
        inner: JsonObject = {"type": BROADCAST, "event": event, "payload": payload}
        return encode(Frame(topic, BROADCAST, inner), version)
    parts = [topic.encode(), event.encode(), b""]
    return (
        bytes([_USER_BROADCAST, *_lengths(parts), _AS_JSON])
        + b"".join(parts)
        + compact_json(payload).encode()
    )


def decode(data: str | bytes, version: Version) -> Frame:
    """Return what a peer sent. Raises BadFrame, and nothing else, on anything that is no frame."""
    try:
        if isinstance(data, bytes):
            if version is Version.V1:
                raise BadFrame("a binary frame in version 1.0.0")
            return _from_bytes(data)
        return _from_text(data, version)
    except (ValueError, RecursionError) as error:
        raise BadFrame(str(error)) from error


def compact_json(value: Json) -> str:
    """Return JSON text without a blank that need not be there."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _from_text(text: str, version: Version) -> Frame:
    value = json.loads(text)
    if version is Version.V2:
        if not isinstance(value, list) or len(value) != 5:
            raise BadFrame("not five parts")
        join_ref, ref, topic, event, payload = value
    else:
        if not isinstance(value, dict):
            raise BadFrame("not an object")
        missing = {"topic", "event", "payload", "ref"} - value.keys()
        if missing:
            raise BadFrame(f"without {', '.join(sorted(missing))}")
        topic, event, payload, ref = value["topic"], value["event"], value["payload"], value["ref"]
        join_ref = value.get("join_ref")
    if not isinstance(topic, str) or not isinstance(event, str):
        raise BadFrame("topic and event must be texts")
    return Frame(topic, event, payload, _reference(ref), _reference(join_ref))


def _reference(value: object) -> str | None:
    """Return a reference as text: some clients count in numbers."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadFrame("a reference must be a text")


def _from_bytes(data: bytes) -> Frame:
    kind = data[0] if data else None
    match kind:
        case 0:  # push
            (join_ref, ref, topic, event), payload = _parts(data, 4)
            return Frame(topic, event, payload, ref or None, join_ref or None)
        case 1:  # reply
            (join_ref, ref, topic, status), payload = _parts(data, 4)
            return Frame(topic, REPLY, {"status": status, "response": {}}, ref or None, join_ref or None)
        case 2:  # broadcast
            (topic, event), payload = _parts(data, 2)
            return Frame(topic, event, payload)
        case 3:  # a user's broadcast to the server
            (join_ref, ref, topic, event, _), payload = _parts(data, 5, has_encoding=True)
            return Frame(
                topic, BROADCAST, _user_payload(data, 6, event, payload), ref or None, join_ref or None
            )
        case 4:  # a user's broadcast from the server
            (topic, event, meta), payload = _parts(data, 3, has_encoding=True)
            return Frame(topic, BROADCAST, {**_user_payload(data, 4, event, payload), **_meta(meta)})
    raise BadFrame(f"unknown kind {kind}")


def _parts(data: bytes, count: int, *, has_encoding: bool = False) -> tuple[list[str], bytes]:
    """Return the strings that the lengths after the first byte announce, and what follows them."""
    start = 1 + count + has_encoding
    lengths = data[1 : 1 + count]
    if len(data) < start + sum(lengths) or len(lengths) < count:
        raise BadFrame("shorter than it says")
    strings = []
    for length in lengths:
        strings.append(data[start : start + length].decode())
        start += length
    return strings, data[start:]


def _user_payload(data: bytes, encoding_at: int, event: str, payload: bytes) -> dict[str, Json]:
    """Return a user's broadcast as V1 has it. What is not JSON is left out: nobody here reads it."""
    said: dict[str, Json] = {"type": BROADCAST, "event": event}
    if data[encoding_at] == _AS_JSON:
        said["payload"] = json.loads(payload)
    return said


def _meta(text: str) -> Mapping[str, Json]:
    return {"meta": json.loads(text)} if text else {}


def _lengths(parts: list[bytes]) -> list[int]:
    lengths = [len(part) for part in parts]
    if max(lengths) > 255:
        raise BadFrame("longer than a byte can say")
    return lengths
