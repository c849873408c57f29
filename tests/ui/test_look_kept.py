"""The look of the window is that of the last time: theme, size and language are kept with the till."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.cli.window import LOOK, Wishes, _keep_look, _recall_look
from app.sync.ports import JsonObject
from app.ui.i18n import Language
from app.ui.theme import Look, Theme
from tests.ui.rig import Rig


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp)
    made.use("fr")
    yield made
    made.drop()


def recalled(rig: Rig, language: Language, wishes: Wishes | None = None) -> Theme:
    """Return the look of a window that is opened now."""
    theme = Theme()
    rig.run(_recall_look(rig.till, theme, language, wishes or Wishes()))
    return theme


def test_what_was_chosen_is_there_at_the_next_start(rig: Rig, language: Language) -> None:
    theme = recalled(rig, language)
    _keep_look(rig.till, rig.tasks, theme, language)
    other = Look.DAY if theme.look is Look.NIGHT else Look.NIGHT

    theme.use(look=other)
    theme.use(scale=1.3)
    theme.use(is_left_handed=True, is_still=True, is_silent=True)
    language.use("en")
    rig.settle()
    language.drop()
    again = recalled(rig, language)

    assert (again.look, again.asked_scale, language.code) == (other, 1.3, "en")
    assert again.is_left_handed
    assert again.is_still
    assert again.is_silent


def test_a_wish_goes_before_what_is_kept(rig: Rig, language: Language) -> None:
    rig.run(rig.till.outbox.set_note(LOOK, {"theme": "day", "scale": 1.15, "language": "en"}))

    theme = recalled(rig, language, Wishes(language="fr", theme="night"))

    assert (theme.look, theme.asked_scale, language.code) == (Look.NIGHT, 1.15, "fr")


def test_a_note_that_makes_no_sense_changes_nothing(rig: Rig, language: Language) -> None:
    plain = Theme()
    senseless: JsonObject = {
        "theme": "pink",
        "scale": "big",
        "language": "xx",
        "left_handed": "yes",
        "still": 1,
    }
    rig.run(rig.till.outbox.set_note(LOOK, senseless))

    theme = recalled(rig, language)

    assert (theme.look, theme.asked_scale, language.code) == (plain.look, plain.asked_scale, "fr")
    assert not theme.is_left_handed
    assert not theme.is_still
