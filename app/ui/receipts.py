"""The words of the paper: tickets and test pages as blocks, in the language of the tickets, whatever the screens speak.

Amounts have plain spaces: a printer has no others. Names are of the bar and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QTranslator

from app.domain.catalog import volume_text_ml
from app.domain.code_pages import CODE_PAGES
from app.domain.paper import Block, Gap, Pair, Rule, Text
from app.domain.printers import Accents, Printer, Sheet
from app.domain.receipt import Head, Item, KeptSlip, Paid, ReturnSlip, SaleSlip, Ticket
from app.ui.i18n import I18N_FOLDER

_METHODS = {
    "cash": QT_TRANSLATE_NOOP("Receipt", "Cash"),
    "mobile_money": QT_TRANSLATE_NOOP("Receipt", "Mobile money"),
    "card": QT_TRANSLATE_NOOP("Receipt", "Card"),
    "exchange": QT_TRANSLATE_NOOP("Receipt", "Returned goods"),
}
_REASONS = {
    "wrong_item": QT_TRANSLATE_NOOP("Receipt", "Wrong item"),
    "exchange": QT_TRANSLATE_NOOP("Receipt", "Exchange"),
    "customer_change": QT_TRANSLATE_NOOP("Receipt", "Changed mind, not opened"),
    "defective": QT_TRANSLATE_NOOP("Receipt", "Defective"),
    "expired": QT_TRANSLATE_NOOP("Receipt", "Out of date"),
    "other": QT_TRANSLATE_NOOP("Receipt", "Other reason"),
}
_WORDS = {
    "copy": QT_TRANSLATE_NOOP("Receipt", "DUPLICATE"),
    "offline": QT_TRANSLATE_NOOP("Receipt", "OFFLINE"),
    "seller": QT_TRANSLATE_NOOP("Receipt", "Served by {name}"),
    "moment": QT_TRANSLATE_NOOP("Receipt", "{year}-{month}-{day} {time}"),
    "each": QT_TRANSLATE_NOOP("Receipt", "{price} each"),
    "total": QT_TRANSLATE_NOOP("Receipt", "TOTAL"),
    "given": QT_TRANSLATE_NOOP("Receipt", "Received"),
    "change": QT_TRANSLATE_NOOP("Receipt", "Change"),
    "owed": QT_TRANSLATE_NOOP("Receipt", "CHANGE OWED"),
    "code": QT_TRANSLATE_NOOP("Receipt", "To be claimed with the code {code}"),
    "thanks": QT_TRANSLATE_NOOP("Receipt", "Thank you, see you soon"),
    "returned": QT_TRANSLATE_NOOP("Receipt", "RETURN"),
    "refunded": QT_TRANSLATE_NOOP("Receipt", "Paid back"),
    "not refunded": QT_TRANSLATE_NOOP("Receipt", "No money is paid back"),
    "undecided": QT_TRANSLATE_NOOP("Receipt", "Waits for the manager"),
    "kept": QT_TRANSLATE_NOOP("Receipt", "BOTTLE KEPT"),
    "for": QT_TRANSLATE_NOOP("Receipt", "For {name}"),
    "until": QT_TRANSLATE_NOOP("Receipt", "Until {moment}"),
    "bring": QT_TRANSLATE_NOOP("Receipt", "Bring this paper to claim it"),
    "test": QT_TRANSLATE_NOOP("Receipt", "TEST PAGE"),
    "columns": QT_TRANSLATE_NOOP("Receipt", "{count} characters to the line"),
    "page": QT_TRANSLATE_NOOP("Receipt", "Letters: {page}"),
    "amount": QT_TRANSLATE_NOOP("Receipt", "An amount"),
    "which": QT_TRANSLATE_NOOP("Receipt", "WHICH LINE IS RIGHT?"),
    "tap": QT_TRANSLATE_NOOP("Receipt", "Tap its number on the screen."),
}
SAMPLE = "é è ê ç à ù ô œ €"
"""What the self-test prints in each code page."""
_HANG = 4


@cache
def _translator(language: str) -> QTranslator:
    made = QTranslator()
    made.load(str(I18N_FOLDER / f"bartender_{language}.qm"))
    return made


class Words:
    """Texts in one language. English is the source, so a text that has no translation stands for itself."""

    def __init__(self, language: str) -> None:
        self._look_up = _translator(language).translate

    def __call__(self, text: str, /, **values: str) -> str:
        return self._said("Receipt", _WORDS[text]).format(**values)

    def method(self, paid: Paid) -> str:
        """Return how it was paid: the operator's name says more than « mobile money »."""
        name = paid.operator or self._said("Receipt", _METHODS.get(paid.method, paid.method))
        return f"{name} {paid.reference}".strip()

    def reason(self, reason: str) -> str:
        return self._said("Receipt", _REASONS.get(reason, reason))

    def product(self, item: Item) -> str:
        decimal = self._said("Format", ".", "decimal sign")
        return f"{item.name} {volume_text_ml(item.volume_ml, decimal=decimal)}".strip()

    def moment(self, at: float, zone: str | None) -> str:
        moment = datetime.fromtimestamp(at, UTC)
        here = moment.astimezone(ZoneInfo(zone)) if zone else moment.astimezone()
        return self("moment", year=f"{here:%Y}", month=f"{here:%m}", day=f"{here:%d}", time=f"{here:%H:%M}")

    def _said(self, context: str, source: object, note: str = "") -> str:
        return self._look_up(context, str(source), note or None) or str(source)


def amount(value: int) -> str:
    """Return an amount in whole FCFA with plain spaces: ``12 500 F``."""
    return f"{value:,} F".replace(",", " ")


