"""More than a tap on a product: how many, a note for whoever serves it, and its star."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.number_sheet import NumberSheet
from app.ui.rows import ProductRow
from app.ui.theme import BODY, Theme


class ProductSheet(NumberSheet):
    """``product-note`` asks for a note by ``note_asked``, the quantity taken first; ``product-star`` stars it.

    ``entered`` gives the quantity as in a ``NumberSheet``.
    """

    note_asked = Signal(str)
    starred = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._row: ProductRow | None = None
        super().__init__(theme, parent, width_mm=164)
        self._note = self._key("product-note", Kind.QUIET, "note")
        self._star = self._key("product-star", Kind.CHOICE, "star")
        self.beside.addWidget(self._note)
        self.beside.addWidget(self._star)
        self._note.clicked.connect(self._ask_note)
        self._star.clicked.connect(self._turn)

    def _key(self, name: str, kind: Kind, icon: str) -> TouchButton:
        key = TouchButton(
            self.theme, name, kind, icon=icon, arrange=Arrange.LEFT, size_mm=(60, 13), points=BODY
        )
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return key

    def show_product(self, row: ProductRow) -> None:
        """Open for a product; one that is not in the cart begins at one piece."""
        self._say(row)
        self.ask(row.full_name, row.qty or 1, may_remove=row.qty > 0)

    def star(self, row: ProductRow) -> None:
        """Show the product's star as it is now."""
        self._say(row)

    def _say(self, row: ProductRow) -> None:
        self._row = row
        self._note.say(row.note or self.tr("Note…"), accessible=self.tr("Note for whoever serves it"))
        self._star.setChecked(row.is_starred)
        self._star.show_icon("star-full" if row.is_starred else "star")
        self._star.say(self.tr("In the favourites") if row.is_starred else self.tr("Add to the favourites"))

    def _ask_note(self) -> None:
        if self._row is not None:
            self.give_typed()
            self.note_asked.emit(self._row.id)

    def _turn(self) -> None:
        if self._row is not None:
            self.starred.emit(self._row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """``N`` asks for the note and ``*`` turns the star."""
        if event.key() == Qt.Key.Key_N:
            self._ask_note()
        elif event.key() == Qt.Key.Key_Asterisk:
            self._turn()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._row is not None:
            self._say(self._row)
        super().changeEvent(event)
