"""The words of the paper: complete in both languages, right to the byte for a printer and to the dot for a PDF."""

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.paper import COLUMNS, Pair, Text
from app.domain.printers import Transport
from app.domain.receipt import Item, Paid, ReturnSlip, SaleSlip, Ticket
from app.ui.receipt_pdf import Strip, pdf, wrapped
from app.ui.receipts import Typesetter, amount, ticket_blocks
from app.ui.theme import Theme
from tests.printers import read_escpos
from tests.tickets import FULL, HEAD, ITEMS, KEPT, PLAIN_SALE, RETURN
from tests.ui.golden import BYTES, FOLDER, PICTURES, PRINTER, escpos, picture
from tests.ui.language import speaking
from tests.ui.pictures import dress


def words(ticket: Ticket, language: str = "fr") -> list[str]:
    """Every text of a ticket, the right ones behind the left ones."""
    blocks = ticket_blocks(ticket, language)
    texts = [block.text for block in blocks if isinstance(block, Text)]
    return texts + [f"{block.left} | {block.right}" for block in blocks if isinstance(block, Pair)]


def test_a_full_ticket_says_everything(qtbot: QtBot) -> None:
    found = words(FULL)

    assert {"Le Baobab", "Rue 12.180, Fidjrossè, Cotonou", "+229 01 00 00 00 00"} <= set(found)
    assert {"*** DUPLICATA ***", "*** HORS LIGNE ***", "Serveur\u202f: Aïcha Bio"} <= set(found)
    assert {"C1-004217 | 01/12/2026 21:47", "4 x La Béninoise 65 cl | 2 600 F", "650 F pièce"} <= set(found)
    assert {"1 x Eau minérale 1,5 l | 600 F", "bien cuit, sans piment", "TOTAL | 7 700 F"} <= set(found)
    assert {"Espèces | 5 000 F", "MTN MoMo MP240911.1234.A56789 | 2 000 F", "Carte 0042 | 700 F"} <= set(
        found
    )
    assert {"Reçu | 10 000 F", "Rendu | 4 500 F", "MONNAIE DUE | 500 F"} <= set(found)
    assert "À réclamer avec le code C1-004217" in found


def test_a_plain_ticket_says_no_more_than_it_must(qtbot: QtBot) -> None:
    found = " ".join(words(PLAIN_SALE))

    assert not re.search("DUPLICATA|HORS LIGNE|Reçu|Rendu|DUE", found)
    assert "Merci, à bientôt" in found


def test_the_language_of_tickets_is_not_that_of_the_screens(qtbot: QtBot) -> None:
    with speaking("fr"):
        english = words(FULL, "en")
    with speaking("en"):
        french = words(FULL, "fr")

    assert {"*** DUPLICATE ***", "TOTAL | 7 700 F", "CHANGE OWED | 500 F"} <= set(english)
    assert {"1 x Eau minérale 1.5 l | 600 F", "C1-004217 | 2026-12-01 21:47"} <= set(english)
    assert {"*** DUPLICATA ***", "MONNAIE DUE | 500 F"} <= set(french)


@pytest.mark.parametrize(
    ("refunds", "price", "said"),
    [
        (True, 1_000, "Remboursé | 2 000 F"),
        (True, None, "Remboursé"),
        (False, 1_000, "Sans remboursement"),
        (None, 1_000, "En attente du gérant"),
    ],
)
def test_a_return_slip_says_what_becomes_of_the_money(
    qtbot: QtBot, refunds: bool | None, price: int | None, said: str
) -> None:
    found = words(Ticket(HEAD, ReturnSlip(Item("Flag", 330, 2, price), "wrong_item", refunds)))

    assert {"RETOUR", "Article erroné", said} <= set(found)


def test_a_kept_bottle_names_its_guest_and_its_end(qtbot: QtBot) -> None:
    assert {"BOUTEILLE GARDÉE", "2 x La Béninoise 65 cl", "Pour M. Koné", "Jusqu’au 08/12/2026 21:47"} <= set(
        words(KEPT)
    )


