"""Copies of a ledger as plain data: what one holds, what another file says of itself, what came of taking one over."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.frozen import frozen

ADOPTION = "TLADO"
"""A file that cannot be taken over; ``reason`` is one of the three below or what the disk said."""
MISSING, NO_LEDGER, ANOTHER_BARS = "missing", "no ledger", "another bar's"


@frozen
class LedgerImage:
    """A whole ledger as the bytes of one SQLite file. ``operations``: the commands in it, those of past ledgers too;
    ``waiting``: those that the server had not taken.
    """

    data: bytes
    operations: int
    waiting: int


@frozen
class LedgerFacts:
    """What a ledger file says of itself at a glance. ``ids``: of its commands, those of past ledgers too;
    ``last_moment``: when its till last wrote a command down, in UTC.
    """

    ledger: str
    till_code: str | None
    last_moment: str | None
    notes: Mapping[str, str]
    ids: frozenset[str]


@frozen
class Comparison:
    """Another ledger file beside this ledger. ``lacking``: how many commands it has that are not here.

    ``is_ours`` False: it is of another bar, and nothing of it may come here.
    """

    ledger: str
    till_code: str | None
    last_moment: str | None
    lacking: int
    is_ours: bool


@frozen
class Adopted:
    """What came of another ledger file: commands that were not here, and records of it that could not be read."""

    brought: int
    unreadable: int
