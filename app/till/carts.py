"""The carts of a till, in memory and on disk in step: typing, held, refused and the last round.

Writes happen in the background, one at a time, always of the newest state; selling waits for its turn among them, so
that a late write can never bring a sold cart back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from app.domain.cart import Cart
from app.domain.errors import DeviceFailed
from app.domain.ids import new_id
from app.domain.sale import line_from_json
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Command, Json, Row, Spawn, State
from app.till.cart_store import (
    CURRENT,
    HELD,
    REFUSED,
    HeldCart,
    Refusal,
    Typing,
    held_from_json,
    held_to_json,
    typing_from_json,
    typing_to_json,
)
from app.till.codec import cart_from_json, cart_to_json
from app.till.projections import RECORD_SALE

log = logging.getLogger(__name__)

LAST_ROUND = "last_round"


class Carts:
    """Owns every cart. ``listen`` tells of each sale that the server refused, as the held cart that it became."""

    def __init__(self, outbox: Outbox, clock: Clock, spawn: Spawn) -> None:
        self._outbox = outbox
        self._clock = clock
        self._spawn = spawn
        self._turn = asyncio.Lock()
        self._unwritten: dict[str, HeldCart | None] = {}
        self._is_typing_unwritten = False
        self._is_writing = False
        self._held: dict[str, HeldCart] = {}
        self._listeners: list[Callable[[HeldCart], None]] = []
        self.typing = Typing()
        self.last_round: Cart | None = None

    @property
    def held(self) -> tuple[HeldCart, ...]:
        """The held carts, oldest first."""
        return tuple(sorted(self._held.values(), key=lambda held: (held.at, held.key)))

    def listen(self, callback: Callable[[HeldCart], None]) -> None:
        self._listeners.append(callback)

    async def restore(self) -> None:
        """Read the carts back at start, then hold every refused sale. An unreadable draft is left alone."""
        for key, body in (await self._outbox.drafts()).items():
            try:
                if key == CURRENT:
                    self.typing = typing_from_json(body)
                elif key.startswith(HELD):
                    self._held[key] = held_from_json(key, body)
            except (ValueError, KeyError, TypeError):
                log.warning("a kept cart cannot be read; it stays in the ledger under %s", key)
        kept = await self._outbox.get_note(LAST_ROUND)
        if kept is not None:
            self.last_round = cart_from_json(kept)
        self._outbox.listen(self.take_refusals)
        self.take_refusals()

    def type(self, typing: Typing) -> None:
        self.typing = typing
        self._is_typing_unwritten = True
        self._write_soon()

    def hold(self, name: str) -> None:
        now, typing = self._clock.wall(), self.typing
        was = self._refused(typing.supersedes)
        # What replaces a refused sale stays that when it is put aside: one cart, one refusal.
        key, refusal = (was.key, was.refusal) if was else (f"{HELD}{new_id(now)}", None)
        self._keep(HeldCart(key, name, typing.cart, typing.seller, now, refusal))
        self.type(Typing())

    def recall(self, key: str) -> None:
        held = self._held[key]
        if not self.typing.cart.is_empty:
            self.hold("")
        self.drop(key)
        supersedes = held.refusal.no if held.refusal else None
        self.type(Typing(held.cart, held.seller, supersedes))

    def drop(self, key: str) -> HeldCart | None:
        held = self._held.pop(key, None)
        self._unwritten[key] = None
        self._write_soon()
        return held

    async def sell(self, command: Command) -> Row:
        """Append ``command`` and end the cart being typed, in one transaction. The next cart begins at once.

        Raises DeviceFailed; then the cart is back, or held if another was begun meanwhile.
        """
        sold = self.typing
        self.typing = Typing()
        try:
            async with self._turn:
                row = await self._outbox.append(command, draft=CURRENT)
        except DeviceFailed:
            if self.typing.cart.is_empty:
                self.typing = sold
            else:
                now = self._clock.wall()
                self._keep(HeldCart(f"{HELD}{new_id(now)}", "", sold.cart, sold.seller, now))
            raise
        self.last_round = replace(sold.cart, sale=None)
        self._spawn(self._keep_last_round(sold.cart), "keep the last round")
        return row

    def take_refusals(self) -> None:
        """Make a held cart of each sale that the server refused and nobody has dealt with yet; drop what is dealt with."""
        rows = self._outbox.rows()
        replaced = {row.body.get("supersedes") for row in rows} | {self.typing.supersedes}
        for row in rows:
            if row.kind != RECORD_SALE:
                continue
            key = f"{REFUSED}{row.no}"
            is_open = row.state is State.REFUSED and row.no not in replaced
            if not is_open and key in self._held:
                self.drop(key)
            elif is_open and key not in self._held and (held := refused_cart(key, row)) is not None:
                self._keep(held)
                for listener in tuple(self._listeners):
                    listener(held)

    def _refused(self, no: int | None) -> HeldCart | None:
        """Return the cart that the refused sale ``no`` was."""
        row = None if no is None else self._outbox.row(no)
        return refused_cart(f"{REFUSED}{no}", row) if row and row.state is State.REFUSED else None

    def _keep(self, held: HeldCart) -> None:
        self._held[held.key] = held
        self._unwritten[held.key] = held
        self._write_soon()

    async def _keep_last_round(self, cart: Cart) -> None:
        try:
            await self._outbox.set_note(LAST_ROUND, cart_to_json(cart))
        except DeviceFailed as error:
            log.warning("the last round is not kept: %s", error.code)

    def _write_soon(self) -> None:
        if not self._is_writing:
            self._is_writing = True
            self._spawn(self._write(), "keep the carts")

    async def flush(self) -> None:
        """Write what is not on disk yet."""
        await self._write()

    async def _write(self) -> None:
        try:
            while self._is_typing_unwritten or self._unwritten:
                async with self._turn:
                    await self._write_once()
        except DeviceFailed as error:
            # The sale itself fails loudly; a draft that cannot be kept must not stop the typing.
            log.warning("the cart is not kept: %s %s", error.code, error.params)
        finally:
            self._is_writing = False

    async def _write_once(self) -> None:
        if self._is_typing_unwritten:
            self._is_typing_unwritten = False
            if self.typing == Typing():
                await self._outbox.delete_draft(CURRENT)
            else:
                await self._outbox.put_draft(CURRENT, typing_to_json(self.typing))
        while self._unwritten:
            key, held = self._unwritten.popitem()
            if held is None:
                await self._outbox.delete_draft(key)
            else:
                await self._outbox.put_draft(key, held_to_json(held))


def refused_cart(key: str, row: Row) -> HeldCart | None:
    """Return the cart that a refused sale was, with why; None when its body cannot be read."""
    try:
        lines = tuple(line_from_json(dict(part)) for part in _objects(row.body.get("lines")))
        give_back = sum(_paid(part) for part in _objects(row.body.get("payments")))
        cart = cart_from_json({**cart_to_json(Cart(None, lines)), "sale": row.body.get("sale")})
    except (ValueError, KeyError, TypeError):
        log.warning("refused sale %s cannot be shown as a cart", row.no)
        return None
    refusal = Refusal(row.no, row.code or "TLINP", row.params, give_back)
    seller = row.body.get("sold_by")
    body = held_to_json(HeldCart(key, row.ticket or "", cart, None, row.appended_at, refusal))
    return held_from_json(key, {**body, "seller": seller})


def _objects(parts: Json) -> list[dict[str, Json]]:
    return (
        [dict(part) for part in parts if isinstance(part, dict)] if isinstance(parts, (list, tuple)) else []
    )


def _paid(part: dict[str, Json]) -> int:
    """What the guest gave for it and must get back: what was paid, and change that is still owed."""
    return sum(value for value in (part.get("amount"), part.get("owed")) if isinstance(value, int))
