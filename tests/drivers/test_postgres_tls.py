"""Which addresses are reached over verified TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from app.drivers.postgres import tls_for

A_CA = """\
-----BEGIN CERTIFICATE-----
MIIBijCCAS+gAwIBAgIUSXirwk7/xXGs5ukAviZIURPReQcwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOQSBDQSBvZiBhIHRlc3QwIBcNMjYxMTIzMDA0MDQyWhgPMjEy
NjEwMzAwMDQwNDJaMBkxFzAVBgNVBAMMDkEgQ0Egb2YgYSB0ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEpbMckFFetAsDQutQeep1ktCkLm5YKnxHg9VObICv
Aa2ueRQjVMY7JXnzpL64r4p2czyyYNO4LuLb1pHtYd4pGqNTMFEwHQYDVR0OBBYE
FJqut0isMsAGnM43zOddMWCbeiRPMB8GA1UdIwQYMBaAFJqut0isMsAGnM43zOdd
MWCbeiRPMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAKWOVslN
PTER815+VUwKxrWScmKuCB0fuScKCJagICvEAiEA/qlq0Fons+oX3sZJtXQcitD1
0GB2gMxYiewIfAZim9Q=
-----END CERTIFICATE-----
"""
"""Its key was thrown away."""


@pytest.mark.parametrize(
    ("place", "is_secured"),
    [
        ("u:p@127.0.0.1:5432/db", False),
        ("u:p@127.8.8.8/db", False),
        ("u:p@localhost/db", False),
        ("u:p@[::1]:5432/db", False),
        ("/db", False),
        ("/db?host=/run/postgresql", False),
        ("u:p@%2Frun%2Fpostgresql/db", False),
        ("u:p@192.168.1.5/db", True),
        ("u:p@bar.example/db", True),
        ("u:p@[2001:db8::1]:5432/db", True),
        ("u:p@localhost.example/db", True),
        ("u:p@localhost:5432,bar.example:5432/db", True),
        ("/db?host=bar.example", True),
        ("u:p@bar.example/db?application_name=sslmode=disable", True),
        ("u:p@bar.example/db?sslmode=require", True),
        ("u:p@bar.example/db?sslmode=disable&x=1", False),
    ],
)
def test_the_line_is_secured_unless_it_stays_on_this_machine_or_says_otherwise(
    place: str, is_secured: bool
) -> None:
    tls = tls_for(f"postgresql://{place}")

    assert (tls is not False) is is_secured
    if isinstance(tls, ssl.SSLContext):
        assert tls.verify_mode is ssl.CERT_REQUIRED
        assert tls.check_hostname


def test_a_ca_that_is_replaced_on_disk_counts_from_the_next_connection_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept from one connection to the next: a till that runs for weeks needs no restart for a new CA."""
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    url = "postgresql://u:p@bar.example/db"

    def known() -> str:
        tls = tls_for(url)
        assert isinstance(tls, ssl.SSLContext)
        return str(tls.get_ca_certs())

    assert "A CA of a test" not in known()
    bundle.write_text(A_CA)

    assert "A CA of a test" in known()
