"""Ears for signals: what was emitted, in order."""

from PySide6.QtCore import SignalInstance


def heard(signal: SignalInstance) -> list[object]:
    """Return a list that grows with what ``signal`` gives (None for a signal that gives nothing)."""
    found: list[object] = []
    signal.connect(lambda *given: found.append(given[0] if given else None))
    return found
