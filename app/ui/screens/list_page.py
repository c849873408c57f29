"""What the pages with a list have in common: rows or what stands in their place, a note, pages, and a panel beside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, Sides, label
from app.ui.controls.page import Page
from app.ui.controls.pager import Pager
from app.ui.controls.row_list import RowList
from app.ui.controls.search import Empty
from app.ui.messages import Message
from app.ui.rows import ListRow
from app.ui.theme import SMALL, Theme
from app.ui.view_models.listing import Stand

_PANE_MM = (104.0, 190.0)


class ListPage(Page):
    """Fill ``top`` (over the list) and ``panel`` (beside it). Keys: the rows, ``<name>-again`` and the pager's."""

    pane_share = 0.42

    def __init__(
        self, theme: Theme, name: str, icon: str, parent: QWidget | None = None, *, lead_mm: float = 24.0
    ) -> None:
        super().__init__(theme, name, parent, is_bare=True)
        self.list = RowList(theme, f"{name}-list", lead_mm=lead_mm)
        self._void = Empty(theme, icon)
        self.again = TouchButton(
            theme, f"{name}-again", Kind.QUIET, icon="refresh", size_mm=(40, 13), points=SMALL
        )
        self._note = label("small", "muted")
        self._note.setObjectName(f"{name}-note")
        self._note.setWordWrap(True)
        self.pager = Pager(theme, name)
        self.header = Row(theme, gap_mm=3)
        self.top = Column(theme, gap_mm=2.4)
        self.panel: QWidget = Ground("panel")
        self._beside: QWidget | None = None
        self._is_entering = False
        self._sides = Sides(theme, gap_mm=0)

    def build(self, panel: QWidget, beside: QWidget) -> None:
        """Lay everything out; call it once, when ``top`` is filled.

        ``beside`` is what the panel says until a row is touched: nothing while there is no row to touch.
        """
        theme, self._beside = self.theme, beside
        self.panel = panel
        self._left = left = Ground("clear")
        column = Column(theme, left, gap_mm=2.4, margins_mm=(4, 3, 3, 3))
        self.header.insertWidget(0, self.back)
        self.header.insertWidget(1, self.title)
        column.addLayout(self.header)
        column.addLayout(self.top)
        column.addWidget(self._note)
        void = Ground("clear")
        place = Column(theme, void, gap_mm=3)
        place.addStretch(2)
        place.addWidget(self._void)
        place.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        place.addStretch(3)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
        self._middle.addWidget(void)
        column.addWidget(self._middle, 1)
        column.addWidget(self.pager)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(panel)
        self.body.addLayout(self._sides, 1)
        theme.changed.connect(self.dress)
        self.dress()

    def show_list(
        self, rows: list[ListRow], chosen: str, stand: Stand, void: Message, *, is_dim: bool
    ) -> None:
        """Show the rows, or what stands in their place."""
        self.list.show_rows(rows, chosen, is_dim=is_dim)
        if self._is_entering and rows:
            self._is_entering = False
            self.list.scrollToTop()
            self.list.scrollTo(self.list.rows.index_of(chosen))
        self._middle.setCurrentIndex(0 if stand is Stand.ROWS else 1)
        self._void.say(void.text, void.detail)
        self.again.setVisible(stand is Stand.FAILED)
        if self._beside is not None:
            self._beside.setVisible(stand is Stand.ROWS)

    def show_place(self, note: str, place: str, *, has_previous: bool, has_next: bool) -> None:
        """Say how old it is and which rows are shown."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.pager.setVisible(bool(place))
        self.pager.show_place(place, has_previous=has_previous, has_next=has_next)

    def entered(self) -> None:
        """Begin at the top, or where a row is open: what is new is out of sight where somebody else had scrolled to."""
        super().entered()
        self._is_entering = True

    def retranslate(self) -> None:
        super().retranslate()
        self.again.say(self.tr("Try again"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the list, page keys turn its pages."""
        match event.key():
            case Qt.Key.Key_PageDown:
                self.pager.next.emit()
            case Qt.Key.Key_PageUp:
                self.pager.previous.emit()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.list.setFocus()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Stand list and panel beside each other, or under each other on an upright screen."""
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        self._sides.setStretch(1, 1 if is_upright else 0)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * self.pane_share)))
        self.panel.setMinimumWidth(0 if is_upright else wide)
        self.panel.setMaximumWidth(self.maximumWidth() if is_upright else wide)
