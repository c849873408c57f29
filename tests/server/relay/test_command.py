"""``bartender relay`` as a process: what it says, how it ends, and what it cannot start with."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from app.server.ports import pick_port
from app.server.site_postgres import in_thread
from app.settings import HOME
from app.sync.feed import topic_of
from tests.drivers.certificates import HOST, Certificate, authority_in, lead_home
from tests.e2e.harness import ROOT, Event, Program, environment
from tests.fixtures_postgres import OwnPostgres
from tests.server.relay.support import Client, client, refusal
from tests.sql.support import Scene, selling

PASSWORD = "the relay's: own %"


class Relays:
    """Starts ``bartender relay`` over one database, and ends what still runs."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self._home = home
        self.started: list[Program] = []

    async def start(self, *options: str, port: int | None = None) -> Program:
        program: Program = await Program.start(
            "relay",
            "--json",
            "--port",
            str(port or pick_port()),
            *options,
            env={HOME: str(self._home), "BARTENDER_RELAY_URL": self.url},
        )
        self.started.append(program)
        return program

    async def close(self) -> None:
        for program in self.started:
            if program.is_running:
                program.process.kill()
            await program.ended()


@pytest.fixture
async def relays(scene: Scene, tmp_path: Path) -> AsyncIterator[Relays]:
    """Relays that log in as ``bartender_relay``."""
    quoted = await scene.owner.fetchval("select quote_literal($1)", PASSWORD)
    await scene.owner.execute(f"alter role bartender_relay password {quoted}")
    await scene.owner.execute("select logic.set_realtime('ws://127.0.0.1:4000', 'relay', null, null)")
    made = Relays(scene.database.url_for("bartender_relay", PASSWORD), tmp_path)
    yield made
    await made.close()


async def token_of(scene: Scene, place: int = 0) -> str:
    return str((await scene.call("realtime_token", scene.bar.tills[place].token))["token"])


async def joined(scene: Scene, till: Client, token: str) -> Client:
    reply = await till.join(topic_of(scene.bar.id), token, private=True)
    assert reply["status"] == "ok", reply
    return till


