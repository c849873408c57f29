"""Garbage is collected in the GUI thread: what Qt made there must not die in a printer's."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.ui.garbage import LOOK_MS, Collector, collect_due


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    del qtbot
    made = Collector()
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


class Knot:
    """Garbage that says in which thread it went."""

    gone: list[str] = []  # noqa: RUF012 - what the finalisers of all of them write

    def __init__(self) -> None:
        self.knot, self.timer = self, QTimer()

    def __del__(self) -> None:
        self.gone.append(threading.current_thread().name)


def make_garbage(rounds: int = 20_000) -> None:
    for _ in range(rounds):
        cycle: list[object] = []
        cycle.append(cycle)


def test_a_thread_that_makes_garbage_collects_none(collector: Collector) -> None:
    Knot.gone.clear()
    for _ in range(3):
        Knot()
    thread = threading.Thread(target=make_garbage, name="printer")
    thread.start()
    thread.join()
    assert Knot.gone == []

    collector.look()
    gc.collect()
    assert Knot.gone == [threading.main_thread().name] * 3


def test_what_is_due_is_collected_by_itself(collector: Collector, qtbot: QtBot) -> None:
    Knot.gone.clear()
    Knot()
    make_garbage()

    qtbot.waitUntil(lambda: Knot.gone == [threading.main_thread().name], timeout=LOOK_MS * 60)


def test_windows_of_tests_leave_no_garbage_to_other_threads(qtbot: QtBot) -> None:
    del qtbot
    Knot.gone.clear()
    Knot()
    thread = threading.Thread(target=make_garbage, name="disk")
    thread.start()
    thread.join()
    assert Knot.gone == [], "the collector sleeps in every test that has windows"

    collect_due()
    gc.collect()
    assert Knot.gone == [threading.main_thread().name]


def test_nothing_is_done_when_nothing_is_due(collector: Collector) -> None:
    gc.collect()
    before = [generation["collections"] for generation in gc.get_stats()]
    collector.look()

    assert [generation["collections"] for generation in gc.get_stats()] == before
    assert isinstance(collector, QObject)
