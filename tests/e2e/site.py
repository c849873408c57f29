"""One demo site per test: its server, its tills, and what its database says, seen by the superuser.

Where ``BARTENDER_TEST_POOLER=1`` a pgbouncer stands before the site's PostgreSQL, and the tills call that.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from app.server.embedded import EmbeddedPostgres
from app.server.site import DATABASE, cluster_folder
from tests.drivers.pooler import Pooler, pooler_of_tills
from tests.e2e.harness import ROOT, Event, Server, Till, environment
from tests.e2e.line import Line
from tests.e2e.sums import are_sound

PRODUCT = "Flag 33 cl"
POOLER = "pgbouncer"


class Site:
    """A server with the demo bar, and whatever tills a test opens on it. Everything is ended by ``close``."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.ready: Event = server.ready
        self._pooler: Pooler | None = None
        self.product = PRODUCT
        self._tills: list[Till] = []
        self._lines: list[Line] = []
        self._seeded: Counter[str] = Counter()

    @classmethod
    async def open(cls, folder: Path, made: Path) -> Site:
        """Open the site in ``folder``, as a copy of the stopped one in ``made``."""
        await asyncio.to_thread(shutil.copytree, made, folder / "server")
        site = cls(folder, await Server.open(folder / "server"))
        site._seeded = await site._booked()
        return site

    async def put_pooler_between(self, program: Path) -> None:
        """Let every till that is opened from now on call a pgbouncer of this site."""
        self._pooler = pooler_of_tills(program, self.folder / POOLER, self.ready["url"])
        self._pooler.write_settings()
        await self._pooler.start()

    @property
    def tills_ready(self) -> Event:
        """What the server said, with the address that tills call."""
        return (
            self.ready if self._pooler is None else {**self.ready, "url": self._pooler.url(self.ready["url"])}
        )

    @property
    def seller(self) -> Event:
        """A server of the bar, with the PIN."""
        person: Event = next(p for p in self.ready["people"] if p["role"] == "seller")
        return person

    @property
    def manager(self) -> Event:
        person: Event = next(p for p in self.ready["people"] if p["role"] == "manager")
        return person

    async def till(self, code: str = "C1", *, is_new: bool = True, line: Line | None = None) -> Till:
        """Open a headless till, over ``line`` if there is one, and sign a server in."""
        till = await self.begin_till(code, is_new=is_new, line=line)
        await till.expect("started")
        await till.sign_in(self.seller["name"], self.seller["pin"])
        return till

    async def begin_till(self, code: str = "C1", *, is_new: bool = True, line: Line | None = None) -> Till:
        """Start a headless till and wait for nothing. One that is not new remembers where its server is."""
        ready = self.tills_ready
        if line is not None:
            ready = {**ready, "url": through(ready["url"], line.port)}
        till = await Till.begin(self.folder / code, ready if is_new else None, code)
        self._tills.append(till)
        return till

    async def line(self) -> Line:
        """Return a new line to this site's PostgreSQL, or to what stands before it."""
        line = Line(lambda: urlsplit(self.tills_ready["url"]).port or 0)
        await line.open()
        self._lines.append(line)
        return line

    async def stop_server(self) -> None:
        await self.server.terminate()

    async def start_server(self) -> None:
        self.server = await Server.open(self.folder / "server")
        self.ready = self.server.ready

    async def admin(self, *words: str) -> str:
        """Run ``bartender admin`` on this site; returns what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app",
            "admin",
            words[0],
            "--data",
            str(self.folder / "server"),
            *words[1:],
            env=environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    async def close(self) -> None:
        for till in self._tills:
            await (till.terminate() if till.is_running else till.ended())
        for line in self._lines:
            await line.close()
        if self._pooler is not None:
            await self._pooler.stop()
        await (self.server.terminate() if self.server.is_running else self.server.ended())

    # --- the database ---------------------------------------------------------------------------------------------

    def postgres(self) -> EmbeddedPostgres:
        """Return the server's own PostgreSQL, which runs: found, not owned."""
        found = EmbeddedPostgres(cluster_folder(self.folder / "server"))
        found.start()
        return found

    @contextlib.asynccontextmanager
    async def database(self) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
        url = await asyncio.to_thread(lambda: self.postgres().superuser_url(DATABASE))
        connection = await asyncpg.connect(url)
        try:
            yield connection
        finally:
            await connection.close()

    async def sales(self) -> Counter[str]:
        """Return how often each sale is in the database, but for those of the seeded evenings."""
        booked = await self._booked()
        booked.subtract(self._seeded)
        return +booked

    async def _booked(self) -> Counter[str]:
        async with self.database() as db:
            rows = await db.fetch(
                """
                select body ->> 'sale' as sale, count(*) as times
                from data.commands
                join data.sales on sales.bar_id = commands.bar_id and sales.id::text = body ->> 'sale'
                where commands.kind = 'record_sale' and commands.outcome = 'done' and commands.is_first
                group by 1
                """
            )
        return Counter({row["sale"]: row["times"] for row in rows})

    async def numbers_of(self, ledger: str) -> set[int]:
        """Return the numbers of a till's ledger that the server has."""
        async with self.database() as db:
            rows = await db.fetch("select no from data.commands where ledger_id = $1", ledger)
        return {row["no"] for row in rows}

    async def is_sound(self) -> bool:
        """Tell whether stock = Σ movements everywhere, and every sale's lines and payments add up to its total."""
        async with self.database() as db:
            return await are_sound(db)

    async def keep_counter_open(self) -> None:
        """Let guests wait at the counter for 10 s, so that a slow machine does not make a sale a served one."""
        async with self.database() as db:
            await db.execute("update data.bars set counter_deadline_ms = 10000")

    async def be_mute(self) -> None:
        """Let tills that are opened from now on listen nowhere: they hear of others when they ask."""
        async with self.database() as db:
            await db.execute("select logic.set_realtime(null, 'relay', null, null)")

    async def stock(self, name: str = PRODUCT) -> int:
        """Return a product's stock by its name and volume, as tiles show them."""
        async with self.database() as db:
            stock: int = await db.fetchval(
                """
                select stock from data.bar_products
                where name || ' ' || replace((volume_ml / 10.0)::float8::text, '.', ',') || ' cl' = $1
                """,
                name,
            )
        return stock


def through(url: str, port: int) -> str:
    """Return the address with another port."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{port}"))


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a stopped server with the demo bar; copy it, never start it."""
    folder = tmp_path_factory.mktemp("site") / "made"
    command = [sys.executable, "-m", "app", "server", "--demo", "--json", "--data", str(folder)]
    with subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout
        said = json.loads(server.stdout.readline())
        server.terminate()
        server.stdout.read()
    assert said["event"] == "ready"
    return folder


@pytest.fixture(scope="session")
def pooler_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the logs of the sites' poolers are kept: the folder of a test that went well is taken away."""
    return tmp_path_factory.mktemp("site_poolers")


@pytest.fixture
async def site(
    tmp_path: Path, made_site: Path, tills_pooler: Path | None, pooler_logs: Path
) -> AsyncIterator[Site]:
    opened = await Site.open(tmp_path, made_site)
    try:
        if tills_pooler is not None:
            await opened.put_pooler_between(tills_pooler)
        yield opened
    finally:
        await opened.close()
        if tills_pooler is not None:
            shutil.copyfile(tmp_path / POOLER / "pgbouncer.log", pooler_logs / f"{tmp_path.name}.log")
