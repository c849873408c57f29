"""People: the large tiles of the sign-in screen and the chips that pick the seller, each with coloured initials."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import CENTER, card, name_lines, smooth, width_of, write
from app.ui.rows import PersonRow
from app.ui.theme import BOLD, CAPTION, LABEL, MEDIUM, SEMIBOLD, SMALL, TILE, Theme, blend

PERSON_LEAST_MM = (34.0, 37.0)
CHIP_MM = (11.0, 14.6)
_CHIP_MOST_MM = 19.0
_NAME_LEAST_PT = 7.0
_DIGIT_PT = 7.5
_BADGE_MM = 3.6
_INSET_MM = 0.8
"""So far the name stays from the frame of who is chosen."""


def shared_points(chips: Sequence[PersonChip], room_px: int) -> float:
    """Return the size in points, from a caption's down to the least, in which all names fit beside each other."""
    points = float(CAPTION)
    while points > _NAME_LEAST_PT and sum(chip.wide_for(points) for chip in chips) > room_px:
        points = max(_NAME_LEAST_PT, points - 0.5)
    return points


def paint_initials(
    painter: QPainter, theme: Theme, box: QRectF, row: PersonRow, *, is_off: bool = False
) -> None:
    """Paint a person's initials on a disc in the person's colour, in grey for one who cannot be chosen."""
    p = theme.palette
    hue = QColor(p.faint) if is_off else theme.person_hue(row.color_index)
    card(painter, box, box.height() / 2, blend(hue, QColor(p.tile), 0.12 if is_off else 0.24))
    ink = hue if is_off else blend(QColor(p.text), hue, 0.25)
    font = theme.font(box.height() * 0.36 * 72 / (theme.dpi * theme.scale), BOLD)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, CENTER, row.initials)


class PersonTile(TouchButton):
    """A person of the bar, at least 34 × 37 mm, named ``person:<id>``."""

    def __init__(self, theme: Theme, row: PersonRow, parent: QWidget | None = None) -> None:
        self.row = row
        super().__init__(theme, f"person:{row.id}", Kind.CHOICE, size_mm=PERSON_LEAST_MM, parent=parent)
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
        card(
            painter, box, radius, ground, hue if is_on else QColor(p.edge), theme.hair(0.6 if is_on else 0.25)
        )
        self.paint_focus(painter, box, radius)
        self._paint_person(painter, box)

    def _paint_person(self, painter: QPainter, box: QRectF) -> None:
        theme, p, is_off = self.theme, self.theme.palette, not self.isEnabled()
        inks = QColor(p.faint if is_off else p.text), QColor(p.faint if is_off else p.muted)
        points = LABEL + 1 if box.height() > theme.mm(44) else TILE
        name, role = theme.font(points, SEMIBOLD), theme.font(SMALL, MEDIUM)
        disc, pad = min(box.height() * 0.4, float(theme.mm(25))), theme.mm(2)
        lines = name_lines(self.row.name, name, box.width() - 2 * pad)
        line, low = QFontMetricsF(name).height(), QFontMetricsF(role).height()
        gap = box.height() * 0.045
        high = disc + gap + line * len(lines) + low
        top = box.center().y() - high / 2
        place = QRectF(box.center().x() - disc / 2, top, disc, disc)
        paint_initials(painter, theme, place, self.row, is_off=is_off)
        top += disc + gap
        for text in lines:
            write(painter, QRectF(pad, top, box.width() - 2 * pad, line), text, name, inks[0], CENTER)
            top += line
        words = QRectF(pad, top, box.width() - 2 * pad, low)
        write(painter, words, self.row.role_label, role, inks[1], CENTER)


class PersonChip(TouchButton):
    """A person to pick with one tap: initials over the first name, beside the digit that picks them too (0: none)."""

    def __init__(
        self, theme: Theme, name: str, row: PersonRow, digit: int = 0, parent: QWidget | None = None
    ) -> None:
        self.row, self._digit, self._name_pt = row, digit, CAPTION
        super().__init__(theme, name, Kind.CHOICE, size_mm=CHIP_MM, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(row.name.split(" ")[0], accessible=row.name)
        self.write_in(CAPTION)

    def write_in(self, points: float) -> None:
        """Write the name in this size, which all chips of a strip share; the chip is as wide as that takes."""
        self._name_pt = points
        self.setMinimumWidth(self.wide_for(points))
        self.setMaximumWidth(max(self.minimumWidth(), self.theme.mm(_CHIP_MOST_MM)))
        self.updateGeometry()
        self.update()

    def wide_for(self, points: float) -> int:
        """Return the least width in pixels, the name in that size."""
        words = width_of(self.text(), self.theme.font(points, MEDIUM)) + 2 * self.theme.mm(_INSET_MM)
        return max(self.least().width(), ceil(words))

    def _dress(self) -> None:
        super()._dress()
        self.write_in(self._name_pt)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.least().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        is_on, radius = self.isChecked(), theme.mm(3)
        hue = theme.person_hue(self.row.color_index)
        if is_on or self.isDown():
            ground = blend(hue, QColor(p.panel), 0.16) if is_on else QColor(p.raised)
            card(painter, box, radius, ground, hue if is_on else None, theme.hair(0.45))
        self.paint_focus(painter, box, radius)
        disc = float(theme.mm(8))
        inset = theme.mm(_INSET_MM) - 1  # the name is measured in whole pixels, and written in parts of one
        name = theme.font(self._name_pt, MEDIUM)
        line = QFontMetricsF(name).height()
        top = (box.height() - disc - line) / 2
        paint_initials(painter, theme, QRectF(box.center().x() - disc / 2, top, disc, disc), self.row)
        if self._digit:
            side = float(theme.mm(_BADGE_MM))
            badge = QRectF(box.center().x() + disc / 2 - side * 0.62, top - side * 0.2, side, side)
            card(painter, badge, side / 2, QColor(p.raised))
            write(painter, badge, str(self._digit), theme.font(_DIGIT_PT, SEMIBOLD), QColor(p.muted), CENTER)
        words = QRectF(inset, top + disc, box.width() - 2 * inset, line)
        write(painter, words, self.text(), name, QColor(p.text if is_on else p.muted), CENTER)


class PersonHead(QLabel):
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
