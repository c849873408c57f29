"""How a printer is, as it says itself: paper, cover, trouble. Read from the bytes of DLE EOT (real-time status)."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.errors import DeviceFailed

ASK_PAPER, ASK_CAUSE, ASK_STATE = b"\x10\x04\x04", b"\x10\x04\x02", b"\x10\x04\x01"
"""DLE EOT 4, 2 and 1: each is answered by one byte, at once, even while the printer does nothing else."""
_FIXED, _FIXED_BITS = 0x12, 0x93
"""Bits that are the same in every such byte; anything else is no answer to us."""
_PAPER_OUT, _NO_PAPER, _COVER, _TROUBLE, _OFFLINE = 0x60, 0x20, 0x04, 0x40, 0x08

Ask = Callable[[bytes], bytes]
"""Sends a question and returns one byte; nothing when the printer does not answer in time."""


def check(ask: Ask) -> bool:
    """Return whether the printer says how it is. Raises DeviceFailed when it says that it cannot print:

    ``TLPAP`` out of paper, ``TLPCV`` cover open, ``TLPER`` another trouble.
    """
    paper = _answer(ask(ASK_PAPER))
    if paper is None:
        return False
    cause = _answer(ask(ASK_CAUSE)) or 0
    if cause & _COVER:
        raise DeviceFailed("TLPCV")
    if paper & _PAPER_OUT == _PAPER_OUT or cause & _NO_PAPER:
        raise DeviceFailed("TLPAP")
    state = _answer(ask(ASK_STATE)) or 0
    if cause & _TROUBLE or state & _OFFLINE:
        raise DeviceFailed("TLPER", {"cause": cause, "state": state})
    return True


def _answer(said: bytes) -> int | None:
    return said[0] if said and said[0] & _FIXED_BITS == _FIXED else None
