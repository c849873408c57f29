"""The carts of a till, in memory and on disk in step: typing, held, refused and the last round.

Writes happen in the background, one at a time, always of the newest state; selling waits for its turn among them, so
that a late write can never bring a sold cart back. A cart that cannot be written is tried again with the next change.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import DeviceFailed
from app.domain.ids import MemberId, SaleId, is_same_order, new_id, restamped
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Command, JsonObject, Row, Spawn, State
from app.till.cart_store import (
    CURRENT,
    HELD,
    REFUSED,
    HeldCart,
    Round,
    Typing,
    held_from_json,
    held_to_json,
    round_from_json,
    round_to_json,
    typing_from_json,
    typing_to_json,
)
from app.till.refused import is_handed_back, refused_cart, replacements

log = logging.getLogger(__name__)

LAST_ROUND = "last_round"


class Carts:
    """Owns every cart. Listeners are told of each sale that the server refused, as the held cart that it became, and
    (None) of held carts that somebody has dealt with elsewhere.
    """

    def __init__(
        self, outbox: Outbox, clock: Clock, spawn: Spawn, name_of: Callable[[MemberId | None], str]
    ) -> None:
        """``name_of`` gives the first name of a member, an empty one for who is not known."""
        self._outbox = outbox
        self._clock = clock
        self._spawn = spawn
        self._name_of = name_of
        self._turn = asyncio.Lock()
        self._to_write: dict[str, HeldCart] = {}
        self._to_drop: set[str] = set()
        self._is_typing_unwritten = False
        self._is_writing = False
        self._held: dict[str, HeldCart] = {}
        self._selling: list[Typing] = []
        self._listeners: list[Callable[[HeldCart | None], None]] = []
        self.typing = Typing()
        self.last_round: Round | None = None

    @property
    def held(self) -> tuple[HeldCart, ...]:
        """The held carts, oldest first."""
        return tuple(sorted(self._held.values(), key=lambda held: (held.at, held.key)))

    def listen(self, callback: Callable[[HeldCart | None], None]) -> None:
        self._listeners.append(callback)

    async def restore(self) -> None:
        """Read the carts back at start, then hold every refused sale. An unreadable draft is left alone."""
        try:
            for key, body in (await self._outbox.drafts()).items():
                self._read(key, body)
            kept = await self._outbox.get_note(LAST_ROUND)
            self.last_round = round_from_json(kept) if kept else None
        except ValueError:
            log.warning("some carts cannot be read; they stay in the ledger")
        self._leave_copies()
        for no, by in replacements(self._outbox.rows()).items():
            await self._settle(no, by)
        self._outbox.listen(self.take_refusals)
        self.take_refusals()

    async def take_over(self) -> None:
        """Hold the carts that a copy has brought; what is being typed here stays."""
        typed, is_free = self.typing, not (self._selling or self._is_typing_unwritten)
        for key, body in (await self._outbox.drafts()).items():
            if key not in self._held:
                self._read(key, body)
        brought, self.typing = self.typing, typed
        if is_free and typed == Typing() != brought:
            self._put_aside(brought, brought.name or self._name_of(brought.owner))
            self._is_typing_unwritten = True
        self._leave_copies()
        self._tell(None)

    def _read(self, key: str, body: JsonObject) -> None:
        try:
            if key == CURRENT:
                self.typing = typing_from_json(body)
            elif key.startswith(HELD):
                self._held[key] = held_from_json(key, body)
        except ValueError:
            log.warning("a kept cart cannot be read; it stays in the ledger under %s", key)

    def _leave_copies(self) -> None:
        """Drop held carts that were recalled or sold just before a crash: their draft had not gone yet."""
        sales = (row.body.get("sale") for row in self._outbox.open_rows())
        taken_up = [self.typing.cart.sale, *(SaleId(sale) for sale in sales if isinstance(sale, str))]
        for key, held in tuple(self._held.items()):
            if held.refusal is None and any(is_same_order(held.cart.sale, sale) for sale in taken_up):
                self.drop(key)

    def type(self, typing: Typing) -> None:
        is_other = typing.supersedes != self.typing.supersedes
        self.typing = typing
        self._is_typing_unwritten = True
        self._write_soon()
        if is_other:
            self._hold_refused(is_news=False)

    def hold(self, name: str) -> None:
        self._put_aside(self.typing, name or self.typing.name)
        self.type(Typing())

    def _put_aside(self, typing: Typing, name: str) -> None:
        now = self._clock.wall()
        row = self._refused_row(typing)
        # What replaces a refused sale stays that when it is put aside: one cart, one refusal.
        was = refused_cart(f"{REFUSED}{row.no}", row) if row else None
        key, refusal = (was.key, was.refusal) if was else (f"{HELD}{new_id(now)}", None)
        held = HeldCart(key, name, typing.cart, typing.seller, now, refusal, typing.owner, typing.parts)
        self._keep(held)

    def recall(self, key: str, owner: MemberId | None) -> None:
        """Make a held cart the one that ``owner`` is typing; what was being typed is held. KeyError: none has it.

        Its sale will be one of now: in the day's list it stands where it is paid, not where it was put aside.
        """
        held = self._held[key]
        if not self.typing.cart.is_empty:
            self.hold("")
        supersedes, cart = held.refusal.no if held.refusal else None, held.cart
        if cart.sale is not None and supersedes is None:
            cart = replace(cart, sale=restamped(cart.sale, self._clock.wall()))
        self.drop(key)
        name = "" if held.refusal else held.name
        self.type(Typing(cart, held.seller, supersedes, name, owner, held.parts))

    def drop(self, key: str) -> None:
        self._held.pop(key, None)
        self._to_write.pop(key, None)
        self._to_drop.add(key)
        self._write_soon()

    async def forget(self, key: str) -> None:
        """Drop a held cart for good; a refused one is settled in the outbox. Raises DeviceFailed; then it is held."""
        held = self._held.get(key)
        if held is not None and held.refusal is not None:
            await self._outbox.settle(held.refusal.no, "forgotten")
        if key in self._held:
            self.drop(key)

    def begin_sale(self) -> Typing:
        """Take the cart being typed, which the next one follows at once; give it to ``sell``."""
        sold = self.typing
        self._selling.append(sold)
        self.typing = Typing()
        return sold

    async def sell(self, sold: Typing, command: Command) -> Row:
        """Append ``command`` and end the draft of the cart ``sold``, in one transaction.

        When it cannot be appended, the cart is back, or held if another was begun meanwhile. Raises DeviceFailed when
        the disk says no, ValueError for a body that is no JSON. A caller that goes away ends only a wait for the turn.
        """
        is_appending = False
        try:
            async with self._turn:
                is_appending = True
                row = await self._outbox.append(command, draft=CURRENT)
        except BaseException as error:
            self._selling.remove(sold)
            if not (is_appending and isinstance(error, asyncio.CancelledError)):
                self._give_back(sold)
            self._write_soon()
            raise
        self._selling.remove(sold)
        # The transaction took the draft away, perhaps that of the next cart already.
        self._is_typing_unwritten = self.typing != Typing()
        self._write_soon()
        self.last_round = Round(replace(sold.cart, sale=None), sold.seller)
        self._spawn(self._tidy_after(sold, row), "after a sale")
        return row

    def _give_back(self, sold: Typing) -> None:
        if self.typing.cart.is_empty:
            self.type(sold)
        else:
            self._put_aside(sold, sold.name)

    async def _tidy_after(self, sold: Typing, row: Row) -> None:
        refused = self._refused_row(sold)
        if refused is not None:
            await self._settle(refused.no, row.no)
        try:
            await self._outbox.set_note(LAST_ROUND, round_to_json(Round(sold.cart, sold.seller)))
        except DeviceFailed as error:
            log.warning("the last round is not kept: %s", error.code)

    async def _settle(self, no: int, by: int) -> None:
        """Take a refused sale that was sold anew off the list; what cannot be written is tried at the next start."""
        try:
            await self._outbox.settle(no, f"corrected by {by}")
        except DeviceFailed as error:
            log.warning("refused sale %s is still open: %s", no, error.code)

    def take_refusals(self) -> None:
        """Hold each sale that the server refused and nobody has dealt with yet; let go of what is dealt with."""
        self._hold_refused(is_news=True)

    def _hold_refused(self, *, is_news: bool) -> None:
        rows = self._outbox.rows()
        taken_up = {one.cart.sale for one in (self.typing, *self._selling) if one.supersedes is not None}
        replaced = replacements(rows)
        open_rows = {
            f"{REFUSED}{row.no}": row
            for row in rows
            if is_handed_back(row) and row.no not in replaced and row.body.get("sale") not in taken_up
        }
        self._let_go(open_rows, {row.no for row in rows})
        for key, row in open_rows.items():
            if key not in self._held and (held := refused_cart(key, row)) is not None:
                self._keep(held)
                if is_news:
                    self._tell(held)

    def _let_go(self, open_rows: dict[str, Row], numbers: set[int]) -> None:
        """Drop the held carts whose refusal is over. What a broken ledger has lost is still shown to a person."""
        sales = {row.body.get("sale") for row in open_rows.values()}
        before = len(self._held)
        for key, held in tuple(self._held.items()):
            if held.refusal is None:
                continue
            row = open_rows.get(key)
            is_open = row is not None and row.body.get("sale") == held.cart.sale
            is_lost = held.refusal.no not in numbers and held.cart.sale not in sales
            if not (is_open or is_lost):
                self.drop(key)
        if len(self._held) < before:
            self._tell(None)

    def _tell(self, refused: HeldCart | None) -> None:
        for listener in tuple(self._listeners):
            listener(refused)

    def _refused_row(self, typing: Typing) -> Row | None:
        """Return the refused sale that ``typing`` replaces: its number may have changed, its sale has not."""
        if typing.supersedes is None:
            return None
        refused = (row for row in self._outbox.rows() if row.state is State.REFUSED)
        return next((row for row in refused if row.body.get("sale") == typing.cart.sale), None)

    def _keep(self, held: HeldCart) -> None:
        self._held[held.key] = self._to_write[held.key] = held
        self._to_drop.discard(held.key)
        self._write_soon()

    # --- on disk --------------------------------------------------------------------------------------------------

    def _write_soon(self) -> None:
        if self._has_work and not self._is_writing:
            self._is_writing = True
            self._spawn(self._write(), "keep the carts")

    async def flush(self) -> None:
        """Write what is not on disk yet."""
        await self._write()

    @property
    def _has_work(self) -> bool:
        """Whether something can be written now: while a sale is appended, its cart's draft is left to that."""
        return bool(self._to_write) or (
            not self._selling and (self._is_typing_unwritten or bool(self._to_drop))
        )

    async def _write(self) -> None:
        try:
            while self._has_work:
                async with self._turn:
                    await self._write_held()
                    await self._write_typing()
                    await self._drop_drafts()
        except DeviceFailed as error:
            # The sale itself fails loudly; a draft that cannot be kept must not stop the typing.
            log.warning("the cart is not kept: %s %s", error.code, error.params)
        finally:
            self._is_writing = False

    # Held carts first, then the typed one, and drafts are taken away last: a crash copies a cart, never loses one.

    async def _write_held(self) -> None:
        for key, held in tuple(self._to_write.items()):
            await self._outbox.put_draft(key, held_to_json(held))
            if self._to_write.get(key) is held:
                del self._to_write[key]

    async def _write_typing(self) -> None:
        typing = self.typing
        if self._selling or not self._is_typing_unwritten:
            return
        if typing == Typing():
            await self._outbox.delete_draft(CURRENT)
        else:
            await self._outbox.put_draft(CURRENT, typing_to_json(typing))
        self._is_typing_unwritten = self.typing is not typing

    async def _drop_drafts(self) -> None:
        for key in tuple(self._to_drop):
            if self._selling or self._is_typing_unwritten:
                return
            await self._outbox.delete_draft(key)
            self._to_drop.discard(key)
