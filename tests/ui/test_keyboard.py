"""A till without mouse and finger: Tab reaches everything, Enter and Space work it, the keys keep their word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.focus import reveal
from app.ui.controls.keypad import Keypad
from app.ui.controls.letters import LetterPad
from app.ui.theme import MARK_CONTRAST_MIN, Look, contrast
from app.ui.windows.till import TillWindow
from tests.ui.walk import House, Place, open_house

MOST_STOPS = 400


def is_typed(widget: QWidget) -> bool:
    """Tell whether a key stands for one of the keyboard: digits, letters, Backspace."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, Keypad | LetterPad):
        parent = parent.parentWidget()
    return parent is not None


def controls(root: QWidget) -> list[QWidget]:
    """Return what can be worked below ``root`` now, but keys that stand for those of the keyboard."""
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit)
    found = [
        widget for kind in kinds for widget in root.findChildren(kind) if not isinstance(widget, QHeaderView)
    ]
    return [widget for widget in found if widget.isVisible() and widget.isEnabled() and not is_typed(widget)]


def in_place(place: Place) -> list[QWidget]:
    """Return the controls of a place; the answer of a toast over a page is the page's."""
    found = controls(place.root)
    if isinstance(place.window, TillWindow) and place.root is place.window.page:
        found += controls(place.window.toast)
    return found


def tab(window: QWidget, *, back: bool = False) -> QWidget | None:
    holder = QApplication.focusWidget() or window
    QTest.keyClick(holder, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    return QApplication.focusWidget()


def walked(place: Place, *, back: bool = False) -> list[QWidget]:
    """Press Tab from nowhere until the first stop comes again; return the stops."""
    place.window.setFocus()
    found: list[QWidget] = []
    for _ in range(MOST_STOPS):
        holder = tab(place.window, back=back)
        if holder is None or holder in found or holder is place.window:
            break
        found.append(holder)
    return found


def name_of(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def group_of(widget: QWidget) -> list[QAbstractButton]:
    """Return the choices of which this is one: Tab stops at one of them, the arrows go to the others."""
    if not isinstance(widget, QAbstractButton):
        return []
    if widget.autoExclusive():
        buttons = widget.window().findChildren(QAbstractButton)
        beside = [button for button in buttons if button.parentWidget() is widget.parentWidget()]
        return [button for button in beside if button.autoExclusive()]
    group = widget.group()
    return group.buttons() if group is not None and group.exclusive() else []


def jumps(stops: list[QWidget]) -> Iterator[str]:
    """Yield the pairs of neighbours in one holder that are walked against the order in which they are read."""
    for before, after in pairwise(stops):
        if before.parentWidget() is not after.parentWidget():
            continue
        one, other = (QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()) for widget in (before, after))
        if other.top() < one.bottom() and other.left() < one.right():
            yield f"{name_of(before)} before {name_of(after)}"


def torn(root: QWidget, stops: list[QWidget]) -> Iterator[str]:
    """Yield the holders that are left and come back to: what stands together is walked together."""
    places: dict[QWidget, list[int]] = {}
    for place, stop in enumerate(stops):
        holder = stop.parentWidget()
        while holder is not None and holder is not root:
            places.setdefault(holder, []).append(place)
            holder = holder.parentWidget()
    for holder, found in places.items():
        if found[-1] - found[0] >= len(found):
            yield f"{name_of(holder)} is left and come back to: {[name_of(stops[place]) for place in found]}"


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[House]:
    with open_house("en") as made:
        made.window.activateWindow()
        yield made


def deaf(button: QAbstractButton) -> Iterator[str]:
    """Yield the keys that do not work a button.

    Nothing is done: Space is not let go over the button, and an Enter that repeats itself is taken and no more.
    """
    QTest.keyPress(button, Qt.Key.Key_Space)
    if not button.isDown():
        yield f"Space does nothing on {name_of(button)}"
    button.setDown(False)
    enter = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    button.event(enter)
    if not enter.isAccepted():
        yield f"Enter does nothing on {name_of(button)}"


def test_tab_reaches_everything_in_the_order_of_reading_and_enter_and_space_work_it(shown: House) -> None:
    found = list[str]()
    for place in shown.places():
        place.window.activateWindow()
        wanted = in_place(place)
        stops = walked(place)
        reached = {*stops, *(one for stop in stops for one in group_of(stop))}
        found += [f"{place.name}: {name_of(w)} is not reached" for w in wanted if w not in reached]
        found += [f"{place.name}: {name_of(w)} is not of it" for w in stops if w not in wanted]
        found += [f"{place.name}: {jump}" for jump in (*jumps(stops), *torn(place.root, stops))]
        if walked(place, back=True) != stops[::-1]:
            found.append(f"{place.name}: the way back is another one")
        for stop in stops:
            if isinstance(stop, QAbstractButton):
                found += [f"{place.name}: {text}" for text in deaf(stop)]

    assert not found, "\n".join(dict.fromkeys(found))


def image_of(widget: QWidget) -> memoryview:
    """Return how the window looks where the widget is."""
    area = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
    picture = widget.window().grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(bytes(picture.constBits())).cast("I")


def lit(before: memoryview, after: memoryview) -> int:
    """Return how many pixels tell the two apart as clearly as a mark has to."""
    pairs = Counter(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])
    return sum(
        count
        for (one, other), count in pairs.items()
        if contrast(QColor(one), QColor(other)) >= MARK_CONTRAST_MIN
    )


def alike(widget: QWidget) -> tuple[object, ...]:
    """Return what decides how a control looks: one of each is enough."""
    is_on = widget.isChecked() if isinstance(widget, QAbstractButton) else False
    kind = widget.kind if isinstance(widget, TouchButton) else name_of(widget)
    return type(widget), kind, is_on


@pytest.mark.parametrize("look", [Look.NIGHT, pytest.param(Look.DAY, marks=pytest.mark.proof)])
def test_who_has_the_keyboard_can_be_seen(qtbot: QtBot, look: Look) -> None:
    found, seen = list[str](), set[tuple[object, ...]]()
    with open_house("en", look=look) as shown:
        for place in shown.places():
            place.window.activateWindow()
            for stop in walked(place):
                if alike(stop) in seen:
                    continue
                seen.add(alike(stop))
                reveal(stop)
                place.window.setFocus()
                QCoreApplication.processEvents()
                before = image_of(stop)
                stop.setFocus(Qt.FocusReason.TabFocusReason)
                QCoreApplication.processEvents()
                clear = lit(before, image_of(stop))
                if clear < stop.width():
                    found.append(f"{place.name}: {name_of(stop)} shows it by {clear} pixels")

    assert not found, "\n".join(dict.fromkeys(found))
