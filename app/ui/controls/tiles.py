"""How a product looks in the grid: one painted tile per product, kept as a picture until something on it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.catalog import Level
from app.ui.controls.paint import RIGHT, card, name_lines, pill, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.rows import CardRow, Index, RowsModel
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
    """Paints ``CardRow`` tiles. ``down`` holds the ids under a finger; ``cell`` is the size with the gap."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.down: set[str] = set()
        self.cell = QSize(1, 1)
        self._kept: dict[tuple[CardRow, bool, bool, float], QPixmap] = {}
        self._most = _KEPT
        self._plates: dict[tuple[object, ...], QPixmap] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Drop the kept pictures: the look or the size changed."""
        self._kept.clear()
        self._plates.clear()

    def set_cell(self, cell: QSize, shown: int = 0) -> None:
        """Take the size of a tile with its gap to the right and below, and how many are on the screen."""
        self._most = max(_KEPT, 2 * shown)
        if cell != self.cell:
            self.cell = cell
            self.forget()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, RowsModel) else None
        if not isinstance(row, CardRow):
            return
        state: QStyle.StateFlag = option.state
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        device = painter.device()
        ratio = device.devicePixelRatio() if device else 1.0
        painter.drawPixmap(option.rect.topLeft(), self.ready(row, row.id in self.down, has_focus, ratio))

    def ready(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        """Return the picture of a tile, made now unless it was before."""
        key = (row, is_down, has_focus, ratio)
        picture = self._kept.pop(key, None)
        if picture is None:
            picture = self._picture(row, is_down, has_focus, ratio)
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]  # what was not seen for longest
        self._kept[key] = picture
        return picture

    def _picture(self, row: CardRow, is_down: bool, has_focus: bool, ratio: float) -> QPixmap:
        """Paint a tile on its plate, which many tiles share. It is opaque: a window copies it and mixes nothing."""
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
        picture = QPixmap(plate)
        painter = QPainter(picture)
        self._words(painter, row, self._begin(painter, is_down=is_down), is_down=is_down)
        painter.end()
        return picture

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
        bold = self.theme.font(TILE, BOLD)
        if row.qty:
            count = str(row.qty)
            wide = max(side, width_of(count, bold) + self.theme.mm(3))
            badge = QRectF(seat.right() + self.theme.mm(1.4), inner.y(), wide, side)
            pill(painter, badge, count, bold, QColor(p.accent_ink), QColor(p.accent))
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
        font = self.theme.font(TILE, SEMIBOLD)
        stock_px = width_of(row.stock_text, font)
        wide = max(side * 1.25, stock_px + self.theme.mm(3.2))
        box = QRectF(inner.right() - wide + self.theme.mm(0.6), inner.y(), wide, side)
        if row.level is not Level.LOW:
            pill(painter, box, row.stock_text, font, QColor(ink), QColor(ground))
            return
        mark = side * 0.62
        box.setLeft(box.left() - mark - self.theme.mm(0.4))
        card(painter, box, side / 2, QColor(ground))
        paint_icon(painter, "alert", QRectF(box.x() + self.theme.mm(1.3), box.y(), mark, side), QColor(ink))
        words = box.adjusted(mark + self.theme.mm(1.5), 0, -self.theme.mm(1.4), 0)
        write(painter, words, row.stock_text, font, QColor(ink), RIGHT, stock_px)

    def _name(self, painter: QPainter, row: CardRow, inner: QRectF) -> None:
        """One or two lines; the second is cut with « … »."""
        font = self.theme.font(TILE, SEMIBOLD)
        p = self.theme.palette
        ink = QColor(p.muted if row.level is Level.OUT else p.text)
        room = inner.width() + self.theme.mm(_OVER_MM)
        lines = name_lines(row.name, font, room)
        high = QFontMetricsF(font).height()
        top = inner.y() + self.theme.mm(HEAD_MM) + self.theme.mm(1)
        for place, text in enumerate(lines):
            write(painter, QRectF(inner.x(), top + place * high * 0.98, room, high), text, font, ink)

    def _foot(self, painter: QPainter, row: CardRow, inner: QRectF, *, is_down: bool) -> None:
        """The price, and the volume that tells two tiles of one name apart."""
        p = self.theme.palette
        small = self.theme.font(TILE, MEDIUM)
        gap, volume_px = self.theme.mm(2), width_of(row.volume, small)
        price = self.theme.fitted_font(
            row.price_text, round(inner.width() - volume_px - gap), LABEL, TILE, BOLD
        )
        price_px = width_of(row.price_text, price)
        high = QFontMetricsF(self.theme.font(LABEL, BOLD)).height()
        foot = QRectF(inner.x(), inner.bottom() - high, inner.width(), high)
        is_out = row.level is Level.OUT
        ink = p.muted if is_out and not row.qty and not is_down else p.text
        write(painter, foot, row.price_text, price, QColor(ink), wide_px=price_px)
        room = foot.adjusted(price_px + gap, 0, 0, 0)
        write(painter, room, row.volume, small, QColor(p.muted), RIGHT, volume_px)
