"""What the relay is told of a bar: what changed since it last asked, in one snapshot, and who may hear it."""

from __future__ import annotations

import json

import pytest

from tests.sql.support import Answer, Scene, make_bar, new_uuid, selling, submit


async def feed(scene: Scene, epoch: str | None, rev: int | None) -> Answer:
    """Ask as the relay does."""
    async with scene.owner.transaction():
        await scene.owner.execute("set local role bartender_relay")
        text = await scene.owner.fetchval("select api.feed($1, $2, $3)::text", scene.bar.id, epoch, rev)
    answer: Answer = json.loads(text)
    return answer


async def test_the_feed_tells_what_changed_since(own_scene: Scene) -> None:
    bar, before = own_scene.bar, await own_scene.rev()
    first = await own_scene.submit(selling(bar, 1, (0, 1), (1, 2)))
    await submit(own_scene.till_connection, bar.tills[1], selling(bar, 1, (0, 1)))
    told = await feed(own_scene, first["epoch"], before)

    assert {key: told[key] for key in ("bar", "epoch", "from", "rev")} == {
        "bar": bar.id, "epoch": first["epoch"], "from": before, "rev": before + 2,
    }  # fmt: skip
    assert {row["id"]: (row["stock"], row["rev"]) for row in told["rows"]} == {
        bar.products[0].id: (8, before + 2),
        bar.products[1].id: (8, before + 1),
    }
    assert told["done"] == {bar.till.ledger: [1], bar.tills[1].ledger: [1]}
    assert told["topics"]["sales"] == first["topics"]["sales"] + 1
    assert (await feed(own_scene, first["epoch"], before + 1))["done"] == {bar.tills[1].ledger: [1]}


@pytest.mark.parametrize("known", ["nothing", "another epoch", "the future"])
async def test_who_knows_another_world_is_told_where_the_bar_is(own_scene: Scene, known: str) -> None:
    answer = await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))
    epoch, rev = {
        "nothing": (None, None), "another epoch": (new_uuid(), 0), "the future": (answer["epoch"], 999),
    }[known]  # fmt: skip
    told = await feed(own_scene, epoch, rev)

    assert (told["from"], told["rows"], told["done"]) == (told["rev"], [], {})
    assert told["rev"] == await own_scene.rev()


async def test_so_many_rows_that_asking_is_better_are_not_told(own_scene: Scene) -> None:
    epoch = (await own_scene.call("catalog", own_scene.bar.till.token))["epoch"]
    before = await own_scene.rev()
    category = await own_scene.owner.fetchval("select id from data.categories")
    sheet = [
        {"id": new_uuid(), "category": str(category), "name": f"Bière {n}", "volume_ml": 330, "price": 500,
         "threshold": 10, "place": n, "barcode": None, "stock": 0}
        for n in range(101)
    ]  # fmt: skip
    await own_scene.owner.execute(
        "select logic.add_products($1, '[]', $2)", own_scene.bar.id, json.dumps(sheet)
    )
    told = await feed(own_scene, epoch, before)

    assert (told["from"], told["rows"]) == (before, [])
    assert told["rev"] > before


async def test_the_feed_names_who_may_listen_and_how_many_were_refused(own_scene: Scene) -> None:
    bar, owner = own_scene.bar, own_scene.owner
    await owner.execute("select logic.set_realtime('ws://127.0.0.1:4000', 'relay', null, null)")
    await owner.execute("select logic.set_realtime_cap($1, 1)", bar.id)
    for till in bar.tills:
        await own_scene.call("realtime_token", till.token)
    told = await feed(own_scene, None, None)
    assert (told["cap"], told["tills"], told["refused"]) == (1, [bar.till.id], 1)

    await owner.execute("select logic.revoke_till($1, $2)", bar.id, bar.till.id)
    assert (await feed(own_scene, None, None))["tills"] == []
    await own_scene.call("realtime_token", bar.tills[1].token)
    assert (await feed(own_scene, None, None))["tills"] == [bar.tills[1].id]
    await owner.execute("update data.bars set is_active = false")
    assert (await feed(own_scene, None, None))["tills"] == []


async def test_marks_of_several_bars_come_in_one_answer(own_scene: Scene) -> None:
    other = await make_bar(own_scene.owner)
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("set local role bartender_relay")
        text = await own_scene.owner.fetchval(
            "select api.feed_marks($1::uuid[])::text", [own_scene.bar.id, other.id, new_uuid()]
        )
        settings = json.loads(await own_scene.owner.fetchval("select api.feed_settings()::text"))
    marks = json.loads(text)

    assert marks.keys() == {own_scene.bar.id, other.id}
    assert marks[own_scene.bar.id]["rev"] == await own_scene.rev()
    secret = await own_scene.owner.fetchval("select realtime_secret from data.site")
    assert settings == {"secret": secret, "feed": "notify"}
