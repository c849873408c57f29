"""Every text of printing is translated and has room, in both languages and at both sizes; each picture is saved."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.language import tool
from tests.ui.pictures import PICTURES
from tests.ui.pictures_printing import BAR, FILES, OFFICE, STATES, Printed, printed
from tests.ui.reading import cut, data, is_plain, texts

NAMES = (
    "EPSON TM-T20III",
    "POS-5890",
    "PDF",
    "CP1252",
    "CP850",
    "CP858",
    "ESC",
    "POS",
    "BarTender",
    "mm",
    "Aïcha Bio",
)


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the language in which every translated text is dressed up."""
    folder: Path = tmp_path_factory.mktemp("i18n")
    tool().pseudo(folder)
    return folder


def words(shown: Printed) -> list[str]:
    """What nobody translates: names, addresses, codes."""
    addresses = [printer.address for printer in (BAR, OFFICE, FILES)]
    return sorted([*data(shown.rig), *NAMES, *addresses], key=len, reverse=True)


def save(shown: Printed, name: str, code: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    size = f"{shown.window.width()}x{shown.window.height()}"
    shown.window.grab().save(str(PICTURES / f"{name}-{code}-{size}.png"))


def visible(window: QWidget) -> list[str]:
    return [text for widget, text in texts(window) if widget.isVisible()]


@pytest.mark.parametrize("name", STATES)
def test_no_text_of_printing_is_hard_coded(qtbot: QtBot, pseudo: Path, name: str) -> None:
    with printed("en_XA", folder=pseudo) as shown:
        STATES[name](shown)
        shown.settle()
        save(shown, name, "en_XA")
        known = words(shown)
        found = {
            re.sub(r"TL[A-Z]{3}|[\w/]*/BarTender|[0-9a-f]{4}:[0-9a-f]{4}", "", text)
            for text in visible(shown.window)
        }
        plain = {text for text in found if is_plain(text, known)}

    assert not plain, "\n".join(sorted(plain))


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize(
    ("code", "size"), [("fr", (1280, 720)), ("en", (1280, 720)), ("fr", (1920, 1080))], ids=str
)
def test_no_text_of_printing_is_cut(qtbot: QtBot, code: str, size: tuple[int, int], name: str) -> None:
    with printed(code, size) as shown:
        STATES[name](shown)
        shown.settle()
        save(shown, name, code)
        found = set(cut(shown.theme, shown.window))

    assert not found, "\n".join(sorted(found))
