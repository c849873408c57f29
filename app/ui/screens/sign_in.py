"""Who is at the till: the people of the bar as large tiles, and a PIN. Works without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.controls.layout import Column, Ground, Row, Sides, dye, label
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.people_grid import PeopleGrid
from app.ui.controls.tick import Tick
from app.ui.icons import icon_pixmap
from app.ui.screens.pin import PinPanel
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.messages import Message
    from app.ui.view_models.sign_in import SignInModel

_PIN_MM = 92.0
_SIGN_MM = 6.0


class SignInScreen(Page):
    """People at the left, the PIN at the right; under each other on an upright screen."""

    def __init__(self, model: SignInModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sign-in", parent, is_bare=True)
        self._model = model
        self._bar = label("head")
        self._till = label("label", "muted")
        self._question = label("title")
        self._barred = label("body", "muted")
        self._barred.setObjectName("barred")
        self._waits = self._words_of_what_waits(theme)
        for words in (self._question, self._barred):
            words.setWordWrap(True)
        self._people = PeopleGrid(theme)
        self._people.chosen.connect(model.choose)
        self._pin = PinPanel(model, theme)
        left = Ground("clear")
        column = Column(theme, left, gap_mm=1, margins_mm=(8, 6, 6, 4))
        names = Row(theme, gap_mm=3)
        names.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBaseline)
        names.addWidget(self._till, 0, Qt.AlignmentFlag.AlignBaseline)
        names.addStretch(1)
        column.addLayout(names)
        column.addSpacing(theme.mm(4))
        column.addWidget(self._waits)
        column.addSpacing(theme.mm(2))
        column.addWidget(self._question)
        column.addWidget(self._barred)
        column.addSpacing(theme.mm(2))
        column.addWidget(self._people, 1)
        self._nobody = self._words_for_nobody(theme)
        column.addWidget(self._nobody, 1)
        self._halves = Sides(theme, gap_mm=0)
        self._halves.addWidget(left, 1)
        self._halves.addWidget(self._pin)
        self.body.addLayout(self._halves, 1)
        model.changed.connect(self._refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _words_of_what_waits(self, theme: Theme) -> Ground:
        """Make the place of what is said of an order that waits: calm, and there until somebody signs in."""
        ground = Ground("panel")
        ground.setObjectName("waits")
        self._wait_sign, self._wait_text, self._wait_detail = label(), label("strong"), label("body", "muted")
        row = Row(theme, ground, gap_mm=3, margins_mm=(4, 3, 4, 3))
        words = Column(theme, gap_mm=0.6)
        for text in (self._wait_text, self._wait_detail):
            text.setWordWrap(True)
            words.addWidget(text)
        row.addWidget(self._wait_sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return ground

    def _show_waits(self, waits: Message | None) -> None:
        self._waits.setVisible(waits is not None)
        self._wait_text.setText(waits.text if waits else "")
        self._wait_detail.setText(waits.detail if waits else "")
        self._wait_detail.setVisible(bool(self._wait_detail.text()))

    def _words_for_nobody(self, theme: Theme) -> Ground:
        """Make the place of what is said while there are no people to choose from."""
        ground = Ground("clear")
        self._why, self._what_to_do = label("head"), label("body", "muted")
        column = Column(theme, ground, gap_mm=4, margins_mm=(30, 0, 30, 0))
        column.addStretch(2)
        waits = Tick(theme)
        waits.show_state(is_waiting=True)
        column.addWidget(waits, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._why, self._what_to_do):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addStretch(3)
        return ground

    def _refresh(self) -> None:
        model = self._model
        nobody = model.nobody
        for widget in (self._question, self._people, self._pin):
            widget.setVisible(nobody is None)
        self._nobody.setVisible(nobody is not None)
        if nobody is not None:
            self._why.setText(nobody.text)
            self._what_to_do.setText(nobody.detail)
        self._bar.setText(model.bar_name)
        self._bar.setVisible(bool(model.bar_name))
        self._till.setText(model.till_name)
        self._people.show_rows(model.people, model.chosen.id if model.chosen else None)
        self._show_barred(model.barred)
        self._show_waits(model.waits)

    def _show_barred(self, barred: Message | None) -> None:
        """Say who lets this till in again in place of asking who is there; the names are off until then."""
        self._question.setText(barred.text if barred else self.tr("Who is at the till?"))
        dye(self._question, "stop" if barred else "")
        self._barred.setText(barred.detail if barred else "")
        self._barred.setVisible(barred is not None and self._model.nobody is None)
        self._people.setEnabled(barred is None)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(self.tr("Who is at the till?"))
        self._refresh()

    def shortcut(self, key: Shortcut) -> bool:
        if key is Shortcut.BACK:
            self._model.cancel()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pin.typed(event):
            super().keyPressEvent(event)

    def _dress(self) -> None:
        """Stand the halves beside each other, or under each other on an upright screen."""
        side, muted = self.theme.mm(_SIGN_MM), QColor(self.theme.palette.muted)
        self._wait_sign.setPixmap(icon_pixmap("lock", muted, side, self.devicePixelRatio()))
        is_upright = self.height() > self.width()
        self._halves.stand(is_upright=is_upright)
        self._halves.setStretch(1, 1 if is_upright else 0)
        wide = self.theme.mm(_PIN_MM)
        self._pin.setMinimumWidth(0 if is_upright else wide)
        self._pin.setMaximumWidth(self.maximumWidth() if is_upright else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()
