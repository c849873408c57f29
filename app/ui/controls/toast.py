"""A sentence that slides in, offers at most one answer, and goes by itself. Nothing waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import (
    QByteArray,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.aloud import say_aloud
from app.ui.controls.buttons import TouchButton
from app.ui.controls.layout import Row, label
from app.ui.controls.paint import CENTER, card, smooth, width_of, write
from app.ui.theme import (
    BODY,
    BOLD,
    CAPTION,
    SEMIBOLD,
    SLIDE_MS,
    SMALL,
    TOAST_ACTION_STAY_MS,
    TOAST_STAY_MS,
    Theme,
)

_HIGH_MM, _TOP_MM = 11.2, 0.4
_LEFT_MM, _RIGHT_MM, _GAP_MM = 6.0, 3.0, 2.0
_END_MM, _END_SHARE = 32.0, 0.12
"""What stays free of the strip at each side, at most so much of the width."""
_LATE_S = 0.8
"""So long after its end a tap may still be meant for it: the time that it takes to go and a hand on its way."""
_WRAPPED, _ENDLESS = int(Qt.TextFlag.TextWordWrap), 10_000.0


class _Answer(TouchButton):
    """The toast's one answer, in the toast's own colours."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        ink = QColor(self.theme.palette.toast_action)
        write(painter, QRectF(self.rect()), self.text(), self.theme.font(BODY, BOLD), ink, CENTER)
        self.paint_focus(painter, QRectF(self.rect()), self.height() / 2, "toast_action")


class Toast(QWidget):
    """Lies over the top edge of its parent, where a till has its strip; ``answered`` when its answer is tapped.

    It is as high as the strip and the margin under it, so that it covers no control, and leaves the strip's ends free.
    """

    answered = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._theme, self._now_s = theme, now_s
        self.setObjectName("toast")
        self._words = label("strong")
        self._words.setObjectName("toast-text")
        self._words.setWordWrap(True)
        self._answer = _Answer(theme, "toast-answer")
        self._row = Row(theme, self, gap_mm=_GAP_MM)
        self._row.addWidget(self._words)
        self._row.addWidget(self._answer)
        self._answer.clicked.connect(self._answered)
        self._slide = QPropertyAnimation(self, QByteArray(b"pos"), self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._arrived)
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.timeout.connect(self._end)
        self._is_leaving, self._ended_s = False, -_LATE_S
        parent.installEventFilter(self)
        theme.changed.connect(self._dress)
        self.hide()

    def show_text(self, text: str, answer: str = "") -> None:
        """Slide in with ``text``, and ``answer`` when there is something to tap; a toast on show is replaced."""
        self._words.setText(text)
        self._answer.say(answer)
        self._answer.setVisible(bool(answer))
        self.setAccessibleName(text)
        say_aloud(self, f"{text}. {answer}" if answer else text)
        self._fit()
        self._is_leaving = False
        self.move(self._above())
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
            self._run(self._above())

    def _end(self) -> None:
        self._ended_s = self._now_s()
        self.put_away()

    def has_just_ended(self) -> bool:
        """Tell whether it went by itself a moment ago: a tap at what lies there now was perhaps meant for it."""
        return self._now_s() - self._ended_s < _LATE_S

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

    def _dress(self) -> None:
        """Take the ink and the lengths of now, where the toast is and where it is going."""
        if self.isHidden():
            return
        self._fit()
        goal = self._above() if self._is_leaving else self._place()
        self.move(goal.x(), self.y())
        self._run(goal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._dress()
        return False

    def _fit(self) -> None:
        """Take the largest type in which the sentence fits: on one line, else on two, and grow for a longer one."""
        theme, text = self._theme, self._words.text()
        right_mm = _LEFT_MM if self._answer.isHidden() else _RIGHT_MM
        self._row.margin((_LEFT_MM, 0, right_mm, 0))
        beside = theme.mm(_LEFT_MM) + theme.mm(right_mm)
        if not self._answer.isHidden():
            beside += theme.mm(_GAP_MM) + self._answer.sizeHint().width()
        room = self._wide() - 2 * min(theme.mm(_END_MM), round(self._wide() * _END_SHARE)) - beside
        wide = width_of(text, theme.font(BODY, SEMIBOLD))
        points, high = (BODY, 0.0) if wide <= room else (SMALL, _wrapped_high(text, theme, room, SMALL))
        if high > theme.mm(_HIGH_MM):
            points, high = CAPTION, _wrapped_high(text, theme, room, CAPTION)
        ink = theme.palette.toast_ink
        self._words.setStyleSheet(f"color: {ink}; font-size: {theme.pt(points)}px; font-weight: {SEMIBOLD};")
        self._words.setFixedWidth(min(room, ceil(wide)) + 1)
        self.setFixedSize(self._words.width() + beside, max(theme.mm(_HIGH_MM), ceil(high)))

    def _wide(self) -> int:
        parent = self.parentWidget()
        return parent.width() if parent else 0

    def _place(self) -> QPoint:
        return QPoint((self._wide() - self.width()) // 2, self._theme.mm(_TOP_MM))

    def _above(self) -> QPoint:
        return QPoint(self._place().x(), -self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        card(painter, QRectF(self.rect()), self.height() / 2, QColor(self._theme.palette.toast))

    def mousePressEvent(self, _event: object) -> None:
        """Keep a tap on the toast from reaching what lies under it."""


def _wrapped_high(text: str, theme: Theme, wide: int, points: float) -> float:
    """Return how high ``text`` is when it is wrapped, in pixels."""
    box = QRectF(0, 0, wide, _ENDLESS)
    return QFontMetricsF(theme.font(points, SEMIBOLD)).boundingRect(box, _WRAPPED, text).height()
