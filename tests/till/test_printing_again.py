"""Tickets that are printed again, what is kept of them on disk, and the setting up of printers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import DeviceFailed
from app.domain.printers import Found, Kick, PrinterSettings, Report, Transport
from app.domain.receipt import SaleSlip
from app.domain.sale import cash
from app.till.printers import Check
from app.till.printing import MOST, MOST_PRINTED, PrintState
from app.till.sale_states import redeem_change
from tests.fakes import HoldReply
from tests.spool import DONE
from tests.tickets import FULL, PLAIN_SALE
from tests.till.counter_printers import BAR, HALF, OFFICE, OUT, TICKETS, Place, failed, place_with_printers
from tests.till.world import World, ident


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with place_with_printers() as made:
        yield made


# --- again


async def test_a_printed_ticket_comes_again_as_a_copy(place: Place) -> None:
    place.spool.reports = {"bar": DONE}
    key = await place.sell()
    await place.settle()
    place.printing.print_row(key)
    await place.settle()

    assert place.spool.sheets == ["C1-000001", "C1-000001 copy"]
    assert place.state(key) is PrintState.PRINTED


async def test_a_past_sales_ticket_can_be_printed(place: Place) -> None:
    key = place.printing.print_ticket(FULL)
    assert place.state(key) is PrintState.PRINTING
    place.spool.report()

    assert place.state(key) is PrintState.PRINTED
    assert place.spool.sheets == ["C1-004217 offline copy"]


async def test_a_command_that_is_not_here_and_one_without_a_ticket_print_nothing(place: Place) -> None:
    place.world.gateway.is_down = True
    command = redeem_change("sale", command_id="c", by=ident("Afi"), session="s")
    await place.world.outbox.append(command)
    place.printing.print_row("nothing")
    place.printing.print_row("c")

    assert place.spool.sheets == []


async def test_a_sale_that_left_the_outbox_is_printed_as_it_was(place: Place) -> None:
    key = await failed(place)
    place.printing._outbox._journal._rows.clear()
    place.printing._outbox._journal._nos.clear()
    place.printing.print_row(key)

    assert place.spool.sheets == ["C1-000001"] * 2


async def test_long_ago_is_forgotten(place: Place) -> None:
    place.spool.reports = {"bar": DONE}
    for _ in range(MOST_PRINTED + 5):
        place.printing.print_ticket(PLAIN_SALE)
        await place.settle()
    assert len(place.printing._jobs) == MOST_PRINTED + 1

    place.spool.reports = {"bar": OUT}
    for _ in range(MOST + 5):
        place.printing.print_ticket(PLAIN_SALE)
        await place.settle()
    assert len(place.printing.unprinted) == MOST + 1


async def test_a_ticket_that_was_thrown_away_can_be_put_back(place: Place) -> None:
    key = await failed(place)
    job = place.printing.unprinted[0]
    place.printing.throw_away(key)
    place.printing.put_back(job)

    assert place.printing.unprinted == place.printing.jobs == (job,)


async def test_only_what_failed_is_tried_again(place: Place) -> None:
    key = await place.sell()
    await place.settle()
    place.printing.print_again(key)
    place.printing.print_again("nothing")

    assert place.spool.sheets == ["C1-000001"]


# --- on disk


async def test_what_is_printed_at_once_never_touches_the_disk(place: Place) -> None:
    saves = place.files.saves
    place.spool.reports = {"bar": DONE}
    for _ in range(3):
        await place.sell()
        await place.settle()
    await place.world.clock.advance(10)

    assert place.files.saves == saves


async def test_unprinted_tickets_survive_a_power_cut(place: Place) -> None:
    key = await failed(place, HALF)
    place.spool.reports = {}
    stuck = await place.sell("flag-60")
    await place.world.clock.advance(2)
    await place.world.restart()

    assert [(job.key, job.code, job.may_exist) for job in place.printing.unprinted] == [
        (key, "TLPAP", True),
        (stuck, "TLPRS", True),
    ]
    place.spool.reports = {"bar": DONE}
    place.printing.retry_all()
    await place.settle()
    assert place.spool.sheets[-2:] == ["C1-000001 copy", "C1-000002 copy"]
    await place.world.clock.advance(2)
    assert place.files.kept["unprinted"] == {"tickets": []}


async def test_a_ticket_that_waits_for_its_sale_at_a_power_cut_is_on_the_list(place: Place) -> None:
    place.world.gateway.script("submit", *[HoldReply(asyncio.Event())] * 9)
    key = await place.sell()
    await place.world.clock.advance(1.5)
    assert place.spool.sheets == []
    await place.world.restart()

    assert [(job.key, job.may_exist) for job in place.printing.unprinted] == [(key, False)]


async def test_a_sale_that_was_refused_meanwhile_leaves_the_list(place: Place) -> None:
    key = await failed(place)
    await place.world.clock.advance(2)
    kept = dict(place.files.kept["unprinted"])
    row = await place.world.refuse("flag")
    tickets = kept["tickets"]
    assert isinstance(tickets, list)
    place.files.kept["unprinted"] = {"tickets": [*tickets, {**tickets[0], "key": row.id}]}
    await place.world.restart()

    assert [job.key for job in place.printing.unprinted] == [key]


async def test_what_cannot_be_read_is_left_out(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.files.kept = {"printers": {"version": 9}, "unprinted": {"tickets": [{"key": "x"}, 3]}}
    with caplog.at_level(logging.WARNING):
        await place.world.restart()
    assert place.printing.unprinted == ()
    assert place.printing.printers.settings == PrinterSettings()
    assert len(caplog.records) == 3

    place.files.kept = {"unprinted": {"tickets": "none"}}
    await place.world.restart()
    assert place.printing.unprinted == ()


async def test_a_disk_that_refuses_is_tried_again_with_the_next_change(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.files.error = DeviceFailed("TLPWR")
    key = await failed(place)
    await place.world.clock.advance(2)
    assert "unprinted" not in place.files.kept
    assert "not kept" in caplog.text

    place.files.error = None
    await place.sell("flag-60")
    await place.world.clock.advance(2)
    assert place.kept[0] == key


async def test_closing_waits_a_moment_and_keeps_the_rest(place: Place) -> None:
    keys = [await place.sell(), await place.sell("flag-60")]
    await place.settle()
    sheets = [e for e in place.spool.waiting if not isinstance(e.work, Kick)]
    place.spool.at_close = lambda: sheets[0].done(DONE)
    await place.world.till.close()

    assert place.spool.closed_after == 3.0
    assert place.kept == [keys[1]]
    await place.world.boot()
    assert [job.key for job in place.printing.unprinted] == [keys[1]]


async def test_settings_come_back(place: Place) -> None:
    await place.world.restart()

    assert place.printing.printers.settings == TICKETS


# --- a till without printing


async def test_a_till_without_a_window_prints_nothing() -> None:
    world = await World.open()
    await world.sign_in()
    await world.sell("flag")
    printing, heard = world.till.printing, list[Report]()
    printing.printers.submit(BAR, Kick(), heard.append)
    printing.printers.print_ticket(BAR, FULL, heard.append)
    printing.printers.check_page(BAR)
    printing.printers.check_accents(BAR)
    printing.printers.open_drawer()
    await printing.printers.use(TICKETS)
    await printing.printers.restore()
    key = printing.print_ticket(FULL)
    await world.clock.advance(5)

    assert [report.code for report in heard] == ["TLPNO", "TLPNO"]
    assert await printing.printers.find(Transport.USB) == ()
    assert [job.code for job in printing.unprinted] == ["TLPNO"]
    assert printing.job(key) is not None
    await world.till.close()
    await world.close()


# --- setting up


async def test_a_test_page_and_the_self_test_tell_how_they_went(place: Place) -> None:
    printers = place.printing.printers
    printers.check_page(OFFICE)
    assert printers.checks == {"office": Check("page")}
    place.spool.report()
    assert printers.checks == {"office": Check("page", DONE)}

    printers.check_accents(OFFICE)
    printers.check_drawer(BAR)
    place.spool.report(OUT)
    place.spool.report()
    assert printers.checks == {"office": Check("accents", OUT), "bar": Check("drawer", DONE)}
    printers.forget_check("office")
    assert set(printers.checks) == {"bar"}
    assert place.spool.sheets == ["test of Bureau"]


async def test_whether_a_printer_answers_is_learnt_and_a_test_page_asks_anew(place: Place) -> None:
    printers = place.printing.printers
    printers.check_page(OFFICE)
    place.spool.report(Report(was_sent=True, answers=True))
    await place.settle()
    assert [printer.answers for printer in printers.settings.printers] == [None, True]
    kept = place.files.kept["printers"]["printers"]
    assert isinstance(kept, list)
    assert kept[1]["answers"] is True

    printers.check_page(printers.settings.printers[1])
    assert place.spool.waiting[0].printer.answers is None
    place.spool.report(Report(was_sent=True, answers=False))
    await place.settle()
    assert [printer.answers for printer in printers.settings.printers] == [None, False]


async def test_what_is_learnt_holds_even_when_the_disk_refuses(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    printers = place.printing.printers
    place.files.error = DeviceFailed("TLPWR")
    printers.check_page(BAR)
    place.spool.report(Report(was_sent=True, answers=False))
    await place.settle()
    assert [printer.answers for printer in printers.settings.printers] == [False, None]
    assert "settings of the printers are not kept" in caplog.text

    printers.check_page(replace(BAR, key="gone"))
    place.spool.report(Report(was_sent=True, answers=False))
    await place.settle()
    assert len(printers.settings.printers) == 2


async def test_printers_of_the_machine_are_found(place: Place) -> None:
    place.spool.found = {Transport.SERIAL: (Found("", "COM3"),)}

    assert await place.printing.printers.find(Transport.SERIAL) == (Found("", "COM3"),)
    with pytest.raises(DeviceFailed, match="TLPMS"):
        await place.printing.printers.find(Transport.USB)


# --- who listens


async def test_listeners_hear_each_change_until_they_leave(place: Place) -> None:
    heard = list[int]()
    stop = place.printing.listen(lambda: heard.append(len(place.printing.unprinted)))
    await failed(place)
    assert heard[-1] == 1

    stop()
    before = len(heard)
    place.printing.retry_all()
    assert len(heard) == before


async def test_a_sale_offline_by_the_counter_prints_what_was_owed(place: Place) -> None:
    place.world.gateway.is_down = True
    place.world.tap("flag")
    sold = await place.world.checkout.pay((cash(500, 1_000, owed=200),))
    await place.world.clock.advance(3)

    job = place.printing.job(place.world.row(sold.no).id)
    assert job is not None
    assert isinstance(job.ticket.slip, SaleSlip)
    assert (job.ticket.slip.owed, job.ticket.head.number) == (200, "C1-000001")
