"""A small bar to test the SQL on: two tills, four people, four products; commands with right hashes; plain calls.

Everything that changes what a command says is an argument; nothing here knows what the server should answer.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import asyncpg

from app.drivers.postgres import connect
from tests.fixtures_postgres import Database

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Answer: TypeAlias = dict[str, Any]

SALT = "00" * 16
PRODUCTS = (
    ("Flag 33 cl", 330, 500, 10),
    ("Flag 60 cl", 600, 800, 10),
    ("Sobebra", 650, 700, 3),
    ("Eau", 500, 300, 1),
)
PEOPLE = (("Ayaba", "owner"), ("Koffi", "manager"), ("Afi", "seller"), ("Sena", "seller"))


@dataclass(frozen=True, slots=True)
class Till:
    id: str
    code: str
    token: str
    ledger: str


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    volume_ml: int
    price: int
    stock: int


@dataclass(frozen=True, slots=True)
class Bar:
    """``people`` by name; ``products`` in the order of ``PRODUCTS``."""

    id: str
    tills: tuple[Till, ...]
    people: Mapping[str, str]
    products: tuple[Product, ...]

    @property
    def till(self) -> Till:
        return self.tills[0]


@dataclass(slots=True)
class Scene:
    """One bar, the superuser's connection, and till C1's own."""

    database: Database
    owner: Connection
    till_connection: Connection
    bar: Bar
    _opened: list[Connection] = field(default_factory=list)

    async def another_connection(self) -> Connection:
        """Return one more connection of a till's login; it is closed with the scene."""
        connection = await connect_till(self.database)
        self._opened.append(connection)
        return connection

    async def call(self, name: str, *arguments: object) -> Answer:
        """Call ``api.<name>`` as a till."""
        return await call(self.till_connection, name, *arguments)

    async def submit(self, *commands: Answer, till: Till | None = None, seen: Answer | None = None) -> Answer:
        """Submit as till C1, or another."""
        return await submit(self.till_connection, till or self.bar.till, *commands, seen=seen)

    async def stock(self, product: int = 0) -> int:
        """Return what the database has of the product."""
        value: int = await self.owner.fetchval(
            "select stock from data.bar_products where bar_id = $1 and id = $2",
            self.bar.id,
            self.bar.products[product].id,
        )
        return value

    async def rev(self) -> int:
        value: int = await self.owner.fetchval(
            "select rev from data.bar_clocks where bar_id = $1", self.bar.id
        )
        return value

    async def count(self, table: str, where: str = "true") -> int:
        """Count the bar's rows of a table of ``data``."""
        value: int = await self.owner.fetchval(
            f"select count(*) from data.{table} where bar_id = $1 and {where}", self.bar.id
        )
        return value

    async def is_sound(self) -> bool:
        """Tell whether stock is the sum of its movements and every sale's sums agree."""
        faults = await self.owner.fetch(
            "select bar from jobs.check_stock() union all select bar from jobs.check_sums()"
        )
        return not faults

    async def sign_in(self, name: str, till: Till | None = None) -> str:
        """Sign the person in on the till and return the session."""
        answer = await self.call(
            "sign_in", (till or self.bar.till).token, self.bar.people[name], proof_of(name)
        )
        assert answer["ok"], answer
        return str(answer["session"])

    async def close(self) -> None:
        for connection in (*self._opened, self.till_connection, self.owner):
            await connection.close()


def new_uuid() -> str:
    return str(uuid.uuid4())


def proof_of(name: str) -> str:
    """Return what a till would send as the proof of this person's PIN."""
    return hashlib.sha256(f"stretched {name}".encode()).hexdigest()


def verifier_of(name: str) -> str:
    return hashlib.sha256(bytes.fromhex(proof_of(name))).hexdigest()


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def now() -> datetime:
    return datetime.now(UTC)


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ago(**parts: float) -> str:
    return utc(now() - timedelta(**parts))


async def connect_till(database: Database) -> Connection:
    """Connect as a till does."""
    return await connect(database.till_url)


