"""The rows of the outbox screen: refused operations as cards with their ways out, waiting ones as a virtual list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.controls.buttons import ENTER, Arrange, Kind, TouchButton
from app.ui.controls.card_list import CardList
from app.ui.controls.layout import Column, Row, ScrollColumn, label
from app.ui.controls.paint import LEFT, RIGHT, card, marked_card, smooth, width_of, write
from app.ui.rows import Index, RowsModel
from app.ui.theme import BODY, BOLD, LABEL, MEDIUM, SEMIBOLD, SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.outbox import OutboxRow

_ROW_MM = 17.0


class RefusedCard(QWidget):
    """One refused operation. Keys: ``correct:<no>``, ``retry:<no>``, ``write-off:<no>``."""

    asked = Signal(str, int)

    def __init__(self, theme: Theme, row: OutboxRow) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self.setObjectName(f"refused:{row.no}")
        self._title, self._detail = label("label"), label("small", "muted")
        self._amount, self._age = label("title"), label("small", "muted")
        self._reason, self._code = label("body"), label("caption", "faint")
        self._reason.setWordWrap(True)
        self._correct = self._key("correct", Kind.SECONDARY, "edit")
        self._retry = self._key("retry", Kind.QUIET, "refresh")
        self._write_off = self._key("write-off", Kind.QUIET, "trash")
        self._fill(theme)
        self.retranslate()
        self.show_row(row)

    def _key(self, action: str, kind: Kind, icon: str) -> TouchButton:
        name = f"{action}:{self._row.no}"
        key = TouchButton(
            self._theme,
            name,
            kind,
            icon=icon,
            arrange=Arrange.STACK,
            size_mm=(26, 14),
            points=SMALL,
            icon_mm=5,
        )
        key.clicked.connect(lambda: self.asked.emit(action, self._row.no))
        return key

    def _fill(self, theme: Theme) -> None:
        column = Column(theme, self, gap_mm=1.6, margins_mm=(5, 3.4, 4, 4))
        for left, right in ((self._title, self._amount), (self._detail, self._age)):
            line = Row(theme, gap_mm=3)
            line.addWidget(left, 1)
            line.addWidget(right)
            column.addLayout(line)
        column.addWidget(self._reason)
        keys = Row(theme, gap_mm=2.4, margins_mm=(0, 1.4, 0, 0))
        for key in (self._correct, self._retry, self._write_off):
            keys.addWidget(key, 1)
        column.addLayout(keys)
        column.addWidget(self._code, 0, Qt.AlignmentFlag.AlignRight)

    def show_row(self, row: OutboxRow) -> None:
        """Show the operation as it is now."""
        self._row = row
        self._title.setText(row.title)
        self._detail.setText(row.detail)
        self._amount.setText(row.amount_text)
        self._age.setText(row.age_text)
        self._reason.setText(row.reason)
        self._code.setText(row.code)
        self._correct.setVisible(row.can_correct)
        self._correct.setEnabled(row.can_retry)
        self._retry.setEnabled(row.can_retry)
        self._write_off.setEnabled(row.can_retry)
        self.setAccessibleName(f"{row.title}, {row.amount_text}, {row.reason}")

    def retranslate(self) -> None:
        """Set every text again."""
        self._name(self._correct, self.tr("Correct"))
        self._name(self._retry, self.tr("Send again"))
        self._name(self._write_off, self.tr("Write off"))

    def _name(self, key: TouchButton, text: str) -> None:
        key.say(text, accessible=f"{text}, {self._row.title}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        marked_card(painter, QRectF(self.rect()), self._theme, QColor(self._theme.palette.stop))


class RefusedList(ScrollColumn):
    """The refused operations, newest first. ``asked`` gives what and which number, ``gone``: a card is no more."""

    asked = Signal(str, int)
    gone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, gap_mm=3)
        self._theme = theme
        self._cards: CardList[OutboxRow, RefusedCard] = CardList(
            self, key=lambda row: row.no, make=self._card, show=RefusedCard.show_row
        )
        self.setObjectName("refused")

    def show_rows(self, rows: Sequence[OutboxRow]) -> None:
        """Show ``rows``."""
        if self._cards.show_rows(rows):
            self.gone.emit()

    def _card(self, row: OutboxRow) -> RefusedCard:
        made = RefusedCard(self._theme, row)
        made.asked.connect(self.asked)
        return made


class WaitingDelegate(QStyledItemDelegate):
    """Paints one waiting operation: number and age at the left, amount at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.mm(40), self._theme.mm(_ROW_MM))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row: OutboxRow | None = model.row(index) if isinstance(model, RowsModel) else None
        if row is None:
            return
        painter.save()
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        box = QRectF(option.rect)
        painter.fillRect(
            QRectF(box.x(), box.bottom() - theme.hair(), box.width(), theme.hair()), QColor(p.line)
        )
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            card(painter, box, theme.mm(2.6), None, QColor(p.text), theme.hair(0.6))
        inner = box.adjusted(theme.mm(2), 0, -theme.mm(2), 0)
        amount, title = theme.font(LABEL, BOLD), theme.font(BODY, SEMIBOLD)
        small = theme.font(SMALL, MEDIUM)
        line, low = QFontMetricsF(title).height(), QFontMetricsF(small).height()
        wide = max(width_of(row.amount_text, amount), width_of(row.age_text, small)) + theme.mm(3)
        top = inner.y() + (inner.height() - line - low) / 2
        words = QRectF(inner.x(), top, inner.width() - wide, line)
        write(painter, words, row.title, title, QColor(p.text), LEFT)
        under = QRectF(inner.x(), top + line, inner.width() - wide, low)
        detail = row.reason if row.can_retry else row.detail
        write(painter, under, detail, small, QColor(p.accent_text if row.can_retry else p.muted), LEFT)
        right = QRectF(inner.right() - wide, top, wide, line)
        write(painter, right, row.amount_text, amount, QColor(p.warn), RIGHT)
        right = QRectF(inner.right() - wide, top + line, wide, low)
        write(painter, right, row.age_text, small, QColor(p.muted), RIGHT)
        painter.restore()


class WaitingList(QListView):
    """Every operation that has not been sent, in the order in which it goes out; a thousand are as quick as one.

    A tap on one that could not be taken yet asks to try it again: ``asked``, with its number.
    """

    asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows: RowsModel[OutboxRow] = RowsModel(
            lambda row: str(row.no),
            lambda row: row.title,
            lambda row: f"{row.title}, {row.amount_text}, {row.age_text}",
            self,
        )
        self.setObjectName("waiting")
        self.setModel(self.rows)
        self.setItemDelegate(WaitingDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a tap leaves no ring on what leads nowhere
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        self.clicked.connect(self._tapped)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER or event.key() == Qt.Key.Key_Space:
            self._tapped(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _tapped(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if row is not None and row.can_retry:
            self.asked.emit(row.no)
