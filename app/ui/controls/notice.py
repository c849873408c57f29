"""What was refused and what can be done, in words, beside the work: it covers nothing that is being typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.controls.aloud import say_aloud
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.flow import Flow
from app.ui.controls.layout import Column, Row, label
from app.ui.controls.paint import card, smooth
from app.ui.icons import paint_icon
from app.ui.rows import ActionRow, ActionStyle, RefusalRow
from app.ui.theme import SMALL, Theme

_KINDS = {ActionStyle.PRIMARY: Kind.PRIMARY, ActionStyle.PLAIN: Kind.QUIET, ActionStyle.STOP: Kind.STOP}


class _Sign(QWidget):
    """The stop sign at the left of the notice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(9), self._theme.mm(9))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), "stop", QRectF(self.rect()), QColor(self._theme.palette.stop))


class Notice(QWidget):
    """A refusal with its answers, named ``answer:<id>``. ``answered`` gives the refusal's key and the answer's id.

    ``shown`` tells that one came: what was said of it before is not true. ``gone``: a tap on it has closed it.
    """

    answered = Signal(str, str)
    shown = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: RefusalRow | None = None
        self._last: RefusalRow | None = None
        self.setObjectName("notice")
        self._title: QLabel = label("title")
        self._body: QLabel = label("small")
        self._code: QLabel = label("caption", "faint")
        for words in (self._title, self._body):
            words.setWordWrap(True)
        self.cross = TouchButton(theme, "notice-close", Kind.GHOST, icon="close", size_mm=(11, 11))
        self.cross.clicked.connect(self._close)
        whole = Column(theme, self, gap_mm=2, margins_mm=(4, 3, 3, 3))
        box = Row(theme, gap_mm=3)
        box.addWidget(_Sign(theme), 0, Qt.AlignmentFlag.AlignTop)
        words_column = Column(theme, gap_mm=0.6)
        words_column.addWidget(self._title)
        words_column.addWidget(self._body)
        box.addLayout(words_column, 1)
        side = Column(theme, gap_mm=0)
        side.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self._code, 0, Qt.AlignmentFlag.AlignRight)
        side.addStretch(1)
        box.addLayout(side)
        whole.addLayout(box)
        self._answers = Flow(theme, gap_mm=2.4)
        whole.addWidget(self._answers)
        self.hide()

    def show_refusal(self, row: RefusalRow, close_name: str) -> None:
        """Show ``row`` in place of what is there. ``close_name`` is read aloud for the cross."""
        self._row = row
        self._title.setText(row.title)
        self._body.setText(row.body)
        self._body.setVisible(bool(row.body))
        self._code.setText(row.code)
        self.cross.say("", accessible=close_name)
        self.setAccessibleName(f"{row.title} {row.body}")
        say_aloud(self, self.accessibleName())
        self._fill(row.actions)
        self.show()
        self.shown.emit()

    def show_row(self, row: RefusalRow | None) -> None:
        """Show what is refused now, or nothing; one that is shown, or was closed, is left as it is."""
        if row == self._last:
            return
        self._last = row
        if row is None:
            self.put_away()
        else:
            self.show_refusal(row, self.tr("Close"))

    def show_anew(self) -> None:
        """Show the next one whatever was shown: its words are in another language."""
        self._last = None

    def put_away(self) -> None:
        self._row = None
        self.hide()

    def _fill(self, actions: tuple[ActionRow, ...]) -> None:
        buttons = []
        for action in actions:
            kind = _KINDS[action.style]
            button = TouchButton(self._theme, f"answer:{action.id}", kind, size_mm=(24, 12), points=SMALL)
            button.say(action.label)
            button.clicked.connect(lambda _checked=False, answer=action.id: self._answer(answer))
            buttons.append(button)
        self._answers.show_widgets(buttons)

    def _close(self) -> None:
        self.put_away()
        self.gone.emit()

    def _answer(self, answer: str) -> None:
        row = self._row
        self._close()
        if row is not None:
            self.answered.emit(row.key, answer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        p = self._theme.palette
        box = QRectF(self.rect())
        card(painter, box, self._theme.mm(3.4), QColor(p.tile), QColor(p.stop), self._theme.hair(0.4))
