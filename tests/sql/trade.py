"""People at work on the small bar: commands in the order of a till's numbers, with the sessions of who gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.sql.support import Answer, Scene, Till, command, line, sale_body


@dataclass(slots=True)
class Desk:
    """One till of a scene. Numbers and tickets follow; each person signs in when first needed."""

    scene: Scene
    till: Till
    _no: int = 0
    _sessions: dict[str, str] = field(default_factory=dict)

    async def session(self, name: str) -> str:
        """Return the person's session here."""
        if name not in self._sessions:
            self._sessions[name] = await self.scene.sign_in(name, self.till)
        return self._sessions[name]

    async def do(self, name: str, kind: str, body: Answer, **changes: Any) -> Answer:
        """Send a command of the person, with their session unless ``changes`` has another; return its outcome."""
        made = await self.made(name, kind, body, **changes)
        outcome: Answer = (await self.scene.submit(made, till=self.till))["outcomes"][0]
        return outcome

    async def made(self, name: str, kind: str, body: Answer, **changes: Any) -> Answer:
        """Return the command that ``do`` would send."""
        self._no += 1
        session = changes.pop("session") if "session" in changes else await self.session(name)
        return command(self._no, kind, body, by=self.scene.bar.people[name], session=session, **changes)

    async def sell(self, name: str, *wanted: tuple[int, int], **changes: Any) -> Answer:
        """Sell (product, quantity) pairs; return the result. ``body`` changes fields of the body."""
        bar = self.scene.bar
        parts = {"ticket": f"{self.till.code}-{self._no + 1:06d}", "seller": name} | changes.pop("body", {})
        body = sale_body(bar, [line(bar.products[product], qty) for product, qty in wanted], **parts)
        outcome = await self.do(name, "record_sale", body, **changes)
        assert outcome["outcome"] == "done", outcome
        result: Answer = outcome["result"]
        return result


async def desk(scene: Scene, place: int = 0, mode: str = "full") -> Desk:
    """Return the till's desk; the bar is in the operating mode."""
    await scene.owner.execute("select logic.set_operating_mode($1, $2)", scene.bar.id, mode)
    return Desk(scene, scene.bar.tills[place])


async def status_of(scene: Scene, sale: str) -> str:
    """Return what the sale is now."""
    return str(await scene.owner.fetchval("select status from data.sales where id = $1", sale))


async def pending(till: Desk, *wanted: tuple[int, int], name: str = "Afi") -> str:
    """Book a server's sale that waits; return its id."""
    sold = await till.sell(name, *(wanted or ((0, 2),)))
    assert sold["status"] == "pending"
    return str(sold["sale"])


async def validated(till: Desk, *wanted: tuple[int, int], **changes: object) -> str:
    """Book a manager's sale; return its id."""
    sold = await till.sell("Koffi", *(wanted or ((0, 2),)), **changes)
    assert sold["status"] == "validated"
    return str(sold["sale"])


def refused(code: str, **params: object) -> tuple[str, str, object]:
    """Return what ``said`` must be of a refusal."""
    return ("refused", code, params)


def said(outcome: Answer) -> tuple[str, str, object]:
    """Return what matters of an outcome."""
    return (outcome["outcome"], outcome["code"], outcome["params"])


async def movements(scene: Scene, sale: str) -> list[tuple[str, int]]:
    """Return the (kind, quantity) of every movement of the sale itself."""
    rows = await scene.owner.fetch(
        "select kind, qty from data.stock_movements where source_id = $1 order by rev, kind, qty", sale
    )
    return [tuple(row) for row in rows]
