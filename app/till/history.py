"""What own commands do to the lists shown before the server knows: pure, total functions (page, row) → page.

A new thing stands at the head of the first page, « en attente »; a changed one says its new state and is marked. What
no longer fits the page's filter leaves it. A body that says nothing readable changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from app.domain.business_date import business_date
from app.domain.history import (
    Discrepancy,
    KeptBottle,
    Notice,
    Page,
    Return,
    SaleHeader,
    Supply,
    with_changed,
    with_new,
)
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import RULES, Reason, ReturnState
from app.domain.sale_states import WITHDRAWN, SaleStatus
from app.sync.ports import Json, Row
from app.till import bar_edits, consignments, returns, sale_states, stock, supplies
from app.till.projections import RECORD_SALE
from app.till.stock import whole_of

After: TypeAlias = Callable[[Any, Row], Any]


def _word(part: Mapping[str, Json], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _part(body: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _rows(body: Mapping[str, Json], name: str) -> tuple[Mapping[str, Json], ...]:
    value = body.get(name)
    return tuple(x for x in value if isinstance(x, Mapping)) if isinstance(value, (list, tuple)) else ()


def _member(row: Row) -> MemberId | None:
    return MemberId(row.by) if row.by else None


# Sales


def sales_after(page: Page[SaleHeader], row: Row) -> Page[SaleHeader]:
    """Return a page of sales after ``row``."""
    match row.kind:
        case "record_sale":
            return _with_sale(page, row, row.body)
        case "exchange":
            return _with_sale(page, row, _part(row.body, "sale"))
        case "validate_sales":
            sales = row.body.get("sales")
            wanted = sales if isinstance(sales, (list, tuple)) else ()
            return _decided(page, row, [str(sale) for sale in wanted], SaleStatus.VALIDATED)
        case "cancel_sale":
            return _decided(page, row, [_word(row.body, "sale")], SaleStatus.CANCELLED)
        case "reject_sale" | "withdraw_sale":
            return _decided(page, row, [_word(row.body, "sale")], SaleStatus.REJECTED)
        case returns.CREATE_RETURN:
            return _with_waiting(page, _word(row.body, "sale"), _word(row.body, "return"))
        case returns.APPROVE_RETURN | returns.REJECT_RETURN:
            return _with_decided(page, _word(row.body, "return"))
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


def _with_decided(page: Page[SaleHeader], back: str) -> Page[SaleHeader]:
    return with_changed(
        page,
        {
            x.id: replace(x, returns_waiting=tuple(one for one in x.returns_waiting if one != back))
            for x in page.items
            if back in x.returns_waiting
        },
    )


def _with_sale(page: Page[SaleHeader], row: Row, body: Mapping[str, Json]) -> Page[SaleHeader]:
    header = SaleHeader(
        id=SaleId(_word(body, "sale")),
        ticket=row.ticket,
        till=None,
        status=None,
        door=row.door.value,
        sold_by=MemberId(_word(body, "sold_by")),
        created_by=_member(row),
        business_date=_day_of(page, row.moment),
        created_at=row.moment,
        total=whole_of(body, "total"),
        flags=(),
        methods=tuple(_word(payment, "method") for payment in _rows(body, "payments")),
        decided_by=None,
        decided_at=None,
        reason=None,
        is_waiting=True,
    )
    products = {_word(line, "product") for line in _rows(body, "lines")}
    return with_new(page, header) if header.id and _fits(page.filters, header, products) else page


def _day_of(page: Page[SaleHeader], moment: str) -> str:
    """Return the bar's day of a moment; the calendar's in UTC while the page does not say where the bar is."""
    if page.time_zone is None or page.closing_hour is None:
        return moment[:10]
    return business_date(datetime.fromisoformat(moment), page.time_zone, page.closing_hour).isoformat()


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
            decided_by=_member(row),
            decided_at=row.moment,
            reason=WITHDRAWN if row.kind == "withdraw_sale" else _word(row.body, "reason") or None,
            is_waiting=True,
        )
        if is_shown
        else None
        for sale in page.items
        if sale.id in sales and (sale.status is None or status in sale.status.next)
    }
    return with_changed(page, changed)


# Returns


def returns_after(page: Page[Return], row: Row) -> Page[Return]:
    """Return a page of returns after ``row``. A manager's own is approved at once by the server, which then says so."""
    match row.kind:
        case "create_return":
            return _with_return(page, row, row.body, ReturnState.PENDING)
        case "exchange":
            part = {**_part(row.body, "return"), "reason": Reason.EXCHANGE.value}
            return _with_return(page, row, part, ReturnState.RESTOCKED, _part(row.body, "sale"))
        case "approve_return":
            restocks = row.body.get("restock_now") is True
            state = ReturnState.RESTOCKED if restocks else ReturnState.APPROVED
            return _with_state(page, row, ReturnState.PENDING, state)
        case "reject_return":
            return _with_state(page, row, ReturnState.PENDING, ReturnState.REJECTED)
        case "restock_return":
            return _with_state(page, row, ReturnState.APPROVED, ReturnState.RESTOCKED)
    return page


