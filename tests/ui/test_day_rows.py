"""A row of the day says what was sold, who sold it, how it was paid, and what is still open of it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.history import Credit, SaleHeader
from app.domain.sale import Cash, exact_cash
from app.ui.rows import ListRow
from app.ui.view_models.day import DayModel
from app.ui.view_models.day_rows import DayRows
from tests.ui import evening
from tests.ui.language import speaking
from tests.ui.looking import spaced
from tests.ui.opened import kept, opened
from tests.ui.rig import Rig, product


def shown(rig: Rig) -> tuple[DayModel, list[ListRow]]:
    day = kept(rig, DayModel(rig.till))
    day.enter()
    rig.settle()
    return day, list(day.rows)


def said(row: ListRow) -> tuple[str, str]:
    return spaced(row.title), spaced(row.detail)


def headers(rig: Rig, day: DayModel, **changes: object) -> list[ListRow]:
    rows = DayRows(rig.till.bar, day.today)

    def one(sale: SaleHeader, *, names_seller: bool) -> ListRow:
        return rows.sale(replace(sale, **changes), sale.status, is_unsent=False, names_seller=names_seller)  # type: ignore[arg-type]

    return [one(sale, names_seller=yes) for sale in day.page().items for yes in (False, True)]


def sell_named(rig: Rig, name: str) -> None:
    """Sell two bottles that were put aside under this name in between."""
    rig.till.checkout.set_qty(product("flag-65"), 2)
    rig.till.checkout.hold(name)
    rig.till.checkout.recall(rig.till.checkout.held[0].key)
    rig.run(rig.till.checkout.pay(exact_cash(2_000)))


def test_a_row_says_what_was_sold_then_who_sold_it_and_how_it_was_paid(rig: Rig) -> None:
    rig.sign_in()
    evening.book(rig, [evening.drink(1, 3), evening.drink(0, 2), evening.drink(5), evening.drink(4)])
    with speaking("fr"):
        day, [row] = shown(rig)
        goods = "3 Castel 65 cl · 2 La Béninoise 65 cl · +2"

        assert said(row) == (goods, "Espèces")
        assert [said(x) for x in headers(rig, day)] == [(goods, "Espèces"), (goods, "Aïcha Bio · Espèces")]


def test_a_row_of_an_older_server_is_as_it_was(rig: Rig) -> None:
    rig.sign_in()
    evening.book(rig, [evening.drink(1)])
    with speaking("fr"):
        day, _ = shown(rig)
        rows = headers(rig, day, goods=(), more_goods=0)
        assert [said(x) for x in rows] == [("Espèces", ""), ("Aïcha Bio", "Espèces")]
        [nothing, _] = headers(rig, day, goods=(), more_goods=0, methods=())
        assert said(nothing) == ("", ""), "an exchange of equal worth is paid in no way"


def test_a_sale_that_waits_here_says_the_same_as_a_booked_one(rig: Rig) -> None:
    rig.sign_in()
    rig.go_down()
    rig.till.checkout.set_qty(product("flag-65"), 2)
    rig.run(rig.till.checkout.pay((Cash(2_000, 2_500, 0, 500),)))
    rig.advance(60)
    rig.till.checkout.set_qty(product("castel-65"), 1)
    rig.run(rig.till.checkout.pay(exact_cash(1_000)))
    with speaking("fr"):
        _, rows = shown(rig)
        assert [said(row) for row in rows] == [("1 Castel 65 cl", "Espèces"), ("2 Flag 65 cl", "Espèces")]
        assert [[tag.text for tag in row.tags] for row in rows] == [
            ["Gardée sur ce poste"],
            ["Monnaie due", "Gardée sur ce poste"],
        ]


def test_change_that_is_owed_is_marked_until_it_is_given(rig: Rig) -> None:
    rig.sign_in("houngbedji")
    [sale] = evening.owed_change(rig)[:1]
    owed = next(x for x in rig.trade.credits.values() if x["sale"] == sale["id"])
    credit = Credit(owed["id"], sale["id"], owed["code"], owed["amount"], owed["created_at"], None, None)

    def marked() -> bool:
        rows = {row.key: row for row in shown(rig)[1]}
        return "Monnaie due" in [tag.text for tag in rows[sale["id"]].tags]

    with speaking("fr"):
        day, _ = shown(rig)
        day.choose("all")
        rig.settle()
        assert marked()
        rig.run(rig.till.after.give_change(credit))
        assert not marked()


def test_a_sale_is_found_by_the_name_of_its_order_on_the_till_that_sold_it(rig: Rig) -> None:
    rig.sign_in()
    sell_named(rig, "Table 4")
    rig.advance(60)
    rig.till.checkout.set_qty(product("castel-65"), 1)
    rig.run(rig.till.checkout.pay(exact_cash(1_000)))
    rig.settle()
    sales = sorted(rig.trade.sales.values(), key=lambda x: x["ticket"])
    with speaking("fr"):
        _, rows = shown(rig)
        assert [row.title.split(" · ")[0] for row in rows] == [rows[0].title, "Table 4"]
        for sale, begins in zip(sales, ("Table 4 · 21:", "21:"), strict=True):
            assert spaced(opened(rig, sale)[1].about).startswith(begins)


def test_a_sale_that_was_allowed_all_the_same_says_so_and_by_whom(rig: Rig) -> None:
    rig.sign_in()
    booked = evening.book(rig, [evening.drink(1)], by="houngbedji", door="served", ago_s=300)
    booked |= {"flags": ["override", "stock_missing"]}
    with speaking("fr"):
        day, detail = opened(rig, booked)
        assert "Vendue quand même" in [tag.text for tag in day.rows[0].tags]
        assert "Faite hors ligne" not in [tag.text for tag in (*day.rows[0].tags, *detail.tags)]
        told = [row.text for row in detail.history]
        assert "Vendue quand même : autorisée par Clarisse Houngbédji" in map(spaced, told)
        assert not any("hors ligne" in text for text in told), "the line was there all the time"


def test_a_sale_that_was_allowed_during_an_outage_says_both(rig: Rig) -> None:
    rig.sign_in()
    booked = evening.book(rig, [evening.drink(1)], by="houngbedji", door="served", ago_s=300)
    booked |= {"flags": ["override"], "booked_at": rig.trade.moment(200)}
    with speaking("fr"):
        _, detail = opened(rig, booked)
        told = " ".join(row.text for row in detail.history)
        assert "autorisée par Clarisse" in told
        assert "hors ligne jusque-là" in told


def test_an_order_that_is_only_called_after_its_seller_is_not_named_twice(rig: Rig) -> None:
    rig.sign_in()
    sell_named(rig, "Aïcha")
    rig.settle()
    [sale] = rig.trade.sales.values()
    with speaking("fr"):
        _, [row] = shown(rig)
        assert spaced(row.title) == "2 Flag 65 cl"
        assert spaced(opened(rig, sale)[1].about).startswith("21:")
