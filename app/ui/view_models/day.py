"""« My day »: the sales of the business day, by seller, page by page; what is known of them without the server too."""

from __future__ import annotations

from functools import reduce
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.figures import Dashboard
from app.domain.history import Page, Return, SaleHeader
from app.domain.returns import ReturnState
from app.domain.roles import Role
from app.domain.sale_states import SaleStatus
from app.sync.link import LinkState
from app.sync.observer import Observer
from app.sync.ports import JsonObject, Key
from app.till.history_sales import sales_after
from app.till.lists import dashboard_key, page_key
from app.till.sale_detail import decided_status, made_here, name_of, unsent
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ChipRow, ListRow
from app.ui.stops import Stops
from app.ui.view_models.day_rows import (
    ALL,
    MINE,
    OF_ALL_DAYS,
    TO_CONFIRM,
    TO_DECIDE,
    TO_VALIDATE,
    DayRows,
    title_text,
    void_text,
)
from app.ui.view_models.listing import Pages, Stand
from app.ui.view_models.people import person_rows
from app.ui.view_models.sale_words import is_void

TICK_MS = 10_000


class DayModel(QObject):
    """The list of sales.

    *Shows*: ``title``, ``date_text``, ``chips`` and ``chosen`` (whose), ``rows``, ``stand`` and its words (``void``),
    ``note`` (a page on its way), ``place_text``, ``has_previous``, ``has_next``, ``is_previous``, ``figure_name``,
    ``figure_text`` (« … » while it is not known), ``count_text``, ``unsent_text``, ``selected``; ``changed`` after any.
    *Taps*: ``enter``, ``leave``, ``choose``, ``select`` (tells ``opened``), ``next``, ``previous``, ``again``.
    """

    changed = Signal()
    opened = Signal(str)

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._pages = Pages(till.cache, self._list_changed)
        self._figures: Observer | None = None
        self._whose = MINE
        self._who = ""
        self._day = ""
        self.selected = ""
        self._stops = Stops(till.outbox.listen(self._list_changed), till.link.listen(self._list_changed))
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)

    def close(self) -> None:
        """Stop following the till."""
        self.leave()
        self._stops.end()

    def enter(self) -> None:
        """Show the day as it is now; somebody else begins with their own sales, whoever runs the bar with all."""
        person = self._till.session.person
        if person is not None and person.id != self._who:
            self._who, self._whose, self.selected = person.id, ALL if self.is_manager else MINE, ""
        self._day = self.today
        self._look()
        self._ticks.start()

    def leave(self) -> None:
        self._ticks.stop()
        self._pages.close()
        if self._figures is not None:
            self._figures.close()
            self._figures = None

    # --- shows: whose day

    @property
    def today(self) -> str:
        """The bar's business day by the till's corrected clock, YYYY-MM-DD; empty while the bar is not known."""
        return self._till.bar.day_of(self._till.outbox.time.now_s())

    @property
    def title(self) -> str:
        return title_text(self._whose)

    @property
    def date_text(self) -> str:
        if self._whose in OF_ALL_DAYS:
            return QCoreApplication.translate("DayModel", "of every day")
        return text_of.day(self._day) if self._day else ""

    @property
    def is_manager(self) -> bool:
        person = self._till.session.person
        return person is not None and person.role.has_rights_of(Role.MANAGER)

    @property
    def chosen(self) -> str:
        return self._whose

    @property
    def chips(self) -> list[ChipRow]:
        mine = QCoreApplication.translate("DayModel", "Me", "my own sales")
        everybody = QCoreApplication.translate("DayModel", "All", "the sales of everybody")
        rows = [ChipRow(MINE, mine, self._net_of(self._who), "person"), ChipRow(ALL, everybody, "", "people")]
        if self.is_manager:
            figures = self._dashboard()
            pending = QCoreApplication.translate("DayModel", "To validate")
            waiting = text_of.counts().sales(figures.pending.count) if figures else ""
            rows.append(ChipRow(TO_VALIDATE, pending, waiting, "hourglass"))
            returns = QCoreApplication.translate("DayModel", "Returns")
            count = text_of.counts().to_decide(figures.returns_pending) if figures else ""
            rows.append(ChipRow(TO_DECIDE, returns, count, "return"))
            to_confirm = QCoreApplication.translate("DayModel", "To confirm", "transfers")
            amount = text_of.money(figures.to_confirm.amount) if figures else ""
            rows.append(ChipRow(TO_CONFIRM, to_confirm, amount, "phone"))
        people = [row for row in person_rows(self._till.bar.people()) if row.id != self._who]
        return rows + [ChipRow(row.id, row.name.split(" ")[0], self._net_of(row.id)) for row in people]

    def _net_of(self, member: str) -> str:
        """Return a seller's net revenue for a manager's eyes; nothing for a server's, « … » while it is not known."""
        if not self.is_manager:
            return ""
        figures = self._dashboard()
        if figures is None:
            return text_of.UNKNOWN
        return text_of.money(next((x.net for x in figures.sellers if x.seller == member), 0))

    # --- shows: the list

    @property
    def rows(self) -> list[ListRow]:
        waiting = self._unsent()
        own = made_here(self._till.outbox.rows())
        known = {sale: decided_status(row) for sale, row in own.items()}
        make = DayRows(self._till.bar, self._day)
        sales = [
            make.sale(
                sale,
                sale.status or known.get(sale.id),
                is_unsent=sale.id in waiting,
                names_seller=not self._seller(),
                name=name_of(own.get(sale.id)),
            )
            for sale in self._sales()
        ]
        return sales + make.to_decide(self._backs())

    @property
    def stand(self) -> Stand:
        return self._pages.stand(is_empty=not (self._sales() or self._backs()))

    @property
    def void(self) -> messages.Message:
        """What is said where there are no rows: what happens and what can be done."""
        return void_text(self.stand, self._pages.error, self._whose)

    @property
    def note(self) -> str:
        if self._page() is None and self._sales():
            return self._why_own_only()
        return self._pages.note(self._till.link.state)

    def _why_own_only(self) -> str:
        """Say why the sales of this till alone are on show."""
        if self._pages.is_paused or self._till.link.state is LinkState.OFFLINE:
            return QCoreApplication.translate(
                "DayModel", "Offline. Only what was sold on this till is known until the connection is back."
            )
        if self._pages.error is not None:
            return messages.of_error(self._pages.error).sentence
        return QCoreApplication.translate("DayModel", "The sales are on their way…")

    @property
    def place_text(self) -> str:
        return self._pages.place_text

    @property
    def has_previous(self) -> bool:
        return self._pages.has_previous

    @property
    def has_next(self) -> bool:
        return self._pages.has_next

    @property
    def is_previous(self) -> bool:
        return self._pages.is_previous

    # --- shows: figures

    @property
    def count_text(self) -> str:
        """How many sales of the list the server has; nothing while it is not known."""
        page = self._page()
        if page is None:
            return ""
        count = page.count - len(self._not_counted())
        if self._whose == TO_DECIDE:
            return text_of.counts().to_decide(count)
        text = text_of.counts().sales(count) if page.is_counted else text_of.grouped(count)
        void = sum(is_void(sale.status) for sale in page.items) if self._is_whole(page) else 0
        return f"{text}, {text_of.counts().void(void)}" if void else text

    @property
    def figure_name(self) -> str:
        """What the large figure is: net revenue for managers, what was sold in this list for a server."""
        if self._whose in OF_ALL_DAYS:
            return title_text(self._whose)
        if self.is_manager:
            return QCoreApplication.translate("DayModel", "Net revenue")
        if any(sale.returned for sale in self._sales()):
            return QCoreApplication.translate("DayModel", "Sold, less what came back")
        return QCoreApplication.translate("DayModel", "Sold")

    @property
    def figure_text(self) -> str:
        if self.is_manager and self._whose != TO_DECIDE:
            figures = self._dashboard()
            if figures is None:
                return text_of.UNKNOWN
            if self._whose == TO_VALIDATE:
                return text_of.money(figures.pending.amount)
            if self._whose == TO_CONFIRM:
                return text_of.money(figures.to_confirm.amount)
            if self._whose == ALL:
                return text_of.money(figures.revenue.net)
            member = self._seller()
            return text_of.money(next((x.net for x in figures.sellers if x.seller == member), 0))
        page = self._page()
        if page is None or not self._is_whole(page):
            return text_of.UNKNOWN
        unsent = {sale.id for sale in self._not_counted()}
        counted = [x for x in self._sales() if not is_void(x.status) and x.id not in unsent]
        asked = sum(back.amount or 0 for back in self._backs())
        return text_of.money(asked + sum(sale.total - sale.returned for sale in counted))

    @property
    def unsent_text(self) -> str:
        """What of the list the server has not got yet, so that no figure of its has it; nothing when it has all."""
        sales = self._not_counted()
        if not sales:
            return ""
        amount = text_of.money(sum(sale.total for sale in sales))
        return text_of.counts().not_counted(len(sales)).format(amount=amount)

    def _is_whole(self, page: Page[SaleHeader]) -> bool:
        """Tell whether the page is all of the list."""
        return page.next_key is None and not self.has_previous and not self.is_previous

    def _not_counted(self) -> list[SaleHeader]:
        """Return the sales of the list that the server has not got yet."""
        waiting = self._unsent()
        return [sale for sale in self._sales() if sale.id in waiting and sale.status is None]

    # --- taps

    def choose(self, whose: str) -> None:
        """Show the sales of ``mine``, ``all``, ``pending``, ``to-decide``, ``to-confirm`` or of a member."""
        if whose != self._whose:
            self._whose, self.selected = whose, ""
            self._look()

    def select(self, sale: str) -> None:
        """Open a sale."""
        self.selected = sale
        self.changed.emit()
        self.opened.emit(sale)

    def point_at(self, sale: str, seller: str) -> None:
        """Have a sale open, in the list of whose it is, when the page is entered next."""
        person = self._till.session.person
        self._who = person.id if person else ""
        self._whose, self.selected = MINE if seller == self._who else seller, sale

    def begin_anew(self) -> None:
        """Let none be open when the page is entered next, and what waits from all days be a day's sales again."""
        self.selected = ""
        if self._whose in OF_ALL_DAYS:
            self._who = ""

    def unselect(self) -> None:
        self.selected = ""
        self.changed.emit()

    def next(self) -> None:
        self._pages.next()

    def previous(self) -> None:
        self._pages.previous()

    def again(self) -> None:
        """Ask the server now."""
        self._pages.again()

    def retranslate(self) -> None:
        self.changed.emit()

    def page(self) -> Page[SaleHeader]:
        """The page of sales on show, or an empty one that knows the bar's day."""
        known = self._page()
        bar = self._till.bar.bar()
        if known is not None and not self._backs():
            return known
        return Page(
            (),
            None,
            None,
            0,
            is_counted=True,
            filters=self._filters(),
            is_first=True,
            time_zone=bar.time_zone if bar else None,
            closing_hour=bar.closing_hour if bar else None,
        )

    # --- inside

    def _look(self) -> None:
        self._pages.look(self._key)
        if self._figures is not None:
            self._figures.close()
            self._figures = None
        if self.is_manager and self._day:
            self._figures = self._till.cache.observe(dashboard_key(self._day, self._day), self._list_changed)
        self.changed.emit()

    def _key(self, place: JsonObject) -> Key:
        if self._whose == TO_DECIDE:
            return page_key("returns", {"state": ReturnState.PENDING.value}, place)
        return page_key("sales", self._filters(), place)

    def _seller(self) -> str:
        return self._who if self._whose == MINE else "" if self._whose in (ALL, *OF_ALL_DAYS) else self._whose

    def _filters(self) -> dict[str, str]:
        if self._whose == TO_VALIDATE:
            return {"status": SaleStatus.PENDING.value}
        if self._whose == TO_CONFIRM:
            return {"payment": "to_confirm"}
        return {"from": self._day, "to": self._day, **({"seller": self._seller()} if self._seller() else {})}

    def _page(self) -> Page[Any] | None:
        return self._pages.page

    def _sales(self) -> tuple[SaleHeader, ...]:
        """The sales on show, newest first; of this till alone while the server has never answered.

        The server pages them by when an order was begun, and a row shows when it was paid.
        """
        known = self._page()
        if known is not None:
            sales = [x for x in known.items if isinstance(x, SaleHeader)]
            return tuple(sorted(sales, key=lambda x: (x.business_date, x.created_at), reverse=True))
        if self._pages.result is None or self._whose == TO_DECIDE:
            return ()
        return reduce(sales_after, self._till.outbox.open_rows(), self.page()).items

    def _backs(self) -> tuple[Return, ...]:
        """The returns on show; a page of the list before may still be one of sales, or the other way round."""
        known = self._page()
        return tuple(x for x in known.items if isinstance(x, Return)) if known is not None else ()

    def _dashboard(self) -> Dashboard | None:
        shown = self._figures.result.shown if self._figures else None
        return shown if isinstance(shown, Dashboard) else None

    def _unsent(self) -> frozenset[str]:
        """What waits here, once it is more than a moment's matter."""
        is_online = self._till.link.state is LinkState.ONLINE
        return frozenset() if is_online else unsent(self._till.outbox.rows())

    def _tick(self) -> None:
        """Keep ages true, and begin the new day when the bar's has ended."""
        if self.today != self._day:
            self._day = self.today
            self._look()
        self.changed.emit()

    def _list_changed(self) -> None:
        if self._pages.result is not None:
            self.changed.emit()
