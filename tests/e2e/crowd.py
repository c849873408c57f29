"""A crowd of real tills in one process, on one small bar with a last bottle: each as ``app.build`` makes it."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from app import build
from app.domain.roles import Role
from app.domain.sale import exact_cash
from app.server import provision
from app.sync.ports import Row
from app.till.place import Place
from app.till.queries import STOCK
from app.till.till import Till
from tests.fixtures_postgres import Database

SELLER, PIN = "Afi", "2580"
PATIENCE_S = 100.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """``rev_before``: the bar's revision at which every till shows one bottle."""

    tills: tuple[Till, ...]
    product: str
    name: str
    rev_before: int

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, database: Database, folder: Path, size: int) -> AsyncIterator[Crowd]:
        """Provision the bar and its tills, open them all, and sign the seller in on each."""
        product, places = await _provision(database, size)
        background = build.Background()
        tills: list[Till] = []
        try:
            for place in places:
                till = await build.open_till(folder / place.till_code, place, background.spawn)
                tills.append(till)  # at once: what is open has to be closed
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*(_ready(till, product) for till in tills))
            yield cls(tuple(tills), product, "Flag", tills[0].bar.revision)
        finally:
            await background.close()
            for till in tills:
                await till.close()

    async def sell_at_once(self) -> list[Row]:
        """Let every till sell the bottle; returns how each sale was judged, in the order of the tills."""
        async with asyncio.timeout(PATIENCE_S):
            return await asyncio.gather(*(self._sell(till) for till in self.tills))

    async def _sell(self, till: Till) -> Row:
        till.checkout.tap(self.product)
        sold = await till.checkout.pay(exact_cash(till.checkout.cart.total))
        return await till.sender.wait_outcome(sold.no, PATIENCE_S, until_judged=True)


async def _provision(database: Database, size: int) -> tuple[str, list[Place]]:
    db = await asyncpg.connect(database.superuser_url)
    try:
        bar = await provision.create_bar(db, provision.NewBar("Chez Tonton"))
        # Fifty tills in one process are slow: a sale that is not judged in time would be served.
        await db.execute("update data.bars set counter_deadline_ms = 10000")
        await provision.add_member(db, bar, SELLER, Role.SELLER, PIN)
        category, product = str(uuid.uuid4()), str(uuid.uuid4())
        await db.execute("select logic.add_category($1, $2, 'Bières', 'beer', 'amber', 1)", bar, category)
        await db.execute("select logic.add_product($1, $2, $3, 'Flag', 330, 500, 1)", bar, product, category)
        places = []
        for number in range(1, size + 1):
            token, code = provision.new_token(), f"C{number}"
            await provision.create_till(db, bar, code, f"Caisse {number}", token=token)
            places.append(Place(database.till_url, token, code, code, bar))
        return product, places
    finally:
        await db.close()


async def _ready(till: Till, product: str) -> None:
    # The guests of this bar are patient: nobody is served before the server has answered, however slow the machine.
    till.sender.counter_deadline_s = PATIENCE_S
    await till.start()
    told = asyncio.Event()
    stop_listening = till.bar.listen(lambda _: told.set())
    while not till.bar.is_ready or till.cache.base(STOCK) is None:
        await told.wait()
        told.clear()
    stop_listening()
    member = till.bar.person_named(SELLER)
    assert member is not None
    await till.session.sign_in(member, PIN)
    card = till.bar.card(product)
    assert card is not None
    assert card.available == 1
