"""Real printers' threads beside real sales: however bad the printer, « vendu » comes as if there were none.

Nothing is timed. The turns of the event loop that a sale takes are counted, and compared with those without a printer;
and sales are made while the printer's thread is seen to be stuck in the middle of its own work.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.printers import Drawer, Printer, PrinterSettings, Transport
from app.domain.sale import exact_cash
from app.drivers.printing import ProfileFiles, Spooler, Times
from app.till.ports import PrintDevices
from app.till.printing import PrintState
from tests.printers import FakePrinter, nobody_there
from tests.spool import FakePaper
from tests.till.world import World

LONG = Times(step_s=60, probe_s=60)
SHORT = Times(step_s=1, probe_s=1)


@contextlib.contextmanager
def deaf() -> Iterator[str]:
    """A printer that accepts and never reads."""
    with FakePrinter(is_deaf=True) as printer:
        yield printer.address


@contextlib.contextmanager
def out_of_paper() -> Iterator[str]:
    with FakePrinter() as printer:
        printer.has_paper = False
        yield printer.address


@contextlib.contextmanager
def fine() -> Iterator[str]:
    with FakePrinter() as printer:
        yield printer.address


BAD = {"deaf": deaf, "off": nobody_there, "out of paper": out_of_paper, "fine": fine}


def settings(address: str) -> PrinterSettings:
    printer = Printer("bar", "Bar", Transport.NETWORK, address, drawer=Drawer.PIN_2, answers=True)
    return PrinterSettings((printer,), tickets="bar")


async def opened(profile: Path, times: Times, address: str | None) -> World:
    """Open a till with a real spooler, somebody at it; None: without a printer."""
    world = World()
    if address is not None:
        spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe, times)
        world.printing = PrintDevices(spooler, FakePaper(), ProfileFiles(profile))
    await world.boot()
    await world.sign_in()
    if address is not None:
        await world.till.printing.printers.use(settings(address))
    return world


@pytest.fixture
async def worlds() -> AsyncIterator[list[World]]:
    made: list[World] = []
    yield made
    for world in made:
        await world.close()


@pytest.mark.parametrize("bad", BAD)
async def test_a_sale_waits_for_the_same_with_any_printer_as_with_none(
    worlds: list[World], bad: str, tmp_path: Path
) -> None:
    """Turns of the loop from the tap to « vendu », counted; the drawer's errand is at the printer meanwhile."""
    with BAD[bad]() as address:
        turns = list[int]()
        for where in (None, address):
            world = await opened(tmp_path, LONG, where)
            worlds.append(world)
            world.tap("flag")
            paying = asyncio.ensure_future(world.checkout.pay(exact_cash(world.cart.total)))
            turns.append(0)
            while not paying.done():
                await asyncio.sleep(0)
                turns[-1] += 1
            assert paying.result().ticket == "C1-000001"

    assert turns[0] == turns[1]


async def test_vendu_comes_while_the_printer_is_stuck_and_so_do_the_next_sales(
    worlds: list[World], tmp_path: Path
) -> None:
    with FakePrinter(is_deaf=True) as stuck:
        world = await opened(tmp_path, LONG, stuck.address)
        worlds.append(world)
        first = await world.sell("flag")
        await world.until(lambda: stuck.calls == 2)  # the drawer, and the ticket
        sold = [first, *[await world.sell("flag") for _ in range(5)]]
        await world.settle()
        states = [world.till.printing.job(world.row(one.no).id) for one in sold]

        assert [one.ticket for one in sold] == [f"C1-{no:06d}" for no in range(1, 7)]
        assert all(job is not None and job.state is PrintState.PRINTING for job in states)
        assert stuck.calls == 2, (
            "it is stuck in the first ticket: nothing of what came after was at the printer"
        )


@pytest.mark.parametrize(("bad", "code"), [("deaf", "TLPSL"), ("off", "TLPOF"), ("out of paper", "TLPAP")])
async def test_what_the_bad_printer_did_not_print_is_on_the_list_with_its_reason_and_survives(
    worlds: list[World], bad: str, code: str, tmp_path: Path
) -> None:
    make: Callable[[], AbstractContextManager[str]] = BAD[bad]
    with make() as address:
        world = await opened(tmp_path, SHORT, address)
        worlds.append(world)
        for _ in range(2):
            await world.sell("flag")
        await world.until(lambda: len(world.till.printing.unprinted) == 2)
        assert [job.code for job in world.till.printing.unprinted] == [code, code]
        await world.clock.advance(2)
        await world.until(lambda: not world.till.printing._is_writing)
        await world.restart()

    assert [job.ticket.head.number for job in world.till.printing.unprinted] == ["C1-000001", "C1-000002"]
    with FakePrinter() as good:
        await world.till.printing.printers.use(settings(good.address))
        world.till.printing.retry_all()
        await world.until(lambda: not world.till.printing._jobs or not _waiting(world))
        assert not world.till.printing.unprinted
        assert good.printed.cuts == 2
        assert good.printed.kicks == []


def _waiting(world: World) -> list[object]:
    return [job for job in world.till.printing._jobs.values() if job.state is not PrintState.PRINTED]


async def test_a_good_printer_prints_and_opens_the_drawer(worlds: list[World], tmp_path: Path) -> None:
    with FakePrinter() as good:
        world = await opened(tmp_path, LONG, good.address)
        worlds.append(world)
        sold = await world.sell("flag")
        key = world.row(sold.no).id
        await world.until(lambda: _is_printed(world, key))

        assert good.printed.kicks == [2]
        assert good.printed.cuts == 1
        assert not (tmp_path / "unprinted.json").exists()


def _is_printed(world: World, key: str) -> bool:
    job = world.till.printing.job(key)
    return job is not None and job.state is PrintState.PRINTED


async def test_the_fallback_takes_over_from_a_dead_printer(worlds: list[World], tmp_path: Path) -> None:
    with nobody_there() as dead, FakePrinter() as good:
        world = await opened(tmp_path, LONG, dead)
        worlds.append(world)
        second = Printer("office", "Bureau", Transport.NETWORK, good.address)
        both = settings(dead).with_printer(second)
        await world.till.printing.printers.use(replace(both, fallback="office"))
        sold = await world.sell("flag")
        await world.until(lambda: _is_printed(world, world.row(sold.no).id))

        assert good.printed.text == "fr Bureau"
