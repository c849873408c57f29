"""The bytes that a receipt printer takes: lines in its code page, the knife, the kick of the drawer.

Commands are those of Epson's ESC/POS as its many imitators know it, made by python-escpos; the three that it lacks
stand below. Text is encoded by Python's own codecs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.code_pages import PLAIN, CodePage, printable
from app.domain.paper import Block, Line, in_signs_of, laid_out
from app.domain.printers import Accents, Drawer, Kick, Printer, Sheet, Work
from app.drivers.printing.library import escpos

SELECT_PAGE = b"\x1bt"
"""ESC t n: which table the upper half of the signs is taken from."""
NO_CHINESE = b"\x1c."
"""FS . ends the mode in which two bytes are one Chinese sign; many cheap printers start in it."""
AMERICAN = b"\x1bR\x00"
"""ESC R 0: the lower half is ASCII, without national signs in the place of brackets."""
FEED = b"\x1bd\x04"
"""ESC d n: the last line must pass the edge where the paper is torn."""
PINS = {Drawer.PIN_2: 2, Drawer.PIN_5: 5}


def bytes_of(work: Work, printer: Printer) -> bytes:
    """Return what is sent to ``printer`` for ``work``."""
    match work:
        case Sheet(blocks=blocks):
            return _sheet(blocks, printer)
        case Accents():
            return _accents(work, printer)
        case Kick():
            return _kick(printer)


def _sheet(blocks: Iterable[Block], printer: Printer) -> bytes:
    made = _started(printer.page)
    _write(made, laid_out(in_signs_of(printer.page, blocks), printer.columns), printer.page)
    return _ended(made, printer)


def _accents(work: Accents, printer: Printer) -> bytes:
    made = _started(PLAIN)
    _write(made, laid_out(in_signs_of(PLAIN, work.title), printer.columns), PLAIN)
    for number, page in enumerate(work.pages, start=1):
        made._raw(SELECT_PAGE + bytes([page.number]))
        _write(made, (Line(f"{number:>2}  {printable(work.sample, page)}"),), page)
    made._raw(SELECT_PAGE + bytes([PLAIN.number]))
    _write(made, laid_out(in_signs_of(PLAIN, work.hint), printer.columns), PLAIN)
    return _ended(made, printer)


def _kick(printer: Printer) -> bytes:
    made = escpos().Dummy()
    if printer.drawer in PINS:
        made.cashdraw(PINS[printer.drawer])
    return bytes(made.output)


def _started(page: CodePage) -> Any:
    """Return a strip of paper whose printer is as after switching on, with that table."""
    made = escpos().Dummy()
    made.hw("INIT")
    made._raw(NO_CHINESE + AMERICAN + SELECT_PAGE + bytes([page.number]))
    return made


def _write(made: Any, lines: Iterable[Line], page: CodePage) -> None:
    is_bold = is_tall = False
    for line in lines:
        if line.is_tall != is_tall or line.is_bold != is_bold:
            made.set(bold=line.is_bold, normal_textsize=not line.is_tall, double_height=line.is_tall)
            is_bold, is_tall = line.is_bold, line.is_tall
        made._raw(line.text.encode(page.codec) + b"\n")
    if is_bold or is_tall:
        made.set(bold=False, normal_textsize=True)


def _ended(made: Any, printer: Printer) -> bytes:
    if printer.cuts:
        made.cut(mode="PART")
    else:
        made._raw(FEED)
    return bytes(made.output)