async def make_bar(owner: Connection, mode: str = "simplified", tills: int = 2) -> Bar:
    """Make a whole bar."""
    bar = new_uuid()
    await owner.execute("select logic.create_bar($1, 'Chez Tonton', operating_mode => $2)", bar, mode)
    people = {}
    for name, role in PEOPLE:
        people[name] = new_uuid()
        await owner.execute(
            "select logic.add_member($1, $2, $3, $4, $5, $6)",
            bar,
            people[name],
            name,
            role,
            SALT,
            verifier_of(name),
        )
    category = new_uuid()
    await owner.execute("select logic.add_category($1, $2, 'Bières', 'beer', 'amber', 1)", bar, category)
    products = []
    for place, (name, volume_ml, price, stock) in enumerate(PRODUCTS):
        product = Product(new_uuid(), name, volume_ml, price, stock)
        await owner.execute(
            "select logic.add_product($1, $2, $3, $4, $5, $6, $7, place => $8)",
            bar,
            product.id,
            category,
            name,
            volume_ml,
            price,
            stock,
            place,
        )
        products.append(product)
    made = [await make_till(owner, bar, f"C{number}") for number in range(1, tills + 1)]
    return Bar(bar, tuple(made), people, tuple(products))


async def make_till(owner: Connection, bar: str, code: str) -> Till:
    """Make a till that has a token and a ledger."""
    till = Till(new_uuid(), code, hash_of(new_uuid()), new_uuid())
    await owner.execute(
        "select logic.create_till($1, $2, $3, $4, $5)",
        bar,
        till.id,
        code,
        f"Caisse {code}",
        hash_of(till.token),
    )
    await call(owner, "open_ledger", till.token, till.ledger)
    return till


async def call(connection: Connection, name: str, *arguments: object) -> Answer:
    """Call a function of ``api`` and return its JSON. Dicts and lists go as JSON."""
    places = ", ".join(f"${number}" for number in range(1, len(arguments) + 1))
    values = [json.dumps(value) if isinstance(value, dict | list) else value for value in arguments]
    answer: Answer = json.loads(await connection.fetchval(f"select api.{name}({places})", *values))
    return answer


async def submit(connection: Connection, till: Till, *commands: Answer, seen: Answer | None = None) -> Answer:
    return await call(connection, "submit", till.token, till.ledger, seen or {}, list(commands))


async def until(connection: Connection, question: str, *arguments: object) -> None:
    """Ask the database until the answer is true."""
    while not await connection.fetchval(question, *arguments):
        pass


async def refusal_of(work: Awaitable[object]) -> tuple[str, Answer]:
    """Await what must fail with one of our codes; return the code and its parameters."""
    try:
        await work
    except asyncpg.PostgresError as problem:
        detail = json.loads(problem.detail) if problem.detail else {}
        return str(problem.sqlstate), detail
    raise AssertionError("it was not refused")


def line(product: Product, qty: int = 1, /, **changes: object) -> Answer:
    made = {
        "product": product.id,
        "name": product.name,
        "volume_ml": product.volume_ml,
        "price": product.price,
        "qty": qty,
    }
    return made | changes


def cash(amount: int) -> Answer:
    return {"method": "cash", "amount": amount, "tendered": amount, "change": 0, "owed": 0}


def sale_body(
    bar: Bar, lines: Sequence[Answer], ticket: str = "C1-000001", seller: str = "Afi", **changes: object
) -> Answer:
    """Return the body of a sale whose sums add up, paid in cash unless ``changes`` says otherwise."""
    total = sum(x["price"] * x["qty"] for x in lines)
    body: Answer = {
        "sale": new_uuid(),
        "ticket": ticket,
        "sold_by": bar.people[seller],
        "total": total,
        "lines": list(lines),
        "payments": [cash(total)],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }
    return body | changes


def command(no: int, kind: str, body: object, **changes: Any) -> Answer:
    """Return a command as it travels. Its hash is of its id, kind and body, whatever door and number it travels by."""
    made: Answer = {
        "no": no,
        "id": new_uuid(),
        "kind": kind,
        "version": 1,
        "door": "counter",
        "by": None,
        "session": None,
        "moment": utc(now()),
        "clock_unsure": False,
        "age_s": None,
        "body": body,
    }
    made |= changes
    made.setdefault("sha256", hash_of(json.dumps([made["id"], made["kind"], made["body"]])))
    return made


def selling(bar: Bar, no: int, *wanted: tuple[int, int], by: str = "Afi", **changes: Any) -> Answer:
    """Return the command of a sale of (product, quantity) pairs, products by their place in the bar."""
    body = changes.pop("body", {})
    lines = [line(bar.products[product], qty) for product, qty in wanted]
    whole = sale_body(bar, lines, ticket=f"C1-{no:06d}") | body
    return command(no, "record_sale", whole, **({"by": bar.people[by]} | changes))
