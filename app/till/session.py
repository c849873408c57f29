"""Who is at the till: sign-in by PIN, with the server or without it, and the manager's word for « vendre quand même ».

The till stretches the PIN; the server compares and counts. For each person who signed in here with the server, the till
keeps a verifier of its own (another salt, bound to this till), good for 14 days, with the same lock-out.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import math
import secrets
from collections.abc import Callable
from dataclasses import replace

from app.domain.catalog import Person
from app.domain.errors import DeviceFailed, Rejected, TillError, Unreachable
from app.domain.frozen import frozen
from app.domain.ids import MemberId
from app.sync.backoff import wait_for_event
from app.sync.link import SHUT_OUT, Link, LinkState
from app.sync.ports import Clock, Spawn
from app.till.bar import BarView
from app.till.ports import Notes, SignInDesk, Stretch
from app.till.verifier import TRIES, Verifier, lock_s, note_of

log = logging.getLogger(__name__)

SIGN_IN_TIMEOUT_S = 4.0
PATIENCE_S = 1.0
"""How long a person at the counter waits for the server before what this till knows of the PIN lets them in."""
OFFLINE_DAYS = 14
OFFLINE_S = OFFLINE_DAYS * 24 * 3600
CATCH_UP_S = 20.0
"""How long after a try the server is asked again for the session of who signed in without it."""
NOT_THIS_PERSON = frozenset({"TLPIN", "TLSEL"})
"""What the server says of a PIN that was changed and of a person who has left; a lock says neither."""


@frozen
class Authority:
    """A person whose PIN was right just now, and the session that the server gave for it (None: without the server).

    ``salt``: of the verifier that knew them without the server.
    """

    person: Person
    session: str | None
    salt: str | None = None


class _Asked:
    """A session that the server was asked for. ``is_over``: it has answered, or will not."""

    def __init__(self) -> None:
        self.is_over = asyncio.Event()
        self.session: str | None = None
        self.error: TillError = Unreachable("TLNET")

    def result(self) -> str:
        """Return the session. Raises what the server said instead, and Unreachable when it said nothing."""
        if self.session is None:
            raise self.error
        return self.session


class Session:
    """The one person signed in at this till. Listeners are called after each change."""

    def __init__(
        self,
        bar: BarView,
        desk: SignInDesk,
        notes: Notes,
        stretch: Stretch,
        link: Link,
        clock: Clock,
        spawn: Spawn,
        till_secret: str,
    ) -> None:
        self._bar = bar
        self._desk = desk
        self._notes = notes
        self._stretch = stretch
        self._link = link
        self._clock = clock
        self._spawn = spawn
        self._till_secret = till_secret
        self._authority: Authority | None = None
        self._pin: str | None = None
        self._sessions: dict[MemberId, str | None] = {}
        self._unattended_s: int | None = None
        self._is_catching_up = False
        self._keeping: set[asyncio.Event] = set()
        """Sign-ins that are being kept for later, each set once it is."""
        self._listeners: list[Callable[[], None]] = []
        link.listen(self._link_changed)

    @property
    def person(self) -> Person | None:
        return self._authority.person if self._authority else None

    @property
    def session(self) -> str | None:
        """The server's session of the person signed in; None when signed in without the server."""
        return self._authority.session if self._authority else None

    @property
    def is_offline(self) -> bool:
        return self._authority is not None and self._authority.session is None

    @property
    def unattended_s(self) -> int | None:
        """After how many seconds without a touch the till locked itself; None when somebody locked it or signed in."""
        return self._unattended_s

    def session_of(self, member: MemberId) -> str | None:
        """Return the last session that ``member`` got on this till since it started."""
        return self._sessions.get(member)

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    async def sign_in(self, member: str, pin: str) -> Person:
        """Sign ``member`` in.

        Raises Rejected ``TLPIN {tries_left}``, ``TLLCK {seconds}``, ``TLOFF`` (the first time on this till needs the
        server), ``TLSEL`` (not of this bar), ``TLREV`` (the till is shut out: no PIN opens it, not even without the
        line); SignedOut when the till itself is not accepted; without the server, DeviceFailed when a wrong PIN cannot
        be counted.
        """
        authority = await self._prove(member, pin)
        self._authority, self._pin, self._unattended_s = authority, pin, None
        if authority.session is None:
            self._spawn(self._keep_catching_up(authority), "sign in with the server later")
        self._changed()
        return authority.person

    async def authorise(self, member: str, pin: str) -> Person:
        """Check a manager's PIN without changing who is signed in. Raises as ``sign_in``, and ``TLRGT`` for a server.

        Without the server it holds for 14 days after the person's last sign-in with it (then ``TLOFF``).
        """
        authority = await self._prove(member, pin, is_override=True)
        if not authority.person.role.may_override_stock:
            raise Rejected("TLRGT", {"needs": "manager"})
        return authority.person

    async def prove_anew(self, pin: str) -> None:
        """Let the person at the till prove with the server that it is them: their session there begins anew.

        Raises as ``sign_in``, Unreachable without the server, and Rejected ``TLSES`` when nobody is at the till (any
        more).
        """
        before = self._authority
        if before is None:
            raise Rejected("TLSES")
        session = await self._prove_there(before.person, pin)
        if self._authority is not before:
            await self._end(session)
            raise Rejected("TLSES")
        self._authority, self._pin = replace(before, session=session), pin
        self._sessions[before.person.id] = session
        if before.session is not None:
            self._spawn(self._end(before.session), "end the session of before")
        self._changed()

    def sign_out(self, *, unattended_s: int | None = None) -> None:
        """Lock the till. The outbox and the cart stay; the server's session is ended when it can be told.

        ``unattended_s``: no person asked for it, the till had not been touched for so many seconds.
        """
        ended = self.session
        self._authority, self._pin, self._unattended_s = None, None, unattended_s
        if ended is not None:
            self._spawn(self._end(ended), "sign out")
        self._changed()

    async def _end(self, session: str) -> None:
        try:
            await self._desk.sign_out(session, timeout_s=SIGN_IN_TIMEOUT_S)
        except TillError as error:
            log.info("a session is left to end by itself: %s", error.code)

    async def _prove(self, member: str, pin: str, *, is_override: bool = False) -> Authority:
        person = self._bar.person(member)
        if person is None:
            raise Rejected("TLSEL", {"member": member})
        if self._link.is_shut:  # else pulling the cable would open a stolen till
            authority = await self._prove_shut(person, pin)
        elif self._link.state is LinkState.OFFLINE:
            authority = await self._prove_here(person, pin, is_override=is_override)
        else:
            authority = await self._prove_soon(person, pin, is_override=is_override)
        self._sessions[person.id] = authority.session
        return authority

    async def _prove_shut(self, person: Person, pin: str) -> Authority:
        try:
            return Authority(person, await self._prove_there(person, pin))
        except Unreachable as error:
            raise Rejected(SHUT_OUT) from error

    async def _prove_soon(self, person: Person, pin: str, *, is_override: bool) -> Authority:
        """Ask the server. Who it keeps waiting is let in by this till, and what it says then is heard behind them.

        Not so for a manager's word: it is one answer, and there is no « behind ».
        """
        asked = _Asked()
        self._spawn(self._ask(person, pin, asked), "sign in with the server")
        try:
            return await self._first_word(person, pin, asked, is_override=is_override)
        except BaseException:
            self._spawn(self._end_unheard(asked), "end a session that came for nobody")
            raise

    async def _end_unheard(self, asked: _Asked) -> None:
        """End the session that the server gives to somebody who no longer waits for it."""
        await asked.is_over.wait()
        if asked.session is not None:
            await self._end(asked.session)

    async def _first_word(self, person: Person, pin: str, asked: _Asked, *, is_override: bool) -> Authority:
        here: Authority | TillError | None = None
        if not is_override and not await wait_for_event(self._clock, asked.is_over, PATIENCE_S):
            here = await self._try_here(person, pin)
            if self._link.is_shut:  # learned meanwhile, from another call
                raise Rejected(SHUT_OUT)
            if isinstance(here, Authority) and not asked.is_over.is_set():
                self._spawn(self._hear(here, asked, is_late=True), "hear a late server")
                return here
        await asked.is_over.wait()
        try:
            return Authority(person, asked.result())
        except Unreachable as error:
            if self._link.is_shut:
                raise Rejected(SHUT_OUT) from error
            if isinstance(here, TillError):
                raise here from error
            return here or await self._prove_here(person, pin, is_override=is_override)

    async def _try_here(self, person: Person, pin: str) -> Authority | TillError:
        """Return what this till says of a PIN; a wrong one counts before anybody learns of it."""
        try:
            return await self._prove_here(person, pin, is_override=False)
        except (Rejected, DeviceFailed) as no:
            return no

    async def _ask(self, person: Person, pin: str, asked: _Asked) -> None:
        try:
            asked.session = await self._prove_there(person, pin)
        except TillError as error:
            asked.error = error
        finally:
            asked.is_over.set()

    async def _prove_there(self, person: Person, pin: str) -> str:
        """Return the session that the server gives."""
        proof = await self._stretch(pin, person.salt)
        try:
            answer = await self._desk.sign_in(person.id, proof, timeout_s=SIGN_IN_TIMEOUT_S)
        except Rejected as error:
            if error.code == SHUT_OUT:
                self._link.failed(error)
            raise
        if self._link.is_shut:
            self._link.heard()
        if not answer.get("ok"):
            params = answer.get("params")
            raise Rejected(str(answer.get("code")), params if isinstance(params, dict) else {})
        # Behind the person's back: it takes as long as the sign-in itself, and nobody waits for it.
        is_kept = asyncio.Event()
        self._keeping.add(is_kept)
        self._spawn(self._keep_verifier(person, pin, is_kept), "keep a sign-in for later")
        return str(answer["session"])

    async def _keep_verifier(self, person: Person, pin: str, is_kept: asyncio.Event) -> None:
        try:
            salt = secrets.token_hex(16)
            digest = await self._stretch(pin + self._till_secret, salt)
            await self._save(person, Verifier(salt, digest, self._clock.wall()))
        except DeviceFailed as error:
            # The server has said yes. Without this note, only the next sign-in needs the server again.
            log.warning("a sign-in is not kept for later: %s", error.code)
        finally:
            self._keeping.discard(is_kept)
            is_kept.set()

    async def finish(self) -> None:
        """Wait until every sign-in of before is kept for later: a till may close the moment after it."""
        for is_kept in tuple(self._keeping):
            await is_kept.wait()

    async def _prove_here(self, person: Person, pin: str, *, is_override: bool) -> Authority:
        await self.finish()  # who signed in a moment ago is known here too
        verifier = Verifier.from_json(await self._notes.get_note(note_of(person)))
        if verifier is None:
            raise Rejected("TLOFF", {"name": person.name})
        now = self._clock.wall()
        if is_override and not 0 <= now - verifier.proved_at <= OFFLINE_S:
            raise Rejected("TLOFF", {"name": person.name, "days": OFFLINE_DAYS})
        # A clock set back must not stretch a lock beyond its length.
        wait = min(verifier.locked_until - now, lock_s(verifier.failures))
        if wait > 0:
            raise Rejected("TLLCK", {"seconds": math.ceil(wait)})
        digest = await self._stretch(pin + self._till_secret, verifier.salt)
        if not hmac.compare_digest(digest, verifier.digest):
            await self._count_failure(person, verifier, now)
        if verifier.failures:
            await self._save(person, replace(verifier, failures=0, locked_until=0.0))
        return Authority(person, None, verifier.salt)

    async def _count_failure(self, person: Person, verifier: Verifier, now: float) -> None:
        failures = verifier.failures + 1
        locked_s = lock_s(failures)
        await self._save(person, replace(verifier, failures=failures, locked_until=now + locked_s))
        if locked_s:
            raise Rejected("TLLCK", {"seconds": locked_s})
        raise Rejected("TLPIN", {"tries_left": TRIES - failures})

    async def _save(self, person: Person, verifier: Verifier) -> None:
        await self._notes.set_note(note_of(person), verifier.to_json())

    def _link_changed(self) -> None:
        if self._link.state is LinkState.ONLINE and self.is_offline and self._pin is not None:
            self._spawn(self._catch_up(), "sign in with the server")

    async def _catch_up(self) -> None:
        """Give a person who signed in without the server their session, now that it answers. One try at a time."""
        before, pin = self._authority, self._pin
        if before is None or pin is None or self._is_catching_up:
            return
        self._is_catching_up = True
        try:
            await self._ask_for_session(before, pin)
        finally:
            self._is_catching_up = False

    async def _keep_catching_up(self, before: Authority) -> None:
        """Ask again now and then: a server that was only slow may answer later without the link having changed."""
        while True:
            await self._clock.sleep(CATCH_UP_S)
            if self._authority is not before:
                return
            if self._link.state is LinkState.ONLINE:
                await self._catch_up()

    async def _ask_for_session(self, before: Authority, pin: str) -> None:
        asked = _Asked()
        await self._ask(before.person, pin, asked)
        await self._hear(before, asked)

    async def _hear(self, before: Authority, asked: _Asked, *, is_late: bool = False) -> None:
        """Give who was let in without the server their session once it answers; a PIN that it refuses is over."""
        await asked.is_over.wait()
        try:
            session = asked.result()
        except Rejected as error:
            if error.code in NOT_THIS_PERSON:
                await self._disown(before)
            elif error.code == SHUT_OUT and is_late and self._authority is before:
                self.sign_out()
            return
        except TillError as error:
            log.info("still signed in without the server: %s", error.code)
            return
        if self._authority is before:
            self._authority = replace(before, session=session)
            self._sessions[before.person.id] = session
            self._changed()
        else:
            await self._end(session)

    async def _disown(self, before: Authority) -> None:
        """The PIN was changed, or the person left the bar: what this till believed is over.

        Not so what it has learned since: they may have signed in with the new PIN while this answer was on its way.
        """
        if self._authority is before:
            self.sign_out()
        await self.finish()
        kept = Verifier.from_json(await self._notes.get_note(note_of(before.person)))
        if kept is None or kept.salt != before.salt:
            return
        try:
            await self._notes.set_note(note_of(before.person), None)
        except DeviceFailed as error:
            log.warning("a sign-in that is no longer good is still kept: %s", error.code)

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:
                log.exception("a listener of the session failed")
