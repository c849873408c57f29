"""The thirteen invariants of ARCHITECTURE.md, each by its number and name, on the real parts."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.domain.errors import Rejected
from app.drivers.ledger import SqliteLedger
from app.drivers.postgres import PostgresGateway
from app.drivers.snapshots import DiskSnapshots
from app.sync.base import FeedMessage
from app.sync.book import KEEP_S
from app.sync.follower import Follower
from app.sync.outbox import TRIES
from app.sync.polling import POLLING_PULSE_S
from app.sync.ports import Door, Seen, State
from app.till.queries import STOCK
from app.till.till import TIDY_S
from tests.fake_server import Bug
from tests.fakes import HoldReply
from tests.fixtures_postgres import Database
from tests.invariants import (
    HeldCommits,
    error_code,
    is_for_people,
    is_inexact,
    let_something_happen,
    nodes,
    unseen_pieces,
)
from tests.sql.support import Scene, cash, connect_till, line, make_bar, selling
from tests.till.world import World, ident, member, pairs

NOTHING_SEEN = Seen(None, 0, 0)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A till beside its server, with a server at it."""
    opened = await World.open()
    await opened.sign_in()
    yield opened
    await opened.close()


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    """A real bar in a real database."""
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_invariant_01_a_user_action_writes_the_outbox_and_the_carts_draft_and_nothing_else(
    world: World,
) -> None:
    await world.go_down()
    bases = [world.till.cache.base((key,)) for key in ("stock", "catalog", "team", "settings")]
    saves, written = world.snapshots.saves, set(world.ledger.notes)

    world.tap("flag", "eau")
    world.checkout.remove(ident("eau"))
    world.checkout.undo()
    world.checkout.hold("terrasse")
    world.checkout.recall(world.checkout.held[0].key)
    await world.pay()
    world.session.sign_out()
    await world.sign_in("Afi")
    await world.settle()

    assert bases == [world.till.cache.base((key,)) for key in ("stock", "catalog", "team", "settings")]
    assert world.snapshots.saves == saves
    assert len(world.ledger.rows) == 1
    assert set(world.ledger.notes) == written | {"last_round"}

    await world.come_back()
    await world.refresh()
    assert world.till.cache.base(STOCK) is not bases[0], "a server's answer does"
    assert world.snapshots.saves > saves


async def test_invariant_02_vendu_appears_after_the_fsync_and_never_waits_for_the_network(
    tmp_path: Path,
) -> None:
    world, disk = World(), HeldCommits()
    world.ledger_store = SqliteLedger(tmp_path / "ledger.sqlite3", connect=disk.connect)
    await world.boot()
    await world.until(lambda: world.bar.is_ready)
    await world.sign_in()
    world.gateway.script("submit", *[HoldReply(asyncio.Event())] * 9)

    world.tap("flag")
    paying = asyncio.ensure_future(world.pay())
    await world.settle()
    assert not paying.done(), "the disk has not said yes yet"
    assert sqlite3.connect(tmp_path / "ledger.sqlite3").execute("select count(*) from outbox").fetchone() == (
        0,
    )
    disk.go.set()
    sold = await paying

    full = 2
    assert disk.synchronous == [full], "the commit reaches the disk before it returns"
    assert sqlite3.connect(tmp_path / "ledger.sqlite3").execute("select ticket from outbox").fetchone() == (
        sold.ticket,
    )
    assert world.row(sold.no).state is State.WAITING, "and the network has answered nothing"
    await world.close()
    await world.outbox.close()


async def test_invariant_03_commands_go_out_in_number_order_one_batch_in_flight_without_holes(
    world: World,
) -> None:
    await world.go_down()
    for _ in range(120):
        world.checkout.allow_override(member("Koffi"))
        await world.sell("flag")
    sent = len(world.gateway.batches)
    gate = asyncio.Event()
    world.gateway.script("submit", HoldReply(gate))
    await world.come_back()
    await world.sell("sobebra")
    await world.settle()

    assert len(world.gateway.batches) == sent + 1, "the next batch waits for this one's answer"
    gate.set()
    await world.clock.advance(5)
    first_sent: list[int] = []
    for numbers in world.gateway.batches[sent:]:
        assert numbers == sorted(numbers)
        assert len(numbers) <= 50
        first_sent += [no for no in numbers if no not in first_sent]
    assert first_sent == list(range(1, 122)) == [row.no for row in world.outbox.rows()]


async def test_invariant_04_sending_twice_changes_nothing_and_another_body_is_an_error(scene: Scene) -> None:
    gateway = PostgresGateway(scene.database.till_url, scene.bar.till.token)
    ledger, command = scene.bar.till.ledger, selling(scene.bar, 1, (0, 2))

    first = await gateway.submit(ledger, NOTHING_SEEN, [command], timeout_s=30)
    second = await gateway.submit(ledger, NOTHING_SEEN, [command], timeout_s=30)
    with pytest.raises(Rejected) as refused:
        await gateway.submit(ledger, NOTHING_SEEN, [selling(scene.bar, 1, (0, 3))], timeout_s=30)
    await gateway.close()

    assert first.outcomes == second.outcomes
    assert (first.envelope.rev, first.envelope.applied) == (second.envelope.rev, second.envelope.applied)
    assert (refused.value.code, refused.value.params) == ("TLHSH", {"no": 1})
    assert (await scene.stock(0), await scene.count("sales")) == (8, 1)


