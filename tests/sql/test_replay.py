"""Sending a command twice changes nothing: by number, by id, by the sale's id; numbers have no holes."""

from __future__ import annotations

import json

from tests.sql.support import Scene, call, hash_of, make_till, new_uuid, refusal_of, selling, submit


async def test_the_same_number_again_gives_the_same_answer_and_changes_nothing(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2))
    first = await scene.submit(sold)
    again = await scene.submit(sold)

    assert again["outcomes"] == first["outcomes"]
    assert (again["rev"], again["topics"]) == (first["rev"], first["topics"])
    assert await scene.stock(0) == 8
    assert await scene.count("sales") == 1


async def test_the_answer_names_the_door_that_judged(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2))
    await scene.submit(sold)
    again = await scene.submit(sold | {"door": "served"})

    assert again["outcomes"][0]["door"] == "counter"


async def test_the_same_number_with_another_hash_is_an_alarm(scene: Scene) -> None:
    await scene.submit(selling(scene.bar, 1, (0, 2)))

    assert await refusal_of(scene.submit(selling(scene.bar, 1, (0, 2)))) == ("TLHSH", {"no": 1})
    assert await scene.count("sales") == 1


async def test_another_hash_later_in_a_batch_ends_it_before(scene: Scene) -> None:
    first = selling(scene.bar, 1, (0, 1))
    await scene.submit(first, selling(scene.bar, 2, (0, 1)))
    answer = await scene.submit(first, selling(scene.bar, 2, (0, 1)))

    assert [outcome["no"] for outcome in answer["outcomes"]] == [1]


async def test_the_hash_is_compared_never_computed(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    await scene.submit(sold)
    upcast = sold | {"body": sold["body"] | {"note": "a field that a newer till adds"}}

    assert (await scene.submit(upcast))["outcomes"][0]["outcome"] == "done"


async def test_a_missing_number_is_an_error_of_the_call(scene: Scene) -> None:
    assert await refusal_of(scene.submit(selling(scene.bar, 2, (0, 1)))) == (
        "TLGAP",
        {"no": 2, "expected": 1},
    )


async def test_a_missing_number_inside_a_batch_leaves_what_came_before(scene: Scene) -> None:
    answer = await scene.submit(selling(scene.bar, 1, (0, 1)), selling(scene.bar, 3, (0, 1)))

    assert (answer["applied"], len(answer["outcomes"])) == (1, 1)


async def test_numbers_that_do_not_ascend_are_refused(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    answer = await scene.submit(sold, sold)

    assert len(answer["outcomes"]) == 1
    assert await scene.count("sales") == 1


async def test_the_same_id_under_another_ledger_and_till_is_booked_once(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2))
    first = await scene.submit(sold)
    other = await scene.submit(sold | {"door": "served"}, till=scene.bar.tills[1])

    assert other["outcomes"][0] == first["outcomes"][0]
    assert (other["applied"], other["rev"]) == (1, first["rev"])
    assert await scene.stock(0) == 8
    assert await scene.submit(sold, till=scene.bar.tills[1]) | {"server_time": ""} == other | {
        "server_time": ""
    }


async def test_a_renumbered_ledger_keeps_every_sale_single(scene: Scene) -> None:
    sold = [selling(scene.bar, no, (0, 1)) for no in (1, 2, 3)]
    await scene.submit(*sold)
    fresh = new_uuid()
    opened = await scene.call("open_ledger", scene.bar.till.token, fresh)
    renumbered = [
        command | {"no": no} for no, command in enumerate((sold[2], selling(scene.bar, 9, (0, 1))), start=1)
    ]
    answer = await call(scene.till_connection, "submit", scene.bar.till.token, fresh, {}, renumbered)

    assert (opened["applied"], opened["ledger"], opened["last_ticket"]) == (0, fresh, 3)
    assert [outcome["outcome"] for outcome in answer["outcomes"]] == ["done", "done"]
    assert await scene.stock(0) == 6
    assert await scene.count("sales") == 4


async def test_the_same_sale_in_another_command_gives_the_first_one_s_answer(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2))
    first = await scene.submit(sold)
    again = selling(scene.bar, 2, (1, 5), body={"sale": sold["body"]["sale"]})
    answer = await scene.submit(again)

    assert answer["outcomes"][0]["result"] == first["outcomes"][0]["result"]
    assert answer["outcomes"][0]["rev"] == first["outcomes"][0]["rev"]
    assert answer["rev"] == first["rev"]
    assert (await scene.stock(0), await scene.stock(1)) == (8, 10)


async def test_a_refused_counter_sale_comes_again_by_the_served_door(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (2, 5))
    refused = await scene.submit(sold)
    booked = await scene.submit(sold | {"door": "served"})
    again = await scene.submit(sold | {"door": "served"})

    assert refused["outcomes"][0]["code"] == "TLSTK"
    assert (booked["outcomes"][0]["outcome"], booked["refused"]) == ("done", [])
    assert again["outcomes"] == booked["outcomes"]
    row = await scene.owner.fetchrow(
        "select outcome, door, earlier from data.commands where bar_id = $1", scene.bar.id
    )
    assert row is not None
    earlier = json.loads(row["earlier"])
    assert (row["outcome"], row["door"], earlier["code"], earlier["door"]) == (
        "done",
        "served",
        "TLSTK",
        "counter",
    )
    assert await scene.count("sales") == 1


async def test_an_older_refusal_stands(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (2, 5))
    await scene.submit(sold)
    await scene.submit(selling(scene.bar, 2, (0, 1)))
    answer = await scene.submit(sold | {"door": "served"})

    assert answer["outcomes"][0]["outcome"] == "refused"
    assert await scene.count("sales") == 1


async def test_a_refusal_at_the_served_door_stands(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1), door="served", body={"total": 1})
    await scene.submit(sold)
    answer = await scene.submit(sold)

    assert answer["outcomes"][0]["params"] == {"path": "body.total"}


async def test_a_refused_sale_may_be_booked_under_a_new_ledger_once(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (2, 5))
    await scene.submit(sold)
    served = sold | {"door": "served"}
    await scene.submit(served, till=scene.bar.tills[1])
    third = await make_till(scene.owner, scene.bar.id, "C3")
    answer = await submit(scene.till_connection, third, served)

    assert answer["outcomes"][0]["outcome"] == "done"
    assert await scene.count("sales") == 1
    assert await scene.is_sound()


async def test_the_refused_numbers_are_among_the_last_hundred(scene: Scene) -> None:
    commands = [selling(scene.bar, no, (0, 1), door="served", body={"total": 1}) for no in (1, 2)]
    commands += [{**selling(scene.bar, no, (0, 1)), "kind": "void", "body": {}} for no in range(3, 103)]
    for start in range(0, 102, 50):
        answer = await scene.submit(*commands[start : start + 50])

    assert (answer["applied"], answer["refused"]) == (102, [])
    assert (await scene.submit(commands[0]))["outcomes"][0]["outcome"] == "refused"


async def test_a_hash_of_another_length_is_refused(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1)) | {"sha256": hash_of("x")[:62]}

    assert await refusal_of(scene.submit(sold)) == ("TLINP", {"path": "commands[0].sha256"})
