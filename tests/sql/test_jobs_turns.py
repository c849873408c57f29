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
create trigger take_long before insert on data.notifications for each row execute function logic.take_long()
"""


async def run_low(scene: Scene) -> list[str]:
    """Run the job as the scheduler does, on a connection of its own; return what each turn came to."""
    connection = await asyncpg.connect(scene.database.superuser_url)
    turns: list[str] = []
    while not turns or turns[-1] == "more":
        turns.append(await connection.fetchval("select jobs.run_job('low_stock', 'test')"))
    await connection.close()
    return turns


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
    await own_scene.owner.execute(SLOW)
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
