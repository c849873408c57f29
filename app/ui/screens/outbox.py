"""What waits to be sent and what was refused. It looks and forwards; it decides nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, Sides, label
from app.ui.controls.page import Page
from app.ui.controls.search import Empty
from app.ui.controls.sheet import Sheet
from app.ui.rows import ActionRow
from app.ui.screens.copies import CopiesSheet
from app.ui.screens.manager import ManagerSheet
from app.ui.screens.outbox_rows import RefusedList, WaitingList
from app.ui.theme import BODY, SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.outbox import OutboxModel


class ReasonSheet(Sheet):
    """Asks why something is written off; ``chosen`` gives the number and the reason's name, ``reason:<name>``."""

    chosen = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "reasons", parent, width_mm=116)
        self._no = 0
        self._keys: list[TouchButton] = []
        self._hint = label("body", "muted")
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint)
        self._name()

    def ask(self, no: int, reasons: list[ActionRow]) -> None:
        """Open for the operation ``no``."""
        self._no = no
        if not self._keys:
            for row in reasons:
                key = TouchButton(
                    self.theme,
                    f"reason:{row.id}",
                    Kind.QUIET,
                    arrange=Arrange.LEFT,
                    size_mm=(60, 14),
                    points=BODY,
                )
                key.clicked.connect(partial(self._choose, row.id))
                self.body.addWidget(key)
                self._keys.append(key)
        for key, row in zip(self._keys, reasons, strict=True):
            key.say(row.label)
        self.open()

    def _choose(self, reason: str, _checked: bool = False) -> None:
        self.put_away()
        self.chosen.emit(self._no, reason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("Why is it written off?"))
        self._hint.setText(self.tr("It stays in the journal, with your name. Nothing more is sent for it."))


class OutboxScreen(Page):
    """Refused operations with their ways out, and the waiting ones beside them."""

    def __init__(self, model: OutboxModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "outbox", parent)
        self._model = model
        self._refused_name, self._refused_sum = label("title"), label("label", "stop")
        self._waiting_name, self._waiting_sum = label("title"), label("label", "warn")
        self.refused, self.waiting = RefusedList(theme), WaitingList(theme)
        self._no_refused, self._no_waiting = Empty(theme, "check"), Empty(theme, "check")
        self._nothing = Empty(theme, "online")
        self._alert = label("body", "warn")
        self._alert.setWordWrap(True)
        self._seen = TouchButton(theme, "alert-seen", Kind.QUIET, size_mm=(30, 12))
        self._reasons = ReasonSheet(theme, self)
        self._copy_key = TouchButton(
            theme, "copies-open", Kind.QUIET, icon="stick", size_mm=(48, 12), points=SMALL
        )
        self.head.addWidget(self._copy_key)  # first: what is shown without a parent is a window of its own
        self._copy_key.setVisible(model.copies.is_possible)
        self.copies = CopiesSheet(model.copies, theme, self)
        self._manager = ManagerSheet(model.authorisation, theme, self)
        self._fill(theme)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        self._alert_row = Ground("clear")
        alert = Row(theme, self._alert_row, gap_mm=3)
        alert.addWidget(self._alert, 1)
        alert.addWidget(self._seen)
        self.body.addWidget(self._alert_row)
        self._halves, halves = Sides(theme, gap_mm=6), Ground("clear")
        halves.setLayout(self._halves)
        self._refused_stack = self._half(
            theme, self._refused_name, self._refused_sum, self._no_refused, self.refused
        )
        self._waiting_stack = self._half(
            theme, self._waiting_name, self._waiting_sum, self._no_waiting, self.waiting
        )
        self._all = QStackedWidget()
        self._all.addWidget(self._nothing)
        self._all.addWidget(halves)
        self.body.addWidget(self._all, 1)

    def _half(
        self, theme: Theme, name: QWidget, total: QWidget, empty: QWidget, rows: QWidget
    ) -> QStackedWidget:
        column = Column(theme, gap_mm=3)
        head = Row(theme, gap_mm=3)
        head.addWidget(name, 1)
        head.addWidget(total)
        stack = QStackedWidget()
        stack.addWidget(empty)
        stack.addWidget(rows)
        column.addLayout(head)
        column.addWidget(stack, 1)
        self._halves.addLayout(column, 1)
        return stack

    def _connect(self, model: OutboxModel) -> None:
        self.refused.asked.connect(self._asked)
        self.refused.gone.connect(self.moved)
        self.waiting.asked.connect(model.retry)
        self._reasons.chosen.connect(model.write_off)
        self._seen.clicked.connect(model.dismiss_alert)
        self._copy_key.clicked.connect(self.copies.ask)
        model.changed.connect(self._changed)
        model.pin_asked.connect(self._manager.open)
        model.message.connect(lambda text: self.said.emit(text, ""))

    def _asked(self, action: str, no: int) -> None:
        match action:
            case "correct":
                self._model.correct(no)
            case "retry":
                self._model.retry(no)
            case _:
                self._reasons.ask(no, self._model.reasons)

    def _changed(self) -> None:
        """Show it if somebody looks: after an outage there may be a thousand rows, and each sale changes them."""
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        refused, waiting = model.refused, model.waiting
        self.refused.show_rows(refused)
        self.waiting.rows.reset(waiting)
        self._refused_sum.setText(model.refused_text)
        self._waiting_sum.setText(model.waiting_text)
        self._refused_stack.setCurrentIndex(1 if refused else 0)
        self._waiting_stack.setCurrentIndex(1 if waiting else 0)
        self._all.setCurrentIndex(1 if refused or waiting else 0)
        self._alert.setText(model.alert)
        self._alert_row.setVisible(bool(model.alert))

    def entered(self) -> None:
        super().entered()
        self._model.enter()
        if not self.isVisible():
            self.refresh()  # the window is about to be shown

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.leave()
        super().hideEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Sales not sent or refused"))
        self._refused_name.setText(self.tr("Refused"))
        self._waiting_name.setText(self.tr("Waiting"))
        self.waiting.setAccessibleName(self._waiting_name.text())
        self._nothing.say(
            self.tr("Everything is sent"), self.tr("Nothing waits on this till, nothing was refused")
        )
        self._no_refused.say(self.tr("Nothing was refused"))
        self._no_waiting.say(self.tr("Nothing waits"))
        self._copy_key.say(self.tr("Copy to a stick"))
        #: the person has read the alert
        self._seen.say(self.tr("Understood"))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Stand the halves beside each other, or under each other on an upright screen."""
        is_upright = self.height() > self.width()
        self._halves.stand(is_upright=is_upright)
