"""Selling without a window: products by name, every way to pay, a manager's word, and what comes of it."""

from __future__ import annotations

import pytest

from app.domain.errors import DeviceFailed
from tests.fake_server import Refusal
from tests.headless_console import Console, console, seller, world
from tests.till.world import PINS, ident

__all__ = ["console", "seller", "world"]


async def test_a_sale_is_told_when_it_is_on_disk_and_again_when_it_is_judged(seller: Console) -> None:
    sold, outcome = await seller.say("sell", lines=[{"product": "flag", "qty": 2}, {"product": "eau"}])

    row = seller.world.row(1)
    assert sold == {
        "event": "sold",
        "no": 1,
        "ticket": "C1-000001",
        "sale": row.body["sale"],
        "total": 1_300,
        "change": 0,
    }
    assert outcome == {
        "event": "outcome",
        "no": 1,
        "ticket": "C1-000001",
        "outcome": "done",
        "door": "counter",
        "code": None,
        "params": {},
        "result": {"status": "validated"},
    }


async def test_a_refused_sale_is_told_with_its_reason_and_held(seller: Console) -> None:
    seller.world.verdict = Refusal("TLSTK", {"short": []})
    _, outcome = await seller.say("sell", lines=[{"product": "flag"}])
    [held] = (await seller.answer("held"))["carts"]

    assert (outcome["outcome"], outcome["code"], outcome["params"]) == ("refused", "TLSTK", {"short": []})
    assert held == {
        "key": "held:refused:1",
        "lines": [{"product": ident("flag"), "qty": 1}],
        "refused_no": 1,
        "give_back": 500,
    }
    assert (await seller.answer("outbox"))["rows"] == [
        {
            "no": 1,
            "ticket": "C1-000001",
            "kind": "record_sale",
            "state": "refused",
            "door": "counter",
            "code": "TLSTK",
        }
    ]


async def test_outcomes_of_before_it_started_are_not_told_again(seller: Console) -> None:
    await seller.sell()
    await seller.close()

    later = Console(seller.world)
    await seller.world.settle()
    await later.sell()

    assert [event["no"] for event in later.all("outcome")] == [2]
    await later.close()


async def test_a_product_is_named_by_id_barcode_or_name_with_or_without_its_volume(seller: Console) -> None:
    for name in (ident("flag"), "code of flag", "flag", "FLÀG", "flag 33 cl"):
        assert (await seller.answer("stock", product=name))["product"] == ident("flag"), name


async def test_an_unknown_product_and_two_of_one_name_are_not_guessed_at(seller: Console) -> None:
    assert "no product" in await seller.reason("stock", product="gin")

    seller.world.names = {"flag-60": "flag"}
    await seller.world.refresh()
    reason = await seller.reason("sell", lines=[{"product": "flag", "qty": 1}])
    assert "several products" in reason
    assert (await seller.answer("stock", product=ident("flag")))["name"] == "flag 33 cl"


@pytest.mark.parametrize(
    ("fields", "payment"),
    [
        ({}, {"method": "cash", "amount": 500, "tendered": 500, "change": 0, "owed": 0}),
        (
            {"tendered": 1_000, "owed": 100},
            {"method": "cash", "amount": 500, "tendered": 1_000, "change": 400, "owed": 100},
        ),
        (
            {"payment": "mobile_money", "operator": "MTN MoMo", "reference": "R1"},
            {"method": "mobile_money", "amount": 500, "operator": "MTN MoMo", "reference": "R1"},
        ),
        ({"payment": "card"}, {"method": "card", "amount": 500, "reference": ""}),
    ],
)
async def test_every_way_to_pay(
    seller: Console, fields: dict[str, object], payment: dict[str, object]
) -> None:
    sold = await seller.sell(**fields)  # type: ignore[arg-type]  # the fields of an operation

    assert seller.world.row(1).body["payments"] == [payment]
    assert sold["change"] == payment.get("change", 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"payment": "shells"},
        {"payment": "mobile_money"},
        {"payment": "mobile_money", "operator": "x" * 41},
        {"payment": "card", "reference": "a\0b"},
        {"tendered": 100},
        {"tendered": 10**13},
        {"owed": -1},
        {"tendered": "500"},
    ],
)
async def test_money_that_is_not_sound_sells_nothing_and_leaves_no_cart(
    seller: Console, fields: dict[str, object]
) -> None:
    await seller.reason("sell", lines=[{"product": "flag"}], **fields)

    assert seller.world.cart.is_empty
    assert (await seller.sell("eau"))["total"] == 300


