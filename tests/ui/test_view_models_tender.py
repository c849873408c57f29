"""What a guest hands over: a plain value, tap by tap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import NOTES_XOF
from app.domain.sale import CardPayment, Cash, MobileMoney, check_payments
from app.ui.view_models.tender import Method, Target, Tender


def typed(tender: Tender, digits: str) -> Tender:
    for digit in digits:
        tender = tender.with_digits(digit)
    return tender


def test_notes_add_up_until_they_cover_the_total() -> None:
    tender = Tender(1_750).with_note(1_000).with_note(500)

    assert (tender.amount, tender.missing, tender.change) == (1_500, 250, 0)

    tender = tender.with_note(500)
    assert (tender.amount, tender.missing, tender.change) == (2_000, 0, 250)
    assert tender.settled().parts == (Cash(1_750, 2_000, 250, 0),)


def test_nothing_given_means_exact_cash() -> None:
    tender = Tender(1_750)

    assert tender.is_exact
    assert tender.settled().parts == (Cash(1_750, 1_750),)


def test_a_typed_amount_starts_afresh_after_a_note() -> None:
    tender = typed(Tender(1_750).with_note(500), "20").with_digits("00")

    assert tender.amount == 2_000
    assert tender.without_digit().amount == 200
    assert tender.with_note(500).amount == 2_500
    assert tender.with_note(500).without_digit().amount == 0


def test_the_change_may_be_owed_whole_or_in_part() -> None:
    tender = Tender(1_750).owing(is_owing=True).with_note(2_000)

    assert (tender.change, tender.owed_now, tender.target) == (0, 250, Target.OWED)
    assert tender.settled().parts == (Cash(1_750, 2_000, 0, 250),)

    part = typed(tender, "100")
    assert (part.change, part.owed_now) == (150, 100)
    assert part.settled().parts == (Cash(1_750, 2_000, 150, 100),)
    assert part.without_digit().owed_now == 10
    assert tender.without_digit().owed_now == 0
    assert typed(tender, "9999").owed_now == 250
    assert part.owing(is_owing=False).change == 250


def test_owing_first_asks_for_what_is_given() -> None:
    assert Tender(1_750).owing(is_owing=True).target is Target.AMOUNT
    assert typed(Tender(1_750), "2000").owing(is_owing=True).target is Target.OWED


def test_a_sale_may_be_paid_in_several_ways() -> None:
    tender = Tender(5_000).with_note(2_000).with_method(Method.MOBILE_MONEY)

    assert tender.parts == (Cash(2_000, 2_000),)
    assert tender.left == 3_000
    assert not tender.can_confirm

    tender = typed(tender.with_operator("MTN MoMo"), "1000").settled()
    assert tender.left == 2_000
    assert tender.operator == "MTN MoMo"

    tender = (
        tender.with_method(Method.CARD).aimed(Target.REFERENCE).with_digits("7").with_digits("3").settled()
    )
    assert tender.parts == (
        Cash(2_000, 2_000),
        MobileMoney(1_000, "MTN MoMo", ""),
        CardPayment(2_000, "73"),
    )
    check_payments(5_000, tender.parts)
    assert tender.without(1).left == 1_000


def test_a_phone_gives_no_change() -> None:
    tender = typed(Tender(1_000).with_method(Method.MOBILE_MONEY).with_operator("Moov Money"), "1500")

    assert tender.is_too_much
    assert tender.change == 0
    with pytest.raises(ValueError, match="not complete"):
        tender.settled()


def test_another_way_of_paying_forgets_what_was_typed_for_the_first() -> None:
    tender = typed(Tender(1_000).with_method(Method.CARD), "400").with_method(Method.CASH)

    assert (tender.amount, tender.parts) == (0, ())
    assert tender.with_method(Method.CASH) is tender
    assert Tender(1_000).with_note(2_000).with_method(Method.CARD).parts == ()


def test_a_reference_is_typed_rubbed_out_and_bounded() -> None:
    tender = Tender(1_000).with_method(Method.CARD).aimed(Target.REFERENCE)

    assert typed(tender, "123").without_digit().reference == "12"
    assert len(tender.with_reference("x" * 90).reference) == 40


def test_sums_of_notes_leave_the_single_notes_out() -> None:
    assert Tender(3_400).sums() == (3_500, 4_000)
    assert Tender(1_500).sums() == ()
    assert Tender(0).sums() == ()
    assert Tender(3_400).with_note(1_000).sums() == (), "one key adds, another would begin anew"
    assert Tender(3_400).with_digits("5").sums() == (3_500, 4_000)


TAPS = st.one_of(
    st.sampled_from([("note", note) for note in NOTES_XOF]),
    st.integers(0, 9).map(lambda digit: ("digit", digit)),
    st.sampled_from([("method", method) for method in Method]),
    st.sampled_from([("back", 0), ("owe", 1), ("owe", 0), ("settle", 0), ("operator", 0), ("without", 0)]),
)


@given(st.integers(1, 100_000), st.lists(TAPS, max_size=25))
def test_whatever_is_tapped_the_parts_are_sound_and_never_more_than_the_total(
    total: int, taps: list[tuple[str, int | Method]]
) -> None:
    tender = Tender(total)
    for kind, value in taps:
        match kind, value:
            case "note", int(note):
                tender = tender.with_note(note)
            case "digit", int(digit):
                tender = tender.with_digits(str(digit))
            case "method", Method() as method:
                tender = tender.with_method(method)
            case "back", _:
                tender = tender.without_digit()
            case "owe", flag:
                tender = tender.owing(is_owing=bool(flag))
            case "operator", _:
                tender = tender.with_operator("MTN MoMo")
            case "without", _ if tender.parts:
                tender = tender.without(0)
            case "settle", _ if tender.can_confirm:
                tender = tender.settled()
        assert tender.left >= 0
        assert tender.change >= 0
        assert tender.owed_now >= 0
        assert tender.change + tender.owed_now == tender.back
        if tender.parts:
            check_payments(total - tender.left, tender.parts)
