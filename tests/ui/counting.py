"""The counter's window over a whole till, to tap and to type on as a person does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.printers import Printer, PrinterSettings, Transport, When
from app.ui.controls.grid import ProductGrid
from app.ui.controls.row_list import RowList
from app.ui.i18n import I18N_FOLDER, Language
from app.ui.theme import Look, Theme
from app.ui.windows.counter import Counter
from tests.ui.language import speaking
from tests.ui.rig import Rig, product

PRINTER = Printer("bar", "Bar", Transport.NETWORK, "10.0.0.1")


class Counting:
    """The counter's window over a rig; ``tap`` and ``press`` are a person's."""

    def __init__(
        self,
        language: Language,
        size: tuple[int, int] = (1366, 768),
        *,
        look: Look = Look.NIGHT,
        mode: str = "simplified",
        person: str = "aicha",
        has_printer: bool = True,
        is_new: bool = False,
    ) -> None:
        self.rig = Rig(mode=mode, is_new=is_new)
        if has_printer:
            wishes = PrinterSettings((PRINTER,), tickets=PRINTER.key, when=When.ON_DEMAND)
            self.rig.run(self.rig.till.printing.printers.use(wishes))
        if person:
            self.rig.sign_in(person)
        self.theme = Theme(look, 100.0, is_still=True)
        self.counter = Counter(self.rig.till, self.rig.tasks, self.theme, language)
        self.window = self.counter.window
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.settle()

    def settle(self) -> None:
        """Let the till and the window do what they can do now."""
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def become(self, key: str) -> None:
        """Let somebody else sign in."""
        self.rig.sign_in(key)
        self.settle()

    def open_sale(self, sale: Mapping[str, Any], whose: str = "whose:all") -> None:
        """Go to the day, have it read anew, and touch a sale."""
        if self.page != "day":
            self.tap("day")
        self.tap(whose)
        self.counter.day.again()
        self.settle()
        self.tap_row("day-list", sale["id"])

    @property
    def page(self) -> str:
        return self.window.page.objectName()

    def key(self, name: str) -> QPushButton:
        """Return the one key of that name that can be seen. Fails when there is none, or more."""
        found = [key for key in self.window.findChildren(QPushButton, name) if key.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} of {sorted(self.names())}"
        return found[0]

    def names(self) -> set[str]:
        return {key.objectName() for key in self.window.findChildren(QPushButton) if key.isVisible()}

    def tap(self, *names: str) -> None:
        """Tap keys, one after the other; each must be there and must answer."""
        for name in names:
            key = self.key(name)
            assert key.isEnabled(), f"{name} is off: {key.accessibleName()}"
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
            self.settle()

    def tap_row(self, name: str, key: str) -> None:
        """Tap a row of a list."""
        found = self.window.page.findChild(RowList, name)
        assert found is not None, name
        self._click(found.viewport(), found.tap_point(key).toPoint())

    def tap_tile(self, key: str) -> None:
        """Tap a product of the demo bar."""
        grid = self.window.page.findChild(ProductGrid)
        assert grid is not None
        self._click(grid.viewport(), grid.tap_point(product(key)))

    def _click(self, widget: QWidget, point: QPoint) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        self.settle()

    def press_on(self, widget: QWidget, *keys: Qt.Key) -> None:
        """Press keys where the keyboard's focus is."""
        for key in keys:
            QTest.keyClick(widget, key)
            self.settle()

    def press_with(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.settle()

    def press(self, *keys: Qt.Key) -> None:
        """Press keys on the keyboard: whoever has its focus hears them first."""
        for key in keys:
            self.press_on(self.window.focusWidget() or self.window, key)

    def type(self, text: str) -> None:
        """Type on the keyboard as a person does: slowly enough not to be taken for a scanner."""
        holder = self.window.focusWidget() or self.window
        for sign in text:
            QTest.keyClicks(holder, sign)
            self.window.scanner.give_back()
        self.settle()

    def rows(self, name: str) -> list[str]:
        """Return what the rows of a list say."""
        found = self.window.page.findChild(RowList, name)
        assert found is not None, name
        model = found.rows
        rows = [model.row(model.index(place, 0)) for place in range(model.rowCount())]
        return [row.accessible.replace("\u00a0", " ").replace("\u202f", " ") for row in rows if row]

    def save(self, path: Path) -> None:
        self.window.grab().save(str(path))

    def close(self) -> None:
        self.counter.close()
        QCoreApplication.processEvents()
        self.rig.close()


@contextmanager
def counting(
    code: str = "fr",
    size: tuple[int, int] = (1366, 768),
    *,
    folder: Path = I18N_FOLDER,
    look: Look = Look.NIGHT,
    mode: str = "simplified",
    person: str = "aicha",
    has_printer: bool = True,
    is_new: bool = False,
) -> Iterator[Counting]:
    """Open the counter's window in a language, and close it whatever happens."""
    with speaking(code, folder) as language:
        shown = Counting(
            language, size, look=look, mode=mode, person=person, has_printer=has_printer, is_new=is_new
        )
        try:
            yield shown
        finally:
            shown.close()
