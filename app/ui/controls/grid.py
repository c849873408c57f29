"""The grid of products. Every finger is its own tap; a drag scrolls and taps nothing; the mouse is one more finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.ui.controls.buttons import DRAG_MM
from app.ui.controls.glide import Glide
from app.ui.controls.paint import fill
from app.ui.controls.scroll_mark import ScrollMark
from app.ui.controls.tiles import GAP_MM, TILE_HEIGHT_MM, TILE_WIDTH_MM, TileDelegate
from app.ui.rows import CardRow, Index, RowsModel
from app.ui.theme import HOLD_MS, Theme

_MOUSE = -1
ARROWS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


@dataclass(slots=True)
class _Finger:
    """Where a finger came down and was last, and the product it will tap; None once it drags."""

    start: QPointF
    last: QPointF
    product: str | None
    is_drag: bool = False


@dataclass(slots=True)
class _Foreseen:
    """What a tile says while a finger is on it, what it will say after the tap, and the picture of that."""

    now: CardRow
    then: CardRow
    picture: QPixmap


class ProductGrid(QListView):
    """Shows ``CardRow`` tiles. ``tapped`` gives a product's id; ``returned`` the one under the keyboard's focus.

    ``held`` gives the one that a finger stayed on, or that Shift + Enter asks for: it is not tapped then. ``touched``
    gives the one that a finger came down on, once its tile looks pressed: what it may show next can be made ready.
    """

    drags_itself = True
    tapped = Signal(str)
    touched = Signal(str)
    held = Signal(str)
    returned = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: RowsModel[CardRow] = RowsModel(
            attrgetter("id"), lambda row: row.name, lambda row: row.accessible, self
        )
        self._columns = 1
        self._fingers: dict[int, _Finger] = {}
        self._tapping = ""
        self._foreseen: _Foreseen | None = None
        self._at_once: tuple[QRect, QPixmap] | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._stayed)
        self._holder: int | None = None
        self._pressed = QTimer(self)  # without an interval: it comes after the frame that was asked for
        self._pressed.setSingleShot(True)
        self._pressed.timeout.connect(self._tell_touched)
        self.setObjectName("products")
        self.setModel(self.rows)
        self.tile = TileDelegate(theme, self)
        self.setItemDelegate(self.tile)
        self._wrap()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        port = self.viewport()
        port.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind a tile is painted with it
        port.ungrabGesture(Qt.GestureType.PanGesture)  # Qt scrolls by two fingers: here they are two taps
        self.glide = Glide(self.verticalScrollBar(), theme)
        self._scroller: int | None = None
        ScrollMark(theme, self)
        theme.changed.connect(self._arrange)

    def _wrap(self) -> None:
        """Lay tiles of one size out line by line: a third of the work of Qt's icons, which could be moved."""
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)

    def tap_point(self, product: str) -> QPoint:
        """Return the middle of a product's tile in the viewport, scrolled to. Raises KeyError when it is not shown."""
        index = self.rows.index_of(product)
        if not index.isValid():
            raise KeyError(product)
        self.scrollTo(index)
        gap = self.theme.mm(GAP_MM)
        return self.visualRect(index).adjusted(0, 0, -gap, -gap).center()

    def card_of(self, product: str) -> CardRow | None:
        """Return what a product's tile shows; None when it has none here."""
        return self.rows.row(self.rows.index_of(product))

    def middle_of(self, product: str) -> QPoint | None:
        """Return the middle of a product's tile in the viewport as it stands; None when it cannot be seen."""
        box = self.visualRect(self.rows.index_of(product)) & self.viewport().rect()
        return None if box.isEmpty() else box.center()

    def tile_size(self) -> QSize:
        """Return the size of a tile without its gap, in pixels."""
        gap = self.theme.mm(GAP_MM)
        return self.tile.cell - QSize(gap, gap)

    def show_changed(self, rows: Sequence[CardRow]) -> None:
        """Show ``rows`` in the next frame, and the tile that is being tapped in one of its own, unless it was."""
        self.rows.replace(rows)
        tapped = next((row for row in rows if row.id == self._tapping), None)
        if tapped is not None and (self._foreseen is None or tapped != self._foreseen.then):
            self.viewport().repaint(self.visualRect(self.rows.index_of(tapped.id)))

    # fingers

    def _product_at(self, place: QPointF) -> str | None:
        index = self.indexAt(place.toPoint())
        row = self.rows.row(index)
        if row is None:
            return None
        gap = self.theme.mm(GAP_MM)
        return row.id if self.visualRect(index).adjusted(0, 0, -gap, -gap).contains(place.toPoint()) else None

    def _put_down(self, finger: int, place: QPointF) -> None:
        """A finger on running content only holds it; on still content it is about to tap."""
        was_running = self.glide.is_running
        self.glide.stop()
        self._fingers[finger] = _Finger(place, place, None if was_running else self._product_at(place))
        self._holder = finger
        self._hold.start()
        self._pressed.start()
        self._show_down()

    def _tell_touched(self) -> None:
        for product in tuple(self.tile.down):
            self.touched.emit(product)

    def make_ready(self, row: CardRow | None) -> None:
        """Paint what a tile may show next, while nothing else is to do; it is shown when the tile says just that."""
        now = self.card_of(row.id) if row is not None else None
        if row is not None and now is not None:
            has_focus = self.hasFocus() and self.currentIndex() == self.rows.index_of(row.id)
            picture = self.tile.ready(row, False, has_focus, self.viewport().devicePixelRatioF())
            self._foreseen = _Foreseen(now, row, picture)

    def _tap(self, product: str) -> None:
        """Show what the tile will say, ask for it, and take it back when it did not come true."""
        index = self.rows.index_of(product)
        now = self.rows.row(index)
        foreseen, box = self._foreseen, self.visualRect(index)
        if foreseen is None or foreseen.now is not now:
            self._foreseen = foreseen = None
        else:
            self._at_once = (box, foreseen.picture)
            self.viewport().repaint(box)
            self._at_once = None
        self._tapping = product
        self.tapped.emit(product)
        self._tapping, self._foreseen = "", None
        if foreseen is not None and self.card_of(product) != foreseen.then:
            self.viewport().update(box)

    def _stayed(self) -> None:
        """The finger that came down last has not moved or left: that is more than a tap, and no tap."""
        held = self._fingers.get(self._holder) if self._holder is not None else None
        if held is not None and held.product is not None:
            product, held.product = held.product, None
            self._show_down()
            self.held.emit(product)

    def _move(self, finger: int, place: QPointF) -> None:
        held = self._fingers.get(finger)
        if held is None:
            return
        if not held.is_drag and (place - held.start).manhattanLength() > self.theme.mm(DRAG_MM):
            held.is_drag, held.product = True, None
            self._scroller = finger if self._scroller is None else self._scroller
            self._show_down()
        if self._scroller == finger:
            self.glide.drag(place.y() - held.last.y())
        held.last = place

    def _lift(self, finger: int, place: QPointF) -> None:
        self._move(finger, place)
        held = self._fingers.pop(finger, None)
        if self._holder == finger:
            self._hold.stop()
        if self._scroller == finger:
            self._scroller = None
            self.glide.let_go()
        self._show_down()
        if held and held.product and self.rows.index_of(held.product).isValid():
            self._tap(held.product)

    def _let_go(self) -> None:
        self._fingers.clear()
        self._hold.stop()
        self._scroller = None
        self._show_down()

    def _show_down(self) -> None:
        """Repaint the tiles that came under a finger or left it, in the next frame."""
        down = {finger.product for finger in self._fingers.values() if finger.product}
        changed, self.tile.down = down ^ self.tile.down, down
        for product in changed:
            self.update(self.rows.index_of(product))

    def _touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._let_go()
            return
        for point in event.points():
            match point.state():
                case QEventPoint.State.Pressed:
                    self._put_down(point.id(), point.position())
                case QEventPoint.State.Updated:
                    self._move(point.id(), point.position())
                case QEventPoint.State.Released:
                    self._lift(point.id(), point.position())
                case _:
                    pass
        if event.type() == QEvent.Type.TouchEnd:
            self._let_go()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._put_down(_MOUSE, event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second of two quick clicks for a tap of its own."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(_MOUSE, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift(_MOUSE, event.position())

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.rows.row(self.currentIndex())
        if row and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.held if is_more else self.returned).emit(row.id)
        elif row and event.key() == Qt.Key.Key_Space:
            self.tapped.emit(row.id)
        elif event.key() in ARROWS:
            super().keyPressEvent(event)
        else:
            event.ignore()  # digits and shortcuts are the page's

    # painting and geometry

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint the tiles that say something else; Qt's list would lay all of them out anew, though of one size."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._at_once is not None and self._at_once[0] == event.rect():
            painter.drawPixmap(self._at_once[0].topLeft(), self._at_once[1])
            painter.end()
            return
        fill(painter, QRectF(event.rect()), QColor(self.theme.palette.ground))
        self._copy_tiles(painter, event.rect())
        painter.end()

    def _copy_tiles(self, painter: QPainter, area: QRect) -> None:
        """Paint the tiles of an area. Qt's own way asks and answers twenty times as much for each."""
        first = self.visualRect(self.rows.index(0, 0))  # it lays out what is new
        wide, high, columns = self.tile.cell.width(), self.tile.cell.height(), self._columns
        focused = self.currentIndex().row() if self.hasFocus() else -1
        ratio = painter.device().devicePixelRatio()
        begin = max(0, (area.top() - first.y()) // high) * columns
        end = ((area.bottom() - first.y()) // high + 1) * columns
        for place, row in enumerate(self.rows.between(begin, max(0, end)), begin):
            left, top = first.x() + place % columns * wide, first.y() + place // columns * high
            if left <= area.right() and left + wide > area.left():
                picture = self.tile.ready(row, row.id in self.tile.down, place == focused, ratio)
                painter.drawPixmap(left, top, picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        """Fill the width with whole tiles; the gap after the last one holds the scroll mark.

        Qt wraps a row that is as wide as the viewport to the pixel, hence the one less. With tiles of another size the
        one at the top stays there.
        """
        gap = self.theme.mm(GAP_MM)
        wide = self.viewport().width()
        columns = self._columns = max(1, wide // (self.theme.mm(TILE_WIDTH_MM) + gap))
        cell = QSize(max(1, (wide - 1) // columns), self.theme.mm(TILE_HEIGHT_MM) + gap)
        self.tile.set_cell(cell, columns * (self.viewport().height() // cell.height() + 2))
        first = QModelIndex()
        if cell != self.gridSize() and self.verticalScrollBar().value():
            first = self.indexAt(QPoint(gap, gap))
        self.setGridSize(cell)
        self.verticalScrollBar().setSingleStep(cell.height() // 3)
        if first.isValid():
            self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtTop)
