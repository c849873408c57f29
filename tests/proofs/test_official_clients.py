"""The official clients of Supabase Realtime, unchanged, against our relay: each hears every change of a bar once.

``npm`` and ``pip`` fetch them into a folder of the test's, the Python one with an environment of its own. Without a
registry to reach there is nothing to prove, and the test is skipped.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.fixtures_postgres import Database
from tests.proof_record import record
from tests.server.relay.support import World, world
from tests.sql.support import Scene, connect_till, make_bar, selling

HERE = Path(__file__).with_name("official")
SALES = 20
PATIENCE_S = 60.0
FETCH_S = 300
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Official:
    """A client: how it is started, what its argument says besides, and which version it is."""

    name: str
    command: Sequence[str]
    more: Mapping[str, str]
    version: str


class Listener:
    """One run of a client; ``heard`` is all that it printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.heard: list[Event] = []

    async def until(self, event: str, **said: object) -> Event:
        """Read on until this was said."""
        assert self._process.stdout
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while line := await self._process.stdout.readline():
                    self.heard.append(json.loads(line))
                    if self._suits(self.heard[-1], {"event": event, **said}):
                        return self.heard[-1]
        raise AssertionError(f"no {event} {said} came: {self.heard[-5:]}")

    def _suits(self, heard: Event, said: Event) -> bool:
        return all(heard.get(name) == value for name, value in said.items())

    async def heard_of(self, event: str, rev: int) -> None:
        """Read on until this revision was told, unless it was."""
        if not any(one["rev"] == rev for one in self.all(event)):
            await self.until(event, rev=rev)

    async def leave(self) -> int:
        """Let it end its channel and itself."""
        assert self._process.stdin
        self._process.stdin.write(b"leave\n")
        await self.until("left")
        return await self._process.wait()

    def all(self, event: str) -> list[Event]:
        return [one for one in self.heard if one["event"] == event]


@asynccontextmanager
async def listening(client: Official, **said: object) -> AsyncIterator[Listener]:
    """Start a client and end it."""
    process = await asyncio.create_subprocess_exec(
        *client.command,
        json.dumps({**client.more, **said}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Listener(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def fetch(command: Sequence[str], folder: Path) -> str:
    """Run a package manager in the folder; skip the test when it cannot fetch anything."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=FETCH_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        pytest.skip(f"{command[0]} could not fetch the client: {done.stderr[-300:]}")
    return done.stdout


def javascript(folder: Path, version: str) -> Official:
    """Fetch the JavaScript client, which speaks both versions of the protocol."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("this machine has no Node")
    modules = folder / "js"
    if not modules.exists():
        modules.mkdir()
        (modules / "package.json").write_text("{}", "utf-8")
        fetch([npm, "install", "--no-audit", "--no-fund", "@supabase/realtime-js", "ws"], modules)
    package = json.loads((modules / "node_modules/@supabase/realtime-js/package.json").read_text("utf-8"))
    command = [node, str(HERE / "listen.mjs")]
    return Official(
        f"JavaScript {version}", command, {"modules": str(modules), "version": version}, package["version"]
    )


def python(folder: Path) -> Official:
    """Fetch the Python client into an environment of its own."""
    made = folder / "py"
    inside = made / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    fetch([sys.executable, "-m", "venv", str(made)], folder)
    fetch([str(inside), "-m", "pip", "install", "--quiet", "realtime"], folder)
    asked = "import importlib.metadata as m; print(m.version('realtime'))"
    version = fetch([str(inside), "-c", asked], folder).strip()
    return Official("Python 1.0.0", [str(inside), str(HERE / "listen.py")], {}, version)


async def hears(relay: World, client: Official, way: str, first_no: int) -> Counter[str]:
    """Let a client hear sales in one way and leave; return what came of it."""
    scene, token = relay.scene, await relay.token()
    key = relay.forged(role="anon", bar_id=None, sub=None)
    asked = {"url": relay.relay.address, "bar": scene.bar.id, "key": key, "token": token, "way": way}
    async with listening(client, **asked) as listener:
        await listener.until("status", status="SUBSCRIBED")
        if way != "broadcast":
            await listener.until("system", status="ok")
        before = await scene.rev()
        events = {"broadcast": ("told",), "changes": ("change",), "both": ("told", "change")}[way]
        for sold in range(SALES):
            await scene.submit(selling(scene.bar, first_no + sold, (0, 1)))
            for event in events:
                await listener.heard_of(event, before + sold + 1)
        assert await listener.leave() == 0
        return judged(listener, way, before, scene.bar.products[0].id)


def judged(listener: Listener, way: str, before: int, product: str) -> Counter[str]:
    """Compare what a client heard with what happened: each sale is one change and one message."""
    counts: Counter[str] = Counter(ways=1, sales=SALES)
    revs = list(range(before + 1, before + SALES + 1))
    if way != "broadcast":
        changes = listener.all("change")
        assert {one["id"] for one in changes} == {product}
        assert all(one["old"] == {"id": product} and not one["errors"] for one in changes)
        counts.update(row_changes=len(changes), **_faults([one["rev"] for one in changes], revs))
    if way != "changes":
        told = listener.all("told")
        assert all(one["from"] == one["rev"] - 1 for one in told)
        counts.update(messages=len(told), **_faults([one["rev"] for one in told], revs))
    return counts


def _faults(heard: list[int], revs: list[int]) -> dict[str, int]:
    return {"doubled": len(heard) - len(set(heard)), "lost": len(set(revs) - set(heard))}


async def is_refused(relay: World, client: Official, way: str) -> None:
    """Prove that a token of another bar opens no channel."""
    other = await make_bar(relay.scene.owner)
    token = relay.forged(bar_id=other.id, sub=other.till.id)
    await relay.scene.call("realtime_token", other.till.token)
    asked = {"url": relay.relay.address, "bar": relay.scene.bar.id, "key": token, "token": token, "way": way}
    async with listening(client, **asked) as listener:
        said = await listener.until("status")
        assert said["status"] == "CHANNEL_ERROR"
        assert "Unauthorized" in said["problem"]


@pytest.mark.proof
@pytest.mark.timeout(1200)
async def test_proof_that_the_official_clients_hear_each_change_once(
    database: Database, tmp_path: Path
) -> None:
    started, counts = time.monotonic(), Counter[str]()
    clients = [javascript(tmp_path, "2.0.0"), javascript(tmp_path, "1.0.0"), python(tmp_path)]
    owner = await asyncpg.connect(database.superuser_url)
    scene = Scene(database, owner, await connect_till(database), await make_bar(owner))
    await owner.execute("select logic.adjust_stock($1, $2, 1000)", scene.bar.id, scene.bar.products[0].id)
    async with world(scene) as relay:
        no = 1
        for client in clients:
            for way in ("changes", "broadcast", "both"):
                counts.update(await hears(relay, client, way, no))
                no += SALES
                await is_refused(relay, client, way)
                counts["refused"] += 1
    await scene.close()

    assert (counts["lost"], counts["doubled"], counts["refused"]) == (0, 0, 9)
    record(
        "official_clients",
        {"clients": len(clients), "lost": 0, "doubled": 0, **counts},
        None,
        time.monotonic() - started,
        versions={client.name: client.version for client in clients},
    )
