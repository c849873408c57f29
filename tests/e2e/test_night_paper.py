"""The night of a bar, by taps: the printer has no paper and nobody waits for it, and the ticket says what is owed."""

from __future__ import annotations

import json

from app.domain.printers import Drawer, Printer, PrinterSettings, Transport, settings_to_json
from tests.e2e.evenings import Evening
from tests.e2e.hands import Hands
from tests.e2e.night import AFI
from tests.printers import FakePrinter

CUT = b"\x1dV"


def with_printer(evening: Evening, fake: FakePrinter) -> Hands:
    """Open a counter beside this printer, with its drawer."""
    printer = Printer("bar", "Bar", Transport.NETWORK, fake.address, drawer=Drawer.PIN_2)
    evening.folder().mkdir()
    settings = settings_to_json(PrinterSettings((printer,), tickets="bar"))
    (evening.folder() / "printers.json").write_text(json.dumps(settings), "utf-8")
    return evening.counter(by=AFI)


def cuts(fake: FakePrinter) -> int:
    """Return how many tickets have come out so far; another one may be under way."""
    return bytes(fake.data).count(CUT)


def test_a_ticket_waits_for_paper_and_no_sale_waits_for_a_ticket(evening: Evening) -> None:
    night = evening.night
    with FakePrinter() as fake:
        fake.has_paper = False
        hands = with_printer(evening, fake)
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
        hands.until(lambda: cuts(fake) == 2, "both tickets out of the printer")
        hands.until(lambda: hands.counter.status.unprinted_text == "", "an empty list")

    tickets = fake.printed.text
    assert tickets.index("C1-000001") < tickets.index("C1-000002")
    assert ("2 x Flag 33 cl" in tickets, "1 x Eau 33 cl" in tickets) == (True, True)
    assert "HORS LIGNE" not in tickets
    assert fake.printed.kicks == [2, 2], "the drawer opened for cash, once a sale"


def test_the_ticket_bears_the_code_of_what_is_owed(evening: Evening) -> None:
    with FakePrinter() as fake:
        hands = with_printer(evening, fake)
        evening.tile(hands, "Béninoise")
        hands.tap("pay", "owing", "cash:1000", "confirm")
        hands.until_sold()
        hands.until(lambda: cuts(fake) == 1, "the ticket")
        hands.tap("next")
        evening.settle(hands)

    lines = [line for line in fake.printed.text.splitlines() if line.strip()]
    owed = next(place for place, line in enumerate(lines) if line.startswith("MONNAIE DUE"))
    assert lines[owed].endswith("200 F")
    assert lines[owed + 1] == "À réclamer avec le code C1-000001"
