"""Tickets made of rows of the outbox and of what the server tells of a sale."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from app.domain.history import Credit, SaleHeader
from app.domain.ids import ProductId, SaleId
from app.domain.receipt import Item, KeptSlip, Paid, ReturnSlip, SaleSlip
from app.domain.returns import Pieces, Reason
from app.domain.sale import Cash, MobileMoney, SaleToRecord
from app.domain.sale_detail import Paid as Payment
from app.domain.sale_detail import SaleDetail, SoldLine
from app.domain.sale_states import SaleStatus
from app.sync.ports import Command, Row, State
from app.till.consignments import create_consignment
from app.till.receipts import moves_cash, ticket_of_detail, ticket_of_row
from app.till.returns import create_return, exchange
from app.till.sale_states import redeem_change
from tests.till.world import World, ident, member

AT = "2026-11-29T20:47:00.000000Z"


async def sold(world: World) -> Row:
    """Sell three bottles, the server out of reach; returns the row."""
    world.gateway.is_down = True
    world.tap("flag", "flag", "eau")
    return world.row(
        (await world.checkout.pay((Cash(1_000, 2_000, 800, 200), MobileMoney(300, "MTN MoMo", "R1")))).no
    )


async def appended(world: World, command: Command) -> Row:
    world.gateway.is_down = True
    return await world.outbox.append(command)


def pieces(row: Row, name: str = "flag", qty: int = 1, position: int = 1) -> Pieces:
    return Pieces(SaleId(str(row.body["sale"])), position, ProductId(ident(name)), qty)


WHO: dict[str, Any] = {"command_id": "c", "by": ident("Koffi"), "session": "s"}


async def test_a_sales_ticket_says_whose_where_when_what_and_how_it_was_paid(counter: World) -> None:
    row = await sold(counter)
    ticket = ticket_of_row(row, counter.bar)

    assert ticket is not None
    assert (ticket.head.bar, ticket.head.address, ticket.head.phone) == ("Chez Tonton", "", "+229 01 23")
    assert (ticket.head.number, ticket.head.seller, ticket.head.at) == ("C1-000001", "Afi", row.appended_at)
    assert ticket.head.time_zone == "Africa/Porto-Novo"
    assert ticket.slip == SaleSlip(
        (Item("flag", 330, 2, 500), Item("eau", 330, 1, 300)),
        (
            Paid("cash", 1_000, 2_000, 800, 200),
            Paid("mobile_money", 300, operator="MTN MoMo", reference="R1"),
        ),
    )
    assert (ticket.is_offline, ticket.is_copy) == (True, False)


async def test_what_the_server_has_taken_is_not_offline(counter: World) -> None:
    row = replace(await sold(counter), state=State.DONE)
    ticket = ticket_of_row(row, counter.bar)

    assert ticket is not None
    assert not ticket.is_offline


async def test_a_note_on_a_line_is_printed(counter: World) -> None:
    row = await sold(counter)
    lines = row.body["lines"]
    assert isinstance(lines, list)
    ticket = ticket_of_row(
        replace(row, body={**row.body, "lines": [{**lines[0], "note": "fraîche"}]}), counter.bar
    )

    assert ticket is not None
    assert isinstance(ticket.slip, SaleSlip)
    assert ticket.slip.items == (Item("flag", 330, 2, 500, "fraîche"),)


async def test_an_exchange_shows_what_came_back_as_a_way_of_paying(counter: World) -> None:
    row = await sold(counter)
    counter.tap("sobebra")
    sale = SaleToRecord(SaleId("new"), member("Sena"), counter.cart.lines, ())
    command = exchange("r", pieces(row, qty=2), 900, sale, **WHO)
    made = await appended(counter, command)
    told = replace(made, result={"credit": 200})

    before, after = (ticket_of_row(one, counter.bar) for one in (made, told))
    assert before is not None
    assert after is not None
    assert before.slip == SaleSlip((Item("sobebra", 330, 1, 700),), (Paid("exchange", 700),))
    assert isinstance(after.slip, SaleSlip)
    assert (after.slip.owed, after.head.number, after.head.seller) == (200, "C1-000002", "Sena")


@pytest.mark.parametrize(
    ("reason", "refund", "refunds"),
    [(Reason.WRONG_ITEM, None, True), (Reason.CUSTOMER_CHANGE, None, False), (Reason.OTHER, True, True)],
)
async def test_a_return_slip_names_its_sale_and_its_money(
    counter: World, reason: Reason, refund: bool | None, refunds: bool
) -> None:
    row = await sold(counter)
    restock = None if refund is None else True
    notes = "" if refund is None else "tiède"
    command = create_return(
        "r", pieces(row), reason, decides=True, refund=refund, restock=restock, notes=notes, **WHO
    )
    made = await appended(counter, command)
    ticket = ticket_of_row(made, counter.bar, counter.outbox.rows())

    assert ticket is not None
    assert ticket.slip == ReturnSlip(Item("flag", 330, 1, 500), reason.value, refunds)
    assert (ticket.head.number, ticket.head.seller) == ("C1-000001", "Koffi")


async def test_a_return_that_a_manager_has_yet_to_decide_says_so(counter: World) -> None:
    row = await sold(counter)
    made = await appended(
        counter, create_return("r", pieces(row), Reason.OTHER, decides=False, notes="tiède", **WHO)
    )
    ticket = ticket_of_row(made, counter.bar, counter.outbox.rows())

    assert ticket is not None
    assert isinstance(ticket.slip, ReturnSlip)
    assert ticket.slip.refunds is None


async def test_of_a_sale_that_is_not_here_the_catalogue_and_the_server_say_the_rest(counter: World) -> None:
    row = await sold(counter)
    made = await appended(
        counter, create_return("r", pieces(row, qty=2), Reason.DEFECTIVE, decides=True, **WHO)
    )
    told = replace(made, result={"amount": 900, "refund": True})

    before, after = (ticket_of_row(one, counter.bar) for one in (made, told))
    assert before is not None
    assert after is not None
    assert (before.slip, before.head.number) == (
        ReturnSlip(Item("flag", 330, 2, None), "defective", refunds=True),
        "",
    )
    assert isinstance(after.slip, ReturnSlip)
    assert after.slip.item.total == 900


@pytest.mark.parametrize(("days", "kept_s"), [(3, 3 * 86_400.0), (None, None)])
async def test_a_kept_bottle_has_a_slip_with_its_guest_and_its_end(
    counter: World, days: int | None, kept_s: float | None
) -> None:
    row = await sold(counter)
    made = await appended(counter, create_consignment("k", pieces(row), "M. Koné", days=days, **WHO))
    ticket = ticket_of_row(made, counter.bar, counter.outbox.rows())
    told = ticket_of_row(replace(made, result={"expires_at": AT}), counter.bar, counter.outbox.rows())

    assert ticket is not None
    assert told is not None
    until = None if kept_s is None else made.appended_at + kept_s
    assert ticket.slip == KeptSlip(Item("flag", 330, 1, None), "M. Koné", until)
    assert isinstance(told.slip, KeptSlip)
    assert told.slip.until == 1_795_985_220.0


async def test_a_line_that_the_sale_does_not_have_is_named_by_the_catalogue(counter: World) -> None:
    row = await sold(counter)
    made = await appended(
        counter, create_return("r", pieces(row, position=9), Reason.EXPIRED, decides=True, **WHO)
    )
    ticket = ticket_of_row(made, counter.bar, counter.outbox.rows())

    assert ticket is not None
    assert isinstance(ticket.slip, ReturnSlip)
    assert ticket.slip.item == Item("flag", 330, 1, None)


async def test_what_cannot_be_read_gives_no_ticket(counter: World) -> None:
    row = await sold(counter)
    back = await appended(
        counter, create_return("r", pieces(row, "unknown"), Reason.EXPIRED, decides=True, **WHO)
    )
    change = await appended(counter, redeem_change("x", command_id="d", by=ident("Afi"), session="s"))

    assert ticket_of_row(back, counter.bar) is None
    assert ticket_of_row(change, counter.bar) is None
    assert ticket_of_row(replace(row, body={}), counter.bar) is None
    assert ticket_of_row(replace(row, body={**row.body, "lines": [{"name": 3}]}), counter.bar) is None


async def test_before_the_bar_is_known_a_ticket_has_no_name_on_it() -> None:
    world = World()
    world.gateway.is_down = True
    await world.boot()
    row = Row(
        **{one.name: None for one in fields(Row) if one.name not in ("result", "params")}  # type: ignore[arg-type]
        | {
            "no": 1,
            "kind": "record_sale",
            "body": {"sold_by": "x", "lines": [], "payments": []},
            "state": State.DONE,
            "appended_at": 5.0,
            "ticket": "C1-000001",
        }
    )
    ticket = ticket_of_row(row, world.bar)
    await world.close()

    assert ticket is not None
    assert (ticket.head.bar, ticket.head.seller, ticket.head.time_zone) == ("", "", None)


async def test_cash_is_what_opens_the_drawer(counter: World) -> None:
    row = await sold(counter)
    by_phone = {**row.body, "payments": [{"method": "mobile_money"}]}
    body = dict(row.body)

    assert moves_cash(row)
    assert not moves_cash(replace(row, body=by_phone))
    assert moves_cash(replace(row, kind="exchange", body={"sale": body}))
    assert not moves_cash(replace(row, kind="exchange", body={"sale": by_phone}))
    assert not moves_cash(replace(row, kind="exchange", body={}))
    assert moves_cash(replace(row, kind="redeem_change", body={}))
    assert not moves_cash(replace(row, kind="create_return"))
    assert not moves_cash(replace(row, body={"payments": "?"}))


# --- from a sale with its lines


def detail(**change: Any) -> SaleDetail:
    """Three bottles of an evening that is over: 200 in the drawer for the guest, and 50 more of a return."""
    made = SaleHeader(
        id=SaleId("s"),
        ticket="C2-000009",
        till="C2",
        status=SaleStatus.VALIDATED,
        door="counter",
        sold_by=member("Sena"),
        created_by=member("Sena"),
        business_date="2026-11-29",
        created_at=AT,
        total=1_800,
        flags=(),
        methods=("cash",),
        decided_by=None,
        decided_at=None,
        reason=None,
    )
    paid = Payment(1, "cash", 1_500, 2_000, 300, 200, None, None, "settled", None, None)
    momo = Payment(2, "mobile_money", 300, None, None, None, "MTN MoMo", "R1", "to_confirm", None, None)
    owed = Credit("c", SaleId("s"), "C2-000009", 200, AT, None, None)
    whole = SaleDetail(
        header=made,
        booked_at=AT,
        lines=(SoldLine(1, ProductId("p"), "Flag", None, 600, 3, "sans glace"),),
        payments=(paid, momo),
        returns=(),
        kept=(),
        credits=(owed, replace(owed, id="r", amount=50), replace(owed, id="w", amount=None)),
        exchanged_for=None,
    )
    return replace(whole, **change)


async def test_a_past_sale_is_printed_as_a_copy(counter: World) -> None:
    ticket = ticket_of_detail(detail(), counter.bar)

    assert (ticket.is_copy, ticket.is_offline) == (True, False)
    assert (ticket.head.number, ticket.head.seller, ticket.head.at) == ("C2-000009", "Sena", 1_795_985_220.0)
    assert ticket.slip == SaleSlip(
        (Item("Flag", None, 3, 600, "sans glace"),),
        (
            Paid("cash", 1_500, 2_000, 300, 200),
            Paid("mobile_money", 300, operator="MTN MoMo", reference="R1"),
        ),
        credit=50,
    )
    assert ticket.slip.owed == 250


async def test_a_copy_of_what_only_this_till_knows_says_that_it_is_offline(counter: World) -> None:
    sale = detail()
    unknown = replace(sale.header, ticket=None, sold_by=None)
    ticket = ticket_of_detail(replace(sale, header=unknown, booked_at=None, credits=()), counter.bar)

    assert (ticket.is_copy, ticket.is_offline) == (True, True)
    assert (ticket.head.number, ticket.head.seller) == ("", "")
