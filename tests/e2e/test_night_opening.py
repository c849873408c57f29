"""The night of a bar, by taps: how it begins."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, SHELF


def test_the_evening_opens(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter()

    assert hands.page == "sign-in"
    assert {f"person:{member}" for member in night.people.values()} <= hands.names()
    hands.tap(f"person:{night.people[AFI]}")
    hands.type_digits(AFI.pin)
    hands.until(lambda: hands.page == "sale", "the sale screen")

    assert evening.shown(hands) == night.shelf() == dict.fromkeys(night.products, SHELF)
    hands.until(lambda: hands.till.live is not None and hands.till.live.is_live, "live news")
    assert (hands.counter.status.lamp, hands.counter.status.person_name) == ("online", AFI.name)
    assert hands.banner == ""
    print(hands.tile_says(night.products["Flag"]), hands.said(), hands.names())
