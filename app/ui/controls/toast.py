"""A sentence that slides in, offers at most one answer, and goes by itself. Nothing waits for it."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QEasingCurve,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.aloud import say_aloud
from app.ui.controls.buttons import TouchButton
from app.ui.controls.layout import Row, label
from app.ui.controls.paint import CENTER, card, smooth, write
from app.ui.theme import BODY, BOLD, SLIDE_MS, TOAST_ACTION_STAY_MS, TOAST_STAY_MS, Theme


class _Answer(TouchButton):
    """The toast's one answer, in the toast's own colours."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        ink = QColor(self.theme.palette.toast_action)
        write(painter, QRectF(self.rect()), self.text(), self.theme.font(BODY, BOLD), ink, CENTER)
        self.paint_focus(painter, QRectF(self.rect()), self.height() / 2, "toast_action")


class Toast(QWidget):
    """Lies over its parent at the bottom of ``area``; ``answered`` when its answer is tapped."""

    answered = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._area = QRect()
        self.setObjectName("toast")
        self._words = label("strong")
        self._words.setObjectName("toast-text")
        self._answer = _Answer(theme, "toast-answer")
        row = Row(theme, self, gap_mm=2, margins_mm=(6, 1, 3, 1))
        row.addWidget(self._words)
        row.addWidget(self._answer)
        self._answer.clicked.connect(self._answered)
        self._slide = QPropertyAnimation(self, QByteArray(b"pos"), self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._arrived)
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.timeout.connect(self.put_away)
        self._is_leaving = False
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_text(self, text: str, answer: str = "", area: QRect | None = None) -> None:
        """Slide in with ``text``, and ``answer`` when there is something to tap; a toast on show is replaced."""
        self._words.setText(text)
        self._answer.say(answer)
        self._answer.setVisible(bool(answer))
        self.setAccessibleName(text)
        say_aloud(self, f"{text}. {answer}" if answer else text)
        if area is not None:
            self._area = area
        self.adjustSize()
        self._is_leaving = False
        self.move(self._below())
        self.show()
        self.raise_()
        self._run(self._place())
        self._stay.start(TOAST_ACTION_STAY_MS if answer else TOAST_STAY_MS)

    def text(self) -> str:
        """Return the sentence on show, empty when there is none."""
        return self._words.text() if self.isVisible() and not self._is_leaving else ""

    def put_away(self) -> None:
        """Slide out."""
        if self.isVisible() and not self._is_leaving:
            self._stay.stop()
            self._is_leaving = True
            self._run(self._below())

    def _answered(self) -> None:
        self.put_away()
        self.answered.emit()

    def _arrived(self) -> None:
        if self._is_leaving:
            self.hide()

    def _run(self, goal: QPoint) -> None:
        self._slide.stop()
        self._slide.setDuration(self._theme.motion(SLIDE_MS))
        self._slide.setStartValue(self.pos())
        self._slide.setEndValue(goal)
        self._slide.start()

    def _zone(self) -> QRect:
        parent = self.parentWidget()
        return self._area if self._area.isValid() else parent.rect() if parent else self.rect()

    def _place(self) -> QPoint:
        zone = self._zone()
        left = max(zone.left(), zone.center().x() - self.width() // 2)
        return QPoint(left, zone.bottom() - self.height() - self._theme.mm(4))

    def _below(self) -> QPoint:
        parent = self.parentWidget()
        return QPoint(self._place().x(), parent.height() if parent else 0)

    def _dress(self) -> None:
        ink = self._theme.palette.toast_ink
        self._words.setStyleSheet(f"color: {ink};")
        self.setMinimumHeight(self._theme.mm(13))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        card(painter, QRectF(self.rect()), self.height() / 2, QColor(self._theme.palette.toast))

    def mousePressEvent(self, _event: object) -> None:
        """Keep a tap on the toast from reaching what lies under it."""
