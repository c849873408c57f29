"""How a site is: each figure is right, and each alarm is heard when its cause is there, and only then."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result

from app import logs
from app.cli import main
from app.cli.status_words import ALARMS, alarm_sentence, status_words
from app.server.alerts import ENDS_BY_ITSELF
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.provision import Connection
from app.server.site_postgres import in_thread
from app.server.status import THRESHOLDS, limits, read_status
from app.settings import HOME
from tests.e2e.harness import Program
from tests.fixtures_postgres import Database
from tests.server.small_bar import SmallBar

SLOW = "select pg_sleep(0.3)"
DONE = """
insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done)
select name, 'test', now(), 1, true from data.schedule
"""
FAILED = """
insert into data.view_refreshes (job, run_by, started_at, duration_ms, is_done, error)
select 'activity', 'test', now(), 1, false, 'x' from generate_series(1, 3)
"""


@pytest.fixture
async def well(connection: Connection, small_bar: SmallBar) -> SmallBar:
    """A bar whose jobs have run and whose till has called: nothing to tell."""
    await connection.execute(DONE)
    await pulse(small_bar)
    return small_bar


async def pulse(bar: SmallBar, queue: int = 0, oldest_s: int = 0) -> None:
    said = {"version": "0.1.0", "queue": queue, "oldest_s": oldest_s, "unsure": 0}
    await bar.call("pulse", bar.token, bar.ledger, "{}", json.dumps(said))


async def alarms(connection: Connection, **changes: float) -> list[str]:
    """Return what alarms, in the words that people read."""
    status = await read_status(connection, limits(changes))
    assert all(f"!  {alarm_sentence(alarm)}" in status_words(status) for alarm in status.alarms)
    return [f"{alarm.threshold} {alarm.subject}".rstrip() for alarm in status.alarms]


async def test_a_site_that_is_well_says_so(well: SmallBar) -> None:
    await well.sell(2)
    status = await read_status(well.connection)
    words = status_words(status)

    assert status.alarms == ()
    assert words.startswith("All is well.")
    assert (status.site["sales_5min"], status.site["sales_60min"]) == (1, 1)
    assert status.site["database_bytes"] > 1_000_000
    assert 1 <= status.site["connections"] < status.site["max_connections"]
    assert "Chez Aïcha, C1" in words
    assert "pg_stat_statements is not loaded" in words


async def test_the_bars_and_what_they_earned_in_30_days_are_told(well: SmallBar) -> None:
    """As they were added up last; a bar that is closed down is none of the active ones."""
    await well.sell(2)
    before = await read_status(well.connection)
    await well.connection.execute(
        "update data.sales set status = 'validated', decided_at = now(), decision_id = id, rev = rev + 1"
    )
    await well.connection.execute("refresh materialized view data.bars_with_stats")
    await well.connection.execute(
        "select logic.create_bar(gen_random_uuid(), 'Chez Kofi', currency => 'GHS')"
    )
    await well.connection.execute(
        "select logic.set_bar_active(id, false) from data.bars where currency = 'GHS'"
    )
    after = await read_status(well.connection)

    assert (before.site["bars"], before.site["active_bars"], before.site["net_30"]) == (1, 1, {})
    assert (after.site["bars"], after.site["active_bars"], after.site["net_30"]) == (2, 1, {"XOF": 1200})
    assert "2, 1 active; net of 30 days: 1,200 XOF (as of" in status_words(after)
    assert "1, 1 active; net of 30 days: nothing yet" in status_words(before)


@pytest.mark.parametrize(
    ("cause", "alarm"),
    [
        ("delete from data.view_refreshes where job = 'activity'", "job_late_minutes activity"),
        (
            FAILED,
            "job_failures activity",
        ),
        (
            "update data.till_status set seen_at = now() - interval '49 hours'",
            "till_silent_hours Chez Aïcha, C1",
        ),
        ("select logic.alert(null, 'job_fails', 'activity', '{}')", "alerts"),
    ],
)
async def test_each_cause_raises_its_alarm(well: SmallBar, cause: str, alarm: str) -> None:
    await well.connection.execute(cause)

    assert await alarms(well.connection) == [alarm]


async def test_a_till_that_cannot_send_alarms_and_is_quiet_again_when_it_has(well: SmallBar) -> None:
    await pulse(well, queue=51, oldest_s=3700)
    held = await alarms(well.connection)
    await pulse(well)

    assert held == ["till_queue Chez Aïcha, C1", "till_oldest_minutes Chez Aïcha, C1"]
    assert await alarms(well.connection) == []


@pytest.mark.parametrize("name", ["database_mb", "connections_percent"])
async def test_a_threshold_is_what_it_is_set_to(well: SmallBar, name: str) -> None:
    assert await alarms(well.connection, **{name: 0}) == [name]
    assert await alarms(well.connection, **{name: 1_000_000}) == []


async def test_a_till_that_was_shut_out_is_nobody_s_worry(well: SmallBar) -> None:
    await well.connection.execute("update data.till_status set seen_at = now() - interval '90 days'")
    await well.connection.execute("select logic.revoke_till($1, $2)", well.bar, well.till)

    assert await alarms(well.connection) == []


async def test_the_role_of_jobs_may_ask(well: SmallBar) -> None:
    await well.connection.execute("set role bartender_jobs")

    assert await alarms(well.connection) == []


def test_every_threshold_has_a_sentence_but_the_one_that_defines_slow() -> None:
    assert set(ALARMS) == set(THRESHOLDS) - {"slow_query_ms"}
    with pytest.raises(ValueError, match="no threshold colour"):
        limits({"colour": 1})


@pytest.fixture
async def counting(tmp_path: Path) -> AsyncIterator[Connection]:
    """A database whose statements are counted, on a server of its own."""
    postgres = EmbeddedPostgres(
        tmp_path / "postgres", durable=False, settings={"shared_preload_libraries": "pg_stat_statements"}
    )
    await in_thread(postgres.start)
    opened = await asyncpg.connect(postgres.superuser_url())
    await opened.execute("create database bartender")
    await opened.close()
    await migrate(postgres.superuser_url("bartender"))
    opened = await asyncpg.connect(postgres.superuser_url("bartender"))
    await opened.execute("create schema extensions; create extension pg_stat_statements schema extensions")
    await opened.execute(DONE)
    yield opened
    await opened.close()
    await in_thread(postgres.stop)


async def test_a_slow_statement_alarms_where_statements_are_counted(counting: Connection) -> None:
    assert await alarms(counting, slow_query_ms=200) == []
    await counting.fetchval(SLOW)
    status = await read_status(counting, limits({"slow_query_ms": 200}))

    assert status.slow is not None
    assert [row["query"] for row in status.slow] == ["select pg_sleep($1)"]
    assert [alarm.threshold for alarm in status.alarms] == ["slow_queries"]
    assert await alarms(counting) == []  # a second is the usual limit


class Admin:
    """``bartender admin … --url`` in this process, from a thread: it runs a loop of its own."""

    def __init__(self, home: Path, url: str) -> None:
        self._home, self._url = home, url

    async def __call__(self, *words: str) -> Result:
        return await asyncio.to_thread(
            lambda: CliRunner().invoke(
                main,
                ["admin", *words, "--url", self._url],
                env={HOME: str(self._home)},
                prog_name="bartender",
            )
        )


@pytest.fixture
async def admin(tmp_path: Path, database: Database) -> AsyncIterator[Admin]:
    yield Admin(tmp_path / "home", database.superuser_url)
    logs.take_down()


async def test_the_command_ends_with_1_when_a_threshold_is_passed(well: SmallBar, admin: Admin) -> None:
    good = await admin("status")
    bad = await admin("status", "--json", "--threshold", "database_mb=1")
    wrong = await admin("status", "--threshold", "colour=1")

    assert (good.exit_code, good.output[:12]) == (0, "All is well.")
    assert bad.exit_code == 1
    assert [alarm["threshold"] for alarm in json.loads(bad.stdout)["alarms"]] == ["database_mb"]
    assert wrong.exit_code == 2


async def test_an_alert_is_told_by_till_and_bar_and_settled_from_the_command_line(
    well: SmallBar, admin: Admin
) -> None:
    raised = "select logic.alert($1, $2, $3, $4)"
    parked = {"till": well.till, "ledger": well.ledger, "no": 17, "kind": "record_sale"}
    await well.connection.execute(
        raised, well.bar, "parked", f"{well.ledger}:17", json.dumps({**parked, "text": "a word " * 40})
    )
    await well.connection.execute(raised, well.bar, "gap", well.till, '{"from": 3, "to": 5}')
    await well.connection.execute(raised, None, "job_fails", "activity", '{"failures": 3}')

    told = (await admin("status")).output
    rows = json.loads((await admin("alerts", "--json")).stdout)["alerts"]
    one = await admin("alerts", "--settle", next(row["id"] for row in rows if row["kind"] == "gap"))
    kind = await admin("alerts", "--settle", "parked")
    again = await admin("alerts", "--settle", "parked")
    by_itself = await admin("alerts", "--settle", "job_fails")
    left = await admin("alerts")

    line = next(line for line in told.splitlines() if "parked" in line)
    assert "Chez Aïcha" in line
    assert "till C1, kind record_sale, no 17, text a word" in line
    assert (line.endswith("word …"), well.ledger in told, well.till in told) == (True, False, False)
    assert "till C1, from 3, to 5" in told
    assert (one.stdout, kind.stdout) == ("Alerts settled: 1.\n", "Alerts settled: 1.\n")
    assert (again.exit_code, "No open alert has the id or kind parked" in again.stderr) == (1, True)
    assert (by_itself.exit_code, "ends by itself" in by_itself.stderr) == (1, True)
    assert ("activity, failures 3" in left.stdout, "parked" in left.stdout) == (True, False)
    noted = "select params ->> 'kind' from data.audit_log where action = 'settle_alert' and bar_id = $1 order by id"
    assert [row[0] for row in await well.connection.fetch(noted, well.bar)] == ["gap", "parked"]


async def test_a_site_without_alerts_says_so(well: SmallBar, admin: Admin) -> None:
    assert (await admin("alerts")).stdout == "No alert is open.\n"


async def test_the_database_itself_leaves_alone_what_ends_by_itself(well: SmallBar) -> None:
    for kind in ENDS_BY_ITSELF:
        await well.connection.execute("select logic.alert($1, $2, '', '{}')", well.bar, kind)
        assert await well.connection.fetchval("select logic.settle_alerts($1)", kind) == 0


async def test_a_feature_that_no_till_knows_is_said_and_a_wrong_name_refused(
    well: SmallBar, admin: Admin
) -> None:
    unknown = await admin("rollout", "foo", "--stage", "off")
    wrong = await admin("rollout", "Foo bar", "--stage", "all")

    assert (unknown.exit_code, "No till of this version knows this feature" in unknown.stdout) == (0, True)
    assert (wrong.exit_code, "lower-case letters" in wrong.stderr) == (2, True)


async def test_it_watches_until_it_is_stopped(well: SmallBar, database: Database, tmp_path: Path) -> None:
    words = ("admin", "status", "--watch", "--every", "1", "--json", "--url", database.superuser_url)
    program: Program = await Program.start(*words, env={HOME: str(tmp_path)})
    assert program.process.stdout
    async with asyncio.timeout(30):
        while len(program.events) < 2:  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0)
    program.process.kill()
    await program.process.wait()

    assert all(line["alarms"] == [] for line in program.events)


async def test_features_and_the_emergency_switch_from_the_command_line(well: SmallBar, admin: Admin) -> None:
    said = [
        (await admin(*words)).output.strip()
        for words in (
            ("pilot", "on"),
            ("rollout", "new_history", "--stage", "pilot"),
            ("emergency-polling", "on", "--seconds", "20"),
        )
    ]
    answer = await well.call("pulse", well.token, well.ledger, "{}", json.dumps(PULSE))
    words = (await admin("status")).output

    assert said == [
        "“Chez Aïcha” is a pilot.",
        (
            "new_history: pilot. Bars that have it: 1."
            " No till of this version knows this feature: only tills that do will change."
        ),
        "Every till asks every 20 s.",
    ]
    assert (answer["flags"]["features"], answer["flags"]["emergency_s"]) == (["new_history"], 20)
    assert "every 20 s" in words
    assert "new_history (pilot)" in words
    assert (await admin("emergency-polling", "off")).exit_code == 0
    assert (await admin("pilot", "off")).output.strip() == "“Chez Aïcha” is no pilot."
    answer = await well.call("pulse", well.token, well.ledger, "{}", json.dumps(PULSE))
    assert (answer["flags"]["features"], answer["flags"]["emergency_s"]) == ([], None)
    assert (await admin("rollout", "New History", "--stage", "all")).exit_code == 2


PULSE = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}
