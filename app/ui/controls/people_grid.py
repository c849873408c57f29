"""All people of the bar as large tiles that fill the width, in places that never move by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QScrollArea, QWidget

from app.ui.controls.layout import Ground, scroll_by_finger
from app.ui.controls.people import PERSON_LEAST_MM, PersonTile
from app.ui.rows import PersonRow
from app.ui.theme import Theme

_LEAST_MM = 38.0
_MOST_MM = 92.0
_MOST_COLUMNS = 5
_GAP_MM = 3.0


class PeopleGrid(QScrollArea):
    """Tiles named ``person:<id>``; ``chosen`` gives a person's id."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(
            QWidget()
        )  # Qt's own would have PySide load every class it has, before the first frame
        self._theme = theme
        self._tiles: dict[str, PersonTile] = {}
        self._rows: list[PersonRow] = []
        self._columns = 0
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.setObjectName("people")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = Ground("clear")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setWidget(inner)
        scroll_by_finger(self)
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[PersonRow], chosen: str | None) -> None:
        """Show ``rows`` in their order, ``chosen`` marked."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self._make()
        for key, tile in self._tiles.items():
            tile.setChecked(key == chosen)

    def _make(self) -> None:
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = {}
        for row in self._rows:
            tile = PersonTile(self._theme, row)
            tile.clicked.connect(lambda _checked=False, key=row.id: self.chosen.emit(key))
            self._tiles[row.id] = tile
        self._columns = 0
        self._flow()

    def _flow(self) -> None:
        """Place the tiles anew when another number of them fits beside each other."""
        gap = self._theme.mm(_GAP_MM)
        fits = (self.viewport().width() + gap) // (self._theme.mm(_LEAST_MM) + gap)
        most = max(1, min(_MOST_COLUMNS, fits))
        rows = -(-len(self._rows) // most) or 1
        columns = max(1, -(-len(self._rows) // rows))  # as even as can be: six are 3 + 3, not 5 + 1
        self._grow(rows)
        if columns == self._columns:
            return
        for column in range(max(self._columns, columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(rows, 1)
        for place, tile in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
            tile.show()

    def _grow(self, rows: int) -> None:
        """Make few people taller tiles than many."""
        gap = self._theme.mm(_GAP_MM)
        room = (self.viewport().height() + gap) // max(1, rows) - gap
        high = max(self._theme.mm(PERSON_LEAST_MM[1]), min(self._theme.mm(_MOST_MM), room))
        for tile in self._tiles.values():
            tile.setFixedHeight(high)

    def _dress(self) -> None:
        self._grid.setSpacing(self._theme.mm(_GAP_MM))
        self._flow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the tiles out in the room of now: while nobody saw them, it may have changed."""
        super().showEvent(event)
        self._flow()
        self._grid.invalidate()
        self._grid.activate()
