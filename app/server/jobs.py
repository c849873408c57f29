"""Run the jobs of ``data.schedule`` when they are due, on the one server among several that holds the lock.

The leader holds an advisory lock on the connection on which it works: when it dies, the connection ends and the next
one takes over. Where pg_cron is installed in the database, it is given the schedule and runs it instead. A job runs as
``bartender_jobs``, which may start what the schedule names and nothing else. The connection must not be a pooled one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NoReturn

import asyncpg

from app.server.connecting import connect
from app.server.provision import Connection
from app.server.timetable import Timetable, timetable_from_json

LEADER_LOCK = 5_200_902
FOLLOW_S = 2.0
SHORTEST_SLEEP_S = 0.5
LONGEST_SLEEP_S = 60.0
JOB_TIMEOUT = "15min"
MOST_TURNS = 500
"""How often a job that says ``more`` is called again at once; what is left waits for its next time."""

Event = Mapping[str, object]
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_log = logging.getLogger(__name__)


def _say_nothing(event: Event) -> None:
    del event


class Scheduler:
    """Runs the schedule of the database at ``url`` (a superuser's or the owner's) until it is cancelled.

    ``emit`` is told ``{"event": "leading"}`` when it begins to lead, ``{"event": "job", "name", "outcome"}`` after each
    run, ``{"event": "pg_cron"}`` while pg_cron does, and ``{"event": "lost", "error"}`` when the database went away; it
    is tried again for ever.
    """

    def __init__(self, url: str, emit: Callable[[Event], None] = _say_nothing) -> None:
        self._url = url
        self._emit = emit
        self._name = f"{socket.gethostname()}:{os.getpid()}"

    async def run(self) -> NoReturn:
        """Follow, lead, and follow again; ends by cancellation only."""
        while True:
            try:
                await self._on_a_connection()
            except LOST as problem:
                _log.info("the jobs' connection is lost: %s", type(problem).__name__)
                self._emit({"event": "lost", "error": type(problem).__name__})
            await asyncio.sleep(FOLLOW_S)

    async def _on_a_connection(self) -> None:
        connection = await connect(self._url)
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _: lost.set())
            while not await connection.fetchval("select pg_try_advisory_lock($1)", LEADER_LOCK):
                await _wait(lost, FOLLOW_S)
                if lost.is_set():
                    return
            await self._lead(connection, lost)
        finally:
            connection.terminate()

    async def _lead(self, connection: Connection, lost: asyncio.Event) -> None:
        """Run the jobs until the connection is lost, or until pg_cron came or went."""
        if await put_into_pg_cron(connection):
            self._emit({"event": "pg_cron"})
            await _wait(lost, LONGEST_SLEEP_S)
            return
        _log.info("this server runs the jobs")
        self._emit({"event": "leading"})
        await _become_jobs(connection)
        timetable = first = await read_timetable(connection)
        while not lost.is_set() and timetable.has_pg_cron == first.has_pg_cron:
            await _wait(lost, await self._run_what_is_due(connection, timetable))
            timetable = await read_timetable(connection)

    async def _run_what_is_due(self, connection: Connection, timetable: Timetable) -> float:
        """Run each job that is due, one after the other; return after how many seconds to look again."""
        next_at: datetime | None = None
        for job in timetable.jobs:
            due = timetable.due_at(job)
            if due <= timetable.now:
                outcome = await self._run_to_its_end(connection, job.name)
                _log.log(
                    logging.WARNING if outcome == "failed" else logging.DEBUG, "job %s: %s", job.name, outcome
                )
                self._emit({"event": "job", "name": job.name, "outcome": outcome})
                next_at = timetable.now
            elif next_at is None or due < next_at:
                next_at = due
        wait_s = LONGEST_SLEEP_S if next_at is None else (next_at - timetable.now).total_seconds()
        return min(max(wait_s, SHORTEST_SLEEP_S), LONGEST_SLEEP_S)

    async def _run_to_its_end(self, connection: Connection, job: str) -> str:
        """Run the job turn by turn, each one transaction, so that no bar stays locked while others are done."""
        outcome = "more"
        for _ in range(MOST_TURNS):
            outcome = await connection.fetchval("select jobs.run_job($1, $2)", job, self._name)
            if outcome != "more":
                break
        return outcome


async def read_timetable(connection: Connection) -> Timetable:
    """Return the schedule and the time, as the database has them."""
    return timetable_from_json(json.loads(await connection.fetchval("select jobs.timetable()")))


async def put_into_pg_cron(connection: Connection) -> bool:
    """Give the schedule to pg_cron where it is installed in this database; tell whether it was.

    ``connection`` belongs to a role that may use pg_cron; its jobs then run as that role.
    """
    has_it = await connection.fetchval("select to_regclass('cron.job') is not null")
    if not has_it:
        return False
    done: bool = await connection.fetchval("select jobs.put_into_pg_cron()")
    return done


async def _become_jobs(connection: Connection) -> None:
    """Give up every right but that of running jobs; the lock stays."""
    with contextlib.suppress(
        asyncpg.PostgresError
    ):  # where the system cannot tell; a long job then ends first
        await connection.execute("set client_connection_check_interval = '1s'")
    await connection.execute(f"set statement_timeout = '{JOB_TIMEOUT}'")
    await connection.execute("set role bartender_jobs")


async def _wait(lost: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until the connection is lost."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await lost.wait()
