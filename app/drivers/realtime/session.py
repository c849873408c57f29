"""One socket's life: join, hear, beat, notice a dead line. It is the only writer of its socket and owns every timer.

No frame, however odd, ends it: what cannot be understood and may be about our bar is a doubt, the rest is ignored.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from collections.abc import Callable, Mapping
from random import Random
from typing import Never

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from app.drivers.realtime.endings import (
    Ended,
    Lost,
    Withdrawn,
    Woke,
    is_about_the_token,
    of_close,
    of_join,
)
from app.drivers.realtime.timings import Timings
from app.sync import phoenix
from app.sync.feed import BEAT, EVENT, Reached, feed_from_json, short_from_json, topic_of
from app.sync.lease import ROW_CHANGES, Lease
from app.sync.live import FeedListener, FeedState
from app.sync.phoenix import BadFrame, Frame, Version
from app.sync.ports import Clock, Json, JsonObject

JOIN_TRIES = 3

log = logging.getLogger(__name__)


class Session:
    """``run`` it once. ``lease()``: what is held now, None when it was withdrawn. ``is_short``: the short form is
    spoken. ``count(bytes in, bytes out)`` is told of every frame.
    """

    def __init__(
        self,
        socket: ClientConnection,
        *,
        lease: Callable[[], Lease | None],
        listener: FeedListener,
        show: Callable[[FeedState], None],
        version: Version,
        is_short: bool,
        clock: Clock,
        random: Random,
        timings: Timings,
        count: Callable[[int, int], None],
    ) -> None:
        self._socket, self._lease, self._listener, self._show = socket, lease, listener, show
        self._version, self._is_short = version, is_short
        self._clock, self._random, self._timings, self._count = clock, random, timings, count
        self._refs = map(str, itertools.count(1))
        self._join_ref = self._beat_ref = ""
        self._is_joined = self._is_replied = self._is_troubled = False
        self._failures = 0
        now_s = clock.monotonic()
        self._heard_at_s = self._sent_at_s = self._beaten_at_s = now_s
        self._apart_s = clock.wall() - now_s
        self._due_at_s: float | None = None
        """When a join that is not answered has failed, or when the next one is made."""
        self._used: Lease | None = None
        self._epoch = ""
        self._reached: Reached | None = None

    async def run(self) -> Never:
        """Stay until it ends; raises an ``Ended``."""
        await self._join()
        while True:
            frame = await self._next()
            if frame is not None:
                self._heard_at_s = self._clock.monotonic()
                self._count(len(frame), 0)
                self._listener.heard()
                try:
                    self._hear(frame)
                except Ended:
                    raise
                except Exception:
                    log.exception("a frame was not understood")
                    self._listener.doubted()
            await self._tick()

    async def _next(self) -> str | bytes | None:
        try:
            async with asyncio.timeout(self._timings.tick_s):
                return await self._socket.recv()
        except TimeoutError:
            return None
        except ConnectionClosed as closed:
            raise of_close(closed) from closed

    async def _send(self, text: str) -> None:
        try:
            async with asyncio.timeout(self._timings.send_s):
                await self._socket.send(text)
        except TimeoutError as error:
            raise Lost("it takes no more") from error
        except ConnectionClosed as closed:
            raise of_close(closed) from closed
        self._sent_at_s = self._clock.monotonic()
        self._count(0, len(text))

    async def _push(self, topic: str, event: str, payload: JsonObject, *, ref: str) -> None:
        join_ref = None if topic == phoenix.PHOENIX else self._join_ref
        await self._send(phoenix.encode(Frame(topic, event, payload, ref, join_ref), self._version))

    # Timers

    async def _tick(self) -> None:
        now_s, timings = self._clock.monotonic(), self._timings
        lease = self._lease()
        if lease is None:
            raise Withdrawn("no lease any more")
        if abs(self._clock.wall() - now_s - self._apart_s) > timings.jump_s:
            raise Woke("the machine slept")
        if self._is_dead(now_s):
            raise Lost("silence")
        if self._due_at_s is not None and now_s >= self._due_at_s:
            await self._join_again()
        elif self._is_joined and lease is not self._used:
            self._used = lease
            await self._push(self._topic, phoenix.TOKEN, {"access_token": lease.token}, ref=next(self._refs))
        await self._beat(now_s)

    def _is_dead(self, now_s: float) -> bool:
        silent_s, timings = now_s - self._heard_at_s, self._timings
        if not self._is_short:
            return silent_s > timings.silence_s
        is_unanswered = self._beaten_at_s > self._heard_at_s and now_s - self._beaten_at_s > timings.answer_s
        return is_unanswered or silent_s > timings.longest_silence_s

    async def _beat(self, now_s: float) -> None:
        timings = self._timings
        if self._is_short:
            quiet_s = timings.heartbeat_s if self._listener.is_watched else timings.idle_s
            is_due = now_s - max(self._heard_at_s, self._beaten_at_s) >= quiet_s
            if is_due or now_s - self._sent_at_s >= timings.sent_s:
                self._beaten_at_s = now_s
                await self._send(BEAT)
        elif now_s - self._beaten_at_s >= timings.heartbeat_s:
            if self._beat_ref:
                raise Lost("a heartbeat was not answered")
            self._beaten_at_s, self._beat_ref = now_s, next(self._refs)
            await self._push(phoenix.PHOENIX, phoenix.HEARTBEAT, {}, ref=self._beat_ref)

    # Joining

    @property
    def _topic(self) -> str:
        return topic_of(self._used.bar) if self._used else ""

    async def _join(self) -> None:
        lease = self._lease()
        if lease is None:
            raise Withdrawn("no lease any more")
        self._show(FeedState.JOINING)
        self._used, self._join_ref, self._is_replied = lease, next(self._refs), False
        self._due_at_s = self._clock.monotonic() + self._timings.join_s
        await self._push(self._topic, phoenix.JOIN, _join_payload(lease), ref=self._join_ref)

    async def _join_again(self) -> None:
        """The join was not answered in time, or its pause is over."""
        if self._join_ref:
            self._failures += 1
            if self._failures >= JOIN_TRIES:
                raise Lost("no answer to the join")
            await self._push(self._topic, phoenix.LEAVE, {}, ref=next(self._refs))
        await self._join()

    def _rest(self) -> None:
        """The channel is gone though the socket is not: join again after a moment."""
        self._leave_off()
        self._join_ref = ""
        self._due_at_s = self._clock.monotonic() + self._random.uniform(0.0, self._timings.rejoin_s)
        self._show(FeedState.BACKOFF)

    def _leave_off(self) -> None:
        if self._is_joined:
            self._is_joined = False
            self._listener.lost()

    def _arrive(self, reached: Reached | None = None) -> None:
        self._due_at_s, self._failures = None, 0
        self._is_joined, self._is_troubled = True, False
        self._show(FeedState.JOINED)
        self._listener.joined(reached, self._epoch or None)

    # Hearing

    def _hear(self, data: str | bytes) -> None:
        if self._is_short and data == BEAT:
            self._hear_same()
            return
        if self._is_short and isinstance(data, str):
            value = _json(data)
            if isinstance(value, list) and value and isinstance(value[0], int):
                self._hear_short(value)
                return
        try:
            frame = phoenix.decode(data, self._version)
        except BadFrame as bad:
            log.info("a frame that is none: %s", bad)
            if self._topic in (data if isinstance(data, str) else data.decode("utf-8", "ignore")):
                self._listener.doubted()
            return
        if frame.topic == phoenix.PHOENIX:
            self._hear_beat(frame)
        elif frame.topic == self._topic:
            self._hear_ours(frame)

    def _hear_short(self, value: Json) -> None:
        try:
            said = short_from_json(value, self._epoch)
        except ValueError as bad:
            log.info("a short message that is none: %s", bad)
            self._listener.doubted()
            return
        if isinstance(said, Reached):
            self._reached = said
            self._listener.reached(said)
        else:
            self._epoch = said.epoch
            self._listener.told(said)

    def _hear_same(self) -> None:
        """The bar is where it was at the last beat."""
        if self._reached is None:
            self._listener.doubted()
        else:
            self._listener.reached(self._reached)

    def _hear_beat(self, frame: Frame) -> None:
        if frame.event == phoenix.REPLY and frame.ref == self._beat_ref:
            self._beat_ref = ""
            bars = _object(_response(frame).get("bars"))
            marks = bars.get(self._used.bar) if self._used else None
            if isinstance(marks, list) and len(marks) == 2 and all(isinstance(mark, int) for mark in marks):
                self._listener.reached(Reached(marks[0], marks[1]))

    def _hear_ours(self, frame: Frame) -> None:
        match frame.event:
            case phoenix.REPLY if frame.ref == self._join_ref:
                self._hear_reply(frame)
            case phoenix.SYSTEM:
                self._hear_system(_object(frame.payload))
            case phoenix.CLOSE | phoenix.ERROR if frame.ref in (None, self._join_ref):
                self._rest()
            case phoenix.BROADCAST:
                self._hear_broadcast(_object(frame.payload))
            case phoenix.CHANGES:
                self._listener.doubted()

    def _hear_reply(self, frame: Frame) -> None:
        response = _response(frame)
        if _object(frame.payload).get("status") != "ok":
            reason = str(response.get("reason", ""))
            ended = of_join(reason)
            if ended is not None:
                raise ended
            log.info("the join was refused: %s", reason)
            self._failures += 1
            if self._failures >= JOIN_TRIES:
                raise Lost(reason)
            self._rest()
            return
        self._is_replied = True
        if self._used and self._used.kind == ROW_CHANGES:
            self._due_at_s = self._clock.monotonic() + self._timings.system_s
            return
        epoch, rev, topics = response.get("epoch"), response.get("rev"), response.get("topics")
        self._epoch = epoch if isinstance(epoch, str) else ""
        is_marked = isinstance(rev, int) and isinstance(topics, int) and self._epoch
        self._arrive(Reached(rev, topics) if is_marked else None)  # type: ignore[arg-type]

    def _hear_system(self, payload: JsonObject) -> None:
        message = str(payload.get("message", ""))
        if payload.get("status") == "ok":
            is_news = self._is_troubled or (self._used is not None and self._used.kind == ROW_CHANGES)
            if is_news and self._is_replied:
                self._leave_off()
                self._arrive()
            return
        self._is_troubled = True
        log.info("the realtime server says: %s", message)
        if is_about_the_token(message):
            self._listener.token_wanted()
        self._leave_off()
        self._due_at_s = (
            self._clock.monotonic() + self._timings.system_s
        )  # that all is well may be lost on the way
        self._show(FeedState.BACKOFF)

    def _hear_broadcast(self, payload: JsonObject) -> None:
        if payload.get("event") != EVENT or self._used is None:
            return
        try:
            message = feed_from_json(payload.get("payload"), self._used.bar)
        except ValueError as bad:
            log.info("a message that is none: %s", bad)
            self._listener.doubted()
            return
        self._listener.told(message)


def _join_payload(lease: Lease) -> JsonObject:
    """Return what a join says; made as it is sent, so that no stale token goes out."""
    is_rows = lease.kind == ROW_CHANGES
    binding: JsonObject = {
        "event": "UPDATE",
        "schema": "data",
        "table": "bar_products",
        "filter": f"bar_id=eq.{lease.bar}",
    }
    config: JsonObject = {
        "private": not is_rows,
        "broadcast": {"ack": False, "self": False},
        "presence": {"key": "", "enabled": False},
        "postgres_changes": [binding] if is_rows else [],
    }
    return {"access_token": lease.token, "config": config}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value: object) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _response(frame: Frame) -> JsonObject:
    return _object(_object(frame.payload).get("response"))
