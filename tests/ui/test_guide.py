"""The French page for who stands at the counter names keys and pages as the screens do."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.ui.looking import spaced

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/prise-en-main.md").read_text(encoding="utf-8")
QUOTED = sorted(set(re.findall(r"« ([^»]+) »", GUIDE)))


@pytest.fixture(scope="module")
def shown() -> str:
    """Return everything that the screens say in French, a line each."""
    texts = ET.parse(ROOT / "resources/i18n/bartender_fr.ts").iter()
    return "\n".join(
        spaced(text.text) for text in texts if text.tag in {"translation", "numerusform"} and text.text
    )


def test_the_guide_speaks_of_keys() -> None:
    assert {"Espèces exact", "Remettre ça", "Monnaie due", "Ma journée"} <= set(QUOTED)


@pytest.mark.parametrize("words", QUOTED)
def test_what_the_guide_quotes_is_on_a_screen(words: str, shown: str) -> None:
    assert words in shown


def test_its_pictures_and_pages_are_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        assert (ROOT / "docs" / target).exists(), target
