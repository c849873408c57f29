"""Make bars, people, tills and enrolment codes: a thin layer over the functions of schema ``logic``.

It makes ids, salts, tokens and codes; the database gets only hashes of what must stay secret. Every function takes a
connection of the owner or a superuser and runs in the caller's transaction.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

import asyncpg

from app.domain.catalog import folded
from app.domain.enrolment import new_code
from app.domain.errors import DeviceFailed
from app.domain.ids import new_id
from app.domain.pin import checked_pin, drawn_pin, new_salt, verifier
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


@dataclass(frozen=True, slots=True)
class BarName:
    id: str
    name: str


class NameTaken(ValueError):
    """Somebody or something has this name already; the text says who."""


class BarState(StrEnum):
    """``frozen``: it moves to another server and its tills' calls fail; ``closed``: it is closed down."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


async def create_bar(connection: Connection, new: NewBar, bar: str | None = None) -> str:
    """Make a bar without people, tills or products and return its id (``bar`` if given).

    Raises asyncpg.PostgresError when the database refuses a value.
    """
    bar = bar or fresh_id()
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
    """Add a person to a bar and return their id (``member`` if given). Raises ValueError for a PIN that may not be, or
    that is too easy to guess.
    """
    checked_pin(pin, role)
    member, salt = member or fresh_id(), new_salt()
    stored = await asyncio.to_thread(verifier, pin, salt)
    await connection.execute(
        "select logic.add_member($1, $2, $3, $4, $5, $6)", bar, member, name, role.value, salt, stored
    )
    return member


async def create_bar_once(connection: Connection, new: NewBar) -> str:
    """As ``create_bar``, and NameTaken when the site has a bar of that name, case and accents aside.

    In a transaction of the caller's.
    """
    # Of two at once, the second looks when the first is there.
    await connection.execute("select pg_advisory_xact_lock(hashtext('names of bars'))")
    for bar in await list_bars(connection):
        if folded(bar.name) == folded(new.name):
            raise NameTaken(
                f"A bar here is already called “{bar.name}” (id {bar.id}). Give this one another name."
            )
    return await create_bar(connection, new)


async def add_member_once(connection: Connection, bar: str, name: str, role: Role, pin: str) -> str:
    """As ``add_member``, and NameTaken when somebody active in the bar has that name, case and accents aside: people
    sign in by their name. In a transaction of the caller's, which such an error must end.
    """
    member = await add_member(connection, bar, name, role, pin)
    # Now that the bar is locked, nobody else of that name can come in between.
    for row in await _people(connection, bar):
        if row["is_active"] and row["id"] != member and folded(row["name"]) == folded(name):
            raise NameTaken(
                f"“{row['name']}” already belongs to this bar (id {row['id']}). People sign in by their name: add"
                " what tells the two apart."
            )
    return member


async def set_pin(connection: Connection, bar: str, member: str, role: Role, pin: str) -> None:
    """Give a person another PIN, which also ends a lock-out. Raises ValueError for a PIN that may not be."""
    checked_pin(pin, role)
    salt = new_salt()
    stored = await asyncio.to_thread(verifier, pin, salt)
    await connection.execute("select logic.set_pin($1, $2, $3, $4)", bar, member, salt, stored)


async def reset_pin(connection: Connection, bar: str, wanted: str) -> tuple[str, str]:
    """Give the member with this id or name a PIN drawn at random, and sign them out; return their id and the PIN.

    It is nowhere else: whoever is told it has it changed at a till. A name is that of somebody active, if there is one.
    Raises ValueError when nobody, or more than one person, is called so; it names their ids.
    """
    people = await _people(connection, bar)
    found = [row for row in people if wanted == row["id"]]
    for is_active in (True, False):
        found = found or [
            row for row in people if row["is_active"] is is_active and folded(row["name"]) == folded(wanted)
        ]
    if len(found) != 1:
        choice = f"; say which by id: {', '.join(row['id'] for row in found)}" if found else ""
        raise ValueError(f"{len(found)} people of this bar are called {wanted}{choice}.")
    role = Role(found[0]["role"])
    pin = drawn_pin(role)
    await set_pin(connection, bar, found[0]["id"], role, pin)
    return found[0]["id"], pin


