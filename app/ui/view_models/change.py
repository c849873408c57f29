"""Change that the bar owes its guests: found by its code, given back once. No next sale is paid with it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import Rejected, TillError
from app.domain.history import Credit
from app.domain.sale_detail import SaleDetail
from app.sync.observer import Observer
from app.sync.ports import JsonObject, Key, Row
from app.sync.query import FetchStatus
from app.till.lists import page_key, ticket_key
from app.till.sale_states import REDEEM_CHANGE
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import DeedRow, ListRow, RefusalRow, Tag
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import GIVE_CHANGE, Deeds
from app.ui.view_models.listing import Pages, Stand
from app.ui.view_models.sale_facts import Facts
from app.ui.view_models.sale_words import credit_tag, kept_here_tag

TICK_MS = 30_000
MOST_SIGNS = 16
_TICKET = re.compile(r"^([A-Z][A-Z0-9]*)-?0*(\d+)$")


class ChangeModel(QObject):
    """The change that waits for its guests.

    *Shows*: ``typed`` (the code as far as it is typed), ``rows`` (those that it leaves), ``stand`` and its words
    (``void``), ``note``, ``pages``, ``total_text``; of the one that was touched: ``selected``, ``code``,
    ``amount_text``, ``tags``, ``about``, ``deeds``; ``refusal``, ``can_look_up`` (ask for a code that is not in the
    list); ``changed`` after any of them.
    *Taps*: ``enter``, ``leave``, ``digit``, ``type_code``, ``backspace``, ``look_up``, ``select``, ``do``,
    ``understood``. ``said`` tells what was done or why not.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._facts = Facts(till)
        self._can = Deeds(till)
        self.pages = Pages(till.cache, self._changed)
        self._found: Observer | None = None
        self._is_busy = False
        self.typed = self.selected = ""
        self._stops = Stops(till.outbox.listen(self._changed), till.link.listen(self._changed))
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._changed)

    def close(self) -> None:
        """Stop following the till."""
        self.leave()
        self._stops.end()

    def enter(self) -> None:
        self.typed = self.selected = ""
        self._is_busy = False
        self.pages.look(self._key)
        self._ticks.start()
        self.changed.emit()

    def leave(self) -> None:
        self._ticks.stop()
        self.pages.close()
        self._drop_found()

    # --- shows: the list

    @property
    def rows(self) -> list[ListRow]:
        return [self._row(credit) for credit in self._credits()]

    @property
    def stand(self) -> Stand:
        return self.pages.stand(is_empty=not self._credits())

    @property
    def void(self) -> messages.Message:
        if self._found is not None:
            return self._void_of_search(self._found)
        match self.stand:
            case Stand.LOADING:
                return messages.Message(QCoreApplication.translate("ChangeModel", "The list is on its way…"))
            case Stand.OFFLINE:
                return messages.Message(
                    QCoreApplication.translate("ChangeModel", "The change owed comes with the connection"),
                    QCoreApplication.translate("ChangeModel", "Ask the guest to keep the code"),
                )
            case Stand.FAILED if isinstance(self.pages.error, TillError):
                return messages.of_error(self.pages.error)
            case _ if self.typed:
                return messages.Message(
                    QCoreApplication.translate("ChangeModel", "No change is owed with this code"),
                    QCoreApplication.translate("ChangeModel", "Look it up among all sales"),
                )
            case _:
                return messages.Message(
                    QCoreApplication.translate("ChangeModel", "The bar owes no change"),
                    QCoreApplication.translate("ChangeModel", "What is owed at the payment shows here"),
                )

    @staticmethod
    def _void_of_search(found: Observer) -> messages.Message:
        result = found.result
        if isinstance(result.error, Rejected):
            return messages.Message(
                QCoreApplication.translate("ChangeModel", "No sale has this number"),
                QCoreApplication.translate("ChangeModel", "Read the code again with the guest"),
            )
        if result.fetch_status is not FetchStatus.IDLE:
            return messages.Message(QCoreApplication.translate("ChangeModel", "Looking it up…"))
        if isinstance(result.error, TillError):
            return messages.of_error(result.error)
        return messages.Message(QCoreApplication.translate("ChangeModel", "This sale owes no change"))

    @property
    def note(self) -> str:
        return self.pages.note(self._till.link.state)

    @property
    def total_text(self) -> str:
        """What is owed in all; « … » while a part of it is not known or on another page."""
        page = self.pages.page
        if page is None or page.next_key is not None or self.pages.has_previous:
            return text_of.UNKNOWN
        amounts = [credit.amount for credit in page.items]
        return text_of.money(None if None in amounts else sum(amount or 0 for amount in amounts))

    @property
    def can_look_up(self) -> bool:
        return bool(self._ticket()) and not self._listed() and self._found is None

    # --- shows: the one that was touched

    @property
    def credit(self) -> Credit | None:
        return next((x for x in self._credits() if x.id == self.selected), None)

    @property
    def code(self) -> str:
        credit = self.credit
        return credit.code if credit else ""

    @property
    def amount_text(self) -> str:
        credit = self.credit
        return text_of.money(credit.amount if credit else None)

    @property
    def is_over(self) -> bool:
        """Whether nothing is owed any more."""
        credit = self.credit
        return credit is not None and credit.state != "open"

    @property
    def tags(self) -> tuple[Tag, ...]:
        credit = self.credit
        return (credit_tag(credit),) if credit else ()

    @property
    def about(self) -> list[str]:
        """What was sold and by whom, since when it is owed, and what became of it."""
        credit = self.credit
        if credit is None:
            return []
        since = QCoreApplication.translate("ChangeModel", "Owed since {time}")
        since = since.format(time=self._facts.when(credit.created_at))
        said = [*filter(None, (self._goods(credit), text_of.joined(self._seller(credit), since)))]
        if credit.state == "given" and credit.redeemed_at:
            given = QCoreApplication.translate("ChangeModel", "Given back by {name}, {time}")
            name = self._facts.name(credit.redeemed_by)
            said.append(given.format(name=name, time=self._facts.when(credit.redeemed_at)))
        if credit.state == "void":
            said.append(QCoreApplication.translate("ChangeModel", "The sale was undone: nothing is owed"))
        return said

    @property
    def deeds(self) -> list[DeedRow]:
        credit = self.credit
        if credit is None:
            return []
        deeds = self._can.of_credit(credit)
        return [replace(deed, is_enabled=deed.is_enabled and not self._is_busy) for deed in deeds]

    @property
    def refusal(self) -> RefusalRow | None:
        """The change that was not given back, as long as nobody has acknowledged it."""
        return self._can.refusal_of(REDEEM_CHANGE)

    # --- taps

    def digit(self, digit: str) -> None:
        self.type_code(self.typed + digit)

    def type_code(self, code: str) -> None:
        """Look among the list for this code, or its last digits."""
        self._drop_found()
        self.typed = code.strip().upper()[:MOST_SIGNS]
        listed = self._listed()
        self.selected = listed[0].id if self.typed and len(listed) == 1 else ""
        self.changed.emit()

    def backspace(self) -> None:
        self.type_code(self.typed[:-1])

    def look_up(self) -> None:
        """Ask the server for a code that is not in the list: it may have been given back, or be older."""
        ticket = self._ticket()
        if ticket:
            self._drop_found()
            self._found = self._till.cache.observe(ticket_key(ticket), self._changed)
            self.changed.emit()

    def select(self, credit: str) -> None:
        self.selected = credit
        self.changed.emit()

    def do(self, _deed: str = "") -> None:
        """Give the change back."""
        credit = self.credit
        if credit is not None and not self._is_busy:
            self._is_busy = True
            self.changed.emit()
            done = partial(self._given, text_of.money(credit.amount))
            self._tasks.spawn(
                self._till.after.give_change(credit), GIVE_CHANGE, then=done, failed=self._failed
            )

    def understood(self, key: str, _answer: str = "") -> None:
        self._tasks.spawn(self._till.after.acknowledge(int(key)), f"read {key}", failed=self._failed)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _key(self, place: JsonObject) -> Key:
        return page_key("change", {"state": "open"}, place)

    def _listed(self) -> tuple[Credit, ...]:
        """The page's credits that the typed code leaves."""
        page = self.pages.page
        items = page.items if page is not None else ()
        return tuple(x for x in items if _fits(x.code, self.typed))

    def _credits(self) -> tuple[Credit, ...]:
        """Those of the list, or of the sale that was looked up."""
        if self._found is None:
            return self._listed()
        shown = self._found.result.shown
        return shown.credits if isinstance(shown, SaleDetail) else ()

    def _ticket(self) -> str:
        """The number of the sale that is meant by what is typed; digits alone are of this till."""
        typed = f"{self._till.bar.till_code}-{self.typed}" if self.typed.isdigit() else self.typed
        found = _TICKET.match(typed)
        return f"{found[1]}-{int(found[2]):06d}" if found else ""

    def _row(self, credit: Credit) -> ListRow:
        seller = self._seller(credit)
        return ListRow(
            key=credit.id,
            lead=credit.code,
            under=self._facts.when(credit.created_at),
            title=self._goods(credit) or seller,  # an older server does not say what was sold
            detail=seller if credit.goods else "",
            amount=text_of.money(credit.amount),
            tags=self._listed_tags(credit),
            is_over=credit.state != "open",
        )

    def _seller(self, credit: Credit) -> str:
        return self._facts.name(credit.sold_by) if credit.sold_by else ""

    @staticmethod
    def _goods(credit: Credit) -> str:
        sold = ((x.qty, text_of.product(x.name, x.volume_ml)) for x in credit.goods)
        return text_of.goods(sold, credit.more_goods)

    @staticmethod
    def _listed_tags(credit: Credit) -> tuple[Tag, ...]:
        """Of a list of what is owed only what is otherwise is said."""
        if credit.is_waiting and credit.state == "open":
            return (kept_here_tag(),)
        return () if credit.state == "open" else (credit_tag(credit),)

    def _drop_found(self) -> None:
        if self._found is not None:
            self._found.close()
            self._found = None

    def _given(self, amount: str, _row: Row) -> None:
        self._is_busy = False
        self.selected = ""
        self.type_code("")
        text = QCoreApplication.translate("ChangeModel", "Give {amount} to the guest")
        self.said.emit(text.format(amount=amount))

    def _failed(self, error: TillError) -> None:
        self._is_busy = False
        self.changed.emit()
        self.said.emit(messages.of_deed(error).sentence)

    def _changed(self) -> None:
        if self.pages.result is not None:
            self.changed.emit()


def _fits(code: str, typed: str) -> bool:
    """Tell whether a code is meant: all of it, its last digits, or its number without the zeros."""
    if not typed:
        return True
    number = code.rpartition("-")[2].lstrip("0")
    return code.endswith(typed) or number.startswith(typed.lstrip("0") or "0") or code.startswith(typed)
