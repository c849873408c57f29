"""The whole till without a window, in JSON lines: for scripts, tests and load.

One JSON object per line on standard input, one per line on standard output. A bad line is answered by an ``error``
event and ends nothing. Operations run one after the other, in the order of their lines. On a till that
starts for the first time, those that need its people or drinks wait for them.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import TextIO

from app.domain.catalog import Card, folded, volume_text_ml
from app.domain.errors import TillError
from app.domain.ids import MemberId
from app.domain.sale import CardPayment, MobileMoney, Payment, cash
from app.sync.ports import Row, State
from app.till.till import Till

Fields = Mapping[str, object]

WAIT_S = 30.0
"""How long an operation waits that does not say it."""


class BadLine(ValueError):
    """A line that cannot be obeyed; the text says which field and why."""


class Headless:
    """Reads operations, drives one ``Till``, writes events."""

    def __init__(self, till: Till, output: TextIO) -> None:
        self._till = till
        self._output = output
        self._told: dict[str, State] = {}
        self._is_ready = False
        self._operations: dict[str, Callable[[Fields], Awaitable[None]]] = {
            "sign_in": self._sign_in,
            "sign_out": self._sign_out,
            "sell": self._sell,
            "stock": self._stock,
            "outbox": self._outbox,
            "held": self._held,
            "status": self._status,
            "refresh": self._refresh,
            "wait": self._wait,
        }

    def tell(self, event: str, **fields: object) -> None:
        """Write one event, at once; in ASCII, since nobody knows what the other end of a pipe takes for text."""
        line = json.dumps({"event": event, **fields}, separators=(",", ":"))
        self._output.write(line + "\n")
        self._output.flush()

    async def run(self, lines: asyncio.Queue[str | None]) -> None:
        """Obey ``lines`` until ``quit`` or the end of input (None)."""
        for row in self._till.outbox.rows():
            self._told[row.id] = row.state
        self.tell("started", till=self._till.bar.till_code, ledger=self._till.outbox.ledger)
        self._tell_link()
        stops = (
            self._till.outbox.listen(self._tell_outcomes),
            self._till.link.listen(self._tell_link),
            self._till.bar.listen(self._tell_ready),
        )
        self._tell_ready()
        while (line := await lines.get()) is not None:
            if line.strip() and not await self._obey(line):
                break
        for stop in stops:
            stop()

    # --- operations -----------------------------------------------------------------------------------------------

    async def _obey(self, line: str) -> bool:
        """Run one line; returns False for ``quit``."""
        operation: object = None
        try:
            fields = _parsed(line)
            operation = fields.get("op")
            if operation == "quit":
                return False
            run = self._operations.get(str(operation))
            if run is None:
                raise BadLine(f"unknown op; one of: {', '.join([*self._operations, 'quit'])}")
            await run(fields)
        except TillError as error:
            self.tell("error", op=operation, code=error.code, params=error.params)
        except ValueError as error:
            self.tell("error", op=operation, code="TLINP", params={"reason": str(error)})
        return True

    async def _sign_in(self, fields: Fields) -> None:
        name, pin = _text(fields, "name"), _text(fields, "pin")
        await self._ready(fields)
        person = await self._till.session.sign_in(self._member(name), pin)
        self.tell("signed_in", name=person.name, role=person.role, offline=self._till.session.is_offline)

    async def _sign_out(self, fields: Fields) -> None:
        del fields
        self._till.session.sign_out()
        self.tell("signed_out")

    async def _sell(self, fields: Fields) -> None:
        checkout = self._till.checkout
        lines = fields.get("lines")
        if not isinstance(lines, list) or not lines:
            raise BadLine("lines: a list of {product, qty} is needed")
        await self._ready(fields)
        wanted = [(self._card(_text(_object(x), "product")), _whole(_object(x), "qty", 1)) for x in lines]
        if not checkout.cart.is_empty:
            checkout.hold()
        try:
            if fields.get("manager"):
                manager = self._member(_text(fields, "manager"))
                await self._till.session.authorise(manager, _text(fields, "manager_pin"))
                checkout.allow_override(manager)
            checkout.choose_seller(self._member(_text(fields, "seller")) if fields.get("seller") else None)
            for card, qty in wanted:
                checkout.tap(card.product.id, qty)
            sold = await checkout.pay(_payments(fields, checkout.cart.total))
        except (TillError, ValueError):
            checkout.clear()
            raise
        self.tell(
            "sold", no=sold.no, ticket=sold.ticket, sale=sold.sale, total=sold.total, change=sold.change
        )

    async def _stock(self, fields: Fields) -> None:
        card = self._card(_text(fields, "product"))
        truth = self._till.bar.truth(card.product.id)
        shown = card.available
        self.tell(
            "stock",
            product=card.product.id,
            name=_name(card),
            stock=truth.available if truth else None,
            shown=shown,
            price=card.price,
            rev=self._till.bar.revision,
        )

    async def _outbox(self, fields: Fields) -> None:
        del fields
        summary = self._till.outbox.summary()
        self.tell(
            "outbox",
            waiting=summary.waiting_count,
            waiting_amount=summary.waiting_amount,
            refused=summary.refused_count,
            refused_amount=summary.refused_amount,
            oldest_s=summary.oldest_s,
            rows=[
                {
                    "no": r.no,
                    "ticket": r.ticket,
                    "kind": r.kind,
                    "state": r.state,
                    "door": r.door,
                    "code": r.code,
                }
                for r in self._till.outbox.rows()
                if r.state in (State.WAITING, State.REFUSED)
            ],
        )

    async def _held(self, fields: Fields) -> None:
        del fields
        carts = [
            {
                "key": held.key,
                "lines": [{"product": line.product, "qty": line.qty} for line in held.cart.lines],
                "refused_no": held.refusal.no if held.refusal else None,
                "give_back": held.refusal.give_back if held.refusal else None,
            }
            for held in self._till.checkout.held
        ]
        self.tell("held", carts=carts)

    async def _status(self, fields: Fields) -> None:
        del fields
        self.tell("status", **self._till.status())

    async def _refresh(self, fields: Fields) -> None:
        await self._till.refresh(_seconds(fields, 10.0))
        self.tell("refreshed", rev=self._till.bar.revision)

    async def _wait(self, fields: Fields) -> None:
        """Wait until the bar is known, nothing waits in the outbox and the shown stock contains it, or time is over."""
        is_idle = await self._till.wait_idle(await self._ready(fields))
        self.tell("idle" if is_idle else "busy", waiting=self._till.outbox.summary().waiting_count)

    async def _ready(self, fields: Fields) -> float:
        """Wait until this till knows its bar, at most ``timeout`` seconds; return how many of them are left.

        Raises as ``Till.wait_ready``.
        """
        timeout_s, clock = _seconds(fields, WAIT_S), self._till.clock
        end = clock.monotonic() + timeout_s
        await self._till.wait_ready(timeout_s)
        return end - clock.monotonic()

    # --- events by themselves -------------------------------------------------------------------------------------

    def _tell_outcomes(self) -> None:
        for row in self._till.outbox.rows():
            if self._told.get(row.id) is row.state:
                continue
            self._told[row.id] = row.state  # by id: a number changes with the ledger
            if row.state in (State.DONE, State.REFUSED):
                self._tell_outcome(row)

    def _tell_outcome(self, row: Row) -> None:
        self.tell(
            "outcome",
            no=row.no,
            ticket=row.ticket,
            outcome=row.state,
            door=row.door,
            code=row.code,
            params=row.params,
            result=row.result,
        )

    def _tell_link(self) -> None:
        self.tell("link", state=self._till.link.state)

    def _tell_ready(self, topic: str = "") -> None:
        del topic
        if self._till.bar.is_ready and not self._is_ready:
            self._is_ready = True
            bar = self._till.bar.bar()
            people = [{"name": p.name, "role": p.role} for p in self._till.bar.people()]
            self.tell("ready", bar=bar.name if bar else None, people=people)

    # --- names ----------------------------------------------------------------------------------------------------

    def _member(self, name: str) -> MemberId:
        """Return the person with this id or name; where nobody's is exactly so, case and accents do not count."""
        people = self._till.bar.people()
        exact = [person.id for person in people if name in (person.id, person.name)]
        named = exact or [person.id for person in people if folded(person.name) == folded(name)]
        if not named:
            raise BadLine(f"nobody here is called {name!r}")
        if len(named) > 1:
            raise BadLine(f"several people are called {name!r}; name one by id: {', '.join(named)}")
        return named[0]

    def _card(self, product: str) -> Card:
        """Return the product with this id, barcode or exact name (« Flag » or « Flag 33 cl »)."""
        bar = self._till.bar
        card = bar.card(product) or bar.by_code(product)
        if card is not None:
            return card
        wanted = folded(product)
        named = [c for c in bar.cards() if wanted in (folded(c.product.name), folded(_name(c)))]
        if len(named) == 1:
            return bar.card(named[0].product.id) or named[0]
        if named:
            raise BadLine(f"several products are called {product!r}: {', '.join(_name(c) for c in named)}")
        raise BadLine(f"no product with this id, barcode or name: {product!r}")


