"""Jobs and sales: no job waits for a bar that is busy, and no bar waits for what a job does at the others."""

from __future__ import annotations

import asyncio
import time

import asyncpg
import pytest

from tests.sql.support import Scene, make_bar, selling

LONGEST_WAIT_S = 0.5
TOLD = "select count(distinct bar_id) from data.notifications where kind = 'low_stock'"
SLOW = """
create function logic.take_long() returns trigger language plpgsql as $$
begin
  perform pg_sleep(0.02);
  return new;
end
$$;
create trigger take_long before {when} for each {each} execute function logic.take_long()
"""


async def run(scene: Scene, job: str) -> list[str]:
    """Run the job as the scheduler does, on a connection of its own; return what each turn came to."""
    connection = await asyncpg.connect(scene.database.superuser_url)
    turns: list[str] = []
    while not turns or turns[-1] == "more":
        turns.append(await connection.fetchval("select jobs.run_job($1, 'test')", job))
    await connection.close()
    return turns


async def run_low(scene: Scene) -> list[str]:
    return await run(scene, "low_stock")


async def low_everywhere(scene: Scene, bars: int) -> list[str]:
    others = [(await make_bar(scene.owner)).id for _ in range(bars - 1)]
    await scene.owner.execute("select logic.adjust_stock(bar_id, id, 1000) from data.bar_products")
    await scene.owner.execute("update data.bar_products set alert_threshold = 100000")
    return sorted([scene.bar.id, *others])


@pytest.mark.parametrize("busy", [0, 1, 2])
async def test_a_busy_bar_is_passed_over_and_told_at_the_next_run(own_scene: Scene, busy: int) -> None:
    bars = await low_everywhere(own_scene, 3)
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("select logic.lock_bar($1)", bars[busy])
        began = time.monotonic()
        assert await run_low(own_scene) == ["done"]
        assert time.monotonic() - began < LONGEST_WAIT_S
        assert await own_scene.owner.fetchval(TOLD) == 2

    assert await run_low(own_scene) == ["done"]
    assert await own_scene.owner.fetchval(TOLD) == 3


async def test_a_sale_at_any_bar_waits_less_than_half_a_second_for_a_long_job(own_scene: Scene) -> None:
    bars = await low_everywhere(own_scene, 12)
    await own_scene.owner.execute(SLOW.format(when="insert on data.notifications", each="row"))
    job = asyncio.create_task(run_low(own_scene))
    waits, no = [], 0
    while not job.done():
        no += 1
        began = time.monotonic()
        answer = await own_scene.submit(selling(own_scene.bar, no, (0, 1)))
        waits.append(time.monotonic() - began)
        assert answer["outcomes"][0]["outcome"] == "done"

    turns = await job
    assert set(turns[:-1]) == {"more"}
    assert turns[-1] == "done"
    assert max(waits) < LONGEST_WAIT_S
    await run_low(own_scene)  # a bar that was selling just then may have been passed over
    assert await own_scene.owner.fetchval(TOLD) == len(bars)


OLD = {
    "command_bodies": """
        insert into data.commands (bar_id, till_id, ledger_id, no, id, is_first, kind, version, sha256, door,
          body, outcome, at)
        select t.bar_id, t.id, t.ledger_id, 100000 + n, gen_random_uuid(), true, 'void', 1, sha256('x'), 'served',
          '{}', 'done', now() - interval '91 days'
        from data.tills t, generate_series(1, 400) n
        where t.code = 'C2'
    """,
    "activity": """
        insert into data.till_status (bar_id, till_id, seen_at)
        select t.bar_id, t.id, now() - interval '91 days' from data.tills t where t.code = 'C2'
    """,
    "logs": """
        insert into data.sessions (bar_id, till_id, user_id, started_at, until_at)
        select t.bar_id, t.id, m.user_id, now() - interval '200 days', now() - interval '199 days'
        from data.tills t join data.bar_members m on m.bar_id = t.bar_id, generate_series(1, 150) n
        where t.code = 'C2'
    """,
}
LEFT = {
    "command_bodies": "select count(distinct bar_id) from data.commands where no > 100000 and body is not null",
    "activity": "select count(distinct bar_id) from data.till_status where seen_at < now() - interval '90 days'",
    "logs": "select count(distinct bar_id) from data.sessions where until_at < now() - interval '180 days'",
}
TOUCHES = {
    "command_bodies": "update on data.commands",
    "activity": "delete on data.till_status",
    "logs": "delete on data.sessions",
}


async def with_waste(scene: Scene, job: str, bars: int) -> list[str]:
    """Let so many bars have something that the job takes away, more than it takes at once for some; return them."""
    await scene.owner.execute("update data.site set quiet_from = 0, quiet_until = 0")
    others = [(await make_bar(scene.owner)).id for _ in range(bars - 1)]
    await scene.owner.execute(
        f"set session_replication_role = replica; {OLD[job]}; set session_replication_role = origin"
    )
    assert await scene.owner.fetchval(LEFT[job]) == bars
    return sorted([scene.bar.id, *others])


@pytest.mark.parametrize("job", OLD)
async def test_a_cleaning_passes_over_a_busy_bar_and_does_it_at_its_next_run(
    own_scene: Scene, job: str
) -> None:
    bars = await with_waste(own_scene, job, 3)
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("select logic.lock_bar($1)", bars[1])
        assert (await run(own_scene, job))[-1] == "done"
        left = await own_scene.owner.fetchval(LEFT[job])

    assert left == 1
    assert (await run(own_scene, job))[-1] == "done"
    assert await own_scene.owner.fetchval(LEFT[job]) == 0


@pytest.mark.parametrize("job", OLD)
async def test_a_sale_at_any_bar_waits_less_than_half_a_second_for_a_cleaning(
    own_scene: Scene, job: str
) -> None:
    """Each bar takes the cleaning 20 ms: it goes on turn by turn, and a sale passes between two of them."""
    await with_waste(own_scene, job, 16)
    await own_scene.owner.execute(SLOW.format(when=TOUCHES[job], each="statement"))
    cleaning, waits, no = asyncio.create_task(run(own_scene, job)), [], 0
    while not cleaning.done():
        no += 1
        began = time.monotonic()
        answer = await own_scene.submit(selling(own_scene.bar, no, (0, 1), door="served"))
        waits.append(time.monotonic() - began)
        assert answer["outcomes"][0]["outcome"] == "done"

    turns = await cleaning
    assert set(turns[:-1]) == {"more"}
    assert turns[-1] == "done"
    assert max(waits) < LONGEST_WAIT_S
    await run(own_scene, job)  # a bar that was selling just then may have been passed over
    assert await own_scene.owner.fetchval(LEFT[job]) == 0
    assert await own_scene.is_sound()


async def test_of_one_bar_a_cleaning_takes_five_hundred_at_a_time(own_scene: Scene) -> None:
    await with_waste(own_scene, "command_bodies", 1)
    await own_scene.owner.execute(
        "set session_replication_role = replica;"
        + OLD["command_bodies"].replace("100000 + n", "200000 + n").replace("400) n", "900) n")
        + "; set session_replication_role = origin"
    )
    turns = await run(own_scene, "command_bodies")
    taken = await own_scene.owner.fetch("select changed from data.view_refreshes order by id")

    assert turns == ["more", "more", "done"]
    assert [row["changed"] for row in taken] == [500, 500, 300]
