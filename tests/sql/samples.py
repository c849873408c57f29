"""A bar in which every kind of command has something to do, and a sound body for each. Knows no rule of the trade."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.sql.coming_back import approval, coming_back, done, seen, swap, to_keep
from tests.sql.edits import category_of, fields, member_body, product_body
from tests.sql.goods import adjustment, counting, open_items, reversal, settling, supply
from tests.sql.support import (
    SALT,
    Answer,
    Scene,
    cash,
    hash_of,
    line,
    make_bar,
    new_uuid,
    sale_body,
    verifier_of,
)
from tests.sql.trade import Desk, desk, pending, validated

PERFORM = Path(__file__).resolve().parents[2] / "sql/code/logic/perform.sql"
UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
WORKERS = ("Afi", "Koffi", "Ayaba")  # a seller, a manager, an owner
GONE = "Efua"
PAID = [
    cash(1000) | {"tendered": 1500, "change": 300, "owed": 200},
    {"method": "mobile_money", "amount": 500, "operator": "MTN", "reference": "A1"},
]


def kinds() -> list[str]:
    """Return every kind of command that the server knows, as its registry has them, and ``park``."""
    found = re.findall(r"when '(\w+)' then return logic\.\w+\(cmd\);", PERFORM.read_text("utf-8"))
    return ["record_sale", *found, "park"]


@dataclass(frozen=True, slots=True)
class Furnished:
    """A bar at work on its till C1. ``things`` by the name that a body's field has; ``sessions`` by (person, state)."""

    scene: Scene
    next_no: int
    things: Mapping[str, str]
    sessions: Mapping[tuple[str, str], str]
    bodies: Mapping[str, Answer]


async def furnished(scene: Scene) -> Furnished:
    """Make another bar on the scene's database, with something for every kind to be done on.

    A body's name is its kind; ``kind, words`` is another body of the kind, to which other rights belong.
    """
    scene = await _peopled(scene)
    till = await desk(scene)
    things = await _sold(till)
    things |= await _came_back(till, things)
    things |= await _goods(till)
    things |= await _shut_out(scene)
    sessions = await _sessions(scene, till)
    things["session"] = sessions["Koffi", "own"]
    things["category"] = await category_of(scene)
    things["ids"] = await scene.owner.fetchval(
        "select id::text from data.notifications where bar_id = $1 limit 1", scene.bar.id
    )
    things["command"] = await scene.owner.fetchval(
        "select id::text from data.commands where bar_id = $1 and outcome = 'done' limit 1", scene.bar.id
    )
    next_no = 1 + await scene.owner.fetchval(
        "select last_no from data.ledgers where bar_id = $1 and id = $2", scene.bar.id, scene.bar.till.ledger
    )
    bodies = _counter_bodies(till, things, next_no)
    bodies |= await _goods_bodies(scene, things)
    bodies |= await _office_bodies(scene, things)
    return Furnished(scene, next_no, things, sessions, bodies)


async def _peopled(scene: Scene) -> Scene:
    bar = await make_bar(scene.owner, mode="full", tills=3)
    people = {**bar.people, GONE: new_uuid()}
    await scene.owner.execute(
        "select logic.add_member($1, $2, $3, 'owner', $4, $5)",
        *(bar.id, people[GONE], GONE, SALT, verifier_of(GONE)),
    )
    return replace(scene, bar=replace(bar, people=people))


async def _sold(till: Desk) -> dict[str, str]:
    scene = till.scene
    paid = await validated(till, (0, 3), body={"payments": PAID})
    free = await validated(till, (1, 1))
    kept = await validated(till, (0, 3))
    await till.sell("Afi", (3, 3), door="served")
    return {
        "pending": await pending(till, (0, 1)),
        "sale": paid,
        "free": free,
        "kept": kept,
        "credit": paid,
        "product": scene.bar.products[0].id,
        "sold_by": scene.bar.people["Afi"],
        "member": scene.bar.people["Sena"],
        "discrepancy": (await open_items(scene))[0]["discrepancy"],
    }


