"""What a till may take of everybody's time, and that a till shut out while it works gets nothing more."""

from __future__ import annotations

import asyncio
import time

import asyncpg
import pytest

from tests.sql.support import Scene, selling, until
from tests.sql.trade import desk


async def test_a_call_ends_after_three_seconds_whatever_it_does(own_scene: Scene) -> None:
    source = await own_scene.owner.fetchval("select pg_get_functiondef('logic.answer_settings'::regproc)")
    head = source[: source.index("AS $function$")]
    await own_scene.owner.execute(f"{head} AS $function$ begin loop null; end loop; end $function$")
    began = time.monotonic()
    with pytest.raises(asyncpg.QueryCanceledError):
        await own_scene.call("settings", own_scene.bar.till.token)

    assert 2.5 < time.monotonic() - began < 10


async def test_a_batch_that_waits_while_its_till_is_revoked_is_kept_and_not_booked(scene: Scene) -> None:
    """The token is looked at again behind the bar's lock; the session that lives is no help."""
    bar = await desk(scene)
    session = await bar.session("Koffi")
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.fetchval("select logic.lock_bar($1)", scene.bar.id)
    made = [selling(scene.bar, no, (0, 1), by="Koffi", session=session, door="served") for no in (1, 2, 3)]
    waiting = asyncio.ensure_future(scene.submit(*made))
    await until(
        scene.owner,
        "select exists (select from pg_locks where not granted and pid in"
        " (select pid from pg_stat_activity where usename = 'bartender_till' and query like '%submit%'))",
    )
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    await transaction.commit()
    answer = await waiting

    assert [x["code"] for x in answer["outcomes"]] == ["TLREV"] * 3
    assert (await scene.count("sales"), await scene.stock()) == (0, 10)
    assert await scene.count("sessions", "ended_at is null") == 0


async def test_a_batch_of_a_hundred_lines_each_stays_within_the_call(scene: Scene) -> None:
    """As much as fits into 256 KB: 50 sales of 28 lines, or 13 of 100."""
    await scene.owner.execute(
        "select logic.adjust_stock($1, $2, 9000)", scene.bar.id, scene.bar.products[0].id
    )
    made = [selling(scene.bar, no, *[(0, 1)] * 100, door="served") for no in range(1, 14)]
    began = time.monotonic()
    answer = await scene.submit(*made)

    assert (answer["outcomes"][0]["outcome"], len(answer["outcomes"]) >= 1) == ("done", True)
    assert time.monotonic() - began < 3
    assert "stopped" not in answer
