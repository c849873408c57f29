"""B5: from the finger's lift to the painted tile, and from « Espèces » to a durable « Vendu »."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint

from app.domain.sale import exact_cash
from tests.bench._figures import ROUNDS, end, goal, latency_ms, percentile, ratios
from tests.bench._limits import BareTable, record_of
from tests.bench._place import served_bar, workspace
from tests.bench._window import (
    SIZE,
    BareWidget,
    PaintWatch,
    Press,
    Release,
    Screen,
    click,
    rects_of,
    with_screen,
)

SALES, TAPS = 40, 3
"""Sales of a round, and taps of each."""


@dataclass(slots=True)
class Times:
    """Seconds of each tap, of each payment, and of what they are held against."""

    tap: list[float] = field(default_factory=list)
    bare_tap: list[float] = field(default_factory=list)
    pay: list[float] = field(default_factory=list)
    bare_commit: list[float] = field(default_factory=list)


def main() -> None:
    rounds = [Times() for _ in range(ROUNDS + 1)]
    painted: list[float] = []
    with workspace() as folder, served_bar(folder, products=300) as bar:
        with_screen(folder / "till", bar.place, lambda screen: _measure(screen, folder, rounds, painted))
    del rounds[0]  # it made the pictures and the plans
    end_with(rounds, painted[0])


def end_with(rounds: Sequence[Times], share: float) -> None:
    tap = ratios([_p50(one.tap) for one in rounds], [_p50(one.bare_tap) for one in rounds])
    pay = ratios([_p50(one.pay) for one in rounds], [_p50(one.bare_commit) for one in rounds])
    end(
        [
            goal("tap → painted / a bare widget", tap["median"], most=1.5),
            goal("pay → on disk / a bare commit", pay["median"], most=1.5),
        ],
        tap_ratio_of_p50=tap,
        pay_ratio_of_p50=pay,
        painted_share_of_window=round(share, 3),
        **{
            f"{name}_ms": latency_ms([x for one in rounds for x in getattr(one, name)])
            for name in Times.__dataclass_fields__
        },
    )


def _p50(times: Sequence[float]) -> float:
    return percentile(times, 0.5)


async def _measure(screen: Screen, folder: Path, rounds: Sequence[Times], painted: list[float]) -> None:
    till = screen.till
    products = [card.product.id for card in till.bar.cards()[:12]]
    await screen.rest()
    area = await screen.painted_by_tap(products[0])
    painted.append(sum(rect.width() * rect.height() for rect in rects_of(area)) / (SIZE[0] * SIZE[1]))
    screen.counter.sale.clear()
    bare = BareWidget(area)
    bare.resize(*SIZE)
    bare.show()
    bare_watch, table = PaintWatch(bare), BareTable(folder / "bare.sqlite3")
    await screen.rest()
    for one in rounds:
        for number in range(SALES):
            for tap in range(TAPS):
                one.tap.append(await screen.tap(products[(number * TAPS + tap) % len(products)]))
                await screen.rest()
                click(bare, Press, QPoint(5, 5))
                one.bare_tap.append(await bare_watch.after(lambda: click(bare, Release, QPoint(5, 5))))
            began = time.perf_counter()
            sold = await till.checkout.pay(exact_cash(till.checkout.cart.total))
            one.pay.append(time.perf_counter() - began)
            row = await till.sender.wait_outcome(sold.no, 10.0, until_judged=True)
            await screen.rest()
            began = time.perf_counter()
            table.insert(record_of(row))
            one.bare_commit.append(time.perf_counter() - began)
    bare.hide()
    table.close()


if __name__ == "__main__":
    main()
