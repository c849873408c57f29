"""The manager's window: the shelf in a table that is live, the day beside it. It shares the till's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QScreen, QShortcut, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget

from app.domain.catalog import Level
from app.settings import APP
from app.ui import format as text_of
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.focus import step
from app.ui.controls.lamp import StatusStrip
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.controls.letters import LetterPad
from app.ui.controls.search import Empty, SearchField
from app.ui.controls.table import Column as TableColumn
from app.ui.controls.table import Table, TableRows
from app.ui.controls.topic import TopicCard
from app.ui.theme import HERO, TOTAL, Theme
from app.ui.theme_qss import style_sheet
from app.ui.view_models.office import StockLine

if TYPE_CHECKING:
    from app.ui.view_models.office import OfficeModel
    from app.ui.view_models.status import StatusModel

_SIDE_MM = 90.0
_GIVING_WAY = (1, 5, 4, 3)
"""Columns that go where names of products have no room: category, alert, kept, on the shelf."""
_INKS = {Level.OUT: "stop", Level.LOW: "warn"}


class OfficeWindow(Ground):
    """``closed``: somebody closed it: its key, Esc, Ctrl+W. ``strip_tapped``: they ask what its strip means."""

    closed = Signal()
    strip_tapped = Signal()

    def __init__(self, model: OfficeModel, status: StatusModel, theme: Theme) -> None:
        super().__init__("window")
        self._model, self._status, self.theme = model, status, theme
        self._bar_name = ""
        self.setObjectName("office")
        self.strip = StatusStrip(theme)
        self.strip.tapped.connect(lambda _about: self.strip_tapped.emit())
        self.search, self.letters = SearchField(theme), LetterPad(theme)
        self.low = TouchButton(theme, "only-low", Kind.CHOICE, icon="alert", size_mm=(44, 12))
        self._count = label("small")
        self.rows: TableRows[StockLine] = TableRows(theme, lambda line: line.id)
        self.table = Table(theme, self.rows, "stock-table")
        self._day, self._hint = label("title"), label("body", "muted")
        for words in (self._day, self._hint):
            words.setWordWrap(True)
        self.leave = TouchButton(theme, "office-close", Kind.QUIET, icon="close", size_mm=(34, 12))
        self._revenue_name = label("small")
        self._revenue = AmountLabel(
            theme, "revenue", points=HERO, at_least=TOTAL, align=Qt.AlignmentFlag.AlignLeft
        )
        self._figures, self._waiting = TopicCard(theme, "figures"), TopicCard(theme, "waiting")
        self._top = TopicCard(theme, "top")
        self._fill(theme)
        self.search.textChanged.connect(model.search_for)
        self.search.touched.connect(self.letters.show)
        self.search.keyed.connect(self.letters.put_away)
        self.letters.write_into(self.search)
        self.leave.clicked.connect(self.close)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(key, self).activated.connect(self.close)
        self.low.clicked.connect(lambda: model.show_low(self.low.isChecked()))
        model.lines_changed.connect(self._show_lines)
        model.day_changed.connect(self._show_day)
        status.changed.connect(self._show_status)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        whole = Column(theme, self, gap_mm=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self.strip)
        sides = Row(theme, gap_mm=0)
        left = Column(theme, gap_mm=3, margins_mm=(4, 3, 1.8, 4))
        head = Row(theme, gap_mm=3)
        head.addWidget(self.search, 1)
        head.addWidget(self.low)
        head.addWidget(self._count)
        left.addLayout(head)
        self._middle = QStackedWidget()
        self._nothing = Empty(theme, "search")
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._nothing)
        left.addWidget(self._middle, 1)
        left.addWidget(self.letters)
        self._side = Ground("panel")
        side = Column(theme, self._side, gap_mm=3, margins_mm=(4, 4, 4, 4))
        top = Row(theme, gap_mm=3)
        top.addWidget(self._day, 1)
        top.addWidget(self.leave)
        side.addLayout(top)
        for widget in (self._hint, self._revenue_name, self._revenue):
            side.addWidget(widget)
        cards = ScrollColumn(
            theme, gap_mm=3
        )  # on a low window, or in large type, they are higher than the room
        for card in (self._figures, self._waiting, self._top):
            cards.stack.addWidget(card)
        cards.stack.addStretch(1)
        side.addWidget(cards, 1)
        sides.addLayout(left, 1)
        sides.addWidget(self._side)
        whole.addLayout(sides, 1)

    def _columns(self) -> list[TableColumn[StockLine]]:
        def known(value: int | None) -> int:
            return -1 if value is None else value

        return [
            TableColumn(self.tr("Product"), lambda x: x.name, lambda x: x.name),
            TableColumn(self.tr("Category"), lambda x: x.category, lambda x: x.category),
            TableColumn(
                self.tr("Available"),
                lambda x: text_of.grouped(x.available),
                lambda x: known(x.available),
                is_number=True,
                ink=lambda x: _INKS.get(x.level, ""),
            ),
            TableColumn(
                self.tr("On the shelf"),
                lambda x: text_of.grouped(x.stock),
                lambda x: known(x.stock),
                is_number=True,
            ),
            TableColumn(
                self.tr("Kept for guests"),
                lambda x: text_of.grouped(x.reserved),
                lambda x: known(x.reserved),
                is_number=True,
            ),
            TableColumn(
                self.tr("Alert at"),
                lambda x: text_of.grouped(x.threshold),
                lambda x: x.threshold,
                is_number=True,
            ),
            TableColumn(
                self.tr("Price"), lambda x: text_of.money(x.price), lambda x: known(x.price), is_number=True
            ),
        ]

    def _show_lines(self, products: set[str] | None = None) -> None:
        if products is None:
            self.rows.reset(self._model.lines)
        else:
            self.rows.replace(self._model.some_lines(products))
        self._count.setText(self.tr("%n product(s)", "", self.rows.rowCount()))
        self._middle.setCurrentIndex(0 if self.rows.rowCount() else 1)
        low = self._model.low_count
        self.low.say(self.tr("Running low"))
        self.low.show_badge(text_of.grouped(low) if low else "")

    def _show_day(self) -> None:
        model = self._model
        self._day.setText(model.day_text)
        self._hint.setText(model.hint)
        self._hint.setVisible(bool(model.hint))
        self._revenue_name.setText(self.tr("Net revenue of the day"))
        self._revenue.say(model.revenue_text)
        has_figures = not model.hint
        for widget in (self._revenue_name, self._revenue):
            widget.setVisible(has_figures)
        for card, title, rows in (
            (self._figures, self.tr("Today"), model.figures),
            (self._waiting, self.tr("Waiting, from all days"), model.waiting),
            (self._top, self.tr("What earned most"), model.top),
        ):
            card.setVisible(bool(rows))
            card.show_topic(title, "", "", [(row.name, row.text, row.ink) for row in rows], (), "")

    def _show_status(self) -> None:
        status = self._status
        self.strip.show_lamp(status.lamp, status.lamp_text, status.banner)
        self.strip.show_rest(status.waiting_text, status.person_name, status.clock_text)

    def show_place(self, bar_name: str, till_name: str) -> None:
        """Name the bar and the till in the strip, and the bar in the title."""
        self._bar_name = bar_name
        self.strip.show_place(bar_name, till_name)
        self._name()

    def _name(self) -> None:
        #: the window's title, after the program's name and before the bar's
        self.setWindowTitle(text_of.joined(APP, self.tr("Management"), self._bar_name))

    def take_screen(self, screen: QScreen) -> None:
        """Take the density of the screen that the window is on."""
        self.theme.use(dpi=screen.physicalDotsPerInch())
        self.theme.fit(self.width(), self.height())

    def retranslate(self) -> None:
        """Set every text again."""
        self._name()
        self.leave.say(self.tr("Close"), accessible=self.tr("Close this window, back to the till"))
        self.search.say(self.tr("Search a product"), self.tr("Clear the search"))
        self.rows.name_columns(self._columns())
        self.table.setAccessibleName(self.tr("Stock"))
        self._nothing.say(self.tr("No product here"), self.tr("Search another word, or show all products"))
        self.table.stretch(0, giving_way=_GIVING_WAY)
        self._show_lines()
        self._show_day()
        self._show_status()

    def _dress(self) -> None:
        self.setStyleSheet(style_sheet(self.theme))
        self._side.setFixedWidth(self.theme.mm(_SIDE_MM))

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return step(self, is_forward=is_next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.theme.fit(self.width(), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.rest()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        super().closeEvent(event)  # type: ignore[arg-type]
        self.closed.emit()
