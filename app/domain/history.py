"""What the lists of a bar show: headers of sales, returns, goods, kept bottles, discrepancies, notices, and figures.

Amounts are whole minor units, times ISO 8601 in UTC. ``is_waiting``: this till did it, the server has yet to know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Generic, TypeAlias, TypeVar

from app.domain.frozen import frozen
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import Reason, ReturnState
from app.domain.sale import Transfer
from app.domain.sale_states import SaleStatus

Cursor: TypeAlias = tuple[str | int, str | int]
"""The key of a row that a page goes on from."""


@frozen
class SaleHeader:
    """A sale without its lines. ``status`` None: the server has yet to decide. Lists alone tell the last four."""

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


@frozen
class Return:
    """``amount`` None: the server has yet to say it; ``refund`` and ``restock`` None: a manager has yet to decide."""

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
    """``state``: active, claimed, forfeited or expired. ``expires_at`` None: not known before the server says it."""

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
    """

    id: str
    sale: SaleId
    code: str
    amount: int | None
    created_at: str
    redeemed_by: MemberId | None
    redeemed_at: str | None
    is_waiting: bool = False

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


@frozen
class Revenue:
    """``average`` of a sale, None without sales. ``gross`` is what was sold, ``net`` what remains after returns."""

    sales: int
    gross: int
    returned: int
    net: int
    average: int | None
    days: tuple[DayFigure, ...]


@frozen
class DayFigure:
    day: str
    sales: int
    gross: int
    returned: int
    net: int


@frozen
class HourFigure:
    hour: int
    sales: int
    gross: int


@frozen
class MethodFigure:
    """``to_confirm`` and ``failed`` are parts of ``amount``."""

    method: str
    payments: int
    amount: int
    to_confirm: int
    failed: int


@frozen
class SellerFigure:
    seller: MemberId | None
    sales: int
    gross: int
    returned: int
    net: int


@frozen
class ProductFigure:
    """``qty`` pieces sold less those that came back."""

    product: ProductId
    qty: int
    gross: int
    returned: int
    net: int


@frozen
class LowStock:
    product: ProductId
    stock: int
    reserved: int
    alert_threshold: int


@frozen
class Waiting:
    """So many of something, and the amount (or bottles) that they are about."""

    count: int
    amount: int


@frozen
class Dashboard:
    """Figures of the business days ``first`` to ``last``; from ``low_stock`` on, what waits for somebody now.

    ``products`` are the 50 that earned most of ``products_sold``, ``low_stock`` the 50 lowest of ``products_low``.
    """

    first: str
    last: str
    revenue: Revenue
    hours: tuple[HourFigure, ...]
    methods: tuple[MethodFigure, ...]
    sellers: tuple[SellerFigure, ...]
    products: tuple[ProductFigure, ...]
    products_sold: int
    low_stock: tuple[LowStock, ...]
    products_low: int
    pending: Waiting
    returns_pending: int
    discrepancies_open: int
    to_confirm: Waiting
    consignments_ending: Waiting
    change_owed: Waiting


@frozen
class Trend:
    """A row for each business day from ``first`` to ``last``, also of those without a sale.

    Right at any moment. ``refreshed_at``: when past days were last added up; None when they never were.
    """

    first: str
    last: str
    days: tuple[DayFigure, ...]
    refreshed_at: str | None


@frozen
class TopProduct:
    """``qty`` pieces sold less those that came back, and what they earned."""

    product: ProductId
    qty: int
    net: int


@frozen
class TopProducts:
    """The 50 products that earned most of ``products_sold``, on one business day or in one month, best first."""

    period: str
    first: str
    last: str
    products: tuple[TopProduct, ...]
    products_sold: int


@frozen
class ProductStat:
    """What a product has earned since it was first sold. ``net_qty_30``, ``net_30``: in the 30 days before the refresh.

    ``sold`` pieces in ``sales`` sales, of which ``came_back`` were refunded or exchanged.
    """

    product: ProductId
    sales: int
    sold: int
    came_back: int
    gross: int
    returned: int
    net: int
    net_qty_30: int
    net_30: int
    first_sold_on: str | None
    last_sold_on: str | None


@frozen
class ProductStats:
    """Every product that was ever sold, best first, as of ``refreshed_at``; None: never added up yet."""

    products: tuple[ProductStat, ...]
    refreshed_at: str | None


@frozen
class OwnedBar:
    """One bar of an owner. ``net_30``: in the 30 days before the refresh; amounts are in the bar's ``currency``."""

    bar: str
    name: str
    currency: str
    is_active: bool
    operating_mode: str
    people: int
    tills: int
    products: int
    short_products: int
    sales: int
    gross: int
    returned: int
    net: int
    net_30: int
    last_business_date: str | None


@frozen
class OwnedBars:
    """The bars of which the person signed in is an owner, as of ``refreshed_at``; None: never added up yet."""

    bars: tuple[OwnedBar, ...]
    refreshed_at: str | None
