"""The only wiring: makes every object of a till and hands each what it needs. Decides nothing else."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path

from app import __version__
from app.domain.enrolment import Enrolment
from app.domain.errors import DeviceFailed
from app.drivers.clock import SystemClock
from app.drivers.credentials import Credentials, credentials_for
from app.drivers.ledger import SqliteLedger
from app.drivers.pins import stretch
from app.drivers.postgres import PostgresGateway, enrol
from app.drivers.snapshots import DiskSnapshots
from app.sync.cache import Cache
from app.sync.link import Link, LinkedGateway
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import Clock, Gateway, Reconcile, SnapshotStore, Spawn
from app.sync.query import Schedule
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from app.till.bar import BarView
from app.till.carts import Carts
from app.till.checkout import Checkout
from app.till.commands import KNOWN_VERSIONS, UPCASTERS
from app.till.place import Place
from app.till.ports import SignInDesk, Stretch
from app.till.queries import STOCK, specs
from app.till.session import Session
from app.till.till import Till

log = logging.getLogger(__name__)

TOKEN_BYTES = 32
LEDGER_FILE = "ledger.sqlite3"
HOLD_TRIES = 15
HOLD_PAUSE_S = 0.2


class Background:
    """Starts background tasks, keeps hold of them, and ends them all. One per program."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, story: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        """Start ``story``; an exception that nobody awaits is logged as the bug that it is."""
        task = asyncio.get_running_loop().create_task(story, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s ended by a bug", task.get_name(), exc_info=error)

    async def close(self) -> None:
        """Cancel what still runs and wait for its end."""
        while self._tasks:
            running = tuple(self._tasks)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            self._tasks.difference_update(running)


async def open_outbox(profile: Path, till_code: str) -> Outbox:
    """Open (or make) the outbox of the profile in ``profile``.

    Raises DeviceFailed: ``TLHLD`` (with ``pid``, ``host``, ``since``) when another process keeps it for longer than
    one that is just ending.
    """
    outbox = Outbox(SqliteLedger(profile / LEDGER_FILE), SystemClock(), till_code=till_code)
    for _ in range(HOLD_TRIES):
        await outbox.open()
        if not outbox.is_read_only:
            return outbox
        await asyncio.sleep(HOLD_PAUSE_S)
    holder = outbox.holder
    await outbox.close()
    raise DeviceFailed("TLHLD", holder)


def place_of(profile: Path) -> Place | None:
    """Return the place kept in ``profile``, or None for a till that was never enrolled."""
    secret = credentials_for(profile).load()
    return Place.from_secret(secret) if secret else None


def keep_place(profile: Path, place: Place) -> None:
    """Keep ``place`` in the profile's key store."""
    credentials_for(profile).store(place.to_secret())


async def enrol_till(profile: Path, enrolment: Enrolment, name: str) -> Place:
    """Exchange ``enrolment`` for a place in the bar, kept in ``profile``; safe to repeat when the answer was lost.

    Raises Rejected ``TLENR`` (unknown, used or expired code), ``TLLIM``; Unreachable; DeviceFailed.
    """
    kept: Credentials = credentials_for(profile)
    secret = kept.load()
    before = Place.from_secret(secret) if secret else None
    if before is not None and before.is_enrolled:
        raise DeviceFailed("TLCFG", {"reason": "already enrolled", "till": before.till_code})
    token = before.token if before and before.code == enrolment.code else secrets.token_hex(TOKEN_BYTES)
    asked = Place(enrolment.url, token, "", name, "", enrolment.code)
    kept.store(asked.to_secret())
    outbox = await open_outbox(profile, "")
    try:
        device = {"name": name, "version": __version__}
        answer = await enrol(enrolment.url, enrolment.code, token, outbox.ledger, device)
        till, bar = answer["till"], answer["bar"]
        if not isinstance(till, dict) or not isinstance(bar, dict):
            raise DeviceFailed("TLCFG", {"reason": "unexpected answer"})
        last_ticket = answer.get("last_ticket")
        await outbox.registered(last_ticket if isinstance(last_ticket, int) else 0)
    finally:
        await outbox.close()
    place = replace(
        asked, till_code=str(till["code"]), till_name=str(till["name"]), bar=str(bar["id"]), code=""
    )
    kept.store(place.to_secret())
    return place


