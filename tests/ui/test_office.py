"""The manager's window: the shelf follows every sale at once, and the day's figures are for who may see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from app.sync.ports import Answer, Json, JsonObject
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.table import Table
from app.ui.controls.topic import TopicCard
from app.ui.i18n import Language
from app.ui.theme import Theme
from app.ui.windows.desk import Desk
from app.ui.windows.office import OfficeWindow
from tests.till.test_lists import FIGURES
from tests.ui.fingers import Hand
from tests.ui.rig import Rig, ident, product

NAME, AVAILABLE, STOCK = 0, 2, 3


@pytest.fixture
def desk(rig: Rig, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    del qtbot
    language = Language(qapp)
    language.use("en")
    made = Desk(rig.till, rig.tasks, Theme(is_still=True), language)
    made.first.window.resize(1366, 768)
    yield made
    made.close()
    language.drop()


@pytest.fixture
def office(desk: Desk) -> OfficeWindow:
    return desk.show_office()


def figures_of(rig: Rig, asked: list[JsonObject], **more: Json) -> None:
    """Let the server answer the day's figures; ``more`` of them than usual."""

    def answer(params: JsonObject) -> Answer:
        asked.append(params)
        first: dict[str, Json] = {
            "product": ident("flag-65"),
            "qty": 2,
            "gross": 1_000,
            "returned": 0,
            "net": 1_000,
        }
        gone = first | {"product": ident("castel-65"), "qty": 0, "gross": 500, "returned": 500, "net": 0}
        rows: dict[str, Json] = dict(FIGURES) | more
        rows["products"] = {"products": 2, "more": False, "rows": [first, gone]}
        return Answer(rig.server.marks(rig.till.outbox.ledger), rows)

    rig.gateway.reads["dashboard"] = answer


def table_of(office: OfficeWindow) -> Table:
    table = office.findChild(Table, "stock-table")
    assert table is not None
    return table


def shown(office: OfficeWindow, column: int = NAME) -> list[str]:
    model = table_of(office).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def cell(office: OfficeWindow, name: str, column: int) -> str:
    return shown(office, column)[shown(office).index(name)]


def words_of(office: OfficeWindow) -> str:
    return " | ".join(one.text() for one in office.findChildren(QLabel) if one.isVisibleTo(office))


def card_of(office: OfficeWindow, name: str) -> list[str]:
    """Return what a card of figures says, from its title on."""
    card = office.findChild(TopicCard, f"topic:{name}")
    assert card is not None
    assert card.isVisible()
    return [one.text() for one in card.findChildren(QLabel) if one.isVisible() and one.text()]


