"""Random evenings of a bar that listens: sales, deliveries, cut and mute lines, frames that are lost, doubled, late or
in the wrong order, each program restarted, the database killed and restored from a backup.

At each quiet point every screen must equal the database; at every moment each till must show the shelf of some revision
less exactly those sales of its own that are not in it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from app.domain.errors import TillError
from app.domain.sale import exact_cash
from app.server.backup import backup, restore
from app.server.binaries import Binaries
from tests.e2e.live_bar import LiveBar, Seat
from tests.e2e.web_line import Faults
from tests.fixtures_postgres import TILL_PASSWORD

STEPS = {
    "sell": 60,
    "deliver": 8,
    "change_price": 2,
    "spoil_frames": 6,
    "mend_frames": 3,
    "cut_till": 5,
    "mute_till": 2,
    "mend_tills": 6,
    "cut_web": 3,
    "mute_web": 2,
    "mend_web": 6,
    "cut_relay": 2,
    "mute_relay": 1,
    "mend_relay": 5,
    "restart_relay": 2,
    "restart_till": 2,
    "kill_postgres": 1,
    "backup": 1,
    "restore": 1,
}


class History:
    """``play(steps)`` one; ``counts`` says what happened."""

    def __init__(self, bar: LiveBar, binaries: Binaries, draw: Random) -> None:
        self._bar, self._binaries, self._draw = bar, binaries, draw
        self._file = bar.folder / "backup.dump"
        self._has_backup = False
        self.counts: Counter[str] = Counter()

    async def play(self, steps: int) -> None:
        """Do so many random steps, with a quiet point after every fortieth and at the end."""
        for number in range(1, steps + 1):
            await self._step()
            await asyncio.sleep(self._draw.uniform(0.0, 0.06))
            if number % 40 == 0 or number == steps:
                await self._bar.become_quiet()
                self.counts["quiet_points"] += 1

    async def _step(self) -> None:
        [name] = self._draw.choices(list(STEPS), weights=list(STEPS.values()))
        step: Callable[[], Awaitable[None]] = getattr(self, f"_{name}")
        await step()
        self.counts[name] += 1
        for seat in self._bar.seats:
            self._bar.sample(seat.number)

    def _seat(self) -> Seat:
        return self._draw.choice(self._bar.seats)

    async def _sell(self) -> None:
        till = self._seat().till
        try:
            for product in self._draw.sample(self._bar.products, self._draw.randint(1, 2)):
                till.checkout.tap(product, self._draw.randint(1, 3))
            await till.checkout.pay(exact_cash(till.checkout.cart.total))
        except TillError as error:
            self.counts[f"not sold: {error.code}"] += 1
            till.checkout.clear()

    async def _deliver(self) -> None:
        db = await self._bar.database()
        await db.execute(
            "select logic.adjust_stock($1, $2, $3, 'supply')",
            *(self._bar.bar, self._draw.choice(self._bar.products), self._draw.randint(1, 24)),
        )
        await db.close()

    async def _change_price(self) -> None:
        db = await self._bar.database()
        product, price = self._draw.choice(self._bar.products), self._draw.choice((500, 550, 600))
        await db.execute("select logic.set_price($1, $2, $3)", self._bar.bar, product, price)
        await db.close()

    async def _spoil_frames(self) -> None:
        draw = self._draw.random
        self._bar.web.faults = Faults(
            lost=draw() / 2, doubled=draw() / 2, swapped=draw() / 2, late=draw() / 2
        )

    async def _mend_frames(self) -> None:
        self._bar.web.faults = Faults()

    async def _cut_till(self) -> None:
        self._seat().line.cut()

    async def _mute_till(self) -> None:
        self._seat().line.go_mute()

    async def _mend_tills(self) -> None:
        for seat in self._bar.seats:
            seat.line.mend()

    async def _cut_web(self) -> None:
        self._bar.web.cut()

    async def _mute_web(self) -> None:
        self._bar.web.go_mute()

    async def _mend_web(self) -> None:
        self._bar.web.is_up = True

    async def _cut_relay(self) -> None:
        self._bar.relay_line.cut()

    async def _mute_relay(self) -> None:
        self._bar.relay_line.go_mute()

    async def _mend_relay(self) -> None:
        self._bar.relay_line.mend()

    async def _restart_relay(self) -> None:
        self._bar.relay_line.mend()
        await self._bar.stop_relay()
        await self._bar.start_relay()

    async def _restart_till(self) -> None:
        seat = self._seat()
        await seat.close()
        await seat.open()

    async def _kill_postgres(self) -> None:
        server = self._bar.postgres.server
        with ThreadPoolExecutor(1) as aside:
            await asyncio.get_running_loop().run_in_executor(aside, server.kill)
            await asyncio.get_running_loop().run_in_executor(aside, server.start)

    async def _backup(self) -> None:
        await backup(self._binaries, self._bar.postgres.database.superuser_url, self._file)
        self._has_backup = True

    async def _restore(self) -> None:
        """Whatever was booked since the backup comes back from the tills. Nobody reaches the database meanwhile, so
        that what the old epoch's said is known.
        """
        if not self._has_backup:
            return
        for line in [seat.line for seat in self._bar.seats] + [self._bar.relay_line]:
            line.cut()
        db = await self._bar.database()
        await self._bar.truth.look(db, self._bar.bar)
        await db.close()
        url = self._bar.postgres.database.superuser_url
        await restore(self._binaries, url, self._file, till_password=TILL_PASSWORD)
        self._has_backup = False
        self._bar.mend()
