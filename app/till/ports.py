"""What this product needs from the outside beyond the heart's ports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.domain.frozen import frozen
from app.domain.printers import Accents, Found, Printer, Report, Sheet, Transport, Work
from app.domain.receipt import Ticket
from app.sync.ports import JsonObject


class SignInDesk(Protocol):
    """The server's side of signing in. Raises the errors of the domain (Unreachable, SignedOut …)."""

    async def sign_in(self, member: str, proof: str, *, timeout_s: float) -> JsonObject:
        """Return ``{ok: true, session, role, …}`` or ``{ok: false, code, params}``."""

    async def sign_out(self, session: str, *, timeout_s: float) -> JsonObject: ...


class Stretch(Protocol):
    """Slow hashing on a worker thread."""

    async def __call__(self, pin: str, salt: str) -> str:
        """Return scrypt(pin, salt) as hex; ``salt`` is hex. About 50 ms of one core, off the event loop."""


class Notes(Protocol):
    """Small durable JSON objects beside the outbox (drafts of carts, sign-in verifiers). Part of the ledger file."""

    async def get_note(self, key: str) -> JsonObject | None: ...

    async def set_note(self, key: str, value: JsonObject | None) -> None: ...


class Spool(Protocol):
    """The printers themselves: each works off what it is given in its own time, and nobody waits for it."""

    def submit(self, printer: Printer, work: Work, done: Callable[[Report], None]) -> None:
        """Queue ``work`` and return at once. ``done`` is called once, on the event loop, however it ended."""

    async def find(self, transport: Transport) -> tuple[Found, ...]:
        """Return the printers of this machine that are reached that way. Raises DeviceFailed ``TLPMS``."""

    async def close(self, timeout_s: float) -> None:
        """Take nothing new, and wait at most so long for what is being printed."""


class Paper(Protocol):
    """The words on the paper, in the language of the tickets (``fr``, ``en``)."""

    def ticket(self, ticket: Ticket, printer: Printer, language: str) -> Sheet: ...

    def test_page(self, printer: Printer, language: str) -> Sheet: ...

    def accents(self, language: str) -> Accents: ...


class PrintFiles(Protocol):
    """Small JSON files in the till's profile, beside the ledger and never in its way."""

    async def load(self, name: str) -> JsonObject | None:
        """Return what was saved; None for nothing, or nothing that can be read."""

    async def save(self, name: str, value: JsonObject) -> None:
        """Return once it is on disk. Raises DeviceFailed ``TLPWR``; then what was there is still there."""


@frozen
class PrintDevices:
    """What printing needs from the outside; a till without a window has none, and prints nothing."""

    spool: Spool
    paper: Paper
    files: PrintFiles


COPYING = "TLCPY"
"""A copy that was not made; ``reason`` is one of these."""
FULL, PROTECTED, GONE, BROKEN, BUSY = "full", "protected", "gone", "broken", "busy"
UNSOUND = "unsound"
"""The ledger itself cannot be read."""
COPY_SUFFIX = ".ledger"
"""How the name of every copy ends."""


@frozen
class CopyFile:
    """A file on a volume that is somebody's copy. ``at``: wall seconds of when it was written, as the volume says."""

    path: str
    size: int
    at: float


@frozen
class Volume:
    """A disk or stick that is there now. ``root``: where; ``mark``: its id, None until something was copied to it.

    ``free`` and ``total`` are bytes; ``device`` tells whether it is still the same one. ``is_second``: a fixed disk
    beside the till's own, to which copies go without being asked for.
    """

    root: str
    name: str
    free: int
    total: int
    device: int
    is_removable: bool
    is_second: bool
    mark: str | None = None
    copies: tuple[CopyFile, ...] = ()


class Volumes(Protocol):
    """The disks and sticks of this machine. Every call may take as long as a bad stick takes."""

    async def look(self) -> tuple[Volume, ...]:
        """Return those that are there and can be written to; never raises for one that cannot be read."""

    async def keep(self, volume: Volume, name: str, data: bytes) -> str:
        """Put ``data`` on the volume to stay, in place of the file of that name; return the volume's mark.

        Raises DeviceFailed ``COPYING``; then what was there is still there.
        """
