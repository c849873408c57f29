"""How many taps a sale takes, counted by the fingers that make them on the real window over a real server."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, YAO


def test_one_drink_for_exact_cash_is_two_taps(evening: Evening) -> None:
    hands = evening.counter(by=AFI)
    before = hands.taps
    evening.tile(hands, "Flag")
    hands.tap("exact")
    hands.until_sold()

    assert hands.taps - before == 2
    evening.settle(hands)
    assert [(sale.total, sale.lines) for sale in evening.night.sales()] == [(500, {"Flag": 1})]


def test_three_drinks_paid_with_a_note_are_five_taps(evening: Evening) -> None:
    hands = evening.counter(by=AFI)
    before = hands.taps
    evening.tile(hands, "Flag", "Béninoise", "Eau")
    hands.tap("pay", "cash:2000")
    hands.until_sold()

    assert hands.taps - before <= 5
    assert hands.amount("change") == "400 F"
    evening.settle(hands)
    assert [sale.lines for sale in evening.night.sales()] == [{"Flag": 1, "Béninoise": 1, "Eau": 1}]


def test_the_same_round_again_is_one_tap(evening: Evening) -> None:
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Flag", "Flag", "Castel")
    hands.tap("exact")
    hands.until_sold()
    before = hands.taps
    hands.tap("again")

    assert hands.taps - before == 1
    assert (hands.page, hands.cart(), hands.amount("total")) == ("sale", {"Flag": 2, "Castel": 1}, "2 000 F")
    hands.tap("exact", "next")
    before = hands.taps
    hands.tap("last-round")
    assert (hands.taps - before, hands.cart()) == (1, {"Flag": 2, "Castel": 1})
    hands.tap("clear")
    evening.settle(hands)
    assert [sale.total for sale in evening.night.sales()] == [2_000, 2_000]


def test_another_person_is_at_the_till_after_a_name_a_pin_and_one_answer(evening: Evening) -> None:
    """Nothing else is asked of the server before the sale screen is there, so it is there within 300 ms."""
    line = evening.night.line()
    hands = evening.counter(place=evening.night.place(line=line), by=YAO)
    evening.settle(hands)
    before, asked = hands.taps, len(line.asked)
    hands.tap("lock")
    evening.sign_in(hands, AFI)

    assert hands.taps - before == len(("lock", "name", *AFI.pin))
    assert line.asked[asked:].count("sign_in") == 1
    assert hands.counter.status.person_name == AFI.name


def test_the_next_guest_needs_no_tap_of_its_own(evening: Evening) -> None:
    """« Vendu » goes at the next tap, which may be anywhere on it."""
    hands = evening.counter(by=AFI)
    evening.sell(hands, "Flag")
    evening.tile(hands, "Eau")

    assert hands.cart() == {"Eau": 1}
