"""The sheet in which a bottle is kept: which and how many, for whom, how to reach them, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.consignment import MAX_GUEST, MAX_PHONE
from app.ui.controls.accents import turn_accent
from app.ui.controls.buttons import Kind
from app.ui.controls.chips import Chips
from app.ui.controls.layout import Column, Row, label
from app.ui.controls.letters import WordPad
from app.ui.controls.sheet import Sheet
from app.ui.controls.stepper import Stepper
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.domain.sale_detail import SaleDetail
    from app.ui.view_models.keeping import KeepingModel

_WIDE_MM = 240.0


class KeepingSheet(Sheet):
    """Shows a ``KeepingModel``. The letters type into the line that was touched last."""

    def __init__(self, model: KeepingModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "keeping", parent, width_mm=_WIDE_MM)
        self._model = model
        self._lines = Chips(theme, "keep-line")
        self.stepper = Stepper(theme, "keep-qty")
        self.guest, self.phone = self._line("keep-guest", MAX_GUEST), self._line("keep-phone", MAX_PHONE)
        self._target = self.guest
        self._days_name, self._days = label("small", "muted"), Chips(theme, "keep-days")
        self._message = label("body", "stop")
        self._message.setWordWrap(True)
        self._pad = WordPad(theme)
        self._fill(theme)
        self._accept = self.add_answer("keep-accept", "", Kind.PRIMARY)
        self._lines.chosen.connect(model.choose_line)
        self.stepper.less.connect(model.less)
        self.stepper.more.connect(model.more)
        self.guest.textChanged.connect(model.set_guest)
        self.phone.textChanged.connect(model.set_phone)
        self.guest.returnPressed.connect(self.phone.setFocus)
        self.phone.returnPressed.connect(model.accept)
        self._days.chosen.connect(model.choose_days)
        self._pad.typed.connect(self._insert)
        self._pad.backspace.connect(self._rub)
        self._pad.accented.connect(lambda: turn_accent(self._target))
        self._accept.clicked.connect(model.accept)
        model.changed.connect(self._refresh)
        model.kept.connect(self.put_away)
        self._name()

    def _line(self, name: str, most: int) -> QLineEdit:
        found = QLineEdit()
        found.setObjectName(name)
        found.setMaxLength(most)
        found.installEventFilter(self)
        return found

    def _fill(self, theme: Theme) -> None:
        what = Row(theme, gap_mm=3)
        what.addWidget(self._lines, 1)
        what.addWidget(self.stepper)
        who = Row(theme, gap_mm=3)
        who.addWidget(self.guest, 3)
        who.addWidget(self.phone, 2)
        until = Row(theme, gap_mm=3)
        until.addWidget(self._days_name)
        until.addWidget(self._days, 1)
        column = Column(theme, gap_mm=2)
        for part in (what, who, until):
            column.addLayout(part)
        self.body.addLayout(column)
        self.body.addWidget(self._message)
        self.body.addWidget(self._pad, 1)
        self.setTabOrder(self.guest, self.phone)

    def ask(self, detail: SaleDetail) -> None:
        """Open for a bottle of this sale."""
        self._model.begin(detail)
        self.guest.setText("")
        self.phone.setText("")
        self._refresh()
        self._pad.show()
        self.open()
        self.guest.setFocus()

    def _insert(self, sign: str) -> None:
        """A name begins with a capital, each of its words."""
        before = self._target.text()[: self._target.cursorPosition()]
        is_first = not before or before[-1] in " -’"
        self._target.insert(sign.upper() if is_first else sign)

    def _rub(self) -> None:
        self._target.backspace()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._target = watched
            self.setFocusProxy(watched)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _refresh(self) -> None:
        model = self._model
        self._lines.show_rows(model.lines, model.line)
        self.stepper.show_figure(model.qty_text, can_less=model.can_less, can_more=model.can_more)
        self._days.show_rows(model.days, model.chosen_days)
        self._message.setText(model.message)
        self._message.setVisible(bool(model.message))
        self._accept.say(model.accept_text)
        self._accept.setEnabled(model.can_accept)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("Keep a bottle for a guest"))
        self.guest.setPlaceholderText(self.tr("Name of the guest"))
        self.phone.setPlaceholderText(self.tr("Telephone (optional)"))
        for line in (self.guest, self.phone):
            line.setAccessibleName(line.placeholderText())
        self._days_name.setText(self.tr("For how long"))
        self._refresh()
