"""What may happen in a history. Each step takes any number, which picks among what there is."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar

from app.sync.ports import (
    Command,
    Door,
    State,
)
from tests.fakes import MemoryLedger, let_tasks_run
from tests.sync.bar_model import PRODUCTS
from tests.sync.cache_world import STOCK
from tests.sync.history_network import Network, Request
from tests.sync.history_till import TURNS, HistoryTill

T = TypeVar("T")


class HistorySteps(HistoryTill):
    """What may happen between a till and its server."""

    async def enrol(self) -> None:
        """Begin as an enrolled till that has read the stock once."""
        self.server.open_ledger("ledger-1")
        await self.start()
        await self.outbox.registered(0)
        await self.good_line(0)
        await self.clock.advance(3)

    async def tap(self, which: int) -> None:
        self._ids += 1
        names = PRODUCTS[which % 3 : which % 3 + 1 + which // 3 % 2]
        body = dict.fromkeys(names, 1 + which // 6 % 3)
        door = Door.SERVED if which // 18 % 4 == 0 else Door.COUNTER
        await self.outbox.append(Command(f"sale-{self._ids}", "take", 1, body, door))

    async def send(self, which: int) -> None:
        if self._attempt is None or self._attempt.done():
            self._attempt = self.spawn(self._send(), "send")

    async def arrive(self, which: int) -> None:
        if self.network.requests:
            _pick(self.network.requests, which).serve()

    async def reply(self, which: int) -> None:
        if self.network.requests:
            self._deliver(_pick(self.network.requests, which))

    def _deliver(self, request: Request) -> None:
        """Give the till the answer.

        It makes one call at a time, so no answer is overtaken by one of a later epoch: what is under way of an epoch
        that the till has not met yet is lost then. Answers of its past may come at any time.
        """
        request.serve()
        met = (request.served_in, self.outbox.epoch, *self.outbox.past_epochs)
        for other in tuple(self.network.requests):
            if other.is_served and other.served_in not in met:
                other.fail()
        request.deliver()

    async def replies_together(self, which: int) -> None:
        for request in tuple(self.network.requests)[: 2 + which % 2]:
            self._deliver(request)

    async def good_line(self, which: int) -> None:
        """For a while everything arrives and is answered."""
        for _ in range(2 + which % 3):
            for request in tuple(self.network.requests):
                self._deliver(request)
            await let_tasks_run(TURNS)

    async def lose(self, which: int) -> None:
        """The till gives up; the call, or its reply, is lost, or the call still reaches the server later."""
        if self.network.requests:
            request = _pick(self.network.requests, which)
            request.fail()
            if not request.is_served and which % 2:
                self.network.orphans.append(request)

    async def late_arrival(self, which: int) -> None:
        if self.network.orphans:
            orphan = _pick(self.network.orphans, which)
            self.network.orphans.remove(orphan)
            orphan.serve()

    async def deadline(self, which: int) -> None:
        """A guest who has waited too long leaves with the drink."""
        for row in self.outbox.unsent():
            if row.state is State.WAITING and row.door is Door.COUNTER:
                await self.outbox.mark_served(row.no)
                return

    async def foreign(self, which: int) -> None:
        qty = 1 + which // 3 % 3
        self.server.foreign(PRODUCTS[which % 3], qty if which // 9 % 3 == 0 else -qty)

    async def announce(self, which: int) -> None:
        self.server.announce()

    async def event(self, which: int) -> None:
        """An event comes, perhaps not the first, perhaps again later."""
        if self.server.feed:
            message = _pick(self.server.feed, which)
            self.follower.receive(message)
            if which % 3:
                self.server.feed.remove(message)

    async def lose_event(self, which: int) -> None:
        if self.server.feed:
            self.server.feed.remove(_pick(self.server.feed, which))

    async def poll(self, which: int) -> None:
        self.spawn(self._beat(), "pulse")

    async def read(self, which: int) -> None:
        self.cache.invalidate(STOCK)

    async def pass_time(self, which: int) -> None:
        await self.clock.advance((0.1, 0.5, 3.0)[which % 3])

    async def purge(self, which: int) -> None:
        await self.outbox.purge(self.cache.contains)

    async def retry_refused(self, which: int) -> None:
        for row in self.outbox.rows():
            if row.state is State.REFUSED and row.kind == "take":
                await self.outbox.retry(row.no)
                return

    async def restart_till(self, which: int) -> None:
        await self._crash()
        await self.start()

    async def restart_server(self, which: int) -> None:
        for request in tuple(self.network.requests):
            request.fail()
        self.network.orphans.clear()

    async def restart_relay(self, which: int) -> None:
        self.server.forget_what_was_told()

    async def back_up(self, which: int) -> None:
        self.backups.append(self.server.backup())

    async def restore(self, which: int) -> None:
        """An administrator restores a backup. What is under way is of the epoch before."""
        if self.backups:
            self.server.restore(_pick(self.backups, which), by_admin=True)

    async def restore_in_silence(self, which: int) -> None:
        """The disk of the server comes back as it once was; connections and the relay's memory are gone."""
        if self.backups:
            await self.restart_server(which)
            self.server.feed.clear()
            self.server.restore(_pick(self.backups, which), by_admin=False)

    async def copy_ledger(self, which: int) -> None:
        self.copies.append(copy.deepcopy(self.disk))

    async def old_ledger(self, which: int) -> None:
        """The till's disk comes back as it once was."""
        if self.copies:
            await self._crash()
            old = copy.deepcopy(_pick(self.copies, which))
            if old.meta.next_no < self._given.get(old.meta.ledger, 1):
                self._copied = old.meta.ledger
            self.disk = old
            await self.start()

    async def lose_ledger(self, which: int) -> None:
        """The ledger is gone, or broken and its rows were brought over."""
        await self._crash()
        if which % 2:
            self._ledgers += 1
            self.disk = MemoryLedger(f"ledger-{self._ledgers}")
            self.disk.trouble = "lost"
        else:
            self.disk.trouble = "salvaged"
        self.counts.ledgers += 1
        await self.start()

    async def _crash(self) -> None:
        await self.stop()
        for request in self.network.requests:
            if not request.is_served:
                self.network.orphans.append(request)
        orphans = self.network.orphans
        self.network = Network(self.server)
        self.network.orphans = orphans

    # The invariant


def _pick(things: Sequence[T], which: int) -> T:
    return things[which % len(things)]
