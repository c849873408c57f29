"""What the gateway tells the till's meter: each answer once, with its bytes and its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.domain.errors import SignedOut, Unreachable
from app.drivers.clock import SystemClock
from app.drivers.postgres import PostgresGateway
from app.sync.traffic import Meter
from tests.fixtures_postgres import Database
from tests.sql.support import Scene, connect_till, hash_of, make_bar


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    """A new bar on a database of its own."""
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_each_call_is_measured(scene: Scene) -> None:
    meter = Meter(SystemClock())
    gateway = PostgresGateway(scene.database.till_url, scene.bar.till.token, meter)

    answers = await asyncio.gather(*(gateway.read("team", {}, timeout_s=10) for _ in range(5)))
    await gateway.close()

    assert len(answers) == 5
    traffic = meter.so_far()
    assert traffic.calls == {"team": 5}
    assert len(traffic.trips_s) == 5
    assert min(traffic.trips_s) > 0
    assert min(traffic.bytes_in, traffic.bytes_out) > 50


async def test_a_refusal_is_an_answer_and_silence_is_none(scene: Scene) -> None:
    meter = Meter(SystemClock())
    gateway = PostgresGateway(scene.database.till_url, hash_of("nobody's"), meter)
    with pytest.raises(SignedOut):
        await gateway.call("team", timeout_s=10)
    await gateway.close()
    unreachable = PostgresGateway("postgresql://127.0.0.1:1/x", "", meter)
    with pytest.raises(Unreachable):
        await unreachable.call("team", timeout_s=10)

    assert meter.so_far().calls == {"team": 1}
