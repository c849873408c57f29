"""Some of the bottles that are kept together are handed over, and the others stay."""

from __future__ import annotations

import asyncpg
import pytest

from tests.sql.coming_back import coming_back, done, is_sound, refused, seen, shelf, to_keep
from tests.sql.support import Answer, Scene, ago, new_uuid
from tests.sql.test_consignments import kept, let_time_pass, row, tidied
from tests.sql.trade import desk


def part(body: Answer, qty: int = 1, **changes: object) -> Answer:
    """Return the body that hands ``qty`` of the kept bottles over."""
    return seen(body, "consignment", qty=qty, of=body["qty"], part=new_uuid()) | changes


async def test_one_of_two_is_handed_over_and_the_other_stays(scene: Scene) -> None:
    bar, body = await kept(scene)
    wish = part(body)
    before = await scene.submit()
    outcome = await bar.do("Afi", "claim_part", wish)
    after = await scene.submit()

    told = {"consignment": body["consignment"], "state": "active", "part": wish["part"], "left": 1}
    assert (done(outcome), outcome["rev"]) == (told, await scene.rev())
    assert await shelf(scene) == (8, 1)
    stays, gone = await row(scene, body["consignment"]), await row(scene, wish["part"])
    assert (stays["qty"], stays["state"], stays["ended_at"]) == (1, "active", None)
    assert (gone["qty"], gone["state"], str(gone["part_of"])) == (1, "claimed", body["consignment"])
    assert str(gone["ended_by"]) == scene.bar.people["Afi"]
    same = ("sale_id", "position", "product_id", "guest", "phone", "notes", "expires_at", "created_by")
    assert [gone[name] for name in same] == [stays[name] for name in same]
    assert stays["rev"] == gone["rev"] == outcome["rev"]
    assert await scene.count("stock_movements", f"source_id = '{wish['part']}' and qty = -1") == 1
    assert after["topics"]["consignments"] == before["topics"]["consignments"] + 1
    assert await is_sound(scene)


async def test_the_last_one_is_claimed_by_a_till_that_knows_no_parts(scene: Scene) -> None:
    bar, body = await kept(scene, 3)
    done(await bar.do("Afi", "claim_part", part(body)))
    done(await bar.do("Afi", "claim_part", part(body | {"qty": 2})))
    assert done(await bar.do("Afi", "claim_consignment", seen(body | {"qty": 1}, "consignment")))

    assert await shelf(scene) == (7, 0)
    assert await scene.count("consignments", "state = 'claimed' and qty = 1") == 3
    assert await is_sound(scene)


async def test_what_a_till_saw_before_a_part_went_has_been_dealt_with(scene: Scene) -> None:
    """Nobody hands out what is not there any more, nor a second one for the same wish."""
    bar, body = await kept(scene, 3)
    done(await bar.do("Afi", "claim_part", part(body)))

    for kind, late in (
        ("claim_part", part(body)),
        ("claim_consignment", seen(body, "consignment")),
        ("forfeit_consignment", seen(body, "consignment", reason="late")),
    ):
        assert refused(await bar.do("Koffi", kind, late)) == (
            "TLSTA",
            {"what": "consignment", "state": "active"},
        )
    assert await shelf(scene) == (9, 2)
    assert await is_sound(scene)


async def test_the_same_part_sent_under_another_command_is_the_first(scene: Scene) -> None:
    bar, body = await kept(scene)
    wish = part(body)
    first = done(await bar.do("Afi", "claim_part", wish))

    assert done(await bar.do("Afi", "claim_part", wish)) == first
    assert await shelf(scene) == (8, 1)
    assert await scene.count("consignments") == 2


async def test_a_part_has_an_id_of_its_own(scene: Scene) -> None:
    bar, body = await kept(scene, 2)
    other = to_keep(scene.bar, body["sale"])
    done(await bar.do("Koffi", "create_consignment", other))

    taken = await bar.do("Afi", "claim_part", part(body, part=other["consignment"]))
    assert refused(taken) == ("TLDUP", {"field": "part", "id": other["consignment"]})
    assert await is_sound(scene)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"consignment": None}, "body.consignment"),
        ({"product": "x"}, "body.product"),
        ({"qty": 0}, "body.qty"),
        ({"qty": 2}, "body.qty"),
        ({"qty": 3}, "body.qty"),
        ({"of": 1}, "body.of"),
        ({"of": "2"}, "body.of"),
        ({"of": 1_000}, "body.of"),
        ({"part": None}, "body.part"),
        ({"part": "itself"}, "body.part"),
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(scene: Scene, changes: Answer, path: str) -> None:
    bar, body = await kept(scene)
    wish = part(body) | changes
    if wish["part"] == "itself":
        wish["part"] = wish["consignment"]

    assert refused(await bar.do("Afi", "claim_part", wish)) == ("TLINP", {"path": path})
    assert await shelf(scene) == (9, 2)


