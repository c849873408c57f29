"""What the first frame does not show is imported and made after it: a till that starts is a till that is waited for."""

from __future__ import annotations

import builtins
import gc
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.cli.importing import uncollected
from app.ui.controls.page import Page
from app.ui.importing import use_plain_import
from app.ui.windows import ahead
from app.ui.windows.till import OWN_SHEETS
from tests.ui.counting import counting

ROOT = Path(__file__).resolve().parents[2]
LATER = (
    "asyncpg",
    "websockets",
    "psutil",
    "escpos",
    "PySide6.QtNetwork",
    "app.ui.instance",
    "app.ui.controls.tiles",
    *(f"app.ui.screens.{page}" for page in ("sale", "payment", "sold", "day", "returns", "change")),
    *(f"app.ui.view_models.{page}" for page in ("payment", "sold", "day", "returns", "change", "exchange")),
)
LOOK = (
    "import sys, app.cli.till, app.cli.window; print(*(name for name in sys.argv[1:] if name in sys.modules))"
)


def test_the_first_frame_waits_for_no_import_of_what_it_does_not_show() -> None:
    assert all(find_spec(name) for name in LATER), "a name that is nobody's would be missed by nobody"
    said = subprocess.run(
        [sys.executable, "-c", LOOK, *LATER], check=True, cwd=ROOT, capture_output=True, text=True
    )

    assert said.stdout.split() == []


@pytest.mark.parametrize("was_on", [True, False])
def test_what_is_imported_at_the_start_is_never_looked_through_for_garbage(*, was_on: bool) -> None:
    gc.collect()  # what is left is kept for good
    (gc.enable if was_on else gc.disable)()
    before = gc.get_freeze_count()
    with uncollected():
        during, made = gc.isenabled(), [[number] for number in range(1_000)]
    after, is_on = gc.get_freeze_count(), gc.isenabled()
    gc.enable()

    assert (during, is_on) == (False, was_on)
    assert after - before >= len(made)


def test_a_menu_that_is_made_late_offers_what_it_may(qtbot: QtBot) -> None:
    del qtbot
    with counting("fr") as shown:
        window = shown.window
        assert "menu" not in vars(window)
        window.keep_back(frozenset({"day"}))
        window.open_menu()

        assert not window.menu._places["day"].isVisible()
        assert window.menu._places["kept"].isVisible()


def test_pages_and_sheets_are_made_while_nothing_is_to_do(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "APART_MS", 0)
    monkeypatch.setattr(ahead.Ahead, "is_wanted", True)
    with counting("fr") as shown:
        qtbot.waitUntil(lambda: set(OWN_SHEETS) <= vars(shown.window).keys())

        assert not shown.window._offers
        assert not any(sheet.isVisible() for sheet in shown.window.own_sheets())


def test_a_page_that_could_not_be_made_is_made_at_the_next_touch(qtbot: QtBot) -> None:
    del qtbot
    with counting("fr") as shown:
        window, problems = shown.window, [RuntimeError("not now")]
        module, make = window._offers["diagnostics"]

        def made_at_last() -> Page:
            if problems:
                raise problems.pop()
            return make()

        window.offer_page("diagnostics", module, made_at_last)
        with pytest.raises(RuntimeError, match="not now"):
            window.made("diagnostics")
        assert window.made("diagnostics").objectName() == "diagnostics"


COUNTED = """
import inspect, sys
read, look = [], inspect.getsource
inspect.getsource = lambda module: read.append(module.__name__) or look(module)
import app.cli.till, app.cli.window
import wave  # after all of it, and used by nobody
print(*(name for name in read if not name.startswith(("PySide6", "shiboken"))))
print(*(name for name in sys.modules if name.startswith("app.")))
"""


def test_no_module_is_read_a_second_time_to_see_whether_it_speaks_of_pyside() -> None:
    said = subprocess.run(
        [sys.executable, "-c", COUNTED], check=True, cwd=ROOT, capture_output=True, text=True
    )
    read, imported = (line.split() for line in said.stdout.splitlines())

    assert len(imported) > 150
    assert set(read) <= {"enum", "app.ui.importing"}, "modules that PySide's import saw before ours was back"


def test_a_pyside_that_has_no_import_of_its_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(builtins, "__orig_import__")
    before = builtins.__import__
    assert not use_plain_import()
    assert builtins.__import__ is before
