"""Private channels: what a bar's listeners are told of each commit, in each form, and what heartbeats say."""

from __future__ import annotations

import time

import pytest

from app.sync.feed import MINUTE_MS, _short_id
from tests.server.relay.support import Client, World
from tests.sql.support import make_bar, selling, submit

FORMS = ("1.0.0", "2.0.0", "short")


async def sell(world: World, no: int, *wanted: tuple[int, int]) -> dict[str, object]:
    answer = await world.scene.submit(selling(world.scene.bar, no, *wanted))
    assert [outcome["outcome"] for outcome in answer["outcomes"]] == ["done"]
    return answer


@pytest.mark.parametrize("form", ["1.0.0", "2.0.0"])
async def test_a_sale_is_told_in_the_documented_form(relay: World, form: str) -> None:
    scene = relay.scene
    before = await scene.rev()
    listener = await relay.listen(form)
    answer = await sell(relay, 1, (0, 2))

    told = await listener.told()

    assert abs(told.pop("at") / 1000 - time.time()) < 60
    assert told == {
        "bar": scene.bar.id,
        "epoch": answer["epoch"],
        "from": before,
        "rev": before + 1,
        "done": {scene.bar.till.ledger: [1]},
        "topics": {"sales": 1, "notifications": 1},
        "rows": [
            {
                "id": scene.bar.products[0].id,
                "stock": 8,
                "reserved": 0,
                "price": 500,
                "active": True,
                "rev": before + 1,
            }
        ],
    }


async def test_a_sale_is_told_in_the_short_form(relay: World) -> None:
    before = await relay.scene.rev()
    listener = await relay.listen("short")
    await sell(relay, 1, (0, 2))

    *told, at_ms = await listener.told()

    assert 0 <= at_ms < MINUTE_MS
    assert told == [
        before + 1,
        1,
        {_short_id(relay.scene.bar.till.ledger): [1]},
        {"sales": 1, "notifications": 1},
        [[_short_id(relay.scene.bar.products[0].id), 8, 500]],
    ]


@pytest.mark.parametrize("form", FORMS)
async def test_heartbeats_say_where_the_bar_is(relay: World, form: str) -> None:
    listener = await relay.listen(form)
    await sell(relay, 1, (0, 1))
    await listener.told()
    rev = await relay.scene.rev()
    topics = await relay.scene.owner.fetchval(
        "select sum(value::bigint) from data.bar_clocks c, jsonb_each_text(logic.topics(c))"
    )
    mark = [rev, topics]

    assert await listener.beat() == (mark if form == "short" else {"bars": {relay.scene.bar.id: mark}})


async def test_the_short_form_tells_each_till_of_its_own_commands_alone(relay: World) -> None:
    bar = relay.scene.bar
    seller, other = [await relay.listen("short", till) for till in bar.tills[:2]]
    documented = await relay.listen("2.0.0", bar.tills[1])
    await sell(relay, 1, (0, 2))
    told, told_other = await seller.told(), await other.told()

    assert told[2] == {_short_id(bar.till.ledger): [1]}
    assert told_other[2] == {}
    assert told[3:5] == told_other[3:5]
    assert (await documented.told())["done"] == {bar.till.ledger: [1]}, (
        "who speaks the documented form is told all"
    )


async def test_a_heartbeat_of_the_short_form_does_not_say_twice_where_the_bar_is(relay: World) -> None:
    listener = await relay.listen("short")
    first = await listener.beat()
    assert await listener.beat() == 0
    await sell(relay, 1, (0, 1))
    await listener.told()

    assert await listener.beat() == [await relay.scene.rev(), first[1] + 2]
    assert await listener.beat() == 0


async def test_the_reply_of_the_short_form_says_where_the_bar_is(relay: World) -> None:
    token = await relay.token()
    opened = await relay.open(token, "short")
    reply = await opened.join(f"realtime:stock:{relay.scene.bar.id}", token, private=True)
    clock = await relay.scene.owner.fetchrow("select epoch::text, rev from data.bar_clocks")

    assert clock is not None
    assert (reply["response"]["epoch"], reply["response"]["rev"]) == (clock["epoch"], clock["rev"])


async def test_each_listener_hears_each_commit_once_and_in_order(relay: World) -> None:
    listeners: list[Client] = [await relay.listen(form) for form in FORMS]
    before = await relay.scene.rev()
    for no in range(1, 6):
        await sell(relay, no, (0, 1))

    for listener in listeners:
        reached = before
        while reached < before + 5:
            told = await listener.told()
            span = [told[0] - told[1], told[0]] if isinstance(told, list) else [told["from"], told["rev"]]
            assert span[0] == reached
            reached = span[1]
        assert await listener.is_quiet()


async def test_a_commit_that_moves_topics_alone_has_no_rows(relay: World) -> None:
    listener = await relay.listen()
    rev = await relay.scene.rev()
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    told = await listener.told()

    assert (told["from"], told["rev"], told["rows"]) == (rev, rev, [])
    assert list(told["topics"]) == ["team"]


async def test_a_commit_that_changes_nothing_audible_is_not_told(relay: World) -> None:
    listener = await relay.listen()
    bar, owner = relay.scene.bar, relay.scene.owner
    await owner.execute("select pg_notify('bartender_feed', $1 || ':0')", bar.id)
    await owner.execute("select logic.take_rev($1, '{team}', false)", bar.id)

    assert list((await listener.told())["topics"]) == ["team"]
    assert await listener.is_quiet()


async def test_another_epoch_is_told_and_says_ask(relay: World) -> None:
    listeners = [await relay.listen(form) for form in FORMS]
    old = await relay.scene.owner.fetchval("select epoch::text from data.bar_clocks")
    await relay.scene.owner.execute("select logic.new_epoch($1, 'restore')", relay.scene.bar.id)
    new = await relay.scene.owner.fetchval("select epoch::text from data.bar_clocks")
    rev = await relay.scene.rev()
    first, second, short = [await listener.told() for listener in listeners]

    assert old != new
    assert first == second
    assert (first["epoch"], first["from"], first["rev"], first["rows"]) == (new, rev, rev, [])
    assert (short[0], short[1], short[4], short[6]) == (rev, 0, [], new)


async def test_two_bars_are_apart(relay: World) -> None:
    other = await make_bar(relay.scene.owner)
    ours = await relay.listen()
    await submit(relay.scene.till_connection, other.till, selling(other, 1, (0, 1)))
    await sell(relay, 1, (0, 1))

    assert (await ours.told())["bar"] == relay.scene.bar.id
    assert await ours.is_quiet()
