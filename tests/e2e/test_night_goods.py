"""The night of a bar, by taps: a bottle comes back, and one that is paid stays for its guest."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import KOFFI, SHELF, Night


def test_a_bottle_comes_back(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=KOFFI)
    evening.sell(hands, "Castel", "Castel", "Castel", "Eau")
    evening.settle(hands)
    hands.tap("day", "whose:all")
    hands.tap_row("day-list", "C1-000001")
    hands.tap("do:return", "left:1", "return-qty-more", "why:wrong_item")
    assert "Le client récupère 2 000 F. Le produit retourne en rayon." in hands.said()
    hands.tap("return-accept", "outcome-shelve")
    hands.until(lambda: "C’est de nouveau en rayon." in hands.said(), "the bottles on the shelf")
    hands.tap("outcome-done")
    evening.settle(hands)

    back = night.fetch(
        "select qty, reason, state, is_refunded, amount_minor from data.returns where bar_id = $1", night.bar
    )
    assert [tuple(row) for row in back] == [(2, "wrong_item", "restocked", True, 2_000)]
    assert night.shelf() == dict.fromkeys(night.products, SHELF) | {"Castel": SHELF - 1, "Eau": SHELF - 1}
    hands.until(lambda: hands.amount("day-figure") == "1 300 F", "the day without what was given back")
    hands.tap_row("day-list", "C1-000001")
    hands.until(lambda: "2 rendus" in hands.said(), "what came back of the line")
    hands.tap("do:return", "left:1")
    assert hands.amount("return-qty-figure") == "1"
    assert not hands.is_on("return-qty-more"), "one bottle is left of the line"


def test_a_paid_bottle_is_kept_for_its_guest_and_handed_out(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=KOFFI)
    evening.sell(hands, "Castel", "Castel", "Castel")
    evening.settle(hands)
    hands.tap("day", "whose:all")
    hands.tap_row("day-list", "C1-000001")
    bar = hands.till.bar.bar()
    assert bar is not None
    assert bar.kept_days == 7, "the server says how long is usual"
    hands.tap("do:keep", *(f"letter:{sign}" for sign in "kodjo"), "keep-accept")
    hands.until(lambda: hands.toast() == "La bouteille est gardée", "the bottle kept")
    evening.settle(hands)
    assert castel(night) == (SHELF - 2, 1)
    assert night.shelf()["Castel"] == SHELF - 3
    hands.until(lambda: "1 gardé" in hands.said(), "the kept bottle on its sale")

    hands.tap("back", "menu", "go:kept")
    hands.tap_row("kept-list", "Kodjo")
    (hand_out,) = (name for name in hands.names() if name.startswith("do:hand_out:"))
    hands.tap(hand_out)
    hands.until(lambda: hands.toast() == "La bouteille est remise", "the bottle handed over")
    hands.until(lambda: hands.rows("kept-list") == [], "no bottle kept any more")
    evening.settle(hands)

    assert castel(night) == (SHELF - 3, 0)
    kept = night.fetch("select guest, qty, state from data.consignments where bar_id = $1", night.bar)
    assert [tuple(row) for row in kept] == [("Kodjo", 1, "claimed")]
    assert [sale.total for sale in night.sales()] == [3_000]


def castel(night: Night) -> tuple[int, int]:
    """Return how many Castel are in the house, and how many of them are kept for guests."""
    (row,) = night.fetch(
        "select stock, reserved from data.bar_products where id = $1", night.products["Castel"]
    )
    return row["stock"], row["reserved"]
