"""Who may come in: at the door of the relay, with a key, and to a channel, with a token and a lease.

A key is any sound token of the site; one that names a bar and a till is a till's own, and is held to its bar's cap and
its lease at the door already. A lease that is not known yet is looked up once: it may be younger than our last reading.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.server.relay.bar import Bar, Channel
from app.server.relay.changes import Binding, bindings_of
from app.server.relay.hub import Hub
from app.server.relay.settings import Clock, Settings
from app.server.relay.sockets import Socket
from app.server.relay.source import LOST
from app.server.relay.tokens import LISTENER, BadToken, Claims, Tokens
from app.sync.feed import topic_of
from app.sync.ports import Json, JsonObject

_PREFIX = "realtime:"
UNREACHABLE = "UnableToConnectToProject"
FULL = "Too many connected users"
AWAY = "Realtime was unable to connect to the project database"


class Refused(Exception):
    """A join that is refused: the protocol's code, and words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a join came to. ``bindings`` are what is told; ``asked`` all that it asked for, in order."""

    bar: Bar
    till: str
    token: str
    expires_at: float
    is_private: bool
    asked: tuple[Binding, ...]
    bindings: tuple[Binding, ...]


class Admission:
    """Judges keys, tokens and leases."""

    def __init__(self, hub: Hub, tokens: Tokens, clock: Clock, settings: Settings) -> None:
        self._hub = hub
        self._tokens = tokens
        self._clock = clock
        self._settings = settings

    async def hesitate(self) -> None:
        """Let a refusal take its time."""
        if self._settings.refusal_s > 0:
            await self._clock.sleep(self._settings.refusal_s)

    async def to_relay(self, key: str) -> tuple[Claims, Bar | None]:
        """Return what a key says and, of a till's own, its bar, which is kept. Raises BadToken or Refused."""
        claims = await self._read(key)
        if claims.bar is None or claims.till is None:
            return claims, None
        bar = self._hub.expect(claims.bar)
        try:
            await self._insist_on_lease(bar, claims.till)
            self._insist_on_room(bar, None)
        except BaseException:
            self._hub.expected(bar)
            raise
        return claims, bar

    @asynccontextmanager
    async def to_channel(self, socket: Socket, topic: str, payload: Json | bytes) -> AsyncIterator[Admitted]:
        """Judge a join; the bar is kept meanwhile. Raises Refused."""
        said: JsonObject = payload if isinstance(payload, Mapping) else {}
        if topic in (_PREFIX, f"{_PREFIX}realtime"):
            raise Refused("TopicNameRequired", "You must provide a topic name")
        if not topic.startswith(_PREFIX):
            raise Refused("Unauthorized", "unmatched topic")
        if len(socket.channels) >= self._settings.channels:
            raise Refused("ChannelRateLimitReached", "Too many channels")
        token = _token_of(said) or socket.token
        try:
            claims = await self._read(token)
        except BadToken as bad:
            raise Refused(bad.fault, bad.text) from bad
        config = said.get("config")
        config = config if isinstance(config, Mapping) else {}
        is_private, asked = _is_true(config.get("private")), bindings_of(config.get("postgres_changes"))
        name, till = _insist_on_right(topic, claims, asked, is_private=is_private)
        bar = self._hub.expect(name)
        try:
            await self._insist_on_lease(bar, till)
            self._insist_on_room(bar, socket)
            bindings = asked if all(one.is_of(name) for one in asked) else ()
            yield Admitted(bar, till, token, claims.expires_at, is_private, asked, bindings)
        finally:
            self._hub.expected(bar)

    async def again(self, channel: Channel, token: str) -> Claims:
        """Judge the next token of a channel. Raises BadToken or Refused."""
        claims = await self._read(token)
        if (claims.bar, claims.role) != (channel.bar.id, LISTENER) or claims.till != channel.till:
            raise _without_right(channel.topic)
        await self._insist_on_lease(channel.bar, channel.till)
        return claims

    async def _read(self, token: str) -> Claims:
        """Return what a token says. Raises BadToken, and Refused while the database has not said the site's secret."""
        try:
            return await self._tokens.read(token)
        except BadToken as bad:
            if self._tokens.is_blind:
                raise Refused(UNREACHABLE, AWAY) from bad
            raise

    def _insist_on_room(self, bar: Bar, newcomer: Socket | None) -> None:
        if not self._hub.has_room(bar, newcomer):
            raise Refused("ConnectionRateLimitReached", FULL)

    async def _insist_on_lease(self, bar: Bar, till: str) -> None:
        """Raise Refused unless the till may listen to the bar, as far as the database says now."""
        if not self._hub.is_listening:
            raise Refused(UNREACHABLE, AWAY)
        if not bar.is_known or till not in bar.tills:
            try:
                await self._hub.refresh(bar)
            except LOST as problem:
                raise Refused(UNREACHABLE, AWAY) from problem
        if not bar.is_known:
            raise Refused("Unauthorized", "There is no such bar")
        if till not in bar.tills:
            raise Refused("ConnectionRateLimitReached", FULL)


def _insist_on_right(
    topic: str, claims: Claims, asked: tuple[Binding, ...], *, is_private: bool
) -> tuple[str, str]:
    """Return bar and till of a token that may join the topic so. Raises Refused.

    The bar's own topic is for its private channel and for row changes; any other name is for changes of its rows alone.
    """
    bar, till = claims.bar, claims.till
    if bar is None or till is None or claims.role != LISTENER:
        raise _without_right(topic)
    if topic == topic_of(bar):
        if not is_private and not asked:
            raise Refused("PrivateOnly", "This project only allows private channels")
    elif is_private or topic.startswith(topic_of("")) or not asked or not all(x.is_of(bar) for x in asked):
        raise _without_right(topic)
    return bar, till


def _without_right(topic: str) -> Refused:
    name = topic.removeprefix(_PREFIX)
    return Refused("Unauthorized", f"You do not have permissions to read from this Channel topic: {name}")


def _token_of(payload: JsonObject) -> str | None:
    """Return the token of a join; a gateway's key is none."""
    for name in ("access_token", "user_token"):
        token = payload.get(name)
        if isinstance(token, str) and token and not token.startswith("sb_"):
            return token
    return None


def _is_true(value: Json) -> bool:
    return value is True or value == "true"
