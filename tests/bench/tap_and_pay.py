"""B5: from the finger's lift to the painted tile, and from « Espèces » to a durable « Vendu ».

The limits are a window of Qt alone that paints one colour over as much as the till paints anew, and the same row in a
table of SQLite alone.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QRegion

from app.domain.sale import exact_cash
from app.drivers.ledger.beside import MarkFile
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
    """Seconds of each tap, of each payment, and of what they are held against.

    ``down``: from the touch to the pressed tile; ``tap``: from the lift to the tile with its new count; ``cart``: from
    the lift to the cart; ``disk``: from « Espèces » to the sale on disk; ``pay``: to the moment « Vendu » may be said.
    """

    down: list[float] = field(default_factory=list)
    tap: list[float] = field(default_factory=list)
    bare_tap: list[float] = field(default_factory=list)
    cart: list[float] = field(default_factory=list)
    bare_cart: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)
    pay: list[float] = field(default_factory=list)
    bare_commit: list[float] = field(default_factory=list)


def main() -> None:
    rounds = [Times() for _ in range(ROUNDS + 1)]
    shares: dict[str, float] = {}
    with workspace() as folder, served_bar(folder, products=300) as bar:
        with_screen(folder / "till", bar.place, lambda screen: _measure(screen, folder, rounds, shares))
    del rounds[0]  # it made the pictures and the plans
    end_with(rounds, shares)


def end_with(rounds: Sequence[Times], shares: dict[str, float]) -> None:
    pairs = (
        ("down", "bare_tap"),
        ("tap", "bare_tap"),
        ("cart", "bare_cart"),
        ("disk", "bare_commit"),
        ("pay", "bare_commit"),
    )
    ratio = {
        ours: ratios(
            [_p50(getattr(one, ours)) for one in rounds], [_p50(getattr(one, limit)) for one in rounds]
        )
        for ours, limit in pairs
    }
    end(
        [
            goal("tap → tile painted / a bare widget", ratio["tap"]["median"], most=1.5),
            goal("pay → on disk / a bare commit", ratio["disk"]["median"], most=1.5),
        ],
        ratios_of_p50=ratio,
        painted_share_of_window=shares,
        **{
            f"{name}_ms": latency_ms([x for one in rounds for x in getattr(one, name)])
            for name in Times.__dataclass_fields__
        },
    )


@contextmanager
def _on_disk() -> Iterator[list[float]]:
    """Give the moments at which a transaction is on disk, read on the ledger's own thread: its mark is written next."""
    moments: list[float] = []
    write = MarkFile.write

    def watched(*asked: Any, **options: Any) -> None:
        moments.append(time.perf_counter())
        write(*asked, **options)

    MarkFile.write = watched  # type: ignore[method-assign]
    try:
        yield moments
    finally:
        MarkFile.write = write  # type: ignore[method-assign]


def _share(area: QRegion) -> float:
    """Return how much of the window an area is, 0 to 1."""
    return round(sum(rect.width() * rect.height() for rect in rects_of(area)) / (SIZE[0] * SIZE[1]), 3)


def _p50(times: Sequence[float]) -> float:
    return percentile(times, 0.5)


async def _measure(screen: Screen, folder: Path, rounds: Sequence[Times], shares: dict[str, float]) -> None:
    till = screen.till
    products = [card.product.id for card in till.bar.cards()[:12]]
    await screen.rest()
    first, whole = await screen.painted_by_tap(products[0])
    shares.update(tap=_share(first), cart=_share(whole))
    screen.counter.sale.clear()
    bare = BareWidget(first)
    bare.resize(*SIZE)
    bare.show()
    bare_watch, table = PaintWatch(bare), BareTable(folder / "bare.sqlite3")
    await screen.rest()
    for one in rounds:
        for number in range(SALES):
            for tap in range(TAPS):
                down, lifted, cart = await screen.tap(products[(number * TAPS + tap) % len(products)])
                one.down.append(down)
                one.tap.append(lifted)
                one.cart.append(cart)
                for area, times in ((first, one.bare_tap), (whole, one.bare_cart)):
                    bare.area = area
                    click(bare, Press, QPoint(5, 5))
                    times.append(await bare_watch.after(lambda: click(bare, Release, QPoint(5, 5))))
                    await screen.rest()
            with _on_disk() as disk:
                began = time.perf_counter()
                sold = await till.checkout.pay(exact_cash(till.checkout.cart.total))
                one.pay.append(time.perf_counter() - began)
            one.disk.append(disk[0] - began)
            row = await till.sender.wait_outcome(sold.no, 10.0, until_judged=True)
            await screen.rest()
            began = time.perf_counter()
            table.insert(record_of(row))
            one.bare_commit.append(time.perf_counter() - began)
    bare.hide()
    table.close()


if __name__ == "__main__":
    main()
