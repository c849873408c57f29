"""The pulse in few words: what a till knows is not told again, and whatever changes is."""

from __future__ import annotations

import pytest

from app.sync.short_pulse import TOPICS
from tests.sql.support import Answer, Scene, Till, new_uuid, refusal_of, selling

STATUS = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}
NUMBERS = ["applied", "rev", "topics", "sales_5", "sales_60", "online", "at", "life_s", "refused"]


async def full(scene: Scene, till: Till | None = None, **more: object) -> Answer:
    till = till or scene.bar.till
    return await scene.call("pulse", till.token, till.ledger, {}, STATUS | {"tag": True} | more)


async def short(
    scene: Scene,
    tag: str,
    *status: object,
    seen: list[object] | None = None,
    ledger: str | None = None,
) -> Answer:
    till = scene.bar.till
    said = [tag, *(status or (0, 0, 0))]
    answer = await scene.call("pulse", till.token, ledger or till.ledger, seen or [0, 0], said)
    return dict(zip(NUMBERS, answer, strict=True)) if answer else answer


async def test_only_who_asks_for_a_tag_is_told_it(scene: Scene) -> None:
    till = scene.bar.till
    assert "tag" not in await scene.call("pulse", till.token, till.ledger, {}, STATUS)
    assert len((await full(scene))["tag"]) == 10


async def test_a_short_answer_says_what_one_in_full_does(scene: Scene) -> None:
    tag = (await full(scene))["tag"]
    await scene.submit(selling(scene.bar, 1, (0, 1)), selling(scene.bar, 2, (0, 1)))
    few, whole = await short(scene, tag), await full(scene)

    assert whole["tag"] == tag
    assert {name: few[name] for name in ("applied", "rev", "refused")} == {
        name: whole[name] for name in ("applied", "rev", "refused")
    }
    order = ["sales", "returns", "supplies", "consignments", "catalog", "team", "settings", "notifications"]
    assert few["topics"] == [whole["topics"][name] for name in order]
    assert set(whole["topics"]) == set(order)
    assert (few["sales_5"], few["sales_60"], few["online"], few["life_s"]) == (
        *(whole["sales_last_5min"], whole["sales_last_hour"], whole["tills_online"]),
        None,
    )
    moment = await scene.owner.fetchval(
        "select logic.utc_text(to_timestamp($1::numeric / 1000000))", few["at"]
    )
    assert moment < whole["server_time"]


async def test_it_notes_how_the_till_is(scene: Scene) -> None:
    tag = (await full(scene))["tag"]
    await scene.owner.execute("update data.till_status set seen_at = now() - interval '1 hour'")
    assert (await short(scene, tag, 7, 12, 0))["online"] == 1
    row = await scene.owner.fetchrow(
        "select version, queue, oldest_s, unsure from data.till_status where till_id = $1", scene.bar.till.id
    )

    assert tuple(row or ()) == ("0.1.0", 7, 12, 0)


@pytest.mark.parametrize(
    "change",
    [
        "update data.site set emergency_s = 30",
        "update data.site set minimum_till = '9.9.9'",
        "update data.bars set has_realtime = false",
        "update data.till_status set version = '0.2.0'",
        "delete from data.till_status",
        "select logic.new_epoch(id, 'test') from data.bars",
    ],
)
async def test_whatever_changes_is_asked_for_in_full(own_scene: Scene, change: str) -> None:
    tag = (await full(own_scene))["tag"]
    assert await short(own_scene, tag)
    await own_scene.owner.execute(change)

    assert await short(own_scene, tag) == {}
    again = (await full(own_scene))["tag"]
    assert await short(own_scene, again)


async def test_another_tag_is_answered_by_nothing(scene: Scene) -> None:
    await full(scene)
    assert await short(scene, "9876543210") == {}


async def test_a_till_that_has_seen_more_than_the_server_asks_in_full_and_so_tells_it(scene: Scene) -> None:
    tag = (await full(scene))["tag"]

    assert await short(scene, tag, seen=[0, 10**9]) == {}
    assert await short(scene, tag, seen=[10**6, 0]) == {}


async def test_the_tag_is_of_one_ledger(scene: Scene) -> None:
    tag = (await full(scene))["tag"]
    assert await short(scene, tag, ledger=new_uuid()) == {}


