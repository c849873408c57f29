"""The customer's display: the order in large type, the total, what goes back.

A guest's tap does nothing; on the counter's own screen, which it covers, a tap closes it, or says first that it will.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel, QLayout, QSizePolicy, QStackedWidget, QWidget

from app.settings import APP
from app.ui import format as text_of
from app.ui.controls.amount import AmountLabel
from app.ui.controls.layout import Column, Ground, Row, label
from app.ui.controls.paint import LEFT, RIGHT, smooth, write
from app.ui.rows import LineRow
from app.ui.theme import BOLD, HEAD, HERO, LABEL, LAYOUT_MIN_MM, MEDIUM, TITLE, TOTAL, Theme, sane_dpi
from app.ui.theme_qss import style_sheet
from app.ui.view_models.display import Phase

if TYPE_CHECKING:
    from app.ui.view_models.display import DisplayModel

_HUGE = HERO * 1.7
_CTRL_W = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_W)
_LINE_MM = 14.0
_LEAST_MM = 8.0
_PANE_SHARE = 0.42
_HINT_MS = 5_000


class OrderLines(QLabel):
    """The lines of an order, painted: as many as fit, the newest always, with how many are above."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[LineRow] = []
        self.setObjectName("order-lines")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: list[LineRow]) -> None:
        if rows != self._rows:
            self._rows = rows
            said = (f"{text_of.times(row.qty)} {row.full_name} {row.total_text}" for row in rows)
            self.setAccessibleName("; ".join(said))
            self.update()

    @property
    def shown(self) -> list[LineRow]:
        """The rows that there is room for."""
        return self._rows[-self._room() :]

    def _room(self) -> int:
        return max(1, self.height() // self._theme.mm(_LEAST_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        rows, painter = self.shown, QPainter(self)
        smooth(painter)
        palette = self._theme.palette
        high = min(self._theme.mm(_LINE_MM), self.height() / max(1, len(rows)))
        for place, row in enumerate(rows):
            box = QRectF(0, place * high, self.width(), high)
            self._write(painter, box, row)
            if place:
                painter.fillRect(QRectF(0, box.top(), box.width(), self._theme.hair()), QColor(palette.line))

    def _write(self, painter: QPainter, box: QRectF, row: LineRow) -> None:
        palette, theme = self._theme.palette, self._theme
        quantity, amount = theme.mm(13), box.width() * 0.28
        strong = theme.font(TITLE * 1.15, BOLD)
        write(painter, QRectF(box.left(), box.top(), quantity, box.height()), text_of.times(row.qty), strong,
              QColor(palette.accent_text), LEFT)  # fmt: skip
        name = QRectF(box.left() + quantity, box.top(), box.width() - quantity - amount, box.height())
        plain = theme.fitted_font(row.full_name, round(name.width()), TITLE * 1.15, LABEL, MEDIUM)
        write(painter, name, row.full_name, plain, QColor(palette.text), LEFT)
        write(painter, QRectF(box.right() - amount, box.top(), amount, box.height()), row.total_text, strong,
              QColor(palette.text), RIGHT)  # fmt: skip


class Welcome(Ground):
    """The bar's name, while nothing is ordered."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("clear")
        column = Column(theme, self, gap_mm=4, margins_mm=(10, 10, 10, 10))
        self._hello = label("head", "muted")
        self._hello.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = AmountLabel(
            theme, "welcome", points=_HUGE, at_least=HEAD, align=Qt.AlignmentFlag.AlignCenter
        )
        column.addStretch(1)
        column.addWidget(self._hello)
        column.addWidget(self._name)
        column.addStretch(1)

    def say(self, hello: str, name: str) -> None:
        self._hello.setText(hello)
        self._name.say(name)


class CustomerDisplay(Ground):
    """A window of its own, for a second screen. ``closed``: somebody closed it.

    ``is_over``: tells whether it stands over the counter; there a tap closes it, and while nothing is ordered it says
    so. Over an order, which the guest reads, the first tap says it, and one that follows soon closes.
    """

    closed = Signal()

    def __init__(self, model: DisplayModel, theme: Theme, is_over: Callable[[], bool]) -> None:
        super().__init__("window")
        self._model, self.theme, self._dpi, self._is_over = model, theme, theme.dpi, is_over
        self.setObjectName("display")
        self._welcome, self._order = Welcome(theme), Ground("clear")
        self._lines = OrderLines(theme)
        self._panel = Ground("panel")
        self._total_name, self._hero_name = label("head", "muted"), label("head", "muted")
        self._total = AmountLabel(theme, "total", points=HERO * 1.3, at_least=TOTAL)
        self._given_name, self._given = label("title", "muted"), AmountLabel(theme, "given", points=TOTAL)
        self._hero = AmountLabel(theme, "change", points=_HUGE, at_least=TOTAL, ink="ok")
        self._owed = label("title", "warn")
        self._owed.setWordWrap(True)
        self._stack = QStackedWidget()
        self._foot = label("body", "muted")
        self._foot.setObjectName("display-close")
        self._foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = QTimer(self, singleShot=True, interval=_HINT_MS)
        self._hint.timeout.connect(self.refresh)
        self._fill(theme)
        column = Column(theme, self, gap_mm=0)
        column.setSizeConstraint(
            QLayout.SizeConstraint.SetNoConstraint
        )  # as large as its screen, whatever is in it
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        model.changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def _fill(self, theme: Theme) -> None:
        left = Column(theme, gap_mm=0, margins_mm=(10, 8, 8, 8))
        left.addWidget(self._lines)
        side = Column(theme, self._panel, gap_mm=2, margins_mm=(8, 8, 8, 8))
        side.addStretch(1)
        for widget in (self._total_name, self._total):
            side.addWidget(widget)
        given = Row(theme, gap_mm=3)
        given.addWidget(self._given_name)
        given.addWidget(self._given, 1)
        side.addLayout(given)
        side.addStretch(1)
        for widget in (self._hero_name, self._hero, self._owed):
            side.addWidget(widget)
        side.addStretch(1)
        self._sides = Row(theme, self._order, gap_mm=0)
        self._sides.addLayout(left, 1)
        self._sides.addWidget(self._panel)
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self._order)

    def refresh(self) -> None:
        """Show the model as it is now."""
        model, phase = self._model, self._model.phase
        if phase is Phase.WELCOME:
            self._welcome.say(self.tr("Welcome"), model.bar_name)
        else:
            self._show_order(phase)
        self._foot.setText(self.tr("Touch to close"))
        self._foot.setVisible(self._says_how)
        self._stack.setCurrentWidget(self._welcome if phase is Phase.WELCOME else self._order)
        #: the window's title, after the program's name and before the bar's
        self.setWindowTitle(text_of.joined(APP, self.tr("Customer display"), model.bar_name))

    @property
    def _says_how(self) -> bool:
        """Whether it says that a tap closes it."""
        return self._is_over() and (self._model.phase is Phase.WELCOME or self._hint.isActive())

    def _show_order(self, phase: Phase) -> None:
        model = self._model
        self._lines.show_rows(model.lines)
        self._total_name.setText(self.tr("Total"))
        self._total.say(model.total_text)
        self._given_name.setText(self.tr("Given"))
        self._given.say(model.given_text)
        for widget in (self._given_name, self._given):
            widget.setVisible(bool(model.given_text))
        name, text, ink = self._hero_of(phase)
        self._hero_name.setText(name)
        self._hero.say(text, f"{name} {text}".strip())
        self._hero_name.setVisible(bool(name))
        self._hero.show_ink(ink)
        self._hero.setVisible(bool(text))
        self._owed.setText(self.tr("Owed to you: {amount}").format(amount=model.owed_text))
        self._owed.setVisible(bool(model.owed_text))

    def _hero_of(self, phase: Phase) -> tuple[str, str, str]:
        """Return what is largest: the words over it, the amount, its ink."""
        model = self._model
        if model.missing_text:
            return self.tr("Still to pay"), model.missing_text, "warn"
        if model.change_text:
            return self.tr("Your change"), model.change_text, "ok"
        return "", self.tr("Thank you!") if phase is Phase.THANKS else "", "ok"

    def take_screen(self, screen: QScreen) -> None:
        """Take the density of the screen that the window is on."""
        self._dpi = sane_dpi(screen.physicalDotsPerInch())
        self._grow()

    def _grow(self) -> None:
        """Fill the glass: it is read from across the counter, so everything grows with it."""
        wide_mm, high_mm = (side * 25.4 / self._dpi for side in (self.width(), self.height()))
        room = min(max(wide_mm, high_mm) / LAYOUT_MIN_MM[0], min(wide_mm, high_mm) / LAYOUT_MIN_MM[1])
        self.theme.use(dpi=self._dpi * max(1.0, room))

    def _dress(self) -> None:
        self.setStyleSheet(style_sheet(self.theme))
        is_upright = self.height() > self.width()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if is_upright else across)
        gap = self.theme.mm(1.6)
        self._foot.setContentsMargins(gap, gap, gap, gap)
        self._panel.setFixedWidth(self.width() if is_upright else round(self.width() * _PANE_SHARE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_over() or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._hint.isActive() and self._hint_ms() < QApplication.doubleClickInterval():
            return  # the second half of the tap that asked
        if self._says_how:
            self.close()
        else:
            self._hint.start()
            self.refresh()

    def _hint_ms(self) -> int:
        """For how long it has been said how it closes."""
        return max(0, self._hint.interval() - self._hint.remainingTime())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_ctrl_w = event.keyCombination() == _CTRL_W
        if event.key() == Qt.Key.Key_Escape or (is_ctrl_w and self._is_over()):
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        super().closeEvent(event)  # type: ignore[arg-type]
        self.closed.emit()