async def _people(connection: Connection, bar: str) -> list[asyncpg.Record]:
    return await connection.fetch(
        """
        select m.user_id::text as id, u.name, m.role, m.is_active
        from data.bar_members m
        join data.users u on u.id = m.user_id
        where m.bar_id = $1
        order by m.user_id
        """,
        bar,
    )


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
    till = till or fresh_id()
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


async def ensure_till(connection: Connection, bar: str, code: str, name: str | None) -> str:
    """Return the id of the bar's till ``code``, which is made if there is none.

    ``DeviceFailed("TLNTL")`` with ``code`` when there is none and no ``name`` for a new one.
    """
    till = await _till_id(connection, bar, code)
    if till is not None:
        return till
    if name is None:
        raise DeviceFailed("TLNTL", {"code": code})
    return await create_till(connection, bar, code, name)


async def revoke_till(connection: Connection, bar: str, code: str) -> str:
    """Shut a till out at once and return its id. ``DeviceFailed("TLNTL")`` when there is none."""
    till = await _known_till(connection, bar, code)
    await connection.execute("select logic.revoke_till($1, $2)", bar, till)
    return till


async def restore_till(connection: Connection, bar: str, code: str) -> str:
    """Let a till that was shut out in again, with the token that it has, and return its id.

    ``DeviceFailed("TLNTL")`` when there is none.
    """
    till = await _known_till(connection, bar, code)
    await connection.execute("select logic.restore_till($1, $2)", bar, till)
    return till


async def _known_till(connection: Connection, bar: str, code: str) -> str:
    till = await _till_id(connection, bar, code)
    if till is None:
        raise DeviceFailed("TLNTL", {"code": code})
    return till


async def _till_id(connection: Connection, bar: str, code: str) -> str | None:
    found: str | None = await connection.fetchval(
        "select id::text from data.tills where bar_id = $1 and code = $2", bar, code
    )
    return found


async def list_bars(connection: Connection) -> list[BarName]:
    """Return every bar, by name."""
    rows = await connection.fetch("select id::text, name from data.bars order by name, id")
    return [BarName(row["id"], row["name"]) for row in rows]


async def bar_states(connection: Connection) -> Mapping[str, BarState]:
    """Return how each bar is, by its id."""
    rows = await connection.fetch(
        """
        select b.id::text, b.is_active, c.frozen_at is not null as is_frozen
        from data.bars b
        join data.bar_clocks c on c.bar_id = b.id
        """
    )
    return {
        row["id"]: BarState.FROZEN
        if row["is_frozen"]
        else BarState.OPEN
        if row["is_active"]
        else BarState.CLOSED
        for row in rows
    }


async def find_bar(connection: Connection, wanted: str | None) -> BarName:
    """Return the bar with this id or name (case and accents do not count), or the only one.

    ``DeviceFailed``: ``TLNOB`` none, ``TLBRS`` several.
    """
    bars = await list_bars(connection)
    found = [bar for bar in bars if wanted is None or wanted == bar.id or folded(wanted) == folded(bar.name)]
    if not found:
        raise DeviceFailed("TLNOB", {"bar": wanted or ""})
    if len(found) > 1:
        listed = ", ".join(f"{bar.id} “{bar.name}”" for bar in found)
        raise DeviceFailed("TLBRS", {"bars": [asdict(bar) for bar in found], "listed": listed})
    return found[0]


def new_token() -> str:
    """Return a fresh till token: 32 random bytes as hex."""
    return secrets.token_hex(32)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fresh_id() -> str:
    """Return a new id."""
    return new_id(time.time())
