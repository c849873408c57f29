"""The SQL twin of the bar's day, on the shared cases."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from tests.sql.support import Scene

CASES = Path(__file__).parents[1] / "cases" / "business_date.json"


async def test_the_shared_cases_hold_in_sql(scene: Scene) -> None:
    for case in json.loads(CASES.read_text(encoding="utf-8")):
        found = await scene.owner.fetchval(
            "select logic.business_date($1, $2, $3)",
            datetime.fromisoformat(case["moment"]),
            case["time_zone"],
            case["closing_hour"],
        )

        assert found == date.fromisoformat(case["date"]), case["why"]


async def test_the_day_does_not_hang_on_the_session_s_zone(scene: Scene) -> None:
    moment = datetime.fromisoformat("2026-03-14T04:59:59Z")
    days = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        await scene.owner.execute(f"set time zone '{zone}'")
        days.add(await scene.owner.fetchval("select logic.business_date($1, 'Africa/Porto-Novo', 6)", moment))

    assert days == {date(2026, 3, 13)}
