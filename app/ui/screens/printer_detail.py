"""What can be set of one printer, and the keys that try it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.choices import Choices
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, dye, label
from app.ui.controls.panel import Panel
from app.ui.theme import SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.printers import PrintersModel

SETTINGS = ("role", "columns", "baud", "drawer", "cuts")
_NAME_MM = 30.0


class PrinterDetail(Panel):
    """Rows named ``role``, ``columns``, ``baud``, ``drawer``, ``cuts``; keys ``test-accents``, ``test-page``,
    ``open-drawer``, ``remove-printer``. ``accents_asked``: the self-test of the letters.
    """

    accents_asked = Signal()

    def __init__(self, model: PrintersModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model = model
        self._name, self._address = label("title"), label("small", "muted")
        self._rows = {name: Choices(theme, name, name_mm=_NAME_MM) for name in SETTINGS}
        self._letters_name, self._letters = label("body", "muted"), label("strong")
        self._try_accents = self._key("test-accents", "edit", Kind.QUIET, high_mm=11)
        self._check = label("body")
        self._check.setWordWrap(True)
        self._check.setObjectName("printer-check")
        self._page = self._key("test-page", "printer", Kind.SECONDARY)
        self._kick = self._key("open-drawer", "drawer", Kind.QUIET)
        self._remove = self._key("remove-printer", "trash", Kind.QUIET)
        self._fill(theme)
        self._try_accents.clicked.connect(self.accents_asked)
        self._page.clicked.connect(model.print_page)
        self._kick.clicked.connect(model.kick)
        self._remove.clicked.connect(model.remove)
        for name, row in self._rows.items():
            row.chosen.connect(partial(model.set, name))
        theme.changed.connect(self._dress)
        self._dress()

    def _key(self, name: str, icon: str, kind: Kind, high_mm: float = 13) -> TouchButton:
        return TouchButton(self._theme, name, kind, icon=icon, size_mm=(30, high_mm), points=SMALL)

    def _fill(self, theme: Theme) -> None:
        column = Column(theme, self, gap_mm=3, margins_mm=(7, 5, 7, 6))
        words = Column(theme, gap_mm=0.4)
        words.addWidget(self._name)
        words.addWidget(self._address)
        column.addLayout(words)
        rows = ScrollColumn(theme, gap_mm=2.6)
        self._letters_row = Ground("clear")
        letters = Row(theme, self._letters_row, gap_mm=2)
        letters.addWidget(self._letters_name)
        letters.addWidget(self._letters, 1)
        letters.addWidget(self._try_accents, 1)
        for name, row in self._rows.items():
            rows.stack.addWidget(row)
            if name == "columns":
                rows.stack.addWidget(self._letters_row)
        rows.stack.addStretch(1)
        column.addWidget(rows, 1)
        column.addWidget(self._check)
        keys = Row(theme, gap_mm=2.4)
        for key in (self._page, self._kick, self._remove):
            keys.addWidget(key, 1)
        column.addLayout(keys)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        self._name.setText(model.name)
        self._address.setText(model.address)
        shown = {row.id: row for row in model.settings}
        for name, row in self._rows.items():
            row.setVisible(name in shown)
            if name in shown:
                row.show_choices(shown[name].choices, shown[name].chosen)
        self._letters_row.setVisible(not model.is_file)
        self._letters.setText(model.page_text)
        self._check.setText(model.check_text)
        dye(self._check, "warn" if model.check_is_bad else "muted")
        self._kick.setVisible(model.has_drawer)
        for key in (self._page, self._kick, self._try_accents):
            key.setEnabled(not model.is_checking)

    def retranslate(self) -> None:
        """Set every text again."""
        words = {
            "role": self.tr("Use"),
            "columns": self.tr("Paper"),
            "baud": self.tr("Speed"),
            "drawer": self.tr("Drawer"),
            "cuts": self.tr("Paper cut"),
        }
        for name, text in words.items():
            self._rows[name].say(text)
        self._letters_name.setText(self.tr("Letters"))
        self._try_accents.say(self.tr("Try the accents"))
        self._page.say(self.tr("Test page"))
        self._kick.say(self.tr("Open the drawer"))
        self._remove.say(self.tr("Take away"))

    def _dress(self) -> None:
        self._letters_name.setFixedWidth(self._theme.mm(_NAME_MM))
