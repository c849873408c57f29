"""Keys for what can be done: two beside each other; one that cannot be tapped now says why under its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Ground
from app.ui.rows import ActionStyle, DeedRow
from app.ui.theme import SMALL, Theme

_KEY_MM = (40.0, 14.0)
_GAP_MM = 2.4
KINDS = {ActionStyle.PRIMARY: Kind.PRIMARY, ActionStyle.PLAIN: Kind.QUIET, ActionStyle.STOP: Kind.STOP}


class DeedKey(TouchButton):
    """One deed, named ``do:<id>``. ``hindered``: it was touched though it cannot be done now."""

    hindered = Signal()

    def __init__(
        self, theme: Theme, row: DeedRow, parent: QWidget | None = None, *, is_calm: bool = False
    ) -> None:
        kind = KINDS[row.style]
        super().__init__(
            theme,
            f"do:{row.id}",
            Kind.SECONDARY if is_calm and kind is Kind.PRIMARY else kind,
            icon=row.icon,
            size_mm=_KEY_MM,
            points=SMALL,
            icon_mm=5,
            parent=parent,
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def event(self, event: QEvent) -> bool:
        """Tell of a tap on a key that is off: Qt swallows it, and a person waits for an answer."""
        if event.type() == QEvent.Type.MouseButtonRelease and not self.isEnabled():
            self.hindered.emit()
        return super().event(event)

    def show_row(self, row: DeedRow) -> None:
        """Say it as it is now: the words under it may be a countdown."""
        self.say(row.label, row.detail)
        self.setEnabled(row.is_enabled)


class DeedKeys(Ground):
    """``asked`` gives a deed's id, ``hindered`` that of one that was touched though it cannot be done now.

    Keys are made again only when other deeds are there.

    ``is_calm``: there are more of these on the screen, so what is suggested has an edge and no ground of its own.
    """

    asked = Signal(str)
    hindered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_calm: bool = False) -> None:
        super().__init__("clear", parent)
        self._theme, self._is_calm = theme, is_calm
        self._ids: list[tuple[str, ActionStyle]] = []
        self._keys: list[DeedKey] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[DeedRow]) -> None:
        """Show these; the last one of an odd number takes the whole width."""
        ids = [(row.id, row.style) for row in rows]
        if ids != self._ids:
            self._ids = ids
            self._make(rows)
        for key, row in zip(self._keys, rows, strict=True):
            key.show_row(row)
        self.setVisible(bool(rows))

    def _make(self, rows: Sequence[DeedRow]) -> None:
        for key in self._keys:
            self._grid.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._keys = []
        for place, row in enumerate(rows):
            key = DeedKey(self._theme, row, self, is_calm=self._is_calm)
            key.clicked.connect(partial(self._ask, row.id))
            key.hindered.connect(partial(self.hindered.emit, row.id))
            is_alone = place == len(rows) - 1 and place % 2 == 0
            self._grid.addWidget(key, place // 2, place % 2, 1, 2 if is_alone else 1)
            self._keys.append(key)

    def _ask(self, deed: str, _checked: bool = False) -> None:
        self.asked.emit(deed)

    def _dress(self) -> None:
        self._grid.setSpacing(self._theme.mm(_GAP_MM))
