"""The copies sheet: states over a whole till."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from app.sync.ports import LedgerContents
from app.till.ports import FULL, GONE, PROTECTED
from tests.sticks import Stick
from tests.ui.pictures import Screens

KINGSTON = "/media/bar/KINGSTON"


def kingston() -> Stick:
    return Stick("KINGSTON", KINGSTON, free=7_412_000_000)


def opened(shown: Screens) -> None:
    """Open the sheet and let it look."""
    shown.show("outbox")
    shown.outbox.copies.ask()
    shown.settle()


def sold(shown: Screens) -> None:
    """Sell, the last ones without the network."""
    for qty in range(1, 6):
        shown.sell({"la-beninoise-65": qty})
    shown.rig.go_down()
    for qty in range(1, 4):
        shown.sell({"flag-33": qty})


def dead(
    shown: Screens, *, code: str = "C1", name: str = "Le Baobab – C1 – 8d2f11a0.ledger"
) -> LedgerContents:
    """Return what a till sold whose machine is lost, as the copy on a stick; ``name``: of its file."""
    rig = shown.rig
    contents = rig.run(rig.ledger.open())
    rows = tuple(replace(row, id=f"{name}-{row.no}") for row in contents.rows)
    meta = replace(contents.meta, ledger=f"ledger of {name}", till_code=code)
    return replace(contents, meta=meta, rows=rows)


def put_copy(shown: Screens, stick: Stick, name: str, contents: LedgerContents) -> None:
    data = name.encode()
    shown.rig.ledger.images[data] = contents
    stick.files[name] = data
    shown.rig.ledger.copies[f"{stick.root}/{name}"] = contents


def _empty(shown: Screens) -> None:
    sold(shown)
    opened(shown)


def _one(shown: Screens) -> None:
    sold(shown)
    shown.rig.sticks.plug(kingston())
    opened(shown)


def _copied(shown: Screens) -> None:
    _one(shown)
    shown.outbox_model.copies.copy(KINGSTON)
    shown.settle()


def _copying(shown: Screens) -> None:
    _one(shown)
    shown.rig.sticks.plugged[0].gate = asyncio.Event()
    shown.outbox_model.copies.copy(KINGSTON)
    shown.settle()


def _several(shown: Screens) -> None:
    """A second disk, a stick that was chosen, a new one, and one that is at home."""
    sold(shown)
    rig = shown.rig
    rig.sticks.plug(
        Stick("Données", "/mnt/donnees", is_removable=False, is_second=True, free=212_000_000_000)
    )
    home = rig.sticks.plug(Stick("MAISON", "/media/bar/MAISON", free=3_100_000_000))
    rig.sticks.plug(kingston())
    rig.run(rig.till.copies.look())
    for root in ("/mnt/donnees", "/media/bar/MAISON", KINGSTON):
        rig.run(rig.till.copies.copy(root))
    rig.run(rig.till.copies.let("mark of KINGSTON", is_automatic=False))
    rig.sticks.pull(home)
    rig.advance(3 * 60)
    rig.sticks.plug(Stick("CLÉ DE FIRMIN", "/media/bar/FIRMIN", free=640_000_000))
    opened(shown)


def _failed(shown: Screens) -> None:
    sold(shown)
    sticks = [
        kingston(),
        Stick("TRANSCEND", "/media/bar/TRANSCEND", free=1_900_000_000),
        Stick("TOSHIBA", "/media/bar/TOSHIBA", free=12_000_000),
    ]
    for one in sticks:
        shown.rig.sticks.plug(one)
    rig = shown.rig
    rig.run(rig.till.copies.look())
    rig.run(rig.till.copies.copy(KINGSTON))
    rig.advance(60)
    opened(shown)
    for one, why in zip(sticks, (GONE, PROTECTED, FULL), strict=True):
        one.fails = why
        shown.outbox_model.copies.copy(one.root)
    shown.settle()


def _found(shown: Screens) -> None:
    """A stick with the copy of a dead till, a damaged one, and one of another bar."""
    sold(shown)
    stick = kingston()
    shown.rig.sticks.plug(stick)
    old = dead(shown)
    put_copy(shown, stick, "Le Baobab – C1 – 8d2f11a0.ledger", old)
    put_copy(shown, stick, "Le Baobab – C2 – 77aa00f1.ledger", replace(old, unreadable=2))
    foreign = replace(dead(shown, code="C3", name="x"), notes={"bar": '{"id":"another bar"}'})
    put_copy(shown, stick, "Le Filao – C3 – 00000001.ledger", foreign)
    shown.rig.ledger.notes["bar"] = '{"id":"bar"}'
    shown.rig.run(shown.rig.till.outbox.open())
    shown.rig.advance(7_900)
    opened(shown)


def _taken_over(shown: Screens) -> None:
    _found(shown)
    shown.rig.come_back()
    shown.rig.sign_in("houngbedji")
    shown.outbox_model.copies.adopt(f"{KINGSTON}/Le Baobab – C1 – 8d2f11a0.ledger")
    shown.settle()


def _manager(shown: Screens) -> None:
    _found(shown)
    shown.outbox_model.copies.adopt(f"{KINGSTON}/Le Baobab – C1 – 8d2f11a0.ledger")
    shown.settle()


STATES: dict[str, Callable[[Screens], None]] = {
    "copies-empty": _empty,
    "copies-one": _one,
    "copies-copying": _copying,
    "copies-copied": _copied,
    "copies-several": _several,
    "copies-failed": _failed,
    "copies-found": _found,
    "copies-manager": _manager,
    "copies-taken-over": _taken_over,
}
