"""Certificates of a test: an authority, what it signs, and names that lead to this machine without being its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOST = "bar.test"
"""The name that certificates are for. ``OTHER_HOST`` leads to the same machine."""
OTHER_HOST = "other.test"
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True, slots=True)
class Certificate:
    certificate: Path
    key: Path


class Authority:
    """A CA in a folder of the test's. ``path`` is its certificate."""

    def __init__(self, folder: Path, name: str = "ca") -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._key = folder / f"{name}.key"
        self.path = folder / f"{name}.pem"
        _openssl(
            *("req", "-x509", *NEW_KEY, "-days", "2", "-subj", f"/CN={name} of a test"),
            *("-keyout", str(self._key), "-out", str(self.path)),
        )

    def sign(self, name: str, *, host: str = HOST, days: int = 2) -> Certificate:
        """Make a certificate for ``host``; with ``days=-1`` it ended yesterday."""
        key, request, made = (self._folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        _openssl(
            *("req", *NEW_KEY, "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", str(key), "-out", str(request)),
        )
        _openssl(
            *("x509", "-req", "-in", str(request), "-CA", str(self.path), "-CAkey", str(self._key)),
            *("-CAcreateserial", "-days", str(days), "-copy_extensions", "copy", "-out", str(made)),
        )
        return Certificate(made, key)


def authority_in(folder: Path) -> Authority:
    """Return a new authority; skips the test on a machine that cannot make one (tests/allowed_skips.toml says so)."""
    if not has_openssl():
        pytest.skip("this machine has no openssl")
    return Authority(folder)


def has_openssl() -> bool:
    return shutil.which("openssl") is not None


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def lead_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the two names lead to this machine's loopback, as a bar's own network would lead them to its server."""
    ask: Callable[..., Any] = socket.getaddrinfo

    def answer(host: str | bytes | None, *rest: Any, **named: Any) -> Any:
        return ask("127.0.0.1" if host in (HOST, OTHER_HOST) else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
