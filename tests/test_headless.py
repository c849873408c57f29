"""The till without a window: one JSON object per line in, one per line out, and no line ends it but ``quit``."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator

import pytest

from app import headless
from app.domain.errors import Rejected
from tests.headless_console import Console, console, seller, world
from tests.till.world import PINS, World, ident

__all__ = ["console", "seller", "world"]


# --- beginning and ending


async def test_it_says_that_it_has_started_how_the_link_is_and_who_may_sign_in(console: Console) -> None:
    people = [
        {"name": n, "role": r} for n, r in (("Afi", "seller"), ("Sena", "seller"), ("Koffi", "manager"))
    ]

    assert console.events == [
        {"event": "started", "till": "C1", "ledger": console.world.outbox.ledger},
        {"event": "link", "state": "online"},
        {"event": "ready", "bar": "Chez Tonton", "people": [*people, {"name": "Ayaba", "role": "owner"}]},
    ]


async def test_it_is_ready_once_and_only_when_the_bar_is_known() -> None:
    world = await World.open(start=False)
    console = Console(world)
    await world.settle()
    assert console.all("ready") == []

    await world.till.start()
    await world.settle()
    await world.refresh()

    assert len(console.all("ready")) == 1
    await console.close()
    await world.close()


async def test_quit_and_the_end_of_input_end_it(world: World) -> None:
    for last in ('{"op":"quit"}', None):
        console = Console(world)
        await world.settle()
        await console.type(last)
        assert console.is_over
        said = len(console.events)
        await world.go_down()
        await world.come_back()
        assert len(console.events) == said, "it listens to nothing any more"


async def test_lines_are_read_from_a_stream_by_a_thread_of_their_own(world: World) -> None:
    output = io.StringIO()

    await headless.run(world.till, io.StringIO('{"op":"outbox"}\n\n   \n{"op":"status"}\n'), output)

    assert [json.loads(line)["event"] for line in output.getvalue().splitlines()][-2:] == ["outbox", "status"]


async def test_a_reader_whose_loop_has_closed_just_ends() -> None:
    loop = asyncio.new_event_loop()
    loop.close()

    lines = headless.read_lines(io.StringIO("a\nb\n"), loop)

    assert lines.empty()


# --- bad lines


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "5",
        '{"op":',
        "{}",
        '{"op":null}',
        '{"op":"fly"}',
        '{"op":["sell"]}',
        "[" * 100_000,
        '{"op":"\\ud800"}',
        "\x00",
        '{"op":"sell"}',
        '{"op":"sign_in","name":5}',
    ],
)
async def test_a_bad_line_is_answered_and_ends_nothing(console: Console, line: str) -> None:
    [error] = await console.type(line)

    assert (error["event"], error["code"]) == ("error", "TLINP")
    assert error["params"]["reason"]
    assert (await console.answer("outbox"))["event"] == "outbox"


async def test_an_unknown_operation_is_told_which_there_are(console: Console) -> None:
    reason = await console.reason("fly")

    assert all(op in reason for op in ("sign_in", "sell", "stock", "wait", "quit"))


async def test_what_is_said_is_ascii_whatever_its_names(console: Console) -> None:
    await console.reason("sign_in", name="Mawuli é 😀", pin="1")

    assert console.output.getvalue().isascii()
    assert "Mawuli é 😀" in console.events[-1]["params"]["reason"]


# --- a till that starts for the first time


@pytest.fixture
async def fresh() -> AsyncIterator[Console]:
    """A till that knows nobody, and whose server is away."""
    world = await World.open(start=False)
    world.gateway.is_down = True
    await world.till.start()
    opened = Console(world)
    await world.settle()
    yield opened
    await opened.close()
    await world.close()


async def test_lines_that_come_before_the_bar_is_known_wait_for_it(fresh: Console) -> None:
    await fresh.say("wait", timeout=600)
    await fresh.say("sign_in", name="afi", pin=PINS["Afi"])
    await fresh.say("sell", lines=[{"product": "flag", "qty": 1}])
    await fresh.world.clock.advance(2)
    assert fresh.all("ready") == fresh.all("idle") == fresh.all("error") == []

    await fresh.world.come_back()
    await fresh.world.clock.advance(60)

    said = [one["event"] for one in fresh.events if one["event"] in ("ready", "idle", "signed_in", "sold")]
    assert said == ["ready", "idle", "signed_in", "sold"]


@pytest.mark.parametrize(
    "line",
    [
        {"op": "wait"},
        {"op": "sign_in", "name": "Afi", "pin": PINS["Afi"]},
        {"op": "sell", "lines": [{"product": "flag", "qty": 1}]},
    ],
)
async def test_a_till_that_knows_nothing_and_reaches_nobody_says_so(
    fresh: Console, line: dict[str, object]
) -> None:
    await fresh.type(json.dumps({**line, "timeout": 3}))
    assert fresh.all("error") == []
    await fresh.world.clock.advance(4)

    error = fresh.all("error")[0]
    assert (error["op"], error["code"], error["params"]["link"]) == (line["op"], "TLNET", "offline")
    assert "does not know its bar yet" in error["params"]["reason"]


async def test_a_till_that_is_shut_out_before_it_knew_its_bar_does_not_wait(fresh: Console) -> None:
    fresh.world.till.link.failed(Rejected("TLREV"))

    assert (await fresh.answer("wait"))["code"] == "TLREV"


# --- people


async def test_signing_in_and_out(console: Console) -> None:
    came = await console.answer("sign_in", name="Koffi", pin=PINS["Koffi"])
    went = await console.answer("sign_out")

    assert came == {"event": "signed_in", "name": "Koffi", "role": "manager", "offline": False}
    assert went == {"event": "signed_out"}


async def test_a_person_may_be_named_by_their_id(console: Console) -> None:
    assert (await console.answer("sign_in", name=ident("Afi"), pin=PINS["Afi"]))["name"] == "Afi"


async def test_a_wrong_pin_is_the_servers_own_error(console: Console) -> None:
    assert await console.answer("sign_in", name="Afi", pin="9999") == {
        "event": "error",
        "op": "sign_in",
        "code": "TLPIN",
        "params": {"tries_left": 4},
    }


async def test_nobody_and_two_people_of_one_name_are_not_guessed_at(console: Console) -> None:
    assert "nobody" in await console.reason("sign_in", name="Zoe", pin="1111")

    console.world.names = {"Sena": "Afi"}
    await console.world.refresh()
    reason = await console.reason("sign_in", name="Afi", pin="1111")
    assert "several" in reason
    assert all(ident(name) in reason for name in ("Afi", "Sena")), "the ids to choose from"
    assert (await console.answer("sign_in", name=ident("Afi"), pin="1111"))["event"] == "signed_in"


# --- looking


async def test_stock_tells_what_is_shown_and_what_the_server_said(seller: Console) -> None:
    await seller.world.go_down()
    await seller.sell("flag", 3)

    assert await seller.answer("stock", product="flag") == {
        "event": "stock",
        "product": ident("flag"),
        "name": "flag 33 cl",
        "stock": 10,
        "shown": 7,
        "price": 500,
        "rev": 0,
    }


async def test_the_outbox_tells_what_waits_in_money(seller: Console) -> None:
    await seller.world.go_down()
    await seller.sell("flag", 3)
    seller.world.clock.pass_time(5)

    outbox = await seller.answer("outbox")

    assert (outbox["waiting"], outbox["waiting_amount"], outbox["refused"]) == (1, 1_500, 0)
    assert (outbox["refused_amount"], outbox["oldest_s"]) == (0, 5.0)


async def test_a_stock_that_is_not_known_is_told_as_none() -> None:
    world = await World.open(start=False)
    await world.till.cache.receive(("catalog",), world.gateway.reads["catalog"]({}))
    world.bar.mount()
    console = Console(world)

    stock = await console.answer("stock", product=ident("flag"))

    told = [one for one in console.events if one["event"] == "stock"]
    assert stock["event"] == "started"
    assert (told[0]["stock"], told[0]["shown"], told[0]["price"]) == (None, None, None)
    await console.close()
    await world.close()


async def test_a_link_that_goes_and_comes_is_told(console: Console) -> None:
    await console.world.go_down()
    await console.world.come_back()

    states = [event["state"] for event in console.all("link")]
    assert states[0] == states[-1] == "online"
    assert "offline" in states


async def test_status_says_who_and_how(seller: Console) -> None:
    status = await seller.answer("status")

    assert (status["person"], status["link"], status["waiting"]) == ("Afi", "online", 0)


# --- waiting


async def test_refresh_reads_the_stock_or_says_why_not(console: Console) -> None:
    console.world.put("flag", stock=4)
    await console.say("refresh", timeout=5)
    await console.world.clock.advance(1)
    assert console.events[-1] == {"event": "refreshed", "rev": 1}

    await console.world.go_down()
    await console.say("refresh", timeout=2)
    await console.world.clock.advance(3)
    assert (console.events[-1]["event"], console.events[-1]["code"]) == ("error", "TLNET")


async def test_wait_ends_when_everything_is_judged_and_shown_or_the_time_is_over(seller: Console) -> None:
    await seller.sell()
    await seller.say("wait")
    await seller.world.clock.advance(1)
    assert seller.events[-1] == {"event": "idle", "waiting": 0}

    await seller.world.go_down()
    await seller.sell()
    await seller.say("wait", timeout=2)
    await seller.world.clock.advance(3)
    assert seller.events[-1] == {"event": "busy", "waiting": 1}


@pytest.mark.parametrize("timeout", [0, -1, 3_601, "5", True, None, float("nan"), float("inf")])
async def test_a_time_that_is_none_is_a_bad_line(console: Console, timeout: object) -> None:
    assert "timeout" in await console.reason("wait", timeout=timeout)
