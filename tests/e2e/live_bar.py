"""A bar that listens: real tills in this process, a real relay and a PostgreSQL of its own, faults possible everywhere.

Between each till and PostgreSQL, between the relay and PostgreSQL, and between the tills and the relay there is a line
of the test's own. ``Truth`` remembers what each epoch's database says, so that every screen can be judged.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import asyncpg

from app import build
from app.domain.ids import ProductId
from app.domain.roles import Role
from app.drivers.realtime import Timings
from app.server import provision
from app.server.relay import Relay
from app.sync.ports import Row
from app.till.place import Place
from app.till.queries import STOCK
from app.till.till import Till
from tests.e2e.line import Line
from tests.e2e.site import through
from tests.e2e.web_line import WebLine
from tests.fixtures_postgres import OwnPostgres

SELLER, PIN = "Afi", "2580"
PATIENCE_S = 90.0
SHELF = 100_000
GOODS = ("Flag", "Castel", "Eau")
QUICK = Timings(
    tick_s=0.05, heartbeat_s=0.5, idle_s=0.5, sent_s=1.0, silence_s=2.0, join_s=2.0, rejoin_s=0.3, first_s=0.1,
    most_s=1.0, restart_s=0.5, stable_s=1.0, refused_s=(0.5, 1.0), open_s=2.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """What a till showed at one moment: by product, over which base, with the commands of its own that were open."""

    till: int
    epoch: str
    rev: int
    shown: Mapping[ProductId, int]
    own: tuple[Row, ...]


@dataclass(slots=True)
class Truth:
    """What the database of each epoch said when it was last looked at: movements, and when each command took effect."""

    moves: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    took: dict[str, dict[str, int]] = field(default_factory=dict)

    async def look(self, db: asyncpg.Connection[asyncpg.Record], bar: str) -> None:
        """Remember what this epoch's database says now."""
        epoch = await db.fetchval("select epoch::text from data.bar_clocks where bar_id = $1", bar)
        rows = await db.fetch(
            "select product_id::text, qty, rev from data.stock_movements where bar_id = $1", bar
        )
        done = await db.fetch(
            "select id::text, rev from data.commands where bar_id = $1 and outcome = 'done' and rev is not null",
            bar,
        )
        self.moves[epoch] = [(row["product_id"], row["qty"], row["rev"]) for row in rows]
        self.took[epoch] = {row["id"]: row["rev"] for row in done}

    def stock(self, epoch: str, rev: int, product: str) -> int:
        return sum(qty for name, qty, at in self.moves[epoch] if name == product and at <= rev)

    def expected(self, sample: Sample, product: str) -> int:
        """Return what must have been shown: the shelf at that revision, and what the till sold that is not in it."""
        took = self.took[sample.epoch]
        unseen = [row for row in sample.own if took.get(row.id, sample.rev + 1) > sample.rev]
        return self.stock(sample.epoch, sample.rev, product) - sum(qty_of(row, product) for row in unseen)


def qty_of(row: Row, product: str) -> int:
    lines = row.body["lines"]
    assert isinstance(lines, list)
    return sum(int(line["qty"]) for line in lines if line["product"] == product)


class Seat:
    """One till's place: its profile on disk, its line to the server, and the till while it runs."""

    def __init__(self, bar: LiveBar, number: int, place: Place, line: Line) -> None:
        self.number, self.line = number, line
        self._bar = bar
        self._place = replace(place, url=through(place.url, line.port))
        self._background: build.Background | None = None
        self._till: Till | None = None

    @property
    def till(self) -> Till:
        assert self._till is not None
        return self._till

    @property
    def is_open(self) -> bool:
        return self._till is not None

    async def open(self) -> None:
        """Open the till from what is on its disk, and sign the seller in; wait for the server the first time only."""
        self._background = build.Background()
        folder = self._bar.folder / self._place.till_code
        till = await build.open_till(folder, self._place, self._background.spawn, timings=QUICK)
        till.sender.counter_deadline_s = PATIENCE_S  # guests are patient here: refusals are another test's
        await till.start()
        await till.wait_ready(PATIENCE_S)
        member = till.bar.person_named(SELLER)
        assert member is not None
        await till.session.sign_in(member, PIN)
        till.bar.listen(lambda _: self._bar.sample(self.number))
        self._till = till

    async def close(self) -> None:
        """End the till as a power cut would, but that its disk is flushed."""
        assert self._background is not None
        till, self._till = self.till, None
        await self._background.close()
        await till.close()


