"""What the lists of a bar show: headers of sales, returns, goods, kept bottles, discrepancies and notices.

Amounts are whole minor units, times ISO 8601 in UTC. ``is_waiting``: this till did it, the server has yet to know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Generic, TypeAlias, TypeVar

from app.domain.frozen import frozen
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import Reason, ReturnState
from app.domain.sale import Goods, Transfer
from app.domain.sale_states import SaleStatus

Cursor: TypeAlias = tuple[str | int, str | int]
"""The key of a row that a page goes on from."""


_OVERRIDES = frozenset({"override", "override_without_right"})


@frozen
class SaleHeader:
    """A sale without its lines. ``status`` None: the server has yet to decide. Lists alone tell the last eight.

    ``goods``: its first lines, ``more_goods`` those beyond; none from an older server. ``unconfirmed``: the places of
    its transfers that nobody has confirmed, ``lost`` of those that did not arrive. ``change_owed`` and
    ``returns_waiting``: the ids of what is open.
    """

    id: SaleId
    ticket: str | None
    till: str | None
    status: SaleStatus | None
    door: str
    sold_by: MemberId | None
    created_by: MemberId | None
    business_date: str
    created_at: str
    total: int
    flags: tuple[str, ...]
    methods: tuple[str, ...]
    decided_by: MemberId | None
    decided_at: str | None
    reason: str | None
    is_waiting: bool = False
    transfers: tuple[Transfer, ...] = ()
    returns_waiting: tuple[str, ...] = ()
    returned: int = 0
    unconfirmed: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    change_owed: tuple[str, ...] = ()
    goods: tuple[Goods, ...] = ()
    more_goods: int = 0

    @property
    def is_override(self) -> bool:
        """Whether somebody allowed it although the shelf, or a price, said no (« vendre quand même »)."""
        return not _OVERRIDES.isdisjoint(self.flags)


@frozen
class Return:
    """``amount`` None: the server has yet to say it; ``refund`` and ``restock`` None: a manager has yet to decide.

    ``ticket``: the number of the sale; an older server does not say it.
    """

    id: str
    sale: SaleId
    position: int
    product: ProductId
    qty: int
    amount: int | None
    reason: Reason
    refund: bool | None
    restock: bool | None
    exchange_sale: SaleId | None
    notes: str
    state: ReturnState
    business_date: str | None
    created_by: MemberId | None
    created_at: str
    decided_by: MemberId | None
    decided_at: str | None
    restocked_by: MemberId | None
    restocked_at: str | None
    refusal: str | None
    is_waiting: bool = False
    ticket: str | None = None


@frozen
class Supply:
    """Goods that came in. Costs of a piece are decimal texts, None before the server says them."""

    id: str
    product: ProductId
    lots: int
    lot_size: int
    qty: int
    lot_price: int
    unit_cost: str | None
    average_before: str | None
    supplier: str
    notes: str
    business_date: str | None
    created_by: MemberId | None
    created_at: str
    reversed_by: MemberId | None
    reversed_at: str | None
    reversal_reason: str | None
    is_waiting: bool = False


@frozen
class KeptBottle:
    """``state``: active, claimed, forfeited or expired. ``expires_at`` None: not known before the server says it.

    ``ticket``: the number of the sale, once the server has told it; an older one does not.
    """

    id: str
    sale: SaleId
    position: int
    product: ProductId
    qty: int
    guest: str | None
    phone: str | None
    notes: str
    state: str
    expires_at: str | None
    created_by: MemberId | None
    created_at: str
    ended_by: MemberId | None
    ended_at: str | None
    reason: str | None
    is_waiting: bool = False
    ticket: str | None = None


@frozen
class Discrepancy:
    """``kind``: stock (``qty`` pieces were sold that the book had not) or price (``asked``, ``price`` was in force)."""

    id: str
    kind: str
    sale: SaleId
    product: ProductId
    qty: int
    asked: int | None
    price: int | None
    state: str
    created_at: str
    settled_by: MemberId | None
    settled_at: str | None
    resolution: str | None
    notes: str
    is_waiting: bool = False


@frozen
class Notice:
    id: str
    kind: str
    params: Mapping[str, object] = field(hash=False)
    subject: str
    created_at: str
    read_by: MemberId | None
    read_at: str | None
    is_waiting: bool = False


@frozen
class Credit:
    """Change that the bar owes a guest, by its code (the number of the sale that owes it).

    ``amount`` None: the server has yet to say it. It is given with ``redeemed_by``, void with ``redeemed_at`` alone.
    Whose sale it was and what was sold (``goods`` as a ``SaleHeader`` has it) an older server does not say.
    """

    id: str
    sale: SaleId
    code: str
    amount: int | None
    created_at: str
    redeemed_by: MemberId | None
    redeemed_at: str | None
    is_waiting: bool = False
    sold_by: MemberId | None = None
    goods: tuple[Goods, ...] = ()
    more_goods: int = 0

    @property
    def state(self) -> str:
        """``open``, ``given`` or ``void`` (the sale was undone)."""
        if self.redeemed_at is None:
            return "open"
        return "void" if self.redeemed_by is None else "given"


Item = TypeVar("Item", bound=SaleHeader | Return | Supply | KeptBottle | Discrepancy | Notice | Credit)


@frozen
class Page(Generic[Item]):
    """At most 50 rows, newest first, and own waiting ones before them.

    ``next_key``: where older rows begin, ``previous_key`` newer ones; None where there are none. ``count`` rows in all,
    or more when ``is_counted`` is False.
    """

    items: tuple[Item, ...]
    next_key: Cursor | None
    previous_key: Cursor | None
    count: int
    is_counted: bool
    filters: Mapping[str, str] = field(hash=False)
    is_first: bool
    time_zone: str | None = None
    closing_hour: int | None = None


def with_new(page: Page[Item], item: Item) -> Page[Item]:
    """Return the page with ``item`` at its head; the same page when it is not the first one or has it already."""
    if not page.is_first or any(known.id == item.id for known in page.items):
        return page
    return replace(page, items=(item, *page.items), count=page.count + 1)


def with_changed(page: Page[Item], changed: Mapping[str, Item | None]) -> Page[Item]:
    """Return the page with the items that ``changed`` has by id in the place of theirs; None takes one away."""
    if not any(item.id in changed for item in page.items):
        return page
    items = tuple(new for item in page.items if (new := changed.get(item.id, item)) is not None)
    return replace(page, items=items, count=page.count - (len(page.items) - len(items)))
