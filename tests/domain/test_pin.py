"""PINs: digits of the right number, stretched as the server expects."""

from __future__ import annotations

import hashlib

import pytest

from app.domain.pin import checked_pin, drawn_pin, is_easy, new_salt, stretched, verifier
from app.domain.roles import Role


@pytest.mark.parametrize(
    ("pin", "role"), [("1357", Role.SELLER), ("290160", Role.OWNER), ("150822", Role.MANAGER)]
)
def test_digits_of_the_right_number_are_a_pin(pin: str, role: Role) -> None:
    assert checked_pin(pin, role) == pin


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "١٢٣٤", "12 4", "²234"])
def test_anything_else_is_none(pin: str) -> None:
    with pytest.raises(ValueError, match="a seller's PIN has 4 digits"):
        checked_pin(pin, Role.SELLER)


@pytest.mark.parametrize("pin", ["0000", "1111", "7777", "1234", "0123", "4321", "9876", "7890", "2109"])
def test_what_people_try_first_is_none(pin: str) -> None:
    with pytest.raises(ValueError, match="too easy to guess"):
        checked_pin(pin, Role.SELLER)
    with pytest.raises(ValueError, match="too easy to guess"):
        checked_pin("123456" if pin == "1234" else pin[0] * 6, Role.OWNER)


@pytest.mark.parametrize("pin", ["1357", "2468", "3690", "4826", "1233", "1224", "1212", "290160"])
def test_other_digits_are_not_called_easy(pin: str) -> None:
    assert not is_easy(pin)


@pytest.mark.parametrize("role", list(Role))
def test_a_pin_is_drawn_again_until_it_may_be_chosen(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = iter("7" * role.pin_length + "290160"[: role.pin_length])
    monkeypatch.setattr("app.domain.pin.secrets.choice", lambda _signs: next(digits))

    assert drawn_pin(role) == "290160"[: role.pin_length]


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
