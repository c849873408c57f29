"""What one sale is made of, as rows of ready text: lines, payments, what hangs on it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.domain.consignment import KeptState, state_at
from app.domain.frozen import frozen
from app.domain.history import Credit, KeptBottle, Return, SaleHeader
from app.domain.ids import MemberId
from app.domain.returns import ReturnState
from app.domain.sale_detail import Paid, SaleDetail, SoldLine
from app.domain.sale_states import WITHDRAWN, SaleStatus
from app.sync.ports import Door
from app.till.till import Till
from app.ui import format as text_of
from app.ui.rows import DeedRow, Ink, Tag
from app.ui.view_models.sale_words import credit_tag, kept_tag, lost_tag, reason_text, return_tag
from app.ui.view_models.words import method_text, transfer_text

_DAY_S = 86_400.0
_AT_ONCE_S = 60.0
_ICONS = {"cash": "cash", "mobile_money": "phone", "card": "card", "exchange": "swap"}


@frozen
class SoldRow:
    """A line of the sale; ``facts``: what came back of it or is kept."""

    qty_text: str
    name: str
    detail: str
    note: str
    facts: str
    total_text: str


@frozen
class PaidRow:
    """A payment, or a figure beside it (``icon`` empty)."""

    icon: str
    text: str
    amount_text: str


@frozen
class FactRow:
    """Something that hangs on the sale, and what can be done about it now."""

    key: str
    icon: str
    title: str
    detail: str
    tag: Tag
    deeds: tuple[DeedRow, ...] = ()


@frozen
class MomentRow:
    """Something that became of the sale: when, and what."""

    time_text: str
    text: str


class Facts:
    """Makes the rows of a sale for the language in force."""

    def __init__(self, till: Till) -> None:
        self._till = till

    # --- words

    @property
    def _zone(self) -> str | None:
        bar = self._till.bar.bar()
        return bar.time_zone if bar else None

    def clock(self, moment: str) -> str:
        return text_of.clock_of(moment, self._zone)

    def when(self, moment: str) -> str:
        """Return a moment with its day, where that is not today: ``5 Dec · 22:10``."""
        day, today = self._day(moment), text_of.short_day(self._till.outbox.time.now_s(), self._zone)
        return text_of.joined("" if day == today else day, self.clock(moment))

    def _day(self, moment: str | None) -> str:
        return text_of.short_day(_seconds(moment), self._zone) if moment else ""

    def name(self, member: MemberId | None) -> str:
        """Return who it was; somebody who has left the bar, or was never told, has no name here."""
        person = self._till.bar.person(member) if member else None
        return person.name if person else QCoreApplication.translate("SaleFacts", "somebody")

    # --- rows

    def lines(self, detail: SaleDetail, notes: Mapping[int, str]) -> list[SoldRow]:
        return [
            SoldRow(
                text_of.times(line.qty),
                text_of.product(line.name, line.volume_ml),
                text_of.money(line.price) if line.qty > 1 else "",
                text_of.quoted(notes.get(line.position, line.note)),
                self._taken(detail, line),
                text_of.money(line.price * line.qty),
            )
            for line in detail.lines
        ]

    def _taken(self, detail: SaleDetail, line: SoldLine) -> str:
        backs = [x for x in detail.returns if x.position == line.position]
        asked = sum(x.qty for x in backs if x.state is ReturnState.PENDING)
        came_back = sum(x.qty for x in backs if x.state in (ReturnState.APPROVED, ReturnState.RESTOCKED))
        kept = sum(
            x.qty for x in detail.kept if x.position == line.position and x.state != KeptState.CLAIMED.value
        )
        counts = text_of.counts()
        return text_of.joined(
            counts.asked_back(asked) if asked else "",
            counts.came_back(came_back) if came_back else "",
            counts.kept(kept) if kept else "",
        )

    def paid(self, detail: SaleDetail) -> list[PaidRow]:
        rows: list[PaidRow] = []
        for paid in detail.payments:
            rows += self._paid(paid)
        return rows

    def _paid(self, paid: Paid) -> Iterator[PaidRow]:
        name = paid.operator or method_text(paid.method)
        text = text_of.joined(name, paid.reference or "", transfer_text(paid.state))
        yield PaidRow(_ICONS.get(paid.method, "cash"), text, text_of.money(paid.amount))
        if paid.tendered is not None and paid.tendered > paid.amount:
            given = QCoreApplication.translate("SaleFacts", "Given")
            yield PaidRow("", given, text_of.money(paid.tendered))
            if paid.change:
                back = QCoreApplication.translate("SaleFacts", "Given back")
                yield PaidRow("", back, text_of.money(paid.change))
            if paid.owed:
                owed = QCoreApplication.translate("SaleFacts", "Change owed")
                yield PaidRow("", owed, text_of.money(paid.owed))

    def facts(
        self, detail: SaleDetail, deeds: Callable[[Return | KeptBottle | Credit | Paid], tuple[DeedRow, ...]]
    ) -> list[FactRow]:
        """Return what hangs on the sale; ``deeds`` says what can be done about each.

        A transfer is here only for who can say whether it came: it is among the payments anyway.
        """
        return [
            *(self._transfer(paid, keys) for paid in detail.payments if (keys := deeds(paid))),
            *(self._return(detail, back, deeds(back)) for back in detail.returns),
            *(self._kept(detail, kept, deeds(kept)) for kept in detail.kept),
            *(self._credit(credit, deeds(credit)) for credit in detail.credits),
        ]

    def _transfer(self, paid: Paid, deeds: tuple[DeedRow, ...]) -> FactRow:
        title = text_of.joined(paid.operator or method_text(paid.method), text_of.money(paid.amount))
        reference = QCoreApplication.translate("SaleFacts", "Reference {reference}")
        none = QCoreApplication.translate("SaleFacts", "No reference")
        detail = reference.format(reference=paid.reference) if paid.reference else none
        tag = Tag(QCoreApplication.translate("SaleFacts", "To confirm", "a transfer"), Ink.WARN)
        if paid.state == "failed":
            tag = lost_tag()
        return FactRow(f"payment:{paid.position}", "phone", title, detail, tag, deeds)

    def pieces(self, detail: SaleDetail, position: int, qty: int) -> str:
        line = detail.line(position)
        return text_of.pieces(qty, text_of.product(line.name, line.volume_ml) if line else "?")

    def _return(self, detail: SaleDetail, back: Return, deeds: tuple[DeedRow, ...]) -> FactRow:
        what = text_of.joined(_money_back(back), reason_text(back.reason), back.notes, back.refusal or "")
        title = self.pieces(detail, back.position, back.qty)
        return FactRow(back.id, "return", title, what, return_tag(back), deeds)

    def kept_state(self, kept: KeptBottle) -> KeptState:
        """Return what a kept bottle is now: past its day it has expired, whatever was last read."""
        state = KeptState(kept.state)
        if kept.expires_at is None:
            return state
        now = datetime.fromtimestamp(self._till.outbox.time.now_s(), UTC)
        return state_at(state, datetime.fromisoformat(kept.expires_at), now)

    def last_day(self, kept: KeptBottle) -> str:
        """Return the last day of a kept bottle, or the one on which it went: ``5 Dec``."""
        return self._day(kept.ended_at if _is_gone(kept) else kept.expires_at)

    def days_left(self, kept: KeptBottle) -> str:
        """Return how long a bottle is still kept: ``3 days left``; nothing for one that is not, or of today."""
        if kept.expires_at is None or self.kept_state(kept) is not KeptState.ACTIVE:
            return ""
        left_s = _seconds(kept.expires_at) - self._till.outbox.time.now_s()
        return text_of.counts().days_left(round(left_s / _DAY_S)) if left_s >= _DAY_S else ""

    def until(self, kept: KeptBottle) -> str:
        """Return until when a bottle is kept: ``until 5 Dec``; nothing for one that has gone."""
        day = "" if _is_gone(kept) else self.last_day(kept)
        return QCoreApplication.translate("SaleFacts", "until {day}").format(day=day) if day else ""

    def ended(self, kept: KeptBottle) -> str:
        """Return who handed a bottle over or gave it up, and when; nothing while nobody has."""
        if not _is_gone(kept) or kept.ended_at is None:
            return ""
        text = QCoreApplication.translate("SaleFacts", "Given up by {name}")
        if kept.state == KeptState.CLAIMED.value:
            text = QCoreApplication.translate("SaleFacts", "Handed over by {name}")
        return text_of.joined(text.format(name=self.name(kept.ended_by)), self.when(kept.ended_at))

    def _kept(self, detail: SaleDetail, kept: KeptBottle, deeds: tuple[DeedRow, ...]) -> FactRow:
        title = self.pieces(detail, kept.position, kept.qty)
        what = text_of.joined(kept.guest or "", self.until(kept) or self.ended(kept))
        return FactRow(kept.id, "bottle", title, what, kept_tag(self.kept_state(kept)), deeds)

    def _credit(self, credit: Credit, deeds: tuple[DeedRow, ...]) -> FactRow:
        title = QCoreApplication.translate("SaleFacts", "Change owed: {amount}")
        title = title.format(amount=text_of.money(credit.amount))
        code = QCoreApplication.translate("SaleFacts", "Code {code}").format(code=credit.code)
        return FactRow(f"credit:{credit.id}", "coins", title, code, credit_tag(credit), deeds)

    # --- what became of it

    def history(self, detail: SaleDetail) -> list[MomentRow]:
        """Return everything that became of the sale, oldest first."""
        moments = [
            *self._of_sale(detail),
            *(moment for paid in detail.payments for moment in self._of_transfer(paid)),
            *(moment for back in detail.returns for moment in self._of_return(detail, back)),
            *self._of_kept(detail),
            *(moment for credit in detail.credits for moment in self._of_credit(credit)),
        ]
        return [MomentRow(self.clock(at), text) for at, text in sorted(moments, key=lambda x: _seconds(x[0]))]

    def _of_sale(self, detail: SaleDetail) -> Iterator[tuple[str, str]]:
        sale = detail.header
        made = QCoreApplication.translate("SaleFacts", "Typed by {name}")
        if sale.created_by != sale.sold_by:
            made = QCoreApplication.translate("SaleFacts", "Typed by {name} for {seller}")
        yield sale.created_at, made.format(name=self.name(sale.created_by), seller=self.name(sale.sold_by))
        if sale.is_override:
            allowed = QCoreApplication.translate("SaleFacts", "Sold all the same: allowed by {name}")
            yield sale.created_at, allowed.format(name=self.name(sale.created_by))
        if (
            sale.door == Door.SERVED.value
            and detail.booked_at is not None
            and _was_late(sale, detail.booked_at)
        ):
            yield (
                detail.booked_at,
                QCoreApplication.translate("SaleFacts", "Received from this till, offline until then"),
            )
        if sale.decided_at is None or sale.status is None:
            return
        text = {
            SaleStatus.VALIDATED: QCoreApplication.translate("SaleFacts", "Validated by {name}"),
            SaleStatus.REJECTED: QCoreApplication.translate("SaleFacts", "Rejected by {name}: {reason}"),
            SaleStatus.CANCELLED: QCoreApplication.translate("SaleFacts", "Cancelled by {name}: {reason}"),
        }.get(sale.status, "")
        if sale.reason == WITHDRAWN:
            text = QCoreApplication.translate("SaleFacts", "Withdrawn by {name}")
        if text:
            yield sale.decided_at, text.format(name=self.name(sale.decided_by), reason=sale.reason or "…")

    def _of_transfer(self, paid: Paid) -> Iterator[tuple[str, str]]:
        if paid.settled_at is None or paid.state not in ("confirmed", "failed"):
            return
        text = QCoreApplication.translate("SaleFacts", "{amount} by {operator} have arrived, says {name}")
        if paid.state == "failed":
            text = QCoreApplication.translate(
                "SaleFacts", "{amount} by {operator} did not arrive, says {name}"
            )
        operator, amount = paid.operator or method_text(paid.method), text_of.money(paid.amount)
        yield paid.settled_at, text.format(amount=amount, operator=operator, name=self.name(paid.settled_by))

    def _of_return(self, detail: SaleDetail, back: Return) -> Iterator[tuple[str, str]]:
        pieces = self.pieces(detail, back.position, back.qty)
        if back.exchange_sale is not None:
            text = QCoreApplication.translate("SaleFacts", "{pieces} exchanged by {name}")
            yield back.created_at, text.format(pieces=pieces, name=self.name(back.created_by))
            return
        text = QCoreApplication.translate("SaleFacts", "Return of {pieces} asked for by {name}")
        yield back.created_at, text.format(pieces=pieces, name=self.name(back.created_by))
        if back.decided_at is not None:
            if back.state is ReturnState.REJECTED:
                text = QCoreApplication.translate("SaleFacts", "Return of {pieces} rejected by {name}")
            else:
                text = QCoreApplication.translate("SaleFacts", "Return of {pieces} approved by {name}")
            yield back.decided_at, text.format(pieces=pieces, name=self.name(back.decided_by))
        if back.restocked_at is not None:
            text = QCoreApplication.translate("SaleFacts", "{pieces} back on the shelf, by {name}")
            yield back.restocked_at, text.format(pieces=pieces, name=self.name(back.restocked_by))

    def _of_kept(self, detail: SaleDetail) -> Iterator[tuple[str, str]]:
        for pieces, first in self._kept_at_once(detail):
            text = QCoreApplication.translate("SaleFacts", "{pieces} kept by {name}")
            yield first.created_at, text.format(pieces=pieces, name=self.name(first.created_by))
        for kept in detail.kept:
            if kept.ended_at is None or kept.ended_by is None:
                continue
            pieces = self.pieces(detail, kept.position, kept.qty)
            if kept.state == KeptState.CLAIMED.value:
                text = QCoreApplication.translate("SaleFacts", "{pieces} handed over by {name}")
            else:
                text = QCoreApplication.translate("SaleFacts", "{pieces} given up by {name}")
            yield kept.ended_at, text.format(pieces=pieces, name=self.name(kept.ended_by))

    def _kept_at_once(self, detail: SaleDetail) -> Iterator[tuple[str, KeptBottle]]:
        """Yield the pieces that were kept in one go: those that were handed over one by one since are told together."""
        parts: dict[tuple[object, ...], list[KeptBottle]] = {}
        for kept in detail.kept:
            parts.setdefault((kept.position, kept.created_at, kept.created_by), []).append(kept)
        for part in parts.values():
            yield self.pieces(detail, part[0].position, sum(kept.qty for kept in part)), part[0]

    def _of_credit(self, credit: Credit) -> Iterator[tuple[str, str]]:
        if credit.state == "given" and credit.redeemed_at is not None:
            text = QCoreApplication.translate("SaleFacts", "Change of {amount} given by {name}")
            amount = text_of.money(credit.amount)
            yield credit.redeemed_at, text.format(amount=amount, name=self.name(credit.redeemed_by))


def _is_gone(kept: KeptBottle) -> bool:
    """Tell whether a bottle was handed over or given up: how long it would have been kept says nothing any more."""
    return kept.state in (KeptState.CLAIMED.value, KeptState.FORFEITED.value)


def _was_late(sale: SaleHeader, booked_at: str) -> bool:
    """Tell whether a sale of the served door waited for the line. One that was allowed goes through it at once, too."""
    return not sale.is_override or _seconds(booked_at) - _seconds(sale.created_at) > _AT_ONCE_S


def _money_back(back: Return) -> str:
    """Return what the guest gets of an accepted return; nothing where no money goes back."""
    is_accepted = back.state in (ReturnState.APPROVED, ReturnState.RESTOCKED) and back.exchange_sale is None
    if not (is_accepted and back.refund and back.amount):
        return ""
    words = QCoreApplication.translate("SaleFacts", "{amount} for the guest")
    return words.format(amount=text_of.money(back.amount))


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
