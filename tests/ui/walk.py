"""A walk through everything that a till shows: each page that the counter knows, each sheet, each other window.

Pages and sheets are found, not listed: whoever adds one has it looked at by every test that walks. What a page needs
to have something to show is in ``scenes``; a page without a line there is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.controls.sheet import Sheet
from app.ui.i18n import I18N_FOLDER, Language
from app.ui.theme import USUAL_DPI, Look, Theme
from app.ui.windows.desk import Desk
from app.ui.windows.display import CustomerDisplay
from app.ui.windows.office import OfficeWindow
from app.ui.windows.till import TillWindow
from tests.fakes import Refusal
from tests.ui import evening
from tests.ui.language import speaking
from tests.ui.pictures import dress, short_of
from tests.ui.rig import Rig, ident, product
from tests.ui.scenes import OPENERS, SCENES, just, simply

CART = {"castel-65": 2, "castel-33": 1, "aloko": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is shown: ``root`` holds all of it, ``window`` is where it is."""

    name: str
    root: QWidget
    window: QWidget


def theme_of(place: Place) -> Theme:
    """Return the theme of the place's window: the scale in force may be less than the one that was asked for."""
    assert isinstance(place.window, TillWindow | OfficeWindow | CustomerDisplay)
    return place.window.theme


class Strays(QObject):
    """Hears of every window that opens: a part that is shown before it has a place takes the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_window = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if is_window and not isinstance(watched, TillWindow | OfficeWindow | CustomerDisplay):
            self.found.append(watched.objectName() or type(watched).__name__)
        return False


class House:
    """A desk in the middle of a busy evening: a cart, held carts, sales that wait and that were refused.

    The server's books have the sales of the evening, a return that waits, bottles kept and change owed.
    """

    def __init__(
        self,
        language: Language,
        size: tuple[int, int] = (1366, 768),
        *,
        look: Look = Look.NIGHT,
        dpi: float = USUAL_DPI,
        scale: float = 1.0,
        is_left_handed: bool = False,
    ) -> None:
        self.rig = Rig()
        self.theme = Theme(look, dpi, scale, is_still=True)
        self.theme.use(is_left_handed=is_left_handed)
        self.desk = Desk(self.rig.till, self.rig.tasks, self.theme, language)
        self.counter = self.desk.first
        self.window = self.counter.window
        self.rig.sign_in("aicha")
        self._make_busy()
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.settle()

    def _make_busy(self) -> None:
        rig, judge = self.rig, self.rig.server.judge
        evening.fill(rig, 24)
        evening.eventful(rig)
        evening.kept_bottles(rig)
        evening.owed_change(rig)
        rig.server.judge = short_of("castel-65", 1)
        self.sell()
        rig.server.judge = lambda _command: Refusal("TLSEL", {"member": "x"})
        self.sell()
        rig.server.judge = judge
        self.fill()
        self.counter.sale.hold()
        rig.settle()

    def fill(self) -> None:
        for key, qty in CART.items():
            self.rig.till.checkout.set_qty(product(key), qty)
        self.settle()

    def sell(self) -> None:
        self.fill()
        self.counter.sale.pay_exact()
        self.settle()

    def settle(self) -> None:
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def reset(self) -> None:
        """Go back to the sale with a full cart and nothing on top of it."""
        for sheet in self.window.findChildren(Sheet):
            sheet.put_away()
        self.window.toast.hide()
        person = self.rig.till.session.person
        if person is None or person.id != ident("aicha"):
            self.rig.sign_in("aicha")
        self.counter.sale.search("")
        self.window.show_page("sale")
        self.fill()

    def names(self) -> list[str]:
        """Return the names of the keys that can be seen, in order."""
        keys = self.window.findChildren(QPushButton)
        return [key.objectName() for key in keys if key.isVisible()]

    def tap(self, *names: str) -> None:
        """Tap keys one after the other; each must be there and must answer."""
        for name in names:
            found = [key for key in self.window.findChildren(QPushButton, name) if key.isVisible()]
            assert [key.isEnabled() for key in found] == [True], f"{name}: {self.names()}"
            found[0].click()
            self.settle()

    @property
    def page_names(self) -> list[str]:
        return [*self.window._pages, *self.window._offers]

    def visit(self, name: str) -> None:
        """Show a page of the counter, with what there is for it."""
        self.reset()
        scenes = SCENES.get(name, {"": partial(just, name)})
        scenes.get("", next(iter(scenes.values())))(self)
        self.settle()

    def pages(self) -> Iterator[Place]:
        """Show each page in each of its states, one after the other."""
        for name in self.page_names:
            for state, reach in SCENES.get(name, {"": partial(just, name)}).items():
                self.reset()
                reach(self)
                self.settle()
                assert self.window.page.objectName() == name, (name, state)
                yield Place(f"{name} {state}".strip(), self.window.page, self.window)

    def sheets(self) -> Iterator[Place]:
        """Open each sheet of the window and of each page, one after the other."""
        seen = set[int]()
        for name in self.page_names:
            self.visit(name)
            for sheet in (*self.window.own_sheets(), *self.window.page.sheets()):
                if id(sheet) in seen:
                    continue
                seen.add(id(sheet))
                for reach in OPENERS.get((name, sheet.objectName()), (simply,)):
                    self.visit(name)
                    reach(self, sheet)
                    self.settle()
                    assert sheet.isVisible(), sheet.objectName()
                    yield Place(f"{sheet.objectName()} over {name}", sheet, self.window)
                    sheet.put_away()

    def others(self) -> Iterator[Place]:
        """Open the windows beside the counter, one after the other."""
        self.reset()
        display = self.desk.show_display()
        for name in ("sale", "payment", "sold"):
            self.visit(name)
            yield Place(f"display of {name}", display, display)
        display.close()
        office = self.desk.show_office()
        self.settle()
        yield Place("office", office, office)
        office.close()

    def places(self) -> Iterator[Place]:
        """Everything."""
        yield from self.pages()
        yield from self.sheets()
        yield from self.others()

    def close(self) -> None:
        self.desk.close()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def open_house(
    code: str = "fr",
    size: tuple[int, int] = (1366, 768),
    *,
    look: Look = Look.NIGHT,
    dpi: float = USUAL_DPI,
    scale: float = 1.0,
    is_left_handed: bool = False,
    folder: Path = I18N_FOLDER,
    sees_strays: bool = False,
) -> Iterator[House]:
    """Open everything in that language, which ``folder`` has, and close it whatever happens.

    ``sees_strays``: no part opens as a window of its own; every event of every widget is looked at for it.
    """
    dress()
    with speaking(code, folder) as language:
        strays, app = Strays(), QCoreApplication.instance()
        assert app is not None
        if sees_strays:
            app.installEventFilter(strays)
        made = House(language, size, look=look, dpi=dpi, scale=scale, is_left_handed=is_left_handed)
        try:
            yield made
        finally:
            made.close()
            app.removeEventFilter(strays)
        assert not strays.found, f"windows of their own: {strays.found}"
