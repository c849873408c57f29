"""What managers and owners change: bodies of edits, and how the rows are afterwards."""

from __future__ import annotations

import json
from typing import Any

from tests.sql.support import SALT, Answer, Scene, new_uuid, verifier_of
from tests.sql.trade import Desk


def fields(version: int = 0, /, **values: object) -> Answer:
    """Return the fields of an edit, all at the version."""
    return {name: {"value": value, "version": version} for name, value in values.items()}


async def edit(
    desk: Desk, kind: str, thing: str, version: int = 0, /, by: str = "Ayaba", **values: object
) -> Answer:
    """Edit a product, category, member or till and return the outcome; ``kind`` is the noun."""
    return await desk.do(by, f"edit_{kind}", {kind: thing, "fields": fields(version, **values)})


async def row(scene: Scene, table: str, id_: str, key: str = "id") -> dict[str, Any]:
    """Return the bar's row of a table of ``data``."""
    found = await scene.owner.fetchrow(
        f"select to_jsonb(t) from data.{table} t where bar_id = $1 and {key} = $2", scene.bar.id, id_
    )
    assert found is not None
    made: dict[str, Any] = json.loads(found[0])
    return made


async def category_of(scene: Scene) -> str:
    """Return the bar's one category."""
    found = await scene.owner.fetchval("select id::text from data.categories where bar_id = $1", scene.bar.id)
    return str(found)


async def topics(scene: Scene) -> dict[str, int]:
    """Return the revision of each topic."""
    answer = await scene.call("bootstrap", scene.bar.till.token)
    made: dict[str, int] = answer["topics"]
    return made


async def audits(scene: Scene, action: str) -> list[dict[str, Any]]:
    """Return the audit rows of an action, oldest first."""
    rows = await scene.owner.fetch(
        "select actor, subject::text, params from data.audit_log where bar_id = $1 and action = $2 order by id",
        scene.bar.id,
        action,
    )
    return [{"actor": x["actor"], "subject": x["subject"], "params": json.loads(x["params"])} for x in rows]


async def product_body(scene: Scene, **changes: object) -> Answer:
    """Return the body of a new product."""
    body: Answer = {
        "product": new_uuid(),
        "category": await category_of(scene),
        "name": "Béninoise",
        "volume_ml": 600,
        "barcode": "6001",
        "price": 650,
        "alert_threshold": 12,
        "position": 9,
    }
    return body | changes


def member_body(role: str = "seller", **changes: object) -> Answer:
    """Return the body of a new member, whose PIN is that of « Awa »."""
    body: Answer = {
        "member": new_uuid(),
        "name": "Awa",
        "role": role,
        "salt": SALT,
        "verifier": verifier_of("Awa"),
    }
    return body | changes
