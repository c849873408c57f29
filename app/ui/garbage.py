"""Python's garbage, collected in the GUI thread alone.

Otherwise it is collected in whichever thread happens to make the next object: a printer's, say. A Qt object that was
left in a cycle would then be destroyed there, which Qt does not allow and may not survive.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class Collector(QObject):
    """From ``start`` on it looks twice a second whether Python would have collected, and then does it here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Collect here and nowhere else from now on."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect where it likes again."""
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """Collect what is due."""
        collect_due()


def collect_due() -> None:
    """Collect the oldest generation that is due, in this thread; the younger ones go with it."""
    due = zip(gc.get_count(), gc.get_threshold(), strict=True)
    generations = [place for place, (count, threshold) in enumerate(due) if count > threshold > 0]
    if generations:
        gc.collect(generations[-1])
