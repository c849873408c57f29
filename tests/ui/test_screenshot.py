"""The picture of a till at work: somebody's order that is open there is not touched, nor a till that is open."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.cli.screenshot import take_screenshot
from app.drivers.clock import SystemClock
from app.drivers.ledger import SqliteLedger
from app.places import LEDGER_FILE
from app.settings import HOME
from app.sync.outbox import Outbox
from app.ui.i18n import Language
from app.ui.instance import Instance
from app.ui.theme import Theme
from app.ui.windows.desk import Desk
from tests.ui.rig import Rig, ident

ROOT = Path(__file__).resolve().parents[2]
SELLER = ("Aïcha Bio", "1357")
IS_OPEN = "Error: This till is open already: no picture was made. Close it first."
OWNER = ("Rodrigue Adjovi", "290160")


@pytest.mark.parametrize("whose", ["firmin", "aicha"])
def test_an_order_that_is_open_is_neither_sold_nor_lost(
    whose: str, rig: Rig, tmp_path: Path, qapp: QApplication
) -> None:
    language = Language(qapp)
    language.use("fr")
    desk = Desk(rig.till, rig.tasks, Theme(is_still=True), language)
    desk.first.window.resize(1366, 768)
    desk.first.window.show()
    person = rig.sign_in(whose)
    rig.till.checkout.tap(ident("flag-65"), 2)
    order = rig.till.checkout.cart
    desk.first.lock()
    picture = tmp_path / "till.png"

    code = rig.run(take_screenshot(desk.first, rig.till, picture, SELLER, OWNER))

    assert (code, picture.exists()) == (0, True)
    [held] = rig.till.checkout.held
    assert (held.name, held.cart) == (person.name.split(" ")[0], order)
    assert rig.till.checkout.cart.is_empty
    sold = [row for row in rig.till.outbox.rows() if row.kind == "record_sale"]
    assert [row.body["sale"] == order.sale for row in sold] == [False], "only its own drink was sold"
    desk.close()
    language.drop()


DEMO = """
import sys
from pathlib import Path
from app.cli.demo import demo
demo(["--data", sys.argv[1], "--screenshot", sys.argv[2]])
"""
WINDOW = """
import sys
from pathlib import Path
import click
from app.cli.window import Wishes, run_window
from app.till.place import Place
folder, place = Path(sys.argv[1]), Place("postgresql://nowhere", "secret", "C1", "Comptoir", "bar")
try:
    run_window(folder / "demo-c1", place, Wishes(screenshot=Path(sys.argv[2]), is_demo=True))
except click.ClickException as error:
    error.show()
    sys.exit(error.exit_code)
"""


def refused(program: str, folder: Path, qtbot: QtBot) -> list[str]:
    """Ask for a picture in another process, while this one's events go on; return what it says, after its checks."""
    process, here, picture = QProcess(), QProcessEnvironment.systemEnvironment(), folder / "till.png"
    here.insert(HOME, str(folder / "home"))
    process.setProcessEnvironment(here)
    process.setWorkingDirectory(str(ROOT))
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    with qtbot.waitSignal(process.finished, timeout=20_000):
        process.start(sys.executable, ["-c", program, str(folder), str(picture)])
    assert (process.exitCode(), picture.exists()) == (1, False)
    return bytes(process.readAllStandardOutput().data()).decode().splitlines()


def test_a_till_that_is_open_gets_no_picture_and_no_window(tmp_path: Path, qtbot: QtBot) -> None:
    asked: list[str] = []
    instance = Instance(tmp_path / "demo-c1")
    instance.asked.connect(asked.append)

    said = refused(DEMO, tmp_path, qtbot)

    instance.close()
    assert (said, asked) == ([IS_OPEN], [])
    assert not (tmp_path / "server").exists(), "no server was started for it"


def test_nor_does_one_that_was_opened_at_the_same_moment(tmp_path: Path, qtbot: QtBot) -> None:
    outbox = Outbox(SqliteLedger(tmp_path / "demo-c1" / LEDGER_FILE), SystemClock(), till_code="C1")
    asyncio.run(outbox.open())
    asked: list[str] = []
    instance = Instance(tmp_path / "demo-c1")
    instance.asked.connect(asked.append)

    said = refused(WINDOW, tmp_path, qtbot)

    asyncio.run(outbox.close())
    instance.close()
    assert (said, asked) == ([IS_OPEN], [])
