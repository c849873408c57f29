"""People: the large tiles of the sign-in screen and the chips that pick the seller, each with coloured initials."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import CENTER, LEFT, card, smooth, width_of, write
from app.ui.controls.tiles import name_lines
from app.ui.rows import PersonRow
from app.ui.theme import BOLD, CAPTION, MEDIUM, SEMIBOLD, SMALL, TILE, Theme, blend


def paint_initials(painter: QPainter, theme: Theme, box: QRectF, row: PersonRow) -> None:
    """Paint a person's initials on a disc in the person's colour."""
    hue = theme.person_hue(row.color_index)
    card(painter, box, box.height() / 2, blend(hue, QColor(theme.palette.tile), 0.24))
    ink = blend(QColor(theme.palette.text), hue, 0.25)
    font = theme.font(box.height() * 0.36 * 72 / (theme.dpi * theme.scale), BOLD)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, CENTER, row.initials)


class PersonTile(TouchButton):
    """A person of the bar, at least 30×34 mm, named ``person:<id>``."""

    def __init__(self, theme: Theme, row: PersonRow, parent: QWidget | None = None) -> None:
        self.row = row
        super().__init__(theme, f"person:{row.id}", Kind.CHOICE, size_mm=(34, 37), parent=parent)
        self.say(row.name, row.role_label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        is_on, radius = self.isChecked(), theme.mm(3.6)
        hue = theme.person_hue(self.row.color_index)
        ground = QColor(p.pressed if self.isDown() else p.tile)
        if is_on:
            ground = blend(hue, QColor(p.tile), 0.1)
        edge = hue if is_on else QColor(p.text) if self.hasFocus() else QColor(p.line)
        card(painter, box, radius, ground, edge, theme.hair(0.6 if is_on or self.hasFocus() else 0.25))
        self._paint_person(painter, box)

    def _paint_person(self, painter: QPainter, box: QRectF) -> None:
        theme, p = self.theme, self.theme.palette
        name, role = theme.font(TILE, SEMIBOLD), theme.font(CAPTION, MEDIUM)
        disc, pad = float(theme.mm(14.5)), theme.mm(2)
        lines = name_lines(self.row.name, name, box.width() - 2 * pad)
        line, low = QFontMetricsF(name).height(), QFontMetricsF(role).height()
        high = disc + theme.mm(1.4) + line * len(lines) + low
        top = box.center().y() - high / 2
        paint_initials(painter, theme, QRectF(box.center().x() - disc / 2, top, disc, disc), self.row)
        top += disc + theme.mm(1.4)
        for text in lines:
            write(painter, QRectF(pad, top, box.width() - 2 * pad, line), text, name, QColor(p.text), CENTER)
            top += line
        words = QRectF(pad, top, box.width() - 2 * pad, low)
        write(painter, words, self.row.role_label, role, QColor(p.muted), CENTER)


class PersonChip(TouchButton):
    """A seller to pick for the sale, or the person at the till; initials and first name."""

    def __init__(
        self, theme: Theme, name: str, row: PersonRow, kind: Kind = Kind.CHOICE, parent: QWidget | None = None
    ) -> None:
        self.row = row
        super().__init__(theme, name, kind, size_mm=(18, 11), parent=parent)
        self.show_person(row)

    def show_person(self, row: PersonRow) -> None:
        """Show another person on the same chip."""
        self.row = row
        self.say(row.name.split(" ")[0], accessible=row.name)

    def sizeHint(self) -> QSize:
        words = width_of(self.text(), self.theme.font(SMALL, SEMIBOLD))
        return QSize(round(words) + self.theme.mm(15), self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        is_on = self.isChecked()
        hue = theme.person_hue(self.row.color_index)
        ground = QColor(p.pressed if self.isDown() else p.raised)
        if is_on:
            ground = blend(hue, QColor(p.tile), 0.14)
        edge = hue if is_on else QColor(p.text) if self.hasFocus() else QColor(p.line)
        card(
            painter,
            box,
            box.height() / 2,
            ground,
            edge,
            theme.hair(0.55 if is_on or self.hasFocus() else 0.25),
        )
        inset = theme.mm(1.5)
        side = box.height() - 2 * inset
        paint_initials(painter, theme, QRectF(inset, inset, side, side), self.row)
        words = box.adjusted(inset + side + theme.mm(1.6), 0, -theme.mm(2.6), 0)
        ink = QColor(p.text if is_on else p.muted)
        write(painter, words, self.text(), theme.font(SMALL, SEMIBOLD), ink, LEFT)


class PersonHead(QWidget):
    """The person who is signing in: initials and name, nothing to tap."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: PersonRow | None = None
        self.setObjectName("person-head")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_person(self, row: PersonRow | None) -> None:
        self._row = row
        self.setAccessibleName(row.name if row else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(60), self._theme.mm(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        row, theme = self._row, self._theme
        if row is None:
            return
        painter = QPainter(self)
        smooth(painter)
        name, role = theme.font(TILE, BOLD), theme.font(SMALL, MEDIUM)
        words = max(width_of(row.name, name), width_of(row.role_label, role))
        disc, gap = float(theme.mm(14)), theme.mm(3)
        words = min(words + 1, self.width() - disc - gap)
        left = (self.width() - disc - gap - words) / 2
        paint_initials(painter, theme, QRectF(left, (self.height() - disc) / 2, disc, disc), row)
        line, low = QFontMetricsF(name).height(), QFontMetricsF(role).height()
        top, left = (self.height() - line - low) / 2, left + disc + gap
        write(painter, QRectF(left, top, words, line), row.name, name, QColor(theme.palette.text))
        write(
            painter, QRectF(left, top + line, words, low), row.role_label, role, QColor(theme.palette.muted)
        )
