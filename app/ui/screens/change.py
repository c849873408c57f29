"""Change owed: the list at the left; the code as it is typed, the credit that it finds and its key at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.deeds import DeedKeys
from app.ui.controls.figures import alone
from app.ui.controls.keypad import Keypad
from app.ui.controls.layout import Column, Ground, dye, label
from app.ui.controls.notice import Notice
from app.ui.controls.page import Shortcut
from app.ui.controls.search import Empty
from app.ui.controls.tags import Tags
from app.ui.screens.list_page import ListPage
from app.ui.theme import HEAD, HERO, LABEL, SMALL, TOTAL_TEXT_MIN_PT, Theme
from app.ui.view_models.change import MOST_SIGNS

if TYPE_CHECKING:
    from app.ui.view_models.change import ChangeModel

_KEYS_MOST_MM = 74.0
_BOTH_MM = 184.0
"""How high the panel is for the keys and a credit under each other."""


class ChangePanel(Ground):
    """Keys: ``key:…`` of the keypad, ``change-look-up``, and the deed of the credit that is open, told by ``asked``."""

    asked = Signal(str)

    def __init__(self, model: ChangeModel, theme: Theme) -> None:
        super().__init__("panel")
        self._model, self._theme = model, theme
        self.setObjectName("change-panel")
        self._is_touched = False
        self._asked = label("small", "muted")
        self.code = QLineEdit()
        self.code.setObjectName("change-code")
        self.code.setProperty("type", "large")
        self.code.setMaxLength(MOST_SIGNS)
        self._keypad = Keypad(theme)
        self._look_up = TouchButton(
            theme, "change-look-up", Kind.SECONDARY, icon="search", size_mm=(50, 14), points=SMALL
        )
        self._number = AmountLabel(
            theme, "change-number", points=HEAD * 1.2, at_least=LABEL, align=Qt.AlignmentFlag.AlignLeft
        )
        self._amount = AmountLabel(
            theme, "change-amount", points=HERO, at_least=HEAD, ink="warn", align=Qt.AlignmentFlag.AlignLeft
        )
        self._tags, self._about = Tags(theme, "change-tags"), label("small", "muted")
        self._about.setWordWrap(True)
        self.notice = Notice(theme)
        self.nothing = Empty(theme, "coins")
        self._keys = DeedKeys(theme)
        self._fill(theme)
        self.code.installEventFilter(self)
        self.code.textEdited.connect(model.type_code)
        self.code.returnPressed.connect(self.enter)
        self._keypad.typed.connect(model.digit)
        self._keypad.backspace.connect(model.backspace)
        self._look_up.clicked.connect(model.look_up)
        stays = self._look_up.sizePolicy()
        stays.setRetainSizeWhenHidden(True)  # nothing moves under the thumb that types
        self._look_up.setSizePolicy(stays)
        for tell in (model.do, self.asked):
            self._keys.asked.connect(tell)
        self.notice.answered.connect(model.understood)
        theme.changed.connect(self._dress)
        self._dress()

    def _fill(self, theme: Theme) -> None:
        credit = Ground("clear")
        column = Column(theme, credit, gap_mm=1.6)
        column.addWidget(self._number)
        column.addWidget(self._amount)
        column.addWidget(self._tags)
        column.addWidget(self._about)
        column.addStretch(1)
        column.addWidget(self._keys)
        self._all = QStackedWidget()
        self._all.addWidget(alone(theme, self.nothing))
        self._all.addWidget(credit)
        side = Column(theme, self, gap_mm=2.4, margins_mm=(6, 4, 6, 5))
        side.addWidget(self._asked)
        side.addWidget(self.code)
        side.addWidget(self._keypad, 3)
        side.addWidget(self._look_up)
        side.addWidget(self._all, 2)

    def _dress(self) -> None:
        self._keypad.setMaximumHeight(self._theme.mm(_KEYS_MOST_MM))
        self._share()

    def _share(self) -> None:
        """On a low screen a credit that is touched takes the room of the keys, never one that is found while typing."""
        is_low = self.height() < self._theme.mm(_BOTH_MM)
        takes_it = self._is_touched and self._model.credit is not None
        self._keypad.setVisible(not (is_low and takes_it))
        self._all.setVisible(takes_it or not is_low)
        is_next = is_low and not takes_it and self._model.credit is not None
        #: under the list, where a code has been found and the credit has no room beside the keys
        found, asked = self.tr("Found: touch its row"), self.tr("Code of the guest, or its last digits")
        self._asked.setText(found if is_next else asked)
        self.code.setAccessibleName(asked)
        dye(self._asked, "accent" if is_next else "muted")

    def touched(self) -> None:
        """A row of the list was touched: its credit is wanted, not the keys."""
        self._is_touched = True
        self._share()

    def _type(self) -> None:
        self._is_touched = False
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and watched is self.code:
            self._type()
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model = self._model
        if self.code.text() != model.typed:
            self.code.setText(model.typed)
        self._look_up.say(self.tr("Look it up among all sales"))
        self._look_up.setVisible(model.can_look_up)
        self._all.setCurrentIndex(1 if model.credit is not None else 0)
        self._number.say(model.code)
        self._amount.say(model.amount_text)
        self._amount.show_ink("faint" if model.is_over else "warn")
        self._tags.show_tags(model.tags)
        self._about.setText("\n".join(model.about))
        self._keys.show_rows(model.deeds)
        self.nothing.say(self.tr("Type the code, or touch the list"))
        self._share()
        self.notice.show_row(model.refusal)

    def enter(self) -> None:
        """Enter looks a code up; it gives no money out."""
        if self._model.can_look_up:
            self._model.look_up()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.notice.show_anew()
        super().changeEvent(event)


class ChangeScreen(ListPage):
    """Shows a ``ChangeModel``."""

    def __init__(self, model: ChangeModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "change", "coins", parent, lead_mm=34)
        self._model = model
        self._total_name = label("small", "muted")
        self._total = AmountLabel(theme, "change-total", points=TOTAL_TEXT_MIN_PT)
        self._panel = ChangePanel(model, theme)
        self.header.addStretch(1)
        self.header.addWidget(self._total_name, 0, Qt.AlignmentFlag.AlignVCenter)
        self.header.addWidget(self._total, 0, Qt.AlignmentFlag.AlignVCenter)
        self.top.addWidget(self._panel.notice)  # the keypad needs all the room beside the list
        self.build(self._panel, self._panel.nothing)
        self.list.tapped.connect(model.select)
        self.list.tapped.connect(self._panel.touched)
        self.again.clicked.connect(model.pages.again)
        self.pager.previous.connect(model.pages.previous)
        self.pager.next.connect(model.pages.next)
        model.changed.connect(self._changed)
        model.said.connect(lambda text: self.said.emit(text, ""))
        self._panel.asked.connect(self.moved)
        self._panel.notice.shown.connect(lambda: self.said.emit("", ""))
        self.retranslate()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, pages = self._model, self._model.pages
        self.show_list(model.rows, model.selected, model.stand, model.void, is_dim=pages.is_previous)
        self.show_place(
            model.note, pages.place_text, has_previous=pages.has_previous, has_next=pages.has_next
        )
        self._total.say(model.total_text, f"{self._total_name.text()} {model.total_text}")
        self._panel.refresh()

    def entered(self) -> None:
        super().entered()
        self._model.enter()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.leave()
        super().hideEvent(event)

    def shortcut(self, key: Shortcut) -> bool:
        model = self._model
        if key is Shortcut.BACK and (model.typed or model.selected):
            model.type_code("")
            self.setFocus()
            return True
        if key is Shortcut.SEARCH:
            self._panel.code.setFocus()
            return True
        return super().shortcut(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed is the code; Enter looks it up."""
        sign = event.text()
        if sign.isascii() and (sign.isalnum() or sign == "-"):
            self._model.type_code(self._model.typed + sign)
        elif event.key() == Qt.Key.Key_Backspace:
            self._model.backspace()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._panel.enter()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Change owed"))
        self._total_name.setText(self.tr("Owed in all"))
        self.list.say(self.tr("Change owed"))
        self.refresh()
