"""The left side of the payment screen: the three ways of paying, and the keys that each of them has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QFont, QInputDevice, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QSizePolicy, QStackedWidget, QWidget

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.controls.search import Empty
from app.ui.theme import HEAD, LABEL, SEMIBOLD, TITLE, Theme

if TYPE_CHECKING:
    from app.ui.view_models.payment import PaymentModel, QuickRow

_KEY_MM = (20.0, 13.0)
_NOTES_IN_A_ROW = 3
_SUMS = 2
_IN_A_COLUMN = 4
"""More operators than this stand in two columns; what does not fit is scrolled to."""
_OPERATOR_HUES = {"mtn": "gold", "moov": "sky", "celtiis": "green", "wave": "teal", "orange": "coral"}
"""The colour by which an operator is known, by the first word of its name; the name itself is always beside it."""
_OPERATOR_ICON_MM = 8.0
_FIELD_MM = 12.0
_POINTS_HIGH, _POINTS_WIDE = 0.62, 0.7
_MOST_POINTS = 32.0
_NOTE_RESTS_S = 0.3
"""A note too many is money that nobody has given; one too few is seen, and tapped again."""


def _stretched(button: TouchButton) -> TouchButton:
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return button


class CashKey(TouchButton):
    """A key of quick cash: the larger it is, the larger its figure. Two notes are two taps that are meant."""

    rests_s = _NOTE_RESTS_S

    def _font(self) -> QFont:
        millimetre = self.theme.mm(10) / 10
        room = min(self.height() * _POINTS_HIGH, self.width() * _POINTS_WIDE) / millimetre
        return self.theme.font(max(self._points, min(room, _MOST_POINTS)), SEMIBOLD)


class CashKeys(Ground):
    """Exact, the five banknotes, and sums of notes in the last places. Keys are ``cash:exact``, ``cash:2000`` …

    Nothing moves and nothing grows: a place without a sum stays empty.
    """

    def __init__(self, model: PaymentModel, theme: Theme) -> None:
        super().__init__("clear")
        self._model = model
        self._exact = self._key(theme, Kind.QUIET, HEAD)
        self._sums = [self._key(theme, Kind.QUIET, TITLE) for _ in range(_SUMS)]
        self._notes = [self._key(theme, Kind.QUIET, TITLE) for _ in model.notes]
        column = Column(theme, self, gap_mm=2.4)
        column.addWidget(self._exact, 1)
        for first in range(0, len(self._notes), _NOTES_IN_A_ROW):
            row = Row(theme, gap_mm=2.4)
            for key in self._notes[first : first + _NOTES_IN_A_ROW]:
                row.addWidget(key, 1)
            column.addLayout(row, 1)
        row = Row(theme, gap_mm=2.4)
        for key in self._sums:
            policy = key.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            key.setSizePolicy(policy)
            row.addWidget(key, 1)
        column.addLayout(row, 1)

    def _key(self, theme: Theme, kind: Kind, points: float) -> TouchButton:
        key = CashKey(theme, "cash:", kind, arrange=Arrange.STACK, size_mm=_KEY_MM, points=points)
        key.clicked.connect(lambda: self._model.tender(key.objectName().removeprefix("cash:")))
        return _stretched(key)

    def refresh(self) -> None:
        """Show the model as it is now."""
        exact, *sums = self._model.quick
        self._say(self._exact, exact)
        for place, key in enumerate(self._sums):
            key.setVisible(place < len(sums))
            if place < len(sums):
                self._say(key, sums[place])
        for key, note in zip(self._notes, self._model.notes, strict=True):
            self._say(key, note)

    def _say(self, key: TouchButton, row: QuickRow) -> None:
        key.setObjectName(f"cash:{row.key}")
        key.say(row.text, row.detail)
        key.setEnabled(not self._model.is_paying)


class ReferenceField(QLineEdit):
    """``touched`` tells that a finger, not a mouse, asked to type: who has no keyboard needs letters."""

    touched = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.device().type() == QInputDevice.DeviceType.TouchScreen:
            self.touched.emit()


class Transfer(Ground):
    """By phone or card: the operators where there are any (``operator:<name>``), and a reference.

    ``letters_asked`` when letters are wanted for it: by a finger in the field, or by the key beside it.
    """

    letters_asked = Signal()

    def __init__(self, model: PaymentModel, theme: Theme, *, has_operators: bool) -> None:
        super().__init__("clear")
        self._model, self._theme = model, theme
        self._has_operators = has_operators
        self._operators: dict[str, TouchButton] = {}
        self._group = QButtonGroup(self)
        self._asked = label("small", "muted")
        self._keys = ScrollColumn(theme, gap_mm=2.4)
        self._rows: list[Ground] = []
        self._name = label("small", "muted")
        self.reference = ReferenceField()
        self.reference.setObjectName("reference")
        self.reference.touched.connect(self.letters_asked)
        self._letters = TouchButton(
            theme, "reference-letters", Kind.QUIET, icon="keyboard", size_mm=(_FIELD_MM + 4, _FIELD_MM)
        )
        self._letters.clicked.connect(self.letters_asked)
        self.reference.textEdited.connect(model.set_reference)
        self.reference.installEventFilter(self)
        column = Column(theme, self, gap_mm=2)
        column.addWidget(self._asked)
        column.addWidget(self._keys, 4 if has_operators else 0)
        self._keys.setVisible(has_operators)
        column.addWidget(self._name)
        row = Row(theme, gap_mm=2)
        row.addWidget(self.reference, 1)
        row.addWidget(self._letters)
        column.addLayout(row)
        self._hint = Empty(theme, "card")
        column.addWidget(self._hint, 4)
        column.addStretch(1)
        self._hint.setVisible(not has_operators)
        self._asked.setVisible(has_operators)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _dress(self) -> None:
        self.reference.setFixedHeight(self._theme.mm(_FIELD_MM))
        for operator, key in self._operators.items():
            key.show_icon("phone", self._hue(operator))

    def _hue(self, operator: str) -> QColor | None:
        name = _OPERATOR_HUES.get(operator.split(maxsplit=1)[0].casefold()) if operator.strip() else None
        return None if name is None else self._theme.hue(name)

    def refresh(self) -> None:
        """Show the model as it is now."""
        if self._has_operators and list(self._operators) != self._model.operators:
            self._make()
        self._group.setExclusive(False)  # else the one of the last sale would stay chosen to the eye
        for operator, key in self._operators.items():
            key.setChecked(operator == self._model.operator)
        self._group.setExclusive(True)
        if self.reference.text() != self._model.reference:
            self.reference.setText(self._model.reference)

    def _make(self) -> None:
        for row in self._rows:
            self._keys.stack.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._operators.clear()
        operators = self._model.operators
        columns = 1 if len(operators) <= _IN_A_COLUMN else 2
        for first in range(0, len(operators), columns):
            self._add_row(operators[first : first + columns], columns)

    def _add_row(self, operators: list[str], columns: int) -> None:
        ground = Ground("clear")
        row = Row(self._theme, ground, gap_mm=2.4)
        for operator in operators:
            key = TouchButton(
                self._theme,
                f"operator:{operator}",
                Kind.CHOICE,
                size_mm=(30, 14),
                points=LABEL,
                icon="phone",
                icon_mm=_OPERATOR_ICON_MM,
            )
            key.say(operator)
            key.show_icon("phone", self._hue(operator))
            key.clicked.connect(partial(self._choose, operator))
            self._group.addButton(key)
            row.addWidget(_stretched(key), 1)
            self._operators[operator] = key
        if len(operators) < columns:
            row.addStretch(1)
        self._keys.stack.addWidget(ground, 1)
        self._rows.append(ground)

    def _choose(self, operator: str, _checked: bool = False) -> None:
        self._model.choose_operator(operator)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """A tap on the reference lets the keypad type into it."""
        if watched is self.reference and event.type() == QEvent.Type.FocusIn:
            self._model.aim("reference")
        return False

    def retranslate(self) -> None:
        """Set every text again."""
        self._asked.setText(self.tr("Operator"))
        self._name.setText(self.tr("Reference (optional)"))
        #: the number that the phone or the bank's terminal shows
        self.reference.setPlaceholderText(self.tr("Number"))
        self.reference.setAccessibleName(self._name.text())
        self._letters.say("", accessible=self.tr("Type the reference with letters"))
        self._hint.say(self.tr("Card on the terminal"), self.tr("Validate once the bank has said yes"))


class Ways(QStackedWidget):
    """What the chosen way of paying asks for. ``letters_asked``: for its reference."""

    letters_asked = Signal()

    def __init__(self, model: PaymentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.cash = CashKeys(model, theme)
        self.phone = Transfer(model, theme, has_operators=True)
        self.card = Transfer(model, theme, has_operators=False)
        self._pages: dict[str, CashKeys | Transfer] = {
            "cash": self.cash,
            "mobile_money": self.phone,
            "card": self.card,
        }
        for page in self._pages.values():
            self.addWidget(page)
        for transfer in (self.phone, self.card):
            transfer.letters_asked.connect(self.letters_asked)

    def refresh(self) -> None:
        """Show the model as it is now."""
        page = self._pages[self._model.method]
        self.setCurrentWidget(page)
        page.refresh()

    def retranslate(self) -> None:
        """Set every text again."""
        self.phone.retranslate()
        self.card.retranslate()
