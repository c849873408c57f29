"""What printing shows, over a whole counter: the printers, what they did, and tickets that are not printed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.domain.code_pages import CODE_PAGES
from app.domain.printers import Drawer, Found, Kick, Printer, PrinterSettings, Report, Transport, When
from app.ui.i18n import I18N_FOLDER, Language
from app.ui.theme import Look, Theme
from app.ui.windows.counter import Counter
from tests.spool import DONE
from tests.tickets import KEPT, RETURN
from tests.ui.language import speaking
from tests.ui.pictures import dress
from tests.ui.rig import Rig, product

BAR = Printer(
    "bar", "EPSON TM-T20III", Transport.NETWORK, "192.168.1.50", 48, CODE_PAGES[1], Drawer.PIN_2, answers=True
)
OFFICE = Printer("office", "POS-5890", Transport.SERIAL, "/dev/ttyUSB0", 32, CODE_PAGES[2], cuts=False)
FILES = Printer("files", "PDF", Transport.PDF, "/home/bar/Documents/BarTender")
THREE = PrinterSettings((BAR, OFFICE, FILES), tickets="bar", fallback="office")
OUT = Report("TLPAP")


class Printed:
    """The counter with somebody at it, and printers that do as the test says."""

    def __init__(
        self,
        language: Language,
        size: tuple[int, int] = (1280, 720),
        *,
        look: Look = Look.NIGHT,
        person: str = "houngbedji",
        settings: PrinterSettings = THREE,
    ) -> None:
        self.rig = Rig()
        self.rig.sign_in(person)
        self.printing = self.rig.till.printing
        self.spool = self.rig.printers.spool
        self.rig.run(self.printing.printers.use(settings))
        self.theme = Theme(look, is_still=True)
        self.counter = Counter(self.rig.till, self.rig.tasks, self.theme, language)
        self.window = self.counter.window
        self.window.resize(*size)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def show(self, page: str) -> None:
        self.window.show_page(page)
        self.settle()

    def key(self, name: str) -> QPushButton:
        """Return the key of that name that can be seen."""
        found = [key for key in self.window.findChildren(QPushButton, name) if key.isVisible()]
        assert len(found) == 1, f"{len(found)} keys {name}"
        return found[0]

    def tap(self, name: str) -> None:
        QTest.mouseClick(self.key(name), Qt.MouseButton.LeftButton)
        self.settle()

    def sell(self, key: str = "flag-65") -> str:
        """Sell by the keys of the sale; returns the command's id."""
        self.rig.till.checkout.tap(product(key))
        self.rig.settle()
        self.counter.sale.pay_exact()
        self.settle()
        return self.rig.till.outbox.rows()[-1].id

    def report(self, report: Report = DONE) -> None:
        """Let the printers end everything that they were given; the drawer opens."""
        while self.spool.waiting:
            self.spool.report(DONE if isinstance(self.spool.waiting[0].work, Kick) else report)
        self.settle()

    def close(self) -> None:
        self.counter.close()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def printed(
    language: str = "fr",
    size: tuple[int, int] = (1280, 720),
    *,
    look: Look = Look.NIGHT,
    person: str = "houngbedji",
    settings: PrinterSettings = THREE,
    folder: Path = I18N_FOLDER,
) -> Iterator[Printed]:
    """Open the counter in a language, and close it whatever happens."""
    dress()
    with speaking(language, folder) as spoken:
        shown = Printed(spoken, size, look=look, person=person, settings=settings)
        try:
            yield shown
        finally:
            shown.close()


def _empty(shown: Printed) -> None:
    shown.rig.run(shown.printing.printers.use(PrinterSettings()))
    shown.show("printers")


def _printers(shown: Printed) -> None:
    shown.show("printers")


def _checked(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("test-page")
    shown.report(Report(was_sent=True, answers=True))


def _trouble(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("printer:office")
    shown.tap("test-page")
    shown.report(OUT)


def _file(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("printer:files")


def _add(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("add-printer")


def _network(shown: Printed) -> None:
    _add(shown)
    shown.tap("way:network")
    for sign in "192.168.1.5":
        shown.tap(f"key:{sign}")


def _usb(shown: Printed) -> None:
    shown.spool.found = {
        Transport.USB: (Found("EPSON TM-T20III", "04b8:0e15"), Found("", "0416:5011")),
    }
    _add(shown)
    shown.tap("way:usb")


def _none_found(shown: Printed) -> None:
    shown.spool.found = {Transport.SYSTEM: ()}
    _add(shown)
    shown.tap("way:system")


def _pdf(shown: Printed) -> None:
    _add(shown)
    shown.tap("way:pdf")


def _accents(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("test-accents")
    shown.report()


def _accents_trouble(shown: Printed) -> None:
    shown.show("printers")
    shown.tap("test-accents")
    shown.report(Report("TLPOF"))


def _unprinted(shown: Printed) -> None:
    for key, report in (("castel-65", OUT), ("flag-33", Report("TLPOF")), ("guinness-33", OUT)):
        shown.sell(key)
        shown.report(report)
    for ticket in (RETURN, KEPT):
        shown.printing.print_ticket(ticket)
        shown.report(Report("TLPSL"))
    shown.show("unprinted")


def _nothing(shown: Printed) -> None:
    shown.show("unprinted")


def _thrown(shown: Printed) -> None:
    _unprinted(shown)
    shown.tap(f"throw:{shown.printing.unprinted[-1].key}")


def _sold_on_its_way(shown: Printed) -> None:
    shown.sell()


def _sold_printed(shown: Printed) -> None:
    shown.sell()
    shown.report()


def _sold_failed(shown: Printed) -> None:
    shown.rig.run(shown.printing.printers.use(replace(THREE, fallback="")))
    shown.sell("castel-65")
    shown.report(OUT)
    shown.sell()
    shown.report(OUT)


def _sold_on_demand(shown: Printed) -> None:
    shown.rig.run(shown.printing.printers.use(replace(THREE, when=When.ON_DEMAND)))
    shown.sell()
    shown.report()


def _menu(shown: Printed) -> None:
    _sold_failed(shown)
    shown.window.show_page("sale")
    shown.window.open_menu()


STATES: dict[str, Callable[[Printed], None]] = {
    "printers-empty": _empty,
    "printers": _printers,
    "printers-checked": _checked,
    "printers-trouble": _trouble,
    "printers-file": _file,
    "printers-add": _add,
    "printers-network": _network,
    "printers-usb": _usb,
    "printers-none-found": _none_found,
    "printers-pdf": _pdf,
    "printers-accents": _accents,
    "printers-accents-trouble": _accents_trouble,
    "unprinted": _unprinted,
    "unprinted-nothing": _nothing,
    "unprinted-thrown": _thrown,
    "sold-ticket-on-its-way": _sold_on_its_way,
    "sold-ticket-printed": _sold_printed,
    "sold-ticket-failed": _sold_failed,
    "sold-ticket-on-demand": _sold_on_demand,
    "menu-printing": _menu,
}