async def test_a_ledger_that_is_not_there_any_more_is_asked_for_in_full(own_scene: Scene) -> None:
    tag = (await full(own_scene))["tag"]
    till = own_scene.bar.till
    await own_scene.owner.execute("update data.tills set ledger_id = null where id = $1", till.id)
    await own_scene.owner.execute("delete from data.ledgers where id = $1", till.ledger)

    assert await short(own_scene, tag) == {}
    assert await refusal_of(full(own_scene)) == ("TLLED", {})


async def test_the_lease_is_renewed_and_its_loss_is_told_in_full(own_scene: Scene) -> None:
    await own_scene.owner.execute("select logic.set_realtime('ws://127.0.0.1:4000', 'relay', null, null)")
    tag = (await full(own_scene, realtime="token"))["tag"]
    await own_scene.owner.execute(
        "update data.realtime_leases set until_at = until_at - interval '5 minutes'"
    )
    assert (await short(own_scene, tag, 0, 0, 0, 1))["life_s"] == 900
    left = "select max(until_at) - now() > interval '14 minutes' from data.realtime_leases"
    assert await own_scene.owner.fetchval(left)
    await own_scene.owner.execute("select logic.set_realtime_cap($1, 0)", own_scene.bar.id)
    await own_scene.call("leave", own_scene.bar.till.token)

    assert await short(own_scene, tag, 0, 0, 0, 1) == {}
    assert (await full(own_scene, realtime="lease"))["realtime"]["state"] == "full"


@pytest.mark.parametrize(
    ("status", "path"),
    [
        (("x", 0, 0), "status.queue"),
        ((0, "x", 0), "status.oldest_s"),
        ((0, 0, -1), "status.unsure"),
        ((0, 0), "status"),
        ((0, 0, 0, 1, 1), "status"),
    ],
)
async def test_a_status_that_is_none_is_refused(scene: Scene, status: tuple[object, ...], path: str) -> None:
    tag = (await full(scene))["tag"]
    assert await refusal_of(short(scene, tag, *status)) == ("TLINP", {"path": path})


def named(few: list[object]) -> Answer:
    applied, rev, topics, at_us, refused = few
    return {"applied": applied, "rev": rev, "refused": refused, "topics": topics, "at": at_us}


async def test_a_submit_in_few_words_says_what_one_in_full_does(own_scene: Scene) -> None:
    epoch = (await full(own_scene))["epoch"]
    seen = {"epoch": epoch, "applied": 0, "rev": 0}
    sold, short = selling(own_scene.bar, 1, (0, 1)), selling(own_scene.bar, 2, (2, 9))
    whole = await own_scene.submit(sold, short, seen=seen)
    few = await own_scene.submit(sold, short, seen=seen | {"few": 1})
    marks = named(few["few"])

    assert set(few) == {"few", "outcomes"}
    assert {name: marks[name] for name in ("applied", "rev", "refused")} == {
        name: whole[name] for name in ("applied", "rev", "refused")
    }
    assert marks["refused"] == [2]
    assert marks["topics"] == [whole["topics"][name] for name in TOPICS]
    assert set(TOPICS) == set(whole["topics"])
    assert [outcome["outcome"] for outcome in few["outcomes"]] == ["done", "refused"]
    assert few["outcomes"] == [
        {name: value for name, value in outcome.items() if value not in (None, {})}
        for outcome in whole["outcomes"]
    ]
    moment = await own_scene.owner.fetchval(
        "select logic.utc_text(to_timestamp($1::numeric / 1000000))", marks["at"]
    )
    assert moment > whole["server_time"]


async def test_a_submit_of_another_epoch_is_answered_in_full(own_scene: Scene) -> None:
    epoch = (await full(own_scene))["epoch"]
    await own_scene.owner.execute("select logic.new_epoch($1, 'test')", own_scene.bar.id)
    seen = {"epoch": epoch, "applied": 0, "rev": 0, "few": 1}
    answer = await own_scene.submit(selling(own_scene.bar, 1, (0, 1)), seen=seen)

    assert answer["epoch"] != epoch
    assert answer["outcomes"] == []


@pytest.mark.parametrize("tag", ["", "x" * 17, 5, None, []])
async def test_a_tag_that_is_none_is_refused(scene: Scene, tag: object) -> None:
    till = scene.bar.till
    call = scene.call("pulse", till.token, till.ledger, [0, 0], [tag, 0, 0, 0])
    assert await refusal_of(call) == ("TLINP", {"path": "status"})
