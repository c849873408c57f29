"""The night of a bar, by taps: the drawer has no coins, and the guest comes back for what is owed."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, YAO


def test_change_that_is_owed_is_kept_under_a_code_and_given_back_later(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Béninoise", "Eau")
    hands.tap("pay", "owing", "cash:2000")
    print(hands.said(), hands.names())
    assert hands.page == "payment"
    hands.tap("confirm")
    hands.until(lambda: hands.page == "sold", "« Vendu »")
    print(hands.said())
    hands.tap("next")
    evening.settle(hands)
    print(night.fetch("select * from data.change_credits where bar_id=$1", night.bar))
    hands.tap("menu", "go:change")
    hands.until(lambda: hands.rows("change-list"), "list")
    print(hands.rows("change-list"), hands.said(), hands.names())
