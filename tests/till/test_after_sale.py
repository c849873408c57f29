"""What is done after a sale: who may do it, with and without the server, and what each deed sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from app.domain.errors import Rejected
from app.domain.history import Credit, KeptBottle, Return
from app.domain.ids import ProductId, SaleId
from app.domain.returns import Pieces, Reason
from app.domain.roles import Role
from app.sync.ports import Row, State
from app.till.after_sale import AfterSale, pieces_of
from tests.fakes import Refusal
from tests.till.test_history import BACK, KEPT
from tests.till.world import World, ident, member

SALE = SaleId(ident("sale"))
PIECES = Pieces(SALE, 1, ProductId(ident("flag")), 2)
WAITING: Return = replace(BACK, id=ident("back"), sale=SALE, product=PIECES.product)
BOTTLE: KeptBottle = replace(KEPT, id=ident("kept"), sale=SALE, product=PIECES.product)
OWED = Credit(ident("sale"), SALE, "C1-000001", 500, "2026-03-05T04:30:00.000000Z", None, None)

Deed = Callable[[AfterSale], Awaitable[Row]]
OF_ANYBODY: dict[str, Deed] = {
    "claim_consignment": lambda after: after.hand_out(BOTTLE),
    "claim_part": lambda after: after.hand_out(replace(BOTTLE, qty=3), 2),
    "redeem_change": lambda after: after.give_change(OWED),
}
OF_A_MANAGER: dict[str, Deed] = {
    "validate_sales": lambda after: after.validate(SALE),
    "confirm_payment": lambda after: after.settle_payment(SALE, 1, is_received=True),
    "reject_sale": lambda after: after.reject(SALE, "jamais servie"),
    "approve_return": lambda after: after.approve_return(WAITING, restock_now=False),
    "reject_return": lambda after: after.reject_return(WAITING, "ouverte"),
    "restock_return": lambda after: after.restock(WAITING.id, pieces_of(WAITING)),
    "create_consignment": lambda after: after.keep(PIECES, "Ama", phone="90 00", days=3),
    "forfeit_consignment": lambda after: after.give_up(BOTTLE, "jamais revenu"),
}
OF_THE_OWNER: dict[str, Deed] = {"cancel_sale": lambda after: after.cancel(SALE, "deux fois")}
ABOVE = OF_A_MANAGER | OF_THE_OWNER
PRIVILEGED = OF_ANYBODY | ABOVE


def code(why: Rejected | None) -> str:
    return why.code if why else ""


@pytest.mark.parametrize("kind", PRIVILEGED)
async def test_each_deed_is_one_command_of_its_person_and_session(counter: World, kind: str) -> None:
    await counter.sign_in("Ayaba")

    row = await PRIVILEGED[kind](counter.till.after)

    assert (row.kind, row.by, row.session) == (kind, member("Ayaba"), "session-2")
    await counter.settle()
    assert counter.row(row.no).state is State.DONE


@pytest.mark.parametrize("kind", PRIVILEGED)
async def test_without_the_server_it_is_not_sent(counter: World, kind: str) -> None:
    await counter.sign_in("Ayaba")
    await counter.go_down()

    with pytest.raises(Rejected) as refused:
        await PRIVILEGED[kind](counter.till.after)

    assert refused.value.code == "TLNOW"
    assert counter.outbox.rows() == ()


@pytest.mark.parametrize("kind", ABOVE)
async def test_who_lacks_the_right_does_not_send_it(counter: World, kind: str) -> None:
    deed, needs = ABOVE[kind], "owner" if kind in OF_THE_OWNER else "manager"
    if kind in OF_THE_OWNER:
        await counter.sign_in("Koffi")

    with pytest.raises(Rejected) as refused:
        await deed(counter.till.after)

    assert (refused.value.code, refused.value.params) == ("TLRGT", {"needs": needs})


async def test_nobody_does_nothing(counter: World) -> None:
    counter.session.sign_out()

    assert code(counter.till.after.hindrance()) == "TLSES"
    with pytest.raises(Rejected):
        await counter.till.after.withdraw(SALE)


async def test_a_till_that_is_shut_out_does_nothing_that_needs_the_server(counter: World) -> None:
    counter.till.link.failed(Rejected("TLREV"))

    assert code(counter.till.after.hindrance()) == "TLREV"


async def test_whoever_signed_in_without_the_server_waits_for_their_session(counter: World) -> None:
    await counter.sign_in("Koffi")
    await counter.go_down()
    await counter.sign_in("Koffi")
    counter.till.link.heard()

    assert code(counter.till.after.hindrance(Role.MANAGER)) == "TLNOW"
    await counter.come_back()
    await counter.settle()
    assert code(counter.till.after.hindrance(Role.MANAGER)) == ""


async def test_a_withdrawal_is_made_without_the_server_too(counter: World) -> None:
    await counter.go_down()

    row = await counter.till.after.withdraw(SALE)

    assert (row.kind, row.body, row.by) == ("withdraw_sale", {"sale": SALE}, member("Afi"))
    await counter.come_back()
    assert counter.row(row.no).state is State.DONE


@pytest.mark.parametrize(
    ("name", "is_down", "refund", "session"),
    [
        ("Afi", False, None, "session-1"),
        ("Afi", True, None, "session-1"),
        ("Koffi", False, True, "session-2"),
        ("Koffi", True, None, None),
    ],
)
async def test_a_return_is_decided_by_a_manager_with_the_server_and_waits_else(
    counter: World, name: str, is_down: bool, refund: bool | None, session: str | None
) -> None:
    if name != "Afi":
        await counter.sign_in(name)
    if is_down:
        await counter.go_down()
    after = counter.till.after

    row = await after.take_back(PIECES, Reason.OTHER, notes="goût étrange", refund=True, restock=False)

    assert after.decides() is (refund is True)
    assert (row.body["refund"], row.session, row.by) == (refund, session, member(name))
    assert row.body["restock"] is (None if refund is None else False)


async def test_a_manager_s_pin_decides_for_a_server(counter: World) -> None:
    await counter.session.authorise(ident("Koffi"), "333333")
    after = counter.till.after
    assert (after.decides(), after.decides(member("Koffi"))) == (False, True)

    row = await after.take_back(PIECES, Reason.DEFECTIVE, ticket="C1-000001", by=member("Koffi"))
    kept = await after.keep(PIECES, "Ama", by=member("Koffi"))

    assert (row.by, row.session) == (member("Koffi"), "session-2")
    assert (row.body["ticket"], row.ticket) == ("C1-000001", None)
    assert (kept.by, kept.body["days"], kept.body["phone"]) == (member("Koffi"), None, None)
    assert counter.session.person is not None
    assert counter.session.person.name == "Afi"


async def test_somebody_who_has_left_does_nothing(counter: World) -> None:
    assert code(counter.till.after.hindrance(by=member("nobody"))) == "TLSES"


async def test_a_refusal_stays_until_somebody_has_read_it(counter: World) -> None:
    after = counter.till.after
    assert after.refused({SALE}) is None
    counter.verdict = None
    await counter.till.after.withdraw(SALE)
    await counter.settle()
    counter.server.judge = lambda _command: Refusal("TLTIM", {"limit_s": 600})
    row = await after.withdraw(SALE)
    await counter.settle()

    refused = after.refused({SALE})
    assert refused is not None
    assert (refused.no, refused.code) == (row.no, "TLTIM")
    assert after.refused({ident("another")}) is None
    assert after.refused_of([refused.kind]) == refused
    assert after.refused_of(["exchange"]) is None
    await after.acknowledge(row.no)
    assert after.refused({SALE}) is None
    assert counter.row(row.no).state is State.SETTLED


async def test_several_transfers_are_several_commands_and_one_that_is_refused_stops_no_other(
    counter: World,
) -> None:
    await counter.sign_in("Ayaba")
    other = SaleId("0190a1b2-0000-7000-8000-0000000000ff")

    rows = await counter.till.after.confirm_payments([(SALE, 1), (SALE, 2), (other, 1)])

    told = [(row.kind, row.body["sale"], row.body["position"], row.body["state"]) for row in rows]
    assert told == [
        ("confirm_payment", SALE, 1, "confirmed"),
        ("confirm_payment", SALE, 2, "confirmed"),
        ("confirm_payment", other, 1, "confirmed"),
    ]
    assert [row.no for row in rows] == [rows[0].no, rows[0].no + 1, rows[0].no + 2]


async def test_several_transfers_are_not_begun_without_the_right_or_the_server(counter: World) -> None:
    await counter.sign_in("Afi")
    with pytest.raises(Rejected) as error:
        await counter.till.after.confirm_payments([(SALE, 1)])

    assert error.value.code == "TLRGT"
    assert counter.outbox.rows() == ()


async def test_a_transfer_is_confirmed_under_the_reference_that_was_typed(counter: World) -> None:
    await counter.sign_in("Ayaba")

    row = await counter.till.after.settle_payment(SALE, 1, is_received=True, reference="MP-77")

    assert row.body["reference"] == "MP-77"
