"""Printers' threads and Qt's own event loop: what a thread reports arrives in the GUI thread, in order."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.paper import Text
from app.domain.printers import Printer, Report, Sheet, Transport
from app.drivers.printing import Spooler
from app.ui.loop import Loop
from app.ui.receipts import Typesetter
from tests.printers import FakePrinter
from tests.tickets import FULL


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[Loop]:
    made = Loop(qapp)
    asyncio.set_event_loop(made)
    with made:
        yield made
    asyncio.set_event_loop(None)


def test_what_a_printer_reports_arrives_in_the_gui_thread(loop: Loop) -> None:
    heard: list[tuple[int, Report]] = []

    async def story(address: str) -> None:
        spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe)
        printer = Printer("bar", "Bar", Transport.NETWORK, address)
        done = asyncio.Event()
        for number in range(3):
            sheet = Sheet((Text(str(number)),), "sheet")

            def note(report: Report, number: int = number) -> None:
                assert threading.current_thread() is threading.main_thread()
                heard.append((number, report))
                if number == 2:
                    done.set()

            spooler.submit(printer, sheet, note)
        await asyncio.wait_for(done.wait(), 60)
        await spooler.close(60)

    with FakePrinter() as fake:
        loop.run_until_complete(story(fake.address))
        assert fake.printed.text == "0\n1\n2"

    assert [number for number, _ in heard] == [0, 1, 2]
    assert all(report == Report(was_sent=True, answers=True) for _, report in heard)


def test_a_whole_ticket_of_the_till_comes_out_of_a_printer(loop: Loop) -> None:
    async def story(address: str) -> Report:
        spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe)
        printer = Printer("bar", "Bar", Transport.NETWORK, address, columns=32)
        heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        spooler.submit(printer, Typesetter().ticket(FULL, printer, "fr"), heard.set_result)
        report = await asyncio.wait_for(heard, 60)
        await spooler.close(60)
        return report

    with FakePrinter() as fake:
        report = loop.run_until_complete(story(fake.address))

    assert report.is_done
    assert "4 x La Béninoise 65 cl   2 600 F" in fake.printed.text
    assert "À réclamer avec le code" in fake.printed.text
