"""A sale that the server refused comes back as a held cart, once, and stays until a person has dealt with it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from app.domain.cart import Cart
from app.domain.errors import DeviceFailed
from app.domain.ids import SaleId
from app.domain.sale import cash, exact_cash
from app.sync.ports import Door, Json, State
from app.till.cart_store import REFUSED
from app.till.refused import refused_cart, replacements
from tests.fake_server import Refusal
from tests.fakes import let_tasks_run
from tests.till.world import PINS, World, ident, member, pairs

FULL = DeviceFailed("TLDSK", {"reason": "SQLITE_FULL"})
SHORT: dict[str, Json] = {"short": [{"product": ident("eau"), "left": 0}]}


def held(world: World) -> list[list[tuple[str, int]]]:
    return [pairs(one.cart) for one in world.checkout.held]


@pytest.fixture
async def refused(counter: World) -> World:
    """A till to which a sale of a flag and a water, number 1, came back while the next cart is typed."""
    counter.verdict = Refusal("TLSTK", SHORT)
    await counter.sell("flag", "eau")
    counter.tap("sobebra")
    await counter.settle()
    counter.verdict = None
    return counter


async def test_a_refused_sale_comes_back_as_a_held_cart_and_the_typed_one_is_not_touched(
    refused: World,
) -> None:
    [one] = refused.checkout.held

    assert refused.typed == [("sobebra", 1)]
    assert (one.name, one.seller, one.at) == ("C1-000001", member("Afi"), refused.row(1).appended_at)
    assert pairs(one.cart) == [("flag", 1), ("eau", 1)]
    assert one.refusal is not None
    assert (one.refusal.no, one.refusal.code, one.refusal.params, one.refusal.give_back) == (
        1,
        "TLSTK",
        SHORT,
        800,
    )
    assert refused.checkout.last_refused is one
    assert refused.left("flag") == 10, "its pieces are on the shelf again"


async def test_change_that_was_still_owed_is_given_back_too(counter: World) -> None:
    counter.verdict = Refusal("TLSTK", {})
    counter.tap("flag")
    await counter.checkout.pay((cash(500, 1_000, owed=100),))
    await counter.settle()

    [one] = counter.checkout.held
    assert one.refusal is not None
    assert one.refusal.give_back == 600


async def test_it_is_told_once_and_comes_back_once(counter: World) -> None:
    heard: list[str] = []
    counter.checkout.listen(heard.append)

    await counter.refuse("flag")
    await counter.sell("eau")
    await counter.settle()
    await counter.restart()
    await counter.settle()

    assert heard.count("refused") == 1
    assert held(counter) == [[("flag", 1)]]


async def test_a_crash_before_the_held_cart_was_written_brings_it_back(counter: World) -> None:
    await counter.refuse("flag")
    counter.ledger.drafts.clear()

    await counter.restart()

    assert held(counter) == [[("flag", 1)]]


async def test_forgetting_it_settles_it(refused: World) -> None:
    await refused.checkout.forget(refused.checkout.held[0].key)
    await refused.restart()

    assert held(refused) == []
    assert refused.row(1).state is State.SETTLED
    assert refused.row(1).result["settled"] == "forgotten"


async def test_forgetting_it_on_a_disk_that_refuses_keeps_it(refused: World) -> None:
    refused.ledger.fail_next = [FULL]

    with pytest.raises(DeviceFailed):
        await refused.checkout.forget(refused.checkout.held[0].key)

    assert len(refused.checkout.held) == 1
    assert refused.row(1).state is State.REFUSED


async def test_dealing_with_it_elsewhere_takes_it_from_the_held_carts(refused: World) -> None:
    heard: list[str] = []
    refused.checkout.listen(heard.append)

    await refused.outbox.settle(1, "written off")

    assert held(refused) == []
    assert heard == ["held"]


async def test_a_recalled_sale_that_is_paid_again_replaces_the_refused_one(refused: World) -> None:
    refused.checkout.clear()
    [one] = refused.checkout.held
    refused.checkout.recall(one.key)
    assert refused.checkout.supersedes == 1
    refused.checkout.remove(ident("eau"))

    sold = await refused.pay()
    await refused.settle()

    body = refused.row(sold.no).body
    assert (body["supersedes"], body["overrides"], body["override"]) == (1, None, False)
    assert sold.sale != one.cart.sale, "the refused sale's id belongs to the refusal"
    assert refused.row(1).result["settled"] == f"corrected by {sold.no}"
    assert held(refused) == []
    assert refused.outbox.summary().refused_count == 0
    assert refused.row(sold.no).state is State.DONE


async def test_a_manager_sells_it_anyway(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    await refused.session.authorise(ident("Koffi"), PINS["Koffi"])

    refused.tap("flag")
    sold = await refused.checkout.pay(exact_cash(refused.cart.total), override_by=member("Koffi"))
    await refused.settle()

    row = refused.row(sold.no)
    assert (row.body["override"], row.body["overrides"], row.body["supersedes"]) == (True, 1, 1)
    assert (row.door, row.by) == (Door.SERVED, member("Koffi"))


async def test_a_sale_that_is_refused_twice_is_one_held_cart(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    refused.verdict = Refusal("TLPRC", {})
    await refused.pay()
    await refused.settle()

    [one] = refused.checkout.held
    assert one.refusal is not None
    assert (one.refusal.no, one.refusal.code) == (2, "TLPRC")
    assert refused.row(1).state is State.SETTLED


async def test_what_replaces_it_is_put_aside_as_what_it_is(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    refused.checkout.remove(ident("eau"))
    refused.checkout.hold("later")
    await refused.settle()
    await refused.restart()

    [one] = refused.checkout.held
    assert (one.key, one.name, pairs(one.cart)) == (f"{REFUSED}1", "later", [("flag", 1)])
    assert one.refusal is not None


async def test_recalling_one_refused_sale_puts_the_other_back(counter: World) -> None:
    await counter.refuse("flag")
    await counter.refuse("sobebra")
    first, second = counter.checkout.held

    counter.checkout.recall(first.key)
    counter.checkout.recall(second.key)

    assert counter.typed == [("sobebra", 1)]
    assert [one.key for one in counter.checkout.held] == [first.key]


async def test_emptying_the_cart_that_replaces_it_puts_it_back_as_it_was_without_news(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    refused.checkout.remove(ident("eau"))
    assert held(refused) == []
    heard: list[str] = []
    refused.checkout.listen(heard.append)

    refused.checkout.clear()
    assert held(refused) == [[("flag", 1), ("eau", 1)]]
    assert heard == ["cart", "held"]

    refused.checkout.undo()
    assert held(refused) == []
    assert (refused.typed, refused.checkout.supersedes) == ([("flag", 1)], 1)


async def test_taking_its_last_line_away_puts_it_back(counter: World) -> None:
    await counter.refuse("flag")
    counter.checkout.recall(counter.checkout.held[0].key)

    counter.checkout.remove(ident("flag"))

    assert (held(counter), counter.checkout.supersedes) == ([[("flag", 1)]], None)


async def test_a_restart_while_it_is_put_right_keeps_it_in_the_cart_only(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    await refused.settle()

    await refused.restart()

    assert (held(refused), refused.typed, refused.checkout.supersedes) == ([], [("flag", 1), ("eau", 1)], 1)


async def test_other_outcomes_while_it_is_put_right_do_not_bring_it_back(refused: World) -> None:
    await refused.pay()
    refused.checkout.recall(refused.checkout.held[0].key)
    heard: list[str] = []
    refused.checkout.listen(heard.append)
    await refused.settle()

    assert "refused" not in heard
    assert held(refused) == []


async def test_a_disk_that_refuses_the_correction_keeps_it_a_correction(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    await refused.settle()
    refused.ledger.fail_next = [FULL]
    paying = asyncio.ensure_future(refused.pay())
    await let_tasks_run(1)
    refused.tap("sobebra")

    with pytest.raises(DeviceFailed):
        await paying

    [one] = refused.checkout.held
    assert (one.key, pairs(one.cart)) == (f"{REFUSED}1", [("flag", 1), ("eau", 1)])
    assert refused.typed == [("sobebra", 1)]


async def test_a_sale_stands_even_if_the_refused_one_cannot_be_settled(refused: World) -> None:
    """The next start settles it: a crash at this moment is the same."""
    refused.checkout.clear()
    await refused.settle()
    refused.gateway.is_down = True
    refused.checkout.recall(refused.checkout.held[0].key)
    await refused.settle()
    refused.ledger.fail_next = [None, FULL, FULL]

    sold = await refused.pay()
    await refused.settle()
    assert (held(refused), refused.cart) == ([], Cart())
    assert refused.row(1).state is State.REFUSED

    await refused.restart()
    await refused.settle()
    assert held(refused) == []
    assert refused.row(1).result["settled"] == f"corrected by {sold.no}"


async def test_a_correction_after_somebody_settled_it_is_an_ordinary_cart(refused: World) -> None:
    refused.checkout.clear()
    refused.checkout.recall(refused.checkout.held[0].key)
    await refused.outbox.settle(1, "written off")

    refused.checkout.hold("later")
    await refused.settle()
    await refused.restart()

    [one] = refused.checkout.held
    assert (one.name, pairs(one.cart), one.refusal) == ("later", [("flag", 1), ("eau", 1)], None)


async def test_what_the_server_keeps_to_book_later_is_not_handed_back(counter: World) -> None:
    """Sold anew it would be booked twice; it stays in the outbox's list."""
    for code in ("TLPRK", "TLREV"):
        await counter.refuse("flag", code=code)

    assert held(counter) == []
    assert counter.outbox.summary().refused_count == 2


