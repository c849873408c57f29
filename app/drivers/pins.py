"""Stretching of PINs on a worker thread: scrypt of the standard library, about 50 ms of one core."""

from __future__ import annotations

import asyncio
import hashlib

COST = 2**14
BLOCK = 8
LENGTH_BYTES = 32


def stretched(pin: str, salt: str) -> str:
    """Return scrypt(pin, salt) as hex (n=2^14, r=8, p=1, 32 bytes; RFC 7914). ``salt`` is hex."""
    digest = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=COST, r=BLOCK, p=1, dklen=LENGTH_BYTES)
    return digest.hex()


async def stretch(pin: str, salt: str) -> str:
    """Return ``stretched(pin, salt)``, computed off the event loop."""
    return await asyncio.to_thread(stretched, pin, salt)