def ticket_blocks(ticket: Ticket, language: str) -> tuple[Block, ...]:
    """Return a ticket as it stands on paper."""
    words = Words(language)
    return (*_head(ticket, words), *_slip(ticket, words), Gap(), *_foot(ticket, words))


def _head(ticket: Ticket, words: Words) -> Iterator[Block]:
    head = ticket.head
    yield Text(head.bar, is_centred=True, is_bold=True, is_tall=True)
    for text in (head.address, head.phone):
        if text:
            yield Text(text, is_centred=True)
    yield Rule()
    for is_so, word in ((ticket.is_copy, "copy"), (ticket.is_offline, "offline")):
        if is_so:
            yield Text(f"*** {words(word)} ***", is_centred=True, is_bold=True)
    yield Pair(head.number, words.moment(head.at, head.time_zone))
    if head.seller:
        yield Text(words("seller", name=head.seller))
    yield Rule()


def _slip(ticket: Ticket, words: Words) -> Iterator[Block]:
    match ticket.slip:
        case SaleSlip() as sale:
            yield from _sale(sale, words)
        case ReturnSlip() as back:
            yield from _returned(back, words)
        case KeptSlip() as kept:
            yield from _kept(kept, ticket.head, words)


def _items(items: tuple[Item, ...], words: Words) -> Iterator[Block]:
    for item in items:
        name = f"{item.qty} x {words.product(item)}"
        yield Text(name) if item.total is None else Pair(name, amount(item.total), hang=_HANG)
        if item.qty > 1 and item.price is not None:
            yield Text(words("each", price=amount(item.price)), indent=_HANG)
        if item.note:
            yield Text(item.note, indent=_HANG)


def _sale(sale: SaleSlip, words: Words) -> Iterator[Block]:
    yield from _items(sale.items, words)
    yield Rule()
    yield Pair(words("total"), amount(sale.total), is_bold=True, is_tall=True)
    yield Gap()
    for paid in sale.paid:
        yield Pair(words.method(paid), amount(paid.amount))
    given = sum(paid.tendered for paid in sale.paid)
    if given > sum(paid.amount for paid in sale.paid if paid.tendered):
        yield Pair(words("given"), amount(given))
    if sale.change:
        yield Pair(words("change"), amount(sale.change))


def _returned(back: ReturnSlip, words: Words) -> Iterator[Block]:
    yield Text(words("returned"), is_centred=True, is_bold=True, is_tall=True)
    yield Gap()
    yield from _items((back.item,), words)
    yield Text(words.reason(back.reason))
    yield Rule()
    if back.refunds is None:
        yield Text(words("undecided"), is_bold=True)
    elif not back.refunds:
        yield Text(words("not refunded"), is_bold=True)
    elif back.item.total is not None:
        yield Pair(words("refunded"), amount(back.item.total), is_bold=True, is_tall=True)
    else:
        yield Text(words("refunded"), is_bold=True)


def _kept(kept: KeptSlip, head: Head, words: Words) -> Iterator[Block]:
    yield Text(words("kept"), is_centred=True, is_bold=True, is_tall=True)
    yield Gap()
    yield from _items((kept.item,), words)
    yield Rule()
    if kept.guest:
        yield Text(words("for", name=kept.guest), is_bold=True)
    if kept.until is not None:
        yield Text(words("until", moment=words.moment(kept.until, head.time_zone)))


def _foot(ticket: Ticket, words: Words) -> Iterator[Block]:
    match ticket.slip:
        case SaleSlip(owed=0):
            yield Text(words("thanks"), is_centred=True)
        case SaleSlip() as sale:
            yield Pair(words("owed"), amount(sale.owed), is_bold=True, is_tall=True)
            yield Text(words("code", code=ticket.head.number))
            yield Gap()
            yield Text(words("thanks"), is_centred=True)
        case KeptSlip():
            yield Text(words("bring"), is_centred=True)
        case ReturnSlip():
            yield Text(words("thanks"), is_centred=True)


class Typesetter:
    """Implements ``Paper``."""

    def ticket(self, ticket: Ticket, printer: Printer, language: str) -> Sheet:
        return _sheet(ticket_blocks(ticket, language), _name(ticket), printer)

    def test_page(self, printer: Printer, language: str) -> Sheet:
        return _sheet(tuple(_test_page(printer, Words(language))), "test", printer)

    def accents(self, language: str) -> Accents:
        words = Words(language)
        title = (Text(words("which"), is_centred=True, is_bold=True), Gap())
        return Accents(title, SAMPLE, CODE_PAGES, (Gap(), Text(words("tap"))))


def _sheet(blocks: tuple[Block, ...], name: str, printer: Printer) -> Sheet:
    if not printer.is_file:
        return Sheet(blocks, name, b"")
    from app.ui.receipt_pdf import pdf

    return Sheet(blocks, name, pdf(blocks, printer.columns, name))


def _name(ticket: Ticket) -> str:
    """Return the name of the ticket's file: the sale's number, and what else tells it from the others of the sale."""
    kind = "" if isinstance(ticket.slip, SaleSlip) else f"{ticket.head.at:.0f}"
    copy = "copy" if ticket.is_copy else ""
    return "-".join(part for part in (ticket.head.number, kind, copy) if part)


def _test_page(printer: Printer, words: Words) -> Iterator[Block]:
    yield Text(words("test"), is_centred=True, is_bold=True, is_tall=True)
    yield Text(printer.name, is_centred=True)
    yield Rule()
    yield Text(("1234567890" * 5)[: printer.columns])
    yield Text(words("columns", count=str(printer.columns)))
    yield Text(words("page", page=printer.page.name))
    yield Text(SAMPLE)
    yield Pair(words("amount"), amount(12_500), is_bold=True)
    yield Rule()
