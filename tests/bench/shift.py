"""B11: memory and taps after a shift of twelve hours, against ten minutes, with the real window and a real till.

Time is simulated, fingers and events are not: some 800 sales by taps, people who take turns, every list and window
opened again and again, the network gone for a while each hour, and what other tills sell. The server and the till's
disk are the fakes of the window's tests, which keep every sale in memory: what they keep is taken off.
"""

import gc
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.sync.base import FeedMessage
from app.sync.follower import Follower
from app.till.queries import STOCK
from app.ui.app import make_application
from app.ui.controls.grid import ProductGrid
from app.ui.i18n import Language
from app.ui.theme import BODY, Theme, load_fonts
from app.ui.windows.desk import Desk
from tests.bench._figures import end, goal, spread
from tests.ui.rig import Rig

HOURLY = (30, 40, 45, 50, 60, 80, 100, 110, 110, 90, 60, 25)
"""Sales of each hour, 800 in all."""
HOUR_S, FIRST_S = 3600.0, 600.0
PEOPLE = ("aicha", "firmin", "prudence", "houngbedji")
LISTS = ("day", "outbox", "change", "kept", "diagnostics", "printers", "unprinted")
OTHERS = 3
"""Other tills: for each sale here, theirs move as many products."""
SIZE = (1366, 768)


@dataclass(slots=True)
class Weight:
    """What the process weighs: megabytes, those that the fakes keep, Python's objects (the fakes' too), Qt's objects
    below the windows, and their classes.
    """

    rss_mb: float
    fakes_mb: float
    python: int
    qt: int
    kinds: Counter[str]


