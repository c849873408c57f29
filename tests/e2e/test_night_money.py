"""The night of a bar, by taps: the drawer has no coins, and the guest comes back for what is owed."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, YAO


def test_change_that_is_owed_is_kept_under_a_code_and_given_back_later(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Béninoise", "Eau")
    hands.tap("pay", "owing", "cash:2000")
    assert (hands.page, hands.amount("change")) == ("payment", "0 F")
    hands.tap("target:owed")
    hands.type_digits("400")
    assert hands.amount("change") == "500 F"
    hands.tap("confirm")
    hands.until_sold()

    assert (hands.amount("change"), hands.amount("owed-code")) == ("500 F", "C1-000001")
    assert "Monnaie due au client : 400 F" in hands.said()
    hands.tap("next")
    evening.settle(hands)
    owed = night.fetch(
        "select code, amount_minor, redeemed_at from data.change_credits where bar_id = $1", night.bar
    )
    assert [tuple(row) for row in owed] == [("C1-000001", 400, None)]
    paid = night.fetch(
        "select tendered_minor, change_minor, owed_minor from data.payments where bar_id = $1", night.bar
    )
    assert [tuple(row) for row in paid] == [(2_000, 500, 400)]

    hands.tap("lock")
    evening.sign_in(hands, YAO)
    hands.tap("menu", "go:change")
    hands.until(lambda: hands.amount("change-total") == "400 F", "what is owed")
    hands.type_digits("0001")
    assert (hands.amount("change-number"), hands.amount("change-amount")) == ("C1-000001", "400 F")
    (give,) = (name for name in hands.names() if name.startswith("do:give_change:"))
    hands.tap(give)
    hands.until(lambda: hands.amount("change-total") == "0 F", "nothing owed")

    assert hands.toast() == "Donner 400 F au client"
    evening.settle(hands)
    given = night.value("select redeemed_by::text from data.change_credits where bar_id = $1")
    assert given == night.people[YAO]
    assert [sale.total for sale in night.sales()] == [1_100]