async def test_a_retried_sale_leaves_the_held_carts(refused: World) -> None:
    await refused.outbox.retry(1)
    await refused.settle()

    assert held(refused) == []


async def test_a_new_ledger_names_the_refused_sale_anew_and_keeps_one_cart(refused: World) -> None:
    await refused.pay()
    await refused.settle()
    await refused.refuse("flag-60")
    before = held(refused)
    await refused.outbox.open_new_ledger("copied")
    await refused.clock.advance(60)
    await refused.settle()

    assert held(refused) == before == [[("flag", 1), ("eau", 1)], [("flag-60", 1)]]
    assert [one.refusal.no for one in refused.checkout.held if one.refusal] == [1, 2]

    refused.checkout.recall(refused.checkout.held[1].key)
    await refused.pay()
    await refused.settle()
    assert held(refused) == [[("flag", 1), ("eau", 1)]]


async def test_numbers_of_an_older_ledger_replace_nothing(refused: World) -> None:
    """A waiting correction moves into the new ledger with the old number in its body."""
    row = refused.row(1)
    later = replace(row, no=7, body={**row.body, "supersedes": 9}, state=State.WAITING, id="x")
    assert replacements([row, later, replace(row, no=9, id="y")]) == {}
    assert replacements([row, replace(later, body={**row.body, "supersedes": 1})]) == {1: 7}


