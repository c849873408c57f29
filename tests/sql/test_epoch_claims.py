"""What a till says it has seen is its word: it begins few epochs, and a real restore is noticed all the same."""

from __future__ import annotations

import json
from typing import Any

from tests.sql.support import Answer, Scene, command, new_uuid, selling
from tests.sql.test_epoch import STATUS, restore, seen

FAR = 999_999_999


async def pulse(scene: Scene, mark: Answer, place: int = 0) -> Answer:
    till = scene.bar.tills[place]
    return await scene.call("pulse", till.token, till.ledger, mark, STATUS)


async def lie(scene: Scene, times: int, **marks: Any) -> set[str]:
    """Let till C1 claim more than there is in every call, whatever epoch it was told last; return the epochs it saw."""
    answer = await scene.submit()
    epochs = {answer["epoch"]}
    for number in range(times):
        mark = seen(answer, **(marks or {"rev": FAR}))
        answer = await (pulse(scene, mark) if number % 2 else scene.submit(seen=mark))
        epochs.add(answer["epoch"])
    return epochs


async def later(scene: Scene, seconds: int) -> None:
    """Let every epoch have begun so much earlier."""
    await scene.owner.execute(
        "update data.bar_epochs set begun_at = begun_at - $2 * interval '1 second' where bar_id = $1",
        *(scene.bar.id, seconds),
    )


async def begun_on_a_word(scene: Scene) -> int:
    return await scene.count("bar_epochs", "claimed_by is not null")


async def test_a_till_that_makes_revisions_up_begins_one_epoch_in_a_minute_and_three_in_an_hour(
    scene: Scene,
) -> None:
    counts = []
    for _ in range(6):
        await lie(scene, 12)
        counts.append(await begun_on_a_word(scene))
        await later(scene, 61)
    await later(scene, 3600)
    await lie(scene, 12)

    assert counts == [1, 2, 3, 3, 3, 3]
    assert await begun_on_a_word(scene) == 4


async def test_so_does_one_that_makes_numbers_up(scene: Scene) -> None:
    assert len(await lie(scene, 12, applied=FAR)) == 2


async def test_and_one_that_makes_epochs_up(scene: Scene) -> None:
    began = 0
    for _ in range(5):
        before = (await scene.submit())["epoch"]
        for number in range(4):
            mark = {"epoch": new_uuid(), "applied": 0, "rev": 0}
            await (pulse(scene, mark) if number % 2 else scene.submit(seen=mark))
        began += (await scene.submit())["epoch"] != before
        await later(scene, 61)

    assert began == 3


async def test_invented_epochs_do_not_fill_the_table(scene: Scene) -> None:
    for _ in range(120):
        await pulse(scene, {"epoch": new_uuid(), "applied": 0, "rev": 0})

    assert await scene.count("bar_epochs") <= 100


async def test_the_other_tills_of_the_bar_hardly_notice(scene: Scene) -> None:
    """Each epoch costs them one reading; between two of them they sell as ever."""
    other = scene.bar.tills[1]
    liar = await scene.submit()
    marks, judged, epochs = await scene.submit(till=other), 0, set()
    for no in range(1, 10):
        liar = await scene.submit(seen=seen(liar, rev=FAR))
        sale = selling(scene.bar, judged + 1, (0, 1), door="served")
        marks = await scene.submit(sale, till=other, seen=seen(marks))
        judged += len(marks["outcomes"])
        epochs.add(marks["epoch"])
        assert judged >= no - 1

    assert (len(epochs), judged) == (1, 8)
    assert await scene.is_sound()


async def test_who_claims_more_than_there_is_is_heard_again_when_it_says_what_it_was_told(
    scene: Scene,
) -> None:
    answer = await scene.submit()
    answer = await scene.submit(seen=seen(answer, rev=FAR))
    put_off = await scene.submit(command(1, "void", {}), seen=seen(answer, rev=FAR))
    heard = await scene.submit(command(1, "void", {}), seen=seen(answer))

    assert (put_off["epoch"], put_off["outcomes"]) == (answer["epoch"], [])
    assert heard["applied"] == 1


