"""Carts put aside by a person, and every cart on disk: a crash copies a cart at worst, and never loses one."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.domain.cart import Cart
from app.domain.errors import DeviceFailed
from app.domain.ids import is_same_order
from app.till.carts import LAST_ROUND
from tests.fakes import let_tasks_run
from tests.till.world import World, ident, member, pairs

FULL = DeviceFailed("TLDSK", {"reason": "SQLITE_FULL"})


def held(world: World) -> list[list[tuple[str, int]]]:
    return [pairs(one.cart) for one in world.checkout.held]


async def test_a_cart_put_aside_makes_room_for_the_next(counter: World) -> None:
    heard: list[str] = []
    counter.tap("flag")
    counter.checkout.choose_seller(member("Sena"))
    sale = counter.cart.sale
    counter.checkout.listen(heard.append)

    counter.checkout.hold("terrasse")

    assert counter.cart == Cart()
    [one] = counter.checkout.held
    assert (one.name, one.seller, one.at, one.refusal) == (
        "terrasse",
        member("Sena"),
        counter.clock.wall(),
        None,
    )
    assert one.cart.sale == sale
    assert heard == ["cart", "held"]


async def test_an_empty_cart_is_not_put_aside(counter: World) -> None:
    counter.checkout.hold()

    assert counter.checkout.held == ()


async def test_held_carts_are_shown_oldest_first(counter: World) -> None:
    for name in ("flag", "eau"):
        counter.tap(name)
        counter.checkout.hold()
        counter.clock.pass_time(1)

    assert held(counter) == [[("flag", 1)], [("eau", 1)]]


async def test_a_cart_that_is_recalled_comes_back_whole_and_its_place_is_taken(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.choose_seller(member("Sena"))
    before = counter.cart
    counter.checkout.hold()
    await counter.clock.advance(60)
    counter.tap("eau")
    heard: list[str] = []
    counter.checkout.listen(heard.append)

    counter.checkout.recall(counter.checkout.held[0].key)

    assert (counter.cart.lines, counter.checkout.seller) == (before.lines, member("Sena"))
    assert held(counter) == [[("eau", 1)]]
    assert heard == ["cart", "held", "seller"]


async def test_a_recalled_order_is_of_the_time_at_which_it_was_recalled(counter: World) -> None:
    counter.tap("flag")
    begun = counter.cart.sale
    counter.checkout.hold()
    await counter.clock.advance(60)
    counter.tap("eau")
    between = counter.cart.sale
    await counter.clock.advance(60)

    counter.checkout.recall(counter.checkout.held[0].key)

    recalled = counter.cart.sale
    assert begun is not None
    assert between is not None
    assert recalled is not None
    assert begun < between < recalled
    assert is_same_order(begun, recalled)
    assert not is_same_order(between, recalled)


async def test_recalling_what_is_not_there_is_an_error_and_changes_nothing(counter: World) -> None:
    counter.tap("flag")

    with pytest.raises(KeyError):
        counter.checkout.recall("held:nothing")

    assert counter.typed == [("flag", 1)]


async def test_a_forgotten_cart_is_gone_from_the_disk_too(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.hold()
    await counter.settle()

    await counter.checkout.forget(counter.checkout.held[0].key)
    await counter.checkout.forget("held:nothing")
    await counter.settle()

    assert counter.checkout.held == ()
    assert not any(key.startswith("held:") for key in counter.ledger.drafts)


async def test_a_crash_gives_every_cart_back(counter: World) -> None:
    counter.tap("flag", "flag")
    counter.checkout.hold("terrasse")
    counter.tap("eau")
    counter.checkout.choose_seller(member("Sena"))
    before = (counter.cart, counter.checkout.held)
    await counter.settle()

    await counter.restart()

    assert (counter.cart, counter.checkout.held) == before
    assert counter.checkout.seller == member("Sena")


async def test_closing_the_till_writes_what_is_not_on_disk_yet(counter: World) -> None:
    counter.tap("flag")
    await counter.crash()
    await counter.till.close()
    await counter.boot()

    assert counter.typed == [("flag", 1)]


@pytest.mark.parametrize("commits", range(5))
async def test_a_crash_in_the_middle_of_putting_aside_and_recalling_loses_and_doubles_nothing(
    counter: World, commits: int
) -> None:
    counter.tap("flag")
    await counter.settle()
    counter.checkout.hold()
    if commits > 2:
        await counter.settle()
        await counter.clock.advance(60)
        counter.checkout.recall(counter.checkout.held[0].key)
        commits -= 3
    end = counter.ledger.commits + commits
    while counter.ledger.commits < end:
        await let_tasks_run(1)

    await counter.restart()

    assert held(counter) + ([counter.typed] if counter.typed else []) == [[("flag", 1)]]
    await counter.settle()
    await counter.restart()
    assert held(counter) + ([counter.typed] if counter.typed else []) == [[("flag", 1)]]


async def test_a_recalled_cart_that_was_sold_just_before_a_crash_does_not_come_back(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.hold()
    await counter.settle()
    await counter.clock.advance(60)
    counter.checkout.recall(counter.checkout.held[0].key)
    await counter.pay()
    assert any(key.startswith("held:") for key in counter.ledger.drafts), "the draft had not gone yet"

    await counter.restart()

    assert (held(counter), counter.cart) == ([], Cart())


async def test_a_late_write_never_brings_a_sold_cart_back(counter: World) -> None:
    counter.gateway.is_down = True
    for _ in range(20):
        counter.tap("flag")
        await let_tasks_run(1)
        await counter.pay()
        if counter.left("flag") == 0:
            break
        await let_tasks_run(1)
        assert "cart" not in counter.ledger.drafts
    await counter.settle()
    await counter.restart()

    assert counter.cart == Cart()


async def test_a_cart_that_is_forgotten_while_it_is_written_is_gone(counter: World) -> None:
    counter.tap("flag")
    await counter.settle()
    counter.checkout.hold()
    [one] = counter.checkout.held
    await let_tasks_run(2)

    await counter.checkout.forget(one.key)
    await counter.settle()

    assert one.key not in counter.ledger.drafts


async def test_what_was_tapped_while_two_sales_were_written_survives_a_crash(counter: World) -> None:
    counter.gateway.is_down = True
    counter.tap("flag")
    first = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    counter.tap("sobebra")
    await let_tasks_run(1)
    second = asyncio.ensure_future(counter.pay())
    await let_tasks_run(1)
    counter.tap("eau")
    await asyncio.gather(first, second)
    await counter.settle()

    await counter.restart()

    assert counter.typed == [("eau", 1)]
    assert len(counter.outbox.rows()) == 2


async def test_a_disk_that_refuses_a_draft_does_not_stop_the_typing_and_is_tried_again(
    counter: World,
) -> None:
    counter.ledger.fail_next = [FULL]
    counter.tap("flag")
    counter.checkout.hold()
    await counter.settle()
    counter.tap("eau")
    await counter.settle()

    await counter.restart()

    assert held(counter) == [[("flag", 1)]]
    assert counter.typed == [("eau", 1)]


async def test_how_long_a_cart_has_waited_is_told_by_the_clock_it_was_put_aside_by(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.hold()
    counter.clock.pass_time(720)

    [held_cart] = counter.checkout.held
    assert counter.checkout.now_s() - held_cart.at == 720


async def test_a_cart_keeps_the_name_that_it_was_put_aside_under(counter: World) -> None:
    counter.tap("flag")
    counter.checkout.hold("Table 4")
    [held_cart] = counter.checkout.held
    counter.checkout.recall(held_cart.key)
    assert counter.checkout.name == "Table 4"
    await counter.settle()
    await counter.restart()

    counter.tap("eau")
    counter.checkout.hold()
    assert [(cart.name, cart.cart.count) for cart in counter.checkout.held] == [("Table 4", 2)]
    counter.tap("flag")
    assert counter.checkout.name == ""


@pytest.mark.parametrize(
    "draft",
    [
        [],
        {"lines": 5},
        {"sale": "s", "lines": [{"product": "p"}]},
        {"sale": "s", "lines": [[]]},
        {"sale": "s", "lines": [{"product": "p", "name": "n", "volume_ml": None, "price": "x", "qty": 1}]},
    ],
)
async def test_a_draft_that_cannot_be_read_is_left_alone(counter: World, draft: object) -> None:
    counter.tap("flag")
    counter.checkout.hold()
    await counter.settle()
    text = json.dumps(draft)
    counter.ledger.drafts |= {"cart": text, "held:1": text, "something": text}

    await counter.restart()

    assert (held(counter), counter.cart) == ([[("flag", 1)]], Cart())
    assert counter.ledger.drafts["cart"] == text


@pytest.mark.parametrize("refusal", [{"no": 1}, {"no": [], "code": "", "params": {}, "give_back": 0}])
async def test_a_held_cart_with_half_a_refusal_is_left_alone(counter: World, refusal: object) -> None:
    counter.tap("flag")
    counter.checkout.hold()
    await counter.settle()
    [key] = [key for key in counter.ledger.drafts if key.startswith("held:")]
    counter.ledger.drafts[key] = json.dumps({**json.loads(counter.ledger.drafts[key]), "refusal": refusal})

    await counter.restart()

    assert held(counter) == []


@pytest.mark.parametrize("broken", ["draft", "note"])
async def test_a_ledger_with_broken_texts_still_opens(counter: World, broken: str) -> None:
    where = counter.ledger.drafts if broken == "draft" else counter.ledger.notes
    where["cart" if broken == "draft" else LAST_ROUND] = "{"

    await counter.restart()
    await counter.sign_in()
    await counter.sell("flag")

    assert counter.row(1).amount == 500


async def test_a_cart_kept_by_an_older_program_is_read(counter: World) -> None:
    """Every field that is not of the cart itself may be missing."""
    line = {"product": ident("flag"), "name": "flag", "volume_ml": None, "price": 500, "qty": 1}
    kept = json.dumps({"sale": "s", "lines": [line], "supersedes": "x", "at": "x", "refusal": 5})
    counter.ledger.drafts |= {"cart": kept.replace('"s"', '"t"'), "held:1": kept}

    await counter.restart()

    assert counter.typed == [("flag", 1)]
    [one] = counter.checkout.held
    assert (one.name, one.seller, one.at, one.refusal, one.owner) == ("", None, 0.0, None, None)
