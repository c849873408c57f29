"""The relay of a site: on a port of this machine that stays, whose address tills learn from the database.

Whoever looks after the site may have tills listen elsewhere, or nowhere (``bartender admin realtime``); that stays.
What this site wrote itself is kept in its record, and nothing else in the database counts as its own.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.server.connecting import connect
from app.server.ports import LOOPBACK, pick_port
from app.server.relay import Problem, Relay, RelayFailed, Settings
from app.server.site_record import SiteRecord, read_record, write_record

TRIES = 5
SETTINGS = Settings(close_s=2.0)
"""A server that ends waits no longer than this for sockets that do not answer."""
_log = logging.getLogger(__name__)


async def start_relay(folder: Path, url: str) -> Relay:
    """Start the relay of the site in ``folder`` and let its database at ``url`` (a superuser's) name it to the tills.

    Whoever calls leaves it (``__aexit__``). RelayFailed when no port can be had.
    """
    record = read_record(folder)
    assert record is not None, "a site that runs has a record"
    relay = await _listening(url, port_of(record.realtime))
    try:
        await _name(folder, record, url, relay.address)
    except BaseException:
        await relay.__aexit__(None, None, None)
        raise
    return relay


def port_of(addresses: Sequence[str | None]) -> int | None:
    """Return the port that the site's relay had last."""
    last = addresses[-1] if addresses else None
    return None if last is None else urlsplit(last).port


async def _listening(url: str, known: int | None) -> Relay:
    port = known or pick_port()
    for more in reversed(range(TRIES)):
        relay = Relay(url, host=LOOPBACK, port=port, settings=SETTINGS)
        try:
            return await relay.__aenter__()
        except RelayFailed as failure:
            if failure.problem is not Problem.ADDRESS or not more:
                raise
            _log.warning("port %s is taken; the relay takes another one", port)
        port = pick_port()
    raise AssertionError


async def _name(folder: Path, record: SiteRecord, url: str, address: str) -> None:
    """Write the relay's address into the database, unless what stands there is not of this site."""
    connection = await connect(url)
    try:
        found = await connection.fetchrow("select realtime_url, realtime_kind from data.site")
        assert found is not None
        present = found["realtime_url"]
        if present not in record.realtime or (present is not None and found["realtime_kind"] != "relay"):
            _log.info("tills listen where somebody else has said")
            known = tuple(one for one in record.realtime[-1:] if one not in (None, address))
            write_record(folder, replace(record, realtime=(*known, address)))
            return
        write_record(folder, replace(record, realtime=(present, address)))
        await connection.execute("select logic.set_realtime($1, 'relay', null, null)", address)
        write_record(folder, replace(record, realtime=(address,)))
    finally:
        await connection.close()
