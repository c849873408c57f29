"""The printers of this till: the tickets and the list at the left, the settings of the chosen printer at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.card_list import CardList
from app.ui.controls.choices import Choices
from app.ui.controls.layout import Column, Ground, ScrollColumn, Sides, label
from app.ui.controls.page import Page
from app.ui.controls.panel import Panel
from app.ui.controls.search import Empty
from app.ui.screens.printer_accents import AccentsSheet
from app.ui.screens.printer_add import AddPrinterSheet
from app.ui.screens.printer_card import PrinterCard
from app.ui.screens.printer_detail import PrinterDetail
from app.ui.theme import BODY, Theme

if TYPE_CHECKING:
    from app.domain.printers import Printer
    from app.ui.view_models.printer_search import PrinterSearchModel
    from app.ui.view_models.printers import PrinterRow, PrintersModel

_LIST_MM = (96.0, 150.0)
_LIST_SHARE = 0.4
_TICKET_NAME_MM = 25.0


class PrintersScreen(Page):
    """``add-printer`` opens the sheet for a new one; a tap on a printer shows what can be set of it."""

    def __init__(
        self,
        model: PrintersModel,
        search: PrinterSearchModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "printers", parent)
        self._model, self._search = model, search
        self._add = TouchButton(
            theme, "add-printer", Kind.PRIMARY, icon="plus", size_mm=(40, 12), points=BODY
        )
        self.head.addWidget(self._add)
        self._tickets_name = label("title")
        self._when, self._language = (
            Choices(theme, "when", name_mm=_TICKET_NAME_MM),
            Choices(theme, "language", name_mm=_TICKET_NAME_MM),
        )
        self._list = ScrollColumn(theme, gap_mm=2.4)
        self._cards: CardList[PrinterRow, PrinterCard] = CardList(
            self._list, key=lambda row: row.key, make=self._card, show=PrinterCard.show_row
        )
        self.detail = PrinterDetail(model, theme)
        self._none = Empty(theme, "printer")
        self._right = QStackedWidget()
        self._right.addWidget(self._none)
        self._right.addWidget(self.detail)
        self._fill(theme)
        self.adding = AddPrinterSheet(search, theme, self)
        self.accents = AccentsSheet(model, theme, self)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        self._left = Ground("clear")
        left = Column(theme, self._left, gap_mm=3)
        tickets = Panel(theme)
        box = Column(theme, tickets, gap_mm=2.4, margins_mm=(5, 4, 5, 5))
        box.addWidget(self._tickets_name)
        box.addWidget(self._when)
        box.addWidget(self._language)
        left.addWidget(tickets)
        left.addWidget(self._list, 1)
        self._halves = Sides(theme, gap_mm=4)
        self._halves.addWidget(self._left)
        self._halves.addWidget(self._right, 1)
        self.body.addLayout(self._halves, 1)

    def _connect(self, model: PrintersModel) -> None:
        self._add.clicked.connect(self._begin)
        self._search.chosen.connect(self._chosen)
        self._when.chosen.connect(lambda value: model.set("when", value))
        self._language.chosen.connect(lambda value: model.set("language", value))
        self.detail.accents_asked.connect(self.accents.begin)
        model.changed.connect(self._changed)
        model.removed.connect(lambda text: self.said.emit(text, self.tr("Undo")))
        model.message.connect(lambda text: self.said.emit(text, ""))

    def _begin(self) -> None:
        self._search.begin()
        self.adding.open()

    def _chosen(self, printer: Printer) -> None:
        self.adding.put_away()
        self._model.add(printer)

    def toast_answered(self) -> None:
        self._model.undo()

    def _changed(self) -> None:
        """Show it if somebody looks."""
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        when, language = model.tickets
        self._when.show_choices(when.choices, when.chosen)
        self._language.show_choices(language.choices, language.chosen)
        rows = model.rows
        if self._cards.show_rows(rows):
            self.moved.emit()
        self._right.setCurrentIndex(1 if rows else 0)
        self._add.setEnabled(model.is_allowed)
        self.detail.refresh()
        self.accents.refresh()

    def _card(self, row: PrinterRow) -> PrinterCard:
        made = PrinterCard(self.theme, row.key)
        made.chosen.connect(self._model.choose)
        made.show_row(row)
        return made

    def entered(self) -> None:
        super().entered()
        self.refresh()

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Printers"))
        self._add.say(self.tr("Add a printer"))
        self._tickets_name.setText(self.tr("Receipts"))
        self._when.say(self.tr("Print"))
        self._language.say(self.tr("Language"))
        self._none.say(
            self.tr("No printer yet"),
            self.tr("Add the bar's receipt printer: by network, cable or the system"),
        )
        self.detail.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Stand the halves beside each other, or under each other on an upright screen."""
        is_upright = self.height() > self.width()
        self._halves.stand(is_upright=is_upright)
        least, most = (self.theme.mm(length) for length in _LIST_MM)
        wide = max(least, min(most, round(self.width() * _LIST_SHARE)))
        self._left.setMinimumWidth(0 if is_upright else wide)
        self._left.setMaximumWidth(self.maximumWidth() if is_upright else wide)
