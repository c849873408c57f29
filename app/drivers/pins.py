"""Stretching of PINs on a worker thread, so that the screen goes on painting."""

from __future__ import annotations

import asyncio

from app.domain.pin import stretched


async def stretch(pin: str, salt: str) -> str:
    """Return ``stretched(pin, salt)`` as hex, computed off the event loop (about 50 ms of one core)."""
    return (await asyncio.to_thread(stretched, pin, salt)).hex()