async def _came_back(till: Desk, things: Mapping[str, str]) -> dict[str, str]:
    bar = till.scene.bar
    waiting = done(await till.do("Afi", "create_return", coming_back(bar, things["sale"])))
    decided = done(await till.do("Koffi", "create_return", coming_back(bar, things["sale"])))
    together = to_keep(bar, things["kept"], 3)
    keeping = done(await till.do("Koffi", "create_consignment", together))
    one = seen(together, "consignment", qty=1, of=3, part=new_uuid())
    gone = done(await till.do("Afi", "claim_part", one))
    return {
        "return": waiting["return"],
        "decided": decided["return"],
        "consignment": keeping["consignment"],
        "part": gone["part"],
    }


async def _goods(till: Desk) -> dict[str, str]:
    scene = till.scene
    bought = done(await till.do("Koffi", "record_supply", supply(scene, 1)))
    adjusted = done(await till.do("Ayaba", "adjust_stock", adjustment(scene, 1)))
    counted = done(await till.do("Ayaba", "count_stock", counting(scene, (2, 3, 3))))
    return {
        "supply": bought["supply"],
        "adjustment": adjusted["adjustment"],
        "count": counted["count"],
    }


async def _shut_out(scene: Scene) -> dict[str, str]:
    """Till C3 is revoked; one sale that it sent since is kept, not booked."""
    third = Desk(scene, scene.bar.tills[2])
    await third.session("Koffi")
    await scene.owner.execute("select logic.revoke_till($1, $2)", scene.bar.id, third.till.id)
    body = sale_body(scene.bar, [line(scene.bar.products[0])], ticket="C3-000001")
    outcome = await third.do("Koffi", "record_sale", body, door="served")
    assert outcome["code"] == "TLREV", outcome
    return {"till": third.till.id, "ledger": third.till.ledger}


async def _sessions(scene: Scene, till: Desk) -> dict[tuple[str, str], str]:
    made = {}
    for name in WORKERS:
        made[name, "ended"] = await scene.sign_in(name)
        made[name, "elsewhere"] = await scene.sign_in(name, scene.bar.tills[1])
    await scene.owner.execute(
        "update data.sessions set started_at = started_at - interval '1 hour',"
        " ended_at = clock_timestamp() - interval '30 minutes' where id = any ($1)",
        [made[name, "ended"] for name in WORKERS],
    )
    for name in WORKERS:
        made[name, "own"] = await till.session(name)
    made[GONE, "own"] = await scene.sign_in(GONE)
    await scene.owner.execute(
        "select logic.set_member($1, $2, 'owner', false)", scene.bar.id, scene.bar.people[GONE]
    )
    return made


def _counter_bodies(till: Desk, things: Mapping[str, str], next_no: int) -> dict[str, Answer]:
    bar = till.scene.bar
    named = {"return": things["return"], "product": bar.products[0].id, "qty": 1}
    restocked = named | {"return": things["decided"]}
    kept = named | {"consignment": things["consignment"], "qty": 2}
    del kept["return"]
    sold = sale_body(bar, [line(bar.products[0]), line(bar.products[1])], ticket=f"C1-{next_no:06d}")
    return {
        "record_sale": sold,
        "record_sale, all the same": sold | {"override": True},
        "void": {},
        "gap": {"from": next_no, "to": next_no + 2},
        "park": {"kind": "record_sale", "version": 1, "body": sold},
        "validate_sales": {"sales": [things["pending"]]},
        "reject_sale": {"sale": things["pending"], "reason": "parti"},
        "withdraw_sale": {"sale": things["pending"]},
        "cancel_sale": {"sale": things["free"], "reason": "erreur"},
        "confirm_payment": {"sale": things["sale"], "position": 2, "state": "confirmed", "reference": "A2"},
        "redeem_change": {"credit": things["credit"]},
        "create_return": coming_back(bar, things["sale"]),
        "approve_return": approval(named),
        "reject_return": seen(named, "return", reason="non"),
        "restock_return": seen(restocked, "return"),
        "exchange": swap(till, things["sale"], (1, 1), ticket=f"C1-{next_no:06d}"),
        "create_consignment": to_keep(bar, things["kept"]),
        "claim_consignment": seen(kept, "consignment"),
        "claim_part": seen(kept, "consignment", qty=1, of=2, part=new_uuid()),
        "forfeit_consignment": seen(kept, "consignment", reason="ne revient pas"),
    }


