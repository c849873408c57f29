"""What own commands do to the lists shown before the server knows: pure, total functions (page, row) → page.

A new thing stands at the head of the first page, « en attente »; a changed one says its new state and is marked. What
no longer fits the page's filter leaves it. A body that says nothing readable changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from app.domain.history import (
    Discrepancy,
    KeptBottle,
    Notice,
    Page,
    Return,
    Supply,
    with_changed,
    with_new,
)
from app.domain.ids import ProductId, SaleId
from app.domain.returns import RULES, Reason, ReturnState
from app.sync.ports import Json, Row
from app.till import bar_edits, consignments, returns, sale_states, stock, supplies
from app.till.history_parts import member_of, part_of, word_of
from app.till.projections import RECORD_SALE
from app.till.stock import whole_of

After: TypeAlias = Callable[[Any, Row], Any]


# Returns


def returns_after(page: Page[Return], row: Row) -> Page[Return]:
    """Return a page of returns after ``row``. A manager's own is approved at once by the server, which then says so."""
    match row.kind:
        case "create_return":
            return _with_return(page, row, row.body, ReturnState.PENDING)
        case "exchange":
            part = {**part_of(row.body, "return"), "reason": Reason.EXCHANGE.value}
            return _with_return(page, row, part, ReturnState.RESTOCKED, part_of(row.body, "sale"))
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
    word = word_of(part, "reason")
    if word not in set(Reason):
        return page
    rule = RULES[Reason(word)]
    back = Return(
        id=word_of(part, "return"),
        sale=SaleId(word_of(part, "sale")),
        position=whole_of(part, "position"),
        product=ProductId(word_of(part, "product")),
        qty=whole_of(part, "qty"),
        amount=None,
        reason=Reason(word),
        refund=rule.refund,
        restock=rule.restock,
        exchange_sale=SaleId(word_of(sale, "sale")) if sale else None,
        notes=word_of(part, "notes"),
        state=state,
        business_date=None,
        created_by=member_of(row),
        created_at=row.moment,
        decided_by=None,
        decided_at=None,
        restocked_by=None,
        restocked_at=None,
        refusal=None,
        is_waiting=True,
        ticket=word_of(part, "ticket") or None,
    )
    shown = {"state": back.state, "product": back.product, "sale": back.sale}
    return with_new(page, back) if _is_asked_for(page, shown) else page


def _with_state(page: Page[Return], row: Row, before: ReturnState, state: ReturnState) -> Page[Return]:
    def after(back: Return) -> Return | None:
        if page.filters.get("state", state) != state:
            return None
        refusal = word_of(row.body, "reason") if state is ReturnState.REJECTED else None
        return replace(back, state=state, decided_by=member_of(row), refusal=refusal, is_waiting=True)

    wanted = word_of(row.body, "return")
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
        wanted, reason = word_of(row.body, "supply"), word_of(row.body, "reason")
        return with_changed(
            page,
            {
                x.id: replace(
                    x,
                    reversed_by=member_of(row),
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
        id=word_of(row.body, "supply"),
        product=ProductId(word_of(row.body, "product")),
        lots=lots,
        lot_size=lot_size,
        qty=lots * lot_size,
        lot_price=whole_of(row.body, "lot_price"),
        unit_cost=None,
        average_before=None,
        supplier=word_of(row.body, "supplier"),
        notes=word_of(row.body, "notes"),
        business_date=None,
        created_by=member_of(row),
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
    if row.kind == consignments.CLAIM_PART:
        return _with_part(page, row)
    state = {consignments.CLAIM_CONSIGNMENT: "claimed", consignments.FORFEIT_CONSIGNMENT: "forfeited"}.get(
        row.kind
    )
    wanted = word_of(row.body, "consignment")
    if state is None:
        return page

    def after(kept: KeptBottle) -> KeptBottle | None:
        if page.filters.get("state", state) != state:
            return None
        reason = word_of(row.body, "reason") or None
        ended = replace(kept, state=state, ended_by=member_of(row), ended_at=row.moment, reason=reason)
        return replace(ended, is_waiting=True)

    return with_changed(page, {x.id: after(x) for x in page.items if x.id == wanted and x.state == "active"})


def _with_part(page: Page[KeptBottle], row: Row) -> Page[KeptBottle]:
    """Return the page with fewer kept together, and those that were handed over (twin of ``logic.do_claim_part``)."""
    wanted, part = word_of(row.body, "consignment"), word_of(row.body, "part")
    qty, seen = whole_of(row.body, "qty"), whole_of(row.body, "of")
    kept = next((x for x in page.items if x.id == wanted and x.state == "active" and x.qty == seen), None)
    if kept is None or not part or not 0 < qty < seen:
        return page
    left = replace(kept, qty=kept.qty - qty, is_waiting=True)
    claimed = replace(left, id=part, qty=qty, state="claimed", ended_by=member_of(row), ended_at=row.moment)
    if page.filters.get("state", claimed.state) != claimed.state:
        return with_changed(page, {kept.id: left})
    place = page.items.index(kept)
    items = (*page.items[:place], claimed, left, *page.items[place + 1 :])
    return replace(page, items=items, count=page.count + 1)


def _kept_of(row: Row) -> KeptBottle:
    return KeptBottle(
        id=word_of(row.body, "consignment"),
        sale=SaleId(word_of(row.body, "sale")),
        position=whole_of(row.body, "position"),
        product=ProductId(word_of(row.body, "product")),
        qty=whole_of(row.body, "qty"),
        guest=word_of(row.body, "guest"),
        phone=word_of(row.body, "phone") or None,
        notes=word_of(row.body, "notes"),
        state="active",
        expires_at=None,
        created_by=member_of(row),
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
    wanted = word_of(row.body, "discrepancy")
    return with_changed(
        page,
        {
            x.id: replace(
                x,
                state="settled",
                settled_by=member_of(row),
                settled_at=row.moment,
                resolution=word_of(row.body, "resolution"),
                notes=word_of(row.body, "notes"),
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
            x.id: replace(x, read_by=member_of(row), read_at=row.moment, is_waiting=True)
            if is_shown
            else None
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
        sale_states.CONFIRM_PAYMENT,
        sale_states.REDEEM_CHANGE,
    }
)
RETURNS = frozenset(returns.VERSIONS)
SUPPLIES = frozenset({supplies.RECORD_SUPPLY, supplies.REVERSE_SUPPLY})
CONSIGNMENTS = frozenset(consignments.VERSIONS)
DISCREPANCIES = frozenset({stock.SETTLE_DISCREPANCY})
NOTICES = frozenset({bar_edits.READ_NOTIFICATIONS})
