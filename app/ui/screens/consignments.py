"""Bottles kept for guests: the list at the left, the one that was touched and what can be done at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.consignment import MAX_REASON
from app.ui.controls.chips import Chips
from app.ui.controls.deeds import DeedKeys
from app.ui.controls.figures import alone
from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.controls.notice import Notice
from app.ui.controls.page import Shortcut
from app.ui.controls.search import Empty
from app.ui.controls.stepper import Stepper
from app.ui.controls.tags import Tags
from app.ui.controls.text_sheet import TextSheet
from app.ui.rows import ChipRow
from app.ui.screens.list_page import ListPage
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.consignments import KeptModel


class KeptPanel(Ground):
    """The bottle that was touched: whose, what, until when, how many of several, and the keys for it."""

    def __init__(self, model: KeptModel, theme: Theme) -> None:
        super().__init__("panel")
        self._model = model
        self.setObjectName("kept-bottle")
        self._guest, self._what = label("head"), label("title", "accent")
        self._facts = label("body", "muted")
        for words in (self._guest, self._what, self._facts):
            words.setWordWrap(True)
        self._tags = Tags(theme, "kept-tags")
        self.notice = Notice(theme)
        self.nothing = Empty(theme, "bottle")
        self._keys = DeedKeys(theme)
        self._many, self._how_many = Ground("clear"), label("label", "muted")
        self._how_many.setWordWrap(True)
        self.stepper = Stepper(theme, "kept-qty")
        many = Row(theme, self._many, gap_mm=3)
        many.addWidget(self._how_many, 1, Qt.AlignmentFlag.AlignVCenter)
        many.addWidget(self.stepper)
        bottle = Ground("clear")
        column = Column(theme, bottle, gap_mm=3)
        for widget in (self._guest, self._what, self._tags, self._facts):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._many)
        column.addWidget(self._keys)
        self._all = QStackedWidget()
        self._all.addWidget(alone(theme, self.nothing))
        self._all.addWidget(bottle)
        side = Column(theme, self, gap_mm=3, margins_mm=(6, 5, 6, 5))
        side.addWidget(self.notice)
        side.addWidget(self._all, 1)
        self._keys.asked.connect(model.do)
        self.stepper.less.connect(model.less)
        self.stepper.more.connect(model.more)
        self.notice.answered.connect(model.understood)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self._all.setCurrentIndex(1 if model.kept is not None else 0)
        self._guest.setText(model.guest)
        self._what.setText(model.what)
        self._tags.show_tags(model.tags)
        self._facts.setText("\n".join(model.facts))
        self._how_many.setText(self.tr("How many to hand over"))
        self._many.setVisible(model.is_several)
        self.stepper.show_figure(model.qty_text, can_less=model.can_less, can_more=model.can_more)
        self._keys.show_rows(model.deeds)
        self.nothing.say(self.tr("Touch a bottle"), self.tr("Then hand it over to its guest"))
        self.notice.show_row(model.refusal)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.notice.show_anew()
        super().changeEvent(event)


class KeptScreen(ListPage):
    """Shows a ``KeptModel``; chips are named ``kept:<state>``."""

    def __init__(self, model: KeptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "kept", "bottle", parent, lead_mm=33)
        self._model = model
        self.chips = Chips(theme, "kept")
        self._reason = TextSheet(theme, "give-up", self, most=MAX_REASON)
        self._panel = KeptPanel(model, theme)
        self.header.addStretch(1)
        self.top.addWidget(self.chips)
        self.build(self._panel, self._panel.nothing)
        self.chips.chosen.connect(model.choose)
        self.list.tapped.connect(model.select)
        self.again.clicked.connect(model.pages.again)
        self.pager.previous.connect(model.pages.previous)
        self.pager.next.connect(model.pages.next)
        self._reason.entered.connect(model.give_reason)
        model.changed.connect(self._changed)
        model.reason_asked.connect(self._ask_reason)
        model.said.connect(lambda text: self.said.emit(text, ""))
        self._panel.notice.shown.connect(lambda: self.said.emit("", ""))
        self.retranslate()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, pages = self._model, self._model.pages
        self.chips.show_rows(model.chips, model.chosen)
        self.show_list(model.rows, model.selected, model.stand, model.void, is_dim=pages.is_previous)
        self.show_place(
            model.note, pages.place_text, has_previous=pages.has_previous, has_next=pages.has_next
        )
        self._panel.refresh()

    def _ask_reason(self) -> None:
        usual = (self.tr("The guest does not come back"), self.tr("The guest gave it away"))
        self._reason.ask(
            self.tr("Why is the bottle given up?"),
            accept=self.tr("Give it up"),
            usual=[ChipRow(str(place), text) for place, text in enumerate(usual)],
            is_needed=True,
        )

    def entered(self) -> None:
        super().entered()
        self._model.enter()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.leave()
        super().hideEvent(event)

    def shortcut(self, key: Shortcut) -> bool:
        if key is Shortcut.BACK and self._model.selected:
            self._model.select("")
            self.setFocus()
            return True
        return super().shortcut(key)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Kept bottles"))
        self.list.say(self.tr("Kept bottles"))
        self.refresh()
