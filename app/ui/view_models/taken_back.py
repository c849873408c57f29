"""What has come back of one sale, one line after the other, and what goes over the counter for all of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.returns import Pieces
from app.ui import format as text_of
from app.ui.view_models.return_words import OutcomeRow


@dataclass(slots=True)
class _Back:
    id: str
    pieces: Pieces
    refund: int
    is_for_shelf: bool


class TakenBack:
    """What came back since the sale was opened: a sale whose lines come back singly is one hand-over of money."""

    def __init__(self) -> None:
        self._backs: list[_Back] = []

    def of_line(self, position: int) -> int:
        """Return how many of a line have come back, or were asked to."""
        return sum(back.pieces.qty for back in self._backs if back.pieces.position == position)

    def add(self, back: str, pieces: Pieces, *, refund: int = 0, is_for_shelf: bool = False) -> None:
        """Take note of a return. ``refund``: what the guest gets for it now; ``is_for_shelf``: it may be put there."""
        self._backs.append(_Back(back, pieces, refund, is_for_shelf))

    @property
    def for_shelf(self) -> list[tuple[str, Pieces]]:
        """What may be put on the shelf and was not yet."""
        return [(back.id, back.pieces) for back in self._backs if back.is_for_shelf]

    def shelved(self, back: str) -> None:
        """Take note that one is on the shelf again."""
        for one in self._backs:
            if one.id == back:
                one.is_for_shelf = False

    @property
    def amount_text(self) -> str:
        """What the guest gets for all of it; empty: nothing."""
        amount = sum(back.refund for back in self._backs)
        return text_of.money(amount) if amount else ""

    @property
    def amount_name(self) -> str:
        """What stands over that amount: of several, what it is the sum of."""
        parts = [text_of.money(back.refund) for back in self._backs if back.refund]
        if len(parts) < 2:
            return QCoreApplication.translate("Returns", "Give back")
        #: over the sum of several returns of one sale: {parts} is “1,000 F + 500 F”
        return QCoreApplication.translate("Returns", "Give back in all ({parts})").format(
            parts=" + ".join(parts)
        )

    def asked(self, what: str) -> OutcomeRow:
        """Return what is said of a return that a manager decides."""
        return OutcomeRow(
            QCoreApplication.translate("Returns", "Return asked for"),
            what,
            QCoreApplication.translate(
                "Returns",
                "Ask the manager: it waits in their “My day”. Give nothing back before the return is approved.",
            ),
            amount_name=self.amount_name,
            amount_text=self.amount_text,
            is_waiting=True,
        )

    def taken(self, what: str, consequence: str, *, may_shelve: bool) -> OutcomeRow:
        """Return what is said of a return that is done."""
        return OutcomeRow(
            QCoreApplication.translate("Returns", "Taken back"),
            what,
            consequence,
            amount_name=self.amount_name,
            amount_text=self.amount_text,
            can_restock=may_shelve and bool(self.for_shelf),
        )
