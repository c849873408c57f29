"""Another PIN for somebody of the team: stretched here, so that it never leaves the till, and sent as one command.

A manager gives servers another PIN, an owner everybody. The server decides; what it would refuse for
certain is not sent.
"""

from __future__ import annotations

import hashlib

from app.domain.errors import Rejected
from app.domain.ids import MemberId, new_id
from app.domain.pin import checked_pin, new_salt
from app.domain.roles import Role
from app.sync.outbox import Outbox
from app.sync.ports import Clock, Row
from app.till.after_sale import AfterSale
from app.till.bar import BarView
from app.till.ports import Stretch
from app.till.team import reset_pin


class TeamDesk:
    """Gives people another PIN."""

    def __init__(
        self, bar: BarView, after: AfterSale, outbox: Outbox, stretch: Stretch, clock: Clock
    ) -> None:
        self._bar = bar
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
        hand, session = self._after.privileged(_needs(person.role), None)
        try:
            checked_pin(pin, person.role)
        except ValueError as error:
            raise Rejected("TLINP", {"path": "pin"}) from error
        salt = new_salt()
        proof = bytes.fromhex(await self._stretch(pin, salt))
        command = reset_pin(
            MemberId(member),
            salt=salt,
            verifier=hashlib.sha256(proof).hexdigest(),
            command_id=new_id(self._clock.wall()),
            by=hand.member,
            session=session,
        )
        return await self._outbox.append(command)


def _needs(role: Role) -> Role:
    return Role.MANAGER if role is Role.SELLER else Role.OWNER