async def test_who_hands_a_part_over_has_seen_what_it_is(scene: Scene) -> None:
    bar, body = await kept(scene)
    missing = new_uuid()
    for changes, refusal in (
        ({"of": 3}, ("TLSTA", {"what": "consignment", "state": "active"})),
        ({"product": scene.bar.products[1].id}, ("TLINP", {"path": "body.product"})),
        ({"consignment": missing}, ("TLUNK", {"what": "consignment", "id": missing})),
    ):
        assert refused(await bar.do("Afi", "claim_part", part(body) | changes)) == refusal


async def test_nothing_of_an_ended_or_expired_one_is_handed_over(scene: Scene) -> None:
    bar, body = await kept(scene)
    await let_time_pass(scene, 24 * 7 + 1)
    assert refused(await bar.do("Afi", "claim_part", part(body)))[0] == "TLEXP"

    sale = (await bar.sell("Koffi", (1, 2), body={"ticket": "C1-000009"}))["sale"]
    body = to_keep(scene.bar, sale, 2, product=1)
    done(await bar.do("Koffi", "create_consignment", body))
    done(await bar.do("Koffi", "forfeit_consignment", seen(body, "consignment", reason="late")))
    late = {"what": "consignment", "state": "forfeited"}
    assert refused(await bar.do("Afi", "claim_part", part(body))) == ("TLSTA", late)


async def test_a_part_that_was_claimed_in_time_is_the_guest_s_though_a_tidying_ran(own_scene: Scene) -> None:
    scene = own_scene
    bar, body = await kept(scene)
    await bar.session("Afi")
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '3 hours' where bar_id = $1",
        scene.bar.id,
    )
    await let_time_pass(scene, 24 * 7 + 1)
    assert await tidied(scene) == 2
    done(await bar.do("Afi", "claim_part", part(body), moment=ago(hours=2)))

    assert await shelf(scene) == (8, 0)
    assert (await row(scene, body["consignment"]))["state"] == "expired"
    assert await is_sound(scene)


async def test_what_was_handed_over_may_come_back_or_be_kept_again(scene: Scene) -> None:
    bar, body = await kept(scene, 3)
    done(await bar.do("Afi", "claim_part", part(body, 2)))

    done(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, body["sale"], 1)))
    done(await bar.do("Afi", "create_return", coming_back(scene.bar, body["sale"])))
    assert refused(await bar.do("Koffi", "create_consignment", to_keep(scene.bar, body["sale"], 1))) == (
        "TLQTY",
        {"wanted": 1, "left": 0},
    )
    assert await is_sound(scene)


async def test_a_guest_is_forgotten_with_what_was_handed_over_of_it(scene: Scene) -> None:
    bar = await desk(scene)
    for place, erased in enumerate(("consignment", "part")):
        sale = (await bar.sell("Koffi", (place, 3), body={"ticket": f"C1-00001{place}"}))["sale"]
        body = to_keep(scene.bar, sale, 2, place, phone="97 00 00 00", notes="froide")
        done(await bar.do("Koffi", "create_consignment", body))
        wish = part(body)
        done(await bar.do("Afi", "claim_part", wish))
        done(await bar.do("Koffi", "erase_guest", {"consignment": wish[erased]}))

    assert await scene.count("consignments") == 4
    assert await scene.count("consignments", "guest is null and phone is null and notes = ''") == 4
    assert await scene.count("commands", "body::text like '%Codjo%'") == 0


async def test_no_piece_is_lost_from_what_is_kept_but_by_a_part(scene: Scene) -> None:
    """The table itself holds it: so many fewer as became parts, at that revision."""
    bar, body = await kept(scene, 3)
    done(await bar.do("Afi", "claim_part", part(body)))
    rev = await scene.rev()
    for change in ("qty = 1", f"qty = 1, rev = {rev}", f"qty = 3, rev = {rev + 1}", "part_of = id"):
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
            await scene.owner.execute(
                f"update data.consignments set {change} where bar_id = $1 and id = $2",
                scene.bar.id,
                body["consignment"],
            )
