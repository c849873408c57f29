"""A whole till for tests of the windows: the real parts over a scripted gateway, a memory ledger and a still clock.

The bar is the demo's. Everything runs on one asyncio loop that only turns when a test asks: ``settle`` lets every task
that can go on do so.
"""

import asyncio
import json
import random
import uuid
from collections.abc import Callable, Coroutine, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from app.build import Outside, assemble
from app.domain.catalog import Person as Member
from app.domain.errors import Unreachable
from app.domain.ids import ProductId
from app.domain.roles import Role
from app.sync.outbox import Outbox
from app.sync.ports import Answer, Json, JsonObject
from app.sync.traffic import Meter
from app.till.place import Place
from app.till.queries import CATALOG, SETTINGS, STOCK, TEAM
from app.till.till import Till
from app.ui.receipts import Typesetter
from app.ui.tasks import Tasks
from tests.fakes import FakeClock, MemoryLedger, ScriptedGateway, let_tasks_run
from tests.spool import Desk as PrintDesk
from tests.sticks import Sticks
from tests.ui.trade import Person, Trade

T = TypeVar("T")

DEMO = Path(__file__).resolve().parents[2] / "resources/demo/baobab.json"
SOON_S = 1.0
TRADE_READS = (
    "sale",
    "sale_by_ticket",
    "sales_page",
    "returns_page",
    "consignments_page",
    "change_page",
    "dashboard",
)
_NAMESPACE = uuid.UUID("0190a1b2-0000-7000-8000-000000000000")


@cache
def ident(key: str) -> str:
    """Return the id that stands for a key of the demo bar (``flag-65``, ``aicha``, ``beer``)."""
    return str(uuid.uuid5(_NAMESPACE, key))


def product(key: str) -> ProductId:
    return ProductId(ident(key))


async def stretch(pin: str, salt: str) -> str:
    """Stand for the slow hashing: as deterministic, and at once."""
    await asyncio.sleep(0)
    return uuid.uuid5(_NAMESPACE, f"{pin}:{salt}").hex


class NoSnapshots:
    """A snapshot store on a disk that is always empty."""

    async def load_all(self) -> Mapping[str, str]:
        return {}

    async def save(self, key: str, text: str) -> bool:
        del key, text
        return False

    async def drop(self, key: str) -> None: ...

    async def clear(self) -> None: ...

    async def close(self) -> None: ...


