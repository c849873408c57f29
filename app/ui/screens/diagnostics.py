"""How this till is: a plain sentence per matter first, then six cards for whoever helps, and all as text to send on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.findings import FindingsCard
from app.ui.controls.layout import Column, Ground, ScrollColumn
from app.ui.controls.page import Page
from app.ui.controls.topic import TopicCard
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.view_models.diagnostics import DiagnosticsModel, Topic

_CARD_MM = 84.0


class DiagnosticsScreen(Page):
    """Five sentences; « details » shows cards side by side as the screen allows, folded for whoever comes next.

    « copy » puts the whole report on the clipboard, folded or not.
    """

    def __init__(self, model: DiagnosticsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "diagnostics", parent)
        self._model = model
        self._cards: dict[str, TopicCard] = {}
        self.copy = TouchButton(theme, "copy", Kind.QUIET, icon="copy", size_mm=(34, 12))
        self.copy.clicked.connect(self._copy)
        self.details = TouchButton(theme, "details", Kind.CHOICE, icon="pulse", size_mm=(38, 12))
        self.head.addWidget(self.details)
        self.head.addWidget(self.copy)
        self._grid, self._figures = QGridLayout(), Ground("clear")
        self._figures.setLayout(self._grid)
        self.details.toggled.connect(self._figures.setVisible)
        self._figures.hide()
        self._grid.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn(theme)
        self._findings = FindingsCard(theme)
        whole = Column(theme, gap_mm=3)
        whole.addWidget(self._findings)
        whole.addWidget(self._figures)
        scroll.stack.addLayout(whole)
        scroll.stack.addStretch(1)
        self.body.addWidget(scroll, 1)
        model.changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self.retranslate()
        self._dress()

    def refresh(self) -> None:
        """Show the model as it is now."""
        self._findings.show_findings([(finding.text, finding.ink) for finding in self._model.findings])
        for topic in self._model.topics:
            if topic.name not in self._cards:
                self._cards[topic.name] = TopicCard(self.theme, topic.name)
                self._dress()
            self._show(self._cards[topic.name], topic)

    def _show(self, card: TopicCard, topic: Topic) -> None:
        figures = [(fact.name, fact.text, fact.ink) for fact in topic.facts]
        strip = [(part.start, part.end, part.ink) for part in topic.strip]
        words = ", ".join(part.word for part in topic.strip)
        card.show_topic(topic.title, topic.headline, topic.ink, figures, strip, words)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._model.report_text)
        self.said.emit(self.tr("Copied: send it to whoever helps you."), "")

    def entered(self) -> None:
        super().entered()
        self.details.setChecked(False)
        self._model.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Put the cards into as many columns as there is room for."""
        self._grid.setSpacing(self.theme.mm(3))
        columns = max(1, min(3, self.width() // self.theme.mm(_CARD_MM)))
        while self._grid.takeAt(0) is not None:
            pass
        for place, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("Diagnostics"))
        self._findings.setAccessibleName(self.tr("How this till is"))
        self.copy.say(self.tr("Copy"))
        self.details.say(self.tr("Details"))
        self.refresh()
