"""Work that may hang, on a thread of its own: a stick that is pulled out, a network disk that does not answer.

Nobody waits for such a thread when the program ends, as would be waited for a worker of a pool.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T], name: str) -> T:
    """Return what ``work`` returns, or raise what it raises; the thread is called ``name``.

    Who is cancelled goes on at once. The work itself cannot be stopped: it runs to its end, unheard.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(outcome: Callable[[], None]) -> None:
        if not done.done():
            outcome()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - it is raised where it is awaited
            failure = error
            outcome = lambda: done.set_exception(failure)  # noqa: E731
        else:
            outcome = lambda: done.set_result(result)  # noqa: E731
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(tell, outcome)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await done
