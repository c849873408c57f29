"""The windows of one till: counters, the customer's display, the manager's. They share its cache: always in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from app.till.till import Till
from app.ui.i18n import Language
from app.ui.large_blocks import give_back_large_blocks
from app.ui.tasks import Tasks
from app.ui.theme import Theme
from app.ui.windows.counter import Counter

if TYPE_CHECKING:
    from app.ui.view_models.display import DisplayModel
    from app.ui.view_models.office import OfficeModel
    from app.ui.windows.display import CustomerDisplay
    from app.ui.windows.office import OfficeWindow

COUNTER, DISPLAY, OFFICE = "counter", "display", "office"
WINDOWS = (COUNTER, DISPLAY, OFFICE)
SMALLEST = (1024, 600)
WITHOUT_FRONT = ("offscreen", "minimal")
"""Platforms that have no front to bring a window to, and say so."""


class Desk(QObject):
    """Opens windows over one till. ``closed``: the last counter was closed by a person, or everything is to end.

    ``first`` is the counter that was there from the start: the customer's display follows it.
    """

    closed = Signal()

    def __init__(self, till: Till, tasks: Tasks, theme: Theme, language: Language) -> None:
        super().__init__()
        self._till, self._tasks, self._theme, self._language = till, tasks, theme, language
        self.first = Counter(till, tasks, theme, language)
        self.counters = [self.first]
        self.display: CustomerDisplay | None = None
        self._display_model: DisplayModel | None = None
        self.office: OfficeWindow | None = None
        self._office_model: OfficeModel | None = None
        self._follow(self.first)

    def _follow(self, counter: Counter) -> None:
        counter.closed.connect(lambda: self._counter_closed(counter))
        counter.window_asked.connect(self._toggle)
        counter.used.connect(self._keep_awake)

    def _keep_awake(self) -> None:
        """Whoever sells at one window is not locked out by the clock of another."""
        for counter in self.counters:
            counter.stay_awake()

    def open(self, window: str) -> None:
        """Open the window of that name; what nobody knows brings the first counter to the front."""
        match window:
            case "display":
                self.show_display()
            case "office":
                self.show_office()
            case "counter":
                self.open_counter()
            case _:
                bring_up(self.first.window)

    def open_counter(self) -> Counter:
        """Open another window of the counter: the same order, the same person, the same stock."""
        give_back_large_blocks()
        counter = Counter(self._till, self._tasks, self._theme.twin(), self._language)
        counter.ends_till = False  # the order goes on at the first
        self.counters.append(counter)
        self._follow(counter)
        window = counter.window
        window.resize(self.first.window.size())
        window.show()
        bring_up(window)
        return counter

    def _toggle(self, window: str) -> None:
        """Open the customer's display or the manager's window; the display is closed by the same key."""
        if window == DISPLAY and self.display is not None:
            self.display.close()
        else:
            self.open(window)

    def show_office(self) -> OfficeWindow:
        """Show the manager's window: stock and day."""
        from app.ui.view_models.office import OfficeModel
        from app.ui.windows.office import OfficeWindow

        if self.office is None:
            give_back_large_blocks()
            model, counter = OfficeModel(self._till, self), self.first
            self._language.changed.connect(model.retranslate)
            self._office_model = model
            self.office = OfficeWindow(model, counter.status, self._theme.twin())
            self.office.closed.connect(self._office_closed)
            self.office.strip_tapped.connect(self._explain)
            bar = self._till.bar.bar()
            self.office.show_place(bar.name if bar else "", self._till.bar.till_name)
            self.office.resize(self.first.window.size())
        self.office.show()
        second_tap = self.first.window.second_tap
        for watcher in (self.first, second_tap):  # whoever reads there is at the till
            self.office.windowHandle().installEventFilter(watcher)
        second_tap.page_changed()
        bring_up(self.office)
        return self.office

    def _explain(self) -> None:
        """Say at the counter what the strip of the manager's window means."""
        self.first.explain()
        bring_up(self.first.window)

    def _office_closed(self) -> None:
        office, model = self.office, self._office_model
        self.office = self._office_model = None
        if model is not None:
            self._language.changed.disconnect(model.retranslate)
            model.close()
            model.deleteLater()
        if office is not None:
            office.deleteLater()
        if self.first.window.isVisible():
            self.first.window.second_tap.page_changed()
            bring_up(self.first.window)

    def show_display(self) -> CustomerDisplay:
        """Show the customer's display: on the second screen, all of it, where there is one."""
        from app.ui.view_models.display import DisplayModel
        from app.ui.windows.display import CustomerDisplay

        if self.display is None:
            give_back_large_blocks()
            counter = self.first
            model = DisplayModel(self._till, counter.sale, counter.payment, counter.sold, self)
            model.follow(counter.window.page.objectName())
            counter.window.page_shown.connect(model.follow)
            self._language.changed.connect(model.retranslate)
            self._display_model = model
            self.display = CustomerDisplay(model, self._theme.twin(), self._is_counter_covered)
            self.display.closed.connect(self._display_closed)
        other = other_screen(self.first.window.screen())
        if other is not None:
            self.display.setScreen(other)
            self.display.setGeometry(other.geometry())
            self.display.take_screen(other)
            self.display.showFullScreen()
        else:
            self.display.resize(*SMALLEST)
            self.display.show()
            bring_up(self.display)
            second_tap = self.first.window.second_tap
            self.display.windowHandle().installEventFilter(second_tap)
            second_tap.page_changed()
        return self.display

    def _is_counter_covered(self) -> bool:
        """Tell whether the customer's display stands on the screen of the counter that it follows."""
        return self.display is not None and self.display.screen() is self.first.window.screen()

    def _display_closed(self) -> None:
        display, model, was_over = self.display, self._display_model, self._is_counter_covered()
        self.display = self._display_model = None
        if model is not None:
            self.first.window.page_shown.disconnect(model.follow)
            self._language.changed.disconnect(model.retranslate)
            model.deleteLater()
        if display is not None:
            display.deleteLater()
        if was_over and self.first.window.isVisible():
            self.first.window.second_tap.page_changed()
            bring_up(self.first.window)

    def _counter_closed(self, counter: Counter) -> None:
        if counter is self.first:
            self.closed.emit()
            return
        self.counters.remove(counter)
        counter.close()

    def close(self) -> None:
        """Take every window away."""
        for window in (self.display, self.office):
            if window is not None:
                window.close()
        for counter in self.counters:
            counter.close()
        self.counters.clear()


def other_screen(own: QScreen | None) -> QScreen | None:
    """Return a screen that is not ``own``; None where there is one only."""
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


def bring_up(window: QWidget) -> None:
    """Bring a window to the front, as far as the system lets a program do that."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    if QGuiApplication.platformName() not in WITHOUT_FRONT:
        window.raise_()
    window.activateWindow()
