"""An exchange: products at the left; what comes back, what leaves and the difference at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.chips import Chips
from app.ui.controls.figures import elastic, sign
from app.ui.controls.grid import ProductGrid
from app.ui.controls.layout import Column, Ground, Row, Sides, label
from app.ui.controls.letters import LetterPad
from app.ui.controls.lines import CartLines
from app.ui.controls.methods import Methods
from app.ui.controls.number_sheet import NumberSheet
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.rail import CategoryRail
from app.ui.controls.scroll_mark import MARK_ROOM_MM
from app.ui.controls.search import Empty, SearchField
from app.ui.screens.manager import ManagerSheet
from app.ui.theme import PAY_MIN_MM, TITLE, TOTAL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.exchange import ExchangeModel

_PANE_MM = (94.0, 124.0)
_PANE_SHARE = 0.335


class ExchangeScreen(Page):
    """Shows an ``ExchangeModel``. Keys: the tiles, ``method:…``, ``way:…``, ``exchange-accept``."""

    def __init__(self, model: ExchangeModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "exchange", parent, is_bare=True)
        self._model = model
        self._quantity_of = ""
        self.rail = CategoryRail(theme)
        self.strip = CategoryRail(theme, is_sideways=True)
        self.search = SearchField(theme)
        self.grid = ProductGrid(theme)
        self.letters = LetterPad(theme)
        self._back_name, self._back = label("small", "muted"), elastic(label("strong"))
        self._worth = label("title", "ok")
        self._sign = sign(theme, "return", "ok")
        self._leaves = label("small", "muted")
        self.lines = CartLines(theme)
        self._nothing = Empty(theme, "swap")
        self._difference_name = label("label", "muted")
        self._difference = AmountLabel(theme, "difference", points=TOTAL)
        self._owes = label("small", "warn")
        self._owes.setWordWrap(True)
        self.methods = Methods(theme, Arrange.STACK)
        self.ways = Chips(theme, "way")
        self._change = label("strong", "ok")
        self._message = label("body", "stop")
        self._message.setWordWrap(True)
        self.accept = TouchButton(
            theme, "exchange-accept", Kind.PRIMARY, icon="swap", size_mm=PAY_MIN_MM, points=TITLE
        )
        self._quantity = NumberSheet(theme, self)
        self._manager = ManagerSheet(model.authorisation, theme, self)
        self._build(theme)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _build(self, theme: Theme) -> None:
        self._center = Ground("clear")
        column = Column(theme, self._center, gap_mm=3, margins_mm=(4, 2, 2.6, 2.4))
        head = Row(theme, gap_mm=3)
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.search, 1)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.grid, 1)
        column.addWidget(self.letters)
        self._pane = Ground("panel")
        side = Column(theme, self._pane, gap_mm=2, margins_mm=(4, 3, 4 - MARK_ROOM_MM, 4))
        above, below = (Column(theme, gap_mm=2, margins_mm=(0, 0, MARK_ROOM_MM, 0)) for _ in range(2))
        above.addWidget(self._back_name)
        back = Row(theme, gap_mm=2.4)
        back.addWidget(self._sign)
        back.addWidget(self._back, 1)
        back.addWidget(self._worth)
        above.addLayout(back)
        above.addWidget(self._leaves)
        side.addLayout(above)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._nothing)
        self._middle.addWidget(self.lines)
        side.addWidget(self._middle, 1)
        below.addWidget(self._message)
        difference = Row(theme, gap_mm=3)
        difference.addWidget(self._difference_name)
        difference.addWidget(self._difference, 1)
        below.addLayout(difference)
        for widget in (self._owes, self.methods, self.ways, self._change, self.accept):
            below.addWidget(widget)
        side.addLayout(below)
        self._sides = Sides(theme, gap_mm=0)
        self._sides.addWidget(self.rail)
        self._sides.addWidget(self._center, 1)
        self._sides.addWidget(self._pane)
        self.body.addLayout(self._sides, 1)

    def _connect(self, model: ExchangeModel) -> None:
        for rail in (self.rail, self.strip):
            rail.chosen.connect(self._choose_category)
        self.search.textChanged.connect(model.search)
        self.search.touched.connect(self.letters.show)
        self.letters.typed.connect(self.search.insert)
        self.letters.backspace.connect(self.search.backspace)
        self.grid.tapped.connect(model.tap)
        self.grid.returned.connect(model.tap)
        self.grid.held.connect(model.tap)
        self.lines.less.connect(model.less)
        self.lines.more.connect(model.tap)
        self.lines.quantity.connect(self._ask_quantity)
        self._quantity.entered.connect(lambda count: model.set_qty(self._quantity_of, count))
        self.methods.chosen.connect(model.choose_method)
        self.ways.chosen.connect(model.choose_way)
        self.accept.clicked.connect(model.accept)
        model.changed.connect(self.refresh)
        model.cards_changed.connect(self._show_cards)
        model.pin_asked.connect(self._manager.open)

    # what the model tells

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        for rail in (self.rail, self.strip):
            rail.show_rows(model.categories, model.category)
        self._back.setText(model.back_text)
        self._worth.setText(model.worth_text)
        self.lines.show_rows(model.lines)
        self._middle.setCurrentIndex(1 if model.lines else 0)
        self._difference_name.setText(model.difference_name)
        self._difference.say(model.difference_text, f"{model.difference_name} {model.difference_text}")
        self._difference.show_ink("warn" if model.is_to_owe else "text")
        self._owes.setText(model.owes_text)
        self._owes.setVisible(bool(model.owes_text))
        self.methods.setVisible(model.is_to_pay)
        self.methods.show_method(model.method)
        ways = model.ways
        self.ways.setVisible(bool(ways) and model.is_to_pay)
        self.ways.show_rows(ways, model.way)
        self._change.setText(self.tr("Give back {amount}").format(amount=model.change_text))
        self._change.setVisible(bool(model.change_text))
        self._message.setText(model.message)
        self._message.setVisible(bool(model.message))
        self.accept.say(model.accept_text)
        self.accept.setEnabled(model.can_accept)

    def _show_cards(self, changed: Sequence[str] | None) -> None:
        if changed is None:
            self.grid.rows.reset(self._model.cards)
        else:
            self.grid.show_changed(self._model.some_cards(changed))

    # what fingers ask

    def _choose_category(self, category: str) -> None:
        self.search.clear()
        self.letters.put_away()
        self._model.choose_category(category)
        self.grid.scrollToTop()

    def _ask_quantity(self, product: str) -> None:
        line = next((line for line in self._model.lines if line.product == product), None)
        if line is not None:
            self._quantity_of = product
            self._quantity.ask(line.full_name, line.qty)

    # the window

    def entered(self) -> None:
        super().entered()
        self.search.clear()
        self.letters.put_away()
        self._show_cards(None)
        self.refresh()

    def shortcut(self, key: Shortcut) -> bool:
        match key:
            case Shortcut.SEARCH:
                self.search.setFocus()
                self.search.selectAll()
            case Shortcut.ACCEPT | Shortcut.PAY:
                self._model.accept()
            case Shortcut.BACK if self.search.text() or self.letters.isVisible():
                self.search.clear()
                self.letters.put_away()
                self.setFocus()
            case _:
                return super().shortcut(key)
        return True

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Exchange"))
        self.grid.setAccessibleName(self.tr("Products"))
        self.search.say(self.tr("Search a product"), self.tr("Clear the search"))
        self._back_name.setText(self.tr("Comes back"))
        self._leaves.setText(self.tr("Leaves in exchange"))
        self._nothing.say(self.tr("What leaves?"), self.tr("Touch what the guest takes"))
        self.methods.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        self.rail.setVisible(not is_upright)
        self.strip.setVisible(is_upright)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * _PANE_SHARE)))
        self._pane.setMinimumWidth(0 if is_upright else wide)
        self._pane.setMaximumWidth(self.maximumWidth() if is_upright else wide)
