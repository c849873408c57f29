"""Who may call which function of ``api`` and ``jobs``, and that no argument of one shows or changes another bar.

The functions come from the catalogue, what each must say from ``tests/cases/rights.toml``: one without its row there
fails. Commands are in ``test_matrix.py``.
"""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from tests.proof_record import record
from tests.sql.samples import GONE, WORKERS, Furnished, furnished
from tests.sql.support import Scene, hash_of, new_uuid, now, proof_of
from tests.sql.trade_truths import fingerprint

ROWS = tomllib.loads((Path(__file__).parents[1] / "cases/rights.toml").read_text("utf-8"))["functions"]
CODE = "ROOM-FOR-ONE"
ROLES = ("till", "relay", "jobs", "report", "api", "anybody")
LOGINS = ("till", "relay", "jobs", "report")


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    types: tuple[str, ...]

    @property
    def signature(self) -> str:
        return f"{self.name}({','.join(self.types)})"


async def functions(scene: Scene, *schemas: str) -> list[Function]:
    """Return the functions of the schemas, as the catalogue has them."""
    rows = await scene.owner.fetch(
        """
        select n.nspname || '.' || p.proname as name,
          array(select format_type(t, null) from unnest(p.proargtypes) t)::text[] as types
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any ($1)
        order by 1
        """,
        list(schemas),
    )
    return [Function(row["name"], tuple(row["types"])) for row in rows]


async def is_shut_to(scene: Scene, role: str, function: Function) -> bool:
    """Call the function as the role, with nothing in its arguments; tell whether PostgreSQL did not let it in."""
    nulls = ", ".join(f"null::{kind}" for kind in function.types)
    transaction = scene.owner.transaction()
    await transaction.start()
    try:
        await scene.owner.execute("create role bartender_anybody login")
        await scene.owner.execute(f"set session authorization bartender_{role}")
        await scene.owner.fetch(f"select * from {function.name}({nulls})")
    except asyncpg.InsufficientPrivilegeError as problem:
        word = function.name.split(".")
        return bool(re.search(rf"for (function {word[1]}|schema {word[0]})$", str(problem)))
    except asyncpg.PostgresError:
        return False
    finally:
        await transaction.rollback()
    return False


@pytest.mark.timeout(600)
async def test_every_function_is_open_to_whom_the_table_says(own_scene: Scene) -> None:
    began, every = time.monotonic(), await functions(own_scene, "api", "jobs")
    found = {
        function.signature: " ".join([r for r in ROLES if not await is_shut_to(own_scene, r, function)])
        for function in every
    }
    cells = len(found) * len(ROLES)
    record("rights-by-role", {"functions": len(found), "cells": cells}, None, time.monotonic() - began)

    wanted = {signature: row["callers"] if isinstance(row, dict) else row for signature, row in ROWS.items()}
    assert found == wanted


async def test_no_login_reaches_a_function_of_logic_or_data(own_scene: Scene) -> None:
    reached = await own_scene.owner.fetch(
        """
        select r.name, p.oid::regprocedure::text
        from pg_catalog.pg_proc p, unnest($1::text[]) r (name)
        where p.pronamespace in ('logic'::regnamespace, 'data'::regnamespace)
          and pg_catalog.has_function_privilege('bartender_' || r.name, p.oid, 'execute')
          and pg_catalog.has_schema_privilege('bartender_' || r.name, p.pronamespace, 'usage')
        """,
        list(LOGINS),
    )

    assert reached == []


