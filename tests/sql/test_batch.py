"""A batch: what ends it, what a bug leaves, and the commands that only take a number."""

from __future__ import annotations

import json

import asyncpg
import pytest

from tests.sql.support import Scene, command, hash_of, refusal_of, selling


async def stop_on_cash(scene: Scene, sqlstate: str, message: str = "made by a test") -> None:
    """Make every cash payment fail, as a bug (or a full disk) would."""
    await scene.owner.execute(
        f"""
        create function public.fail() returns trigger language plpgsql as $$
        begin raise exception using errcode = '{sqlstate}', message = '{message}'; end $$;
        create trigger fail before insert on data.payments for each row when (new.method = 'cash')
        execute function public.fail();
        """
    )


def by_card(scene: Scene, no: int) -> dict[str, object]:
    return selling(
        scene.bar, no, (0, 1), body={"payments": [{"method": "card", "amount": 500, "reference": "x"}]}
    )


async def test_a_batch_is_taken_in_order(scene: Scene) -> None:
    answer = await scene.submit(*[selling(scene.bar, no, (0, 1)) for no in range(1, 11)])

    assert [outcome["no"] for outcome in answer["outcomes"]] == list(range(1, 11))
    assert [outcome["rev"] for outcome in answer["outcomes"]] == list(
        range(answer["rev"] - 9, answer["rev"] + 1)
    )
    assert await scene.stock(0) == 0


async def test_a_refused_counter_sale_ends_the_batch(scene: Scene) -> None:
    short = selling(scene.bar, 2, (3, 2))
    answer = await scene.submit(selling(scene.bar, 1, (0, 1)), short, selling(scene.bar, 3, (0, 1)))
    again = await scene.submit(short, selling(scene.bar, 3, (0, 1)))

    assert [outcome["outcome"] for outcome in answer["outcomes"]] == ["done", "refused"]
    assert answer["applied"] == 2
    assert len(again["outcomes"]) == 1
    assert again["applied"] == 2


async def test_a_refused_served_command_does_not_stop_the_next(scene: Scene) -> None:
    bad = selling(scene.bar, 2, (0, 1), door="served", body={"total": 1})
    answer = await scene.submit(selling(scene.bar, 1, (0, 1)), bad, selling(scene.bar, 3, (0, 1)))

    assert [outcome["outcome"] for outcome in answer["outcomes"]] == ["done", "refused", "done"]
    assert answer["refused"] == [2]
    assert await scene.stock(0) == 8


async def test_a_refusal_takes_no_revision(scene: Scene) -> None:
    before = await scene.rev()
    answer = await scene.submit(selling(scene.bar, 1, (3, 9)))

    assert (answer["rev"], answer["outcomes"][0]["rev"]) == (before, None)


async def test_fifty_commands_are_taken_and_fifty_one_are_not(scene: Scene) -> None:
    voids = [command(no, "void", {}) for no in range(1, 52)]

    assert (await scene.submit(*voids[:50]))["applied"] == 50
    assert await refusal_of(scene.submit(*voids)) == ("TLBIG", {"path": "commands", "count": 51})


async def test_work_stops_after_its_time_and_what_was_done_stays(own_scene: Scene) -> None:
    await own_scene.owner.execute("update data.site set work_limit_ms = 0")
    commands = [selling(own_scene.bar, no, (0, 1)) for no in (1, 2, 3)]
    answers = [await own_scene.submit(*commands[done:]) for done in range(3)]

    assert [len(answer["outcomes"]) for answer in answers] == [1, 1, 1]
    assert answers[-1]["applied"] == 3
    assert await own_scene.stock(0) == 7


async def test_a_bug_stops_at_its_command_and_leaves_nothing_of_it(own_scene: Scene) -> None:
    await stop_on_cash(own_scene, "22012")
    answer = await own_scene.submit(
        by_card(own_scene, 1), selling(own_scene.bar, 2, (0, 1)), by_card(own_scene, 3)
    )

    assert answer["stopped"] == {"no": 2, "sqlstate": "22012"}
    assert [outcome["no"] for outcome in answer["outcomes"]] == [1]
    assert answer["applied"] == 1
    assert await own_scene.stock(0) == 9
    assert await own_scene.count("alerts", "kind = 'stopped' and count = 1") == 1
    await own_scene.submit(selling(own_scene.bar, 2, (0, 1)))
    assert await own_scene.count("alerts", "kind = 'stopped' and count = 2") == 1
    assert await own_scene.is_sound()


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "53100", "55P03", "57P01", "58030", "25006"])
async def test_an_error_of_the_moment_fails_the_call_and_is_nobody_s_fault(
    own_scene: Scene, sqlstate: str
) -> None:
    await stop_on_cash(own_scene, sqlstate)
    with pytest.raises(asyncpg.PostgresError) as caught:
        await own_scene.submit(by_card(own_scene, 1), selling(own_scene.bar, 2, (0, 1)))

    assert caught.value.sqlstate == sqlstate
    assert await own_scene.count("commands") == 0


