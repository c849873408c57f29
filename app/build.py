"""The only wiring: makes every object of a till and hands each what it needs. Decides nothing else."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from pathlib import Path

from app import __version__
from app.domain.frozen import frozen
from app.drivers.clock import SystemClock
from app.drivers.pins import stretch
from app.drivers.postgres import PostgresGateway, authorities_for
from app.drivers.printing import print_devices
from app.drivers.realtime import RealtimeFeed, Timings
from app.drivers.snapshots import DiskSnapshots
from app.drivers.volumes import volumes_of
from app.places import open_outbox
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
from app.till.after_sale import AfterSale
from app.till.bar import BarView
from app.till.carts import Carts
from app.till.checkout import Checkout
from app.till.commands import KNOWN_VERSIONS, UPCASTERS
from app.till.copies import Copies
from app.till.favourites import Favourites
from app.till.lists import list_specs
from app.till.place import Place
from app.till.ports import Paper, PrintDevices, SignInDesk, Stretch, Volumes
from app.till.printing import Printing
from app.till.queries import STOCK, specs
from app.till.session import Session
from app.till.team_desk import TeamDesk
from app.till.till import Till

log = logging.getLogger(__name__)


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


async def open_till(
    profile: Path,
    place: Place,
    spawn: Spawn,
    *,
    snapshots: Path | None = None,
    timings: Timings | None = None,
    clock: Clock | None = None,
    schedule: Schedule | None = None,
    paper: Paper | None = None,
    is_demo: bool = False,
) -> Till:
    """Make the till of ``profile``, ready for ``start()``. Raises DeviceFailed when the ledger cannot be used.

    ``timings``: of the realtime client; None: those that suit a bar. ``clock`` and ``schedule``: time itself; None: the
    machine's and the loop's. ``paper``: the words of tickets; without them, as without a window, nothing is printed.
    ``is_demo``: nothing is copied to a second disk that nobody chose.
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
        printing=print_devices(profile, paper) if paper else None,
    )
    return assemble(place, outbox, outside)


@frozen
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
    printing: PrintDevices | None = None
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
    carts = Carts(outbox, clock, spawn, bar.first_name)
    pulse = _pulse(gateway, cache, outbox, link, reconcile, sender, outside)
    after = AfterSale(bar, session, outbox, link, clock)
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
        printing=Printing(outside.printing, bar, outbox, clock, spawn),
        gateway=gateway,
        clock=clock,
        spawn=spawn,
        copies=Copies(outside.volumes, outbox, bar, carts, clock),
        meter=outside.meter,
        after=after,
        team=TeamDesk(bar, session, after, outbox, outside.stretch, clock),
        favourites=Favourites(outbox, spawn),
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
