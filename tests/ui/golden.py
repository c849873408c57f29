"""The tickets that are compared to the last byte and dot: ``python -m tests.ui.golden`` writes them anew.

Look at what changed before it is committed: the pictures as they are, the bytes by ``… golden --show NAME``, which
prints what a printer makes of them.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from app.domain.code_pages import PLAIN, code_page
from app.domain.paper import COLUMNS, Block
from app.domain.printers import Printer, Transport
from app.domain.receipt import Ticket
from app.drivers.printing.esc_pos import bytes_of
from app.ui.receipt_pdf import Strip
from app.ui.receipts import Typesetter, ticket_blocks
from app.ui.theme import load_fonts
from tests.printers import read_escpos
from tests.tickets import FULL, KEPT, RETURN

FOLDER = Path(__file__).resolve().parents[1] / "golden"
DOTS_PER_MM = 8.0
PRINTER = Printer("bar", "Bar", Transport.NETWORK, "10.0.0.1")


def escpos(ticket: Ticket, columns: int, language: str = "fr", page: str = "CP858-19") -> bytes:
    """Return the bytes of a ticket for a printer."""
    printer = replace(PRINTER, columns=columns, page=code_page(page))
    return bytes_of(Typesetter().ticket(ticket, printer, language), printer)


def painted(ticket: Ticket, columns: int) -> QImage:
    """Return the picture of a ticket."""
    return picture(ticket_blocks(ticket, "fr"), columns)


def picture(blocks: Sequence[Block], columns: int) -> QImage:
    """Return blocks painted as the PDF's are, in the dots of a thermal printer."""
    strip = Strip(blocks, columns, DOTS_PER_MM)
    size = QSizeF(strip.wide_mm * DOTS_PER_MM, strip.high_mm * DOTS_PER_MM).toSize()
    image = QImage(size, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    strip.paint(painter)
    painter.end()
    return image


def test_page() -> bytes:
    printer = replace(PRINTER, columns=42)
    return bytes_of(Typesetter().test_page(printer, "fr"), printer)


BYTES: Mapping[str, Callable[[], bytes]] = {
    **{f"full-{columns}": lambda columns=columns: escpos(FULL, columns) for columns in COLUMNS},  # type: ignore[misc]
    "full-48-en": lambda: escpos(FULL, 48, "en"),
    "full-32-cp437": lambda: escpos(FULL, 32, page="CP437-0"),
    "full-42-plain": lambda: escpos(FULL, 42, page=PLAIN.key),
    "return-32": lambda: escpos(RETURN, 32),
    "kept-48": lambda: escpos(KEPT, 48),
    "accents": lambda: bytes_of(Typesetter().accents("fr"), PRINTER),
    "test-page-42": test_page,
}
PICTURES: Mapping[str, Callable[[], QImage]] = {
    "full-58mm": lambda: painted(FULL, 32),
    "full-80mm": lambda: painted(FULL, 48),
    "kept-80mm": lambda: painted(KEPT, 48),
}


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--show"]:
        for name in arguments[1:] or BYTES:
            out = read_escpos((FOLDER / f"{name}.bin").read_bytes())
            print(
                f"--- {name}: tables {out.tables}, {out.cuts} cut",
                *(line for line, _, _ in out.lines),
                sep="\n",
            )
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QGuiApplication([])
    load_fonts()
    for name, make in BYTES.items():
        (FOLDER / f"{name}.bin").write_bytes(make())
    for name, paint in PICTURES.items():
        paint().save(str(FOLDER / f"{name}.png"))


if __name__ == "__main__":
    main(sys.argv[1:])
