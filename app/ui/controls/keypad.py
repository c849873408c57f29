"""Digits for wet fingers, and the dots that show how many digits of a PIN are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import dot, smooth
from app.ui.theme import GAP_MIN_MM, HEAD, KEY_MIN_MM, Theme

ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"))
"""As on a telephone, for money and for PINs alike: the order that everybody's thumb knows."""


class Keypad(QWidget):
    """Twelve keys of at least 16 mm. ``typed`` gives "0" to "9" or ``extra``; keys are named ``key:7``."""

    typed = Signal(str)
    backspace = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        extra: str = "",
        key_mm: tuple[float, float] = (KEY_MIN_MM + 4, KEY_MIN_MM),
        parent: QWidget | None = None,
    ) -> None:
        """``extra`` is the text of the key left of 0 (« 00 » for amounts); without it the place stays empty."""
        super().__init__(parent)
        self._theme = theme
        self._keys: list[TouchButton] = []
        self._key_mm = (max(key_mm[0], KEY_MIN_MM), max(key_mm[1], KEY_MIN_MM))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        rows = (*ROWS, (extra, "0"))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    self._add(text, place, column)
        self._rub = self._add("", 3, 2, icon="backspace", name="key:backspace")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._dress)
        self._dress()
        self._retranslate()

    def take(self, event: QKeyEvent) -> bool:
        """Take a digit or the backspace of the keyboard as if it was tapped here; return whether it is one."""
        if event.text().isascii() and event.text().isdigit():
            self.typed.emit(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.backspace.emit()
        else:
            return False
        return True

    def set_keys_enabled(self, is_enabled: bool) -> None:
        """Let the keys be tapped, or not (while a PIN is checked or a person is locked)."""
        for key in self._keys:
            key.setEnabled(is_enabled)

    def _add(self, text: str, row: int, column: int, *, icon: str = "", name: str = "") -> TouchButton:
        kind = Kind.BARE if icon else Kind.QUIET
        key = TouchButton(
            self._theme,
            name or f"key:{text}",
            kind,
            icon=icon,
            size_mm=self._key_mm,
            points=HEAD,
            icon_mm=7.5,
        )
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.rests_s = 0
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if text:
            key.say(text)
            key.clicked.connect(lambda: self.typed.emit(text))
        else:
            key.clicked.connect(self.backspace)
        self._grid.addWidget(key, row, column)
        self._keys.append(key)
        return key

    def _dress(self) -> None:
        self._grid.setSpacing(self._theme.mm(GAP_MIN_MM))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._rub.say("", accessible=self.tr("Erase the last digit"))


class PinDots(QLabel):
    """One ring per digit of the PIN, filled as it is typed; it turns amber while a wrong PIN is told."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._length, self._typed, self._is_wrong = 4, 0, False
        self.setObjectName("pin-dots")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_digits(self, typed: int, length: int, *, is_wrong: bool = False) -> None:
        """Show ``typed`` of ``length`` digits."""
        self._length, self._typed, self._is_wrong = length, typed, is_wrong
        self.setAccessibleName(f"{typed} / {length}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(8) * self._length, self._theme.mm(8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        palette = self._theme.palette
        step, radius = float(self._theme.mm(8)), self._theme.mm(1.7)
        ink = QColor(palette.warn if self._is_wrong else palette.accent_edge)
        left = self.width() / 2 - step * (self._length - 1) / 2
        for place in range(self._length):
            center = QPointF(left + place * step, self.height() / 2)
            is_full = place < self._typed
            dot(painter, center, radius, ink if is_full else None, ink if is_full else QColor(palette.edge))
