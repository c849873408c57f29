"""B8: search as it is typed, categories and what the server tells, in a bar of 5,000 products; against one frame.

Typing and categories: from the letter (or the tap) to the painted tiles. What the server tells: 50 tiles a second, one
message each, and all in one message. A frame is lost by work, so the work of the window's thread is what is held
against it: what other programs do to the clock at that moment is left out; the clock's times stand beside it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from pathlib import Path

from app.domain.catalog import Card
from app.sync.base import FeedMessage
from app.till.queries import STOCK
from app.ui.screens.sale import SaleScreen
from app.ui.view_models.cards import ALL
from tests.bench._figures import ROUNDS, end, goal, latency_ms, percentile, spread
from tests.bench._place import Bar, opened_till, served_bar, sign_in_for_later, workspace
from tests.bench._window import Screen, with_screen

PRODUCTS, TILES = 5_000, 50
FRAME_MS = 16.0
WORDS = ("produit 4", "12", "0815", "33 cl 77", "xyz")
"""What is typed, letter by letter, and rubbed out at once."""
SECONDS = 3
"""For how long the server tells of 50 tiles a second, in each round."""


@dataclass(slots=True)
class Times:
    """Seconds: ``typed`` from a letter, ``cleared`` from the cross, ``category`` from the tap to the painted tiles, by
    the clock. ``…_work``: the processor's in the window's thread for it. ``one_work`` and ``many_work``: the same for a
    message about one tile or 50, ``second_work`` for 50 messages.
    """

    typed: list[float] = field(default_factory=list)
    cleared: list[float] = field(default_factory=list)
    category: list[float] = field(default_factory=list)
    typed_work: list[float] = field(default_factory=list)
    cleared_work: list[float] = field(default_factory=list)
    category_work: list[float] = field(default_factory=list)
    one_work: list[float] = field(default_factory=list)
    many_work: list[float] = field(default_factory=list)
    second_work: list[float] = field(default_factory=list)


def main() -> None:
    rounds = [Times() for _ in range(ROUNDS + 1)]
    with workspace() as folder, served_bar(folder, products=PRODUCTS) as bar:
        asyncio.run(_get_to_know(folder / "till", bar))
        bar.postgres.stop()  # what it would tell is said in its place
        with_screen(folder / "till", bar.place, lambda screen: _measure(screen, rounds), is_online=False)
    del rounds[0]  # it made the pictures of the tiles
    names = Times.__dataclass_fields__
    p50 = {name: spread([percentile(getattr(one, name), 0.5) * 1000 for one in rounds], 1) for name in names}
    all_of = {name: [x for one in rounds for x in getattr(one, name)] for name in names}
    end(
        [
            goal(f"{what}, work, p50 ms", p50[name]["median"], most=FRAME_MS)
            for name, what in (
                ("typed_work", "a letter typed → tiles painted"),
                ("cleared_work", "the search cleared → all tiles painted"),
                ("category_work", "a category → tiles painted"),
                ("one_work", "a message about one tile → painted"),
                ("many_work", "a message about 50 tiles → painted"),
            )
        ],
        p50_ms_of_rounds=p50,
        **{f"{name}_ms": latency_ms(times) for name, times in all_of.items()},
    )


async def _get_to_know(profile: Path, bar: Bar) -> None:
    async with opened_till(profile, bar.place) as till:
        await sign_in_for_later(till, bar)


def _page(screen: Screen) -> SaleScreen:
    page = screen.counter.window.page
    assert isinstance(page, SaleScreen)
    return page


async def _measure(screen: Screen, rounds: Sequence[Times]) -> None:
    await screen.rest()
    messages = _messages(screen, _in_sight(screen))
    for one in rounds:
        await _type(screen, one)
        await _choose(screen, one)
        await _tell(screen, one, messages)


async def _type(screen: Screen, one: Times) -> None:
    field_ = _page(screen).search
    for word in WORDS:
        for letter in word:
            await _last_frame(screen, partial(field_.insert, letter), one.typed, one.typed_work)
        await _last_frame(screen, field_.clear, one.cleared, one.cleared_work)


async def _choose(screen: Screen, one: Times) -> None:
    keys = [row.id for row in screen.counter.sale.categories if row.id != ALL]
    for key in (*keys, ALL):
        choose = partial(_page(screen).rail.chosen.emit, key)
        await _last_frame(screen, choose, one.category, one.category_work)


async def _last_frame(
    screen: Screen, act: Callable[[], object], times: list[float], work: list[float]
) -> None:
    """Do something and note the seconds until the last frame that came of it, and those of this thread's processor."""
    began, spent = time.perf_counter(), time.thread_time()
    await screen.watch.after(act)
    await screen.rest()
    work.append(time.thread_time() - spent)
    times.append(screen.watch.painted_at - began)


async def _tell(screen: Screen, one: Times, messages: Iterator[FeedMessage]) -> None:
    live, all_at_once = screen.till.live, screen.till.bar.cards()[:TILES]
    assert live is not None
    for _ in range(SECONDS):
        spent = [await _work(screen, partial(live.told, next(messages))) for _ in range(TILES)]
        one.one_work += spent
        one.second_work.append(sum(spent))
        one.many_work.append(await _work(screen, partial(live.told, _joined(all_at_once, next(messages)))))


async def _work(screen: Screen, act: Callable[[], object]) -> float:
    """Do something and return the seconds of this thread's processor until it is painted."""
    began = time.thread_time()
    await screen.watch.after(act)
    return time.thread_time() - began


def _in_sight(screen: Screen) -> list[Card]:
    """Return the products whose tiles are on the screen."""
    area = screen.grid.viewport().rect()
    cards = screen.till.bar.cards()[:TILES]
    rects = [screen.grid.visualRect(screen.grid.rows.index_of(card.product.id)) for card in cards]
    return [card for card, rect in zip(cards, rects, strict=True) if area.intersects(rect)]


def _messages(screen: Screen, cards: Sequence[Card]) -> Iterator[FeedMessage]:
    """Yield what the server would tell: one product after the other has one piece less."""
    base = screen.till.cache.base(STOCK)
    assert base is not None
    rev, left = base.rev, 900
    for card in cycle(cards):
        left = left - 1 if left > 100 else 900
        row = {"stock": left, "reserved": 0, "price": card.price, "active": True, "rev": rev + 1}
        yield FeedMessage(base.epoch, rev, rev + 1, ({"id": card.product.id, **row},))
        rev += 1


def _joined(cards: Sequence[Card], said: FeedMessage) -> FeedMessage:
    """Return a message that says of all these products that as much is left; each has its own price."""
    rows = tuple({**said.rows[0], "id": card.product.id, "price": card.price} for card in cards)
    return replace(said, rows=rows)


if __name__ == "__main__":
    main()
