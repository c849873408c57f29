"""An observer: anything on screen that shows a query. Told when what it shows has changed, at most once per frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.sync.ports import Key
from app.sync.query import Query, Result, Status

if TYPE_CHECKING:
    from app.sync.cache import Cache


class Observer:
    """Made by ``Cache.observe``; close it when the screen goes.

    ``result`` is always up to date; ``callback`` is called whenever it says something new. A disabled observer never
    fetches by itself. With ``keep_previous`` the old key's data is shown, marked, until the new key's comes (pages).
    """

    def __init__(
        self,
        cache: Cache,
        query: Query,
        callback: Callable[[], None],
        *,
        enabled: bool,
        stale_s: float | None,
        keep_previous: bool,
    ) -> None:
        self._cache = cache
        self._query = query
        self._callback = callback
        self.enabled = enabled
        self._stale_s = stale_s
        self._keep_previous = keep_previous
        self._previous: object | None = None
        self._is_closed = False
        cache.attach(query, self)
        self._told = self.result

    @property
    def key(self) -> Key:
        return self._query.key

    @property
    def stale_s(self) -> float:
        return self._query.spec.stale_s if self._stale_s is None else self._stale_s

    @property
    def result(self) -> Result:
        """Return what to show now."""
        result = self._cache.result(self._query, self.stale_s)
        if result.status is Status.READY or self._previous is None:
            return result
        return replace(result, status=Status.READY, shown=self._previous, is_previous=True)

    def refetch(self) -> None:
        """Ask the server now, stale or not; joins a fetch that runs."""
        self._cache.refetch(self.key)

    def look_again(self) -> None:
        """The screen that shows it has come back: one more look, which fetches what is not fresh any more."""
        if not self._is_closed:
            self._cache.look(self._query, self)

    def set_key(self, key: Key) -> None:
        """Look at another key from now on; counts as one look."""
        if self._is_closed or key == self.key:
            return
        seen = self.result
        self._cache.detach(self._query, self)
        if self._keep_previous and seen.status is Status.READY:
            self._previous = seen.shown
        self._query = self._cache.query(key)
        self._cache.attach(self._query, self)

    def close(self) -> None:
        """Stop looking. The data stays in the cache for its keep time."""
        if not self._is_closed:
            self._is_closed = True
            self._cache.detach(self._query, self)

    def tell(self) -> None:
        """Call back if the result says something else than what was last told."""
        result = self.result
        if result.status is Status.READY and not result.is_previous:
            self._previous = None
        if self._is_closed or result.says_the_same(self._told):
            return
        self._told = result
        self._callback()
