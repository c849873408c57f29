"""Copies on sticks and disks: a card for each that is there. It looks and forwards; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.card_list import CardList
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, dye, label
from app.ui.controls.paint import card, smooth
from app.ui.controls.search import Empty
from app.ui.controls.sheet import Sheet
from app.ui.controls.volume import VolumeKey
from app.ui.theme import SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.copies import CopiesModel, FoundRow, VolumeRow

_WIDE_MM = 172.0
_EMPTY_MM = 52.0
_REST_MM = 54.0
"""What the sheet needs besides its cards, from top to bottom; ``_SIDES_MM`` from side to side."""
_SIDES_MM = 12.0


class FoundLine(QWidget):
    """Somebody's copy and the key that takes it over, ``adopt:<path>``."""

    asked = Signal(str)

    def __init__(self, theme: Theme, row: FoundRow) -> None:
        super().__init__()
        self._theme, self.path = theme, row.path
        self._title, self._detail = label("strong"), label("small", "muted")
        for words in (self._title, self._detail):
            words.setWordWrap(True)
        self._key = TouchButton(theme, f"adopt:{row.path}", Kind.SECONDARY, size_mm=(32, 12), points=SMALL)
        self._key.clicked.connect(lambda: self.asked.emit(self.path))
        self._line = Row(theme, self, gap_mm=3, margins_mm=(0, 3, 0, 0))
        words_column = Column(theme, gap_mm=0.4)
        words_column.addWidget(self._title)
        words_column.addWidget(self._detail)
        self._line.addLayout(words_column, 1)
        self._line.addWidget(self._key)

    def settle(self) -> None:
        self._line.activate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        line = QRectF(0, 0, self.width(), self._theme.hair())
        QPainter(self).fillRect(line, QColor(self._theme.palette.line))

    def show_row(self, row: FoundRow) -> None:
        self._title.setText(row.title)
        self._detail.setText(row.detail)
        self._key.setVisible(row.can_adopt or row.is_busy)
        self._key.setEnabled(row.can_adopt)
        self._key.say(self.tr("Taking over…") if row.is_busy else self.tr("Take over"))


class VolumeCard(QWidget):
    """One volume. Keys: ``copy:<key>`` is its upper part, ``let:<key>`` stops its copies or lets them go on."""

    copy_asked = Signal(str)
    let_asked = Signal(str, bool)
    adopt_asked = Signal(str)

    def __init__(self, theme: Theme, row: VolumeRow) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self.setObjectName(f"volume:{row.key}")
        self._key = VolumeKey(theme, f"copy:{row.key}")
        self._key.clicked.connect(lambda: self.copy_asked.emit(self._row.key))
        self._status, self._by_itself = label("body"), label("small", "muted")
        for words in (self._status, self._by_itself):
            words.setWordWrap(True)
        self._let = TouchButton(theme, f"let:{row.key}", Kind.QUIET, size_mm=(32, 12), points=SMALL)
        self._let.clicked.connect(lambda: self.let_asked.emit(self._row.key, not self._row.is_automatic))
        self._found: list[FoundLine] = []
        self._column = Column(theme, self, gap_mm=0)
        self._column.addWidget(self._key)
        foot = Ground("clear")
        self._foot = Column(theme, foot, gap_mm=3, margins_mm=(5, 0, 4, 4))
        line = Row(theme, gap_mm=3)
        words_column = Column(theme, gap_mm=0.6)
        words_column.addWidget(self._status)
        words_column.addWidget(self._by_itself)
        line.addLayout(words_column, 1)
        line.addWidget(self._let)
        self._foot.addLayout(line)
        self._column.addWidget(foot)
        self.show_row(row)

    def show_row(self, row: VolumeRow) -> None:
        """Show the volume as it is now."""
        self._row = row
        action = self.tr("Copy") if row.can_copy else ""
        self._key.show_volume(row.name, row.room, row.icon, action, is_busy=row.is_busy)
        self._key.setEnabled(row.can_copy)
        self._status.setText(row.status)
        self._status.setVisible(bool(row.status))
        dye(self._status, row.ink)
        self._by_itself.setText(row.by_itself)
        self._let.setVisible(row.is_automatic is not None)
        self._let.say(self.tr("Stop") if row.is_automatic else self.tr("By itself"))
        self._show_found(row.found)
        self.setAccessibleName(", ".join(part for part in (row.name, row.room, row.status) if part))

    def _show_found(self, rows: Sequence[FoundRow]) -> None:
        if [one.path for one in self._found] != [row.path for row in rows]:
            for gone in self._found:
                gone.hide()
                self._foot.removeWidget(gone)
                gone.deleteLater()
            self._found = [FoundLine(self._theme, row) for row in rows]
            for made in self._found:
                made.asked.connect(self.adopt_asked)
                self._foot.addWidget(made)
                made.show()  # else it has no height before Qt shows it
        for line, row in zip(self._found, rows, strict=True):
            line.show_row(row)

    def settle(self) -> None:
        """Take the height that the words need now, without waiting for Qt to ask from the inside out."""
        for line in self._found:
            line.settle()
        self._foot.activate()
        self._column.activate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        card(painter, QRectF(self.rect()), theme.mm(3.4), QColor(p.tile), QColor(p.line), theme.hair())


