"""The canonical text of JSON and the hash of a command."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.fingerprint import canonical, fingerprint, is_sound
from app.sync.moment import Stamp
from app.sync.rewind import gap_row

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), json_values, max_size=4))
def test_equal_values_have_one_text(body: dict[str, object]) -> None:
    turned = dict(reversed(body.items()))

    assert canonical(body) == canonical(turned) == canonical(MappingProxyType(body))  # type: ignore[arg-type]


def test_what_is_no_json_has_no_text() -> None:
    with pytest.raises(TypeError):
        canonical({"x": object()})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="JSON"):
        canonical({"x": float("inf")})


def test_the_hash_tells_every_part_apart() -> None:
    parts = ("id", "kind", 1, "by", "session", "moment", "{}")
    changed = [
        ("x", *parts[1:]),
        (*parts[:2], 2, *parts[3:]),
        (*parts[:3], None, *parts[4:]),
        (*parts[:6], "[]"),
    ]
    hashes = {fingerprint(*p) for p in (parts, *changed)}

    assert len(hashes) == 5


def test_a_gap_is_the_same_command_whenever_it_is_made() -> None:
    early, late = (
        gap_row("ledger", 2, 3, Stamp(m, s, False, 1.0, "boot")) for m, s in (("m1", 1.0), ("m2", 2.0))
    )

    assert (early.id, early.sha256) == (late.id, late.sha256)
    assert is_sound(early, canonical(early.body))
    assert not is_sound(replace(early, kind="void"), canonical(early.body))
