"""Put the demo bar into a database, once and whole or not at all: shelf, people, tills and the sales of the last days.

The sales go the way of every sale: commands of a till through ``api.submit``. Nothing else is made up in the database.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.business_date import business_date
from app.domain.ids import new_id
from app.server import provision
from app.server.demo_bar import DemoBar, PastSale, past_sales, read_demo_bar, row_id
from app.server.provision import Connection
from app.server.site_record import TillAccess

BATCH = 50


@dataclass(frozen=True, slots=True)
class PersonAccess:
    """A person of the demo, with the PIN that a visitor may type; empty once somebody has given them another one."""

    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """How to get into the demo bar."""

    bar: str
    tills: tuple[TillAccess, ...]
    people: tuple[PersonAccess, ...]


def demo_tills(demo: DemoBar) -> tuple[TillAccess, ...]:
    """Return the demo's tills with fresh tokens, to be written down before they are used."""
    return tuple(TillAccess(till.code, till.name, provision.new_token()) for till in demo.tills)


async def ensure_demo(
    connection: Connection, bar: str, tills: Sequence[TillAccess], now: datetime | None = None
) -> DemoAccess:
    """Seed the demo bar under the id ``bar`` unless it is there, and return how to get in.

    ``connection`` is a superuser's. Raises RuntimeError when the database refuses a made-up sale: a bug.
    """
    demo = read_demo_bar()
    is_there = await connection.fetchval("select exists (select from data.bars where id = $1)", bar)
    if not is_there:
        async with connection.transaction():
            await _seed(connection, bar, demo, tills, now or datetime.now(UTC))
    return DemoAccess(bar, tuple(tills), await demo_people(connection, bar))


async def demo_people(connection: Connection, bar: str) -> tuple[PersonAccess, ...]:
    """Return the people that the demo began with, each with their PIN if it is still the one that they were made with.

    They are known by their ids: a name may have been given to somebody else since. ``connection`` is the owner's or a
    superuser's.
    """
    rows = await connection.fetch(
        """
        select u.id::text, u.name, m.is_active and not exists (
          select from data.audit_log a
          where a.bar_id = m.bar_id and a.subject = m.user_id and a.action in ('reset_pin', 'set_pin')
        ) as is_kept
        from data.bar_members m
        join data.users u on u.id = m.user_id
        where m.bar_id = $1
        """,
        bar,
    )
    names = {row["id"]: row["name"] for row in rows}
    kept = {row["id"] for row in rows if row["is_kept"]}
    return tuple(
        PersonAccess(names.get(member, person.name), person.role.value, person.pin if member in kept else "")
        for person in read_demo_bar().team
        for member in [row_id(bar, "member", person.key)]
    )


async def _seed(
    connection: Connection, bar: str, demo: DemoBar, tills: Sequence[TillAccess], now: datetime
) -> None:
    today = business_date(now, demo.time_zone, demo.closing_hour)
    sales = past_sales(demo, today)
    await _add_bar(connection, bar, demo)
    await _add_team(connection, bar, demo)
    await _add_shelf(connection, bar, demo, sales)
    for till in tills:
        till_id = row_id(bar, "till", till.code)
        await provision.create_till(connection, bar, till.code, till.name, token=till.token, till=till_id)
        own = [sale for sale in sales if sale.till.code == till.code]
        sessions = await _add_sessions(connection, bar, demo, till_id, own)
        await _sell(connection, till, list(_commands(bar, demo, till, own, sessions)))


async def _add_bar(connection: Connection, bar: str, demo: DemoBar) -> None:
    new = provision.NewBar(
        demo.name, demo.address, demo.time_zone, demo.closing_hour, demo.currency, demo.operating_mode
    )
    await provision.create_bar(connection, new, bar)
    await connection.execute("select logic.take_rev($1, '{settings}', false)", bar)
    await connection.execute(
        "update data.bars set phone = $2, operators = $3 where id = $1",
        bar,
        demo.phone,
        demo.history.operators,
    )


async def _add_team(connection: Connection, bar: str, demo: DemoBar) -> None:
    for person in demo.team:
        member = row_id(bar, "member", person.key)
        await provision.add_member(connection, bar, person.name, person.role, person.pin, member)


