"""PINs: digits of the right number, stretched as the server expects."""

from __future__ import annotations

import hashlib

import pytest

from app.domain.pin import checked_pin, new_salt, stretched, verifier
from app.domain.roles import Role


@pytest.mark.parametrize(
    ("pin", "role"), [("1357", Role.SELLER), ("290160", Role.OWNER), ("000000", Role.MANAGER)]
)
def test_digits_of_the_right_number_are_a_pin(pin: str, role: Role) -> None:
    assert checked_pin(pin, role) == pin


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "١٢٣٤", "12 4", "²234"])
def test_anything_else_is_none(pin: str) -> None:
    with pytest.raises(ValueError, match="a seller's PIN has 4 digits"):
        checked_pin(pin, Role.SELLER)


def test_a_pin_is_stretched_with_its_salt() -> None:
    expected = hashlib.scrypt(b"1357", salt=b"\x00\xff", n=16384, r=8, p=1, dklen=32)

    assert stretched("1357", "00ff") == expected
    assert verifier("1357", "00ff") == hashlib.sha256(expected).hexdigest()
    assert verifier("1357", "00fe") != verifier("1357", "00ff")


def test_salts_are_16_fresh_bytes() -> None:
    assert len({new_salt() for _ in range(50)}) == 50
    assert len(bytes.fromhex(new_salt())) == 16


def test_a_salt_that_is_not_hex_is_an_error() -> None:
    with pytest.raises(ValueError, match="hex"):
        stretched("1357", "zz")
