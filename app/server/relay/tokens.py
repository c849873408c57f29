"""Tokens that say who listens to which bar: JWTs (RFC 7519), HS256 with the site's secret, verified by PyJWT.

``role`` and ``exp`` are mandatory, as in Supabase Realtime; ``bar_id`` and ``sub`` (the till) say what may be heard.
The time at which a token was made is not looked at: the database's clock and ours may differ.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import jwt

from app.server.relay.settings import Clock

LONGEST = 4096
LISTENER = "authenticated"
"""The role of who may listen."""
_OPTIONS: Any = {
    "require": ["exp", "role"],
    "verify_exp": False,  # ours, by the injected clock
    "verify_aud": False,
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
}


class Fault(StrEnum):
    """What is wrong with a token: the code that the protocol has for it."""

    MALFORMED = "MalformedJWT"
    SIGNATURE = "JwtSignatureError"
    INVALID = "InvalidJWTToken"


class BadToken(Exception):
    """A token that says nothing to us."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(f"{fault}: {text}")
        self.fault = fault
        self.text = text


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sound token says. ``bar``, ``till``: uuids, None where it says none. ``expires_at``: s since 1970."""

    role: str
    expires_at: float
    bar: str | None
    till: str | None


def read_token(token: str, secret: str, now: float) -> Claims:
    """Return what the token says at ``now`` (s since 1970). Raises BadToken."""
    if len(token) > LONGEST:
        raise BadToken(Fault.MALFORMED, "The token provided is not a valid JWT")
    try:
        said: Mapping[str, Any] = jwt.decode(token, secret, algorithms=["HS256"], options=_OPTIONS)
    except jwt.MissingRequiredClaimError as problem:
        raise _without_claims() from problem
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError) as problem:
        raise BadToken(Fault.SIGNATURE, "Failed to validate JWT signature") from problem
    except jwt.InvalidTokenError as problem:
        raise BadToken(Fault.MALFORMED, "The token provided is not a valid JWT") from problem
    role, ends = said["role"], said["exp"]
    if not isinstance(role, str) or not role or isinstance(ends, bool) or not isinstance(ends, int | float):
        raise _without_claims()
    if not ends > now:
        raise BadToken(Fault.INVALID, expired_text(ends, now))
    return Claims(role, float(ends), _uuid(said.get("bar_id")), _uuid(said.get("sub")))


def expired_text(ends: float, now: float) -> str:
    """Return what the protocol says of a token that ended at ``ends``."""
    late = now - ends
    return f"Token has expired {math.floor(late) if math.isfinite(late) else 0} seconds ago"


def _without_claims() -> BadToken:
    return BadToken(Fault.INVALID, "Fields `role` and `exp` are required in JWT")


def _uuid(value: object) -> str | None:
    """Return a uuid in its usual form; None for anything else."""
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


@dataclass(slots=True)
class Tokens:
    """Reads tokens with the site's secret, which it asks for anew when one does not fit: it may have been changed.

    ``ask`` returns the secret, None when the database does not answer now.
    """

    ask: Callable[[], Awaitable[str | None]]
    clock: Clock
    pause_s: float
    _secret: str | None = field(default=None, repr=False)
    _asked_at: float = -math.inf

    @property
    def is_blind(self) -> bool:
        """Whether no token can be judged: nobody has said the secret yet."""
        return self._secret is None

    def learn(self, secret: str) -> None:
        """Read with this secret from now on."""
        self._secret = secret

    async def read(self, token: str) -> Claims:
        """Return what the token says. Raises BadToken."""
        try:
            return self._read(token)
        except BadToken as bad:
            if bad.fault is not Fault.SIGNATURE or not await self._has_another_secret():
                raise
        return self._read(token)

    def _read(self, token: str) -> Claims:
        if self._secret is None:
            raise BadToken(Fault.SIGNATURE, "Failed to validate JWT signature")
        return read_token(token, self._secret, self.clock.wall())

    async def _has_another_secret(self) -> bool:
        now = self.clock.monotonic()
        if now - self._asked_at < self.pause_s:
            return False
        self._asked_at = now
        before, said = self._secret, await self.ask()
        self._secret = said or before
        return self._secret != before
