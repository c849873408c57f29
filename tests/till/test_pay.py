"""Taking money: what a sale's command says, when it is sold, and what a disk that refuses leaves behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.domain.cart import Cart
from app.domain.errors import DeviceFailed, Rejected
from app.domain.ids import MemberId
from app.domain.sale import CardPayment, Cash, MobileMoney, cash, exact_cash
from app.sync.ports import Door, State
from tests.conftest import ErrorLog
from tests.fakes import let_tasks_run
from tests.till.world import World, ident, member, pairs

FULL = DeviceFailed("TLDSK", {"reason": "SQLITE_FULL"})


async def test_sold_means_on_disk_with_a_number_and_a_ticket(counter: World) -> None:
    counter.gateway.is_down = True
    heard: list[str] = []
    counter.tap("flag", "flag")
    counter.checkout.listen(heard.append)

    sold = await counter.checkout.pay((cash(1_000, 2_000, owed=300),))

    assert (sold.no, sold.ticket, sold.total, sold.change, sold.owed) == (1, "C1-000001", 1_000, 700, 300)
    assert (sold.seller, sold.by, sold.at) == (member("Afi"), member("Afi"), counter.row(1).appended_at)
    assert counter.ledger.rows[1].state is State.WAITING
    assert counter.cart == Cart()
    assert heard == ["cart", "sold"]


async def test_the_command_says_everything_about_the_sale(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.choose_seller(member("Sena"))
    sale = counter.cart.sale
    sold = await counter.checkout.pay((Cash(200, 200), MobileMoney(200, "MTN MoMo", "R1"), CardPayment(100)))

    row = counter.row(sold.no)
    assert (row.kind, row.version, row.door, row.by, row.session, row.amount) == (
        "record_sale",
        1,
        Door.COUNTER,
        member("Afi"),
        "session-1",
        500,
    )
    assert row.body == {
        "sale": sale,
        "ticket": "C1-000001",
        "sold_by": member("Sena"),
        "total": 500,
        "lines": [{"product": ident("flag"), "name": "flag", "volume_ml": 330, "price": 500, "qty": 1}],
        "payments": [
            {"method": "cash", "amount": 200, "tendered": 200, "change": 0, "owed": 0},
            {"method": "mobile_money", "amount": 200, "operator": "MTN MoMo", "reference": "R1"},
            {"method": "card", "amount": 100, "reference": ""},
        ],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }


async def test_a_sale_is_booked_and_what_is_shown_does_not_move_when_it_is(counter: World) -> None:
    await counter.sell("flag", "flag")
    at_once = counter.left("flag")
    await counter.settle()
    await counter.refresh()

    assert at_once == counter.left("flag") == counter.shelf["flag"].stock == 8
    assert counter.server.state.booked == [counter.row(1).id]


async def test_nobody_signed_in_sells_nothing(world: World) -> None:
    world.tap("flag")

    with pytest.raises(Rejected) as refused:
        await world.pay()

    assert refused.value.code == "TLSES"
    assert world.typed == [("flag", 1)]


async def test_an_empty_cart_is_not_sold(counter: World) -> None:
    with pytest.raises(ValueError, match="empty"):
        await counter.checkout.pay(exact_cash(0))


async def test_payments_that_do_not_add_up_sell_nothing(counter: World) -> None:
    counter.tap("flag")

    with pytest.raises(ValueError, match="add up"):
        await counter.checkout.pay(exact_cash(400))

    assert counter.typed == [("flag", 1)]


async def test_two_taps_on_pay_sell_once(counter: World) -> None:
    counter.tap("flag")

    results = await asyncio.gather(
        counter.checkout.pay(exact_cash(500)), counter.checkout.pay(exact_cash(500)), return_exceptions=True
    )

    assert isinstance(results[1], ValueError)
    assert len(counter.outbox.rows()) == 1


async def test_a_tap_before_the_sale_has_begun_to_be_written_belongs_to_the_next_cart(counter: World) -> None:
    counter.tap("flag")
    paying = counter.checkout.pay(exact_cash(500))
    counter.tap("flag-60")
    sold = await paying

    assert sold.total == 500
    assert counter.typed == [("flag-60", 1)]


async def test_a_listener_that_fails_does_not_undo_a_sale(
    counter: World, expects_error_logs: ErrorLog
) -> None:
    def fail(topic: str) -> None:
        raise RuntimeError(topic)

    counter.checkout.listen(fail)
    sold = await counter.sell("flag")

    assert counter.row(sold.no).state in (State.WAITING, State.DONE)
    assert expects_error_logs.lines


async def test_taps_while_the_sale_is_written_belong_to_the_next_cart(counter: World) -> None:
    counter.tap("flag")
    paying = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    counter.tap("eau")

    sold = await paying
    await counter.settle()

    assert [(line.name, line.qty) for line in sold.lines] == [("flag", 1)]
    assert counter.typed == [("eau", 1)]
    assert counter.cart.sale != sold.sale
    await counter.restart()
    assert counter.typed == [("eau", 1)]


async def test_a_disk_that_refuses_gives_the_cart_back_with_what_was_allowed(counter: World) -> None:
    counter.checkout.allow_override(member("Koffi"))
    counter.tap("eau", "eau")
    await counter.settle()
    heard: list[str] = []
    counter.checkout.listen(heard.append)
    counter.ledger.fail_next = [FULL]

    with pytest.raises(DeviceFailed):
        await counter.pay()
    assert (counter.typed, counter.checkout.override_by) == ([("eau", 2)], member("Koffi"))
    assert heard == ["cart", "held"]
    await counter.settle()

    sold = await counter.pay()
    assert sold.no == 1


async def test_a_cart_that_was_given_back_survives_a_crash(counter: World) -> None:
    counter.tap("flag")
    counter.ledger.fail_next = [FULL]
    with pytest.raises(DeviceFailed):
        await counter.pay()
    await counter.settle()
    await counter.restart()

    assert counter.typed == [("flag", 1)]


async def test_a_cart_given_back_when_the_next_is_begun_is_held(counter: World) -> None:
    counter.tap("flag")
    await counter.settle()
    counter.ledger.fail_next = [FULL]
    paying = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    counter.tap("eau")

    with pytest.raises(DeviceFailed):
        await paying

    assert counter.typed == [("eau", 1)]
    assert [pairs(held.cart) for held in counter.checkout.held] == [[("flag", 1)]]
    assert counter.checkout.override_by is None


async def test_a_body_that_no_disk_can_hold_gives_the_cart_back(counter: World) -> None:
    counter.tap("flag")
    counter.till.carts.typing = replace(counter.till.carts.typing, seller=MemberId("\ud800"))

    with pytest.raises(ValueError, match="surrogates"):
        await counter.pay()

    assert counter.typed == [("flag", 1)]


async def test_a_caller_that_goes_away_before_the_sale_is_written_gets_the_cart_back(counter: World) -> None:
    counter.tap("flag")
    first = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    counter.tap("eau")
    second = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await counter.settle()

    assert counter.typed == [("eau", 1)]
    assert len(counter.outbox.rows()) == 1


async def test_a_caller_that_goes_away_while_the_sale_is_written_stops_nothing(counter: World) -> None:
    counter.tap("flag")
    await counter.settle()
    paying = asyncio.ensure_future(counter.pay())
    await let_tasks_run(2)
    paying.cancel()
    await asyncio.gather(paying, return_exceptions=True)
    await counter.settle()

    assert counter.cart == Cart()
    assert [row.body["total"] for row in counter.outbox.rows()] == [500]


async def test_the_last_round_comes_again_at_todays_prices(counter: World) -> None:
    counter.checkout.repeat_last_round()
    assert counter.cart == Cart()
    sold = await counter.sell("flag", "eau", "flag")
    counter.put("flag", price=600)
    counter.put("eau", stock=5)
    await counter.refresh()

    counter.checkout.repeat_last_round()

    assert (counter.typed, counter.cart.total) == ([("flag", 2), ("eau", 1)], 1_500)
    assert counter.cart.sale != sold.sale


async def test_a_round_that_came_on_top_of_an_order_goes_off_again(counter: World) -> None:
    await counter.sell("flag", "flag")
    counter.checkout.repeat_last_round()
    assert not counter.checkout.can_undo, "to empty an order is another key"
    counter.checkout.clear()
    counter.tap("eau")

    counter.checkout.repeat_last_round()
    assert (counter.typed, counter.checkout.can_undo) == ([("eau", 1), ("flag", 2)], True)
    counter.checkout.undo()
    assert (counter.typed, counter.checkout.can_undo) == ([("eau", 1)], False)


async def test_a_round_that_is_refused_leaves_what_could_be_undone(counter: World) -> None:
    await counter.sell("eau")
    counter.tap("flag", "flag")
    counter.checkout.remove(ident("flag"))
    with pytest.raises(Rejected):
        counter.checkout.repeat_last_round()

    counter.checkout.undo()
    assert counter.typed == [("flag", 2)]


async def test_what_was_taken_off_comes_back_one_after_the_other(counter: World) -> None:
    counter.tap("flag")
    counter.tap("eau")
    counter.checkout.remove(ident("flag"))
    counter.checkout.remove(ident("eau"))

    counter.checkout.undo()
    assert (counter.typed, counter.checkout.can_undo) == ([("eau", 1)], True)
    counter.checkout.undo()
    assert (counter.typed, counter.checkout.can_undo) == ([("flag", 1), ("eau", 1)], False)
    counter.checkout.undo()
    assert counter.typed == [("flag", 1), ("eau", 1)]


async def test_the_last_round_comes_again_with_its_notes_for_its_seller(counter: World) -> None:
    counter.checkout.choose_seller(member("Sena"))
    counter.tap("flag")
    counter.checkout.set_note(ident("flag"), "bien frais")
    await counter.pay()
    await counter.settle()
    await counter.restart()
    await counter.sign_in("Koffi")
    assert counter.checkout.seller == member("Koffi")

    counter.checkout.repeat_last_round()

    assert [line.note for line in counter.cart.lines] == ["bien frais"]
    assert counter.checkout.seller == member("Sena")


@pytest.mark.parametrize("is_away", [True, False])
async def test_who_was_picked_for_this_cart_or_has_left_is_not_replaced(
    counter: World, is_away: bool
) -> None:
    counter.checkout.choose_seller(member("Sena"))
    await counter.sell("flag")
    if is_away:
        counter.away.add("Sena")
        await counter.refresh()
    else:
        counter.checkout.choose_seller(member("Ayaba"))

    counter.checkout.repeat_last_round()

    assert counter.checkout.seller == member("Afi" if is_away else "Ayaba")


async def test_a_sale_of_a_server_waits_in_full_mode_only(counter: World) -> None:
    assert not (await counter.sell("flag")).is_pending
    counter.mode = "full"
    await counter.refresh()
    assert (await counter.sell("flag")).is_pending
    await counter.sign_in("Koffi")
    assert not (await counter.sell("flag")).is_pending
    counter.tap("flag")
    counter.away.add("Koffi")
    await counter.refresh()
    assert not (await counter.pay()).is_pending  # the server says what becomes of it


async def test_a_last_round_that_is_short_leaves_the_cart_as_it_was(counter: World) -> None:
    await counter.sell("flag", "eau")
    counter.tap("sobebra")
    before = counter.cart

    with pytest.raises(Rejected) as refused:
        counter.checkout.repeat_last_round()

    assert refused.value.code == "TLSTK"
    assert counter.cart == before


async def test_the_last_round_outlives_a_restart_but_for_a_disk_that_refuses(counter: World) -> None:
    await counter.sell("flag")
    await counter.settle()
    counter.gateway.is_down = True
    counter.ledger.fail_next = [None, FULL]
    await counter.sell("sobebra")
    await counter.settle()
    assert counter.checkout.last_round is not None
    assert pairs(counter.checkout.last_round.cart) == [("sobebra", 1)]

    await counter.restart()

    assert counter.checkout.last_round is not None
    assert pairs(counter.checkout.last_round.cart) == [("flag", 1)]
