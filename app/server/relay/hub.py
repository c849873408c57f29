"""Which sockets listen to which bar, and telling them; it reads a bar once whatever the number of its sockets."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any

from app.server.relay.bar import Bar, Channel, Feed, Form
from app.server.relay.changes import SUBSCRIBED
from app.server.relay.metrics import BarFigures, Metrics
from app.server.relay.settings import Clock, Settings
from app.server.relay.sockets import NOT_ALLOWED, TRY_LATER, Socket, frame_of
from app.server.relay.tokens import expired_text
from app.server.relay.wording import Wording, Words
from app.sync.base import FeedMessage
from app.sync.phoenix import CHANGES, CLOSE, SYSTEM, Frame, Version, encode
from app.sync.ports import JsonObject

LOST = "The connection to PostgreSQL is lost; changes are told again when it is back"
SHUT_OUT = "You no longer have permission to read from this Channel topic"

Read = Callable[[str, str | None, int | None], Awaitable[Feed | None]]
"""Ask the database what a bar's listeners have not heard: bar, the epoch and revision that they know."""
Spawn = Callable[[Coroutine[Any, Any, None]], object]
_log = logging.getLogger(__name__)


class Hub:
    """Bars and sockets of one relay.

    ``read`` may raise what a lost database raises; ``spawn`` starts what nobody awaits.
    """

    def __init__(self, read: Read, spawn: Spawn, clock: Clock, settings: Settings, metrics: Metrics) -> None:
        self._read = read
        self._spawn = spawn
        self._clock = clock
        self._settings = settings
        self._metrics = metrics
        self.bars: dict[str, Bar] = {}
        self.sockets: set[Socket] = set()
        self.is_listening = False
        """Whether every commit is heard now."""

    # --- who is there

    def expect(self, name: str) -> Bar:
        """Return the bar, kept until ``expected`` is called: somebody is about to listen."""
        bar = self.bars.get(name)
        if bar is None:
            bar = self.bars[name] = Bar(name)
        bar.guests += 1
        return bar

    def expected(self, bar: Bar) -> None:
        """Keep the bar no longer for one that was about to listen."""
        bar.guests -= 1
        self._forget_if_idle(bar)

    def count_in(self, socket: Socket, bar: Bar) -> None:
        """Let the socket count against the cap of a bar that is kept."""
        socket.bars.add(bar)
        bar.sockets.add(socket)

    def has_room(self, bar: Bar, newcomer: Socket | None = None) -> bool:
        """Tell whether the bar's cap lets one more in. Whoever has been silent for too long gives its place up."""
        if newcomer in bar.sockets or len(bar.sockets) < bar.cap:
            return True
        before = self._clock.monotonic() - self._settings.dead_s
        for socket in [socket for socket in bar.sockets if socket.heard_at < before]:
            bar.sockets.discard(socket)
            self.close(socket, TRY_LATER, "silent")
        return len(bar.sockets) < bar.cap

    def join(self, channel: Channel) -> None:
        """Let the channel hear its bar from now on."""
        self.count_in(channel.socket, channel.bar)
        channel.socket.channels[channel.topic] = channel
        channel.bar.channels.add(channel)

    def leave(self, channel: Channel) -> None:
        """End a channel, without a word."""
        channel.socket.channels.pop(channel.topic, None)
        channel.bar.channels.discard(channel)
        self._forget_if_idle(channel.bar)

    def drop(self, socket: Socket) -> None:
        """Forget a socket that has ended."""
        self.sockets.discard(socket)
        for channel in list(socket.channels.values()):
            self.leave(channel)
        for bar in socket.bars:
            bar.sockets.discard(socket)
            self._forget_if_idle(bar)

    def _forget_if_idle(self, bar: Bar) -> None:
        if not bar.is_wanted:
            self.bars.pop(bar.id, None)

    def figures(self) -> list[BarFigures]:
        """Return how each bar is now."""
        return [BarFigures(bar.id, len(bar.sockets), bar.cap, bar.refused) for bar in self.bars.values()]

    # --- what the database says

    async def refresh(self, bar: Bar, heard_at: float | None = None) -> None:
        """Read what the bar's listeners have not heard, and tell them. Those who ask meanwhile share the next reading.

        ``heard_at``: when it was announced, monotonic seconds.
        """
        begun = bar.readings
        async with bar.reading:
            if bar.readings > begun:
                return  # one began after we had asked
            bar.readings += 1
            feed = await self._read(bar.id, bar.epoch, bar.rev if bar.is_known else None)
            if feed is None:
                bar.epoch, bar.tills = None, frozenset()
                self._shut_out(bar)
                return
            known = bar.epoch
            message = bar.take(feed)
            self._shut_out(bar)
            if message is not None:
                self._tell(bar, message, feed.owners, known, heard_at)

    async def came_back(self) -> None:
        """Tell every bar what it missed, then say that each commit is heard again."""
        self.is_listening = False
        for bar in list(self.bars.values()):
            if bar.is_wanted:
                await self.refresh(bar)
        self.is_listening = True
        self._say_to_all("ok", SUBSCRIBED)

    def went_away(self) -> None:
        """Say that commits are not heard now."""
        if self.is_listening:
            self.is_listening = False
            self._say_to_all("error", LOST)

    def _tell(
        self,
        bar: Bar,
        message: FeedMessage,
        owners: Collection[str] | None,
        known: str | None,
        heard_at: float | None,
    ) -> None:
        wording = Wording(bar, message, known)
        groups: dict[Form, list[Socket]] = defaultdict(list)
        for channel in bar.channels:
            if channel.is_private:
                form = channel.socket.form
                is_concerned = owners is None or channel.till in owners
                is_laconic = form is Form.SHORT and not is_concerned
                groups[Form.LACONIC if is_laconic else form].append(channel.socket)
            for words in wording.changes(channel):
                self._write((channel.socket,), words)
        for form, sockets in groups.items():
            self._write(sockets, wording.broadcast(form))
        self._metrics.told(None if heard_at is None else self._clock.monotonic() - heard_at)

    def _write(self, sockets: Collection[Socket], words: Words) -> None:
        """Write to all without waiting for any; who does not read is closed."""
        frame = frame_of(words)
        for socket in sockets:
            self._hand_over(socket, frame)
        self._metrics.wrote(len(sockets), len(frame))

    def _hand_over(self, socket: Socket, frame: bytes) -> None:
        socket.wire.hand_over(frame)
        if socket.wire.unread_bytes > self._settings.unread_bytes and not socket.is_closing:
            self._metrics.slow.inc()
            self.close(socket, TRY_LATER, "too slow")

    def _shut_out(self, bar: Bar) -> None:
        """End the sockets of tills that may not listen any more."""
        for channel in [channel for channel in bar.channels if channel.till not in bar.tills]:
            self.end(channel, SHUT_OUT)
            self.close(channel.socket, NOT_ALLOWED, "not allowed any more")

    # --- what is said to a channel

    def say(self, channel: Channel, status: str, message: str, extension: str) -> None:
        """Write a ``system`` message."""
        payload: JsonObject = {
            "channel": channel.topic.removeprefix("realtime:"),
            "extension": extension,
            "status": status,
            "message": message,
        }
        self.send(channel.socket, Frame(channel.topic, SYSTEM, payload, None, channel.join_ref))

    def send(self, socket: Socket, frame: Frame) -> None:
        """Write a frame. In 1.0.0 a server's frames have no ``join_ref``."""
        if socket.version is Version.V1:
            frame = Frame(frame.topic, frame.event, frame.payload, frame.ref)
        self.write(socket, encode(frame, socket.version))

    def write(self, socket: Socket, words: str) -> None:
        """Write a text frame."""
        self._write((socket,), words)

    def end(self, channel: Channel, why: str | None = None) -> None:
        """End a channel with ``phx_close``, and say why before."""
        if why is not None:
            self.say(channel, "error", why, SYSTEM)
        self.leave(channel)
        self.send(channel.socket, Frame(channel.topic, CLOSE, {}, channel.join_ref, channel.join_ref))

    def _say_to_all(self, status: str, message: str) -> None:
        for bar in self.bars.values():
            for channel in bar.channels:
                self.say(channel, status, message, CHANGES)

    # --- time

    def sweep(self) -> None:
        """Close who is silent or never joined, and end channels whose token has ended."""
        now, wall = self._clock.monotonic(), self._clock.wall()
        for socket in list(self.sockets):
            if socket.is_closing:
                continue
            if now - socket.heard_at > self._settings.silence_s:
                self.close(socket, NOT_ALLOWED, "silent")
            elif not socket.has_joined and now - socket.opened_at > self._settings.first_join_s:
                self.close(socket, NOT_ALLOWED, "joined nothing")
            for channel in [x for x in socket.channels.values() if x.expires_at <= wall]:
                self.end(channel, expired_text(channel.expires_at, wall))

    def close(self, socket: Socket, code: int, reason: str) -> None:
        """End a socket in the background."""
        if not socket.is_closing:
            socket.is_closing = True
            _log.debug("closing a socket: %s", reason)
            self._spawn(socket.close(code, reason, self._settings.close_s))
