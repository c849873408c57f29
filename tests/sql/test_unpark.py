"""What was parked is booked by whoever runs the site: once, with its ids, by the served door."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from tests.sql.support import Answer, Scene, ago, make_till, new_uuid, selling, submit
from tests.sql.test_batch import stop_on_cash


def parked(sold: Answer) -> Answer:
    """Return the command as a till parks it: the original inside, its hash beside it."""
    original = {name: sold[name] for name in ("kind", "version", "body")}
    return sold | {"kind": "park", "version": 1, "body": original}


async def unpark(scene: Scene, no: int = 1, ledger: str | None = None) -> Answer:
    till = scene.bar.till
    answer: Answer = json.loads(
        await scene.owner.fetchval(
            "select logic.unpark($1, $2, $3, $4)", scene.bar.id, till.id, ledger or till.ledger, no
        )
    )
    return answer


async def row(scene: Scene, no: int = 1) -> dict[str, Any]:
    found = await scene.owner.fetchrow(
        "select * from data.commands where bar_id = $1 and no = $2", scene.bar.id, no
    )
    assert found is not None
    return dict(found)


async def test_a_parked_sale_is_booked_as_it_was_made(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2), moment=ago(hours=3))
    await scene.submit(parked(sold))
    rev = await scene.rev()

    outcome = await unpark(scene)

    assert (outcome["outcome"], outcome["door"], outcome["code"]) == ("done", "served", None)
    assert outcome["result"]["sale"] == sold["body"]["sale"]
    assert "unparked" in outcome["result"]["flags"]
    assert (outcome["rev"], await scene.rev(), await scene.stock(0)) == (rev + 1, rev + 1, 8)
    assert await scene.count("sales", f"created_at = '{sold['moment']}' and door = 'served'") == 1
    kept = await row(scene)
    assert (kept["kind"], json.loads(kept["body"])) == ("record_sale", sold["body"])
    assert json.loads(kept["earlier"])["code"] == "TLPRK"
    assert await scene.is_sound()


async def test_it_is_booked_once(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 2))
    await scene.submit(parked(sold))
    first = await unpark(scene)
    rev = await scene.rev()

    assert await unpark(scene) == first
    assert (await scene.rev(), await scene.stock(0), await scene.count("sales")) == (rev, 8, 1)
    assert await scene.count("audit_log", "action = 'unpark'") == 1


async def test_it_is_written_down_who_did_it_and_the_alarm_ends(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    await scene.submit(parked(sold))
    assert await scene.count("alerts", "kind = 'parked' and settled_at is null") == 1

    await unpark(scene)

    written = await scene.owner.fetchrow(
        "select actor, subject, params, session_user as me from data.audit_log where bar_id = $1 and action = 'unpark'",
        scene.bar.id,
    )
    assert written is not None
    assert (written["actor"], str(written["subject"])) == (written["me"], scene.bar.till.id)
    assert json.loads(written["params"]) == {
        "ledger": scene.bar.till.ledger,
        "no": 1,
        "command": sold["id"],
    }
    assert await scene.count("alerts", "kind = 'parked' and settled_at is null") == 0


async def test_the_till_hears_that_its_number_is_refused_no_more(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    assert (await scene.submit(parked(sold)))["refused"] == [1]

    await unpark(scene)

    again = await scene.submit(parked(sold))
    assert again["refused"] == []
    assert (again["outcomes"][0]["outcome"], await scene.count("sales")) == ("done", 1)


@pytest.mark.parametrize("no", [1, 2, 3])
async def test_what_is_not_parked_is_not_booked(scene: Scene, no: int) -> None:
    await scene.submit(selling(scene.bar, 1, (0, 1)), selling(scene.bar, 2, (3, 9)))

    with pytest.raises(asyncpg.NoDataFoundError, match=f"no parked command {no}"):
        await unpark(scene, no)
    with pytest.raises(asyncpg.NoDataFoundError):
        await unpark(scene, 1, new_uuid())


async def test_what_the_server_still_fails_on_stays_parked(own_scene: Scene) -> None:
    await own_scene.submit(parked(selling(own_scene.bar, 1, (0, 1))))
    before = await row(own_scene)
    await stop_on_cash(own_scene, "22012")

    outcome = await unpark(own_scene)

    assert (outcome["outcome"], outcome["sqlstate"], outcome["message"]) == (
        "stopped",
        "22012",
        "made by a test",
    )
    assert await row(own_scene) == before
    assert (await own_scene.stock(0), await own_scene.count("audit_log", "action = 'unpark'")) == (10, 0)

    await own_scene.owner.execute("drop trigger fail on data.payments")
    assert (await unpark(own_scene))["outcome"] == "done"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": {}}, "TLINP"),
        ({"body": {"kind": "record_sale", "version": "x", "body": {}}}, "TLINP"),
        ({"body": {"kind": "record_sale", "version": 1, "body": {}}}, "TLINP"),
        ({"body": {"kind": "fly", "version": 1, "body": {}}}, "TLVER"),
    ],
)
async def test_what_nobody_can_read_stays_parked(scene: Scene, changes: Answer, code: str) -> None:
    await scene.submit(parked(selling(scene.bar, 1, (0, 1))) | changes)

    outcome = await unpark(scene)

    assert (outcome["outcome"], outcome["code"]) == ("refused", code)
    assert (await row(scene))["code"] == "TLPRK"


async def test_a_till_that_was_shut_out_since_keeps_nothing_from_being_booked(scene: Scene) -> None:
    await scene.submit(parked(selling(scene.bar, 1, (0, 1))))
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, scene.bar.till.id)

    assert (await unpark(scene))["outcome"] == "done"


async def test_a_sale_that_another_command_has_booked_is_not_booked_again(scene: Scene) -> None:
    sold = selling(scene.bar, 1, (0, 1))
    await scene.submit(parked(sold))
    await scene.submit(
        selling(scene.bar, 1, (0, 1), body={"sale": sold["body"]["sale"]}), till=scene.bar.tills[1]
    )

    outcome = await unpark(scene)

    assert (outcome["outcome"], outcome["result"]["sale"]) == ("done", sold["body"]["sale"])
    assert (await scene.count("sales"), await scene.stock(0)) == (1, 9)
    assert (await unpark(scene)) == outcome


async def test_a_number_of_another_ledger_that_holds_the_same_command_follows(scene: Scene) -> None:
    """A till that lost its ledger has sent what was parked again, under another number."""
    sold = parked(selling(scene.bar, 1, (0, 1)))
    await scene.submit(sold)
    other = await make_till(scene.owner, scene.bar.id, "C7")
    await submit(scene.till_connection, other, sold)

    assert (await unpark(scene))["outcome"] == "done"

    assert await scene.count("commands", "outcome = 'done' and kind = 'record_sale'") == 2
    assert await scene.is_sound()


async def test_a_moment_that_could_not_be_read_is_when_it_came(scene: Scene) -> None:
    await scene.submit(parked(selling(scene.bar, 1, (0, 1), moment="yesterday")))

    outcome = await unpark(scene)

    assert {"unparked", "clock_unsure"} <= set(outcome["result"]["flags"])
    assert await scene.count("sales", "created_at < booked_at and claimed_at = created_at") == 1


async def test_its_ticket_is_not_given_again(scene: Scene) -> None:
    await scene.submit(parked(selling(scene.bar, 1, (0, 1), body={"ticket": "C1-000042"})))
    await unpark(scene)

    assert (await scene.call("open_ledger", scene.bar.till.token, new_uuid()))["last_ticket"] == 42


@pytest.mark.parametrize(
    ("age_s", "flags", "days"), [(7200.0, [], 0), (None, ["clock_unsure", "moment_late"], 30)]
)
async def test_the_moment_is_the_one_that_was_corrected_as_it_came(
    scene: Scene, age_s: float | None, flags: list[str], days: int
) -> None:
    """The till's clock says 2001; how long ago it was is what counts, and what nobody knows is flagged."""
    sold = selling(scene.bar, 1, (0, 1), moment="2001-01-01T00:00:00.000000Z", clock_unsure=True, age_s=age_s)
    kept = (await scene.submit(parked(sold)))["outcomes"][0]

    outcome = await unpark(scene)

    assert kept["params"]["flags"] == flags
    assert [x for x in outcome["result"]["flags"] if x in ("unparked", "clock_unsure", "moment_late")] == [
        "unparked",
        *flags,
    ]
    hours = 2 if age_s else 24 * days
    assert (
        await scene.count("sales", f"abs(extract(epoch from booked_at - created_at) - {hours * 3600}) < 60")
        == 1
    )


async def test_what_was_parked_before_moments_were_kept_is_bounded_all_the_same(scene: Scene) -> None:
    await scene.submit(parked(selling(scene.bar, 1, (0, 1), moment=ago(days=50))))
    await scene.owner.execute("update data.commands set params = '{}' where bar_id = $1", scene.bar.id)

    assert (await unpark(scene))["outcome"] == "done"
    assert await scene.count("sales", "booked_at - created_at < interval '31 days'") == 1
