"""Fixtures of the stories by taps: the server, one bar for each story, and counters opened at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.drivers.realtime import Timings
from app.sync.ports import Clock
from app.till.place import Place
from app.ui.screens.sold import SoldScreen
from tests.e2e.hands import Hands, till_loop
from tests.e2e.night import Night, NightServer, Person, night_server
from tests.ui.language import speaking
from tests.ui.pictures import dress


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NightServer]:
    """One server for all stories of a worker; each story has a bar of its own in it."""
    with night_server(tmp_path_factory.mktemp("night") / "server") as server:
        yield server


class Evening:
    """The bar of one story, and whoever is behind its counters."""

    def __init__(self, night: Night, folder: Path, hire: Callable[..., Hands]) -> None:
        self.night = night
        self._folder, self._hire = folder, hire
        self._opened: list[Hands] = []

    def counter(
        self,
        code: str = "C1",
        *,
        place: Place | None = None,
        timings: Timings | None = None,
        clock: Clock | None = None,
        by: Person | None = None,
    ) -> Hands:
        """Open a counter; ``place``: of a till that is there already. ``by``: who signs in at once."""
        place = place or self.night.place(code)
        hands = self._hire(self._folder / place.till_code, place, timings=timings, clock=clock)
        self._opened.append(hands)
        if by is not None:
            self.sign_in(hands, by)
        return hands

    def folder(self, code: str = "C1") -> Path:
        return self._folder / code

    def sign_in(self, hands: Hands, person: Person) -> None:
        hands.sign_in(self.night.people[person], person.pin)

    def tile(self, hands: Hands, *drinks: str) -> None:
        """Tap drinks on the shelf."""
        for drink in drinks:
            hands.tap_tile(self.night.products[drink])

    def sell(self, hands: Hands, *drinks: str) -> None:
        """Sell for exact cash; the next guest is asked then."""
        self.tile(hands, *drinks)
        hands.tap("exact")
        hands.until_sold()
        hands.tap("next")

    def until_shown(self, hands: Hands, shelf: Mapping[str, int | None]) -> None:
        """Wait until a counter shows so many of these drinks."""
        hands.until(lambda: shelf.items() <= self.shown(hands).items(), f"the shelf {shelf}")

    def settle(self, *counters: Hands) -> None:
        """Wait until everything is sent and judged, and every shelf on show is the database's."""
        for hands in counters:
            hands.until_sent()
        shelf = self.night.shelf()
        for hands in counters:
            self.until_shown(hands, shelf)
        self.night.check_books()

    def shown(self, hands: Hands) -> dict[str, int | None]:
        """Return what a counter shows to be on the shelf."""
        return {card.product.name: card.available for card in hands.till.bar.cards()}

    def close(self) -> None:
        for hands in self._opened:
            hands.close()
        self.night.close()


OPENED = pytest.StashKey[list[Evening]]()


@pytest.fixture
def evenings(
    served: NightServer,
    qapp: QApplication,
    tmp_path: Path,
    tills_pooler: Path | None,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Evening]]:
    """Return what opens the bar of a story; ``mode``: simplified or full."""
    del qapp
    dress()
    monkeypatch.setattr(SoldScreen, "early_s", 0.0)  # tests are faster than any hand
    opened: list[Evening] = []
    request.node.stash[OPENED] = opened
    with till_loop() as loop, speaking("fr") as language:

        def hire(profile: Path, place: Place, **how: object) -> Hands:
            return Hands(loop, profile, place, language, **how)  # type: ignore[arg-type]

        def open_bar(mode: str = "simplified") -> Evening:
            opened.append(Evening(Night(served, tmp_path, mode=mode, pooler=tills_pooler), tmp_path, hire))
            return opened[-1]

        yield open_bar


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Close the counters of a story before pytest-qt lets Qt do what is left: their loop does not run by then."""
    try:
        return (yield)
    finally:
        for one in item.stash.get(OPENED, []):
            one.close()


@pytest.fixture
def evening(evenings: Callable[..., Evening]) -> Evening:
    """A bar in simplified mode."""
    return evenings()
