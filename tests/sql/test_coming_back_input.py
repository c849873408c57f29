"""Returns and kept bottles: malformed fields are named, and what was decided is not rewritten."""

from __future__ import annotations

import asyncpg
import pytest

from tests.sql.coming_back import coming_back, done, refused, to_keep
from tests.sql.support import Scene
from tests.sql.trade import desk


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("create_return", {"return": 7}, "body.return"),
        ("create_return", {"sale": "x"}, "body.sale"),
        ("create_return", {"position": 0}, "body.position"),
        ("create_return", {"product": None}, "body.product"),
        ("create_return", {"qty": 0}, "body.qty"),
        ("create_return", {"qty": -1}, "body.qty"),
        ("create_return", {"qty": 1.5}, "body.qty"),
        ("create_return", {"reason": "bored"}, "body.reason"),
        ("create_return", {"reason": None}, "body.reason"),
        ("create_return", {"reason": "other", "refund": "yes"}, "body.refund"),
        ("create_return", {"notes": None}, "body.notes"),
        ("create_return", {"notes": "x" * 501}, "body.notes"),
        ("approve_return", {"return": None}, "body.return"),
        ("approve_return", {"product": None}, "body.product"),
        ("approve_return", {"qty": "1"}, "body.qty"),
        ("approve_return", {"refund": 1}, "body.refund"),
        ("approve_return", {"restock": "no"}, "body.restock"),
        ("approve_return", {"restock_now": None}, "body.restock_now"),
        ("reject_return", {"return": None}, "body.return"),
        ("reject_return", {"reason": ""}, "body.reason"),
        ("reject_return", {"reason": " "}, "body.reason"),
        ("restock_return", {"qty": 1000}, "body.qty"),
    ],
)
async def test_malformed_fields_of_returns_are_named(
    scene: Scene, kind: str, changes: dict[str, object], path: str
) -> None:
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (0, 1)))["sale"]
    body = coming_back(scene.bar, sale) | {"restock_now": False} | changes

    assert refused(await bar.do("Koffi", kind, body)) == ("TLINP", {"path": path})
    assert await scene.count("returns") == 0


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("create_consignment", {"consignment": 1}, "body.consignment"),
        ("create_consignment", {"sale": None}, "body.sale"),
        ("create_consignment", {"position": 101}, "body.position"),
        ("create_consignment", {"product": "x"}, "body.product"),
        ("create_consignment", {"qty": 0}, "body.qty"),
        ("create_consignment", {"guest": ""}, "body.guest"),
        ("create_consignment", {"guest": "  "}, "body.guest"),
        ("create_consignment", {"guest": "x" * 81}, "body.guest"),
        ("create_consignment", {"phone": ""}, "body.phone"),
        ("create_consignment", {"days": 0}, "body.days"),
        ("create_consignment", {"days": 31}, "body.days"),
        ("create_consignment", {"notes": None}, "body.notes"),
        ("claim_consignment", {"consignment": None}, "body.consignment"),
        ("claim_consignment", {"product": None}, "body.product"),
        ("claim_consignment", {"qty": -2}, "body.qty"),
        ("forfeit_consignment", {"qty": None}, "body.qty"),
        ("forfeit_consignment", {"reason": None}, "body.reason"),
        ("forfeit_consignment", {"reason": "\t"}, "body.reason"),
    ],
)
async def test_malformed_fields_of_kept_bottles_are_named(
    scene: Scene, kind: str, changes: dict[str, object], path: str
) -> None:
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (0, 1)))["sale"]

    assert refused(await bar.do("Koffi", kind, to_keep(scene.bar, sale) | changes)) == (
        "TLINP",
        {"path": path},
    )
    assert await scene.count("consignments") == 0


@pytest.mark.parametrize(
    "change",
    ["state = 'pending'", "qty = 1", "amount_minor = 0", "is_refunded = not is_refunded", "notes = 'x'"],
)
async def test_a_decided_return_is_not_rewritten(scene: Scene, change: str) -> None:
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (0, 3)))["sale"]
    done(await bar.do("Koffi", "create_return", coming_back(scene.bar, sale, 2)))

    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute(f"update data.returns set {change} where bar_id = $1", scene.bar.id)
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute("delete from data.returns where bar_id = $1", scene.bar.id)


async def test_a_guest_s_name_may_be_erased_and_nothing_else_of_what_was_kept(scene: Scene) -> None:
    bar = await desk(scene)
    sale = (await bar.sell("Koffi", (0, 3)))["sale"]
    done(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, sale, 2)))
    await scene.owner.execute(
        "update data.consignments set guest = null, phone = null where bar_id = $1", scene.bar.id
    )

    for change in ("qty = 1", "expires_at = expires_at + interval '1 day'", "state = 'claimed', qty = 1"):
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
            await scene.owner.execute(
                f"update data.consignments set {change} where bar_id = $1", scene.bar.id
            )
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await scene.owner.execute("delete from data.consignments where bar_id = $1", scene.bar.id)
