"""The right side of the payment screen: the total, what is given, the change in very large type, and the way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.field import AmountField
from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.icons import icon_pixmap
from app.ui.theme import HERO, PAY_MIN_MM, SMALL, TITLE, Theme

if TYPE_CHECKING:
    from app.ui.view_models.payment import PartRow, PaymentModel


_TIGHT_MM = 135.0


class Part(Ground):
    """One part that is settled: how, how much, and a key that takes it back, ``part-remove:<place>``."""

    def __init__(self, theme: Theme, row: PartRow, place: int) -> None:
        super().__init__("clear")
        self.key = TouchButton(theme, f"part-remove:{place}", Kind.GHOST, icon="close", size_mm=(10, 10))
        sign, words = label(), label("body", text=row.text)
        sign.setPixmap(icon_pixmap(row.icon, theme.hue("mint"), theme.mm(5), self.devicePixelRatio()))
        line = Row(theme, self, gap_mm=2)
        line.addWidget(sign)
        line.addWidget(words)
        line.addWidget(label("small", "muted", row.detail), 1)
        line.addWidget(label("strong", text=row.amount_text))
        line.addWidget(self.key)


class Sum(Ground):
    """Shows the figures of a ``PaymentModel``; the large key confirms."""

    def __init__(self, model: PaymentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._model, self._theme = model, theme
        self.setObjectName("payment-sum")
        self._total_name, self._total = label("label", "muted"), AmountLabel(theme, "payment-total")
        self._parts = Column(theme, gap_mm=0.6)
        self._shown_parts: list[PartRow] = []
        self._left_name, self._left = (
            label("body", "muted"),
            AmountLabel(theme, "left", points=TITLE, at_least=TITLE),
        )
        self._amount, self._owed = AmountField(theme, "target:amount"), AmountField(theme, "target:owed")
        self._prompt = label("label", "muted")
        self._prompt.setObjectName("prompt")
        self._prompt.setWordWrap(True)
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hero_name = label("label", "muted")
        self._hero = AmountLabel(theme, "change", points=HERO * 1.3)
        self._owing = TouchButton(theme, "owing", Kind.QUIET, icon="clock", size_mm=(40, 13), points=SMALL)
        self._pay_back = TouchButton(theme, "owing-end", Kind.QUIET, icon="close", size_mm=(13, 13))
        self._hint = label("body", "warn")
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        self._confirm = TouchButton(
            theme, "confirm", Kind.PRIMARY, icon="check", size_mm=PAY_MIN_MM, points=TITLE
        )
        self._fill(theme)
        self._connect()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        column = Column(theme, self, gap_mm=2.4, margins_mm=(4, 3, 4, 4))
        total = Row(theme, gap_mm=3)
        total.addWidget(self._total_name)
        total.addWidget(self._total, 1)
        column.addLayout(total)
        column.addLayout(self._parts)
        self._rest = Ground("clear")
        rest = Row(theme, self._rest, gap_mm=3)
        rest.addWidget(self._left_name)
        rest.addWidget(self._left, 1)
        column.addWidget(self._rest)
        column.addWidget(self._amount)
        column.addStretch(1)
        column.addWidget(self._prompt)
        self._figure = Column(theme, gap_mm=1)
        self._figure.addWidget(self._hero_name, 0, Qt.AlignmentFlag.AlignRight)
        self._figure.addWidget(self._hero)
        column.addLayout(self._figure)
        column.addStretch(1)
        owed = Row(theme, gap_mm=2)
        owed.addWidget(self._owed, 1)
        owed.addWidget(self._pay_back)
        column.addLayout(owed)
        column.addWidget(self._owing)
        column.addWidget(self._hint)
        column.addWidget(self._confirm)

    def _connect(self) -> None:
        model = self._model
        self._amount.clicked.connect(lambda: model.aim("amount"))
        self._owed.clicked.connect(lambda: model.aim("owed"))
        self._owing.clicked.connect(model.toggle_owing)
        self._pay_back.clicked.connect(model.toggle_owing)
        self._confirm.clicked.connect(model.confirm)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        is_cash = model.method == "cash"
        self._total.say(model.total_text)
        self._show_parts()
        self._rest.setVisible(bool(model.left_text))
        self._left.say(model.left_text)
        caption = self.tr("Given") if is_cash else self.tr("Amount")
        self._amount.show_amount(caption, model.amount_text, is_target=model.target == "amount")
        self._owed.setVisible(model.is_owing)
        self._owed.show_amount(
            self.tr("Owed to the guest"), model.owed_text, is_target=model.target == "owed", ink="warn"
        )
        self._pay_back.setVisible(model.is_owing)
        self._owing.setVisible(is_cash and not model.is_owing)
        self._show_hero(is_cash=is_cash)
        self._arrange()
        self._hint.setText(model.message or model.hint)
        self._hint.setVisible(bool(self._hint.text()))
        self._confirm.say(model.confirm_text)
        self._confirm.setEnabled(model.can_confirm)

    def _show_hero(self, *, is_cash: bool) -> None:
        """The figure that is read from a metre away: what goes back, or what is missing."""
        model = self._model
        if not is_cash:
            name, text, ink = self.tr("To take"), model.amount_text, "text"
        elif model.change_text:
            name, text, ink = self.tr("Give back"), model.change_text, "ok"
        else:
            name, text, ink = self.tr("Missing"), model.missing_text, "warn"
        self._prompt.setVisible(not text)
        self._hero_name.setVisible(bool(text))
        self._hero.setVisible(bool(text))
        self._hero_name.setText(name)
        self._hero.say(text, f"{name} {text}")
        self._hero.show_ink(ink)

    def _arrange(self) -> None:
        """Stand the figure's name beside it where parts take the room above."""
        is_tight = bool(self._shown_parts) and self.height() < self._theme.mm(_TIGHT_MM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._figure.setDirection(across if is_tight else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show_parts(self) -> None:
        rows = self._model.parts
        if rows == self._shown_parts:
            return
        self._shown_parts = rows
        while (item := self._parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, row in enumerate(rows):
            part = Part(self._theme, row, place)
            name = self.tr("Take back {part}").format(part=f"{row.text} {row.amount_text}")
            part.key.say("", accessible=name)
            part.key.clicked.connect(partial(self._remove, place))
            self._parts.addWidget(part)

    def _remove(self, place: int, _checked: bool = False) -> None:
        self._model.remove_part(place)

    def retranslate(self) -> None:
        """Set every text again."""
        self._total_name.setText(self.tr("Total"))
        self._left_name.setText(self.tr("Still to pay"))
        #: the bar has no coins now and owes the guest the change
        self._owing.say(self.tr("Change owed"))
        self._pay_back.say("", accessible=self.tr("Give all the change now"))
        self._prompt.setText(self.tr("Touch what the guest gives, or type the amount"))
        self._shown_parts = []
        self.refresh()
