"""How long an answer is fresh, and how long it is kept, per kind of read; in seconds. One table (mission part M6)."""

from __future__ import annotations

from app.domain.frozen import frozen

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@frozen
class Freshness:
    stale_s: float
    keep_s: float


FRESHNESS: dict[str, Freshness] = {
    "stock": Freshness(5 * MINUTE, 24 * HOUR),
    "catalog": Freshness(30 * MINUTE, 24 * HOUR),
    "team": Freshness(30 * MINUTE, 14 * DAY),
    "settings": Freshness(24 * HOUR, 7 * DAY),
    **dict.fromkeys(
        ("sales", "returns", "consignments", "discrepancies", "supplies", "notifications", "change"),
        Freshness(5 * MINUTE, 24 * HOUR),
    ),
    **dict.fromkeys(("dashboard", "trend", "top_products"), Freshness(2 * MINUTE, 24 * HOUR)),
    **dict.fromkeys(("product_stats", "my_bars"), Freshness(HOUR, 24 * HOUR)),
    **dict.fromkeys(("sale", "ticket"), Freshness(15.0, 24 * HOUR)),
}
"""``team`` is kept as long as people may sign in without the server. What hangs on one sale is of several topics, so no
revision tells that it has moved: a sale is read again soon.
"""
