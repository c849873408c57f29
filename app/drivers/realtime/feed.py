"""The supervisor of the realtime socket: connects when there is a lease, comes back when it is lost, never gives up.

``websockets`` is imported with the first connection: the people are on the screen before it.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Never
from urllib.parse import parse_qs, quote, urlsplit

from app import __version__
from app.domain.address import stays_on_this_machine
from app.drivers.realtime.endings import Ended, Lost, Refused, TokenRefused, Withdrawn, Woke, of_upgrade
from app.drivers.realtime.timings import Timings
from app.sync.backoff import Backoff, wait_for_event
from app.sync.feed import SUBPROTOCOL
from app.sync.lease import PRIVATE, ROW_CHANGES, Lease
from app.sync.live import FeedListener, FeedState
from app.sync.phoenix import Version
from app.sync.ports import Clock

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

LARGEST_FRAME = 6 * 2**20
PATH = "/realtime/v1/websocket"
USUAL = Timings()

log = logging.getLogger(__name__)


class RealtimeFeed:
    """Implements ``Feed``. ``trust(url)``: the certificates to believe for a ``wss`` address; None: the system's.
    ``count(bytes in, bytes out)`` is told of every frame.
    """

    def __init__(
        self,
        clock: Clock,
        random: Random,
        *,
        timings: Timings = USUAL,
        trust: Callable[[str], ssl.SSLContext | None] = lambda _: None,
        count: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        self._clock, self._random, self._timings = clock, random, timings
        self._trust, self._count = trust, count
        self._backoff = Backoff(random, first_s=timings.first_s, most_s=timings.most_s)
        self._listener: FeedListener | None = None
        self._lease: Lease | None = None
        self._withdrawals = 0
        self._offered = asyncio.Event()
        self.silence_s = timings.silence_s
        self.state = FeedState.OFF

    def offer(self, lease: Lease) -> None:
        self._lease = lease
        self._offered.set()

    def withdraw(self, state: FeedState) -> None:
        self._lease = None
        self._withdrawals += 1
        self._offered.set()  # a rest ends at once, to wait for a lease
        self._show(state)

    async def run(self, listener: FeedListener) -> Never:
        self._listener = listener
        while True:
            lease = await self._granted()
            try:
                await self._stay(lease)
            except Withdrawn:
                continue
            except Ended as ended:
                log.info("realtime: %s", ended)
                await self._after(ended, lease)
            except Exception:
                log.exception("the realtime client failed")
                await self._pause(FeedState.BACKOFF, self._timings.most_s)

    async def _granted(self) -> Lease:
        while self._lease is None:
            self._offered.clear()
            await self._offered.wait()
        return self._lease

    async def _stay(self, lease: Lease) -> Never:
        """Connect and stay connected; raises an ``Ended`` when that is over."""
        from app.drivers.realtime.session import Session

        assert self._listener is not None
        self._show(FeedState.CONNECTING)
        socket = await self._connect(lease)
        began_s = self._clock.monotonic()
        try:
            self._show(FeedState.OPEN)
            is_short = socket.subprotocol == SUBPROTOCOL
            self.silence_s = self._timings.longest_silence_s if is_short else self._timings.silence_s
            session = Session(
                socket,
                lease=lambda: self._lease,
                listener=self._listener,
                show=self._show,
                version=_version(lease),
                is_short=is_short,
                clock=self._clock,
                random=self._random,
                timings=self._timings,
                count=self._count,
            )
            await session.run()
        finally:
            if self._clock.monotonic() - began_s >= self._timings.stable_s:
                self._backoff.reset()
            self._listener.lost()
            await self._drop(socket)

    async def _connect(self, lease: Lease) -> ClientConnection:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI
        from websockets.typing import Subprotocol

        url, is_near = _address(lease), stays_on_this_machine(lease.url)
        try:
            return await connect(
                url,
                additional_headers=None if lease.key else {"x-api-key": lease.token},
                subprotocols=[Subprotocol(SUBPROTOCOL)] if _is_relay(lease) else None,
                compression=None if _is_relay(lease) else "deflate",
                open_timeout=self._timings.open_s,
                close_timeout=0.5,
                ping_interval=None,
                max_size=LARGEST_FRAME,
                user_agent_header=f"BarTender/{__version__}",
                ssl=self._trust(url) if url.startswith("wss:") else None,
                proxy=None if is_near else True,
            )
        except InvalidStatus as error:
            raise of_upgrade(error) from error
        except InvalidURI as error:
            raise Refused("no address") from error
        except (OSError, TimeoutError, InvalidHandshake, EOFError) as error:
            raise Lost(type(error).__name__) from error

    async def _drop(self, socket: ClientConnection) -> None:
        """End the connection: politely if the other side listens, but never for longer than a moment."""
        if self._lease is None:
            with suppress(Exception):
                await socket.close()
        socket.transport.abort()

    async def _after(self, ended: Ended, lease: Lease) -> None:
        """Wait as long as the end of the last connection asks for."""
        timings = self._timings
        match ended:
            case Woke():
                return
            case TokenRefused():
                await self._wait_for_token(lease)
            case Refused():
                await self._pause(FeedState.REFUSED, self._random.uniform(*timings.refused_s))
            case Lost(is_restart=True):
                await self._pause(FeedState.BACKOFF, self._random.uniform(0.0, timings.restart_s))
            case _:
                await self._pause(FeedState.BACKOFF, self._backoff.next_s())

    async def _wait_for_token(self, lease: Lease) -> None:
        """Ask for another token and wait for it; in any case so long as not to ask for ever."""
        assert self._listener is not None
        self._show(FeedState.AUTH_WAIT)
        self._listener.token_wanted()
        least_s = self._backoff.next_s()
        while self._lease is lease:
            self._offered.clear()
            await self._offered.wait()
        await self._pause(FeedState.AUTH_WAIT, least_s)

    async def _pause(self, state: FeedState, seconds: float) -> None:
        """Wait while there is a lease; a machine that slept has waited enough, unless it was refused."""
        self._show(state)
        until_s = self._clock.monotonic() + seconds
        apart_s = self._clock.wall() - self._clock.monotonic()
        withdrawals = self._withdrawals
        while self._withdrawals == withdrawals and (left_s := until_s - self._clock.monotonic()) > 0:
            self._offered.clear()
            await wait_for_event(self._clock, self._offered, min(left_s, self._timings.tick_s))
            is_woken = abs(self._clock.wall() - self._clock.monotonic() - apart_s) > self._timings.jump_s
            if is_woken and state is FeedState.BACKOFF:
                return

    def _show(self, state: FeedState) -> None:
        if state is not self.state:
            self.state = state
            if self._listener is not None:
                self._listener.state_changed()


def _is_relay(lease: Lease) -> bool:
    return lease.kind not in (PRIVATE, ROW_CHANGES)


def _version(lease: Lease) -> Version:
    return Version.V2 if _is_relay(lease) else Version.V1


def _address(lease: Lease) -> str:
    """Return where to connect: the site's address with the path, the version and the public key that it wants."""
    parts = urlsplit(lease.url)
    path = parts.path if parts.path.endswith("/websocket") else parts.path.rstrip("/") + PATH
    asked = parse_qs(parts.query)
    query = [f"{name}={quote(value)}" for name, values in asked.items() for value in values if name != "vsn"]
    query += [f"vsn={_version(lease)}", *([f"apikey={quote(lease.key)}"] if lease.key else [])]
    return parts._replace(path=path, query="&".join(query)).geturl()
