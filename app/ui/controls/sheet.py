"""A panel over the screen: title, content, answers. It never runs an event loop of its own."""

from __future__ import annotations

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
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.focus import step
from app.ui.controls.layout import GROUND, Column, Row, label
from app.ui.controls.paint import card, smooth
from app.ui.theme import BODY, GAP_MIN_MM, SLIDE_MS, Theme


class _Panel(QWidget):
    """The sheet's own area, painted as a card; a tap on it stays on it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty(GROUND, "panel")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        palette = self._theme.palette
        edge = QColor(palette.edge)
        card(painter, QRectF(self.rect()), self._theme.mm(4), QColor(palette.panel), edge, self._theme.hair())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


_TYPING = ("key:", "letter:")


class Sheet(QDialog):
    """Covers its parent with a scrim and a panel in the middle. Fill ``body``; ``open`` shows it, ``closed`` tells.

    A tap beside the panel, the cross and Esc close it. Nothing blocks: the caller goes on and listens to signals.
    ``offered``: the sheet has opened; whether figures or letters are typed on it.
    """

    offered = Signal(bool)
    closed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget, *, width_mm: float = 120) -> None:
        super().__init__(parent)
        self.setWindowFlags(
            Qt.WindowType.Widget
        )  # a dialog to whoever is read to, a part of the window to all else
        self.theme, self._width_mm = theme, width_mm
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a tap on a key leaves the keyboard with the sheet
        self._lender: QWidget | None = None
        self._panel = _Panel(theme, self)
        frame = Column(theme, self._panel, gap_mm=3, margins_mm=(6, 3, 6, 4))
        self._title = label("title")
        self._title.setWordWrap(True)
        self.cross = TouchButton(theme, f"{name}-close", Kind.GHOST, icon="close", size_mm=(11, 11))
        head = Row(theme)
        head.addWidget(self._title, 1)
        head.addWidget(self.cross)
        self.body = Column(theme, gap_mm=3)
        self.answers = Row(theme, gap_mm=3)
        frame.addLayout(head)
        frame.addLayout(self.body)
        frame.addLayout(self.answers)
        self.cross.clicked.connect(self.put_away)
        self._slide = QPropertyAnimation(self._panel, QByteArray(b"pos"), self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        parent.installEventFilter(self)
        theme.changed.connect(self._dress)
        self.hide()
        self._retranslate()

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self.setAccessibleName(text)

    def add_answer(self, name: str, text: str, kind: Kind = Kind.QUIET) -> TouchButton:
        """Add a button at the foot and return it; connect its ``clicked``."""
        button = TouchButton(self.theme, name, kind, size_mm=(28, 14), points=BODY)
        button.say(text)
        self.answers.addWidget(button, 1)
        return button

    def open(self) -> None:
        """Show the sheet over its parent and take the keyboard; who had it gets it back."""
        self._lender = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.offered.emit(any(key.objectName().startswith(_TYPING) for key in self.findChildren(TouchButton)))
        goal = self._arrange()
        self.setFocus()
        self._slide.stop()
        self._slide.setDuration(self.theme.motion(SLIDE_MS))
        self._slide.setStartValue(goal + QPoint(0, self.theme.mm(8)))
        self._slide.setEndValue(goal)
        self._slide.start()

    def put_away(self) -> None:
        """Hide the sheet and tell. Who lent it the keyboard gets it back, unless another sheet has it by now."""
        if self.isVisible():
            holder = QApplication.focusWidget()
            has_it = holder is None or holder is self or self.isAncestorOf(holder)
            self.hide()
            lender, self._lender = self._lender, None
            if lender is None or not isValid(lender) or not lender.isVisible():
                lender = self.parentWidget()
            if lender and has_it:
                lender.setFocus()
            self.closed.emit()

    def _dress(self) -> None:
        """Arrange now, and once more when what is in the sheet has heard of the change too."""
        self._arrange()
        if self.isVisible():
            QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> QPoint:
        parent = self.parentWidget()
        if parent is None:
            return QPoint()
        self.setGeometry(parent.rect())
        edge = self.theme.mm(4)
        width = min(self.theme.mm(self._width_mm), parent.width() - 2 * edge)
        self._panel.setFixedWidth(width)
        layout = self._panel.layout()
        if layout:
            layout.activate()  # what was shown or hidden just now counts
        high = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else -1
        high = max(high, self._panel.sizeHint().height())
        self._panel.resize(width, min(high, parent.height() - 2 * self.theme.mm(GAP_MIN_MM)))
        goal = QPoint((self.width() - width) // 2, (self.height() - self._panel.height()) // 2)
        self._panel.move(goal)
        return goal

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return step(self, is_forward=is_next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget() and self.isVisible():
            self._arrange()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.cross.say("", accessible=self.tr("Close"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.theme.palette.scrim))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.put_away()