async def _add_shelf(connection: Connection, bar: str, demo: DemoBar, sales: Sequence[PastSale]) -> None:
    """Stock the bar so that what the file says is left after the past sales."""
    sold = Counter[str]()
    for sale in sales:
        sold.update({product.key: qty for product, qty in sale.lines})
    categories = [
        (bar, row_id(bar, "category", c.key), c.name, c.icon, c.color, place)
        for place, c in enumerate(demo.categories)
    ]
    await connection.executemany("select logic.add_category($1, $2, $3, $4, $5, $6)", categories)
    products = [
        (
            bar,
            row_id(bar, "product", p.key),
            row_id(bar, "category", p.category),
            p.name,
            p.volume_ml,
            p.price,
            p.stock + sold[p.key],
            p.alert_threshold,
            place,
            p.barcode,
        )
        for place, p in enumerate(demo.products)
    ]
    await connection.executemany(
        "select logic.add_product($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", products
    )


async def _add_sessions(
    connection: Connection, bar: str, demo: DemoBar, till_id: str, sales: Sequence[PastSale]
) -> Mapping[tuple[str, date], str]:
    """Sign each seller in for each business day that they sold on this till; returns (seller's key, day) → session."""
    shifts = {(sale.seller.key, _day(demo, sale)) for sale in sales}
    sessions = {shift: row_id(bar, "session", f"{till_id} {shift}") for shift in sorted(shifts)}
    opening = time(demo.closing_hour, tzinfo=ZoneInfo(demo.time_zone))
    rows = []
    for (seller, day), session in sessions.items():
        start = datetime.combine(day, opening)
        rows.append((bar, session, till_id, row_id(bar, "member", seller), start, start + timedelta(days=1)))
    await connection.executemany(
        "insert into data.sessions (bar_id, id, till_id, user_id, started_at, until_at, ended_at)"
        " values ($1, $2, $3, $4, $5, $6, $6)",
        rows,
    )
    return sessions


def _day(demo: DemoBar, sale: PastSale) -> date:
    return business_date(sale.moment, demo.time_zone, demo.closing_hour)


def _commands(
    bar: str,
    demo: DemoBar,
    till: TillAccess,
    sales: Sequence[PastSale],
    sessions: Mapping[tuple[str, date], str],
) -> Iterator[dict[str, object]]:
    for no, sale in enumerate(sales, start=1):
        body = _body(bar, f"{till.code}-{no:06d}", sale)
        yield {
            "no": no,
            "id": new_id(sale.moment.timestamp()),
            "kind": "record_sale",
            "version": 1,
            "sha256": hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
            "door": "counter",
            "by": body["sold_by"],
            "session": sessions[sale.seller.key, _day(demo, sale)],
            "moment": sale.moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "clock_unsure": False,
            "age_s": None,
            "body": body,
        }


def _body(bar: str, ticket: str, sale: PastSale) -> dict[str, object]:
    lines = [
        {
            "product": row_id(bar, "product", product.key),
            "name": product.name,
            "volume_ml": product.volume_ml,
            "price": product.price,
            "qty": qty,
        }
        for product, qty in sale.lines
    ]
    return {
        "sale": new_id(sale.moment.timestamp()),
        "ticket": ticket,
        "sold_by": row_id(bar, "member", sale.seller.key),
        "total": sale.total,
        "lines": lines,
        "payments": [sale.payment],
        "override": False,
        "overrides": None,
        "supersedes": None,
    }


async def _sell(connection: Connection, till: TillAccess, commands: list[dict[str, object]]) -> None:
    ledger = new_id(datetime.now(UTC).timestamp())
    marks = await _call(connection, "select api.open_ledger($1, $2)", till.token, ledger)
    while commands:
        seen = {"epoch": marks["epoch"], "applied": marks["applied"], "rev": marks["rev"]}
        marks = await _call(
            connection,
            "select api.submit($1, $2, $3, $4)",
            till.token,
            ledger,
            json.dumps(seen),
            json.dumps(commands[:BATCH]),
        )
        outcomes = marks["outcomes"]
        odd = [outcome for outcome in outcomes if outcome["outcome"] != "done" or outcome["result"]["flags"]]
        if odd or not outcomes:
            raise RuntimeError(f"the demo's past was not believed: {odd or marks}")
        del commands[: len(outcomes)]


async def _call(connection: Connection, query: str, *arguments: object) -> dict[str, Any]:
    answer = json.loads(await connection.fetchval(query, *arguments))
    assert isinstance(answer, dict)
    return answer
