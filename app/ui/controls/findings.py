"""A card of plain sentences, each with a mark: well, or something to know of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.controls.paint import card, smooth
from app.ui.icons import paint_icon
from app.ui.theme import Theme

_MARK_MM = 4.6
_ICONS = {"ok": "check", "warn": "alert"}

Sentence = tuple[str, str]
"""A text and an ink: ``ok`` or ``warn``."""


class _Mark(QWidget):
    """The sentence beside it says the same, so that nothing is read aloud for it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._ink = theme, "ok"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.mm(_MARK_MM)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        paint_icon(
            painter, _ICONS[self._ink], QRectF(self.rect()), QColor(getattr(self._theme.palette, self._ink))
        )


class FindingsCard(Ground):
    """Shows what it is given; the labels are ``finding:0`` and so on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self.setObjectName("findings")
        self._column = Column(theme, self, gap_mm=1.8, margins_mm=(4, 3.4, 4, 3.4))
        self._lines: list[tuple[_Mark, QLabel]] = []

    def show_findings(self, sentences: Sequence[Sentence]) -> None:
        """Show these sentences, in their order; as many as the first time."""
        while len(self._lines) < len(sentences):
            self._add_line()
        for (mark, words), (text, ink) in zip(self._lines, sentences, strict=True):
            mark.show_ink(ink)
            words.setText(text)
            shade = ink if ink == "warn" else ""
            if words.property("ink") != shade:
                words.setProperty("ink", shade)
                words.style().polish(words)

    def _add_line(self) -> None:
        row, mark, words = Row(self._theme, gap_mm=2.4), _Mark(self._theme), label("strong")
        words.setObjectName(f"finding:{len(self._lines)}")
        words.setWordWrap(True)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._column.addLayout(row)
        self._lines.append((mark, words))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, palette = QPainter(self), self._theme.palette
        smooth(painter)
        box, hair = QRectF(self.rect()), self._theme.hair()
        card(painter, box, self._theme.mm(2.4), QColor(palette.panel), QColor(palette.line), hair)
