"""How the screen looks, moves and sounds: six settings, each with its values in sight, in force at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from app.ui.bell import Bell
from app.ui.controls.choices import Choices
from app.ui.controls.sheet import Sheet
from app.ui.rows import ActionRow
from app.ui.theme import SCALE_MAX, Look, Theme

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
"""Each in its own language: who needs it reads it."""
SCALES = (1.0, 1.15, 1.3, SCALE_MAX)
_NAME_MM = 30.0


class LookSheet(Sheet):
    """``language_chosen`` gives a code; all else is set here. Keys are named ``look:day``, ``hand:left`` and so on."""

    language_chosen = Signal(str)

    def __init__(self, theme: Theme, bell: Bell, parent: QWidget) -> None:
        super().__init__(theme, "look-sheet", parent, width_mm=158)
        self._bell = bell
        self._rows: dict[str, Choices] = {}
        settings: Mapping[str, Callable[[str], None]] = {
            "look": lambda value: theme.use(look=Look(value)),
            "scale": self._scale_to,
            "hand": lambda value: theme.use(is_left_handed=value == "left"),
            "motion": lambda value: theme.use(is_still=value == "still"),
            "sound": self._use_sound,
            "language": self.language_chosen.emit,
        }
        for name, choose in settings.items():
            row = self._rows[name] = Choices(theme, name, name_mm=_NAME_MM)
            row.chosen.connect(choose)
            self.body.addWidget(row)
        theme.changed.connect(self._show)
        self.retranslate()

    def _scale_to(self, value: str) -> None:
        parent = self.parentWidget()
        self.theme.use(scale=int(value) / 100)
        if parent is not None:
            self.theme.fit(parent.width(), parent.height())

    def _use_sound(self, value: str) -> None:
        """Turn the bell on or off; who turns it on hears it."""
        self.theme.use(is_silent=value == "off")
        self._bell.ring()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Look and sound"))
        words = {
            "look": self.tr("Colours"),
            "hand": self.tr("Hand"),
            "motion": self.tr("Motion"),
            "sound": self.tr("Sound"),
            "language": self.tr("Language"),
        }
        for name, text in words.items():
            self._rows[name].say(text)
        self._show()

    def _show(self) -> None:
        theme = self.theme
        scale = min(SCALES, key=lambda known: abs(known - theme.asked_scale))
        is_french = QLocale().language() == QLocale.Language.French
        in_force = {
            "look": theme.look.value,
            "scale": _percent(scale),
            "hand": "left" if theme.is_left_handed else "right",
            "motion": "still" if theme.is_still else "lively",
            "sound": "off" if theme.is_silent else "on",
            "language": "fr" if is_french else "en",
        }
        for name, choices in self._choices().items():
            self._rows[name].show_choices(choices, in_force[name])
        self._say_size()

    def _say_size(self) -> None:
        """Name the row of sizes, with what this window has room for where more was asked for."""
        text, most = self.tr("Size"), round(self.theme.scale * 100)
        if most < round(self.theme.asked_scale * 100):
            text = self.tr("Size ({percent} % at most here)").format(percent=most)
        self._rows["scale"].say(text)

    def _choices(self) -> dict[str, tuple[ActionRow, ...]]:
        return {
            "look": (
                ActionRow("night", self.tr("Night")),
                ActionRow("day", self.tr("Day", "colours for daylight")),
            ),
            "scale": tuple(ActionRow(_percent(scale), f"{_percent(scale)} %") for scale in SCALES),
            "hand": (
                ActionRow("right", self.tr("Right-handed")),
                ActionRow("left", self.tr("Left-handed")),
            ),
            "motion": (
                ActionRow("lively", self.tr("With motion")),
                ActionRow("still", self.tr("Still")),
            ),
            "sound": (
                ActionRow("on", self.tr("Beeps at a refusal")),
                ActionRow("off", self.tr("Silent")),
            ),
            "language": tuple(ActionRow(code, name) for code, name in LANGUAGE_NAMES.items()),
        }


def _percent(scale: float) -> str:
    return str(round(scale * 100))
