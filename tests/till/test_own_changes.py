"""Lists are read again when the server has done something of this till's; what was somebody's own goes with them."""

from __future__ import annotations

import asyncio
from functools import partial

from app.sync.ports import Answer, JsonObject, Key
from app.till.lists import page_key
from app.till.own_changes import FAMILIES
from tests.fakes import Refusal
from tests.till.test_after_sale import BOTTLE
from tests.till.test_lists import FIGURES, rows_of
from tests.till.world import World

PAGES = ("sales", "consignments", "change")


def serve(world: World) -> dict[str, int]:
    """Let the server answer pages; returns how often each was asked for."""
    asked = dict.fromkeys(PAGES, 0)

    def answer(name: str, _params: JsonObject) -> Answer:
        asked[name] += 1
        return Answer(world.server.marks(world.outbox.ledger), rows_of(name))

    for name in PAGES:
        world.gateway.reads[f"{name}_page"] = partial(answer, name)
    return asked


def look(world: World, *keys: Key) -> None:
    for key in keys:
        world.till.cache.observe(key, lambda: None)


async def test_what_is_on_screen_is_read_again_once_a_sale_is_booked(counter: World) -> None:
    asked = serve(counter)
    look(counter, page_key("sales", {}), page_key("consignments", {}))
    await counter.settle()
    assert asked == {"sales": 1, "consignments": 1, "change": 0}

    await counter.sell("flag")
    await counter.settle()

    assert asked == {"sales": 2, "consignments": 1, "change": 0}


async def test_a_list_that_somebody_looked_at_this_morning_keeps_no_till_from_being_idle(
    counter: World,
) -> None:
    serve(counter)
    counter.till.cache.observe(page_key("sales", {}), lambda: None).close()
    await counter.settle()
    await counter.sell("flag")

    waiting = asyncio.ensure_future(counter.till.wait_idle(5))
    await counter.clock.advance(1)

    assert await waiting


async def test_what_waits_changes_nothing_yet(counter: World) -> None:
    asked = serve(counter)
    look(counter, page_key("sales", {}))
    await counter.settle()
    await counter.go_down()

    await counter.sell("flag")
    await counter.settle()
    assert asked["sales"] == 1
    await counter.come_back()
    assert asked["sales"] > 1


async def test_a_list_that_nobody_looks_at_is_read_at_the_next_look(counter: World) -> None:
    asked = serve(counter)
    observer = counter.till.cache.observe(page_key("sales", {}), lambda: None)
    await counter.settle()
    observer.close()
    await counter.sell("flag")
    await counter.settle()
    assert asked["sales"] == 1

    look(counter, page_key("sales", {}))
    await counter.settle()

    assert asked["sales"] == 2


async def test_what_a_refusal_was_about_is_read_again_with_the_sales(counter: World) -> None:
    asked = serve(counter)
    look(counter, page_key("sales", {}), page_key("consignments", {}))
    await counter.settle()
    counter.server.judge = lambda _command: Refusal("TLSTA", {"what": "consignment", "state": "claimed"})

    await counter.till.after.hand_out(BOTTLE)
    await counter.settle()

    assert asked == {"sales": 2, "consignments": 2, "change": 0}


def test_figures_follow_sales_and_returns() -> None:
    assert FAMILIES["record_sale"] == {"sales", "change", "dashboard"}
    assert FAMILIES["create_return"] == {"sales", "returns", "sale", "ticket", "dashboard"}
    assert FAMILIES["confirm_payment"] == {"sales", "sale", "ticket", "dashboard"}
    assert FAMILIES["claim_consignment"] == {"consignments", "sale", "ticket"}
    assert "void" not in FAMILIES


async def test_what_was_somebody_s_own_goes_when_they_leave(counter: World) -> None:
    serve(counter)
    counter.gateway.reads["dashboard"] = lambda _params: Answer(
        counter.server.marks(counter.outbox.ledger), FIGURES
    )
    mine, ours = page_key("consignments", {}), page_key("sales", {})
    look(counter, mine, ours)
    await counter.settle()
    assert counter.till.cache.shown(mine) is not None

    await counter.sign_in("Afi")
    assert counter.till.cache.shown(mine) is not None, "it is the same person"
    counter.session.sign_out()
    await counter.settle()

    assert counter.till.cache.shown(mine) is None
    assert counter.till.cache.shown(ours) is not None
