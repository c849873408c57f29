"""The night of a bar, by taps: the printer has no paper, and nobody waits for it."""

from __future__ import annotations

import json

from app.domain.printers import Drawer, Printer, PrinterSettings, Transport, settings_to_json
from tests.e2e.evenings import Evening
from tests.e2e.night import AFI
from tests.printers import FakePrinter


def test_a_ticket_waits_for_paper_and_no_sale_waits_for_a_ticket(evening: Evening) -> None:
    night = evening.night
    with FakePrinter() as fake:
        fake.has_paper = False
        printer = Printer("bar", "Bar", Transport.NETWORK, fake.address, drawer=Drawer.PIN_2)
        evening.folder().mkdir()
        settings = settings_to_json(PrinterSettings((printer,), tickets="bar"))
        (evening.folder() / "printers.json").write_text(json.dumps(settings), "utf-8")
        hands = evening.counter(by=AFI)
        evening.tile(hands, "Flag", "Flag")
        hands.tap("exact")
        hands.until_sold()
        hands.until(lambda: "Plus de papier dans l’imprimante." in hands.said(), "why there is no ticket")
        hands.tap("next")
        evening.sell(hands, "Eau")
        evening.settle(hands)
        assert [sale.total for sale in night.sales()] == [1_000, 300]
        hands.until(
            lambda: hands.counter.status.unprinted_text == "2 tickets non imprimés", "both on the list"
        )
        assert fake.printed.cuts == 0

        hands.tap("menu", "go:unprinted")
        hands.until(lambda: "C1-000001" in hands.said() and "C1-000002" in hands.said(), "both on the page")
        fake.has_paper = True
        hands.tap("print-all")
        hands.until(lambda: fake.printed.cuts == 2, "both tickets out of the printer")
        hands.until(lambda: hands.counter.status.unprinted_text == "", "an empty list")

    tickets = fake.printed.text
    assert tickets.index("C1-000001") < tickets.index("C1-000002")
    assert ("2 x Flag 33 cl" in tickets, "1 x Eau 33 cl" in tickets) == (True, True)
    assert "HORS LIGNE" not in tickets
    assert fake.printed.kicks == [2, 2], "the drawer opened for cash, once a sale"
