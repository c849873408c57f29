"""Make bars, people, tills and enrolment codes: a thin layer over the functions of schema ``logic``.

It makes ids, salts, tokens and codes; the database gets only hashes of what must stay secret. Every function takes a
connection of the owner or a superuser and runs in the caller's transaction.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import asyncpg

from app.domain.enrolment import new_code
from app.domain.ids import new_id
from app.domain.pin import checked_pin, new_salt, verifier
from app.domain.roles import Role

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

TIME_ZONE = "Africa/Porto-Novo"
CLOSING_HOUR = 6
ENROLMENT_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewBar:
    """What a bar is made from. ``operating_mode``: ``simplified`` or ``full``."""

    name: str
    address: str = ""
    time_zone: str = TIME_ZONE
    closing_hour: int = CLOSING_HOUR
    currency: str = "XOF"
    operating_mode: str = "simplified"


async def create_bar(connection: Connection, new: NewBar, bar: str | None = None) -> str:
    """Make a bar without people, tills or products and return its id (``bar`` if given).

    Raises asyncpg.PostgresError when the database refuses a value.
    """
    bar = bar or _fresh_id()
    await connection.execute(
        "select logic.create_bar($1, $2, $3, $4, $5, $6, $7)",
        bar,
        new.name,
        new.address,
        new.time_zone,
        new.closing_hour,
        new.currency,
        new.operating_mode,
    )
    return bar


async def add_member(
    connection: Connection, bar: str, name: str, role: Role, pin: str, member: str | None = None
) -> str:
    """Add a person to a bar and return their id (``member`` if given). Raises ValueError for a PIN that may not be."""
    checked_pin(pin, role)
    member, salt = member or _fresh_id(), new_salt()
    stored = await asyncio.to_thread(verifier, pin, salt)
    await connection.execute(
        "select logic.add_member($1, $2, $3, $4, $5, $6)", bar, member, name, role.value, salt, stored
    )
    return member


async def set_pin(connection: Connection, bar: str, member: str, role: Role, pin: str) -> None:
    """Give a person another PIN, which also ends a lock-out. Raises ValueError for a PIN that may not be."""
    checked_pin(pin, role)
    salt = new_salt()
    stored = await asyncio.to_thread(verifier, pin, salt)
    await connection.execute("select logic.set_pin($1, $2, $3, $4)", bar, member, salt, stored)


async def create_till(
    connection: Connection,
    bar: str,
    code: str,
    name: str,
    *,
    token: str | None = None,
    till: str | None = None,
) -> str:
    """Make a till and return its id. With ``token`` it can call at once, else it has to enrol first."""
    till = till or _fresh_id()
    token_hash = None if token is None else _hash(token)
    await connection.execute(
        "select logic.create_till($1, $2, $3, $4, $5)", bar, till, code, name, token_hash
    )
    return till


async def create_enrolment(
    connection: Connection, bar: str, till: str, life: timedelta = ENROLMENT_LIFE
) -> str:
    """Make a code (short form) that enrols ``till`` once, within ``life``, and return it; only its hash is stored."""
    code = new_code()
    expires_at = datetime.now(UTC) + life
    await connection.execute(
        "select logic.create_enrolment($1, $2, $3, $4)", bar, till, _hash(code), expires_at
    )
    return code


def new_token() -> str:
    """Return a fresh till token: 32 random bytes as hex."""
    return secrets.token_hex(32)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fresh_id() -> str:
    return new_id(time.time())
