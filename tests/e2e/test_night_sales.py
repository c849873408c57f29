"""The night of a bar, by taps: it opens, the rush comes, and a price changes in the middle of it."""

from __future__ import annotations

from app.domain.edits import Edit
from app.domain.ids import ProductId, new_id
from app.till import catalog_edits
from tests.e2e.evenings import Evening
from tests.e2e.hands import Hands
from tests.e2e.night import AFI, KOFFI, PRICES, SHELF, YAO

CHANGED = "Flag 33 cl est maintenant à 600 F, et non plus à 500 F."
RUSH = (
    *(("Flag",), ("Castel", "Castel"), ("Béninoise",), ("Flag", "Eau"), ("Eau",)),
    *(("Castel",), ("Flag", "Flag", "Flag"), ("Béninoise", "Castel"), ("Flag",), ("Eau", "Eau")),
    *(("Béninoise",), ("Flag", "Castel"), ("Eau",), ("Béninoise", "Béninoise"), ("Castel",)),
)


def test_the_evening_opens(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter()

    assert hands.page == "sign-in"
    assert {f"person:{member}" for member in night.people.values()} <= hands.names()
    evening.sign_in(hands, AFI)

    assert evening.shown(hands) == night.shelf() == dict.fromkeys(PRICES, SHELF)
    assert hands.tile_says(night.products["Flag"]) == "Flag 33 cl, 500 F, reste 40"
    hands.until_live()
    status = hands.counter.status
    assert (status.lamp, status.person_name, hands.banner) == ("online", AFI.name, "")
    assert hands.amount("total") == "0 F"


def test_a_rush_of_fifteen_sales_on_two_tills(evening: Evening) -> None:
    night = evening.night
    first, second = evening.counter("C1", by=AFI), evening.counter("C2", by=YAO)
    for hands in (first, second):
        hands.until_live()
    for number, drinks in enumerate(RUSH):
        evening.sell((first, second)[number % 2], *drinks)
    evening.settle(first, second)

    sales = night.sales()
    asked = [sum(PRICES[drink] for drink in drinks) for drinks in RUSH]
    assert sorted(sale.total for sale in sales) == sorted(asked)
    assert sorted(sale.ticket for sale in sales) == [
        *(f"C1-{number:06d}" for number in range(1, 9)),
        *(f"C2-{number:06d}" for number in range(1, 8)),
    ]
    left = {drink: SHELF - sum(round_.count(drink) for round_ in RUSH) for drink in PRICES}
    assert night.shelf() == evening.shown(first) == evening.shown(second) == left
    assert night.value("select sales_5min from logic.bar_activity($1, now())") == len(RUSH)
    assert first.is_live
    assert second.is_live


def change_price(hands: Hands, product: str, price: int) -> None:
    """The manager at another till gives a drink another price."""
    till = hands.till
    person = till.session.person
    assert person is not None
    session = till.session.session_of(person.id)
    assert session is not None
    command = catalog_edits.edit_product(
        ProductId(product),
        {"price": Edit(price, 0)},
        command_id=new_id(till.clock.wall()),
        by=person.id,
        session=session,
    )
    hands.tasks.spawn(till.outbox.append(command), "a price")


def at_a_new_price(evening: Evening) -> tuple[Hands, Hands]:
    """Fill an order, and give a drink of it another price at the manager's till; return the counter and that till."""
    counter, office = evening.counter("C1", by=AFI), evening.counter("C2", by=KOFFI)
    evening.tile(counter, "Castel", "Flag")
    flag = evening.night.products["Flag"]
    change_price(office, flag, 600)
    counter.until(lambda: "600 F" in counter.tile_says(flag), "the new price")
    counter.until(lambda: CHANGED in counter.said(), "what has changed")
    assert counter.amount("total") == "1 500 F"
    return counter, office


def test_a_price_changes_in_the_middle_of_a_cart(evening: Evening) -> None:
    night = evening.night
    counter, office = at_a_new_price(evening)
    counter.tap("answer:reprice")
    assert (counter.cart(), counter.amount("total")) == ({"Castel": 1, "Flag": 1}, "1 600 F")
    assert CHANGED not in counter.said()
    counter.tap("exact", "next")
    evening.settle(counter, office)

    assert [(sale.total, sale.lines) for sale in night.sales()] == [(1_600, {"Castel": 1, "Flag": 1})]
    assert counter.till.checkout.held == ()


def test_whoever_sells_at_the_old_price_gets_the_order_back(evening: Evening) -> None:
    night = evening.night
    counter, office = at_a_new_price(evening)
    counter.tap("answer:later", "exact")
    counter.until(lambda: counter.till.checkout.held, "the refused order")
    counter.tap("next")
    assert CHANGED in counter.said()
    assert "refusée : rendre 1 500 F" in counter.said()
    assert night.sales() == []

    counter.tap("answer:reprice")
    assert (counter.cart(), counter.amount("total")) == ({"Castel": 1, "Flag": 1}, "1 600 F")
    counter.tap("exact", "next")
    evening.settle(counter, office)

    assert [(sale.total, sale.lines) for sale in night.sales()] == [(1_600, {"Castel": 1, "Flag": 1})]
    assert night.shelf()["Flag"] == SHELF - 1
    assert counter.till.outbox.summary().refused_count == 0
