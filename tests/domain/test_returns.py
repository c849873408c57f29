"""The table of reasons, on the cases that the SQL twin is tested on too, and what is left of a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Rejected
from app.domain.returns import RULES, Decision, Reason, ReturnState, approved, counts, left_of_line, made

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "returns.json").read_text(encoding="utf-8")
)


def found(case: dict[str, Any], decision: Decision) -> None:
    assert decision == Decision(ReturnState(case["state"]), case["refunds"], case["restocks"])
    assert counts(Reason(case["reason"]), decision) is case["counts"]


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: str(case["why"]))
def test_the_shared_cases_of_making_hold(case: dict[str, Any]) -> None:
    parts = {name: case[name] for name in ("refund", "restock", "notes") if name in case}
    if "path" in case:
        with pytest.raises(Rejected) as refusal:
            made(Reason(case["reason"]), decides=case["by"] != "seller", **parts)
        assert (refusal.value.code, refusal.value.params) == ("TLINP", {"path": case["path"]})
    else:
        found(case, made(Reason(case["reason"]), decides=case["by"] != "seller", **parts))


@pytest.mark.parametrize("case", CASES["approved"], ids=lambda case: str(case["why"]))
def test_the_shared_cases_of_approving_hold(case: dict[str, Any]) -> None:
    parts = {name: case[name] for name in ("refund", "restock", "restock_now") if name in case}
    if "path" in case:
        with pytest.raises(Rejected) as refusal:
            approved(Reason(case["reason"]), **parts)
        assert refusal.value.params == {"path": case["path"]}
    else:
        found(case, approved(Reason(case["reason"]), **parts))


def test_an_exchange_takes_its_value_off_the_revenue_without_paying_it_out() -> None:
    decision = approved(Reason.EXCHANGE, restock_now=True)

    assert decision == Decision(ReturnState.RESTOCKED, refund=False, restock=True)
    assert counts(Reason.EXCHANGE, decision)


def test_only_the_manager_s_own_reason_needs_notes() -> None:
    assert {reason for reason, rule in RULES.items() if rule.needs_notes} == {Reason.OTHER}
    assert set(RULES) == set(Reason)


def test_what_is_left_of_a_line() -> None:
    back = [(1, ReturnState.PENDING), (2, ReturnState.RESTOCKED), (3, ReturnState.REJECTED)]

    assert left_of_line(10, back, kept=4) == 3
    assert left_of_line(2, [], kept=0) == 2
