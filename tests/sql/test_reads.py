"""The reads: their shapes, their marks, and that marks and rows come from one snapshot. The pulse."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.sql.support import SALT, Answer, Scene, ago, call, new_uuid, refusal_of, selling, until

STATUS = {"version": "0.1.0", "queue": 3, "oldest_s": 12.5, "unsure": 0}
MARKS = {"ledger", "epoch", "applied", "refused", "rev"}
TOPICS = {"sales", "returns", "supplies", "consignments", "catalog", "team", "settings", "notifications"}
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


async def read(scene: Scene, name: str, *arguments: object) -> Answer:
    return await scene.call(name, scene.bar.till.token, *arguments)


async def pulse(scene: Scene, **status: object) -> Answer:
    till = scene.bar.till
    return await scene.call("pulse", till.token, till.ledger, {}, STATUS | status)


async def test_version_needs_no_token(scene: Scene) -> None:
    answer = await scene.call("version")

    assert answer["api"] == 1
    assert re.fullmatch(r"\d{4}_\w+", answer["schema"])
    assert answer["minimum_till"] == "0.1.0"


async def test_bootstrap_holds_all_that_a_till_needs(scene: Scene) -> None:
    answer = await read(scene, "bootstrap")

    assert set(answer) == MARKS | {"topics", "server_time", "catalog", "team", "settings", "stock", "till"}
    assert set(answer["topics"]) == TOPICS
    assert UTC.fullmatch(answer["server_time"])
    assert answer["till"] == {"id": scene.bar.till.id, "code": "C1", "name": "Caisse C1"}
    for part in ("catalog", "team", "settings"):
        assert answer[part] == (await read(scene, part))["rows"]
    assert answer["stock"] == (await read(scene, "stock_since", None, None))["rows"]


async def test_the_catalog_has_categories_and_products_in_their_places(scene: Scene) -> None:
    answer = await read(scene, "catalog")

    assert set(answer) == MARKS | {"topic_rev", "rows"}
    [category] = answer["rows"]["categories"]
    assert category == {
        "id": category["id"],
        "name": "Bières",
        "icon": "beer",
        "color": "amber",
        "position": 1,
    }
    assert [product["name"] for product in answer["rows"]["products"]] == [x.name for x in scene.bar.products]
    assert answer["rows"]["products"][0] == {
        "id": scene.bar.products[0].id,
        "category": category["id"],
        "name": "Flag 33 cl",
        "volume_ml": 330,
        "barcode": None,
        "alert_threshold": 10,
        "position": 0,
    }


async def test_the_team_has_salts_and_no_verifiers(scene: Scene) -> None:
    rows = (await read(scene, "team"))["rows"]

    assert [row["name"] for row in rows] == ["Afi", "Ayaba", "Koffi", "Sena"]
    assert rows[1] == {
        "id": scene.bar.people["Ayaba"],
        "name": "Ayaba",
        "role": "owner",
        "salt": SALT,
        "active": True,
    }


async def test_the_settings_are_the_bar_s(scene: Scene) -> None:
    assert (await read(scene, "settings"))["rows"] == {
        "id": scene.bar.id,
        "name": "Chez Tonton",
        "address": "",
        "time_zone": "Africa/Porto-Novo",
        "closing_hour": 6,
        "currency": "XOF",
        "operating_mode": "simplified",
        "idle_lock_s": 60,
        "counter_deadline_ms": 2500,
        "operators": ["MTN MoMo", "Moov Money"],
        "consignment_days": 7,
        "phone": "",
    }


async def test_stock_since_gives_what_changed_after_the_revision(scene: Scene) -> None:
    full = await read(scene, "stock_since", None, None)
    sold = await scene.submit(selling(scene.bar, 1, (1, 2)))
    since = await read(scene, "stock_since", full["rev"], full["epoch"])
    nothing = await read(scene, "stock_since", sold["rev"], full["epoch"])

    assert (full["full"], len(full["rows"])) == (True, 4)
    assert (since["full"], since["rev"], since["topic_rev"]) == (False, sold["rev"], sold["rev"])
    assert since["rows"] == [
        {
            "id": scene.bar.products[1].id,
            "stock": 8,
            "reserved": 0,
            "price": 800,
            "active": True,
            "rev": sold["rev"],
        }
    ]
    assert (nothing["rows"], nothing["full"]) == ([], False)


async def test_a_revision_of_another_past_gives_everything(scene: Scene) -> None:
    known = await read(scene, "stock_since", None, None)
    for rev, epoch in (
        (known["rev"], new_uuid()),
        (known["rev"] + 1, known["epoch"]),
        (-5, known["epoch"]),
        (None, known["epoch"]),
    ):
        answer = await read(scene, "stock_since", rev, epoch)

        assert (answer["full"], len(answer["rows"])) == (True, 4)


async def test_topics_move_with_what_they_name(scene: Scene) -> None:
    async def topics() -> Answer:
        answer: Answer = (await read(scene, "bootstrap"))["topics"]
        return answer

    changes = {
        "team": "select logic.set_member($1, user_id, 'owner', true) from data.bar_members where bar_id = $1 limit 1",
        "settings": "select logic.set_operating_mode($1, 'full')",
        "catalog": "select logic.add_category($1, gen_random_uuid(), 'Eaux', 'water', 'blue', 2)",
    }
    for topic, statement in changes.items():
        before = await topics()
        await scene.owner.execute(statement, scene.bar.id)
        after = await topics()

        assert {name for name in TOPICS if after[name] != before[name]} == {topic}
        assert after[topic] == (await read(scene, topic))["topic_rev"] == before[topic] + 1


async def test_a_price_and_an_activity_move_the_revision(scene: Scene) -> None:
    before = await scene.rev()
    first = scene.bar.products[0].id
    revs = [
        await scene.owner.fetchval("select logic.set_price($1, $2, 900)", scene.bar.id, first),
        await scene.owner.fetchval("select logic.set_product_active($1, $2, false)", scene.bar.id, first),
        await scene.owner.fetchval(
            "select logic.adjust_stock($1, $2, -4, 'adjustment', 'bris')", scene.bar.id, first
        ),
    ]
    [row] = (await read(scene, "stock_since", before, (await read(scene, "settings"))["epoch"]))["rows"]

    assert revs == [before + 1, before + 2, before + 3]
    assert row == {"id": first, "stock": 6, "reserved": 0, "price": 900, "active": False, "rev": before + 3}
    assert await scene.is_sound()


@pytest.mark.parametrize("name", ["bootstrap", "catalog", "team", "settings", "stock_since", "version"])
async def test_reads_are_stable_so_that_marks_and_rows_are_one_snapshot(scene: Scene, name: str) -> None:
    volatility = await scene.owner.fetchval(
        "select provolatile from pg_catalog.pg_proc where pronamespace = 'api'::regnamespace and proname = $1",
        name,
    )

    assert volatility == b"s"


async def test_a_commit_in_the_middle_of_a_read_is_in_all_of_it_or_in_none(own_scene: Scene) -> None:
    """The read is held up between its marks and its rows by a lock, and a sale is committed meanwhile."""
    source = await own_scene.owner.fetchval("select pg_get_functiondef('logic.stock_rows'::regproc)")
    held = source.replace("begin\n", "begin\n  perform pg_catalog.pg_advisory_xact_lock_shared(77);\n", 1)
    await own_scene.owner.execute(held)
    await own_scene.owner.execute(
        "grant execute on function pg_catalog.pg_advisory_xact_lock_shared(bigint) to bartender_api"
    )
    before = await own_scene.rev()
    await own_scene.owner.execute("select pg_advisory_lock(77)")
    other = await own_scene.another_connection()
    reading = asyncio.ensure_future(call(other, "bootstrap", own_scene.bar.till.token))
    await until(
        own_scene.owner,
        "select exists (select from pg_locks where locktype = 'advisory' and not granted)",
    )
    await own_scene.submit(selling(own_scene.bar, 1, (0, 2)))
    await own_scene.owner.execute("select pg_advisory_unlock(77)")
    answer = await reading

    assert (answer["rev"], answer["applied"]) == (before, 0)
    assert {row["stock"] for row in answer["stock"] if row["id"] == own_scene.bar.products[0].id} == {10}


async def test_unknown_tokens_are_refused_by_every_function(scene: Scene) -> None:
    for token in ("", "x", "0" * 64, scene.bar.till.token.upper(), None):
        for name, *rest in (
            ("bootstrap",),
            ("catalog",),
            ("team",),
            ("settings",),
            ("stock_since", None, None),
            ("sign_in", scene.bar.people["Afi"], "0" * 64),
            ("sign_out", new_uuid()),
            ("open_ledger", new_uuid()),
            ("pulse", scene.bar.till.ledger, {}, STATUS),
            ("submit", scene.bar.till.ledger, {}, []),
        ):
            assert await refusal_of(scene.call(name, token, *rest)) == ("TLAUT", {})


async def test_a_revoked_till_reads_nothing(scene: Scene) -> None:
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)
    for name, *rest in (("bootstrap",), ("catalog",), ("team",), ("settings",), ("stock_since", None, None)):
        assert await refusal_of(read(scene, name, *rest)) == ("TLREV", {})
    assert (await refusal_of(pulse(scene)))[0] == "TLREV"

    await scene.owner.execute("select logic.restore_till($1, $2)", scene.bar.id, scene.bar.till.id)
    assert (await read(scene, "settings"))["rows"]["id"] == scene.bar.id


async def test_an_unknown_ledger_has_to_be_opened(scene: Scene) -> None:
    till, unknown = scene.bar.till, new_uuid()
    for ledger in (unknown, scene.bar.tills[1].ledger, None):
        assert await refusal_of(scene.call("submit", till.token, ledger, {}, [])) == ("TLLED", {})
        assert await refusal_of(scene.call("pulse", till.token, ledger, {}, STATUS)) == ("TLLED", {})
    first = await scene.call("open_ledger", till.token, unknown)
    again = await scene.call("open_ledger", till.token, unknown)

    assert first == again
    assert set(first) == MARKS | {"last_ticket"}
    assert (await read(scene, "settings"))["ledger"] == unknown
    assert (await scene.call("submit", till.token, till.ledger, {}, []))["ledger"] == till.ledger


async def test_the_pulse_tells_the_traffic_at_the_sales_own_moments(scene: Scene) -> None:
    commands = [
        selling(scene.bar, no, (0, 1), door="served", moment=ago(minutes=minutes))
        for no, minutes in enumerate((70, 50, 10, 4, 1), start=1)
    ]
    await scene.submit(*commands)
    answer = await pulse(scene)

    assert (answer["sales_last_5min"], answer["sales_last_hour"], answer["tills_online"]) == (2, 4, 1)
    assert set(answer) >= MARKS | {"topics", "server_time", "flags"}
    assert answer["flags"] == {
        "realtime": True,
        "emergency_s": None,
        "minimum_version": "0.1.0",
        "features": [],
    }
    assert (answer["applied"], answer["ledger"]) == (5, scene.bar.till.ledger)


async def test_the_pulse_notes_how_the_till_is(scene: Scene) -> None:
    await pulse(scene, unsure=2)
    await pulse(scene, unsure=1, queue=0)
    row = await scene.owner.fetchrow(
        "select version, queue, oldest_s, unsure from data.till_status where bar_id = $1", scene.bar.id
    )

    assert row is not None
    assert tuple(row) == ("0.1.0", 0, 13, 1)
    assert await scene.count("alerts", "kind = 'clock_unsure' and count = 2") == 1


async def test_a_till_that_was_not_heard_for_seven_minutes_is_not_online(scene: Scene) -> None:
    await scene.call("pulse", scene.bar.tills[1].token, scene.bar.tills[1].ledger, {}, STATUS)
    await scene.owner.execute(
        "update data.till_status set seen_at = seen_at - interval '8 minutes' where bar_id = $1", scene.bar.id
    )

    assert (await pulse(scene))["tills_online"] == 1


async def test_the_pulse_takes_no_lock_of_the_bar(scene: Scene) -> None:
    transaction = scene.owner.transaction()
    await transaction.start()
    await scene.owner.execute("select logic.lock_bar($1)", scene.bar.id)

    assert (await pulse(scene))["tills_online"] == 1
    await transaction.rollback()


async def test_a_status_that_is_none_is_refused(scene: Scene) -> None:
    for changes, path in (
        ({"version": 5}, "status.version"),
        ({"version": "x" * 41}, "status.version"),
        ({"queue": -1}, "status.queue"),
        ({"oldest_s": "x"}, "status.oldest_s"),
        ({"unsure": 1.5}, "status.unsure"),
    ):
        assert await refusal_of(pulse(scene, **changes)) == ("TLINP", {"path": path})
