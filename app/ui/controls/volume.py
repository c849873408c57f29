"""A stick or a disk to tap: its drawing, its name, the room on it, and what a tap does or is doing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import CENTER, card, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.theme import BODY, LABEL, MEDIUM, SEMIBOLD, SMALL, Theme

_HIGH_MM = 18.0
_ICON_MM = 9.0
_TURN_MS = 40
_ROUND = 36
"""So many steps until the moving bar is where it was."""


class VolumeKey(TouchButton):
    """The upper part of a volume's card, as wide as the card. ``show_volume`` fills it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        self._action = ""
        self._is_busy = False
        self._step = 0
        super().__init__(theme, name, Kind.BARE, size_mm=(60, _HIGH_MM), parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._go_on)

    def show_volume(self, name: str, room: str, icon: str, action: str, *, is_busy: bool) -> None:
        """``action``: the word for what a tap does; empty where it does nothing."""
        self.say(name, room, accessible=" ".join(part for part in (action, name, room) if part))
        self.show_icon(icon)
        if (action, is_busy) != (self._action, self._is_busy):
            self._action, self._is_busy = action, is_busy
            self._move()
            self.update()

    def sizeHint(self) -> QSize:
        return self.least()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turn.stop()

    def _move(self) -> None:
        """Let the bar move while something is being copied and somebody looks who wants things to move."""
        if self._is_busy and self.isVisible() and not self.theme.is_still:
            self._turn.start()
        else:
            self._turn.stop()

    def _go_on(self) -> None:
        self._step = (self._step + 1) % _ROUND
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        radius = theme.mm(3.4)
        if self.isDown():
            card(painter, box, radius, QColor(p.raised))
        if self.hasFocus():
            card(painter, box, radius, None, QColor(p.text), theme.hair(0.5))
        is_there = self.isEnabled() or self._is_busy
        side = float(theme.mm(_ICON_MM))
        left = theme.mm(5)
        ink = QColor(p.accent_text if is_there else p.faint)
        paint_icon(painter, self._icon, QRectF(left, box.center().y() - side / 2, side, side), ink)
        right = self._paint_action(painter, box)
        self._paint_words(painter, box, left + side + theme.mm(4), right - theme.mm(3), is_there=is_there)
        if self._is_busy:
            self._paint_bar(painter, box)

    def _paint_words(
        self, painter: QPainter, box: QRectF, left: float, right: float, *, is_there: bool
    ) -> None:
        p = self.theme.palette
        name, room = self.theme.font(LABEL, SEMIBOLD), self.theme.font(SMALL, MEDIUM)
        line, low = QFontMetricsF(name).height(), QFontMetricsF(room).height()
        top = box.center().y() - (line + low) / 2
        ink = QColor(p.text if is_there else p.muted)
        write(painter, QRectF(left, top, right - left, line), self.text(), name, ink)
        write(painter, QRectF(left, top + line, right - left, low), self._detail, room, QColor(p.muted))

    def _paint_action(self, painter: QPainter, box: QRectF) -> float:
        """Paint what a tap does as a key within the key; return where it begins."""
        if not self._action:
            return box.right() - self.theme.mm(2)
        theme, p = self.theme, self.theme.palette
        font = theme.font(BODY, SEMIBOLD)
        wide, high = width_of(self._action, font) + theme.mm(9), float(theme.mm(11))
        place = QRectF(box.right() - wide - theme.mm(4), box.center().y() - high / 2, wide, high)
        card(painter, place, theme.mm(3), QColor(p.accent_pressed if self.isDown() else p.accent))
        write(painter, place, self._action, font, QColor(p.accent_ink), CENTER)
        return place.left()

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        theme, p = self.theme, self.theme.palette
        high, side = float(theme.mm(1.2)), float(theme.mm(5))
        track = QRectF(side, box.bottom() - high - theme.mm(1), box.width() - 2 * side, high)
        card(painter, track, high / 2, QColor(p.raised))
        part = 0.34
        way = self._step / _ROUND
        start = 0.33 if theme.is_still else way * (1 + part) - part
        begin, end = max(0.0, start), min(1.0, start + part)
        if end > begin:
            done = QRectF(track.x() + begin * track.width(), track.y(), (end - begin) * track.width(), high)
            card(painter, done, high / 2, QColor(p.accent))
