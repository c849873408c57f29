"""What one socket says and is answered. Nothing that it sends ends the relay, or anybody else's socket.

Source: the protocol of Supabase Realtime and what its official clients require of a server, 2026.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from websockets.exceptions import ConnectionClosed

from app.server.relay.admission import UNREACHABLE, Admission, Admitted, Refused
from app.server.relay.allowance import Allowance
from app.server.relay.bar import Channel
from app.server.relay.changes import SUBSCRIBED
from app.server.relay.hub import SHUT_OUT, Hub
from app.server.relay.metrics import Metrics
from app.server.relay.settings import Clock
from app.server.relay.sockets import NOT_ALLOWED, Socket
from app.server.relay.tokens import BadToken
from app.sync.feed import BEAT
from app.sync.phoenix import (
    CHANGES,
    HEARTBEAT,
    JOIN,
    LEAVE,
    PHOENIX,
    REPLY,
    BadFrame,
    Frame,
    compact_json,
    decode,
)
from app.sync.ports import Json, JsonObject

NO_PARAMETERS = (
    "Unable to subscribe to changes with these parameters: [{asked}]. Updates of this bar's products are told"
)
_log = logging.getLogger(__name__)


class Conversation:
    """Hears a socket to its end."""

    def __init__(
        self,
        socket: Socket,
        hub: Hub,
        admission: Admission,
        clock: Clock,
        metrics: Metrics,
        allowance: Allowance,
    ) -> None:
        self._socket = socket
        self._hub = hub
        self._admission = admission
        self._clock = clock
        self._metrics = metrics
        self._allowance = allowance
        self._has_noted = False

    async def run(self) -> None:
        """Answer until the socket is closed, by whichever end."""
        try:
            while True:
                data = await self._socket.wire.recv()
                self._socket.heard_at = now = self._clock.monotonic()
                if self._allowance.take(now):
                    await self.hear(data)
                else:
                    self._turn_away()
        except ConnectionClosed:
            return

    def _turn_away(self) -> None:
        """Close one that says too much; what it still says until it is gone is not looked at."""
        if not self._socket.is_closing:
            self._metrics.floods.inc()
            self._hub.close(self._socket, NOT_ALLOWED, "too many messages")

    async def hear(self, data: str | bytes) -> None:
        """Answer one frame; what is none is dropped."""
        if data == BEAT and self._socket.wire.subprotocol:
            self._answer_beat()
            return
        try:
            frame = decode(data, self._socket.version)
        except BadFrame as problem:
            self._note(str(problem))
            return
        if frame.topic == PHOENIX:
            if frame.event == HEARTBEAT:
                self._reply(frame, "ok", self._marks())
        elif frame.event == JOIN:
            await self._join(frame)
        else:
            await self._hear_of_channel(frame)

    def _note(self, problem: str) -> None:
        """Write down what was no frame, once for each socket."""
        self._metrics.dropped.inc()
        if not self._has_noted:
            self._has_noted = True
            _log.debug("a frame is dropped, and more like it: %s", problem)

    # --- joining

    async def _join(self, frame: Frame) -> None:
        former = self._socket.channels.get(frame.topic)
        if former is not None:
            self._hub.end(former)
        try:
            await self._admit(frame)
        except Refused as refused:
            self._metrics.joins.labels(refused.code).inc()
            await self._admission.hesitate()
            self._reply(frame, "error", {"reason": str(refused)})

    async def _admit(self, frame: Frame) -> None:
        join_ref = frame.join_ref if frame.join_ref is not None else frame.ref
        async with self._admission.to_channel(self._socket, frame.topic, frame.payload) as admitted:
            channel = self._channel_of(frame.topic, join_ref, admitted)
            self._socket.has_joined = True
            self._hub.join(channel)
        self._metrics.joins.labels("ok").inc()
        response: dict[str, Json] = {"postgres_changes": [one.echo() for one in admitted.asked]}
        if self._socket.wire.subprotocol:
            response |= {
                "epoch": channel.bar.epoch,
                "rev": channel.bar.mark[0],
                "topics": channel.bar.mark[1],
            }
        self._reply(frame, "ok", response, join_ref)
        if admitted.bindings:
            self._hub.say(channel, "ok", SUBSCRIBED, CHANGES)
        elif admitted.asked:
            asked = "; ".join(one.words() for one in admitted.asked)[:500]
            self._hub.say(channel, "error", NO_PARAMETERS.format(asked=asked), CHANGES)

    def _channel_of(self, topic: str, join_ref: str | None, admitted: Admitted) -> Channel:
        return Channel(
            socket=self._socket,
            topic=topic,
            join_ref=join_ref,
            bar=admitted.bar,
            till=admitted.till,
            token=admitted.token,
            expires_at=admitted.expires_at,
            is_private=admitted.is_private,
            bindings=admitted.bindings,
        )

    # --- in a channel

    async def _hear_of_channel(self, frame: Frame) -> None:
        channel = self._socket.channels.get(frame.topic)
        if channel is None:
            is_leaving = frame.event == LEAVE
            answer: JsonObject = {} if is_leaving else {"reason": "unmatched topic"}
            self._reply(frame, "ok" if is_leaving else "error", answer)
            return
        match frame.event:
            case "phx_leave":
                self._reply(frame, "ok", {}, channel.join_ref)
                self._hub.end(channel)
            case "access_token":
                await self._take_token(channel, frame.payload)
            case "broadcast":
                reason = f"Unauthorized: You do not have permissions to write to this Channel topic: {_name(channel)}"
                self._reply(frame, "error", {"reason": reason}, channel.join_ref)
            case _:  # presence: there is none, and nobody misses it
                self._reply(frame, "ok", {}, channel.join_ref)

    async def _take_token(self, channel: Channel, payload: Json | bytes) -> None:
        """Let a channel go on with another token; what is no token of ours is as if it had not come."""
        token = payload.get("access_token") if isinstance(payload, Mapping) else None
        if not isinstance(token, str) or token.startswith("sb_") or token == channel.token:
            return
        try:
            claims = await self._admission.again(channel, token)
        except BadToken as bad:
            self._hub.end(channel, bad.text)
        except Refused as refused:
            if refused.code != UNREACHABLE:  # nobody can say now; the token that it has still holds
                self._hub.end(channel, f"{SHUT_OUT}: {_name(channel)}")
        else:
            channel.token, channel.expires_at = token, claims.expires_at

    # --- answers

    def _reply(self, frame: Frame, status: str, response: JsonObject, join_ref: str | None = None) -> None:
        payload: JsonObject = {"status": status, "response": response}
        reference = join_ref if join_ref is not None else frame.join_ref
        self._hub.send(self._socket, Frame(frame.topic, REPLY, payload, frame.ref, reference))

    def _mark(self) -> tuple[int, int]:
        """Return where the bar of a socket of the short form is."""
        return next((channel.bar.mark for channel in self._socket.channels.values()), (0, 0))

    def _answer_beat(self) -> None:
        """Say where the bar is, or that it is where it was at the last beat."""
        mark, before = self._mark(), self._socket.mark
        self._socket.mark = mark
        self._hub.write(self._socket, BEAT if mark == before else compact_json(list(mark)))

    def _marks(self) -> JsonObject:
        """Return where each bar is that the socket listens to; nothing when there is none."""
        bars = {channel.bar.id: list(channel.bar.mark) for channel in self._socket.channels.values()}
        return {"bars": bars} if bars else {}


def _name(channel: Channel) -> str:
    return channel.topic.removeprefix("realtime:")
