"""« Ma journée » by taps: whose sales, page by page, and what is known of them without the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import Incompatible
from app.sync.link import LinkState
from app.sync.ports import Answer, JsonObject
from app.ui.controls.row_list import RowList
from tests.fakes import Hold
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, money, said, spaced
from tests.ui.pictures import dress
from tests.ui.rig import ident, product


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


@pytest.fixture
def shown(dressed: None) -> Iterator[Counting]:
    with counting() as made:
        yield made


def figure(shown: Counting) -> str:
    return amount(shown, "day-figure")


def sell(shown: Counting, key: str, qty: int = 1) -> None:
    shown.rig.till.checkout.set_qty(product(key), qty)
    shown.tap("exact", "next")


def not_understood(_params: JsonObject) -> Answer:
    """Answer as a server of another version."""
    raise Incompatible("TLVER")


def test_a_server_sees_their_own_sales_of_today_newest_first(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 30)
    evening.book(shown.rig, [evening.drink(0)], ago_s=90_000, ticket=17)

    shown.tap("day")

    own = [sale for sale in sales if sale["sold_by"] == ident("aicha")]
    rows = shown.rows("day-list")
    assert shown.page == "day"
    assert [row.split(", ")[1] for row in rows] == [sale["ticket"] for sale in own]
    assert rows[0].endswith("Validée")
    assert f"{len(own)} ventes" in said(shown)
    assert figure(shown) == money(sum(sale["total"] for sale in own))


def test_what_does_not_count_is_told_apart(shown: Counting) -> None:
    for ticket, status in enumerate(("validated", "cancelled", "validated", "rejected"), 1):
        evening.book(shown.rig, [evening.drink(0)], ticket=ticket, status=status)
    shown.tap("day")
    assert "4 ventes, dont 2 qui ne comptent pas" in said(shown)


def test_an_order_stands_where_it_was_paid_whenever_it_was_begun(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 12)
    own = [sale for sale in sales if sale["sold_by"] == ident("aicha")]
    own[-1]["created_at"] = own[0]["created_at"][:-1] + "9"

    shown.tap("day")

    newest = own[0]["created_at"] < own[-1]["created_at"]
    assert newest
    tickets = [row.split(", ")[1] for row in shown.rows("day-list")]
    assert tickets == [own[-1]["ticket"], *(sale["ticket"] for sale in own[:-1])]


def test_a_sale_of_the_day_says_that_its_transfer_is_to_be_confirmed(shown: Counting) -> None:
    paid = {"method": "mobile_money", "amount": 800, "operator": "MTN MoMo", "reference": "T-1"}
    paid |= {"state": "to_confirm"}
    evening.book(shown.rig, [evening.drink(0)], ticket=7, paid=[paid], ago_s=120)
    evening.book(shown.rig, [evening.drink(0)], ticket=8)
    shown.tap("day")

    assert [row.endswith("À confirmer, Validée") for row in shown.rows("day-list")] == [False, True]


def test_a_chip_shows_another_seller_and_everybody(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 30)
    shown.tap("day", f"whose:{ident('firmin')}")
    firmin = [sale["ticket"] for sale in sales if sale["sold_by"] == ident("firmin")]
    assert [row.split(", ")[1] for row in shown.rows("day-list")] == firmin

    shown.tap("whose:all")

    assert len(shown.rows("day-list")) == 30
    assert "Firmin Dossou" in " ".join(shown.rows("day-list"))

    shown.tap("whose:mine")
    assert shown.counter.day.chosen == "mine"


def test_no_figure_is_made_up_of_a_page_that_is_not_all(shown: Counting) -> None:
    evening.fill(shown.rig, 60)
    shown.tap("day", "whose:all")

    assert figure(shown) == "…"
    assert "60 ventes" in said(shown)


def test_a_manager_sees_the_net_revenue_of_each_seller(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 60)
    shown.rig.sign_in("houngbedji")
    shown.settle()
    shown.tap("day", "whose:all")

    assert "Recette nette" in said(shown)
    assert figure(shown) == money(sum(sale["total"] for sale in sales))
    of_firmin = sum(sale["total"] for sale in sales if sale["sold_by"] == ident("firmin"))
    chip = shown.key(f"whose:{ident('firmin')}")
    assert money(of_firmin) in spaced(chip.accessibleName())
    shown.tap(f"whose:{ident('firmin')}")
    assert figure(shown) == money(of_firmin)


def test_what_waits_for_a_manager_is_one_tap_away(shown: Counting) -> None:
    shown.rig.use_mode("full")
    evening.book(shown.rig, [evening.drink(0)], ago_s=60, ticket=9, status="pending", seller="firmin")
    evening.book(shown.rig, [evening.drink(1)], ago_s=90, ticket=8)
    shown.rig.sign_in("houngbedji")
    shown.settle()

    shown.tap("day", "whose:pending")

    assert [row.split(", ")[1] for row in shown.rows("day-list")] == ["C1-000009"]
    assert figure(shown) == "800 F"
    shown.tap_row("day-list", shown.counter.day.rows[0].key)
    shown.tap("do:validate")
    assert shown.rows("day-list") == []
    assert "Rien ne vous attend" in said(shown)


# --- pages


def test_the_page_before_stays_dimmed_until_the_next_one_comes(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 120)
    shown.tap("day", "whose:all")
    first = shown.rows("day-list")
    held = Hold(asyncio.Event())
    shown.rig.gateway.script("sales_page", held)

    shown.tap("day-next")

    shown_list = shown.window.page.findChild(RowList, "day-list")
    assert shown_list is not None
    assert (shown.rows("day-list"), shown_list._paint.is_dim) == (first, True)
    assert "La page suivante arrive…" in said(shown)
    assert "1–50 sur 120" in said(shown)
    assert not shown.key("day-next").isEnabled()

    held.event.set()
    shown.settle()

    assert [row.split(", ")[1] for row in shown.rows("day-list")] == [x["ticket"] for x in sales[50:100]]
    assert not shown_list._paint.is_dim
    assert "51–100 sur 120" in said(shown)

    shown.tap("day-next")
    assert "101–120 sur 120" in said(shown)
    assert not shown.key("day-next").isEnabled()
    shown.tap("day-previous", "day-previous")
    assert shown.rows("day-list") == first


def test_page_keys_turn_pages_and_arrows_and_enter_open_a_sale(shown: Counting) -> None:
    evening.fill(shown.rig, 120)
    shown.press(Qt.Key.Key_F2)
    assert shown.page == "day"
    shown.tap("whose:all")

    shown.press(Qt.Key.Key_PageDown)
    assert "51–100 sur 120" in said(shown)
    shown.press(Qt.Key.Key_PageUp)
    assert "1–50 sur 120" in said(shown)

    shown.press(Qt.Key.Key_Down)
    shown_list = shown.window.page.findChild(RowList, "day-list")
    assert shown_list is not None
    assert shown_list.hasFocus()
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert shown.counter.day.selected == shown.counter.day.rows[1].key
    assert "Touchez une vente" not in said(shown)


def test_esc_goes_back_one_thing_at_a_time_and_the_order_stays(shown: Counting) -> None:
    evening.fill(shown.rig, 3)
    shown.tap_tile("castel-65")
    shown.tap("day", "whose:all")
    shown.tap_row("day-list", shown.counter.day.rows[0].key)

    shown.press(Qt.Key.Key_Escape)
    assert (shown.page, shown.counter.day.selected) == ("day", "")
    assert not shown.counter.sale_detail.is_open
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "sale"
    assert shown.counter.sale.count == 1


# --- without the server, and while it fails


def test_own_sales_that_wait_are_in_the_list_and_marked(shown: Counting) -> None:
    evening.fill(shown.rig, 9)
    shown.tap("day")
    before, sold_before = shown.rows("day-list"), amount(shown, "day-figure")
    shown.press(Qt.Key.Key_Escape)
    shown.rig.go_down()
    sell(shown, "castel-65", 2)

    shown.tap("day")

    rows = shown.rows("day-list")
    assert rows[1:] == before
    assert "Gardée sur ce poste" in rows[0]
    assert "2 000 F" in rows[0]
    assert "+ 1 vente pas encore envoyée (2 000 F)" in said(shown)
    assert f"{len(before)} ventes" in said(shown), "what waits stands beside, it is not in the count"
    assert amount(shown, "day-figure") == sold_before
    assert "Hors ligne. Vu à l’instant." in said(shown)

    shown.rig.advance(900)
    shown.counter.day.changed.emit()
    assert "Hors ligne. Vu il y a 15 min." in said(shown)

    shown.rig.come_back()
    shown.settle()
    assert "Validée" in shown.rows("day-list")[0]
    assert "pas encore envoyée" not in said(shown)


def test_a_till_that_never_read_the_day_shows_what_it_sold_and_knows_no_total(shown: Counting) -> None:
    evening.fill(shown.rig, 9)
    shown.rig.go_down()
    shown.tap("day")
    assert "Pas de connexion, et rien n’a été vendu sur ce poste" in said(shown)
    shown.press(Qt.Key.Key_Escape)
    sell(shown, "castel-65")

    shown.tap("day")

    assert len(shown.rows("day-list")) == 1
    assert figure(shown) == "…"
    assert "Seules les ventes de ce poste sont connues" in said(shown)


def test_own_sales_are_there_while_the_list_is_on_its_way_and_nobody_is_called_offline(
    shown: Counting,
) -> None:
    held = Hold(asyncio.Event())
    sell(shown, "castel-65")
    shown.rig.gateway.script("sales_page", held)
    shown.tap("day")
    assert len(shown.rows("day-list")) == 1
    assert "Les ventes arrivent…" in said(shown)
    assert "Hors ligne" not in said(shown)

    shown.rig.gateway.reads["sales_page"] = not_understood
    held.event.set()
    shown.settle()

    assert "Les ventes arrivent…" not in said(shown)
    assert "Hors ligne" not in said(shown)


def test_a_sale_of_an_outage_is_marked_once_it_is_booked(shown: Counting) -> None:
    evening.book(shown.rig, [evening.drink(0)], ago_s=60, ticket=9, door="served")
    shown.tap("day")
    assert "Faite hors ligne" in shown.rows("day-list")[0]


def test_the_list_loads_fails_and_is_asked_for_again(shown: Counting) -> None:
    held = Hold(asyncio.Event())
    shown.rig.gateway.script("sales_page", held)
    shown.tap("day")
    assert "Les ventes arrivent…" in said(shown)
    assert figure(shown) == "…"
    answers = shown.rig.gateway.reads["sales_page"]
    shown.rig.gateway.reads["sales_page"] = not_understood
    evening.fill(shown.rig, 5)
    held.event.set()
    shown.settle()
    assert figure(shown) == "…"

    shown.rig.gateway.reads["sales_page"] = answers
    shown.tap("day-again")

    assert shown.rows("day-list")
    assert figure(shown) != "…"


def test_no_age_is_said_while_the_till_is_online(shown: Counting) -> None:
    evening.fill(shown.rig, 3)
    shown.tap("day")
    shown.rig.advance(180)
    shown.counter.day.changed.emit()
    assert shown.rig.till.link.state is LinkState.ONLINE
    assert "Vu il y a" not in said(shown), "nothing has changed since, or it would have been told"

    shown.rig.go_down()
    shown.settle()
    assert "Hors ligne. Vu il y a 3 min." in said(shown)


def test_an_empty_day_says_so(shown: Counting) -> None:
    shown.tap("day")
    assert "Pas encore de vente aujourd’hui" in said(shown)
    assert figure(shown) == "0 F"


def test_the_bar_s_day_ends_while_the_list_is_open(shown: Counting) -> None:
    """It is 21:26 in the bar, whose day ends at 6 in the morning."""
    evening.fill(shown.rig, 3)
    shown.tap("day", "whose:all")
    assert "jeudi 28 mai" in said(shown)

    shown.rig.advance(9 * 3_600)
    shown.counter.day._tick()
    shown.settle()

    assert "vendredi 29 mai" in said(shown)
    assert shown.rows("day-list") == []


def test_somebody_else_begins_with_their_own_sales(shown: Counting) -> None:
    sales = evening.fill(shown.rig, 9)
    shown.tap("day", "whose:all")
    shown.tap_row("day-list", shown.counter.day.rows[0].key)
    shown.press(Qt.Key.Key_F8)
    assert shown.page == "sign-in"
    shown.rig.sign_in("firmin")
    shown.window.show_page("sale")

    shown.tap("day")

    assert shown.counter.day.selected == ""
    own = [sale["ticket"] for sale in sales if sale["sold_by"] == ident("firmin")]
    assert [row.split(", ")[1] for row in shown.rows("day-list")] == own


@pytest.mark.parametrize("who", ["houngbedji", "adjovi"])
def test_whoever_runs_the_bar_begins_with_the_sales_of_everybody(shown: Counting, who: str) -> None:
    sales = evening.fill(shown.rig, 9)
    shown.become(who)
    shown.tap("day")

    assert shown.counter.day.chosen == "all"
    assert len(shown.rows("day-list")) == 9
    assert "Pas encore de vente" not in said(shown)
    assert figure(shown) == money(sum(sale["total"] for sale in sales))

    shown.tap("whose:mine", "back", "day")
    assert shown.counter.day.chosen == "mine", "what they chose stays chosen"


def test_the_menu_leads_there_and_the_page_leads_on(shown: Counting) -> None:
    shown.tap("menu", "go:day")
    assert shown.page == "day"
    shown.tap("go:kept")
    assert shown.page == "kept"
    shown.tap("back")
    assert shown.page == "day"
    shown.tap("go:change")
    assert shown.page == "change"
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "day"
    shown.tap("back", "menu", "go:kept", "back")
    assert shown.page == "sale"


def test_an_idle_till_locks_from_here_too(shown: Counting) -> None:
    shown.tap("day")
    shown.counter._idle.timeout.emit()
    shown.settle()
    assert shown.page == "sign-in"
    assert shown.rig.till.session.person is None
