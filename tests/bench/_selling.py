"""Sales sent to a server as fast as it takes them, by ``api.submit`` and by the plain function that it is held against.

Each connection has a till of its own in every bar. Commands are made before the clock runs: the server is measured.
"""

import asyncio
import json
import random
import time
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import asyncpg

from app.domain.ids import new_id
from app.server.provision import Connection
from app.sync.fingerprint import canonical, fingerprint
from tests.bench._million import TILLS

SUBMIT = "select api.submit($1::text, $2::uuid, $3::text::jsonb, $4::text::jsonb)::text"
PLAIN = (
    "select bench.sell($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb,"
    " $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
)


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    price: int


@dataclass(slots=True)
class Desk:
    """One till of one bar: what it sells with, and the last number that it gave."""

    bar: str
    till: str
    code: str
    token: str
    ledger: str
    epoch: str
    session: str
    member: str
    products: Sequence[Product]
    no: int = 0


@dataclass(slots=True)
class Seller:
    """One connection with its desks, by kind of selling, and the calls made ready for each."""

    connection: Connection
    desks: dict[str, list[Desk]]
    draw: random.Random
    ready: dict[str, deque[list[object]]] = field(
        default_factory=lambda: {"submit": deque(), "plain": deque()}
    )

    def make_ready(self, kind: str, count: int) -> None:
        """Have ``count`` calls of that kind ready."""
        make = submit_call if kind == "submit" else plain_call
        while len(self.ready[kind]) < count:
            self.ready[kind].append(make(self.draw.choice(self.desks[kind]), self.draw))


async def open_sellers(owner: Connection, till_url: str, bars: int, count: int) -> list[Seller]:
    """Connect ``count`` sellers who sell in the first ``bars`` bars."""
    rows = await owner.fetch(
        """
        select t.bar_id::text as bar, t.id::text as till, t.code, t.ledger_id::text as ledger, c.epoch::text,
          s.id::text as session, s.user_id::text as member,
          encode(sha256(convert_to(t.id::text, 'UTF8')), 'hex') as token
        from data.tills t
        join data.bar_clocks c on c.bar_id = t.bar_id
        join data.sessions s on s.bar_id = t.bar_id and s.till_id = t.id
        where t.code <> 'B1' and t.bar_id in (select bench.id(1, n) from generate_series(1, $1::integer) n)
        """,
        bars,
    )
    shelves = await _shelves(owner)
    desks: dict[tuple[str, int], list[Desk]] = {}
    for row in rows:
        kind, number = ("submit" if row["code"][0] == "C" else "plain"), int(row["code"][1:])
        desks.setdefault((kind, number), []).append(Desk(**row, products=shelves[row["bar"]]))
    assert count <= TILLS
    return [
        Seller(
            await asyncpg.connect(till_url),
            {kind: desks[kind, number] for kind in ("submit", "plain")},
            random.Random(number),
        )
        for number in range(1, count + 1)
    ]


async def _shelves(owner: Connection) -> dict[str, list[Product]]:
    shelves: dict[str, list[Product]] = {}
    for row in await owner.fetch(
        "select bar_id::text as bar, id::text, name, price_minor from data.bar_products order by id"
    ):
        shelves.setdefault(row["bar"], []).append(Product(row["id"], row["name"], row["price_minor"]))
    return shelves


def _sale(desk: Desk, draw: random.Random) -> tuple[dict[str, object], list[tuple[Product, int]], int]:
    """Return the body of the desk's next sale, its lines and its total."""
    lines = [(product, draw.randint(1, 2)) for product in draw.sample(desk.products, draw.randint(1, 3))]
    total = sum(product.price * qty for product, qty in lines)
    body: dict[str, object] = {
        "sale": new_id(time.time()),
        "ticket": f"{desk.code}-{desk.no:06d}",
        "sold_by": desk.member,
        "total": total,
        "lines": [
            {
                "product": product.id,
                "name": product.name,
                "volume_ml": 330,
                "price": product.price,
                "qty": qty,
            }
            for product, qty in lines
        ],
        "payments": [{"method": "cash", "amount": total, "tendered": total, "change": 0, "owed": 0}],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }
    return body, lines, total


def submit_call(desk: Desk, draw: random.Random) -> list[object]:
    """Return the arguments of ``SUBMIT`` for the desk's next sale, as a till would send it."""
    desk.no += 1
    body, _, _ = _sale(desk, draw)
    moment, identity = datetime.now(UTC).isoformat(timespec="microseconds"), new_id(time.time())
    command = {
        "no": desk.no,
        "id": identity,
        "kind": "record_sale",
        "version": 1,
        "sha256": fingerprint(identity, "record_sale", 1, desk.member, desk.session, moment, canonical(body)),  # type: ignore[arg-type]
        "door": "counter",
        "by": desk.member,
        "session": desk.session,
        "moment": moment,
        "clock_unsure": False,
        "age_s": 0.05,
        "body": body,
    }
    seen = {"epoch": desk.epoch, "applied": desk.no - 1, "rev": 0}
    return [
        desk.token,
        desk.ledger,
        json.dumps(seen),
        json.dumps([command], ensure_ascii=False, separators=(",", ":")),
    ]


def plain_call(desk: Desk, draw: random.Random) -> list[object]:
    """Return the arguments of ``PLAIN`` for the desk's next sale but the last: whether it is announced."""
    desk.no += 1
    body, lines, total = _sale(desk, draw)
    moment = datetime.now(UTC)
    lines.sort(key=lambda line: line[0].id)
    return [
        desk.bar, desk.till, desk.ledger, desk.no, new_id(time.time()), uuid.uuid4().bytes * 2,
        desk.member, desk.session, moment, json.dumps(body, ensure_ascii=False), body["sale"],
        body["ticket"], desk.no, moment.date(), total,
        [product.id for product, _ in lines], [product.name for product, _ in lines], [330] * len(lines),
        [product.price for product, _ in lines], [qty for _, qty in lines],
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """What so many seconds of selling came to."""

    per_s: float
    latencies_s: list[float]


async def sell(
    sellers: Sequence[Seller], kind: str, seconds: float, *, tells: bool, most: int = 6_000
) -> Rate:
    """Let every seller sell for ``seconds``, one sale at a time each. ``most``: more than all sell in a second."""
    for seller in sellers:
        seller.make_ready(kind, int(most * seconds / len(sellers)))
    began = time.perf_counter()
    latencies = await asyncio.gather(
        *(_sell(seller, kind, began + seconds, tells=tells) for seller in sellers)
    )
    took = time.perf_counter() - began
    merged = [latency for own in latencies for latency in own]
    return Rate(len(merged) / took, merged)


async def _sell(seller: Seller, kind: str, until: float, *, tells: bool) -> list[float]:
    statement = await seller.connection.prepare(SUBMIT if kind == "submit" else PLAIN)
    ready, latencies = seller.ready[kind], []
    while ready and (began := time.perf_counter()) < until:
        call = ready.popleft()
        if kind == "plain":
            await statement.fetchval(*call, tells)
        else:
            answer = await statement.fetchval(*call)
            if '"outcome": "done"' not in answer or '"flags": []' not in answer:
                raise AssertionError(answer)
        latencies.append(time.perf_counter() - began)
    return latencies
