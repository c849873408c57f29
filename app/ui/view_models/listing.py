"""How a list of the server's stands on the screen: loading, empty, kept from before, failed. Shared by the lists."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.domain.errors import TillError
from app.domain.history import Page
from app.sync.cache import Cache
from app.sync.link import LinkState
from app.sync.observer import Observer
from app.sync.ports import JsonObject, Key
from app.sync.query import FetchStatus, Result, Status
from app.till.lists import FIRST_PAGE, older_than
from app.ui import format as text_of
from app.ui import messages

ROWS = 50
"""So many rows of the server's are on a page."""
OLD_S = 60.0
"""What is shown is said to be old from this age on."""


class Stand(StrEnum):
    """What stands in the place of the rows, or the rows."""

    LOADING = "loading"
    OFFLINE = "offline"
    FAILED = "failed"
    EMPTY = "empty"
    ROWS = "rows"


class Pages:
    """One list, page by page: the page before stays on the screen, dimmed, until the asked one comes."""

    def __init__(self, cache: Cache, changed: Callable[[], None]) -> None:
        self._cache = cache
        self._changed = changed
        self._observer: Observer | None = None
        self._make: Callable[[JsonObject], Key] | None = None
        self._places: list[JsonObject] = [FIRST_PAGE]
        self._place_text = ""

    def look(self, make: Callable[[JsonObject], Key]) -> None:
        """Look at the first page of another list; ``make`` returns the key of the page at a place."""
        self.close()
        self._make = make
        self._places, self._place_text = [FIRST_PAGE], ""
        self._observer = self._cache.observe(make(FIRST_PAGE), self._changed, keep_previous=True)

    def close(self) -> None:
        if self._observer is not None:
            self._observer.close()
            self._observer = None

    @property
    def result(self) -> Result | None:
        return self._observer.result if self._observer else None

    @property
    def page(self) -> Page[Any] | None:
        """The page on show, perhaps the one before; None while nothing is known."""
        result = self.result
        return result.shown if result and isinstance(result.shown, Page) else None

    @property
    def is_previous(self) -> bool:
        """Whether the page before is shown while the asked one is on its way."""
        result = self.result
        return result is not None and result.is_previous

    @property
    def error(self) -> TillError | None:
        result = self.result
        return result.error if result and isinstance(result.error, TillError) else None

    @property
    def is_paused(self) -> bool:
        """Whether what was asked waits for the connection."""
        result = self.result
        return result is not None and result.fetch_status is FetchStatus.PAUSED

    def stand(self, *, is_empty: bool) -> Stand:
        """Return what to show. ``is_empty``: the page on show, or what this till knows by itself, has no rows."""
        result = self.result
        if result is not None and result.status is Status.READY:
            return Stand.EMPTY if is_empty else Stand.ROWS
        if not is_empty:
            return Stand.ROWS
        if result is not None and result.status is Status.FAILED:
            return Stand.FAILED
        return Stand.OFFLINE if self.is_paused else Stand.LOADING

    def note(self, link: LinkState) -> str:
        """Return what has to be said of the rows on show: a page on its way, their age, why they are not fresh.

        While the till is online they are as the server has them, however long nothing has changed: any change is told.
        """
        result, is_offline = self.result, link is LinkState.OFFLINE
        if result is None:
            return ""
        if result.is_previous:
            if self.is_paused or is_offline:
                return QCoreApplication.translate("Listing", "This page comes with the connection.")
            if isinstance(result.error, TillError):
                return messages.of_error(result.error).sentence
            return QCoreApplication.translate("Listing", "The next page is on its way…")
        if result.age_s is None:
            return ""
        seen = QCoreApplication.translate("Listing", "Seen {ago}").format(ago=text_of.ago(result.age_s))
        if is_offline:
            return QCoreApplication.translate("Listing", "Offline. {seen}.").format(seen=seen)
        if isinstance(result.error, TillError) and result.fetch_status is FetchStatus.IDLE:
            return text_of.joined(messages.of_error(result.error).text, seen)
        return seen if result.age_s >= OLD_S and link is not LinkState.ONLINE else ""

    # --- turning

    @property
    def has_previous(self) -> bool:
        return len(self._places) > 1

    @property
    def has_next(self) -> bool:
        page = self.page
        return page is not None and page.next_key is not None and not self.is_previous

    def next(self) -> None:
        page = self.page
        if self.has_next and page is not None and page.next_key is not None:
            self._places.append(older_than(page.next_key))
            self._turn()

    def previous(self) -> None:
        """Go back to the page that this one came after: it is still known."""
        if self.has_previous:
            self._places.pop()
            self._turn()

    def _turn(self) -> None:
        if self._observer is not None and self._make is not None:
            self._observer.set_key(self._make(self._places[-1]))
            self._changed()

    def again(self) -> None:
        """Ask once more: a person wants it."""
        if self._observer is not None:
            self._observer.refetch()
            self._changed()

    @property
    def place_text(self) -> str:
        """Which rows are shown: ``51–100 of 132``; nothing for a list of one page."""
        page = self.page
        if page is None:
            return ""
        if not self.is_previous:
            first = (len(self._places) - 1) * ROWS + 1
            last = first + len(page.items) - 1
            is_all = page.next_key is None and not self.has_previous
            text = text_of.span(first, last, max(page.count, last), is_counted=page.is_counted)
            self._place_text = "" if is_all else text
        return self._place_text
