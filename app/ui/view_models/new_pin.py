"""A PIN that somebody chooses: typed twice, the same both times, and not what people try first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.pin import is_easy


class NewPin:
    """What is typed of it. ``is_wrong``: the last one was not taken; ``question`` says why and what to type."""

    def __init__(self) -> None:
        self._first = self._typed = ""
        self._is_easy = self._differs = False

    @property
    def digits(self) -> int:
        return len(self._typed)

    @property
    def is_wrong(self) -> bool:
        return self._is_easy or self._differs

    @property
    def question(self) -> str:
        if self._is_easy:
            return QCoreApplication.translate(
                "NewPin", "Too easy to guess: one digit repeated, or digits in a row. Type another one."
            )
        if self._differs:
            return QCoreApplication.translate("NewPin", "That was another one. Type the new PIN again.")
        if self._first:
            return QCoreApplication.translate("NewPin", "Once more, to be sure")
        return QCoreApplication.translate("NewPin", "Type the new PIN")

    def digit(self, digit: str, length: int) -> str:
        """Take a digit of a PIN of ``length``; return the PIN once it was typed twice, else an empty text."""
        if not (digit.isascii() and digit.isdigit()):
            return ""
        self._is_easy = self._differs = False
        self._typed = (self._typed + digit)[:length]
        if len(self._typed) < length:
            return ""
        first, typed = self._first, self._typed
        self._first = self._typed = ""
        if first:
            self._differs = typed != first
            return "" if self._differs else typed
        self._is_easy = is_easy(typed)
        self._first = "" if self._is_easy else typed
        return ""

    def backspace(self) -> None:
        self._typed = self._typed[:-1]
        self._is_easy = self._differs = False

    def clear(self) -> None:
        """Forget what was typed."""
        self._first = self._typed = ""
        self._is_easy = self._differs = False
