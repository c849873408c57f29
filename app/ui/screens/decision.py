"""The sheet in which a manager decides on a return that waits: what follows from it, in words, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground, Row, label
from app.ui.controls.sheet import Sheet
from app.ui.theme import BODY, Theme

if TYPE_CHECKING:
    from app.domain.history import Return
    from app.ui.view_models.decision import DecisionModel


class DecisionSheet(Sheet):
    """Shows a ``DecisionModel``; ``decision-refund``, ``decision-restock`` only where the reason leaves them open."""

    def __init__(self, model: DecisionModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "decision", parent, width_mm=196)
        self._model = model
        self._notes, self._consequence = label("body", "muted"), label("label")
        self._consequence.setObjectName("consequence")
        for words in (self._notes, self._consequence):
            words.setWordWrap(True)
        self._refund = self._choice("decision-refund", "cash")
        self._restock = self._choice("decision-restock", "return")
        self._choices = Ground("clear")
        row = Row(theme, self._choices, gap_mm=3)
        row.addWidget(self._refund, 1)
        row.addWidget(self._restock, 1)
        self.body.addWidget(self._notes)
        self.body.addWidget(self._choices)
        self.body.addWidget(self._consequence)
        self._reject = self.add_answer("decision-reject", "", Kind.STOP)
        self._later = self.add_answer("decision-later", "", Kind.SECONDARY)
        self._approve = self.add_answer("decision-approve", "", Kind.PRIMARY)
        self._shelve = self.add_answer("decision-shelve", "", Kind.PRIMARY)
        self._refund.clicked.connect(model.toggle_refund)
        self._restock.clicked.connect(model.toggle_restock)
        for place, key in enumerate((self._reject, self._later, self._approve, self._shelve)):
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            key.set_size_mm(28, 16)
            self.answers.setStretchFactor(key, 3 if place else 2)  # both ways to accept are of one size
        self._reject.clicked.connect(self._reject_it)
        self._later.clicked.connect(lambda: self._approve_it(restock_now=False))
        self._approve.clicked.connect(lambda: self._approve_it(restock_now=False))
        self._shelve.clicked.connect(lambda: self._approve_it(restock_now=True))
        model.changed.connect(self._say)
        self._say()

    def _choice(self, name: str, icon: str) -> TouchButton:
        return TouchButton(self.theme, name, Kind.CHOICE, icon=icon, size_mm=(50, 15), points=BODY)

    def ask(self, back: Return, what: str) -> None:
        """Open for this return, which ``what`` names."""
        self._model.begin(back, what)
        self.open()

    def _approve_it(self, *, restock_now: bool) -> None:
        self.put_away()
        self._model.approve(restock_now=restock_now)

    def _reject_it(self) -> None:
        self.put_away()
        self._model.reject()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        model = self._model
        self.set_title(self.tr("Decide on the return"))
        self._notes.setText(model.notes)
        self._choices.setVisible(model.is_open)
        self._refund.say(self.tr("Give the money back"))
        self._restock.say(self.tr("Back on the shelf"))
        self._refund.setChecked(model.refund)
        self._restock.setChecked(model.restock)
        self._consequence.setText(model.consequence)
        self._reject.say(self.tr("Reject…"))
        self._later.say(self.tr("Accept, shelve later"), self.tr("not in stock until then"))
        self._later.setVisible(model.restock)
        self._approve.say(self.tr("Accept, not to sell again"), self.tr("it stays out of stock"))
        self._approve.setVisible(not model.restock)
        self._shelve.say(self.tr("Accept, back on shelf"), self.tr("in stock again at once"))
        self._shelve.setVisible(model.restock)
