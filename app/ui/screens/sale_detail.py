"""One sale beside the list: what was sold and how it was paid, what hangs on it, its history, and the keys for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.deeds import DeedKeys
from app.ui.controls.figures import alone, elastic, empty, line, sign, under, wrapped
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.controls.more_mark import MoreMark
from app.ui.controls.notice import Notice
from app.ui.controls.paint import card, smooth
from app.ui.controls.search import Empty
from app.ui.controls.tags import Tags
from app.ui.theme import TOTAL_TEXT_MIN_PT, Theme

if TYPE_CHECKING:
    from app.ui.view_models.sale_detail import SaleDetailModel
    from app.ui.view_models.sale_facts import FactRow, MomentRow, PaidRow, SoldRow


class FactCard(Ground):
    """Something that hangs on the sale, named ``fact:<key>``, with the keys for it."""

    def __init__(self, theme: Theme, row: FactRow, keys: DeedKeys) -> None:
        super().__init__("clear")
        self._theme = theme
        self.setObjectName(f"fact:{row.key}")
        self.setAccessibleName(f"{row.title}, {row.tag.text}, {row.detail}")
        column = Column(theme, self, gap_mm=1.6, margins_mm=(3, 2.4, 3, 2.4))
        title, detail = label("strong", text=row.title), label("small", "muted", row.detail)
        for words in (title, detail):
            words.setWordWrap(True)
        tags = Tags(theme)
        tags.show_tags((row.tag,))
        column.addWidget(line(theme, sign(theme, row.icon), under(theme, title, detail)))
        column.addWidget(tags)
        column.addWidget(keys)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        card(painter, QRectF(self.rect()), theme.mm(3), QColor(p.tile), QColor(p.line), theme.hair())


class SaleDetailPanel(Ground):
    """Shows a ``SaleDetailModel``. What it is made of is made again only when it has changed.

    ``asked`` (a deed's id): a key was tapped, and others may soon lie where it was.
    """

    asked = Signal(str)

    def __init__(self, model: SaleDetailModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._model, self._theme = model, theme
        self._shown: tuple[object, ...] = ()
        self._facts: list[tuple[str, DeedKeys]] = []
        self.setObjectName("sale-detail")
        self._number, self._about = label("head"), label("small", "muted")
        self._number.setObjectName("sale-number")
        self._about.setWordWrap(True)
        self._total = AmountLabel(theme, "sale-total", points=TOTAL_TEXT_MIN_PT)
        self._tags = Tags(theme, "sale-tags")
        self.notice = Notice(theme)
        self._void = Empty(theme, "receipt")
        self._rows = ScrollColumn(theme, gap_mm=1.6, right_mm=2.6)
        self._rows.stack.addStretch(1)
        MoreMark(theme, self._rows, is_sideways=False)
        self._keys = DeedKeys(theme)
        self._fill(theme)
        for tell in (model.do, self.asked):
            self._keys.asked.connect(tell)
        self._keys.hindered.connect(model.say_why_not)
        self.notice.answered.connect(model.understood)
        model.changed.connect(self.refresh)
        model.ticked.connect(self._tick)
        theme.changed.connect(self._anew)
        self.refresh()

    def _fill(self, theme: Theme) -> None:
        sale = Ground("clear")
        column = Column(theme, sale, gap_mm=2.4, margins_mm=(5, 4, 5, 4))
        head = Row(theme, gap_mm=3)
        head.addWidget(self._number)
        head.addWidget(self._total, 1)
        column.addLayout(head)
        about = Row(theme, gap_mm=2.4)
        about.addWidget(self._tags, 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(self._about, 1)
        column.addLayout(about)
        column.addWidget(self.notice)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._rows)
        self._middle.addWidget(self._void)
        column.addWidget(self._middle, 1)
        column.addWidget(self._keys)
        self.nothing = Empty(theme, "receipt")
        self._all = QStackedWidget()
        self._all.addWidget(alone(theme, self.nothing))
        self._all.addWidget(sale)
        Column(theme, self).addWidget(self._all)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self._all.setCurrentIndex(1 if model.is_open else 0)
        if not model.is_open:
            self._shown = ()
            self.notice.show_anew()
            return
        self._number.setText(model.number)
        self._total.say(model.total_text)
        self._total.show_ink("faint" if model.is_over else "text")
        self._tags.show_tags(model.tags)
        self._about.setText(model.about)
        self.notice.show_row(model.refusal)
        void = model.void
        self._void.say(void.text, void.detail)
        self._middle.setCurrentIndex(0 if model.is_known else 1)
        self._keys.show_rows(model.deeds)
        self._show_rows()

    def invite(self, *, is_of_returns: bool) -> None:
        """Say what is to be touched in the list beside it."""
        if is_of_returns:
            self.nothing.say(self.tr("Touch a return"), self.tr("Its sale and what can be decided show here"))
        else:
            self.nothing.say(self.tr("Touch a sale"), self.tr("Its lines and what can be done show here"))

    def _tick(self) -> None:
        self._keys.show_rows(self._model.deeds)

    def _show_rows(self) -> None:
        model = self._model
        facts = model.facts
        plain = [(fact.key, fact.title, fact.detail, fact.tag, [d.id for d in fact.deeds]) for fact in facts]
        shown = (model.number, model.lines, model.paid, plain, model.history)
        if shown != self._shown:
            self._shown = shown
            self._make(model.lines, model.paid, facts, model.history)
        for (_, keys), fact in zip(self._facts, facts, strict=True):
            keys.show_rows(fact.deeds)

    def _make(
        self, lines: list[SoldRow], paid: list[PaidRow], facts: list[FactRow], history: list[MomentRow]
    ) -> None:
        stack = self._rows.stack
        empty(stack, keep=1)
        self._facts = []
        rows: list[QWidget] = [self._line(row) for row in lines]
        if facts:  # before what is over and done: some of it waits for whoever looks
            rows.append(self._section(self.tr("On this sale")))
        rows += [self._fact(row) for row in facts]
        rows += [self._section(self.tr("Paid")), *(self._paid(row) for row in paid)]
        rows += [self._section(self.tr("History")), *(self._moment(row) for row in history)]
        for place, row in enumerate(rows):
            stack.insertWidget(place, row)

    def _section(self, name: str) -> QWidget:
        head = label("caption", text=name)
        ground = Ground("clear")
        Column(self._theme, ground, margins_mm=(0, 2, 0, 0)).addWidget(head)
        return ground

    def _line(self, row: SoldRow) -> QWidget:
        theme = self._theme
        quantity = label("strong", "accent", row.qty_text)
        quantity.setMinimumWidth(theme.mm(9))
        quantity.setAlignment(Qt.AlignmentFlag.AlignTop)
        name = elastic(label("body", text=row.name))
        below: list[QWidget] = []
        if row.note:
            below.append(wrapped(label("small", "accent", row.note)))
        if row.facts:
            below.append(elastic(label("small", "muted", row.facts)))
        price, total = label("small", "muted", row.detail), label("strong", text=row.total_text)
        for figure in (price, total):
            figure.setAlignment(Qt.AlignmentFlag.AlignTop)
        return line(theme, quantity, under(theme, name, *below), price, total)

    def _paid(self, row: PaidRow) -> QWidget:
        theme = self._theme
        amount = label("body", "muted", row.amount_text)
        return line(theme, sign(theme, row.icon), elastic(label("body", "muted", row.text)), amount)

    def _fact(self, row: FactRow) -> QWidget:
        keys = DeedKeys(self._theme, is_calm=True)
        for tell in (self._model.do, self.asked):
            keys.asked.connect(tell)
        keys.hindered.connect(self._model.say_why_not)
        self._facts.append((row.key, keys))
        return FactCard(self._theme, row, keys)

    def _moment(self, row: MomentRow) -> QWidget:
        time, text = label("small", "muted", row.time_text), label("small", text=row.text)
        time.setMinimumWidth(self._theme.mm(12))
        time.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setWordWrap(True)
        return line(self._theme, time, text)

    def _anew(self) -> None:
        """Make the rows again: the look or the size changed."""
        self._shown = ()
        self.notice.show_anew()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._anew()
        super().changeEvent(event)
