"""The demo's server: one for every till of the demo, whoever opened the first, and none left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import click
import pytest

from app.cli.demo_server import DemoServer
from app.server.embedded import EmbeddedPostgres
from app.server.site import Site
from app.server.site_postgres import cluster_folder
from app.settings import HOME

PATIENCE_S = 90.0


@pytest.fixture
def start(
    site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], DemoServer]]:
    """Starts the demo's server over one folder; all are stopped at the end, the last started first."""
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    started: list[DemoServer] = []

    def start_one() -> DemoServer:
        started.append(DemoServer.start(site_folder, lambda words: None))
        return started[-1]

    yield start_one
    for server in reversed(started):
        server.stop()
    assert not EmbeddedPostgres(cluster_folder(site_folder)).is_running()


def answers(server: DemoServer) -> bool:
    async def ask() -> bool:
        connection = await asyncpg.connect(str(server.ready["url"]))
        try:
            return bool(await connection.fetchval("select api.version() is not null"))
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_second_demo_uses_the_server_of_the_first_and_takes_it_over(
    start: Callable[[], DemoServer],
) -> None:
    first = start()
    second = start()

    assert (first.is_ours, second.is_ours) == (True, False)
    assert second.ready == first.ready
    assert answers(second)

    first.stop()

    give_up_at = time.monotonic() + PATIENCE_S
    while not second.is_ours:
        assert time.monotonic() < give_up_at
    assert answers(second)


def test_a_demo_that_only_looked_on_stops_nothing(start: Callable[[], DemoServer]) -> None:
    first = start()

    start().stop()

    assert answers(first)


def test_a_demo_whose_server_was_about_to_end_starts_its_own(start: Callable[[], DemoServer]) -> None:
    first = start()
    assert first._child
    assert first._child._process.stdin
    first._child._process.stdin.close()  # as when its demo is killed: the server is still there, and ends

    assert start().is_ours


async def test_a_server_without_a_demo_bar_is_not_joined(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.demo_server.ATTACH_PATIENCE_S", 3.0)
    async with Site(site_folder, durable=False):
        with pytest.raises(click.ClickException, match="no demo bar"):
            await asyncio.to_thread(DemoServer.start, site_folder, lambda words: None)


def test_a_server_that_was_killed_is_started_again_for_whoever_asks_and_for_nobody_else(
    start: Callable[[], DemoServer],
) -> None:
    first = start()
    assert first._child
    process = first._child._process
    first.revive()
    assert first._child._process is process, "one that runs is left alone"
    process.terminate()
    process.wait(PATIENCE_S)

    first.revive()

    give_up_at = time.monotonic() + PATIENCE_S
    while first._child is None:
        assert time.monotonic() < give_up_at
    assert first.is_ours
    assert answers(first)


def test_what_is_said_of_the_start_is_true(
    site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    said: list[str] = []
    first = DemoServer.start(site_folder, said.append)
    second = DemoServer.start(site_folder, said.append)
    second.stop()
    first.stop()

    assert said == ["Starting the demo bar …", "The demo bar runs already; this till joins it."]
