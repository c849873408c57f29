"""The tickets that are not printed, and the line of « Vendu » about the paper: by taps."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.printers import Kick, PrinterSettings, Report, When
from app.domain.sale import MobileMoney
from app.ui.controls.lamp import StatusStrip
from tests.spool import DONE
from tests.tickets import KEPT, RETURN
from tests.ui.language import speaking
from tests.ui.pictures_printing import OUT, THREE, Printed, printed

ONE = replace(THREE, fallback="")


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Printed]:
    """Two tickets of sales, a return's and a kept bottle's that are not printed, on the page of their list."""
    with printed(settings=ONE) as made:
        for key, report in (("castel-65", OUT), ("flag-33", Report("TLPOF"))):
            made.sell(key)
            made.report(report)
        for ticket in (RETURN, KEPT):
            made.printing.print_ticket(ticket)
            made.report(Report("TLPSL", was_sent=True))
        made.show("unprinted")
        yield made


@pytest.fixture
def till(qtbot: QtBot) -> Iterator[Printed]:
    """A till with a printer, at the sale."""
    with printed(settings=ONE) as made:
        yield made


def texts(shown: Printed) -> list[str]:
    labels = [label.text() for label in shown.window.page.findChildren(QLabel) if label.isVisible()]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in labels]


def strip(shown: Printed) -> str:
    found = shown.window.findChild(StatusStrip)
    assert found is not None
    return found.accessibleName()


def keys(shown: Printed) -> list[str]:
    """The keys of the tickets on the list, as the cards stand."""
    return [row.key for row in shown.counter.paper.unprinted.rows]


def has(shown: Printed, name: str) -> bool:
    return any(key.isVisible() for key in shown.window.findChildren(QPushButton, name))


# --- the list


def test_each_ticket_says_what_it_is_and_why_it_is_here(shown: Printed) -> None:
    found = texts(shown)

    assert "Tickets non imprimés" in found
    assert {"C1-004217 · Bouteille gardée", "C1-004217 · Retour", "C1-004218", "C1-004217"} <= set(found)
    assert {"Plus de papier dans l’imprimante.", "Mettez un rouleau neuf, puis réimprimez."} <= set(found)
    assert {"L’imprimante est introuvable.", "L’imprimante ne répond pas.", "TLPAP", "TLPOF"} <= set(found)
    assert any("Clarisse Houngbédji · 1 article" in text for text in found)
    assert "4 tickets non imprimés" in strip(shown)


def test_one_is_printed_by_a_tap_and_leaves_the_list(shown: Printed) -> None:
    key = keys(shown)[-1]
    shown.tap(f"print:{key}")
    assert "Ticket en cours d’impression…" in texts(shown)
    assert not shown.key(f"print:{key}").isEnabled()
    assert keys(shown)[-1] == key, "it stays under the finger"
    shown.report()

    assert key not in keys(shown)
    assert "3 tickets non imprimés" in strip(shown)


def test_one_that_fails_again_stays_with_its_new_reason(shown: Printed) -> None:
    key = keys(shown)[-1]
    shown.tap(f"print:{key}")
    shown.report(Report("TLPCV"))

    assert "Le capot de l’imprimante est ouvert." in texts(shown)
    assert keys(shown)[-1] == key


def test_all_are_printed_by_one_tap_oldest_first(shown: Printed) -> None:
    before = len(shown.spool.given)
    shown.tap("print-all")
    names = [e.work.name for e in shown.spool.given[before:] if not isinstance(e.work, Kick)]  # type: ignore[union-attr]
    assert [name[:9] for name in names] == ["C1-004217", "C1-004218", "C1-004217", "C1-004217"]
    assert not shown.key("print-all").isEnabled()
    shown.report()

    assert keys(shown) == []
    assert not has(shown, "print-all")
    assert "non imprimé" not in strip(shown)


def test_what_is_thrown_away_can_be_brought_back(shown: Printed) -> None:
    before, key = keys(shown), keys(shown)[0]
    shown.tap(f"throw:{key}")
    assert keys(shown) == before[1:]

    shown.tap("toast-answer")
    assert set(keys(shown)) == set(before)
    shown.counter.paper.unprinted.undo()
    shown.counter.paper.unprinted.throw_away("nothing")
    assert len(keys(shown)) == 4


def test_a_double_tap_throws_one_away(shown: Printed) -> None:
    now_s = [100.0]
    shown.window.second_tap._moment = lambda _event: now_s[0]
    before, handle = keys(shown), shown.window.windowHandle()
    key = shown.key(f"throw:{before[0]}")
    place = key.mapTo(shown.window, key.rect().center())
    left = []
    for after_s in (0.0, 0.2, 0.4):
        now_s[0] += after_s
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        for _ in range(2):  # the page, its cards
            shown.settle()
        left.append(len(keys(shown)))

    assert left == [3, 3, 2], "the next one lies where it was"


def test_on_an_upright_screen_the_keys_stand_under_the_words(shown: Printed) -> None:
    key = keys(shown)[0]
    beside = shown.key(f"throw:{key}").mapTo(shown.window, shown.key(f"throw:{key}").rect().bottomRight())
    assert beside.x() < shown.window.width()

    shown.window.resize(720, 1280)
    for _ in range(3):  # the page, its cards, their keys
        shown.settle()
    card = shown.key(f"throw:{key}").parentWidget()
    assert card is not None
    for name in (f"print:{key}", f"throw:{key}"):
        place = shown.key(name).mapTo(shown.window, shown.key(name).rect().bottomRight())
        assert place.x() < shown.window.width(), "nothing stands beside the glass"
    assert shown.key(f"throw:{key}").y() > card.height() / 2


def test_an_empty_list_says_that_all_is_well(till: Printed) -> None:
    till.show("unprinted")

    assert not has(till, "print-all")
    assert keys(till) == []


def test_every_key_has_a_name_in_both_languages(qtbot: QtBot) -> None:
    with printed("en", settings=ONE) as shown:
        shown.printing.print_ticket(RETURN)
        shown.report(OUT)
        shown.show("unprinted")
        names = {
            key.accessibleName() for key in shown.window.page.findChildren(QPushButton) if key.isVisible()
        }
        assert {"Print", "Throw away", "Print all", "Back"} <= names
        assert "1 receipt not printed" in strip(shown)
        card = shown.window.page.findChild(QLabel)
        assert card is not None
        with speaking("fr"):
            shown.counter.paper.unprinted.retranslate()
            shown.settle()
            assert has(shown, f"print:{keys(shown)[0]}")


# --- « Vendu »


def ticket_line(shown: Printed) -> tuple[str, str]:
    """What « Vendu » says of the paper, and why."""
    found = {name: shown.window.page.findChild(QLabel, name) for name in ("ticket-state", "ticket-detail")}
    state, detail = found["ticket-state"], found["ticket-detail"]
    assert state is not None
    assert detail is not None
    return (state.text() if state.isVisible() else "", detail.text() if detail.isVisible() else "")


def test_sold_says_that_the_ticket_is_on_its_way_then_printed(till: Printed) -> None:
    till.sell()
    assert ticket_line(till) == ("Ticket en cours d’impression…", "")
    assert not till.key("print-ticket").isEnabled()

    till.report()
    assert ticket_line(till) == ("Ticket imprimé", "")
    assert till.key("print-ticket").text() == "Réimprimer"


def test_a_tap_prints_it_again_as_a_copy_and_stays_on_the_page(till: Printed) -> None:
    till.sell()
    till.report()
    till.tap("print-ticket")

    assert till.spool.sheets[-1] == "C1-004217-copy"
    assert till.window.page.objectName() == "sold"
    till.report()
    assert ticket_line(till)[0] == "Ticket imprimé"


def test_sold_says_why_it_is_not_printed(till: Printed) -> None:
    key = till.sell()
    till.report(OUT)
    assert ticket_line(till) == ("Ticket non imprimé", "Plus de papier dans l’imprimante.")
    assert till.key("print-ticket").text() == "Imprimer"
    assert "1 ticket non imprimé" in strip(till)

    till.spool.reports = {"bar": DONE}
    till.tap("print-ticket")
    assert ticket_line(till) == ("Ticket imprimé", "")
    assert till.printing.job(key) is not None
    assert "non imprimé" not in strip(till)


def test_on_demand_a_tap_prints_it(till: Printed) -> None:
    till.rig.run(till.printing.printers.use(replace(ONE, when=When.ON_DEMAND)))
    till.sell()
    assert ticket_line(till) == ("Ticket à la demande", "")
    till.tap("print-ticket")
    till.report()

    assert ticket_line(till) == ("Ticket imprimé", "")


@pytest.mark.parametrize("settings", [PrinterSettings(), replace(THREE, when=When.NEVER)])
def test_without_tickets_sold_says_nothing_of_them(qtbot: QtBot, settings: PrinterSettings) -> None:
    with printed(settings=settings) as shown:
        shown.sell()

        assert ticket_line(shown) == ("", "")
        assert not has(shown, "print-ticket")


def test_a_drawer_that_stays_shut_is_told_where_the_money_is(till: Printed) -> None:
    till.sell()
    till.spool.report(Report("TLPOF"))
    till.spool.report(DONE)
    till.settle()
    text = ticket_line(till)[1].replace("\u202f", " ")
    assert text == "Le tiroir ne s’est pas ouvert : ouvrez-le avec sa clé."

    till.rig.till.checkout.tap(next(iter(till.rig.till.bar.cards())).product.id)
    total = till.rig.till.checkout.cart.total
    sold = till.rig.run(till.rig.till.checkout.pay((MobileMoney(total, "MTN MoMo"),)))
    till.counter._show_sold(sold)
    till.settle()
    assert ticket_line(till)[1] == "", "nobody needs the drawer"


def test_a_sale_of_another_ledger_has_no_line(till: Printed) -> None:
    till.counter.sold.ticket.follow("", has_cash=True)
    till.counter.sold.retranslate()

    assert not till.counter.sold.ticket.is_shown


def test_a_ticket_that_waits_for_its_sale_is_on_its_way(till: Printed) -> None:
    till.rig.gateway.is_down = True
    till.sell()
    assert ticket_line(till)[0] == "Ticket en cours d’impression…"
    assert till.spool.sheets == []

    till.rig.advance(3)
    till.report()
    assert ticket_line(till)[0] == "Ticket imprimé"
