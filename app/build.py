"""The only wiring: makes every object of a till and hands each what it needs. Decides nothing else."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import secrets
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app import __version__
from app.domain.enrolment import Enrolment
from app.domain.errors import DeviceFailed, Rejected
from app.drivers.clock import SystemClock
from app.drivers.credentials import Credentials, credentials_for
from app.drivers.ledger import SqliteLedger
from app.drivers.pins import stretch
from app.drivers.postgres import PostgresGateway, authorities_for, enrol
from app.drivers.realtime import RealtimeFeed, Timings
from app.drivers.snapshots import DiskSnapshots
from app.drivers.volumes import volumes_of
from app.sync.cache import Cache
from app.sync.follower import Follower
from app.sync.link import Link, LinkedGateway
from app.sync.live import Feed, Live
from app.sync.outbox import Outbox
from app.sync.polling import Pulse
from app.sync.ports import Clock, Gateway, Reconcile, SnapshotStore, Spawn
from app.sync.query import Schedule
from app.sync.reconcile import Reconciler
from app.sync.sender import Sender
from app.sync.traffic import Meter
from app.till.bar import BarView
from app.till.carts import Carts
from app.till.checkout import Checkout
from app.till.commands import KNOWN_VERSIONS, UPCASTERS
from app.till.copies import Copies
from app.till.lists import list_specs
from app.till.place import Place
from app.till.ports import SignInDesk, Stretch, Volumes
from app.till.queries import STOCK, specs
from app.till.session import Session
from app.till.till import Till

log = logging.getLogger(__name__)

TOKEN_BYTES = 32
LEDGER_FILE = "ledger.sqlite3"
ENROLLED = "already enrolled"
OTHER_BAR = "sales of another bar"
ASKED_CODE, ASKED_TOKEN = "asked_code", "asked_token"
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


async def open_outbox(profile: Path, till_code: str, bar: str = "", clock: Clock | None = None) -> Outbox:
    """Open (or make) the outbox of the profile in ``profile``. ``till_code`` and ``bar`` empty: whosever it is.

    Raises DeviceFailed: ``TLHLD`` (with ``pid``, ``host``, ``since``) when another process keeps it for longer than
    one that is just ending; ``TLCFG`` when its sales are of another bar.
    """
    time = clock or SystemClock()
    outbox = Outbox(SqliteLedger(profile / LEDGER_FILE), time, till_code=till_code, bar=bar)
    try:
        for _ in range(HOLD_TRIES):
            await outbox.open()
            if not outbox.is_read_only:
                return outbox
            await asyncio.sleep(HOLD_PAUSE_S)
    except DeviceFailed:
        await outbox.close()
        raise
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


async def enrol_till(profile: Path, enrolment: Enrolment, name: str, *, again: bool = False) -> Place:
    """Exchange ``enrolment`` for a place in the bar, kept in ``profile``; safe to repeat when the answer was lost.

    A till that has a place is enrolled only ``again``, and keeps its place until the server has given the new one.
    Raises Rejected ``TLENR`` (unknown, used or expired code), ``TLLIM``; Unreachable; DeviceFailed as ``move_place``.
    """
    kept: Credentials = credentials_for(profile)
    secret = kept.load() or {}
    before = Place.from_secret(secret) if secret else None
    if before is not None and before.is_enrolled and not again:
        raise DeviceFailed("TLCFG", {"reason": ENROLLED, "till": before.till_code})
    asked = Place(enrolment.url, _token_for(enrolment.code, secret), "", name, "", enrolment.code)
    outbox = await open_outbox(profile, "")
    try:
        _must_be_ours(outbox)
        kept.store(_beside(before, asked))
        place, last_ticket = await _join(asked, outbox.ledger)
        if not _is_another(_bar_of(outbox, before), place):
            await outbox.registered(last_ticket)
    except Rejected:
        if secret:
            kept.store(secret)
        raise
    finally:
        await outbox.close()
    await move_place(profile, place)
    return place


async def move_place(profile: Path, place: Place, *, even_unsent: bool = False) -> None:
    """Keep ``place``. When it is in another bar than before, the ledger is set aside in a folder named after that bar:
    its sales must never be sent to the new one.

    Raises DeviceFailed ``TLCFG`` with ``reason`` and ``waiting``, and changes nothing, when it holds sales that the
    other bar has not got or that nobody has dealt with (unless ``even_unsent``); ``TLHLD`` when the till is running.
    """
    before = place_of(profile)
    has_ledger = (profile / LEDGER_FILE).exists()
    if has_ledger and (before is None or before.bar != place.bar):
        outbox = await open_outbox(profile, "")
        try:
            _must_be_ours(outbox)
            bar = _bar_of(outbox, before)
            unsettled = len(outbox.unsent()) + outbox.summary().refused_count
        finally:
            await outbox.close()
        if _is_another(bar, place):
            if unsettled and not even_unsent:
                raise DeviceFailed("TLCFG", {"reason": OTHER_BAR, "waiting": unsettled})
            _set_ledger_aside(profile, bar)
    keep_place(profile, place)


def _bar_of(outbox: Outbox, before: Place | None) -> str:
    """Return whose sales the ledger holds: it says so itself, even when the key store has lost its place."""
    return outbox.bar or (before.bar if before is not None else "")


def _is_another(bar: str, place: Place) -> bool:
    return bool(bar and place.bar) and bar != place.bar


def _must_be_ours(outbox: Outbox) -> None:
    if outbox.holder is not None:
        raise DeviceFailed("TLHLD", outbox.holder)


def _set_ledger_aside(profile: Path, bar: str) -> None:
    """Move the closed ledger into a folder of its own; what says how far it was goes first, the ledger last."""
    aside = next(
        folder
        for number in itertools.count(1)
        if not (folder := profile / (f"bar-{bar}" if number == 1 else f"bar-{bar}-{number}")).exists()
    )
    try:
        aside.mkdir(mode=0o700)
        for file in sorted(profile.glob(f"{LEDGER_FILE}*"), reverse=True):
            file.replace(aside / file.name)
    except OSError as error:
        raise DeviceFailed("TLDSK", {"reason": str(error)}) from error


def _token_for(code: str, secret: Mapping[str, str]) -> str:
    """Return the token that ``code`` was asked with before, if it was: the server may have taken it."""
    for asked, token in (("code", "token"), (ASKED_CODE, ASKED_TOKEN)):
        if secret.get(asked) == code:
            return secret[token]
    return secrets.token_hex(TOKEN_BYTES)


def _beside(before: Place | None, asked: Place) -> dict[str, str]:
    """Return what is kept while the server has not answered: a working place stays, the asked one beside it."""
    if before is None or not before.is_enrolled:
        return asked.to_secret()
    return {**before.to_secret(), ASKED_CODE: asked.code, ASKED_TOKEN: asked.token}


async def _join(asked: Place, ledger: str) -> tuple[Place, int]:
    """Ask the server; return the place that it gives and the last ticket that it knows of it."""
    device = {"name": asked.till_name, "version": __version__}
    answer = await enrol(asked.url, asked.code, asked.token, ledger, device)
    till, bar, last_ticket = answer["till"], answer["bar"], answer.get("last_ticket")
    if not isinstance(till, dict) or not isinstance(bar, dict):
        raise DeviceFailed("TLCFG", {"reason": "unexpected answer"})
    place = replace(
        asked, till_code=str(till["code"]), till_name=str(till["name"]), bar=str(bar["id"]), code=""
    )
    return place, last_ticket if isinstance(last_ticket, int) else 0


async def open_till(
    profile: Path,
    place: Place,
    spawn: Spawn,
    *,
    snapshots: Path | None = None,
    timings: Timings | None = None,
    clock: Clock | None = None,
    schedule: Schedule | None = None,
    is_demo: bool = False,
) -> Till:
    """Make the till of ``profile``, ready for ``start()``. Raises DeviceFailed when the ledger cannot be used.

    ``timings``: of the realtime client; None: those that suit a bar. ``clock`` and ``schedule``: time itself; None: the
    machine's and the loop's. ``is_demo``: nothing is copied to a second disk that nobody chose.
    """
    clock = clock or SystemClock()
    outbox = await open_outbox(profile, place.till_code, place.bar, clock)
    meter = Meter(clock)
    gateway = PostgresGateway(place.url, place.token, meter)
    outside = Outside(
        gateway=gateway,
        desk=gateway,
        snapshots=DiskSnapshots(snapshots or profile / "snapshots"),
        clock=clock,
        random=random.Random(),
        spawn=spawn,
        schedule=schedule or asyncio.get_running_loop().call_later,
        stretch=stretch,
        meter=meter,
        hang_up=gateway.drop,
        volumes=volumes_of(profile, asks_first=is_demo),
        feed=RealtimeFeed(
            clock,
            random.Random(),
            timings=timings or Timings(),
            trust=lambda _: authorities_for(place.url),
            count=meter.frame,
        ),
    )
    return assemble(place, outbox, outside)


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that a till needs from the outside; a test gives fakes that behave. ``feed`` None: it only asks."""

    gateway: Gateway
    desk: SignInDesk
    snapshots: SnapshotStore
    clock: Clock
    random: random.Random
    spawn: Spawn
    schedule: Schedule
    stretch: Stretch
    meter: Meter
    hang_up: Callable[[], None] = lambda: None
    feed: Feed | None = None
    volumes: Volumes | None = None


