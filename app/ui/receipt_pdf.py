"""Paper painted: the blocks of a ticket in Inter, as wide as the roll and as long as it takes, for a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from app.domain.paper import Block, Gap, Pair, Rule, Text
from app.ui.theme import BOLD, PAPER_INK, REGULAR, paper_font

PDF_DPI = 300
"""The grid of a PDF; its letters are outlines all the same."""
NARROW_COLUMNS = 32
_WIDE_MM = {True: 58.0, False: 80.0}
_SIDE_MM, _TOP_MM = 4.0, 5.0
_LETTER_MM, _TALL, _LEADING = 3.0, 1.5, 1.35
_RULE_MM, _PART_MM, _SIGN_MM = 0.2, 2.5, 1.5


class Strip:
    """Blocks set for a roll of paper. ``per_mm``: dots of the device."""

    def __init__(self, blocks: Iterable[Block], columns: int, per_mm: float) -> None:
        self._blocks = tuple(blocks)
        self._per_mm = per_mm
        self.wide_mm = _WIDE_MM[columns <= NARROW_COLUMNS]
        self._fonts: dict[tuple[bool, bool], QFont] = {}
        self.high_mm = self._run(None) / per_mm

    def paint(self, painter: QPainter) -> None:
        """Paint the strip from the painter's origin on."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(QPen(QColor(PAPER_INK), self._dots(_RULE_MM)))
        self._run(painter)

    def _run(self, painter: QPainter | None) -> float:
        """Paint the blocks, or only go through them; returns how far down they reach, in dots."""
        top = self._dots(_TOP_MM)
        for block in self._blocks:
            match block:
                case Text():
                    top = self._text(painter, block, top)
                case Pair():
                    top = self._pair(painter, block, top)
                case Rule():
                    top += self._rule(painter, top)
                case Gap():
                    top += self._line(is_tall=False) / 2
        return top + self._dots(_TOP_MM)

    def _text(self, painter: QPainter | None, block: Text, top: float) -> float:
        font, indent = self._font(block.is_bold, block.is_tall), self._dots(_SIGN_MM * block.indent)
        for words in wrapped(block.text, font, self._room - indent, self._room - indent):
            free = self._room - QFontMetricsF(font).horizontalAdvance(words)
            self._write(painter, words, free / 2 if block.is_centred else indent, top, font)
            top += self._line(is_tall=block.is_tall)
        return top

    def _pair(self, painter: QPainter | None, block: Pair, top: float) -> float:
        font, hang = self._font(block.is_bold, block.is_tall), self._dots(_SIGN_MM * block.hang)
        amount = QFontMetricsF(font).horizontalAdvance(block.right)
        room = self._room - amount - self._dots(_PART_MM)
        lines = wrapped(block.left, font, room, room - hang)
        for place, words in enumerate(lines):
            self._write(painter, words, hang if place else 0, top, font)
            if place == len(lines) - 1:
                self._write(painter, block.right, self._room - amount, top, font)
            top += self._line(is_tall=block.is_tall)
        return top

    def _rule(self, painter: QPainter | None, top: float) -> float:
        high, side = self._line(is_tall=False), self._dots(_SIDE_MM)
        if painter is not None:
            y = top + high / 2
            painter.drawLine(QPointF(side, y), QPointF(side + self._room, y))
        return high

    def _write(self, painter: QPainter | None, words: str, left: float, top: float, font: QFont) -> None:
        if painter is not None:
            painter.setFont(font)
            painter.drawText(QPointF(self._dots(_SIDE_MM) + left, top + QFontMetricsF(font).ascent()), words)

    @property
    def _room(self) -> float:
        return self._dots(self.wide_mm - 2 * _SIDE_MM)

    def _dots(self, length_mm: float) -> float:
        return length_mm * self._per_mm

    def _line(self, *, is_tall: bool) -> float:
        return self._dots(_LETTER_MM * (_TALL if is_tall else 1) * _LEADING)

    def _font(self, is_bold: bool, is_tall: bool) -> QFont:
        key = (is_bold, is_tall)
        if key not in self._fonts:
            high = self._dots(_LETTER_MM * (_TALL if is_tall else 1))
            self._fonts[key] = paper_font(high, BOLD if is_bold else REGULAR)
        return self._fonts[key]


def wrapped(text: str, font: QFont, first: float, rest: float) -> list[str]:
    """Return ``text`` in lines of at most ``first``, then ``rest`` dots: between words, else within one.

    A space that does not break stays one.
    """
    lines, line = list[str](), ""
    wide = QFontMetricsF(font).horizontalAdvance
    for word in filter(None, text.split(" ")):
        joined = f"{line} {word}".lstrip()
        if wide(joined) <= (rest if lines else first):
            line = joined
            continue
        if line:
            lines.append(line)
        while wide(word) > rest and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or wide(word[:n]) <= rest)
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901 - what is left of it
        line = word
    return [*lines, line]


def pdf(blocks: Sequence[Block], columns: int, title: str) -> bytes:
    """Return the blocks as a PDF of one page, as wide as the roll and as long as it takes."""
    strip, buffer = Strip(blocks, columns, PDF_DPI / 25.4), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("BarTender")
    writer.setResolution(PDF_DPI)
    size = QPageSize(
        QSizeF(strip.wide_mm, strip.high_mm),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    strip.paint(painter)
    painter.end()
    return bytes(buffer.data().data())
