"""A list to choose from: virtual, scrolled by a finger, walked by the arrows. The one that is open is marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.controls.buttons import RESTS_S
from app.ui.controls.layout import scroll_by_finger
from app.ui.controls.paint import LEFT, RIGHT, card, smooth, width_of, write
from app.ui.controls.tags import line_height, paint_tags, tags_width, that_fit
from app.ui.icons import paint_icon
from app.ui.rows import Index, ListRow, RowsModel
from app.ui.theme import BODY, BOLD, CAPTION, LABEL, MEDIUM, SEMIBOLD, SMALL, Theme, blend

ROW_MM = 16.0
_LEAD_MM = 24.0
_OFF = 0.55
_BOX_MM = 6.4


class RowDelegate(QStyledItemDelegate):
    """Paints ``ListRow``s. ``chosen`` is the key of the one that is open."""

    def __init__(self, theme: Theme, parent: QObject, lead_mm: float) -> None:
        super().__init__(parent)
        self._theme, self._lead_mm = theme, lead_mm
        self.chosen = ""
        self.is_dim = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.mm(60), self._theme.mm(ROW_MM))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, RowsModel) else None
        if not isinstance(row, ListRow):
            return
        painter.save()
        smooth(painter)
        state: QStyle.StateFlag = option.state
        box = QRectF(option.rect)
        self._ground(painter, row, box, has_focus=bool(state & QStyle.StateFlag.State_HasFocus))
        painter.setOpacity(_OFF if self.is_dim else 1.0)
        inner = box.adjusted(self._theme.mm(3), 0, -self._theme.mm(3), 0)
        if row.is_ticked is not None:
            inner.setLeft(self._box(painter, inner, is_ticked=row.is_ticked))
        self._words(painter, row, inner)
        painter.restore()

    def _ground(self, painter: QPainter, row: ListRow, box: QRectF, *, has_focus: bool) -> None:
        theme, p = self._theme, self._theme.palette
        hair = theme.hair()
        if row.key == self.chosen or row.is_ticked:
            ground = blend(QColor(p.accent), QColor(p.ground), 0.12)
            card(painter, box.adjusted(0, hair, 0, -hair), theme.mm(2.6), ground)
            bar = QRectF(box.x(), box.y() + box.height() * 0.22, theme.mm(0.9), box.height() * 0.56)
            card(painter, bar, bar.width() / 2, QColor(p.accent))
        painter.fillRect(QRectF(box.x(), box.bottom() - hair, box.width(), hair), QColor(p.line))
        if has_focus:
            edge = QColor(p.text)
            card(painter, box.adjusted(hair, hair, -hair, -hair), theme.mm(2.6), None, edge, theme.hair(0.5))

    def _box(self, painter: QPainter, row: QRectF, *, is_ticked: bool) -> float:
        """Paint the box of a row that can be ticked, and return where its words begin."""
        theme, p, side = self._theme, self._theme.palette, float(self._theme.mm(_BOX_MM))
        box = QRectF(row.x(), row.center().y() - side / 2, side, side)
        ground, edge = (p.accent, p.accent_edge) if is_ticked else (p.raised, p.edge)
        card(painter, box, theme.mm(1.4), QColor(ground), QColor(edge), theme.hair(0.4))
        if is_ticked:
            give = side * 0.14
            paint_icon(painter, "check", box.adjusted(give, give, -give, -give), QColor(p.accent_ink))
        return box.right() + theme.mm(3)

    def _words(self, painter: QPainter, row: ListRow, box: QRectF) -> None:
        theme, p = self._theme, self._theme.palette
        strong, small, caption = theme.font(BODY, SEMIBOLD), theme.font(SMALL, MEDIUM), theme.font(CAPTION)
        amount = theme.font(LABEL, BOLD)
        line, low = line_height(amount), line_height(small)
        middle, gap = box.center().y(), theme.mm(2.4)
        top, deep = middle - (line + low) / 2, middle - line / 2
        ink, muted = (QColor(p.faint),) * 2 if row.is_over else (QColor(p.text), QColor(p.muted))
        lead = float(theme.mm(self._lead_mm))
        y = top if row.under else deep
        write(painter, QRectF(box.x(), y, lead, line), row.lead, strong, ink, LEFT)
        write(painter, QRectF(box.x(), top + line, lead, low), row.under, caption, muted, LEFT)
        wide = width_of(row.amount, amount) + 1 if row.amount else 0.0
        y = top if row.tags else deep
        write(painter, QRectF(box.right() - wide, y, wide, line), row.amount, amount, ink, RIGHT)
        left = box.x() + lead + gap
        room = box.right() - gap - left
        shown = that_fit(theme, row.tags, room + gap)
        tags = tags_width(theme, shown)
        y = top + line + low / 2 if row.amount else middle
        paint_tags(painter, theme, QPointF(box.right(), y), shown)
        y = top if row.detail else deep
        beside = wide if row.amount else tags
        write(painter, QRectF(left, y, room - beside, line), row.title, strong, ink, LEFT)
        write(painter, QRectF(left, top + line, room - tags, low), row.detail, small, muted, LEFT)


class RowList(QListView):
    """Shows ``ListRow``s. ``tapped`` gives the key of the row that a finger, Enter or Space chose."""

    tapped = Signal(str)
    rests_s = RESTS_S
    """So long a second tap on a row is the second half of a double tap (``SecondTap``): nobody means a tick twice."""

    def __init__(self, theme: Theme, name: str, *, lead_mm: float = _LEAD_MM) -> None:
        super().__init__()
        self.theme = theme
        self.rows: RowsModel[ListRow] = RowsModel(
            lambda row: row.key, lambda row: row.title, lambda row: row.accessible, self
        )
        self.lead_mm = lead_mm
        self._paint = RowDelegate(theme, self, lead_mm)
        self.setObjectName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._paint)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll_by_finger(self)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        self.clicked.connect(self._choose)

    def say(self, name: str) -> None:
        """Name the list for reading aloud."""
        self.setAccessibleName(name)

    def show_rows(self, rows: Sequence[ListRow], chosen: str = "", *, is_dim: bool = False) -> None:
        """Show ``rows``, the chosen one marked; ``is_dim``: they are of the page before, until the asked one comes."""
        self.rows.reset(rows)
        if (chosen, is_dim) != (self._paint.chosen, self._paint.is_dim):
            self._paint.chosen, self._paint.is_dim = chosen, is_dim
            self.viewport().update()

    def part_at(self, place: QPointF) -> str:
        """Return the key of the row at a place of the screen, empty beside them."""
        row = self.rows.row(self.indexAt(self.viewport().mapFromGlobal(place).toPoint()))
        return row.key if row is not None else ""

    def tap_point(self, key: str) -> QPointF:
        """Return the middle of a row in the viewport, scrolled to. Raises KeyError when it is not shown."""
        index = self.rows.index_of(key)
        if not index.isValid():
            raise KeyError(key)
        self.scrollTo(index)
        return QPointF(self.visualRect(index).center())

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if row is not None:
            self.tapped.emit(row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the page's

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin the walk at the first row."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        super().focusInEvent(event)
