"""What is there for whoever comes next: the bar's idle time, and all products."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.screens.sale import SaleScreen
from app.ui.windows.counter import Counter
from tests.ui.counting import Counting, counting
from tests.ui.looking import spaced
from tests.ui.pictures import dress


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting() as made:
        yield made


def idle_clock(counter: Counter) -> QTimer:
    clock = counter.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(clock, QTimer)
    return clock


def test_a_new_idle_time_holds_at_once_and_none_ends_the_clock(shown: Counting) -> None:
    settings = shown.rig.rows["settings"]
    assert isinstance(settings, dict)
    for seconds in (300, 0, 90):
        settings["idle_lock_s"] = seconds
        shown.rig.receive("settings")
        clock = idle_clock(shown.counter)
        assert (clock.isActive(), clock.interval() if seconds else 0) == (seconds > 0, seconds * 1_000)

    shown.counter.lock()
    settings["idle_lock_s"] = 300
    shown.rig.receive("settings")
    assert not idle_clock(shown.counter).isActive(), "nobody is at the till"


def test_the_till_says_in_the_strip_that_it_is_about_to_lock_until_somebody_touches_it(
    shown: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, status, strip = idle_clock(shown.counter), shown.counter.status, shown.window.strip
    name = status.person_name
    status.tick()
    assert status.locking_text == ""
    assert name in strip.accessibleName()

    clock.start(7_500)
    status.tick()
    assert spaced(status.locking_text) == "Verrouillage dans 8 s"
    assert "8" in strip.accessibleName()
    assert name not in strip.accessibleName(), "it stands in the place of the name"

    left_s = iter((5.0,))  # before the touch; 60 after it
    monkeypatch.setattr(shown.counter, "_locks_in_s", lambda: next(left_s, 60.0))
    monkeypatch.setattr(status, "locks_in_s", shown.counter._locks_in_s)
    clock.start(60_000)
    shown.counter.stay_awake()
    assert status.locking_text == ""
    assert name in strip.accessibleName()
    monkeypatch.undo()
    shown.counter.lock()
    assert status.locking_text == "", "nobody is at a locked till"


def test_a_till_that_locks_soon_anyway_does_not_always_say_so(shown: Counting) -> None:
    settings = shown.rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["idle_lock_s"] = 15
    shown.rig.receive("settings")
    assert shown.counter.status.warned_s == 5
    settings["idle_lock_s"] = 0
    shown.rig.receive("settings")
    assert shown.counter.status.locking_text == ""


def test_whoever_comes_next_begins_with_all_products(shown: Counting) -> None:
    shown.rig.sign_in("aicha")
    shown.window.show_page("sale")
    everything, category = shown.counter.sale.category, shown.counter.sale.categories[-1].id
    shown.counter.sale.choose_category(category)
    shown.counter.lock()
    shown.rig.sign_in("aicha")
    assert shown.counter.sale.category == category, "whoever comes back goes on"

    shown.window.show_page("sale")
    sale_page = shown.window.page
    assert isinstance(sale_page, SaleScreen)
    sale_page.search.setText("coca")
    shown.counter.lock()
    shown.rig.sign_in("firmin")
    assert (shown.counter.sale.category, sale_page.search.text()) == (everything, "")
    assert len(shown.counter.sale.cards) > 30


def test_what_waits_from_all_days_is_left_with_the_page(shown: Counting) -> None:
    """A day that opens on the transfers of last week is taken for today's."""
    shown.become("houngbedji")
    for whose, after in (("mine", "mine"), ("to-confirm", "all"), ("to-decide", "all")):
        shown.window.show_page("day")
        shown.counter.day.choose(whose)
        shown.window.show_page("kept")
        shown.window.show_page("day")
        assert shown.counter.day.chosen == whose, "only a page away"
        shown.window.show_page("sale")
        shown.window.show_page("day")
        assert shown.counter.day.chosen == after
