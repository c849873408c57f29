"""The right to listen: what the server offers a till with its pulse. Data only."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from app.domain.frozen import frozen

PRIVATE, ROW_CHANGES = "broadcast", "postgres_changes"
"""What a lease's ``kind`` may be beside ``relay``: Supabase's private channel, or its changes of rows."""


@frozen
class Lease:
    """Where to listen, and the token that opens it, each until it is renewed.

    ``life_s``: seconds of the right to listen. ``token_s``: of the token.
    ``key``: what a gateway before the server asks for, None when the token does. ``token`` is a secret: never shown.
    """

    url: str
    kind: str
    key: str | None
    bar: str
    token: str = field(repr=False)
    life_s: int
    token_s: int


class OfferState(StrEnum):
    """``full``: the bar has no lease left. ``off``: switched off. ``none``: this site has nobody to listen to."""

    GRANTED = "granted"
    FULL = "full"
    OFF = "off"
    NONE = "none"


@frozen
class Offer:
    """``lease`` None although granted: the one that the till has goes on for ``life_s`` seconds from now."""

    state: OfferState
    lease: Lease | None = None
    life_s: int = 0
