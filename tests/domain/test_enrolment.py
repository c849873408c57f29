"""Enrolment codes: what is typed badly is still read, what is no code is refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.enrolment import (
    ALPHABET,
    PREFIX,
    Enrolment,
    is_long_code,
    long_code,
    new_code,
    parse_long_code,
    short_code,
)

URL = "postgresql://bartender_till:pw@192.168.1.10:5432/bartender"
FINGERPRINT = "ab" * 32

letters = st.text(ALPHABET, min_size=8, max_size=8)


def packed(value: object) -> str:
    return PREFIX + base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_new_code_is_short_and_canonical() -> None:
    code = new_code()

    assert len(code) == 9
    assert short_code(code) == code


def test_two_new_codes_differ() -> None:
    assert len({new_code() for _ in range(200)}) == 200


@pytest.mark.parametrize("typed", ["k7pq-2m9x", "K7PQ2M9X", " k7pq 2m9x ", "K7-PQ-2M-9X", "K7PQ\t2M9X\n"])
def test_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert short_code(typed) == "K7PQ-2M9X"


def test_look_alikes_are_read_as_digits() -> None:
    assert short_code("oOiI-lL00") == "0011-1100"


@pytest.mark.parametrize(
    "typed", ["", "K7PQ-2M9", "K7PQ-2M9XX", "K7PQ-2M9U", "K7PQ-2M9é", "K7PQ_2M9X", "٣٣٣٣٣٣٣٣"]
)
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(ValueError, match="not an enrolment code"):
        short_code(typed)


@given(letters, st.text(max_size=40), st.sampled_from([None, FINGERPRINT]))
def test_a_long_code_says_what_was_put_in(code: str, tail: str, fingerprint: str | None) -> None:
    enrolment = Enrolment("postgresql://" + tail, short_code(code), fingerprint)

    assert parse_long_code(long_code(enrolment)) == enrolment


def test_a_long_code_survives_being_wrapped() -> None:
    text = long_code(Enrolment(URL, "K7PQ-2M9X", FINGERPRINT))

    assert parse_long_code(f" {text[:20]}\n{text[20:]}\n").url == URL


def test_unknown_fields_are_ignored() -> None:
    assert parse_long_code(packed({"u": URL, "c": "k7pq2m9x", "z": 1})) == Enrolment(URL, "K7PQ-2M9X")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "K7PQ-2M9X",
        PREFIX,
        PREFIX + "?",
        PREFIX + "aGVs*bG8",
        PREFIX + "_w",
        PREFIX + "a",
        PREFIX + "A" * 2_000,
        "BT2." + packed({"u": URL, "c": "K7PQ-2M9X"}).removeprefix(PREFIX),
        packed([URL, "K7PQ-2M9X"]),
        packed({"u": URL}),
        packed({"u": 1, "c": "K7PQ-2M9X"}),
        packed({"u": URL, "c": "K7PQ"}),
        packed({"u": "https://example.com", "c": "K7PQ-2M9X"}),
        packed({"u": URL, "c": "K7PQ-2M9X", "f": 5}),
        packed({"u": URL, "c": "K7PQ-2M9X", "f": "AB" * 32}),
        packed({"u": URL, "c": "K7PQ-2M9X", "f": "ab"}),
    ],
)
def test_what_is_no_long_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not "):
        parse_long_code(text)


def test_deep_nesting_is_refused_not_a_crash() -> None:
    text = PREFIX + base64.urlsafe_b64encode(b"[" * 1_400).rstrip(b"=").decode()

    with pytest.raises(ValueError, match="not a long"):
        parse_long_code(text)


def test_only_a_canonical_code_goes_into_a_long_one() -> None:
    with pytest.raises(ValueError, match="canonical"):
        long_code(Enrolment(URL, "k7pq2m9x"))


def test_a_long_code_is_told_from_a_short_one() -> None:
    assert is_long_code(" BT1.abc")
    assert not is_long_code("K7PQ-2M9X")
