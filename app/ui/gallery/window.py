"""The gallery's window: the pages at the left, the one that was chosen at the right, the look and language on top."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QSizePolicy

from app.ui.controls.buttons import Arrange, Kind, TouchButton
from app.ui.controls.choices import Choices
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, label
from app.ui.gallery.pages import PAGES
from app.ui.gallery.stage import Leaf, Stage
from app.ui.i18n import LANGUAGES, Language
from app.ui.rows import ActionRow
from app.ui.theme import SMALL, Look, Theme
from app.ui.theme_qss import style_sheet

_LIST_MM = 78.0
_NAMES = {"fr": "Français", "en": "English"}


class GalleryWindow(Ground):
    """Shows one page at a time, made anew whenever the look or the language changes. ``closed``: somebody closed it."""

    closed = Signal()

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__("window")
        self.theme, self._language = theme, language
        self.leaf = PAGES[0]
        self._group = QButtonGroup(self)
        self._title = label("title")
        self._looks, self._languages = (
            Choices(theme, "look", name_mm=18),
            Choices(theme, "language", name_mm=18),
        )
        self._list = ScrollColumn(theme, gap_mm=2)
        self._scroll = ScrollColumn(theme)
        self._fill(theme)
        self._looks.chosen.connect(lambda look: theme.use(look=Look(look)))
        self._languages.chosen.connect(language.use)
        theme.changed.connect(self._dress)
        self._dress()

    def _fill(self, theme: Theme) -> None:
        whole = Row(theme, self, gap_mm=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        side = Ground("rail")
        Column(theme, side, margins_mm=(3, 4, 3, 4)).addWidget(self._list)
        for leaf in PAGES:
            key = TouchButton(
                theme, f"leaf:{leaf.name}", Kind.CHOICE, arrange=Arrange.LEFT, size_mm=(20, 11), points=SMALL
            )
            key.say(leaf.name)
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            key.clicked.connect(partial(self._choose, leaf))
            self._group.addButton(key)
            self._list.stack.addWidget(key)
        self._list.stack.addStretch(1)
        self._side = side
        whole.addWidget(side)
        right = Column(theme, gap_mm=0)
        head = Row(theme, gap_mm=6, margins_mm=(6, 4, 6, 0))
        head.addWidget(self._title, 1)
        head.addWidget(self._looks, 0, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self._languages, 0, Qt.AlignmentFlag.AlignRight)
        right.addLayout(head)
        right.addWidget(self._scroll, 1)
        whole.addLayout(right, 1)

    def _choose(self, leaf: Leaf, _checked: bool = False) -> None:
        self.show_leaf(leaf)

    def show_leaf(self, leaf: Leaf) -> Stage:
        """Show this page; return it."""
        self.leaf = leaf
        stack = self._scroll.stack
        while (item := stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        stage = leaf.made(self.theme)
        stack.addWidget(stage)
        stack.addStretch(1)
        self._title.setText(leaf.name)
        key = self.findChild(TouchButton, f"leaf:{leaf.name}")
        if key is not None:
            key.setChecked(True)
        return stage

    def _dress(self) -> None:
        self.setStyleSheet(style_sheet(self.theme))
        self._side.setFixedWidth(self.theme.mm(_LIST_MM))
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and make the page anew."""
        looks = (
            ActionRow(Look.NIGHT.value, QCoreApplication.translate("Gallery", "Night")),
            ActionRow(Look.DAY.value, QCoreApplication.translate("Gallery", "Day")),
        )
        self._looks.show_choices(looks, self.theme.look.value)
        self._looks.say(QCoreApplication.translate("Gallery", "Look"))
        codes = tuple(ActionRow(code, _NAMES[code]) for code in LANGUAGES)
        self._languages.show_choices(codes, self._language.code)
        self._languages.say(QCoreApplication.translate("Gallery", "Language"))
        self.setWindowTitle(QCoreApplication.translate("Gallery", "Controls – BarTender"))
        self.show_leaf(self.leaf)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        super().closeEvent(event)  # type: ignore[arg-type]  # Qt calls it with a QCloseEvent
        self.closed.emit()
