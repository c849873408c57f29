"""An amount that is read from a metre away and never cut: the type shrinks before a digit is lost."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.paint import RIGHT, smooth, write
from app.ui.theme import BOLD, TOTAL, TOTAL_TEXT_MIN_PT, Theme


class AmountLabel(QLabel):
    """One line of money in large type, right-aligned unless told otherwise. ``ink`` is a palette colour's name."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        points: float = TOTAL,
        at_least: float = TOTAL_TEXT_MIN_PT,
        ink: str = "text",
        align: Qt.AlignmentFlag = RIGHT,
        gives_height: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``gives_height``: it gets lower, down to ``at_least``, where those under each other have no room."""
        super().__init__(parent)
        self._theme, self._points, self._at_least = theme, points, min(at_least, points)
        self._ink, self._align, self._text, self._gives_height = ink, align, "", gives_height
        self.setObjectName(name)
        upright = QSizePolicy.Policy.Maximum if gives_height else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, upright)
        theme.changed.connect(self.updateGeometry)

    def say(self, text: str, accessible: str = "") -> None:
        """Show ``text``; ``accessible`` is read aloud instead when given."""
        if text != self._text:
            self._text = text
            self.updateGeometry()
            self.update()
        self.setAccessibleName(accessible or text)

    def text(self) -> str:
        return self._text

    def show_ink(self, ink: str) -> None:
        """Take another palette colour: ``text``, ``ok``, ``warn``, ``stop`` or ``accent_text``."""
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(self._points, BOLD))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(self._at_least, BOLD))
        high = metrics.height() if self._gives_height else self.sizeHint().height()
        return QSize(metrics.horizontalAdvance(self._text) + 2, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        usual = QFontMetricsF(self._theme.font(self._points, BOLD)).height()
        points = max(self._at_least, self._points * min(1.0, self.height() / usual))
        font = self._theme.fitted_font(self._text, self.width(), points, self._at_least, BOLD)
        ink, box = QColor(getattr(self._theme.palette, self._ink)), QRectF(self.rect())
        if self._align & Qt.AlignmentFlag.AlignLeft:
            # Digits are of one width, which leaves a « 1 » well inside its place: stand it under the words above.
            box.moveLeft(-max(0.0, QFontMetricsF(font).tightBoundingRect(self._text).left()))
        write(painter, box, self._text, font, ink, self._align)
