"""« Team »: who works here, and another PIN for somebody who has lost theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.deeds import DeedKey
from app.ui.controls.figures import empty
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.controls.notice import Notice
from app.ui.controls.page import Page
from app.ui.controls.paint import card, smooth
from app.ui.controls.sheet import Sheet
from app.ui.screens.own_pin import NewPinPad
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.team import MemberRow, TeamModel

_KEY_MM = 86.0


class MemberCard(Ground):
    """A person with the key for another PIN, named ``do:pin:<id>``."""

    def __init__(self, theme: Theme, row: MemberRow) -> None:
        super().__init__("clear")
        self._theme = theme
        self.setAccessibleName(f"{row.person.name}, {row.person.role_label}")
        deed = row.deed
        self.key = DeedKey(theme, deed)
        said = (row.person.name, deed.label, deed.detail)
        self.key.say(deed.label, deed.detail, accessible=", ".join(part for part in said if part))
        self.key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.key.setFixedWidth(theme.mm(_KEY_MM))
        words = Column(theme, gap_mm=0.4)
        words.addWidget(label("strong", text=row.person.name))
        words.addWidget(label("small", "muted", row.person.role_label))
        line = Row(theme, self, gap_mm=3, margins_mm=(4, 2.4, 3, 2.4))
        line.addLayout(words, 1)
        line.addWidget(self.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        card(painter, QRectF(self.rect()), theme.mm(3), QColor(p.tile), QColor(p.line), theme.hair())


class NewPinSheet(Sheet):
    """Asks for the PIN of whom a ``TeamModel`` has chosen."""

    def __init__(self, model: TeamModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "new-pin", parent, width_mm=150)
        self._model, self._pad = model, NewPinPad(model, theme)
        self.body.addWidget(self._pad)
        model.finished.connect(self.put_away)
        self.closed.connect(model.cancel)
        self._name()

    def open(self) -> None:
        """Ask for the PIN of whom the model has chosen."""
        if self._model.chosen is not None:
            super().open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pad.typed(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("Another PIN"))


class TeamScreen(Page):
    """People one under the other; a key asks for another PIN. ``own_asked``: the person at the till wants their own."""

    own_asked = Signal()

    def __init__(self, model: TeamModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "team", parent)
        self._model = model
        self._shown: list[MemberRow] = []
        self._hint = label("body", "muted")
        self._hint.setWordWrap(True)
        self.notice = Notice(theme)
        self._rows = ScrollColumn(theme, gap_mm=2.4, right_mm=2.6)
        self._rows.stack.addStretch(1)
        for widget in (self._hint, self.notice):
            self.body.addWidget(widget)
        self.body.addWidget(self._rows, 1)
        self.pin = NewPinSheet(model, theme, self)
        self.notice.answered.connect(model.understood)
        self.notice.shown.connect(lambda: self.said.emit("", ""))
        model.changed.connect(self._changed)
        model.said.connect(lambda text: self.said.emit(text, ""))
        theme.changed.connect(self._anew)
        self.retranslate()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        self.notice.show_row(self._model.refusal)
        members = self._model.members
        if members == self._shown:
            return
        self._shown = members
        empty(self._rows.stack, keep=1)
        for place, row in enumerate(members):
            made = MemberCard(self.theme, row)
            made.key.clicked.connect(lambda _checked=False, member=row.person.id: self._ask(member))
            self._rows.stack.insertWidget(place, made)

    def _ask(self, member: str) -> None:
        if self._model.is_own(member):
            self.own_asked.emit()
            return
        self._model.begin(member)
        self.pin.open()

    def _anew(self) -> None:
        """Make the cards again: the look or the size changed."""
        self._shown = []
        self.notice.show_anew()
        self._changed()

    def entered(self) -> None:
        super().entered()
        self.refresh()

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Team"))
        self._hint.setText(
            self.tr("Somebody has forgotten a PIN, or it was seen? Let them type another one here, twice.")
        )
        self._anew()
