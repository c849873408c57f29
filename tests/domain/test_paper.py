"""Words on paper: no line is wider than the roll, no amount is broken, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code_pages import CODE_PAGES, PLAIN, CodePage, code_page, printable
from app.domain.paper import COLUMNS, Block, Gap, Line, Pair, Rule, Text, in_signs_of, laid_out

WORDS = st.text("abcéœ €-'", max_size=90)
AMOUNTS = st.integers(0, 10**9).map(lambda value: f"{value:,} F".replace(",", " "))
TEXTS = st.builds(Text, WORDS, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 40))
PAIRS = st.builds(Pair, WORDS, AMOUNTS, st.booleans(), st.booleans(), st.integers(0, 40))
BLOCKS = st.lists(st.one_of(TEXTS, PAIRS, st.just(Rule()), st.just(Gap())), max_size=12)


def texts(blocks: list[Block], columns: int = 32) -> list[str]:
    return [line.text for line in laid_out(blocks, columns)]


@given(BLOCKS, st.sampled_from(COLUMNS))
def test_no_line_is_wider_than_the_paper(blocks: list[Block], columns: int) -> None:
    assert all(len(line.text) <= columns for line in laid_out(blocks, columns))


@given(WORDS, AMOUNTS, st.integers(0, 40), st.sampled_from(COLUMNS))
def test_an_amount_ends_at_the_right_edge_and_is_whole(
    words: str, amount: str, hang: int, columns: int
) -> None:
    lines = texts([Pair(words, amount, hang=hang)], columns)

    assert lines[-1].endswith(amount)
    assert len(lines[-1]) == columns


@given(st.one_of(TEXTS, PAIRS), st.sampled_from(COLUMNS))
def test_nothing_of_the_words_is_lost_or_turned_round(block: Text | Pair, columns: int) -> None:
    whole = block.text if isinstance(block, Text) else block.left + block.right

    assert "".join("".join(texts([block], columns)).split()) == "".join(whole.split())


@given(BLOCKS, st.sampled_from(COLUMNS), st.sampled_from((*CODE_PAGES, PLAIN)))
def test_what_is_laid_out_in_a_code_page_can_be_printed_in_it(
    blocks: list[Block], columns: int, page: CodePage
) -> None:
    for line in laid_out(in_signs_of(page, blocks), columns):
        assert len(line.text.encode(page.codec)) == len(line.text) <= columns


def test_names_are_wrapped_between_words_and_hang() -> None:
    pair = Pair("2 x Guinness Foreign Extra Stout 33 cl", "2 000 F", hang=4)

    assert texts([pair]) == ["2 x Guinness Foreign Extra Stout", "    33 cl                2 000 F"]


def test_an_amount_that_has_no_room_left_gets_a_line() -> None:
    assert texts([Pair("a" * 30, "500 F")]) == ["a" * 30, "500 F".rjust(32)]


def test_a_word_longer_than_the_paper_is_broken() -> None:
    assert texts([Text("go " + "x" * 70)]) == ["go", "x" * 32, "x" * 32, "x" * 6]


def test_an_amount_longer_than_the_paper_is_broken_at_the_right() -> None:
    assert texts([Pair("sum", "9" * 40)]) == ["sum", "9" * 32, ("9" * 8).rjust(32)]


def test_looks_rules_and_gaps() -> None:
    blocks: list[Block] = [
        Text("Bar", is_centred=True, is_bold=True, is_tall=True),
        Rule(),
        Gap(),
        Text("x", indent=4),
    ]

    assert laid_out(blocks, 32) == (
        Line(" " * 14 + "Bar", is_bold=True, is_tall=True),
        Line("-" * 32),
        Line(""),
        Line("    x"),
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("CP858-19", "boeuf à 3 € « épicé »"),
        ("CP1252-16", "bœuf à 3 € « épicé »"),
        ("CP437-0", "boeuf à 3 EUR « épicé »"),
    ],
)
def test_a_sign_that_a_page_lacks_has_a_stand_in(key: str, expected: str) -> None:
    assert printable("bœuf à 3\u00a0€ «\u202fépicé\u00a0»", code_page(key)) == expected


def test_without_any_page_letters_lose_their_accents() -> None:
    assert printable("Béninoise × 2 – « à l’ail »… 日\a", PLAIN) == 'Beninoise x 2 - " a l\'ail "... ?'


def test_letters_that_are_two_signs_become_one() -> None:
    assert printable("e\u0301", code_page("CP850-2")) == "é"


def test_a_code_page_is_found_by_its_key_and_the_plain_one_stands_for_the_rest() -> None:
    assert [code_page(page.key) for page in CODE_PAGES] == list(CODE_PAGES)
    assert code_page("CP9999-1") == PLAIN == code_page(PLAIN.key)
    assert len({page.key for page in CODE_PAGES}) == len(CODE_PAGES)
