"""On Supabase: a deploy by a role that is no superuser, and the feed by ``realtime.send``.

Its schema is a stand-in with the documented signatures; the cluster is new, since nobody has made our roles there.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.server.binaries import Binaries
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from tests.fixtures_postgres import TILL_PASSWORD, Database
from tests.sql.support import Scene, connect_till, make_bar, selling

STAND_IN = """
create role hosted login createrole createdb password 'hosted';
create role authenticated nologin;
grant authenticated to hosted;
create database site owner hosted;
"""
REALTIME = """
create schema realtime;
create table realtime.messages (
  topic text not null, extension text not null, payload jsonb, event text, private boolean default false,
  updated_at timestamp not null default now(), inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(), primary key (id, inserted_at)
);
alter table realtime.messages enable row level security;
create function realtime.topic() returns text language sql stable
  as $$ select nullif(current_setting('realtime.topic', true), '') $$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
  language plpgsql as $$
begin
  insert into realtime.messages (payload, event, topic, private, extension)
  values (payload, event, topic, private, 'broadcast');
end $$;
grant usage on schema realtime to authenticated;
grant select on realtime.messages to authenticated;
create publication supabase_realtime;
"""


@pytest.fixture
async def hosted(tmp_path: Path, postgres_binaries: Binaries) -> AsyncIterator[Scene]:
    """A bar on a database that a role like Supabase's ``postgres`` deployed to."""
    server = EmbeddedPostgres(tmp_path / "hosted", postgres_binaries, durable=False)
    with ThreadPoolExecutor(1) as aside:
        aside.submit(server.start).result()
        cluster = await asyncpg.connect(server.url())
        for statement in STAND_IN.strip().splitlines():
            await cluster.execute(statement)
        await cluster.close()
        database = Database("site", server.url("site"))
        url = database.url_for("hosted", "hosted")
        owner = await asyncpg.connect(url)
        await owner.execute(REALTIME)
        await migrate(url, till_password=TILL_PASSWORD)
        scene = Scene(database, owner, await connect_till(database), await make_bar(owner))
        yield scene
        await scene.close()
        aside.submit(server.stop).result()


async def messages(scene: Scene) -> list[dict[str, Any]]:
    """Return what was sent on the bar's channel, and forget it."""
    rows = await scene.owner.fetch(
        "with gone as (delete from realtime.messages returning *)"
        " select payload, event, topic, private from gone order by (payload ->> 'rev')::bigint, inserted_at"
    )
    assert {(row["event"], row["topic"], row["private"]) for row in rows} <= {
        ("stock", f"stock:{scene.bar.id}", True)
    }
    told = [json.loads(row["payload"]) for row in rows]
    assert all(message.pop("at") > 1_790_000_000_000 for message in told)
    return told


async def test_a_sale_is_announced_once_with_its_rows_and_commands(hosted: Scene) -> None:
    await messages(hosted)
    rev = await hosted.rev()
    answer = await hosted.submit(selling(hosted.bar, 1, (0, 1), (1, 2)), selling(hosted.bar, 2, (0, 1)))
    [message] = await messages(hosted)

    assert message == {
        "bar": hosted.bar.id,
        "epoch": answer["epoch"],
        "from": rev,
        "rev": rev + 2,
        "done": {hosted.bar.till.ledger: [1, 2]},
        "topics": {"sales": answer["topics"]["sales"]}
        | (
            {"notifications": answer["topics"]["notifications"]}
            if "notifications" in message["topics"]
            else {}
        ),
        "rows": sorted(
            [
                {"id": p.id, "stock": stock, "reserved": 0, "price": p.price, "active": True, "rev": at}
                for p, stock, at in (
                    (hosted.bar.products[0], 8, rev + 2),
                    (hosted.bar.products[1], 8, rev + 1),
                )
            ],
            key=lambda row: str(row["id"]),
        ),
    }


async def test_what_an_administrator_changes_is_announced_with_its_row(hosted: Scene) -> None:
    await messages(hosted)
    product = hosted.bar.products[0]
    await hosted.owner.execute("select logic.set_price($1, $2, 650)", hosted.bar.id, product.id)
    [message] = await messages(hosted)

    assert [row["price"] for row in message["rows"]] == [650]
    assert message["done"] == {}


async def test_a_feed_that_fails_or_is_off_fails_no_sale(hosted: Scene) -> None:
    await messages(hosted)
    await hosted.owner.execute("alter table realtime.messages add check (topic = 'never') not valid")
    sold = await hosted.submit(selling(hosted.bar, 1, (0, 1)))
    await hosted.owner.execute("alter table realtime.messages drop constraint messages_topic_check")
    await hosted.owner.execute("set role bartender_owner; update data.site set feed = 'none'; reset role")
    quiet = await hosted.submit(selling(hosted.bar, 2, (0, 1)))

    assert [x["outcomes"][0]["outcome"] for x in (sold, quiet)] == ["done", "done"]
    assert await messages(hosted) == []
    await migrate(hosted.database.url_for("hosted", "hosted"), till_password=TILL_PASSWORD)
    assert await hosted.owner.fetchval("select feed from data.site") == "none"


async def test_a_till_s_token_listens_to_its_own_bar_only(hosted: Scene) -> None:
    theirs = await make_bar(hosted.owner)
    await hosted.submit(selling(hosted.bar, 1, (0, 1)))

    async def seen(bar: str, topic: str) -> tuple[bool, list[str]]:
        async with hosted.owner.transaction():
            claims = json.dumps({"role": "authenticated", "bar_id": bar})
            await hosted.owner.execute("select set_config('request.jwt.claims', $1, true)", claims)
            await hosted.owner.execute("select set_config('realtime.topic', $1, true)", topic)
            await hosted.owner.execute("set local role authenticated")
            rows = await hosted.owner.fetch("select distinct bar_id::text as bar from data.bar_products")
            may = await hosted.owner.fetchval("select exists (select from realtime.messages)")
        return may, [row["bar"] for row in rows]

    assert await seen(hosted.bar.id, f"stock:{hosted.bar.id}") == (True, [hosted.bar.id])
    assert await seen(theirs.id, f"stock:{hosted.bar.id}") == (False, [theirs.id])
    assert await seen(hosted.bar.id, "stock:") == (False, [hosted.bar.id])


async def test_whoever_deploys_is_no_superuser_and_the_tills_may_do_no_more_than_elsewhere(
    hosted: Scene,
) -> None:
    is_superuser = await hosted.owner.fetchval(
        "select rolsuper or rolbypassrls from pg_catalog.pg_roles where rolname = current_user"
    )
    published = await hosted.owner.fetch("select schemaname, tablename from pg_catalog.pg_publication_tables")

    assert not is_superuser
    assert [tuple(row) for row in published] == [("data", "bar_products")]
    for statement in (
        "select * from data.sales",
        "select feed.send('stock:x', '{}')",
        "select realtime.send('{}', 'stock', 'stock:x', true)",
        "select logic.lock_bar(gen_random_uuid())",
        "set role bartender_owner",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await hosted.till_connection.execute(statement)