async def test_functions_that_a_deploy_replaced_are_nobody_s_fault(own_scene: Scene) -> None:
    await stop_on_cash(own_scene, "XX000", "cache lookup failed for function 16412")
    with pytest.raises(asyncpg.InternalServerError):
        await own_scene.submit(by_card(own_scene, 1), selling(own_scene.bar, 2, (0, 1)))

    assert await own_scene.count("commands") == 0


async def test_a_parked_command_is_kept_and_shown_and_lets_the_next_pass(own_scene: Scene) -> None:
    await stop_on_cash(own_scene, "22012")
    sold = selling(own_scene.bar, 1, (0, 1))
    original = {"kind": "record_sale", "version": 1, "body": sold["body"]}
    parked = sold | {"kind": "park", "body": original}
    answer = await own_scene.submit(parked, by_card(own_scene, 2))

    assert [(x["outcome"], x["code"]) for x in answer["outcomes"]] == [("refused", "TLPRK"), ("done", None)]
    row = await own_scene.owner.fetchrow("select body, sha256 from data.commands where no = 1")
    assert row is not None
    assert (json.loads(row["body"]), row["sha256"].hex()) == (original, sold["sha256"])
    assert await own_scene.count("notifications", "kind = 'parked'") == 1
    assert await own_scene.count("alerts", "kind = 'parked'") == 1


async def test_parking_a_command_that_was_done_gives_its_outcome(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    await scene.submit(sold)
    answer = await scene.submit(sold | {"kind": "park", "body": {}})

    assert answer["outcomes"][0]["outcome"] == "done"


async def test_a_void_takes_its_number_and_does_nothing(scene: Scene) -> None:
    before = await scene.rev()
    answer = await scene.submit(command(1, "void", {}))

    assert (answer["applied"], answer["rev"]) == (1, before)
    assert answer["outcomes"][0] == {
        "no": 1,
        "outcome": "done",
        "door": "counter",
        "code": None,
        "params": {},
        "result": {},
        "rev": None,
    }


async def test_a_gap_declares_numbers_that_nobody_has_any_more(scene: Scene) -> None:
    gap = command(1, "gap", {"from": 1, "to": 80})
    answer = await scene.submit(gap, selling(scene.bar, 81, (0, 1)))

    assert [x["outcome"] for x in answer["outcomes"]] == ["done", "done"]
    assert answer["applied"] == 81
    assert (await scene.submit(gap))["outcomes"][0]["outcome"] == "done"
    assert await refusal_of(scene.submit(selling(scene.bar, 40, (0, 1)))) == ("TLHSH", {"no": 40})
    assert await scene.count("notifications", "kind = 'gap'") == 1


async def test_a_gap_may_travel_under_its_last_number(scene: Scene) -> None:
    answer = await scene.submit(command(80, "gap", {"from": 1, "to": 80}), command(81, "void", {}))

    assert answer["applied"] == 81


async def test_a_gap_that_begins_elsewhere_is_no_gap(scene: Scene) -> None:
    assert (await refusal_of(scene.submit(command(5, "gap", {"from": 3, "to": 9}))))[0] == "TLGAP"
    answer = await scene.submit(command(1, "gap", {"from": 2, "to": 9}))

    assert (answer["applied"], answer["outcomes"][0]["code"]) == (1, "TLINP")


async def test_an_unknown_kind_or_version_is_refused_and_kept(scene: Scene) -> None:
    newer = selling(scene.bar, 1, (0, 1), version=2, door="served")
    answer = await scene.submit(newer, command(2, "fly", {"x": 1}))

    assert [(x["code"], x["params"]) for x in answer["outcomes"]] == [
        ("TLVER", {"kind": "record_sale", "version": 2}),
        ("TLVER", {"kind": "fly", "version": 1}),
    ]
    assert await scene.count("commands", "body is not null and code = 'TLVER'") == 2


async def test_a_commit_is_announced_once(scene: Scene) -> None:
    heard: list[object] = []
    await scene.owner.add_listener("bartender_feed", lambda *what: heard.append(what[-1]))
    answer = await scene.submit(*[selling(scene.bar, no, (0, 1)) for no in (1, 2, 3)])
    await scene.submit(selling(scene.bar, 3, (0, 1), sha256=hash_of("x")) | {"no": 4, "kind": "void"})
    await scene.owner.fetchval("select 1")

    assert [x for x in heard if str(x).startswith(scene.bar.id)] == [f"{scene.bar.id}:{answer['rev']}"]


async def test_no_feed_announces_nothing(own_scene: Scene) -> None:
    heard: list[object] = []
    await own_scene.owner.execute("update data.site set feed = 'none'")
    await own_scene.owner.add_listener("bartender_feed", lambda *what: heard.append(what[-1]))
    await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))
    await own_scene.owner.fetchval("select 1")

    assert heard == []
