"""Every read of this till, as one table: key, how to fetch it, decode it, and project own commands on it.

key             read          live    what it holds
("stock",)      stock_since   yes     product → Stock; only what changed since the base's revision
("catalog",)    catalog       no      categories and products
("team",)       team          no      the bar's people
("settings",)   settings      no      the bar and its settings
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.sync.base import Base
from app.sync.ports import Answer, Gateway, JsonObject, Key
from app.sync.query import QuerySpec
from app.till import codec
from app.till.freshness import FRESHNESS
from app.till.projections import STOCK_AFTER, stock_after, unchanged

STOCK: Key = ("stock",)
CATALOG: Key = ("catalog",)
TEAM: Key = ("team",)
SETTINGS: Key = ("settings",)
BOOTSTRAP: tuple[Key, ...] = (SETTINGS, TEAM, CATALOG, STOCK)
"""What one bootstrap brings; each part is under the key's first word in its rows."""

READ_TIMEOUT_S = 10.0


async def _fetch_stock(gateway: Gateway, key: Key, base: Base | None) -> Answer:
    del key
    params: JsonObject = {"rev": base.rev, "epoch": base.epoch} if base else {"rev": None, "epoch": None}
    return await gateway.read("stock_since", params, timeout_s=READ_TIMEOUT_S)


def _fetch(name: str) -> Callable[[Gateway, Key, Base | None], Awaitable[Answer]]:
    async def fetch(gateway: Gateway, key: Key, base: Base | None) -> Answer:
        del key, base
        return await gateway.read(name, {}, timeout_s=READ_TIMEOUT_S)

    return fetch


def specs() -> tuple[QuerySpec, ...]:
    """Return the table, for the cache."""
    return (
        QuerySpec(
            family="stock",
            fetch=_fetch_stock,
            decode=codec.stocks,
            merge=codec.merged_stocks,
            project=stock_after,
            kinds=frozenset(STOCK_AFTER),
            stale_s=FRESHNESS["stock"].stale_s,
            keep_s=FRESHNESS["stock"].keep_s,
            is_private=False,
            snapshot_version=1,
            topic="stock",
        ),
        *(
            QuerySpec(
                family=family,
                fetch=_fetch(family),
                decode=decode,
                merge=None,
                project=unchanged,
                kinds=frozenset(),
                stale_s=FRESHNESS[family].stale_s,
                keep_s=FRESHNESS[family].keep_s,
                is_private=False,
                snapshot_version=1,
                topic=family,
            )
            for family, decode in (
                ("catalog", codec.catalog),
                ("team", codec.people),
                ("settings", codec.settings),
            )
        ),
    )
