"""What a bar has earned, as the reads tell it: a day's figures, its hours, methods, sellers and products, and trends.

Amounts are whole minor units, times ISO 8601 in UTC.
"""

from __future__ import annotations

from app.domain.frozen import frozen
from app.domain.ids import MemberId, ProductId


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
