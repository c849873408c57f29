"""A manager's decision on a return that waits: what follows from it is said before it is made."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.history import Return
from app.domain.returns import RULES
from app.ui import format as text_of
from app.ui.view_models.return_words import consequence_text
from app.ui.view_models.sale_words import reason_text


class DecisionModel(QObject):
    """A manager's decision on a return that waits.

    *Shows*: ``is_open`` (the reason leaves money and shelf to the manager), ``refund``, ``restock``, ``consequence``,
    ``notes``; ``changed``. *Taps*: ``begin``, ``toggle_refund``, ``toggle_restock``, ``approve``, ``reject``.
    ``approved`` gives the return, its choices (None where the reason says) and whether it goes back at once.
    """

    changed = Signal()
    approved = Signal(object, object, object, bool)
    rejected = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back: Return | None = None
        self._what = ""
        self._choices = (False, False)

    def begin(self, back: Return, what: str) -> None:
        """Decide on ``back``, which ``what`` names."""
        self._back, self._what, self._choices = back, what, (False, False)
        self.changed.emit()

    @property
    def is_open(self) -> bool:
        return self._back is not None and RULES[self._back.reason].needs_notes

    @property
    def notes(self) -> str:
        back = self._back
        if back is None:
            return ""
        return text_of.joined(self._what, reason_text(back.reason), text_of.quoted(back.notes))

    @property
    def refund(self) -> bool:
        if self._back is None or self.is_open:
            return self._choices[0]
        return RULES[self._back.reason].refund is True

    @property
    def restock(self) -> bool:
        if self._back is None or self.is_open:
            return self._choices[1]
        return RULES[self._back.reason].restock is True

    @property
    def consequence(self) -> str:
        return consequence_text(
            self._back.amount if self._back else None, refund=self.refund, restock=self.restock
        )

    def toggle_refund(self) -> None:
        self._choices = (not self._choices[0], self._choices[1])
        self.changed.emit()

    def toggle_restock(self) -> None:
        self._choices = (self._choices[0], not self._choices[1])
        self.changed.emit()

    def approve(self, *, restock_now: bool) -> None:
        if self._back is not None:
            refund, restock = (self.refund, self.restock) if self.is_open else (None, None)
            self.approved.emit(self._back, refund, restock, restock_now)

    def reject(self) -> None:
        if self._back is not None:
            self.rejected.emit(self._back)