@dataclass(slots=True)
class Shift:
    """The windows over a rig, and the seconds of the processor that taps took, by hour."""

    rig: Rig
    desk: Desk
    draw: random.Random
    taps: list[list[float]] = field(default_factory=lambda: [[] for _ in HOURLY])
    hour: int = 0
    sales: int = 0

    @property
    def grid(self) -> ProductGrid:
        found = self.desk.first.window.page.findChild(ProductGrid)
        assert found is not None
        return found

    def settle(self) -> None:
        self.rig.settle()
        self.desk.first.status.tick()
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def tap(self) -> None:
        """Tap one of the tiles, wherever it is in the list."""
        rows = self.desk.first.sale.cards
        place = self.grid.tap_point(self.draw.choice(rows).id)
        QCoreApplication.processEvents()
        began = time.thread_time()
        QTest.mouseClick(
            self.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
        QCoreApplication.processEvents()
        self.taps[self.hour].append(time.thread_time() - began)
        self.settle()


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    load_fonts()
    language = Language(app)
    language.use("fr")
    theme = Theme(dpi=100.0)
    app.setFont(theme.font(BODY))
    rig = Rig()
    desk = Desk(rig.till, rig.tasks, theme, language)
    shift = Shift(rig, desk, random.Random(11))
    rig.sign_in("aicha")
    desk.first.window.resize(*SIZE)
    desk.first.window.show()
    desk.first.window.show_page("sale")
    shift.settle()
    first, weights = _work(shift)
    _end_with(shift, first, weights)
    desk.close()
    rig.close()
    language.drop()


def _work(shift: Shift) -> tuple[Weight, list[Weight]]:
    """Work for twelve hours; return what the process weighs after ten minutes, and after each hour."""
    first: Weight | None = None
    weights: list[Weight] = []
    for hour, sales in enumerate(HOURLY):
        shift.hour = hour
        for number in range(sales):
            _sell(shift)
            _hear(shift)
            if number % 15 == 4:
                _look_around(shift)
            if number == sales // 2:
                _lose_the_network(shift)
            shift.rig.advance(HOUR_S / sales)
            if first is None and (number + 1) * HOUR_S / sales >= FIRST_S:
                first = _weigh(shift)
        weights.append(_weigh(shift))
        print(f"  hour {hour + 1}: {weights[-1].rss_mb:.0f} MB, {weights[-1].qt} objects of Qt", flush=True)
    assert first is not None
    return first, weights


def _sell(shift: Shift) -> None:
    """One to four taps, then cash; some with a note, some put aside and fetched again."""
    shift.desk.first.window.show_page("sale")
    for _ in range(shift.draw.randint(1, 4)):
        shift.tap()
    sale = shift.desk.first.sale
    if shift.draw.random() < 0.15:
        sale.hold()
        shift.settle()
        sale.recall(sale.held[-1].key)
        shift.settle()
    if shift.draw.random() < 0.4:
        sale.open_payment()
        shift.settle()
        payment, total = shift.desk.first.payment, shift.rig.till.checkout.cart.total
        for digit in str(-(-total // 1_000) * 1_000):
            payment.digit(digit)
        shift.settle()
        payment.confirm()
    else:
        sale.pay_exact()
    shift.settle()
    assert shift.rig.till.checkout.cart.count == 0, "it was not sold"
    shift.sales += 1
    shift.desk.first.window.show_page("sale")
    shift.settle()


def _hear(shift: Shift) -> None:
    """Other tills sell, and their sales are told one by one."""
    rig = shift.rig
    follower = Follower(rig.till.cache, STOCK, schedule=rig._schedule, random=shift.draw)
    rows = rig.rows["stock"]
    assert isinstance(rows, list)
    for _ in range(OTHERS):
        base = rig.till.cache.base(STOCK)
        assert base is not None
        rig.server.state.rev += 1
        row = shift.draw.choice(rows)
        row.update(stock=max(60, row["stock"] + shift.draw.randint(-6, 5)), rev=rig.server.state.rev)
        follower.receive(FeedMessage(base.epoch, base.rev, rig.server.state.rev, (dict(row),)))
        shift.settle()


def _look_around(shift: Shift) -> None:
    """Somebody else signs in, a manager at times; lists, sheets and the other windows are opened and left."""
    rig, desk = shift.rig, shift.desk
    desk.first.lock()
    shift.settle()
    rig.sign_in("houngbedji")
    for name in LISTS:
        desk.first.window.page_asked.emit(name)
        shift.settle()
    for sheet in (*desk.first.window.own_sheets(), *desk.first.window.page.sheets()):
        sheet.open()
        shift.settle()
        sheet.put_away()
    office, display = desk.show_office(), desk.show_display()
    shift.settle()
    for window in (office, display):
        window.close()
        shift.settle()
    desk.first.lock()
    shift.settle()
    rig.sign_in(shift.draw.choice(PEOPLE))
    desk.first.window.show_page("sale")
    shift.settle()


def _lose_the_network(shift: Shift) -> None:
    shift.rig.go_down()
    for _ in range(5):
        _sell(shift)
        shift.rig.advance(40)
    shift.rig.come_back()
    shift.settle()


def _weigh(shift: Shift) -> Weight:
    """Weigh the process, garbage taken out."""
    shift.rig.gateway.calls.clear()  # a test's log
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    windows = QApplication.topLevelWidgets()
    found = [one for window in windows for one in (window, *window.findChildren(QObject))]
    kinds = Counter(type(one).__name__ for one in found)
    rss_mb = psutil.Process().memory_info().rss / 2**20
    kept = (shift.rig.trade, shift.rig.ledger, shift.rig.server)
    fakes_mb = _size([vars(one) for one in kept]) / 2**20
    return Weight(rss_mb, fakes_mb, len(gc.get_objects()), len(found), kinds)


def _size(kept: list[Any]) -> int:
    """Return the bytes of these containers and records and of all that hangs on them."""
    seen, size = dict[int, object](), 0
    while kept:
        one = kept.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        size += sys.getsizeof(one)
        if isinstance(one, dict):
            kept += (*one, *one.values())
        elif isinstance(one, list | tuple | set | frozenset):
            kept += one
        elif is_dataclass(one):
            kept += (getattr(one, part.name) for part in fields(one))
    return size


def _end_with(shift: Shift, first: Weight, weights: Sequence[Weight]) -> None:
    last = weights[-1]

    def grown(of: Callable[[Weight], float]) -> float:
        return round(of(last) / of(first), 3)

    p50_ms = [round(statistics.median(hour) * 1000, 2) for hour in shift.taps]
    memory, taps = grown(lambda one: one.rss_mb - one.fakes_mb), round(p50_ms[-1] / p50_ms[0], 2)
    more = dict((last.kinds - weights[0].kinds).most_common(12))
    end(
        [
            goal("memory after 12 hours / after 10 minutes", memory, most=1.1),
            goal("a tap of the last hour / of the first", taps, most=1.1),
        ],
        sales=shift.sales,
        rss_mb={"first": round(first.rss_mb, 1), "hours": [round(one.rss_mb, 1) for one in weights]},
        fakes_mb=[round(one.fakes_mb, 1) for one in (first, *weights)],
        qt_objects={"first": first.qt, "hours": [one.qt for one in weights], "more": more},
        python_objects={"first": first.python, "hours": [one.python for one in weights]},
        tap_p50_ms_by_hour=p50_ms,
        tap_ms=spread([x * 1000 for hour in shift.taps for x in hour]),
    )


if __name__ == "__main__":
    main()
