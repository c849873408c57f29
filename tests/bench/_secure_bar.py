"""A bar whose server speaks TLS, where the machine has a PostgreSQL of its own and openssl; else one that does not."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from app.server.binaries import find_binaries
from app.server.embedded import EmbeddedPostgres
from tests.bench._place import Bar, make_bar, served_bar
from tests.drivers.certificates import HOST, Authority, has_openssl
from tests.drivers.tls_cluster import show

__all__ = ["HOST", "Secure", "served"]


@dataclass(frozen=True, slots=True)
class Secure:
    """What proves the server: ``authority`` is the CA's file, ``relay`` the relay's own certificate."""

    authority: Path
    relay: ssl.SSLContext

    def url(self, url: str, port: int) -> str:
        """Return the address by the server's name, at another port, believed by this authority alone."""
        parts = urlsplit(url)
        account = parts.netloc.rpartition("@")[0]
        query = f"sslrootcert={self.authority}"
        return urlunsplit(parts._replace(netloc=f"{account}@{HOST}:{port}", query=query))

    def client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))


@contextmanager
def served(folder: Path, products: int) -> Iterator[tuple[Bar, Secure | None]]:
    """Start a bar's server; with TLS if that can be had here."""
    found = find_binaries("system")
    if found.origin != "system" or not has_openssl():
        with served_bar(folder, products) as bar:
            yield bar, None
        return
    authority = Authority(folder / "authority")
    certificate = authority.sign("server")
    cluster = folder / "postgres"
    with EmbeddedPostgres(cluster, found):
        pass
    show(cluster, certificate)
    settings = {"ssl": "on", "ssl_cert_file": "server.pem", "ssl_key_file": "server.key"}
    relay = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    relay.load_cert_chain(certificate.certificate, certificate.key)
    with EmbeddedPostgres(cluster, found, settings=settings) as postgres, _named():
        yield asyncio.run(make_bar(postgres, products)), Secure(authority.path, relay)


@contextmanager
def _named() -> Iterator[None]:
    """Let the server's name lead to this machine, as a bar's own network would."""
    ask: Callable[..., Any] = socket.getaddrinfo

    def answer(host: str | bytes | None, *rest: Any, **named: Any) -> Any:
        return ask("127.0.0.1" if host == HOST else host, *rest, **named)

    socket.getaddrinfo = answer
    try:
        yield
    finally:
        socket.getaddrinfo = ask
