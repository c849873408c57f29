"""A till with its window that says when its tiles' model changed: run by ``event``, in a process of its own.

Says ``live`` when it listens, then at each change the machine's monotonic nanoseconds and the revision that is shown;
ends with its input.
"""

import asyncio
import json
import sys
import threading
import time
from pathlib import Path

from app.till.place import Place
from tests.bench._window import Screen, with_screen


def main() -> None:
    place = Place(**json.loads(sys.stdin.readline()))
    with_screen(Path(sys.argv[1]), place, _watch)


async def _watch(screen: Screen) -> None:
    live, ended = screen.till.live, asyncio.Event()
    assert live is not None
    changed = asyncio.Event()
    stop = live.listen(changed.set)
    while not live.is_live:
        await changed.wait()
        changed.clear()
    stop()
    bar = screen.till.bar
    screen.counter.sale.cards_changed.connect(lambda _: print(time.monotonic_ns(), bar.revision, flush=True))
    print("live", flush=True)
    loop = asyncio.get_running_loop()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    await ended.wait()


if __name__ == "__main__":
    main()
