"""The lines of the cart: what, how many, how much, and the keys that change it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import DRAG_MM, RESTS_S, Kind, TouchButton
from app.ui.controls.layout import Column, Row, ScrollColumn
from app.ui.controls.paint import LEFT, RIGHT, card, name_lines, smooth, write
from app.ui.controls.scroll_mark import MARK_ROOM_MM, ScrollMark
from app.ui.rows import LineRow
from app.ui.theme import BODY, BOLD, CAPTION, GAP_MIN_MM, LABEL, MEDIUM, SEMIBOLD, SMALL, TOUCH_MIN_MM, Theme

LINE_MM = 15.0
_LEAST_MM = 14.0
_KEY_MM = TOUCH_MIN_MM
_TOTAL_MM = 20.0
_DETAIL_PT = 8.0
"""Volume and price get this small before they are cut."""
_NOTE_MM = 5.2
"""What a note adds below its line: it is read by whoever serves, whole."""


class CartLine(QWidget):
    """One product of the cart. Keys: ``less:<id>`` (a bin at 1), ``qty:<id>``, ``more:<id>``.

    A tap on its name or its note asks for its ``quantity`` as the count does: what is to be changed is what is touched.
    """

    less = Signal(str)
    more = Signal(str)
    quantity = Signal(str)

    def __init__(self, theme: Theme, row: LineRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._row, self._is_last = theme, row, False
        self._high_px = 0
        self._touched: QPoint | None = None
        self._less = self._key(Kind.QUIET, "minus")
        self._qty = self._key(Kind.BARE, "")
        self._more = self._key(Kind.QUIET, "plus")
        self._less.clicked.connect(lambda: self.less.emit(self._row.product))
        self._qty.clicked.connect(lambda: self.quantity.emit(self._row.product))
        self._more.clicked.connect(lambda: self.more.emit(self._row.product))
        whole = Column(theme, self, gap_mm=0)
        box = Row(theme, gap_mm=GAP_MIN_MM)
        whole.addLayout(box, 1)
        self._strip = QWidget()
        whole.addWidget(self._strip)
        box.addStretch(1)
        for key in (self._less, self._qty, self._more):
            box.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        self._space = QWidget()
        box.addWidget(self._space)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)
        self._dress()
        self.begin(row)

    def _key(self, kind: Kind, icon: str) -> TouchButton:
        key = TouchButton(self._theme, "", kind, icon=icon, size_mm=(_KEY_MM, _KEY_MM), points=LABEL)
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key.rests_s = 0
        return key

    def show_row(self, row: LineRow, *, is_last: bool) -> None:
        """Show the line; ``is_last`` marks the one that digits and Enter change."""
        if (row, is_last) != (self._row, self._is_last):
            self._show(row, is_last=is_last)

    def stand(self, high_px: int) -> None:
        """Be this high, in pixels: the lines of a cart share the room so that none is cut."""
        self._high_px = high_px
        self._dress()

    def begin(self, row: LineRow) -> None:
        """Become the line of the row's product."""
        self._name(row.product)
        self._show(row, is_last=False)

    def count_point(self) -> QPoint:
        """Return the middle of the count."""
        return self._qty.geometry().center()

    def put_away(self) -> None:
        """Leave the screen until a product needs a line again; a finger that is still on it taps nothing."""
        for key in (self._less, self._qty, self._more):
            key.let_go()
        self.hide()
        self._name("")

    def _name(self, product: str) -> None:
        self.setObjectName(f"line:{product}" if product else "")
        for name, key in (("less", self._less), ("qty", self._qty), ("more", self._more)):
            key.setObjectName(f"{name}:{product}" if product else "")

    def _show(self, row: LineRow, *, is_last: bool) -> None:
        had_note, self._row, self._is_last = bool(self._row.note), row, is_last
        if had_note != bool(row.note):
            self._dress()
        self._less.show_icon("trash" if row.qty == 1 else "minus")
        # Two pieces fewer are two taps; the second half of a double tap takes no line away.
        self._less.rests_s = RESTS_S if row.qty == 1 else 0
        said = (f"{row.qty} {row.full_name}", row.detail, row.note, row.total_text)
        self.setAccessibleName(", ".join(part for part in said if part))
        self._retranslate()
        self.update()

    def _retranslate(self) -> None:
        name = self._row.full_name
        less = self.tr("Remove {name}") if self._row.qty == 1 else self.tr("One {name} less")
        self._less.say("", accessible=less.format(name=name))
        self._more.say("", accessible=self.tr("One {name} more").format(name=name))
        quantity = self.tr("Quantity of {name}: {qty}").format(name=name, qty=self._row.qty)
        self._qty.say(str(self._row.qty), accessible=quantity)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touched = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a tap beside the keys; a finger that went farther was scrolling."""
        begun, self._touched = self._touched, None
        if begun is None or not self._row.product:
            return
        way = (event.position().toPoint() - begun).manhattanLength()
        if way <= self._theme.mm(DRAG_MM) and self._is_words(begun):
            self.quantity.emit(self._row.product)

    def _is_words(self, place: QPoint) -> bool:
        return place.x() < self._less.x() or place.y() >= self.height() - self._strip.height()

    def _dress(self) -> None:
        note = self._theme.mm(_NOTE_MM) if self._row.note else 0
        self.setFixedHeight((self._high_px or self._theme.mm(LINE_MM)) + note)
        self._strip.setFixedHeight(note)
        self._space.setFixedWidth(self._theme.mm(_TOTAL_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, row = self._theme, self._theme.palette, self._row
        high, hair = float(self.height() - self._strip.height()), theme.hair()
        painter.fillRect(QRectF(0, self.height() - hair, self.width(), hair), QColor(p.line))
        bar = QRectF(0, high * 0.24, theme.mm(0.9), high * 0.52)
        card(painter, bar, bar.width() / 2, theme.hue(row.color))
        left = float(theme.mm(3))
        words = self._less.x() - left - theme.mm(1.5)
        name = theme.fitted_font(row.name, round(words), BODY, SMALL, SEMIBOLD)
        small = theme.fitted_font(row.detail, int(words) - 1, CAPTION, _DETAIL_PT, MEDIUM)
        texts = name_lines(row.name, name, words)
        line = QFontMetricsF(name).height() * (0.95 if len(texts) > 1 else 1)
        low = QFontMetricsF(small).height()
        top = (high - line * len(texts) - low) / 2
        for text in texts:
            write(painter, QRectF(left, top, words, line), text, name, QColor(p.text), LEFT)
            top += line
        write(painter, QRectF(left, top, words, low), row.detail, small, QColor(p.muted), LEFT)
        if row.note:
            place = QRectF(left, high - theme.mm(0.4), self.width() - left, low)
            font = theme.fitted_font(row.note, round(place.width()), SMALL, CAPTION, MEDIUM)
            write(painter, place, row.note, font, QColor(p.accent_text), LEFT)
        if self._is_last:
            under = QRectF(self._qty.x(), high - theme.mm(1.6), self._qty.width(), theme.mm(0.7))
            card(
                painter,
                under.adjusted(theme.mm(2), 0, -theme.mm(2), 0),
                theme.mm(0.35),
                QColor(p.accent_edge),
            )
        right = float(self._space.x())
        font = theme.fitted_font(row.total_text, self.width() - round(right), BODY, CAPTION, BOLD)
        write(
            painter, QRectF(right, 0, self.width() - right, high), row.total_text, font, QColor(p.text), RIGHT
        )


class CartLines(ScrollColumn):
    """All lines, in the order of their first tap; scrolls to the one that changed.

    A whole number of lines fills the height, so that at rest no line is cut above or below. The lines end
    ``MARK_ROOM_MM`` left of the list's edge, where a mark shows that there are more: the list is to be so much wider
    than its neighbours. ``gone``: a line went away, and the next one lies where it was.
    """

    less = Signal(str)
    more = Signal(str)
    quantity = Signal(str)
    gone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, right_mm=MARK_ROOM_MM)
        self._theme = theme
        self._lines: dict[str, CartLine] = {}
        self._rows: dict[str, LineRow] = {}
        self._spare: list[CartLine] = []
        self.last = ""
        self.setObjectName("cart")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack.addStretch(1)
        ScrollMark(theme, self)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[LineRow]) -> None:
        """Show ``rows``. ``last`` becomes the product whose line was added or changed last."""
        fresh = {row.product: row for row in rows}
        changed = [product for product, row in fresh.items() if self._rows.get(product) != row]
        if changed:
            self.last = changed[-1]
        if self.last not in fresh:
            self.last = next(reversed(fresh), "")
        left = [product for product in self._lines if product not in fresh]
        for product in left:
            self._drop(product)
        for place, row in enumerate(rows):
            line = self._lines.get(row.product) or self._add(row, place)
            line.show_row(row, is_last=row.product == self.last)
        self._rows = fresh
        if left:
            self.gone.emit()
        if changed:
            QTimer.singleShot(0, self, partial(self._reveal, self.last))

    def middle_of(self, product: str) -> QPoint | None:
        """Return where a product's count is in the viewport, or the nearest that can be seen; None without a line."""
        line = self._lines.get(product)
        if line is None:
            return None
        area = self.viewport().rect()
        there = line.mapTo(self.viewport(), line.count_point())
        return QPoint(there.x(), max(area.top(), min(area.bottom(), there.y())))

    def _add(self, row: LineRow, place: int) -> CartLine:
        line = self._spare.pop() if self._spare else self._new(row)
        self._lines[row.product] = line
        self.stack.insertWidget(place, line)
        line.begin(row)
        line.show()
        return line

    def _new(self, row: LineRow) -> CartLine:
        line = CartLine(self._theme, row, self.widget())
        line.stand(self._fitted()[0])
        line.less.connect(self.less)
        line.more.connect(self.more)
        line.quantity.connect(self.quantity)
        return line

    def _drop(self, product: str) -> None:
        """Keep the line for the next product: to make one takes longer than all else that a tap does."""
        line = self._lines.pop(product)
        self.stack.removeWidget(line)
        line.put_away()
        self._spare.append(line)

    def _fitted(self) -> tuple[int, int]:
        """Return how high a line is and what is left under the last one, in pixels."""
        room, usual = self.viewport().height(), self._theme.mm(LINE_MM)
        count = max(1, room // usual)
        if room // (count + 1) >= self._theme.mm(_LEAST_MM):
            count += 1
        high = max(usual, room // count) if count == 1 else room // count
        return high, max(0, room - count * high)

    def _fit(self) -> None:
        high, rest = self._fitted()
        for line in (*self._lines.values(), *self._spare):
            line.stand(high)
        # Scrolled to its end, the list shows whole lines too.
        self.stack.setContentsMargins(0, 0, self._theme.mm(MARK_ROOM_MM), rest)
        QTimer.singleShot(0, self, partial(self._reveal, self.last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _reveal(self, product: str) -> None:
        line = self._lines.get(product)
        if line:
            self.ensureWidgetVisible(line, 0, 0)
            bar = self.verticalScrollBar()
            tops = sorted(other.y() for other in self._lines.values())
            bar.setValue(next((top for top in tops if top >= bar.value()), bar.value()))
