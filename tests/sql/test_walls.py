"""A token of one bar never sees or changes another, and a forgotten filter shows nothing foreign."""

from __future__ import annotations

import json

import asyncpg
import pytest

from tests.sql.support import (
    Answer,
    Bar,
    Scene,
    command,
    line,
    make_bar,
    proof_of,
    refusal_of,
    sale_body,
    selling,
)

STATUS = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}


async def rows_of(scene: Scene, bar: Bar) -> str:
    """Return a hash of everything that the database holds of a bar."""
    tables = await scene.owner.fetch(
        """
        select c.relname from pg_catalog.pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind = 'r'
          and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'bar_id')
        order by 1
        """
    )
    hashes = [
        await scene.owner.fetchval(
            "select md5(coalesce(string_agg(t::text, '|' order by t::text), ''))"
            f" from data.{row['relname']} t where bar_id = $1",
            bar.id,
        )
        for row in tables
    ]
    return "".join(hashes)


def ids_of(bar: Bar) -> set[str]:
    return {
        bar.id,
        *bar.people.values(),
        *(product.id for product in bar.products),
        *(till.id for till in bar.tills),
        *(till.ledger for till in bar.tills),
        *(till.token for till in bar.tills),
    }


async def test_no_function_shows_or_changes_another_bar(own_scene: Scene) -> None:
    ours, theirs = own_scene.bar, await make_bar(own_scene.owner)
    session = await own_scene.sign_in("Koffi")
    before = await rows_of(own_scene, theirs)
    token = ours.till.token
    answers = [
        await own_scene.call(name, token, *rest)
        for name, *rest in (
            ("bootstrap",),
            ("catalog",),
            ("team",),
            ("settings",),
            ("stock_since", None, None),
            ("pulse", ours.till.ledger, {}, STATUS),
            ("open_ledger", ours.till.ledger),
            ("sign_out", session),
        )
    ]
    answers.append(await own_scene.submit(selling(ours, 1, (0, 1))))
    refused = [
        await refusal_of(own_scene.call("sign_in", token, theirs.people["Koffi"], "0" * 64)),
        await refusal_of(own_scene.call("submit", token, theirs.till.ledger, {}, [])),
        await refusal_of(own_scene.call("pulse", token, theirs.till.ledger, {}, STATUS)),
    ]

    shown = json.dumps(answers)
    assert not [x for x in ids_of(theirs) if x in shown]
    assert [code for code, _ in refused] == ["TLSEL", "TLLED", "TLLED"]
    assert await rows_of(own_scene, theirs) == before


async def test_another_bar_s_product_seller_and_session_are_strangers(own_scene: Scene) -> None:
    ours, theirs = own_scene.bar, await make_bar(own_scene.owner)
    await own_scene.sign_in("Koffi")
    their_session = (
        await own_scene.call("sign_in", theirs.till.token, theirs.people["Koffi"], proof_of("Koffi"))
    )["session"]
    before = await rows_of(own_scene, theirs)
    body = sale_body(ours, [line(theirs.products[0], 2)], sold_by=theirs.people["Afi"])
    counter = command(1, "record_sale", body, by=ours.people["Koffi"])
    unknown = command(
        2, "record_sale", sale_body(ours, [line(theirs.products[0], 2)]), by=ours.people["Koffi"]
    )
    served = command(
        3,
        "record_sale",
        body | {"sale": body["sale"]},
        door="served",
        by=theirs.people["Koffi"],
        session=their_session,
    )
    answers: list[Answer] = [(await own_scene.submit(x))["outcomes"][0] for x in (counter, unknown, served)]

    assert [answer["code"] for answer in answers] == ["TLSEL", "TLPRD", None]
    assert {"product_unknown", "seller_unknown", "creator_unknown", "session_ended"} <= set(
        answers[2]["result"]["flags"]
    )
    assert await rows_of(own_scene, theirs) == before
    assert (
        await own_scene.count(
            "bar_products", f"id = '{theirs.products[0].id}' and not is_active and stock = 0"
        )
        == 1
    )
    assert await own_scene.is_sound()


