"""Amounts and what types them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui import format as text_of
from app.ui.controls.amount import AmountLabel
from app.ui.controls.field import AmountField
from app.ui.controls.keypad import Keypad, PinDots
from app.ui.controls.number_sheet import NumberSheet
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Host, Leaf, Stage, as_if_focused
from app.ui.theme import HERO

_INKS = (("text", As.USUAL), ("ok", As.CHOSEN), ("warn", As.LOW), ("stop", As.REFUSED), ("faint", As.OFF))


def _amounts(stage: Stage) -> None:
    for ink, state in _INKS:
        amount = AmountLabel(stage.theme, "amount", ink=ink)
        amount.say(text_of.money(12_500))
        stage.show_as(state, amount, width_mm=60)
    unknown = AmountLabel(stage.theme, "amount")
    unknown.say(text_of.money(None))
    stage.show_as(As.UNKNOWN, unknown, width_mm=60)
    for amount_f, state in ((11_700, As.FULL), (123_456_700, As.LONG)):
        large = AmountLabel(stage.theme, "amount", points=HERO, align=Qt.AlignmentFlag.AlignLeft)
        large.say(text_of.money(amount_f))
        stage.show_as(state, large, width_mm=90)


def _fields(stage: Stage) -> None:
    for state in (As.USUAL, As.CHOSEN, As.PRESSED, As.FOCUSED, As.OFF, As.LONG):
        field = AmountField(stage.theme, "field")
        amount = 123_456_700 if state is As.LONG else 7_500
        field.show_amount(
            samples.deeds()[2].label, text_of.money(amount), is_target=state in (As.CHOSEN, As.LONG)
        )
        field.setDown(state is As.PRESSED)
        field.setEnabled(state is not As.OFF)
        if state is As.FOCUSED:
            as_if_focused(field)
        stage.show_as(state, field, width_mm=80)


def _keypads(stage: Stage) -> None:
    for state in (As.USUAL, As.OFF):
        keypad = Keypad(stage.theme, extra="00")
        keypad.set_keys_enabled(state is As.USUAL)
        stage.show_as(state, keypad)
    stage.show_as(As.CHOSEN, Keypad(stage.theme))
    stage.head("PinDots")
    for typed, is_wrong, state in (
        (0, False, As.EMPTY),
        (2, False, As.USUAL),
        (4, False, As.FULL),
        (0, True, As.WRONG),
    ):
        dots = PinDots(stage.theme)
        dots.show_digits(typed, 4, is_wrong=is_wrong)
        stage.show_as(state, dots)


def _number_sheet(stage: Stage) -> None:
    def ask(host: QWidget, *, before: int) -> None:
        NumberSheet(stage.theme, host).ask(samples.card().name, before, may_remove=before > 0)

    for before, state in ((24, As.USUAL), (0, As.EMPTY)):
        host = Host(stage.theme, partial(ask, before=before))
        stage.show_as(state, host, width_mm=110, height_mm=150)


PAGES = (
    Leaf("AmountLabel", (AmountLabel,), _amounts),
    Leaf("AmountField", (AmountField,), _fields),
    Leaf("Keypad, PinDots", (Keypad, PinDots), _keypads),
    Leaf("NumberSheet", (NumberSheet,), _number_sheet),
)
