"""New features reach the bars in stages, and the emergency switch reaches every till: both by the pulse."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from app.server import rollout
from app.server.rollout import Stage
from app.sync.marks import pulse_from_json
from tests.sql.support import Bar, Scene, call, make_bar

STATUS = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}


async def flags(scene: Scene, bar: Bar) -> dict[str, Any]:
    """Return the flags that the bar's till hears, read as the till reads them."""
    answer = await call(scene.till_connection, "pulse", bar.till.token, bar.till.ledger, {}, STATUS)
    return dict(pulse_from_json(answer).flags)


async def who_has(scene: Scene, bars: list[Bar], feature: str) -> list[int]:
    """Return the places of the bars that have the feature."""
    return [place for place, bar in enumerate(bars) if feature in (await flags(scene, bar))["features"]]


@pytest.fixture
async def bars(own_scene: Scene) -> list[Bar]:
    """Twelve bars, in the order in which they were made."""
    return [own_scene.bar, *[await make_bar(own_scene.owner, tills=1) for _ in range(11)]]


async def test_a_feature_goes_from_the_pilot_over_ten_bars_to_all_and_back(
    own_scene: Scene, bars: list[Bar]
) -> None:
    await rollout.set_pilot(own_scene.owner, bars[11].id, is_pilot=True)
    seen = {}
    for stage in (Stage.PILOT, Stage.TEN, Stage.ALL, Stage.OFF):
        reached = await rollout.set_stage(own_scene.owner, "new_history", stage)
        seen[stage] = await who_has(own_scene, bars, "new_history")
        assert len(seen[stage]) == reached

    assert seen == {
        Stage.PILOT: [11],
        Stage.TEN: [*range(9), 11],
        Stage.ALL: list(range(12)),
        Stage.OFF: [],
    }


async def test_a_bar_that_closed_leaves_its_place_among_the_ten(own_scene: Scene, bars: list[Bar]) -> None:
    await own_scene.owner.execute("select logic.set_bar_active($1, false)", bars[3].id)
    await rollout.set_stage(own_scene.owner, "new_history", Stage.TEN)

    assert await who_has(own_scene, [bars[0], bars[9], bars[10], bars[11]], "new_history") == [0, 1, 2]


async def test_a_new_bar_is_the_last_in_line(own_scene: Scene, bars: list[Bar]) -> None:
    await rollout.set_stage(own_scene.owner, "new_history", Stage.TEN)
    late = await make_bar(own_scene.owner, tills=1)

    assert await who_has(own_scene, [*bars, late], "new_history") == list(range(10))


async def test_what_nobody_rolled_out_is_off(own_scene: Scene) -> None:
    await rollout.set_stage(own_scene.owner, "b", Stage.ALL)
    await rollout.set_stage(own_scene.owner, "a", Stage.ALL)
    await rollout.set_stage(own_scene.owner, "c", Stage.PILOT)

    assert (await flags(own_scene, own_scene.bar))["features"] == ["a", "b"]


@pytest.mark.parametrize("name", ["", "New", "a b", "é", "x" * 41])
async def test_a_feature_has_a_plain_name(own_scene: Scene, name: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await rollout.set_stage(own_scene.owner, name, Stage.ALL)


async def test_the_emergency_switch_reaches_every_till_and_ends(own_scene: Scene, bars: list[Bar]) -> None:
    await rollout.set_emergency(own_scene.owner, 20)
    heard = [(await flags(own_scene, bar))["emergency_s"] for bar in bars]
    await rollout.set_emergency(own_scene.owner, None)

    assert heard == [20] * 12
    assert (await flags(own_scene, own_scene.bar))["emergency_s"] is None
    with pytest.raises(asyncpg.CheckViolationError):
        await rollout.set_emergency(own_scene.owner, 1)
