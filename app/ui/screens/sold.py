"""« Vendu »: the change in the largest type of the program, until the next tap."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.sale_states import SaleStatus
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.figures import empty, line, sign, under, wrapped
from app.ui.controls.layout import CROWDED, Column, Ground, Row, ScrollColumn, Sides, dye, label
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.tags import Tags
from app.ui.controls.tick import Tick
from app.ui.screens.sold_ticket import TicketLine
from app.ui.theme import HERO, LABEL, PAY_MIN_MM, SMALL, TITLE, TOTAL, Theme
from app.ui.view_models.sale_words import status_tag
from app.ui.view_models.sold import Hero

if TYPE_CHECKING:
    from app.ui.view_models.sold import SoldLineRow, SoldModel

_PANE_MM = (84.0, 150.0)
_PANE_SHARE = 0.4
_CORRECT_MM = (46.0, 14.0)
"""From this scale on a unit price stands under its product, not beside it."""
_HEAD_MM = 41.0
"""What is beside the words and the key in the head: edges, gaps, the tick."""
_HUGE = HERO * 1.6


class SoldScreen(Page):
    """What goes back, or what was taken, at the left; what was sold at the right.

    A tap anywhere, Enter, Space, Esc or a scan goes on; ``again`` and F7 sell the same once more. ``correct`` leads to
    the sale, where it can be put right: no note that was touched too soon is the last word. It lies where no key sells.
    """

    takes_scans = True
    early_s = 1.0
    """A tap that was meant for the page before does nothing so soon: it neither takes the change off the screen nor
    brings the order back. « Next » and the keyboard work at once.
    """

    def __init__(self, model: SoldModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sold", parent, is_bare=True)
        self._model = model
        self.now, self._entered_at = time.monotonic, -self.early_s
        self._sold, self._about = label("head"), label("label", "muted")
        self._tick, self._waits = Tick(theme), Tags(theme, "sold-waits")
        self._hero_name = _sentence("hero-name", "muted")
        start = Qt.AlignmentFlag.AlignLeft
        self._hero = AmountLabel(theme, "change", points=_HUGE, at_least=HERO, align=start, gives_height=True)
        self._nothing_back = _sentence("nothing-back", "muted")
        self._owed, self._unsure = _sentence("owed", "warn"), _sentence("to-confirm", "warn")
        self.ticket = TicketLine(model.ticket, theme)
        self._code_name = label("label", "muted")
        self._code = AmountLabel(theme, "owed-code", points=TOTAL * 1.3, at_least=TITLE, align=start)
        self.next = self._way_on(theme)
        self.again = TouchButton(
            theme, "again", Kind.SECONDARY, icon="repeat", size_mm=PAY_MIN_MM, points=LABEL
        )
        self.correct = TouchButton(
            theme, "correct", Kind.QUIET, icon="undo", size_mm=_CORRECT_MM, points=SMALL, icon_mm=5
        )
        self._title, self._number = label("title"), label("label", "muted")
        self._lines = ScrollColumn(theme, gap_mm=2.4)
        self._total_name, self._total = label("label", "muted"), AmountLabel(theme, "total", points=TOTAL)
        self._paid = Column(theme, gap_mm=1.6)
        self._fill(theme)
        self.next.clicked.connect(model.next)
        self.again.clicked.connect(partial(self._if_meant, model.again))
        self.correct.clicked.connect(partial(self._if_meant, model.correct))
        model.changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _way_on(self, theme: Theme) -> TouchButton:
        after = Arrange.AFTER
        return TouchButton(
            theme, "next", Kind.PRIMARY, icon="forward", arrange=after, size_mm=PAY_MIN_MM, points=TITLE
        )

    def _fill(self, theme: Theme) -> None:
        left = Ground("clear")
        column = Column(theme, left, gap_mm=2, margins_mm=(10, 8, 8, 8))
        head = Row(theme, gap_mm=4)
        head.addWidget(self._tick)
        words = Column(theme, gap_mm=0.4)
        words.addWidget(self._sold)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._waits)
        column.addStretch(2)
        for widget in (
            *(self._hero_name, self._hero, self._nothing_back, self._unsure),
            *(self._owed, self._code_name, self._code),
        ):
            column.addWidget(widget)
        column.addStretch(3)
        column.addWidget(self.ticket)
        keys = Row(theme, gap_mm=3)
        keys.addWidget(self.again, 2)
        keys.addWidget(self.next, 3)
        column.addLayout(keys)
        self._fill_panel(theme)
        self._sides = Sides(theme, gap_mm=0)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(self._panel)
        self.body.addLayout(self._sides, 1)

    def _fill_panel(self, theme: Theme) -> None:
        self._panel = Ground("panel")
        side = Column(theme, self._panel, gap_mm=2.4, margins_mm=(6, 6, 6, 6))
        names = Row(theme, gap_mm=3)
        names.addWidget(self._title, 1)
        names.addWidget(self._number)
        side.addLayout(names)
        side.addWidget(self._lines, 1)
        total = Row(theme, gap_mm=3)
        total.addWidget(self._total_name)
        total.addWidget(self._total, 1)
        side.addLayout(total)
        side.addLayout(self._paid)
        self._lines.stack.addStretch(1)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        name, ink = self._hero_words(model.hero)
        is_taken = model.hero is Hero.TAKEN
        self._hero_name.setText(name)
        dye(self._hero_name, "warn" if is_taken and model.to_confirm_text else "muted")
        self._hero.say(model.hero_text, f"{name} {model.hero_text}")
        self.setAccessibleName(f"{self.tr('Sold')}. {name} {model.hero_text}")
        self._hero.show_ink(ink)
        self._nothing_back.setText(self._without_change(bool(model.to_confirm_text)))
        self._nothing_back.setVisible(is_taken and not model.owed_text)
        #: beside the change: what came by phone, which nobody has checked yet
        self._unsure.setText(self.tr("To confirm: {amount}").format(amount=model.to_confirm_text))
        self._unsure.setVisible(bool(model.to_confirm_text) and not is_taken)
        self._owed.setText(self.tr("Owed to the guest: {amount}").format(amount=model.owed_text))
        self._owed.setVisible(bool(model.owed_text) and model.hero is not Hero.OWED)
        for words in (self._code_name, self._code):
            words.setVisible(bool(model.owed_text))
        self._code.say(model.number, f"{self._code_name.text()} {model.number}")
        self._tick.show_state(is_waiting=model.is_pending)
        self._waits.show_tags((status_tag(SaleStatus.PENDING),) if model.is_pending else ())
        self._waits.setVisible(model.is_pending)
        self.again.setVisible(model.can_repeat)
        self._say_head()
        self._number.setText(model.number)
        self._total.say(model.total_text)
        self._show_lines(model.lines)
        self._show_paid(model)

    def _say_head(self) -> None:
        """Say whose order it was and what can be done about it: as much of it as there is room for without a cut."""
        #: a key: something is wrong with the sale that was just made
        model, words = self._model, self.tr("Correct this sale…")
        whole = (model.name_text, model.seller_name, model.time_text)
        shorter = (whole, whole[:2], (whole[0] or whole[1],))
        for about, can in ((whole, model.correct_text), *((about, "") for about in shorter)):
            self._about.setText("  ·  ".join(part for part in about if part))
            self.correct.say(words, can, accessible=f"{words} {model.correct_text}")
            if self._is_head_whole():
                return

    def _is_head_whole(self) -> bool:
        beside = 0 if self.height() > self.width() else self._panel.maximumWidth()
        need = self._about.sizeHint().width() + self.correct.sizeHint().width() + self.theme.mm(_HEAD_MM)
        return need <= self.width() - beside

    def _without_change(self, is_unsure: bool) -> str:
        if is_unsure:
            #: some of it came by phone, and nobody has checked it yet
            return self.tr("Nothing to give back. A manager looks for it in the operator’s list.")
        #: the guest gave the amount exactly
        return self.tr("Nothing to give back")

    def _hero_words(self, hero: Hero) -> tuple[str, str]:
        match hero:
            case Hero.CHANGE:
                return self.tr("Give back"), "ok"
            case Hero.TAKEN if self._model.is_all_to_confirm:
                #: over an amount that is said to have come by phone: nobody has checked it yet
                return self.tr("To confirm"), "warn"
            case Hero.TAKEN if self._model.to_confirm_text:
                #: over the amount that was taken
                part = self.tr("Taken, of which {amount} to confirm")
                return part.format(amount=self._model.to_confirm_text), "text"
            case Hero.TAKEN:
                #: over the amount that was taken: no change goes back
                return self.tr("Taken"), "text"
            case Hero.OWED:
                return self.tr("Owed to the guest"), "warn"
            case Hero.EXCHANGED:
                return self.tr("Exchanged, nothing to pay"), "ok"

    def _show_lines(self, rows: list[SoldLineRow]) -> None:
        empty(self._lines.stack, keep=1)
        for place, row in enumerate(rows):
            quantity, name = label("strong", "accent", row.qty_text), label("body", text=row.name)
            name.setWordWrap(True)
            quantity.setMinimumWidth(self.theme.mm(9))
            price, total = label("small", "muted", row.detail), label("strong", text=row.total_text)
            for figure in (quantity, price, total):
                figure.setAlignment(Qt.AlignmentFlag.AlignTop)
            below = [wrapped(label("small", "accent", row.note))] if row.note else []
            beside = [price, total] if row.detail else [total]
            if row.detail and self.theme.scale > CROWDED:  # in large words the name needs the room
                below.insert(0, beside.pop(0))
            box = line(self.theme, quantity, under(self.theme, name, *below), *beside)
            self._lines.stack.insertWidget(place, box)

    def _show_paid(self, model: SoldModel) -> None:
        empty(self._paid)
        for row in model.paid:
            self._add_paid(row.icon, row.text, row.amount_text)
        for words, amount in (
            (self.tr("Given"), model.given_text),
            (self.tr("Give back"), model.change_text),
            (self.tr("Change owed"), model.owed_text),
        ):
            if amount:
                self._add_paid("", words, amount)

    def _add_paid(self, icon: str, text: str, amount: str) -> None:
        words = label("body", "muted", text)
        self._paid.addWidget(line(self.theme, sign(self.theme, icon), words, label("body", "muted", amount)))

    # the next tap

    def entered(self) -> None:
        super().entered()
        self._entered_at = self.now()

    def _if_meant(self, act: Callable[[], None], _checked: bool = False) -> None:
        if self._is_meant():
            act()

    def _is_meant(self) -> bool:
        """Tell whether a tap is for this page: a fast hand's next one may be for the page before."""
        return self.now() - self._entered_at >= self.early_s

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (self._is_meant() or not self._model.gives_change):
            self._model.next()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._model.next()
        else:
            super().keyPressEvent(event)

    def shortcut(self, key: Shortcut) -> bool:
        if key in (Shortcut.BACK, Shortcut.ACCEPT, Shortcut.PAY):
            self._model.next()
            return True
        if key is Shortcut.AGAIN:
            self._model.again()
            return True
        return super().shortcut(key)

    def retranslate(self) -> None:
        super().retranslate()
        self._sold.setText(self.tr("Sold"))
        self._title.setText(self.tr("What was sold"))
        self._total_name.setText(self.tr("Total"))
        self.next.say(self.tr("Next guest"))
        self.again.say(self.tr("Same again"), accessible=self.tr("Same again: the last round"))
        self._code_name.setText(self.tr("Code that the guest keeps"))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Stand the halves beside each other, or under each other on an upright screen."""
        is_upright = self.height() > self.width()
        self._sides.stand(is_upright=is_upright)
        self._sides.setStretch(0, 3 if is_upright else 1)
        self._sides.setStretch(1, 2 if is_upright else 0)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * _PANE_SHARE)))
        self._panel.setMinimumWidth(0 if is_upright else wide)
        self._panel.setMaximumWidth(self.maximumWidth() if is_upright else wide)
        self._say_head()


def _sentence(name: str, ink: str) -> QLabel:
    """Return a label in large type that may take a second line."""
    words = label("title", ink)
    words.setObjectName(name)
    words.setWordWrap(True)
    return words
