"""The machine's own bell, for what must be noticed by who does not look: a refusal, a wrong PIN, an unknown barcode."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.ui.theme import Theme


class Bell(QObject):
    """``ring`` sounds unless the person wants it quiet; ``rang`` tells that it did. It never waits and never fails."""

    rang = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def ring(self) -> None:
        if not self._theme.is_silent:
            QApplication.beep()
            self.rang.emit()