class CopiesSheet(Sheet):
    """The cards under one another; « plug in a stick » while there is none."""

    def __init__(self, model: CopiesModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "copies", parent, width_mm=_WIDE_MM)
        self._model = model
        self._hint, self._result = label("body", "muted"), label("strong")
        for words in (self._hint, self._result):
            words.setWordWrap(True)
        self._empty, self._column = Empty(theme, "stick"), ScrollColumn(theme, gap_mm=3)
        self._cards: CardList[VolumeRow, VolumeCard] = CardList(
            self._column, key=lambda row: row.key, make=self._card, show=VolumeCard.show_row
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._column)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._result)
        self.body.addWidget(self._stack, 1)
        model.changed.connect(self._changed)
        self.closed.connect(model.leave)
        self._name()

    def ask(self) -> None:
        """Open, and look for sticks while it is open."""
        self._model.enter()
        self.refresh()
        self.open()
        self.refresh()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        rows = self._model.rows
        self._cards.show_rows(rows)
        self._result.setText(self._model.result)
        self._result.setVisible(bool(self._model.result))
        dye(self._result, self._model.result_ink)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._fit(bool(rows))

    def _card(self, row: VolumeRow) -> VolumeCard:
        made = VolumeCard(self.theme, row)
        made.copy_asked.connect(self._model.copy)
        made.let_asked.connect(self._model.let)
        made.adopt_asked.connect(self._model.adopt)
        return made

    def _fit(self, has_rows: bool) -> None:
        """Take the room that the cards need, and no more than the screen has."""
        parent, mm = self.parentWidget(), self.theme.mm
        high = mm(_EMPTY_MM)
        if has_rows and parent is not None:
            wide = min(mm(_WIDE_MM), parent.width() - mm(8)) - mm(_SIDES_MM)
            for shown in self._cards.cards:
                shown.settle()
            self._column.stack.activate()
            high = min(self._column.stack.heightForWidth(wide), parent.height() - mm(_REST_MM))
        self._stack.setFixedHeight(high)
        panel = self._stack.parentWidget()
        if panel is not None and (frame := panel.layout()) is not None:
            frame.activate()
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.refresh()
        super().changeEvent(event)

    def _name(self) -> None:
        self.set_title(self.tr("Copy to a stick"))
        self._hint.setText(
            self.tr("If this machine breaks down, the copy brings every sale back. No PIN is in it.")
        )
        self._empty.say(self.tr("Plug in a USB stick"), self.tr("It shows here by itself"))
