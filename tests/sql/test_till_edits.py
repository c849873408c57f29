"""The tills in the hands of owners, and what a till sent while it was shut out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sql.edits import audits, edit, fields, row, topics
from tests.sql.support import (
    Answer,
    Scene,
    ago,
    command,
    hash_of,
    make_bar,
    new_uuid,
    refusal_of,
    selling,
)
from tests.sql.trade import Desk, desk


def till_body(**changes: object) -> Answer:
    body: Answer = {
        "till": new_uuid(),
        "code": "C9",
        "name": "Terrasse",
        "code_hash": hash_of("K7PQ-2M9X"),
        "hours": 24,
    }
    return body | changes


async def revoke(bar: Desk, by: str = "Koffi", place: int = 1) -> Answer:
    return await bar.do(by, "revoke_till", {"till": bar.scene.bar.tills[place].id})


async def sent_while_shut(bar: Desk, *commands: Answer) -> None:
    """Shut till C2 out and let it send the commands, one by one: a refused sale ends a batch."""
    await revoke(bar)
    for sent in commands:
        answer = await bar.scene.submit(sent, till=bar.scene.bar.tills[1])
        assert [x["code"] for x in answer["outcomes"]] == ["TLREV"]


def booking(scene: Scene, no: object = 1, **changes: object) -> Answer:
    till = scene.bar.tills[1]
    return {"till": till.id, "ledger": till.ledger, "no": no, **changes}


async def kept(scene: Scene, no: int = 1) -> dict[str, Any]:
    found = await scene.owner.fetchrow(
        "select to_jsonb(k) from data.commands k where bar_id = $1 and till_id = $2 and no = $3",
        scene.bar.id,
        scene.bar.tills[1].id,
        no,
    )
    assert found is not None
    made: dict[str, Any] = json.loads(found[0])
    return made


async def test_an_owner_makes_a_till_and_a_machine_becomes_it(scene: Scene) -> None:
    bar = await desk(scene)
    before = await topics(scene)
    body = till_body(code_hash=hash_of("ABCD-1234"))
    outcome = await bar.do("Ayaba", "create_till", body)
    enrolled = await scene.call("enrol", "ABCD-1234", hash_of(new_uuid()), new_uuid(), {"os": "test"})

    assert (outcome["outcome"], outcome["result"]["till"], outcome["rev"]) == ("done", body["till"], None)
    assert enrolled["till"] == {"id": body["till"], "code": "C9", "name": "Terrasse"}
    assert (await topics(scene))["settings"] == before["settings"] + 1
    assert "code_hash" not in str(await audits(scene, "create_till"))
    assert (await refusal_of(scene.call("enrol", "ABCD-1234", hash_of(new_uuid()), new_uuid(), {})))[
        0
    ] == "TLENR"


async def test_a_code_for_a_till_that_is_there_only_opens_it_again(scene: Scene) -> None:
    bar = await desk(scene)
    till = scene.bar.tills[1]
    body = till_body(till=till.id, code=till.code, name="Autre", code_hash=hash_of("WXYZ-5678"))
    outcome = await bar.do("Ayaba", "create_till", body)
    enrolled = await scene.call("enrol", "WXYZ-5678", hash_of(new_uuid()), new_uuid(), {})

    assert outcome["outcome"] == "done"
    assert enrolled["till"] == {"id": till.id, "code": "C2", "name": "Caisse C2"}


async def test_a_till_s_code_an_id_and_an_enrolment_are_one_s_own(own_scene: Scene) -> None:
    bar = await desk(own_scene)
    theirs = await make_bar(own_scene.owner)
    first = own_scene.bar.till
    taken = await bar.do("Ayaba", "create_till", till_body(code="C1"))
    renumbered = await bar.do("Ayaba", "create_till", till_body(till=first.id))
    made = await bar.do("Ayaba", "create_till", till_body())
    again = await bar.do("Ayaba", "create_till", till_body(code="C8"))
    await own_scene.owner.execute(
        "select logic.create_enrolment($1, $2, $3, now() + interval '1 day')",
        theirs.id,
        theirs.till.id,
        hash_of("their code"),
    )
    foreign = await bar.do("Ayaba", "create_till", till_body(code="C7", code_hash=hash_of("their code")))

    assert (taken["code"], taken["params"]) == ("TLDUP", {"field": "code", "id": first.id})
    assert (renumbered["code"], renumbered["params"]) == ("TLDUP", {"field": "till", "id": first.id})
    assert made["outcome"] == "done"
    assert [(x["code"], x["params"]["field"]) for x in (again, foreign)] == [("TLDUP", "code_hash")] * 2
    assert await own_scene.count("tills", "code in ('C7', 'C8')") == 0


async def test_a_till_is_renamed(scene: Scene) -> None:
    bar = await desk(scene)
    till = scene.bar.till.id
    outcome = await edit(bar, "till", till, name="Comptoir")
    late = await edit(bar, "till", till, name="Salle")

    assert outcome["outcome"] == "done"
    assert (await row(scene, "tills", till))["name"] == "Comptoir"
    assert (late["code"], late["params"]) == ("TLOLD", {"field": "name", "version": 1, "value": "Comptoir"})


async def test_a_till_that_is_shut_out_is_so_at_once(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    await scene.sign_in("Afi", shut)
    outcome = await revoke(bar)
    sent = (await scene.submit(selling(scene.bar, 1, (0, 1)), till=shut))["outcomes"][0]

    assert outcome["outcome"] == "done"
    assert (await refusal_of(scene.call("bootstrap", shut.token)))[0] == "TLREV"
    assert sent["code"] == "TLREV"
    assert await scene.count("sessions", f"till_id = '{shut.id}' and ended_at is null") == 0
    assert await scene.count("sessions", f"till_id = '{scene.bar.till.id}' and ended_at is null") > 0
    assert (await revoke(bar))["params"] == {"what": "till", "state": "revoked"}
    blocked = await bar.do("Ayaba", "create_till", till_body(till=shut.id, code=shut.code))
    assert (blocked["code"], blocked["params"]) == ("TLSTA", {"what": "till", "state": "revoked"})


async def test_a_till_that_is_found_again_is_let_in_and_its_alarm_ends(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    await sent_while_shut(bar, selling(scene.bar, 1, (0, 1)))
    outcome = await bar.do("Ayaba", "restore_till", {"till": shut.id})

    assert outcome["outcome"] == "done"
    assert await scene.call("bootstrap", shut.token)
    assert await scene.count("alerts", "kind = 'till_shut' and settled_at is null") == 0
    again = await bar.do("Ayaba", "restore_till", {"till": shut.id})
    assert (again["code"], again["params"]) == ("TLSTA", {"what": "till", "state": "open"})


@pytest.mark.parametrize(
    ("kind", "by", "needs"),
    [
        ("create_till", "Koffi", "owner"),
        ("edit_till", "Koffi", "owner"),
        ("restore_till", "Koffi", "owner"),
        ("revoke_till", "Afi", "manager"),
        ("book_refused", "Afi", "manager"),
    ],
)
async def test_who_may_change_tills(scene: Scene, kind: str, by: str, needs: str) -> None:
    bar = await desk(scene)
    body = till_body(till=scene.bar.tills[1].id, fields=fields(name="x"), ledger=new_uuid(), no=1)
    refused = await bar.do(by, kind, body)
    unsigned = await bar.do("Ayaba", kind, body, session=None)

    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": needs})
    assert unsigned["code"] == "TLSES"


@pytest.mark.parametrize("kind", ["edit_till", "restore_till", "revoke_till"])
async def test_a_till_of_another_bar_is_none_of_ours(own_scene: Scene, kind: str) -> None:
    bar = await desk(own_scene)
    theirs = (await make_bar(own_scene.owner)).till.id
    refused = await bar.do("Ayaba", kind, {"till": theirs, "fields": fields(name="x")})

    assert (refused["code"], refused["params"]) == ("TLUNK", {"what": "till", "id": theirs})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"till": "C1"}, "body.till"),
        ({"code": "c1"}, "body.code"),
        ({"code": "C12345678"}, "body.code"),
        ({"name": " "}, "body.name"),
        ({"code_hash": "x"}, "body.code_hash"),
        ({"hours": 0}, "body.hours"),
        ({"hours": 721}, "body.hours"),
    ],
)
async def test_a_malformed_till_is_refused_with_its_path(
    scene: Scene, changes: dict[str, object], path: str
) -> None:
    bar = await desk(scene)
    refused = await bar.do("Ayaba", "create_till", till_body(**changes))

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": path})


async def test_what_a_shut_till_sold_is_booked_with_its_own_ids_and_people(scene: Scene) -> None:
    bar = await desk(scene)
    sold = selling(scene.bar, 1, (0, 2), moment=ago(hours=2))
    await sent_while_shut(bar, sold)
    rev = await scene.rev()
    outcome = await bar.do("Koffi", "book_refused", booking(scene))
    sale = await row(scene, "sales", sold["body"]["sale"])
    command_row = await kept(scene)

    assert (outcome["outcome"], outcome["rev"], await scene.rev()) == ("done", rev + 1, rev + 1)
    assert outcome["result"]["kind"] == "record_sale"
    assert outcome["result"]["result"]["sale"] == sold["body"]["sale"]
    assert (sale["door"], sale["till_id"], sale["sold_by"]) == (
        "served",
        scene.bar.tills[1].id,
        scene.bar.people["Afi"],
    )
    assert (sale["ticket"], sale["command_id"], sale["rev"]) == (sold["body"]["ticket"], sold["id"], rev + 1)
    assert "till_was_shut" in sale["flags"]
    assert (command_row["outcome"], command_row["door"], command_row["rev"]) == ("done", "served", rev + 1)
    assert command_row["earlier"]["code"] == "TLREV"
    assert (await audits(scene, "book_refused"))[0]["actor"] == scene.bar.people["Koffi"]
    assert await scene.stock(0) == 8
    assert await scene.is_sound()


async def test_it_is_booked_at_the_moment_that_was_corrected_as_it_came(scene: Scene) -> None:
    bar = await desk(scene)
    wrong: dict[str, Any] = {"moment": "2001-01-01T00:00:00.000000Z", "clock_unsure": True, "age_s": 7200.0}
    await sent_while_shut(bar, selling(scene.bar, 1, (0, 2), **wrong))
    await bar.do("Koffi", "book_refused", booking(scene))

    assert await scene.count("sales", "booked_at - created_at between '119 minutes' and '121 minutes'") == 1


async def test_it_is_booked_once(scene: Scene) -> None:
    bar = await desk(scene)
    await sent_while_shut(bar, selling(scene.bar, 1, (0, 2)))
    await bar.do("Koffi", "book_refused", booking(scene))
    again = await bar.do("Ayaba", "book_refused", booking(scene))

    assert (again["code"], again["params"]) == ("TLSTA", {"what": "command", "state": "done"})
    assert (await scene.stock(0), await scene.count("sales")) == (8, 1)


async def test_the_till_that_sent_it_sees_that_it_is_booked(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    sold = selling(scene.bar, 1, (0, 2))
    await sent_while_shut(bar, sold)
    await bar.do("Koffi", "book_refused", booking(scene))
    again = (await scene.submit(sold, till=shut))["outcomes"][0]

    assert (again["outcome"], again["result"]["sale"]) == ("done", sold["body"]["sale"])
    assert await scene.stock(0) == 8


async def test_it_takes_what_is_left_and_the_rest_is_a_discrepancy(scene: Scene) -> None:
    bar = await desk(scene)
    await sent_while_shut(bar, selling(scene.bar, 1, (3, 2)))
    outcome = await bar.do("Koffi", "book_refused", booking(scene))

    assert outcome["result"]["result"]["missing"] == [{"product": scene.bar.products[3].id, "qty": 1}]
    assert await scene.count("discrepancies", "state = 'open'") == 1
    assert await scene.is_sound()


async def test_what_needs_a_right_is_judged_by_the_rights_of_who_did_it(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    session = await scene.sign_in("Koffi", shut)
    change = {"product": scene.bar.products[0].id, "fields": fields(price=550)}
    rightful = command(1, "edit_product", change, by=scene.bar.people["Koffi"], session=session)
    thief = command(2, "edit_member", {"member": scene.bar.people["Afi"], "fields": fields(role="owner")},
                    by=scene.bar.people["Koffi"], session=session)  # fmt: skip
    await sent_while_shut(bar, rightful, thief)
    done = await bar.do("Koffi", "book_refused", booking(scene, 1))
    refused = await bar.do("Ayaba", "book_refused", booking(scene, 2))

    assert done["outcome"] == "done"
    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": "owner"})
    assert ((await kept(scene, 2))["outcome"], (await kept(scene, 2))["code"]) == ("refused", "TLREV")
    assert len(await audits(scene, "edit_product")) == 1


async def test_what_was_never_refused_so_is_not_booked(scene: Scene) -> None:
    bar = await desk(scene)
    other = Desk(scene, scene.bar.tills[1])
    await other.sell("Afi", (0, 1))
    refused = await other.do("Afi", "revoke_till", {"till": new_uuid()})
    answers = [
        await bar.do("Koffi", "book_refused", booking(scene, 1)),
        await bar.do("Koffi", "book_refused", booking(scene, 2)),
        await bar.do("Koffi", "book_refused", booking(scene, 3)),
        await bar.do("Koffi", "book_refused", booking(scene, 1, ledger=new_uuid())),
    ]

    assert refused["code"] == "TLRGT"
    assert [(x["code"], x["params"]) for x in answers] == [
        ("TLSTA", {"what": "command", "state": "done"}),
        ("TLSTA", {"what": "command", "state": "refused"}),
        ("TLUNK", {"what": "command", "id": 3}),
        ("TLUNK", {"what": "command", "id": 1}),
    ]


async def test_a_booking_that_a_shut_till_sent_is_not_booked_itself(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    session = await scene.sign_in("Koffi", shut)
    sold = selling(scene.bar, 1, (0, 1))
    nested = command(2, "book_refused", booking(scene, 1), by=scene.bar.people["Koffi"], session=session)
    await sent_while_shut(bar, sold, nested)

    assert (await bar.do("Koffi", "book_refused", booking(scene, 2)))["code"] == "TLSTA"


async def test_a_sale_that_was_typed_in_again_meanwhile_is_not_doubled(scene: Scene) -> None:
    bar = await desk(scene)
    sold = selling(scene.bar, 1, (0, 2))
    await sent_while_shut(bar, sold)
    await bar.do("Afi", "record_sale", sold["body"])
    outcome = await bar.do("Koffi", "book_refused", booking(scene))

    assert outcome["outcome"] == "done"
    assert (await scene.stock(0), await scene.count("sales")) == (8, 1)


async def test_the_same_sale_under_two_numbers_is_booked_under_both(scene: Scene) -> None:
    bar = await desk(scene)
    shut = scene.bar.tills[1]
    sold = selling(scene.bar, 1, (0, 2))
    await sent_while_shut(bar, sold, sold | {"no": 2})
    await bar.do("Koffi", "book_refused", booking(scene, 2))

    assert [(await kept(scene, no))["outcome"] for no in (1, 2)] == ["done", "done"]
    assert (await scene.submit(till=shut))["refused"] == []
    assert await scene.stock(0) == 8


async def test_a_failure_of_the_booking_stops_the_booker_and_changes_nothing(own_scene: Scene) -> None:
    bar = await desk(own_scene)
    await sent_while_shut(bar, selling(own_scene.bar, 1, (0, 2)))
    await own_scene.owner.execute(
        "create or replace function logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[])"
        " returns uuid language plpgsql as $$ begin perform 1 / 0; return null; end $$"
    )
    made = await bar.made("Koffi", "book_refused", booking(own_scene))
    answer = await own_scene.submit(made)

    assert (answer["outcomes"], answer["stopped"]["sqlstate"]) == ([], "XX000")
    assert ((await kept(own_scene))["code"], await own_scene.stock(0)) == ("TLREV", 10)


@pytest.mark.parametrize(
    ("changes", "path"),
    [({"till": None}, "body.till"), ({"ledger": 1}, "body.ledger"), ({"no": 0}, "body.no")],
)
async def test_a_malformed_booking_is_refused_with_its_path(
    scene: Scene, changes: dict[str, object], path: str
) -> None:
    bar = await desk(scene)
    refused = await bar.do("Koffi", "book_refused", booking(scene) | changes)

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": path})


@pytest.mark.parametrize(
    ("done", "topic"),
    [
        ("create_till({bar}, gen_random_uuid(), 'C8', 'x')", "settings"),
        ("create_enrolment({bar}, {till}, repeat('ab', 32), now() + interval '1 hour')", "settings"),
        ("revoke_till({bar}, {till})", "settings"),
        ("restore_till({bar}, {till})", "settings"),
        ("set_price({bar}, {product}, 650)", "catalog"),
    ],
)
async def test_what_the_site_s_own_people_change_moves_the_lists(scene: Scene, done: str, topic: str) -> None:
    before = await topics(scene)
    named = {"bar": scene.bar.id, "till": scene.bar.tills[1].id, "product": scene.bar.products[0].id}
    await scene.owner.execute("select logic." + done.format(**{k: f"'{v}'" for k, v in named.items()}))

    assert await topics(scene) == before | {topic: before[topic] + 1}
