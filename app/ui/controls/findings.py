"""A card of plain sentences, each with a mark: well, or something to know of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.controls.layout import Column, Ground, dye, label
from app.ui.controls.paint import card, smooth
from app.ui.icons import paint_icon
from app.ui.theme import Theme

_MARK_MM = 5.6
_PAD_MM = 4.0
_BESIDE_MM = 2.4
_ICONS = {"ok": "check", "warn": "alert", "muted": "minus"}

Sentence = tuple[str, str]
"""A text and an ink: ``ok``, ``warn``, or ``muted`` for what there is not."""


class FindingsCard(Ground):
    """Shows what it is given; the labels are ``finding:0`` and so on, the marks beside them are the card's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self.setObjectName("findings")
        left = _PAD_MM + _MARK_MM + _BESIDE_MM
        self._column = Column(theme, self, gap_mm=3.2, margins_mm=(left, 4.4, _PAD_MM, 4.4))
        self._lines: list[tuple[QLabel, str]] = []

    def show_findings(self, sentences: Sequence[Sentence]) -> None:
        """Show these sentences, in their order; as many as the first time."""
        while len(self._lines) < len(sentences):
            words = label("title")
            words.setObjectName(f"finding:{len(self._lines)}")
            words.setWordWrap(True)
            self._column.addWidget(words)
            self._lines.append((words, ""))
        for place, (text, ink) in enumerate(sentences):
            words, _ = self._lines[place]
            self._lines[place] = words, ink
            words.setText(text)
            dye(words, "" if ink == "ok" else ink)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, palette, mm = QPainter(self), self._theme.palette, self._theme.mm
        smooth(painter)
        hair, side = self._theme.hair(), mm(_MARK_MM)
        card(painter, QRectF(self.rect()), mm(2.4), QColor(palette.panel), QColor(palette.line), hair)
        for words, ink in self._lines:
            middle = words.y() + QFontMetricsF(words.font()).height() / 2
            place = QRectF(mm(_PAD_MM), middle - side / 2, side, side)
            paint_icon(painter, _ICONS[ink], place, QColor(getattr(palette, ink)))
