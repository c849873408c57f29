"""The printers of this till: their settings in the profile, what a person tests on them, and the drawer.

Work goes through here to the spool, so that what a printer shows of itself is remembered: one that has said how it is
(paper, cover) is expected to say so from then on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen
from app.domain.printers import (
    Found,
    Kick,
    Printer,
    PrinterSettings,
    Report,
    Transport,
    Work,
    settings_from_json,
    settings_to_json,
)
from app.domain.receipt import Ticket
from app.sync.ports import Spawn
from app.till.ports import PrintDevices

log = logging.getLogger(__name__)

SETTINGS = "printers"
NO_PRINTER = "TLPNO"

Done = Callable[[Report], None]


@frozen
class Check:
    """What a person asked of a printer at its set-up: ``report`` None while it is at it."""

    what: str
    report: Report | None = None


class Printers:
    """Owns the settings. Listeners are called after each change of them, of ``checks`` or of ``drawer``."""

    def __init__(self, devices: PrintDevices | None, spawn: Spawn) -> None:
        self._devices = devices
        self._spawn = spawn
        self._listeners: list[Callable[[], None]] = []
        self.settings = PrinterSettings()
        self.checks: Mapping[str, Check] = {}
        """The last test of each printer, by its key."""
        self.drawer = Report()
        """What became of the last kick; done when there was none."""

    @property
    def devices(self) -> PrintDevices | None:
        return self._devices

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` after each change; returns what ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    async def restore(self) -> None:
        """Read the settings back; what cannot be read stays on disk until others are made."""
        kept = await self._devices.files.load(SETTINGS) if self._devices else None
        try:
            self.settings = settings_from_json(kept) if kept else self.settings
        except ValueError:
            log.warning("the settings of the printers cannot be read")
        self._tell()

    async def use(self, settings: PrinterSettings) -> None:
        """Take other settings, from now on and at the next start. Raises DeviceFailed; then only from now on."""
        self.settings = settings
        self._tell()
        if self._devices is not None:
            await self._devices.files.save(SETTINGS, settings_to_json(settings))

    # --- work -----------------------------------------------------------------------------------------------------

    def submit(self, printer: Printer, work: Work, done: Done) -> None:
        """Hand work to the printer's own thread. Returns at once; ``done`` hears of it later, on the loop."""
        if self._devices is None:
            done(Report(NO_PRINTER))
        else:
            self._devices.spool.submit(printer, work, partial(self._heard, printer.key, done))

    def print_ticket(self, printer: Printer, ticket: Ticket, done: Done) -> None:
        """Print a ticket in the tickets' language."""
        if self._devices is None:
            done(Report(NO_PRINTER))
        else:
            self.submit(printer, self._devices.paper.ticket(ticket, printer, self.settings.language), done)

    def open_drawer(self) -> None:
        """Open the drawer, if there is one."""
        if (printer := self.settings.drawer_printer) is not None:
            self.drawer = Report()
            self.submit(printer, Kick(), self._kicked)

    def _kicked(self, report: Report) -> None:
        self.drawer = report
        self._tell()

    def _heard(self, key: str, done: Done, report: Report) -> None:
        printer = self.settings.printer(key)
        if printer is not None and report.answers not in (None, printer.answers):
            learnt = self.settings.with_printer(replace(printer, answers=report.answers))
            self._spawn(self._keep(learnt), "keep what a printer can do")
        done(report)

    async def _keep(self, settings: PrinterSettings) -> None:
        try:
            await self.use(settings)
        except DeviceFailed as error:
            log.warning("the settings of the printers are not kept: %s", error.code)

    # --- setting up -----------------------------------------------------------------------------------------------

    async def find(self, transport: Transport) -> tuple[Found, ...]:
        """Return the printers of this machine that are reached that way. Raises DeviceFailed ``TLPMS``."""
        return await self._devices.spool.find(transport) if self._devices else ()

    def check_page(self, printer: Printer) -> None:
        """Print a page that shows the paper's width, the accents and the knife."""
        if self._devices is not None:
            page = self._devices.paper.test_page(printer, self.settings.language)
            self._check("page", replace(printer, answers=None), page)  # asked anew whether it says how it is

    def check_accents(self, printer: Printer) -> None:
        """Print a numbered line in each code page: the person says which is right."""
        if self._devices is not None:
            self._check("accents", printer, self._devices.paper.accents(self.settings.language))

    def check_drawer(self, printer: Printer) -> None:
        """Open the drawer at this printer."""
        self._check("drawer", printer, Kick())

    def _check(self, what: str, printer: Printer, work: Work) -> None:
        self._checked(what, printer.key, None)
        self.submit(printer, work, partial(self._checked, what, printer.key))

    def _checked(self, what: str, key: str, report: Report | None) -> None:
        self.checks = {**self.checks, key: Check(what, report)}
        self._tell()

    def forget_check(self, key: str) -> None:
        """Take a test's outcome off the screen."""
        self.checks = {name: check for name, check in self.checks.items() if name != key}
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