async def _goods_bodies(scene: Scene, things: Mapping[str, str]) -> dict[str, Answer]:
    bar = scene.bar
    supplied = {"supply": things["supply"], "product": bar.products[1].id, "lots": 2, "lot_size": 12}
    return {
        "record_supply": supply(scene),
        "reverse_supply": reversal(supplied),
        "adjust_stock": adjustment(scene, 2),
        "count_stock": counting(scene, (1, 10, 11), (2, 3, 3)),
        "settle_discrepancy": settling((await open_items(scene))[0], "loss", notes="vu"),
    }


async def _office_bodies(scene: Scene, things: Mapping[str, str]) -> dict[str, Answer]:
    bar, manager = scene.bar, scene.bar.people["Koffi"]
    pin = {"salt": SALT, "verifier": verifier_of("Awa")}
    wine = {"category": new_uuid(), "name": "Vins", "icon": "wine", "color": "red", "position": 2}
    machine = {"till": new_uuid(), "code": "C9", "name": "Fond", "code_hash": hash_of("code"), "hours": 24}
    return {
        "create_category": wine,
        "edit_category": {"category": things["category"], "fields": fields(name="Vins", position=3)},
        "create_product": await product_body(scene),
        "edit_product": {
            "product": things["product"],
            "fields": fields(price=550, category=things["category"]),
        },
        "create_member": member_body(),
        "edit_member": {"member": things["member"], "fields": fields(name="Sèna", is_active=True)},
        "edit_member, to a manager": {"member": things["member"], "fields": fields(role="manager")},
        "edit_member, a manager": {"member": manager, "fields": fields(name="Kofi")},
        "create_member, a manager": member_body("manager"),
        "reset_pin": {"member": things["member"]} | pin,
        "reset_pin, an owner's": {"member": bar.people["Ayaba"]} | pin,
        "create_till": machine,
        "edit_till": {"till": bar.tills[1].id, "fields": fields(name="Fond")},
        "revoke_till": {"till": bar.tills[1].id},
        "restore_till": {"till": things["till"]},
        "edit_settings": {"fields": fields(name="Chez Tata", operators=["MTN", "Moov"], closing_hour=5)},
        "read_notifications": {"ids": [things["ids"]]},
        "erase_guest": {"consignment": things["consignment"]},
        "book_refused": {"till": things["till"], "ledger": things["ledger"], "no": 1},
    }


def leaves(body: Any, path: str = "") -> dict[str, Any]:
    """Return every value of a body that holds no others, by its path: ``lines[0].qty``."""
    if isinstance(body, dict) and body:
        parts = [(f"{path}.{name}".lstrip("."), value) for name, value in body.items()]
    elif isinstance(body, list) and body:
        parts = [(f"{path}[{place}]", value) for place, value in enumerate(body)]
    else:
        return {path: body} if path else {}
    return {here: value for name, part in parts for here, value in leaves(part, name).items()}


def changed(body: Any, path: str, make: Callable[[Any], Any]) -> Any:
    """Return a copy of a body in which the value at the path is what ``make`` makes of it."""
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]

    def walked(part: Any, way: list[int | str]) -> Any:
        if not way:
            return make(part)
        copy = part.copy()
        copy[way[0]] = walked(part[way[0]], way[1:])
        return copy

    return walked(body, steps)
