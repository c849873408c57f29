"""Cards under one another, one for each row: a card that stays is the same object and keeps its place as it can."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from app.ui.controls.layout import ScrollColumn

RowT = TypeVar("RowT")
CardT = TypeVar("CardT", bound=QWidget)


class CardList(Generic[RowT, CardT]):
    """Fills a column with cards. ``key`` tells rows apart, ``make`` makes a row's card, ``show`` shows a row anew."""

    def __init__(
        self,
        column: ScrollColumn,
        *,
        key: Callable[[RowT], Hashable],
        make: Callable[[RowT], CardT],
        show: Callable[[CardT, RowT], None],
    ) -> None:
        self._stack = column.stack
        self._stack.addStretch(1)
        self._key, self._make, self._show = key, make, show
        self._cards: dict[Hashable, CardT] = {}

    @property
    def cards(self) -> list[CardT]:
        return list(self._cards.values())

    def show_rows(self, rows: Sequence[RowT]) -> bool:
        """Show ``rows``. Return whether a card has gone, so that another may lie under the finger."""
        wanted = {self._key(row) for row in rows}
        gone = [key for key in self._cards if key not in wanted]
        for key in gone:
            card = self._cards.pop(key)
            card.hide()
            self._stack.removeWidget(card)
            card.deleteLater()
        for place, row in enumerate(rows):
            key = self._key(row)
            shown = self._cards.get(key)
            if shown is None:
                shown = self._cards[key] = self._make(row)
            else:
                self._show(shown, row)
            if self._stack.indexOf(shown) != place:
                self._stack.insertWidget(place, shown)
                shown.show()  # else it has its height only after the next turn
        return bool(gone)
