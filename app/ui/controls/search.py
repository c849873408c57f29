"""The search field, and the empty states that say what to do next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import CENTER, smooth
from app.ui.icons import paint_icon
from app.ui.theme import LABEL, SEMIBOLD, SMALL, Theme, blend

_HIGH_MM = 12.0
_GLASS_MM = 5.2


class SearchField(QLineEdit):
    """One line to search in, named ``search``, with a cross of 10 mm while there is text.

    ``touched`` tells that a finger, not a mouse, asked to type: who has no keyboard needs letters.
    """

    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.cross = TouchButton(theme, "search-clear", Kind.GHOST, icon="close", parent=self)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.clicked.connect(self.clear)
        self.cross.hide()
        self.textChanged.connect(lambda text: self.cross.setVisible(bool(text)))
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, hint: str, clear_name: str) -> None:
        """Set the grey hint, which also names the field, and the name of the cross."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.cross.say("", accessible=clear_name)

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.mm(_HIGH_MM))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.device().type() == QInputDevice.DeviceType.TouchScreen:
            self.touched.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, side = self._theme, self._theme.mm(_GLASS_MM)
        box = QRectF(theme.mm(3), (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        paint_icon(painter, "search", box, QColor(theme.palette.muted))

    def _place(self) -> None:
        side = self.cross.least().width()
        self.setTextMargins(self._theme.mm(_GLASS_MM + 2.4), 0, side - self._theme.mm(1), 0)
        self.cross.setGeometry(self.width() - side - 1, (self.height() - side) // 2, side, side)


class Empty(QWidget):
    """A drawing, a sentence and a hint where there is nothing to show yet."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._usual, self._icon = theme, icon, icon
        self._title = self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, title: str, hint: str = "", icon: str = "") -> None:
        """Say this, under another drawing when ``icon`` names one."""
        self._title, self._hint, self._icon = title, hint, icon or self._usual
        self.setAccessibleName(f"{title} {hint}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(40), self._theme.mm(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        title, hint = theme.font(LABEL, SEMIBOLD), theme.font(SMALL)
        icon, gap = float(theme.mm(13)), theme.mm(3)
        line, low = QFontMetricsF(title).height(), QFontMetricsF(hint).height()
        hints = self._hint.splitlines()
        top = (self.height() - icon - gap - line - low * len(hints) - theme.mm(1)) / 2
        middle = self.width() / 2
        tint = blend(QColor(p.muted), QColor(p.panel), 0.6)
        paint_icon(painter, self._icon, QRectF(middle - icon / 2, top, icon, icon), tint)
        top += icon + gap
        painter.setFont(title)
        painter.setPen(QColor(p.text))
        painter.drawText(QRectF(0, top, self.width(), line), CENTER, self._title)
        top += line + theme.mm(1)
        painter.setFont(hint)
        painter.setPen(QColor(p.muted))
        for text in hints:
            painter.drawText(QRectF(0, top, self.width(), low), CENTER, text)
            top += low
