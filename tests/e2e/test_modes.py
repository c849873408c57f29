"""The two ways in which a bar works, by taps: one till for all servers, and each server for themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, KOFFI, SHELF, YAO


def test_where_one_till_sells_for_all_the_seller_is_one_tap_or_one_key(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Flag")
    hands.tap(f"seller:{night.people[YAO]}", "exact")
    hands.until_sold()
    assert "Yao Dossou" in hands.said()
    hands.tap("again")
    assert hands.key_is_chosen(f"seller:{night.people[YAO]}"), "the same round is the same server's"
    hands.tap("hold", "hold-name-accept")
    assert hands.key_is_chosen(f"seller:{night.people[AFI]}"), "the next order is whose till it is"
    (held,) = (name for name in hands.names() if name.startswith("held:"))
    hands.tap(held)
    assert hands.key_is_chosen(f"seller:{night.people[YAO]}"), "an order that waited keeps its server"
    hands.tap("exact", "next")

    third = [row.id for row in hands.counter.sale.sellers][2]
    hands.press(Qt.Key.Key_3)
    evening.sell(hands, "Eau")
    evening.sell(hands, "Eau")
    evening.settle(hands)

    sold = [(sale.seller, sale.total) for sale in sorted(night.sales(), key=lambda sale: sale.ticket)]
    yao, afi = night.people[YAO], night.people[AFI]
    assert sold == [(yao, 500), (yao, 500), (third, 300), (afi, 300)]
    assert {sale.status for sale in night.sales()} == {"validated"}


def test_where_each_server_signs_in_a_manager_has_the_last_word(evenings: Callable[..., Evening]) -> None:
    evening = evenings(mode="full")
    night = evening.night
    hands = evening.counter(by=AFI)
    assert not [name for name in hands.names() if name.startswith("seller:")]
    for drinks in (("Flag",), ("Castel",), ("Béninoise",), ("Eau",)):
        evening.sell(hands, *drinks)
    evening.settle(hands)
    assert [sale.status for sale in night.sales()] == ["pending"] * 4

    hands.tap("day")
    hands.tap_row("day-list", "C1-000001")
    hands.tap("do:withdraw")
    hands.until(lambda: "Retirée par Afi Mensah" in hands.said(), "the sale taken back")
    hands.tap("back", "lock")
    evening.sign_in(hands, KOFFI)
    hands.tap("day", "whose:pending")
    hands.tap_row("day-list", "C1-000002")
    hands.tap("do:validate")
    hands.until(lambda: "C1-000002" not in " ".join(hands.rows("day-list")), "the sale off the list")
    hands.tap_row("day-list", "C1-000003")
    hands.tap("do:reject", "reason-usual:1", "reason-accept")
    hands.until(lambda: len(hands.rows("day-list")) == 1, "one sale left on the list")
    evening.settle(hands)

    assert {sale.ticket: sale.status for sale in night.sales()} == {
        "C1-000001": "rejected",
        "C1-000002": "validated",
        "C1-000003": "rejected",
        "C1-000004": "pending",
    }
    assert night.shelf() == dict.fromkeys(night.products, SHELF) | {"Castel": SHELF - 1, "Eau": SHELF - 1}


def test_the_mode_is_another_one_from_the_moment_it_is_chosen(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.sell(hands, "Flag")
    evening.settle(hands)
    night.server.admin("settings", "--bar", night.bar, "--mode", "full")
    hands.until(lambda: not any(name.startswith("seller:") for name in hands.names()), "no sellers to pick")
    evening.sell(hands, "Flag")
    evening.settle(hands)

    assert [sale.status for sale in night.sales()] == ["validated", "pending"]
