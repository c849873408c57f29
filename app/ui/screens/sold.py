"""« Vendu »: the change in the largest type of the program, until the next tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.paint import card, smooth
from app.ui.icons import icon_pixmap, paint_icon
from app.ui.screens.sold_ticket import TicketLine
from app.ui.theme import HERO, PAY_MIN_MM, TITLE, TOTAL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.sold import PaidRow, SoldLineRow, SoldModel

_PANE_MM = (84.0, 150.0)
_PANE_SHARE = 0.4
_HUGE = HERO * 1.6


class Tick(QWidget):
    """A tick on a disc: it is on disk."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(16), self._theme.mm(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        box, palette = QRectF(self.rect()), self._theme.palette
        card(painter, box, box.height() / 2, QColor(palette.ok_soft))
        inset = box.height() * 0.24
        paint_icon(painter, "check", box.adjusted(inset, inset, -inset, -inset), QColor(palette.ok))


class SoldScreen(Page):
    """What goes back, or what was taken, at the left; what was sold at the right.

    A tap anywhere, Enter, Space, Esc or a scan goes on.
    """

    takes_scans = True

    def __init__(self, model: SoldModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sold", parent, is_bare=True)
        self._model = model
        self._sold, self._about = label("head"), label("label", "muted")
        self._hero_name = label("title", "muted")
        self._hero = AmountLabel(
            theme, "change", points=_HUGE, at_least=HERO, align=Qt.AlignmentFlag.AlignLeft
        )
        self._nothing_back = label("title", "muted")
        self._nothing_back.setObjectName("nothing-back")
        self._owed = label("title", "warn")
        self._owed.setObjectName("owed")
        self._owed.setWordWrap(True)
        self.ticket = TicketLine(model.ticket, theme)
        self.next = TouchButton(theme, "next", Kind.PRIMARY, icon="forward", size_mm=PAY_MIN_MM, points=TITLE)
        self._title, self._number = label("title"), label("label", "muted")
        self._lines = ScrollColumn(theme, gap_mm=2.4)
        self._total_name, self._total = label("label", "muted"), AmountLabel(theme, "total", points=TOTAL)
        self._paid = Column(theme, gap_mm=1.6)
        self._fill(theme)
        self.next.clicked.connect(model.next)
        model.changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _fill(self, theme: Theme) -> None:
        left = Ground("clear")
        column = Column(theme, left, gap_mm=2, margins_mm=(10, 8, 8, 8))
        head = Row(theme, gap_mm=4)
        head.addWidget(Tick(theme))
        words = Column(theme, gap_mm=0.4)
        words.addWidget(self._sold)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addStretch(2)
        column.addWidget(self._hero_name)
        column.addWidget(self._hero)
        column.addWidget(self._nothing_back)
        column.addWidget(self._owed)
        column.addStretch(3)
        column.addWidget(self.ticket)
        column.addWidget(self.next)
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
        self._sides = Row(theme, gap_mm=0)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(self._panel)
        self.body.addLayout(self._sides, 1)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self._about.setText("  ·  ".join(part for part in (model.seller_name, model.time_text) if part))
        if model.change_text:
            name, text, ink = self.tr("Give back"), model.change_text, "ok"
        else:
            #: over the amount that was taken: no change goes back
            name, text, ink = self.tr("Taken"), model.total_text, "text"
        self._hero_name.setText(name)
        self._hero.say(text, f"{name} {text}")
        self._hero.show_ink(ink)
        self._nothing_back.setText(self.tr("Give back {amount}").format(amount=model.nothing_text))
        self._nothing_back.setVisible(not model.change_text)
        self._owed.setText(self.tr("Owed to the guest: {amount}").format(amount=model.owed_text))
        self._owed.setVisible(bool(model.owed_text))
        self._number.setText(model.number)
        self._total.say(model.total_text)
        self._show_lines(model.lines)
        self._show_paid(model.paid, model.given_text, model.change_text)

    def _show_lines(self, rows: list[SoldLineRow]) -> None:
        _empty(self._lines.stack, keep=1)
        for place, row in enumerate(rows):
            line = Row(self.theme, gap_mm=3)
            quantity, name = label("strong", "accent", row.qty_text), label("body", text=row.name)
            quantity.setMinimumWidth(self.theme.mm(9))
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            for widget, stretch in (
                (quantity, 0),
                (name, 1),
                (label("small", "muted", row.detail), 0),
                (label("strong", text=row.total_text), 0),
            ):
                line.addWidget(widget, stretch)
            box = Ground("clear")
            box.setLayout(line)
            self._lines.stack.insertWidget(place, box)

    def _show_paid(self, rows: list[PaidRow], given_text: str, change_text: str) -> None:
        _empty(self._paid)
        for row in rows:
            self._add_paid(row.icon, row.text, row.amount_text)
        if given_text:
            self._add_paid("", self.tr("Given"), given_text)
        if change_text:
            self._add_paid("", self.tr("Give back"), change_text)

    def _add_paid(self, icon: str, text: str, amount: str) -> None:
        box = Ground("clear")
        line, sign = Row(self.theme, box, gap_mm=3), label()
        size = self.theme.mm(5.5)
        sign.setFixedWidth(size)
        if icon:
            ink = QColor(self.theme.palette.muted)
            sign.setPixmap(icon_pixmap(icon, ink, size, self.devicePixelRatio()))
        line.addWidget(sign)
        line.addWidget(label("body", "muted", text), 1)
        line.addWidget(label("body", "muted", amount))
        self._paid.addWidget(box)

    # the next tap

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
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
        return False

    def retranslate(self) -> None:
        super().retranslate()
        self._sold.setText(self.tr("Sold"))
        self._title.setText(self.tr("What was sold"))
        self._total_name.setText(self.tr("Total"))
        self.next.say(self.tr("Next guest"))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Stand the halves beside each other, or under each other on an upright screen."""
        is_upright = self.height() > self.width()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if is_upright else across)
        self._sides.setStretch(0, 3 if is_upright else 1)
        self._sides.setStretch(1, 2 if is_upright else 0)
        least, most = (self.theme.mm(length) for length in _PANE_MM)
        wide = max(least, min(most, round(self.width() * _PANE_SHARE)))
        self._panel.setMinimumWidth(0 if is_upright else wide)
        self._panel.setMaximumWidth(self.maximumWidth() if is_upright else wide)


def _empty(stack: QBoxLayout, keep: int = 0) -> None:
    """Take every widget out of a column, but the last ``keep`` items."""
    while stack.count() > keep:
        item = stack.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
