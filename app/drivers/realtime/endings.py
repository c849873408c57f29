"""Why a connection to the realtime server ended, and what that means for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from websockets.exceptions import ConnectionClosed, InvalidStatus

RESTARTS = frozenset({1001, 1012})
"""Close codes of a server that goes away on purpose: whoever it told comes back, but not at once."""

_EXPIRED = ("InvalidJWTToken", "InvalidJWTExpiration", "Token has expired")
_PERMANENT = (
    "MalformedJWT",
    "JwtSignatureError",
    "JwtSignerError",
    "Unauthorized",
    "PrivateOnly",
    "TopicNameRequired",
    "TenantNotFound",
    "RealtimeDisabledForTenant",
    "UnableToReplayMessages",
)
_LIMITS = (
    "ConnectionRateLimitReached",
    "ClientJoinRateLimitReached",
    "ChannelRateLimitReached",
    "MessagePerSecondRateLimitReached",
    "DatabaseConnectionRateLimitReached",
)


class Ended(Exception):
    """The connection is over; the class says what to do next."""


class Lost(Ended):
    """Try again with backoff. ``is_restart``: the server said that it goes away."""

    def __init__(self, reason: str, *, is_restart: bool = False) -> None:
        super().__init__(reason)
        self.is_restart = is_restart


class TokenRefused(Ended):
    """A fresh token is needed."""


class Refused(Ended):
    """Come back in some minutes: the server is full, or will not have this till."""


class Woke(Ended):
    """The machine slept: whatever the socket says, begin again at once."""


class Withdrawn(Ended):
    """There is no lease any more."""


def of_close(closed: ConnectionClosed) -> Ended:
    """Return what the end of an open connection means."""
    code = closed.rcvd.code if closed.rcvd else None
    return Lost(f"closed with {code}", is_restart=code in RESTARTS)


def of_upgrade(error: InvalidStatus) -> Ended:
    """Return what a refusal at the upgrade means, by its HTTP status."""
    status = error.response.status_code
    if status == 401:
        return TokenRefused("HTTP 401")
    if status in (403, 404, 429):
        return Refused(f"HTTP {status}")
    return Lost(f"HTTP {status}")


def of_join(reason: str) -> Ended | None:
    """Return what an error in the reply to a join means; None: try to join again, it passes."""
    if reason.startswith(_EXPIRED) or "Token has expired" in reason:
        return TokenRefused(reason)
    if reason.startswith(_PERMANENT) or reason.startswith(_LIMITS):
        return Refused(reason)
    return None


def is_about_the_token(message: str) -> bool:
    """Tell whether a ``system`` message says that the token is over or not sound."""
    return "Token has expired" in message or "JWT" in message
