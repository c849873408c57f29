"""« Vendu » in the whole window: what waits for the manager, the code of what is owed, the same again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.screens.sold import SoldScreen
from app.ui.theme import TITLE
from tests.ui.after_pictures import STATES
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident

OWNER = "adjovi"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


def test_a_server_s_sale_waits_for_the_manager_and_says_so_here_and_in_the_list() -> None:
    with counting(mode="full") as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" in said(shown)
        shown.tap("next", "day")
        assert "En attente de validation" in shown.rows("day-list")[0]


def test_a_manager_s_sale_does_not_wait() -> None:
    with counting(mode="full", person="houngbedji") as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" not in said(shown)
        shown.tap("next", "day")
        assert shown.rows("day-list")[0].endswith("Validée")


def test_a_sale_of_an_outage_does_not_say_what_nobody_knows() -> None:
    """Without a session, which an offline PIN does not give, a server's sale waits."""
    with counting(mode="full", person="firmin") as shown:
        shown.become("houngbedji")
        shown.rig.go_down()
        shown.press(Qt.Key.Key_F8)
        shown.rig.sign_in("firmin")
        shown.window.show_page("sale")
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "En attente de validation" in said(shown)


def test_the_code_of_what_is_owed_is_large() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.tap("pay", "owing", "cash:2000", "key:5", "key:00", "confirm")
        assert amount(shown, "change") == "500 F"
        assert "Monnaie due au client : 500 F | Code à garder par le client" in said(shown)
        code = shown.window.page.findChild(AmountLabel, "owed-code")
        assert code is not None
        assert code.height() > shown.theme.pt(TITLE)

        shown.tap("next", "menu", "go:change")
        assert shown.rows("change-list")[0].startswith(code.text())


def test_nothing_owed_shows_no_code() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "Code à garder par le client" not in said(shown)


def test_an_owner_cancels_a_sale_that_a_note_made_too_soon_in_two_taps() -> None:
    with counting(person=OWNER) as shown:
        shown.tap_tile("castel-65")
        shown.tap("pay", "cash:5000")
        ticket = shown.counter.sold.number
        assert shown.page == "sold"
        assert "L’annuler ou reprendre une boisson" in shown.key("correct").accessibleName()

        shown.tap("correct")
        assert shown.page == "day"
        assert opened(shown) == ticket
        shown.tap("do:cancel")
        assert any(sheet.isVisible() for sheet in shown.window.page.sheets())


def test_a_server_takes_a_pending_sale_back_in_two_taps() -> None:
    with counting(mode="full") as shown:
        shown.tap_tile("castel-65")
        shown.tap("exact", "correct", "do:withdraw")

        assert spaced(toast(shown)) == "La vente est retirée. Si le client a payé, rendre : Espèces 1 000 F"


def test_a_server_who_may_not_cancel_reads_who_may_and_finds_what_they_may_themselves() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.counter.sale.choose_seller(ident("firmin"))
        shown.tap("exact")
        said_by_key = shown.key("correct").accessibleName()
        ticket = shown.counter.sold.number
        shown.tap("correct")

        assert "seul le promoteur l’annule" in said_by_key
        assert opened(shown) == ticket
        assert "do:return" in shown.names()
        assert "do:cancel" not in shown.names()
        shown.tap("back")
        assert shown.page == "sale"


def test_a_tap_that_was_meant_for_the_page_before_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SoldScreen, "early_s", 1.0)
    now = [100.0]
    with counting() as shown:
        page = shown.window.made("sold")
        assert isinstance(page, SoldScreen)
        page.now = lambda: now[0]

        def sell(note: str, after_s: float) -> None:
            shown.window.show_page("sale")
            shown.tap_tile("castel-65")
            shown.tap("pay", note)
            now[0] += after_s

        sell("cash:2000", 0.6)
        shown.tap("again")
        shown.tap("correct")
        QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(20, page.height() // 2))
        assert (shown.page, amount(shown, "change")) == ("sold", "1 000 F")
        now[0] += 0.5
        QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(20, page.height() // 2))
        assert shown.page == "sale"

        sell("cash:exact", 0.1)
        QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(20, page.height() // 2))
        assert shown.page == "sale", "where nothing goes back, any tap goes on"
        sell("cash:2000", 0.1)
        shown.tap("next")
        assert shown.page == "sale", "whoever taps the key means it"
        sell("cash:2000", 1.1)
        shown.tap("again")
        assert (shown.page, shown.counter.sale.count) == ("sale", 1)


def test_the_name_under_which_an_order_waited_is_on_what_was_sold() -> None:
    with counting() as shown:
        shown.tap_tile("castel-65")
        shown.tap("hold", "hold-name-usual:3")
        shown.tap(f"held:{shown.rig.till.checkout.held[0].key}")
        assert "Table 3 | 1 article" in said(shown)
        shown.tap("exact")
        assert "Table 3  ·  Aïcha Bio" in said(shown)
        shown.tap("next")
        shown.tap_tile("castel-65")
        shown.tap("exact")
        assert "Table 3" not in said(shown)


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (768, 1366)])
def test_the_head_and_the_change_give_way_before_they_are_cut(size: tuple[int, int], scale: float) -> None:
    with counting(size=size, person="houngbedji") as shown:
        shown.theme.use(scale=scale)
        shown.tap_tile("castel-65")
        shown.tap("hold", "hold-name-usual:3")
        shown.tap(f"held:{shown.rig.till.checkout.held[0].key}", "pay", "cash:5000")
        page = shown.window.page
        about = next(one for one in page.findChildren(QLabel) if "Table 3" in one.text())
        assert about.width() >= about.sizeHint().width()
        key = shown.key("correct")
        assert key.accessibleName().startswith("Corriger cette vente… Retour ou échange")
        change = page.findChild(AmountLabel, "change")
        assert change is not None
        assert change.height() >= change.minimumSizeHint().height()


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080), (768, 1366)])
def test_the_key_that_corrects_lies_under_none_that_sells(size: tuple[int, int]) -> None:
    with counting(size=size) as shown:
        shown.tap_tile("castel-65")
        selling = [area(shown, name) for name in ("exact", "pay")]
        shown.tap("pay")
        keys = shown.window.page.findChildren(TouchButton)
        names = {key.objectName() for key in keys if key.isVisible()}
        notes = [name for name in names if name.startswith("cash:")]
        assert len(notes) > 5
        selling += [area(shown, name) for name in [*notes, "confirm"]]
        shown.tap("confirm")

        assert not [one for one in selling if one.intersects(area(shown, "correct"))]


def area(shown: Counting, name: str) -> QRect:
    """Return where a key lies in the window."""
    key = shown.key(name)
    return QRect(key.mapTo(shown.window, QPoint(0, 0)), key.size())


def opened(shown: Counting) -> str:
    """Return the number of the sale that the day shows at the right."""
    number = shown.window.page.findChild(QLabel, "sale-number")
    assert number is not None
    return number.text()


def test_what_is_owed_is_among_what_was_paid_so_that_it_adds_up(qapp: QApplication) -> None:
    del qapp
    dress()
    with counting("fr") as shown:
        STATES["sold-owed"](shown)

        assert "Reçu | 10 000 F | À rendre | 7 600 F | Monnaie due | 500 F" in spaced(said(shown))
