"""A till with printers, somebody at it, for the tests of what it prints."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from app.domain.printers import Drawer, Printer, PrinterSettings, Report, Transport
from app.till.printing import Printing, PrintState
from tests.spool import Desk
from tests.till.world import World

BAR = Printer("bar", "Bar", Transport.NETWORK, "10.0.0.1", drawer=Drawer.PIN_2)
OFFICE = Printer("office", "Bureau", Transport.NETWORK, "10.0.0.2")
TICKETS = PrinterSettings((BAR, OFFICE), tickets="bar")
WITH_FALLBACK = replace(TICKETS, fallback="office")
OUT = Report("TLPAP")
HALF = Report("TLPAP", was_sent=True)


class Place:
    """A till with printers, somebody at it."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world, self.desk, self.spool, self.files = world, desk, desk.spool, desk.files

    @property
    def printing(self) -> Printing:
        """Of whichever till is open now."""
        return self.world.till.printing

    async def sell(self, *names: str) -> str:
        """Sell for exact cash; returns the command's id."""
        sold = await self.world.sell(*(names or ("flag",)))
        return self.world.row(sold.no).id

    async def settle(self) -> None:
        await self.world.settle()

    @property
    def kept(self) -> list[str]:
        """The keys of the tickets that are on disk."""
        tickets = self.files.kept["unprinted"]["tickets"]
        assert isinstance(tickets, list)
        return [part["key"] for part in tickets]

    def state(self, key: str) -> PrintState | None:
        job = self.printing.job(key)
        return job.state if job else None


@asynccontextmanager
async def place_with_printers() -> AsyncIterator[Place]:
    """Open a till whose tickets go to ``BAR``."""
    world, desk = World(), Desk()
    world.printing = desk.devices
    await world.boot()
    await world.sign_in()
    await world.till.printing.printers.use(TICKETS)
    yield Place(world, desk)
    await world.close()


async def failed(place: Place, report: Report = OUT) -> str:
    """Sell, and let the printer fail."""
    place.spool.reports = {"bar": report}
    key = await place.sell()
    await place.settle()
    return key
