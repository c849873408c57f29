"""The demo bar in a database: whole, sound, unflagged, and made once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.cli.demo import pin_words
from app.domain.business_date import business_date
from app.server import provision
from app.server.check import check_database
from app.server.demo_bar import DemoBar, past_sales, read_demo_bar, row_id
from app.server.demo_seed import demo_tills, ensure_demo
from app.server.provision import Connection

BAR = "0191f7c2-8a4e-7cc3-98c4-dc0c0c07398f"


@pytest.fixture
def demo() -> DemoBar:
    return read_demo_bar()


async def test_the_demo_is_seeded_whole_and_sound(connection: Connection, demo: DemoBar) -> None:
    now = datetime.now(UTC)
    sales = past_sales(demo, business_date(now, demo.time_zone, demo.closing_hour))
    tills = demo_tills(demo)

    access = await ensure_demo(connection, BAR, tills, now)

    rows = await connection.fetch("select id::text, stock from data.bar_products")
    assert {row["id"]: row["stock"] for row in rows} == {
        row_id(BAR, "product", product.key): product.stock for product in demo.products
    }
    booked = await connection.fetchrow("select count(*), sum(total_minor)::bigint from data.sales")
    assert tuple(booked or ()) == (len(sales), sum(sale.total for sale in sales))
    by_till = await connection.fetch(
        "select t.code, count(*) from data.sales s join data.tills t on t.id = s.till_id group by t.code"
    )
    assert {row["code"]: row["count"] for row in by_till} == {
        code: sum(sale.till.code == code for sale in sales) for code in ("C1", "C2")
    }
    oddities = await connection.fetchval(
        "select (select count(*) from data.discrepancies) + (select count(*) from data.notifications)"
        " + (select count(*) from data.sales where status <> 'validated' or flags <> '{}' or session_id is null)"
    )
    assert oddities == 0
    assert await check_database(connection) == []
    assert [(till.code, len(till.token)) for till in access.tills] == [("C1", 64), ("C2", 64)]


async def test_seeding_again_changes_nothing(connection: Connection, demo: DemoBar) -> None:
    tills = demo_tills(demo)
    first = await ensure_demo(connection, BAR, tills)
    before = await connection.fetchval("select sum(rev) from data.bar_clocks")

    second = await ensure_demo(connection, BAR, tills, datetime.now(UTC) + timedelta(days=3))

    assert second == first
    assert await connection.fetchval("select sum(rev) from data.bar_clocks") == before


async def test_a_pin_that_was_changed_is_not_said_any_more(connection: Connection, demo: DemoBar) -> None:
    tills = demo_tills(demo)
    first = await ensure_demo(connection, BAR, tills)
    assert [person.pin for person in first.people] == [person.pin for person in demo.team]
    changed = demo.team[2]
    member = await connection.fetchval("select id::text from data.users where name = $1", changed.name)
    await provision.set_pin(connection, BAR, member, changed.role, "7391")

    again = await ensure_demo(connection, BAR, tills)

    said = {person.name: person.pin for person in again.people}
    assert said == {person.name: "" if person is changed else person.pin for person in demo.team}
    assert (pin_words(said[changed.name]), pin_words("1357")) == ("PIN changed since", "PIN 1357")


async def test_the_people_of_the_demo_are_known_whatever_they_are_called_now(
    connection: Connection, demo: DemoBar
) -> None:
    tills = demo_tills(demo)
    await ensure_demo(connection, BAR, tills)
    left, renamed = demo.team[2], demo.team[3]
    for person, name in ((left, "Somebody Who Left"), (renamed, left.name)):
        member = row_id(BAR, "member", person.key)
        await connection.execute("update data.users set name = $2 where id = $1", member, name)
    await provision.set_pin(connection, BAR, row_id(BAR, "member", left.key), left.role, "7391")
    await provision.add_member(connection, BAR, renamed.name, renamed.role, "5937")

    again = await ensure_demo(connection, BAR, tills)

    said = {person.name: person.pin for person in again.people}
    assert len(said) == len(demo.team), "who came later is nobody of the demo"
    assert (said["Somebody Who Left"], said[left.name]) == ("", renamed.pin)
    assert renamed.name not in said


async def test_a_seeding_cut_short_leaves_nothing_and_is_done_again(
    connection: Connection, demo: DemoBar
) -> None:
    await connection.execute("alter table data.payments add constraint cut check (method <> 'mobile_money')")

    with pytest.raises(RuntimeError, match="not believed"):
        await ensure_demo(connection, BAR, demo_tills(demo))

    assert await connection.fetchval("select count(*) from data.bars") == 0
    await connection.execute("alter table data.payments drop constraint cut")
    await ensure_demo(connection, BAR, demo_tills(demo))
    assert await connection.fetchval("select count(*) from data.sales") > 500
