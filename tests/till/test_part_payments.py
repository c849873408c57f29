"""What a guest has paid of an order already stays with it: put aside, recalled, changed, after a restart."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import DeviceFailed
from app.domain.sale import CardPayment, MobileMoney, Payment, cash
from tests.till.world import World, ident

HALF: tuple[Payment, ...] = (MobileMoney(300, "MTN MoMo", "T-1"),)


async def paid_in_part(counter: World) -> World:
    counter.tap("flag")
    counter.checkout.settle(HALF)
    await counter.settle()
    return counter


async def test_it_waits_with_the_order_that_is_put_aside(counter: World) -> None:
    await paid_in_part(counter)
    counter.checkout.hold("Table 4")
    assert counter.checkout.parts == ()
    await counter.settle()
    await counter.restart()
    await counter.sign_in()

    [held] = counter.checkout.held
    assert held.parts == HALF
    counter.checkout.recall(held.key)
    assert counter.checkout.parts == HALF


@pytest.mark.parametrize(
    "part", [HALF[0], cash(300, 300), CardPayment(300, "9")], ids=lambda part: type(part).__name__
)
async def test_a_power_cut_in_the_middle_of_a_payment_forgets_none_of_it(
    counter: World, part: Payment
) -> None:
    counter.tap("flag")
    counter.checkout.settle((part,))
    await counter.settle()
    await counter.restart()

    assert counter.checkout.parts == (part,)
    assert counter.typed == [("flag", 1)]


async def test_it_goes_with_the_sale_and_is_nothing_to_the_next_order(counter: World) -> None:
    await paid_in_part(counter)
    await counter.checkout.pay((*HALF, cash(200, 200)))
    assert counter.checkout.parts == ()
    counter.tap("eau")
    assert counter.checkout.parts == ()
    await counter.settle()
    await counter.restart()
    assert counter.checkout.parts == ()


async def test_a_sale_that_the_disk_refuses_gives_it_back_with_the_order(counter: World) -> None:
    await paid_in_part(counter)
    counter.ledger.fail_next = [DeviceFailed("TLDSK")]
    with pytest.raises(DeviceFailed):
        await counter.checkout.pay((*HALF, cash(200, 200)))

    assert (counter.typed, counter.checkout.parts) == ([("flag", 1)], HALF)


async def test_an_order_that_is_emptied_takes_it_along_and_undo_brings_both_back(counter: World) -> None:
    await paid_in_part(counter)
    for empty in (counter.checkout.clear, lambda: counter.checkout.remove(ident("flag"))):
        empty()
        assert counter.checkout.parts == ()
        counter.checkout.settle(HALF)
        assert counter.checkout.parts == (), "nothing is paid of nothing"
        counter.checkout.undo()
        assert counter.checkout.parts == HALF


async def test_a_line_that_is_taken_off_or_brought_back_changes_nothing_of_it(counter: World) -> None:
    counter.tap("flag", "eau")
    counter.checkout.remove(ident("eau"))
    counter.checkout.settle(HALF)
    counter.checkout.undo()
    assert counter.checkout.parts == HALF

    counter.checkout.remove(ident("eau"))
    assert counter.checkout.parts == HALF


@pytest.mark.parametrize(
    "wrong",
    [[{"method": "cash"}], [5], [{"method": "shells", "amount": 5}], [{"method": "card", "amount": "5"}]],
)
async def test_a_payment_that_cannot_be_read_leaves_the_draft_alone(
    counter: World, wrong: list[object]
) -> None:
    await paid_in_part(counter)
    counter.ledger.drafts["cart"] = json.dumps(json.loads(counter.ledger.drafts["cart"]) | {"parts": wrong})

    await counter.restart()

    assert (counter.typed, counter.checkout.parts) == ([], ())
    assert "cart" in counter.ledger.drafts
