"""What may become of a sale that is booked, and for how long its server may take it back.

Twin of ``sql/code/logic/sale_states.sql``, which decides; nothing moves here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import Rejected
from app.domain.ids import MemberId, SaleId
from app.domain.roles import Role
from app.domain.text import UNSTORABLE

WITHDRAW_LIMIT_S = 600
WITHDRAWN = "withdrawn"
"""The reason that is written down for a sale which its own server took back."""
MAX_VALIDATED_AT_ONCE = 50
MAX_REASON = 200


class SaleStatus(StrEnum):
    PENDING = "pending"
    VALIDATED = "validated"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def next(self) -> frozenset[SaleStatus]:
        """The statuses that a sale may go to from this one; none for the last two."""
        return _NEXT[self]


_NEXT: dict[SaleStatus, frozenset[SaleStatus]] = {
    SaleStatus.PENDING: frozenset({SaleStatus.VALIDATED, SaleStatus.REJECTED}),
    SaleStatus.VALIDATED: frozenset({SaleStatus.CANCELLED}),
    SaleStatus.REJECTED: frozenset(),
    SaleStatus.CANCELLED: frozenset(),
}


def expected_status(mode: str, role: Role, *, has_session: bool) -> SaleStatus:
    """Return what the server will make of a sale typed by a person it knows (twin of ``logic.standing_of_sale``).

    ``mode``: of the bar, ``simplified`` or ``full``. Without a session of their own everybody has a server's rights.
    """
    decides = has_session and role is not Role.SELLER
    return SaleStatus.VALIDATED if decides or mode == "simplified" else SaleStatus.PENDING


def may_withdraw(
    status: SaleStatus,
    created_at: datetime,
    moment: datetime,
    member: MemberId,
    own: Sequence[MemberId | None],
) -> bool:
    """Tell whether ``member`` may still take the sale back at ``moment``: pending, theirs, for ten minutes.

    ``own``: who typed it and whose sale it is; either may be unknown. Both times carry a zone.
    """
    is_in_time = moment <= created_at + timedelta(seconds=WITHDRAW_LIMIT_S)
    return status is SaleStatus.PENDING and member in own and is_in_time


def check_reason(reason: str) -> None:
    """Raise Rejected ``TLINP {path}`` unless ``reason`` says something, in at most 200 characters."""
    if not reason.strip() or len(reason) > MAX_REASON or UNSTORABLE.search(reason):
        raise Rejected("TLINP", {"path": "body.reason"})


def check_sales(sales: Sequence[SaleId]) -> None:
    """Raise Rejected ``TLINP {path}`` unless these are 1 to 50 different sales."""
    if not 1 <= len(set(sales)) == len(sales) <= MAX_VALIDATED_AT_ONCE:
        raise Rejected("TLINP", {"path": "body.sales"})
