"""What is there for whoever comes next: the bar's idle time, and all products."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.screens.sale import SaleScreen
from app.ui.windows.counter import Counter
from tests.ui.counting import Counting, counting
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
