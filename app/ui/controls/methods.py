"""The ways of paying beside each other, one of them chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.layout import Ground, Row
from app.ui.theme import SMALL, Theme

METHODS = (("cash", "cash"), ("mobile_money", "phone"), ("card", "card"))


class Methods(Ground):
    """Cash, mobile money, card: one is chosen. Keys are named ``method:<name>``; stacked ones need less width."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, arrange: Arrange = Arrange.ROW) -> None:
        super().__init__("clear")
        self._keys: dict[str, TouchButton] = {}
        self._is_narrow = arrange is Arrange.STACK
        group, row = QButtonGroup(self), Row(theme, self, gap_mm=2.4)
        for method, icon in METHODS:
            key = TouchButton(
                theme,
                f"method:{method}",
                Kind.CHOICE,
                icon=icon,
                arrange=arrange,
                size_mm=(24, 16 if self._is_narrow else 13),
                points=SMALL,
            )
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            key.clicked.connect(partial(self._choose, method))
            group.addButton(key)
            row.addWidget(key, 1)
            self._keys[method] = key
        self.retranslate()

    def show_method(self, method: str) -> None:
        self._keys[method].setChecked(True)

    def _choose(self, method: str, _checked: bool = False) -> None:
        self.chosen.emit(method)

    def retranslate(self) -> None:
        """Set every text again."""
        self._keys["cash"].say(self.tr("Cash"))
        whole = self.tr("Mobile money")
        short = self.tr("Mobile", "mobile money, where there is little room")
        self._keys["mobile_money"].say(short if self._is_narrow else whole, accessible=whole)
        self._keys["card"].say(self.tr("Card"))
