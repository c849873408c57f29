"""The strip on top of every screen: is the bar's server there, whose till is this, what waits, who, what time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.paint import LEFT, RIGHT, dot, fill, pill, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.theme import CAPTION, MEDIUM, SEMIBOLD, SMALL, TOUCH_MIN_MM, Theme

STRIP_MM = TOUCH_MIN_MM
_HIGH_MM = 12.0
_NARROW_MM = 230.0
"""On a screen narrower than this the sentence has two lines, and the strip room for them, whatever is said."""
STATUS, UNPRINTED = "status", "unprinted"
ONLINE, UNSURE, OFFLINE, SHUT = "online", "unsure", "offline", "shut"
_BETWEEN = " · "
_MOST_SHARE = 0.25
_WAY_MM = 4.0
_WRAPPED = int(LEFT) | int(Qt.TextFlag.TextWordWrap)
_ICONS = {OFFLINE: "offline", SHUT: "lock"}


class StatusStrip(QLabel):
    """Thin, always there, so that nothing moves when the network goes: it turns amber and says what is kept.
    A till that is shut out turns it to the colour of stop. Who is signed in is named always, the bar and the till
    as far as the sentence leaves room.

    The lamp is a disc when online, a ring when unsure, a crossed-out mast when offline, a padlock when the
    till is shut out, each with its word; a sentence that begins with that word goes on from it.

    ``tapped`` tells that somebody wants to know more: ``STATUS``, or ``UNPRINTED`` about the tickets.
    """

    tapped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lamp, self._lamp_text, self._banner = ONLINE, "", ""
        self._place: tuple[str, ...] = ()
        self._waiting = self._unprinted = self._person = self._clock = self._locking = self._relief = ""
        self._tickets = QRectF()
        self.setObjectName("status")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_lamp(self, state: str, text: str, banner: str) -> None:
        """``state`` is online, unsure, offline or shut; ``banner`` is the sentence that explains it, or empty."""
        self._lamp, self._lamp_text, self._banner = state, text, banner
        self._name()

    def show_place(self, bar_name: str, till_name: str) -> None:
        """Name the bar and the till."""
        self._place = tuple(name for name in (bar_name, till_name) if name)
        self._name()

    def show_rest(self, waiting: str, person: str, clock: str) -> None:
        """Show what waits to be sent, who is at the till and the time; each may be empty."""
        if (waiting, person, clock) != (self._waiting, self._person, self._clock):
            self._waiting, self._person, self._clock = waiting, person, clock
            self._name()

    def show_relief(self, text: str) -> None:
        """Say in the place of the bar and the till that all is well again; empty: nothing to say."""
        if text != self._relief:
            self._relief = text
            self._name()

    def show_locking(self, text: str) -> None:
        """Say in the place of who is at the till that it is about to lock itself; empty: it is not."""
        if text != self._locking:
            self._locking = text
            self._name()

    def show_unprinted(self, text: str) -> None:
        """Show how many tickets are not printed; empty for none."""
        if text != self._unprinted:
            self._unprinted = text
            self._name()

    @property
    def banner(self) -> str:
        return self._banner

    @property
    def _sentence(self) -> str:
        """The banner without the lamp's own word, which stands before it already."""
        return self._banner.removeprefix(self._lamp_text).strip() if self._goes_on else self._banner

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            is_about_tickets = bool(self._unprinted) and self._tickets.contains(event.position())
            self.tapped.emit(UNPRINTED if is_about_tickets else STATUS)

    def _name(self) -> None:
        parts = (
            f"{self._lamp_text} {self._sentence}" if self._goes_on else self._lamp_text,
            "" if self._goes_on else self._banner,
            self._relief,
            _BETWEEN.join(self._place),
            self._unprinted,
            self._waiting,
            self._locking or self._person,
            self._clock,
        )
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(100), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60), self._high())

    def _high(self) -> int:
        return self._theme.mm(_HIGH_MM if self._is_narrow else STRIP_MM)

    @property
    def _goes_on(self) -> bool:
        """Whether the sentence begins with the lamp's word."""
        return bool(self._lamp_text) and self._banner.startswith(self._lamp_text)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self._theme.mm(_NARROW_MM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self._high():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p = self._theme, self._theme.palette
        box = QRectF(self.rect())
        ground, ink = p.rail, QColor(p.muted)
        if self._banner:
            is_shut = self._lamp == SHUT
            ground, ink = (p.stop_soft, QColor(p.stop)) if is_shut else (p.warn_soft, QColor(p.warn))
        fill(painter, box, QColor(ground))
        plain, pad, gap = theme.font(SMALL, MEDIUM), theme.mm(4), theme.mm(4)
        right = self._paint_right(painter, box, ink)
        left = self._paint_lamp(painter, pad, box.height())
        text = self._sentence or self._relief or _BETWEEN.join(self._place)
        if self._banner:
            if place := self._place_beside(width_of(text, plain), right - left - gap, plain):
                wide = width_of(place, plain) + 1
                write(painter, QRectF(right - wide, 0, wide, box.height()), place, plain, ink, RIGHT)
                right -= wide + gap
            if self._is_narrow:
                painter.setFont(plain)
                painter.setPen(ink)
                painter.drawText(QRectF(left, 0, right - left, box.height()), _WRAPPED, text)
                return
            plain = theme.fitted_font(text, round(right - left), SMALL, CAPTION, MEDIUM)
        elif self._relief:
            ink, plain = QColor(p.ok), theme.fitted_font(text, round(right - left), SMALL, CAPTION, SEMIBOLD)
        write(painter, QRectF(left, 0, right - left, box.height()), text, plain, ink, LEFT)
        after, side = left + width_of(text, plain) + theme.mm(1), float(theme.mm(_WAY_MM))
        if self._banner and after + side <= right:  # it leads somewhere
            paint_icon(painter, "forward", QRectF(after, (box.height() - side) / 2, side, side), ink)

    def _paint_right(self, painter: QPainter, box: QRectF, ink: QColor) -> float:
        """Paint the time, the person, the tickets and what waits; return where they begin."""
        theme, p = self._theme, self._theme.palette
        strong, plain, gap = theme.font(SMALL, SEMIBOLD), theme.font(SMALL, MEDIUM), theme.mm(4)
        right = box.right() - gap
        if self._locking:  # seen from behind the bar
            wide = width_of(self._locking, strong) + 2 * gap
            spot = QRectF(right - wide, box.y() + theme.mm(1), wide, box.height() - 2 * theme.mm(1))
            pill(painter, spot, self._locking, strong, QColor(p.accent_ink), QColor(p.accent))
            right -= wide + gap
        for text, font, color in (
            (self._clock, strong, ink if self._banner else QColor(p.text)),
            ("" if self._locking else self._person, plain, ink),
            (self._unprinted, plain, QColor(p.warn)),
            (self._waiting if not self._banner else "", plain, QColor(p.warn)),
        ):
            if text:
                wide = min(width_of(text, font) + 1, box.width() * _MOST_SHARE)
                spot = QRectF(right - wide, 0, wide, box.height())
                write(painter, spot, text, font, color, RIGHT)
                if text == self._unprinted:
                    self._tickets = spot.adjusted(-gap / 2, 0, gap / 2, 0)
                right -= wide + gap
        return right

    def _place_beside(self, banner_px: float, room_px: float, font: QFont) -> str:
        """Return what fits beside the banner: the bar and the till, else the till, else nothing."""
        for place in (_BETWEEN.join(self._place), self._place[-1] if self._place else ""):
            if banner_px + width_of(place, font) + 1 <= room_px:
                return place
        return ""

    def _paint_lamp(self, painter: QPainter, left: float, high: float) -> float:
        """Paint the lamp with its word and return where the next words start."""
        theme, p = self._theme, self._theme.palette
        strong = theme.font(SMALL, SEMIBOLD)
        color = QColor({ONLINE: p.ok, SHUT: p.stop}.get(self._lamp, p.warn))
        radius, middle = theme.mm(1.15), high / 2
        if icon := _ICONS.get(self._lamp):
            side = float(theme.mm(5))
            paint_icon(painter, icon, QRectF(left, middle - side / 2, side, side), color)
            left += side + theme.mm(1.6)
        else:
            center = QRectF(left, 0, 2 * radius, high).center()
            dot(painter, center, radius, color if self._lamp == ONLINE else None, color)
            left += 2 * radius + theme.mm(1.8)
        wide = width_of(self._lamp_text, strong) + 1
        write(painter, QRectF(left, 0, wide, high), self._lamp_text, strong, color, LEFT)
        return left + wide + theme.mm(1 if self._goes_on else 4)