class LiveBar:
    """Everything of one history. ``seats`` are the tills; ``database`` speaks to PostgreSQL past every line."""

    def __init__(self, folder: Path, postgres: OwnPostgres, draw: Random) -> None:
        self.folder, self.postgres, self.draw = folder, postgres, draw
        self.seats: list[Seat] = []
        self.products: list[str] = []
        self.samples: list[Sample] = []
        self.truth = Truth()
        self.bar = ""
        self.relay_line = Line(self._port)
        self.web = WebLine(lambda: self._relay.port if self._relay else 0, draw)
        self._relay: Relay | None = None

    def _port(self) -> int:
        return urlsplit(self.postgres.database.superuser_url).port or 0

    async def open(self, tills: int, *, is_closed: bool = False) -> None:
        """Make the bar and open its tills; ``is_closed``: not yet."""
        await self.relay_line.open()
        await self.web.open()
        await self.start_relay()
        places = await self._provision(tills)
        for number, place in enumerate(places):
            line = Line(self._port)
            await line.open()
            self.seats.append(Seat(self, number, place, line))
        if not is_closed:
            await self.open_seats(self.seats)

    async def open_seats(self, seats: Sequence[Seat]) -> None:
        await asyncio.gather(*(seat.open() for seat in seats))

    async def close(self) -> None:
        for seat in self.seats:
            if seat.is_open:
                await seat.close()
            await seat.line.close()
        await self.stop_relay()
        await self.web.close()
        await self.relay_line.close()

    async def _provision(self, tills: int) -> list[Place]:
        db = await self.database()
        self.bar = await provision.create_bar(db, provision.NewBar("Chez Tonton"))
        await provision.add_member(db, self.bar, SELLER, Role.SELLER, PIN)
        category = str(uuid.uuid4())
        await db.execute(
            "select logic.add_category($1, $2, 'Bières', 'beer', 'amber', 1)", self.bar, category
        )
        for name in GOODS:
            product = str(uuid.uuid4())
            await db.execute(
                "select logic.add_product($1, $2, $3, $4, 330, 500, $5)",
                self.bar,
                product,
                category,
                name,
                SHELF,
            )
            self.products.append(product)
        await db.execute("select logic.set_realtime($1, 'relay', null, null)", self.web.url)
        places = []
        for number in range(1, tills + 1):
            token, code = provision.new_token(), f"C{number}"
            await provision.create_till(db, self.bar, code, f"Caisse {number}", token=token)
            places.append(Place(self.postgres.database.till_url, token, code, code, self.bar))
        await db.close()
        return places

    async def database(self) -> asyncpg.Connection[asyncpg.Record]:
        return await asyncpg.connect(self.postgres.database.superuser_url)

    @property
    def relay_port(self) -> int:
        assert self._relay is not None
        return self._relay.port

    async def start_relay(self) -> None:
        url = through(self.postgres.database.superuser_url, self.relay_line.port) + "?sslmode=disable"
        relay = Relay(url)
        await relay.__aenter__()
        self._relay = relay

    async def stop_relay(self) -> None:
        if self._relay is not None:
            relay, self._relay = self._relay, None
            await relay.__aexit__(None, None, None)

    # What is shown, and what is true

    def sample(self, number: int) -> None:
        """Remember what this till shows now."""
        seat = self.seats[number]
        base = seat.till.cache.base(STOCK) if seat.is_open else None
        shown = seat.till.cache.shown(STOCK) if seat.is_open else None
        if base is None or not isinstance(shown, Mapping) or base.ledger != seat.till.outbox.ledger:
            return
        stocks = {product: stock.available for product, stock in shown.items()}
        self.samples.append(Sample(number, base.epoch, base.rev, stocks, tuple(seat.till.outbox.open_rows())))

    async def lies(self) -> list[str]:
        """Return every moment at which a till showed what it must not have shown."""
        db = await self.database()
        await self.truth.look(db, self.bar)
        await db.close()
        return [
            f"till {sample.till} at {sample.epoch[:8]}:{sample.rev} showed {shown}, not {expected} of {product[:8]}"
            for sample in self.samples
            for product, shown in sample.shown.items()
            if (expected := self.truth.expected(sample, product)) != shown
        ]

    async def is_quiet(self) -> bool:
        """Tell whether every till is live, has nothing under way, and shows what the database says."""
        db = await self.database()
        rows = await db.fetch(
            "select id::text, stock - reserved from data.bar_products where bar_id = $1", self.bar
        )
        await db.close()
        stock = {row[0]: row[1] for row in rows}
        return all(self._is_quiet(seat.till, stock) for seat in self.seats)

    def _is_quiet(self, till: Till, stock: Mapping[str, int]) -> bool:
        shown = till.cache.shown(STOCK)
        return (
            till.live is not None
            and till.live.is_live
            and not till.outbox.summary().waiting_count
            and isinstance(shown, Mapping)
            and {product: one.available for product, one in shown.items()} == stock
        )

    async def become_quiet(self) -> None:
        """Mend everything and wait until every screen equals the database."""
        self.mend()
        async with asyncio.timeout(PATIENCE_S):
            while not await self.is_quiet():  # noqa: ASYNC110 - the database is asked, too
                await asyncio.sleep(self.draw.uniform(0.05, 0.15))

    def mend(self) -> None:
        for seat in self.seats:
            seat.line.mend()
        self.relay_line.mend()
        self.web.mend()

    def state(self) -> str:
        """Return where every till is, for a failure's message."""
        return json.dumps(
            [seat.till.status() if seat.is_open else "closed" for seat in self.seats], default=str
        )
