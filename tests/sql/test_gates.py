"""Gates for tries: however many come at once, no more pass than the limit; and no try waits for another's work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import asyncpg
import pytest

from tests.sql.support import Connection, Scene, hash_of, make_bar, new_uuid, proof_of, until

AT_ONCE = 50
LEFT = 5
WAITING = """
select count(*) >= $1 from pg_catalog.pg_locks l
where not l.granted and l.relation = 'data.site'::regclass
"""
ENROL = "select api.enrol('AAAA-' || $1, $2, $3, '{}')"
SIGN_IN = "select api.sign_in($1, $2, $3)"
BAR_GATE = "select logic.pass_bar_gate($1, 'sign_in', 1000, 60)"

Crowd: TypeAlias = list[Connection]


@pytest.fixture
async def crowd(own_scene: Scene) -> AsyncIterator[Crowd]:
    """Fifty connections to the server itself."""
    connections = [await asyncpg.connect(own_scene.database.superuser_url) for _ in range(AT_ONCE)]
    yield connections
    for connection in connections:
        await connection.close()


async def leave(scene: Scene, gate: str, every_ms: int, burst: int) -> None:
    """Let so many tries of a gate of the site be paid for that five are left."""
    await scene.owner.execute(
        "select setval($1::text::regclass, floor(extract(epoch from clock_timestamp()) * 1000)::bigint + $2)",
        *(f"data.{gate}", every_ms * (burst - LEFT)),
    )


async def code_of(connection: Connection, statement: str, *arguments: object) -> str:
    """Return what a try says: ``ok`` or the code."""
    try:
        await connection.fetchval(statement, *arguments)
    except asyncpg.PostgresError as problem:
        return str(problem.sqlstate)
    return "ok"


async def at_once(
    scene: Scene, crowd: Crowd, ask: Callable[[Connection, int], asyncio.Future[str]]
) -> list[str]:
    """Hold everybody at the door, as a deploy does, and let all in at the same moment; return what each was told."""
    async with scene.owner.transaction():
        await scene.owner.execute("lock table data.site in access exclusive mode")
        tries = [ask(connection, number) for number, connection in enumerate(crowd)]
        await until(scene.owner, WAITING, AT_ONCE)
    return await asyncio.gather(*tries)


@pytest.mark.parametrize("_round", range(2))
async def test_of_fifty_that_guess_a_code_at_once_only_as_many_pass_as_are_left(
    own_scene: Scene, crowd: Crowd, _round: int
) -> None:
    """Each guess fails, and counts all the same: one more may pass each two seconds."""

    def guess(connection: Connection, number: int) -> asyncio.Future[str]:
        arguments = (f"{number:04d}", hash_of(str(number)), new_uuid())
        return asyncio.ensure_future(code_of(connection, ENROL, *arguments))

    await leave(own_scene, "enrol_gate", 2000, 30)
    began = time.monotonic()
    codes = await at_once(own_scene, crowd, guess)
    passed = AT_ONCE - codes.count("TLLIM")

    assert set(codes) == {"TLENR", "TLLIM"}
    assert LEFT <= passed <= LEFT + (time.monotonic() - began) / 2


@pytest.mark.parametrize("_round", range(2))
async def test_of_fifty_that_sign_in_at_once_only_as_many_pass_as_are_left(
    own_scene: Scene, crowd: Crowd, _round: int
) -> None:
    bar = own_scene.bar
    arguments = (bar.till.token, bar.people["Afi"], proof_of("Afi"))

    def sign_in(connection: Connection, number: int) -> asyncio.Future[str]:
        del number
        return asyncio.ensure_future(code_of(connection, SIGN_IN, *arguments))

    await leave(own_scene, "sign_in_gate", 100, 200)
    began = time.monotonic()
    codes = await at_once(own_scene, crowd, sign_in)

    assert set(codes) == {"ok", "TLLIM"}
    assert codes.count("ok") <= LEFT + (time.monotonic() - began) * 10


async def test_of_fifty_at_once_at_the_gate_of_a_bar_as_many_pass_as_are_left(
    own_scene: Scene, crowd: Crowd
) -> None:
    """Even where nobody holds the bar's lock."""
    bar = own_scene.bar.id
    await own_scene.owner.execute(
        "insert into data.bar_gates values ($1, 'sign_in', extract(epoch from clock_timestamp()) * 1000 + $2)",
        *(bar, 1000 * (60 - LEFT)),
    )
    began = time.monotonic()
    codes = await asyncio.gather(*(code_of(connection, BAR_GATE, bar) for connection in crowd))
    passed = codes.count("ok")

    assert set(codes) == {"ok", "TLLIM"}
    assert LEFT <= passed <= LEFT + (time.monotonic() - began)


async def test_a_try_waits_for_who_is_counting_and_not_for_what_they_do_next(
    own_scene: Scene, crowd: Crowd
) -> None:
    other = await make_bar(own_scene.owner)
    bar = own_scene.bar
    async with own_scene.owner.transaction():
        await own_scene.owner.execute("select logic.lock_bar($1)", bar.id)
        arguments = (bar.till.token, bar.people["Afi"], proof_of("Afi"))
        held = asyncio.ensure_future(code_of(crowd[0], SIGN_IN, *arguments))
        await until(own_scene.owner, "select exists (select from pg_catalog.pg_locks where not granted)")
        free = await code_of(crowd[1], SIGN_IN, other.till.token, other.people["Afi"], proof_of("Afi"))
    assert (free, await held) == ("ok", "ok")

    async with own_scene.owner.transaction():
        await own_scene.owner.execute("select from data.gates where gate = 'sign_in_gate' for no key update")
        waiting = asyncio.ensure_future(code_of(crowd[0], SIGN_IN, *arguments))
        await until(own_scene.owner, "select exists (select from pg_catalog.pg_locks where not granted)")
    assert await waiting == "ok"


async def test_nobody_changes_what_gates_there_are(own_scene: Scene) -> None:
    await own_scene.owner.execute("set role bartender_api")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await own_scene.owner.execute("update data.gates set gate = 'x'")
