"""Where a till's address and token live: the system's key store, on Linux a file only its owner reads.

The desktop's secret service is not used on Linux: a locked wallet would stop a till after a power cut. Never prompts.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from app.domain.errors import DeviceFailed

SERVICE = "bartender"


class Credentials(Protocol):
    """One secret JSON object per till profile."""

    def load(self) -> dict[str, str] | None:
        """Return what was stored, or None. Raises DeviceFailed ``TLCFG`` when it cannot be read."""

    def store(self, secret: Mapping[str, str]) -> None: ...


class FileCredentials:
    """A 0600 file in the profile's folder, replaced in one step and flushed to disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, str] | None:
        try:
            return _decoded(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise DeviceFailed("TLCFG", {"reason": str(error)}) from error

    def store(self, secret: Mapping[str, str]) -> None:
        temporary = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.unlink(missing_ok=True)
            opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                json.dump(dict(secret), file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
            _sync_folder(self._path.parent)
        except OSError as error:
            raise DeviceFailed("TLCFG", {"reason": str(error)}) from error


class KeyringCredentials:
    """DPAPI or Keychain, through the ``keyring`` package."""

    def __init__(self, profile: str) -> None:
        self._profile = profile

    def load(self) -> dict[str, str] | None:
        import keyring

        try:
            text = keyring.get_password(SERVICE, self._profile)
        except keyring.errors.KeyringError as error:
            raise DeviceFailed("TLCFG", {"reason": str(error)}) from error
        return None if text is None else _decoded(text)

    def store(self, secret: Mapping[str, str]) -> None:
        import keyring

        try:
            keyring.set_password(SERVICE, self._profile, json.dumps(dict(secret)))
        except keyring.errors.KeyringError as error:
            raise DeviceFailed("TLCFG", {"reason": str(error)}) from error


def credentials_for(profile: Path) -> Credentials:
    """Return this system's store for the till profile in folder ``profile``."""
    if sys.platform in ("win32", "darwin"):
        return KeyringCredentials(str(profile))
    return FileCredentials(profile / "till.secret")


def _sync_folder(folder: Path) -> None:
    """Make a new name durable: a token that a power cut takes back would cost the till its place."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _decoded(text: str) -> dict[str, str]:
    try:
        secret = json.loads(text)
    except ValueError as error:
        raise DeviceFailed("TLCFG", {"reason": "unreadable"}) from error
    if not isinstance(secret, dict):
        raise DeviceFailed("TLCFG", {"reason": "unreadable"})
    return {str(key): str(value) for key, value in secret.items()}
