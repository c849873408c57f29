"""After an outage: that everything which was kept on this till has been sent, said for a moment and then no more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.frozen import frozen
from app.sync.fingerprint import GAP
from app.sync.link import LinkState
from app.sync.ports import State
from app.till.projections import RECORD_SALE
from app.till.till import Till
from app.ui import format as text_of

SAID_S = 15.0


def only_sales_wait(till: Till) -> bool:
    """Tell whether all that waits to be sent are sales."""
    waiting = (row for row in till.outbox.rows() if row.state is State.WAITING and row.kind != GAP)
    return all(row.kind == RECORD_SALE for row in waiting)


@frozen
class _Kept:
    """The most that waited during the outage. ``refused``: how many were refused before it."""

    count: int
    amount: int
    are_sales: bool
    refused: int


class Relief:
    """Call ``look`` whenever the line or the outbox has changed. ``text`` is empty unless there is something to say.

    Where the server has refused some of what waited, that is what is to be read, and nothing is said here.
    """

    def __init__(self, till: Till) -> None:
        self._till = till
        self._kept: _Kept | None = None
        self._sent: _Kept | None = None
        self._until = 0.0

    def look(self) -> None:
        """See what waits during an outage, and whether all of it has gone once it is over."""
        summary, state = self._till.outbox.summary(), self._till.link.state
        if state is LinkState.OFFLINE:
            self._sent = None
            if summary.waiting_count > (self._kept.count if self._kept else 0):
                self._kept = _Kept(
                    summary.waiting_count,
                    summary.waiting_amount,
                    only_sales_wait(self._till),
                    summary.refused_count,
                )
        elif state is LinkState.ONLINE and self._kept is not None and not summary.waiting_count:
            self._sent = self._kept if summary.refused_count == self._kept.refused else None
            self._until, self._kept = self._till.clock.monotonic() + SAID_S, None

    @property
    def text(self) -> str:
        sent = self._sent
        if sent is None or self._till.clock.monotonic() >= self._until:
            return ""
        what = text_of.worth(text_of.counted(sent.count, are_sales=sent.are_sales), sent.amount)
        return QCoreApplication.translate("StatusModel", "All sent: {what}").format(what=what)
