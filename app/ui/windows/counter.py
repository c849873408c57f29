"""The counter: the till's window with its pages and their view models, and the ways between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.domain.ids import MemberId
from app.domain.returns import Pieces
from app.domain.sale_detail import SaleDetail
from app.till.checkout import Sold
from app.till.till import Till
from app.ui.controls.lamp import STATUS, UNPRINTED
from app.ui.controls.page import Page
from app.ui.i18n import Language
from app.ui.screens.sign_in import SignInScreen
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.theme import Theme
from app.ui.windows.counter_models import CounterModels
from app.ui.windows.printing_pages import PrintingPages
from app.ui.windows.till import TillWindow

USES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.KeyPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
    }
)
"""What somebody at the till does; anything else leaves the idle clock running."""
WINDOWS = frozenset({"display", "office"})
"""What the menu offers that is a window of its own."""
EXPLAINING = frozenset({"sold", "outbox", "diagnostics", "unprinted"})
"""Pages that what explains the strip does not lead back to: home is as near, and nobody turns in circles."""
LOOKS = frozenset({"sign-in", "sale"})
"""The pages that show the bar's people or drinks."""


class Counter(CounterModels):
    """Everything of one counter window. Whoever made it shows ``window``; ``close`` ends it.

    ``closed`` tells that a person is done with it: at once when everything has been sent, and paid where the till ends
    with it (``ends_till``), else once they said so.
    ``window_asked``: another window is wanted, ``display`` or ``office``. ``used``: somebody does something at it.
    """

    closed = Signal()
    used = Signal()
    window_asked = Signal(str)
    _somebody_else = Signal()
    _paid = Signal(object)

    def __init__(self, till: Till, tasks: Tasks, theme: Theme, language: Language) -> None:
        super().__init__(till, tasks)
        self._language = language
        self.ends_till = True
        self.window = TillWindow(self.status, theme)
        self.window.add_page(SignInScreen(self.sign_in, theme))
        self._offer_pages()
        self.paper = PrintingPages(till, tasks, self.window, self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._lock_by_itself)
        self.status.locks_in_s = self._locks_in_s
        self._first_page, self._last_person = "sale", ""
        self._connect()
        self._name_place()
        self.window.show_page("sale" if till.session.person else "sign-in")

    def _connect(self) -> None:
        self.sign_in.signed_in.connect(self._begin)
        self.sale.payment_opened.connect(self._open_payment)
        self.sale.sold.connect(self._show_sold)
        self.window.lock_asked.connect(self.lock)
        self.window.page_asked.connect(self._go)
        self.window.page_shown.connect(self._page_shown)
        self.window.language_asked.connect(self._language.use)
        self.window.scanned.connect(self._scanned)
        self.window.close_asked.connect(self._close_asked)
        self.window.strip_tapped.connect(self.explain)
        self.window.leaving.connect(self.closed)
        self.status.changed.connect(self.sign_in.look_again)
        self._language.changed.connect(self._retranslate)
        self._stops = Stops(
            self._till.session.listen(self._person_changed),
            self._till.bar.listen(self._bar_changed),
        )
        for refused in (self.sale.refused, self.sale.denied, self.sign_in.refused):
            refused.connect(self.window.bell.ring)
        self.window.let_watch(self)

    # Made once the people are on the screen, and imported then too.

    def _offer_pages(self) -> None:
        for name, module, make in (
            ("sale", "sale", self._sale_screen),
            ("payment", "payment", self._payment_screen),
            ("sold", "sold", self._sold_screen),
            ("outbox", "outbox", self._outbox_screen),
            ("day", "day", self._day_screen),
            ("return", "returns", self._return_screen),
            ("exchange", "exchange", self._exchange_screen),
            ("kept", "consignments", self._kept_screen),
            ("change", "change", self._change_screen),
            ("diagnostics", "diagnostics", self._diagnostics_screen),
        ):
            self.window.offer_page(name, f"app.ui.screens.{module}", make)

    def _sale_screen(self) -> Page:
        from app.ui.screens.sale import SaleScreen

        screen = SaleScreen(self.sale, self.window.theme)
        for sold in (self.sale.sold, self._paid):  # the next guest's drink is not among what this one's was
            sold.connect(lambda _: screen.forget_search())
        self._somebody_else.connect(screen.begin_anew)
        screen.menu_asked.connect(self.window.open_menu)
        screen.lock_asked.connect(self.lock)
        screen.day_asked.connect(lambda: self.window.show_page("day"))
        return screen

    def _payment_screen(self) -> Page:
        from app.ui.screens.payment import PaymentScreen

        self.payment.sold.connect(self._paid)
        self.payment.sold.connect(self._show_sold)
        return PaymentScreen(self.payment, self.window.theme)

    def _sold_screen(self) -> Page:
        from app.ui.screens.sold import SoldScreen

        self.sold.again_asked.connect(self._same_again)
        self.sold.correct_asked.connect(self._correct)
        self.sold.closed.connect(lambda: self.window.show_page("sale"))
        return SoldScreen(self.sold, self.window.theme)

    def _outbox_screen(self) -> Page:
        from app.ui.screens.outbox import OutboxScreen

        self.outbox.corrected.connect(lambda _: self.window.show_page("sale"))
        return OutboxScreen(self.outbox, self.window.theme)

    def _diagnostics_screen(self) -> Page:
        from app.ui.screens.diagnostics import DiagnosticsScreen

        return DiagnosticsScreen(self.diagnostics, self.window.theme)

    def _page_shown(self, name: str) -> None:
        if name in LOOKS:
            self._till.bar.look()
        if name == "sale" and self.window.is_made("day"):
            self.day.begin_anew()  # what was looked at before is not what is meant next time

    def _go(self, name: str) -> None:
        if name in WINDOWS:
            self.window_asked.emit(name)
        else:
            self._open_page(name)

    def _day_screen(self) -> Page:
        from app.ui.screens.day import DayScreen

        self.sale_detail.return_asked.connect(self._open_return)
        models = (self.day, self.sale_detail, self.decision, self.keeping, self.transfers)
        screen = DayScreen(*models, self.window.theme)
        screen.kept_asked.connect(lambda: self._open_page("kept", back_to="day"))
        screen.change_asked.connect(lambda: self._open_page("change", back_to="day"))
        return screen

    def _return_screen(self) -> Page:
        from app.ui.screens.returns import ReturnScreen

        self.returns.exchange_asked.connect(self._open_exchange)
        self.returns.finished.connect(lambda: self.window.show_page("day"))
        screen = ReturnScreen(self.returns, self.window.theme)
        screen.back_to = "day"
        return screen

    def _exchange_screen(self) -> Page:
        from app.ui.screens.exchange import ExchangeScreen

        self.exchange.sold.connect(self._show_sold)
        screen = ExchangeScreen(self.exchange, self.window.theme)
        screen.back_to = "return"
        return screen

    def _kept_screen(self) -> Page:
        from app.ui.screens.consignments import KeptScreen

        return KeptScreen(self.kept, self.window.theme)

    def _change_screen(self) -> Page:
        from app.ui.screens.change import ChangeScreen

        return ChangeScreen(self.change, self.window.theme)

    def _lock_by_itself(self) -> None:
        bar = self._till.bar.bar()
        self._till.session.sign_out(unattended_s=bar.idle_lock_s if bar is not None else 0)

    def lock(self) -> None:
        """Ask for a PIN again; the cart stays."""
        self._till.session.sign_out()

    def explain(self, about: str = STATUS) -> None:
        """Lead to the page that explains what the strip says; to whoever is not signed in, say it in a sentence."""
        before = self.window.page.objectName()
        if self._till.session.person is None:
            self.window.say(self.status.explanation)
            return
        page = "unprinted" if about == UNPRINTED else self.status.explained_by
        if page != before:
            self._open_page(page, back_to="" if before in EXPLAINING else before)

    def close(self) -> None:
        """Stop following the till and take the window away, with everything that was made for it."""
        self._idle.stop()
        self._language.changed.disconnect(self._retranslate)
        self._stops.end()
        self.end_models()
        self.paper.close()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Restart the idle clock whenever somebody does something, and see sooner whether the line is alive."""
        del watched
        if event.type() in USES:
            self._till.used()
            self.stay_awake()
            self.used.emit()
        return False

    def stay_awake(self) -> None:
        """Restart the idle clock: somebody is at the till, be it at another window of it."""
        if self._idle.isActive():
            was_said = self._locks_in_s() < self.status.warned_s
            self._idle.start()
            if was_said:
                self.status.tick()

    def _locks_in_s(self) -> float:
        return self._idle.remainingTime() / 1_000

    def _open_page(self, name: str, back_to: str = "") -> None:
        """Show a page from the menu, or from another page that it leads back to."""
        self.window.made(name).back_to = back_to
        self.window.show_page(name)

    def _open_return(self, detail: SaleDetail) -> None:
        self.window.made("return")
        self.returns.begin(detail)
        self.window.show_page("return")

    def _open_exchange(self, pieces: Pieces, worth: int, seller: MemberId | None) -> None:
        self.window.made("exchange")
        self.exchange.begin(pieces, worth, seller)
        self.window.show_page("exchange")

    def _open_payment(self) -> None:
        self.window.made("payment")
        self.payment.begin()
        self.window.show_page("payment")

    def _show_sold(self, sold: Sold) -> None:
        self.window.made("sold")
        self.sold.show(sold)
        if self._till.session.person is not None:  # a till that was locked meanwhile stays locked
            self.window.show_page("sold")

    def _same_again(self) -> None:
        """« Remettre ça » where the last sale is on show: what the shelf refuses is said over the order."""
        self.window.show_page("sale")
        self.sale.last_round()

    def _correct(self, sale: str, seller: str) -> None:
        """The sale that was just made, in the day's list: what can be done about it is there."""
        self.window.made("day")
        self.day.point_at(sale, seller)
        self._open_page("day")

    def _scanned(self, code: str) -> None:
        """The next guest's first product, or one more: a scan leaves « sold » as a tap does."""
        if self.window.page.objectName() != self.window.home:
            self.window.go_home()
        self.sale.scanned(code)

    def _close_asked(self) -> None:
        is_unpaid = self.ends_till and self.status.unpaid_text
        if self._till.outbox.summary().waiting_count or is_unpaid:
            self.window.ask_to_close()
        else:
            self.closed.emit()

    def _begin(self) -> None:
        """Show the shelf to who signed in; change that a guest still waits for comes first."""
        self.window.show_page(self._first_page)

    def _person_changed(self) -> None:
        person = self._till.session.person
        if person is None:
            self._idle.stop()
            if (page := self.window.page.objectName()) != "sign-in":
                self._first_page = page if page == "sold" and self.sold.gives_change else "sale"
                self.window.show_page("sign-in")
            return
        if self._last_person not in ("", person.id):
            self._somebody_else.emit()
        self._last_person = person.id
        if self.window.page.objectName() == "sign-in" and not self.sign_in.is_checking:
            self._begin()  # somebody signed in at another window
        self._wind_idle_clock()

    def _wind_idle_clock(self) -> None:
        """Begin the idle time of the bar's settings anew; none while nobody is at the till."""
        bar = self._till.bar.bar()
        if self._till.session.person is not None and bar is not None and bar.idle_lock_s > 0:
            self._idle.start(bar.idle_lock_s * 1000)
        else:
            self._idle.stop()

    def _bar_changed(self, topic: str) -> None:
        if topic == "settings":
            self._name_place()
            bar = self._till.bar.bar()
            if bar is not None:
                self._till.sender.counter_deadline_s = bar.counter_deadline_s
                if bar.idle_lock_s * 1000 != (self._idle.interval() if self._idle.isActive() else 0):
                    self._wind_idle_clock()

    def _name_place(self) -> None:
        bar = self._till.bar.bar()
        self.window.show_place(bar.name if bar else "", self._till.bar.till_name)

    def _retranslate(self) -> None:
        self.retranslate_models()
        self.paper.retranslate()
