"""The link: whether the server is reached, derived from real round trips and feed frames only.

A lamp shows it. It decides nothing about a sale: commands are sent, and time out, whatever it says.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from app.domain.errors import Rejected, TillError, Unreachable
from app.sync.ports import Answer, Clock, Gateway, JsonObject, PulseAnswer, Seen, SubmitAnswer

FRESH_S = 30.0
"""An answer or frame younger than this proves the link."""
GONE_S = 2.0
"""A server that calls do not even reach for so long is away, however fresh its last answer is."""
KEPT_STATES = 60
SHUT_OUT = "TLREV"
"""The refusal of a call that says: this till was shut out, or its bar is closed down."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class LinkState(StrEnum):
    """``unsure``: there is no fresh proof, or the last call failed, but not for long enough to call it an outage.

    ``shut``: the server is there and will not have this till; it takes commands all the same, and keeps them unbooked.
    """

    ONLINE = "online"
    UNSURE = "unsure"
    OFFLINE = "offline"
    SHUT = "shut"


class Link:
    """Online while the last authenticated answer or frame is fresh and nothing has failed since.

    A failure makes it unsure at once, and offline when the last proof is not fresh, or there never was one; also when
    calls have not reached the server at all for ``GONE_S`` (refused, no way there), unlike answers that only come late.
    Then only a word of the server makes it anything else: a call that comes back without one is no news.
    ``silence_s``: how long a till that asks nothing may hear nothing and still be called online. Who spaces the pulses
    sets it, so that pulses that are far apart by order (emergency) do not look like a bad line. ``feed_silence_s``: how
    long a feed that has joined may say nothing; it finds out by itself when it is dead.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard_at_s: float | None = None
        self._has_failed = False
        self._gone: tuple[float, float] | None = None
        """When the first and the last of the calls failed that did not reach the server, if nothing came since."""
        self._is_shut = False
        self._listeners: list[Callable[[], None]] = []
        self.silence_s = FRESH_S
        self.feed_silence_s = 0.0
        self.state = LinkState.UNSURE
        self._changed_at_s = clock.monotonic()
        self._states: deque[tuple[float, LinkState]] = deque([(clock.wall(), self.state)], maxlen=KEPT_STATES)

    @property
    def states(self) -> tuple[tuple[float, LinkState], ...]:
        """The last changes of ``state`` with their wall seconds, oldest first."""
        return tuple(self._states)

    @property
    def is_shut(self) -> bool:
        """Whether the server's last word was that this till is shut out. A line that fails since takes nothing back."""
        return self._is_shut

    @property
    def since(self) -> float:
        """Second since 1970, by this machine's clock as it is now, at which the state became what it is."""
        return self._clock.wall() - (self._clock.monotonic() - self._changed_at_s)

    @property
    def heard_s_ago(self) -> float | None:
        """Seconds since the last authenticated answer or frame; None before the first."""
        return None if self._heard_at_s is None else self._clock.monotonic() - self._heard_at_s

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change of ``state``; returns what ends it. A callback that fails ends nothing else."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def heard(self, *, even_if_shut: bool = False) -> None:
        """Note an authenticated answer. ``even_if_shut``: of a call that a shut-out till may make, too,
        so that it does not say that the till is let in again.
        """
        self._heard_at_s = self._clock.monotonic()
        self._has_failed, self._gone = False, None
        self._is_shut = self._is_shut and even_if_shut
        self.check()

    @property
    def has_failed(self) -> bool:
        """Whether the last call of the server failed."""
        return self._has_failed

    def heard_feed(self) -> None:
        """Note a frame of the feed: the line works. It does not say that the server answers calls that failed."""
        self._heard_at_s = self._clock.monotonic()
        self.check()

    def failed(self, error: TillError, *, even_if_shut: bool = False) -> None:
        """Note a call that failed. A refusal is an answer; no right to ask, or no common language, is none."""
        if isinstance(error, Rejected):
            self._is_shut = self._is_shut or error.code == SHUT_OUT
            self.heard(even_if_shut=even_if_shut or error.code == SHUT_OUT)
            return
        self._has_failed = True
        now_s = self._clock.monotonic()
        if isinstance(error, Unreachable) and error.params.get("reason"):
            self._gone = (self._gone[0] if self._gone else now_s), now_s
        elif not self._is_gone or not isinstance(error, Unreachable) or "sqlstate" in error.params:
            self._gone = None
        self.check()

    @property
    def _is_gone(self) -> bool:
        """Whether the calls have not reached the server for long enough to say that it is away."""
        return self._gone is not None and self._gone[1] - self._gone[0] >= GONE_S

    def check(self) -> None:
        """See whether time alone has changed the state."""
        state = self._judged()
        if state is not self.state:
            self.state, self._changed_at_s = state, self._clock.monotonic()
            self._states.append((self._clock.wall(), state))
            for callback in list(self._listeners):
                try:
                    callback()
                except Exception:  # else it would fail the call that was answered, or end ``watch`` for good
                    log.exception("a listener of the link failed")

    def _judged(self) -> LinkState:
        age_s, fresh_s = self.heard_s_ago, max(FRESH_S, self.feed_silence_s)
        if self._has_failed:
            is_fresh = age_s is not None and age_s < fresh_s
            return LinkState.UNSURE if is_fresh and not self._is_gone else LinkState.OFFLINE
        if self._is_shut:
            return LinkState.SHUT
        is_proven = age_s is not None and age_s < max(fresh_s, self.silence_s)
        return LinkState.ONLINE if is_proven else LinkState.UNSURE

    async def watch(self) -> None:
        """Check once a second, for ever."""
        while True:
            await self._clock.sleep(1.0)
            self.check()


class LinkedGateway:
    """A ``Gateway`` whose every call's end is told to the link, so that no caller can forget it."""

    def __init__(self, gateway: Gateway, link: Link) -> None:
        self._gateway = gateway
        self._link = link

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer:
        call = self._gateway.submit(ledger, seen, commands, timeout_s=timeout_s)
        return await self._told(call, even_if_shut=True)

    async def pulse(self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float) -> PulseAnswer:
        return await self._told(self._gateway.pulse(ledger, seen, status, timeout_s=timeout_s))

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        return await self._told(self._gateway.read(name, params, timeout_s=timeout_s))

    async def leave(self, *, timeout_s: float) -> None:
        await self._told(self._gateway.leave(timeout_s=timeout_s), even_if_shut=True)

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        return await self._told(self._gateway.open_ledger(ledger, timeout_s=timeout_s), even_if_shut=True)

    async def _told(self, call: Awaitable[T], *, even_if_shut: bool = False) -> T:
        try:
            answer = await call
        except TillError as error:
            self._link.failed(error, even_if_shut=even_if_shut)
            raise
        self._link.heard(even_if_shut=even_if_shut)
        return answer
