"""Several windows of one till: in step within the same turn, with no request; and the second launch."""

from __future__ import annotations

import gc
import sys
from collections import Counter as Counted
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.amount import AmountLabel
from app.ui.i18n import Language
from app.ui.instance import Instance, ask_running
from app.ui.theme import Look, Theme
from app.ui.view_models.display import Phase
from app.ui.windows.counter import Counter
from app.ui.windows.desk import Desk
from app.ui.windows.display import CustomerDisplay, OrderLines
from tests.ui.looking import spaced
from tests.ui.rig import Rig, product

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(rig: Rig, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    del qtbot
    language = Language(qapp)
    language.use("en")
    made = Desk(rig.till, rig.tasks, Theme(is_still=True), language)
    rig.sign_in("aicha")
    made.first.window.resize(1366, 768)
    for name in ("sale", "payment", "sold"):
        made.first.window.made(name)
    made.first.window.show()
    yield made
    made.close()
    language.drop()


def idle_clock(counter: Counter) -> QTimer:
    clock = counter.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(clock, QTimer)
    return clock


def total_of(display: CustomerDisplay) -> str:
    label = display.findChild(AmountLabel, "total")
    assert label is not None
    return label.text()


def lines_of(display: CustomerDisplay) -> list[str]:
    lines = display.findChild(OrderLines)
    assert lines is not None
    return [f"{row.qty} {row.full_name}" for row in lines.shown]


def test_what_one_counter_does_the_other_shows_in_the_same_turn_and_nobody_is_asked(
    rig: Rig, desk: Desk
) -> None:
    other = desk.open_counter()
    rig.settle()
    asked = len(rig.gateway.calls)
    desk.first.sale.tap(product("flag-65"))

    assert other.sale.lines == desk.first.sale.lines
    assert other.sale.total_text == desk.first.sale.total_text == "1\u202f000\u00a0F"
    [card] = other.sale.some_cards([product("flag-65")])
    assert card == desk.first.sale.some_cards([product("flag-65")])[0]
    assert len(rig.gateway.calls) == asked


def test_a_sale_at_one_counter_is_on_the_tiles_of_the_other_before_the_server_has_heard_of_it(
    rig: Rig, desk: Desk
) -> None:
    other = desk.open_counter()
    rig.settle()
    rig.go_down()
    before = other.sale.some_cards([product("flag-65")])[0].stock_text
    desk.first.sale.tap(product("flag-65"))
    desk.first.sale.pay_exact()
    rig.settle()
    after = [counter.sale.some_cards([product("flag-65")])[0].stock_text for counter in desk.counters]

    assert after[0] == after[1] != before
    assert other.sale.lines == []


def test_a_second_counter_is_closed_although_an_order_is_begun(rig: Rig, desk: Desk) -> None:
    other = desk.open_counter()
    desk.first.sale.tap(product("flag-60"))
    other.window.close()
    assert desk.counters == [desk.first], "its order goes on at the first"
    desk.first.window.close()
    assert desk.first.window.closing.isVisible()


def test_a_lock_locks_every_counter(rig: Rig, desk: Desk) -> None:
    other = desk.open_counter()
    desk.first.lock()
    rig.settle()

    assert [c.window.page.objectName() for c in (desk.first, other)] == ["sign-in", "sign-in"]


def test_who_signs_in_at_one_counter_is_at_every_counter(rig: Rig, desk: Desk) -> None:
    other = desk.open_counter()
    desk.first.lock()
    rig.settle()
    assert [counter.window.page.objectName() for counter in desk.counters] == ["sign-in", "sign-in"]

    rig.sign_in("firmin")
    rig.settle()

    assert [counter.window.page.objectName() for counter in (desk.first, other)] == ["sale", "sale"]


def test_who_sells_at_one_counter_is_not_locked_out_by_the_clock_of_another(
    rig: Rig, desk: Desk, qtbot: QtBot
) -> None:
    other = desk.open_counter()
    other.lock()
    rig.sign_in("firmin")
    qtbot.waitUntil(lambda: idle_clock(other).remainingTime() < 58_500)

    QTest.keyClick(desk.first.window.windowHandle(), Qt.Key.Key_Down)

    assert idle_clock(other).remainingTime() > 58_500


def test_who_reads_the_managers_window_is_not_locked_out_by_the_clock_of_the_counter(
    rig: Rig, desk: Desk, qtbot: QtBot
) -> None:
    office = desk.show_office()
    desk.first.lock()
    rig.sign_in("firmin")
    qtbot.waitUntil(lambda: idle_clock(desk.first).remainingTime() < 58_500)

    QTest.keyClick(office.windowHandle(), Qt.Key.Key_Down)

    assert idle_clock(desk.first).remainingTime() > 58_500


def test_a_till_that_locked_itself_says_so_at_every_counter(rig: Rig, desk: Desk, qtbot: QtBot) -> None:
    other = desk.open_counter()
    other.lock()
    rig.sign_in("firmin")
    idle_clock(other).start(0)
    qtbot.waitUntil(lambda: desk.first.window.page.objectName() == "sign-in")

    said = [counter.sign_in.waits for counter in (desk.first, other)]
    assert None not in said
    assert said[0] == said[1]


def test_another_counter_that_is_closed_ends_nothing(rig: Rig, desk: Desk, qtbot: QtBot) -> None:
    other = desk.open_counter()
    with qtbot.assertNotEmitted(desk.closed):
        other.closed.emit()
    assert desk.counters == [desk.first]
    with qtbot.waitSignal(desk.closed):
        desk.first.closed.emit()
    desk.first.sale.tap(product("flag-65"))
    assert desk.first.sale.count == 1
    del rig


def test_the_display_follows_the_counter_from_welcome_to_thanks(rig: Rig, desk: Desk) -> None:
    display = desk.show_display()
    model = desk._display_model
    assert model is not None
    assert model.phase is Phase.WELCOME
    desk.first.sale.tap(product("flag-65"))
    desk.first.sale.tap(product("flag-65"))
    assert (model.phase, lines_of(display)) == (Phase.ORDER, ["2 Flag 65\u00a0cl"])
    assert total_of(display) == desk.first.sale.total_text

    desk.first.sale.open_payment()
    assert (model.phase, model.given_text, model.change_text) == (Phase.PAYING, "", "")
    desk.first.payment.tender("500")
    assert model.missing_text == "1\u202f500\u00a0F"
    desk.first.payment.tender("5000")
    assert (model.missing_text, model.change_text) == ("", "3\u202f500\u00a0F")
    desk.first.payment.confirm()
    rig.settle()
    assert (model.phase, total_of(display), model.change_text) == (
        Phase.THANKS, "2\u202f000\u00a0F", "3\u202f500\u00a0F",
    )  # fmt: skip
    assert lines_of(display) == ["2 Flag 65\u00a0cl"]

    desk.first.sold.next()
    assert model.phase is Phase.WELCOME


def test_nothing_of_an_order_is_shown_while_the_till_is_locked(rig: Rig, desk: Desk) -> None:
    desk.show_display()
    desk.first.sale.tap(product("flag-65"))
    desk.first.lock()
    rig.settle()

    assert desk._display_model is not None
    assert desk._display_model.phase is Phase.WELCOME


def test_the_menu_opens_the_display_and_closes_it(desk: Desk) -> None:
    desk.first.window.menu.chosen.emit("display")
    assert desk.display is not None
    assert desk.display.isVisible()
    desk.first.window.menu.chosen.emit("display")
    assert desk.display is None
    desk.open("display")
    assert desk.display is not None


def test_the_display_keeps_the_newest_lines_where_there_is_no_room_for_all(rig: Rig, desk: Desk) -> None:
    display = desk.show_display()
    display.resize(1024, 600)
    for card in desk.first.sale.cards[:20]:
        desk.first.sale.tap(card.id)
    lines = display.findChild(OrderLines)
    assert lines is not None

    assert 3 < len(lines.shown) < 20
    assert lines.shown[-1] == desk.first.sale.lines[-1]
    del rig


def test_the_windows_share_the_look_and_the_language(desk: Desk) -> None:
    other, display = desk.open_counter(), desk.show_display()
    desk.first.window.theme.use(look=Look.DAY)
    assert (other.window.theme.look, display.theme.look) == (Look.DAY, Look.DAY)
    display.resize(2600, 1500)
    assert desk.first.window.theme.scale == 1.0


def test_windows_that_were_closed_leave_nothing_behind(rig: Rig, desk: Desk) -> None:
    """A manager looks at the office some twenty times an evening; the till runs for weeks."""

    def open_and_close() -> Counted[str]:
        counter = desk.open_counter()
        for name in tuple(counter.window._offers):
            counter.window.show_page(name)
            rig.settle()
        counter.closed.emit()
        del counter
        for window in (desk.show_office(), desk.show_display()):
            rig.settle()
            window.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        kinds = (Theme, QWidget, QObject)
        return Counted(type(one).__name__ for one in gc.get_objects() if isinstance(one, kinds))

    open_and_close()
    before = open_and_close()
    after = open_and_close()

    assert after - before == Counted()


def test_a_window_that_nobody_knows_brings_the_counter_to_the_front(desk: Desk) -> None:
    desk.open("kitchen")
    assert desk.counters == [desk.first]
    desk.open("counter")
    assert len(desk.counters) == 2


ASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.ui.instance import ask_running
app = QCoreApplication([])
sys.exit(0 if ask_running(Path(sys.argv[1]), sys.argv[2]) else 3)
"""


def ask_from_elsewhere(profile: Path, window: str, qtbot: QtBot) -> int:
    """Ask as a second launch does, from another process, while this one's events go on."""
    from PySide6.QtCore import QProcess

    process = QProcess()
    process.setWorkingDirectory(str(ROOT))
    with qtbot.waitSignal(process.finished, timeout=20_000):
        process.start(sys.executable, ["-c", ASK, str(profile), window])
    return process.exitCode()


def test_a_second_launch_is_heard_and_answered(tmp_path: Path, qtbot: QtBot) -> None:
    asked: list[str] = []
    instance = Instance(tmp_path)
    instance.asked.connect(asked.append)

    assert ask_from_elsewhere(tmp_path, "display", qtbot) == 0
    assert ask_from_elsewhere(tmp_path / "another", "display", qtbot) == 3
    assert asked == ["display"]
    instance.close()
    assert not ask_running(tmp_path, "display")


TELL = """
import sys
from pathlib import Path
from app.cli.window import ask_open_till
sys.exit(0 if ask_open_till(Path(sys.argv[1]), sys.argv[2] or None, and_also="More.") else 3)
"""


@pytest.mark.parametrize(
    ("window", "opens"),
    [
        ("", "one more counter"),
        ("counter", "one more counter"),
        ("display", "the customer's display"),
        ("office", "the manager's window"),
    ],
)
def test_a_second_launch_says_in_one_line_what_opens(
    window: str, opens: str, tmp_path: Path, qtbot: QtBot
) -> None:
    from PySide6.QtCore import QProcess

    instance, process = Instance(tmp_path), QProcess()
    process.setWorkingDirectory(str(ROOT))
    with qtbot.waitSignal(process.finished, timeout=20_000):
        process.start(sys.executable, ["-c", TELL, str(tmp_path), window])
    instance.close()

    said = bytes(process.readAllStandardOutput().data()).decode().splitlines()
    assert said == [f"This till is open already: {opens} opens there. More."]
    assert process.exitCode() == 0


def test_what_a_crash_left_of_the_name_is_taken_over(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert second.is_listening
    assert ask_from_elsewhere(tmp_path, "counter", qtbot) == 0
    first.close()
    second.close()


def test_nonsense_on_the_socket_opens_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    from PySide6.QtNetwork import QLocalSocket

    from app.ui.instance import name_of

    instance = Instance(tmp_path)
    socket = QLocalSocket()
    socket.connectToServer(name_of(tmp_path))
    with (
        qtbot.assertNotEmitted(instance.asked, wait=200),
        qtbot.waitSignal(socket.disconnected, timeout=5_000),
    ):
        socket.write(b"x" * 5_000)
        socket.flush()
    instance.close()


def test_each_window_is_told_apart_by_its_title_in_the_language_in_force(
    desk: Desk, qapp: QApplication
) -> None:
    windows = (desk.first.window, desk.show_office(), desk.show_display())

    def titles() -> list[str]:
        return [spaced(window.windowTitle()) for window in windows]

    assert titles() == [
        "BarTender · Till Comptoir · Le Baobab",
        "BarTender · Management · Le Baobab",
        "BarTender · Customer display · Le Baobab",
    ]
    desk._language.use("fr")
    qapp.processEvents()
    assert titles() == [
        "BarTender · Caisse Comptoir · Le Baobab",
        "BarTender · Gérance · Le Baobab",
        "BarTender · Écran du client · Le Baobab",
    ]
