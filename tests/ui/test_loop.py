"""The application's loop: asyncio's promises hold inside Qt's, and neither side starves the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.loop import Loop


@pytest.fixture
def loop(qtbot: QtBot) -> Iterator[Loop]:
    del qtbot
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Loop(app)
    asyncio.set_event_loop(made)
    with made:
        yield made
    asyncio.set_event_loop(None)


def test_callbacks_run_in_the_order_in_which_they_came(loop: Loop) -> None:
    order: list[int] = []

    async def story() -> None:
        for number in range(20):
            loop.call_soon(order.append, number)
        loop.call_soon(lambda: loop.call_soon(order.append, 21))
        loop.call_soon(order.append, 20)
        for _ in range(3):
            await asyncio.sleep(0)

    loop.run_until_complete(story())

    assert order == list(range(22))


def test_what_was_cancelled_does_not_run(loop: Loop) -> None:
    ran: list[str] = []

    async def story() -> None:
        first, second = loop.call_soon(ran.append, "first"), loop.call_soon(ran.append, "second")
        first.cancel()
        await asyncio.sleep(0)
        second.cancel()

    loop.run_until_complete(story())

    assert ran == ["second"]


def test_a_callback_that_fails_is_told_and_the_next_one_runs(loop: Loop) -> None:
    told: list[str] = []
    loop.set_exception_handler(lambda _loop, context: told.append(str(context["exception"])))

    def fail() -> None:
        raise ZeroDivisionError("fell")

    async def story() -> None:
        loop.call_soon(fail)
        loop.call_soon(told.append, "went on")
        await asyncio.sleep(0)

    loop.run_until_complete(story())

    assert told == ["fell", "went on"]


def test_a_coroutine_that_never_rests_stops_neither_timers_nor_threads_nor_painting(loop: Loop) -> None:
    class Widget(QWidget):
        frames = 0

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            self.frames += 1
            QTimer.singleShot(0, self, self.update)

    async def story() -> None:
        widget = Widget()
        widget.show()
        fired: list[bool] = []
        QTimer.singleShot(0, lambda: fired.append(True))
        thread = loop.run_in_executor(None, sum, [1, 2])
        while not (fired and thread.done() and widget.frames > 1):  # noqa: ASYNC110 - it must not rest
            await asyncio.sleep(0)
        assert await thread == 3
        widget.close()
        widget.deleteLater()

    loop.run_until_complete(asyncio.wait_for(story(), 20))


def test_the_steps_after_a_commit_are_not_parted_by_turns_of_qt(loop: Loop) -> None:
    turns: list[bool] = []

    async def step() -> None:
        await asyncio.sleep(0)

    async def story() -> int:
        timer = QTimer()
        await loop.run_in_executor(None, int)
        timer.timeout.connect(lambda: turns.append(True))
        timer.start(0)
        await step()
        await asyncio.shield(step())
        timer.stop()
        return len(turns)

    assert loop.run_until_complete(story()) == 0
