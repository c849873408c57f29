"""The served door's écart: what a manager may make of it, and what that does to the stock."""

from __future__ import annotations

import pytest

from tests.sql.goods import keep_for_guests, open_items, said, settling, supply
from tests.sql.support import Answer, Scene, line, make_bar, new_uuid, sale_body
from tests.sql.trade import Desk

WATER = 3  # one is there


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene, scene.bar.till)


async def missing(desk: Desk, qty: int = 3) -> Answer:
    """Serve that many waters more than the book has; return the open item."""
    await desk.sell("Afi", (WATER, qty + await desk.scene.stock(WATER)), door="served")
    return (await open_items(desk.scene))[-1]


async def wrong_price(desk: Desk) -> Answer:
    """Serve two at a price that was never in force; return the open item."""
    bar = desk.scene.bar
    body = sale_body(bar, [line(bar.products[0], 2, price=400)])
    assert said(await desk.do("Afi", "record_sale", body, door="served")) == "done"
    return (await open_items(desk.scene))[-1]


async def test_a_late_supply_settled_after_it_was_typed_in_is_not_counted_twice(
    scene: Scene, desk: Desk
) -> None:
    """Four went out of a crate of 12 that nobody had typed in, and one was in the book: 8 are on the shelf, and one."""
    item = await missing(desk)
    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=1))
    assert await scene.stock(WATER) == 12

    outcome = await desk.do("Koffi", "settle_discrepancy", settling(item))

    assert (said(outcome), outcome["result"]) == ("done", {"discrepancy": item["discrepancy"]})
    assert await scene.stock(WATER) == 9
    where = f"kind = 'discrepancy' and qty = -3 and source_id = '{item['discrepancy']}'"
    assert await scene.count("stock_movements", where) == 1
    settled = "state = 'settled' and resolution = 'late_supply' and settled_by is not null"
    assert await scene.count("discrepancies", settled) == 1
    assert await scene.count("audit_log", "action = 'settle_discrepancy'") == 1
    assert await scene.is_sound()


async def test_a_late_supply_settled_before_it_is_typed_in_waits_for_it(scene: Scene, desk: Desk) -> None:
    item = await missing(desk)
    outcome = await desk.do("Koffi", "settle_discrepancy", settling(item))

    water = scene.bar.products[WATER]
    short = {"product": water.id, "name": water.name, "wanted": 3, "left": 0}
    assert (said(outcome), outcome["params"]) == ("TLSTK", {"short": [short]})
    assert await scene.count("discrepancies", "state = 'open'") == 1

    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=3, lot_size=1))
    assert said(await desk.do("Koffi", "settle_discrepancy", settling(item))) == "done"
    assert await scene.stock(WATER) == 0


async def test_a_late_supply_leaves_what_is_kept_for_guests(scene: Scene, desk: Desk) -> None:
    item = await missing(desk)
    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=1))
    await keep_for_guests(scene, 10, WATER)

    assert said(await desk.do("Koffi", "settle_discrepancy", settling(item))) == "TLSTK"


@pytest.mark.parametrize(
    ("resolution", "notes"), [("loss", "cassées"), ("count", ""), ("other", "offertes par le fournisseur")]
)
async def test_another_explanation_moves_no_stock(
    scene: Scene, desk: Desk, resolution: str, notes: str
) -> None:
    item = await missing(desk)
    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=1))
    before = await scene.rev()
    outcome = await desk.do("Koffi", "settle_discrepancy", settling(item, resolution, notes=notes))

    assert (said(outcome), outcome["rev"], await scene.rev()) == ("done", None, before)
    assert await scene.stock(WATER) == 12
    assert await scene.count("discrepancies", f"resolution = '{resolution}' and notes = '{notes}'") == 1


@pytest.mark.parametrize("resolution", ["price_accepted", "price_error"])
async def test_a_price_is_accepted_or_was_an_error(scene: Scene, desk: Desk, resolution: str) -> None:
    item = await wrong_price(desk)
    outcome = await desk.do("Koffi", "settle_discrepancy", settling(item, resolution))

    assert said(outcome) == "done"
    assert await scene.count("discrepancies", f"kind = 'price' and resolution = '{resolution}'") == 1
    assert await scene.stock(0) == 8


