"""Who may call and touch what: the exact lists. Nothing is callable by default."""

from __future__ import annotations

import asyncpg
import pytest

from app.server.migrate import migrate
from tests.fixtures_postgres import TILL_PASSWORD
from tests.sql.support import Scene, connect_till

LOGINS = ("bartender_till", "bartender_relay", "bartender_jobs", "bartender_report")
ROLES = (*LOGINS, "bartender_api")
API = {
    "api.adjustments_page(text,uuid,jsonb,jsonb)",
    "api.audit_page(text,uuid,jsonb,jsonb)",
    "api.bar(text,uuid)",
    "api.bootstrap(text)",
    "api.catalog(text)",
    "api.change_page(text,jsonb,jsonb)",
    "api.consignments_page(text,uuid,jsonb,jsonb)",
    "api.dashboard(text,uuid,date,date)",
    "api.discrepancies_page(text,jsonb,jsonb)",
    "api.enrol(text,text,uuid,jsonb)",
    "api.members(text,uuid)",
    "api.movements_page(text,uuid,jsonb)",
    "api.my_bars(text,uuid)",
    "api.notifications_page(text,uuid,jsonb,jsonb)",
    "api.leave(text)",
    "api.open_ledger(text,uuid)",
    "api.product_stats(text,uuid)",
    "api.products(text,uuid)",
    "api.pulse(text,uuid,jsonb,jsonb)",
    "api.realtime_token(text)",
    "api.returns_page(text,jsonb,jsonb)",
    "api.sale(text,uuid)",
    "api.sale_by_ticket(text,text)",
    "api.sales_page(text,jsonb,jsonb)",
    "api.settings(text)",
    "api.sign_in(text,uuid,text)",
    "api.sign_out(text,uuid)",
    "api.stock_since(text,bigint,uuid)",
    "api.submit(text,uuid,jsonb,jsonb)",
    "api.supplies_page(text,uuid,jsonb,jsonb)",
    "api.team(text)",
    "api.tills(text,uuid)",
    "api.top_products(text,uuid,text,date)",
    "api.trend(text,uuid,date,date)",
    "api.version()",
}
RELAY = {
    "api.feed(uuid,uuid,bigint)",
    "api.feed_marks(uuid[])",
    "api.feed_settings()",
}
JOBS = {
    "jobs.run_job(text,text)",
    "jobs.site_status()",
    "jobs.slow_queries(double precision)",
    "jobs.timetable()",
}
OWNERS_ONLY = {
    "add_category",
    "add_member",
    "add_product",
    "add_products",
    "adjust_stock",
    "create_bar",
    "create_enrolment",
    "create_till",
    "freeze_bar",
    "guard_consignment",
    "guard_feed",
    "guard_past",
    "guard_payment",
    "guard_return",
    "guard_sale",
    "keep_changed_day",
    "keep_hours",
    "keep_mode",
    "keep_price",
    "keep_role",
    "new_epoch",
    "rank_bars",
    "restore_till",
    "revoke_till",
    "set_bar_active",
    "set_emergency",
    "set_member",
    "set_operating_mode",
    "set_pilot",
    "set_pin",
    "set_price",
    "set_product_active",
    "set_realtime",
    "set_realtime_cap",
    "set_rollout",
    "set_settings",
    "settle_alerts",
    "stamp_hours",
    "unpark",
}


FUNCTION = "create function {}.mistake() returns integer language sql as 'select 1';"


async def callable_by(scene: Scene, role: str) -> set[str]:
    rows = await scene.owner.fetch(
        """
        select p.oid::regprocedure::text as name
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('api', 'logic', 'jobs', 'data', 'public')
          and pg_catalog.has_schema_privilege($1, n.oid, 'usage')
          and pg_catalog.has_function_privilege($1, p.oid, 'execute')
        """,
        role,
    )
    return {row["name"] for row in rows}


async def test_a_till_may_call_the_functions_of_api_and_no_other(scene: Scene) -> None:
    await scene.owner.execute("set search_path = ''")

    assert await callable_by(scene, "bartender_till") == API


async def test_the_role_of_jobs_may_run_what_is_scheduled_and_ask_how_it_went(scene: Scene) -> None:
    await scene.owner.execute("set search_path = ''")

    assert await callable_by(scene, "bartender_jobs") == JOBS


async def test_the_relay_may_ask_what_changed_and_nothing_else(scene: Scene) -> None:
    await scene.owner.execute("set search_path = ''")

    assert await callable_by(scene, "bartender_relay") == RELAY


@pytest.mark.parametrize("role", ["bartender_report", "public"])
async def test_the_other_roles_may_call_nothing(scene: Scene, role: str) -> None:
    if role == "public":
        open_to_all = await scene.owner.fetchval(
            """
            select count(*)
            from pg_catalog.pg_proc p
            join pg_catalog.pg_namespace n on n.oid = p.pronamespace,
              pg_catalog.aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where n.nspname in ('api', 'logic', 'jobs', 'data')
              and a.grantee = 0
            """
        )
        assert open_to_all == 0
    else:
        assert await callable_by(scene, role) == set()