async def test_the_shelf_and_the_rights_say_no_with_their_own_codes(console: Console) -> None:
    assert (await console.sell())["code"] == "TLSES"
    await console.say("sign_in", name="Afi", pin=PINS["Afi"])

    error = await console.sell("eau", 2)

    assert (error["op"], error["code"], error["params"]["short"][0]["left"]) == ("sell", "TLSTK", 1)
    assert console.world.cart.is_empty


async def test_a_manager_lets_it_go_beyond_the_shelf_for_that_sale_only(seller: Console) -> None:
    sold = await seller.sell("eau", 2, manager="Koffi", manager_pin=PINS["Koffi"])
    again = await seller.sell("eau", 2)

    assert (sold["event"], again["code"]) == ("sold", "TLSTK")
    assert seller.world.row(1).by == ident("Koffi")


async def test_what_a_manager_allowed_does_not_outlive_a_sale_that_came_to_nothing(seller: Console) -> None:
    seller.world.put("sobebra", is_active=False)
    await seller.world.refresh()
    manager = {"manager": "Koffi", "manager_pin": PINS["Koffi"]}
    failed = await seller.sell(ident("sobebra"), 1, **manager)

    again = await seller.sell("eau", 2)

    assert (failed["code"], again["code"]) == ("TLPRD", "TLSTK")


async def test_a_manager_with_a_wrong_pin_allows_nothing(seller: Console) -> None:
    error = await seller.sell("eau", 2, manager="Koffi", manager_pin="000000")

    assert error["code"] == "TLPIN"
    assert (await seller.sell("eau", 2))["code"] == "TLSTK"


async def test_the_seller_named_is_of_that_sale_only(seller: Console) -> None:
    await seller.sell(seller="Sena")
    await seller.sell("gin")
    await seller.sell("eau", 2, seller="Sena")
    await seller.sell()

    assert [row.body["sold_by"] for row in seller.world.outbox.rows()] == [ident("Sena"), ident("Afi")]


async def test_a_cart_that_a_crash_gave_back_is_put_aside_first(seller: Console) -> None:
    seller.world.tap("sobebra")

    sold = await seller.sell()
    [held] = (await seller.answer("held"))["carts"]

    assert sold["total"] == 500
    assert held["lines"] == [{"product": ident("sobebra"), "qty": 1}]
    assert (held["refused_no"], held["give_back"]) == (None, None)


async def test_a_full_disk_is_told_and_sells_nothing(seller: Console) -> None:
    seller.world.ledger.fail_next = [DeviceFailed("TLDSK", {"reason": "SQLITE_FULL"})] * 2

    error = await seller.sell()

    assert (error["event"], error["code"]) == ("error", "TLDSK")
    assert seller.world.outbox.rows() == ()


@pytest.mark.parametrize("lines", [None, [], "flag", [5], [{"qty": 1}], [{"product": ""}]])
async def test_lines_that_are_none_sell_nothing(seller: Console, lines: object) -> None:
    await seller.reason("sell", lines=lines)


@pytest.mark.parametrize("qty", [-1, 1.5, "1", True, None])
async def test_a_quantity_that_is_no_whole_number_sells_nothing(seller: Console, qty: object) -> None:
    await seller.reason("sell", lines=[{"product": "flag", "qty": qty}])
