"""Where a till's address and token are kept: readable by nobody else, replaced in one step, and never half there."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.domain.errors import DeviceFailed
from app.drivers.credentials import FileCredentials, KeyringCredentials, credentials_for

SECRET = {"url": "postgresql://till:pw@bar/db", "token": "é" * 64}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a profile" / "till.secret"


def test_what_was_stored_is_loaded_and_replaced(path: Path) -> None:
    kept = FileCredentials(path)
    assert kept.load() is None

    kept.store(SECRET)
    assert kept.load() == SECRET
    kept.store({"token": "other"})
    assert kept.load() == {"token": "other"}


def test_only_its_owner_reads_the_file_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        FileCredentials(path).store(SECRET)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_others_could_read_is_replaced_by_one_that_they_cannot(path: Path) -> None:
    path.parent.mkdir()
    for name in (path, path.with_suffix(".new")):
        name.write_text("{}")
        name.chmod(0o666)

    FileCredentials(path).store(SECRET)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["till.secret"]


def test_a_planted_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    path.parent.mkdir()
    path.with_suffix(".new").symlink_to(elsewhere)

    FileCredentials(path).store(SECRET)

    assert not elsewhere.exists()
    assert FileCredentials(path).load() == SECRET


def test_a_store_that_was_cut_off_leaves_the_old_secret(path: Path) -> None:
    FileCredentials(path).store(SECRET)
    path.with_suffix(".new").write_text('{"token": "ha')

    assert FileCredentials(path).load() == SECRET
    FileCredentials(path).store({"token": "new"})
    assert FileCredentials(path).load() == {"token": "new"}


def test_a_secret_that_cannot_be_stored_is_a_failed_device_and_leaves_the_old_one(path: Path) -> None:
    FileCredentials(path).store(SECRET)
    path.with_suffix(".new").mkdir()

    with pytest.raises(DeviceFailed) as failed:
        FileCredentials(path).store({"token": "new"})

    assert failed.value.code == "TLCFG"
    assert FileCredentials(path).load() == SECRET


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"5", b"\xff\xfe\x00"])
def test_a_file_that_is_no_secret_is_a_failed_device(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(DeviceFailed) as failed:
        FileCredentials(path).load()

    assert failed.value.code == "TLCFG"


def test_a_file_that_cannot_be_read_is_a_failed_device(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(DeviceFailed) as failed:
        FileCredentials(path).load()

    assert failed.value.code == "TLCFG"


def test_on_linux_a_file_of_the_profile_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    credentials_for(tmp_path).store(SECRET)
    assert FileCredentials(tmp_path / "till.secret").load() == SECRET

    for system in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        assert isinstance(credentials_for(tmp_path), KeyringCredentials)


class KeyStore(ModuleType):
    """A key store that behaves: the ``keyring`` package of a system that has one."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.errors = ModuleType("keyring.errors")
        self.errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]  # as keyring's
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._check()
        self.kept[service, name] = secret

    def _check(self) -> None:
        if self.is_locked:
            raise self.errors.KeyringError("locked")


@pytest.fixture
def key_store(monkeypatch: pytest.MonkeyPatch) -> KeyStore:
    store = KeyStore()
    monkeypatch.setitem(sys.modules, "keyring", store)
    return store


def test_the_key_store_keeps_one_secret_per_profile(key_store: KeyStore) -> None:
    kept = KeyringCredentials("/profiles/C1")
    assert kept.load() is None

    kept.store(SECRET)

    assert kept.load() == SECRET
    assert KeyringCredentials("/profiles/C2").load() is None
    assert json.loads(key_store.kept["bartender", "/profiles/C1"]) == SECRET


def test_a_locked_key_store_is_a_failed_device(key_store: KeyStore) -> None:
    key_store.is_locked = True

    for ask in (KeyringCredentials("C1").load, lambda: KeyringCredentials("C1").store(SECRET)):
        with pytest.raises(DeviceFailed) as failed:
            ask()
        assert failed.value.code == "TLCFG"


def test_a_key_store_with_something_else_in_it_is_a_failed_device(key_store: KeyStore) -> None:
    key_store.kept["bartender", "C1"] = "nonsense"

    with pytest.raises(DeviceFailed):
        KeyringCredentials("C1").load()