def _with_return(
    page: Page[Return],
    row: Row,
    part: Mapping[str, Json],
    state: ReturnState,
    sale: Mapping[str, Json] | None = None,
) -> Page[Return]:
    word = _word(part, "reason")
    if word not in set(Reason):
        return page
    rule = RULES[Reason(word)]
    back = Return(
        id=_word(part, "return"),
        sale=SaleId(_word(part, "sale")),
        position=whole_of(part, "position"),
        product=ProductId(_word(part, "product")),
        qty=whole_of(part, "qty"),
        amount=None,
        reason=Reason(word),
        refund=rule.refund,
        restock=rule.restock,
        exchange_sale=SaleId(_word(sale, "sale")) if sale else None,
        notes=_word(part, "notes"),
        state=state,
        business_date=None,
        created_by=_member(row),
        created_at=row.moment,
        decided_by=None,
        decided_at=None,
        restocked_by=None,
        restocked_at=None,
        refusal=None,
        is_waiting=True,
    )
    shown = {"state": back.state, "product": back.product, "sale": back.sale}
    return with_new(page, back) if _is_asked_for(page, shown) else page


def _with_state(page: Page[Return], row: Row, before: ReturnState, state: ReturnState) -> Page[Return]:
    def after(back: Return) -> Return | None:
        if page.filters.get("state", state) != state:
            return None
        refusal = _word(row.body, "reason") if state is ReturnState.REJECTED else None
        return replace(back, state=state, decided_by=_member(row), refusal=refusal, is_waiting=True)

    wanted = _word(row.body, "return")
    return with_changed(page, {x.id: after(x) for x in page.items if x.id == wanted and x.state is before})


def _is_asked_for(page: Page[Any], shown: Mapping[str, str]) -> bool:
    return all(shown.get(name) == value for name, value in page.filters.items())


# Goods


def supplies_after(page: Page[Supply], row: Row) -> Page[Supply]:
    """Return a page of what came in after ``row``."""
    if row.kind == supplies.RECORD_SUPPLY:
        came = _supply_of(row)
        return with_new(page, came) if _is_asked_for(page, {"product": came.product}) else page
    if row.kind == supplies.REVERSE_SUPPLY:
        wanted, reason = _word(row.body, "supply"), _word(row.body, "reason")
        return with_changed(
            page,
            {
                x.id: replace(
                    x,
                    reversed_by=_member(row),
                    reversed_at=row.moment,
                    reversal_reason=reason,
                    is_waiting=True,
                )
                for x in page.items
                if x.id == wanted and x.reversal_reason is None
            },
        )
    return page


def _supply_of(row: Row) -> Supply:
    lots, lot_size = whole_of(row.body, "lots"), whole_of(row.body, "lot_size")
    return Supply(
        id=_word(row.body, "supply"),
        product=ProductId(_word(row.body, "product")),
        lots=lots,
        lot_size=lot_size,
        qty=lots * lot_size,
        lot_price=whole_of(row.body, "lot_price"),
        unit_cost=None,
        average_before=None,
        supplier=_word(row.body, "supplier"),
        notes=_word(row.body, "notes"),
        business_date=None,
        created_by=_member(row),
        created_at=row.moment,
        reversed_by=None,
        reversed_at=None,
        reversal_reason=None,
        is_waiting=True,
    )


