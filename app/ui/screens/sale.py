"""The sale screen: categories, search, tiles, held carts and the cart. It looks and forwards; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.cart import MAX_NOTE
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.flight import Flight
from app.ui.controls.grid import ARROWS, ProductGrid
from app.ui.controls.held import HeldStrip
from app.ui.controls.layout import CROWDED, Column, Ground, Sides
from app.ui.controls.letters import LetterPad
from app.ui.controls.notice import Notice
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.rail import CategoryRail
from app.ui.controls.search import Empty
from app.ui.controls.text_sheet import TextSheet
from app.ui.rows import ChipRow, RefusalRow
from app.ui.screens.cart_pane import CartPane
from app.ui.screens.manager import ManagerSheet
from app.ui.screens.product_sheet import ProductSheet
from app.ui.screens.sale_head import SaleHead
from app.ui.theme import SMALL, Theme
from app.ui.view_models.cards import ALL, FAVOURITES

if TYPE_CHECKING:
    from app.ui.view_models.sale import SaleModel

_PANE_MM, _PANE_SHARE = (94.0, 124.0), 0.315
_MOST_DIGITS, TABLES, MAX_NAME = 3, 12, 24


class SaleScreen(Page):
    """Rail, grid and cart beside each other; under each other on an upright screen.

    ``menu_asked``, ``day_asked`` and ``lock_asked`` are for the window.
    """

    menu_asked = Signal()
    day_asked = Signal()
    lock_asked = Signal()
    takes_scans = True

    def __init__(self, model: SaleModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sale", parent, is_bare=True)
        self._model = model
        self._digits = self._asked = self._lender = ""
        self._has_order, self._offers_undo = bool(model.count), False
        self.rail = CategoryRail(theme)
        self.strip = CategoryRail(theme, is_sideways=True)
        self._head = SaleHead(theme)
        self.search, self.menu = self._head.search, self._head.menu
        self.grid = ProductGrid(theme)
        self._nothing = Empty(theme, "search")
        self._everything = TouchButton(theme, "show-all", Kind.QUIET, size_mm=(44, 13), points=SMALL)
        self.notice = Notice(theme)
        self.held = HeldStrip(theme)
        self.letters = LetterPad(theme)
        self.pane = CartPane(model, theme)
        self._flight = Flight(theme, self.grid, self.pane.lines, self)
        self._product = ProductSheet(theme, self)
        self._note = TextSheet(theme, "note", self, most=MAX_NOTE, is_quick=True)
        self._name = TextSheet(theme, "hold-name", self, most=MAX_NAME, is_quick=True, adds=False)
        self._manager = ManagerSheet(model.authorisation, theme, self)
        self._fill(theme)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()
        self._show_categories()
        self._show_cards(None)
        self._show_status()

    def _fill(self, theme: Theme) -> None:
        self._center = Ground("clear")
        column = Column(theme, self._center, gap_mm=2.4, margins_mm=(4, 2, 2.6, 1.2))
        column.addWidget(self._head)
        column.addWidget(self.strip)
        nothing = Ground("clear")
        void = Column(theme, nothing)
        void.addStretch(2)
        void.addWidget(self._nothing)
        void.addWidget(self._everything, 0, Qt.AlignmentFlag.AlignHCenter)
        void.addStretch(3)
        self._tiles = QStackedWidget()
        self._tiles.addWidget(self.grid)
        self._tiles.addWidget(nothing)
        column.addWidget(self._tiles, 1)
        for part in (self.notice, self.held, self.letters):
            column.addWidget(part)
        self._sides = Sides(theme, gap_mm=0)
        self._sides.addWidget(self.rail)
        self._sides.addWidget(self._center, 5)
        self._sides.addWidget(self.pane, 4)
        self.body.addLayout(self._sides, 1)

    def _connect(self, model: SaleModel) -> None:
        for rail in (self.rail, self.strip):
            rail.chosen.connect(self._choose_category)
        self.search.textChanged.connect(model.search)
        self.search.touched.connect(self._show_letters)
        self.letters.closed.connect(self._end_letters)
        self.search.keyed.connect(self.letters.put_away)
        self.letters.write_into(self.search)
        self.grid.tapped.connect(self._tap)
        self.grid.touched.connect(lambda product: self.grid.make_ready(model.card_after_tap(product)))
        self.grid.returned.connect(self._return_on)
        self.grid.held.connect(self._ask_product)
        self._everything.clicked.connect(self.begin_anew)
        for gone in (self.held.recalled, self.notice.gone, self.letters.closed, self.pane.moved):
            gone.connect(self.moved)
        self.held.recalled.connect(model.recall)
        self.notice.answered.connect(model.answer)
        model.waiting.changed.connect(lambda: self._head.say_waiting(model.waiting.count))
        self._head.say_waiting(model.waiting.count)
        self._head.day.clicked.connect(self.day_asked)
        self._head.lock.clicked.connect(self.lock_asked)
        self.menu.clicked.connect(self.menu_asked)
        self.pane.clear_asked.connect(lambda: self._offer_undo(model.clear()))
        self.pane.quantity_asked.connect(self._ask_product)
        self.pane.hold_asked.connect(self._ask_name)
        self._product.entered.connect(lambda count: model.set_qty(self._asked, count))
        self._product.starred.connect(self._star)
        self._product.note_asked.connect(self._ask_note)
        self._note.entered.connect(lambda note: model.set_note(self._asked, note))
        self._name.entered.connect(model.hold)
        self._name.entered.connect(self.forget_search)
        model.cards_changed.connect(self._show_cards)
        model.categories_changed.connect(self._show_categories)
        model.cart_changed.connect(self._end_toast)
        model.status_changed.connect(self._show_status)
        model.refused.connect(self._show_refusal)
        model.refusal_over.connect(self.notice.put_away)
        model.message.connect(lambda text: self.said.emit(text, ""))
        model.added.connect(self._offer_undo)
        model.pin_asked.connect(self._manager.open)

    def _tap(self, product: str) -> None:
        """Put one more into the order, and show where it went."""
        before = self._model.count
        self._model.tap(product)
        if self._model.count > before:
            self._flight.show_soon(product)

    # what the model tells

    def _show_categories(self) -> None:
        for rail in (self.rail, self.strip):
            rail.show_rows(self._model.categories, self._model.category)
        self._say_found()

    def _show_cards(self, changed: Sequence[str] | None) -> None:
        if changed is None:
            self.grid.rows.reset(self._model.cards)
            self._say_found()
            return
        self.grid.show_changed(self._model.some_cards(changed))

    def _show_status(self) -> None:
        self.held.show_rows(self._model.held)
        self._say_found()

    def _offer_undo(self, text: str) -> None:
        self._offers_undo = True
        self.said.emit(text, self.tr("Undo"))

    def _end_toast(self) -> None:
        """What was said before an order is not about it; « Undo » goes with what could be undone."""
        had_order, self._has_order = self._has_order, bool(self._model.count)
        is_new = self._has_order and not had_order
        if is_new or (self._offers_undo and not self._model.can_undo):
            self._offers_undo = False
            self.said.emit("", "")

    def _show_refusal(self, row: RefusalRow) -> None:
        self.notice.show_refusal(row, self.tr("Close"))

    def _say_refusal_again(self) -> None:
        """Put what is shown of a refusal in the words of the language in force."""
        row = self._model.refusal if self.notice.isVisible() else None
        if row is not None:
            self._show_refusal(row)
        else:
            self.notice.put_away()

    def _say_found(self) -> None:
        """Say how many products are shown, or why there are none."""
        count = len(self._model.cards)
        self._head.say_found(count)
        self._tiles.setCurrentIndex(0 if count else 1)
        self._everything.setVisible(self._model.is_ready)
        if not self._model.is_ready:
            self._nothing.say(
                self.tr("The bar is loading"), self.tr("Products show here as soon as they are known")
            )
        elif self.search.text():
            self._nothing.say(
                self.tr("No product found"), self.tr("Check the spelling or look in all categories")
            )
        elif self._model.category == FAVOURITES:
            self._nothing.say(
                self.tr("No favourite yet"),
                self.tr("Leave a finger on a product, then touch its star"),
                "star",
            )
        else:
            self._nothing.say(
                self.tr("No product here yet"), self.tr("They show here as soon as the manager adds some")
            )

    def _show_letters(self) -> None:
        """Dock the letters; on a low screen they need the room of the held carts."""
        self.held.give_way(is_needed=True)
        self.letters.show()
        self.search.show_typing(is_typing=True)

    def _end_letters(self) -> None:
        self.held.give_way(is_needed=False)
        self.search.show_typing(is_typing=False)

    def forget_search(self) -> None:
        self.search.clear()
        self.letters.put_away()

    def _choose_category(self, category: str) -> None:
        self.forget_search()
        self._model.choose_category(category)
        self.grid.scrollToTop()

    def begin_anew(self) -> None:
        """Show all products from the first one on, whatever was looked for before."""
        self._choose_category(ALL)

    def toast_answered(self) -> None:
        self._model.undo()

    def _ask_product(self, product: str) -> None:
        """A finger stayed on a tile, or touched a quantity."""
        row = self._model.product(product)
        if row is not None:
            self._asked = product
            self._product.show_product(row)

    def _star(self, product: str) -> None:
        self._model.toggle_favourite(product)
        row = self._model.product(product)
        if row is not None:
            self._product.star(row)

    def _ask_note(self, product: str) -> None:
        """The quantity has just been taken; what the shelf refused has no line to put a note on."""
        row = self._model.product(product)
        if row is not None and row.qty:
            usual = (
                self.tr("Chilled"),
                self.tr("No ice"),
                self.tr("With ice"),
                self.tr("With lemon"),
                self.tr("Two glasses"),
                self.tr("To take away"),
            )
            self._note.ask(
                row.full_name,
                hint=self.tr("How the guest wants it"),
                before=row.note,
                usual=[ChipRow(str(place), text) for place, text in enumerate(usual)],
            )

    def _ask_name(self) -> None:
        """Put the order aside under a name, or under the time with one more tap."""
        if self._model.count:
            table = self.tr("Table {number}")
            usual = [ChipRow(str(n), table.format(number=n)) for n in range(1, TABLES + 1)]
            self._name.ask(
                self.tr("Put the order aside"),
                hint=self._model.usual_name,
                before=self._model.hold_name,
                accept=self.tr("Put aside"),
                usual=usual,
            )

    # what the keyboard asks

    def shortcut(self, key: Shortcut) -> bool:
        match key:
            case Shortcut.SEARCH:
                self.search.setFocus()
                self.search.selectAll()
            case Shortcut.EXACT:
                self._model.pay_exact()
            case Shortcut.PAY | Shortcut.ACCEPT | Shortcut.MOBILE_MONEY:
                self._model.open_payment()
            case Shortcut.HOLD:
                self._ask_name()
            case Shortcut.AGAIN:
                self._model.last_round()
            case Shortcut.DAY:
                self.day_asked.emit()
            case Shortcut.BACK:
                self._step_back()
            case _:
                return False
        return True

    def _step_back(self) -> None:
        """Close what lies on top, one thing at a time; the cart is never touched."""
        if self._digits:
            self._type("")
        elif self.search.text() or self.search.hasFocus() or self.letters.isVisible():
            self.forget_search()
            self.setFocus()
        elif self.notice.isVisible():
            self.notice.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_for_seller = event.modifiers() & Qt.KeyboardModifier.AltModifier or not self._model.count
        if is_for_seller and self._choose_seller(event.key()):
            return
        if event.text().isascii() and event.text().isdigit():
            self._type((self._digits + event.text()).lstrip("0")[-_MOST_DIGITS:])
        elif event.key() == Qt.Key.Key_Backspace and self._digits:
            self._type(self._digits[:-1])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._ask_product(self.pane.lines.last)
            else:
                self._return_on("")
        elif event.key() in ARROWS:
            self.grid.setFocus()
        elif (sign := event.text()) == "/" or sign.isalpha():
            self.shortcut(Shortcut.SEARCH)
            if sign != "/":
                self.search.insert(sign)
        else:
            super().keyPressEvent(event)

    def _choose_seller(self, key: int) -> bool:
        """1 to 9 pick a seller where they are picked; with a product in the order only together with Alt."""
        place, sellers = key - Qt.Key.Key_1, self._model.sellers
        if not 0 <= place < min(len(sellers), 9):
            return False
        self._model.choose_seller(sellers[place].id)
        return True

    def _type(self, digits: str) -> None:
        """Digits are the page's, and so is the Enter after them: the key that has the focus gets it back then."""
        holder = self.window().focusWidget()
        if digits and isinstance(holder, TouchButton):
            self._lender = holder.objectName()
            self.setFocus()
        elif not digits and self._lender:
            lender = self.findChild(TouchButton, self._lender)
            if lender is not None and self.hasFocus():
                lender.setFocus()
            self._lender = ""
        self._digits = digits
        self.pane.show_typed(digits)

    def _return_on(self, product: str) -> None:
        """Enter: the typed quantity goes to the last line; without one, the focused tile is tapped."""
        digits = self._digits
        self._type("")
        if digits and self.pane.lines.last:
            self._model.set_qty(self.pane.lines.last, int(digits))
        elif product:
            self._model.tap(product)
        elif self.search.hasFocus() and self.search.text() and (found := self._model.cards):
            self._model.tap(found[0].id) if len(found) == 1 else self.grid.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(self.tr("Sale"))
        self.grid.setAccessibleName(self.tr("Products"))
        self._head.retranslate()
        self._everything.say(self.tr("Show all products"))
        self._say_refusal_again()
        self._say_found()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Share the width between grid and cart, or the height on an upright screen."""
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        is_crowded = self.theme.scale > CROWDED  # in large words an upright order needs the height
        self._sides.setStretch(2, 6 if is_crowded else 4)
        self.rail.setVisible(not is_upright)
        self.strip.setVisible(is_upright)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * _PANE_SHARE)))
        self.pane.setMinimumWidth(0 if is_upright else wide)
        self.pane.setMaximumWidth(self.maximumWidth() if is_upright else wide)
