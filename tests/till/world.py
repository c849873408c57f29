"""A whole till over a memory ledger, a scripted network and a small server with a shelf; time stands still.

The till is wired by ``app.build.assemble`` as the program's is. ``crash`` ends it as kill -9 does: only the ledger, the
snapshots and the server go on.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.build import Background, Outside, assemble
from app.domain.cart import Cart
from app.domain.catalog import Person
from app.domain.errors import TillError, Unreachable
from app.domain.ids import MemberId, ProductId
from app.domain.sale import exact_cash
from app.sync.live import Feed
from app.sync.outbox import Outbox
from app.sync.ports import Answer, Json, JsonObject, LedgerStore, Row, SnapshotStore
from app.sync.traffic import Meter
from app.till.checkout import Sold
from app.till.place import Place
from app.till.ports import PrintDevices, Volumes
from tests.fake_server import Bug, Refusal
from tests.fakes import FakeClock, MemoryLedger, ScriptedGateway, let_tasks_run
from tests.sync.cache_world import MemorySnapshots

_NAMES = uuid.UUID("0190a1b2-0000-7000-8000-000000000000")
PEOPLE = {"Afi": "seller", "Sena": "seller", "Koffi": "manager", "Ayaba": "owner"}
PINS = {"Afi": "1111", "Sena": "2222", "Koffi": "333333", "Ayaba": "444444"}
MOMENT_S = 10.0
PLACE = Place("postgresql://bar", "secret of the till", "C1", "Comptoir", "bar")


def ident(name: str) -> str:
    """Return the id that stands for a name (``flag``, ``Afi``)."""
    return str(uuid.uuid5(_NAMES, name))


def product(name: str) -> ProductId:
    return ProductId(ident(name))


def member(name: str) -> MemberId:
    return MemberId(ident(name))


async def stretch(pin: str, salt: str) -> str:
    """Stand for the slow hashing: as deterministic, and at once."""
    await asyncio.sleep(0)
    return uuid.uuid5(_NAMES, f"{pin}:{salt}").hex


@dataclass(slots=True)
class Good:
    """A product on the server's shelf."""

    stock: int
    price: int
    is_active: bool = True
    reserved: int = 0
    rev: int = 0


class Desk:
    """The server's side of signing in. ``error`` is what the next calls fail with."""

    def __init__(self) -> None:
        self.pins = dict(PINS)
        self.salts = {name: f"{ident(name).replace('-', '')}" for name in PEOPLE}
        self.gone: set[str] = set()
        self.ended: list[str] = []
        self.error: TillError | None = None
        self.lock_s = 0
        self.asked = 0
        self.answers = asyncio.Event()
        self.answers.set()
        """Cleared: the line is mute, and who asks waits."""
        self._sessions = 0
        self._failures: dict[str, int] = {}

    async def sign_in(self, member: str, proof: str, *, timeout_s: float) -> JsonObject:
        self.asked += 1
        await asyncio.sleep(0)
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        name = next(name for name in PEOPLE if ident(name) == member)
        if self.lock_s:
            return {"ok": False, "code": "TLLCK", "params": {"seconds": self.lock_s}}
        if name in self.gone:
            return {"ok": False, "code": "TLSEL", "params": {"member": member}}
        if proof == await stretch(self.pins[name], self.salts[name]):
            self._sessions += 1
            return {"ok": True, "session": f"session-{self._sessions}"}
        self._failures[name] = self._failures.get(name, 0) + 1
        return {"ok": False, "code": "TLPIN", "params": {"tries_left": 5 - self._failures[name]}}

    async def sign_out(self, session: str, *, timeout_s: float) -> JsonObject:
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        self.ended.append(session)
        return {"ok": True}


