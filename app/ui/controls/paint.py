"""Small strokes shared by the controls that paint themselves: cards, pills, dots, text that fits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from app.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
_SMOOTH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing


def smooth(painter: QPainter) -> None:
    """Ask for round corners and text without steps."""
    painter.setRenderHints(_SMOOTH)


def fill(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Fill a box. Qt's ``fillRect`` has PySide make 180 gradients first, which the first frame would wait for."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRect(box)


def card(
    painter: QPainter,
    box: QRectF,
    radius: float,
    fill: QColor | None,
    edge: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Paint a rounded box whose edge lies inside ``box``."""
    inset = width / 2 if edge else 0.0
    painter.setPen(QPen(edge, width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def marked_card(painter: QPainter, box: QRectF, theme: Theme, mark: QColor) -> None:
    """Paint the ground of a card in a list, with a mark along its left side that says what it is about."""
    smooth(painter)
    card(painter, box, theme.mm(3.4), QColor(theme.palette.tile), QColor(theme.palette.line), theme.hair())
    bar = QRectF(theme.mm(1.6), theme.mm(4), theme.mm(0.9), box.height() - theme.mm(8))
    card(painter, bar, bar.width() / 2, mark)


def dot(
    painter: QPainter, center: QPointF, radius: float, fill: QColor | None, edge: QColor | None = None
) -> None:
    """Paint a disc, or a ring when there is no ``fill``."""
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, max(1.0, radius / 2.5)) if edge else Qt.PenStyle.NoPen)
    painter.drawEllipse(center, radius, radius)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    ink: QColor,
    align: Qt.AlignmentFlag = LEFT,
    wide_px: float | None = None,
) -> None:
    """Write one line of ``text`` in ``box``, cut with « … » when it does not fit. ``wide_px``: its width, if known."""
    if (width_of(text, font) if wide_px is None else wide_px) > box.width():
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, align, text)


def pill(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor, ground: QColor) -> None:
    """Paint ``text`` in the middle of a box with round ends."""
    card(painter, box, box.height() / 2, ground)
    write(painter, box, text, font, ink, CENTER, wide_px=0.0)


def width_of(text: str, font: QFont) -> float:
    """Return the width of ``text`` in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def name_lines(name: str, font: QFont, width: float) -> list[str]:
    """Break ``name`` into at most two lines of ``width`` pixels; the rest stays in the second, to be cut."""
    if width_of(name, font) <= width:
        return [name]
    layout = QTextLayout(name, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    cut = first.textLength()
    layout.endLayout()
    return [name[:cut].rstrip(), name[cut:].lstrip()] if cut < len(name) else [name]
