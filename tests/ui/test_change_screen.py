"""Change that the bar owes, by taps: found by its code or its last digits, given back once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui import evening
from tests.ui.counting import Counting, counting
from tests.ui.looking import amount, said, spaced, toast
from tests.ui.pictures import dress
from tests.ui.rig import ident, product

LONG = "C1-004121, 20:46, 3 Castel 65 cl · 2 Flag 60 cl · +1, Firmin Dossou, 1 500 F"


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        evening.owed_change(made.rig)
        yield made


def enter(shown: Counting) -> None:
    shown.tap("menu", "go:change")


def credit_of(shown: Counting, code: str) -> str:
    return next(key for key, credit in shown.rig.trade.credits.items() if credit["code"] == code)


def test_all_that_is_owed_is_listed_with_its_sum(shown: Counting) -> None:
    enter(shown)
    assert shown.rows("change-list") == [
        "C1-004154, 21:11, 1 Flag 60 cl, Prudence Ahouansou, 200 F",
        LONG,
        "C1-004090, 20:03, 1 La Béninoise 65 cl, Aïcha Bio, 300 F",
    ]
    assert amount(shown, "change-total") == "2 000 F"


def test_the_last_digits_find_it_and_a_tap_gives_it_back(shown: Counting) -> None:
    enter(shown)
    shown.tap("key:4", "key:1", "key:2")
    assert shown.rows("change-list") == [LONG]
    assert amount(shown, "change-number") == "C1-004121"
    assert amount(shown, "change-amount") == "1 500 F"

    shown.tap(f"do:give_change:{credit_of(shown, 'C1-004121')}")

    assert shown.rig.trade.credits[credit_of(shown, "C1-004121")]["redeemed_by"] == ident("aicha")
    assert toast(shown) == "Donner 1 500 F au client"
    assert len(shown.rows("change-list")) == 2
    assert amount(shown, "change-total") == "500 F"


def test_on_a_low_screen_a_code_that_is_found_says_what_to_touch(qapp: QApplication) -> None:
    dress()
    with counting("fr", (1280, 720)) as low:
        evening.owed_change(low.rig)
        enter(low)
        assert "Code du client, ou ses derniers chiffres" in said(low)
        low.tap("key:4", "key:1", "key:2")
        assert "touchez sa ligne" in said(low)

        low.tap_row("change-list", credit_of(low, "C1-004121"))
        assert "touchez sa ligne" not in said(low)
        assert f"do:give_change:{credit_of(low, 'C1-004121')}" in low.names()


def test_digits_of_the_keyboard_and_the_whole_code_do_too(shown: Counting) -> None:
    enter(shown)
    shown.type("54")
    assert amount(shown, "change-number") == "C1-004154"
    shown.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert len(shown.rows("change-list")) == 3

    shown.type("c1-004090")
    assert amount(shown, "change-number") == "C1-004090"
    shown.press(Qt.Key.Key_Return)
    assert shown.rig.trade.credits[credit_of(shown, "C1-004090")]["redeemed_at"] is None
    shown.press(Qt.Key.Key_Escape)
    assert (shown.page, shown.counter.change.typed) == ("change", "")
    shown.press(Qt.Key.Key_Escape)
    assert shown.page == "sale"


def test_a_row_is_touched_and_since_when_it_is_owed_is_said(shown: Counting) -> None:
    enter(shown)
    shown.tap_row("change-list", credit_of(shown, "C1-004090"))
    assert "1 La Béninoise 65 cl\nAïcha Bio · Due depuis 20:03" in said(shown)


def test_a_code_that_is_not_in_the_list_is_looked_up_among_all_sales(shown: Counting) -> None:
    credit = shown.rig.trade.credits[credit_of(shown, "C1-004121")]
    credit |= {"redeemed_by": ident("firmin"), "redeemed_at": shown.rig.trade.moment(60)}
    enter(shown)
    shown.tap("key:4", "key:1", "key:2", "key:1")
    assert "Aucune monnaie due sous ce code" in said(shown)

    shown.tap("change-look-up")

    assert shown.rows("change-list") == [f"{LONG}, Rendue"]
    shown.tap_row("change-list", credit_of(shown, "C1-004121"))
    assert "Rendue par Firmin Dossou, 21:25" in said(shown)
    assert not [name for name in shown.names() if name.startswith("do:")]


def test_a_sale_that_was_undone_owes_nothing(shown: Counting) -> None:
    key = credit_of(shown, "C1-004121")
    shown.rig.trade.credits[key]["redeemed_at"] = shown.rig.trade.moment(60)
    enter(shown)
    shown.type("4121")
    shown.press(Qt.Key.Key_Return)
    shown.tap_row("change-list", key)
    assert "La vente a été annulée : rien n’est dû" in said(shown)


def test_a_wrong_code_is_said(shown: Counting) -> None:
    evening.book(shown.rig, [evening.drink(0)], ticket=77)
    enter(shown)
    for digit in "9999":
        shown.tap(f"key:{digit}")
    shown.tap("change-look-up")
    assert "Aucune vente ne porte ce numéro" in said(shown)

    shown.tap("key:backspace", "key:backspace", "key:backspace", "key:backspace", "key:7", "key:7")
    shown.tap("change-look-up")
    assert "Cette vente ne doit pas de monnaie" in said(shown)


def test_change_of_the_next_sale_is_here_before_the_server_has_it(shown: Counting) -> None:
    enter(shown)
    shown.press(Qt.Key.Key_Escape)
    shown.rig.go_down()
    shown.tap_tile("castel-65")
    shown.tap("pay", "owing", "cash:2000", "key:5", "key:00", "confirm")
    assert shown.page == "sold"
    code = amount(shown, "owed-code")
    shown.tap("next")

    enter(shown)

    assert shown.rows("change-list")[0].startswith(code)
    assert "Gardée sur ce poste" in shown.rows("change-list")[0]
    shown.tap_row("change-list", shown.counter.change.rows[0].key)
    assert not [name for name in shown.names() if name.startswith("do:")]
    assert shown.rig.till.checkout.cart.qty_of(product("castel-65")) == 0


def test_without_the_server_nothing_is_given_back_twice(shown: Counting) -> None:
    enter(shown)
    key = credit_of(shown, "C1-004121")
    shown.tap_row("change-list", key)
    shown.rig.go_down()

    give = shown.key(f"do:give_change:{key}")
    assert not give.isEnabled()
    assert "Connexion requise" in spaced(give.accessibleName())


def test_a_till_that_never_read_the_list_says_so(shown: Counting) -> None:
    shown.rig.go_down()
    enter(shown)
    assert "La monnaie due arrive avec la connexion" in said(shown)
    assert amount(shown, "change-total") == "…"


def test_another_till_was_faster(shown: Counting) -> None:
    enter(shown)
    key = credit_of(shown, "C1-004121")
    shown.tap_row("change-list", key)
    shown.rig.trade.credits[key] |= {"redeemed_by": ident("firmin"), "redeemed_at": shown.rig.trade.moment()}
    shown.tap(f"do:give_change:{key}")

    assert "La monnaie n’a pas été rendue" in said(shown)
    assert len(shown.rows("change-list")) == 2
    assert toast(shown) == ""
    shown.tap("answer:understood")
    assert "La monnaie n’a pas été rendue" not in said(shown)


def test_nothing_owed(qapp: QApplication) -> None:
    dress()
    with counting() as shown:
        enter(shown)
        assert "Le bar ne doit pas de monnaie" in said(shown)
        assert amount(shown, "change-total") == "0 F"


def test_on_a_low_screen_keys_and_credit_take_turns(shown: Counting) -> None:
    shown.window.resize(1366, 620)
    enter(shown)
    shown.tap("key:4", "key:1", "key:2", "key:1")
    give = f"do:give_change:{credit_of(shown, 'C1-004121')}"
    assert give not in shown.names(), "the next digit would have given money out"

    shown.tap_row("change-list", credit_of(shown, "C1-004121"))
    assert "key:1" not in shown.names()
    assert amount(shown, "change-amount") == "1 500 F"

    code = shown.window.page.findChild(QLineEdit, "change-code")
    assert code is not None
    QTest.mouseClick(code, Qt.MouseButton.LeftButton)
    assert "key:1" in shown.names()
    assert give not in shown.names()
