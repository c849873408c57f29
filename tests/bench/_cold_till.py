"""``bartender till`` as a person starts it, with a finger that does not wait: run by ``cold_start``.

Says ``pin`` when the people are painted, ``sale`` when the tiles are, ``sold`` when « Vendu » is; then it closes the
window.
"""

import sys
from collections.abc import Callable

from app.cli.importing import uncollected

with uncollected():  # Qt comes to a till by this door
    from app.ui.importing import use_plain_import

use_plain_import()
with uncollected():  # what the command imports inside itself, a visitor has to know beforehand
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QPushButton, QWidget

    from app.cli import main as bartender
    from app.cli import window as opener
    from app.ui.screens.sign_in import SignInScreen
    from app.ui.theme import Theme
    from app.ui.windows.counter import Counter
    from app.ui.windows.till import TillWindow


class Visitor(QObject):
    """Looks at each frame of the till's window; does the next thing when it shows what was waited for.

    The first frame is painted when the window is exposed, the others when they were asked for.
    """

    def __init__(self, name: str, pin: str) -> None:
        super().__init__()
        self._name, self._pin = name, pin
        self._is_inside = False
        self._is_first = True
        self._steps: list[tuple[str, Callable[[TillWindow], bool], Callable[[TillWindow], None]]] = [
            ("pin", self._shows_people, self._sign_in),
            ("sale", self._shows_tiles, self._sell),
            (
                "sold",
                lambda window: window.page.objectName() == "sold",
                lambda window: window.leaving.emit(),
            ),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, TillWindow) or self._is_inside or not self._steps:
            return False
        if event.type() == QEvent.Type.Paint and self._is_first:
            self._is_first = False
            QTimer.singleShot(0, self, lambda: self._look(watched))
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        self._is_inside = True
        QCoreApplication.sendEvent(watched, event)
        self._is_inside = False
        self._look(watched)
        return True

    def _look(self, watched: TillWindow) -> None:
        name, is_there, act = self._steps[0]
        if is_there(watched):
            print(name, flush=True)
            del self._steps[0]
            act(watched)

    def _shows_people(self, window: TillWindow) -> bool:
        page = window.page
        return isinstance(page, SignInScreen) and any(
            person.name == self._name for person in page._model.people
        )

    def _sign_in(self, window: TillWindow) -> None:
        page = window.page
        assert isinstance(page, SignInScreen)
        page._model.choose(next(person.id for person in page._model.people if person.name == self._name))
        for digit in self._pin:
            _tap(window, f"key:{digit}")

    def _shows_tiles(self, window: TillWindow) -> bool:
        if window.page.objectName() != "sale":
            return False
        from app.ui.controls.grid import ProductGrid  # the till has it by now

        grid = window.page.findChild(ProductGrid)
        return grid is not None and grid.rows.rowCount() > 0

    def _sell(self, window: TillWindow) -> None:
        from app.ui.controls.grid import ProductGrid

        grid = window.page.findChild(ProductGrid)
        assert grid is not None
        first = grid.rows.row(grid.rows.index(0, 0))
        assert first is not None
        _click(grid.viewport(), grid.tap_point(first.id))
        _tap(window, "exact")


def _tap(window: TillWindow, name: str) -> None:
    key = window.page.findChild(QPushButton, name)
    assert key is not None, name
    _click(key, key.rect().center())


def _click(widget: QWidget, place: QPoint) -> None:
    """Press and release; without QtTest, whose import would count as the till's."""
    there = QPointF(widget.mapToGlobal(place))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        event = QMouseEvent(kind, QPointF(place), there, left, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(widget, event)


def main(profile: str, name: str, pin: str) -> None:
    visitor, show = Visitor(name, pin), opener._show

    def show_to_visitor(counter: Counter, theme: Theme, wishes: opener.Wishes) -> None:
        counter.window.installEventFilter(visitor)
        show(counter, theme, wishes)

    opener._show = show_to_visitor
    bartender(["till", "--profile", profile], prog_name="bartender")


if __name__ == "__main__":
    main(*sys.argv[1:])
