"""Several transfers at once: those that came, ticked against the operator's list, and confirmed together."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.domain.history import SaleHeader
from app.domain.ids import SaleId
from app.domain.roles import Role
from app.domain.sale import Transfer
from app.sync.ports import Row, State
from app.till import sale_states
from app.till.lists import page_key
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ActionRow, ActionStyle, ChipRow, ListRow, RefusalRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import UNDERSTOOD
from app.ui.view_models.listing import Pages

TO_CONFIRM = {"payment": "to_confirm"}
ALL = "all"


@frozen
class _Waiting:
    """A transfer with its sale."""

    sale: SaleHeader
    transfer: Transfer

    @property
    def key(self) -> str:
        return f"{self.sale.id}:{self.transfer.position}"

    @property
    def operator(self) -> str:
        return self.transfer.operator or ""


class TransfersModel(QObject):
    """The transfers of the page on show that nobody has confirmed, to tick.

    *Shows*: ``rows`` (ticked or not), ``operators`` (all of them, and each), ``chosen_text`` (how many, and their
    total), ``note`` (why nothing can be confirmed now, or that there are more), ``can_confirm``; ``refusal``: the
    first one that the server refused and nobody has acknowledged. ``changed`` after any; ``said``: what was done.
    *Taps*: ``enter``, ``leave``, ``forget``, ``toggle`` (a row's key), ``toggle_operator`` (an operator, or ``all``),
    ``confirm``, ``understood``.
    """

    changed = Signal()
    said = Signal(str)
    finished = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till, self._tasks = till, tasks
        self._pages = Pages(till.cache, self._look_again)
        self._chosen: set[str] = set()
        self._seen: dict[str, _Waiting] = {}
        self._is_busy = False
        self._stops = Stops(
            till.outbox.listen(self.changed.emit),
            till.link.listen(self.changed.emit),
            till.session.listen(self.changed.emit),
        )

    def close(self) -> None:
        """Stop following the till."""
        self.leave()
        self._stops.end()

    def enter(self) -> None:
        """Show what is to be confirmed; what was ticked stays so until it is confirmed or forgotten."""
        self._pages.look(lambda place: page_key("sales", TO_CONFIRM, place))
        self._look_again()

    def leave(self) -> None:
        self._pages.close()

    def forget(self) -> None:
        """Take every tick away: whoever ticked has left the list of sales."""
        self._chosen.clear()

    # --- shows

    @property
    def rows(self) -> list[ListRow]:
        return [self._row(one) for one in self._waiting()]

    @property
    def operators(self) -> list[ChipRow]:
        """What ticks all of them at once, or takes the ticks away; then those of each operator, in the bar's order."""
        waiting = self._waiting()
        bar = self._till.bar.bar()
        named = list(bar.operators) if bar else []
        found = sorted(
            {one.operator for one in waiting},
            key=lambda name: (named.index(name) if name in named else len(named), name),
        )
        chips = [(ALL, waiting)] if len(found) != 1 else []
        chips += [(name, [one for one in waiting if one.operator == name]) for name in found]
        return [
            ChipRow(key, self._tick_text(key, ones), _sum_text(ones), "phone") for key, ones in chips if ones
        ]

    def _tick_text(self, operator: str, ones: list[_Waiting]) -> str:
        """Say what a tap does to the ticks of an operator, or of all."""
        is_ticked = all(one.key in self._chosen for one in ones)
        if operator == ALL:
            if is_ticked:
                return QCoreApplication.translate("TransfersModel", "Untick all")
            return QCoreApplication.translate("TransfersModel", "Tick all")
        text = QCoreApplication.translate("TransfersModel", "Tick {operator}")
        if is_ticked:
            text = QCoreApplication.translate("TransfersModel", "Untick {operator}")
        return text.format(operator=operator)

    @property
    def chosen_text(self) -> str:
        """How many are ticked and how much that is: ``3 payments · 4 500 F``."""
        return _sum_text(self._ticked()) or QCoreApplication.translate("TransfersModel", "None is ticked")

    @property
    def note(self) -> str:
        error = self._till.after.hindrance(Role.MANAGER)
        if error is not None:
            return messages.of_deed(error).sentence
        if self._pages.has_next:
            return QCoreApplication.translate(
                "TransfersModel", "The newest are here; the others come as these are confirmed."
            )
        return ""

    @property
    def can_confirm(self) -> bool:
        may = self._till.after.hindrance(Role.MANAGER) is None
        return may and bool(self._ticked()) and not self._is_busy

    @property
    def refusal(self) -> RefusalRow | None:
        """What the server refused of these, one at a time: which payment, and why."""
        row = self._till.after.refused_of((sale_states.CONFIRM_PAYMENT,))
        if row is None:
            return None
        why = messages.message(row.code or "", row.params)
        answer = QCoreApplication.translate("TransfersModel", "Understood")
        action = ActionRow(UNDERSTOOD, answer, ActionStyle.PRIMARY)
        return RefusalRow(str(row.no), self._refused_text(row), why.sentence, (action,), why.code)

    # --- taps

    def toggle(self, key: str) -> None:
        """Tick a transfer, or take its tick away."""
        self._chosen ^= {key}
        self.changed.emit()

    def toggle_operator(self, operator: str) -> None:
        """Tick all of an operator's; when all of them are ticked, take the ticks away."""
        keys = {one.key for one in self._waiting() if operator in (ALL, one.operator)}
        self._chosen = self._chosen - keys if keys <= self._chosen else self._chosen | keys
        self.changed.emit()

    def confirm(self) -> None:
        """All that is ticked has arrived."""
        ticked = self._ticked()
        if not self.can_confirm:
            return
        self._is_busy = True
        transfers = [(SaleId(one.sale.id), one.transfer.position) for one in ticked]
        done = QCoreApplication.translate("TransfersModel", "Noted as arrived: {sum}")
        said = done.format(sum=_sum_text(ticked))
        self._tasks.spawn(
            self._till.after.confirm_payments(transfers),
            "confirm transfers",
            then=lambda _rows: self._confirmed(said),
            failed=self._not_confirmed,
        )
        self.changed.emit()

    def understood(self, key: str, _answer: str = "") -> None:
        """Take note of what was refused; it is shown no more."""
        self._tasks.spawn(self._till.after.acknowledge(int(key)), f"read {key}", failed=self._not_confirmed)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _look_again(self) -> None:
        for one in self._on_page():
            self._seen[one.key] = one
        self.changed.emit()

    def _on_page(self) -> Iterator[_Waiting]:
        page = self._pages.page
        for sale in page.items if page is not None else ():
            for transfer in sale.transfers:
                yield _Waiting(sale, transfer)

    def _waiting(self) -> list[_Waiting]:
        """Return what nobody has said anything about, neither the server nor this till."""
        told = {
            f"{row.body.get('sale')}:{row.body.get('position')}"
            for row in self._till.outbox.open_rows()
            if row.kind == sale_states.CONFIRM_PAYMENT
        }
        return [one for one in self._on_page() if one.key not in told]

    def _ticked(self) -> list[_Waiting]:
        return [one for one in self._waiting() if one.key in self._chosen]

    def _row(self, one: _Waiting) -> ListRow:
        bar, sale, transfer = self._till.bar.bar(), one.sale, one.transfer
        seller = self._till.bar.person(sale.sold_by) if sale.sold_by else None
        reference = transfer.reference or QCoreApplication.translate("TransfersModel", "No reference")
        is_ticked = one.key in self._chosen
        ticked = QCoreApplication.translate("TransfersModel", "ticked", "a transfer")
        return ListRow(
            key=one.key,
            lead=text_of.clock_of(sale.created_at, bar.time_zone if bar else None),
            under=sale.ticket or "",
            title=text_of.joined(one.operator, reference),
            detail=text_of.joined(seller.name if seller else "", text_of.day(sale.business_date)),
            amount=text_of.money(transfer.amount),
            is_ticked=is_ticked,
            aloud=ticked if is_ticked else "",
        )

    def _refused_text(self, row: Row) -> str:
        """Name the payment that was refused, as far as it was seen here."""
        one = self._seen.get(f"{row.body.get('sale')}:{row.body.get('position')}")
        others = sum(
            x.state is State.REFUSED and x.kind == sale_states.CONFIRM_PAYMENT
            for x in self._till.outbox.rows()
        )
        which = text_of.joined(one.sale.ticket or "", text_of.money(one.transfer.amount)) if one else ""
        text = QCoreApplication.translate("TransfersModel", "Not confirmed: {payment}")
        if not which:
            text = QCoreApplication.translate("TransfersModel", "A payment was not confirmed")
        said = text.format(payment=which)
        return said if others < 2 else f"{said} (1/{others})"

    def _confirmed(self, said: str) -> None:
        self._is_busy = False
        self._chosen.clear()
        self.said.emit(said)
        self.finished.emit()
        self.changed.emit()

    def _not_confirmed(self, error: TillError) -> None:
        self._is_busy = False
        self.said.emit(messages.of_deed(error).sentence)
        self.changed.emit()


def _sum_text(ones: list[_Waiting]) -> str:
    """Return how many and how much; nothing for none."""
    total = sum(one.transfer.amount for one in ones)
    return text_of.joined(text_of.counts().payments(len(ones)), text_of.money(total)) if ones else ""