class World:
    """``await World.open()`` first, ``await close()`` last. ``shelf`` is the server's truth."""

    def __init__(self, mode: str = "simplified") -> None:
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.gateway = ScriptedGateway(self.clock)
        self.server = self.gateway.server
        self.server.judge = self._judge
        self.desk = Desk()
        self.snapshots = MemorySnapshots()
        self.ledger_store: LedgerStore = self.ledger
        self.snapshot_store: SnapshotStore = self.snapshots
        """The two disks. A test may put the real ones in their place before ``boot``."""
        self.printing: PrintDevices | None = None
        self.mode = mode
        self.away: set[str] = set()
        self.names: dict[str, str] = {}
        """What people and products are called, where it is not the name that they have here."""
        self.verdict: Refusal | Bug | None = None
        """What the server says of the next sales, whatever the shelf has."""
        self.shelf = {
            "flag": Good(10, 500),
            "flag-60": Good(10, 800),
            "sobebra": Good(3, 700),
            "eau": Good(1, 300),
        }
        for name in ("bootstrap", "catalog", "team", "settings", "stock_since"):
            self.gateway.reads[name] = partial(self._answer, name)
        self.feed: Feed | None = None
        self.stretched = 0
        """How often a PIN was stretched: some 50 ms of a core each time."""
        self.may_stretch = asyncio.Event()
        self.may_stretch.set()
        self.stretches_first = 0
        """While ``may_stretch`` is cleared, so many are stretched all the same."""
        self.volumes: Volumes | None = None
        self._background = Background()

    @classmethod
    async def open(cls, mode: str = "simplified", *, start: bool = True) -> World:
        world = cls(mode)
        await world.boot(start=start)
        return world

    async def boot(self, *, start: bool = True) -> None:
        """Open the till on the ledger as it is."""
        self._background = Background()
        outbox = Outbox(self.ledger_store, self.clock, till_code="C1")
        await outbox.open()
        outside = Outside(
            gateway=self.gateway,
            desk=self.desk,
            snapshots=self.snapshot_store,
            clock=self.clock,
            random=random.Random(1),
            spawn=self._background.spawn,
            schedule=self._schedule,
            stretch=self._stretch,
            meter=Meter(self.clock),
            feed=self.feed,
            printing=self.printing,
            volumes=self.volumes,
        )
        self.till = assemble(PLACE, outbox, outside)
        self.checkout, self.session, self.bar = self.till.checkout, self.till.session, self.till.bar
        self.outbox: Outbox = outbox
        if start:
            await self.till.start()
            await self.settle()

    async def _stretch(self, pin: str, salt: str) -> str:
        self.stretched += 1
        if self.stretches_first:
            self.stretches_first -= 1
        else:
            await self.may_stretch.wait()
        return await stretch(pin, salt)

    def _schedule(self, delay_s: float, callback: Callable[[], None]) -> None:
        """What is put off for a moment (a frame, a snapshot) happens at once; the rest when the clock says so."""

        async def later() -> None:
            await self.clock.sleep(delay_s)
            callback()

        if delay_s < MOMENT_S:
            asyncio.get_running_loop().call_soon(callback)
        else:
            self._background.spawn(later(), "schedule")

    async def crash(self) -> None:
        """End every task where it is; nothing is flushed."""
        await self._background.close()

    async def restart(self, *, start: bool = True) -> None:
        await self.crash()
        await self.boot(start=start)

    async def close(self) -> None:
        await self._background.close()

    async def settle(self) -> None:
        """Let every task that can go on do so; no time passes."""
        await let_tasks_run(200)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for real threads, which the clock does not know."""
        async with asyncio.timeout(60):
            while not is_so():
                await let_tasks_run(1)

    # --- people and network ---------------------------------------------------------------------------------------

    async def sign_in(self, name: str = "Afi") -> Person:
        """Put somebody at the till, and let what is kept of it for later reach the disk."""
        person = await self.session.sign_in(ident(name), PINS[name])
        await self.settle()
        return person

    async def go_down(self) -> None:
        """Take the network away, long enough for the till to call it an outage."""
        self.gateway.is_down, self.desk.error = True, Unreachable("TLNET")
        await self.clock.advance(31)
        self.till.link.failed(Unreachable("TLNET"))
        await self.settle()

    async def come_back(self) -> None:
        self.gateway.is_down, self.desk.error = False, None
        self.till.link.heard()
        self.till.sender.wake()
        await self.clock.advance(2)
        await self.settle()

    # --- selling --------------------------------------------------------------------------------------------------

    @property
    def cart(self) -> Cart:
        return self.checkout.cart

    @property
    def typed(self) -> list[tuple[str, int]]:
        """The cart as (name, quantity) pairs."""
        return pairs(self.cart)

    def tap(self, *names: str) -> None:
        for name in names:
            self.checkout.tap(ident(name))

    async def pay(self) -> Sold:
        """Take exact cash."""
        return await self.checkout.pay(exact_cash(self.cart.total))

    async def sell(self, *names: str) -> Sold:
        self.tap(*names)
        return await self.pay()

    async def refuse(self, *names: str, code: str = "TLSTK", params: JsonObject | None = None) -> Row:
        """Sell what the server will refuse; returns the row."""
        self.verdict = Refusal(code, params or {})
        sold = await self.sell(*names)
        await self.settle()
        self.verdict = None
        return self.row(sold.no)

    def row(self, no: int) -> Row:
        row = self.outbox.row(no)
        assert row is not None
        return row

    def left(self, name: str) -> int | None:
        """What the till shows to be left of a product."""
        card = self.bar.card(ident(name))
        assert card is not None
        return card.available

    def put(self, name: str, **changes: Any) -> None:
        """Change the server's shelf; the till does not hear of it before its next read."""
        for field, value in changes.items():
            setattr(self.shelf[name], field, value)
        self.server.state.rev += 1
        self.shelf[name].rev = self.server.state.rev

    async def refresh(self) -> None:
        """Let the till read everything."""
        for key in ("settings", "team", "catalog", "stock"):
            self.till.cache.refetch((key,))
        await self.settle()

    # --- the server -----------------------------------------------------------------------------------------------

    def _judge(self, command: JsonObject) -> Refusal | Bug | None:
        if self.verdict is not None:
            return self.verdict
        if command["kind"] != "record_sale":
            return None
        body = command["body"]
        assert isinstance(body, Mapping)
        lines = body["lines"]
        assert isinstance(lines, list)
        by_id = {ident(name): good for name, good in self.shelf.items()}
        short = [x for x in lines if x["qty"] > by_id[x["product"]].stock]
        if short and command["door"] == "counter":
            named = [{"product": x["product"], "left": by_id[x["product"]].stock} for x in short]
            return Refusal("TLSTK", {"short": named})
        for line in lines:
            good = by_id[line["product"]]
            good.stock -= min(good.stock, line["qty"])
            good.rev = self.server.state.rev + 1
        return None

    def _answer(self, name: str, _params: JsonObject) -> Answer:
        ledger = next(reversed(self.server.state.books))
        parts: dict[str, Json] = {
            "settings": self._settings(),
            "team": [self._person(person) for person in PEOPLE],
            "catalog": self._catalog(),
            "stock": [self._stock(good) for good in self.shelf],
        }
        rows = parts if name == "bootstrap" else parts["stock" if name == "stock_since" else name]
        return Answer(self.server.marks(ledger), rows)

    def _settings(self) -> dict[str, Json]:
        return {
            "id": ident("bar"),
            "name": "Chez Tonton",
            "address": None,
            "phone": "+229 01 23",
            "time_zone": "Africa/Porto-Novo",
            "closing_hour": 6,
            "currency": "XOF",
            "operating_mode": self.mode,
            "idle_lock_s": 60,
            "counter_deadline_ms": 2_500,
            "operators": ["MTN MoMo"],
        }

    def _person(self, name: str) -> dict[str, Json]:
        return {
            "id": ident(name),
            "name": self.names.get(name, name),
            "role": PEOPLE[name],
            "salt": self.desk.salts[name],
            "active": name not in self.away,
        }

    def _catalog(self) -> dict[str, Json]:
        beers: dict[str, Json] = {
            "id": ident("beers"),
            "name": "Bières",
            "icon": "beer",
            "color": "amber",
            "position": 1,
        }
        return {
            "categories": [beers],
            "products": [
                {
                    "id": ident(name),
                    "category": ident("beers"),
                    "name": self.names.get(name, name),
                    "volume_ml": 330,
                    "barcode": f"code of {name}" if name != "eau" else None,
                    "alert_threshold": 2,
                    "position": place,
                }
                for place, name in enumerate(self.shelf)
            ],
        }

    def _stock(self, name: str) -> dict[str, Json]:
        good = self.shelf[name]
        return {
            "id": ident(name),
            "stock": good.stock,
            "reserved": good.reserved,
            "price": good.price,
            "active": good.is_active,
            "rev": good.rev,
        }


def pairs(cart: Cart) -> list[tuple[str, int]]:
    """Return a cart's lines as (name, quantity) pairs."""
    return [(line.name, line.qty) for line in cart.lines]
