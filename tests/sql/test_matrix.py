"""Who may do what, cell by cell: every kind of command × who gives it × with which session × whose objects.

The kinds come from the server's registry, the fields from a sound body of each kind, and what each cell must say from
``tests/cases/rights.toml``: a kind, or an id in a body, without its row there fails. Functions are in
``test_matrix_functions.py``.
"""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.proof_record import record
from tests.sql.samples import GONE, UUID, WORKERS, Furnished, changed, furnished, kinds, leaves
from tests.sql.support import Answer, Scene, Till, command, new_uuid, submit
from tests.sql.trade_truths import fingerprint

RIGHTS = tomllib.loads((Path(__file__).parents[1] / "cases/rights.toml").read_text("utf-8"))
NOT_OWN = ("none", "elsewhere", "of another", "ended", "unknown", "foreign")
ALWAYS_KEPT = {"commands", "ledgers", "alerts", "notifications", "bar_clocks"}  # a refusal is written down


@dataclass(frozen=True, slots=True)
class Cells:
    """Two bars alike. Each cell is one submit by the login of the tills, undone afterwards."""

    ours: Furnished
    theirs: Furnished
    before: tuple[dict[str, str], dict[str, str]]

    async def said(self, made: Answer, till: Till | None = None) -> str:
        """Return ``done`` or the code; the other bar is untouched, and so is ours when it was refused."""
        owner, bar = self.ours.scene.owner, self.ours.scene.bar
        transaction = owner.transaction()
        await transaction.start()
        try:
            await owner.execute("set session authorization bartender_till")
            answer = await submit(owner, till or bar.till, made)
            await owner.execute("reset session authorization")
            after = await self.books()
        finally:
            await transaction.rollback()
        assert "stopped" not in answer, answer
        said = _told(answer["outcomes"][0])
        assert after[1] == self.before[1], f"{made['kind']} changed another bar"
        moved = {name for name, hash_ in after[0].items() if hash_ != self.before[0][name]}
        assert said == "done" or moved <= ALWAYS_KEPT, (made["kind"], moved)
        return said

    async def books(self) -> tuple[dict[str, str], dict[str, str]]:
        owner = self.ours.scene.owner
        ours = await fingerprint(owner, self.ours.scene.bar.id)
        return ours, await fingerprint(owner, self.theirs.scene.bar.id)

    def command(self, kind: str, name: str, state: str = "own", **changes: Any) -> Answer:
        """Return the sound command of a kind by a person with a session in the state."""
        made = {
            "by": self.ours.scene.bar.people[name],
            "session": self.session(name, state),
            "body": self.ours.bodies[kind],
        } | changes
        return command(self.ours.next_no, kind.split(",", maxsplit=1)[0], made.pop("body"), **made)

    def session(self, name: str, state: str) -> str | None:
        if state == "of another":
            return self.ours.sessions["Koffi" if name != "Koffi" else "Ayaba", "own"]
        if state == "foreign":
            return self.theirs.sessions[name, "own"]
        return {"none": None, "unknown": new_uuid()}.get(state) or self.ours.sessions.get((name, state))

    def replaced(self, kind: str, path: str) -> Answer:
        """Return the kind's body with the id at the path being the other bar's."""
        name = next(x for x in reversed(re.findall(r"[a-z_]+", path)) if x != "value")
        theirs = self.theirs.things[{"sales": "sale"}.get(name, name)]
        made: Answer = changed(self.ours.bodies[kind], path, lambda _: theirs)
        return made


def _told(outcome: Answer) -> str:
    results = (outcome["result"] or {}).get("results") or [{}]
    return str(outcome["code"] or results[0].get("code") or outcome["outcome"])


@pytest.fixture
async def cells(own_scene: Scene) -> Cells:
    ours, theirs = await furnished(own_scene), await furnished(own_scene)
    made = Cells(ours, theirs, ({}, {}))
    return Cells(ours, theirs, await made.books())


async def row_of(cells: Cells, kind: str) -> str:
    """Return what the kind says to everybody, in the form of its row in the table."""
    own = [await cells.said(cells.command(kind, name)) for name in WORKERS]
    without = [{await cells.said(cells.command(kind, name, state)) for state in NOT_OWN} for name in WORKERS]
    bar, theirs = cells.ours.scene.bar, cells.theirs
    others = [
        cells.command(kind, "Ayaba", by=None),
        cells.command(
            kind,
            "Ayaba",
            by=theirs.scene.bar.people["Ayaba"],
            session=theirs.sessions["Ayaba", "own"],
        ),
        cells.command(kind, GONE),
    ]
    strangers = [await cells.said(made) for made in others]
    made = cells.command(kind, "Ayaba") | {"no": 2}
    made["body"] = {"from": 2, "to": 4} if kind == "gap" else made["body"]
    shut = await cells.said(made, bar.tills[2])
    twin = theirs.things["command"]
    again = await cells.said(cells.command(kind, "Ayaba") | {"id": twin})
    assert again == own[2], "an id that a command of another bar has is free here"
    parts = (own, ["/".join(sorted(x)) for x in without], strangers, [shut])
    return " | ".join(" ".join(part) for part in parts)


async def foreign_of(cells: Cells, kind: str) -> dict[str, str]:
    """Return what the kind says when one id of its body, or the whole body, is of another bar."""
    body = cells.ours.bodies[kind]
    paths = [path for path, value in leaves(body).items() if UUID.fullmatch(str(value))]
    name = "Afi" if kind == "withdraw_sale" else "Ayaba"
    said = {
        path: await cells.said(cells.command(kind, name, body=cells.replaced(kind, path))) for path in paths
    }
    if paths:
        said["whole"] = await cells.said(cells.command(kind, name, body=cells.theirs.bodies[kind]))
    return said


@pytest.mark.timeout(600)
async def test_every_kind_says_to_everybody_what_the_table_says(cells: Cells) -> None:
    began, found = time.monotonic(), {kind: await row_of(cells, kind) for kind in cells.ours.bodies}
    people = 3 * (1 + len(NOT_OWN)) + 3 + 1 + 1
    counts = {"kinds": len(kinds()), "rows": len(found), "cells": len(found) * people}
    record("rights-by-person", counts, None, time.monotonic() - began)

    assert {kind.split(",")[0] for kind in found} == set(kinds())
    assert found == RIGHTS["kinds"]


@pytest.mark.timeout(600)
async def test_every_id_of_another_bar_finds_nothing(cells: Cells) -> None:
    began, found = time.monotonic(), {kind: await foreign_of(cells, kind) for kind in kinds()}
    counts = {"kinds": len(found), "cells": sum(map(len, found.values()))}
    record("rights-by-foreign-id", counts, None, time.monotonic() - began)

    assert {kind: said for kind, said in found.items() if said} == RIGHTS["foreign"]
