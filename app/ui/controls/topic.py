"""A card of diagnostics: a title, a large word, a strip of the last hour, and figures with their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.layout import Column, Ground, Row, dye, label
from app.ui.controls.paint import card, smooth
from app.ui.theme import HEAD, TITLE, Theme

_STRIP_MM = 3.2

Part = tuple[float, float, str]
"""From and to, as parts of the width, and an ink: ``ok``, ``warn``, ``stop`` or empty."""
Figure = tuple[str, str, str]
"""A name, a text and an ink."""


class Strip(QLabel):
    """The last hour from left to right: what was well, what was not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Sequence[Part], words: str) -> None:
        """``words`` say the same for reading aloud."""
        self._parts = tuple(parts)
        self.setAccessibleName(words)
        self.setVisible(bool(parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(30), self._theme.mm(_STRIP_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self._theme.palette
        smooth(painter)
        wide, high = self.width(), self.height()
        card(painter, QRectF(0, 0, wide, high), high / 2, QColor(palette.raised))
        for start, end, ink in self._parts:
            color = QColor(getattr(palette, ink) if ink else palette.edge)
            box = QRectF(start * wide, 0, max(self._theme.hair(0.6), (end - start) * wide), high)
            card(painter, box, min(high / 2, box.width() / 2), color)


class TopicCard(Ground):
    """Shows what it is given; knows nothing of where it comes from."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._theme = theme
        self.setObjectName(f"topic:{name}")
        # As wide as its column, which is as wide as the others, whatever is written in it.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = Column(theme, self, gap_mm=1.6, margins_mm=(4, 4, 4, 4))
        self._title = label("small")
        self._headline = AmountLabel(
            theme, f"headline:{name}", points=HEAD, at_least=TITLE, align=Qt.AlignmentFlag.AlignLeft
        )
        self._strip = Strip(theme)
        self._figures = Column(theme, gap_mm=1.2)
        for widget in (self._title, self._headline, self._strip):
            column.addWidget(widget)
        column.addLayout(self._figures)
        column.addStretch(1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_topic(
        self,
        title: str,
        headline: str,
        ink: str,
        figures: Sequence[Figure],
        strip: Sequence[Part],
        words: str,
    ) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self._headline.say(headline)
        self._headline.show_ink(ink or "text")
        self._headline.setVisible(bool(headline))
        self._strip.show_parts(strip, words)
        while len(self._rows) < len(figures):
            self._add_row()
        for place, (name, value) in enumerate(self._rows):
            shown = place < len(figures)
            for widget in (name, value):
                widget.setVisible(shown)
            if shown:
                self._say(name, value, figures[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, palette = QPainter(self), self._theme.palette
        smooth(painter)
        edge = QColor(palette.line)
        card(
            painter, QRectF(self.rect()), self._theme.mm(2.4), QColor(palette.panel), edge, self._theme.hair()
        )

    def _add_row(self) -> None:
        row = Row(self._theme, gap_mm=3)
        name, value = label("body", "muted"), label("strong")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setWordWrap(True)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row.addWidget(name, 1)
        row.addWidget(value)
        self._figures.addLayout(row)
        self._rows.append((name, value))

    def _say(self, name: QLabel, value: QLabel, figure: Figure) -> None:
        words, text, ink = figure
        name.setText(words)
        value.setText(text)
        dye(value, ink)
