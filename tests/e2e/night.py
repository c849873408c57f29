"""The night of a bar, for stories told by taps: a real server in its own process, a bar of each story's own in it.

What stands between a till and the server, and what asks the database, runs on a thread of its own: the till's loop is
the window's, and is never waited in.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import asyncpg

from app.domain.roles import Role
from app.server import provision
from app.server.embedded import EmbeddedPostgres
from app.server.site import DATABASE, cluster_folder
from app.till.place import Place
from tests.drivers.pooler import pooler_of_tills
from tests.e2e.harness import ROOT, Event, environment
from tests.e2e.line import Line
from tests.e2e.site import through
from tests.e2e.sums import are_sound
from tests.e2e.web_line import WebLine

T = TypeVar("T")
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: Role
    pin: str


AFI = Person("Afi Mensah", Role.SELLER, "2580")
YAO = Person("Yao Dossou", Role.SELLER, "1470")
KOFFI = Person("Koffi Houngbédji", Role.MANAGER, "258013")
AYABA = Person("Ayaba Adjovi", Role.OWNER, "470258")
TEAM = (AFI, YAO, KOFFI, AYABA)

PRICES: Mapping[str, int] = {"Flag": 500, "Castel": 1_000, "Béninoise": 800, "Eau": 300}
SHELF = 40


class Elsewhere:
    """A thread with an asyncio loop of its own. ``ask`` waits for an answer from it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="elsewhere", daemon=True)
        self._thread.start()

    def ask(self, story: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(story, self._loop).result(PATIENCE_S)

    def do(self, act: Any, *words: object) -> None:
        """Call something of that loop, and wait until it has been done."""

        async def once() -> None:
            act(*words)

        self.ask(once())

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()


@dataclass(frozen=True, slots=True)
class NightServer:
    """``bartender server`` in its own process, its PostgreSQL and relay with it. ``ready`` is what it said."""

    folder: Path
    ready: Event
    process: subprocess.Popen[bytes]

    def superuser_url(self) -> str:
        found = EmbeddedPostgres(cluster_folder(self.folder))
        found.start()  # it runs: found, not owned
        return found.superuser_url(DATABASE)

    def admin(self, *words: str) -> Event:
        """Run ``bartender admin`` beside the server; returns what it says in JSON."""
        command = (sys.executable, "-m", "app", "admin", words[0], "--data", str(self.folder), "--json")
        done = subprocess.run(
            [*command, *words[1:]], env=environment(), cwd=ROOT, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        said: Event = json.loads(done.stdout)
        return said


@contextmanager
def night_server(folder: Path) -> Iterator[NightServer]:
    """Start a new server in ``folder``; end it."""
    command = [sys.executable, "-m", "app", "server", "--json", "--data", str(folder)]
    with (
        folder.with_suffix(".log").open("ab") as log,
        subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        assert process.stdout
        try:
            ready: Event = json.loads(process.stdout.readline())
            assert ready["event"] == "ready"
            yield NightServer(folder, ready, process)
        finally:
            process.terminate()
            process.stdout.read()


@dataclass(slots=True)
class Sale:
    """A sale as the database has it. ``lines``: pieces by drink; ``paid``: method, amount, state."""

    id: str
    ticket: str
    total: int
    status: str
    door: str
    seller: str
    lines: dict[str, int] = field(default_factory=dict)
    paid: list[tuple[str, int, str]] = field(default_factory=list)


class Night:
    """A bar of its own for one story, and what its database says. ``place`` opens a till of it."""

    def __init__(
        self, server: NightServer, folder: Path, *, mode: str = "simplified", pooler: Path | None = None
    ) -> None:
        """``pooler``: the pgbouncer that stands between every till and the server, in a folder of the story's."""
        self.server = server
        self.elsewhere = Elsewhere()
        self._url = server.superuser_url()
        self._tills_url: str = server.ready["url"]
        self._pooler = pooler_of_tills(pooler, folder / "pgbouncer", self._tills_url) if pooler else None
        if self._pooler is not None:
            self._pooler.write_settings()
            self.elsewhere.ask(self._pooler.start())
            self._tills_url = self._pooler.url(self._tills_url)
        self._lines: list[Line] = []
        self.products: dict[str, str] = {}
        self.people: dict[Person, str] = {}
        self.bar = self.elsewhere.ask(self._made(mode))

    def close(self) -> None:
        for line in self._lines:
            self.elsewhere.ask(line.close())
        if self._pooler is not None:
            self.elsewhere.ask(self._pooler.stop())
        self.elsewhere.close()

    async def _made(self, mode: str) -> str:
        db = await asyncpg.connect(self._url)
        try:
            name = f"Chez Tonton {os.urandom(4).hex()}"
            bar = await provision.create_bar(db, provision.NewBar(name, operating_mode=mode))
            # Whoever reads a story has time, and so have its guests on a slow machine.
            await db.execute(
                "update data.bars set idle_lock_s = 3600, counter_deadline_ms = 10000 where id = $1", bar
            )
            for person in TEAM:
                self.people[person] = await provision.add_member(
                    db, bar, person.name, person.role, person.pin
                )
            category = provision.fresh_id()
            await db.execute(
                "select logic.add_category($1, $2, 'Boissons', 'beer', 'amber', 1)", bar, category
            )
            for drink, price in PRICES.items():
                product = self.products[drink] = provision.fresh_id()
                await db.execute(
                    "select logic.add_product($1, $2, $3, $4, 330, $5, $6)",
                    *(bar, product, category, drink, price, SHELF),
                )
        finally:
            await db.close()
        return bar

    # --- tills and what stands between

    def place(self, code: str = "C1", *, line: Line | None = None) -> Place:
        """Make a till of the bar and return its place, over ``line`` if there is one."""
        token = provision.new_token()
        self.elsewhere.ask(self._with(provision.create_till, self.bar, code, f"Poste {code}", token=token))
        place = Place(self._tills_url, token, code, f"Poste {code}", self.bar)
        return place if line is None else replace(place, url=through(place.url, line.port))

    def line(self) -> Line:
        """Return a new line to the server's PostgreSQL."""
        line = Line(lambda: urlsplit(self._tills_url).port or 0)
        self.elsewhere.ask(line.open())
        self._lines.append(line)
        return line

    @contextmanager
    def web_line(self) -> Iterator[WebLine]:
        """Let tills that are opened meanwhile listen through a line of the story's."""
        relay: str = self.server.ready["realtime"]
        web = WebLine(lambda: urlsplit(relay).port or 0, Random(1))
        self.elsewhere.ask(web.open())
        self.fetch("select logic.set_realtime($1, 'relay', null, null)", web.url)
        try:
            yield web
        finally:
            self.fetch("select logic.set_realtime($1, 'relay', null, null)", relay)
            self.elsewhere.ask(web.close())

    # --- the database

    async def _with(self, act: Any, *words: object, **named: object) -> Any:
        db = await asyncpg.connect(self._url)
        try:
            return await act(db, *words, **named)
        finally:
            await db.close()

    def fetch(self, sql: str, *words: object) -> list[Any]:
        """Return the rows of a query; where it says ``$1``, the bar is first among ``words``."""
        return list(self.elsewhere.ask(self._with(asyncpg.Connection.fetch, sql, *words)))

    def value(self, sql: str) -> Any:
        """Return the only value of a query about the bar, ``$1``."""
        return self.fetch(sql, self.bar)[0][0]

    def stock(self, drink: str) -> int:
        return int(
            self.fetch("select stock from data.bar_products where id = $1", self.products[drink])[0][0]
        )

    def shelf(self) -> dict[str, int]:
        """Return what is on the shelf and not kept for a guest, by drink."""
        rows = self.fetch("select name, stock - reserved from data.bar_products where bar_id = $1", self.bar)
        return {row[0]: row[1] for row in rows}

    def set_stock(self, drink: str, qty: int) -> None:
        self.fetch(
            "select logic.adjust_stock(bar_id, id, $2 - stock, 'adjustment') from data.bar_products where id = $1",
            *(self.products[drink], qty),
        )

    def sales(self) -> list[Sale]:
        """Return the sales of the bar as they were booked."""
        found = {
            str(row["id"]): Sale(
                str(row["id"]),
                row["ticket"],
                row["total_minor"],
                row["status"],
                row["door"],
                str(row["sold_by"]),
            )
            for row in self.fetch(
                "select * from data.sales where bar_id = $1 order by booked_at, id", self.bar
            )
        }
        for row in self.fetch("select * from data.sale_items where bar_id = $1", self.bar):
            lines = found[str(row["sale_id"])].lines
            lines[row["name"]] = lines.get(row["name"], 0) + row["qty"]
        for row in self.fetch("select * from data.payments where bar_id = $1 order by position", self.bar):
            found[str(row["sale_id"])].paid.append((row["method"], row["amount_minor"], row["state"]))
        return list(found.values())

    def sold(self) -> dict[str, int]:
        """Return how many of each drink left with validated sales."""
        counted = dict.fromkeys(PRICES, 0)
        for sale in self.sales():
            for drink, qty in sale.lines.items():
                counted[drink] += qty if sale.status == "validated" else 0
        return counted

    def check_books(self) -> None:
        """Assert that stock is the sum of its movements, and each sale its lines and payments."""
        assert self.elsewhere.ask(self._with(are_sound))
