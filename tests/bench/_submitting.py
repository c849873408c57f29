"""``api.submit`` beside the plain function, in turns, announced and not, on a server with a million sales."""

from collections.abc import Sequence

from app.server.provision import Connection
from tests.bench._figures import ROUNDS, Figure, goal, latency_ms, ratios, spread
from tests.bench._million import million_sales
from tests.bench._selling import Rate, Seller, open_sellers, sell

SECONDS = 2.0
Way = tuple[str, bool]
WAYS: Sequence[Way] = (("plain", True), ("submit", True), ("plain", False), ("submit", False))
"""What sells, and whether each sale is announced."""


async def compare(bars: int, connections: Sequence[int]) -> dict[str, object]:
    """Return the figures for each number of connections, the ratio with announcements first."""
    async with million_sales() as (owner, till_url):
        sellers = await open_sellers(owner, till_url, bars, max(connections))
        figures: dict[str, object] = {}
        for count in connections:
            figures[f"{count} connections"] = await _compare(owner, sellers[:count])
        faults = await owner.fetchval(
            "select count(*) from (select from jobs.check_stock() union all select from jobs.check_sums()) x"
        )
        figures["books"] = "sound" if faults == 0 else f"{faults} faults"
        for seller in sellers:
            await seller.connection.close()
        return figures


async def _compare(owner: Connection, sellers: Sequence[Seller]) -> dict[str, object]:
    rates: dict[Way, list[Rate]] = {way: [] for way in WAYS}
    for kind, tells in WAYS:
        await _turn(owner, sellers, kind, tells=tells)  # warms plans and pages
    for number in range(ROUNDS):
        for way in WAYS if number % 2 == 0 else WAYS[::-1]:
            rates[way].append(await _turn(owner, sellers, way[0], tells=way[1]))
            says, rate = ("announced" if way[1] else "silent"), rates[way][-1].per_s
            print(f"  {len(sellers)} connections, {way[0]}, {says}: {rate:.0f}/s")
    return {
        "ratio": _ratio(rates, tells=True),
        "ratio_silent": _ratio(rates, tells=False),
        **{
            f"{kind}{'' if tells else '_silent'}": {
                "per_s": spread([rate.per_s for rate in rates[kind, tells]], 0),
                "ms": latency_ms([one for rate in rates[kind, tells] for one in rate.latencies_s]),
            }
            for kind, tells in WAYS
        },
    }


def _ratio(rates: dict[Way, list[Rate]], *, tells: bool) -> Figure:
    return ratios(
        [rate.per_s for rate in rates["submit", tells]], [rate.per_s for rate in rates["plain", tells]]
    )


async def _turn(owner: Connection, sellers: Sequence[Seller], kind: str, *, tells: bool) -> Rate:
    await owner.execute("update data.site set feed = $1", "notify" if tells else "none")
    return await sell(sellers, kind, SECONDS, tells=tells)


def goals_of(figures: dict[str, object]) -> list[dict[str, object]]:
    """Return the verdict on what ``compare`` found."""
    goals = []
    for name, one in figures.items():
        if isinstance(one, dict):
            goals.append(goal(f"{name}: submit / plain", one["ratio"]["median"], least=0.6))
            goals.append(
                goal(f"{name}: submit / plain, no announcements", one["ratio_silent"]["median"], least=0.6)
            )
    return goals
