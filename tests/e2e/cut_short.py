"""The till's window in a process of its own, with a guest before it who is paying when the power fails.

``python -m tests.e2e.cut_short PROFILE WHEN`` reads from standard input which till it is and who sells, and ends by
kill -9 of itself: with half of the money in hand (``half``), in the very ``tap`` that pays, a ``moment`` after it, or
when it is ``sold``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from random import Random

from app.till.place import Place
from app.ui.app import make_application
from tests.e2e.hands import Hands, run, till_loop
from tests.ui.language import speaking
from tests.ui.pictures import dress

LATEST_S = 0.03
"""A sale is on most disks by then."""


def fail_power() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pay(hands: Hands, when: str, seed: int) -> None:
    """Take the second note of two."""
    if when == "half":
        fail_power()
    elif when == "tap":
        hands.tap_and("cash:500", fail_power)
    elif when == "moment":
        moment = threading.Timer(Random(seed).uniform(0.0, LATEST_S), fail_power)
        hands.tap_and("cash:500", moment.start)
    else:
        hands.tap("cash:500")
    hands.until(lambda: hands.page == "sold", "« Vendu »")
    fail_power()


def main(profile: Path, when: str, told: dict[str, str]) -> None:
    make_application()
    dress()
    with till_loop() as loop, speaking("fr") as language:
        hands = Hands(loop, profile, Place.from_secret(json.loads(told["place"])), language)
        hands.sign_in(told["member"], told["pin"])
        for _ in range(2):
            hands.tap_tile(told["product"])
        run(loop, hands.till.carts.flush())
        hands.tap("pay", "cash:500")
        pay(hands, when, int(told["seed"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.load(sys.stdin))
