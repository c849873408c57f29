"""The till's rules of fields are the server's; a price shown before the server knows is the one that it has after."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import pytest

from app.domain.edits import RULES, Edit, NewProduct, Value, is_field
from app.domain.ids import CategoryId, ProductId
from app.sync.outbox import Outbox
from app.sync.ports import Command, State
from app.till.catalog_edits import create_product, edit_product
from app.till.codec import merged_stocks, stocks
from app.till.projections import stock_after
from tests.fakes import FakeClock
from tests.fixtures_postgres import Database
from tests.sql.edits import category_of
from tests.sql.support import Scene, connect_till, make_bar, new_uuid
from tests.till.test_projection_against_sql import Counter, Shown, without_revisions

VALUES: tuple[Value, ...] = (
    None, True, False, -1, 0, 1, 5, 9, 10, 23, 24, 30, 31, 400, 500, 3_600, 3_650, 10_000, 10_080, 10_081,
    1_000_000, 1_000_001,
    10**12, 10**12 + 1, "", " ", "x", "x" * 40, "x" * 41, "x" * 64, "x" * 80, "x" * 81, "x" * 120, "x" * 121, "x" * 200,
    "x" * 201, "é" * 80, "seller", "owner", "boss", "simplified", "full", "true", "5", new_uuid(),
    new_uuid().upper(), (),
    ("MTN",), ("MTN", "MTN"), ("",), ("x" * 41,), tuple(str(n) for n in range(20)), tuple(str(n) for n in range(21)),
)  # fmt: skip


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    owner = await asyncpg.connect(database.superuser_url)
    made = Scene(database, owner, await connect_till(database), await make_bar(owner))
    yield made
    await made.close()


async def test_a_field_may_hold_here_what_it_may_hold_there(scene: Scene) -> None:
    fields = [(thing, field) for thing, rules in RULES.items() for field in rules]
    there = await scene.owner.fetch(
        """
        select f ->> 0 as thing, f ->> 1 as field, v.place - 1 as place,
          logic.is_field(f ->> 0, f ->> 1, v.value) as may
        from jsonb_array_elements($1::jsonb) f, jsonb_array_elements($2::jsonb) with ordinality v (value, place)
        """,
        json.dumps(fields),
        json.dumps(VALUES),
    )
    names = {thing.value: thing for thing in RULES}
    wrong = [
        (x["thing"], x["field"], VALUES[x["place"]], x["may"])
        for x in there
        if is_field(names[x["thing"]], x["field"], VALUES[x["place"]]) is not x["may"]
    ]

    assert wrong == []
    assert len(there) == len(fields) * len(VALUES)


def drawn(counter: Counter, versions: dict[str, int], **who: Any) -> Command:
    """Return a random new product or new price, now and then of a version that was never seen."""
    draw = counter.draw
    if draw.random() < 0.2:
        category = CategoryId(who.pop("category"))
        return create_product(NewProduct(ProductId(new_uuid()), category, new_uuid(), 650), **who)
    del who["category"]
    product = draw.choice(counter.scene.bar.products).id
    price = Edit(draw.randint(0, 900), versions.get(product, 0) + draw.choice((0, 0, 0, 1)))
    return edit_product(ProductId(product), {"price": price}, **who)


async def test_what_is_shown_of_a_price_before_equals_what_the_server_has_after(scene: Scene) -> None:
    counter = Counter(scene, seed=5)
    counter.clock = FakeClock(wall=time.time())
    counter.outbox = Outbox(counter.ledger, counter.clock, till_code="C1")
    await counter.open()
    who: dict[str, Any] = {"by": scene.bar.people["Koffi"], "session": await scene.sign_in("Koffi")}
    category = await category_of(scene)
    done = refused = 0
    versions: dict[str, int] = {}
    for _ in range(30):
        before = await counter.read(None)
        base = stocks(before.rows)
        made = drawn(counter, versions, command_id=new_uuid(), category=category, **who)
        row = await counter.outbox.append(made)
        await counter.send_all()
        judged = counter.outbox.row(row.no)
        assert judged is not None
        shown = stock_after(base, judged) if judged.is_open else base
        after = await counter.read(before)

        assert without_revisions(cast("Shown", shown)) == without_revisions(
            cast("Shown", merged_stocks(base, after.rows))
        )
        if judged.state is State.DONE and made.kind == "edit_product":
            product = str(made.body["product"])
            versions[product] = versions.get(product, 0) + 1
        done += judged.state is State.DONE
        refused += judged.state is State.REFUSED
    await counter.gateway.close()

    assert min(done, refused) > 3
