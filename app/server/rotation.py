"""The password of the tills' login, changed without shutting a till out: two roles take turns, and the old lasts on.

Which role new enrolment codes carry is kept in the roles themselves: an end of its password says that it is the old
one, and PostgreSQL shuts it out then. Nothing here tells the tills: one that enrols again has the new password.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from app.server.scram import scram_verifier

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

FIRST, SECOND = "bartender_till", "bartender_till_b"
OVERLAP = timedelta(days=30)


class RotationUnsafe(ValueError):
    """It would shut tills out that still have the password before the last one."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The login that enrolment codes carry from now on, and until when the one before it is let in."""

    role: str
    password: str = field(repr=False)
    old_role: str
    old_until: datetime


def new_password() -> str:
    """Return a fresh password of 192 random bits."""
    return secrets.token_urlsafe(24)


async def current_role(connection: Connection) -> str:
    """Return the role that enrolment codes carry."""
    is_second = await connection.fetchval(
        "select rolvaliduntil = 'infinity' from pg_catalog.pg_roles where rolname = $1", SECOND
    )
    return SECOND if is_second else FIRST


async def old_until(connection: Connection) -> datetime | None:
    """Return when the old password ends, None when no other one is let in any more."""
    role = _other(await current_role(connection))
    until: datetime | None = await connection.fetchval(
        "select rolvaliduntil from pg_catalog.pg_roles where rolname = $1 and rolvaliduntil > clock_timestamp()",
        role,
    )
    return until


async def rotate(connection: Connection, password: str, overlap: timedelta = OVERLAP) -> Rotated:
    """Make the other role the tills' login with the password; the present one is let in for ``overlap`` more.

    Raises RotationUnsafe while tills may still have the password before: wait, or ``retire`` it first.
    """
    verifier = await asyncio.to_thread(scram_verifier, password)
    async with connection.transaction():
        before = await current_role(connection)
        until = await old_until(connection)
        if until is not None:
            raise RotationUnsafe(
                f"the password before is valid until {until:%Y-%m-%d}; end it with --retire first"
            )
        role, end = _other(before), datetime.now(UTC) + overlap
        await connection.execute(f"alter role {role} password '{verifier}' valid until 'infinity'")
        await connection.execute(f"alter role {before} valid until '{end.isoformat()}'")
    return Rotated(role, password, before, end)


async def retire(connection: Connection) -> bool:
    """End the old password now, and its connections; tell whether there was one."""
    if await old_until(connection) is None:
        return False
    role = _other(await current_role(connection))
    await connection.execute(f"alter role {role} password null valid until '{datetime.now(UTC).isoformat()}'")
    await connection.execute(
        "select pg_catalog.pg_terminate_backend(a.pid) from pg_catalog.pg_stat_activity a where a.usename = $1",
        role,
    )
    return True


def _other(role: str) -> str:
    return SECOND if role == FIRST else FIRST


def with_login(url: str, role: str, password: str) -> str:
    """Return the address with another login; what a pooler wants after a dot of the name (Supavisor) stays."""
    parts = urlsplit(url)
    account, _, place = parts.netloc.rpartition("@")
    role += "".join(account.partition(":")[0].partition(".")[1:])
    return urlunsplit(parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{place}"))
