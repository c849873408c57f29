"""The control gallery: nothing of the kit is missing in it, and every page loads without a word of complaint."""

from __future__ import annotations

import ast
import asyncio
import importlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLayout, QStyledItemDelegate, QWidget
from pytestqt.qtbot import QtBot

import app.ui.controls
from app.cli.gallery import gallery, take_pictures
from app.ui.gallery.pages import PAGES
from app.ui.gallery.stage import As, Leaf, words_for
from app.ui.gallery.window import GalleryWindow
from app.ui.i18n import LANGUAGES, Language
from app.ui.theme import Look, Theme
from tests.ui.language import speaking
from tests.ui.pictures import dress

SEEN = (QWidget, QLayout, QStyledItemDelegate)


def controls() -> dict[str, type]:
    """Return the public classes of the kit that can be seen on a screen."""
    found: dict[str, type] = {}
    for file in Path(app.ui.controls.__path__[0]).glob("*.py"):
        module = importlib.import_module(f"app.ui.controls.{file.stem}")
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                kind = getattr(module, node.name)
                if issubclass(kind, SEEN):
                    found[f"{file.stem}.{node.name}"] = kind
    return found


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[GalleryWindow]:
    del qtbot
    dress()
    with speaking("fr") as language:
        made = GalleryWindow(Theme(is_still=True), language)
        made.resize(1280, 720)
        made.show()
        yield made
        made.hide()
        made.deleteLater()


def test_every_control_of_the_kit_has_a_page() -> None:
    shown = {kind for leaf in PAGES for kind in leaf.controls}

    assert len(controls()) > 40
    assert sorted(name for name, kind in controls().items() if kind not in shown) == []


def test_a_page_shows_the_controls_that_it_names(window: GalleryWindow) -> None:
    missing = []
    for leaf in PAGES:
        stage = window.show_leaf(leaf)
        for _ in range(4):
            QCoreApplication.processEvents()
        widgets = stage.findChildren(QWidget)
        there: list[object] = [*widgets, *stage.findChildren(QStyledItemDelegate)]
        there += [*stage.findChildren(QLayout), *(one.layout() for one in widgets)]
        missing += [kind for kind in leaf.controls if not any(isinstance(one, kind) for one in there)]

    assert missing == []


@pytest.mark.parametrize(("look", "code"), [*product(Look, LANGUAGES)])
def test_every_page_loads_by_night_and_by_day_in_both_languages(
    window: GalleryWindow, look: Look, code: str, qapp: QApplication
) -> None:
    with speaking(code):
        window.theme.use(look=look)
        qapp.processEvents()
        for leaf in PAGES:
            stage = window.show_leaf(leaf)
            for _ in range(4):
                qapp.processEvents()
            assert not window.grab().isNull(), leaf.name
            assert stage.isVisible()


def test_every_state_has_its_word_in_each_language(qapp: QApplication) -> None:
    said = []
    for code in LANGUAGES:
        with speaking(code):
            said.append([words_for(state) for state in As])

    french, english = said
    assert len(set(french)) == len(set(english)) == len(As)
    assert all(a != b for a, b in zip(french, english, strict=True))


def test_the_look_and_the_language_are_changed_by_touch(window: GalleryWindow) -> None:
    window._looks.chosen.emit("day")
    window._languages.chosen.emit("en")
    QCoreApplication.processEvents()

    assert window.theme.look is Look.DAY
    assert window.windowTitle() == "Controls – BarTender"


def test_pictures_are_saved_for_each_page_look_and_language(
    window: GalleryWindow, qapp: QApplication, tmp_path: Path
) -> None:
    language = Language(qapp)

    async def settled() -> None:
        for _ in range(4):
            qapp.processEvents()

    files = asyncio.run(take_pictures(window, language, tmp_path, PAGES[:2], settled))
    language.drop()

    assert [file.name for file in files[:2]] == [
        "touchbutton-night-fr.png",
        "chips-choices-methods-night-fr.png",
    ]
    assert len(files) == len(set(files)) == 2 * len(Look) * len(LANGUAGES)
    night, day = (QImage(str(tmp_path / f"touchbutton-{look}-fr.png")) for look in Look)
    assert night.width() == day.width() == 1280
    assert night.pixelColor(640, 700).lightness() < 60 < 180 < day.pixelColor(640, 700).lightness()


def test_a_machine_without_a_screen_is_told_of_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    result = CliRunner().invoke(gallery, [])

    assert result.exit_code == 1
    assert "--screenshot=FOLDER" in result.output


def test_names_of_pages_are_their_own() -> None:
    names = [leaf.name for leaf in PAGES]

    assert len(names) == len(set(names))
    assert all(isinstance(leaf, Leaf) and leaf.controls for leaf in PAGES)
