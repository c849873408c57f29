"""The products that this till keeps under « Favoris »: a person stars them, and none moves by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.domain.errors import DeviceFailed
from app.domain.ids import ProductId
from app.sync.ports import Spawn
from app.till.ports import Notes

log = logging.getLogger(__name__)

NOTE = "favourites"


class Favourites:
    """``products`` in the order in which they were starred. Kept in the ledger, in the background."""

    def __init__(self, notes: Notes, spawn: Spawn) -> None:
        self._notes = notes
        self._spawn = spawn
        self._listeners: list[Callable[[], None]] = []
        self.products: tuple[ProductId, ...] = ()

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    async def restore(self) -> None:
        """Read them back at start; what cannot be read is none."""
        try:
            kept = await self._notes.get_note(NOTE)
        except ValueError:
            log.warning("the favourites cannot be read")
            return
        products = (kept or {}).get("products")
        if isinstance(products, (list, tuple)):
            self._put(tuple(ProductId(x) for x in products if isinstance(x, str)))

    def toggle(self, product: str) -> None:
        """Star a product, after those that are there, or take its star away."""
        known = ProductId(product)
        rest = tuple(x for x in self.products if x != known)
        self._put(rest if known in self.products else (*rest, known))
        self._spawn(self._keep(), "keep the favourites")

    def _put(self, products: tuple[ProductId, ...]) -> None:
        self.products = products
        for listener in tuple(self._listeners):
            listener()

    async def _keep(self) -> None:
        try:
            await self._notes.set_note(NOTE, {"products": list(self.products)})
        except DeviceFailed as error:
            log.warning("the favourites are not kept: %s", error.code)