async def said_in_words(*options: str, url: str = "", home: Path) -> tuple[int, str]:
    """Run it to its end; return the exit code and what it wrote to standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "relay", *options,
        env=environment({HOME: str(home), "BARTENDER_RELAY_URL": url}), cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_it_says_where_it_is_and_sends_its_tills_away_when_told(scene: Scene, relays: Relays) -> None:
    program = await relays.start()
    address = (await program.expect("listening"))["url"]
    await program.expect("subscribed")
    token = await token_of(scene)
    async with client(address, token) as till:
        await joined(scene, till, token)
        await scene.submit(selling(scene.bar, 1, (0, 1)))
        assert (await till.told())["rows"][0]["stock"] == 9

        program.process.terminate()

        await program.expect("draining")
        assert await till.ended() == (1012, "restarting")
    await program.expect("stopped")
    assert await program.ended() == 0


async def test_asked_twice_it_ends_at_once(scene: Scene, relays: Relays) -> None:
    program = await relays.start()
    address = (await program.expect("listening"))["url"]
    await program.expect("subscribed")
    token = await token_of(scene)
    async with client(address, token) as till, client(address, token):
        await joined(scene, till, token)
        program.process.send_signal(signal.SIGINT)
        await program.expect("draining")
        program.process.send_signal(signal.SIGINT)

        await program.expect("stopped")
    assert await program.ended() == 0


async def test_whoever_comes_while_it_drains_is_sent_elsewhere(scene: Scene, relays: Relays) -> None:
    program = await relays.start()
    address = (await program.expect("listening"))["url"]
    await program.expect("subscribed")
    token = await token_of(scene)
    async with client(address, token) as till, client(address, token):
        await joined(scene, till, token)
        program.process.terminate()
        await program.expect("draining")

        assert await refusal(address, token) == (503, "This relay is about to end")


async def test_it_waits_for_a_database_that_is_away(own_postgres: OwnPostgres, tmp_path: Path) -> None:
    url = own_postgres.database.superuser_url
    await in_thread(own_postgres.server.stop)
    relays = Relays(url, tmp_path)
    program = await relays.start()
    await program.expect("listening")
    await program.expect("lost")

    await in_thread(own_postgres.server.start)

    await program.expect("subscribed")
    await relays.close()


async def test_two_of_one_port_tell_each_of_their_sockets_once(scene: Scene, relays: Relays) -> None:
    if not hasattr(socket, "SO_REUSEPORT") or sys.platform != "linux":
        pytest.skip("this system does not share a port")
    port = pick_port()
    both = [await relays.start("--reuse-port", port=port) for _ in range(2)]
    for program in both:
        await program.expect("subscribed")
    url = both[0].all("listening")[0]["url"]
    tokens = [await token_of(scene, place) for place in (0, 1)]
    async with contextlib.AsyncExitStack() as stack:
        tills = [await stack.enter_async_context(client(url, tokens[n % 2])) for n in range(12)]
        for place, till in enumerate(tills):
            await joined(scene, till, tokens[place % 2])
        before = await scene.rev()
        for no in range(1, 6):
            await scene.submit(selling(scene.bar, no, (0, 1)))
        for till in tills:
            reached = before
            while reached < before + 5:
                told = await till.told()
                assert told["from"] == reached
                reached = told["rev"]
            assert await till.is_quiet()
        counts = [sockets_of(program, port) for program in both]

    assert sum(counts) == 12
    assert all(counts), "the kernel gave them all to one"


def sockets_of(program: Program, port: int) -> int:
    """Return how many connections to the port the process serves, as the kernel counts them."""
    found = psutil.Process(program.process.pid).net_connections("tcp")
    return sum(one.status == "ESTABLISHED" and one.laddr.port == port for one in found)


# --- TLS


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    authority = authority_in(tmp_path / "authority")
    lead_home(monkeypatch)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority.sign("relay")


async def test_it_speaks_tls(scene: Scene, relays: Relays, certificate: Certificate) -> None:
    program = await relays.start(
        "--tls-cert", str(certificate.certificate), "--tls-key", str(certificate.key)
    )
    said = (await program.expect("listening"))["url"]
    await program.expect("subscribed")
    token = await token_of(scene)
    address = said.replace("127.0.0.1", HOST)
    async with client(address, token, "short") as till:
        await joined(scene, till, token)
        await scene.submit(selling(scene.bar, 1, (0, 1)))
        told = await till.told()

    assert said.startswith("wss://")
    assert told[4][0][1] == 9


# --- what it cannot start with


async def failure(program: Program) -> Event:
    event = await program.expect("failed")
    assert await program.ended() == 1
    return event


async def test_a_port_in_use(relays: Relays, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert (await failure(await relays.start(port=port)))["code"] == "address"
        code, said = await said_in_words("--port", str(port), url=relays.url, home=tmp_path)

    assert code == 1
    assert f"cannot listen at 127.0.0.1:{port}" in said


async def test_a_wrong_password_is_said_and_not_shown(scene: Scene, relays: Relays, tmp_path: Path) -> None:
    relays.url = scene.database.url_for("bartender_relay", "wrong-secret")
    assert (await failure(await relays.start()))["code"] == "login"
    code, said = await said_in_words(url=relays.url, home=tmp_path)

    assert (code, "does not let the relay in" in said) == (1, True)
    assert "wrong-secret" not in said
    assert "wrong-secret" not in (tmp_path / "logs/relay.log").read_text("utf-8")


async def test_another_role(scene: Scene, relays: Relays) -> None:
    relays.url = scene.database.till_url
    assert (await failure(await relays.start()))["code"] == "role"


async def test_a_database_without_a_feed(scene: Scene, relays: Relays) -> None:
    await scene.owner.execute("drop function api.feed_settings()")
    assert (await failure(await relays.start()))["code"] == "schema"


async def test_a_database_that_does_not_exist(scene: Scene, relays: Relays) -> None:
    relays.url = scene.database.superuser_url + "_none"
    assert (await failure(await relays.start()))["code"] == "no_database"


@pytest.mark.parametrize("words", [[], ["--tls-key", "none.pem"], ["--tls-cert", "none.pem"]])
async def test_options_that_lack_something(words: list[str], relays: Relays, tmp_path: Path) -> None:
    if not words:
        code, said = await said_in_words(home=tmp_path)
        assert (code, "--url" in said) == (2, True)
        return
    assert (await failure(await relays.start(*words)))["code"] == "certificate"


async def test_a_key_that_is_no_key(relays: Relays, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no key")
    code, said = await said_in_words("--tls-cert", str(tmp_path / "no.pem"), url=relays.url, home=tmp_path)

    assert code == 1
    assert "The certificate cannot be used" in said
