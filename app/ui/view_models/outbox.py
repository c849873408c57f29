"""What waits to be sent and what was refused, with its money, and the three ways out of a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import Rejected, TillError
from app.domain.frozen import frozen
from app.sync.fingerprint import GAP
from app.sync.link import LinkState
from app.sync.ports import Row, State
from app.till.cart_store import REFUSED, HeldCart
from app.till.projections import RECORD_SALE
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ActionRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.copies import CopiesModel
from app.ui.view_models.refusals import Refusals, reason
from app.ui.view_models.sign_in import AuthoriseModel
from app.ui.view_models.words import kind_text

AGE_MS = 10_000
"""How often the ages are looked at again."""
REASONS = ("paid_back", "typed_twice", "guest_left", "broken", "other")


@frozen
class OutboxRow:
    """One operation. ``title``: its number, and what it is when it is no sale; ``reason``: why it is here, in plain
    words; ``code`` in small.
    """

    no: int
    title: str
    detail: str
    amount_text: str
    age_text: str
    reason: str
    code: str
    is_refused: bool
    can_retry: bool
    can_correct: bool


class OutboxModel(QObject):
    """Operations that the central system has not taken.

    *Shows*: ``refused`` and ``waiting`` (OutboxRow), ``refused_text`` and ``waiting_text`` (how many, how much),
    ``reasons`` (why something may be written off), ``busy`` (numbers being dealt with), ``alert`` (something happened
    to this till's journal), ``authorisation``, ``copies`` (on sticks and disks); ``changed`` after any of them.
    *Taps*: ``retry``, ``correct`` (tells ``corrected`` with what was wrong when the cart is back), ``write_off`` (asks
    for a manager's PIN by ``pin_asked`` unless a manager is signed in), ``dismiss_alert``. ``message`` (str) tells
    what could not be done.
    """

    changed = Signal()
    corrected = Signal(str)
    pin_asked = Signal()
    message = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._refusals = Refusals(till)
        self._after_pin: Callable[[str], None] | None = None
        self.busy: set[int] = set()
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(self._authorised)
        self.copies = CopiesModel(till, tasks, self.with_manager, self)
        self._stops = Stops(
            till.outbox.listen(self.changed.emit),
            till.link.listen(self.changed.emit),
            till.checkout.listen(self._checkout_changed),
        )
        self._ages = QTimer(self)
        self._ages.timeout.connect(self.changed)
        self._ages.setInterval(AGE_MS)

    def close(self) -> None:
        """Stop following the till."""
        self.leave()
        self.authorisation.close()
        self.copies.close()
        self._stops.end()

    def enter(self) -> None:
        """Keep the ages true while the screen is shown."""
        self._ages.start()
        self.changed.emit()

    def leave(self) -> None:
        self._ages.stop()

    # --- shows

    @property
    def refused(self) -> list[OutboxRow]:
        """What the central system refused, newest first."""
        rows = [row for row in self._till.outbox.rows() if row.state is State.REFUSED]
        return [self._row(row) for row in reversed(rows)]

    @property
    def waiting(self) -> list[OutboxRow]:
        """What has not been sent, in the order in which it goes out."""
        rows = [row for row in self._till.outbox.rows() if row.state is State.WAITING and row.kind != GAP]
        return [self._row(row) for row in rows]

    @property
    def refused_text(self) -> str:
        summary = self._till.outbox.summary()
        are_sales = self._are_sales(State.REFUSED)
        return text_of.totalled(summary.refused_count, summary.refused_amount, are_sales=are_sales)

    @property
    def waiting_text(self) -> str:
        summary = self._till.outbox.summary()
        are_sales = self._are_sales(State.WAITING)
        return text_of.totalled(summary.waiting_count, summary.waiting_amount, are_sales=are_sales)

    def _are_sales(self, state: State) -> bool:
        rows = [row for row in self._till.outbox.rows() if row.state is state and row.kind != GAP]
        return all(row.kind == RECORD_SALE for row in rows)

    @property
    def alert(self) -> str:
        """What happened to the journal, until somebody has seen it; empty when nothing did."""
        alert = self._till.outbox.alert
        return messages.message(alert.code, alert.params).sentence if alert else ""

    @property
    def reasons(self) -> list[ActionRow]:
        """Why something may be written off."""
        return [ActionRow(name, _reason_text(name)) for name in REASONS]

    # --- taps

    def retry(self, no: int) -> None:
        """Send it again as it was; not while it is being put right in the cart, or it would be sold twice."""
        row = self._till.outbox.row(no)
        if row is None or self._is_in_cart(row):
            return
        person = self._till.session.person
        session = self._till.session.session_of(person.id) if person else None
        story = self._till.outbox.retry(no, by=person.id if person else None, session=session)
        self._work(no)
        self._tasks.spawn(
            story, f"retry {no}", then=partial(self._retried, no), failed=partial(self._failed, no)
        )

    def correct(self, no: int) -> None:
        """Bring the refused sale back as the cart, put right as far as the refusal says how."""
        held = self._held(no)
        if held is None or held.refusal is None:
            return
        actions = {action.id for action in reason(held).actions}
        fixes = (messages.TAKE_LEFT, messages.TAKE_LEFT_ALL, messages.REPRICE, messages.DROP_LINES)
        fix = next((name for name in fixes if name in actions), messages.RECALL)
        why = reason(held).sentence
        try:
            self._refusals.answer(held.key, fix)
        except Rejected as error:
            why = self._refusals.sentence(error)
        self.corrected.emit(why)

    def write_off(self, no: int, why: str) -> None:
        """Give it up for the reason ``why`` (one of ``reasons``): a manager's word, kept in the journal."""
        self.with_manager(partial(self._write_off, no, why))

    def with_manager(self, then: Callable[[str], None]) -> None:
        """Call ``then`` with a manager's id: at once when one is signed in, else once one has typed a PIN."""
        person = self._till.session.person
        if person is not None and person.role.may_override_stock:
            then(person.id)
            return
        self._after_pin = then
        self.authorisation.begin()
        self.pin_asked.emit()

    def dismiss_alert(self) -> None:
        self._tasks.spawn(
            self._till.outbox.dismiss_alert(),
            "dismiss the alert",
            then=lambda _: self.changed.emit(),
            failed=lambda error: self.message.emit(messages.of_error(error).sentence),
        )

    def retranslate(self) -> None:
        self.changed.emit()
        self.copies.changed.emit()

    # --- inside

    def _row(self, row: Row) -> OutboxRow:
        is_refused = row.state is State.REFUSED
        is_free = row.no not in self.busy and not self._is_in_cart(row)
        held = self._held(row.no) if is_refused else None
        why = self._why(row, held)
        maker = self._till.bar.person(str(row.body.get("sold_by") or row.by or ""))
        lines = row.body.get("lines")
        count = sum(_qty(line) for line in lines) if isinstance(lines, (list, tuple)) else 0
        age_s = self._age_s(row)
        return OutboxRow(
            no=row.no,
            title=row.ticket or text_of.joined(kind_text(row.kind), text_of.number(row.no)),
            detail=text_of.joined(self._clock_text(age_s), text_of.items(count), maker.name if maker else ""),
            amount_text=text_of.money(row.amount) if row.amount or row.kind == RECORD_SALE else "",
            age_text=text_of.ago(age_s),
            reason=why.sentence,
            code=why.code,
            is_refused=is_refused,
            can_retry=is_free and (is_refused or row.attempts > 0),
            can_correct=is_free and held is not None,
        )

    def _is_in_cart(self, row: Row) -> bool:
        """Whether the cart being typed is this refused sale, brought back to be put right."""
        checkout = self._till.checkout
        is_replaced = checkout.supersedes is not None and row.body.get("sale") == checkout.cart.sale
        return row.state is State.REFUSED and is_replaced

    def _age_s(self, row: Row) -> float:
        """How long ago it was made: by this boot's own clock if it can, else by the corrected one."""
        clock = self._till.clock
        if row.age_s is not None and row.boot == clock.boot():
            return clock.monotonic() - row.age_s
        return self._till.outbox.time.now_s() - row.appended_at

    def _clock_text(self, age_s: float) -> str:
        """The time of day at which it was made, in the bar's zone."""
        bar = self._till.bar.bar()
        return text_of.clock(self._till.clock.wall() - age_s, bar.time_zone if bar else None)

    def _why(self, row: Row, held: HeldCart | None) -> messages.Message:
        if row.state is State.REFUSED:
            why = reason(held) if held else messages.message(row.code or "", row.params)
            return replace(why, detail=_next_step(held)) if row.code == "TLSTK" else why
        if row.attempts:
            text = QCoreApplication.translate("OutboxModel", "Not taken yet. Touch to try again.")
            return messages.Message(text, code=row.last_error or "")
        if self._till.link.state in (LinkState.ONLINE, LinkState.SHUT):
            return messages.Message(QCoreApplication.translate("OutboxModel", "On its way."))
        return messages.Message(QCoreApplication.translate("OutboxModel", "Goes out with the connection."))

    def _held(self, no: int) -> HeldCart | None:
        key = f"{REFUSED}{no}"
        return next((held for held in self._till.checkout.held if held.key == key), None)

    def _write_off(self, no: int, why: str, member: str) -> None:
        self._work(no)
        settle = self._till.outbox.settle(no, f"written off: {why} ({member})")
        done, failed = partial(self._forget, no), partial(self._failed, no)
        self._tasks.spawn(settle, f"write off {no}", then=done, failed=failed)

    def _retried(self, no: int, _row: Row) -> None:
        self._forget(no)

    def _forget(self, no: int, _was_refused: object = None) -> None:
        """The row is dealt with: its held cart goes too, so that nobody sells it again."""
        forget = self._till.checkout.forget(f"{REFUSED}{no}")
        self._tasks.spawn(forget, f"forget {no}", failed=partial(self._failed, no))
        self.busy.discard(no)
        self.changed.emit()

    def _failed(self, no: int, error: TillError) -> None:
        self.busy.discard(no)
        self.changed.emit()
        self.message.emit(messages.of_error(error).sentence)

    def _work(self, no: int) -> None:
        self.busy.add(no)
        self.changed.emit()

    def _authorised(self, member: str) -> None:
        then, self._after_pin = self._after_pin, None
        if then is not None:
            then(member)

    def _checkout_changed(self, topic: str) -> None:
        if topic in ("held", "refused"):
            self.changed.emit()


def _qty(line: object) -> int:
    qty = line.get("qty") if isinstance(line, dict) else None
    return qty if isinstance(qty, int) else 0


def _next_step(held: HeldCart | None) -> str:
    """Return what can be done about a shelf that had too little. ``held``: the cart that can be put right."""
    if held is not None:
        return QCoreApplication.translate(
            "OutboxModel", "Correct the order, or send it again once the stock is right."
        )
    return QCoreApplication.translate(
        "OutboxModel", "Send it again once the stock is right, or write it off."
    )


def _reason_text(name: str) -> str:
    match name:
        case "paid_back":
            return QCoreApplication.translate("OutboxModel", "The money was given back")
        case "typed_twice":
            return QCoreApplication.translate("OutboxModel", "Typed twice")
        case "guest_left":
            return QCoreApplication.translate("OutboxModel", "The guest left without paying")
        case "broken":
            return QCoreApplication.translate("OutboxModel", "Bottle broken or not served")
        case _:
            return QCoreApplication.translate("OutboxModel", "Another reason")
