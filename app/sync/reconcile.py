"""The gate before every answer: is it of this server's present, and of our ledger? It uses the marks only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.sync.book import Book
from app.sync.ports import Envelope


class Reconciler:
    """Its ``reconcile`` is a ``Reconcile``; one object for the whole till."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._turn = asyncio.Lock()

    def on_new_epoch(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Await ``callback`` when the epoch or the ledger is another, whoever noticed it: drop every base, in memory
        and on disk. It must not wait for an answer of the server, which would wait for this gate.
        """
        self._book.on_reset(callback)

    async def reconcile(self, envelope: Envelope) -> bool:
        """Return whether the answer may be used. Raises DeviceFailed when a rewind cannot be written down.

        An answer for another ledger means that the server does not count with ours now: it will be opened again.
        One that knows numbers which we never gave means that ours is an old copy: a new ledger begins.
        """
        async with self._turn:
            book = self._book
            if envelope.ledger != book.ledger:
                book.unregister()
                return False
            if envelope.epoch in book.past_epochs:
                return False
            if envelope.epoch != book.epoch:
                await book.rewind(envelope)
                if (envelope.ledger, envelope.epoch) != (book.ledger, book.epoch):
                    return False  # while it waited for the disk, another ledger took the place of this one
            if envelope.applied >= book.next_no:
                await book.open_new_ledger("copied")
                return False
            book.saw(envelope)
            return True
