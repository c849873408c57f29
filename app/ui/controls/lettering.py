"""Lines of text that are painted again and again: measured and broken once, and kept as glyphs.

Of painting a line most is Qt's choice of glyphs and their places, once to measure and once more to paint.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from app.ui.controls.paint import name_lines
from app.ui.theme import Theme

_KEPT = 512
"""So many lines of each kind are kept, of less than a kilobyte each: those of nine screens of tiles."""


AT_LEFT, IN_MIDDLE, AT_RIGHT = 0.0, 0.5, 1.0


class Line(NamedTuple):
    """A line of text in its font: its glyphs, and its width and height in pixels."""

    glyphs: QStaticText
    font: QFont
    wide: float
    high: float

    def paint(self, painter: QPainter, box: QRectF, ink: QColor, share: float = AT_LEFT) -> None:
        """Paint it in the middle of the box's height, where ``write`` would. It is not cut: see ``Lettering.cut``.

        ``share`` of what the box is wider lies to its left. A flag of Qt's would take Python longer than the painting.
        """
        left = box.x() + (box.width() - self.wide) * share
        painter.setFont(self.font)
        painter.setPen(ink)
        painter.drawStaticText(QPointF(left, box.y() + (box.height() - self.high) / 2), self.glyphs)


class Lettering:
    """Makes lines and keeps those that were asked for last."""

    def __init__(self) -> None:
        self.line = lru_cache(_KEPT)(_line)
        self.name = lru_cache(_KEPT)(_name)
        self.fitted = lru_cache(_KEPT)(_fitted)

    def forget(self) -> None:
        """Drop what is kept: the look or the size changed."""
        for kept in (self.line, self.name, self.fitted):
            kept.cache_clear()

    def cut(self, line: Line, room: float) -> Line:
        """Return the line, cut with « … » when it does not fit."""
        if line.wide <= room:
            return line
        return self.line(_elided(line.glyphs.text(), line.font, room), line.font)


def _line(text: str, font: QFont) -> Line:
    """Return a line that may be as wide as it is."""
    glyphs = QStaticText(text)
    glyphs.setTextFormat(Qt.TextFormat.PlainText)
    glyphs.prepare(QTransform(), font)
    return Line(glyphs, font, glyphs.size().width(), QFontMetricsF(font).height())


def _name(name: str, font: QFont, room: float) -> tuple[Line, ...]:
    """Return a name in one line or two; the second is cut with « … »."""
    lines = (_line(text, font) for text in name_lines(name, font, room))
    return tuple(
        line if line.wide <= room else _line(_elided(line.glyphs.text(), font, room), font) for line in lines
    )


def _fitted(theme: Theme, text: str, room: int, points: float, at_least: float, weight: int) -> Line:
    """Return a line in the largest font from ``points`` down to ``at_least`` in which it fits."""
    return _line(text, theme.fitted_font(text, room, points, at_least, weight))


def _elided(text: str, font: QFont, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
