"""The ways of a sale after it is booked, and the ten minutes of its server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import Rejected
from app.domain.ids import MemberId, SaleId
from app.domain.roles import Role
from app.domain.sale_states import SaleStatus, check_reason, check_sales, expected_status, may_withdraw

MADE = datetime(2026, 3, 7, 22, 0, tzinfo=UTC)
AFI, SENA = MemberId("afi"), MemberId("sena")


def test_a_sale_goes_forward_only() -> None:
    ways = {(before, after) for before in SaleStatus for after in before.next}

    assert ways == {
        (SaleStatus.PENDING, SaleStatus.VALIDATED),
        (SaleStatus.PENDING, SaleStatus.REJECTED),
        (SaleStatus.VALIDATED, SaleStatus.CANCELLED),
    }


@pytest.mark.parametrize(("after_s", "may"), [(0, True), (600, True), (600.001, False)])
def test_a_server_may_withdraw_for_ten_minutes(after_s: float, may: bool) -> None:
    moment = MADE + timedelta(seconds=after_s)

    assert may_withdraw(SaleStatus.PENDING, MADE, moment, AFI, (AFI, None)) is may


@pytest.mark.parametrize("status", [status for status in SaleStatus if status is not SaleStatus.PENDING])
def test_what_was_decided_is_not_withdrawn(status: SaleStatus) -> None:
    assert not may_withdraw(status, MADE, MADE, AFI, (AFI, AFI))


def test_only_who_typed_it_or_whose_it_is_may_withdraw() -> None:
    assert may_withdraw(SaleStatus.PENDING, MADE, MADE, SENA, (AFI, SENA))
    assert not may_withdraw(SaleStatus.PENDING, MADE, MADE, SENA, (AFI, None))


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 201, "a\0b"])
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        check_reason(reason)

    assert refused.value.params == {"path": "body.reason"}
    check_reason("x" * 200)


@pytest.mark.parametrize("count", [0, 51])
def test_one_to_fifty_different_sales_are_validated_at_once(count: int) -> None:
    sales = [SaleId(f"s{number}") for number in range(count)]
    with pytest.raises(Rejected) as refused:
        check_sales(sales)

    assert refused.value.params == {"path": "body.sales"}
    check_sales([SaleId(f"s{number}") for number in range(50)])
    with pytest.raises(Rejected):
        check_sales([SaleId("s"), SaleId("s")])


@pytest.mark.parametrize("mode", ["simplified", "full"])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("has_session", [True, False])
def test_in_full_mode_a_server_and_whoever_has_no_session_waits(
    mode: str, role: Role, has_session: bool
) -> None:
    waits = mode == "full" and (role is Role.SELLER or not has_session)

    status = expected_status(mode, role, has_session=has_session)

    assert status is (SaleStatus.PENDING if waits else SaleStatus.VALIDATED)
