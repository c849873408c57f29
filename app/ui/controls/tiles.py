"""How a product looks in the grid: one painted tile per product, kept as a picture until something on it changes."""

from __future__ import annotations

from dataclasses import replace
from math import floor

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.catalog import Level
from app.ui.controls.lettering import AT_RIGHT, IN_MIDDLE, Lettering
from app.ui.controls.paint import card, smooth
from app.ui.icons import paint_icon
from app.ui.rows import CardRow, Index
from app.ui.theme import BOLD, LABEL, MEDIUM, SEMIBOLD, TILE, Theme, blend

GAP_MM = 2.4
PAD_MM = 2.9
HEAD_MM = 7.0
STAR_MM = 3.6
TILE_HEIGHT_MM = 32.4
TILE_WIDTH_MM = 41.0
"""A tile is at least this wide: longer names need it more than the finger does."""
_OVER_MM = 1.2
"""A long name may reach so much nearer to the edge than all else."""
_KEPT = 40
"""So many pictures of tiles are kept at least, of some 90 kB each; else twice as many as are on the screen."""


class TileDelegate(QStyledItemDelegate):
    """Makes the pictures of ``CardRow`` tiles; the grid puts them on the screen.

    ``down`` holds the ids under a finger; ``cell`` is the size with the gap.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.down: set[str] = set()
        self.cell = QSize(1, 1)
        self._kept: dict[tuple[CardRow, bool, bool, float], QPixmap] = {}
        self._most = _KEPT
        self._last: dict[str, CardRow] = {}
        self._plates: dict[tuple[object, ...], QPixmap] = {}
        self._lettering = Lettering()
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Drop the kept pictures: the look or the size changed."""
        self._kept.clear()
        self._last.clear()
        self._plates.clear()
        self._lettering.forget()

    def set_cell(self, cell: QSize, shown: int = 0) -> None:
        """Take the size of a tile with its gap to the right and below, and how many are on the screen."""
        self._most = max(_KEPT, 2 * shown)
        if cell != self.cell:
            self.cell = cell
            self.forget()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self.cell

    def ready(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        """Return the picture of a tile, made now unless it was before."""
        key = (row, is_down, has_focus, ratio)
        picture = self._kept.pop(key, None)
        if picture is None:
            picture = self._patched(row, is_down, has_focus, ratio) or self._picture(
                row, is_down, has_focus, ratio
            )
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]  # what was not seen for longest
        self._kept[key] = picture
        self._last[row.id] = row
        return picture

    def _patched(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap | None:
        """Paint what is left anew on the picture of before, where nothing else of the tile has changed."""
        before = self._last.get(row.id)
        if (
            before is None or row.qty or is_down or ratio != 1.0
        ):  # beside a count, or scaled, edges would show
            return None
        if replace(before, stock_text=row.stock_text, accessible=row.accessible) != row:
            return None
        picture = self._kept.get((before, is_down, has_focus, ratio))
        if picture is None:
            return None
        picture = QPixmap(picture)
        painter = QPainter(picture)
        inner = self._inner(self._begin(painter, is_down=is_down))
        side = round(self._seat(inner).width())
        head = QRect(0, floor(inner.y()) - 1, self.cell.width(), side + 3)
        painter.drawPixmap(head, self._plate_of(row, is_down, has_focus, ratio), head)
        self._stock(painter, row, inner, side)
        painter.end()
        return picture

    def _picture(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        """Paint a tile on its plate."""
        picture = QPixmap(self._plate_of(row, is_down, has_focus, ratio))
        painter = QPainter(picture)
        self._words(painter, row, self._begin(painter, is_down=is_down), is_down=is_down)
        painter.end()
        return picture

    def _plate_of(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        """Return a tile's plate, which many tiles share. It is opaque: a window copies it and mixes nothing."""
        key = (
            *(row.icon, row.color, row.level is Level.OUT, row.qty > 0, row.is_starred),
            *(is_down, has_focus, ratio),
        )
        plate = self._plates.get(key)
        if plate is None:
            plate = QPixmap(self.cell * ratio)
            plate.setDevicePixelRatio(ratio)
            plate.fill(QColor(self.theme.palette.ground))
            painter = QPainter(plate)
            self._plate(painter, row, self._begin(painter, is_down=is_down), is_down, has_focus)
            painter.end()
            self._plates[key] = plate
        return plate

    def draw(
        self, painter: QPainter, row: CardRow, *, is_down: bool = False, has_focus: bool = False
    ) -> None:
        """Paint the tile at the painter's origin."""
        box = self._begin(painter, is_down=is_down)
        self._plate(painter, row, box, is_down, has_focus)
        self._words(painter, row, box, is_down=is_down)

    def _begin(self, painter: QPainter, *, is_down: bool) -> QRectF:
        """Make the painter ready and return where the tile is: a pressed one is a little smaller."""
        smooth(painter)
        gap = self.theme.mm(GAP_MM)
        box = QRectF(0, 0, self.cell.width() - gap, self.cell.height() - gap)
        if is_down:
            painter.translate(box.center())
            painter.scale(0.965, 0.965)
            painter.translate(-box.center())
        return box

    def _plate(self, painter: QPainter, row: CardRow, box: QRectF, is_down: bool, has_focus: bool) -> None:
        self._ground(painter, row, box, is_down, has_focus)
        self._sign(painter, row, self._seat(self._inner(box)))

    def _words(self, painter: QPainter, row: CardRow, box: QRectF, *, is_down: bool) -> None:
        inner = self._inner(box)
        self._head(painter, row, inner)
        self._name(painter, row, inner)
        self._foot(painter, row, inner, is_down=is_down)

    def _inner(self, box: QRectF) -> QRectF:
        pad = self.theme.mm(PAD_MM)
        return box.adjusted(pad, pad * 0.85, -pad, -pad * 0.75)

    def _seat(self, inner: QRectF) -> QRectF:
        side = self.theme.mm(HEAD_MM)
        return QRectF(inner.x(), inner.y(), side, side)

    def _ground(self, painter: QPainter, row: CardRow, box: QRectF, is_down: bool, has_focus: bool) -> None:
        p, hair = self.theme.palette, self.theme.hair
        radius = self.theme.mm(3.4)
        is_out = row.level is Level.OUT
        fill = QColor(p.pressed if is_down else p.ground if is_out else p.tile)
        if row.qty:
            fill = blend(QColor(p.accent), fill, 0.07)
            card(painter, box, radius, fill, QColor(p.accent_edge), hair(0.5))
        elif is_out:
            card(painter, box, radius, fill)
            painter.setPen(QPen(QColor(p.edge), hair(), Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        else:
            card(painter, box, radius, fill, QColor(p.edge), hair())
        if has_focus:
            card(painter, box, radius, None, QColor(p.text), hair(0.6))

    def _sign(self, painter: QPainter, row: CardRow, seat: QRectF) -> None:
        """The category's icon, and the star."""
        p = self.theme.palette
        hue = self.theme.hue(row.color)
        if row.level is Level.OUT:
            hue = QColor(p.faint)
        card(painter, seat, self.theme.mm(1.9), blend(hue, QColor(p.tile), 0.15))
        inset = seat.width() * 0.13
        paint_icon(painter, row.icon, seat.adjusted(inset, inset, -inset, -inset), hue)
        if row.is_starred:
            self._star(painter, seat)

    def _head(self, painter: QPainter, row: CardRow, inner: QRectF) -> None:
        """The count in the cart, and what is left."""
        p = self.theme.palette
        seat = self._seat(inner)
        side = round(seat.width())
        if row.qty:
            count = self._lettering.line(str(row.qty), self.theme.font(TILE, BOLD))
            wide = max(side, count.wide + self.theme.mm(3))
            badge = QRectF(seat.right() + self.theme.mm(1.4), inner.y(), wide, side)
            card(painter, badge, side / 2, QColor(p.accent))
            count.paint(painter, badge, QColor(p.accent_ink), IN_MIDDLE)
        self._stock(painter, row, inner, side)

    def _star(self, painter: QPainter, seat: QRectF) -> None:
        """A small star on the corner of the category's icon: this till keeps the product at hand."""
        side = float(self.theme.mm(STAR_MM))
        box = QRectF(seat.right() - side * 0.62, seat.bottom() - side * 0.62, side, side)
        paint_icon(painter, "star-full", box, self.theme.hue("gold"))

    def _stock(self, painter: QPainter, row: CardRow, inner: QRectF, side: float) -> None:
        p = self.theme.palette
        ink, ground = {
            Level.FINE: (p.ok, p.ok_soft),
            Level.LOW: (p.warn, p.warn_soft),
            Level.OUT: (p.stop, p.stop_soft),
            Level.UNKNOWN: (p.muted, p.raised),
        }[row.level]
        left = self._lettering.line(row.stock_text, self.theme.font(TILE, SEMIBOLD))
        wide = max(side * 1.25, left.wide + self.theme.mm(3.2))
        box = QRectF(inner.right() - wide + self.theme.mm(0.6), inner.y(), wide, side)
        if row.level is not Level.LOW:
            card(painter, box, side / 2, QColor(ground))
            left.paint(painter, box, QColor(ink), IN_MIDDLE)
            return
        mark = side * 0.62
        box.setLeft(box.left() - mark - self.theme.mm(0.4))
        card(painter, box, side / 2, QColor(ground))
        paint_icon(painter, "alert", QRectF(box.x() + self.theme.mm(1.3), box.y(), mark, side), QColor(ink))
        words = box.adjusted(mark + self.theme.mm(1.5), 0, -self.theme.mm(1.4), 0)
        left.paint(painter, words, QColor(ink), AT_RIGHT)

    def _name(self, painter: QPainter, row: CardRow, inner: QRectF) -> None:
        """One or two lines; the second is cut with « … »."""
        p = self.theme.palette
        ink = QColor(p.muted if row.level is Level.OUT else p.text)
        room = inner.width() + self.theme.mm(_OVER_MM)
        top = inner.y() + self.theme.mm(HEAD_MM) + self.theme.mm(1)
        for line in self._lettering.name(row.name, self.theme.font(TILE, SEMIBOLD), room):
            line.paint(painter, QRectF(inner.x(), top, room, line.high), ink)
            top += line.high * 0.98

    def _foot(self, painter: QPainter, row: CardRow, inner: QRectF, *, is_down: bool) -> None:
        """The price, and the volume that tells two tiles of one name apart."""
        p, kept, gap = self.theme.palette, self._lettering, self.theme.mm(2)
        volume = kept.line(row.volume, self.theme.font(TILE, MEDIUM))
        room = round(inner.width() - volume.wide - gap)
        price = kept.fitted(self.theme, row.price_text, room, LABEL, TILE, BOLD)
        high = QFontMetricsF(self.theme.font(LABEL, BOLD)).height()
        foot = QRectF(inner.x(), inner.bottom() - high, inner.width(), high)
        is_out = row.level is Level.OUT
        ink = p.muted if is_out and not row.qty and not is_down else p.text
        kept.cut(price, foot.width()).paint(painter, foot, QColor(ink))
        rest = foot.adjusted(price.wide + gap, 0, 0, 0)
        kept.cut(volume, rest.width()).paint(painter, rest, QColor(ink), AT_RIGHT)
