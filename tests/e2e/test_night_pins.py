"""The night of a bar, by taps: a PIN is forgotten, with the server and without it."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.hands import Hands
from tests.e2e.leaping import LeapingClock
from tests.e2e.night import AFI, SHELF

WRONG = "0000"
COUNTED_DOWN = [
    "Code PIN faux. Il vous reste 4 essais.",
    "Code PIN faux. Il vous reste 3 essais.",
    "Code PIN faux. Il vous reste 2 essais.",
    "Code PIN faux. Il vous reste 1 essai.",
    "Trop de codes PIN faux.",
]


def try_pin(hands: Hands, pin: str) -> str:
    """Type a PIN that will not do; return what is said of it."""
    model = hands.counter.sign_in
    hands.type_digits(pin)
    hands.until(lambda: not model.is_checking and model.message, "an answer")
    return hands.label("pin-message").partition(" Réessayez dans ")[0]


def test_a_forgotten_pin_is_counted_down_locked_and_reset(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter()
    hands.tap(f"person:{night.people[AFI]}")
    assert [try_pin(hands, WRONG) for _ in COUNTED_DOWN] == COUNTED_DOWN
    assert try_pin(hands, AFI.pin) == COUNTED_DOWN[-1], "the right one comes too late"
    assert hands.page == "sign-in"

    reset = night.server.admin("reset-pin", AFI.name, "--bar", night.bar)
    assert reset["pin"] != AFI.pin
    assert try_pin(hands, AFI.pin) == COUNTED_DOWN[0], "it is the old one now"
    hands.sign_in(night.people[AFI], reset["pin"])
    evening.sell(hands, "Flag")
    evening.settle(hands)

    assert [(sale.total, sale.seller) for sale in night.sales()] == [(500, night.people[AFI])]


def test_without_the_server_wrong_pins_lock_out_too(evening: Evening) -> None:
    night, clock = evening.night, LeapingClock()
    line = night.line()
    hands = evening.counter(place=night.place(line=line), clock=clock, by=AFI)
    hands.tap("lock")
    night.elsewhere.do(line.cut)
    hands.tap(f"person:{night.people[AFI]}")
    assert [try_pin(hands, WRONG) for _ in COUNTED_DOWN] == COUNTED_DOWN
    assert try_pin(hands, AFI.pin) == COUNTED_DOWN[-1], "the right one comes too late"
    assert hands.page == "sign-in"

    clock.leap(61)
    evening.sign_in(hands, AFI)
    evening.sell(hands, "Flag", "Eau")
    assert night.sales() == []
    night.elsewhere.do(line.mend)
    clock.leap(120)
    evening.settle(hands)

    assert [sale.total for sale in night.sales()] == [800]
    assert night.shelf()["Flag"] == SHELF - 1
