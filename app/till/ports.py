"""What this product needs from the outside beyond the heart's ports."""

from __future__ import annotations

from typing import Protocol

from app.domain.ids import SaleId
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


class Reprinter(Protocol):
    """Prints the slip of a sale once more, marked as a duplicate."""

    def reprint(self, sale: SaleId) -> None:
        """Queue it and return at once; what goes wrong with the paper is told by whoever prints."""
