"""Money is whole minor units (FCFA has no decimals: 1 unit = 1 F). No floats; text is made by the ui."""

from __future__ import annotations

from collections.abc import Iterable

MAX_AMOUNT = 1_000_000_000_000
"""The largest amount accepted anywhere, in minor units; well inside 64 bits and JSON's exact integers."""

NOTES_XOF = (500, 1_000, 2_000, 5_000, 10_000)
"""Banknotes of the CFA franc (BCEAO), in minor units."""


def change_due(total: int, tendered: int) -> int:
    """Return what goes back to the guest. Raises ValueError when ``tendered`` is less than ``total``."""
    if tendered < total:
        raise ValueError("tendered less than total")
    return tendered - total


def quick_cash(total: int, notes: Iterable[int] = NOTES_XOF, count: int = 3) -> tuple[int, ...]:
    """Return the ``count`` smallest sums of notes that are above ``total``, ascending, each made with few notes.

    A guest hands over round sums: for each note size, the total rounded up to it.
    The exact total is not among them (it has its own button).
    """
    if total <= 0:
        return ()
    sums = {-(-total // note) * note for note in notes}
    sums |= {total + note - total % note for note in notes}
    return tuple(sorted(value for value in sums if value > total)[:count])
