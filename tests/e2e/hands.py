"""A person's hands and eyes at the till: the counter's window as the program makes it, tapped where a finger would.

A test is a plain function: whatever it waits for, the till's loop runs meanwhile. ``taps`` counts what fingers did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from app import build
from app.drivers.realtime import Timings
from app.sync.ports import Clock
from app.till.place import Place
from app.ui.controls.amount import AmountLabel
from app.ui.controls.grid import ProductGrid
from app.ui.controls.row_list import RowList
from app.ui.i18n import Language
from app.ui.loop import Loop
from app.ui.receipts import Typesetter
from app.ui.tasks import Tasks
from app.ui.theme import Look, Theme
from app.ui.windows.counter import Counter
from tests.ui.looking import spaced, words

T = TypeVar("T")

PATIENCE_S = 60.0
TURN_S = 0.01
SIZE = (1366, 768)


@contextmanager
def till_loop() -> Iterator[Loop]:
    """The application's loop, as the program has it; ``Hands`` run it while they wait."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    loop = Loop(app)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)


def run(loop: Loop, story: Coroutine[Any, Any, T]) -> T:
    """Run the loop until ``story`` has ended. ``run_until_complete`` lets Qt go on once more when it does not run."""
    task: asyncio.Task[T] = loop.create_task(story)
    task.add_done_callback(lambda _: loop.stop())
    loop.run_forever()
    return task.result()


