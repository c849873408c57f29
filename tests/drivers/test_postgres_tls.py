"""Which addresses are reached over verified TLS."""

from __future__ import annotations

import ssl

import pytest

from app.drivers.postgres import tls_for


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
