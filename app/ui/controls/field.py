"""An amount with its name, which the keypad types into when it is the one that was tapped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.paint import LEFT, RIGHT, card, smooth, width_of, write
from app.ui.theme import BODY, BOLD, CAPTION, MEDIUM, TITLE, Theme

_HIGH_MM = 13.0
_AMOUNT_SHARE = 0.5


class AmountField(TouchButton):
    """A row with a name at the left and an amount at the right; the edge and a caret show that it is typed into."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        self._ink = "text"
        super().__init__(theme, name, Kind.CHOICE, size_mm=(40, _HIGH_MM), points=TITLE, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amount(self, caption: str, amount: str, *, is_target: bool, ink: str = "text") -> None:
        """Show ``amount`` under the name ``caption``; ``ink`` is a palette colour's name."""
        self._ink = ink
        self.setChecked(is_target)
        self.say(amount, caption, accessible=f"{caption} {amount}")

    def nextCheckState(self) -> None:
        """Stay as the model says: a tap asks, the model answers."""

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, p, box = self.theme, self.theme.palette, QRectF(self.rect())
        is_on, radius = self.isChecked(), theme.mm(3.2)
        ground = QColor(p.pressed if self.isDown() else p.tile)
        card(
            painter,
            box,
            radius,
            ground,
            QColor(p.accent_edge if is_on else p.edge),
            theme.hair(0.5 if is_on else 0.25),
        )
        self.paint_focus(painter, box, radius)
        inner = box.adjusted(theme.mm(3.5), 0, -theme.mm(3.5), 0)
        if is_on:
            caret = QRectF(
                inner.right() - theme.mm(0.5), box.height() * 0.25, theme.mm(0.5), box.height() * 0.5
            )
            card(painter, caret, caret.width() / 2, QColor(p.accent_edge))
            inner.setRight(caret.left() - theme.mm(1.2))
        room = round(inner.width() * _AMOUNT_SHARE)
        amount = theme.fitted_font(self.text(), room, TITLE, BODY, BOLD)
        left = inner.width() - width_of(self.text(), amount) - theme.mm(2)
        caption = theme.fitted_font(self._detail, round(left), BODY, CAPTION, MEDIUM)
        write(painter, QRectF(inner.x(), 0, left, box.height()), self._detail, caption, QColor(p.muted), LEFT)
        write(painter, inner, self.text(), amount, QColor(getattr(p, self._ink)), RIGHT)
