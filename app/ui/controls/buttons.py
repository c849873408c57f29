"""The button that everything else is made of: painted from the theme, tapped by any finger, named for tests."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.domain.frozen import frozen
from app.ui.controls.paint import CENTER, LEFT, card, pill, smooth, width_of, write
from app.ui.icons import paint_icon
from app.ui.theme import BODY, BOLD, CAPTION, LABEL, MEDIUM, SEMIBOLD, SMALL, TOUCH_MIN_MM, Theme

RESTS_S = 0.5
DRAG_MM = 4.0
"""A finger that moved farther than this is scrolling, not tapping."""
_LEAST_PT = 8.5
_BADGE_MM, _BADGE_GAP_MM = 4.6, 0.6
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Kind(StrEnum):
    """How much a button asks to be tapped."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    GHOST = "ghost"
    BARE = "bare"
    STOP = "stop"
    CHOICE = "choice"


class Arrange(StrEnum):
    """Where the icon stands."""

    ROW = "row"
    AFTER = "after"
    STACK = "stack"
    LEFT = "left"


@frozen
class _Coat:
    """The colours of one state."""

    ground: QColor | None
    ink: QColor
    detail: QColor
    edge: QColor | None


class TouchButton(QPushButton):
    """A button of at least 10 mm. Each finger is its own tap; a drag cancels it.

    ``name`` is the object name that tests tap and must be unique on the screen. Texts come by ``say``.
    """

    rests_s = RESTS_S
    """So long a second tap on it is the second half of a double tap (``SecondTap``); 0 where each tap counts."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        kind: Kind = Kind.QUIET,
        *,
        icon: str = "",
        arrange: Arrange = Arrange.ROW,
        size_mm: tuple[float, float] = (TOUCH_MIN_MM, TOUCH_MIN_MM),
        points: float = BODY,
        icon_mm: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_mm = icon_mm or (7.0 if arrange is Arrange.STACK else 5.5)
        self.theme, self.kind = theme, kind
        self._icon, self._arrange, self._points = icon, arrange, points
        self._size_mm = (max(size_mm[0], TOUCH_MIN_MM), max(size_mm[1], TOUCH_MIN_MM))
        self._detail, self._badge, self._badge_ink, self._is_terse = "", "", "stop", False
        self._tint: QColor | None = None
        self._finger: QPointF | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCheckable(kind is Kind.CHOICE)
        theme.changed.connect(self._dress)
        self._dress()

    def part_at(self, _place: QPointF) -> str:
        """Return which part of it lies at a place of the screen: it has one (``SecondTap``)."""
        return ""

    def say(self, text: str, detail: str = "", *, accessible: str = "") -> None:
        """Set the words. ``accessible`` is what is read aloud when the words alone are not enough (icon buttons).

        A mouse that rests on a button without words reads it, too.
        """
        name = accessible or " ".join(part for part in (text, detail) if part)
        self.setAccessibleName(name)
        if (tip := "" if text and not self._is_terse else name) != self.toolTip():
            self.setToolTip(tip)
        if (text, detail) != (self.text(), self._detail):
            self.setText(text)
            self._detail = detail
            self.updateGeometry()
            self.update()

    def show_terse(self, *, is_terse: bool) -> None:
        """Leave out the words where there is no room for them: the icon stays, and what is read aloud."""
        if is_terse != self._is_terse:
            self._is_terse = is_terse
            self.say(self.text(), self._detail, accessible=self.accessibleName())
            self.updateGeometry()
            self.update()

    def show_icon(self, icon: str, tint: QColor | None = None) -> None:
        """Change the drawing, and its colour when ``tint`` is given."""
        if (icon, tint) != (self._icon, self._tint):
            self._icon, self._tint = icon, tint
            self.update()

    def show_badge(self, text: str, *, ink: str = "stop") -> None:
        """Put a small count on the corner; empty takes it away. ``ink``: ``stop``, or ``warn`` for what only waits."""
        if (text, ink) != (self._badge, self._badge_ink):
            self._badge, self._badge_ink = text, ink
            self.updateGeometry()
            self.update()

    def set_size_mm(self, width_mm: float, height_mm: float) -> None:
        """Ask for another least size; never below 10 mm."""
        self._size_mm = (max(width_mm, TOUCH_MIN_MM), max(height_mm, TOUCH_MIN_MM))
        self._dress()

    def _dress(self) -> None:
        self.setMinimumHeight(self.least().height())
        self.updateGeometry()
        self.update()

    def least(self) -> QSize:
        """Return the least size in pixels."""
        return QSize(self.theme.mm(self._size_mm[0]), self.theme.mm(self._size_mm[1]))

    # what Qt asks

    def sizeHint(self) -> QSize:
        gap = self.theme.mm(4)
        if self._is_terse:
            return QSize(self.theme.mm(TOUCH_MIN_MM + 2), self.least().height())
        icon = self._icon_px() + (self.theme.mm(1.5) if self.text() else 0) if self._icon else 0
        text = max(width_of(self.text(), self._font()), width_of(self._detail, self._detail_font()))
        across = max(icon, text) if self._arrange is Arrange.STACK else icon + text
        least = self.least()
        if self._badge and self._arrange is not Arrange.STACK:
            beside = max(gap, round(self._badge_wide() + self.theme.mm(2 * _BADGE_GAP_MM)))
            # Words in the middle stay there; those at the left need the room at the right alone.
            at_left = self.theme.mm(2.6) + beside - self.theme.mm(_BADGE_GAP_MM)
            gap = at_left // 2 if self._arrange is Arrange.LEFT else beside
        wide = round(across) + 2 * gap if text else 0
        return QSize(max(wide, least.width()), least.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._is_terse else self.least()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works a button as Space does."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and self.isEnabled():
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        point = event.points()[0]
        match event.type():
            case QEvent.Type.TouchBegin:
                self._finger = point.position()
                self.setDown(True)
                self.pressed.emit()
            case QEvent.Type.TouchUpdate if self._finger is not None:
                if (point.position() - self._finger).manhattanLength() > self.theme.mm(DRAG_MM):
                    self.let_go()
            case QEvent.Type.TouchEnd if self._finger is not None:
                self.let_go()
                if self.rect().contains(point.position().toPoint()):
                    self.click()
            case QEvent.Type.TouchCancel:
                self.let_go()
            case _:
                pass

    def let_go(self) -> None:
        """Forget the finger that is down: it taps nothing."""
        self._finger = None
        self.setDown(False)

    # painting

    def _font(self) -> QFont:
        weight = BOLD if self.kind is Kind.PRIMARY else SEMIBOLD
        return self.theme.font(self._points, weight)

    def _detail_font(self) -> QFont:
        return self.theme.font(CAPTION if self._points < LABEL else SMALL, MEDIUM)

    def _badge_font(self) -> QFont:
        return self.theme.font(CAPTION, BOLD)

    def _badge_wide(self) -> float:
        return max(self.theme.mm(_BADGE_MM), width_of(self._badge, self._badge_font()) + self.theme.mm(2.4))

    def _icon_px(self) -> int:
        return self.theme.mm(self._icon_mm)

    def _coat(self) -> _Coat:
        p = self.theme.palette
        text, muted, edge = QColor(p.text), QColor(p.muted), QColor(p.edge)
        if not self.isEnabled():
            ground = None if self.kind in {Kind.GHOST, Kind.BARE} else QColor(p.panel)
            return _Coat(ground, QColor(p.faint), QColor(p.faint), None if ground is None else QColor(p.line))
        match self.kind:
            case Kind.PRIMARY:
                ground = QColor(p.accent_pressed if self.isDown() else p.accent)
                return _Coat(ground, QColor(p.accent_ink), QColor(p.accent_ink), QColor(p.accent_edge))
            case Kind.SECONDARY:
                ground = QColor(p.pressed if self.isDown() else p.accent_soft)
                return _Coat(ground, QColor(p.accent_text), QColor(p.text), QColor(p.accent_edge))
            case Kind.STOP:
                ground = QColor(p.pressed if self.isDown() else p.stop_soft)
                return _Coat(ground, QColor(p.stop), QColor(p.text), QColor(p.stop))
            case Kind.CHOICE if self.isChecked():
                return _Coat(QColor(p.accent_soft), text, muted, QColor(p.accent_edge))
            case Kind.BARE:
                return _Coat(QColor(p.raised) if self.isDown() else None, text, muted, None)
            case Kind.GHOST:
                return _Coat(QColor(p.raised) if self.isDown() else None, muted, muted, None)
            case _:
                return _Coat(QColor(p.pressed if self.isDown() else p.raised), text, muted, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        coat, box = self._coat(), QRectF(self.rect())
        if self.isDown():
            give = self.theme.hair(0.3)
            box = box.adjusted(give, give, -give, -give)
        radius = min(self.theme.mm(3.2), box.height() / 2)
        strong = self.kind in (Kind.SECONDARY, Kind.STOP) or (self.kind is Kind.CHOICE and self.isChecked())
        card(painter, box, radius, coat.ground, coat.edge, self.theme.hair(0.4 if strong else 0.25))
        self.paint_focus(painter, box, radius)
        self._paint_content(painter, box, coat)
        if self._badge:
            self._paint_badge(painter, box)

    def paint_focus(self, painter: QPainter, box: QRectF, radius: float, ink: str = "") -> None:
        """Paint the ring of who has the keyboard: inside, so that an edge that says something can be seen too."""
        if not self.hasFocus():
            return
        gap = self.theme.hair(0.6)
        ink = ink or ("accent_ink" if self.kind is Kind.PRIMARY else "text")
        ring = box.adjusted(gap, gap, -gap, -gap)
        color = QColor(getattr(self.theme.palette, ink))
        card(painter, ring, max(0.0, radius - gap), None, color, self.theme.hair(0.5))

    def _paint_content(self, painter: QPainter, box: QRectF, coat: _Coat) -> None:
        ink = self._tint if self._tint is not None and self.isEnabled() else coat.ink
        icon = float(self._icon_px()) if self._icon else 0.0
        if not self.text() or self._is_terse:
            place = QRectF(0, 0, icon, icon).translated(box.center() - QPointF(icon, icon) / 2)
            paint_icon(painter, self._icon, place, ink)
            return
        inner = box.adjusted(self.theme.mm(1.6), 0, -self.theme.mm(1.6), 0)
        if self._arrange is Arrange.LEFT:
            inner.setLeft(inner.x() + self.theme.mm(1))
        beside = icon + self.theme.mm(2) if icon and self._arrange is not Arrange.STACK else 0.0
        font, small = self._fitted(int(inner.width() - beside))
        if beside and self._is_cut(font, small, inner.width() - beside):  # words say more than the drawing
            icon = beside = 0.0
            font, small = self._fitted(int(inner.width()))
        line = QFontMetricsF(font).height()
        second = QFontMetricsF(small).height() if self._detail else 0.0
        if self._arrange is Arrange.STACK:
            gap = self.theme.mm(1) if icon else 0
            top = box.center().y() - (icon + gap + line + second) / 2
            place, align = QRectF(inner.center().x() - icon / 2, top, icon, icon), CENTER
            words = QRectF(inner.x(), top + icon + gap, inner.width(), line)
        else:
            wide = min(
                max(width_of(self.text(), font), width_of(self._detail, small)) + 1, inner.width() - beside
            )
            left = inner.x() + (inner.width() - beside - wide) / 2
            if self._arrange is Arrange.LEFT:
                left, wide = inner.x(), inner.width() - beside
            is_after = self._arrange is Arrange.AFTER
            drawn, said = (left + wide + beside - icon, left) if is_after else (left, left + beside)
            place, align = QRectF(drawn, box.center().y() - icon / 2, icon, icon), LEFT
            words = QRectF(said, box.center().y() - (line + second) / 2, wide, line)
        if icon:
            paint_icon(painter, self._icon, place, ink)
        write(painter, words, self.text(), font, coat.ink, align)
        words.setRect(words.x(), words.bottom(), words.width(), second)
        write(painter, words, self._detail, small, coat.detail, align)

    def _is_cut(self, font: QFont, small: QFont, room: float) -> bool:
        return width_of(self.text(), font) > room or width_of(self._detail, small) > room

    def _fitted(self, room: int) -> tuple[QFont, QFont]:
        """Return the fonts in which the words and the detail fit ``room`` pixels, before anything is cut."""
        font, small, least = self._font(), self._detail_font(), _LEAST_PT / self.theme.scale
        if width_of(self.text(), font) > room:
            font = self.theme.fitted_font(self.text(), room, self._points, least, font.weight())
        if width_of(self._detail, small) > room:
            small = self.theme.fitted_font(self._detail, room, CAPTION, least, MEDIUM)
        return font, small

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        font, gap = self._badge_font(), self.theme.mm(_BADGE_GAP_MM)
        high, wide = self.theme.mm(_BADGE_MM), self._badge_wide()
        place = QRectF(box.right() - wide - gap, box.y() + gap, wide, high)
        palette, ink = self.theme.palette, self._badge_ink
        ground = QColor(getattr(palette, f"{ink}_soft"))
        pill(painter, place, self._badge, font, ground, QColor(getattr(palette, ink)))