class Hands:
    """One counter with its till. ``close`` ends both as closing the window does."""

    def __init__(
        self,
        loop: Loop,
        profile: Path,
        place: Place,
        language: Language,
        *,
        timings: Timings | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._loop = loop
        self.taps = 0
        self.tasks = Tasks(loop)
        profile.mkdir(parents=True, exist_ok=True)
        opened = build.open_till(
            profile, place, self.tasks.spawn, paper=Typesetter(), timings=timings, clock=clock
        )
        self.till = run(loop, opened)
        self.counter = Counter(self.till, self.tasks, Theme(Look.NIGHT, 100.0, is_still=True), language)
        self.window = self.counter.window
        self._is_open = True
        run(loop, self.till.restore())
        self.window.resize(*SIZE)
        self.window.show()
        self._in_loop(self.till.begin)
        self.until(
            lambda: self.till.bar.is_ready and all(card.stock is not None for card in self.till.bar.cards()),
            "the bar",
        )

    def close(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        self.counter.close()
        run(self._loop, self.tasks.close())
        run(self._loop, self.till.close())

    # --- waiting

    def until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something is so, while the till works."""

        async def story() -> None:
            turn = asyncio.Event()
            while not is_so():
                self._loop.call_later(TURN_S, turn.set)
                await turn.wait()
                turn.clear()

        try:
            run(self._loop, asyncio.wait_for(story(), PATIENCE_S))
        except TimeoutError:
            raise AssertionError(f"waited in vain for {what}; {self.page} says: {self.said()}") from None

    def until_live(self) -> None:
        """Wait until the till hears what other tills do."""
        self.until(lambda: self.is_live, "live news")

    def until_sold(self) -> None:
        self.until(lambda: self.page == "sold", "« Vendu »")

    def until_sent(self) -> None:
        """Wait until the server has judged everything."""
        self.until(lambda: not self.till.outbox.summary().waiting_count, "the last word of the server")

    def _in_loop(self, act: Callable[[], object]) -> None:
        """Do something as the loop's own callback, as events of Qt come in the program."""

        async def once() -> None:
            done: asyncio.Future[object] = self._loop.create_future()

            def work() -> None:
                try:
                    done.set_result(act())
                except Exception as error:  # noqa: BLE001 - told to who waits
                    done.set_exception(error)

            self._loop.call_soon(work)
            await done

        run(self._loop, once())

    # --- seeing

    @property
    def is_live(self) -> bool:
        return self.till.live is not None and self.till.live.is_live

    @property
    def page(self) -> str:
        return self.window.page.objectName()

    def said(self) -> str:
        """Return what the page says in words, as one text."""
        return " | ".join(words(self.window.page))

    def amount(self, name: str) -> str:
        """Return the amount of that name on the page."""
        found = self.window.page.findChild(AmountLabel, name)
        assert found is not None, name
        return spaced(found.text())

    def label(self, name: str) -> str:
        """Return the text of that name on the page."""
        found = self.window.page.findChild(QLabel, name)
        assert found is not None, name
        return spaced(found.text())

    def toast(self) -> str:
        return spaced(self.window.toast.text())

    @property
    def banner(self) -> str:
        return spaced(self.counter.status.banner)

    def rows(self, name: str) -> list[str]:
        """Return what the rows of a list on the page say."""
        model = self._list(name).rows
        rows = [model.row(model.index(place, 0)) for place in range(model.rowCount())]
        return [spaced(row.accessible) for row in rows if row]

    def row_key(self, name: str, part: str) -> str:
        """Return the key of the first row that says this."""
        model = self._list(name).rows
        rows = [model.row(model.index(place, 0)) for place in range(model.rowCount())]
        return next(row.key for row in rows if row and part in spaced(row.accessible))

    def names(self) -> set[str]:
        return {key.objectName() for key in self._keys()}

    def cart(self) -> dict[str, int]:
        """Return what is in the cart, by the drink's name."""
        return {line.name: line.qty for line in self.till.checkout.cart.lines}

    def tile_says(self, product: str) -> str:
        """Return what a tile of the grid says of its drink."""
        rows = self._grid().rows
        row = rows.row(rows.index_of(product))
        assert row is not None, product
        return spaced(row.accessible)

    def _keys(self, name: str = "") -> list[QPushButton]:
        found = self.window.findChildren(QPushButton, name) if name else self.window.findChildren(QPushButton)
        return [key for key in found if key.isVisible()]

    def _list(self, name: str) -> RowList:
        found = self.window.page.findChild(RowList, name)
        assert found is not None, name
        return found

    def _grid(self) -> ProductGrid:
        found = self.window.page.findChild(ProductGrid)
        assert found is not None, self.page
        return found

    def is_on(self, name: str) -> bool:
        """Tell whether the key of that name can be tapped now."""
        return any(key.isEnabled() for key in self._keys(name))

    def key_is_chosen(self, name: str) -> bool:
        """Tell whether the key of that name is the one that is chosen."""
        return any(key.isChecked() for key in self._keys(name))

    # --- doing

    def tap(self, *names: str) -> None:
        """Tap keys, one after the other, as soon as each can be."""
        for name in names:
            key = self._ready(name)
            self._touch(key, key.rect().center())

    def tap_tile(self, product: str) -> None:
        """Tap a drink on the shelf."""
        self.until(lambda: self.window.page.findChild(ProductGrid) is not None, "the shelf")
        grid = self._grid()
        self._touch(grid.viewport(), grid.tap_point(product))

    def tap_row(self, name: str, part: str) -> None:
        """Tap the first row of a list that says this, as soon as it is there."""
        self.until(lambda: any(part in row for row in self.rows(name)), f"{part} in {name}")
        found = self._list(name)
        self._touch(found.viewport(), found.tap_point(self.row_key(name, part)).toPoint())

    def tap_and(self, name: str, then: Callable[[], object]) -> None:
        """Tap a key, and do something before the till has moved."""
        key = self._ready(name)
        self.taps += 1

        def both() -> None:
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
            then()

        self._in_loop(both)

    def tap_together(self, other: Hands, name: str) -> None:
        """Tap the same key here and at another counter, both before either till has moved."""
        beside = other._ready(name)
        other.taps += 1
        self.tap_and(name, lambda: QTest.mouseClick(beside, Qt.MouseButton.LeftButton))

    def type_digits(self, digits: str) -> None:
        """Type on the keypad that is on show."""
        self.tap(*(f"key:{digit}" for digit in digits))

    def press(self, key: Qt.Key) -> None:
        """Press a key of the keyboard, at the counter that is in front."""
        self.window.activateWindow()
        self._in_loop(lambda: QTest.keyClick(self.window.focusWidget() or self.window, key))

    def sign_in(self, member: str, pin: str) -> None:
        """Touch one's name and type one's PIN."""
        self.tap(f"person:{member}")
        self.type_digits(pin)
        self.until(lambda: self.page == "sale", "the sale screen")

    def _ready(self, name: str) -> QPushButton:
        """Return the key of that name, on the glass, as soon as it can be tapped."""
        self.until(lambda: self.is_on(name), f"{name}, among {sorted(self.names())}")
        (key,) = self._keys(name)
        self._bring_into_sight(key)
        return key

    def _bring_into_sight(self, key: QWidget) -> None:
        """Scroll to a key, as a finger would."""
        above = key.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                self._in_loop(partial(above.ensureWidgetVisible, key))
            above = above.parentWidget()

    def _touch(self, widget: QWidget, point: QPoint) -> None:
        """Press and lift where a finger would: nothing may lie over it."""
        met = self.window.childAt(widget.mapTo(self.window, point))
        assert met is not None, f"{widget.objectName()} is not on the glass"
        assert met is widget or widget.isAncestorOf(met), (
            f"{met.objectName()} lies over {widget.objectName()}"
        )
        self.taps += 1
        self._in_loop(
            lambda: QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        )
