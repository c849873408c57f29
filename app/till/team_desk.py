"""Another PIN for somebody of the team: stretched here, so that it never leaves the till, and sent as one command.

A manager gives servers another PIN, an owner everybody; everybody changes their own, who has just typed the one of
before. The server decides; what it would refuse for certain is not sent.
"""

from __future__ import annotations

import hashlib

from app.domain.catalog import Person
from app.domain.errors import Rejected, Unreachable
from app.domain.ids import new_id
from app.domain.pin import checked_pin, new_salt
from app.domain.roles import Role
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Row
from app.till.after_sale import NEEDS_SERVER, AfterSale
from app.till.bar import BarView
from app.till.ports import Stretch
from app.till.session import Session
from app.till.team import reset_pin


class TeamDesk:
    """Gives people another PIN."""

    def __init__(
        self,
        bar: BarView,
        session: Session,
        after: AfterSale,
        outbox: Outbox,
        stretch: Stretch,
        clock: Clock,
    ) -> None:
        self._bar = bar
        self._session = session
        self._after = after
        self._outbox = outbox
        self._stretch = stretch
        self._clock = clock

    def hindrance(self, member: str) -> Rejected | None:
        """Return why this person's PIN cannot be changed now; None when it can. Codes as ``AfterSale.hindrance``."""
        person = self._bar.person(member)
        if person is None:
            return Rejected("TLSEL", {"member": member})
        return self._after.hindrance(_needs(person.role))

    async def reset_pin(self, member: str, pin: str) -> Row:
        """Give ``member`` the PIN ``pin``; they are signed out everywhere. Returns the command's row.

        Raises Rejected as ``hindrance`` says, and ``TLINP {path}`` for a PIN that a person of that role cannot have;
        DeviceFailed when the disk says no.
        """
        person = self._bar.person(member)
        if person is None:
            raise Rejected("TLSEL", {"member": member})
        return await self._give(person, pin, _needs(person.role))

    # --- one's own

    def own_hindrance(self) -> Rejected | None:
        """Return why the person at the till cannot change their own PIN now. Codes as ``AfterSale.hindrance``."""
        return self._after.hindrance(Role.SELLER)

    async def prove_own(self, pin: str) -> None:
        """Take the PIN of now, before another one is asked for: the server has it proved once more.

        Raises Rejected ``TLPIN``, ``TLLCK`` as signing in does, and as ``own_hindrance`` says.
        """
        self._after.privileged(Role.SELLER, None)
        try:
            await self._session.prove_anew(pin)
        except Unreachable as error:
            raise Rejected(NEEDS_SERVER) from error

    async def change_own(self, pin: str) -> Row:
        """Give the person at the till the PIN ``pin``, within five minutes of ``prove_own``; they are signed out
        everywhere. Returns the command's row. Raises as ``reset_pin``.
        """
        person = self._session.person
        if person is None:
            raise Rejected("TLSES")
        return await self._give(person, pin, Role.SELLER)

    # --- inside

    async def _give(self, person: Person, pin: str, needs: Role) -> Row:
        hand, session = self._after.privileged(needs, None)
        try:
            checked_pin(pin, person.role)
        except ValueError as error:
            raise Rejected("TLINP", {"path": "pin"}) from error
        salt = new_salt()
        proof = bytes.fromhex(await self._stretch(pin, salt))
        command = reset_pin(
            person.id,
            salt=salt,
            verifier=hashlib.sha256(proof).hexdigest(),
            command_id=new_id(self._clock.wall()),
            by=hand.member,
            session=session,
        )
        return await self._outbox.append(command)


def _needs(role: Role) -> Role:
    return Role.MANAGER if role is Role.SELLER else Role.OWNER
