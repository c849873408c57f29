"""Typing a cart: taps, the shelf's no, what was taken away, scans, prices, and whose sale it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.domain.cart import MAX_LINES, MAX_QTY, Cart
from app.domain.errors import Rejected
from app.till.cart_store import Typing
from tests.fakes import let_tasks_run
from tests.till.world import PINS, World, ident, member, product


def refusal(world: World, *names: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Rejected) as refused:
        world.tap(*names)
    return refused.value.code, refused.value.params


async def test_a_tap_adds_a_piece_and_is_told(counter: World) -> None:
    heard: list[str] = []
    stop = counter.checkout.listen(heard.append)

    counter.tap("flag", "eau", "flag")
    stop()
    counter.tap("flag")

    assert counter.typed == [("flag", 3), ("eau", 1)]
    assert counter.cart.total == 1_800
    assert heard == ["cart"] * 3


async def test_a_cart_can_be_typed_before_anybody_signs_in(world: World) -> None:
    world.tap("flag")

    assert world.typed == [("flag", 1)]
    assert world.checkout.seller is None


async def test_the_shelf_says_no_at_the_tap_and_the_cart_stays(counter: World) -> None:
    counter.tap("eau")

    code, params = refusal(counter, "eau")

    water = {"product": ident("eau"), "name": "eau", "volume_ml": 330, "wanted": 2, "left": 1}
    assert (code, params) == ("TLSTK", {"short": [water]})
    assert counter.typed == [("eau", 1)]


async def test_what_was_sold_and_is_not_yet_booked_has_left_the_shelf(counter: World) -> None:
    await counter.go_down()
    await counter.sell("eau")

    assert counter.left("eau") == 0
    assert refusal(counter, "eau")[0] == "TLSTK"


async def test_a_shelf_that_is_owed_pieces_has_none_left(counter: World) -> None:
    counter.put("eau", reserved=2)
    await counter.refresh()

    assert refusal(counter, "eau")[1]["short"] == [
        {"product": ident("eau"), "name": "eau", "volume_ml": 330, "wanted": 1, "left": 0}
    ]


async def test_fewer_pieces_are_never_refused_for_the_shelf(counter: World) -> None:
    counter.tap("sobebra", "sobebra", "sobebra")
    counter.put("sobebra", stock=0)
    await counter.refresh()

    counter.checkout.set_qty(ident("sobebra"), 2)

    assert counter.typed == [("sobebra", 2)]


async def test_an_unknown_or_inactive_product_is_not_sold(counter: World) -> None:
    assert refusal(counter, "gin") == ("TLPRD", {"products": [ident("gin")]})

    counter.put("flag", is_active=False)
    await counter.refresh()
    assert refusal(counter, "flag") == ("TLPRD", {"products": [ident("flag")]})


async def test_a_product_whose_price_is_not_known_yet_is_not_sold() -> None:
    world = await World.open(start=False)
    for name in ("settings", "team", "catalog"):
        await world.till.cache.receive((name,), world.gateway.reads[name]({}))
    world.bar.mount()

    assert refusal(world, "flag") == ("TLPRX", {"name": "flag"})
    await world.close()


async def test_a_line_and_a_cart_hold_so_much(counter: World) -> None:
    counter.put("flag", stock=2_000)
    await counter.refresh()
    counter.checkout.set_qty(ident("flag"), MAX_QTY)
    assert refusal(counter, "flag") == ("TLQTY", {"most": MAX_QTY})

    line = counter.cart.lines[0]
    full = tuple(replace(line, product=product(str(n))) for n in range(MAX_LINES))
    counter.till.carts.type(Typing(replace(counter.cart, lines=full)))
    assert refusal(counter, "flag") == ("TLQTY", {"most": MAX_QTY})


async def test_a_price_is_frozen_at_the_tap(counter: World) -> None:
    counter.tap("flag")
    counter.put("flag", price=600)
    await counter.refresh()

    counter.tap("flag")

    assert counter.cart.total == 1_000


async def test_new_prices_are_taken_when_the_guest_agrees(counter: World) -> None:
    counter.tap("flag", "eau")

    counter.checkout.reprice({product("flag"): 600})

    assert [line.price for line in counter.cart.lines] == [600, 300]


async def test_taking_the_last_piece_away_ends_the_sales_id(counter: World) -> None:
    counter.tap("flag")
    before = counter.cart.sale

    counter.checkout.tap(ident("flag"), -1)
    counter.tap("flag")

    assert before != counter.cart.sale


async def test_removing_what_is_not_there_changes_nothing(counter: World) -> None:
    counter.tap("flag")
    before = counter.cart

    counter.checkout.remove(ident("eau"))

    assert counter.cart is before


@pytest.mark.parametrize("emptied", ["remove", "clear"])
async def test_undo_brings_back_what_was_taken_away(counter: World, emptied: str) -> None:
    counter.tap("flag", "eau", "flag")
    before = counter.cart
    if emptied == "clear":
        counter.checkout.clear()
        assert counter.cart == Cart()
    else:
        counter.checkout.remove(ident("flag"))
        assert counter.typed == [("eau", 1)]

    counter.checkout.undo()
    counter.checkout.undo()

    assert counter.cart == before


async def test_undo_never_takes_away_what_was_tapped_since(counter: World) -> None:
    counter.tap("flag", "eau")
    counter.checkout.remove(ident("flag"))
    counter.tap("sobebra")

    counter.checkout.undo()

    assert counter.typed == [("eau", 1), ("sobebra", 1)]


async def test_undo_keeps_the_seller_picked_since(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.clear()
    counter.checkout.choose_seller(member("Sena"))

    counter.checkout.undo()

    assert (counter.typed, counter.checkout.seller) == ([("flag", 1)], member("Sena"))


async def test_undo_brings_back_nothing_that_was_sold(counter: World) -> None:
    counter.tap("flag", "eau")
    counter.checkout.remove(ident("flag"))
    await counter.pay()

    counter.checkout.undo()

    assert counter.cart == Cart()


async def test_clearing_an_empty_cart_is_no_news(counter: World) -> None:
    heard: list[str] = []
    counter.checkout.listen(heard.append)

    counter.checkout.clear()

    assert heard == []


async def test_a_scan_is_a_tap(counter: World) -> None:
    counter.checkout.scan("code of flag")
    counter.checkout.scan("code of flag")

    assert counter.typed == [("flag", 2)]


async def test_an_unknown_barcode_says_so(counter: World) -> None:
    with pytest.raises(Rejected) as refused:
        counter.checkout.scan("nothing")

    assert (refused.value.code, refused.value.params) == ("TLBAR", {"code": "nothing"})


async def test_the_seller_is_the_person_signed_in_unless_one_is_picked(counter: World) -> None:
    heard: list[str] = []
    counter.checkout.listen(heard.append)
    assert counter.checkout.seller == member("Afi")

    counter.checkout.choose_seller(member("Sena"))
    assert counter.checkout.seller == member("Sena")
    counter.checkout.choose_seller(member("Sena"))
    counter.checkout.choose_seller(None)

    assert counter.checkout.seller == member("Afi")
    assert heard == ["cart", "seller"] * 2


async def test_nobody_from_elsewhere_is_picked(counter: World) -> None:
    with pytest.raises(Rejected) as refused:
        counter.checkout.choose_seller(member("Zoe"))

    assert (refused.value.code, refused.value.params) == ("TLSEL", {"member": ident("Zoe")})


async def test_a_manager_lets_this_cart_and_no_other_go_beyond_the_shelf(counter: World) -> None:
    await counter.session.authorise(ident("Koffi"), PINS["Koffi"])
    counter.checkout.allow_override(member("Koffi"))
    counter.tap("eau", "eau")
    assert counter.checkout.override_by == member("Koffi")

    sold = await counter.pay()
    await counter.settle()

    row = counter.row(sold.no)
    assert (row.door, row.body["override"], row.by, row.session) == (
        "served",
        True,
        member("Koffi"),
        "session-2",
    )
    assert (sold.seller, sold.by) == (member("Afi"), member("Koffi"))
    assert counter.checkout.override_by is None
    assert refusal(counter, "eau")[0] == "TLSTK"


@pytest.mark.parametrize("what", ["clear", "clear an empty cart", "hold"])
async def test_what_a_manager_allowed_ends_with_the_cart(counter: World, what: str) -> None:
    if "empty" not in what:
        counter.tap("flag")
    counter.checkout.allow_override(member("Koffi"))

    if what == "hold":
        counter.checkout.hold()
    else:
        counter.checkout.clear()

    assert counter.checkout.override_by is None


async def test_the_next_cart_is_not_allowed_what_the_one_being_written_was(counter: World) -> None:
    counter.checkout.allow_override(member("Koffi"))
    counter.tap("eau", "eau")
    paying = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)

    assert refusal(counter, "sobebra", "sobebra", "sobebra", "sobebra")[0] == "TLSTK"
    await paying