# Kept bottles


def consignments_after(page: Page[KeptBottle], row: Row) -> Page[KeptBottle]:
    """Return a page of kept bottles after ``row``."""
    if row.kind == consignments.CREATE_CONSIGNMENT:
        kept = _kept_of(row)
        shown = {"state": kept.state, "product": kept.product, "sale": kept.sale}
        return with_new(page, kept) if _is_asked_for(page, shown) else page
    state = {consignments.CLAIM_CONSIGNMENT: "claimed", consignments.FORFEIT_CONSIGNMENT: "forfeited"}.get(
        row.kind
    )
    wanted = _word(row.body, "consignment")
    if state is None:
        return page

    def after(kept: KeptBottle) -> KeptBottle | None:
        if page.filters.get("state", state) != state:
            return None
        reason = _word(row.body, "reason") or None
        ended = replace(kept, state=state, ended_by=_member(row), ended_at=row.moment, reason=reason)
        return replace(ended, is_waiting=True)

    return with_changed(page, {x.id: after(x) for x in page.items if x.id == wanted and x.state == "active"})


def _kept_of(row: Row) -> KeptBottle:
    return KeptBottle(
        id=_word(row.body, "consignment"),
        sale=SaleId(_word(row.body, "sale")),
        position=whole_of(row.body, "position"),
        product=ProductId(_word(row.body, "product")),
        qty=whole_of(row.body, "qty"),
        guest=_word(row.body, "guest"),
        phone=_word(row.body, "phone") or None,
        notes=_word(row.body, "notes"),
        state="active",
        expires_at=None,
        created_by=_member(row),
        created_at=row.moment,
        ended_by=None,
        ended_at=None,
        reason=None,
        is_waiting=True,
    )


# What managers look at


def discrepancies_after(page: Page[Discrepancy], row: Row) -> Page[Discrepancy]:
    """Return a page of discrepancies after ``row``."""
    if row.kind != stock.SETTLE_DISCREPANCY:
        return page
    is_shown = page.filters.get("state", "settled") == "settled"
    wanted = _word(row.body, "discrepancy")
    return with_changed(
        page,
        {
            x.id: replace(
                x,
                state="settled",
                settled_by=_member(row),
                settled_at=row.moment,
                resolution=_word(row.body, "resolution"),
                notes=_word(row.body, "notes"),
                is_waiting=True,
            )
            if is_shown
            else None
            for x in page.items
            if x.id == wanted and x.state == "open"
        },
    )


def notices_after(page: Page[Notice], row: Row) -> Page[Notice]:
    """Return a page of notifications after ``row``."""
    ids = row.body.get("ids")
    if row.kind != bar_edits.READ_NOTIFICATIONS or not isinstance(ids, (list, tuple)):
        return page
    is_shown = page.filters.get("state", "read") == "read"
    return with_changed(
        page,
        {
            x.id: replace(x, read_by=_member(row), read_at=row.moment, is_waiting=True) if is_shown else None
            for x in page.items
            if x.id in ids and x.read_at is None
        },
    )


SALES = frozenset(
    {
        RECORD_SALE,
        returns.EXCHANGE,
        returns.CREATE_RETURN,
        returns.APPROVE_RETURN,
        returns.REJECT_RETURN,
        sale_states.VALIDATE_SALES,
        sale_states.REJECT_SALE,
        sale_states.WITHDRAW_SALE,
        sale_states.CANCEL_SALE,
        sale_states.CONFIRM_PAYMENT,  # it changes no header, but which lists the sale is on
    }
)
RETURNS = frozenset(returns.VERSIONS)
SUPPLIES = frozenset({supplies.RECORD_SUPPLY, supplies.REVERSE_SUPPLY})
CONSIGNMENTS = frozenset(consignments.VERSIONS)
DISCREPANCIES = frozenset({stock.SETTLE_DISCREPANCY})
NOTICES = frozenset({bar_edits.READ_NOTIFICATIONS})