def test_a_sale_is_in_the_table_in_the_same_turn_and_at_its_place(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    rig.sign_in("aicha")
    rig.go_down()
    table_of(office).sortByColumn(AVAILABLE, Qt.SortOrder.AscendingOrder)
    order = shown(office)
    before = int(cell(office, "Flag 65\u00a0cl", AVAILABLE))
    desk.first.sale.tap(product("flag-65"))
    desk.first.sale.pay_exact()
    rig.settle()

    assert int(cell(office, "Flag 65\u00a0cl", AVAILABLE)) == before - 1
    assert shown(office) == order, "a row moved under the manager's finger"


def test_numbers_are_sorted_as_numbers_and_a_known_nothing_before_them(office: OfficeWindow) -> None:
    table_of(office).sortByColumn(STOCK, Qt.SortOrder.DescendingOrder)
    stocks = [int(text.replace("\u202f", "")) for text in shown(office, STOCK)]

    assert stocks == sorted(stocks, reverse=True)
    assert len(set(stocks)) > 5


def test_the_last_column_keeps_clear_of_the_scroll_bar(rig: Rig, office: OfficeWindow) -> None:
    bar = office.table.verticalScrollBar()
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    handle = bar.style().subControlRect(
        QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, bar
    )
    assert bar.isVisible()
    assert bar.mapTo(office, handle.topLeft()).x() - office.table.viewport().mapTo(
        office, office.table.viewport().rect().topRight()
    ).x() >= Theme().mm(1.5)


def test_a_search_finds_by_name_and_category_without_accents(office: OfficeWindow) -> None:
    field = office.findChild(QLineEdit)
    assert field is not None
    field.setText("beninoise 65")

    assert shown(office) == ["La Béninoise 65\u00a0cl", "Béninoise Pils 65\u00a0cl"]
    assert "2 products" in words_of(office)
    field.setText("no such thing")
    assert shown(office) == []
    field.setText("")
    assert len(shown(office)) > 30


def test_a_finger_in_the_search_gets_letters_and_a_keyboard_puts_them_away(
    office: OfficeWindow, qtbot: QtBot
) -> None:
    qtbot.waitExposed(office)
    assert not office.letters.isVisible()
    Hand(office.search).tap(QPoint(60, 20))
    qtbot.waitUntil(office.letters.isVisible)
    for sign in ("b", "e", "n", "x", "backspace"):
        key = office.findChild(TouchButton, f"letter:{sign}")
        assert key is not None
        key.click()

    assert office.search.text() == "ben"
    assert "La Béninoise 65\u00a0cl" in shown(office)
    QTest.keyClicks(office.search, "i")
    assert office.search.text() == "beni"
    assert not office.letters.isVisible()


def test_what_runs_low_is_alone_on_the_list_and_leaves_it_when_it_is_filled_up(
    rig: Rig, office: OfficeWindow
) -> None:
    chip = office.findChild(TouchButton, "only-low")
    assert chip is not None
    chip.click()
    low = shown(office)
    assert "Awooyo 65\u00a0cl" in low
    assert "Flag 65\u00a0cl" not in low
    rig.set_stock("awooyo-65", 50)

    assert "Awooyo 65\u00a0cl" not in shown(office)
    rig.set_stock("flag-65", 0)
    assert "Flag 65\u00a0cl" in shown(office)


def test_a_manager_sees_the_figures_of_todays_business_day_and_a_seller_none(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    asked: list[JsonObject] = []
    figures_of(rig, asked)
    rig.sign_in("aicha")
    rig.settle()
    assert "A manager signs in to see the day's figures." in words_of(office)
    assert asked == []

    rig.till.session.sign_out()
    rig.sign_in("houngbedji")
    rig.settle()
    revenue = office.findChild(AmountLabel, "revenue")
    assert revenue is not None
    assert revenue.text() == "800\u00a0F"
    words = words_of(office)
    assert "2\u00a0× Flag 65\u00a0cl" in words
    assert "Castel" not in words.partition("2\u00a0× Flag")[2].partition("|")[2], "all of it came back"
    assert "Discrepancies to explain" in words
    assert "Returns to decide | 2" in words
    assert "Mobile money to confirm | 600\u00a0F" in words
    assert "signs in" not in words
    assert [(call["first"], call["last"]) for call in asked] == [(asked[0]["first"],) * 2]


def test_what_waits_from_all_days_is_not_among_todays_figures(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    figures_of(rig, [])
    rig.sign_in("houngbedji")
    rig.settle()

    today, waiting = card_of(office, "figures"), card_of(office, "waiting")
    assert today[0] == "Today"
    assert today[1::2] == ["Sales", "Average sale", "Returns", "Cash"]
    assert waiting[0] == "Waiting, from all days"
    assert waiting[1::2] == [
        *("To validate", "Returns to decide", "Mobile money to confirm"),
        *("Discrepancies to explain", "Change owed"),
    ]


def test_the_takings_are_told_by_way_of_paying_for_whoever_counts_the_drawer(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    rest: dict[str, Json] = {"payments": 1, "to_confirm": 0, "failed": 0}
    paid = {"another_way": 10, "card": 2_500, "cash": 41_000, "exchange": 800, "mobile_money": 12_000}
    figures_of(rig, [], methods=[rest | {"method": way, "amount": paid[way]} for way in sorted(paid)])
    rig.sign_in("houngbedji")
    rig.settle()

    said = card_of(office, "figures")[7:]
    assert said[:8] == [
        *("Cash", "41\u202f000\u00a0F", "Mobile money", "12\u202f000\u00a0F"),
        *("Card", "2\u202f500\u00a0F", "Exchange", "800\u00a0F"),
    ]
    assert said[9:] == ["10\u00a0F"], "no money is left out"


def test_what_did_not_arrive_is_told_beside_the_takings(rig: Rig, desk: Desk, office: OfficeWindow) -> None:
    came: dict[str, Json] = {"method": "mobile_money", "payments": 3, "amount": 4_100, "to_confirm": 0}
    figures_of(rig, [], methods=[came | {"failed": 1_600}])
    rig.sign_in("houngbedji")
    rig.settle()
    assert card_of(office, "figures")[7:] == [
        *("Mobile money", "4\u202f100\u00a0F", "Of these did not arrive", "1\u202f600\u00a0F")
    ]


def test_nothing_is_said_of_returns_and_transfers_when_none_waits(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    now = FIGURES["now"]
    assert isinstance(now, dict)
    figures_of(rig, [], now=now | {"returns_pending": 0, "to_confirm": {"payments": 0, "amount": 0}})
    rig.sign_in("houngbedji")
    rig.settle()

    words = words_of(office)
    assert "Change owed" in words
    assert "Returns to decide" not in words
    assert "to confirm" not in words


def test_nobody_reads_the_figures_of_a_window_that_is_closed(
    rig: Rig, desk: Desk, office: OfficeWindow
) -> None:
    asked: list[JsonObject] = []
    figures_of(rig, asked)
    office.close()
    rig.sign_in("houngbedji")
    rig.settle()

    assert desk.office is None
    assert asked == []


def test_a_manager_that_the_server_has_not_seen_gets_a_plain_word(rig: Rig, office: OfficeWindow) -> None:
    rig.sign_in("houngbedji")
    rig.till.session.sign_out()
    rig.go_down()
    rig.sign_in("houngbedji")
    rig.settle()

    assert "The day's figures come with the server." in words_of(office)


def test_the_window_speaks_the_language_chosen_while_it_is_open(
    desk: Desk, office: OfficeWindow, qapp: QApplication
) -> None:
    desk._language.use("fr")
    qapp.processEvents()
    header = table_of(office).horizontalHeader()
    names = [header.model().headerData(n, Qt.Orientation.Horizontal) for n in range(header.count())]

    assert names[0] == "Produit"
    assert "Stock bas" in {button.text() for button in office.findChildren(TouchButton)}


def test_a_key_closes_the_window_and_leads_back_to_the_till(
    desk: Desk, office: OfficeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[object] = []
    monkeypatch.setattr("app.ui.windows.desk.bring_up", brought.append)
    desk.first.window.show()
    leave = office.findChild(TouchButton, "office-close")
    assert leave is not None
    assert leave.isVisible()
    assert leave.text() == "Close"
    assert leave.accessibleName() == "Close this window, back to the till"
    assert leave.height() >= office.theme.mm(12)

    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert desk.office is None
    assert brought == [desk.first.window]


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_the_keyboard_closes_the_window_too(
    desk: Desk, office: OfficeWindow, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    QTest.keyClick(office, key, held)

    assert desk.office is None


def test_the_menu_opens_the_window_and_asks_again_for_the_one_that_is_there(desk: Desk) -> None:
    desk.first.window_asked.emit("office")
    once = desk.office
    desk.first.window_asked.emit("office")

    assert once is not None
    assert desk.office is once
    assert once.isVisible()
