"""Corrections of one product's stock: the owner's, for a reason."""

from __future__ import annotations

import pytest

from tests.sql.goods import (
    adjustment,
    counting,
    expired_bottle,
    keep_for_guests,
    open_items,
    reversal,
    said,
    settling,
    supply,
)
from tests.sql.support import Scene, make_bar, new_uuid
from tests.sql.trade import Desk


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene, scene.bar.till)


@pytest.mark.parametrize(
    ("reason", "notes"),
    [
        ("loss_damage", ""),
        ("donation_sample", ""),
        ("expiration", "casier du fond"),
        ("theft_report", "plainte 12/2026"),
        ("other", "tournée du patron"),
    ],
)
async def test_the_owner_adjusts_for_a_reason(scene: Scene, desk: Desk, reason: str, notes: str) -> None:
    body = adjustment(scene, -3, reason=reason, notes=notes)
    outcome = await desk.do("Ayaba", "adjust_stock", body)

    assert (said(outcome), outcome["result"]) == ("done", {"adjustment": body["adjustment"]})
    assert await scene.stock(0) == 7
    row = await scene.owner.fetchrow("select * from data.stock_adjustments where bar_id = $1", scene.bar.id)
    assert row is not None
    assert (row["delta"], row["reason"], row["notes"], row["count_id"]) == (-3, reason, notes, None)
    assert (str(row["created_by"]), row["rev"]) == (scene.bar.people["Ayaba"], outcome["rev"])
    assert (
        await scene.count("stock_movements", f"qty = -3 and kind = 'adjustment' and reason = '{reason}'") == 1
    )
    assert await scene.count("audit_log", "action = 'adjust_stock'") == 1
    assert await scene.is_sound()


async def test_an_adjustment_may_add(scene: Scene, desk: Desk) -> None:
    await desk.do("Ayaba", "adjust_stock", adjustment(scene, 5, reason="other", notes="trouvées au frais"))

    assert await scene.stock(0) == 15


@pytest.mark.parametrize("who", ["Koffi", "Afi"])
@pytest.mark.parametrize("kind", ["adjust_stock", "count_stock"])
async def test_only_the_owner_corrects_the_stock(scene: Scene, desk: Desk, who: str, kind: str) -> None:
    body = adjustment(scene, -1) if kind == "adjust_stock" else counting(scene, (0, 10, 9))
    outcome = await desk.do(who, kind, body)

    assert (said(outcome), outcome["params"]) == ("TLRGT", {"needs": "owner"})
    assert await scene.stock(0) == 10


@pytest.mark.parametrize("kind", ["adjust_stock", "count_stock"])
async def test_a_till_alone_corrects_no_stock(scene: Scene, desk: Desk, kind: str) -> None:
    body = adjustment(scene, -1) if kind == "adjust_stock" else counting(scene, (0, 10, 9))
    outcome = await desk.do("Ayaba", kind, body, session=None)
    assert said(outcome) == "TLSES"

    foreign = await Desk(scene, scene.bar.tills[1]).session("Ayaba")
    assert said(await desk.do("Ayaba", kind, body, session=foreign)) == "TLSES"
    assert await scene.stock(0) == 10


async def test_the_stock_is_never_adjusted_below_nothing(scene: Scene, desk: Desk) -> None:
    outcome = await desk.do("Ayaba", "adjust_stock", adjustment(scene, -11))

    flag = scene.bar.products[0]
    short = {"product": flag.id, "name": flag.name, "wanted": 11, "left": 10}
    assert (said(outcome), outcome["params"]) == ("TLSTK", {"short": [short]})
    assert await scene.count("stock_adjustments") == 0


async def test_what_is_kept_for_guests_is_not_adjusted_away(scene: Scene, desk: Desk) -> None:
    await keep_for_guests(scene, 4)

    assert said(await desk.do("Ayaba", "adjust_stock", adjustment(scene, -7))) == "TLSTK"
    assert said(await desk.do("Ayaba", "adjust_stock", adjustment(scene, -6))) == "done"


async def test_an_adjustment_of_what_is_not_there_is_refused(scene: Scene, desk: Desk) -> None:
    theirs = await make_bar(scene.owner)
    for product in (new_uuid(), theirs.products[0].id):
        outcome = await desk.do("Ayaba", "adjust_stock", adjustment(scene, 1) | {"product": product})
        assert (said(outcome), outcome["params"]) == ("TLUNK", {"what": "product", "id": product})


async def test_the_same_adjustment_sent_by_two_tills_is_made_once(scene: Scene, desk: Desk) -> None:
    body = adjustment(scene, -2)
    first = await desk.do("Ayaba", "adjust_stock", body)
    again = await Desk(scene, scene.bar.tills[1]).do("Ayaba", "adjust_stock", body)

    assert (again["result"], again["rev"]) == (first["result"], first["rev"])
    assert await scene.stock(0) == 8


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("adjustment", (None, "x", 5)),
        ("product", (None, "x")),
        ("delta", (None, 0, 1.5, "-1", -100_001, 100_001, 10**30, -0.0)),
        ("reason", (None, "", "inventory_count", "thirst", 5, [])),
        ("notes", (None, 5, "x" * 501)),
    ],
)
async def test_a_malformed_adjustment_is_refused_with_its_path(
    scene: Scene, desk: Desk, path: str, values: tuple[object, ...]
) -> None:
    for value in values:
        outcome = await desk.do("Ayaba", "adjust_stock", adjustment(scene, -1) | {path: value})
        assert (said(outcome), outcome["params"]) == ("TLINP", {"path": f"body.{path}"})
    assert await scene.stock(0) == 10


@pytest.mark.parametrize("reason", ["theft_report", "other"])
async def test_a_theft_or_another_reason_needs_its_notes(scene: Scene, desk: Desk, reason: str) -> None:
    for notes in ("", " \n "):
        body = adjustment(scene, -1, reason=reason, notes=notes)
        outcome = await desk.do("Ayaba", "adjust_stock", body)
        assert outcome["params"] == {"path": "body.notes"}


@pytest.mark.parametrize("kind", ["adjust_stock", "count_stock", "reverse_supply", "settle_discrepancy"])
async def test_bottles_that_nobody_came_for_in_time_are_the_bar_s_to_correct(
    scene: Scene, desk: Desk, kind: str
) -> None:
    """Two of two pieces are still reserved, for a guest whose time is over: whether a tidying ran does not matter."""
    supplied = supply(scene, 3, lots=1, lot_size=2)
    await desk.sell("Koffi", (3, 3), door="served")
    await desk.do("Koffi", "record_supply", supplied)
    await expired_bottle(desk, 3, 2)
    assert await scene.count("bar_products", "stock = 2 and reserved = 2") == 1
    body = {
        "adjust_stock": adjustment(scene, -2, 3),
        "count_stock": counting(scene, (3, 2, 0)),
        "reverse_supply": reversal(supplied),
        "settle_discrepancy": settling((await open_items(scene))[0]),
    }[kind]

    assert said(await desk.do("Ayaba", kind, body)) == "done"
    assert await scene.stock(3) == 0
    assert await scene.count("consignments", "state = 'expired'") == 1
    assert await scene.count("bar_products", "reserved > 0") == 0
    assert await scene.is_sound()