async def test_the_same_ids_in_two_bars_are_two_sales(own_scene: Scene) -> None:
    theirs = await make_bar(own_scene.owner)
    sold = selling(own_scene.bar, 1, (0, 1))
    await own_scene.submit(sold)
    twin = command(1, "record_sale", sold["body"], id=sold["id"], door="served")
    answer = await own_scene.submit(twin, till=theirs.till)

    assert answer["outcomes"][0]["outcome"] == "done"
    assert (
        await own_scene.owner.fetchval("select count(*) from data.sales where id = $1", sold["body"]["sale"])
        == 2
    )


@pytest.mark.parametrize(
    ("function", "filter_", "read"),
    [
        ("stock_rows", "p.bar_id = bar and p.rev > after", "stock"),
        ("team_rows", "m.bar_id = bar", "team"),
        ("catalog_rows", "p.bar_id = bar", "catalog"),
        ("settings_row", "b.id = bar", "settings"),
    ],
)
async def test_a_function_whose_filter_is_removed_shows_nothing_foreign(
    own_scene: Scene, function: str, filter_: str, read: str
) -> None:
    theirs = await make_bar(own_scene.owner)
    source = await own_scene.owner.fetchval(f"select pg_get_functiondef('logic.{function}'::regproc)")
    before = (await own_scene.call("bootstrap", own_scene.bar.till.token))[read]
    assert filter_ in source
    await own_scene.owner.execute(source.replace(filter_, "true"))
    after = (await own_scene.call("bootstrap", own_scene.bar.till.token))[read]

    assert after == before
    assert not [x for x in ids_of(theirs) if x in json.dumps(after)]


async def test_a_writer_whose_filter_is_removed_changes_nothing_foreign(own_scene: Scene) -> None:
    theirs = await make_bar(own_scene.owner)
    before = await rows_of(own_scene, theirs)
    source = await own_scene.owner.fetchval(
        "select pg_get_functiondef('logic.create_sale_with_stock_lock'::regproc)"
    )
    assert "where p.bar_id = v_bar and p.id = v_want.product and" in source
    await own_scene.owner.execute(
        source.replace("where p.bar_id = v_bar and p.id = v_want.product and", "where")
    )
    await own_scene.submit(selling(own_scene.bar, 1, (0, 1)))

    assert await rows_of(own_scene, theirs) == before


async def test_a_till_that_sets_the_bar_itself_sees_no_more(own_scene: Scene) -> None:
    theirs = await make_bar(own_scene.owner)
    till = own_scene.till_connection
    for setting, value in (
        ("bartender.bar", theirs.id),
        ("bartender.locked", theirs.id),
        ("bartender.key", "00" * 32),
    ):
        await till.execute("select pg_catalog.set_config($1, $2, false)", setting, value)

    assert (await own_scene.call("settings", own_scene.bar.till.token))["rows"]["id"] == own_scene.bar.id
    assert (await refusal_of(own_scene.call("settings", "0" * 64)))[0] == "TLAUT"


async def test_the_functions_role_without_a_bar_sees_no_row_of_any(own_scene: Scene) -> None:
    await make_bar(own_scene.owner)
    tables = await own_scene.owner.fetch(
        """
        select c.relname from pg_catalog.pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind = 'r'
          and pg_catalog.has_table_privilege('bartender_api', c.oid, 'select')
          and c.relname not in ('site', 'migrations', 'gates')
        """
    )
    await own_scene.owner.execute("set role bartender_api")
    for row in tables:
        assert await own_scene.owner.fetchval(f"select count(*) from data.{row['relname']}") == 0, row[
            "relname"
        ]
    await own_scene.owner.execute("reset role")
    assert len(tables) > 15


async def test_the_functions_role_cannot_write_for_a_bar_that_is_not_its_own(own_scene: Scene) -> None:
    theirs = await make_bar(own_scene.owner)
    await own_scene.owner.execute(
        "select pg_catalog.set_config('bartender.bar', $1, false)", own_scene.bar.id
    )
    await own_scene.owner.execute("set role bartender_api")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await own_scene.owner.execute(
            "insert into data.notifications (bar_id, kind) values ($1, 'x')", theirs.id
        )
    await own_scene.owner.execute("reset role")
