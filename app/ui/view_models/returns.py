"""What comes back of a sale: which line and how much, why, and what follows from it in words, before it is done."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.domain.ids import MemberId
from app.domain.returns import RULES, Pieces, Reason
from app.domain.roles import Role
from app.domain.sale_detail import SaleDetail, SoldLine
from app.sync.ports import Row
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import Deeds
from app.ui.view_models.return_words import (
    ICONS,
    UNSEEN,
    LeftRow,
    OutcomeRow,
    ReasonRow,
    consequence_text,
    goods_short,
    goods_text,
    money_short,
    paid_text,
)
from app.ui.view_models.sale_words import reason_text
from app.ui.view_models.sign_in import AuthoriseModel
from app.ui.view_models.taken_back import Comeback, TakenBack


class ReturnModel(QObject):
    """A return as it is put together.

    *Shows*: ``number``, ``lines``, ``qty_text``, ``can_less``, ``can_more``, ``reasons``, ``notes``, ``needs_notes``,
    ``is_open_decision`` (``refund`` and ``restock`` are to be chosen), ``consequence``, ``waits_text`` (that a manager
    has the last word), ``accept_text``, ``can_accept``, ``hint``, ``pin_text`` (empty: no PIN helps), ``message``,
    ``outcome`` (None until it is done); ``changed`` after any of them.
    *Taps*: ``begin``, ``choose_line``, ``less``, ``more``, ``choose_reason``, ``set_notes``, ``toggle_refund``,
    ``toggle_restock``, ``accept``, ``accept_by_pin``; then ``restock_now``, ``another`` (of the same sale, while
    ``has_more``), ``finish``. ``exchange_asked`` gives the pieces, their worth and whose sale it was; ``notes_asked``,
    ``pin_asked``, ``finished``.
    """

    changed = Signal()
    exchange_asked = Signal(object, int, object)
    notes_asked = Signal()
    pin_asked = Signal()
    finished = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._detail: SaleDetail | None = None
        self._position = 0
        self._qty = 1
        self._reason: Reason | None = None
        self._error: TillError | None = None
        self._taken = TakenBack()
        self._is_busy = False
        self.notes = ""
        self.refund = self.restock = False
        self.outcome: OutcomeRow | None = None
        self._can = Deeds(till)
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(lambda member: self._do(by=MemberId(member)))
        self._stops = Stops(till.link.listen(self.changed.emit), till.session.listen(self.changed.emit))

    def close(self) -> None:
        """Stop following the till."""
        self.authorisation.close()
        self._stops.end()

    def begin(self, detail: SaleDetail) -> None:
        """Begin a return of this sale; a line that is alone is chosen at once."""
        self._detail, self._reason, self._taken, self._is_busy = detail, None, TakenBack(), False
        self._choose_anew()

    def another(self) -> None:
        """Go on with something else of the same sale; why it comes back stays chosen."""
        if self.outcome is not None and self.has_more and not self._is_busy:
            self._choose_anew()

    def _choose_anew(self) -> None:
        self.outcome = self._error = None
        self.notes, self.refund, self.restock = "", False, False
        left = self._lines_left
        self._position, self._qty = (left[0] if len(left) == 1 else 0), 1
        self.changed.emit()

    # --- shows: what

    @property
    def number(self) -> str:
        return (self._detail.header.ticket or "") if self._detail else ""

    @property
    def lines(self) -> list[LeftRow]:
        detail = self._detail
        return [self._left(line) for line in detail.lines] if detail else []

    @property
    def _lines_left(self) -> list[int]:
        detail = self._detail
        return [line.position for line in detail.lines if self._left_of(line.position)] if detail else []

    def _left_of(self, position: int) -> int:
        """Return how many of a line may still come back: what came back just now is not in the sale yet."""
        return max(0, self._detail.left(position) - self._taken.of_line(position)) if self._detail else 0

    @property
    def has_more(self) -> bool:
        """Whether anything else of the sale can come back."""
        return bool(self._lines_left)

    def _left(self, line: SoldLine) -> LeftRow:
        left = self._left_of(line.position)
        counts = text_of.counts()
        return LeftRow(
            line.position,
            text_of.product(line.name, line.volume_ml),
            text_of.joined(
                counts.sold(line.qty), counts.left(left) if left < line.qty else "", text_of.money(line.price)
            ),
            is_chosen=line.position == self._position,
            is_enabled=left > 0,
        )

    @property
    def _line(self) -> SoldLine | None:
        return self._detail.line(self._position) if self._detail else None

    @property
    def _most(self) -> int:
        return self._left_of(self._position)

    @property
    def worth(self) -> int:
        line = self._line
        return line.price * self._qty if line else 0

    @property
    def qty_text(self) -> str:
        return text_of.grouped(self._qty) if self._line else ""

    @property
    def can_less(self) -> bool:
        return self._line is not None and self._qty > 1

    @property
    def can_more(self) -> bool:
        return self._line is not None and self._qty < self._most

    # --- shows: why

    @property
    def reasons(self) -> list[ReasonRow]:
        return [self._reason_row(reason) for reason in Reason]

    def _reason_row(self, reason: Reason) -> ReasonRow:
        rule, why = RULES[reason], ""
        if reason is Reason.EXCHANGE:
            error = self._till.after.hindrance(Role.MANAGER)
            if error is not None and error.code != "TLRGT":
                why = self._can.why(error)
            detail = why or QCoreApplication.translate("Returns", "Its worth pays for another")
        else:
            detail = text_of.joined(money_short(rule.refund), goods_short(rule.restock))
        return ReasonRow(
            reason.value,
            reason_text(reason),
            detail,
            ICONS[reason],
            reason is self._reason,
            is_enabled=not why,
        )

    @property
    def needs_notes(self) -> bool:
        return self._reason is not None and RULES[self._reason].needs_notes

    @property
    def decides(self) -> bool:
        """Whether it is done at once: a manager is at the till, and the server answers."""
        return self._till.after.decides()

    @property
    def is_open_decision(self) -> bool:
        return self.needs_notes and self.decides

    # --- shows: what follows

    @property
    def _chosen(self) -> tuple[bool | None, bool | None]:
        if self._reason is None:
            return None, None
        rule = RULES[self._reason]
        if not rule.needs_notes:
            return rule.refund, rule.restock
        return (self.refund, self.restock) if self.decides else (None, None)

    @property
    def consequence(self) -> str:
        """What follows, in words; empty while the line or the reason is not chosen."""
        if self._line is None or self._reason is None:
            return ""
        if self._reason is Reason.EXCHANGE:
            text = QCoreApplication.translate("Returns", "{amount} count for what the guest takes instead.")
            words = f"{text.format(amount=text_of.money(self.worth))} {goods_text(restock=True)}"
            is_unsure = any(paid.state in UNSEEN for paid in self._detail.payments) if self._detail else False
            return self._with_paid(words, refund=is_unsure)
        refund, restock = self._chosen
        return self._with_paid(consequence_text(self.worth, refund=refund, restock=restock), refund)

    def _with_paid(self, words: str, refund: bool | None) -> str:
        """Add how the sale was paid, where something goes out for it and not all of it was cash."""
        paid = paid_text(self._detail.payments) if refund and self._detail else ""
        return f"{words} {paid}".rstrip()

    @property
    def waits_text(self) -> str:
        """That a manager has the last word, when they have."""
        if not self.consequence or self._reason is Reason.EXCHANGE or self.decides:
            return ""
        return QCoreApplication.translate("Returns", "Give nothing back before the manager has approved it.")

    @property
    def accept_text(self) -> str:
        if self._reason is Reason.EXCHANGE:
            return QCoreApplication.translate("Returns", "Choose what leaves…")
        if self.decides:
            return QCoreApplication.translate("Returns", "Take it back")
        return QCoreApplication.translate("Returns", "Ask the manager")

    @property
    def hint(self) -> str:
        """Why the large key waits; empty when it does not."""
        if self._line is None:
            return QCoreApplication.translate("Returns", "Choose what comes back.")
        if self._reason is None:
            return QCoreApplication.translate("Returns", "Choose the reason.")
        if self.needs_notes and not self.notes.strip():
            return QCoreApplication.translate("Returns", "Say in a few words why.")
        return ""

    @property
    def can_accept(self) -> bool:
        return not self.hint and not self._is_busy

    @property
    def pin_text(self) -> str:
        """The key with which a manager decides for the server at the till; empty when that is not possible."""
        error = self._till.after.hindrance(Role.MANAGER)
        is_possible = error is not None and error.code == "TLRGT" and not self.needs_notes
        if not is_possible or self._reason in (None, Reason.EXCHANGE):
            return ""
        return QCoreApplication.translate("Returns", "Manager’s PIN")

    @property
    def message(self) -> str:
        return messages.of_deed(self._error).sentence if self._error else ""

    # --- taps

    def choose_line(self, position: int) -> None:
        if self._left_of(position) > 0:
            self._position, self._qty = position, 1
            self.changed.emit()

    def less(self) -> None:
        self._qty = max(1, self._qty - 1)
        self.changed.emit()

    def more(self) -> None:
        self._qty = min(max(1, self._most), self._qty + 1)
        self.changed.emit()

    def choose_reason(self, reason: str) -> None:
        """Say why; a reason that leaves the decision open asks for a few words at once."""
        self._reason = Reason(reason)
        self.changed.emit()
        if self.needs_notes and not self.notes:
            self.notes_asked.emit()

    def set_notes(self, notes: str) -> None:
        self.notes = notes
        self.changed.emit()

    def toggle_refund(self) -> None:
        self.refund = not self.refund
        self.changed.emit()

    def toggle_restock(self) -> None:
        self.restock = not self.restock
        self.changed.emit()

    def accept(self) -> None:
        """Do it, ask the manager, or go on to what leaves in exchange."""
        detail = self._detail
        if not self.can_accept or detail is None:
            return
        if self._reason is Reason.EXCHANGE:
            self.exchange_asked.emit(self._pieces(detail), self.worth, detail.header.sold_by)
        else:
            self._do()

    def accept_by_pin(self) -> None:
        if self.can_accept and self.pin_text:
            self.authorisation.begin()
            self.pin_asked.emit()

    def restock_now(self) -> None:
        """Put what was taken back on the shelf."""
        if self._taken.for_shelf and self.outcome is not None and not self._is_busy:
            self._is_busy, self._error = True, None
            self.changed.emit()
            self._tasks.spawn(self._restock(), "restock", then=self._restocked, failed=self._failed)

    def finish(self) -> None:
        self.finished.emit()

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _pieces(self, detail: SaleDetail) -> Pieces:
        line = detail.line(self._position)
        assert line is not None, "a line is chosen before anything is done"
        return Pieces(detail.header.id, self._position, line.product, self._qty)

    def _do(self, by: MemberId | None = None) -> None:
        detail, reason = self._detail, self._reason
        if detail is None or reason is None or not self.can_accept:
            return
        self._is_busy, self._error = True, None
        self._taken.by = by
        asked, taken = self._asked(detail, reason, self._till.after.decides(by)), self._taken
        story = self._till.after.take_back(
            asked.pieces,
            reason,
            notes=self.notes if self.needs_notes else "",
            refund=self._own(self.refund),
            restock=self._own(self.restock),
            ticket=detail.header.ticket,
            by=by,
        )
        self._tasks.spawn(story, "take back", then=partial(self._done, asked, taken), failed=self._failed)
        self.changed.emit()

    def _asked(self, detail: SaleDetail, reason: Reason, decides: bool) -> Comeback:
        """Return what is asked for now: by when it is on disk, something else may be chosen."""
        pieces, (refund, restock) = self._pieces(detail), self._chosen
        line = detail.line(pieces.position)
        assert line is not None, "a line was chosen"
        name = text_of.pieces(pieces.qty, text_of.product(line.name, line.volume_ml))
        paid = paid_text(detail.payments) if refund else ""
        return Comeback(pieces, name, reason_text(reason), self.worth, refund, restock, paid, decides)

    def _own(self, choice: bool) -> bool | None:
        """Return a choice where the reason leaves it to whoever decides."""
        return choice if self.is_open_decision else None

    def _done(self, asked: Comeback, taken: TakenBack, row: Row) -> None:
        outcome = taken.add(str(row.body["return"]), asked, may_shelve=self._till.after.decides(taken.by))
        if taken is self._taken:  # else the page is of another sale by now
            self._is_busy, self.outcome = False, outcome
            self.changed.emit()

    async def _restock(self) -> str:
        names = self._taken.shelf_names
        for back, pieces in self._taken.for_shelf:
            await self._till.after.restock(back, pieces, by=self._taken.by)
            self._taken.shelved(back)
        return names

    def _restocked(self, names: str) -> None:
        self._is_busy = False
        if self.outcome is not None:
            hint = self._taken.shelved_hint(names)
            self.outcome = replace(self.outcome, hint=hint, can_restock=False)
        self.changed.emit()

    def _failed(self, error: TillError) -> None:
        self._is_busy, self._error = False, error
        self.changed.emit()
