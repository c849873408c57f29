"""The right side of the sale screen: who sells, what is in the cart, the total, and the two ways to be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.controls.lines import CartLines
from app.ui.controls.people_strip import PeopleStrip
from app.ui.controls.scroll_mark import MARK_ROOM_MM
from app.ui.controls.search import Empty
from app.ui.theme import PAY_MIN_MM, SMALL, TITLE, Theme

if TYPE_CHECKING:
    from app.ui.view_models.sale import SaleModel

_NAME_MM = 36.0


class CartPane(Ground):
    """Shows the cart of a ``SaleModel``. The screen answers ``clear_asked``, ``hold_asked`` and ``quantity_asked``."""

    clear_asked = Signal()
    hold_asked = Signal()
    quantity_asked = Signal(str)
    moved = Signal()
    """A line lies where another was, or the round has come: a double tap is one tap."""

    def __init__(self, model: SaleModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._model, self._theme = model, theme
        self.setObjectName("cart-pane")
        self._title, self._count = label("title"), label("small")
        self._typed = label("strong", "accent")
        self._typed.setObjectName("typed-quantity")
        self._note = label("small", "warn")
        self._undo = TouchButton(theme, "undo", Kind.GHOST, icon="undo", size_mm=(11, 11))
        self._undo.rests_s = 0
        self._clear = TouchButton(theme, "clear", Kind.GHOST, icon="trash", size_mm=(11, 11))
        self._sellers = PeopleStrip(theme, "seller", has_digits=True)
        self.lines = CartLines(theme)
        self._empty = Empty(theme, "cart")
        self._hold = TouchButton(theme, "hold", icon="hold", size_mm=(20, 12), points=SMALL)
        self._again = TouchButton(theme, "last-round", icon="repeat", size_mm=(20, 12), points=SMALL)
        self._total_label = label("label", "muted")
        self._total = AmountLabel(theme, "total")
        self._exact = TouchButton(
            theme,
            "exact",
            Kind.SECONDARY,
            icon="cash",
            arrange=Arrange.STACK,
            size_mm=PAY_MIN_MM,
            points=SMALL,
        )
        self._pay = TouchButton(theme, "pay", Kind.PRIMARY, size_mm=PAY_MIN_MM, points=TITLE)
        self._fill(theme)
        self._connect()
        self.retranslate()
        self.refresh()

    def _fill(self, theme: Theme) -> None:
        column = Column(theme, self, gap_mm=2, margins_mm=(4, 2, 4 - MARK_ROOM_MM, 4))
        above, below = (Column(theme, gap_mm=2, margins_mm=(0, 0, MARK_ROOM_MM, 0)) for _ in range(2))
        head = Row(theme, gap_mm=1.6)
        for key in (self._undo, self._clear):
            keep = key.sizePolicy()
            keep.setRetainSizeWhenHidden(True)  # nothing on the screen moves by itself
            key.setSizePolicy(keep)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._typed, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self._undo)
        head.addWidget(self._clear)
        above.addLayout(head)
        above.addWidget(self._sellers)
        column.addLayout(above)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.lines)
        column.addWidget(self._middle, 1)
        below.addWidget(self._note)
        beside = Row(theme, gap_mm=2.4)
        beside.addWidget(self._hold, 1)
        beside.addWidget(self._again, 1)
        below.addLayout(beside)
        total = Row(theme, gap_mm=3, margins_mm=(0, 0.5, 0, 0.5))
        total.addWidget(self._total_label)
        total.addWidget(self._total, 1)
        below.addLayout(total)
        paid = Row(theme, gap_mm=2.4)
        paid.addWidget(self._exact, 2)
        paid.addWidget(self._pay, 3)
        below.addLayout(paid)
        column.addLayout(below)

    def _connect(self) -> None:
        model = self._model
        self._undo.clicked.connect(model.undo)
        self._clear.clicked.connect(self.clear_asked)
        self._sellers.chosen.connect(model.choose_seller)
        self.lines.less.connect(model.less)
        self.lines.more.connect(model.more)
        self.lines.quantity.connect(self.quantity_asked)
        self._hold.clicked.connect(self.hold_asked)
        self._again.clicked.connect(model.last_round)
        for moved in (self._again.clicked, self.lines.gone):
            moved.connect(self.moved)
        self._exact.clicked.connect(model.pay_exact)
        self._pay.clicked.connect(model.open_payment)
        model.cart_changed.connect(self.refresh)
        model.status_changed.connect(self.refresh)

    def show_typed(self, digits: str) -> None:
        """Show the quantity that is being typed for the last line; empty takes it away."""
        self._typed.setText(f"× {digits}" if digits else "")
        self._count.setVisible(not digits)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        has_lines = model.count > 0
        self._title.setText(self._named() or self.tr("Order"))
        self._count.setText(model.count_text if has_lines else "")
        self._undo.setEnabled(model.can_undo)
        self._undo.setVisible(model.can_undo)
        self._clear.setVisible(has_lines)
        self._sellers.show_people(model.sellers, model.seller)
        self.lines.show_rows(model.lines)
        self._middle.setCurrentIndex(1 if has_lines else 0)
        self._note.setText(model.note_text)
        self._note.setVisible(bool(model.note_text))
        self._hold.setEnabled(has_lines)
        self._again.setEnabled(model.has_last_round)
        self._total.say(model.total_text)
        self._exact.setEnabled(model.can_pay)
        self._pay.setEnabled(model.can_pay)
        #: keys: cash to the franc, or what is left once a part has been paid
        self._exact.say(self.tr("The rest…") if model.received_text else self.tr("Exact cash"))

    def _named(self) -> str:
        """Return what the order was called when it was put aside, as far as there is room; empty for a new one."""
        room = self._theme.mm(_NAME_MM)
        return self._title.fontMetrics().elidedText(self._model.hold_name, Qt.TextElideMode.ElideRight, room)

    def retranslate(self) -> None:
        """Set every text again."""
        self._undo.say("", accessible=self.tr("Undo"))
        self._clear.say("", accessible=self.tr("Empty the order"))
        self._empty.say(self.tr("Touch a product"), self.tr("It goes into the order at once"))
        self._hold.say(self.tr("Put aside"), accessible=self.tr("Put the order aside"))
        self._again.say(self.tr("Same again"), accessible=self.tr("Same again: the last round"))
        self._total_label.setText(self.tr("Total"))
        self._pay.say(self.tr("Pay"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh()
        super().changeEvent(event)
