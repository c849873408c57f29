"""Who may listen: leases, their cap, and the token that says so. What the feed tells: ``test_feed.py``."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import asyncpg
import pytest

from tests.sql.support import Answer, Scene, Till, call, make_till

URL = "ws://127.0.0.1:4000"
STATUS = {"version": "0.1.0", "queue": 0, "oldest_s": 0, "unsure": 0}


@pytest.fixture
async def listening(own_scene: Scene) -> Scene:
    """A bar on a site that has a relay."""
    await own_scene.owner.execute("select logic.set_realtime($1, 'relay', null, null)", URL)
    return own_scene


async def pulse(scene: Scene, want: str | None, till: Till | None = None) -> Answer:
    till = till or scene.bar.till
    status = STATUS | ({"realtime": want} if want else {})
    return await scene.call(
        "pulse",
        till.token,
        till.ledger,
        json.dumps({"epoch": None, "applied": 0, "rev": 0}),
        json.dumps(status),
    )


async def state(scene: Scene, till: Till) -> str:
    return str((await pulse(scene, "token", till))["realtime"]["state"])


async def cap(scene: Scene, cap: int) -> None:
    await scene.owner.execute("select logic.set_realtime_cap($1, $2)", scene.bar.id, cap)


async def several(scene: Scene, count: int) -> list[Till]:
    return [await make_till(scene.owner, scene.bar.id, f"T{number}") for number in range(count)]


def claims(token: str, secret: str) -> dict[str, Any]:
    """Return what a token says, its signature checked by another hand."""
    head, body, signature = token.split(".")
    digest = hmac.digest(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256)
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == signature
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256", "typ": "JWT"}
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return said


async def secret_of(scene: Scene) -> str:
    return str(await scene.owner.fetchval("select realtime_secret from data.site"))


async def test_a_pulse_that_wants_it_brings_a_token_for_the_bar(listening: Scene) -> None:
    offer = (await pulse(listening, "token"))["realtime"]
    said = claims(offer["token"], await secret_of(listening))

    assert {key: offer[key] for key in ("state", "url", "kind", "key", "bar", "life_s", "token_s")} == {
        "state": "granted", "url": URL, "kind": "relay", "key": None, "bar": listening.bar.id, "life_s": 900,
        "token_s": 21600,
    }  # fmt: skip
    assert (said["role"], said["bar_id"], said["sub"]) == (
        "authenticated",
        listening.bar.id,
        listening.bar.till.id,
    )
    assert said["exp"] - said["iat"] == 21600


@pytest.mark.parametrize("kind", ["broadcast", "postgres_changes"])
async def test_where_the_token_alone_opens_the_door_it_ends_with_the_lease(
    listening: Scene, kind: str
) -> None:
    await listening.owner.execute("select logic.set_realtime('wss://x.example', $1, 'public', null)", kind)
    offer = (await pulse(listening, "token"))["realtime"]
    said = claims(offer["token"], await secret_of(listening))

    assert (offer["life_s"], offer["token_s"], said["exp"] - said["iat"]) == (900, 900, 900)


@pytest.mark.parametrize("secret", ["s" * 32, "a secret that is longer than the block of SHA-256 " * 3])
async def test_a_secret_of_the_site_s_own_signs_the_tokens(listening: Scene, secret: str) -> None:
    await listening.owner.execute("select logic.set_realtime($1, 'relay', null, $2)", URL, secret)
    offer = await listening.call("realtime_token", listening.bar.till.token)

    assert claims(offer["token"], secret)["bar_id"] == listening.bar.id


async def test_a_secret_stays_when_the_address_changes(listening: Scene) -> None:
    before = await secret_of(listening)
    await listening.owner.execute("select logic.set_realtime('wss://x.example', 'broadcast', 'public', null)")
    offer = (await pulse(listening, "token"))["realtime"]

    assert await secret_of(listening) == before
    assert len(before) == 64
    assert (offer["url"], offer["kind"], offer["key"]) == ("wss://x.example", "broadcast", "public")


async def test_a_pulse_that_does_not_speak_of_it_takes_no_lease(listening: Scene) -> None:
    assert "realtime" not in await pulse(listening, None)
    assert await listening.count("realtime_leases") == 0


async def test_who_only_renews_is_given_no_token(listening: Scene) -> None:
    await pulse(listening, "token")
    assert (await pulse(listening, "lease"))["realtime"] == {"state": "granted", "life_s": 900}


async def test_a_renewal_locks_no_bar(listening: Scene) -> None:
    await pulse(listening, "token")
    async with listening.owner.transaction():
        await listening.owner.execute("select logic.lock_bar($1)", listening.bar.id)
        assert (await pulse(listening, "lease"))["realtime"]["state"] == "granted"


async def test_at_the_cap_the_next_one_is_refused_until_another_leaves(listening: Scene) -> None:
    await cap(listening, 2)
    first, second, third = await several(listening, 3)

    assert [await state(listening, till) for till in (first, second, third)] == ["granted", "granted", "full"]
    assert [await state(listening, till) for till in (third, first)] == ["full", "granted"]
    assert await listening.call("leave", second.token) == {"ok": True}
    assert [await state(listening, till) for till in (third, second)] == ["granted", "full"]


async def test_a_lease_that_was_not_renewed_is_free_after_a_quarter_of_an_hour(listening: Scene) -> None:
    await cap(listening, 1)
    first, second = await several(listening, 2)
    await state(listening, first)
    await listening.owner.execute(
        "update data.realtime_leases set until_at = until_at - interval '14 minutes 55 seconds'"
    )
    assert await state(listening, second) == "full"
    await listening.owner.execute(
        "update data.realtime_leases set until_at = until_at - interval '6 seconds'"
    )

    assert await state(listening, second) == "granted"
    assert await state(listening, first) == "full"


async def test_a_till_that_is_shut_out_leaves_its_place_and_gets_none(listening: Scene) -> None:
    await cap(listening, 1)
    first, second = await several(listening, 2)
    await state(listening, first)
    await listening.owner.execute("select logic.revoke_till($1, $2)", listening.bar.id, first.id)

    assert await state(listening, second) == "granted"
    assert await listening.call("leave", first.token) == {"ok": True}


async def test_fifty_that_ask_at_once_are_not_more_than_the_cap(listening: Scene) -> None:
    await cap(listening, 5)
    tills = await several(listening, 20)
    connections = [await listening.another_connection() for _ in range(10)]

    async def ask(place: int) -> str:
        answers = [await call(connections[place], "realtime_token", till.token) for till in tills[place::10]]
        return " ".join(answer["state"] for answer in answers)

    states = " ".join(await asyncio.gather(*map(ask, range(10)))).split()

    assert (states.count("granted"), states.count("full")) == (5, 15)


async def test_who_is_refused_is_told_of_once_and_the_alert_ends(listening: Scene) -> None:
    await cap(listening, 1)
    first, second = await several(listening, 2)
    for till in (first, second, second):
        await state(listening, till)
    told = await listening.owner.fetch("select params from data.notifications where kind = 'realtime_full'")
    alert = await listening.owner.fetchrow(
        "select count, settled_at from data.alerts where kind = 'realtime_full'"
    )

    assert [json.loads(row["params"]) for row in told] == [{"till": second.id, "code": "T1", "cap": 1}]
    assert alert is not None
    assert (alert["count"], alert["settled_at"]) == (2, None)
    await listening.call("leave", first.token)
    await state(listening, second)
    assert await listening.owner.fetchval("select settled_at from data.alerts where kind = 'realtime_full'")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update data.site set realtime_url = null", "none"),
        ("update data.site set feed = 'none'", "none"),
        ("update data.site set has_realtime = false", "off"),
        ("update data.bars set has_realtime = false", "off"),
        ("select logic.set_emergency(30)", "off"),
    ],
)
async def test_where_there_is_no_realtime_the_till_is_told(
    listening: Scene, statement: str, said: str
) -> None:
    await listening.owner.execute(statement)
    assert (await pulse(listening, "token"))["realtime"] == {"state": said}
    assert await listening.count("realtime_leases") == 0


async def test_an_unknown_wish_is_refused(listening: Scene) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await pulse(listening, "everything")
    assert refused.value.sqlstate == "TLINP"
