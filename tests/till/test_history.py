"""Own commands on the lists: what waits stands at the head, what is decided says so, and nothing else moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.domain.history import (
    Discrepancy,
    KeptBottle,
    Notice,
    Page,
    Return,
    SaleHeader,
    Supply,
)
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.returns import Reason, ReturnState
from app.domain.sale import Goods
from app.domain.sale_states import SaleStatus
from app.sync.ports import Door, Json, JsonObject, Row, State
from app.till import history, history_sales

MOMENT = "2026-03-05T04:30:00.000000Z"
DAY = "2026-03-04"
HEADER = SaleHeader(
    id=SaleId("s1"),
    ticket="C1-000001",
    till="till",
    status=SaleStatus.PENDING,
    door="counter",
    sold_by=MemberId("afi"),
    created_by=MemberId("afi"),
    business_date=DAY,
    created_at=MOMENT,
    total=500,
    flags=(),
    methods=("cash",),
    decided_by=None,
    decided_at=None,
    reason=None,
)
BACK = Return(
    *("r1", SaleId("s1"), 1, ProductId("flag"), 2, 1_000, Reason.DEFECTIVE, True, False, None, ""),
    *(ReturnState.PENDING, DAY, None, MOMENT, None, None, None, None, None),
)
CAME = Supply(
    *("u1", ProductId("flag"), 2, 12, 24, 6_000, "500.0000", "0.0000", "", "", DAY, None, MOMENT),
    *(None, None, None),
)
KEPT = KeptBottle(
    *("k1", SaleId("s1"), 1, ProductId("flag"), 1, "Kodjo", None, "", "active", MOMENT, None, MOMENT),
    *(None, None, None),
)
ITEM = Discrepancy(
    *("d1", "stock", SaleId("s1"), ProductId("flag"), 2, None, None, "open", MOMENT, None, None, None, "")
)
TOLD = Notice("n1", "sale_flagged", {}, "", MOMENT, None, None)
SALE: JsonObject = {
    "sale": "s9",
    "sold_by": "afi",
    "total": 800,
    "lines": [{"product": "flag", "qty": 1}, "?"],
    "payments": [{"method": "card", "amount": 800}],
}


def page(*items: Any, **changes: Any) -> Page[Any]:
    whole: Page[Any] = Page(
        items, None, None, len(items), True, {}, True, time_zone="Africa/Porto-Novo", closing_hour=6
    )
    return replace(whole, **changes)


def row(kind: str, body: JsonObject, by: str | None = "koffi") -> Row:
    return Row(
        no=7,
        id="c7",
        kind=kind,
        version=1,
        body=body,
        sha256="",
        door=Door.COUNTER,
        state=State.WAITING,
        by=by,
        session=None,
        moment=MOMENT,
        clock_unsure=False,
        age_s=None,
        boot="b",
        appended_at=0.0,
        ticket="C1-000009",
        amount=0,
    )


def test_a_sale_that_waits_is_at_the_head_of_the_first_page() -> None:
    shown = history_sales.sales_after(page(HEADER), row("record_sale", SALE))

    waiting = shown.items[0]
    assert [x.id for x in shown.items] == ["s9", "s1"]
    assert (waiting.status, waiting.is_waiting, waiting.ticket) == (None, True, "C1-000009")
    assert (waiting.total, waiting.methods, waiting.created_by) == (800, ("card",), "koffi")
    assert waiting.business_date == DAY  # half past five by the bar's clock: the night goes on
    assert shown.count == 2


def test_the_day_of_a_waiting_sale_is_the_calendar_s_where_the_bar_s_is_not_known() -> None:
    for lacking in ({"time_zone": None}, {"closing_hour": None}):
        assert (
            history_sales.sales_after(page(**lacking), row("record_sale", SALE)).items[0].business_date
            == MOMENT[:10]
        )


@pytest.mark.parametrize(
    ("filters", "is_shown"),
    [
        ({"seller": "afi", "method": "card", "product": "flag", "from": DAY, "to": DAY}, True),
        ({"seller": "sena"}, False),
        ({"method": "cash"}, False),
        ({"product": "eau"}, False),
        ({"from": "2026-03-05"}, False),
        ({"to": "2026-03-03"}, False),
        ({"status": "pending"}, False),
        ({"payment": "to_confirm"}, False),
    ],
)
def test_a_waiting_sale_is_shown_where_it_is_asked_for(filters: Mapping[str, str], is_shown: bool) -> None:
    before = page(HEADER, filters=filters)
    shown = history_sales.sales_after(before, row("record_sale", SALE))

    assert (len(shown.items) == 2) is is_shown
    assert is_shown or shown is before


@pytest.mark.parametrize(
    ("before", "body"),
    [
        (page(HEADER, is_first=False), SALE),
        (page(replace(HEADER, id=SaleId("s9"))), SALE),
        (page(HEADER), {}),
        (page(HEADER), {"sale": 5, "lines": 3, "payments": None}),
    ],
)
def test_other_pages_and_sales_that_are_there_stay_as_they_are(before: Page[Any], body: JsonObject) -> None:
    assert history_sales.sales_after(before, row("record_sale", body)) is before


@pytest.mark.parametrize(
    ("kind", "body", "before", "after"),
    [
        ("validate_sales", {"sales": ["s0", "s1"]}, SaleStatus.PENDING, SaleStatus.VALIDATED),
        ("reject_sale", {"sale": "s1", "reason": "broken"}, SaleStatus.PENDING, SaleStatus.REJECTED),
        ("withdraw_sale", {"sale": "s1"}, None, SaleStatus.REJECTED),
        ("cancel_sale", {"sale": "s1", "reason": "x"}, SaleStatus.VALIDATED, SaleStatus.CANCELLED),
        ("cancel_sale", {"sale": "s1", "reason": "x"}, SaleStatus.PENDING, SaleStatus.PENDING),
        ("validate_sales", {"sales": "s1"}, SaleStatus.PENDING, SaleStatus.PENDING),
        ("reject_sale", {"sale": "s2", "reason": "x"}, SaleStatus.PENDING, SaleStatus.PENDING),
        ("redeem_change", {}, SaleStatus.PENDING, SaleStatus.PENDING),
    ],
)
def test_a_decision_is_shown_at_once_where_it_may_be_made(
    kind: str, body: JsonObject, before: SaleStatus | None, after: SaleStatus
) -> None:
    shown = history_sales.sales_after(page(replace(HEADER, status=before)), row(kind, body))
    [sale] = shown.items

    assert sale.status is after
    assert sale.is_waiting is (before is not after)
    assert sale.decided_by == (None if before is after else "koffi")
    why = "withdrawn" if kind == "withdraw_sale" else body.get("reason")
    assert sale.reason == (why if before is not after else None)


def test_what_no_longer_fits_the_filter_leaves_the_page() -> None:
    other = replace(HEADER, id=SaleId("s2"))
    pending = page(HEADER, other, filters={"status": "pending"})
    shown = history_sales.sales_after(pending, row("validate_sales", {"sales": ["s1"]}))
    kept = history_sales.sales_after(
        page(HEADER, filters={"status": "rejected"}), row("reject_sale", {"sale": "s1", "reason": "x"})
    )

    assert ([x.id for x in shown.items], shown.count) == (["s2"], 1)
    assert kept.items[0].status is SaleStatus.REJECTED


def test_an_exchange_is_a_sale_and_a_return() -> None:
    body: JsonObject = {
        "return": {"return": "r9", "sale": "s1", "position": 1, "product": "flag", "qty": 1, "notes": ""},
        "sale": SALE,
    }
    sales = history_sales.sales_after(page(), row("exchange", body, by=None))
    backs = history.returns_after(page(), row("exchange", body))

    assert (sales.items[0].id, sales.items[0].created_by) == ("s9", None)
    assert (backs.items[0].reason, backs.items[0].state) == (Reason.EXCHANGE, ReturnState.RESTOCKED)
    assert (backs.items[0].exchange_sale, backs.items[0].amount) == ("s9", None)


def test_a_return_waits_for_its_manager() -> None:
    body: JsonObject = {"return": "r2", "sale": "s1", "position": 1, "product": "flag", "qty": 1}
    made = row("create_return", {**body, "reason": "wrong_item", "notes": "x"})
    shown = history.returns_after(page(BACK), made)

    assert [x.id for x in shown.items] == ["r2", "r1"]
    assert (shown.items[0].state, shown.items[0].refund) == (ReturnState.PENDING, True)
    known = row("create_return", {**made.body, "ticket": "C1-000007"})
    tickets = [history.returns_after(page(), one).items[0].ticket for one in (made, known)]
    assert tickets == [None, "C1-000007"]
    assert len(history.returns_after(page(filters={"state": "pending", "sale": "s1"}), made).items) == 1
    assert history.returns_after(page(filters={"state": "approved"}), made).items == ()
    assert history.returns_after(page(BACK), row("create_return", body)).items == (BACK,)


@pytest.mark.parametrize(
    ("kind", "more", "before", "after"),
    [
        ("approve_return", {}, ReturnState.PENDING, ReturnState.APPROVED),
        ("approve_return", {"restock_now": True}, ReturnState.PENDING, ReturnState.RESTOCKED),
        ("reject_return", {"reason": "opened"}, ReturnState.PENDING, ReturnState.REJECTED),
        ("restock_return", {}, ReturnState.APPROVED, ReturnState.RESTOCKED),
        ("restock_return", {}, ReturnState.REJECTED, ReturnState.REJECTED),
        ("record_sale", {}, ReturnState.PENDING, ReturnState.PENDING),
    ],
)
def test_a_return_says_its_new_state_at_once(
    kind: str, more: JsonObject, before: ReturnState, after: ReturnState
) -> None:
    command = row(kind, {"return": "r1", **more})
    [back] = history.returns_after(page(replace(BACK, state=before)), command).items
    filtered = page(replace(BACK, state=before), filters={"state": before.value})

    assert (back.state, back.is_waiting) == (after, before is not after)
    assert back.refusal == ("opened" if kind == "reject_return" else None)
    assert bool(history.returns_after(filtered, command).items) is (before is after)


def test_a_sale_says_which_of_its_returns_wait() -> None:
    asked = row("create_return", {"return": "r2", "sale": "s1"})
    one = history_sales.sales_after(page(HEADER), asked)
    other = replace(one.items[0], returns_waiting=("r2", "r3"))

    assert [x.returns_waiting for x in one.items] == [("r2",)]
    assert history_sales.sales_after(one, asked) == one, "it is asked for once"
    assert history_sales.sales_after(
        page(HEADER), row("create_return", {"return": "r2", "sale": "s8"})
    ).items == (HEADER,)
    for kind in ("approve_return", "reject_return"):
        decided = row(kind, {"return": "r2", "reason": "opened"})
        assert history_sales.sales_after(page(other), decided).items[0].returns_waiting == ("r3",)
        assert history_sales.sales_after(page(HEADER), decided).items == (HEADER,)


def test_a_sale_says_what_was_sold_from_its_own_lines() -> None:
    volumes = {1: 330, 2: None, 3: 330}
    lines: list[Json] = [
        {"product": f"p{n}", "qty": n, "name": f"N{n}", "volume_ml": volume} for n, volume in volumes.items()
    ]
    made = history_sales.sales_after(page(HEADER), row("record_sale", {**SALE, "lines": lines})).items[0]

    assert made.goods == (Goods(1, "N1", 330), Goods(2, "N2", None))
    assert made.more_goods == 1
    few = history_sales.sales_after(page(), row("record_sale", {**SALE, "lines": lines[:1]})).items[0]
    assert (few.goods, few.more_goods) == ((Goods(1, "N1", 330),), 0)


def test_a_sale_that_was_allowed_all_the_same_says_so_while_it_waits() -> None:
    for body, told in (({}, False), ({"override": False}, False), ({"override": True}, True)):
        [made, _] = history_sales.sales_after(page(HEADER), row("record_sale", {**SALE, **body})).items
        assert made.is_override is told


def test_a_sale_says_that_change_is_owed_until_it_is_given_or_the_sale_undone() -> None:
    owing: list[Json] = [{"method": "cash", "owed": 0}, {"method": "cash", "owed": 500}]
    made = history_sales.sales_after(page(HEADER), row("record_sale", {**SALE, "payments": owing}))
    sale = made.items[0]
    assert [x.change_owed for x in made.items] == [(sale.id,), ()], "under its own id while it waits"

    known = page(replace(HEADER, change_owed=("c1", "c2")))
    assert history_sales.sales_after(known, row("redeem_change", {"credit": "c1"})).items[0].change_owed == (
        "c2",
    )
    assert history_sales.sales_after(known, row("redeem_change", {"credit": "c9"})) == known
    for kind, left in (("validate_sales", ("c1", "c2")), ("reject_sale", ()), ("withdraw_sale", ())):
        body = {"sales": ["s1"]} if kind == "validate_sales" else {"sale": "s1", "reason": "entry_error"}
        assert history_sales.sales_after(known, row(kind, body)).items[0].change_owed == left


def test_a_sale_says_which_of_its_transfers_are_to_be_confirmed() -> None:
    ways = [{"method": method} for method in ("mobile_money", "cash", "mobile_money")]
    made = history_sales.sales_after(page(HEADER), row("record_sale", {**SALE, "payments": ways}))
    assert [x.unconfirmed for x in made.items] == [(1, 3), ()]

    confirmed = row("confirm_payment", {"sale": made.items[0].id, "position": 3, "state": "confirmed"})
    assert [x.unconfirmed for x in history_sales.sales_after(made, confirmed).items] == [(1,), ()]
    for sale, position in (("s8", 3), (made.items[0].id, 2)):
        other = row("confirm_payment", {"sale": sale, "position": position, "state": "confirmed"})
        assert history_sales.sales_after(made, other).items == made.items


def test_a_sale_says_which_of_its_transfers_did_not_arrive_until_they_do() -> None:
    ways = [{"method": method} for method in ("mobile_money", "cash", "mobile_money")]
    made = history_sales.sales_after(page(HEADER), row("record_sale", {**SALE, "payments": ways}))
    body: JsonObject = {"sale": made.items[0].id, "position": 3, "state": "failed"}

    lost = history_sales.sales_after(made, row("confirm_payment", body))
    assert (lost.items[0].unconfirmed, lost.items[0].lost, lost.items[1]) == ((1,), (3,), made.items[1])
    for other in (body, {**body, "position": 2}, {**body, "sale": "s8"}):
        assert history_sales.sales_after(lost, row("confirm_payment", other)).items == lost.items
    said: JsonObject = {**body, "state": "confirmed"}
    assert history_sales.sales_after(lost, row("confirm_payment", said)).items == lost.items
    late = history_sales.sales_after(lost, row("confirm_payment", {**said, "was": "failed"}))
    assert (late.items[0].unconfirmed, late.items[0].lost) == ((1,), ())


def test_goods_come_in_and_are_taken_back_at_once() -> None:
    came: JsonObject = {"supply": "u2", "product": "eau", "lots": 3, "lot_size": 6, "lot_price": 900}
    recorded = row("record_supply", {**came, "supplier": "Sobebra", "notes": ""})
    shown = history.supplies_after(page(CAME), recorded)
    undone = history.supplies_after(page(CAME), row("reverse_supply", {"supply": "u1", "reason": "twice"}))
    again = history.supplies_after(undone, row("reverse_supply", {"supply": "u1", "reason": "once more"}))

    assert (shown.items[0].id, shown.items[0].qty, shown.items[0].unit_cost) == ("u2", 18, None)
    assert history.supplies_after(page(filters={"product": "flag"}), recorded).items == ()
    assert (undone.items[0].reversal_reason, undone.items[0].reversed_by) == ("twice", "koffi")
    assert again is undone
    assert history.supplies_after(undone, row("adjust_stock", {})) is undone


def test_kept_bottles_are_made_claimed_and_forfeited_at_once() -> None:
    body: JsonObject = {"consignment": "k2", "sale": "s1", "position": 1, "product": "flag", "qty": 1}
    made = row("create_consignment", {**body, "guest": "Ama", "phone": None, "notes": ""})
    shown = history.consignments_after(page(KEPT), made)
    claimed = history.consignments_after(page(KEPT), row("claim_consignment", {"consignment": "k1"}))
    forfeit = row("forfeit_consignment", {"consignment": "k1", "reason": "gone"})

    assert (shown.items[0].guest, shown.items[0].state, shown.items[0].expires_at) == ("Ama", "active", None)
    assert history.consignments_after(page(filters={"state": "claimed"}), made).items == ()
    assert (claimed.items[0].state, claimed.items[0].reason) == ("claimed", None)
    assert history.consignments_after(page(KEPT), forfeit).items[0].reason == "gone"
    assert history.consignments_after(claimed, forfeit) is claimed
    assert history.consignments_after(page(KEPT, filters={"state": "active"}), forfeit).items == ()
    assert history.consignments_after(claimed, row("erase_guest", {})) is claimed


def test_of_bottles_kept_together_some_are_handed_over() -> None:
    several = replace(KEPT, qty=3)
    claim = row("claim_part", {"consignment": "k1", "part": "k2", "qty": 1, "of": 3})

    left = replace(several, qty=2, is_waiting=True)
    gone = replace(left, id="k2", qty=1, state="claimed", ended_by=MemberId("koffi"), ended_at=MOMENT)
    shown = history.consignments_after(page(several), claim)
    assert (shown.items, shown.count) == ((gone, left), 2)
    assert history.consignments_after(page(several, filters={"state": "active"}), claim).items == (left,)
    for wrong in ({"qty": 3}, {"qty": 0}, {"part": ""}, {"consignment": "k9"}, {"of": 2}, {"of": 4}):
        before = page(several)
        assert history.consignments_after(before, row("claim_part", {**claim.body, **wrong})) is before
    assert history.consignments_after(shown, row("claim_part", {**claim.body, "qty": 2})) is shown
    assert history.consignments_after(shown, claim) is shown, "once is enough"


def test_a_settled_discrepancy_and_a_read_notice_say_so() -> None:
    settle = row("settle_discrepancy", {"discrepancy": "d1", "resolution": "loss", "notes": "broken"})
    read = row("read_notifications", {"ids": ["n1"]})
    settled = history.discrepancies_after(page(ITEM), settle)
    seen = history.notices_after(page(TOLD), read)

    assert (settled.items[0].state, settled.items[0].resolution) == ("settled", "loss")
    assert history.discrepancies_after(page(ITEM, filters={"state": "open"}), settle).items == ()
    assert history.discrepancies_after(settled, settle) is settled
    assert history.discrepancies_after(settled, read) is settled
    assert (seen.items[0].read_by, seen.items[0].is_waiting) == ("koffi", True)
    assert history.notices_after(page(TOLD, filters={"state": "unread"}), read).items == ()
    assert history.notices_after(seen, read) is seen
    assert history.notices_after(seen, settle) is seen
    assert history.notices_after(seen, row("read_notifications", {"ids": 5})) is seen
