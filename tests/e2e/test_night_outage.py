"""The night of a bar, by taps: the network is gone for an hour, and the bar goes on selling."""

from __future__ import annotations

from app.sync.ports import Door, State
from tests.e2e.evenings import Evening
from tests.e2e.hands import Hands
from tests.e2e.leaping import LeapingClock
from tests.e2e.night import AFI, SHELF, YAO


def test_an_hour_without_the_network(evening: Evening) -> None:
    night, clock = evening.night, LeapingClock()
    line = night.line()
    with night.web_line() as web:
        cut_off = evening.counter("C1", place=night.place("C1", line=line), clock=clock, by=AFI)
        other = evening.counter("C2", by=YAO)
        cut_off.until_live()
        other.until_live()
        evening.sell(cut_off, "Flag")
        evening.settle(cut_off, other)

        night.elsewhere.do(line.cut)
        night.elsewhere.do(web.cut)
        sell_for_an_hour(evening, cut_off, other, clock)
        assert [sale.total for sale in night.sales()] == [500, 1_000]

        night.elsewhere.do(line.mend)
        night.elsewhere.do(web.mend)
        clock.leap(120)
        evening.settle(cut_off, other)
        cut_off.until(lambda: (cut_off.counter.status.lamp, cut_off.banner) == ("online", ""), "a green lamp")
        clock.leap(60)
        cut_off.until_live()

    assert sorted((sale.ticket, sale.total, sale.door) for sale in night.sales()) == [
        ("C1-000001", 500, "counter"),
        ("C1-000002", 2_000, "served"),
        ("C1-000003", 300, "served"),
        ("C1-000004", 1_000, "served"),
        ("C1-000005", 800, "served"),
        ("C2-000001", 1_000, "counter"),
    ]
    assert night.sold() == {"Flag": 3, "Castel": 3, "Béninoise": 1, "Eau": 1}
    assert night.shelf() == {drink: SHELF - qty for drink, qty in night.sold().items()}


def sell_for_an_hour(evening: Evening, cut_off: Hands, other: Hands, clock: LeapingClock) -> None:
    """Sell on, at the till that is cut off and at another one, until the banner says that an hour has passed."""
    evening.sell(cut_off, "Castel", "Castel")
    evening.sell(other, "Castel")
    other.until_sent()
    cut_off.until(lambda: cut_off.counter.status.lamp == "unsure", "a lamp that is not green")
    clock.leap(60)
    cut_off.until(lambda: cut_off.counter.status.lamp == "offline", "a lamp that says so")
    for drinks in (("Eau",), ("Flag", "Flag"), ("Béninoise",)):
        evening.sell(cut_off, *drinks)
    clock.leap(3_600)
    words = "Hors ligne depuis 1 h 00 – 4 ventes (4 100 F) gardées sur ce poste. Continuez à vendre."
    cut_off.until(lambda: words in cut_off.banner, "what waits, and since when")
    cut_off.until(lambda: doors(cut_off) == {Door.SERVED}, "the guests gone")


def doors(hands: Hands) -> set[Door]:
    """Return the doors by which what waits will go."""
    return {row.door for row in hands.till.outbox.rows() if row.state is State.WAITING}
