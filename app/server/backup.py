"""Back a site's database up into one file, and put such a file in its place again.

A restore is built and proven beside the living database, takes its name in one transaction, and begins a new epoch:
tills then send again what the backup did not know. The database that was there is kept under another name.
A backup holds no password: roles belong to the server and are made by ``migrate``.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from app.domain.errors import DeviceFailed
from app.server.binaries import NO_WINDOW, Binaries
from app.server.check import OF_THE_MOMENT, Finding, check_database
from app.server.cluster import clean_environment, sync_folder
from app.server.connecting import connect
from app.server.migrate import migrate
from app.server.site_postgres import ensure_database, in_thread, quoted

CAUSE = "restored"
SWAP_TRIES = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``before``: the name that the replaced database now has, None when there was none.

    ``findings`` is empty unless the restore was asked to go on in spite of them.
    """

    bars: tuple[str, ...]
    before: str | None
    findings: tuple[Finding, ...] = ()


async def backup(binaries: Binaries, url: str, file: Path) -> int:
    """Write the database at ``url`` to ``file``, whole or not at all, and return its size in bytes.

    ``DeviceFailed``: ``TLPGT`` pg_dump failed (``tool``, ``output``), ``TLDSK`` the file cannot be written.
    """
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        options = ["--format=custom", "--lock-wait-timeout=10s", f"--file={partial}"]
        await in_thread(lambda: run_tool(binaries, "pg_dump", url, options))
        await in_thread(lambda: _read_contents(binaries, partial))
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(file)
        sync_folder(file.absolute().parent)
    except OSError as problem:
        raise DeviceFailed("TLDSK", {"path": str(file), "problem": str(problem)}) from problem
    finally:
        partial.unlink(missing_ok=True)
    return file.stat().st_size


async def restore(
    binaries: Binaries, url: str, file: Path, *, till_password: str | None, in_spite: bool = False
) -> Restored:
    """Make ``file`` the database at ``url`` (a superuser's) and return what was done.

    ``DeviceFailed``: ``TLBAK`` the file is no backup (``path``) or its books do not balance (``findings``; ``in_spite``
    goes on all the same), ``TLPGT`` pg_restore failed, ``TLSWP`` clients kept the living database busy. The living
    database is untouched then. Raises SchemaUnsafe when the backup is of a newer version.
    """
    if not file.is_file() or not await in_thread(lambda: is_backup(binaries, file)):
        raise DeviceFailed("TLBAK", {"path": str(file)})
    name = database_name(url)
    fresh = f"{name}_restore_{secrets.token_hex(4)}"
    fresh_url, maintenance_url = with_database(url, fresh), with_database(url, "postgres")
    await ensure_database(maintenance_url, name)
    await migrate(url, till_password=till_password)  # the roles that the backup names
    await ensure_database(maintenance_url, fresh)
    try:
        # Row security on: aggregates are filled by their owner, whom the policies let see all.
        options = ["--exit-on-error", "--single-transaction", "--enable-row-security", str(file)]
        await in_thread(lambda: run_tool(binaries, "pg_restore", fresh_url, options))
        await migrate(fresh_url, till_password=till_password)
        bars, findings = await _begin_again(fresh_url, in_spite=in_spite)
        await _listen_as_before(url, fresh_url)
        before = await _swap(maintenance_url, name, fresh)
    except BaseException:
        await _drop(maintenance_url, fresh)
        raise
    return Restored(bars, before, tuple(findings))


async def _begin_again(url: str, *, in_spite: bool) -> tuple[tuple[str, ...], list[Finding]]:
    """Give every bar a new epoch and return the bars' names and what is wrong with the books, if that may be."""
    connection = await connect(url)
    try:
        async with connection.transaction():
            bars = await connection.fetch("select id, name from data.bars order by id")
            for bar in bars:
                await connection.execute("select logic.new_epoch($1, $2)", bar["id"], CAUSE)
        found = await check_database(connection)
        findings = [finding for finding in found if finding.check not in OF_THE_MOMENT]
    finally:
        await connection.close()
    if findings and not in_spite:
        raise DeviceFailed("TLBAK", {"findings": len(findings)})
    return tuple(bar["name"] for bar in bars), findings


async def _listen_as_before(url: str, fresh_url: str) -> None:
    """Let tills listen where they do now: that belongs to the place, not to what happened at the bar."""
    living, fresh = await connect(url), None
    try:
        fresh = await connect(fresh_url)
        now = await living.fetchrow(
            "select realtime_url, realtime_kind, realtime_key, realtime_secret from data.site"
        )
        assert now is not None, "a migrated database has its site"
        await fresh.execute("select logic.set_realtime($1, $2, $3, $4)", *now.values())
    finally:
        await living.close()
        if fresh is not None:
            await fresh.close()


async def _swap(maintenance_url: str, name: str, fresh: str) -> str:
    """Give ``fresh`` the name of the living database in one transaction; returns the latter's new name.

    While it is being renamed nobody can connect to it: the server makes them wait and then says that it is gone.
    """
    before = f"{name}_before_{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    connection = await connect(maintenance_url)
    try:
        for _ in range(SWAP_TRIES):
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
                name,
            )
            try:
                async with connection.transaction():
                    await connection.execute(f"alter database {quoted(name)} rename to {quoted(before)}")
                    await connection.execute(f"alter database {quoted(fresh)} rename to {quoted(name)}")
            except asyncpg.ObjectInUseError:
                _log.warning("the database is in use; trying again")
            else:
                return before
    finally:
        await connection.close()
    raise DeviceFailed("TLSWP", {"database": name})


async def _drop(maintenance_url: str, name: str) -> None:
    connection = await connect(maintenance_url)
    try:
        await connection.execute(f"drop database if exists {quoted(name)} with (force)")
    finally:
        await connection.close()


def is_backup(binaries: Binaries, file: Path) -> bool:
    """Whether ``file`` is a whole backup in PostgreSQL's custom format."""
    try:
        return "TABLE DATA data bars" in _read_contents(binaries, file)
    except DeviceFailed:
        return False


def _read_contents(binaries: Binaries, file: Path) -> str:
    return run_tool(binaries, "pg_restore", None, ["--list", str(file)])


def run_tool(binaries: Binaries, name: str, url: str | None, options: Sequence[str]) -> str:
    """Run one of PostgreSQL's programs on the database at ``url`` and return what it printed. It blocks.

    The password is in its environment only. ``DeviceFailed("TLPGT")`` with ``tool`` and ``output`` when it fails.
    """
    address, password = without_password(url or "")
    try:
        done = subprocess.run(
            [str(binaries.program(name)), *([f"--dbname={address}"] if url else []), *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            creationflags=NO_WINDOW,
            env=clean_environment(
                {"PGCLIENTENCODING": "UTF8", **({"PGPASSWORD": password} if password else {})}
            ),
        )
    except OSError as problem:
        raise DeviceFailed("TLPGT", {"tool": name, "output": str(problem)}) from problem
    if done.returncode != 0:
        raise DeviceFailed("TLPGT", {"tool": name, "output": done.stderr[-2000:]})
    return done.stdout


def without_password(url: str) -> tuple[str, str]:
    """Return an address without its password, and the password (empty if it has none)."""
    parts = urlsplit(url)
    account, at, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=account.partition(":")[0] + at + place)), unquote(
        parts.password or ""
    )


def database_name(url: str) -> str:
    """Return the name of the database in an address."""
    return unquote(urlsplit(url).path.removeprefix("/"))


def with_database(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name, safe='')}"))
