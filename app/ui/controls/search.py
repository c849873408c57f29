"""The search field, and the empty states that say what to do next."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QMargins, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import CENTER, smooth, width_of
from app.ui.icons import paint_icon
from app.ui.theme import LABEL, SEMIBOLD, SMALL, TILE, Theme, blend

_HIGH_MM = 12.0
_GLASS_MM = 5.2
_PAD_MM = 5.0


class SearchField(QLineEdit):
    """One line to search in, named ``search``, with a cross of 10 mm while there is text.

    ``touched`` tells that a finger or a mouse asked to type: who has no keyboard needs letters, and many a resistive
    screen calls its finger a mouse. ``keyed`` tells that a keyboard typed: who has one needs none. ``is_typing``:
    letters on the screen write into it.
    """

    touched = Signal()
    keyed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.is_typing = False
        self.setObjectName("search")
        self.cross = TouchButton(theme, "search-clear", Kind.GHOST, icon="close", parent=self)
        self.cross.clicked.connect(self.clear)
        self.cross.hide()
        self.textChanged.connect(self._show_cross)
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, hint: str, clear_name: str) -> None:
        """Set the grey hint, which also names the field, and the name of the cross."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.cross.say("", accessible=clear_name)

    def wide_for_hint(self) -> int:
        """Return the width in pixels in which the hint is whole; the cross is not there beside it."""
        theme = self._theme
        hint = width_of(self.placeholderText(), theme.font(TILE))
        return ceil(hint) + theme.mm(_GLASS_MM + 2.4) + self.cross.least().width() + theme.mm(_PAD_MM)

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.mm(_HIGH_MM))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.touched.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            self.keyed.emit()

    def show_typing(self, *, is_typing: bool) -> None:
        """Look like what is typed into, whoever has the keyboard: letters on the screen write here."""
        if is_typing != self.is_typing:
            self.is_typing = is_typing
            self.setProperty("typing", is_typing)
            self.style().polish(self)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, side = self._theme, self._theme.mm(_GLASS_MM)
        box = QRectF(theme.mm(3), (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        paint_icon(painter, "search", box, QColor(theme.palette.muted))
        if self.is_typing and not self.hasFocus():
            place = self.cursorRect()
            mark = QRectF(place.center().x(), place.top(), round(theme.hair(0.5)), place.height())
            painter.fillRect(mark, QColor(theme.palette.accent_text))

    def _show_cross(self, text: str) -> None:
        if bool(text) != self.cross.isVisibleTo(self):
            self.cross.setVisible(bool(text))
            self._place()

    def setPlaceholderText(self, hint: str) -> None:
        super().setPlaceholderText(hint)
        self._place()

    def _place(self) -> None:
        """Leave the text what the glass and the cross do not take; a hint that is too long has the cross's room.

        Other margins lay the whole page out anew: where the hint is whole beside the cross, they stay as they are.
        """
        side = self.cross.least().width()
        has_cross = bool(self.text()) or self.width() >= self.wide_for_hint()
        right = max((side if has_cross else 0) - self._theme.mm(1), self._theme.mm(1))
        margins = QMargins(self._theme.mm(_GLASS_MM + 2.4), 0, right, 0)
        if margins != self.textMargins():
            self.setTextMargins(margins)
        self.cross.setGeometry(self.width() - side - 1, (self.height() - side) // 2, side, side)


_FLAGS = int(CENTER) | int(Qt.TextFlag.TextWordWrap)
_ENDLESS = 10_000.0


class Empty(QLabel):
    """A drawing, a sentence and a hint where there is nothing to show yet."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._usual, self._icon = theme, icon, icon
        self._title = self._hint = ""
        self._highs: dict[int, int] = {}
        theme.changed.connect(self._forget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, title: str, hint: str = "", icon: str = "") -> None:
        """Say this, under another drawing when ``icon`` names one."""
        if (self._title, self._hint, self._icon) == (title, hint, icon or self._usual):
            return
        self._highs.clear()
        self._title, self._hint, self._icon = title, hint, icon or self._usual
        self.setAccessibleName(f"{title} {hint}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(40), self.heightForWidth(self.width()))

    def _forget(self) -> None:
        self._highs.clear()

    def heightForWidth(self, width: int) -> int:
        """Return how high it wants to be. Every layout of the page asks, often: it is kept."""
        if width not in self._highs:
            self._highs[width] = max(self._theme.mm(34), ceil(self.high(width)))
        return self._highs[width]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        title, hint = theme.font(LABEL, SEMIBOLD), theme.font(SMALL)
        icon, gap = float(theme.mm(13)), theme.mm(3)
        middle, wide = self.width() / 2, float(self.width())
        top = (self.height() - self.high(self.width())) / 2
        tint = blend(QColor(p.muted), QColor(p.panel), 0.75)
        paint_icon(painter, self._icon, QRectF(middle - icon / 2, top, icon, icon), tint)
        top += icon + gap
        for text, font, ink in ((self._title, title, p.text), (self._hint, hint, p.muted)):
            high = _wrapped(text, font, wide)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(0, top, wide, high), _FLAGS, text)
            top += high + theme.mm(1)

    def high(self, wide: float) -> float:
        """Return how high the drawing and the words are together, in pixels; words that are too wide are wrapped."""
        theme = self._theme
        words = _wrapped(self._title, theme.font(LABEL, SEMIBOLD), wide)
        words += _wrapped(self._hint, theme.font(SMALL), wide)
        return theme.mm(13) + theme.mm(3) + words + theme.mm(1)


def _wrapped(text: str, font: QFont, wide: float) -> float:
    box = QRectF(0, 0, wide, _ENDLESS)
    return QFontMetricsF(font).boundingRect(box, _FLAGS, text).height() if text else 0.0
