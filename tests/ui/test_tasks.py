"""Background stories of the windows: kept, told, cancelled; on asyncio's loop and on qasync's."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import Rejected, TillError
from app.ui.tasks import BUG, Tasks
from tests.conftest import ErrorLog


@pytest.fixture(params=["asyncio", "qasync"])
def loop(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    made: asyncio.AbstractEventLoop = (
        asyncio.new_event_loop() if request.param == "asyncio" else qasync.QEventLoop(qapp)
    )
    yield made
    made.close()


async def gives(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def refuses() -> None:
    await asyncio.sleep(0)
    raise Rejected("TLSTK")


async def breaks() -> None:
    await asyncio.sleep(0)
    raise RuntimeError("a bug")


def finish(loop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
    for _ in range(1_000):
        if not len(tasks):
            return
        loop.run_until_complete(asyncio.sleep(0))
    pytest.fail("a task never ended")


def test_what_comes_out_is_handed_on(loop: asyncio.AbstractEventLoop) -> None:
    tasks, heard = Tasks(loop), list[object]()

    tasks.spawn(gives(7), "seven", then=heard.append)
    tasks.spawn(refuses(), "no", then=heard.append, failed=lambda error: heard.append(error.code))
    finish(loop, tasks)

    assert heard == [7, "TLSTK"]


def test_an_error_that_nobody_expects_is_logged(
    loop: asyncio.AbstractEventLoop, expects_error_logs: ErrorLog
) -> None:
    tasks, heard = Tasks(loop), list[TillError]()

    tasks.spawn(breaks(), "broken", failed=heard.append)
    tasks.spawn(refuses(), "refused")
    tasks.spawn(gives(1), "answered badly", then=lambda value: value / 0)
    finish(loop, tasks)

    assert [error.code for error in heard] == [BUG]  # what is off until an answer comes must come on again
    assert sorted(record.getMessage() for record in expects_error_logs.records) == [
        "broken failed",
        "refused failed",
        "the answer to answered badly failed",
    ]


def test_a_newer_story_of_the_same_name_may_take_the_place_of_the_old(
    loop: asyncio.AbstractEventLoop,
) -> None:
    tasks, heard = Tasks(loop), list[int]()

    for value in (1, 2, 3):
        tasks.spawn(gives(value), "search", then=heard.append, preempts=True)
    finish(loop, tasks)

    assert heard == [3]


def test_close_cancels_and_waits_and_lets_nothing_new_begin(loop: asyncio.AbstractEventLoop) -> None:
    tasks, ended = Tasks(loop), list[str]()

    async def for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    tasks.spawn(for_ever(), "for ever")
    loop.run_until_complete(gives(0))
    loop.run_until_complete(tasks.close())
    late = tasks.spawn(for_ever(), "late")

    assert ended == ["ended"]
    assert late is None
    assert len(tasks) == 0


def test_without_a_loop_the_one_that_runs_is_taken(loop: asyncio.AbstractEventLoop) -> None:
    tasks, heard = Tasks(), list[int]()

    async def begin(then: Callable[[int], object]) -> None:
        tasks.spawn(gives(5), "five", then=then)

    loop.run_until_complete(begin(heard.append))
    finish(loop, tasks)

    assert heard == [5]


def test_a_story_runs_while_the_windows_loop_turns(qtbot: QtBot, qapp: QApplication) -> None:
    loop = qasync.QEventLoop(qapp)
    tasks, heard = Tasks(loop), list[int]()

    tasks.spawn(gives(9), "nine", then=heard.append)
    finish(loop, tasks)
    loop.close()

    assert heard == [9]