async def test_invariant_05_a_command_leaves_the_disk_only_when_a_snapshot_contains_it_or_a_person_dealt_with_it(
    world: World,
) -> None:
    await world.sell("flag")
    await world.settle()
    contained = await world.sell("flag")
    await world.settle()
    await world.refresh()
    refused = await world.refuse("sobebra")
    await world.sell("flag")
    await world.settle()

    async def pass_35_days() -> list[int]:
        world.clock.pass_time(KEEP_S + 1)
        await world.clock.advance(2 * TIDY_S)
        return sorted(world.ledger.rows)

    assert await pass_35_days() == [refused.no], "what every snapshot contains goes; a refusal needs a person"
    assert contained.no < refused.no

    await world.go_down()
    await world.sign_in()
    unsent = await world.sell("flag")
    await world.checkout.forget(world.checkout.held[0].key)
    assert unsent.no in await pass_35_days(), "no snapshot contains it"
    await world.come_back()
    assert await pass_35_days() == []


async def test_invariant_06_there_is_no_sending_on_disk_and_after_a_crash_everything_unsettled_is_unsent(
    world: World,
) -> None:
    assert {state.value for state in State} == {"waiting", "done", "refused", "settled"}
    world.gateway.script("submit", HoldReply(asyncio.Event()))
    sold = await world.sell("flag")
    await world.settle()
    assert world.server.state.booked == [world.row(1).id], "the server has it, the answer is on its way"
    assert world.ledger.rows[1].state is State.WAITING

    await world.crash()
    await world.boot(start=False)
    assert [(row.no, row.state) for row in world.outbox.unsent()] == [(1, State.WAITING)]
    await world.till.start()
    await world.settle()

    assert world.row(sold.no).state is State.DONE
    assert world.server.state.booked == [world.row(1).id]


async def test_invariant_07_a_sale_that_happened_is_recorded_and_only_a_counter_sale_is_refused(
    scene: Scene,
) -> None:
    bar = scene.bar
    await scene.owner.execute("select logic.set_product_active($1, $2, false)", bar.id, bar.products[2].id)
    wrong_price = {"lines": [line(bar.products[1], price=1)], "total": 1, "payments": [cash(1)]}
    bad: tuple[tuple[tuple[int, int], dict[str, object]], ...] = (
        ((3, 5), {}),
        ((1, 1), wrong_price),
        ((2, 1), {}),
        ((0, 1), {"sold_by": ident("a stranger")}),
    )
    outcomes: list[tuple[str, str, str | None]] = []
    for door in Door:
        for goods, body in bad:
            command = selling(bar, len(outcomes) + 1, goods, door=door.value, body=body)
            [outcome] = (await scene.submit(command))["outcomes"]
            outcomes.append((outcome["door"], outcome["outcome"], outcome["code"]))

    assert outcomes[:4] == [("counter", "refused", code) for code in ("TLSTK", "TLPRC", "TLPRD", "TLSEL")]
    assert outcomes[4:] == [("served", "done", None)] * 4
    assert await scene.count("sales") == 4
    assert await scene.count("discrepancies") == 2
    assert await scene.is_sound()


async def test_invariant_08_a_refusal_is_kept_and_shown_nothing_is_retried_for_ever_and_nothing_bad_blocks_the_rest(
    world: World,
) -> None:
    world.verdict = Bug()
    broken = await world.sell("flag")
    await world.settle()
    world.verdict = None
    good = await world.sell("eau")
    judge, broken_id = world.server.judge, world.row(broken.no).id
    world.server.judge = lambda command: Bug() if command["id"] == broken_id else judge(command)
    await world.clock.advance(600)

    assert world.row(good.no).state is State.DONE
    assert (world.row(broken.no).state, world.row(broken.no).code) == (State.REFUSED, "TLPRK")
    tries = [numbers for numbers in world.gateway.batches if broken.no in numbers]
    assert len(tries) == TRIES + 1, "then it is parked, and left to a person"

    refused = await world.refuse("sobebra")
    for _ in range(2):
        await world.restart()
        world.clock.pass_time(40 * 86_400)
        await world.clock.advance(2 * TIDY_S)
        assert world.outbox.summary().refused_count == 2
        assert [pairs(held.cart) for held in world.checkout.held] == [[("sobebra", 1)]]
    await world.outbox.settle(refused.no, "written off")
    assert world.checkout.held == ()


async def test_invariant_09_what_is_shown_is_the_servers_state_and_own_commands_not_yet_in_it() -> None:
    for seed in range(8):
        world = await World.open()
        await world.sign_in()
        world.put("flag", stock=1_000)
        await world.refresh()
        draw = random.Random(seed)
        true_at = {world.server.state.rev: 1_000}
        for _ in range(40):
            await let_something_happen(world, draw)
            true_at[world.server.state.rev] = world.shelf["flag"].stock
            base = world.till.cache.base(STOCK)
            assert base is not None
            assert world.left("flag") == true_at[base.rev] - unseen_pieces(world, base.rev), seed
        await world.come_back()
        await world.clock.advance(120)
        await world.refresh()
        assert world.left("flag") == world.shelf["flag"].stock
        await world.close()


