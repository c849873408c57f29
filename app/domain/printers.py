"""The printers of one till, as a person has set them up, and what they are asked to do.

Settings belong to the machine, not to the bar: they are kept in the till's profile and never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from enum import StrEnum
from typing import Any, TypeAlias

from app.domain.code_pages import CODE_PAGES, CodePage, code_page
from app.domain.frozen import frozen
from app.domain.paper import COLUMNS, Block

VERSION = 1
PORT = 9100
BAUD = 9_600
BAUDS = (9_600, 19_200, 38_400, 115_200)
LANGUAGES = ("fr", "en")


class Transport(StrEnum):
    """How a printer is reached. ``system``: by its name in CUPS or Windows; ``pdf``: a folder of files."""

    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    SYSTEM = "system"
    PDF = "pdf"


class Drawer(StrEnum):
    """The pins of the printer's socket that open the drawer."""

    NONE = "none"
    PIN_2 = "pin_2"
    PIN_5 = "pin_5"


class When(StrEnum):
    """Whether a ticket is printed by itself."""

    ALWAYS = "always"
    ON_DEMAND = "on_demand"
    NEVER = "never"


@frozen
class Printer:
    """One printer. ``address``: ``host`` or ``host:port``, ``vendor:product`` in hex, a serial port, a name, a folder.

    ``answers``: whether it says how it is (paper, cover) when asked; None before it was asked the first time.
    """

    key: str
    name: str
    transport: Transport
    address: str
    columns: int = COLUMNS[-1]
    page: CodePage = CODE_PAGES[0]
    drawer: Drawer = Drawer.NONE
    cuts: bool = True
    baud: int = BAUD
    answers: bool | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is no machine at all: no code page, no knife, no drawer."""
        return self.transport is Transport.PDF

    @property
    def host(self) -> str:
        return self.address.rpartition(":")[0] or self.address

    @property
    def port(self) -> int:
        """The network port; the usual one unless the address says another."""
        host, _, port = self.address.rpartition(":")
        return int(port) if host and port.isdecimal() else PORT


@frozen
class PrinterSettings:
    """Every printer of a till. ``tickets`` and ``fallback`` are keys of printers, empty for none."""

    printers: tuple[Printer, ...] = ()
    tickets: str = ""
    fallback: str = ""
    when: When = When.ALWAYS
    language: str = LANGUAGES[0]

    def printer(self, key: str) -> Printer | None:
        return next((printer for printer in self.printers if printer.key == key), None)

    @property
    def ticket_printer(self) -> Printer | None:
        return self.printer(self.tickets)

    @property
    def fallback_printer(self) -> Printer | None:
        return self.printer(self.fallback) if self.fallback != self.tickets else None

    @property
    def drawer_printer(self) -> Printer | None:
        """The printer that opens the drawer: the tickets' if it has one, else the first that has."""
        ways = (self.ticket_printer, *self.printers)
        return next((printer for printer in ways if printer and printer.drawer is not Drawer.NONE), None)

    def with_printer(self, printer: Printer) -> PrinterSettings:
        """Return the settings with ``printer`` in the place of the one with its key, else at the end.

        The first printer of a till prints its tickets.
        """
        if self.printer(printer.key) is None:
            tickets = self.tickets or printer.key
            return replace(self, printers=(*self.printers, printer), tickets=tickets)
        printers = tuple(printer if known.key == printer.key else known for known in self.printers)
        return replace(self, printers=printers)

    def without(self, key: str) -> PrinterSettings:
        """Return the settings without that printer; its fallback takes its place."""
        printers = tuple(printer for printer in self.printers if printer.key != key)
        left = replace(self, printers=printers, fallback="" if key == self.fallback else self.fallback)
        return replace(left, tickets=left.fallback, fallback="") if key == self.tickets else left

    def printing_on(self, key: str) -> PrinterSettings:
        """Return the settings with tickets on that printer; the one of before stands in where nobody does."""
        before = "" if key == self.tickets else self.tickets
        return replace(self, tickets=key, fallback=before if self.fallback in ("", key) else self.fallback)

    def falling_back_on(self, key: str) -> PrinterSettings:
        """Return the settings with that printer as the fallback, or without one when it is that already.

        The printer of the tickets changes places with its fallback; without one it stays what it is. Where none is for
        tickets, it is for them: a fallback stands in for somebody.
        """
        if self.ticket_printer is None:
            return replace(self, tickets=key, fallback="" if key == self.fallback else self.fallback)
        if key != self.tickets:
            return replace(self, fallback="" if key == self.fallback else key)
        return replace(self, tickets=self.fallback, fallback=key) if self.fallback_printer else self

    def doing_nothing(self, key: str) -> PrinterSettings:
        """Return the settings with that printer for neither; the fallback of the tickets' takes its place."""
        if key == self.tickets:
            return replace(self, tickets=self.fallback, fallback="")
        return replace(self, fallback="") if key == self.fallback else self


def settings_to_json(settings: PrinterSettings) -> dict[str, Any]:
    """Return the settings as they are kept in the profile."""
    printers = [{**asdict(printer), "page": printer.page.key} for printer in settings.printers]
    return {**asdict(settings), "version": VERSION, "printers": printers}


def settings_from_json(kept: object) -> PrinterSettings:
    """Read kept settings back. Raises ValueError when they are not that, or of a newer program."""
    try:
        if not isinstance(kept, Mapping) or kept["version"] != VERSION:
            raise ValueError("not settings of printers")
        return PrinterSettings(
            tuple(_printer(part) for part in kept["printers"]),
            str(kept["tickets"]),
            str(kept["fallback"]),
            When(kept["when"]),
            str(kept["language"]) if kept["language"] in LANGUAGES else LANGUAGES[0],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not settings of printers: {error!r}") from error


def _printer(part: Mapping[str, Any]) -> Printer:
    answers = part["answers"]
    return Printer(
        key=str(part["key"]),
        name=str(part["name"]),
        transport=Transport(part["transport"]),
        address=str(part["address"]),
        columns=part["columns"] if part["columns"] in COLUMNS else COLUMNS[-1],
        page=code_page(str(part["page"])),
        drawer=Drawer(part["drawer"]),
        cuts=part["cuts"] is True,
        baud=part["baud"] if part["baud"] in BAUDS else BAUD,
        answers=answers if isinstance(answers, bool) else None,
    )


@frozen
class Sheet:
    """Something to print. ``document``: the same as a PDF, for a printer that takes no lines; ``name``: of its file."""

    blocks: tuple[Block, ...]
    name: str
    document: bytes = b""


@frozen
class Accents:
    """The self-test: a numbered line of ``sample`` in each of the code pages, under a title and over a hint."""

    title: tuple[Block, ...]
    sample: str
    pages: tuple[CodePage, ...]
    hint: tuple[Block, ...] = ()


@frozen
class Kick:
    """Open the drawer, now or never: nobody wants it to open by itself later."""


Work: TypeAlias = Sheet | Accents | Kick


@frozen
class Report:
    """What became of some work. ``code`` and ``params``: as an error's; empty when it is done.

    ``was_sent``: whether the printer has got some of it, so that paper may exist all the same. ``answers``: whether the
    printer says how it is, None when it was not asked.
    """

    code: str = ""
    params: Mapping[str, object] | None = None
    was_sent: bool = False
    answers: bool | None = None

    @property
    def is_done(self) -> bool:
        return not self.code


@frozen
class Found:
    """A printer that the machine knows of: what to call it, and its address."""

    name: str
    address: str
