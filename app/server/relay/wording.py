"""One message of a bar's feed in the words of each kind of listener, made when the first of a kind is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.server.relay import changes
from app.server.relay.bar import Bar, Channel, Form
from app.sync.base import FeedMessage
from app.sync.feed import EVENT, short_form, topic_of
from app.sync.phoenix import CHANGES, Frame, Version, compact_json, encode, encode_broadcast
from app.sync.ports import JsonObject

Words = str | bytes


class Wording:
    """``known``: the epoch that the listeners know."""

    def __init__(self, bar: Bar, message: FeedMessage, known: str | None) -> None:
        self._bar = bar.id
        self._message = message
        self._known = known
        self._at = None if message.at_ms is None else changes.timestamp(message.at_ms)
        self._broadcasts: dict[Form, Words] = {}
        self._changes: dict[tuple[object, ...], Sequence[str]] = {}

    def broadcast(self, form: Form) -> Words:
        """Return the message as the bar's private channel has it."""
        words = self._broadcasts.get(form)
        if words is None:
            words = self._broadcasts[form] = self._make_broadcast(form)
        return words

    def changes(self, channel: Channel) -> Sequence[str]:
        """Return a frame for each row, as the channel asked for row changes; none when it did not ask."""
        if not channel.bindings:
            return ()
        version = channel.socket.version
        key = (version, channel.topic, *((binding.number, binding.schema) for binding in channel.bindings))
        words = self._changes.get(key)
        if words is None:
            words = self._changes[key] = self._make_changes(channel, version)
        return words

    def _make_broadcast(self, form: Form) -> Words:
        match form:
            case Form.SHORT:
                return compact_json(short_form(self._message, self._known))
            case Form.LACONIC:
                return compact_json(short_form(replace(self._message, done={}), self._known))
            case Form.V1:
                version = Version.V1
            case Form.V2:
                version = Version.V2
        return encode_broadcast(topic_of(self._bar), EVENT, documented(self._bar, self._message), version)

    def _make_changes(self, channel: Channel, version: Version) -> Sequence[str]:
        schemas = dict.fromkeys(binding.schema for binding in channel.bindings)
        frames = []
        for schema in schemas:
            ids = [binding.number for binding in channel.bindings if binding.schema == schema]
            for data in self._data(schema):
                payload: JsonObject = {"ids": list(dict.fromkeys(ids)), "data": data}
                frames.append(encode(Frame(channel.topic, CHANGES, payload), version))
        return frames

    def _data(self, schema: str) -> Sequence[JsonObject]:
        message = self._message
        is_hollow = message.epoch != self._known or (message.rev != message.from_rev and not message.rows)
        if is_hollow:
            return [changes.too_many(schema, self._at)]
        return changes.updates(self._bar, message.rows, schema, self._at)


def documented(bar: str, message: FeedMessage) -> JsonObject:
    """Return the message in the documented form."""
    return {
        "bar": bar,
        "epoch": message.epoch,
        "from": message.from_rev,
        "rev": message.rev,
        "at": message.at_ms,
        "done": {ledger: sorted(numbers) for ledger, numbers in message.done.items()},
        "topics": dict(message.topics),
        "rows": list(message.rows),
    }
