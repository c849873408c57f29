"""An exchange at the counter: what leaves for what comes back, the difference, and the one command that says it."""

from __future__ import annotations

import pytest

from app.domain.errors import Rejected
from app.domain.ids import MemberId, SaleId
from app.domain.returns import Pieces
from app.domain.sale import Cash, exact_cash
from app.sync.ports import Door
from app.till.exchange import Exchange
from tests.till.world import World, ident, member, product

SALE = SaleId(ident("sale"))


def begin(world: World, *, qty: int = 1, seller: MemberId | None = None) -> Exchange:
    """Take back so many « sobebra », sold for 700 each."""
    till, pieces = world.till, Pieces(SALE, 2, product("sobebra"), qty)
    return Exchange(
        till.bar, till.outbox, till.after, till.clock, pieces=pieces, worth=700 * qty, seller=seller
    )


async def test_what_leaves_is_paid_by_what_comes_back_first(counter: World) -> None:
    await counter.sign_in("Koffi")
    exchange = begin(counter, seller=member("Afi"))
    exchange.set_qty(product("flag"), 2)
    assert (exchange.to_pay, exchange.to_owe, exchange.qty_of(product("flag"))) == (300, 0, 2)

    sold = await exchange.finish([Cash(300, 500, 200)], notes="éventée")

    row = counter.row(sold.no)
    assert (row.kind, row.door, row.ticket, row.amount) == ("exchange", Door.COUNTER, "C1-000001", 1_000)
    assert row.body["return"]["notes"] == "éventée"  # type: ignore[call-overload,index]
    assert row.body["sale"]["payments"] == [  # type: ignore[call-overload,index]
        {"method": "exchange", "amount": 700},
        {"method": "cash", "amount": 300, "tendered": 500, "change": 200, "owed": 0},
    ]
    assert (sold.total, sold.exchanged, sold.change, sold.owed) == (1_000, 700, 200, 0)
    assert (sold.seller, sold.by) == (member("Afi"), member("Koffi"))


async def test_what_is_not_used_up_is_owed(counter: World) -> None:
    await counter.sign_in("Koffi")
    exchange = begin(counter, qty=2, seller=member("nobody"))
    exchange.set_qty(product("eau"), 1)

    sold = await exchange.finish([])

    assert (sold.exchanged, sold.owed, sold.ticket) == (300, 1_100, "C1-000001")
    assert sold.seller == member("Koffi"), "who sold it is of this bar no more"


async def test_a_bottle_may_be_exchanged_for_its_own_kind(counter: World) -> None:
    await counter.sign_in("Koffi")
    counter.put("sobebra", stock=0)
    counter.put("eau", stock=0)
    await counter.refresh()
    exchange = begin(counter)

    exchange.set_qty(product("sobebra"), 1)

    assert (exchange.to_pay, exchange.to_owe) == (0, 0)
    for name, qty in (("sobebra", 2), ("eau", 1)):
        with pytest.raises(Rejected) as refused:
            exchange.set_qty(product(name), qty)
        assert refused.value.code == "TLSTK"


async def test_what_leaves_may_be_fewer_or_none(counter: World) -> None:
    exchange = begin(counter)
    exchange.set_qty(product("flag"), 3)
    exchange.set_qty(product("flag"), 2)
    exchange.set_qty(product("flag"), 0)

    assert exchange.qty_of(product("flag")) == 0
    await counter.sign_in("Koffi")
    with pytest.raises(ValueError, match="nothing leaves"):
        await exchange.finish([])
    exchange.set_qty(product("flag"), 1)
    exchange.set_qty(product("eau"), 1)
    with pytest.raises(ValueError, match="add up"):
        await exchange.finish([])
    assert counter.outbox.rows() == ()


async def test_an_exchange_needs_a_manager_and_the_server(counter: World) -> None:
    exchange = begin(counter)
    exchange.set_qty(product("flag"), 1)
    with pytest.raises(Rejected) as refused:
        await exchange.finish([])
    assert refused.value.code == "TLRGT"
    await counter.session.authorise(ident("Koffi"), "333333")
    await counter.go_down()
    with pytest.raises(Rejected) as refused:
        await exchange.finish([], by=member("Koffi"))
    assert refused.value.code == "TLNOW"


async def test_a_manager_s_pin_is_enough(counter: World) -> None:
    await counter.session.authorise(ident("Koffi"), "333333")
    exchange = begin(counter)
    exchange.set_qty(product("flag"), 2)

    sold = await exchange.finish(exact_cash(300), by=member("Koffi"))

    assert counter.row(sold.no).session == "session-2"
