"""What the relay hears of PostgreSQL: announcements on one connection that does nothing else, and reads on another.

Both are ``bartender_relay``, which may ask ``api.feed``, ``api.feed_marks`` and ``api.feed_settings`` and nothing else.
Announcements that come while a bar is read make one more reading of it, however many they are, and bars that are wanted
while others are read come in one statement.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from app.server.connecting import Connection, connect
from app.server.relay.bar import Bar, Feed
from app.server.relay.metrics import Metrics
from app.server.relay.settings import Clock, Problem, RelayFailed
from app.sync.base import FeedMessage

CHANNEL = "bartender_feed"
ROLE = "bartender_relay"
MOST_BARS = 16
"""How many bars are read at once."""
FEED = (
    "select x.place, api.feed(x.bar, x.epoch, x.rev)::text"
    " from unnest($1::uuid[], $2::uuid[], $3::bigint[]) with ordinality x (bar, epoch, rev, place)"
)
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0

LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
Event = Mapping[str, object]
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Question:
    """What is asked of a bar, and the answer once it is there."""

    bar: str
    epoch: str | None
    rev: int | None
    answer: Feed | None = None
    is_answered: bool = False


class Listeners(Protocol):
    """Whom a source tells: see ``Hub``."""

    bars: dict[str, Bar]

    async def refresh(self, bar: Bar, heard_at: float | None = None) -> None: ...

    async def came_back(self) -> None: ...

    def went_away(self) -> None: ...


class Source:
    """Hears the database at ``url`` until it is cancelled, through its deaths. ``listeners`` is set before ``run``.

    ``emit`` is told ``{"event": "subscribed", "feed"}`` (how the site announces: ``notify``, else nothing is heard) and
    ``{"event": "lost", "error"}``. ``call_s``: how long a question may take.
    """

    listeners: Listeners

    def __init__(
        self, url: str, clock: Clock, metrics: Metrics, emit: Callable[[Event], None], *, call_s: float
    ) -> None:
        self._url = url
        self._call_s = call_s
        self._clock = clock
        self._metrics = metrics
        self._emit = emit
        self._reader: Connection | None = None
        self._feeds: PreparedStatement[asyncpg.Record] | None = None
        self._questions: list[_Question] = []
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._heard: dict[str, float] = {}
        self._unannounced: set[str] = set()
        """Bars that the last check found elsewhere than announced; their announcement may only be slow."""
        self._is_check_due = False
        self._is_told = False
        self.on_secret: Callable[[str], None] = lambda _: None

    async def probe(self) -> None:
        """Raise RelayFailed when waiting would not help; a database that does not answer is waited for."""
        try:
            connection = await self._connect()
        except LOST as problem:
            _raise_if_final(problem, Problem.ROLE)
            return
        try:
            await self._ask(connection, "select api.feed_settings()::text")
        except LOST as problem:
            _raise_if_final(problem, Problem.SCHEMA)
        finally:
            connection.terminate()  # a farewell on a line that is half open would wait for ever

    async def run(self) -> NoReturn:
        """Hear, and begin again whenever the database is lost; ends by cancellation only."""
        tries = 0
        while True:
            began = self._clock.monotonic()
            try:
                await self._until_lost()
            except LOST as problem:
                self._say_lost(problem)
            except Exception:  # noqa: BLE001 - a bug is no reason to stop hearing
                _log.exception("the relay begins again")
            self.listeners.went_away()
            tries = 0 if self._clock.monotonic() - began > LONGEST_PAUSE_S else tries + 1
            longest = min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2**tries)
            await self._clock.sleep(random.uniform(SHORTEST_PAUSE_S / 2, longest))

    def _say_lost(self, problem: BaseException) -> None:
        """Say so once, until it is heard again."""
        if not self._is_told:
            _log.info("the relay's connection is lost: %s", type(problem).__name__)
            self._emit({"event": "lost", "error": type(problem).__name__})
        self._is_told = True

    def want_check(self) -> None:
        """Compare the marks of every bar soon."""
        self._is_check_due = True
        self._wake.set()

    async def read(self, bar: str, epoch: str | None, rev: int | None) -> Feed | None:
        """Return what the listeners of a bar have not heard, None of one that does not exist. Raises one of LOST."""
        question = _Question(bar, epoch, rev)
        self._questions.append(question)
        try:
            async with self._turn:
                while not question.is_answered:
                    await self._answer(self._questions[:MOST_BARS])
        finally:
            if question in self._questions:
                self._questions.remove(question)
        return question.answer

    async def _answer(self, asked: list[_Question]) -> None:
        """Ask what is asked now, whoever asks it, in one statement."""
        if self._feeds is None:
            raise ConnectionResetError("PostgreSQL is away")
        columns = [[x.bar for x in asked], [x.epoch for x in asked], [x.rev for x in asked]]
        try:
            rows = await self._feeds.fetch(*columns, timeout=self._call_s)
        except TimeoutError:
            self._give_up()
            raise
        for place, said in rows:
            question = asked[place - 1]
            question.answer = None if said is None else feed_of(json.loads(said))
            question.is_answered = True
            self._questions.remove(question)

    async def secret(self) -> str | None:
        """Return the secret that tokens are signed with now; None while the database does not answer."""
        try:
            return str((await self._read("select api.feed_settings()::text"))["secret"])
        except LOST:
            return None

    async def _until_lost(self) -> None:
        """Connect, listen and tell; raises one of LOST when the database is."""
        listener = await self._connect()
        try:
            reader = await self._connect()
            try:
                await self._listen(listener, reader)
            finally:
                self._reader = self._feeds = None
                reader.terminate()
        finally:
            listener.terminate()

    async def _listen(self, listener: Connection, reader: Connection) -> None:
        self._wake.clear()
        self._heard.clear()
        self._unannounced.clear()
        for connection in (listener, reader):
            connection.add_termination_listener(lambda _: self._wake.set())
        async with asyncio.timeout(self._call_s):  # neither of them knows a time-out of its own
            await listener.add_listener(CHANNEL, self._note)
            feeds = await reader.prepare(FEED)
        self._reader, self._feeds = reader, feeds
        said = await self._read("select api.feed_settings()::text")
        self.on_secret(str(said["secret"]))
        await self.listeners.came_back()
        self._metrics.database.set(1)
        self._is_told = False
        self._emit({"event": "subscribed", "feed": said["feed"]})
        try:
            while not (listener.is_closed() or reader.is_closed()):
                await self._wake.wait()
                self._wake.clear()
                await self._tell_what_was_heard()
                if self._is_check_due:
                    await self._check(listener)
        finally:
            self._metrics.database.set(0)
            self._metrics.losses.inc()
        raise ConnectionResetError("PostgreSQL has ended the connection")

    def _note(self, *said: object) -> None:
        """Note an announcement: ``bar:rev`` is the last of what asyncpg tells."""
        bar = str(said[-1]).partition(":")[0]
        self._metrics.announced.inc()
        self._unannounced.discard(bar)
        if bar in self.listeners.bars:
            self._heard.setdefault(bar, self._clock.monotonic())
            self._wake.set()

    async def _tell_what_was_heard(self) -> None:
        heard, self._heard = self._heard, {}
        bars = self.listeners.bars
        told = [self.listeners.refresh(bars[name], at) for name, at in heard.items() if name in bars]
        for problem in await asyncio.gather(*told, return_exceptions=True):
            if problem is not None:
                raise problem

    async def _check(self, listener: Connection) -> None:
        """Look whether an announcement was lost, and whether the line that they come on is alive."""
        self._is_check_due = False
        for name in self._unannounced:
            self._metrics.missed.inc()
            _log.warning("an announcement of bar %s was lost", name)
        self._unannounced.clear()
        bars = [bar for bar in self.listeners.bars.values() if bar.is_known]
        if bars:
            said = await self._read("select api.feed_marks($1::uuid[])::text", [bar.id for bar in bars])
            for bar in bars:
                mark = said.get(bar.id)
                if mark is not None and bar.differs(mark["epoch"], mark["rev"], mark["topics"]):
                    if bar.id not in self._heard:
                        self._unannounced.add(bar.id)
                    await self.listeners.refresh(bar)
        await listener.execute(f"listen {CHANNEL}", timeout=self._call_s)

    async def _connect(self) -> Connection:
        connection = await connect(self._url)
        try:
            await connection.execute(f"set role {ROLE}", timeout=self._call_s)
        except BaseException:
            connection.terminate()
            raise
        return connection

    async def _read(self, statement: str, *arguments: object) -> Any:
        async with self._turn:
            if self._reader is None:
                raise ConnectionResetError("PostgreSQL is away")
            try:
                return await self._ask(self._reader, statement, *arguments)
            except TimeoutError:
                self._give_up()
                raise

    def _give_up(self) -> None:
        """End a connection that does not answer, whoever asked: the next question on it would wait for ever."""
        if self._reader is not None:
            self._reader.terminate()
        self._wake.set()

    async def _ask(self, connection: Connection, statement: str, *arguments: object) -> Any:
        said = await connection.fetchval(statement, *arguments, timeout=self._call_s)
        return None if said is None else json.loads(said)


def feed_of(said: Mapping[str, Any]) -> Feed:
    """Return what ``api.feed`` answered."""
    message = FeedMessage(
        epoch=said["epoch"],
        from_rev=said["from"],
        rev=said["rev"],
        rows=said["rows"],
        done={ledger: frozenset(numbers) for ledger, numbers in said["done"].items()},
        topics=said["topics"],
        at_ms=said["at"],
    )
    owners = frozenset(said["owners"].values()) if "owners" in said else None
    return Feed(message, said["cap"], frozenset(said["tills"]), said["refused"], owners)


def _raise_if_final(problem: BaseException, without_right: Problem) -> None:
    """Raise RelayFailed unless the database may let us in later. ``without_right``: what a missing right means here."""
    match problem:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            found = Problem.LOGIN
        case asyncpg.InvalidCatalogNameError():
            found = Problem.NO_DATABASE
        case asyncpg.UndefinedFunctionError() | asyncpg.InvalidSchemaNameError():
            found = Problem.SCHEMA
        case asyncpg.InsufficientPrivilegeError() | asyncpg.InvalidParameterValueError():
            found = without_right
        case _:
            return
    raise RelayFailed(found, str(problem)) from problem
