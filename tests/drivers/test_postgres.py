"""The gateway on a real server: what each error means, and a server that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import asyncpg
import pytest

from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, TillError, Unreachable
from app.drivers.postgres import READS, PostgresGateway, enrol, till_error
from app.sync.ports import Json
from tests.drivers.strange import NOTHING_SEEN, gateway_of, pid, strange_scene
from tests.drivers.turns import TurnCounter
from tests.fixtures_postgres import Database
from tests.sql.support import (
    Scene,
    hash_of,
    new_uuid,
    proof_of,
    selling,
)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with strange_scene(database) as made:
        yield made


@pytest.fixture
async def gateway(scene: Scene) -> AsyncIterator[PostgresGateway]:
    async with gateway_of(scene) as made:
        yield made


async def failure(gateway: PostgresGateway, state: str, detail: str = "") -> TillError:
    with pytest.raises(TillError) as failed:
        await gateway.call("fail", (state, "text"), (detail, "text"), timeout_s=10)
    return failed.value


# --- what errors mean


@pytest.mark.parametrize(
    ("kind", "code", "states"),
    [
        (Rejected, None, "TLSTK TLPIN TLREV TLLED TLGAP"),
        (SignedOut, None, "TLAUT TLSES"),
        (SignedOut, "TLAUT", "28000 28P01"),
        (Incompatible, "TLVER", "42883 3F000 42501 42P01"),
        (Rejected, "TLINP", "22P02 22P05 22003"),
        (Unreachable, "TLNET", "08006 25006 40001 40P01 53300 53100 55P03 57014 57P01 57P02 57P03 58030"),
        (Unreachable, "TLNET", "XX000 P0001 23505 0A000"),
    ],
)
async def test_an_error_means_what_its_sqlstate_says(
    gateway: PostgresGateway, kind: type[TillError], code: str | None, states: str
) -> None:
    for state in states.split():
        error = await failure(gateway, state)
        assert (type(error), error.code) == (kind, code or state)
        if kind is Unreachable:
            assert error.params["sqlstate"] == state
            assert error.params["known"] is (state[:2] not in ("XX", "P0", "23", "0A"))


@pytest.mark.parametrize(
    ("detail", "params"), [('{"tries_left": 2}', {"tries_left": 2}), ("", {}), ("no json", {}), ("[]", {})]
)
async def test_our_own_errors_bring_their_parameters(
    gateway: PostgresGateway, detail: str, params: dict[str, object]
) -> None:
    assert (await failure(gateway, "TLPIN", detail)).params == params


async def test_a_function_that_is_not_there_asks_for_an_update(gateway: PostgresGateway) -> None:
    with pytest.raises(Incompatible):
        await gateway.call("of_tomorrow", timeout_s=10)


@pytest.mark.parametrize("function", ["nothing", "listed"])
async def test_an_answer_that_is_no_object_is_another_version(
    gateway: PostgresGateway, function: str
) -> None:
    with pytest.raises(Incompatible):
        await gateway.call(function, timeout_s=10)


async def test_a_wrong_password_is_no_right_to_ask(scene: Scene) -> None:
    url = scene.database.url_for("bartender_till", "wrong")
    with pytest.raises(SignedOut) as failed:
        await PostgresGateway(url, "token").call("pid", timeout_s=10)

    assert failed.value.code == "TLAUT"


async def test_a_database_or_a_server_that_is_not_there_is_unreachable(scene: Scene) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"postgresql://u:p@127.0.0.1:{unused.getsockname()[1]}/db"
        elsewhere = scene.database.till_url.replace(scene.database.name, "elsewhere")
        for url in (nobody, elsewhere, "postgresql:///db?host=/nowhere"):
            with pytest.raises(Unreachable):
                await PostgresGateway(url, "token").call("pid", timeout_s=10)


async def test_an_address_that_is_none_is_said_so() -> None:
    for url in ("bar", "http://bar/db"):
        with pytest.raises(DeviceFailed) as failed:
            await PostgresGateway(url, "token").call("pid", timeout_s=10)
        assert failed.value.code == "TLURL"


async def test_who_answers_nonsense_is_unreachable() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    url = f"postgresql://u:p@127.0.0.1:{server.sockets[0].getsockname()[1]}/db"
    with pytest.raises(Unreachable):
        await PostgresGateway(url, "token").call("pid", timeout_s=10)
    server.close()


async def test_an_argument_that_is_not_of_its_type_is_never_sent(gateway: PostgresGateway) -> None:
    with pytest.raises(Rejected) as refused:
        await gateway.sign_in("not a uuid", "00", timeout_s=10)

    assert refused.value.code == "TLINP"


def test_other_errors_are_bugs_and_foreign_ones_of_the_protocol_are_not() -> None:
    assert till_error(KeyError("x")) is None
    assert isinstance(till_error(asyncpg.InternalClientError("torn")), Unreachable)
    assert isinstance(till_error(EOFError()), Unreachable)


# --- one connection


async def test_calls_take_turns_on_one_connection(gateway: PostgresGateway) -> None:
    assert len(set(map(str, await asyncio.gather(*(pid(gateway) for _ in range(5)))))) == 1


# --- a server that is slow, silent or gone


async def test_after_a_time_out_the_connection_is_dropped_and_the_next_call_has_another(scene: Scene) -> None:
    async with TurnCounter(scene.database.till_url) as line:
        gateway = PostgresGateway(line.url, scene.bar.till.token)
        before = await pid(gateway)
        line.is_mute = True
        with pytest.raises(Unreachable) as failed:
            await gateway.call("pid", timeout_s=0.1)
        line.is_mute = False

        assert failed.value.params == {"timed_out": True}
        assert await pid(gateway) != before
        assert line.connections == 2
        await gateway.close()


async def test_a_server_that_never_answers_a_connection_is_unreachable_in_time() -> None:
    hung_up = asyncio.Event()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(100):
            continue
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    url = f"postgresql://u:p@127.0.0.1:{server.sockets[0].getsockname()[1]}/db"
    with pytest.raises(Unreachable) as failed:
        await PostgresGateway(url, "token").call("pid", timeout_s=0.2)
    await hung_up.wait()
    server.close()

    assert failed.value.params == {"timed_out": True}


async def test_who_waits_too_long_for_a_turn_gives_up_and_disturbs_nobody(gateway: PostgresGateway) -> None:
    long = asyncio.ensure_future(gateway.call("last", (0.5, "float"), timeout_s=10))
    await asyncio.sleep(0)

    with pytest.raises(Unreachable) as failed:
        await gateway.call("pid", timeout_s=0.05)

    assert failed.value.params == {"timed_out": True}
    assert await long == {}


async def test_a_connection_that_was_ended_while_idle_is_replaced(
    scene: Scene, gateway: PostgresGateway
) -> None:
    before = await pid(gateway)
    await scene.owner.execute("select pg_terminate_backend($1)", before)
    found: Json = None
    for _ in range(2):  # whether the till has seen the end yet is a race: then the first call tells
        with contextlib.suppress(Unreachable):
            found = await pid(gateway)

    assert found not in (None, before)


async def test_a_connection_that_is_ended_in_the_middle_of_a_call_is_unreachable(
    scene: Scene, gateway: PostgresGateway
) -> None:
    before = await pid(gateway)
    calling = asyncio.ensure_future(gateway.call("last", (2.0, "float"), timeout_s=10))
    await is_active(scene, before)
    await scene.owner.execute("select pg_terminate_backend($1)", before)

    with pytest.raises(Unreachable):
        await calling
    assert await pid(gateway) != before


async def is_active(scene: Scene, backend: Json) -> None:
    """Return when the backend is at work: the question itself gives it the time."""
    asked = "select count(*) from pg_stat_activity where pid = $1 and state = 'active' and query like '%api.last%'"
    while not await scene.owner.fetchval(asked, backend):
        continue


@pytest.mark.parametrize("state", ["57P01", "25006", "08006", "58030"])
async def test_a_server_that_says_it_is_leaving_or_has_become_a_standby_is_left(
    gateway: PostgresGateway, state: str
) -> None:
    before = await pid(gateway)
    await failure(gateway, state)

    assert await pid(gateway) != before


async def test_a_refusal_costs_no_connection(gateway: PostgresGateway) -> None:
    before = await pid(gateway)
    await failure(gateway, "TLSTK")
    await failure(gateway, "40001")

    assert await pid(gateway) == before


# --- the functions of the server


async def test_every_read_is_understood(scene: Scene, gateway: PostgresGateway) -> None:
    await scene.submit(selling(scene.bar, 1, (0, 1), body={"sale": (sale := new_uuid())}))
    known: dict[str, Json] = {
        "session": await scene.sign_in("Koffi"),
        "sale": sale,
        "ticket": "C1-000001",
        "product": scene.bar.products[0].id,
        "first": "2026-01-01",
        **dict.fromkeys(("last", "day"), "2026-01-31"),
        "period": "month",
    }
    for name, types in READS.items():
        params = {key: known.get(key) for key in types}
        answer = await gateway.read(name, params, timeout_s=10)
        assert answer.envelope.ledger == scene.bar.till.ledger

    stock = await gateway.read("stock_since", {"rev": None, "epoch": None}, timeout_s=10)
    params = {"rev": stock.envelope.rev, "epoch": stock.envelope.epoch}
    nothing_new = await gateway.read("stock_since", params, timeout_s=10)
    assert stock.full
    assert (nothing_new.full, nothing_new.rows) == (False, [])


async def test_a_till_pulses_opens_a_ledger_and_signs_people_in_and_out(
    scene: Scene, gateway: PostgresGateway
) -> None:
    pulse = await gateway.pulse(
        scene.bar.till.ledger,
        NOTHING_SEEN,
        {"version": "0.1.0", "queue": 0, "oldest_s": 0.0, "unsure": 0},
        timeout_s=10,
    )
    ledger = new_uuid()
    opened = await gateway.open_ledger(ledger, timeout_s=10)
    answer = await gateway.sign_in(scene.bar.people["Afi"], proof_of("Afi"), timeout_s=10)
    wrong = await gateway.sign_in(scene.bar.people["Afi"], proof_of("Koffi"), timeout_s=10)

    assert pulse.envelope.ledger == scene.bar.till.ledger
    assert (opened["ledger"], opened["last_ticket"]) == (ledger, 0)
    assert answer["ok"] is True
    assert wrong == {"ok": False, "code": "TLPIN", "params": {"tries_left": 4}}
    assert await gateway.sign_out(str(answer["session"]), timeout_s=10) == {"ok": True}


async def test_a_till_enrols_with_a_code_once_and_may_ask_again_when_the_answer_was_lost(
    scene: Scene,
) -> None:
    code, token, ledger, till = "K7PQ-2M9X", hash_of("token"), new_uuid(), new_uuid()
    owner, bar = scene.owner, scene.bar.id
    await owner.execute("select logic.create_till($1, $2, $3, $4, null)", bar, till, "C9", "Terrasse")
    until = datetime.now(UTC) + timedelta(days=1)
    hashed = hashlib.sha256(code.encode()).hexdigest()
    await owner.execute("select logic.create_enrolment($1, $2, $3, $4)", bar, till, hashed, until)

    url = scene.database.till_url
    first = await enrol(url, code, token, ledger, {"name": "Terrasse"})
    again = await enrol(url, code, token, ledger, {"name": "Terrasse"})

    assert first == again
    assert json.dumps(first["till"], sort_keys=True) == json.dumps(
        {"code": "C9", "id": till, "name": "Terrasse"}, sort_keys=True
    )
    with pytest.raises(Rejected) as refused:
        await enrol(url, code, hash_of("another"), new_uuid(), {})
    assert refused.value.code == "TLENR"


# --- the line's own safety: the rest is in test_postgres_tls.py


async def test_a_tls_mode_in_the_address_is_not_sent_to_the_server(scene: Scene) -> None:
    parts = urlsplit(scene.database.till_url)
    url = parts._replace(query="sslmode=disable&application_name=till").geturl()
    gateway = PostgresGateway(url, scene.bar.till.token)

    assert await pid(gateway)
    await gateway.close()
