"""A server that is not the one the till knew: restored from a backup, or another cluster."""

from __future__ import annotations

from tests.sql.support import Answer, Scene, command, make_till, new_uuid, refusal_of, selling

STATUS = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}


def seen(answer: Answer, **changes: object) -> Answer:
    return {"epoch": answer["epoch"], "applied": answer["applied"], "rev": answer["rev"]} | changes


async def restore(scene: Scene, keep: int) -> None:
    """Forget the sales after number ``keep``, as a backup of that moment would."""
    await scene.owner.execute("set session_replication_role = replica")
    for table in ("payments", "sale_items", "stock_movements", "sales", "commands"):
        where = "rev > $2" if table in ("stock_movements", "sales") else "true"
        if table == "commands":
            where = "no > $2"
        argument = keep if table == "commands" else await _rev_after(scene, keep)
        if "$2" in where:
            await scene.owner.execute(
                f"delete from data.{table} where bar_id = $1 and {where}", scene.bar.id, argument
            )
        else:
            await scene.owner.execute(
                f"delete from data.{table} x using data.sales s where x.bar_id = $1 and s.bar_id = x.bar_id"
                " and s.id = x.sale_id and s.rev > $2",
                scene.bar.id,
                argument,
            )
    rev = await _rev_after(scene, keep)
    await scene.owner.execute("update data.bar_clocks set rev = $2 where bar_id = $1", scene.bar.id, rev)
    await scene.owner.execute(
        """
        update data.bar_products p set rev = least(rev, $2), stock = (
          select sum(qty) from data.stock_movements m where m.bar_id = p.bar_id and m.product_id = p.id)
        where bar_id = $1
        """,
        scene.bar.id,
        rev,
    )
    await scene.owner.execute("update data.ledgers set last_no = $2 where bar_id = $1", scene.bar.id, keep)
    await scene.owner.execute("set session_replication_role = origin")


async def _rev_after(scene: Scene, no: int) -> int:
    value: int = await scene.owner.fetchval(
        """
        select coalesce((select rev from data.commands where bar_id = $1 and no = $2 and till_id = $3),
          (select max(rev) from data.bar_products where bar_id = $1))
        """,
        scene.bar.id,
        no,
        scene.bar.till.id,
    )
    return value


async def test_a_server_behind_what_the_till_saw_begins_a_new_epoch(scene: Scene) -> None:
    sold = [selling(scene.bar, no, (0, 1)) for no in (1, 2, 3)]
    before = await scene.submit(*sold)
    await restore(scene, 1)

    answer = await scene.submit(selling(scene.bar, 4, (0, 1)), seen=seen(before))

    assert answer["epoch"] != before["epoch"]
    assert (answer["applied"], answer["outcomes"]) == (1, [])
    assert await scene.count("alerts", "kind = 'new_epoch'") == 1
    assert await scene.count("notifications", "kind = 'new_epoch'") == 1


async def test_what_the_backup_had_lost_comes_back_once(scene: Scene) -> None:
    sold = [selling(scene.bar, no, (0, 1)) for no in (1, 2, 3)]
    before = await scene.submit(*sold)
    await restore(scene, 1)
    after = await scene.submit(seen=seen(before))
    answer = await scene.submit(*[x | {"door": "served"} for x in sold[1:]], seen=seen(after))

    assert answer["applied"] == 3
    assert await scene.count("sales") == 3
    assert await scene.stock(0) == 7
    assert await scene.is_sound()


async def test_a_revision_beyond_the_server_s_is_enough(scene: Scene) -> None:
    before = await scene.submit(selling(scene.bar, 1, (0, 1)))
    answer = await scene.submit(seen=seen(before, rev=before["rev"] + 1))

    assert answer["epoch"] != before["epoch"]


async def test_the_new_epoch_is_begun_once(scene: Scene) -> None:
    before = await scene.submit(selling(scene.bar, 1, (0, 1)))
    ahead = seen(before, applied=9)
    first = await scene.submit(seen=ahead)
    second = await scene.submit(seen=ahead)

    assert first["epoch"] == second["epoch"] != before["epoch"]


async def test_epochs_that_nobody_knows_begin_one_new_one_in_a_minute(scene: Scene) -> None:
    before = await scene.submit(selling(scene.bar, 1, (0, 1)))
    till = scene.bar.till
    first = await scene.submit(seen=seen(before, epoch=new_uuid()))
    unknown = [seen(before, epoch=new_uuid()) for _ in range(6)]
    later = [await scene.submit(selling(scene.bar, 2, (0, 1)), seen=mark) for mark in unknown[:3]]
    later += [await scene.call("pulse", till.token, till.ledger, mark, STATUS) for mark in unknown[3:]]

    assert {x["epoch"] for x in later} == {first["epoch"]} != {before["epoch"]}
    assert all(x["outcomes"] == [] for x in later[:3])
    assert await scene.count("alerts", "kind = 'new_epoch'") == 1
    assert await scene.count("notifications", "kind = 'new_epoch'") == 1
    await scene.owner.execute(
        "update data.bar_epochs set begun_at = begun_at - interval '61 seconds' where bar_id = $1",
        scene.bar.id,
    )
    assert (await scene.submit(seen=unknown[0]))["epoch"] == first["epoch"]
    assert (await scene.submit(seen=seen(before, epoch=new_uuid())))["epoch"] != first["epoch"]


