"""``bartender server`` as a process: what it prints, how it ends, and what it leaves behind: nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.server.embedded import EmbeddedPostgres
from app.server.site_postgres import cluster_folder, in_thread
from app.settings import HOME
from tests.e2e.harness import Program

PATIENCE_S = 60.0
ON_WINDOWS = os.name == "nt"


@pytest.fixture
async def programs(tmp_path: Path) -> AsyncIterator[list[Program]]:
    """Programs that a test started; what still runs at its end is ended."""
    started: list[Program] = []
    yield started
    for program in started:
        if program.process.returncode is None:
            program.process.kill()
        await program.process.wait()


class Server:
    """Starts ``bartender server`` over one folder."""

    def __init__(self, folder: Path, programs: list[Program]) -> None:
        self.folder = folder
        self._programs = programs

    async def start(self, *options: str) -> Program:
        program: Program = await Program.start(
            "server", "--json", "--data", str(self.folder), *options, env={HOME: str(self.folder / "home")}
        )
        self._programs.append(program)
        return program

    async def is_running(self) -> bool:
        return await in_thread(EmbeddedPostgres(cluster_folder(self.folder)).is_running)

    async def stop_postgres(self) -> None:
        await in_thread(EmbeddedPostgres(cluster_folder(self.folder)).stop)


@pytest.fixture
async def server(site_folder: Path, programs: list[Program]) -> AsyncIterator[Server]:
    made = Server(site_folder, programs)
    yield made
    await made.stop_postgres()


async def ended(program: Program) -> int:
    async with asyncio.timeout(PATIENCE_S):
        return await program.process.wait()


async def test_it_says_where_it_is_and_stops_when_told(server: Server) -> None:
    program = await server.start()
    ready = await program.expect("ready")
    till = await asyncpg.connect(ready["url"])
    await till.close()

    program.process.terminate()

    await program.expect("stopped")
    assert await ended(program) == 0
    assert not await server.is_running()
    assert ready["realtime"].startswith("ws://127.0.0.1:")
    assert (ready["bar"], ready["enrolment"], ready["tills"], ready["people"]) == (None, None, [], [])
    assert ready["url"] not in (server.folder / "home/logs/server.log").read_text("utf-8")


async def test_ctrl_c_while_it_starts_leaves_nothing(server: Server) -> None:
    program = await server.start()
    async with asyncio.timeout(PATIENCE_S):
        while not cluster_folder(server.folder).exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0)

    program.process.send_signal(signal.SIGINT)

    await ended(program)
    assert not await server.is_running()


async def test_a_second_one_is_refused_in_words(server: Server) -> None:
    await (await server.start()).expect("ready")

    second = await server.start()

    failed = await second.expect("failed")
    assert (failed["code"], await ended(second)) == ("TLSRV", 1)


async def test_it_restarts_a_postgres_that_dies_and_says_so(server: Server) -> None:
    program = await server.start()
    url = (await program.expect("ready"))["url"]

    for _ in range(2):
        await in_thread(EmbeddedPostgres(cluster_folder(server.folder)).kill)
        await program.expect("postgres_restarted")
        till = await asyncpg.connect(url)
        await till.close()


async def test_after_a_kill_the_next_one_takes_over(server: Server) -> None:
    first = await server.start()
    url = (await first.expect("ready"))["url"]
    first.process.kill()
    await ended(first)
    assert await server.is_running()

    second = await server.start()

    assert (await second.expect("ready"))["url"] == url
    second.process.terminate()
    assert await ended(second) == 0
    assert not await server.is_running()


async def test_it_ends_when_the_pipe_of_its_parent_closes(server: Server) -> None:
    program = await server.start("--until-parent-exits")
    await program.expect("ready")
    assert program.process.stdin

    program.process.stdin.close()

    await program.expect("stopped")
    assert await ended(program) == 0
    assert not await server.is_running()


@pytest.mark.skipif(ON_WINDOWS, reason="an orphan keeps its parent's number there; the pipe tells")
async def test_it_ends_when_its_parent_is_killed(server: Server) -> None:
    words = [
        sys.executable,
        "-m",
        "app",
        "server",
        "--data",
        str(server.folder),
        "--json",
        "--until-parent-exits",
    ]
    script = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({words!r}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)\n"
        "print(child.pid, child.stdout.readline().decode()[:10], flush=True)\n"
        "child.wait()\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        script,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, HOME: str(server.folder)},
    )
    assert parent.stdout
    said = (await parent.stdout.readline()).decode()
    assert said.endswith('{"event": \n')

    parent.kill()
    await parent.wait()

    async with asyncio.timeout(PATIENCE_S):
        while await server.is_running():
            continue


async def test_it_goes_on_when_nobody_listens(server: Server) -> None:
    ours, theirs = os.pipe()
    words = ["-m", "app", "server", "--data", str(server.folder), "--json"]
    environment = {**os.environ, HOME: str(server.folder / "home")}
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=theirs, env=environment)
    os.close(theirs)
    with os.fdopen(ours, "rb") as said:
        url = json.loads(await in_thread(said.readline))["url"]

    await in_thread(EmbeddedPostgres(cluster_folder(server.folder)).kill)
    async with asyncio.timeout(PATIENCE_S):
        while not await server.is_running():
            continue
    till = await asyncpg.connect(url)
    await till.close()

    process.terminate()
    assert await process.wait() == 0