async def open_till(profile: Path, place: Place, spawn: Spawn, *, snapshots: Path | None = None) -> Till:
    """Make the till of ``profile``, ready for ``start()``. Raises DeviceFailed when the ledger cannot be used."""
    clock = SystemClock()
    outbox = await open_outbox(profile, place.till_code)
    gateway = PostgresGateway(place.url, place.token)
    outside = Outside(
        gateway=gateway,
        desk=gateway,
        snapshots=DiskSnapshots(snapshots or profile / "snapshots"),
        clock=clock,
        random=random.Random(),
        spawn=spawn,
        schedule=asyncio.get_running_loop().call_later,
        stretch=stretch,
        calls=lambda: gateway.calls,
        hang_up=gateway.drop,
    )
    return assemble(place, outbox, outside)


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that a till needs from the outside; a test gives fakes that behave."""

    gateway: Gateway
    desk: SignInDesk
    snapshots: SnapshotStore
    clock: Clock
    random: random.Random
    spawn: Spawn
    schedule: Schedule
    stretch: Stretch
    calls: Callable[[], int]
    hang_up: Callable[[], None] = lambda: None


def assemble(place: Place, outbox: Outbox, outside: Outside) -> Till:
    """Make a till of an open ``outbox``."""
    clock, spawn = outside.clock, outside.spawn
    link = Link(clock)
    gateway = LinkedGateway(outside.gateway, link)
    reconcile = Reconciler(outbox).reconcile
    cache = _cache(gateway, outbox, reconcile, outside)
    sender = _sender(gateway, outbox, reconcile, outside)
    bar = BarView(cache, place.till_code, place.till_name)
    session = Session(bar, outside.desk, outbox, outside.stretch, link, clock, spawn, place.token)
    carts = Carts(outbox, clock, spawn)
    return Till(
        bar=bar,
        session=session,
        checkout=Checkout(bar, session, carts, clock),
        carts=carts,
        outbox=outbox,
        sender=sender,
        link=link,
        cache=cache,
        pulse=_pulse(gateway, cache, outbox, link, reconcile, sender, outside),
        gateway=gateway,
        clock=clock,
        spawn=spawn,
        calls=outside.calls,
        hang_up=outside.hang_up,
    )


def _cache(gateway: Gateway, outbox: Outbox, reconcile: Reconcile, outside: Outside) -> Cache:
    cache = Cache(
        specs(),
        gateway=gateway,
        outbox=outbox,
        snapshots=outside.snapshots,
        reconcile=reconcile,
        clock=outside.clock,
        random=outside.random,
        spawn=outside.spawn,
        schedule=outside.schedule,
    )
    outbox.on_reset(cache.drop_bases)
    return cache


def _sender(gateway: Gateway, outbox: Outbox, reconcile: Reconcile, outside: Outside) -> Sender:
    return Sender(
        outbox,
        gateway,
        outside.clock,
        reconcile,
        upcasters=UPCASTERS,
        known_versions=KNOWN_VERSIONS,
        random=outside.random,
    )


def _pulse(
    gateway: Gateway,
    cache: Cache,
    outbox: Outbox,
    link: Link,
    reconcile: Reconcile,
    sender: Sender,
    outside: Outside,
) -> Pulse:
    return Pulse(
        gateway=gateway,
        cache=cache,
        outbox=outbox,
        link=link,
        reconcile=reconcile,
        flush=sender.flush,
        clock=outside.clock,
        random=outside.random,
        spawn=outside.spawn,
        stock=STOCK,
        version=__version__,
    )
