"""PINs: which digits may be one, and how one is stretched before it leaves the till. It stores and compares none."""

from __future__ import annotations

import hashlib
import secrets
from itertools import pairwise

from app.domain.roles import Role

COST = 2**14
BLOCK = 8
LENGTH_BYTES = 32
SALT_BYTES = 16


def checked_pin(pin: str, role: Role) -> str:
    """Return ``pin`` if a person of this role may choose it. Raises ValueError otherwise."""
    if len(pin) != role.pin_length or not pin.isascii() or not pin.isdigit():
        who = "an owner" if role is Role.OWNER else f"a {role}"
        raise ValueError(f"{who}'s PIN has {role.pin_length} digits")
    if is_easy(pin):
        raise ValueError(
            "this PIN is too easy to guess: not one digit repeated, and no digits in a row like 1234"
        )
    return pin


def is_easy(pin: str) -> bool:
    """Tell whether it is what people try first: one digit repeated, or digits that follow each other up or down.

    After 9 comes 0. Such a PIN of before still signs its person in; nobody chooses it any more.
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def drawn_pin(role: Role) -> str:
    """Return a PIN for a person of this role, drawn at random."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(role.pin_length))
        if not is_easy(pin):
            return pin


def new_salt() -> str:
    """Return a fresh salt, as hex."""
    return secrets.token_hex(SALT_BYTES)


def stretched(pin: str, salt: str) -> bytes:
    """Return scrypt(pin, salt): 32 bytes, n=2^14, r=8, p=1 (RFC 7914). ``salt`` is hex. About 50 ms of one core.

    Raises ValueError when ``salt`` is not hex.
    """
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=COST, r=BLOCK, p=1, dklen=LENGTH_BYTES)


def verifier(pin: str, salt: str) -> str:
    """Return what the server stores of a PIN: hex SHA-256 of the stretched PIN."""
    return hashlib.sha256(stretched(pin, salt)).hexdigest()
