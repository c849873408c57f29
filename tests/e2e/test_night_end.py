"""The night of a bar, by taps: it ends."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, KOFFI, SHELF, YAO
from tests.ui.looking import spaced


def test_the_night_ends(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.sell(hands, "Flag")
    evening.sell(hands, "Castel", "Castel")
    hands.tap("lock")
    evening.sign_in(hands, YAO)
    evening.sell(hands, "Eau", "Béninoise")
    hands.tap("lock")
    evening.sign_in(hands, KOFFI)
    evening.settle(hands)
    hands.tap("day", "whose:all")

    booked = {sale.seller: 0 for sale in night.sales()}
    for sale in night.sales():
        booked[sale.seller] += sale.total
    assert booked == {night.people[AFI]: 2_500, night.people[YAO]: 1_100}
    net = night.value("select net_minor from logic.net_revenue($1, current_date - 1, current_date + 1)")
    assert net == 3_600
    hands.until(lambda: hands.amount("day-figure") == "3 600 F", "the day's revenue")
    hands.until(lambda: "3 ventes" in hands.said(), "how many sales")
    chips = {chip.key: spaced(chip.detail) for chip in hands.counter.day.chips}
    assert (chips[night.people[AFI]], chips[night.people[YAO]]) == ("2 500 F", "1 100 F")
    assert (hands.counter.status.waiting_count, hands.banner) == (0, "")
    hands.tap("back", "lock")

    assert hands.page == "sign-in"
    assert hands.till.session.person is None
    assert night.sold() == {"Flag": 1, "Castel": 2, "Eau": 1, "Béninoise": 1}
    assert night.shelf() == {drink: SHELF - qty for drink, qty in night.sold().items()}
