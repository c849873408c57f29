"""The line of « Vendu » that says what became of the paper, with the key that prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.icons import icon_pixmap
from app.ui.theme import SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.ticket import TicketModel

_SIGN_MM = 7.0
_INKS = {"printed": "ok", "failed": "warn"}


class TicketLine(Ground):
    """Calm while all is well, amber when the paper is missing. The key is named ``print-ticket``."""

    def __init__(self, model: TicketModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("clear", parent)
        self._model, self._theme = model, theme
        self._sign = label()
        self._text, self._detail = label("label"), label("small", "warn")
        self._detail.setWordWrap(True)
        self._text.setObjectName("ticket-state")
        self._detail.setObjectName("ticket-detail")
        self._print = TouchButton(
            theme, "print-ticket", Kind.QUIET, icon="printer", size_mm=(34, 12), points=SMALL
        )
        row = Row(theme, self, gap_mm=3, margins_mm=(0, 0, 0, 3))
        words = Column(theme, gap_mm=0.4)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self._print)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._print.clicked.connect(model.print)
        model.changed.connect(self.refresh)
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, size = self._model, self._theme.mm(_SIGN_MM)
        self.setVisible(model.is_shown)
        ink = QColor(getattr(self._theme.palette, _INKS.get(model.state, "muted")))
        self._sign.setFixedSize(size, size)
        self._sign.setPixmap(icon_pixmap("receipt", ink, size, self.devicePixelRatio()))
        self._text.setText(model.text)
        self._detail.setText(model.detail)
        self._detail.setVisible(bool(model.detail))
        self._print.say(model.action)
        self._print.setEnabled(model.can_print)
