"""The paper of the sale that was just made: printed, on its way, or not, and the key that prints it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.till.printing import Job, PrintState
from app.till.till import Till
from app.ui import messages
from app.ui.stops import Stops


class TicketModel(QObject):
    """What became of one command's ticket.

    *Shows*: ``is_shown`` (whether tickets are printed here at all), ``state`` (``printed``, ``printing``, ``failed``,
    empty when none was asked for), ``text``, ``detail`` (why not, or what the drawer did), ``action`` (the key's words)
    and ``can_print``; ``changed`` after any of them.
    *Taps*: ``print``.
    """

    changed = Signal()

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printing = till.printing
        self._key = ""
        self._has_cash = False
        self._stops = Stops(
            self._printing.listen(self.changed.emit),
            self._printing.printers.listen(self.changed.emit),
        )

    def close(self) -> None:
        """Stop following the printers."""
        self._stops.end()

    def follow(self, key: str, *, has_cash: bool) -> None:
        """Show the ticket of the command ``key`` from now on. ``has_cash``: the drawer had to open for it."""
        self._key, self._has_cash = key, has_cash
        self.changed.emit()

    # --- shows

    @property
    def is_shown(self) -> bool:
        return bool(self._key) and (self._printing.can_print or self._job is not None)

    @property
    def state(self) -> str:
        match self._job:
            case None:
                return ""
            case Job(state=PrintState.PRINTED | PrintState.FAILED as state):
                return state.value
            case _:
                return PrintState.PRINTING.value

    @property
    def text(self) -> str:
        match self.state:
            case "printed":
                return QCoreApplication.translate("TicketModel", "Receipt printed")
            case "printing":
                return QCoreApplication.translate("TicketModel", "Receipt on its way…")
            case "failed":
                return QCoreApplication.translate("TicketModel", "Receipt not printed")
            case _:
                return QCoreApplication.translate("TicketModel", "Receipt on demand")

    @property
    def detail(self) -> str:
        """Why it is not printed; else that the drawer stayed shut."""
        job = self._job
        if job is not None and job.state is PrintState.FAILED:
            return messages.message(job.code, job.params or {}).text
        if self._has_cash and not self._printing.printers.drawer.is_done:
            return QCoreApplication.translate("TicketModel", "The drawer did not open: open it with its key.")
        return ""

    @property
    def action(self) -> str:
        if self.state == "printed":
            return QCoreApplication.translate("TicketModel", "Print again", "the receipt")
        return QCoreApplication.translate("TicketModel", "Print", "the receipt")

    @property
    def can_print(self) -> bool:
        return self.state != "printing"

    # --- taps

    def print(self) -> None:
        """Print it now, or once the sale stands; what was printed comes again as a copy."""
        self._printing.print_row(self._key)

    @property
    def _job(self) -> Job | None:
        return self._printing.job(self._key)