def assemble(place: Place, outbox: Outbox, outside: Outside) -> Till:
    """Make a till of an open ``outbox``."""
    clock, spawn = outside.clock, outside.spawn
    link = Link(clock)
    gateway = LinkedGateway(outside.gateway, link)
    reconcile = Reconciler(outbox).reconcile
    people: list[Session] = []  # made below, since it looks through the cache
    cache = _cache(gateway, outbox, reconcile, outside, lambda: people[0].session)
    sender = _sender(gateway, outbox, reconcile, outside)
    bar = BarView(cache, place.till_code, place.till_name)
    session = Session(bar, outside.desk, outbox, outside.stretch, link, clock, spawn, place.token)
    people.append(session)
    carts = Carts(outbox, clock, spawn)
    pulse = _pulse(gateway, cache, outbox, link, reconcile, sender, outside)
    return Till(
        bar=bar,
        session=session,
        checkout=Checkout(bar, session, carts, clock),
        carts=carts,
        outbox=outbox,
        sender=sender,
        link=link,
        cache=cache,
        pulse=pulse,
        live=_live(cache, outbox, link, pulse, outside),
        gateway=gateway,
        clock=clock,
        spawn=spawn,
        copies=Copies(outside.volumes, outbox, bar, carts, clock),
        meter=outside.meter,
        hang_up=outside.hang_up,
    )


def _cache(
    gateway: Gateway,
    outbox: Outbox,
    reconcile: Reconcile,
    outside: Outside,
    session: Callable[[], str | None],
) -> Cache:
    cache = Cache(
        (*specs(), *list_specs(session)),
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


def _live(cache: Cache, outbox: Outbox, link: Link, pulse: Pulse, outside: Outside) -> Live | None:
    if outside.feed is None:
        return None
    follower = Follower(cache, STOCK, schedule=outside.schedule, random=outside.random)
    live = Live(
        feed=outside.feed,
        follower=follower,
        cache=cache,
        stock=STOCK,
        link=link,
        pace=pulse,
        clock=outside.clock,
        random=outside.random,
        spawn=outside.spawn,
        now_ms=lambda: None if outbox.time.is_unsure else outbox.time.now_s() * 1000,
    )
    pulse.realtime = live
    return live


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
