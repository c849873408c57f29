"""Printing over a network wire: what arrives, what a printer says of itself, and what a bad one costs."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.code_pages import CODE_PAGES, PLAIN
from app.domain.paper import Pair, Rule, Text
from app.domain.printers import Accents, Drawer, Kick, Printer, Report, Sheet, Transport, Work
from app.drivers.printing import Spooler, Times
from tests.conftest import ErrorLog
from tests.printers import FakePrinter, nobody_there

SAMPLE = "é è ê ç à ù ô œ €"
SHEET = Sheet(
    (
        Text("Le Baobab", is_centred=True, is_bold=True, is_tall=True),
        Rule(),
        Pair("2 x Béninoise à l’œuf", "1 300 F"),
        Pair("TOTAL", "1 300 F", is_bold=True),
    ),
    "C1-000001",
)
PATIENT = Times(step_s=60, probe_s=60, kick_s=60)
QUICK = Times(step_s=0.2, probe_s=0.2, kick_s=60)
"""For printers that never answer."""


@pytest.fixture
def fake() -> Iterator[FakePrinter]:
    with FakePrinter() as printer:
        yield printer


def at(address: str, **changes: object) -> Printer:
    made = Printer("bar", "Bar", Transport.NETWORK, address)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of a printer


async def told(spooler: Spooler, printer: Printer, work: Work = SHEET) -> Report:
    """Print, and return what was reported."""
    heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
    spooler.submit(printer, work, heard.set_result)
    return await asyncio.wait_for(heard, 60)


def spooler(times: Times = PATIENT) -> Spooler:
    return Spooler(asyncio.get_running_loop().call_soon_threadsafe, times)


async def test_a_sheet_comes_out_in_the_printers_own_letters(fake: FakePrinter) -> None:
    report = await told(spooler(), at(fake.address, columns=32))

    out = fake.printed
    assert report == Report(was_sent=True, answers=True)
    assert out.lines == [
        ("           Le Baobab", True, True),
        ("-" * 32, False, False),
        ("2 x Béninoise à l'oeuf   1 300 F", False, False),
        ("TOTAL                    1 300 F", True, False),
    ]
    assert (out.tables, out.cuts, out.kicks, out.feeds) == ([19], 1, [], 6)


@pytest.mark.parametrize("page", CODE_PAGES, ids=lambda page: page.key)
async def test_accents_are_right_in_every_code_page(fake: FakePrinter, page: object) -> None:
    await told(spooler(), at(fake.address, page=page))

    assert "2 x Béninoise à l" in fake.printed.text


async def test_without_a_code_page_letters_are_plain(fake: FakePrinter) -> None:
    await told(spooler(), at(fake.address, page=PLAIN, cuts=False))

    assert "2 x Beninoise a l'oeuf" in fake.printed.text
    assert (fake.printed.cuts, fake.printed.feeds) == (0, 4)


async def test_the_self_test_numbers_a_line_for_each_code_page(fake: FakePrinter) -> None:
    test = Accents((Text("Quelle ligne ?"),), SAMPLE, CODE_PAGES, (Text("Touchez-la."),))
    await told(spooler(), at(fake.address), test)

    lines = fake.printed.text.splitlines()
    assert (lines[0], lines[-1]) == ("Quelle ligne ?", "Touchez-la.")
    assert [line.split("  ")[0].strip() for line in lines[1:-1]] == [str(n) for n in range(1, 9)]
    assert all("é è ê ç à ù ô" in line for line in lines[1:-1])
    assert fake.printed.tables == [0, *(page.number for page in CODE_PAGES), 0]


@pytest.mark.parametrize(("drawer", "kicks"), [(Drawer.PIN_2, [2]), (Drawer.PIN_5, [5]), (Drawer.NONE, [])])
async def test_the_drawer_opens_by_its_pins(fake: FakePrinter, drawer: Drawer, kicks: list[int]) -> None:
    fake.has_paper = False
    report = await told(spooler(), at(fake.address, drawer=drawer, answers=True), Kick())
    fake.wait(lambda printer: len(printer.printed.kicks) == len(kicks))

    assert report.is_done
    assert fake.printed.kicks == kicks


@pytest.mark.parametrize(
    ("trouble", "code"), [("has_paper", "TLPAP"), ("is_open", "TLPCV"), ("is_broken", "TLPER")]
)
@pytest.mark.parametrize("answers", [True, None])
async def test_a_printer_that_cannot_print_says_why_and_gets_nothing(
    fake: FakePrinter, trouble: str, code: str, answers: bool | None
) -> None:
    setattr(fake, trouble, trouble != "has_paper")
    report = await told(spooler(), at(fake.address, answers=answers))

    assert (report.code, report.was_sent) == (code, False)
    assert fake.data == b""


async def test_paper_that_ends_in_the_middle_is_told_and_some_of_it_may_be_there(fake: FakePrinter) -> None:
    fake.ends_after = 60
    report = await told(spooler(), at(fake.address, answers=True))

    assert (report.code, report.was_sent) == ("TLPAP", True)


async def test_a_printer_that_never_answers_prints_and_is_not_asked_again(fake: FakePrinter) -> None:
    fake.is_mute = True
    report = await told(spooler(QUICK), at(fake.address))
    assert report == Report(was_sent=True, answers=False)

    asked = len(fake.asked)
    assert (await told(spooler(), at(fake.address, answers=False))).is_done
    assert len(fake.asked) == asked


async def test_a_printer_that_has_answered_must_answer(fake: FakePrinter) -> None:
    fake.is_mute = True

    assert (await told(spooler(QUICK), at(fake.address, answers=True))).code == "TLPSL"
    assert fake.data == b""


async def test_a_printer_that_accepts_and_never_reads_is_too_slow() -> None:
    with FakePrinter(is_deaf=True) as deaf:
        report = await told(spooler(QUICK), at(deaf.address, answers=True))

    assert (report.code, report.was_sent) == ("TLPSL", False)


async def test_a_page_that_nobody_reads_ends_by_the_time_out_too() -> None:
    long = Sheet((Text("x" * 48),) * 120_000, "long")
    with FakePrinter(is_deaf=True) as deaf:
        report = await told(spooler(QUICK), at(deaf.address, answers=False), long)

    assert (report.code, report.was_sent) == ("TLPSL", True)


async def test_a_printer_that_is_off_is_told_at_once() -> None:
    with nobody_there() as address:
        report = await told(spooler(), at(address))

    assert (report.code, report.was_sent, report.params and report.params["where"]) == (
        "TLPOF",
        False,
        address,
    )


async def test_a_name_that_nobody_has_is_a_printer_that_is_not_there() -> None:
    assert (await told(spooler(), at("printer.invalid"))).code == "TLPOF"


async def test_a_printer_that_hangs_up_is_told() -> None:
    with FakePrinter(is_deaf=True) as rude:
        made = spooler(Times(step_s=30, probe_s=30))
        heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        made.submit(at(rude.address, answers=True), SHEET, heard.set_result)
        await asyncio.to_thread(rude.wait, lambda _: rude.calls == 1)
        rude._open[0].close()

        assert (await asyncio.wait_for(heard, 60)).code == "TLPOF"


async def test_one_printer_does_not_hold_up_another(fake: FakePrinter) -> None:
    with FakePrinter(is_deaf=True) as deaf:
        made = spooler(Times(step_s=60, probe_s=60))
        heard: list[Report] = []
        made.submit(replace(at(deaf.address, answers=True), key="deaf"), SHEET, heard.append)

        assert (await told(made, at(fake.address))).is_done
        assert heard == []


async def test_sheets_come_out_in_order_and_the_drawer_first(fake: FakePrinter) -> None:
    with FakePrinter(is_deaf=True) as deaf:
        made, order = spooler(QUICK), list[str]()
        made.submit(at(deaf.address, answers=True), SHEET, lambda _: order.append("a"))
        await asyncio.to_thread(deaf.wait, lambda _: deaf.calls == 1)
        made.submit(at(fake.address), SHEET, lambda _: order.append("b"))
        made.submit(at(fake.address, drawer=Drawer.PIN_2), Kick(), lambda _: order.append("kick"))
        await made.close(60)
        await asyncio.sleep(0)

    assert order == ["a", "kick", "b"]


async def test_a_drawer_does_not_open_by_itself_later(fake: FakePrinter) -> None:
    with FakePrinter(is_deaf=True) as deaf:
        made = spooler(Times(step_s=0.2, probe_s=0.2, kick_s=0))
        made.submit(at(deaf.address, answers=True), SHEET, lambda _: None)
        report = await told(made, at(fake.address, drawer=Drawer.PIN_2), Kick())

    assert report.code == "TLPSL"
    assert fake.data == b""


async def test_closing_waits_for_what_is_printed_and_no_longer(fake: FakePrinter) -> None:
    made, heard = spooler(), list[Report]()
    made.submit(at(fake.address), SHEET, heard.append)
    await made.close(60)
    await asyncio.sleep(0)
    made.submit(at(fake.address), SHEET, heard.append)

    assert [report.is_done for report in heard] == [True]

    with FakePrinter(is_deaf=True) as deaf:
        stuck = spooler(Times(step_s=60, probe_s=60))
        stuck.submit(at(deaf.address, answers=True), SHEET, heard.append)
        await stuck.close(0.05)
        assert len(heard) == 1, "it is still at it"


async def test_a_bug_in_the_thread_is_logged_and_told(
    fake: FakePrinter, expects_error_logs: ErrorLog
) -> None:
    def burst(printer: Printer, timeout_s: float) -> object:
        raise ZeroDivisionError(printer.name, timeout_s)

    made = Spooler(asyncio.get_running_loop().call_soon_threadsafe, QUICK, burst)  # type: ignore[arg-type]
    assert (await told(made, at(fake.address))).code == "TLPER"
    assert "met a bug" in expects_error_logs.lines[0]


def test_a_loop_that_is_gone_hears_nothing_and_the_thread_ends_quietly(fake: FakePrinter) -> None:
    async def story() -> Spooler:
        made = Spooler(asyncio.get_running_loop().call_soon_threadsafe, QUICK)
        made.submit(at(fake.address), SHEET, lambda _: None)
        return made

    loop = asyncio.new_event_loop()
    made = loop.run_until_complete(story())
    loop.close()
    asyncio.run(made.close(60))

    assert fake.printed.cuts == 1
