"""What a call costs on the wire: words that travel once, and pulses that say little when there is little to say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import Rejected
from app.drivers.clock import SystemClock
from app.drivers.postgres import READS, PostgresGateway, _statement, name_of
from app.sync.ports import Json, PulseAnswer, Seen
from app.sync.traffic import Meter
from tests.drivers.strange import NOTHING_SEEN, gateway_of, pid, strange_scene
from tests.drivers.turns import TurnCounter
from tests.fixtures_postgres import Database
from tests.sql.support import Scene, selling


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with strange_scene(database) as made:
        yield made


@pytest.fixture
async def gateway(scene: Scene) -> AsyncIterator[PostgresGateway]:
    async with gateway_of(scene) as made:
        yield made


async def test_a_sale_is_one_round_trip_where_nothing_stands_between_and_a_reconnect_seven_at_most(
    scene: Scene,
) -> None:
    async with TurnCounter(scene.database.till_url) as line:
        gateway = PostgresGateway(line.url, scene.bar.till.token)
        ledger, turns = scene.bar.till.ledger, []
        for number in range(1, 4):
            line.turns = 0
            answer = await gateway.submit(
                ledger, NOTHING_SEEN, [selling(scene.bar, number, (0, 1))], timeout_s=10
            )
            turns.append(line.turns)
        await gateway.close()

    cold, second, warm = turns
    assert [outcome.outcome for outcome in answer.outcomes] == ["done"]
    assert warm == 1
    assert second <= 2
    assert cold <= 7
    assert line.connections == 1


async def test_words_travel_once_where_nothing_stands_between(gateway: PostgresGateway) -> None:
    kept = [(await gateway.call("pid", timeout_s=10))["prepared"] for _ in range(4)]

    assert kept == [0, 1, 1, 1]


def test_each_call_s_words_have_a_name_of_their_own() -> None:
    words = {_statement(name, [("", kind) for kind in types.values()])[0] for name, types in READS.items()}

    assert len({name_of(one) for one in words}) == len(words) > 20


async def test_a_call_works_after_a_pooler_has_thrown_everything_away(
    scene: Scene, gateway: PostgresGateway
) -> None:
    before = await pid(gateway)
    assert await pid(gateway) == before
    assert gateway._line is not None
    await gateway._line.connection.execute("discard all")

    again = [await gateway.call("pid", timeout_s=10) for _ in range(2)]
    assert [(one["pid"], one["prepared"]) for one in again] == [(before, 0), (before, 0)]


async def test_a_call_works_where_another_s_statements_are_met(
    scene: Scene, gateway: PostgresGateway
) -> None:
    await pid(gateway)
    assert gateway._line is not None
    query, _ = _statement("pid", [("", "text")])
    await gateway._line.connection.execute(f'prepare "{name_of(query)}" (text) as select 1')

    assert [(await gateway.call("pid", timeout_s=10))["prepared"] for _ in range(2)] == [1, 1]


async def test_a_pulse_that_has_little_to_say_says_it_in_few_words_and_means_the_same(scene: Scene) -> None:
    meter = Meter(SystemClock())
    gateway = PostgresGateway(scene.database.till_url, scene.bar.till.token, meter)
    ledger = scene.bar.till.ledger
    status: dict[str, Json] = {"version": "0.1.0", "queue": 0, "oldest_s": 0.0, "unsure": 0}

    async def pulse(seen: Seen) -> tuple[PulseAnswer, int]:
        before = meter.so_far()
        answer = await gateway.pulse(ledger, seen, status, timeout_s=10)
        after = meter.so_far()
        return answer, after.bytes_in + after.bytes_out - before.bytes_in - before.bytes_out

    whole, many = await pulse(NOTHING_SEEN)
    now = Seen(whole.envelope.epoch, whole.envelope.applied, whole.envelope.rev)
    short, few = await pulse(now)
    assert few < many / 2
    marks = replace(short.envelope, server_time=whole.envelope.server_time)
    assert replace(short, envelope=marks) == whole
    assert short.envelope.server_time is not None
    assert short.envelope.server_time > str(whole.envelope.server_time)

    await scene.owner.execute("update data.site set minimum_till = '0.0.9'")
    told, _ = await pulse(now)
    assert told.flags["minimum_version"] == "0.0.9"
    assert meter.so_far().calls == {"pulse": 4}, "one in few words, and then in full"
    await gateway.close()


async def test_a_server_that_went_back_a_version_is_asked_in_full(
    scene: Scene, gateway: PostgresGateway
) -> None:
    ledger = scene.bar.till.ledger
    status: dict[str, Json] = {"version": "0.1.0", "queue": 0, "oldest_s": 0.0, "unsure": 0}
    whole = await gateway.pulse(ledger, NOTHING_SEEN, status, timeout_s=10)
    now = Seen(whole.envelope.epoch, whole.envelope.applied, whole.envelope.rev)
    await scene.owner.execute(
        "create or replace function logic.short_pulse(desk logic.desk, seen jsonb, status jsonb) returns jsonb"
        " language plpgsql as $$ begin perform logic.refuse('TLINP', '{\"path\": \"status\"}'); end $$"
    )

    assert (await gateway.pulse(ledger, now, status, timeout_s=10)).envelope.rev == whole.envelope.rev
    await scene.owner.execute("update data.tills set revoked_at = now() where id = $1", scene.bar.till.id)
    with pytest.raises(Rejected, match="TLREV"):
        await gateway.pulse(ledger, now, status, timeout_s=10)
