"""The night of a bar, by taps: the power fails while a guest pays. The order is there, or the sale: never both."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys

import pytest

from app.till.place import Place
from tests.e2e.evenings import Evening
from tests.e2e.harness import ROOT, environment
from tests.e2e.night import AFI, SHELF


def sell_until_the_power_fails(evening: Evening, place: Place, when: str) -> None:
    """Let Afi sell two Flag for two notes of 500 F in another process, which kill -9 ends."""
    told = {
        "place": json.dumps(place.to_secret()),
        "member": evening.night.people[AFI],
        "pin": AFI.pin,
        "product": evening.night.products["Flag"],
        "seed": random.randrange(10**6),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.e2e.cut_short", str(evening.folder()), when],
        input=json.dumps(told).encode(),
        env=environment({"QT_QPA_PLATFORM": "offscreen"}),
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize("when", ["half", "tap", "moment", "sold"])
def test_the_power_fails_while_a_guest_pays(evening: Evening, when: str) -> None:
    night, place = evening.night, evening.night.place()
    sell_until_the_power_fails(evening, place, when)
    hands = evening.counter(place=place, by=AFI)
    is_in_cart = hands.cart() == {"Flag": 2}
    made = [row.amount for row in hands.till.outbox.rows()]

    assert made == ([] if is_in_cart else [1_000])
    assert hands.cart() == ({"Flag": 2} if is_in_cart else {})
    if when != "moment":
        assert is_in_cart is (when != "sold")
    assert hands.amount("total") == ("1 000 F" if is_in_cart else "0 F")
    if is_in_cart:
        hands.tap("pay", "cash:500", "cash:500", "next")
    evening.settle(hands)

    assert [(sale.total, sale.lines) for sale in night.sales()] == [(1_000, {"Flag": 2})]
    assert night.shelf()["Flag"] == SHELF - 2
