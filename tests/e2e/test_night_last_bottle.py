"""The night of a bar, by taps: two tills sell the last bottle at once, and the one that lost has two ways out."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.hands import Hands
from tests.e2e.night import AFI, KOFFI, YAO


def race(evening: Evening, qty: int, left: int) -> tuple[Hands, Hands]:
    """Two tills that show ``left`` bottles sell ``qty`` each at the same moment; return who won and who lost."""
    tills = evening.counter("C1", by=AFI), evening.counter("C2", by=YAO)
    evening.night.set_stock("Flag", left)
    for hands in tills:
        evening.until_shown(hands, {"Flag": left})
        evening.tile(hands, *["Flag"] * qty)
        assert hands.cart() == {"Flag": qty}
    tills[0].tap_together(tills[1], "exact")
    for hands in tills:
        hands.until_sold()
        hands.until_sent()
        hands.tap("next")
    winner, loser = sorted(tills, key=lambda hands: len(hands.till.checkout.held))
    assert (len(winner.till.checkout.held), len(loser.till.checkout.held)) == (0, 1)
    assert (winner.cart(), loser.cart()) == ({}, {})
    return winner, loser


def test_who_lost_the_last_bottles_sells_what_is_left(evening: Evening) -> None:
    night = evening.night
    winner, loser = race(evening, qty=2, left=3)
    assert "refusée : rendre 1 000 F" in loser.said()
    assert "Plus que 1 Flag 33 cl." in loser.said()
    assert {"answer:take_left", "answer:override"} <= loser.names()

    loser.tap("answer:take_left")
    assert (loser.cart(), loser.amount("total")) == ({"Flag": 1}, "500 F")
    loser.tap("exact", "next")
    evening.settle(winner, loser)

    assert sorted(sale.total for sale in night.sales()) == [500, 1_000]
    assert night.stock("Flag") == 0
    assert night.value("select count(*) from data.discrepancies where bar_id = $1") == 0
    assert (loser.till.checkout.held, loser.till.outbox.summary().refused_count) == ((), 0)


def test_who_lost_the_last_bottle_sells_anyway_with_the_managers_pin(evening: Evening) -> None:
    night = evening.night
    winner, loser = race(evening, qty=1, left=1)
    assert "refusée : rendre 500 F" in loser.said()

    loser.tap("answer:override", f"manager:{night.people[KOFFI]}")
    loser.type_digits(KOFFI.pin)
    loser.tap("cash:exact")
    loser.tap("next")
    evening.settle(winner, loser)

    assert [sale.total for sale in night.sales()] == [500, 500]
    assert night.stock("Flag") == 0
    open_items = night.fetch(
        "select qty, kind from data.discrepancies where bar_id = $1 and state = 'open'", night.bar
    )
    assert [tuple(row) for row in open_items] == [(1, "stock")], "the manager explains it later"
    assert (loser.till.checkout.held, loser.till.outbox.summary().refused_count) == ((), 0)