async def test_a_till_of_another_epoch_is_told_before_its_commands_are_looked_at(scene: Scene) -> None:
    before = await scene.submit()
    await scene.owner.fetchval("select logic.new_epoch($1, 'restore')", scene.bar.id)
    answer = await scene.submit(selling(scene.bar, 7, (0, 1)), seen=seen(before))

    assert answer["outcomes"] == []
    assert answer["epoch"] != before["epoch"]


async def test_a_till_that_knows_no_epoch_yet_is_heard(scene: Scene) -> None:
    empty = {"epoch": None, "applied": 0, "rev": 0}

    assert (await scene.submit(command(1, "void", {}), seen=empty))["applied"] == 1


async def test_the_pulse_notices_too(scene: Scene) -> None:
    before = await scene.submit(selling(scene.bar, 1, (0, 1)))
    till = scene.bar.till
    answer = await scene.call("pulse", till.token, till.ledger, seen(before, applied=2), STATUS)

    assert answer["epoch"] != before["epoch"]
    assert answer["topics"]["notifications"] == before["topics"]["notifications"] + 1


async def test_another_cluster_is_another_epoch(scene: Scene) -> None:
    before = await scene.submit(selling(scene.bar, 1, (0, 1)))
    await scene.owner.execute(
        "update data.bar_clocks set cluster = '1:00000001' where bar_id = $1", scene.bar.id
    )
    answer = await scene.submit(selling(scene.bar, 2, (0, 1)), seen=seen(before))
    again = await scene.submit(selling(scene.bar, 2, (0, 1)), seen=seen(answer))

    assert (answer["outcomes"], answer["epoch"] == before["epoch"]) == ([], False)
    assert (again["epoch"], again["applied"]) == (answer["epoch"], 2)


async def test_another_timeline_is_another_cluster(scene: Scene) -> None:
    cluster = str(await scene.owner.fetchval("select logic.cluster()"))

    assert cluster == await scene.owner.fetchval(
        "select system_identifier || ':00000001' from pg_catalog.pg_control_system()"
    )


async def test_what_the_till_says_it_saw_is_checked(scene: Scene) -> None:
    for wrong, path in (
        ([], "seen"),
        ({"epoch": "x"}, "seen.epoch"),
        ({"epoch": 5}, "seen.epoch"),
        ({"epoch": ""}, "seen.epoch"),
        ({"epoch": "0190a000-abc"}, "seen.epoch"),
        ({"applied": -1}, "seen.applied"),
        ({"applied": "9"}, "seen.applied"),
        ({"rev": 1.5}, "seen.rev"),
        ({"rev": 10**30}, "seen.rev"),
    ):
        till = scene.bar.till
        assert await refusal_of(scene.call("submit", till.token, till.ledger, wrong, [])) == (
            "TLINP",
            {"path": path},
        )


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


async def test_the_tills_of_one_lost_epoch_begin_one_new_epoch_between_them(scene: Scene) -> None:
    before = (await scene.submit())["epoch"]
    lost = {"epoch": new_uuid(), "applied": 5, "rev": 90}
    first = await scene.submit(seen=lost)
    second = await make_till(scene.owner, scene.bar.id, "C9")
    by_submit = await scene.call("submit", second.token, second.ledger, lost, [])
    by_pulse = await scene.call("pulse", second.token, second.ledger, lost, STATUS)

    assert first["epoch"] not in (before, lost["epoch"])
    assert by_submit["epoch"] == by_pulse["epoch"] == first["epoch"]
    assert by_submit["outcomes"] == []
    assert await scene.count("alerts", "kind = 'new_epoch'") == 1
    assert await scene.count("bar_epochs") == 3


async def test_a_second_restore_to_before_both_epochs_is_noticed_again(scene: Scene) -> None:
    """What was noted as past goes with the data that held it."""
    lost = {"epoch": new_uuid(), "applied": 0, "rev": 0}
    first = await scene.submit(seen=lost)
    await scene.owner.execute("delete from data.bar_epochs where epoch::text = $1", lost["epoch"])
    again = await scene.submit(seen=lost)

    assert again["epoch"] != first["epoch"]


async def test_an_epoch_of_this_servers_past_begins_none(scene: Scene) -> None:
    first = (await scene.submit())["epoch"]
    second = (await scene.submit(seen={"epoch": first, "applied": 7, "rev": 0}))["epoch"]
    answer = await scene.submit(seen={"epoch": first, "applied": 0, "rev": 0})

    assert second != first
    assert (answer["epoch"], answer["outcomes"]) == (second, [])


async def test_a_pulse_is_enough_to_notice_a_foreign_epoch(scene: Scene) -> None:
    before = (await scene.submit())["epoch"]
    till = scene.bar.tills[0]
    answer = await scene.call(
        "pulse",
        till.token,
        till.ledger,
        {"epoch": new_uuid(), "applied": 0, "rev": 0},
        STATUS,
    )

    assert answer["epoch"] != before
