"""The one tree of errors that our code raises on purpose. An error carries a code and parameters, never a sentence.

TillError
├── Unreachable     the call may or may not have happened; ask again later, change nothing
├── Rejected        the server (or a rule here) said no, for a reason that a person can read
├── SignedOut       the till's or the person's right to ask has ended
├── Incompatible    the server speaks another version: update
└── DeviceFailed    a disk, printer or drawer of this machine failed

Everything else is a bug. Sentences are made in ``app/ui/messages.py`` from ``code`` and ``params``;
the codes are listed in ``sql/ERRORS.md``.
"""

from __future__ import annotations

from collections.abc import Mapping


class TillError(Exception):
    """An expected failure: ``code`` names it, ``params`` holds what a sentence about it needs."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params: dict[str, object] = dict(params or {})


class Unreachable(TillError):
    """No trustworthy answer came: transport, time-out, overload, shutdown, read-only standby."""


class Rejected(TillError):
    """A rule said no. Asking again unchanged gives the same answer."""


class SignedOut(TillError):
    """The till's token or the person's session is not accepted (any more)."""


class Incompatible(TillError):
    """The server lacks what this till calls, or asks for a newer till."""


class DeviceFailed(TillError):
    """Something of this machine failed: disk full (``TLDSK``), ledger held by another process (``TLHLD``) …"""
