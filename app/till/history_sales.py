"""What own commands do to a list of sales before the server knows; see ``history``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.history import Page, SaleHeader, with_changed, with_new
from app.domain.ids import MemberId, SaleId
from app.domain.sale_states import WITHDRAWN, SaleStatus
from app.sync.ports import Json, Row
from app.till import change, returns, sale_states
from app.till.history_parts import day_of, goods_of, member_of, part_of, rows_of, word_of
from app.till.stock import whole_of


def sales_after(page: Page[SaleHeader], row: Row) -> Page[SaleHeader]:
    """Return a page of sales after ``row``."""
    match row.kind:
        case "record_sale":
            return _with_sale(page, row, row.body)
        case "exchange":
            return _with_sale(page, row, part_of(row.body, "sale"))
        case "validate_sales":
            sales = row.body.get("sales")
            wanted = sales if isinstance(sales, (list, tuple)) else ()
            return _decided(page, row, [str(sale) for sale in wanted], SaleStatus.VALIDATED)
        case "cancel_sale":
            return _decided(page, row, [word_of(row.body, "sale")], SaleStatus.CANCELLED)
        case "reject_sale" | "withdraw_sale":
            return _decided(page, row, [word_of(row.body, "sale")], SaleStatus.REJECTED)
        case sale_states.CONFIRM_PAYMENT:
            return _with_transfer(page, row)
        case sale_states.REDEEM_CHANGE:
            return _closed(page, "change_owed", word_of(row.body, "credit"))
        case returns.CREATE_RETURN:
            return _with_waiting(page, word_of(row.body, "sale"), word_of(row.body, "return"))
        case returns.APPROVE_RETURN | returns.REJECT_RETURN:
            return _closed(page, "returns_waiting", word_of(row.body, "return"))
    return page


def _with_waiting(page: Page[SaleHeader], sale: str, back: str) -> Page[SaleHeader]:
    """Return the page with a return that waits for its manager; what it is worth is said once it is decided."""
    return with_changed(
        page,
        {
            x.id: replace(x, returns_waiting=(*x.returns_waiting, back))
            for x in page.items
            if x.id == sale and back not in x.returns_waiting
        },
    )


def _with_transfer(page: Page[SaleHeader], row: Row) -> Page[SaleHeader]:
    """Return the page with a transfer that came, also late, or did not (twin of ``logic.do_confirm_payment``)."""
    sale, place = word_of(row.body, "sale"), whole_of(row.body, "position")
    waited = {x.id for x in page.items if x.id == sale and place in x.unconfirmed}
    page = _closed(page, "unconfirmed", place, sale)
    if row.body.get("was") == "failed":
        return _closed(page, "lost", place, sale)
    if row.body.get("state") != "failed":
        return page
    lost: dict[str, SaleHeader | None] = {
        x.id: replace(x, lost=tuple(sorted((*x.lost, place)))) for x in page.items if x.id in waited
    }
    return with_changed(page, lost)


def _closed(page: Page[SaleHeader], field: str, what: str | int, sale: str | None = None) -> Page[SaleHeader]:
    """Return the page without ``what`` among what is open of its sales under ``field``; of that sale alone if named."""
    changed: dict[str, SaleHeader | None] = {}
    for header in page.items:
        held: tuple[object, ...] = getattr(header, field)
        if what in held and sale in (None, header.id):
            left: dict[str, Any] = {field: tuple(one for one in held if one != what)}
            changed[header.id] = replace(header, **left)
    return with_changed(page, changed)


def _with_sale(page: Page[SaleHeader], row: Row, body: Mapping[str, Json]) -> Page[SaleHeader]:
    header = SaleHeader(
        id=SaleId(word_of(body, "sale")),
        ticket=row.ticket,
        till=None,
        status=None,
        door=row.door.value,
        sold_by=MemberId(word_of(body, "sold_by")),
        created_by=member_of(row),
        business_date=day_of(page, row.moment),
        created_at=row.moment,
        total=whole_of(body, "total"),
        flags=("override",) if body.get("override") is True else (),
        methods=tuple(word_of(payment, "method") for payment in rows_of(body, "payments")),
        decided_by=None,
        decided_at=None,
        reason=None,
        is_waiting=True,
        unconfirmed=tuple(
            place
            for place, payment in enumerate(rows_of(body, "payments"), 1)
            if word_of(payment, "method") == "mobile_money"
        ),
        # Under the sale's own id while it waits, as the list of what is owed has it.
        change_owed=(word_of(body, "sale"),) if change.owed_of(body) else (),
        **goods_of(body),
    )
    products = {word_of(line, "product") for line in rows_of(body, "lines")}
    return with_new(page, header) if header.id and _fits(page.filters, header, products) else page


def _fits(filters: Mapping[str, str], sale: SaleHeader, products: set[str]) -> bool:
    """Tell whether a waiting sale is among those asked for. Of its status the server has yet to decide."""
    return (
        "status" not in filters
        and filters.get("from", "") <= sale.business_date <= filters.get("to", "9999")
        and filters.get("seller", sale.sold_by) == sale.sold_by
        and ("product" not in filters or filters["product"] in products)
        and ("method" not in filters or filters["method"] in sale.methods)
        and ("payment" not in filters or "mobile_money" in sale.methods)
    )


def _decided(page: Page[SaleHeader], row: Row, sales: list[str], status: SaleStatus) -> Page[SaleHeader]:
    is_shown = page.filters.get("status", status) == status
    changed: dict[str, SaleHeader | None] = {
        sale.id: replace(
            sale,
            status=status,
            decided_by=member_of(row),
            decided_at=row.moment,
            reason=WITHDRAWN if row.kind == "withdraw_sale" else word_of(row.body, "reason") or None,
            is_waiting=True,
            change_owed=sale.change_owed if status is SaleStatus.VALIDATED else (),
        )
        if is_shown
        else None
        for sale in page.items
        if sale.id in sales and (sale.status is None or status in sale.status.next)
    }
    return with_changed(page, changed)
