"""The manager's window: every product with its live stock, and the figures of the business day."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.business_date import business_date
from app.domain.catalog import Card, Level, folded
from app.domain.figures import Dashboard
from app.domain.frozen import frozen
from app.domain.ids import ProductId
from app.domain.roles import Role
from app.sync.observer import Observer
from app.till.lists import dashboard_key
from app.till.till import Till
from app.ui import format as text_of
from app.ui.stops import Stops
from app.ui.view_models.words import method_text

LOOK_MS = 20_000
"""How often the day is looked at: it may have become the next one."""
_WAYS = {"cash": 0, "mobile_money": 1, "card": 2, "exchange": 3}
"""In the order in which the takings are counted: the drawer first."""


@frozen
class StockLine:
    """A product. The figures are None while they are not known; ``level`` says how the shelf stands."""

    id: str
    name: str
    category: str
    stock: int | None
    reserved: int | None
    available: int | None
    threshold: int
    price: int | None
    level: Level


@frozen
class FigureRow:
    """A figure of the day: its name, its text, and an ink (``ok``, ``warn`` or empty)."""

    name: str
    text: str
    ink: str = ""


class OfficeModel(QObject):
    """Stock and day.

    *Shows*: ``lines`` (in catalogue order; what ``search`` and ``only_low`` leave), ``low_count``,
    ``day_text``, ``revenue_text``, ``figures`` and ``top`` (what earned most) of today, ``waiting`` (of all days),
    ``hint`` (why there are no figures).
    Signals: ``lines_changed`` (ids; None: other lines), ``day_changed``.
    *Taps*: ``search_for``, ``show_low``; ``watch`` and ``rest`` (the window comes and goes).
    """

    lines_changed = Signal(object)
    day_changed = Signal()

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._search, self.only_low = "", False
        self._observer: Observer | None = None
        self._is_watched = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._stops = Stops(till.bar.listen(self._bar_changed), till.session.listen(self._look))

    def close(self) -> None:
        """Stop following the till."""
        self.rest()
        self._stops.end()

    def watch(self) -> None:
        self._is_watched = True
        self._timer.start()
        self._look()

    def rest(self) -> None:
        self._is_watched = False
        self._timer.stop()
        self._forget_day()

    # the shelf

    @property
    def lines(self) -> list[StockLine]:
        words = folded(self._search).split()
        names = {category.id: category.name for category in self._till.bar.categories()}
        lines = (self._line(card, names.get(card.product.category, "")) for card in self._till.bar.cards())
        return [line for line in lines if self._is_wanted(line, words)]

    def some_lines(self, products: set[str]) -> list[StockLine]:
        """Return the lines of these products, shown or not."""
        names = {category.id: category.name for category in self._till.bar.categories()}
        cards = (self._till.bar.card(product) for product in products)
        return [self._line(card, names.get(card.product.category, "")) for card in cards if card is not None]

    def _is_wanted(self, line: StockLine, words: list[str]) -> bool:
        if self.only_low and line.level not in (Level.LOW, Level.OUT):
            return False
        return all(word in folded(f"{line.name} {line.category}") for word in words)

    @staticmethod
    def _line(card: Card, category: str) -> StockLine:
        stock = card.stock
        return StockLine(
            id=card.product.id,
            name=text_of.product(card.product.name, card.product.volume_ml),
            category=category,
            stock=stock.stock if stock else None,
            reserved=stock.reserved if stock else None,
            available=card.available,
            threshold=card.product.alert_threshold,
            price=card.price,
            level=card.level,
        )

    @property
    def low_count(self) -> int:
        return sum(card.level in (Level.LOW, Level.OUT) for card in self._till.bar.cards())

    def search_for(self, text: str) -> None:
        """Show the products whose name, volume or category has every word, accents ignored."""
        if text != self._search:
            self._search = text
            self.lines_changed.emit(None)

    def show_low(self, is_on: bool) -> None:
        """Show only what is at its threshold or below."""
        if is_on != self.only_low:
            self.only_low = is_on
            self.lines_changed.emit(None)

    # the day

    @property
    def day_text(self) -> str:
        today = self._today()
        return text_of.day(today) if today else ""

    @property
    def hint(self) -> str:
        """Why there are no figures; empty when there are, or soon will be."""
        person = self._till.session.person
        if person is None or person.role is Role.SELLER:
            return QCoreApplication.translate("OfficeModel", "A manager signs in to see the day's figures.")
        if self._till.session.session is None:
            return QCoreApplication.translate("OfficeModel", "The day's figures come with the server.")
        return ""

    @property
    def revenue_text(self) -> str:
        """Net revenue of the business day: validated sales less what came back."""
        dashboard = self._dashboard()
        return text_of.money(dashboard.revenue.net if dashboard else None)

    @property
    def figures(self) -> list[FigureRow]:
        """Today: what was sold, what came back, and the takings by way of paying, cash first."""
        dashboard = self._dashboard()
        if dashboard is None:
            return []
        revenue = dashboard.revenue
        return [
            FigureRow(QCoreApplication.translate("OfficeModel", "Sales"), text_of.grouped(revenue.sales)),
            FigureRow(
                QCoreApplication.translate("OfficeModel", "Average sale"), text_of.money(revenue.average)
            ),
            FigureRow(
                QCoreApplication.translate("OfficeModel", "Returns"),
                text_of.money(revenue.returned),
            ),
            *(
                FigureRow(method_text(taken.method), text_of.money(taken.amount))
                for taken in sorted(dashboard.methods, key=lambda one: _WAYS.get(one.method, len(_WAYS)))
            ),
            *self._lost(dashboard),
        ]

    @staticmethod
    def _lost(dashboard: Dashboard) -> list[FigureRow]:
        """Return how much of the takings did not arrive; nothing when all did."""
        lost = sum(taken.failed for taken in dashboard.methods)
        name = QCoreApplication.translate("OfficeModel", "Of these did not arrive")
        return [FigureRow(name, text_of.money(lost), "warn")] if lost else []

    @property
    def waiting(self) -> list[FigureRow]:
        """What waits for somebody, of whatever day it is."""
        dashboard = self._dashboard()
        if dashboard is None:
            return []
        pending, open_items = dashboard.pending, dashboard.discrepancies_open
        return [
            FigureRow(
                QCoreApplication.translate("OfficeModel", "To validate"),
                text_of.totalled(pending.count, pending.amount) or text_of.grouped(0),
                "warn" if pending.count else "",
            ),
            *self._to_decide(dashboard),
            FigureRow(
                QCoreApplication.translate("OfficeModel", "Discrepancies to explain"),
                text_of.grouped(open_items),
                "warn" if open_items else "",
            ),
            FigureRow(
                QCoreApplication.translate("OfficeModel", "Change owed"),
                text_of.totalled(dashboard.change_owed.count, dashboard.change_owed.amount, are_sales=False)
                or text_of.grouped(0),
            ),
        ]

    @staticmethod
    def _to_decide(dashboard: Dashboard) -> list[FigureRow]:
        """Return what waits for a manager's word beside sales; nothing when nothing does."""
        rows = []
        if dashboard.returns_pending:
            name = QCoreApplication.translate("OfficeModel", "Returns to decide")
            rows.append(FigureRow(name, text_of.grouped(dashboard.returns_pending), "warn"))
        if dashboard.to_confirm.count:
            name = QCoreApplication.translate("OfficeModel", "Mobile money to confirm")
            rows.append(FigureRow(name, text_of.money(dashboard.to_confirm.amount), "warn"))
        return rows

    @property
    def top(self) -> list[FigureRow]:
        """What earned most today, five at most: name and pieces, amount. What all came back has earned nothing."""
        dashboard = self._dashboard()
        rows = []
        for figure in [x for x in dashboard.products if x.net > 0][:5] if dashboard else ():
            card = self._till.bar.card(figure.product)
            if card is not None:
                name = text_of.product(card.product.name, card.product.volume_ml)
                rows.append(FigureRow(f"{text_of.times(figure.qty)} {name}", text_of.money(figure.net)))
        return rows

    def retranslate(self) -> None:
        self.lines_changed.emit(None)
        self.day_changed.emit()

    def _dashboard(self) -> Dashboard | None:
        shown = self._observer.result.shown if self._observer else None
        return shown if isinstance(shown, Dashboard) else None

    def _today(self) -> str:
        bar = self._till.bar.bar()
        if bar is None:
            return ""
        now = datetime.fromtimestamp(self._till.outbox.time.now_s(), UTC)
        return business_date(now, bar.time_zone, bar.closing_hour).isoformat()

    def _look(self) -> None:
        """Look at today's figures, if there is somebody who may."""
        today = self._today()
        if not self._is_watched or self.hint or not today:
            self._forget_day()
        elif self._observer is None:
            self._observer = self._till.cache.observe(dashboard_key(today, today), self.day_changed.emit)
        else:
            self._observer.set_key(dashboard_key(today, today))
        self.day_changed.emit()

    def _forget_day(self) -> None:
        if self._observer is not None:
            self._observer.close()
            self._observer = None

    def _bar_changed(self, topic: str) -> None:
        if topic == "stock":
            changed: frozenset[ProductId] | None = self._till.bar.last_changed
            self.lines_changed.emit(None if changed is None or self.only_low else set(changed))
        else:
            self.lines_changed.emit(None)
            self._look()
