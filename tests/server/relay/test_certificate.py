"""A certificate that is renewed while the relay runs: shown to whoever comes next, and never half a pair."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
import ssl
import time
from pathlib import Path

import pytest

from app.server.relay import Settings
from app.server.relay.certificate import Certificate
from tests.drivers.certificates import Authority, authority_in
from tests.fakes import FakeClock
from tests.server.relay.support import World, world
from tests.sql.support import Scene


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return authority_in(tmp_path / "authority")


@pytest.fixture
def files(authority: Authority, tmp_path: Path) -> tuple[Path, Path]:
    """The files that a relay reads: chain and key."""
    made = authority.sign("first")
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    shutil.copy(made.certificate, chain)
    shutil.copy(made.key, key)
    return chain, key


def replace(path: Path, by: Path) -> None:
    """Put another file there, as certbot does: under the name, in one step."""
    beside = path.with_suffix(".new")
    shutil.copy(by, beside)
    beside.replace(path)


def shown(server: ssl.SSLContext, authority: Authority) -> int:
    """Return the serial number of the certificate that ``server`` shows now; ssl.SSLError when it cannot."""
    client = ssl.create_default_context(cafile=str(authority.path))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname="bar.test")
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (ours, theirs, ours, theirs):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    said = ours.getpeercert()
    assert said
    return int(str(said["serialNumber"]), 16)


def test_a_renewed_certificate_is_shown_from_then_on(authority: Authority, files: tuple[Path, Path]) -> None:
    certificate = Certificate(*files)
    first = shown(certificate.context, authority)
    assert not certificate.renew()
    second = authority.sign("second")
    replace(files[0], second.certificate)
    replace(files[1], second.key)

    assert certificate.renew()
    assert shown(certificate.context, authority) != first
    assert not certificate.renew()


def test_a_chain_without_its_key_yet_leaves_the_former_one_in_use(
    authority: Authority, files: tuple[Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    certificate = Certificate(*files)
    first = shown(certificate.context, authority)
    second = authority.sign("second")
    replace(files[0], second.certificate)

    assert not certificate.renew()
    assert shown(certificate.context, authority) == first
    assert "the former one stays" in caplog.text
    replace(files[1], second.key)
    assert certificate.renew()
    assert shown(certificate.context, authority) != first


def test_files_that_went_away_leave_it_in_use_too(authority: Authority, files: tuple[Path, Path]) -> None:
    certificate = Certificate(*files)
    files[1].unlink()

    assert not certificate.renew()
    assert shown(certificate.context, authority)


async def test_a_relay_looks_at_its_certificate_each_minute(
    scene: Scene, authority: Authority, files: tuple[Path, Path]
) -> None:
    clock = FakeClock(wall=time.time())
    renewed = asyncio.Event()
    certificate = Certificate(*files)
    loop = asyncio.get_running_loop()

    def renew() -> None:
        if certificate.renew():
            loop.call_soon_threadsafe(renewed.set)

    async with world(scene, Settings(), clock, tls=certificate.context, renew=renew) as relay:
        first = await shown_at(relay, authority)
        second = authority.sign("second")
        replace(files[0], second.certificate)
        replace(files[1], second.key)
        await clock.advance(50)
        assert await shown_at(relay, authority) == first
        await clock.advance(20)
        async with asyncio.timeout(20):
            await renewed.wait()

        assert await shown_at(relay, authority) != first


async def shown_at(relay: World, authority: Authority) -> bytes:
    """Return the certificate that the relay shows to a new line."""

    def look() -> bytes:
        client = ssl.create_default_context(cafile=str(authority.path))
        with (
            socket.create_connection(("127.0.0.1", relay.relay.port)) as line,
            client.wrap_socket(line, server_hostname="bar.test") as secure,
        ):
            found = secure.getpeercert(binary_form=True)
            assert found is not None
            return found

    return await asyncio.to_thread(look)
