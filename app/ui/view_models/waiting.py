"""What waits for a manager while they sell: returns to decide, so that nobody has to open the day to learn of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.history import Page
from app.domain.returns import ReturnState
from app.domain.roles import Role
from app.sync.observer import Observer
from app.till.lists import FIRST_PAGE, page_key
from app.till.till import Till
from app.ui.stops import Stops


class WaitingReturns(QObject):
    """How many returns wait for whoever is at the till: ``count`` (0: none, not known, or somebody else decides).

    The list is read while a manager is at the till, and again only when a return was asked for or decided.
    """

    changed = Signal()

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._observer: Observer | None = None
        self._stops = Stops(till.session.listen(self._look))
        self._look()

    def close(self) -> None:
        """Stop following the till."""
        self._stops.end()
        self._end()

    @property
    def count(self) -> int:
        page = self._observer.result.shown if self._observer else None
        return page.count if isinstance(page, Page) else 0

    def _look(self) -> None:
        person = self._till.session.person
        is_theirs = person is not None and person.role.has_rights_of(Role.MANAGER)
        if is_theirs and self._observer is None:
            key = page_key("returns", {"state": ReturnState.PENDING.value}, FIRST_PAGE)
            self._observer = self._till.cache.observe(key, self.changed.emit)
        elif not is_theirs:
            self._end()
        self.changed.emit()

    def _end(self) -> None:
        if self._observer is not None:
            self._observer.close()
            self._observer = None
