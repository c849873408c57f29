"""The second wall: row security. Whatever filter a function of the server forgets, nothing of another bar is shown.

Tables and functions come from the catalogue, so that a new one is in it without a word here.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.sql.samples import furnished, kinds
from tests.sql.support import Scene
from tests.sql.test_matrix import RIGHTS, Cells, foreign_of
from tests.sql.test_matrix_functions import ROWS, Calls, ids_of, sound

EMPTY = {
    "enrolments",
    "realtime_leases",
    "till_status",
    "top_products_by_period",
}  # the only ones in which a furnished bar has no row
# A condition that a row is the bar's: `s.bar_id = v_desk.bar`, `x.bar_id = %L`; none that joins two rows.
FILTER = re.compile(
    r"\b(?:\w+\.bar_id|b\.id) = (?:\(\w+\.\w+\)\.bar(?:_id)?|\w+\.bar|\w{2,}\.bar_id|v_bar|bar|%L)(?![.\w])"
)


async def tables_of_bars(scene: Scene) -> list[str]:
    """Return the tables of ``data`` that have a bar, but those that no function of ``api`` may read."""
    rows = await scene.owner.fetch(
        """
        select c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'bar_id' and not a.attisdropped
        where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p')
          and pg_catalog.has_table_privilege('bartender_api', c.oid, 'select')
        order by 1
        """
    )
    return [row["relname"] for row in rows]


async def test_every_table_forces_row_security_and_none_of_a_bar_is_open_to_all(own_scene: Scene) -> None:
    open_tables = await own_scene.owner.fetch(
        """
        select c.relname
        from pg_catalog.pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p')
          and not (c.relrowsecurity and c.relforcerowsecurity)
        """
    )
    loose_policies = await own_scene.owner.fetch(
        """
        select p.tablename, p.policyname
        from pg_catalog.pg_policies p
        where p.schemaname = 'data' and p.roles <> '{bartender_owner}'
          and exists (
            select
            from pg_catalog.pg_class c
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'bar_id' and not a.attisdropped
            where c.relnamespace = 'data'::regnamespace and c.relname = p.tablename
          )
          and coalesce(p.qual, p.with_check) !~ 'current_setting\\(''bartender.(bar|key)'''
        """
    )
    views_that_look_further = await own_scene.owner.fetch(
        """
        select c.relname
        from pg_catalog.pg_class c
        where c.relnamespace in ('data'::regnamespace, 'logic'::regnamespace) and c.relkind in ('v', 'm')
          and pg_catalog.has_table_privilege('bartender_api', c.oid, 'select')
          and not coalesce(c.reloptions && '{security_invoker=true,security_barrier=true}', false)
        """
    )

    assert (open_tables, loose_policies, views_that_look_further) == ([], [], [])


async def test_a_read_without_any_filter_shows_every_table_s_own_rows_only(own_scene: Scene) -> None:
    ours, theirs = await furnished(own_scene), await furnished(own_scene)
    tables = await tables_of_bars(own_scene)
    rows = ", ".join(f"'{t}', (select jsonb_agg(distinct t.bar_id) from data.{t} t)" for t in tables)
    source = await own_scene.owner.fetchval("select pg_get_functiondef('logic.answer_settings'::regproc)")
    head = source[: source.index("AS $function$")]
    await own_scene.owner.execute(
        f"{head} AS $function$ begin perform logic.till_of(till_token, true);"
        f" return jsonb_build_object({rows}); end $function$"
    )
    seen = {}
    for furnished_bar in (ours, theirs):
        till = furnished_bar.scene.bar.till
        seen[furnished_bar.scene.bar.id] = await own_scene.call("settings", till.token)

    for bar, shown in seen.items():
        assert {name for name, bars in shown.items() if bars is None} <= EMPTY
        assert {tuple(bars) for bars in shown.values() if bars} == {(bar,)}
    assert len(tables) > 25


async def stripped(scene: Scene) -> tuple[int, int]:
    """Let every condition on the bar be true, in all that `api` may use; return how many conditions and functions."""
    rows = await scene.owner.fetch(
        """
        select pg_get_functiondef(p.oid) as source
        from pg_catalog.pg_proc p
        where p.pronamespace = 'logic'::regnamespace and p.prokind = 'f'
          and pg_catalog.has_function_privilege('bartender_api', p.oid, 'execute')
        """
    )
    removed = functions = 0
    for row in rows:
        made, count = FILTER.subn(r"(true or \g<0>)", row["source"])
        if count:
            await scene.owner.execute(made)
            removed, functions = removed + count, functions + 1
    return removed, functions


async def shown_to(cells: Cells) -> dict[str, object]:
    """Return what every read shows to our till and a manager there."""
    scene, named = cells.ours.scene, Calls(cells.ours, cells.theirs, frozenset()).named
    reads = await scene.owner.fetch(
        "select proname from pg_catalog.pg_proc where pronamespace = 'api'::regnamespace and provolatile = 's'"
    )
    shown: dict[str, object] = {}
    for signature, row in ROWS.items():
        name, types = signature.rstrip(")").split("(")
        if name in {f"api.{read['proname']}" for read in reads} and "till" in row["callers"]:
            parts = [None if "any" in x and not ids_of(x) else x or None for x in row["with"]]  # first pages
            arguments = [named.get(x or "", x) for x in sound(parts)]
            kinds_of = enumerate(types.split(",") if types else (), 1)
            places = ", ".join(f"${n}::text::{kind}" for n, kind in kinds_of)
            answer = await scene.till_connection.fetchval(f"select {name}({places})", *arguments)
            shown[name] = json.loads(answer)
    return shown


@pytest.mark.timeout(600)
async def test_without_any_filter_reads_show_the_same_and_commands_find_nothing_foreign(
    own_scene: Scene,
) -> None:
    """All at once, not one by one: what a filter hides from one function, another's must not have to hide."""
    ours, theirs = await furnished(own_scene), await furnished(own_scene)
    cells = Cells(ours, theirs, ({}, {}))
    before = await shown_to(cells)
    removed, functions = await stripped(own_scene)
    after = await shown_to(cells)
    cells = Cells(ours, theirs, await cells.books())
    said = {kind: found for kind in kinds() if (found := await foreign_of(cells, kind))}

    assert (removed > 150, functions > 60) == (True, True)
    for name, whole in before.items():
        assert without_moment(after[name]) == without_moment(whole), name
    assert said == RIGHTS["foreign"]


def without_moment(shown: Any) -> Any:
    if isinstance(shown, dict):
        return {
            k: without_moment(v)
            for k, v in shown.items()
            if k not in ("server_time", "epoch", "until", "session")
        }
    return [without_moment(x) for x in shown] if isinstance(shown, list) else shown
