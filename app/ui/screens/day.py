"""« My day »: the sales of the day by seller at the left, the one that was touched at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.domain.sale import MAX_REFERENCE
from app.domain.sale_states import MAX_REASON
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.chips import Chips
from app.ui.controls.layout import Column, Row, label
from app.ui.controls.notice import Notice
from app.ui.controls.page import Shortcut
from app.ui.controls.text_sheet import TextSheet
from app.ui.rows import ChipRow
from app.ui.screens.decision import DecisionSheet
from app.ui.screens.keeping import KeepingSheet
from app.ui.screens.list_page import ListPage
from app.ui.screens.manager import ManagerSheet
from app.ui.screens.sale_detail import SaleDetailPanel
from app.ui.screens.transfers import TransfersSheet
from app.ui.theme import SMALL, TOTAL_TEXT_MIN_PT, Theme
from app.ui.view_models.day_rows import TO_CONFIRM, TO_DECIDE
from app.ui.view_models.listing import Stand

if TYPE_CHECKING:
    from app.domain.history import Return
    from app.ui.view_models.day import DayModel
    from app.ui.view_models.decision import DecisionModel
    from app.ui.view_models.keeping import KeepingModel
    from app.ui.view_models.sale_detail import SaleDetailModel
    from app.ui.view_models.transfers import TransfersModel


_AROUND_MM = 16.0
"""Gaps and edges of the head."""


class DayScreen(ListPage):
    """``kept_asked`` and ``change_asked`` lead to the bottles kept and the change owed."""

    kept_asked = Signal()
    change_asked = Signal()

    def __init__(
        self,
        model: DayModel,
        detail: SaleDetailModel,
        decision: DecisionModel,
        keeping: KeepingModel,
        transfers: TransfersModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "day", "receipt", parent)
        self._model, self._detail, self._decided, self._several = model, detail, decision, transfers
        self._position, self._reason_of = 0, ""
        self._refused: Return | None = None
        self._date = label("small", "muted")
        self._kept = self._way("go:kept", "bottle")
        self._change = self._way("go:change", "coins")
        self.chips = Chips(theme, "whose")
        self._count, self._unsent = label("small", "muted"), label("small", "warn")
        self._tick = self._way("several", "check", Kind.SECONDARY)
        self.notice = Notice(theme)
        self._figure_name = label("small", "muted")
        self._figure = AmountLabel(theme, "day-figure", points=TOTAL_TEXT_MIN_PT)
        self._reason = TextSheet(theme, "reason", self, most=MAX_REASON)
        self._reference = TextSheet(theme, "transfer-reference", self, most=MAX_REFERENCE)
        self._transfers = TransfersSheet(transfers, theme, self)
        self._decision = DecisionSheet(decision, theme, self)
        self._keeping = KeepingSheet(keeping, theme, self)
        self._manager, self._decider = (ManagerSheet(x.authorisation, theme, self) for x in (keeping, detail))
        self.header.addStretch(1)
        self.header.addWidget(self._kept)
        self.header.addWidget(self._change)
        self.top.addWidget(self.chips)
        self.top.addLayout(self._figures(theme))
        self.top.addWidget(self.notice)
        self._sale = SaleDetailPanel(detail, theme)
        self.build(self._sale, self._sale.nothing)
        self._name_over_day(theme)
        self._connect(keeping)
        self.retranslate()

    def _way(self, name: str, icon: str, kind: Kind = Kind.QUIET) -> TouchButton:
        return TouchButton(self.theme, name, kind, icon=icon, size_mm=(30, 12), points=SMALL, icon_mm=5)

    def _name_over_day(self, theme: Theme) -> None:
        """The day under the title: beside it the longest ones would cut the words of the keys."""
        self.header.removeWidget(self.title)
        words = Column(theme, gap_mm=0)
        words.addWidget(self.title)
        words.addWidget(self._date)
        self.header.insertLayout(1, words)

    def _figures(self, theme: Theme) -> Row:
        row = Row(theme, gap_mm=3)
        words = Column(theme, gap_mm=0)
        words.addWidget(self._count)
        words.addWidget(self._unsent)
        row.addLayout(words, 1)
        row.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._figure_name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _connect(self, keeping: KeepingModel) -> None:
        model, detail = self._model, self._detail
        self.chips.chosen.connect(model.choose)
        self.list.tapped.connect(model.select)
        self.pager.previous.connect(model.previous)
        self.pager.next.connect(model.next)
        self.again.clicked.connect(model.again)
        self._kept.clicked.connect(self.kept_asked)
        self._change.clicked.connect(self.change_asked)
        self._sale.asked.connect(self.moved)
        model.changed.connect(self._changed)
        model.opened.connect(self._open)
        detail.reason_asked.connect(self._ask_reason)
        detail.decision_asked.connect(self._decision.ask)
        detail.pin_asked.connect(self._decider.open)
        detail.said.connect(lambda text: self.said.emit(text, ""))
        self._sale.notice.shown.connect(lambda: self.said.emit("", ""))
        detail.keep_asked.connect(self._keeping.ask)
        keeping.pin_asked.connect(self._manager.open)
        keeping.kept.connect(detail.was_kept)
        self._reason.entered.connect(self._give_reason)
        self._decided.approved.connect(detail.decide)
        self._decided.rejected.connect(self._refuse_return)
        detail.reference_asked.connect(self._ask_reference)
        self._reference.entered.connect(lambda words: detail.give_reference(self._position, words))
        self._tick.clicked.connect(self._transfers.open)
        self._several.said.connect(lambda text: self.said.emit(text, ""))
        self.notice.answered.connect(self._several.understood)
        self.notice.shown.connect(lambda: self.said.emit("", ""))

    # what the models tell

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self.title.setText(model.title)
        self._date.setText(model.date_text)
        self._give_way()
        self.chips.show_rows(model.chips, model.chosen)
        self._sale.invite(is_of_returns=model.chosen == TO_DECIDE)
        self.show_list(model.rows, model.selected, model.stand, model.void, is_dim=model.is_previous)
        self.show_place(
            model.note, model.place_text, has_previous=model.has_previous, has_next=model.has_next
        )
        self._count.setText(model.count_text)
        self._unsent.setText(model.unsent_text)
        self._unsent.setVisible(bool(model.unsent_text))
        self._figure_name.setText(model.figure_name)
        self._figure.say(model.figure_text, f"{model.figure_name} {model.figure_text}")
        if not model.selected and self._detail.is_open:
            self._detail.close_sale()
        is_list_of_transfers = model.chosen == TO_CONFIRM
        self._tick.setVisible(is_list_of_transfers and model.stand is Stand.ROWS)
        self.notice.show_row(self._several.refusal if is_list_of_transfers and not model.selected else None)

    def _open(self, sale: str) -> None:
        self._detail.open(sale, self._model.page())

    # what needs more than a tap

    def _ask_reason(self, deed: str) -> None:
        self._reason_of, self._refused = deed, None
        is_cancel = deed == "cancel"
        self._reason.ask(
            self.tr("Why is the sale cancelled?") if is_cancel else self.tr("Why is the sale rejected?"),
            hint=self.tr("The reason is kept with the sale"),
            accept=self.tr("Cancel the sale") if is_cancel else self.tr("Reject the sale"),
            usual=self._usual_reasons(),
            is_needed=True,
        )

    def _ask_reference(self, position: int, before: str) -> None:
        self._position = position
        self._reference.ask(
            self.tr("The reference in the operator’s list"),
            before=before,
            accept=self.tr("It has arrived"),
        )

    def _usual_reasons(self) -> list[ChipRow]:
        reasons = (
            self.tr("Typed twice"),
            self.tr("Never served"),
            self.tr("The guest left"),
            self.tr("Wrong seller"),
        )
        return [ChipRow(str(place), text) for place, text in enumerate(reasons)]

    def _give_reason(self, reason: str) -> None:
        if self._refused is not None:
            self._detail.refuse_return(self._refused, reason)
        else:
            self._detail.give_reason(self._reason_of, reason)

    def _refuse_return(self, back: Return) -> None:
        self._refused = back
        reasons = (
            self.tr("The bottle was opened"),
            self.tr("Not from here"),
            self.tr("Nothing is wrong with it"),
        )
        self._reason.ask(
            self.tr("Why is the return rejected?"),
            hint=self.tr("The reason is kept with the sale"),
            accept=self.tr("Reject the return"),
            usual=[ChipRow(str(place), text) for place, text in enumerate(reasons)],
            is_needed=True,
        )

    # the window

    def entered(self) -> None:
        super().entered()
        self._model.enter()
        if self._model.selected:
            self._open(self._model.selected)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.leave()
        self._several.forget()
        self._detail.close_sale()
        super().hideEvent(event)

    def shortcut(self, key: Shortcut) -> bool:
        if key is Shortcut.BACK and self._model.selected:
            self._model.unselect()
            self.setFocus()
            return True
        return super().shortcut(key)

    def dress(self) -> None:
        super().dress()
        self._give_way()

    def _give_way(self) -> None:
        """Leave out the words of the ways where they would cut the title."""
        ways, beside = (
            (self._kept, self._change),
            0 if self.height() > self.width() else self.panel.maximumWidth(),
        )
        for way in ways:
            way.show_terse(is_terse=False)
        need = sum(part.sizeHint().width() for part in (self.back, self.title, *ways)) + self.theme.mm(
            _AROUND_MM
        )
        for way in ways:
            way.show_terse(is_terse=need > self.width() - beside)

    def retranslate(self) -> None:
        super().retranslate()
        self._kept.say(self.tr("Kept bottles"))
        self._change.say(self.tr("Change owed"))
        self._tick.say(self.tr("Confirm several…"))
        self.notice.show_anew()
        self.list.say(self.tr("Sales"))
        self.refresh()
