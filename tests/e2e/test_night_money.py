"""The night of a bar, by taps: the drawer has no coins, and the guest comes back for what is owed."""

from __future__ import annotations

from tests.e2e.evenings import Evening
from tests.e2e.night import AFI, KOFFI, YAO

OPERATORS = ("MTN MoMo", "Moov Money", "Celtiis Cash", "Wave", "Orange Money")


def test_change_that_is_owed_is_kept_under_a_code_and_given_back_later(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Béninoise", "Eau")
    hands.tap("pay", "owing", "cash:2000")
    assert (hands.page, hands.amount("change")) == ("payment", "0 F")
    hands.tap("target:owed")
    hands.type_digits("400")
    assert hands.amount("change") == "500 F"
    hands.tap("confirm")
    hands.until_sold()

    assert (hands.amount("change"), hands.amount("owed-code")) == ("500 F", "C1-000001")
    assert "Monnaie due au client : 400 F" in hands.said()
    hands.tap("next")
    evening.settle(hands)
    owed = night.fetch(
        "select code, amount_minor, redeemed_at from data.change_credits where bar_id = $1", night.bar
    )
    assert [tuple(row) for row in owed] == [("C1-000001", 400, None)]
    paid = night.fetch(
        "select tendered_minor, change_minor, owed_minor from data.payments where bar_id = $1", night.bar
    )
    assert [tuple(row) for row in paid] == [(2_000, 500, 400)]

    hands.tap("lock")
    evening.sign_in(hands, YAO)
    hands.tap("menu", "go:change")
    hands.until(lambda: hands.amount("change-total") == "400 F", "what is owed")
    hands.type_digits("0001")
    assert (hands.amount("change-number"), hands.amount("change-amount")) == ("C1-000001", "400 F")
    (give,) = (name for name in hands.names() if name.startswith("do:give_change:"))
    hands.tap(give)
    hands.until(lambda: hands.amount("change-total") == "0 F", "nothing owed")

    assert hands.toast() == "Donner 400 F au client"
    evening.settle(hands)
    given = night.value("select redeemed_by::text from data.change_credits where bar_id = $1")
    assert given == night.people[YAO]
    assert [sale.total for sale in night.sales()] == [1_100]


def test_a_guest_pays_by_phone_and_the_manager_finds_it_in_the_operators_list(evening: Evening) -> None:
    night = evening.night
    named = [word for name in OPERATORS for word in ("--operator", name)]
    night.server.admin("settings", "--bar", night.bar, *named)
    hands = evening.counter(by=AFI)
    for number, drink in enumerate(("Béninoise", "Castel")):
        evening.tile(hands, drink)
        hands.tap("pay", "method:mobile_money", f"operator:{OPERATORS[-1 - number]}")
        hands.tap("reference-letters", "letter:m", "letter:7", "reference-accept", "confirm")
        hands.until_sold()
        hands.tap("next")
    evening.settle(hands)
    assert [sale.paid for sale in night.sales()] == [
        [("mobile_money", 800, "to_confirm")],
        [("mobile_money", 1_000, "to_confirm")],
    ]

    hands.tap("lock")
    evening.sign_in(hands, KOFFI)
    hands.tap("day", "whose:to-confirm")
    hands.until(lambda: hands.amount("day-figure") == "1 800 F", "what is to be confirmed")
    hands.tap_row("day-list", "C1-000001")
    hands.until(lambda: "Orange Money · 800 F" in hands.said(), "the transfer")
    hands.tap("do:arrived:1")
    hands.until(lambda: len(hands.rows("day-list")) == 1, "one left")
    hands.tap_row("day-list", "C1-000002")
    hands.tap("do:not_arrived:1")
    hands.until(lambda: "Tous les paiements mobiles sont confirmés" in hands.said(), "none left")
    hands.until(lambda: hands.amount("day-figure") == "0 F", "nothing to confirm")
    evening.settle(hands)

    rows = night.fetch(
        "select operator, reference, state, settled_by::text from data.payments where bar_id = $1 order by operator",
        night.bar,
    )
    koffi = night.people[KOFFI]
    assert [tuple(row) for row in rows] == [
        ("Orange Money", "M7", "confirmed", koffi),
        ("Wave", "M7", "failed", koffi),
    ]


def test_a_guest_pays_with_a_note_a_card_and_a_phone(evening: Evening) -> None:
    night = evening.night
    hands = evening.counter(by=AFI)
    evening.tile(hands, "Castel", "Castel", "Béninoise")
    hands.tap("pay", "cash:1000", "method:card", "target:amount")
    hands.type_digits("500")
    hands.tap("confirm", "method:mobile_money", "operator:MTN MoMo")
    assert hands.amount("left") == "1 300 F"
    hands.tap("confirm")
    hands.until_sold()
    hands.tap("next")
    evening.settle(hands)

    (sale,) = night.sales()
    assert sale.paid == [
        ("cash", 1_000, "settled"),
        ("card", 500, "settled"),
        ("mobile_money", 1_300, "to_confirm"),
    ]