async def test_what_a_broken_ledger_has_lost_is_still_shown(refused: World) -> None:
    [one] = refused.checkout.held
    kept = json.loads(refused.ledger.drafts[one.key])
    kept["refusal"]["no"], kept["sale"] = 77, SaleId("lost")
    refused.ledger.drafts[f"{REFUSED}77"] = json.dumps(kept)
    await refused.restart()

    assert [one.key for one in refused.checkout.held] == [f"{REFUSED}1", f"{REFUSED}77"]
    await refused.checkout.forget(f"{REFUSED}77")
    assert len(refused.checkout.held) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sale": "s", "lines": 5},
        {"sale": "s", "lines": [{"product": "p"}]},
    ],
)
async def test_a_refused_body_that_cannot_be_read_is_no_cart(refused: World, body: dict[str, object]) -> None:
    row = replace(refused.row(1), body=body)  # type: ignore[arg-type]

    assert refused_cart("held:refused:1", row) is None


async def test_a_refusal_of_a_strange_body_is_shown_as_far_as_it_goes(refused: World) -> None:
    row = refused.row(1)
    strange = replace(
        row, code=None, ticket=None, body={**row.body, "payments": [5, {"amount": "x"}], "sold_by": 5}
    )
    one = refused_cart("held:refused:1", strange)

    assert one is not None
    assert one.refusal is not None
    assert (one.name, one.seller, one.refusal.code, one.refusal.give_back) == ("", None, "TLINP", 0)
    no_list = refused_cart("held:refused:1", replace(row, body={**row.body, "payments": None}))
    assert no_list is not None
    assert no_list.refusal is not None
    assert no_list.refusal.give_back == 0