@dataclass(frozen=True, slots=True)
class Calls:
    """Two bars alike. Each call is made by the login of the tills and undone afterwards."""

    ours: Furnished
    theirs: Furnished
    foreign: frozenset[str]
    before: Mapping[str, str] = field(default_factory=dict)

    async def said(self, signature: str, arguments: list[str | None]) -> str:
        """Return the code of the error, or ``answers``; an answer names nothing of the other bar but what was asked."""
        owner = self.ours.scene.owner
        await owner.execute("select setval('data.enrol_gate', 0), setval('data.sign_in_gate', 0)")
        name, types = signature.rstrip(")").split("(")
        places = ", ".join(
            f"${n}::text::{kind}" for n, kind in enumerate(types.split(",") if types else (), 1)
        )
        meant = [self.named.get(argument or "", argument) for argument in arguments]
        transaction = owner.transaction()
        await transaction.start()
        try:
            await owner.execute("set session authorization bartender_till")
            answer = await owner.fetchval(f"select {name}({places})", *meant)
            await owner.execute("reset session authorization")
            assert await fingerprint(owner, self.theirs.scene.bar.id) == self.before, name
        except asyncpg.PostgresError as problem:
            return str(problem.sqlstate)
        finally:
            await transaction.rollback()
        asked = [x for x in self.foreign if any(x in (argument or "") for argument in arguments)]
        assert not [x for x in self.foreign if x in answer and x not in asked], name
        return "answers"

    @property
    def named(self) -> dict[str, str | None]:
        """Return what the words of the table's arguments stand for."""
        scene = self.ours.scene
        return {
            "token": scene.bar.till.token,
            "revoked": scene.bar.tills[2].token,
            "unknown": hash_of("nobody's"),
            "ledger": scene.bar.till.ledger,
            "session": self.ours.sessions["Koffi", "own"],
            "member": scene.bar.people["Koffi"],
            "sale": self.ours.things["sale"],
            "product": self.ours.things["product"],
            "ticket": "C1-000001",
            "proof": proof_of("Koffi"),
            "code": CODE,
            "new": hash_of("a new machine"),
            "today": now().date().isoformat(),
            "status": json.dumps({"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}),
        }

    async def by_person(self, signature: str, arguments: list[str | None]) -> str:
        """Return what is said to each worker with a session of their own | without one, whatever session it is."""
        place = arguments.index("session")

        async def to(session: str | None) -> str:
            return await self.said(signature, [*arguments[:place], session, *arguments[place + 1 :]])

        own = [await to(self.ours.sessions[name, "own"]) for name in WORKERS]
        others = [
            *[self.ours.sessions[name, state] for name in WORKERS for state in ("ended", "elsewhere")],
            *[self.theirs.sessions[name, "own"] for name in WORKERS],
            self.ours.sessions[GONE, "own"],
            new_uuid(),
        ]
        without = sorted({await to(session) for session in others})
        return " ".join(own) + " | " + "/".join(without) + " | " + await to(None)


PERSONS = len(WORKERS) * 4 + 3


@pytest.fixture
async def calls(own_scene: Scene) -> Calls:
    ours, theirs = await furnished(own_scene), await furnished(own_scene)
    till = new_uuid()
    await own_scene.owner.execute("select logic.create_till($1, $2, 'C7', 'Fond')", ours.scene.bar.id, till)
    await own_scene.owner.execute(
        "select logic.create_enrolment($1, $2, $3, $4)",
        *(ours.scene.bar.id, till, hash_of(CODE), now() + timedelta(hours=1)),
    )
    bar = theirs.scene.bar
    foreign = {
        *(bar.id, *bar.people.values(), *theirs.things.values(), *theirs.sessions.values()),
        *(x.id for x in bar.products),
        *(x.id for x in bar.tills),
        *(x.ledger for x in bar.tills),
    }
    return Calls(ours, theirs, frozenset(foreign), await fingerprint(own_scene.owner, bar.id))


def with_foreign(arguments: list[str | None], foreign: str) -> list[list[str | None]]:
    """Return the arguments with the id put, one at a time, where an id may stand: ``ledger``, ``any`` in JSON …"""
    made = []
    for place, argument in enumerate(arguments):
        put = []
        if argument in ("ledger", "session", "member", "sale", "product"):
            put = [foreign]
        elif argument and "any" in argument:
            one_each = [json.dumps({name: foreign}) for name in ids_of(argument)]
            put = one_each or [argument.replace("any", foreign)]
        made += [[*sound(arguments[:place]), x, *sound(arguments[place + 1 :])] for x in put]
    return made


def ids_of(argument: str) -> list[str]:
    """Return the names of an object's fields when each may be an id and nothing else is in it: filters."""
    parts = json.loads(argument) if argument.startswith('{"') else {}
    return list(parts) if all(value == "any" for value in parts.values()) else []


def sound(arguments: list[str | None]) -> list[str | None]:
    """Return the arguments with nothing, or an id that nothing has, where an id may stand."""
    return [x and ("{}" if ids_of(x) else x.replace("any", new_uuid())) for x in arguments]


async def row_of(calls: Calls, signature: str, arguments: list[str | None]) -> tuple[dict[str, str], int]:
    """Return what the function says, as its row in the table has it, and the number of cells that this took."""
    tries = [made for foreign in sorted(calls.foreign) for made in with_foreign(arguments, foreign)]
    said = {await calls.said(signature, made) for made in tries}
    alone = sound(arguments)
    found = {"foreign": " ".join(sorted(said)), "alone": await calls.said(signature, alone)}
    for word in ("revoked", "unknown"):
        if "token" in arguments:
            found[word] = await calls.said(signature, [word if x == "token" else x for x in alone])
    cells = len(tries) + len(found) - 1
    if "session" in arguments:
        found["by"] = await calls.by_person(signature, alone)
        cells += PERSONS
    return found, cells


@pytest.mark.timeout(900)
async def test_no_function_finds_what_is_of_another_bar(calls: Calls) -> None:
    began, cells = time.monotonic(), 0
    for signature, row in ROWS.items():
        if signature.startswith("api."):
            found, some = await row_of(calls, signature, [x or None for x in row["with"]])
            cells += some
            assert found == {key: value for key, value in row.items() if key not in ("callers", "with")}, (
                signature
            )
    record("rights-by-foreign-argument", {"cells": cells}, None, time.monotonic() - began)
