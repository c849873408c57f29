"""« Ma journée » where something comes back: what the list says of it, and what waits for whoever decides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.screens.day import DayScreen
from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, money, said, spaced
from tests.ui.pictures import dress
from tests.ui.trade_reads import Row


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress()


@pytest.fixture
def shown(dressed: None) -> Iterator[Counting]:
    with counting() as made:
        yield made


def figure(shown: Counting) -> str:
    return amount(shown, "day-figure")


def asked_for(shown: Counting, sale: Row, reason: str = "defective") -> Row:
    """Let Aïcha ask for a return of the first line of a sale, on another till."""
    line = sale["lines"][0]
    body = {"sale": sale["id"], "position": 1, "product": line["product"], "qty": 1, "reason": reason}
    back = {**body, "return": shown.rig.trade.new_id(), "notes": "", "refund": None, "restock": None}
    evening.deed(shown.rig, "create_return", back, by="aicha")
    return back


def approved(shown: Counting, back: Row) -> None:
    wishes = {"refund": None, "restock": None, "restock_now": False}
    evening.deed(shown.rig, "approve_return", back | wishes)


def test_a_sale_with_a_return_says_what_becomes_of_it(shown: Counting) -> None:
    evening.book(shown.rig, [evening.drink(0)], ticket=7, ago_s=120)
    sale = evening.book(shown.rig, [evening.drink(1, 3)], ticket=8)
    back = asked_for(shown, sale)
    shown.tap("day")

    assert [row.endswith("Retour à décider, Validée") for row in shown.rows("day-list")] == [True, False]
    assert (figure(shown), "Vendu" in said(shown)) == (money(3_800), True)

    approved(shown, back)
    shown.counter.day.again()
    shown.settle()

    assert spaced(shown.rows("day-list")[0]).endswith("Retour : 1 000 F, Validée")
    assert figure(shown) == money(2_800)
    assert "Vendu, moins les retours" in said(shown)


def test_a_manager_is_shown_the_returns_that_wait_of_every_day(shown: Counting) -> None:
    old = evening.book(shown.rig, [evening.drink(0)], ago_s=90_000, ticket=5)
    sale = evening.book(shown.rig, [evening.drink(1, 3)], ticket=8)
    shown.tap("day")
    shown.become("houngbedji")
    shown.window.show_page("day")
    shown.settle()
    assert "1 à décider" not in shown.key("whose:to-decide").accessibleName(), "nothing waits"
    backs = [asked_for(shown, one) for one in (old, sale, sale)]
    shown.counter.day.enter()
    shown.rig.till.cache.invalidate(("dashboard",))
    shown.rig.till.cache.invalidate(("returns",))
    shown.settle()

    assert "3 à décider" in spaced(shown.key("whose:to-decide").accessibleName())
    shown.tap("whose:to-decide")

    assert ("Retours à décider" in said(shown), figure(shown)) == (True, money(2_800))
    rows = [spaced(row) for row in shown.rows("day-list")]
    assert len(rows) == 2, rows
    assert "1 Castel 65 cl · 1 Castel 65 cl, Défectueux · Aïcha Bio" in rows[0]
    assert "mercredi 27 mai" in rows[1]
    assert [row.split(", ")[1] for row in rows] == [sale["ticket"], old["ticket"]]
    assert shown.counter.day.date_text == "de tous les jours"
    assert ("Touchez un retour" in said(shown), "Touchez une vente" in said(shown)) == (True, False)

    shown.tap_row("day-list", sale["id"])
    assert shown.counter.sale_detail.number == sale["ticket"]
    for back in backs:
        approved(shown, back)
    shown.counter.day.again()
    shown.settle()
    assert "Rien ne vous attend" in said(shown)


def test_while_selling_a_manager_sees_how_many_returns_wait_and_a_server_does_not(shown: Counting) -> None:
    sale = evening.book(shown.rig, [evening.drink(1, 3)], ticket=8)
    backs = [asked_for(shown, sale) for _ in range(2)]
    shown.settle()
    assert shown.key("day").accessibleName() == "Ma journée"

    shown.become("houngbedji")
    shown.settle()
    assert shown.key("day").accessibleName() == "Ma journée · 2 retours à décider"

    approved(shown, backs[0])
    shown.rig.till.cache.invalidate(("returns",))
    shown.settle()
    assert shown.key("day").accessibleName() == "Ma journée · 1 retour à décider"

    shown.become("aicha")
    assert shown.key("day").accessibleName() == "Ma journée"


def test_transfers_to_confirm_say_whose_they_are_and_of_which_day(shown: Counting) -> None:
    evening.transfers(shown.rig)
    paid = {"method": "mobile_money", "amount": 500, "operator": "MTN MoMo", "reference": "OLD-9"}
    lines = [evening.drink(0)]
    evening.book(shown.rig, lines, ago_s=90_000, ticket=3, paid=[paid, evening.cash(300)])
    shown.rig.sign_in("houngbedji")
    shown.settle()
    shown.tap("day", "whose:to-confirm")

    rows = [spaced(row) for row in shown.rows("day-list")]
    assert "MTN MoMo · MP-77, Aïcha Bio, 1 000 F" in rows[2]
    assert "Moov Money · Sans référence" in rows[3]
    assert "MTN MoMo · OLD-9, Aïcha Bio · mercredi 27 mai, 500 F" in rows[4]
    assert (shown.counter.day.title, shown.counter.day.date_text) == ("À confirmer", "de tous les jours")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "size", [(1280, 720), (1366, 768), (768, 1366)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_no_word_of_the_head_is_cut(size: tuple[int, int], language: str) -> None:
    with counting(language, size) as shown:
        asked_for(shown, evening.book(shown.rig, [evening.drink(1, 3)], ticket=8))
        shown.rig.advance(118 * 86_400)  # a Wednesday in September
        shown.become("houngbedji")
        shown.tap("day")
        if "whose:to-decide" not in shown.names():
            shown.rig.till.cache.invalidate(("dashboard",))
            shown.settle()
        for whose in ("whose:all", "whose:to-decide"):
            shown.tap(whose)
            for name in ("go:kept", "go:change"):
                assert shown.key(name).width() >= shown.key(name).sizeHint().width(), (whose, name)
            day = shown.window.page
            assert isinstance(day, DayScreen)
            assert day.title.width() >= day.title.sizeHint().width(), whose
