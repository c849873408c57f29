"""The till's real window for measures, drawn into memory, and the moment at which what changed has been painted."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from app import build
from app.cli.window import Wishes, _show
from app.till.place import Place
from app.till.till import Till
from app.ui.app import make_application, run
from app.ui.controls.grid import ProductGrid
from app.ui.i18n import Language
from app.ui.tasks import Tasks
from app.ui.theme import BODY, Look, Theme, load_fonts
from app.ui.windows.counter import Counter
from tests.bench._place import PIN, SELLER, until_ready

SIZE = (1366, 768)
PATIENCE_S = 10.0
Press, Release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease


class PaintWatch(QObject):
    """Knows when a window has painted: the request for a frame is answered here, and the clock read right after."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._is_inside = False
        self._painted = asyncio.Event()
        self.painted_at = 0.0
        self.frames = 0
        self.first: Callable[[], QRegion] | None = None
        self.kept: QRegion | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or event.type() != QEvent.Type.UpdateRequest or self._is_inside:
            return False
        self._is_inside = True
        QCoreApplication.sendEvent(watched, event)
        self._is_inside = False
        self.painted_at = time.perf_counter()
        self.frames += 1
        if self.first is not None:
            self.kept, self.first = self.first(), None
        self._painted.set()
        return True

    async def after(self, act: Callable[[], object]) -> float:
        """Do something and return the seconds until the next frame was painted."""
        self._painted.clear()
        began = time.perf_counter()
        act()
        async with asyncio.timeout(PATIENCE_S):
            await self._painted.wait()
        return self.painted_at - began


class Painted(QObject):
    """Collects which part of a window is painted, while it is the application's filter."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QPaintEvent)
            and isinstance(watched, QWidget)
            and watched.window() is self._window
        ):
            self.region += event.region().translated(watched.mapTo(self._window, QPoint(0, 0)))
        return False


class BareWidget(QWidget):
    """The limit: a window of Qt alone that paints one colour over ``area`` when a button is released on it."""

    def __init__(self, area: QRegion) -> None:
        super().__init__()
        self.area = area
        self._colors = [QColor(30, 30, 30), QColor(60, 60, 60)]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._colors.reverse()
        self.update(self.area)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for rect in rects_of(event.region()):
            painter.fillRect(rect, self._colors[0])
        painter.end()


def rects_of(region: QRegion) -> list[QRect]:
    """Return the rectangles of a region."""
    rects: list[QRect] = list(region)  # type: ignore[call-overload]  # it can be iterated; the stubs do not say so
    return rects


class Screen:
    """A till with its window, signed in, the tiles on screen."""

    def __init__(self, till: Till, counter: Counter) -> None:
        self.till = till
        self.counter = counter
        self.watch = PaintWatch(counter.window)
        grid = counter.window.page.findChild(ProductGrid)
        assert grid is not None
        self.grid = grid

    async def tap(self, product: str) -> tuple[float, float, float]:
        """Tap a tile; return the seconds from the finger's touch to the pressed tile, and from its lift to the tile and
        to the last frame that came of it, the cart's.
        """
        place = self.grid.tap_point(product)
        pressed = await self.watch.after(lambda: click(self.grid.viewport(), Press, place))
        await self.rest()
        began = time.perf_counter()
        lifted = await self.watch.after(lambda: click(self.grid.viewport(), Release, place))
        await self.rest()
        return pressed, lifted, self.watch.painted_at - began

    async def rest(self) -> None:
        """Wait until the cart is on disk and everything that was asked for has been painted."""
        await self.till.carts.flush()
        frames = -1
        while frames != self.watch.frames:
            frames = self.watch.frames
            for _ in range(20):
                await asyncio.sleep(0)

    async def painted_by_tap(self, product: str) -> tuple[QRegion, QRegion]:
        """Return which part of the window a tap paints anew: in the first frame, and in all."""
        painted = Painted(self.counter.window)
        place = self.grid.tap_point(product)
        await self.watch.after(lambda: click(self.grid.viewport(), Press, place))
        await self.rest()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(painted)
        self.watch.first = lambda: QRegion(painted.region)
        await self.watch.after(lambda: click(self.grid.viewport(), Release, place))
        await self.rest()
        app.removeEventFilter(painted)
        first = self.watch.kept
        assert first is not None
        assert first.contains(self.tile(product)), "the first frame is not the tile's"
        return first, painted.region

    def tile(self, product: str) -> QRect:
        """Return where a product's tile is in the window, without the gap around it."""
        index = self.grid.rows.index_of(product)
        box = QRect(self.grid.visualRect(index).topLeft(), self.grid.tile_size())
        return box.translated(self.grid.viewport().mapTo(self.counter.window, QPoint(0, 0)))


def click(widget: QWidget, kind: QEvent.Type, place: QPoint) -> None:
    """Press or release the left button on a widget."""
    buttons = Qt.MouseButton.LeftButton if kind is Press else Qt.MouseButton.NoButton
    there = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(
        kind, QPointF(place), there, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def with_screen(
    profile: Path,
    place: Place,
    story: Callable[[Screen], Coroutine[object, object, None]],
    *,
    is_online: bool = True,
) -> None:
    """Open the till and its window as ``bartender till`` does, sign the seller in, and run ``story``."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    load_fonts()
    language = Language(app)
    language.use("fr")
    theme = Theme(Look("night"))
    app.setFont(theme.font(BODY))

    async def whole() -> int:
        tasks = Tasks()
        till = await build.open_till(profile, place, tasks.spawn)
        counter = Counter(till, tasks, theme, language)
        try:
            await till.start()
            _show(counter, theme, Wishes(size=SIZE, dpi=100.0))
            if is_online:
                await until_ready(till)
            member = till.bar.person_named(SELLER)
            assert member is not None
            await till.session.sign_in(member, PIN)
            counter.window.show_page("sale")
            await story(Screen(till, counter))
        finally:
            counter.close()
            await tasks.close()
            await till.close()
            language.drop()
        return 0

    run(app, whole)
