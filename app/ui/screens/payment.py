"""The payment screen: one tap for exact cash or a usual note, a keypad for the rest. It looks and forwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.keypad import Keypad
from app.ui.controls.layout import Column, Ground, Row, Sides, label
from app.ui.controls.methods import Methods
from app.ui.controls.page import Page, Shortcut
from app.ui.screens.payment_reference import ReferenceSheet
from app.ui.screens.payment_sum import Sum
from app.ui.screens.payment_ways import Ways
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.payment import PaymentModel

_PANE_MM = (76.0, 128.0)
_PANE_SHARE = 0.36
_KEYPAD_SHARE = 0.46
_KEYPAD_MM = (54.0, 96.0)


class PaymentScreen(Page):
    """Ways of paying and keypad at the left, the figures at the right; under each other on an upright screen."""

    def __init__(self, model: PaymentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "payment", parent, is_bare=True)
        self._model = model
        self._shape = (0, False)
        self._count = label("label", "muted")
        self.methods = Methods(theme)
        self.ways = Ways(model, theme)
        self.keypad = Keypad(theme, extra="00")
        self.sum = Sum(model, theme)
        self._fill(theme)
        self.letters = ReferenceSheet(model, theme, self)
        self.ways.letters_asked.connect(self._open_letters)
        self.letters.closed.connect(lambda: model.aim("amount"))
        self.methods.chosen.connect(model.choose_method)
        self.keypad.typed.connect(model.digit)
        self.keypad.backspace.connect(model.backspace)
        model.changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        left = Ground("clear")
        column = Column(theme, left, gap_mm=3, margins_mm=(4, 3, 4, 4))
        head = Row(theme, gap_mm=3)
        for widget in (self.back, self.title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.methods)
        self._keys = Row(theme, gap_mm=4)
        self._keys.addWidget(self.ways, 1)
        self._keys.addWidget(self.keypad)
        column.addLayout(self._keys, 1)
        self._sides = Sides(theme, gap_mm=0)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(self.sum)
        self.body.addLayout(self._sides, 1)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        if (shape := (len(model.parts), model.is_owing)) != self._shape:
            self._shape = shape
            self.moved.emit()  # the large key means the rest now, another part or key lies under a cross
        self._count.setText(model.count_text)
        self.methods.show_method(model.method)
        self.ways.refresh()
        self.keypad.set_keys_enabled(not model.is_paying)
        self.sum.refresh()
        if model.target != "reference":
            self._leave_reference()

    def _leave_reference(self) -> None:
        """Give the keyboard back to the page when the keypad types elsewhere."""
        if any(page.reference.hasFocus() for page in (self.ways.phone, self.ways.card)):
            self.setFocus()

    def entered(self) -> None:
        super().entered()
        self.letters.put_away()
        self._model.begin()

    def _open_letters(self) -> None:
        self._model.aim("reference")
        self.letters.open()

    def shortcut(self, key: Shortcut) -> bool:
        match key:
            case Shortcut.EXACT:
                self._model.choose_method("cash")
                self._model.tender("exact")
            case Shortcut.MOBILE_MONEY:
                self._model.choose_method("mobile_money")
            case Shortcut.ACCEPT | Shortcut.PAY:
                self._model.confirm()
            case _:
                return super().shortcut(key)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits type the amount. Enter alone does nothing: a scanner ends its code with one."""
        if not self.keypad.take(event):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Payment"))
        self.methods.retranslate()
        self.ways.retranslate()
        self.sum.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Share the room between keys and figures, beside or under each other."""
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * _PANE_SHARE)))
        self.sum.setMinimumWidth(0 if is_upright else wide)
        self.sum.setMaximumWidth(self.maximumWidth() if is_upright else wide)
        least, most = (self.theme.mm(length) for length in _KEYPAD_MM)
        room = self.width() if is_upright else self.width() - wide
        self.keypad.setFixedWidth(max(least, min(most, round(room * _KEYPAD_SHARE))))