async def test_an_explanation_must_be_one_of_its_kind(scene: Scene, desk: Desk) -> None:
    stock, price = await missing(desk), await wrong_price(desk)
    for item, wrong in (
        (stock, ("price_accepted", "price_error")),
        (price, ("late_supply", "loss", "count")),
    ):
        for resolution in wrong:
            outcome = await desk.do("Koffi", "settle_discrepancy", settling(item, resolution, notes="x"))
            assert (said(outcome), outcome["params"]) == ("TLINP", {"path": "body.resolution"})
        assert (
            said(await desk.do("Koffi", "settle_discrepancy", settling(item, "other", notes="x"))) == "done"
        )


async def test_an_item_is_settled_once(scene: Scene, desk: Desk) -> None:
    item = await missing(desk)
    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=1))
    await desk.do("Koffi", "settle_discrepancy", settling(item))
    outcome = await desk.do("Ayaba", "settle_discrepancy", settling(item))

    assert (said(outcome), outcome["params"]) == ("TLSTA", {"what": "discrepancy", "state": "settled"})
    assert await scene.stock(WATER) == 9


async def test_a_server_settles_nothing(scene: Scene, desk: Desk) -> None:
    item = await missing(desk)
    outcome = await desk.do("Afi", "settle_discrepancy", settling(item, "count"))

    assert (said(outcome), outcome["params"]) == ("TLRGT", {"needs": "manager"})


async def test_a_till_alone_settles_nothing(scene: Scene, desk: Desk) -> None:
    item = await missing(desk)

    for who in ("Koffi", "Ayaba"):
        outcome = await desk.do(who, "settle_discrepancy", settling(item, "count"), session=None)
        assert said(outcome) == "TLSES"
    assert await scene.count("discrepancies", "state = 'open'") == 1


async def test_an_item_of_another_bar_is_unknown(scene: Scene, desk: Desk) -> None:
    theirs = await make_bar(scene.owner)
    there = Scene(scene.database, scene.owner, scene.till_connection, theirs)
    item = await missing(Desk(there, theirs.till))

    for found in (item, item | {"discrepancy": new_uuid()}):
        outcome = await desk.do("Koffi", "settle_discrepancy", settling(found, "count"))
        what = {"what": "discrepancy", "id": found["discrepancy"]}
        assert (said(outcome), outcome["params"]) == ("TLUNK", what)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("discrepancy", (None, "x")),
        ("product", (None, "x", new_uuid())),
        ("qty", (None, 0, -3, 2, 4, "3", 1.5)),
        ("resolution", (None, "", "sale_undone", "ghosts", 5)),
        ("notes", (None, 5, "x" * 501)),
    ],
)
async def test_a_malformed_settlement_is_refused_with_its_path(
    scene: Scene, desk: Desk, path: str, values: tuple[object, ...]
) -> None:
    item = await missing(desk)
    for value in values:
        outcome = await desk.do("Koffi", "settle_discrepancy", settling(item, "count") | {path: value})
        assert (said(outcome), outcome["params"]) == ("TLINP", {"path": f"body.{path}"})
    assert await scene.count("discrepancies", "state = 'open'") == 1


@pytest.mark.parametrize("resolution", ["loss", "other"])
async def test_a_loss_or_another_explanation_needs_its_notes(
    scene: Scene, desk: Desk, resolution: str
) -> None:
    item = await missing(desk)
    for notes in ("", " \n "):
        outcome = await desk.do("Koffi", "settle_discrepancy", settling(item, resolution, notes=notes))
        assert outcome["params"] == {"path": "body.notes"}


async def test_a_pending_sale_s_item_may_be_settled_and_undoing_the_sale_then_gives_all_of_it_back(
    scene: Scene, desk: Desk
) -> None:
    await scene.owner.execute("select logic.set_operating_mode($1, 'full')", scene.bar.id)
    item = await missing(desk)
    await desk.do("Koffi", "record_supply", supply(scene, WATER, lots=1))
    await desk.do("Koffi", "settle_discrepancy", settling(item))
    sale = await scene.owner.fetchval("select id::text from data.sales where bar_id = $1", scene.bar.id)
    assert said(await desk.do("Koffi", "reject_sale", {"sale": sale, "reason": "parti"})) == "done"

    assert await scene.stock(WATER) == 13
    assert said(await desk.do("Koffi", "settle_discrepancy", settling(item))) == "TLSTA"
    assert await scene.is_sound()
