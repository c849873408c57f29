"""One till, whole: what the window, the headless till and the tests hold in their hand. Made by ``app/build.py``."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import DeviceFailed, Rejected, TillError, Unreachable
from app.domain.frozen import frozen
from app.sync.cache import Cache
from app.sync.link import SHUT_OUT, Link, LinkState
from app.sync.live import Live
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import Answer, Clock, Envelope, Gateway, Json, Spawn
from app.sync.sender import Sender
from app.sync.traffic import Meter
from app.till.after_sale import AfterSale
from app.till.bar import BarView
from app.till.carts import Carts
from app.till.checkout import Checkout
from app.till.copies import Copies
from app.till.diagnostics import as_json, report_of
from app.till.favourites import Favourites
from app.till.own_changes import OwnChanges
from app.till.printing import Printing
from app.till.queries import BOOTSTRAP, READ_TIMEOUT_S, STOCK
from app.till.session import Session
from app.till.team_desk import TeamDesk

log = logging.getLogger(__name__)

POLL_S = 0.01
TIDY_S = 300.0
LEAVE_TIMEOUT_S = 0.5
NOT_READY = (
    "this till does not know its bar yet: the server has not told it who works there and what it sells"
)


@frozen
class Till:
    """The parts of one till. Nothing here knows a window."""

    bar: BarView
    session: Session
    checkout: Checkout
    carts: Carts
    outbox: Outbox
    sender: Sender
    link: Link
    cache: Cache
    pulse: Pulse
    printing: Printing
    gateway: Gateway
    clock: Clock
    spawn: Spawn
    meter: Meter
    """What this till has put on the wire today."""
    after: AfterSale
    team: TeamDesk
    favourites: Favourites
    copies: Copies
    hang_up: Callable[[], None] = lambda: None
    """Ends the connection to the server, if there is one."""
    live: Live | None = None
    """Who listens to what changes; None for a till that only asks."""

    async def start(self) -> None:
        """Bring back what is on disk, then begin to talk. Selling is possible when it returns, network or not."""
        await self.restore()
        self.begin()

    async def restore(self) -> None:
        """Bring back what is on disk. Selling is possible when it returns; ``begin`` is next."""
        self.bar.listen(self._bar_changed)
        self._ask_again_when_let_in()
        self._clear_after_each_person()
        self.outbox.listen(OwnChanges(self.outbox, self.cache).look)
        await self.cache.restore()
        await self.carts.restore()
        await self.printing.restore()
        await self.favourites.restore()
        await self.copies.restore()

    def begin(self) -> None:
        """Begin to talk with the server, in the background."""
        self.spawn(self.sender.run(), "sender")
        self.spawn(self.link.watch(), "link")
        self.spawn(self._begin(), "begin")
        self.spawn(self._tidy(), "tidy")
        if self.copies.is_possible:
            self.spawn(self.copies.run(), "copies")

    async def _begin(self) -> None:
        """Fill an empty cache with one call, then keep it fresh. The server must know our ledger first."""
        await self._registered()
        if not self.bar.is_ready or self.cache.base(STOCK) is None:
            try:
                await self._bootstrap()
            except TillError as error:
                log.info("no bootstrap yet: %s", error.code)
            except Exception:
                log.exception("the bootstrap failed; each part is asked for by itself")
        # The pulse first: what it confirms of yesterday's snapshots is not read again.
        await self.pulse.first()
        self.bar.mount()
        self.spawn(self.pulse.run(), "pulse")
        if self.live is not None:
            self.spawn(self.live.run(), "realtime")

    def _ask_again_when_let_in(self) -> None:
        """Read what the server refused while this till was shut out, once it no longer is."""
        was_shut = self.link.is_shut

        def look() -> None:
            nonlocal was_shut
            if was_shut and not self.link.is_shut:
                self.cache.invalidate(())
            was_shut = self.link.is_shut

        self.link.listen(look)

    def _clear_after_each_person(self) -> None:
        """Take what only the person who leaves might see off this till."""
        person = self.session.person

        def look() -> None:
            nonlocal person
            before, person = person, self.session.person
            if before is not None and (person is None or person.id != before.id):
                self.spawn(self.cache.sign_out(), "clear what was somebody's own")

        self.session.listen(look)

    async def _tidy(self) -> None:
        """Forget what every snapshot contains, now and then."""
        while True:
            await self.clock.sleep(TIDY_S)
            try:
                await self.outbox.purge(self.cache.contains)
            except DeviceFailed as error:
                log.warning("the ledger could not be tidied: %s", error.code)

    async def _registered(self) -> None:
        told = asyncio.Event()
        stop = self.outbox.listen(told.set)
        while not self.outbox.is_registered and not self.outbox.is_read_only:
            await told.wait()
            told.clear()
        stop()

    async def _bootstrap(self) -> None:
        answer = await self.gateway.read("bootstrap", {}, timeout_s=READ_TIMEOUT_S)
        parts = answer.rows
        if not isinstance(parts, dict):
            return
        for key in BOOTSTRAP:
            name = str(key[0])
            await self.cache.receive(key, Answer(self._marks(answer, name), parts.get(name)))

    @staticmethod
    def _marks(answer: Answer, name: str) -> Envelope:
        marks = answer.envelope
        topic_rev = marks.rev if name == "stock" else marks.topics.get(name)
        return replace(marks, topic_rev=topic_rev)

    def used(self) -> None:
        """Note that somebody does something here: a line that has died is noticed sooner then."""
        if self.live is not None:
            self.live.used()

    async def leave(self) -> None:
        """Give the place among those that listen to another till, if the server answers at once."""
        if self.live is not None and self.live.has_lease and self.link.state is LinkState.ONLINE:
            with contextlib.suppress(TillError):
                await self.gateway.leave(timeout_s=LEAVE_TIMEOUT_S)

    async def finish(self) -> None:
        """Let end what goes on behind people's backs and is worth keeping; to be called before background tasks end."""
        await self.session.finish()

    async def close(self) -> None:
        """Stop talking and put everything on disk. Unsent work stays there for the next start."""
        self.bar.close()
        await self.leave()
        self.hang_up()
        await self.carts.flush()
        await self.copies.finish()
        await self.cache.close()
        await self.printing.close()
        await self.outbox.close()

    def _bar_changed(self, topic: str) -> None:
        bar = self.bar.bar()
        if topic == "settings" and bar is not None:
            self.sender.counter_deadline_s = bar.counter_deadline_s

    async def refresh(self, timeout_s: float) -> None:
        """Ask the server for the stock now. Raises the gateway's errors, Unreachable after ``timeout_s`` seconds."""
        self.cache.invalidate(STOCK)
        self.cache.refetch(STOCK)
        if not await self._until(lambda: not self.cache.is_fetching(STOCK), timeout_s):
            raise Unreachable("TLNET", {"timed_out": True})
        if isinstance(error := self.cache.query(STOCK).error, TillError):
            raise error

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until people, products and their stock are known, be it from yesterday's snapshot.

        Raises Rejected ``TLREV`` for a till that is shut out, Unreachable when the server has not told them in time.
        """
        if not await self._until(lambda: self._is_stocked() or self.link.is_shut, timeout_s):
            raise Unreachable("TLNET", {"timed_out": True, "reason": NOT_READY, "link": self.link.state})
        if not self._is_stocked():
            raise Rejected(SHUT_OUT)

    def _is_stocked(self) -> bool:
        return self.bar.is_ready and self.bar.has_tiles and self.cache.base(STOCK) is not None

    async def wait_idle(self, timeout_s: float) -> bool:
        """Wait until every command is judged and contained in the shown stock; False when the time is over first."""
        end = self.clock.monotonic() + timeout_s
        if not await self._until(lambda: not self.outbox.summary().waiting_count, timeout_s):
            return False
        if not self._is_contained():
            try:
                await self.refresh(end - self.clock.monotonic())
            except TillError:
                return False
        return await self._until(self._is_contained, end - self.clock.monotonic())

    def _is_contained(self) -> bool:
        return all(self.cache.contains(row, on_disk=False, key=STOCK) for row in self.outbox.open_rows())

    async def _until(self, is_done: Callable[[], bool], timeout_s: float) -> bool:
        end = self.clock.monotonic() + timeout_s
        while not is_done():
            if self.clock.monotonic() >= end:
                return False
            await self.clock.sleep(POLL_S)
        return True

    def status(self) -> dict[str, Json]:
        """Return what a person who helps from afar asks for first."""
        summary = self.outbox.summary()
        return {
            "till": self.bar.till_code,
            "person": self.session.person.name if self.session.person else None,
            "offline_session": self.session.is_offline,
            "is_online": self.link.state is LinkState.ONLINE,
            "ledger": self.outbox.ledger,
            "epoch": self.outbox.epoch,
            "rev": self.bar.revision,
            "sender": self.sender.state,
            "waiting": summary.waiting_count,
            "waiting_amount": summary.waiting_amount,
            "refused": summary.refused_count,
            **as_json(report_of(self)),
        }
