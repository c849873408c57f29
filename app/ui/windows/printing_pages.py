"""What a counter has for its printers and its team: their pages, and who is offered which in the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.roles import Role
from app.till.till import Till
from app.ui.controls.page import Page
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.printer_search import PrinterSearchModel
from app.ui.view_models.printers import PrintersModel
from app.ui.view_models.unprinted import UnprintedModel
from app.ui.windows.till import TillWindow

if TYPE_CHECKING:
    from app.ui.view_models.own_pin import OwnPinModel
    from app.ui.view_models.team import TeamModel


class PrintingPages(QObject):
    """The pages ``unprinted``, ``printers``, ``team`` and ``own-pin``, made when they are first needed."""

    def __init__(self, till: Till, tasks: Tasks, window: TillWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._till, self._tasks, self._window = till, tasks, window
        self._team: TeamModel | None = None
        self._own_pin: OwnPinModel | None = None
        self.unprinted = UnprintedModel(till, self)
        self.printers = PrintersModel(till, tasks, self)
        self.search = PrinterSearchModel(till, tasks, self)
        for name, module, make in (
            ("unprinted", "unprinted", self._unprinted_screen),
            ("printers", "printers", self._printers_screen),
            ("team", "team", self._team_screen),
            ("own-pin", "own_pin", self._own_pin_screen),
        ):
            window.offer_page(name, f"app.ui.screens.{module}", make)
        self._stops = Stops(
            till.session.listen(self._offer),
            till.printing.listen(self._offer),
            till.printing.printers.listen(self._offer),
        )
        self._offer()

    def close(self) -> None:
        """Stop following the till."""
        self._stops.end()
        self.unprinted.close()
        self.printers.close()
        for made in (self._team, self._own_pin):
            if made is not None:
                made.close()

    def retranslate(self) -> None:
        """Set every text again."""
        self.unprinted.retranslate()
        self.printers.retranslate()
        self.search.retranslate()

    def _offer(self) -> None:
        """Offer the unprinted tickets where there are tickets, the printers and the team to whoever may touch them."""
        has_tickets = self.unprinted.count > 0 or self._till.printing.can_print
        person = self._till.session.person
        leads = person is not None and person.role.has_rights_of(Role.MANAGER)
        ways = (("unprinted", has_tickets), ("printers", self.printers.is_allowed), ("team", leads))
        self._window.keep_back(frozenset(name for name, is_offered in ways if not is_offered))

    # Imported when they are made, as the counter's own are.

    def _unprinted_screen(self) -> Page:
        from app.ui.screens.unprinted import UnprintedScreen

        return UnprintedScreen(self.unprinted, self._window.theme)

    def _team_screen(self) -> Page:
        from app.ui.screens.team import TeamScreen
        from app.ui.view_models.team import TeamModel

        self._team = TeamModel(self._till, self._tasks, self)
        screen = TeamScreen(self._team, self._window.theme)
        screen.own_asked.connect(self._change_own)
        return screen

    def _own_pin_screen(self) -> Page:
        from app.ui.screens.own_pin import OwnPinScreen
        from app.ui.view_models.own_pin import OwnPinModel

        self._own_pin = OwnPinModel(self._till, self._tasks, self)
        return OwnPinScreen(self._own_pin, self._window.theme)

    def _change_own(self) -> None:
        self._window.made("own-pin").back_to = "team"
        self._window.show_page("own-pin")

    def _printers_screen(self) -> Page:
        from app.ui.screens.printers import PrintersScreen

        return PrintersScreen(self.printers, self.search, self._window.theme)
