"""An outage of hours: tapping and paying with 1,000 sales waiting in the outbox, beside an empty one."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app import places
from app.domain.cart import Line
from app.domain.sale import exact_cash
from tests.bench._figures import end, goal, latency_ms, percentile
from tests.bench._orders import order
from tests.bench._place import Bar, opened_till, served_bar, sign_in_for_later, workspace
from tests.bench._window import Screen, with_screen

WAITING = 1_000
BARS = (300, 5_000)
SALES, TAPS = 30, 3


@dataclass(slots=True)
class Times:
    """Seconds of each tap, of each payment, and from each payment until nothing was left to do for it."""

    tap: list[float] = field(default_factory=list)
    pay: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)


def main() -> None:
    figures: dict[str, object] = {}
    goals = []
    for products in BARS:
        with workspace() as folder, served_bar(folder, products) as bar:
            times = _measure(folder / "till", bar)
        for waiting, one in times.items():
            figures[f"{products} products, {waiting} waiting"] = {
                name: latency_ms(getattr(one, name)) for name in Times.__dataclass_fields__
            }
        for name in ("tap", "pay"):
            empty, full = (percentile(getattr(times[count], name), 0.5) for count in (0, WAITING))
            what = f"{products} products: {name} with {WAITING} sales waiting / with none"
            goals.append(goal(what, round(full / empty, 2), most=1.5))
    end(goals, **figures)


def _measure(profile: Path, bar: Bar) -> dict[int, Times]:
    """Return the times offline, with an empty outbox (but for what is sold here) and with a full one."""
    products = asyncio.run(_get_to_know(profile, bar))
    bar.postgres.stop()
    times = {0: Times(), WAITING: Times()}
    for waiting, one in times.items():
        asyncio.run(_queue(profile, bar, products, waiting))
        with_screen(profile, bar.place, partial(_sell, one), is_online=False)
    return times


async def _get_to_know(profile: Path, bar: Bar) -> list[Line]:
    """Let the till read the bar and the seller sign in with the server, as on any day before."""
    async with opened_till(profile, bar.place) as till:
        await sign_in_for_later(till, bar)
        return [
            Line(card.product.id, card.product.name, 330, card.price or 0, 1) for card in till.bar.cards()
        ]


async def _queue(profile: Path, bar: Bar, products: list[Line], count: int) -> None:
    outbox = await places.open_outbox(profile, bar.place.till_code)
    draw = random.Random(4)
    for _ in range(count):
        await outbox.append(order(draw, products, bar.member))
    await outbox.close()


async def _sell(times: Times, screen: Screen) -> None:
    till = screen.till
    shown = [card.product.id for card in till.bar.cards()[:12]]
    for number in range(SALES + 3):
        taps = []
        for tap in range(TAPS):
            await screen.rest()
            taps.append((await screen.tap(shown[(number * TAPS + tap) % len(shown)]))[-1])
        await screen.rest()
        began = time.perf_counter()
        await till.checkout.pay(exact_cash(till.checkout.cart.total))
        paid = time.perf_counter()
        await screen.rest()
        if number >= 3:  # the first ones make pictures and plans
            times.tap += taps
            times.pay.append(paid - began)
            times.settled.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
