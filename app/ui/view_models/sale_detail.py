"""One sale of the day's list: what it is made of, what became of it, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import TillError
from app.domain.history import Credit, KeptBottle, Page, Return, SaleHeader
from app.domain.ids import MemberId, SaleId
from app.domain.roles import Role
from app.domain.sale_detail import Paid, SaleDetail
from app.domain.sale_states import SaleStatus, expected_status
from app.sync.observer import Observer
from app.sync.ports import Row
from app.sync.query import FetchStatus
from app.till.after_sale import pieces_of
from app.till.lists import sale_key
from app.till.receipts import ticket_of_detail
from app.till.sale_detail import detail_of_own, ids_of, made_here, name_of, notes_of
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import DeedRow, RefusalRow, Tag
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import (
    APPROVE,
    ARRIVED,
    ARRIVED_LATE,
    GIVE_CHANGE,
    HAND_ONE,
    HAND_OUT,
    KEEP,
    REJECT,
    RESTOCK,
    VALIDATE,
    WITHDRAW,
    Deeds,
)
from app.ui.view_models.return_words import approved_text
from app.ui.view_models.sale_facts import FactRow, Facts, MomentRow, PaidRow, SoldRow
from app.ui.view_models.sale_words import is_void, sale_tags
from app.ui.view_models.sign_in import AuthoriseModel

TICK_MS = 1_000


class SaleDetailModel(QObject):
    """A sale with all that hangs on it.

    *Shows*: ``is_open``, ``is_known`` (its lines are there), ``void`` (what is said while they are not), ``number``,
    ``total_text``, ``tags``, ``about``, ``lines``, ``paid``, ``facts``, ``history``, ``deeds``, ``refusal`` (what the
    server refused of what was done here), ``is_over``; ``changed`` after any, ``ticked`` when a countdown moved.
    *Taps*: ``open``, ``close_sale``, ``do`` (a deed's id), ``give_reason``, ``decide``, ``understood``.
    What needs more than a tap is asked for: ``return_asked`` and ``keep_asked`` (SaleDetail), ``decision_asked``
    (Return and its name; before it ``pin_asked`` where no manager is at the till), ``reason_asked`` (a deed's id),
    ``reference_asked`` (a payment's position, its reference; the answer is ``give_reference``). ``said`` tells what was
    done or why not.
    """

    changed = Signal()
    ticked = Signal()
    return_asked = Signal(object)
    keep_asked = Signal(object)
    decision_asked = Signal(object, str)
    pin_asked = Signal()
    reason_asked = Signal(str)
    reference_asked = Signal(int, str)
    said = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._facts = Facts(till)
        self._can = Deeds(till)
        self._observer: Observer | None = None
        self._header: SaleHeader | None = None
        self._page: Page[SaleHeader] | None = None
        self._busy: set[str] = set()
        self._undecided: Return | None = None
        self._decides: MemberId | None = None  # by PIN; None: the person at the till
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(lambda member: self._ask_decided(MemberId(member)))
        self._stops = Stops(
            till.outbox.listen(self._changed),
            till.link.listen(self._changed),
            till.session.listen(self._changed),
        )
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.ticked)

    def close(self) -> None:
        """Stop following the till."""
        self.close_sale()
        self.authorisation.close()
        self._stops.end()

    # --- taps: which sale

    def open(self, sale: str, page: Page[SaleHeader]) -> None:
        """Show a sale. ``page``: the one that it stands on, which knows the bar's day."""
        self.close_sale()
        self._page = page
        self._header = next((x for x in page.items if x.id == sale), None)
        self._observer = self._till.cache.observe(sale_key(sale), self._changed)
        self._ticks.start()
        self.changed.emit()

    def close_sale(self) -> None:
        self._ticks.stop()
        if self._observer is not None:
            self._observer.close()
            self._observer = None
        self._header = self._page = self._undecided = None
        self._busy.clear()
        self.changed.emit()

    # --- shows: the sale

    @property
    def is_open(self) -> bool:
        return self._observer is not None

    @property
    def detail(self) -> SaleDetail | None:
        """The sale as the server told it with own deeds on it, else as this till made it; None while neither is."""
        if self._observer is None or self._page is None:
            return None
        shown = self._observer.result.shown
        if isinstance(shown, SaleDetail):
            return shown
        return detail_of_own(self._till.outbox.open_rows(), str(self._observer.key[1]), self._page)

    @property
    def header(self) -> SaleHeader | None:
        detail = self.detail
        return detail.header if detail else self._header

    @property
    def status(self) -> SaleStatus | None:
        """What the sale is, or will be as far as this till knows."""
        header = self.header
        if header is None or header.status is not None:
            return header.status if header else None
        row = made_here(self._till.outbox.rows()).get(header.id)
        bar, person = self._till.bar.bar(), self._till.bar.person(row.by or "") if row else None
        if row is None or bar is None or person is None:
            return None
        return expected_status(bar.operating_mode, person.role, has_session=row.session is not None)

    @property
    def is_known(self) -> bool:
        return self.detail is not None

    @property
    def void(self) -> messages.Message:
        """What is said in the place of the lines while they are not known."""
        result = self._observer.result if self._observer else None
        if (
            result is not None
            and isinstance(result.error, TillError)
            and result.fetch_status is FetchStatus.IDLE
        ):
            return messages.of_error(result.error)
        if result is not None and result.fetch_status is FetchStatus.PAUSED:
            return messages.Message(
                QCoreApplication.translate("SaleDetailModel", "What was sold comes with the connection")
            )
        return messages.Message(QCoreApplication.translate("SaleDetailModel", "What was sold is on its way…"))

    @property
    def number(self) -> str:
        header = self.header
        return (header.ticket or "") if header else ""

    @property
    def total_text(self) -> str:
        header = self.header
        return text_of.money(header.total if header else None)

    @property
    def is_over(self) -> bool:
        header = self.header
        return header is not None and is_void(header.status)

    @property
    def tags(self) -> tuple[Tag, ...]:
        header = self.header
        if header is None:
            return ()
        return sale_tags(header, header.status, is_unsent=self._can.is_unsent(header.id))

    @property
    def about(self) -> str:
        """What its order was called, when it was, whose it is, and who typed it."""
        header = self.header
        if header is None:
            return ""
        typed = ""
        if header.created_by != header.sold_by:
            typed = QCoreApplication.translate("SaleDetailModel", "typed by {name}")
            typed = typed.format(name=self._facts.name(header.created_by))
        moment, seller = self._facts.clock(header.created_at), self._facts.name(header.sold_by)
        name = name_of(made_here(self._till.outbox.rows()).get(header.id))
        return text_of.joined(text_of.order_name(name, seller), moment, seller, typed)

    @property
    def lines(self) -> list[SoldRow]:
        detail = self.detail
        if detail is None:
            return []
        return self._facts.lines(detail, notes_of(self._till.outbox.rows(), detail.header.id))

    @property
    def paid(self) -> list[PaidRow]:
        detail = self.detail
        return self._facts.paid(detail) if detail else []

    @property
    def facts(self) -> list[FactRow]:
        detail = self.detail
        return self._facts.facts(detail, self._deeds_of) if detail else []

    @property
    def history(self) -> list[MomentRow]:
        detail = self.detail
        return self._facts.history(detail) if detail else []

    @property
    def deeds(self) -> list[DeedRow]:
        """What can be done with the sale, and what cannot be done now, with the reason."""
        detail = self.detail
        if detail is None:
            return []
        return [self._unless_busy(deed) for deed in self._can.of_sale(detail, self.status)]

    @property
    def refusal(self) -> RefusalRow | None:
        """The latest deed here that the server refused and nobody has acknowledged."""
        detail = self.detail
        return self._can.refusal(ids_of(detail)) if detail else None

    # --- taps: deeds

    def do(self, deed: str) -> None:
        """Do what a deed's key says; what needs more is asked for first."""
        detail = self.detail
        if detail is None:
            return
        name, _, key = deed.partition(":")
        match name:
            case "return":
                self.return_asked.emit(detail)
            case "keep":
                self.keep_asked.emit(detail)
            case "reprint":
                self._reprint(detail)
            case "reject" | "cancel":
                self.reason_asked.emit(deed)
            case "approve":
                self._ask_for_decision(detail, key)
            case "arrived_as":
                paid = next((x for x in detail.payments if x.position == int(key)), None)
                self.reference_asked.emit(int(key), (paid and paid.reference) or "")
            case _:
                self._do_now(detail, name, key)

    def _ask_for_decision(self, detail: SaleDetail, back: str) -> None:
        """Ask what is decided on a return; whoever is no manager has one come and type a PIN first."""
        self._undecided = next((x for x in detail.returns if x.id == back), None)
        if self._till.after.hindrance(Role.MANAGER) is None:
            self._ask_decided(None)
        else:
            self.authorisation.begin()
            self.pin_asked.emit()

    def _ask_decided(self, by: MemberId | None) -> None:
        detail, back = self.detail, self._undecided
        if detail and back:
            self._decides = by
            self.decision_asked.emit(back, self._facts.pieces(detail, back.position, back.qty))

    def say_why_not(self, deed: str) -> None:
        """Answer a tap on what cannot be done now: its key has little room for why."""
        every = [*self.deeds, *(x for fact in self.facts for x in fact.deeds)]
        for row in every:
            if row.id == deed and not row.is_enabled and row.detail:
                self.said.emit(text_of.joined(row.label.rstrip("…"), row.detail))

    def _do_now(self, detail: SaleDetail, name: str, key: str) -> None:
        after, sale = self._till.after, detail.header.id
        match name:
            case "withdraw":
                said = self._can.gone_text(WITHDRAW, detail)
                self._spawn(WITHDRAW, after.withdraw(sale), said)
            case "validate":
                self._spawn(VALIDATE, after.validate(sale))
            case "restock":
                for back in (x for x in detail.returns if x.id == key):
                    self._spawn(f"{RESTOCK}:{key}", after.restock(key, pieces_of(back)))
            case "hand_out":
                for kept in (x for x in detail.kept if x.id == key):
                    self._spawn(f"{HAND_OUT}:{key}", after.hand_out(kept))
            case "hand_one":
                for kept in (x for x in detail.kept if x.id == key):
                    said = self._can.part_text(1, kept.qty - 1)
                    self._spawn(f"{HAND_ONE}:{key}", after.hand_out(kept, 1), said)
            case "arrived" | "arrived_late" | "not_arrived":
                is_late = name == ARRIVED_LATE
                story = after.settle_payment(
                    sale, int(key), is_received=is_late or name == ARRIVED, is_late=is_late
                )
                self._spawn(f"{name}:{key}", story)
            case "give_change":
                for credit in (x for x in detail.credits if x.id == key):
                    self._spawn(f"{GIVE_CHANGE}:{key}", after.give_change(credit))

    def give_reason(self, deed: str, reason: str) -> None:
        """Reject or cancel the sale, for this reason."""
        detail = self.detail
        if detail is not None:
            act = self._till.after.reject if deed == REJECT else self._till.after.cancel
            story = act(SaleId(detail.header.id), reason)
            self._spawn(deed, story, self._can.gone_text(deed, detail))

    def give_reference(self, position: int, reference: str) -> None:
        """A transfer has arrived, under this reference; an empty one leaves the one that is there."""
        detail = self.detail
        if detail is not None:
            sale = SaleId(detail.header.id)
            story = self._till.after.settle_payment(
                sale, position, is_received=True, reference=reference or None
            )
            self._spawn(f"{ARRIVED}:{position}", story)

    def decide(self, back: Return, refund: bool | None, restock: bool | None, restock_now: bool) -> None:
        """Approve a return that waits."""
        story = self._till.after.approve_return(
            back, refund=refund, restock=restock, restock_now=restock_now, by=self._decides
        )
        self._spawn(f"{APPROVE}:{back.id}", story, approved_text(back, refund=refund))

    def refuse_return(self, back: Return, reason: str) -> None:
        """Reject a return that waits, for this reason."""
        done = QCoreApplication.translate("SaleDetailModel", "Return rejected")
        self._spawn(
            f"{APPROVE}:{back.id}", self._till.after.reject_return(back, reason, by=self._decides), done
        )

    def understood(self, key: str, _answer: str = "") -> None:
        """Take note of what was refused; it is shown no more."""
        self._tasks.spawn(self._till.after.acknowledge(int(key)), f"read {key}", failed=self._failed)

    def was_kept(self) -> None:
        """Tell that a bottle of the sale is kept."""
        self.said.emit(self._can.said_of(KEEP))

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _deeds_of(self, thing: Return | KeptBottle | Credit | Paid) -> tuple[DeedRow, ...]:
        return tuple(self._unless_busy(deed) for deed in self._can.of_thing(thing, self._facts))

    def _unless_busy(self, deed: DeedRow) -> DeedRow:
        return replace(deed, is_enabled=False) if deed.id in self._busy else deed

    def _reprint(self, detail: SaleDetail) -> None:
        self._till.printing.print_ticket(ticket_of_detail(detail, self._till.bar))
        self.said.emit(QCoreApplication.translate("SaleDetailModel", "On its way to the printer"))

    def _spawn(self, deed: str, story: Coroutine[Any, Any, Row], done: str = "") -> None:
        """``done``: what is said of it, where that is more than what the deed's name tells."""
        self._busy.add(deed)
        self.changed.emit()
        self._tasks.spawn(
            story, f"do {deed}", then=partial(self._done, deed, done), failed=partial(self._failed, deed=deed)
        )

    def _done(self, deed: str, done: str, _row: Row) -> None:
        self._busy.discard(deed)
        self.changed.emit()
        if text := self._can.said_of(deed.partition(":")[0], done):
            self.said.emit(text)

    def _failed(self, error: TillError, deed: str = "") -> None:
        self._busy.discard(deed)
        self.changed.emit()
        self.said.emit(messages.of_deed(error).sentence)

    def _changed(self) -> None:
        if self._observer is not None:
            self.changed.emit()