async def test_invariant_10_losing_any_event_costs_one_pulse_and_never_correctness(world: World) -> None:
    events = Follower(
        world.till.cache,
        STOCK,
        schedule=lambda _delay_s, callback: asyncio.get_running_loop().call_soon(callback),
        random=random.Random(1),
    )
    world.put("flag", stock=7)  # its event is lost
    await world.settle()
    assert world.left("flag") == 10

    world.put("flag", stock=6)
    good = world._stock("flag")
    events.receive(FeedMessage("epoch-1", 1, 2, [good]))
    await world.settle()
    assert world.left("flag") == 6, "the next event shows the gap, which is read"

    world.put("flag", stock=5)  # its event is lost, and no other comes
    await world.clock.advance(POLLING_PULSE_S * 1.2)
    assert world.left("flag") == 5


async def test_invariant_11_the_snapshot_folder_can_go_at_any_time_and_nothing_ever_deletes_unsent_work(
    tmp_path: Path,
) -> None:
    world, folder = World(), tmp_path / "snapshots"
    world.snapshot_store = DiskSnapshots(folder)
    world.ledger_store = SqliteLedger(tmp_path / "ledger.sqlite3")
    await world.boot()
    await world.until(lambda: world.bar.is_ready and world.bar.card(ident("flag")) is not None)
    await world.until(lambda: world.left("flag") == 10)
    await world.sign_in()
    world.gateway.is_down = True
    await world.sell("flag")
    shutil.rmtree(folder)
    await world.sell("flag")
    world.session.sign_out()
    await world.crash()
    await world.till.close()
    shutil.rmtree(folder, ignore_errors=True)

    world.ledger_store = SqliteLedger(tmp_path / "ledger.sqlite3")
    await world.boot()
    assert [row.state for row in world.outbox.rows()] == [State.WAITING] * 2
    world.gateway.is_down = False
    world.till.sender.wake()
    await world.clock.advance(5)
    await world.until(lambda: not world.outbox.summary().waiting_count)
    assert len(world.server.state.booked) == 2
    await world.crash()
    await world.till.close()


async def test_invariant_12_money_is_whole_minor_units_and_an_error_is_a_code_and_parameters(
    scene: Scene,
) -> None:
    money = await scene.owner.fetch(
        """
        select table_name || '.' || column_name as name, data_type
        from information_schema.columns
        where table_schema in ('data', 'logic', 'report') and (
          column_name like '%\\_minor' or data_type in ('money', 'numeric', 'real', 'double precision'))
        """
    )
    assert len(money) > 5
    assert [
        row["name"] for row in money if row["name"].endswith("_minor") and row["data_type"] != "bigint"
    ] == []
    averages = (
        "unit_cost",
        "average_cost",
        "average_before",
    )  # what a piece cost, not a sum that anybody pays
    assert [row["name"] for row in money if not row["name"].endswith(("_minor", *averages))] == []

    pure = [(path, node) for path, node in nodes("domain", "sync", "till", "drivers")]
    exact = ("domain/money.py", "domain/sale.py", "domain/cart.py")
    codes = {str(code) for _, node in pure if (code := error_code(node)) is not None}
    assert [path for path, node in pure if path in exact and is_inexact(node)] == []
    assert [path for path, node in pure if is_for_people(node)] == []
    assert len(codes) > 5
    assert [code for code in codes if not re.fullmatch("TL[A-Z]{3}", code)] == []


async def test_invariant_13_stock_is_the_sum_of_its_movements_after_any_history(scene: Scene) -> None:
    draw = random.Random(13)
    bar, owner = scene.bar, scene.owner
    for no in range(1, 61):
        product = draw.choice(bar.products)
        match draw.choice(("supply", "adjustment", "price", "nothing")):
            case "supply":
                await owner.execute("select logic.adjust_stock($1, $2, $3, 'supply')", bar.id, product.id, 5)
            case "adjustment":
                taken = "select logic.adjust_stock(bar_id, id, -1) from data.bar_products where id = $1 and stock > 0"
                await owner.execute(taken, product.id)
            case "price":
                await owner.execute(
                    "select logic.set_price($1, $2, $3)", bar.id, product.id, draw.randint(1, 999)
                )
        goods = [(draw.randrange(4), draw.randint(1, 6)) for _ in range(draw.randint(1, 3))]
        await scene.submit(selling(bar, no, *goods, door=draw.choice(("counter", "served"))))

    wrong = await owner.fetch(
        """
        select p.id from data.bar_products p
        where p.stock is distinct from (
          select coalesce(sum(m.qty), 0) from data.stock_movements m
          where (m.bar_id, m.product_id) = (p.bar_id, p.id))
        """
    )
    assert wrong == []
    assert await scene.count("sales") > 10
    assert await scene.count("discrepancies") > 0
    assert await owner.fetchval("select min(stock) from data.bar_products") >= 0
