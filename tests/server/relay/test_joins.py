"""Joining: what the official clients require of a server, row changes, and who is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from app.server.relay import Settings
from app.sync.feed import topic_of
from tests.fakes import FakeClock
from tests.server.relay.support import VERSIONS, Client, World, payload_of, world
from tests.sql.support import Scene, make_bar, make_till

CLIENT = {"broadcast": {"ack": False, "self": False}, "presence": {"key": "", "enabled": False}}

COLUMNS = {
    "bar_id": "uuid",
    "id": "uuid",
    "stock": "int4",
    "reserved": "int4",
    "price_minor": "int8",
    "is_active": "bool",
    "rev": "int8",
}


def binding(world: World, **changes: Any) -> dict[str, Any]:
    asked = {
        "event": "UPDATE",
        "schema": "data",
        "table": "bar_products",
        "filter": f"bar_id=eq.{world.scene.bar.id}",
    } | changes
    return {name: value for name, value in asked.items() if value is not None}


async def raw(listener: Client, text: str) -> Any:
    """Send a text and return the next one, as it is on the wire."""
    await listener.socket.send(text)
    return json.loads(await listener.socket.recv())


async def reason(listener: Client, topic: str, token: str | None, **config: Any) -> str:
    reply = await listener.join(topic, token, **config)
    assert reply["status"] == "error", reply
    return str(reply["response"]["reason"])


# --- on the wire


async def test_a_join_and_its_answers_on_the_wire_of_1_0_0(relay: World) -> None:
    token = await relay.token()
    listener, topic = await relay.open(token), topic_of(relay.scene.bar.id)
    config = {"private": False, "postgres_changes": [binding(relay)]} | CLIENT
    join = {"topic": topic, "event": "phx_join", "ref": "1", "join_ref": "1"}
    reply = await raw(listener, json.dumps(join | {"payload": {"access_token": token, "config": config}}))
    number = reply["payload"]["response"]["postgres_changes"][0]["id"]

    assert reply == {
        "topic": topic,
        "event": "phx_reply",
        "ref": "1",
        "payload": {"status": "ok", "response": {"postgres_changes": [binding(relay) | {"id": number}]}},
    }
    assert json.loads(await listener.socket.recv()) == {
        "topic": topic,
        "event": "system",
        "ref": None,
        "payload": {
            "channel": f"stock:{relay.scene.bar.id}",
            "extension": "postgres_changes",
            "status": "ok",
            "message": "Subscribed to PostgreSQL",
        },
    }
    beat: dict[str, Any] = {"topic": "phoenix", "event": "heartbeat", "payload": {}, "ref": None}
    assert (await raw(listener, json.dumps(beat)))["ref"] is None
    assert 0 <= number < 2**27


async def test_a_join_and_its_answers_on_the_wire_of_2_0_0(relay: World) -> None:
    token = await relay.token()
    listener, topic = await relay.open(token, "2.0.0"), topic_of(relay.scene.bar.id)
    config = {"private": True, "postgres_changes": []} | CLIENT
    join = ["4", "5", topic, "phx_join", {"access_token": token, "config": config}]

    assert await raw(listener, json.dumps(join)) == [
        "4",
        "5",
        topic,
        "phx_reply",
        {"status": "ok", "response": {"postgres_changes": []}},
    ]
    await relay.scene.owner.execute("select logic.take_rev($1, '{team}', false)", relay.scene.bar.id)
    told = await listener.socket.recv()
    assert isinstance(told, bytes)
    assert told[:5] == bytes([4, len(topic), 5, 0, 1])
    assert told[5 : 5 + len(topic) + 5].decode() == f"{topic}stock"
    assert json.loads(told[5 + len(topic) + 5 :])["bar"] == relay.scene.bar.id
    left = [await raw(listener, json.dumps(["4", "6", topic, "phx_leave", {}]))]
    left.append(json.loads(await listener.socket.recv()))
    assert left == [
        ["4", "6", topic, "phx_reply", {"status": "ok", "response": {}}],
        ["4", "4", topic, "phx_close", {}],
    ]


# --- row changes


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_row_that_changed_is_told_as_postgresql_has_it(relay: World, version: str) -> None:
    scene = relay.scene
    listener = await relay.listen(version, private=False, postgres_changes=[binding(relay)])
    assert payload_of(await listener.expect("system"))["status"] == "ok"
    product = scene.bar.products[1].id
    rev: int = await scene.owner.fetchval("select logic.set_price($1, $2, 650)", scene.bar.id, product)
    frame = await listener.next()
    payload = payload_of(frame)
    at = payload["data"].pop("commit_timestamp")

    assert (frame.event, frame.ref, frame.join_ref) == ("postgres_changes", None, None)
    assert payload["data"] == {
        "schema": "data",
        "table": "bar_products",
        "type": "UPDATE",
        "columns": [{"name": name, "type": kind} for name, kind in COLUMNS.items()],
        "record": {
            "bar_id": scene.bar.id,
            "id": product,
            "stock": 10,
            "reserved": 0,
            "price_minor": 650,
            "is_active": True,
            "rev": rev,
        },
        "old_record": {"id": product},
        "errors": None,
    }
    types = await scene.owner.fetch(
        "select a.attname, t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid"
        " where a.attrelid = 'data.bar_products'::regclass and a.attnum > 0"
    )
    assert COLUMNS.items() <= {row["attname"]: row["typname"] for row in types}.items()
    assert len(at) == len("2026-11-22T18:57:09.123Z")


async def test_each_row_is_a_frame_with_the_numbers_of_the_bindings_that_it_suits(relay: World) -> None:
    scene = relay.scene
    asked = [
        binding(relay),
        binding(relay, event="*"),
        binding(relay, schema="public"),
        binding(relay, schema="*"),
        binding(relay),
    ]
    token = await relay.token()
    listener = await relay.open(token)
    reply = await listener.join(topic_of(scene.bar.id), token, postgres_changes=asked)
    echoed = reply["response"]["postgres_changes"]
    ids = [one["id"] for one in echoed]
    await listener.expect("system")
    await scene.owner.execute("select logic.set_price($1, $2, 650)", scene.bar.id, scene.bar.products[0].id)
    frames = [payload_of(await listener.expect("postgres_changes")) for _ in range(2)]

    assert [{name: one[name] for name in asked[0]} for one in echoed] == asked
    assert (ids[0] == ids[4], len(set(ids))) == (True, 4)
    assert {frame["data"]["schema"]: frame["ids"] for frame in frames} == {
        "data": [ids[0], ids[1], ids[3]],
        "public": [ids[2]],
    }
    assert await listener.is_quiet()


async def test_rows_and_the_private_channel_come_on_one_socket(relay: World) -> None:
    scene = relay.scene
    token = await relay.token()
    listener = await relay.open(token)
    both = topic_of(scene.bar.id)
    reply = await listener.join(both, token, private=True, postgres_changes=[binding(relay)])
    assert reply["status"] == "ok"
    await listener.expect("system")
    other = await listener.join("realtime:anything", token, postgres_changes=[binding(relay)])
    assert other["status"] == "ok"
    await listener.expect("system")
    await scene.owner.execute("select logic.set_price($1, $2, 650)", scene.bar.id, scene.bar.products[0].id)
    frames = [await listener.next() for _ in range(3)]

    assert sorted((frame.event, frame.topic) for frame in frames) == [
        ("broadcast", both),
        ("postgres_changes", "realtime:anything"),
        ("postgres_changes", both),
    ]
    assert await listener.is_quiet()


async def test_so_many_rows_that_asking_is_better_are_one_error(relay: World) -> None:
    scene = relay.scene
    listener = await relay.listen(postgres_changes=[binding(relay)])
    category = str(await scene.owner.fetchval("select id from data.categories"))
    sheet = [
        {"id": f"{n:08x}-0000-4000-8000-000000000000", "category": category, "name": f"Bière {n}",
         "volume_ml": 330, "price": 500, "threshold": 10, "place": n, "barcode": None, "stock": 0}
        for n in range(101)
    ]  # fmt: skip
    await scene.owner.execute("select logic.add_products($1, '[]', $2)", scene.bar.id, json.dumps(sheet))
    data = payload_of(await listener.expect("postgres_changes"))["data"]
    told = await listener.told()

    assert (data["errors"], data["record"], bool(data["columns"])) == (
        ["Error 413: Payload Too Large"],
        {},
        True,
    )
    assert (told["rows"], told["rev"] > told["from"]) == ([], True)
    assert await listener.is_quiet()


@pytest.mark.parametrize(
    "changes",
    [
        {"filter": None},
        {"filter": "bar_id=eq.00000000-0000-4000-8000-000000000000"},
        {"filter": "stock=lt.3"},
        {"table": "sales"},
        {"table": None},
        {"table": "*"},
        {"event": "INSERT"},
        {"event": "DELETE"},
        {"schema": "auth"},
    ],
)
async def test_changes_that_are_not_told_are_an_error_and_the_channel_stays(
    relay: World, changes: dict[str, Any]
) -> None:
    asked = binding(relay, **changes)
    listener = await relay.listen(private=True, postgres_changes=[asked, binding(relay)])
    said = payload_of(await listener.expect("system"))

    assert (said["extension"], said["status"]) == ("postgres_changes", "error")
    assert said["message"].startswith("Unable to subscribe to changes")
    scene = relay.scene
    await scene.owner.execute("select logic.set_price($1, $2, 650)", scene.bar.id, scene.bar.products[0].id)
    assert (await listener.next()).event == "broadcast"
    assert await listener.is_quiet()


# --- refusals


async def test_topics_that_a_token_may_not_join(relay: World) -> None:
    token = await relay.token()
    listener, bar = await relay.open(token), relay.scene.bar.id
    other = await make_bar(relay.scene.owner)
    ours, theirs = binding(relay), binding(relay, filter=f"bar_id=eq.{other.id}")
    no_right = "Unauthorized: You do not have permissions to read from this Channel topic: "

    assert await reason(listener, topic_of(other.id), token, private=True) == f"{no_right}stock:{other.id}"
    assert (await reason(listener, topic_of(other.id), token, postgres_changes=[ours])).startswith(no_right)
    assert (await reason(listener, topic_of(bar.upper()), token, private=True)).startswith(no_right)
    assert (await reason(listener, "realtime:x", token, private=True)).startswith(no_right)
    assert (await reason(listener, "realtime:x", token)).startswith(no_right)
    assert (await reason(listener, "realtime:x", token, postgres_changes=[ours, theirs])).startswith(no_right)
    assert (await reason(listener, topic_of(bar), token)).startswith("PrivateOnly: ")
    for topic in ("realtime:", "realtime:realtime"):
        assert (await reason(listener, topic, token, private=True)).startswith("TopicNameRequired: ")
    assert await reason(listener, f"stock:{bar}", token, private=True) == "Unauthorized: unmatched topic"
    assert (await listener.join(topic_of(bar), token, private="true"))["status"] == "ok"


async def test_tokens_that_a_channel_does_not_take(relay: World) -> None:
    token = await relay.token()
    listener, topic = await relay.open(token), topic_of(relay.scene.bar.id)
    other = await make_bar(relay.scene.owner)
    reasons = {
        "x": "MalformedJWT: The token provided is not a valid JWT",
        relay.forged("another secret that is long enough to sign"): "JwtSignatureError: ",
        relay.forged(exp=int(time.time()) - 10): "InvalidJWTToken: Token has expired 1",
        relay.forged(exp=None): "InvalidJWTToken: Fields `role` and `exp` are required in JWT",
        relay.forged(bar_id=other.id): "Unauthorized: You do not have permissions",
        relay.forged(bar_id=None): "Unauthorized: You do not have permissions",
        relay.forged(sub=None): "Unauthorized: You do not have permissions",
        relay.forged(role="anon"): "Unauthorized: You do not have permissions",
        relay.forged(sub=other.till.id): "ConnectionRateLimitReached: Too many connected users",
    }
    for bad, expected in reasons.items():
        assert (await reason(listener, topic, bad, private=True)).startswith(expected), expected
    assert await relay.count("joins_total", outcome="Unauthorized") == 4
    assert (await listener.join(topic, None, private=True))["status"] == "ok"
    assert (await listener.join(topic, "sb_publishable_x", private=True))["status"] == "ok"


async def test_a_lease_that_is_younger_than_the_last_reading_counts(relay: World) -> None:
    await relay.listen()
    other = await make_till(relay.scene.owner, relay.scene.bar.id, "T9")
    listener = await relay.open(relay.forged())
    topic, theirs = topic_of(relay.scene.bar.id), relay.forged(sub=other.id)
    assert (await reason(listener, topic, theirs, private=True)).startswith("ConnectionRateLimitReached: ")

    await relay.token(other)
    assert (await listener.join(topic, theirs, private=True))["status"] == "ok"


async def test_a_socket_without_a_bar_counts_against_the_cap_when_it_joins(relay: World) -> None:
    scene = relay.scene
    await scene.owner.execute("select logic.set_realtime_cap($1, 1)", scene.bar.id)
    await relay.listen()
    late = await relay.open(relay.forged(bar_id=None, sub=None))

    assert (await reason(late, topic_of(scene.bar.id), relay.forged(), private=True)).startswith(
        "ConnectionRateLimitReached: "
    )


async def test_a_refusal_takes_its_time(scene: Scene) -> None:
    clock = FakeClock(wall=time.time())
    async with world(scene, Settings(refusal_s=2), clock=clock) as relay:
        listener = await relay.open(await relay.token())
        ref = await listener.say("realtime:x", "phx_join", {"config": {"private": True}})
        await listener.socket.ping()
        while clock.sleeping < 2:
            await clock.advance(0)
        await clock.advance(2)

        assert (await listener.expect("phx_reply")).ref == ref


async def test_so_many_channels_and_no_more(scene: Scene) -> None:
    async with world(scene, Settings(refusal_s=0, channels=3)) as relay:
        token = await relay.token()
        listener = await relay.open(token)
        for n in range(3):
            reply = await listener.join(f"realtime:{n}", token, postgres_changes=[binding(relay)])
            assert reply["status"] == "ok"
        assert (await reason(listener, "realtime:3", token, postgres_changes=[binding(relay)])).startswith(
            "ChannelRateLimitReached: "
        )
        assert (await listener.join("realtime:0", token, postgres_changes=[binding(relay)]))["status"] == "ok"
