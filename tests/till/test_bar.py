"""The bar as the till shows it: who may sign in, what is sold, what is left, and what is told when it changes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from app.domain.catalog import Level
from app.domain.errors import Unreachable
from tests.conftest import ErrorLog
from tests.fakes import let_tasks_run
from tests.till.world import World, ident, member, product


async def test_a_till_that_knows_nothing_shows_nothing_and_no_zero() -> None:
    world = await World.open(start=False)
    bar = world.bar

    assert (bar.is_ready, bar.bar(), bar.people(), bar.categories(), bar.cards()) == (False, None, (), (), ())
    assert (bar.card("p"), bar.by_code("c"), bar.stock("p"), bar.truth("p"), bar.revision) == (None,) * 4 + (
        0,
    )
    assert (bar.till_code, bar.till_name, bar.day_of(0.0)) == ("C1", "Comptoir", "")
    await world.close()


async def test_a_till_whose_server_is_another_is_waited_for_until_its_tiles_are_made_again(
    world: World,
) -> None:
    await world.till.cache.drop_bases()
    with pytest.raises(Unreachable):
        await world.till.wait_ready(0.0)
    for _ in range(300):
        await asyncio.sleep(0)
        with suppress(Unreachable):
            await world.till.wait_ready(0.0)
            break

    assert world.bar.cards(), "ready a frame too early"


async def test_the_people_are_servers_first_then_by_name_and_only_active_ones(world: World) -> None:
    world.away.add("Sena")
    await world.refresh()

    assert [person.name for person in world.bar.people()] == ["Afi", "Koffi", "Ayaba"]
    assert world.bar.person(ident("Sena")) is None
    assert world.bar.person_named("Koffi") == world.bar.person_named(ident("Koffi")) == member("Koffi")
    assert world.bar.person_named("Zoe") is None


async def test_the_settings_and_categories_are_those_of_the_server(world: World) -> None:
    bar = world.bar.bar()

    assert bar is not None
    assert (bar.name, bar.address, bar.counter_deadline_s, bar.operators) == (
        "Chez Tonton",
        "",
        2.5,
        ("MTN MoMo",),
    )
    assert [category.name for category in world.bar.categories()] == ["Bières"]


async def test_tiles_are_in_catalogue_order_without_what_is_no_longer_sold(world: World) -> None:
    world.put("flag-60", is_active=False)
    await world.refresh()

    assert [card.product.name for card in world.bar.cards()] == ["flag", "sobebra", "eau"]
    assert world.bar.card(ident("flag-60")) is not None, "what is in a cart keeps its tile"


async def test_products_whose_stock_is_not_known_are_shown_as_unknown() -> None:
    world = await World.open(start=False)
    for name in ("settings", "team", "catalog"):
        await world.till.cache.receive((name,), world.gateway.reads[name]({}))
    world.bar.mount()

    assert world.bar.is_ready
    assert {card.level for card in world.bar.cards()} == {Level.UNKNOWN}
    await world.close()


async def test_a_barcode_finds_its_tile(world: World) -> None:
    card = world.bar.by_code("code of flag")

    assert card is not None
    assert card.product.id == product("flag")
    assert world.bar.by_code("nothing") is None


async def test_what_is_shown_and_what_the_server_said_are_told_apart(counter: World) -> None:
    await counter.go_down()
    await counter.sell("flag")

    shown, truth = counter.bar.stock(ident("flag")), counter.bar.truth(ident("flag"))

    assert shown is not None
    assert truth is not None
    assert (shown.stock, truth.stock, counter.bar.revision) == (9, 10, 0)


async def test_a_tile_knows_of_a_sale_before_the_screen_is_painted(counter: World) -> None:
    await counter.sell("eau")

    assert counter.left("eau") == 0


async def test_each_part_is_told_by_its_name_and_stock_with_its_products(world: World) -> None:
    heard: list[str] = []
    stop = world.bar.listen(heard.append)
    world.put("flag", stock=7)
    world.away.add("Sena")
    await world.refresh()
    assert sorted(heard) == ["stock", "team"]
    assert world.bar.last_changed == frozenset({product("flag")})

    stop()
    world.put("flag", stock=6)
    await world.refresh()
    assert len(heard) == 2


async def test_another_catalogue_may_change_every_tile(world: World) -> None:
    heard = {}
    world.bar.listen(lambda topic: heard.update({topic: world.bar.last_changed}))
    del world.shelf["eau"]
    await world.refresh()

    assert heard["catalog"] is None
    assert len(world.bar.cards()) == 3


async def test_a_listener_that_fails_keeps_nobody_from_hearing(
    world: World, expects_error_logs: ErrorLog
) -> None:
    heard: list[str] = []
    world.bar.listen(dict[str, None]().__getitem__)
    world.bar.listen(heard.append)

    world.put("flag", stock=7)
    await world.refresh()

    assert heard == ["stock"]
    assert len(expects_error_logs.lines) == 1


async def test_a_closed_bar_is_told_nothing(world: World) -> None:
    heard: list[str] = []
    world.bar.listen(heard.append)

    world.bar.close()
    world.put("flag", stock=7)
    await world.refresh()

    assert heard == []


async def test_yesterdays_bar_is_shown_at_once_without_the_server(counter: World) -> None:
    await counter.sell("flag")
    await counter.settle()
    await counter.refresh()
    counter.gateway.is_down, counter.desk.error = True, Unreachable("TLNET")
    await counter.crash()
    await counter.boot(start=False)

    await counter.till.start()
    await let_tasks_run(5)

    assert counter.bar.is_ready
    assert counter.left("flag") == 9


async def test_a_page_that_comes_back_reads_what_is_stale_and_counts_what_is_not(world: World) -> None:
    before = len(world.gateway.calls)
    world.bar.look()
    await world.settle()
    assert len(world.gateway.calls) == before
    assert world.till.cache.looks().families["catalog"].hits >= 1

    world.clock.pass_time(3600)
    world.bar.look()
    await world.settle()
    assert [call.name for call in world.gateway.calls[before:]] == ["team", "catalog", "stock_since"]


async def test_the_day_is_the_bar_s_own(world: World) -> None:
    assert world.bar.day_of(datetime(2026, 3, 5, 4, 30, tzinfo=UTC).timestamp()) == "2026-03-04"