def _name(card: Card) -> str:
    return f"{card.product.name} {volume_text_ml(card.product.volume_ml)}".strip()


def _payments(fields: Fields, total: int) -> tuple[Payment, ...]:
    method = fields.get("payment", "cash")
    reference = str(fields.get("reference") or "")
    if method == "cash":
        return (cash(total, _whole(fields, "tendered", total), _whole(fields, "owed", 0)),)
    if method == "mobile_money":
        return (MobileMoney(total, _text(fields, "operator"), reference),)
    if method == "card":
        return (CardPayment(total, reference),)
    raise BadLine("payment: cash, mobile_money or card")


def _parsed(line: str) -> Fields:
    try:
        fields = json.loads(line)
    except RecursionError as error:
        raise BadLine("nested too deeply") from error
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _object(value: object) -> Fields:
    if not isinstance(value, dict):
        raise BadLine("lines: each must be an object {product, qty}")
    return value


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise BadLine(f"{name}: a text is needed")
    return value


def _whole(fields: Fields, name: str, default: int) -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadLine(f"{name}: a whole number is needed")
    return value


def _seconds(fields: Fields, default: float) -> float:
    value = fields.get("timeout", default)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value <= 3600:
        raise BadLine("timeout: seconds, more than 0")
    return float(value)


def read_lines(stream: TextIO, loop: asyncio.AbstractEventLoop) -> asyncio.Queue[str | None]:
    """Return a queue that a thread of its own fills with the lines of ``stream``, then None.

    A thread, because standard input may be a pipe, a file or a terminal, on any system. It dies with the process.
    """
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        try:
            for line in stream:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)
        except RuntimeError:
            return  # the loop is closed: nobody listens any more

    threading.Thread(target=read, name="lines", daemon=True).start()
    return lines


async def run(till: Till, source: TextIO | None = None, output: TextIO | None = None) -> None:
    """Drive ``till`` by the lines of ``source`` (standard input) until ``quit`` or its end."""
    lines = read_lines(source or sys.stdin, asyncio.get_running_loop())
    await Headless(till, output or sys.stdout).run(lines)
