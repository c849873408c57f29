"""The tickets that are not printed: why, and the ways to print or to drop each of them or all."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.frozen import frozen
from app.domain.receipt import KeptSlip, ReturnSlip, SaleSlip, Slip
from app.till.printing import Job, PrintState
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages


@frozen
class UnprintedRow:
    """One ticket. ``detail``: when and whose; ``reason``: why it is here; ``is_busy``: it is being printed again."""

    key: str
    title: str
    detail: str
    amount_text: str
    reason: str
    advice: str
    code: str
    is_busy: bool


class UnprintedModel(QObject):
    """Tickets that need a person.

    *Shows*: ``rows`` (newest first), ``count``, ``can_print``; ``changed`` after any of them.
    *Taps*: ``print``, ``print_all``, ``throw_away``, which tells ``thrown_away`` (a sentence) and is taken back by
    ``undo``.
    """

    changed = Signal()
    thrown_away = Signal(str)

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._printing = till.printing
        self._asked: set[str] = set()
        self._thrown: Job | None = None
        self._stop = self._printing.listen(self.changed.emit)

    def close(self) -> None:
        """Stop following the printers."""
        self._stop()

    # --- shows

    @property
    def rows(self) -> list[UnprintedRow]:
        return [self._row(job) for job in reversed(self._jobs())]

    @property
    def count(self) -> int:
        return len(self._printing.unprinted)

    @property
    def can_print(self) -> bool:
        """Whether something is there that is not being printed already."""
        return self.count > 0

    # --- taps

    def print(self, key: str) -> None:
        """Try this one again."""
        self._asked.add(key)
        self._printing.print_again(key)

    def print_all(self) -> None:
        """Try all again, oldest first."""
        self._asked |= {job.key for job in self._printing.unprinted}
        self._printing.retry_all()

    def throw_away(self, key: str) -> None:
        """Take it off the list; the sale stays."""
        job = self._printing.job(key)
        if job is None or job.state is not PrintState.FAILED:
            return
        self._thrown = job
        self._printing.throw_away(key)
        text = QCoreApplication.translate("UnprintedModel", "Receipt thrown away: {title}")
        self.thrown_away.emit(text.format(title=_title(job)))

    def undo(self) -> None:
        """Bring back what was thrown away last."""
        if self._thrown is not None:
            job, self._thrown = self._thrown, None
            self._printing.put_back(job)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _jobs(self) -> list[Job]:
        """The tickets that failed, and those of them that are tried again, which keep their place under the finger."""
        jobs = self._printing.jobs
        self._asked &= {job.key for job in jobs if job.state is PrintState.PRINTING}
        return [job for job in jobs if job.state is PrintState.FAILED or job.key in self._asked]

    def _row(self, job: Job) -> UnprintedRow:
        head, is_busy = job.ticket.head, job.state is PrintState.PRINTING
        why = messages.message(job.code, job.params or {})
        return UnprintedRow(
            key=job.key,
            title=_title(job),
            detail=text_of.joined(
                text_of.clock(head.at, head.time_zone), head.seller, text_of.items(_pieces(job.ticket.slip))
            ),
            amount_text=_amount(job.ticket.slip),
            reason=QCoreApplication.translate("UnprintedModel", "Receipt on its way…")
            if is_busy
            else why.text,
            advice="" if is_busy else why.detail,
            code="" if is_busy else job.code,
            is_busy=is_busy,
        )


def _title(job: Job) -> str:
    """Return the sale's number, and what else than a sale the paper is of."""
    match job.ticket.slip:
        case ReturnSlip():
            kind = QCoreApplication.translate("UnprintedModel", "Return")
        case KeptSlip():
            kind = QCoreApplication.translate("UnprintedModel", "Bottle kept")
        case SaleSlip():
            kind = ""
    return text_of.joined(job.ticket.head.number, kind)


def _pieces(slip: Slip) -> int:
    return sum(item.qty for item in slip.items) if isinstance(slip, SaleSlip) else slip.item.qty


def _amount(slip: Slip) -> str:
    if isinstance(slip, SaleSlip):
        return text_of.money(slip.total)
    return "" if slip.item.total is None else text_of.money(slip.item.total)
