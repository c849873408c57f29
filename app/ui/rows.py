"""What the screens show, as frozen rows of ready text, and the one item model that hands rows to Qt's views.

View models make these rows and screens draw them. Nothing here computes money, formats, or decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
)

from app.domain.catalog import Level
from app.domain.frozen import frozen

Index = QModelIndex | QPersistentModelIndex


@frozen
class PersonRow:
    """A person of the bar. ``color_index`` picks one of the theme's person colours; ``pin_length`` is in digits."""

    id: str
    name: str
    initials: str
    role_label: str
    color_index: int = 0
    pin_length: int = 4


@frozen
class CategoryRow:
    """A key of the category rail. ``icon`` and ``color`` are names that the icons and the theme know."""

    id: str
    label: str
    icon: str
    color: str


@frozen
class CardRow:
    """A product's tile. ``stock_text`` is « … » while ``level`` is unknown; ``qty`` counts pieces in the cart."""

    id: str
    name: str
    volume: str
    price_text: str
    stock_text: str
    level: Level
    qty: int
    color: str
    icon: str
    accessible: str
    is_starred: bool = False


@frozen
class LineRow:
    """A line of the cart: ``detail`` holds volume and unit price, ``total_text`` the line's amount.

    ``full_name`` tells products of one name apart: ``Guinness FES 65 cl``; ``note`` is for whoever serves it.
    """

    product: str
    name: str
    detail: str
    qty: int
    total_text: str
    color: str
    full_name: str
    note: str = ""


@frozen
class ProductRow:
    """A product that a person wants more of than a tap: ``qty`` is in the cart (0: it is not)."""

    id: str
    full_name: str
    qty: int
    note: str
    is_starred: bool


@frozen
class HeldRow:
    """A cart put aside, or one that came back refused (``is_refused``)."""

    key: str
    title: str
    detail: str
    total_text: str
    is_refused: bool = False


class ActionStyle(StrEnum):
    """How an answer looks: the one we suggest, an ordinary one, or one that stops or loses something."""

    PRIMARY = "primary"
    PLAIN = "plain"
    STOP = "stop"


@frozen
class ActionRow:
    """One answer that a person can tap under a sentence."""

    id: str
    label: str
    style: ActionStyle = ActionStyle.PLAIN


@frozen
class RefusalRow:
    """What the server refused: ``title`` what happens, ``body`` what can be done, ``code`` in small for support."""

    key: str
    title: str
    body: str
    actions: tuple[ActionRow, ...]
    code: str = ""


class Ink(StrEnum):
    """What a tag means, by colour and by its words."""

    QUIET = "quiet"
    """As it should be: a word without a ground, so that what is not stands out."""
    MUTED = "muted"
    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    ACCENT = "accent"


@frozen
class Tag:
    """A word about a row: its state, or where it is."""

    text: str
    ink: Ink = Ink.MUTED


@frozen
class ListRow:
    """A row of a list to choose from. ``lead`` over ``under`` at the left, ``amount`` at the right, ``tags`` below it.

    ``is_over``: what it speaks of counts no more (a cancelled sale, a bottle that was taken). ``is_ticked``: it is one
    of several to choose, and chosen or not; None where a tap opens it. ``aloud``: what is painted without words.
    """

    key: str
    lead: str
    under: str
    title: str
    detail: str
    amount: str
    tags: tuple[Tag, ...] = ()
    is_over: bool = False
    is_ticked: bool | None = None
    aloud: str = ""

    @property
    def accessible(self) -> str:
        parts = (
            self.lead,
            self.under,
            self.title,
            self.detail,
            self.amount,
            *(tag.text for tag in self.tags),
            self.aloud,
        )
        return ", ".join(part for part in parts if part)


@frozen
class ChipRow:
    """One of a few things to choose from with one tap; ``detail`` in small under its label."""

    key: str
    label: str
    detail: str = ""
    icon: str = ""


@frozen
class DeedRow:
    """Something that can be done. ``detail`` says why it cannot be done now, or how long it can."""

    id: str
    label: str
    icon: str
    detail: str = ""
    is_enabled: bool = True
    style: ActionStyle = ActionStyle.PLAIN


R = TypeVar("R")


class RowsModel(QStringListModel, Generic[R]):
    """A flat list of rows. Views read ``row(index)``; positions change only by ``reset``.

    It has as many strings as rows, all empty: a view that lays 5,000 tiles out asks 10,000 times how many there are,
    and Qt's own list answers that without Python. Nothing but ``reset`` may change them.
    """

    def __init__(
        self,
        key: Callable[[R], str],
        text: Callable[[R], str],
        accessible: Callable[[R], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._text, self._accessible = key, text, accessible or text
        self._rows: list[R] = []
        self._place: dict[str, int] = {}

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what a list that is only read allows: Qt's list of strings could be edited and dragged."""
        return QAbstractListModel.flags(self, index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible(row)
        return None

    def row(self, index: Index) -> R | None:
        """Return the row at ``index``, None when the index is stale."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def between(self, first: int, end: int) -> Sequence[R]:
        """Return the rows from place ``first`` on, as far as there are any, without the one at ``end``."""
        return self._rows[first:end]

    def index_of(self, key: str) -> QModelIndex:
        """Return where the row with ``key`` is, an invalid index when it is not shown."""
        place = self._place.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def reset(self, rows: Iterable[R]) -> None:
        """Show ``rows``. When the same keys stand in the same order, only the changed rows are announced."""
        fresh = list(rows)
        keys = list(map(self._key, fresh))
        if keys == list(self._place):
            self.replace([row for row, old in zip(fresh, self._rows, strict=True) if row is not old])
            return
        is_as_long = len(fresh) == len(self._rows)
        self._rows = fresh
        self._place = dict(zip(keys, range(len(keys)), strict=True))
        if is_as_long:
            self.beginResetModel()
            self.endResetModel()
        else:
            self.setStringList([""] * len(fresh))  # and tell the views

    def replace(self, rows: Sequence[R]) -> None:
        """Put each of ``rows`` in place of the one with its key; rows that are not shown are passed over."""
        for row in rows:
            place = self._place.get(self._key(row))
            if place is None or self._rows[place] is row or self._rows[place] == row:
                continue
            self._rows[place] = row
            index = self.index(place, 0)
            self.dataChanged.emit(index, index)