async def test_alerts_name_the_till(scene: Scene) -> None:
    await lie(scene, 12)
    rows = json.loads(await scene.owner.fetchval("select jobs.alert_rows()"))
    told = {row["kind"]: row for row in rows if (row["params"] or {}).get("till") == scene.bar.till.id}

    assert told.keys() == {"new_epoch", "epoch_claimed"}
    assert {row["till"] for row in told.values()} == {"C1"}
    assert told["epoch_claimed"]["count"] == 11
    assert told["epoch_claimed"]["params"]["seen"]["rev"] == FAR


async def test_a_restore_is_noticed_at_once_though_another_till_has_begun_all_that_it_may(
    scene: Scene,
) -> None:
    for _ in range(4):
        await lie(scene, 6)
        await later(scene, 61)
    other = scene.bar.tills[1]
    marks = await scene.submit(till=other)
    sales = [selling(scene.bar, no, (0, 1), body={"ticket": f"C2-{no:06d}"}) for no in (1, 2, 3)]
    before = await scene.submit(*sales, till=other, seen=seen(marks))
    await restore(scene, 0)
    answer = await scene.submit(till=other, seen=seen(before))

    assert before["applied"] == 3
    assert answer["epoch"] != before["epoch"]
    assert (answer["applied"], answer["outcomes"]) == (0, [])


async def test_what_was_begun_on_a_till_s_word_counts_no_more_once_a_backup_has_undone_it(
    scene: Scene,
) -> None:
    """Three were begun within the hour; then a backup from before the first of them comes back."""
    first = (await scene.submit())["epoch"]
    for _ in range(3):
        last = await lie(scene, 1)
        await later(scene, 61)
    await scene.owner.execute(
        "update data.bar_clocks set epoch = $2::text::uuid, claims = null where bar_id = $1",
        scene.bar.id,
        first,
    )
    await scene.owner.execute(
        "delete from data.bar_epochs where bar_id = $1 and claimed_by is not null", scene.bar.id
    )
    answer = await scene.submit(seen={"epoch": (last - {first}).pop(), "applied": 0, "rev": 0})

    assert answer["epoch"] not in {first, *last}


async def test_a_claim_that_was_put_off_is_heard_when_its_time_comes_though_the_server_has_caught_up(
    scene: Scene,
) -> None:
    """Restored twice within a minute: what the till had seen is gone, and the same revisions are others now."""
    await lie(scene, 1)
    marks = await scene.submit()
    before = await scene.submit(*[selling(scene.bar, no, (0, 1)) for no in (1, 2, 3)], seen=seen(marks))
    await restore(scene, 1)
    put_off = await scene.submit(seen=seen(before))
    other = scene.bar.tills[1]
    await scene.owner.execute("update data.ledgers set last_no = 0 where till_id = $1", other.id)
    sales = [selling(scene.bar, no, (1, 1), body={"ticket": f"C2-{no:06d}"}) for no in (1, 2, 3)]
    caught_up = await scene.submit(*sales, till=other, seen=seen(marks, applied=0))
    await later(scene, 61)
    heard = await scene.submit(till=other, seen=seen(caught_up))

    assert (put_off["epoch"], caught_up["epoch"]) == (before["epoch"], before["epoch"])
    assert caught_up["rev"] >= before["rev"]
    assert heard["epoch"] != before["epoch"]
    assert await scene.count("bar_clocks", "claims is not null") == 0
    assert (await scene.submit(till=other, seen=seen(heard)))["epoch"] == heard["epoch"]


async def test_a_pulse_is_enough_to_hear_a_claim_that_was_put_off(scene: Scene) -> None:
    await lie(scene, 3)
    epoch = (await scene.submit())["epoch"]
    other = {"epoch": epoch, "applied": 0, "rev": 0}
    at_once = await pulse(scene, other, 1)
    await later(scene, 61)

    assert at_once["epoch"] == epoch
    assert (await pulse(scene, other, 1))["epoch"] != epoch
