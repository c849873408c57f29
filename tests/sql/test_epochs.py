"""A server that has lost a future it once had notices by what a till has seen, and begins a new epoch."""

from __future__ import annotations

from tests.sql.support import Scene, new_uuid, selling


async def test_an_epoch_that_this_server_never_had_begins_a_new_one_and_judges_nothing(scene: Scene) -> None:
    before = (await scene.submit())["epoch"]
    foreign = new_uuid()
    answer = await scene.submit(
        selling(scene.bar, 1, (0, 1)), seen={"epoch": foreign, "applied": 0, "rev": 0}
    )

    assert answer["epoch"] not in (before, foreign)
    assert answer["outcomes"] == []
    assert await scene.count("sales") == 0
    assert await scene.count("alerts", "kind = 'new_epoch'") == 1


async def test_an_epoch_of_this_servers_past_begins_none(scene: Scene) -> None:
    first = (await scene.submit())["epoch"]
    second = (await scene.submit(seen={"epoch": first, "applied": 7, "rev": 0}))["epoch"]
    answer = await scene.submit(seen={"epoch": first, "applied": 0, "rev": 0})

    assert second != first
    assert (answer["epoch"], answer["outcomes"]) == (second, [])


async def test_a_pulse_is_enough_to_notice(scene: Scene) -> None:
    before = (await scene.submit())["epoch"]
    till = scene.bar.tills[0]
    answer = await scene.call(
        "pulse",
        till.token,
        till.ledger,
        {"epoch": new_uuid(), "applied": 0, "rev": 0},
        {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0},
    )

    assert answer["epoch"] != before
