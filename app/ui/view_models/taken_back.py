"""What has come back of one sale, one line after the other, and what goes over the counter for all of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.frozen import frozen
from app.domain.ids import MemberId
from app.domain.returns import Pieces
from app.ui import format as text_of
from app.ui.view_models.return_words import OutcomeRow, goods_text, money_text


@frozen
class Comeback:
    """A return as it was asked for. ``name``: the pieces in words, ``paid``: how the sale was paid, where that matters;
    ``decides``: it is done at once, else a manager has the last word.
    """

    pieces: Pieces
    name: str
    why: str
    worth: int
    refund: bool | None
    restock: bool | None
    paid: str
    decides: bool

    @property
    def given(self) -> int:
        """What the guest gets for it now."""
        return self.worth if self.decides and self.refund else 0


@dataclass(slots=True)
class _Back:
    id: str
    asked: Comeback
    is_for_shelf: bool


class TakenBack:
    """What came back since the sale was opened: a sale whose lines come back singly is one hand-over of money."""

    def __init__(self) -> None:
        self._backs: list[_Back] = []
        self.by: MemberId | None = None
        """The manager whose PIN decided last: what they said goes back on the shelf goes there in their name."""

    def of_line(self, position: int) -> int:
        """Return how many of a line have come back, or were asked to."""
        pieces = (back.asked.pieces for back in self._backs)
        return sum(one.qty for one in pieces if one.position == position)

    def add(self, back: str, asked: Comeback, *, may_shelve: bool) -> OutcomeRow:
        """Take note of a return, the server's ``back``; return what is said of it. ``may_shelve``: by who is here."""
        self._backs.append(_Back(back, asked, asked.decides and asked.restock is True))
        title = QCoreApplication.translate("Returns", "Return asked for")
        hint = self._ask_text()
        if asked.decides:
            title, hint = QCoreApplication.translate("Returns", "Taken back"), self._hint(self._shelf_text())
        return OutcomeRow(
            title,
            text_of.joined(asked.name, asked.why),
            hint,
            amount_name=self.amount_name,
            amount_text=self.amount_text,
            can_restock=may_shelve and bool(self.for_shelf),
            is_waiting=not asked.decides,
        )

    @property
    def for_shelf(self) -> list[tuple[str, Pieces]]:
        """What may be put on the shelf and was not yet."""
        return [(back.id, back.asked.pieces) for back in self._backs if back.is_for_shelf]

    def shelved(self, back: str) -> None:
        """Take note that one is on the shelf again."""
        for one in self._backs:
            if one.id == back:
                one.is_for_shelf = False

    def shelved_hint(self, names: str) -> str:
        """Return what is said once ``names`` are on the shelf again; what goes to the guest stays said."""
        text = QCoreApplication.translate("Returns", "It is back on the shelf.")
        if len(self._backs) > 1:
            text = QCoreApplication.translate("Returns", "Back on the shelf: {names}.").format(names=names)
        return self._hint(text) if self._backs[-1].asked.decides else f"{self._ask_text()} {text}"

    @property
    def shelf_names(self) -> str:
        """What may be put on the shelf, in words."""
        return ", ".join(back.asked.name for back in self._backs if back.is_for_shelf)

    @property
    def _sums(self) -> list[int]:
        return [back.asked.given for back in self._backs if back.asked.given]

    @property
    def amount_text(self) -> str:
        """What the guest gets for all of it; empty: nothing."""
        return text_of.money(sum(self._sums)) if self._sums else ""

    @property
    def amount_name(self) -> str:
        """What stands over that amount: of several, what it is the sum of."""
        if len(self._sums) < 2:
            return QCoreApplication.translate("Returns", "Give back")
        #: over the sum of several returns of one sale: {parts} is “1,000 F + 500 F”
        text = QCoreApplication.translate("Returns", "Give back in all ({parts})")
        return text.format(parts=" + ".join(map(text_of.money, self._sums)))

    def _hint(self, shelf: str) -> str:
        """Say of the last one what the guest gets, unless the sum of all says it, where goods are, how it was paid."""
        last = self._backs[-1].asked
        money = "" if last.given and len(self._sums) > 1 else money_text(last.worth, last.refund)
        return " ".join(part for part in (money, shelf, last.paid) if part)

    def _shelf_text(self) -> str:
        last = self._backs[-1]
        text = "" if last.is_for_shelf else goods_text(restock=False)
        if not self.for_shelf:
            return text
        if len(self._backs) == 1:
            return QCoreApplication.translate("Returns", "It is not on the shelf yet.")
        waits = QCoreApplication.translate("Returns", "Not on the shelf yet: {names}.")
        return f"{text} {waits.format(names=self.shelf_names)}".lstrip()

    def _ask_text(self) -> str:
        if self._sums:
            return QCoreApplication.translate(
                "Returns",
                "Ask the manager: it waits in their “My day”. Give nothing back for this one before it is approved.",
            )
        return QCoreApplication.translate(
            "Returns",
            "Ask the manager: it waits in their “My day”. Give nothing back before the return is approved.",
        )
