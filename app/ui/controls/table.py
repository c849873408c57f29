"""A sortable table of rows that stay where they are while their cells change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.frozen import frozen
from app.ui.controls.buttons import ENTER
from app.ui.controls.paint import width_of
from app.ui.theme import SEMIBOLD, SMALL, Theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SORT_ROLE = Qt.ItemDataRole.UserRole
_ROW_MM = 9.0
_CLEAR_MM = 2.0
_HEAD_MM = 5.4
"""What stands beside a column's name: its margins and the arrow of the one that is sorted by."""


@frozen
class Column(Generic[R]):
    """``sort``: what the column sorts by; ``ink``: a colour of the palette for a cell, or empty."""

    name: str
    text: Callable[[R], str]
    sort: Callable[[R], object]
    is_number: bool = False
    ink: Callable[[R], str] = lambda _: ""


class TableRows(QAbstractTableModel, Generic[R]):
    """Rows with a key each. ``reset`` shows others; ``replace`` changes some where they are."""

    def __init__(self, theme: Theme, key: Callable[[R], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        self._columns: Sequence[Column[R]] = ()
        self._rows: list[R] = []
        self._place: dict[str, int] = {}

    def name_columns(self, columns: Sequence[Column[R]]) -> None:
        """Set the columns, their names in the language in force."""
        self.beginResetModel()
        self._columns = columns
        self.endResetModel()

    def reset(self, rows: Sequence[R]) -> None:
        keys = [self._key(row) for row in rows]
        if keys == list(self._place):
            self.replace(rows)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._place = {key: place for place, key in enumerate(keys)}
        self.endResetModel()

    def replace(self, rows: Sequence[R]) -> None:
        for row in rows:
            place = self._place.get(self._key(row))
            if place is not None and self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == SORT_ROLE:
            return column.sort(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and (ink := column.ink(row)):
            return QColor(getattr(self._theme.palette, ink))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.data(self.index(0, section), role) if self._rows else Qt.AlignmentFlag.AlignLeft
        return None


class _Heads(QHeaderView):
    """Names of columns, each as wide as its words need: the style would give all of them room for a large arrow."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's own name
        size = super().sectionSizeFromContents(logicalIndex)
        words = str(self.model().headerData(logicalIndex, self.orientation()))
        wide = width_of(words, self._theme.font(SMALL, SEMIBOLD)) + self._theme.mm(_HEAD_MM)
        return QSize(min(size.width(), round(wide)), size.height())


class Table(QTableView):
    """Shows ``rows``, sorted as the person chose; a changed cell moves nothing until the column is chosen again."""

    def __init__(self, theme: Theme, rows: TableRows[R], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setDynamicSortFilter(False)
        self._sorted.setSourceModel(rows)
        self._heads = _Heads(theme, self)
        self.setHorizontalHeader(self._heads)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self._sorted.sort(-1)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._giving_way: Sequence[int] = ()
        self._sorted.modelReset.connect(lambda: self._share(may_show=False))  # a search brings no column back
        theme.changed.connect(self._dress)
        self._dress()

    def stretch(self, column: int, giving_way: Sequence[int] = ()) -> None:
        """Let this column take the room that the others leave. Where what is in it is wider, ``giving_way`` go: first
        the first of them.
        """
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._giving_way = giving_way
        self._share()

    def _share(self, *, may_show: bool = True) -> None:
        columns = range(self.model().columnCount())
        wide = [
            max(self._heads.sectionSizeFromContents(x).width(), self.sizeHintForColumn(x)) for x in columns
        ]
        kept = [x for x in columns if may_show or not self.isColumnHidden(x)]
        over = sum(wide[x] for x in kept) - self.viewport().width()
        for column in self._giving_way:
            is_kept = column in kept
            self.setColumnHidden(column, not is_kept or over > 0)
            over -= wide[column] if is_kept and over > 0 else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def sizeHintForColumn(self, column: int) -> int:
        """Keep a column's words clear of those beside them."""
        return super().sizeHintForColumn(column) + self._theme.mm(_CLEAR_MM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sort by the column of the current cell with Enter or Space, as a tap on its head does."""
        if event.key() in ENTER or event.key() == Qt.Key.Key_Space:
            head, column = self.horizontalHeader(), self.currentIndex().column()
            is_again = head.sortIndicatorSection() == column
            up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
            self.sortByColumn(column, down if is_again and head.sortIndicatorOrder() == up else up)
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.mm(_ROW_MM))
        self._share()