class Desk:
    """The server's side of signing in: knows every PIN, counts failures, can be out of reach."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._pins = people
        self._failures: dict[str, int] = {}
        self.is_down = False
        self.answers = asyncio.Event()
        self.answers.set()
        """Cleared: the line is mute, and who asks now waits for it."""

    async def sign_in(self, member: str, proof: str, *, timeout_s: float) -> JsonObject:
        del timeout_s
        await asyncio.sleep(0)
        await self.answers.wait()
        if self.is_down:
            raise Unreachable("TLNET")
        if proof == await stretch(self._pins[member], _salt(member)):
            self._failures.pop(member, None)
            return {"ok": True, "session": ident(f"session of {member}")}
        failures = self._failures[member] = self._failures.get(member, 0) + 1
        if failures >= 5:
            return {"ok": False, "code": "TLLCK", "params": {"seconds": 60}}
        return {"ok": False, "code": "TLPIN", "params": {"tries_left": 5 - failures}}

    async def sign_out(self, session: str, *, timeout_s: float) -> JsonObject:
        del session, timeout_s
        await asyncio.sleep(0)
        return {"ok": True}


def _salt(member: str) -> str:
    return member.replace("-", "")


class Rig:
    """One till. ``rows`` is what the server would answer to each read; change it and call ``receive``."""

    def __init__(self, *, mode: str = "simplified", is_new: bool = False) -> None:
        """``is_new``: a till that has never reached its server; ``come_back`` and ``receive`` change that."""
        self.loop = asyncio.new_event_loop()
        self.tasks = Tasks(self.loop)
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.sticks = Sticks(self.ledger)
        """What is plugged in: nothing yet."""
        self.gateway = ScriptedGateway(self.clock)
        self.server = self.gateway.server
        self.printers = PrintDesk(Typesetter())
        """The printers' threads and files; none is set up."""
        self.printers.spool.call = self.loop.call_soon
        demo = json.loads(DEMO.read_text("utf-8"))
        self.pins = {ident(person["key"]): str(person["pin"]) for person in demo["team"]}
        self.desk = Desk(self.pins)
        self.rows = _rows(demo, mode)
        for name in ("settings", "team", "catalog"):
            self.gateway.reads[name] = partial(self._answer, name)
        self.gateway.reads["stock_since"] = partial(self._answer, "stock")
        self.trade = Trade(
            self.clock,
            self.server,
            [Person(ident(person["key"]), Role(person["role"])) for person in demo["team"]],
            mode,
            demo["bar"]["closing_hour"],
        )
        """What the server keeps of the sales, and how it judges what is done after them."""
        self.server.judge = self.trade.judge
        for name in TRADE_READS:
            self.gateway.reads[name] = partial(self.trade.read, name)
        self.gateway.is_down = self.desk.is_down = is_new
        self.till = self.run(self._open(is_new=is_new))
        self._opened: list[Callable[[], None]] = []

    def _answer(self, name: str, _params: JsonObject) -> Answer:
        current = next(reversed(self.server.state.books))
        return Answer(self.server.marks(current), self.rows[name])

    def run(self, story: Coroutine[Any, Any, T]) -> T:
        """Turn the loop until ``story`` is over, and return what came out of it."""
        return self.loop.run_until_complete(story)

    def settle(self) -> None:
        """Let every task that can go on do so; no time passes."""
        self.run(let_tasks_run(200))

    def advance(self, seconds: float) -> None:
        """Let time pass, sleepers included."""
        self.run(self.clock.advance(seconds))

    def receive(self, *names: str) -> None:
        """Give the till fresh answers of these reads."""
        for key in (SETTINGS, TEAM, CATALOG, STOCK):
            if key[0] in names:
                marks = self.server.marks(self.till.outbox.ledger)
                self.run(self.till.cache.receive(key, Answer(marks, self.rows[str(key[0])])))
        self.settle()

    def set_stock(self, key: str, stock: int, *, price: int | None = None, active: bool = True) -> None:
        """Let the server say how much of a product is left, and what it costs."""
        self.server.state.rev += 1
        rows = self.rows["stock"]
        assert isinstance(rows, list)
        for row in rows:
            if row["id"] == ident(key):
                row.update(stock=stock, rev=self.server.state.rev, active=active)
                row["price"] = row["price"] if price is None else price
        self.receive("stock")

    def sign_in(self, key: str = "aicha") -> Member:
        """Put a person at the till, and let what is kept of it for later reach the disk."""
        person = self.run(self.till.session.sign_in(ident(key), self.pins[ident(key)]))
        self.settle()
        return person

    def use_mode(self, mode: str) -> None:
        """Let the bar work in another mode from now on."""
        self.trade.mode = mode
        settings = self.rows["settings"]
        assert isinstance(settings, dict)
        settings["operating_mode"] = mode
        self.receive("settings")

    def go_down(self) -> None:
        """Take the network away, long enough for the lamp to know."""
        self.gateway.is_down = self.desk.is_down = True
        self.advance(31)
        self.till.link.failed(Unreachable("TLNET"))
        self.settle()

    def come_back(self) -> None:
        self.gateway.is_down = self.desk.is_down = False
        self.till.link.heard()
        self.till.sender.wake()
        self.settle()

    def start_again(self) -> None:
        """Start the till again on the same disk; nobody is signed in. Whatever follows the one of before is over."""
        self.settle()
        self.run(self.tasks.close())
        self.tasks = Tasks(self.loop)
        self.till = self.run(self._open(is_new=False))

    def keep(self, close: Callable[[], None]) -> None:
        """Call this at the end of the test."""
        self._opened.append(close)

    def close(self) -> None:
        for close in self._opened:
            close()
        self.run(self.tasks.close())
        self.run(self.loop.shutdown_asyncgens())
        self.loop.close()

    def _schedule(self, delay_s: float, callback: Callable[[], object]) -> None:
        """Call back at once what is but put off a little, and the rest when so much time has passed."""
        if delay_s < SOON_S:
            self.loop.call_soon(callback)
            return

        async def later() -> None:
            await self.clock.sleep(delay_s)
            callback()

        self.tasks.spawn(later(), "later")

    async def _open(self, *, is_new: bool) -> Till:
        outbox = Outbox(self.ledger, self.clock, till_code="C1")
        await outbox.open()
        await outbox.registered(4_216)
        outside = Outside(
            gateway=self.gateway,
            desk=self.desk,
            snapshots=NoSnapshots(),
            clock=self.clock,
            random=random.Random(1),
            spawn=self.tasks.spawn,
            schedule=self._schedule,
            stretch=stretch,
            meter=Meter(self.clock),
            printing=self.printers.devices,
            volumes=self.sticks,
        )
        place = Place("postgresql://bar", "secret of the till", "C1", "Comptoir", ident("bar"))
        till = assemble(place, outbox, outside)
        await till.restore()
        for key in () if is_new else (SETTINGS, TEAM, CATALOG, STOCK):
            answer = Answer(self.server.marks(outbox.ledger), self.rows[str(key[0])])
            await till.cache.receive(key, answer)
        till.bar.mount()
        if not is_new:
            till.link.heard()
        await till.carts.restore()
        await till.copies.restore()
        self.tasks.spawn(till.sender.run(), "sender")
        return till


def _rows(demo: dict[str, Any], mode: str) -> dict[str, Json]:
    bar = demo["bar"]
    settings = {name: bar[name] for name in ("name", "address", "time_zone", "closing_hour", "currency")}
    return {
        "settings": {
            **settings,
            "id": ident("bar"),
            "operating_mode": mode,
            "idle_lock_s": 60,
            "counter_deadline_ms": 2_500,
            "operators": demo["history"]["operators"],
            "consignment_days": 7,
        },
        "team": [_person(person) for person in demo["team"]],
        "catalog": {
            "categories": [_category(row, place) for place, row in enumerate(demo["categories"])],
            "products": [_product(row, place) for place, row in enumerate(demo["products"])],
        },
        "stock": [_stock(row) for row in demo["products"]],
    }


def _person(row: dict[str, Any]) -> Json:
    salt = _salt(ident(row["key"]))
    return {"id": ident(row["key"]), "name": row["name"], "role": row["role"], "salt": salt, "active": True}


def _category(row: dict[str, Any], place: int) -> Json:
    look = {name: row[name] for name in ("name", "icon", "color")}
    return {**look, "id": ident(row["key"]), "position": place}


def _product(row: dict[str, Any], place: int) -> Json:
    kept = {name: row.get(name) for name in ("name", "volume_ml", "barcode", "alert_threshold")}
    return {**kept, "id": ident(row["key"]), "category": ident(row["category"]), "position": place}


def _stock(row: dict[str, Any]) -> dict[str, Json]:
    shelf = {name: row[name] for name in ("stock", "price")}
    return {**shelf, "id": ident(row["key"]), "reserved": 0, "active": True, "rev": 0}
