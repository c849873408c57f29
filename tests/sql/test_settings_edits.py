"""The bar's settings in the hands of its owner."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from tests.sql.edits import audits, fields, topics
from tests.sql.support import Answer, Scene
from tests.sql.trade import Desk, desk

ALL: Answer = {
    "name": "Chez Tantine",
    "address": "Cotonou",
    "phone": "+229 01",
    "time_zone": "America/Port-au-Prince",
    "closing_hour": 5,
    "operating_mode": "simplified",
    "idle_lock_s": 120,
    "counter_deadline_ms": 3000,
    "operators": ["Celtiis"],
    "consignment_days": 14,
    "guest_retention_days": 30,
    "pending_alert_minutes": 15,
    "till_missing_minutes": 30,
}


async def change(bar: Desk, version: int = 0, /, by: str = "Ayaba", **values: Any) -> Answer:
    return await bar.do(by, "edit_settings", {"fields": fields(version, **values)})


async def test_an_owner_changes_every_setting(scene: Scene) -> None:
    bar = await desk(scene)
    before = await topics(scene)
    outcome = await change(bar, **(ALL | {"operating_mode": "full"}))
    missed = await change(bar, 1, operating_mode="simplified")
    row = await scene.owner.fetchrow("select * from data.bars where id = $1", scene.bar.id)
    assert row is not None

    # The platform had switched the mode once when the scene was made.
    assert (outcome["code"], outcome["params"]["field"]) == ("TLOLD", "operating_mode")
    assert missed["outcome"] == "done"
    assert (await change(bar, **{name: value for name, value in ALL.items() if name != "operating_mode"}))[
        "code"
    ] is None
    row = await scene.owner.fetchrow("select * from data.bars where id = $1", scene.bar.id)
    assert row is not None
    assert {name: row[name] for name in ALL} == ALL
    shown = (await scene.call("settings", scene.bar.till.token))["rows"]
    assert (shown["name"], shown["time_zone"], shown["operators"]) == (
        "Chez Tantine",
        "America/Port-au-Prince",
        ["Celtiis"],
    )
    assert (await topics(scene))["settings"] == before["settings"] + 2
    assert len(await audits(scene, "edit_settings")) == 2


async def test_the_mode_is_kept_with_its_time_only_when_it_changes(scene: Scene) -> None:
    bar = await desk(scene)
    modes = await scene.count("bar_modes")
    await change(bar, name="Chez Tantine")
    assert await scene.count("bar_modes") == modes
    await change(bar, 1, operating_mode="simplified")
    assert await scene.count("bar_modes") == modes + 1
    sold = await bar.sell("Afi", (0, 1))

    assert sold["status"] == "validated"


async def test_the_currency_and_the_life_of_the_bar_are_not_the_owner_s(scene: Scene) -> None:
    bar = await desk(scene)
    values: dict[str, Any] = {
        "currency": "EUR",
        "is_active": False,
        "id": scene.bar.id,
        "has_realtime": False,
    }
    for name, value in values.items():
        refused = await change(bar, **{name: value})
        assert (refused["code"], refused["params"]) == ("TLINP", {"path": f"body.fields.{name}"})


@pytest.mark.parametrize("by", ["Afi", "Koffi"])
async def test_only_an_owner_changes_settings(scene: Scene, by: str) -> None:
    bar = await desk(scene)
    refused = await change(bar, by=by, name="x")

    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": "owner"})


async def test_an_edit_of_what_somebody_has_changed_is_refused(scene: Scene) -> None:
    bar = await desk(scene)
    await change(bar, closing_hour=4)
    late = await change(bar, closing_hour=5)

    assert (late["code"], late["params"]) == ("TLOLD", {"field": "closing_hour", "version": 1, "value": 4})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("address", "x" * 201),
        ("phone", None),
        ("time_zone", "Africa/Nowhere"),
        ("time_zone", "africa/porto-novo"),
        ("time_zone", "Abc/Def+1"),
        ("time_zone", ""),
        ("closing_hour", 24),
        ("operating_mode", "half"),
        ("idle_lock_s", 9),
        ("counter_deadline_ms", 10_001),
        ("operators", "MTN"),
        ("operators", ["MTN", "MTN"]),
        ("operators", [""]),
        ("operators", [str(n) for n in range(21)]),
        ("consignment_days", 31),
        ("guest_retention_days", 0),
        ("pending_alert_minutes", 4),
        ("till_missing_minutes", 9),
    ],
)
async def test_a_setting_out_of_its_bounds_is_refused_with_its_path(
    scene: Scene, name: str, value: Any
) -> None:
    bar = await desk(scene)
    refused = await change(bar, **{name: value})

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": f"body.fields.{name}"})


async def test_whoever_runs_the_site_changes_some_of_them_too(scene: Scene) -> None:
    bar = scene.bar.id
    names = ["MTN MoMo", "Moov Money", "Celtiis Cash", "Wave", "Orange Money"]
    fields = json.dumps({"operators": names, "idle_lock_s": 90})
    before = (await scene.submit())["topics"]["settings"]
    await scene.owner.execute("select logic.set_settings($1, $2)", bar, fields)

    row = await scene.owner.fetchrow(
        "select operators, idle_lock_s, closing_hour, versions from data.bars where id = $1", bar
    )
    assert row is not None
    assert (row["operators"], row["idle_lock_s"], row["closing_hour"]) == (names, 90, 6)
    assert json.loads(row["versions"]) == {"operators": 1, "idle_lock_s": 1}
    assert (await scene.submit())["topics"]["settings"] == before + 1
    assert await scene.count("audit_log", "action = 'set_settings'") == 1
    for wrong in (
        {"operators": ["MTN", "MTN"]},
        {"idle_lock_s": 5},
        {"name": "Chez Tata"},
        {"is_active": False},
    ):
        with pytest.raises(asyncpg.InvalidParameterValueError, match="not a setting of a bar"):
            await scene.owner.execute("select logic.set_settings($1, $2)", bar, json.dumps(wrong))


async def test_a_bar_without_telephone_money_has_no_operators(scene: Scene) -> None:
    bar = await desk(scene)

    assert (await change(bar, operators=[]))["outcome"] == "done"
