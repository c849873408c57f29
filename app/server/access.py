"""Reach a site's database as its superuser: the one of a folder of this machine, or any address."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from app.domain.address import stays_on_this_machine
from app.domain.errors import DeviceFailed
from app.server.binaries import Binaries, Origin, find_binaries
from app.server.connecting import connect
from app.server.provision import Connection
from app.server.rotation import current_role
from app.server.site_postgres import (
    DATABASE,
    has_cluster,
    in_thread,
    start_postgres,
)
from app.server.site_record import read_record


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a database. ``url`` is a superuser's; what is known of the tills' login is only so for a folder."""

    url: str = field(repr=False)
    binaries: Binaries
    till_url: str | None = field(default=None, repr=False)
    till_password: str | None = field(default=None, repr=False)


@asynccontextmanager
async def open_folder(folder: Path) -> AsyncIterator[Access]:
    """Reach the site in ``folder``, whose PostgreSQL is started if it does not run, and stopped again then.

    ``DeviceFailed``: ``TLNOS`` no site was ever started there, ``TLSIT`` its record cannot be read, and what
    ``start_postgres`` raises.
    """
    record = read_record(folder)
    if record is None or not has_cluster(folder):
        raise DeviceFailed("TLNOS", {"folder": str(folder)})
    postgres = await in_thread(lambda: start_postgres(folder))
    try:
        password = record.till_password
        url = postgres.superuser_url(DATABASE)
        connection = await connect(postgres.superuser_url())
        try:
            till_url = postgres.url(DATABASE, await current_role(connection), password)
        finally:
            await connection.close()
        yield Access(url, postgres.binaries, till_url, password)
    finally:
        await in_thread(postgres.close)


@asynccontextmanager
async def open_url(url: str) -> AsyncIterator[Access]:
    """Reach the database at ``url``, over verified TLS when it is elsewhere, unless the address says otherwise.

    ``DeviceFailed("TLPGN")`` when this machine has no programs of PostgreSQL. The machine's own are preferred for a
    server elsewhere: the wheel's speak no TLS.
    """
    prefer: Origin = "wheel" if stays_on_this_machine(url) else "system"
    yield Access(secured(url), await in_thread(lambda: find_binaries(prefer)))


def secured(url: str) -> str:
    """Return the address with how to secure it, as PostgreSQL's programs and asyncpg read it.

    Elsewhere, without a word in the address: ``verify-full`` by this machine's authorities.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if stays_on_this_machine(url) or "sslmode" in asked:
        return url
    words = {"sslmode": "verify-full"}
    authorities = ssl.get_default_verify_paths()
    if "sslrootcert" not in asked and authorities.cafile is not None:
        words["sslrootcert"] = authorities.cafile
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, urlencode(words)]))))


@asynccontextmanager
async def connected(access: Access) -> AsyncIterator[Connection]:
    """Connect to the database; the connection is closed at the end."""
    connection = await connect(access.url)
    try:
        yield connection
    finally:
        await connection.close()
