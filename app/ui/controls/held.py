"""Carts put aside, as chips under the grid; one that came back refused stands out by colour, icon and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import ScrollColumn
from app.ui.controls.paint import LEFT, card, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.rows import HeldRow
from app.ui.theme import BODY, BOLD, CAPTION, MEDIUM, SEMIBOLD, SMALL, Theme

_CHIP_MM = 13.0
_GAP_MM = 2.0


class HeldChip(TouchButton):
    """One cart that waits, named ``held:<key>``; a tap brings it back."""

    def __init__(self, theme: Theme, row: HeldRow) -> None:
        self._row = row
        kind = Kind.STOP if row.is_refused else Kind.QUIET
        super().__init__(theme, f"held:{row.key}", kind, size_mm=(34, _CHIP_MM))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def show_row(self, row: HeldRow) -> None:
        """Say it as it is now: a finger may be on it while it grows older."""
        self._row = row
        self.say(row.title, row.detail, accessible=f"{row.title}, {row.detail}, {row.total_text}")

    def sizeHint(self) -> QSize:
        words = max(self._title_px(), width_of(self._row.detail, self.theme.font(CAPTION, MEDIUM)))
        return QSize(self._around_px(words), self.least().height())

    def narrowest(self) -> int:
        """Return the width at which its title and its amount are whole, in pixels; what is under the title is not."""
        return self._around_px(self._title_px())

    def _title_px(self) -> float:
        return width_of(self._row.title, self.theme.font(SMALL, SEMIBOLD))

    def _around_px(self, words_px: float) -> int:
        amount = width_of(self._row.total_text, self.theme.font(BODY, BOLD))
        return max(self.least().width(), round(words_px + amount) + self.theme.mm(17))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box, row = self.theme, self.theme.palette, QRectF(self.rect()), self._row
        coat = self._coat()
        card(painter, box, theme.mm(3), coat.ground, coat.edge, theme.hair(0.4 if row.is_refused else 0.25))
        self.paint_focus(painter, box, theme.mm(3))
        icon, pad = float(theme.mm(5.5)), theme.mm(2.4)
        tint = QColor(p.stop if row.is_refused else p.muted)
        place = QRectF(pad, box.center().y() - icon / 2, icon, icon)
        paint_icon(painter, "stop" if row.is_refused else "hold", place, tint)
        amount = theme.font(BODY, BOLD)
        wide = width_of(row.total_text, amount)
        title, small = theme.font(SMALL, SEMIBOLD), theme.font(CAPTION, MEDIUM)
        line, low = QFontMetricsF(title).height(), QFontMetricsF(small).height()
        left, top = pad + icon + theme.mm(2), (box.height() - line - low) / 2
        words = box.width() - left - wide - pad - theme.mm(2)
        write(painter, QRectF(left, top, words, line), row.title, title, QColor(p.text), LEFT)
        detail = QColor(p.stop if row.is_refused else p.muted)
        write(painter, QRectF(left, top + line, words, low), row.detail, small, detail, LEFT)
        place = QRectF(box.right() - wide - pad, 0, wide + 1, box.height())
        write(painter, place, row.total_text, amount, QColor(p.text), LEFT)


class HeldStrip(ScrollColumn):
    """All carts that wait, beside each other; nothing is shown when there are none. ``recalled`` gives a key."""

    recalled = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, gap_mm=_GAP_MM, is_sideways=True)
        if parent is not None:
            self.setParent(parent)
        self._theme = theme
        self._rows: list[HeldRow] = []
        self._chips: list[HeldChip] = []
        self._gives_way = False
        self.setObjectName("held")
        self.stack.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        """Show ``rows`` in their order."""
        if list(rows) == self._rows:
            return
        before, self._rows = self._rows, list(rows)
        if [(row.key, row.is_refused) for row in before] == [(row.key, row.is_refused) for row in rows]:
            for chip, row in zip(self._chips, rows, strict=True):
                chip.show_row(row)
            self._share()
            return
        self._chips = [HeldChip(self._theme, row) for row in rows]
        while self.stack.count() > 1:
            item = self.stack.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.hide()
                widget.deleteLater()
        for place, (chip, row) in enumerate(zip(self._chips, rows, strict=True)):
            chip.clicked.connect(lambda _checked=False, key=row.key: self.recalled.emit(key))
            self.stack.insertWidget(place, chip)
        self._share()
        self._appear()

    def _share(self) -> None:
        """Give each chip its room; where all of them do not fit, what stands under their titles gives way first."""
        hints = [chip.sizeHint().width() for chip in self._chips]
        least = [chip.narrowest() for chip in self._chips]
        room = self.viewport().width() - self._theme.mm(_GAP_MM) * max(0, len(self._chips) - 1)
        give, over = sum(hints) - sum(least), max(0, sum(hints) - room)
        for chip, hint, narrow in zip(self._chips, hints, least, strict=True):
            chip.setFixedWidth(hint - round((hint - narrow) * min(1.0, over / give)) if give else hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def give_way(self, *, is_needed: bool) -> None:
        """Go while something else needs the room, and come back after it."""
        self._gives_way = is_needed
        self._appear()

    def _appear(self) -> None:
        self.setVisible(bool(self._rows) and not self._gives_way)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.mm(_CHIP_MM))
        self._share()
