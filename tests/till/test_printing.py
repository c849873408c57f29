"""When a ticket is printed, on which printer, as what; the drawer; what is not printed and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.printers import Kick, PrinterSettings, Report, When
from app.domain.sale import MobileMoney
from app.till.printing import PrintState
from app.till.sale_states import redeem_change
from tests.fakes import HoldReply, LoseReply
from tests.spool import DONE
from tests.till.counter_printers import (
    HALF,
    OFFICE,
    OUT,
    TICKETS,
    WITH_FALLBACK,
    Place,
    failed,
    place_with_printers,
)
from tests.till.world import ident


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with place_with_printers() as made:
        yield made


# --- when


async def test_a_ticket_is_printed_when_the_server_has_the_sale(place: Place) -> None:
    event = asyncio.Event()
    place.world.gateway.script("submit", HoldReply(event))
    key = await place.sell()
    await place.settle()
    assert place.state(key) is PrintState.WAITING
    assert place.spool.sheets == []

    event.set()
    await place.settle()
    assert place.state(key) is PrintState.PRINTING
    place.spool.report()
    place.spool.report()

    assert place.state(key) is PrintState.PRINTED
    assert place.spool.sheets == ["C1-000001"]


async def test_a_ticket_is_printed_when_the_counters_time_is_over_and_says_so(place: Place) -> None:
    place.world.gateway.script("submit", *[LoseReply()] * 9)
    await place.sell()
    await place.settle()
    assert place.spool.sheets == []

    await place.world.clock.advance(2.5)
    await place.settle()

    assert place.spool.sheets == ["C1-000001 offline"]


async def test_a_sale_that_was_refused_has_no_ticket(place: Place) -> None:
    row = await place.world.refuse("flag")

    assert place.state(row.id) is None
    assert place.spool.sheets == []
    assert place.spool.kicks == 1, "the guest had paid"


async def test_on_demand_nothing_is_printed_by_itself(place: Place) -> None:
    await place.printing.printers.use(replace(TICKETS, when=When.ON_DEMAND))
    key = await place.sell()
    await place.settle()
    assert (place.state(key), place.spool.sheets, place.printing.can_print) == (None, [], True)

    place.printing.print_row(key)
    assert place.spool.sheets == ["C1-000001"]


async def test_a_ticket_that_is_asked_for_at_once_waits_for_its_sale(place: Place) -> None:
    await place.printing.printers.use(replace(TICKETS, when=When.ON_DEMAND))
    event = asyncio.Event()
    place.world.gateway.script("submit", HoldReply(event))
    key = await place.sell()
    place.printing.print_row(key)
    place.printing.print_row(key)
    assert place.state(key) is PrintState.WAITING

    event.set()
    await place.settle()
    assert place.spool.sheets == ["C1-000001"]


@pytest.mark.parametrize("settings", [replace(TICKETS, when=When.NEVER), replace(TICKETS, tickets="")])
async def test_without_tickets_there_are_none(place: Place, settings: PrinterSettings) -> None:
    await place.printing.printers.use(settings)
    key = await place.sell()
    await place.settle()

    assert (place.state(key), place.spool.sheets, place.printing.can_print) == (None, [], False)


async def test_a_row_of_long_ago_that_comes_back_is_not_printed(place: Place) -> None:
    place.world.gateway.is_down = True
    await place.sell()
    await place.world.clock.advance(3)
    assert place.spool.sheets == ["C1-000001 offline"]
    place.printing._known.clear()
    await place.world.clock.advance(100)
    await place.sell("flag-60")
    await place.world.clock.advance(3)

    assert place.spool.sheets == ["C1-000001 offline", "C1-000002 offline"]


async def test_what_is_known_does_not_grow_for_ever(place: Place) -> None:
    place.printing._known.update(str(n) for n in range(2_000))
    await place.sell()

    assert len(place.printing._known) == 1


# --- the drawer


async def test_the_drawer_opens_with_the_sale_before_anything_is_sent(place: Place) -> None:
    place.world.gateway.script("submit", HoldReply(asyncio.Event()))
    await place.sell()

    assert [type(errand.work) for errand in place.spool.given] == [Kick]
    assert place.printing.printers.drawer.is_done


async def test_the_drawer_stays_shut_without_cash(place: Place) -> None:
    place.world.tap("flag")
    await place.world.checkout.pay((MobileMoney(500, "MTN MoMo"),))

    assert place.spool.kicks == 0


async def test_the_drawer_opens_for_change_that_is_fetched(place: Place) -> None:
    place.world.gateway.is_down = True
    command = redeem_change("sale", command_id="c", by=ident("Afi"), session="s")
    await place.world.outbox.append(command)

    assert place.spool.kicks == 1
    assert place.state("c") is None


async def test_a_till_without_a_drawer_kicks_nothing(place: Place) -> None:
    await place.printing.printers.use(PrinterSettings((OFFICE,), tickets="office"))
    await place.sell()
    await place.settle()

    assert (place.spool.kicks, place.spool.sheets) == (0, ["C1-000001"])


async def test_a_drawer_that_stays_shut_is_told(place: Place) -> None:
    heard = list[str]()
    stop = place.printing.printers.listen(lambda: heard.append("changed"))
    await place.sell()
    place.spool.report(Report("TLPOF"))
    assert (place.printing.printers.drawer.code, heard) == ("TLPOF", ["changed"])
    stop()

    await place.sell("flag-60")
    place.spool.waiting[-1].done(DONE)
    assert place.printing.printers.drawer.is_done
    assert heard == ["changed"]


# --- what fails


async def test_what_is_not_printed_stays_on_the_list_with_its_reason(place: Place) -> None:
    key = await failed(place)

    assert [(job.key, job.code, job.may_exist) for job in place.printing.unprinted] == [(key, "TLPAP", False)]
    assert place.state(key) is PrintState.FAILED


async def test_the_fallback_prints_what_the_other_could_not(place: Place) -> None:
    await place.printing.printers.use(WITH_FALLBACK)
    place.spool.reports = {"bar": OUT, "office": DONE}
    key = await place.sell()
    await place.settle()

    assert place.state(key) is PrintState.PRINTED
    assert [e.printer.key for e in place.spool.given if not isinstance(e.work, Kick)] == ["bar", "office"]
    assert place.spool.sheets == ["C1-000001", "C1-000001"]


async def test_what_may_be_on_paper_already_is_a_copy_on_the_fallback(place: Place) -> None:
    await place.printing.printers.use(WITH_FALLBACK)
    place.spool.reports = {"bar": HALF, "office": DONE}
    await place.sell()
    await place.settle()

    assert place.spool.sheets == ["C1-000001", "C1-000001 copy"]


async def test_when_both_fail_the_first_reason_is_said(place: Place) -> None:
    await place.printing.printers.use(WITH_FALLBACK)
    place.spool.reports = {"bar": OUT, "office": Report("TLPOF", was_sent=True)}
    await place.sell()
    await place.settle()

    assert [(job.code, job.may_exist) for job in place.printing.unprinted] == [("TLPAP", True)]


async def test_trying_again_prints_what_is_new_and_what_the_server_said_since(place: Place) -> None:
    place.world.gateway.is_down = True
    key = await failed(place)
    await place.world.clock.advance(3)
    assert place.spool.sheets == ["C1-000001 offline"]
    await place.world.come_back()

    place.spool.reports = {"bar": DONE}
    place.printing.print_row(key)
    await place.settle()

    assert place.spool.sheets[1:] == ["C1-000001"]
    assert place.printing.unprinted == ()


async def test_trying_again_what_was_half_printed_gives_a_copy(place: Place) -> None:
    key = await failed(place, HALF)
    place.printing.print_row(key)
    await place.settle()

    assert place.spool.sheets == ["C1-000001", "C1-000001 copy"]


async def test_everything_can_be_tried_again_at_once_in_order(place: Place) -> None:
    await failed(place)
    await place.sell("flag-60")
    await place.settle()
    assert len(place.printing.unprinted) == 2

    place.spool.reports = {"bar": DONE}
    place.printing.retry_all()
    await place.settle()

    assert place.spool.sheets[2:] == ["C1-000001", "C1-000002"]
    assert not place.printing.unprinted


async def test_a_ticket_that_is_thrown_away_is_gone_whatever_comes_of_it(place: Place) -> None:
    await place.printing.printers.use(WITH_FALLBACK)
    keys = [await place.sell(), await place.sell("flag-60")]
    await place.settle()
    first, second = (e for e in place.spool.waiting if not isinstance(e.work, Kick))
    place.printing.throw_away(keys[0])
    place.printing.throw_away("nothing")
    first.done(OUT)
    second.done(OUT)
    place.printing.throw_away(keys[1])
    place.spool.waiting[-1].done(OUT)

    assert place.printing.unprinted == ()


async def test_a_printer_that_was_taken_away_is_named_as_the_reason(place: Place) -> None:
    key = await failed(place)
    await place.printing.printers.use(PrinterSettings())
    place.printing.print_row(key)

    assert [job.code for job in place.printing.unprinted] == ["TLPNO"]
