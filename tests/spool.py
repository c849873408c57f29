"""A spool that behaves without a printer: it keeps what it was given and reports when the test says so."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.errors import DeviceFailed
from app.domain.paper import Text
from app.domain.printers import Accents, Found, Kick, Printer, Report, Sheet, Transport, Work
from app.domain.receipt import Ticket
from app.sync.ports import JsonObject
from app.till.ports import Paper, PrintDevices

DONE = Report(was_sent=True)


@dataclass(slots=True)
class Errand:
    printer: Printer
    work: Work
    done: Callable[[Report], None]


class FakeSpool:
    """``reports``: what the next work ends as, by the printer's key; what has none waits in ``waiting``."""

    def __init__(self) -> None:
        self.given: list[Errand] = []
        self.waiting: list[Errand] = []
        self.reports: dict[str, Report] = {}
        self.found: Mapping[Transport, tuple[Found, ...]] = {}
        self.call: Callable[..., object] = lambda *work: asyncio.get_running_loop().call_soon(*work)
        """How something is put on the event loop; a test whose loop does not run by itself says its own."""
        self.closed_after: float | None = None
        self.at_close: Callable[[], None] = lambda: None

    def submit(self, printer: Printer, work: Work, done: Callable[[Report], None]) -> None:
        errand = Errand(printer, work, done)
        self.given.append(errand)
        report = self.reports.get(printer.key)
        if report is None:
            self.waiting.append(errand)
        else:
            self.call(done, report)

    def report(self, report: Report = DONE) -> None:
        """End the work that has waited longest."""
        self.waiting.pop(0).done(report)

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that were given, in order."""
        return [errand.work.name for errand in self.given if isinstance(errand.work, Sheet)]

    @property
    def kicks(self) -> int:
        return sum(isinstance(errand.work, Kick) for errand in self.given)

    async def find(self, transport: Transport) -> tuple[Found, ...]:
        await asyncio.sleep(0)
        if transport not in self.found:
            raise DeviceFailed("TLPMS", {"where": transport.value})
        return self.found[transport]

    async def close(self, timeout_s: float) -> None:
        await asyncio.sleep(0)
        self.closed_after = timeout_s
        self.at_close()


class FakePaper:
    """Names tickets so that a test can see what is on them: number, language, marks."""

    def ticket(self, ticket: Ticket, printer: Printer, language: str) -> Sheet:
        marks = [("offline", ticket.is_offline), ("copy", ticket.is_copy)]
        name = " ".join([ticket.head.number, *(mark for mark, is_so in marks if is_so)])
        return Sheet((Text(f"{language} {printer.name}"),), name)

    def test_page(self, printer: Printer, language: str) -> Sheet:
        return Sheet((Text(language),), f"test of {printer.name}")

    def accents(self, language: str) -> Accents:
        return Accents((Text(language),), "é", (), ())


class FakeFiles:
    """A disk. ``error``: what the next saves fail with."""

    def __init__(self) -> None:
        self.kept: dict[str, JsonObject] = {}
        self.saves = 0
        self.error: DeviceFailed | None = None

    async def load(self, name: str) -> JsonObject | None:
        await asyncio.sleep(0)
        return self.kept.get(name)

    async def save(self, name: str, value: JsonObject) -> None:
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        self.saves += 1
        self.kept[name] = value


class Desk:
    """The three together, as a till gets them."""

    def __init__(self, paper: Paper | None = None) -> None:
        """``paper``: the real words, where a test is about them."""
        self.spool, self.files = FakeSpool(), FakeFiles()
        self.devices = PrintDevices(self.spool, paper or FakePaper(), self.files)
