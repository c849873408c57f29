"""The tickets that are not printed, newest first, with a way to print or to drop each of them or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.card_list import CardList
from app.ui.controls.layout import Column, Row, ScrollColumn, label
from app.ui.controls.page import Page
from app.ui.controls.paint import marked_card
from app.ui.controls.search import Empty
from app.ui.theme import SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.unprinted import UnprintedModel, UnprintedRow


class UnprintedCard(QWidget):
    """One ticket. Keys: ``print:<key>``, ``throw:<key>``; ``asked`` gives which of the two."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, row: UnprintedRow) -> None:
        super().__init__()
        self._theme, self._key = theme, row.key
        self.setObjectName(f"unprinted:{row.key}")
        self._title, self._detail = label("label"), label("small", "muted")
        self._reason, self._advice = label("body", "warn"), label("small", "muted")
        self._amount, self._code = label("title"), label("caption", "faint")
        for words in (self._reason, self._advice):
            words.setWordWrap(True)
        self._print = TouchButton(
            theme, f"print:{row.key}", Kind.SECONDARY, icon="printer", size_mm=(32, 12), points=SMALL
        )
        self._throw = TouchButton(
            theme, f"throw:{row.key}", Kind.QUIET, icon="trash", size_mm=(26, 12), points=SMALL
        )
        self._print.clicked.connect(lambda: self.asked.emit("print", self._key))
        self._throw.clicked.connect(lambda: self.asked.emit("throw", self._key))
        self._fill(theme)
        self.retranslate()
        self.show_row(row)

    def _fill(self, theme: Theme) -> None:
        self._across = Row(theme, self, gap_mm=4, margins_mm=(6, 3.4, 4, 3.4))
        told, keys = Row(theme, gap_mm=4), Row(theme, gap_mm=4)
        words = Column(theme, gap_mm=0.8)
        head = Row(theme, gap_mm=3)
        head.addWidget(self._title)
        head.addWidget(self._detail)
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(self._reason)
        words.addWidget(self._advice)
        told.addLayout(words, 1)
        sums = Column(theme, gap_mm=0.4)
        sums.addStretch(1)
        sums.addWidget(self._amount, 0, Qt.AlignmentFlag.AlignRight)
        sums.addWidget(self._code, 0, Qt.AlignmentFlag.AlignRight)
        sums.addStretch(1)
        told.addLayout(sums)
        keys.addWidget(self._print)
        keys.addWidget(self._throw)
        self._across.addLayout(told, 1)
        self._across.addLayout(keys)

    def stand(self, *, is_upright: bool) -> None:
        """Put the keys beside the words, or under them on an upright screen."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._across.setDirection(down if is_upright else across)

    def show_row(self, row: UnprintedRow) -> None:
        """Show the ticket as it is now."""
        self._title.setText(row.title)
        self._detail.setText(row.detail)
        self._amount.setText(row.amount_text)
        self._reason.setText(row.reason)
        self._advice.setText(row.advice)
        self._advice.setVisible(bool(row.advice))
        self._code.setText(row.code)
        for key in (self._print, self._throw):
            key.setEnabled(not row.is_busy)
        self.setAccessibleName(f"{row.title}, {row.amount_text}, {row.reason}")

    def retranslate(self) -> None:
        """Set every text again."""
        self._print.say(self.tr("Print", "a receipt"))
        self._throw.say(self.tr("Throw away"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        marked_card(painter, QRectF(self.rect()), self._theme, QColor(self._theme.palette.warn))


class UnprintedScreen(Page):
    """The list, and the key that prints it all: ``print-all``."""

    def __init__(self, model: UnprintedModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "unprinted", parent)
        self._model = model
        self._all = TouchButton(
            theme, "print-all", Kind.PRIMARY, icon="printer", size_mm=(40, 12), points=SMALL
        )
        self.head.addWidget(self._all)
        self._list = ScrollColumn(theme, gap_mm=3)
        self._cards: CardList[UnprintedRow, UnprintedCard] = CardList(
            self._list, key=lambda row: row.key, make=self._card, show=UnprintedCard.show_row
        )
        self._none = Empty(theme, "receipt")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._list)
        self.body.addWidget(self._stack, 1)
        self._all.clicked.connect(model.print_all)
        model.changed.connect(self._changed)
        model.thrown_away.connect(self._thrown_away)
        self.retranslate()

    def _changed(self) -> None:
        """Show it if somebody looks."""
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        rows = self._model.rows
        if self._cards.show_rows(rows):
            self.moved.emit()
        self._all.setVisible(bool(rows))
        self._all.setEnabled(self._model.can_print)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _card(self, row: UnprintedRow) -> UnprintedCard:
        made = UnprintedCard(self.theme, row)
        made.asked.connect(self._asked)
        made.stand(is_upright=self.height() > self.width())
        return made

    def _asked(self, what: str, key: str) -> None:
        if what == "print":
            self._model.print(key)
        else:
            self._model.throw_away(key)

    def _thrown_away(self, text: str) -> None:
        self.said.emit(text, self.tr("Undo"))

    def toast_answered(self) -> None:
        self._model.undo()

    def entered(self) -> None:
        super().entered()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for shown in self._cards.cards:
            shown.stand(is_upright=self.height() > self.width())

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Receipts not printed"))
        self._all.say(self.tr("Print all", "receipts"))
        self._none.say(self.tr("No receipt waits"), self.tr("What a printer could not print waits here"))
        self.refresh()
