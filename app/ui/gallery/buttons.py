"""Keys: every kind in every state, and the rows of keys that are made of them."""

from __future__ import annotations

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.chips import Chips
from app.ui.controls.choices import Choices
from app.ui.controls.deeds import DeedKey, DeedKeys
from app.ui.controls.methods import Methods
from app.ui.controls.more_mark import MoreMark
from app.ui.controls.pager import Pager
from app.ui.controls.stepper import Stepper
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Leaf, Stage, as_if_focused
from app.ui.rows import ActionRow, ChipRow
from app.ui.theme import BODY

_KEY_MM = (34.0, 14.0)


def _touch_buttons(stage: Stage) -> None:
    for kind in Kind:
        stage.head(kind.value)
        for state in (As.USUAL, As.PRESSED, As.FOCUSED, As.OFF, As.CHOSEN):
            if state is As.CHOSEN and kind is not Kind.CHOICE:
                continue
            stage.show_as(state, _in_state(_key(stage, kind), state))
    stage.head("TouchButton")
    stage.show_as(As.EMPTY, _key(stage, Kind.QUIET, words=False, icon="lock"))
    stage.show_as(As.UPRIGHT, _key(stage, Kind.QUIET, icon="cash", arrange=Arrange.STACK))
    stage.show_as(
        As.USUAL, _key(stage, Kind.QUIET, icon="forward", arrange=Arrange.AFTER), caption="Arrange.AFTER"
    )
    stage.show_as(As.BADGED, _badged(stage))
    stage.show_as(As.LONG, _long(stage), width_mm=60)


def _key(
    stage: Stage, kind: Kind, *, words: bool = True, icon: str = "check", arrange: Arrange = Arrange.ROW
) -> TouchButton:
    key = TouchButton(
        stage.theme, "sample", kind, icon=icon, arrange=arrange, size_mm=_KEY_MM if words else (12, 12)
    )
    said = samples.deeds()[0].label
    key.say(said if words else "", accessible=said)
    return key


def _in_state(key: TouchButton, state: As) -> TouchButton:
    key.setDown(state is As.PRESSED)
    key.setChecked(state is As.CHOSEN)
    key.setEnabled(state is not As.OFF)
    return as_if_focused(key) if state is As.FOCUSED else key


def _badged(stage: Stage) -> TouchButton:
    key = _key(stage, Kind.QUIET, icon="inbox", arrange=Arrange.LEFT)
    key.show_badge("12")
    return key


def _long(stage: Stage) -> TouchButton:
    key = TouchButton(stage.theme, "sample", Kind.SECONDARY, size_mm=_KEY_MM, points=BODY)
    key.say(samples.answers()[1].label, samples.advice())
    return key


def _rows_of_keys(stage: Stage) -> None:
    theme = stage.theme
    chips = Chips(theme, "chip")
    chips.show_rows(samples.chips(), "aicha")
    stage.show_as(As.CHOSEN, chips, width_mm=120, caption="Chips")
    plain = Chips(theme, "word", is_choice=False)
    plain.show_rows(samples.chips())
    stage.show_as(As.USUAL, plain, width_mm=120, caption="Chips")
    many = Chips(theme, "many")
    many.show_rows(
        [ChipRow(f"{n}{row.key}", row.label, row.detail) for n in range(3) for row in samples.chips()]
    )
    stage.show_as(As.USUAL, many, width_mm=120, caption="MoreMark")
    choices = Choices(theme, "choice")
    choices.show_choices(tuple(ActionRow(x.key, x.label) for x in samples.chips()), "all")
    choices.say(samples.chips()[0].label)
    stage.show_as(As.CHOSEN, choices, width_mm=150, caption="Choices")
    methods, narrow = Methods(theme), Methods(theme, Arrange.STACK)
    for one, caption, wide in ((methods, "Methods", 150), (narrow, "Methods", 90)):
        one.show_method("mobile_money")
        stage.show_as(As.CHOSEN, one, width_mm=wide, caption=caption)


def _deeds(stage: Stage) -> None:
    for row, state in zip(samples.deeds(), (As.USUAL, As.REFUSED, As.OFF), strict=True):
        stage.show_as(state, DeedKey(stage.theme, row), width_mm=56)
    pressed = DeedKey(stage.theme, samples.deeds()[0])
    pressed.setDown(True)
    stage.show_as(As.PRESSED, pressed, width_mm=56)
    stage.head("DeedKeys")
    for is_calm, state in ((False, As.FULL), (True, As.DIM)):
        keys = stage.adopt(DeedKeys(stage.theme, is_calm=is_calm))
        keys.show_rows(samples.deeds())
        caption = "is_calm" if is_calm else ""
        stage.show_as(state, keys, width_mm=100, caption=caption)


def _steppers(stage: Stage) -> None:
    for text, state in (("1", As.USUAL), ("", As.EMPTY), ("24", As.FULL)):
        stepper = Stepper(stage.theme, "stepper")
        stepper.show_figure(text, can_less=state is As.FULL, can_more=state is As.USUAL)
        stage.show_as(state, stepper)
    stage.head("Pager")
    for place, state in (((True, True), As.USUAL), ((False, True), As.EMPTY), ((True, False), As.FULL)):
        pager = Pager(stage.theme, "pager")
        pager.show_place("51–100 / 134", has_previous=place[0], has_next=place[1])
        stage.show_as(state, pager, width_mm=110)


PAGES = (
    Leaf("TouchButton", (TouchButton,), _touch_buttons),
    Leaf("Chips, Choices, Methods", (Chips, MoreMark, Choices, Methods), _rows_of_keys),
    Leaf("DeedKey, DeedKeys", (DeedKey, DeedKeys), _deeds),
    Leaf("Stepper, Pager", (Stepper, Pager), _steppers),
)
