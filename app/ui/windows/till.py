"""The till's window: one page at a time under the status strip, toasts, the menu, help, and the keys of the keyboard.

It knows no story of the trade: what a page asks for goes out as signals, and whoever builds the window answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QScreen, QShortcut, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget

from app.settings import APP
from app.ui import format as text_of
from app.ui.bell import Bell
from app.ui.controls.focus import step
from app.ui.controls.lamp import StatusStrip
from app.ui.controls.layout import Column, Ground
from app.ui.controls.mouse_drag import MouseDrag
from app.ui.controls.page import Page, Shortcut
from app.ui.controls.scanner import Scanner
from app.ui.controls.second_tap import SecondTap
from app.ui.controls.sheet import Sheet
from app.ui.controls.toast import Toast
from app.ui.theme import Theme
from app.ui.theme_qss import style_sheet
from app.ui.windows.ahead import Ahead
from app.ui.windows.closing import ClosingSheet
from app.ui.windows.help_sheet import HelpSheet
from app.ui.windows.look_sheet import LookSheet
from app.ui.windows.till_sheets import MenuSheet

if TYPE_CHECKING:
    from app.ui.view_models.status import StatusModel

OwnSheet: TypeAlias = MenuSheet | HelpSheet | LookSheet | ClosingSheet
OWN_SHEETS = ("menu", "help", "look", "closing")
"""The sheets that open over every page; the last one lies over all others."""


class TillWindow(Ground):
    """Add pages with ``add_page`` or ``offer_page``, show one with ``show_page``. ``home`` is where « back » leads.

    Signals: ``page_asked`` (a name from the menu), ``language_asked`` (a code), ``lock_asked`` (F8, the lock),
    ``scanned`` (a barcode), ``close_asked`` (the window's cross: whoever built it decides), ``leaving`` (« close » was
    chosen, whatever waits), ``appeared`` (once: the first frame is on the screen), ``page_shown`` (its name),
    ``strip_tapped`` (what about: ``status`` or ``unprinted``).
    """

    page_asked = Signal(str)
    language_asked = Signal(str)
    lock_asked = Signal()
    scanned = Signal(str)
    close_asked = Signal()
    leaving = Signal()
    appeared = Signal()
    page_shown = Signal(str)
    strip_tapped = Signal(str)

    def __init__(self, status: StatusModel, theme: Theme, *, scanner: Scanner | None = None) -> None:
        super().__init__("window")
        self.theme, self._status = theme, status
        self.home = "sale"
        self._place = "", ""
        self._pages: dict[str, Page] = {}
        self._offers: dict[str, tuple[str, Callable[[], Page]]] = {}
        self.ahead = Ahead(self)
        self._kept_back = frozenset[str]()
        self._has_appeared = False
        self._watchers: list[QObject] = []
        self.setObjectName("till")
        self.strip = StatusStrip(theme)
        self.strip.tapped.connect(self._strip_tapped)
        self._stack = QStackedWidget()
        column = Column(theme, self, gap_mm=0)
        # The window is as large as its screen; what does not fit scrolls or shrinks, it never pushes the window.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        self.toast = Toast(theme, self)
        self.bell = Bell(theme, self)
        self.scanner = scanner or Scanner(parent=self)
        self.scanner.scanned.connect(self.scanned)
        self.second_tap, self.mouse_drag = SecondTap(theme, self), MouseDrag(theme, self)
        self._said_by: Page | None = None
        self.toast.answered.connect(self._toast_answered)
        self.toast.answered.connect(self.second_tap.page_changed)
        status.changed.connect(self._show_status)
        theme.changed.connect(self._dress)
        self._hear_keys()
        self._dress()
        self.retranslate()
        self._show_status()

    def _hear_keys(self) -> None:
        for key in Shortcut:
            shortcut = QShortcut(key.value, self)
            shortcut.activated.connect(partial(self.press, key))
        keypad = QShortcut("Ctrl+Enter", self)
        keypad.activated.connect(partial(self.press, Shortcut.ACCEPT))

    # its own sheets: each is made when it is first asked for

    @cached_property
    def menu(self) -> MenuSheet:
        menu = MenuSheet(self.theme, self)
        menu.chosen.connect(self._choose)
        menu.language_chosen.connect(self.language_asked)
        self._guard(menu)
        menu.offer(frozenset(self._pages) | frozenset(self._offers))
        menu.keep_back(self._kept_back)
        menu.show_refused(self._status.refused_count)
        menu.show_unprinted(self._status.unprinted_count)
        return menu

    @cached_property
    def help(self) -> HelpSheet:
        sheet = HelpSheet(self.theme, self, self._page_name, lambda: self._status.idle_text)
        self._guard(sheet)
        return sheet

    @cached_property
    def look(self) -> LookSheet:
        look = LookSheet(self.theme, self.bell, self)
        look.language_chosen.connect(self.language_asked)
        self._guard(look)
        return look

    @cached_property
    def closing(self) -> ClosingSheet:
        closing = ClosingSheet(self.theme, self)
        closing.agreed.connect(self.leaving)
        self._guard(closing)
        return closing

    def own_sheets(self) -> list[OwnSheet]:
        """Return the sheets that every page has, the topmost last; they are made now where they are not yet."""
        return [getattr(self, name) for name in OWN_SHEETS]

    def _made_sheets(self, *names: str) -> list[OwnSheet]:
        return [vars(self)[name] for name in names if name in vars(self)]

    def keep_back(self, pages: frozenset[str]) -> None:
        """Leave out of the menu what is not for who is at the till now."""
        self._kept_back = pages
        if self._made_sheets("menu"):
            self.menu.keep_back(pages)

    def _offer(self) -> None:
        if self._made_sheets("menu"):
            self.menu.offer(frozenset(self._pages) | frozenset(self._offers))

    # pages

    @property
    def page(self) -> Page:
        """The page on show."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page), "a till window has at least one page"
        return page

    def _page_name(self) -> str:
        return self.page.objectName()

    def add_page(self, page: Page) -> None:
        """Take a page under its object name; the menu offers those that it knows."""
        name = page.objectName()
        self._pages[name] = page
        self._stack.addWidget(page)
        page.back_asked.connect(partial(self._go_back, page))
        page.said.connect(self.say)
        page.moved.connect(self.second_tap.page_changed)
        self._guard(*page.sheets())
        self._offer()

    def _guard(self, *sheets: Sheet) -> None:
        """A second tap is not for what lay under a sheet that an answer has closed, nor for one that has opened."""
        for sheet in sheets:
            sheet.offered.connect(lambda typed: self.second_tap.page_changed(is_typed_on=typed))
            sheet.closed.connect(self.second_tap.page_changed)

    def offer_page(self, name: str, module: str, make: Callable[[], Page]) -> None:
        """Take a page that is made when it is first needed, or ahead; ``module`` is what ``make`` imports."""
        self._offers[name] = module, make
        self._offer()

    def made(self, name: str) -> Page:
        """Return the page of that name, made now if it was only offered. Raises KeyError when there is none."""
        if name in self._offers:
            page = self._offers[name][1]()
            self._offers.pop(name, None)
            self.add_page(page)
        return self._pages[name]

    def is_made(self, name: str) -> bool:
        """Whether the page of that name is there already."""
        return name in self._pages

    def next_offered(self) -> tuple[str, str] | None:
        """Return the first page that nobody has asked for yet, and the module that makes it."""
        return next(((name, module) for name, (module, _) in self._offers.items()), None)

    def make_a_sheet(self) -> bool:
        """Make one of the sheets that every page has; tell whether there was one left to make."""
        missing = [name for name in OWN_SHEETS if name not in vars(self)]
        return bool(missing) and getattr(self, missing[0]) is not None

    def show_page(self, name: str) -> None:
        """Show the page of that name. Raises KeyError when there is none."""
        page = self.made(name)
        for sheet in self._sheets():
            sheet.put_away()  # what was half typed in it was typed by who leaves
        if name == "sign-in":
            self.toast.put_away()  # whoever comes next has done nothing that could be undone
        self._stack.setCurrentWidget(page)
        self.scanner.is_listening = page.takes_scans
        page.entered()
        self.second_tap.page_changed()
        self.page_shown.emit(name)

    def _go_back(self, page: Page) -> None:
        if page.back_to:
            self.show_page(page.back_to)
        else:
            self.go_home()

    def go_home(self) -> None:
        if self.page.objectName() != "sign-in" and self.home in {*self._pages, *self._offers}:
            self.show_page(self.home)

    def say(self, text: str, answer: str = "") -> None:
        """Show a toast over the strip, under a sheet that is open; an empty one takes back what is on show."""
        if not text:
            self.toast.put_away()
            return
        self._said_by = self.page
        self.toast.show_text(text, answer)
        for sheet in self._sheets():
            sheet.raise_()

    def _strip_tapped(self, about: str) -> None:
        if not self.toast.has_just_ended():
            self.strip_tapped.emit(about)

    def _toast_answered(self) -> None:
        if self._said_by is not None:
            self._said_by.toast_answered()

    # keys

    def press(self, key: Shortcut) -> None:
        """Answer a key of the keyboard: the lock whatever is open, else the sheet on top, the window, the page."""
        sheets = [sheet for sheet in self._sheets() if sheet.isVisible()]
        if key is Shortcut.LOCK:
            for sheet in sheets:
                sheet.put_away()
            self.lock_asked.emit()
            return
        if sheets:
            if key is Shortcut.BACK:
                sheets[-1].put_away()
            return
        match key:
            case Shortcut.HELP:
                self.help.open()
            case Shortcut.MENU if self.page.objectName() != "sign-in":
                self.menu.open()
            case _:
                before = self.page
                is_heard = before.shortcut(key)
                if key is Shortcut.DAY and not is_heard and before.objectName() != "sign-in":
                    self.page_asked.emit("day")
                if key is Shortcut.MOBILE_MONEY and self.page is not before:
                    self.page.shortcut(key)

    def _sheets(self) -> list[Sheet]:
        """Return the window's sheets and those of the page on show, the topmost last."""
        *under, over = OWN_SHEETS
        return [*self._made_sheets(*under), *self.page.sheets(), *self._made_sheets(over)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the page the keys that come when nothing has the focus."""
        holder = self.focusWidget()
        if holder is None or not (holder is self.page or self.page.isAncestorOf(holder)):
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Walk by Tab through the sheet on top, else through the page and the answer of a toast."""
        sheets = [sheet for sheet in self._sheets() if sheet.isVisible()]
        return step(*(sheets[-1:] or (self.page, self.toast)), is_forward=is_next)

    def open_menu(self) -> None:
        self.menu.open()

    def ask_to_close(self) -> None:
        """Say what waits and what is not paid: « close » is told by ``leaving``, « stay » by nothing."""
        self.closing.say_waiting(self._status.unsent_text)
        self.closing.say_order(self._status.unpaid_text)
        self.closing.open()

    def _choose(self, name: str) -> None:
        match name:
            case "help":
                self.help.open()
            case "look":
                self.look.open()
            case "lock":
                self.lock_asked.emit()
            case "close":
                self.ask_to_close()
            case _:
                self.page_asked.emit(name)

    def let_watch(self, watcher: QObject) -> None:
        """Let ``watcher`` filter what people do, before any widget hears of it and before who watched already."""
        self._watchers.append(watcher)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the watchers on the window's handle.

        On the application they would be asked about each event of each widget: a millisecond for each tap, and a tenth
        of a second at the start, since Qt's inner objects make PySide load every class that it has.
        """
        super().showEvent(event)
        for watcher in (self.mouse_drag, self.scanner, *self._watchers, self.second_tap):
            self.windowHandle().installEventFilter(watcher)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_appeared:
            self._has_appeared = True
            QTimer.singleShot(0, self, self._appear)

    def _appear(self) -> None:
        self.appeared.emit()
        self.ahead.start()

    # looks

    def _show_status(self) -> None:
        status = self._status
        self.strip.show_lamp(status.lamp, status.lamp_text, status.banner)
        self.strip.show_rest(status.waiting_text, status.person_name, status.clock_text)
        self.strip.show_relief(status.relief_text)
        self.strip.show_locking(status.locking_text)
        self.strip.show_unprinted(status.unprinted_text)
        if self._made_sheets("menu"):
            self.menu.show_refused(status.refused_count)
            self.menu.show_unprinted(status.unprinted_count)
        if self._made_sheets("closing") and self.closing.isVisible():
            self.closing.say_waiting(status.unsent_text)
            self.closing.say_order(status.unpaid_text)

    def show_place(self, bar_name: str, till_name: str) -> None:
        """Name the bar and the till in the strip and in the title."""
        self._place = bar_name, till_name
        self.strip.show_place(bar_name, till_name)
        self._name()

    def _name(self) -> None:
        bar, till = self._place
        #: the window's title, after the program's name and before the bar's
        name = self.tr("Till {name}").format(name=till) if till else self.tr("Till")
        self.setWindowTitle(text_of.joined(APP, name, bar))

    def _dress(self) -> None:
        self.setStyleSheet(style_sheet(self.theme))

    def take_screen(self, screen: QScreen) -> None:
        """Take the density of the screen that the window is on."""
        self.theme.use(dpi=screen.physicalDotsPerInch())
        self.theme.fit(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.theme.fit(self.width(), self.height())

    def retranslate(self) -> None:
        self._name()
        for sheet in self._made_sheets(*OWN_SHEETS):
            sheet.retranslate()
        self._show_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.toast.put_away()  # a sentence of before, in the other language
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        """Leave closing to whoever built the window."""
        event.ignore()
        self.close_asked.emit()
