"""Malformed bodies of every kind of command: refused with the path of a field, never a bug, nothing written.

The fields are those of a sound body of each kind (``samples.py``), so a new kind is damaged without a word here.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import asyncpg
import pytest

from tests.sql.samples import Furnished, changed, furnished, kinds, leaves
from tests.sql.support import Answer, Connection, Scene, command, refusal_of, submit
from tests.sql.trade_truths import fingerprint

DEEP = json.loads("[" * 400 + "]" * 400)
STRINGS = (
    "'; drop table data.sales; --",
    "$$; select 1; $$",
    "') or true; --",
    "\\'; rollback; --",
    "%s %I %L {0}",
    "NaN",
    "Infinity",
    "-1",
    "1e5",
    "\x01\x1f\x7f",
    "\u202e\u2028",
    "é" * 100_000,
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    1.0,
    1e-9,
    -0.0,
    2**31,
    2**63,
    10**30,
    1e308,
    "",
    " ",
    *STRINGS,
    [],
    {},
    [[]],
    {"value": None},
    {"value": 1, "version": 10**30},
    DEEP,
)
WRITTEN_ALWAYS = {"commands", "ledgers", "notifications", "bar_clocks"}


def instead(value: Any, _before: Any) -> Any:
    return value


async def writes(owner: Connection) -> dict[str, int]:
    """Return how many rows this transaction has tried to write, what was taken back too, by table that may not be."""
    rows = await owner.fetch(
        "select relname, n_tup_ins + n_tup_upd + n_tup_del as tried from pg_catalog.pg_stat_xact_user_tables"
        " where schemaname = 'data' and relname <> all ($1)",
        list(WRITTEN_ALWAYS),
    )
    return {row["relname"]: row["tried"] for row in rows}


async def bodies_of(furnished_bar: Furnished, kind: str) -> list[Answer]:
    """Return every damaged body of a kind: each field replaced by each value, or gone, or something added."""
    whole = furnished_bar.bodies[kind]
    places = {*leaves(whole), *[path.rpartition(".")[0] for path in leaves(whole)]} - {""}
    made: list[Any] = [value for value in VALUES if value != {}]
    made += [{name: part for name, part in whole.items() if name != gone} for gone in whole]
    for path in sorted(places):
        made += [changed(whole, path, partial(instead, value)) for value in VALUES]
    return made


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", sorted(set(kinds()) - {"park", "void"}))
async def test_damaged_bodies_are_refused_by_the_field_or_done(own_scene: Scene, kind: str) -> None:
    ours = await furnished(own_scene)
    scene, no, count = ours.scene, ours.next_no, 0
    name = "Afi" if kind == "withdraw_sale" else "Ayaba"
    before = await fingerprint(scene.owner, scene.bar.id)
    for body in await bodies_of(ours, kind):
        transaction = scene.owner.transaction()
        await transaction.start()
        untouched = await writes(scene.owner)
        await scene.owner.execute("set session authorization bartender_till")
        made = command(
            no, kind, body, by=scene.bar.people[name], session=ours.sessions[name, "own"], door="served"
        )
        answer = await submit(scene.owner, scene.bar.till, made)
        await scene.owner.execute("reset session authorization")
        assert "stopped" not in answer, (answer["stopped"], str(body)[:300])
        outcome = answer["outcomes"][0]
        if outcome["outcome"] != "done" and await writes(scene.owner) != untouched:
            after = await fingerprint(scene.owner, scene.bar.id)
            moved = {table for table, hash_ in after.items() if hash_ != before[table]}
            assert moved <= WRITTEN_ALWAYS, (moved, str(body)[:300])
        await transaction.rollback()
        if outcome["code"] == "TLINP":
            assert outcome["params"]["path"].startswith("body"), outcome
            count += 1
    assert count > 20 or kind == "gap"


async def test_a_megabyte_in_any_kind_is_too_big_for_a_call(own_scene: Scene) -> None:
    ours = await furnished(own_scene)
    scene, before = ours.scene, await fingerprint(own_scene.owner, ours.scene.bar.id)
    for kind in kinds():
        for more in ({"notes": "x" * 1_000_000}, {"reason": ["\u00e9" * 500] * 2_000}):
            made = command(ours.next_no, kind, {**ours.bodies[kind], **more}, by=scene.bar.people["Ayaba"])
            code, params = await refusal_of(scene.submit(made))
            assert (code, params["path"]) == ("TLBIG", "commands"), kind
    after = await fingerprint(scene.owner, scene.bar.id)

    assert after == before


async def test_filters_and_places_of_pages_are_never_run_as_sql(own_scene: Scene) -> None:
    ours = await furnished(own_scene)
    till, session = ours.scene.bar.till, ours.sessions["Ayaba", "own"]
    pages = await own_scene.owner.fetch(
        "select proname, pronargs, proargnames from pg_catalog.pg_proc"
        " where pronamespace = 'api'::regnamespace and 'at' = any (proargnames)"
    )
    assert len(pages) > 7
    for page in pages:
        for value in (*STRINGS, *VALUES):
            for noise in (
                {"filters": dict.fromkeys(("seller", "product", "state", "from"), value)},
                {"filters": {str(value)[:200]: value}},
                {"filters": value},
                {"at": value},
                {"at": {"to": value}},
                {"at": {"to": "next", "key": [value, value]}},
                {"at": {"to": "date", "date": value}},
            ):
                if value == {} or value is None:
                    continue
                known = {"till_token": till.token, "session": session, "product": ours.things["product"]}
                arguments = [known.get(x, noise.get(x)) for x in page["proargnames"]]
                if [x for x in noise if x not in page["proargnames"]]:
                    continue
                assert await said(ours.scene, page["proname"], arguments) in ("TLINP", "TLBIG", "answers"), (
                    noise
                )


async def said(scene: Scene, name: str, arguments: list[Any]) -> str:
    """Return the code with which a read refuses, or ``answers``."""
    encoded = [x if isinstance(x, str) and len(x) in (36, 64) else json.dumps(x) for x in arguments]
    places = ", ".join(f"${number}" for number in range(1, len(arguments) + 1))
    try:
        await scene.till_connection.fetchval(f"select api.{name}({places})", *encoded)
    except asyncpg.PostgresError as problem:
        return str(problem.sqlstate)
    return "answers"
