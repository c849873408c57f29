"""The sheet that takes a new printer: first how it is reached, then which one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QWidget

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.keypad import Keypad
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, Sides, label
from app.ui.controls.sheet import Sheet
from app.ui.theme import BODY, SMALL, Theme

if TYPE_CHECKING:
    from app.ui.view_models.printer_search import FoundRow, PrinterSearchModel

_WIDE_MM = 184.0
_LIST_MM, _KEYPAD_MM, _FIELD_MM = 66.0, 71.0, 15.0
_KEY_MM = (22.0, 16.0)


class AddPrinterSheet(Sheet):
    """Keys ``way:<transport>``, then ``found:<address>`` and ``look-again``, or a typed address and ``accept-printer``.

    The address is the field ``printer-address``.
    """

    def __init__(self, model: PrinterSearchModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "add-printer-sheet", parent, width_mm=_WIDE_MM)
        self._model = model
        self._ways: dict[str, TouchButton] = {}
        self._hint = label("body", "muted")
        self._hint.setWordWrap(True)
        self._how = label("body", "muted")
        self._how.setWordWrap(True)
        self._found = ScrollColumn(theme, gap_mm=2)
        self._found.stack.addStretch(1)
        self._rows: list[FoundRow] | None = None
        self._text = label("body", "warn")
        self._text.setWordWrap(True)
        self._address = QLineEdit()
        self._address.setObjectName("printer-address")
        self._address.setProperty("type", "large")
        self._keypad = Keypad(theme, extra=".")
        self._stack = QStackedWidget()
        self._fill(theme)
        self._look = self.add_answer("look-again", "")
        self._accept = self.add_answer("accept-printer", "", Kind.PRIMARY)
        self._connect(model)
        theme.changed.connect(self._dress)
        self._dress()
        self._say()

    def _fill(self, theme: Theme) -> None:
        ways = Row(theme, gap_mm=2.4)
        for row in self._model.transports:
            key = TouchButton(
                theme,
                f"way:{row.id}",
                Kind.CHOICE,
                icon=row.id,
                arrange=Arrange.STACK,
                size_mm=_KEY_MM,
                points=SMALL,
                icon_mm=6,
            )
            key.setAutoExclusive(True)
            key.clicked.connect(partial(self._choose, row.id))
            ways.addWidget(key, 1)
            self._ways[row.id] = key
        self.body.addLayout(ways)
        self.body.addWidget(self._hint)
        listed, typed = Ground("clear"), Ground("clear")
        list_column = Column(theme, listed, gap_mm=2)
        list_column.addWidget(self._text)
        list_column.addWidget(self._found, 1)
        typed_sides, address = Sides(theme, typed, gap_mm=4), Column(theme, gap_mm=3)
        address.addWidget(self._address)
        address.addWidget(self._how)
        address.addStretch(1)
        typed_sides.addLayout(address, 1)
        typed_sides.addWidget(self._keypad)
        for page in (listed, typed):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)

    def _connect(self, model: PrinterSearchModel) -> None:
        self._look.clicked.connect(model.look)
        self._accept.clicked.connect(model.accept)
        self._address.textEdited.connect(model.set_address)
        self._address.returnPressed.connect(model.accept)
        self._keypad.typed.connect(lambda sign: self._type(self._address.text() + sign))
        self._keypad.backspace.connect(lambda: self._type(self._address.text()[:-1]))
        model.changed.connect(self.refresh)

    def _choose(self, transport: str, _checked: bool = False) -> None:
        self._model.choose(transport)
        if self._model.is_typed:
            self._address.setFocus()

    def _type(self, text: str) -> None:
        self._address.setText(text)
        self._model.set_address(text)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        for row in model.transports:
            key = self._ways[row.id]
            key.say(row.label)
            if model.transport is None:
                key.setAutoExclusive(False)
            key.setChecked(row.id == model.transport)
            key.setAutoExclusive(True)
        self.set_title(self._question())
        is_address = model.transport == "network"
        for words in (self._hint, self._how):
            words.setText(self._advice())
        self._hint.setVisible(model.transport is not None and not is_address)
        self._how.setVisible(is_address)
        self._text.setText(self.tr("Looking…") if model.is_looking else model.text)
        self._text.setVisible(bool(self._text.text()))
        if model.found != self._rows:
            self._show_found(list(model.found))
        if self._address.text() != model.address:
            self._address.setText(model.address)
        self._keypad.setVisible(is_address)
        self._stack.setCurrentIndex(1 if model.is_typed else 0)
        self._look.setVisible(model.transport is not None and not model.is_typed)
        self._look.setEnabled(not model.is_looking)
        self._accept.setVisible(model.is_typed)
        self._accept.setEnabled(model.can_add)
        self._stack.setVisible(model.transport is not None)
        self._dress()
        if self.isVisible():
            self._arrange()

    def _show_found(self, rows: list[FoundRow]) -> None:
        self._rows = rows
        while self._found.stack.count() > 1:
            item = self._found.stack.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, row in enumerate(rows):
            key = TouchButton(
                self.theme,
                f"found:{row.address}",
                Kind.QUIET,
                icon=str(self._model.transport),
                arrange=Arrange.LEFT,
                size_mm=(60, 14),
                points=BODY,
            )
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            key.say(row.name, row.address if row.address != row.name else "")
            key.clicked.connect(partial(self._take, row.address))
            self._found.stack.insertWidget(place, key)

    def _take(self, address: str, _checked: bool = False) -> None:
        self._model.take(address)

    def _question(self) -> str:
        is_chosen = self._model.transport is not None
        return self.tr("Add a printer") if is_chosen else self.tr("How is the printer connected?")

    def _advice(self) -> str:
        match self._model.transport:
            case "network":
                return self.tr(
                    "Type its address, as its own test page shows it (hold its key while switching it on)."
                )
            case "pdf":
                return self.tr("Each receipt becomes a file in this folder of this machine.")
            case "system":
                return self.tr(
                    "Printers that are installed in this machine. They must take raw receipts (ESC/POS)."
                )
            case _:
                return self.tr("Tap the printer. If it is not there: is it on, is the cable in?")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        self._look.say(self.tr("Look again"))
        self._accept.say(self.tr("Add"))
        self._address.setAccessibleName(self.tr("Address of the printer"))
        self._address.setPlaceholderText("192.168.1.50")
        self.refresh()

    def _dress(self) -> None:
        is_folder = self._model.transport == "pdf"
        high_mm = _FIELD_MM if is_folder else _KEYPAD_MM if self._model.is_typed else _LIST_MM
        self._stack.setFixedHeight(self.theme.mm(high_mm))
