"""A new printer: how it is reached, which of those that the machine knows, or the address that is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.domain.ids import new_id
from app.domain.printers import Found, Printer, Transport
from app.till.till import Till
from app.ui import messages
from app.ui.rows import ActionRow
from app.ui.tasks import Tasks
from app.ui.view_models.printer_words import transport_text

LISTED = (Transport.USB, Transport.SERIAL, Transport.SYSTEM)
"""The machine knows which there are; the others are named by a person."""
MAX_ADDRESS = 200
FOLDER = "BarTender"


@frozen
class FoundRow:
    """A printer that the machine knows, by its address."""

    address: str
    name: str


class PrinterSearchModel(QObject):
    """Asks for what a new printer is.

    *Shows*: ``transports``, ``transport`` (empty before one is chosen), ``found``, ``text`` (what the search says),
    ``is_looking``, ``is_typed`` (an address is typed), ``address``, ``can_add``; ``changed`` after any of them.
    *Taps*: ``begin``, ``choose``, ``look``, ``set_address``, ``take`` (one that was found), ``accept`` (the address).
    ``chosen`` gives the new Printer.
    """

    changed = Signal()
    chosen = Signal(object)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self.transport: Transport | None = None
        self.found: list[FoundRow] = []
        self.text = ""
        self.is_looking = False
        self.address = ""

    # --- shows

    @property
    def transports(self) -> list[ActionRow]:
        return [ActionRow(transport.value, transport_text(transport)) for transport in Transport]

    @property
    def is_typed(self) -> bool:
        return self.transport in (Transport.NETWORK, Transport.PDF)

    @property
    def can_add(self) -> bool:
        return self.is_typed and bool(self.address.strip())

    def retranslate(self) -> None:
        self.changed.emit()

    # --- taps

    def begin(self) -> None:
        """Begin anew."""
        self._forget()
        self.transport = None
        self.changed.emit()

    def choose(self, transport: str) -> None:
        """Say how the printer is reached; those that the machine knows are looked for at once."""
        self._forget()
        self.transport = Transport(transport)
        if self.transport is Transport.PDF:
            from PySide6.QtCore import QStandardPaths

            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.address = f"{documents}/{FOLDER}"
        self.look()

    def look(self) -> None:
        """Look for printers again."""
        if self.transport in LISTED and not self.is_looking:
            transport = self.transport
            self.found, self.text, self.is_looking = [], "", True
            self._tasks.spawn(
                self._till.printing.printers.find(transport),
                "look for printers",
                then=partial(self._found, transport),
                failed=partial(self._not_found, transport),
            )
        self.changed.emit()

    def set_address(self, text: str) -> None:
        self.address = text[:MAX_ADDRESS]
        self.changed.emit()

    def take(self, address: str) -> None:
        """Take one of those that were found."""
        row = next((row for row in self.found if row.address == address), None)
        if row is not None:
            self._give(row.name, row.address)

    def accept(self) -> None:
        """Take the printer at the address."""
        if self.can_add and self.transport is not None:
            is_folder = self.transport is Transport.PDF
            address = self.address.strip()
            self._give(transport_text(self.transport) if is_folder else address, address)

    # --- inside

    def _forget(self) -> None:
        self.found, self.text, self.address, self.is_looking = [], "", "", False

    def _give(self, name: str, address: str) -> None:
        assert self.transport is not None, "chosen before anything is given"
        key = new_id(self._till.clock.wall())
        self.chosen.emit(Printer(key, name, self.transport, address))

    def _found(self, transport: Transport, found: tuple[Found, ...]) -> None:
        if transport is not self.transport:
            return
        self.is_looking = False
        # The two numbers of a USB device say nothing to a person; the name of a port does.
        nameless = transport_text(transport) if transport is Transport.USB else ""
        self.found = [FoundRow(one.address, one.name or nameless or one.address) for one in found]
        if not found:
            self.text = QCoreApplication.translate(
                "PrinterSearchModel", "None was found. See that it is on and plugged in, then look again."
            )
        self.changed.emit()

    def _not_found(self, transport: Transport, error: TillError) -> None:
        if transport is self.transport:
            self.is_looking = False
            self.text = messages.of_error(error).sentence
            self.changed.emit()