def test_what_nobody_knows_is_left_out(qtbot: QtBot) -> None:
    head = replace(HEAD, address="", phone="", seller="", time_zone=None)
    slip = SaleSlip(ITEMS[:1], (Paid("voucher", 2_600),))
    found = words(Ticket(head, slip))
    kept = words(Ticket(head, replace(KEPT.slip, guest="", until=None)))  # type: ignore[arg-type]  # it is kept

    assert "voucher | 2 600 F" in found
    assert not re.search("Serveur|Cotonou", " ".join(found))
    assert not re.search("Pour|Jusqu", " ".join(kept))


def test_amounts_have_plain_spaces() -> None:
    assert amount(1_234_567) == "1 234 567 F"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("ticket", [FULL, RETURN, KEPT])
def test_every_line_fits_the_paper_and_has_only_plain_spaces(
    qtbot: QtBot, ticket: Ticket, columns: int, language: str
) -> None:
    out = read_escpos(escpos(ticket, columns, language))

    assert max(len(text) for text, _, _ in out.lines) == columns
    assert not re.search("[\u00a0\u202f?]", out.text)
    assert out.cuts == 1


# --- golden files


@pytest.mark.parametrize("name", BYTES)
def test_the_bytes_are_those_of_the_golden_file(qtbot: QtBot, name: str) -> None:
    """``python -m tests.ui.golden`` writes them anew."""
    made, kept = BYTES[name](), (FOLDER / f"{name}.bin").read_bytes()

    assert read_escpos(made).lines == read_escpos(kept).lines
    assert made == kept


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_that_of_the_golden_file(qtbot: QtBot, name: str) -> None:
    """Every dot: the font comes with the program."""
    dress()
    made, kept = PICTURES[name](), QImage(str(FOLDER / f"{name}.png"))

    assert (made.width(), made.height()) == (kept.width(), kept.height())
    assert made.convertToFormat(kept.format()) == kept


# --- PDF


def test_a_pdf_is_as_wide_as_the_roll_and_brings_its_font(qtbot: QtBot) -> None:
    dress()
    for columns, points in ((32, 164), (42, 227), (48, 227)):
        made = pdf(ticket_blocks(FULL, "fr"), columns, "C1-004217")
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)

        assert box is not None
        assert round(float(box[1])) == points
        assert b"Inter-Regular" in made
        assert b"Inter-Bold" in made
        assert b"/FontFile" in made


def test_only_a_printer_of_files_gets_a_document(qtbot: QtBot) -> None:
    dress()
    setter, file = Typesetter(), replace(PRINTER, transport=Transport.PDF, address="tickets")

    assert setter.ticket(FULL, PRINTER, "fr").document == b""
    made = setter.ticket(FULL, file, "fr")
    assert made.document.startswith(b"%PDF")
    assert setter.test_page(file, "fr").document.startswith(b"%PDF")
    names = [setter.ticket(ticket, PRINTER, "fr").name for ticket in (FULL, PLAIN_SALE, KEPT)]
    assert names == ["C1-004217-copy", "C1-004217", f"C1-004217-{HEAD.at:.0f}"]


def test_nothing_is_painted_beside_the_paper(qtbot: QtBot) -> None:
    dress()
    long = Text("Anticonstitutionnellement" * 9)
    image = picture((long, Pair("x" * 200, "12 500 F")), 32)
    edge = 16

    assert all(
        image.pixelColor(x, y).lightness() == 255
        for y in range(image.height())
        for x in (*range(edge), *range(image.width() - edge, image.width()))
    )


def test_painted_words_are_wrapped_between_words_and_hard_spaces_hold(qtbot: QtBot) -> None:
    dress()
    font = Theme().font(13)

    assert wrapped("un « mot\u00a0» ici", font, 110, 110) == ["un « mot\u00a0»", "ici"]
    assert wrapped("", font, 50, 50) == [""]
    assert "".join(wrapped("x" * 50, font, 40, 40)) == "x" * 50
    assert wrapped("xy", font, 1, 1) == ["x", "y"]


def test_a_strip_is_as_long_as_its_words(qtbot: QtBot) -> None:
    dress()
    one, two = (Strip((Text("x"),) * count, 48, 8.0).high_mm for count in (1, 2))

    assert two > one > 10
