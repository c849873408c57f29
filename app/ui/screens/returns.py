"""A return: what comes back, why, what follows from it in words, and then what to hand over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QWidget

from app.domain.returns import MAX_NOTES
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, Sides, dye, label
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.stepper import Stepper
from app.ui.controls.text_sheet import TextSheet
from app.ui.controls.tick import Tick
from app.ui.rows import ChipRow
from app.ui.screens.manager import ManagerSheet
from app.ui.theme import BODY, HERO, PAY_MIN_MM, SMALL, TITLE, Theme

if TYPE_CHECKING:
    from app.ui.view_models.return_words import LeftRow, ReasonRow
    from app.ui.view_models.returns import ReturnModel

_LINE_MM = (60.0, 15.0)
_REASON_MM = (40.0, 15.0)
_REASON_MOST_MM = 34.0
_BESIDE_MM = 112.0
"""What may come to stand around the reasons: they keep their place when it does."""
_UPRIGHT_SHARE = 0.62
_COLUMNS = 2
_SHARE = 0.42


class ReturnScreen(Page):
    """Keys: ``left:<position>``, ``why:<reason>``, ``return-accept``; then ``outcome-another``, ``outcome-shelve``,
    ``outcome-done``.
    """

    def __init__(self, model: ReturnModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "return", parent, is_bare=True)
        self._model = model
        self._left_rows: list[int] = []
        self._left_keys: list[TouchButton] = []
        self._reason_keys: dict[str, TouchButton] = {}
        self._number = label("label", "muted")
        self._what, self._why = label("title"), label("title")
        self._lines = ScrollColumn(theme, gap_mm=2)
        self._lines.stack.addStretch(1)
        self._qty_name, self.stepper = label("label", "muted"), Stepper(theme, "return-qty")
        self._reasons = QGridLayout()
        self._consequence, self._waits = label("label"), label("body", "warn")
        self._consequence.setObjectName("consequence")
        self._message = label("body", "stop")
        for words in (self._consequence, self._waits, self._message):
            words.setWordWrap(True)
        self._notes = self._key("return-notes", "edit")
        self._refund = self._choice("return-refund", "cash")
        self._restock = self._choice("return-restock", "return")
        self._pin = TouchButton(theme, "return-pin", Kind.QUIET, icon="lock", size_mm=(50, 20), points=SMALL)
        self.accept = self._large("return-accept", "return", Kind.PRIMARY)
        self._words = TextSheet(theme, "notes", self, most=MAX_NOTES)
        self._manager = ManagerSheet(model.authorisation, theme, self)
        self._build(theme)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _key(self, name: str, icon: str) -> TouchButton:
        key = TouchButton(
            self.theme, name, Kind.QUIET, icon=icon, arrange=Arrange.LEFT, size_mm=(60, 13), points=BODY
        )
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return key

    def _choice(self, name: str, icon: str) -> TouchButton:
        return TouchButton(self.theme, name, Kind.CHOICE, icon=icon, size_mm=(40, 13), points=BODY)

    def _large(self, name: str, icon: str, kind: Kind) -> TouchButton:
        return TouchButton(self.theme, name, kind, icon=icon, size_mm=PAY_MIN_MM, points=TITLE)

    def _build(self, theme: Theme) -> None:
        left = Ground("clear")
        column = Column(theme, left, gap_mm=3, margins_mm=(4, 3, 4, 4))
        head = Row(theme, gap_mm=3)
        for widget in (self.back, self.title, self._number):
            head.addWidget(widget)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._what)
        column.addWidget(self._lines, 1)
        many = Row(theme, gap_mm=3)
        many.addWidget(self._qty_name, 1)
        many.addWidget(self.stepper)
        column.addLayout(many)
        self._panel = Ground("panel")
        side = Column(theme, self._panel, gap_mm=3, margins_mm=(6, 5, 6, 5))
        side.addWidget(self._why)
        side.addLayout(self._reasons)
        side.addWidget(self._notes)
        self._choices = Ground("clear")
        choices = Row(theme, self._choices, gap_mm=3)
        choices.addWidget(self._refund, 1)
        choices.addWidget(self._restock, 1)
        side.addWidget(self._choices)
        side.addStretch(1)
        for words in (self._consequence, self._waits, self._message):
            side.addWidget(words)
        keys = Row(theme, gap_mm=3)
        keys.addWidget(self._pin, 2)
        keys.addWidget(self.accept, 3)
        side.addLayout(keys)
        typing = Ground("clear")
        self._sides = Sides(theme, typing, gap_mm=0)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(self._panel)
        self._all = QStackedWidget()
        self._all.addWidget(typing)
        self._all.addWidget(self._outcome_page(theme))
        self.body.addWidget(self._all, 1)

    def _outcome_page(self, theme: Theme) -> Ground:
        """What was done, and what goes over the counter in the largest type."""
        page = Ground("clear")
        column = Column(theme, page, gap_mm=2, margins_mm=(10, 8, 10, 8))
        head = Row(theme, gap_mm=4)
        self._tick = Tick(theme)
        self._done, self._taken = label("head"), label("label", "muted")
        words = Column(theme, gap_mm=0.4)
        words.addWidget(self._done)
        words.addWidget(self._taken)
        head.addWidget(self._tick)
        head.addLayout(words, 1)
        self._hand_over, self._hint = label("title", "muted"), label("title")
        self._hint.setWordWrap(True)
        self._amount = AmountLabel(
            theme,
            "outcome-amount",
            points=HERO * 1.4,
            at_least=HERO,
            ink="ok",
            align=Qt.AlignmentFlag.AlignLeft,
        )
        self._another = self._large("outcome-another", "plus", Kind.SECONDARY)
        self._shelve = self._large("outcome-shelve", "return", Kind.SECONDARY)
        self._finish = self._large("outcome-done", "check", Kind.PRIMARY)
        keys = Row(theme, gap_mm=3)
        for key in (self._another, self._shelve, self._finish):
            keys.addWidget(key, 1)
        column.addLayout(head)
        column.addStretch(2)
        column.addWidget(self._hand_over)
        column.addWidget(self._amount)
        column.addWidget(self._hint)
        column.addStretch(3)
        column.addLayout(keys)
        return page

    def _connect(self, model: ReturnModel) -> None:
        self.stepper.less.connect(model.less)
        self.stepper.more.connect(model.more)
        self._notes.clicked.connect(self._ask_notes)
        self._refund.clicked.connect(model.toggle_refund)
        self._restock.clicked.connect(model.toggle_restock)
        self.accept.clicked.connect(model.accept)
        self._pin.clicked.connect(model.accept_by_pin)
        self._words.entered.connect(model.set_notes)
        self._another.clicked.connect(model.another)
        self._shelve.clicked.connect(model.restock_now)
        self._finish.clicked.connect(model.finish)
        model.changed.connect(self.refresh)
        model.notes_asked.connect(self._ask_notes)
        model.pin_asked.connect(self._manager.open)

    # what the model tells

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self._number.setText(model.number)
        self._show_lines(model.lines)
        self._show_reasons(model.reasons)
        for widget in (self._qty_name, self.stepper):
            widget.setVisible(bool(model.qty_text))
        self.stepper.show_figure(model.qty_text, can_less=model.can_less, can_more=model.can_more)
        self._notes.setVisible(model.needs_notes)
        self._notes.say(model.notes or self.tr("Say why…"))
        self._choices.setVisible(model.is_open_decision)
        self._refund.setChecked(model.refund)
        self._restock.setChecked(model.restock)
        self._consequence.setText(model.consequence or model.hint)
        dye(self._consequence, "" if model.consequence else "muted")
        self._waits.setText(model.waits_text)
        self._waits.setVisible(bool(model.waits_text))
        self._message.setText(model.message)
        self._message.setVisible(bool(model.message))
        self._pin.say(model.pin_text, self.tr("decide now"))
        self._pin.setVisible(bool(model.pin_text))
        self._pin.setEnabled(model.can_accept)
        self.accept.say(model.accept_text)
        self.accept.setEnabled(model.can_accept)
        self._show_outcome()

    def _show_outcome(self) -> None:
        outcome = self._model.outcome
        place = 0 if outcome is None else 1
        if self._all.currentIndex() != place:
            self._all.setCurrentIndex(place)
            self.moved.emit()
        if outcome is None:
            return
        self._done.setText(outcome.title)
        self._taken.setText(outcome.what)
        self._hint.setText(self._model.message or outcome.hint)
        dye(self._hint, "stop" if self._model.message else "warn" if outcome.is_waiting else "")
        self._tick.show_state(is_waiting=outcome.is_waiting)
        self._hand_over.setText(outcome.amount_name)
        self._amount.say(outcome.amount_text)
        self._hand_over.setVisible(bool(outcome.amount_text))
        self._amount.setVisible(bool(outcome.amount_text))
        self._another.setVisible(self._model.has_more)
        self._shelve.setVisible(outcome.can_restock)
        # Nothing is over while a manager has the last word.
        self._finish.say(self.tr("On to my day") if outcome.is_waiting else self.tr("Done"))
        self._finish.show_icon("receipt" if outcome.is_waiting else "check")

    def _show_lines(self, rows: list[LeftRow]) -> None:
        if [row.position for row in rows] != self._left_rows:
            self._left_rows = [row.position for row in rows]
            for key in self._left_keys:
                self._lines.stack.removeWidget(key)
                key.hide()
                key.deleteLater()
            self._left_keys = [self._left_key(row) for row in rows]
            for place, key in enumerate(self._left_keys):
                self._lines.stack.insertWidget(place, key)
        for key, row in zip(self._left_keys, rows, strict=True):
            key.say(row.name, row.detail)
            key.setChecked(row.is_chosen)
            key.setEnabled(row.is_enabled)

    def _left_key(self, row: LeftRow) -> TouchButton:
        name = f"left:{row.position}"
        key = TouchButton(self.theme, name, Kind.CHOICE, arrange=Arrange.LEFT, size_mm=_LINE_MM, points=BODY)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key.clicked.connect(partial(self._choose_line, row.position))
        return key

    def _choose_line(self, position: int, _checked: bool = False) -> None:
        self._model.choose_line(position)
        self.refresh()

    def _show_reasons(self, rows: list[ReasonRow]) -> None:
        for place, row in enumerate(rows):
            key = self._reason_keys.get(row.key)
            if key is None:
                key = self._reason_keys[row.key] = TouchButton(
                    self.theme,
                    f"why:{row.key}",
                    Kind.CHOICE,
                    icon=row.icon,
                    arrange=Arrange.LEFT,
                    size_mm=_REASON_MM,
                    points=BODY,
                )
                key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                key.clicked.connect(partial(self._choose_reason, row.key))
                self._reasons.addWidget(key, place // _COLUMNS, place % _COLUMNS)
            key.say(row.label, row.detail)
            key.setChecked(row.is_chosen)
            key.setEnabled(row.is_enabled)

    def _choose_reason(self, reason: str, _checked: bool = False) -> None:
        self._model.choose_reason(reason)

    def _ask_notes(self) -> None:
        usual = (self.tr("Strange taste"), self.tr("Not cold"), self.tr("Broken seal"), self.tr("Too late"))
        self._words.ask(
            self.tr("Why does it come back?"),
            before=self._model.notes,
            usual=[ChipRow(str(place), text) for place, text in enumerate(usual)],
            is_needed=True,
        )

    # the window

    def entered(self) -> None:
        super().entered()
        self.refresh()

    def shortcut(self, key: Shortcut) -> bool:
        model = self._model
        if model.outcome is not None and key in (Shortcut.BACK, Shortcut.ACCEPT, Shortcut.PAY):
            model.finish()
            return True
        if key in (Shortcut.ACCEPT, Shortcut.PAY):
            model.accept()
            return True
        return super().shortcut(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._model.outcome is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._model.finish()
        elif event.key() == Qt.Key.Key_Plus:
            self._model.more()
        elif event.key() == Qt.Key.Key_Minus:
            self._model.less()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Return"))
        self._what.setText(self.tr("What comes back?"))
        self._why.setText(self.tr("Why?"))
        self._qty_name.setText(self.tr("How many"))
        self._refund.say(self.tr("Give the money back"))
        self._restock.say(self.tr("Back on the shelf"))
        self._another.say(self.tr("Another product…"))
        self._shelve.say(self.tr("Put back on the shelf"))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        self._reasons.setSpacing(self.theme.mm(2.4))
        side = round(self.height() * _UPRIGHT_SHARE) if is_upright else self.height()
        rows = max(1, -(-len(self._reason_keys) // _COLUMNS))
        high = (side - self.theme.mm(_BESIDE_MM)) // rows
        least, most = self.theme.mm(_REASON_MM[1]), self.theme.mm(_REASON_MOST_MM)
        for key in self._reason_keys.values():
            key.setFixedHeight(max(least, min(most, high)))
        self._panel.setMinimumHeight(side if is_upright else 0)
        self._panel.setMaximumHeight(side if is_upright else self.maximumHeight())
        wide = self.width() - round(self.width() * _SHARE)
        self._panel.setMinimumWidth(0 if is_upright else wide)
        self._panel.setMaximumWidth(self.maximumWidth() if is_upright else wide)
