"""Tells a barcode scanner from a person: a scanner types a whole code within a blink and ends it with Enter.

Works on a whole window, whatever has the focus. A person's keys are held back for a few hundredths of a second
and then delivered unchanged; a scanned code never reaches a text field. It does not know what a code means.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

GAP_S = 0.035
"""A person's next key comes later than this; scanners send one every 1 to 20 ms."""
CODE_MIN = 4
"""Nobody types four signs and Enter with such gaps; short codes of a bar's own have no fewer."""
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_PLAIN = (
    Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
)


class Scanner(QObject):
    """An event filter for a window's handle. ``scanned`` gives a code; nothing is told while not listening.

    ``now_s`` times the keys that carry no time of their own.
    """

    scanned = Signal(str)

    def __init__(self, now_s: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._last_s = 0.0
        self._is_giving_back = False
        self.is_listening = True
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(round(GAP_S * 1000) + 5)
        self._wait.timeout.connect(self.give_back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold a key back while it may be part of a code; everything else passes."""
        if self._is_giving_back or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        now_s = self._pressed_at_s(event)
        is_burst = bool(self._held) and 0 <= now_s - self._last_s <= GAP_S
        self._last_s = now_s
        if self._held and not is_burst:
            self.give_back()
        if event.key() in _ENDS and len(self._held) >= CODE_MIN:
            self._tell()
            return True
        if not self._may_be_code(event):
            self.give_back()
            return False
        self._held.append((watched, event.clone()))
        self._wait.start()
        return True

    def _pressed_at_s(self, event: QKeyEvent) -> float:
        """Return when the key went down: what a busy window gets late and at once was still typed apart.

        A key that no keyboard sent has no time of its own; it was pressed when it came.
        """
        stamp_ms = event.timestamp()
        return stamp_ms / 1000 if stamp_ms else self._now_s()

    def _may_be_code(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.isAutoRepeat() or len(text) != 1 or event.modifiers() & ~_PLAIN:
            return False
        return text.isascii() and (text.isalnum() or bool(self._held and text.isprintable()))

    def _tell(self) -> None:
        code = "".join(event.text() for _, event in self._held)
        self._held.clear()
        self._wait.stop()
        if self.is_listening:
            self.scanned.emit(code)

    def give_back(self) -> None:
        """Deliver the keys that were held back: a person typed them."""
        self._wait.stop()
        held, self._held = self._held, []
        self._is_giving_back = True
        try:
            for receiver, event in held:
                QCoreApplication.sendEvent(receiver, event)
        finally:
            self._is_giving_back = False