async def test_provisioning_is_the_owner_s_alone(scene: Scene) -> None:
    await scene.owner.execute("set search_path = ''")
    rows = await scene.owner.fetch(
        "select proname from pg_catalog.pg_proc where pronamespace = 'logic'::regnamespace"
    )
    granted = {
        name.removeprefix("logic.").split("(")[0] for name in await callable_by(scene, "bartender_api")
    }

    assert {row["proname"] for row in rows} - granted == OWNERS_ONLY


async def test_functions_of_api_are_definers_of_a_role_that_owns_no_table(scene: Scene) -> None:
    wrong = await scene.owner.fetch(
        """
        select p.oid::regprocedure from pg_catalog.pg_proc p
        where p.pronamespace = 'api'::regnamespace
          and not (p.prosecdef and p.proowner = 'bartender_api'::regrole and p.proconfig @> array['search_path=""'])
        """
    )
    role = await scene.owner.fetchrow(
        """
        select r.rolsuper or r.rolbypassrls or r.rolcanlogin or r.rolcreaterole or r.rolcreatedb as is_strong,
          (select count(*) from pg_catalog.pg_class c where c.relowner = r.oid) as owned
        from pg_catalog.pg_roles r where r.rolname = 'bartender_api'
        """
    )

    assert wrong == []
    assert role is not None
    assert (role["is_strong"], role["owned"]) == (False, 0)


@pytest.mark.parametrize("role", LOGINS)
async def test_no_login_has_a_right_on_any_table(scene: Scene, role: str) -> None:
    found = await scene.owner.fetch(
        """
        select c.oid::regclass from pg_catalog.pg_class c
        where c.relnamespace in (select oid from pg_catalog.pg_namespace
          where nspname in ('data', 'logic', 'api', 'jobs'))
          and (
            (c.relkind in ('r', 'v', 'm')
              and pg_catalog.has_table_privilege($1, c.oid, 'select,insert,update,delete,truncate'))
            or (c.relkind = 'S' and pg_catalog.has_sequence_privilege($1, c.oid, 'usage,select,update')))
        """,
        role,
    )

    assert found == []


async def test_the_functions_role_never_deletes(scene: Scene) -> None:
    found = await scene.owner.fetch(
        """
        select c.oid::regclass from pg_catalog.pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind = 'r'
          and pg_catalog.has_table_privilege('bartender_api', c.oid, 'delete,truncate')
        """
    )

    assert found == []


@pytest.mark.parametrize(
    "statement",
    [
        "select * from data.sales",
        "update data.bar_products set stock = 99",
        "insert into data.sessions default values",
        "select logic.lock_bar(gen_random_uuid())",
        "select logic.create_bar(gen_random_uuid(), 'x')",
        "select * from jobs.check_stock()",
        "create table public.mine (x integer)",
        "create schema mine",
        "create function public.mine() returns integer language sql as 'select 1'",
        "do $$ begin null; end $$",
        "select lo_create(0)",
        "select pg_advisory_lock(5200900)",
        "select pg_notify('bartender_feed', 'x')",
        "set role bartender_api",
        "set role bartender_owner",
        "alter role bartender_till connection limit 1000",
        "set session authorization postgres",
        "copy (select 1) to program 'true'",
        "select pg_read_file('postgresql.conf')",
    ],
)
async def test_a_till_s_login_is_refused(scene: Scene, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await scene.till_connection.execute(statement)


async def test_a_till_s_login_has_its_time_outs_and_its_share_of_connections(scene: Scene) -> None:
    settings = [
        await scene.till_connection.fetchval(f"show {name}")
        for name in ("statement_timeout", "idle_in_transaction_session_timeout")
    ]
    limit = await scene.owner.fetchval(
        "select rolconnlimit from pg_catalog.pg_roles where rolname = 'bartender_till'"
    )

    assert settings == ["3s", "10s"]
    assert 0 < limit < 100


async def test_a_deploy_that_opens_something_to_everybody_is_undone(
    own_scene: Scene, tmp_path: object
) -> None:
    import shutil
    from pathlib import Path

    from app.server.migrate import SQL_FOLDER, SchemaUnsafe

    folder = Path(str(tmp_path)) / "sql"
    mistakes = {
        "code/logic/mistake.sql": (
            FUNCTION.format("logic") + "grant execute on function logic.mistake() to public;",
            "callable by everybody",
        ),
        "code/api/mistake.sql": (
            FUNCTION.format("api"),
            "definer",
        ),
        "code/jobs/mistake.sql": (
            FUNCTION.format("jobs") + "grant execute on function jobs.mistake() to bartender_till;",
            "login role",
        ),
        "code/logic/table.sql": ("create table data.mistake (x integer);", "row security"),
        "code/logic/right.sql": ("grant select on data.users to bartender_till;", "open to"),
    }
    for path, (text, said) in mistakes.items():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SQL_FOLDER, folder)
        (folder / path).write_text(text)
        with pytest.raises(SchemaUnsafe, match=said):
            await migrate(own_scene.database.superuser_url, till_password=TILL_PASSWORD, folder=folder)

        other = await connect_till(own_scene.database)
        assert await other.fetchval("select api.version()")
        await other.close()
