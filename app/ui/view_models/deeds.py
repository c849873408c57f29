"""What can be done after a sale, as keys with their words; what cannot be done now says why. ``till`` does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.domain.consignment import KeptState
from app.domain.errors import Rejected
from app.domain.history import Credit, KeptBottle, Return, SaleHeader
from app.domain.returns import ReturnState
from app.domain.roles import Role
from app.domain.sale_detail import Paid, SaleDetail
from app.domain.sale_states import WITHDRAW_LIMIT_S, SaleStatus, may_withdraw
from app.sync.link import LinkState
from app.sync.ports import Row
from app.till import consignments, returns, sale_states
from app.till.after_sale import NEEDS_SERVER
from app.till.sale_detail import unsent
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ActionRow, ActionStyle, DeedRow, RefusalRow
from app.ui.view_models.return_words import paid_back_text
from app.ui.view_models.sale_facts import Facts
from app.ui.view_models.sale_words import kept_here_tag

RETURN, KEEP, REPRINT, WITHDRAW = "return", "keep", "reprint", "withdraw"
VALIDATE, REJECT, CANCEL = "validate", "reject", "cancel"
APPROVE, RESTOCK, HAND_OUT, GIVE_UP, GIVE_CHANGE = "approve", "restock", "hand_out", "give_up", "give_change"
HAND_ONE = "hand_one"
"""One of several bottles that are kept together."""
ARRIVED, NOT_ARRIVED, ARRIVED_AS, ARRIVED_LATE = "arrived", "not_arrived", "arrived_as", "arrived_late"
UNDERSTOOD = "understood"


class Deeds:
    """Makes the keys for the person at the till, as things are now."""

    def __init__(self, till: Till) -> None:
        self._till = till

    # --- one sale

    def of_sale(self, detail: SaleDetail, status: SaleStatus | None) -> list[DeedRow]:
        """Return what can be done with a sale. ``status``: what it is, or will be as far as this till knows."""
        deeds: list[DeedRow] = []
        if status is SaleStatus.PENDING:
            deeds += self._of_pending(detail)
        if status in (SaleStatus.PENDING, SaleStatus.VALIDATED):
            deeds += [self._return(detail, status), self._keep(detail, status)]
        deeds.append(self._reprint())
        if status is SaleStatus.VALIDATED and self._is(Role.OWNER):
            deeds.append(self._cancel(detail))
        return deeds

    def _reprint(self) -> DeedRow:
        label, can_print = QCoreApplication.translate("Deeds", "Print again"), self._till.printing.can_print
        why = "" if can_print else QCoreApplication.translate("Deeds", "No printer on this till")
        return DeedRow(REPRINT, label, "printer", why, can_print)

    def _of_pending(self, detail: SaleDetail) -> list[DeedRow]:
        deeds: list[DeedRow] = []
        if self._is(Role.MANAGER):
            why = self._why_not(Role.MANAGER)
            validate = QCoreApplication.translate("Deeds", "Validate")
            reject = QCoreApplication.translate("Deeds", "Reject…")
            deeds += [
                DeedRow(VALIDATE, validate, "check", why, not why, ActionStyle.PRIMARY),
                DeedRow(REJECT, reject, "close", why, not why, ActionStyle.STOP),
            ]
        person = self._till.session.person
        if person is not None and person.id in (detail.header.created_by, detail.header.sold_by):
            deeds.append(self._withdraw(detail.header))
        return deeds

    def _withdraw(self, header: SaleHeader) -> DeedRow:
        label = QCoreApplication.translate("Deeds", "Take the sale back")
        left_s = self.withdraw_left_s(header)
        if left_s <= 0:
            why = QCoreApplication.translate("Deeds", "More than 10 min ago: ask the manager")
            return DeedRow(WITHDRAW, label, "undo", why, is_enabled=False)
        still = QCoreApplication.translate("Deeds", "{time} left").format(time=text_of.countdown(left_s))
        return DeedRow(WITHDRAW, label, "undo", still)

    def withdraw_left_s(self, header: SaleHeader) -> float:
        """Return for how many seconds the person at the till may still take the sale back; 0 when they may not."""
        person = self._till.session.person
        if person is None:
            return 0.0
        made = datetime.fromisoformat(header.created_at)
        now = datetime.fromtimestamp(self._till.outbox.time.now_s(), UTC)
        own = (header.created_by, header.sold_by)
        if not may_withdraw(SaleStatus.PENDING, made, now, person.id, own):
            return 0.0
        return WITHDRAW_LIMIT_S - max(0.0, (now - made).total_seconds())

    def _return(self, detail: SaleDetail, status: SaleStatus) -> DeedRow:
        label = QCoreApplication.translate("Deeds", "Return, exchange…")
        today = self._till.bar.day_of(self._till.outbox.time.now_s())
        why = self._nothing_left(detail, status)
        if not why and not detail.may_come_back(status, today):
            why = QCoreApplication.translate("Deeds", "On the day of the sale only")
        return DeedRow(RETURN, label, "return", why, not why)

    def _keep(self, detail: SaleDetail, status: SaleStatus) -> DeedRow:
        label = QCoreApplication.translate("Deeds", "Keep a bottle…")
        why = self._nothing_left(detail, status) or self._why_not(Role.MANAGER, or_pin=True)
        return DeedRow(KEEP, label, "bottle", why or self._pin_text(), not why)

    def _pin_text(self) -> str:
        """Return what somebody who is no manager needs for a manager's deed."""
        return "" if self._is(Role.MANAGER) else QCoreApplication.translate("Deeds", "Manager’s PIN")

    @staticmethod
    def _nothing_left(detail: SaleDetail, status: SaleStatus) -> str:
        if status is SaleStatus.PENDING:
            return QCoreApplication.translate("Deeds", "Once it is validated")
        if not detail.has_left and any(back.state is ReturnState.PENDING for back in detail.returns):
            return QCoreApplication.translate("Deeds", "The manager decides first")
        if not detail.has_left and any(kept.state == "active" for kept in detail.kept):
            return QCoreApplication.translate("Deeds", "All of it is kept")
        if not detail.has_left:
            return QCoreApplication.translate("Deeds", "Nothing is left of it")
        return ""

    def _cancel(self, detail: SaleDetail) -> DeedRow:
        label = QCoreApplication.translate("Deeds", "Cancel the sale…")
        why = self._why_not(Role.OWNER)
        if not why and not detail.is_unhung:
            why = QCoreApplication.translate("Deeds", "A return or a kept bottle depends on it")
        return DeedRow(CANCEL, label, "trash", why, not why, ActionStyle.STOP)

    # --- what hangs on it

    def of_thing(self, thing: Return | KeptBottle | Credit | Paid, facts: Facts) -> tuple[DeedRow, ...]:
        """Return what can be done about a return, a kept bottle, change owed or a transfer."""
        match thing:
            case Paid():
                return self._of_transfer(thing)
            case Return():
                return self._of_return(thing)
            case KeptBottle():
                return (*self._one_of_kept(thing, facts), *self.of_kept(thing, facts))
            case Credit():
                return self.of_credit(thing)

    def _of_transfer(self, paid: Paid) -> tuple[DeedRow, ...]:
        """A manager has seen it in the operator's list, or has not; what did not arrive may come later."""
        if not self._is(Role.MANAGER) or paid.state not in ("to_confirm", "failed"):
            return ()
        why = self._why_not(Role.MANAGER)
        if paid.state == "failed":
            late = QCoreApplication.translate("Deeds", "It has arrived after all")
            return (DeedRow(f"{ARRIVED_LATE}:{paid.position}", late, "check", why, not why),)
        arrived = QCoreApplication.translate("Deeds", "It has arrived")
        lost = QCoreApplication.translate("Deeds", "It has not arrived")
        with_reference = QCoreApplication.translate("Deeds", "It has arrived, type its reference…")
        if paid.reference:
            with_reference = QCoreApplication.translate("Deeds", "It has arrived, correct its reference…")
        return (
            DeedRow(f"{ARRIVED}:{paid.position}", arrived, "check", why, not why, ActionStyle.PRIMARY),
            DeedRow(f"{NOT_ARRIVED}:{paid.position}", lost, "close", why, not why, ActionStyle.STOP),
            DeedRow(f"{ARRIVED_AS}:{paid.position}", with_reference, "edit", why, not why),
        )

    def _of_return(self, back: Return) -> tuple[DeedRow, ...]:
        if back.is_waiting:
            return ()
        if back.state is ReturnState.PENDING:
            label, why = (
                QCoreApplication.translate("Deeds", "Decide…"),
                self._why_not(Role.MANAGER, or_pin=True),
            )
            said = why or self._pin_text()
            return (DeedRow(f"{APPROVE}:{back.id}", label, "check", said, not why, ActionStyle.PRIMARY),)
        if not self._is(Role.MANAGER):
            return ()
        why = self._why_not(Role.MANAGER)
        if back.state is ReturnState.APPROVED and back.restock:
            label = QCoreApplication.translate("Deeds", "Put back on the shelf")
            return (DeedRow(f"{RESTOCK}:{back.id}", label, "return", why, not why, ActionStyle.PRIMARY),)
        return ()

    def of_kept(
        self, kept: KeptBottle, facts: Facts, *, qty: int | None = None, may_give_up: bool = False
    ) -> tuple[DeedRow, ...]:
        """Return what can be done about a kept bottle, or several.

        ``qty``: so many of them are to be handed over, None for all. ``may_give_up``: also by ending its guest's claim.
        """
        if kept.is_waiting or facts.kept_state(kept) is not KeptState.ACTIVE:
            return ()
        why = self._why_not(Role.SELLER)
        label = self._hand_out_text(qty or kept.qty, kept.qty)
        deeds = [DeedRow(f"{HAND_OUT}:{kept.id}", label, "check", why, not why, ActionStyle.PRIMARY)]
        if may_give_up and self._is(Role.MANAGER):
            label = QCoreApplication.translate("Deeds", "Give it up…")
            if kept.qty > 1:
                label = QCoreApplication.translate("Deeds", "Give up all {all}…")
                label = label.format(all=text_of.grouped(kept.qty))
            deeds.append(DeedRow(f"{GIVE_UP}:{kept.id}", label, "trash", why, not why, ActionStyle.STOP))
        return tuple(deeds)

    def _one_of_kept(self, kept: KeptBottle, facts: Facts) -> tuple[DeedRow, ...]:
        """Of several, one can be handed over where there is no room to choose how many."""
        if kept.qty == 1:
            return ()
        deeds = self.of_kept(kept, facts, qty=1)
        return tuple(replace(deed, id=f"{HAND_ONE}:{kept.id}", style=ActionStyle.PLAIN) for deed in deeds)

    @staticmethod
    def part_text(gone: int, left: int) -> str:
        """Return how many of several bottles went and how many are still kept."""
        text = QCoreApplication.translate("Deeds", "Handed over: {qty}. Still kept: {left}.")
        return text.format(qty=text_of.grouped(gone), left=text_of.grouped(left))

    @staticmethod
    def _hand_out_text(qty: int, of: int) -> str:
        if of == 1:
            return QCoreApplication.translate("Deeds", "Hand it over")
        label = QCoreApplication.translate("Deeds", "Hand over {qty} of {all}")
        if qty == of:
            label = QCoreApplication.translate("Deeds", "Hand over all {all}")
        return label.format(qty=text_of.grouped(qty), all=text_of.grouped(of))

    def of_credit(self, credit: Credit) -> tuple[DeedRow, ...]:
        """Return what can be done about change owed."""
        if credit.state != "open" or credit.is_waiting:
            return ()
        why = self._why_not(Role.SELLER)
        label = QCoreApplication.translate("Deeds", "Give the change back")
        return (DeedRow(f"{GIVE_CHANGE}:{credit.id}", label, "coins", why, not why, ActionStyle.PRIMARY),)

    # --- what was refused

    def refusal(self, ids: Collection[str]) -> RefusalRow | None:
        """Return what the server refused of the deeds about these, as long as nobody has acknowledged it."""
        return self._refusal(self._till.after.refused(ids))

    def refusal_of(self, *kinds: str) -> RefusalRow | None:
        """Return the same for any deed of these kinds: the other till that was faster took its thing off the list."""
        return self._refusal(self._till.after.refused_of(kinds))

    def _refusal(self, row: Row | None) -> RefusalRow | None:
        if row is None:
            return None
        why = messages.message(row.code or "", row.params)
        understood = QCoreApplication.translate("Deeds", "Understood")
        action = ActionRow(UNDERSTOOD, understood, ActionStyle.PRIMARY)
        return RefusalRow(str(row.no), self.refused_text(row.kind), why.sentence, (action,), why.code)

    # --- words

    def is_unsent(self, sale: str) -> bool:
        """Tell whether something about the sale waits here, and for more than a moment."""
        is_online = self._till.link.state is LinkState.ONLINE
        return not is_online and sale in unsent(self._till.outbox.rows())

    def why(self, error: Rejected) -> str:
        """Return why something cannot be done now, in the few words that a key has room for."""
        if error.code == NEEDS_SERVER:
            return QCoreApplication.translate("Deeds", "Connection needed")
        return messages.of_error(error).text.rstrip(".")

    def said_of(self, deed: str, done: str = "") -> str:
        """Return what was just done (``done``: in words of its own), and where it is kept while the line is out."""
        is_online = self._till.link.state is LinkState.ONLINE
        done = done or self._done_text(deed)
        if is_online or not done:
            return done
        here = kept_here_tag().text
        return f"{done.rstrip('.')}. {here}" if ":" in done else text_of.joined(done, here)

    def gone_text(self, deed: str, detail: SaleDetail) -> str:
        """Return that a sale is none any more, and what its guest gets back for it."""
        back = paid_back_text(detail)
        return f"{self._done_text(deed)}. {back}" if back else self._done_text(deed)

    @staticmethod
    def _done_text(deed: str) -> str:
        return {
            WITHDRAW: QCoreApplication.translate("Deeds", "The sale is taken back"),
            VALIDATE: QCoreApplication.translate("Deeds", "The sale is validated"),
            REJECT: QCoreApplication.translate("Deeds", "The sale is rejected"),
            CANCEL: QCoreApplication.translate("Deeds", "The sale is cancelled"),
            RESTOCK: QCoreApplication.translate("Deeds", "Back on the shelf"),
            HAND_OUT: QCoreApplication.translate("Deeds", "The bottle is handed over"),
            GIVE_UP: QCoreApplication.translate("Deeds", "The bottle is the bar’s again"),
            GIVE_CHANGE: QCoreApplication.translate("Deeds", "The change is given back"),
            KEEP: QCoreApplication.translate("Deeds", "The bottle is kept"),
            ARRIVED: QCoreApplication.translate("Deeds", "The payment is confirmed"),
            ARRIVED_LATE: QCoreApplication.translate("Deeds", "The payment is confirmed"),
            NOT_ARRIVED: QCoreApplication.translate("Deeds", "The payment is noted as not arrived"),
        }.get(deed, "")

    @staticmethod
    def refused_text(kind: str) -> str:
        """Return what the central system refused."""
        return {
            sale_states.WITHDRAW_SALE: QCoreApplication.translate(
                "Deeds", "The sale could not be taken back"
            ),
            sale_states.REJECT_SALE: QCoreApplication.translate("Deeds", "The sale could not be rejected"),
            sale_states.CANCEL_SALE: QCoreApplication.translate("Deeds", "The sale could not be cancelled"),
            sale_states.CONFIRM_PAYMENT: QCoreApplication.translate(
                "Deeds", "Nothing was noted about the payment"
            ),
            sale_states.REDEEM_CHANGE: QCoreApplication.translate("Deeds", "The change was not given back"),
            returns.CREATE_RETURN: QCoreApplication.translate("Deeds", "The return was refused"),
            returns.EXCHANGE: QCoreApplication.translate("Deeds", "The exchange was refused"),
            returns.RESTOCK_RETURN: QCoreApplication.translate("Deeds", "Nothing went back on the shelf"),
            consignments.CREATE_CONSIGNMENT: QCoreApplication.translate("Deeds", "The bottle is not kept"),
            consignments.CLAIM_CONSIGNMENT: QCoreApplication.translate(
                "Deeds", "The bottle was not handed over"
            ),
            consignments.CLAIM_PART: QCoreApplication.translate("Deeds", "The bottle was not handed over"),
        }.get(kind, QCoreApplication.translate("Deeds", "This was refused"))

    # --- inside

    def _is(self, role: Role) -> bool:
        person = self._till.session.person
        return person is not None and person.role.has_rights_of(role)

    def _why_not(self, role: Role, *, or_pin: bool = False) -> str:
        """Return why what needs this role cannot be done now. ``or_pin``: by somebody else's PIN too."""
        error = self._till.after.hindrance(role)
        if error is None or (or_pin and error.code == "TLRGT"):
            return ""
        return self.why(error)
