"""Whoever does not see the screen hears it: every control has a name, a role that fits and a state that is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.controls.layout import Column, Ground
from app.ui.controls.page import Page
from app.ui.controls.sheet import Sheet
from app.ui.controls.topic import Strip
from app.ui.theme import Theme
from tests.ui.spoken import Role, Spoken, reader_listens, spoken
from tests.ui.walk import Place, open_house

CHOICES = frozenset({Role.CheckBox, Role.RadioButton})
ROLES: tuple[tuple[type[QWidget], frozenset[Role]], ...] = (
    (QLineEdit, frozenset({Role.EditableText})),
    (QTableView, frozenset({Role.Table})),
    (QListView, frozenset({Role.List})),
    (QLabel, frozenset({Role.StaticText, Role.Graphic})),
    (Sheet, frozenset({Role.Dialog})),
)
ITEMS = frozenset({Role.ListItem, Role.Cell, Role.ColumnHeader})
"""What lists and tables are made of; they have no widget of their own."""
DECORATION = frozenset({"Panel", "PrinterDetail", "Tick", "_Panel", "_ScrollMark", "_Sign"})
"""What paints and says nothing: grounds, bars and signs whose meaning stands beside them in words."""


def is_control(widget: QWidget) -> bool:
    """Tell whether a widget takes taps or the focus."""
    return isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView | Sheet) or (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    )


def roles_of(widget: QWidget) -> frozenset[Role] | None:
    """Return the roles that fit; None where any does."""
    if isinstance(widget, QAbstractButton):
        return CHOICES if widget.isCheckable() else frozenset({Role.Button})
    return next((roles for kind, roles in ROLES if isinstance(widget, kind)), None)


def paints_itself(widget: QWidget) -> bool:
    return any(
        "paintEvent" in vars(kind) for kind in type(widget).__mro__ if kind.__module__.startswith("app.")
    )


def wrong_of(node: Spoken) -> Iterator[str]:
    """Yield what is not right about one node."""
    widget, state = node.widget, node.state
    if widget is None:
        if not node.name.strip() and node.role in ITEMS:
            yield "an item without a name"
        return
    fitting = roles_of(widget)
    if fitting is not None and node.role not in fitting:
        yield f"its role is {node.role.name}"
    is_leaf = paints_itself(widget) and not is_control(widget) and not widget.findChildren(QWidget)
    if is_leaf and type(widget).__name__ not in DECORATION and node.role != Role.StaticText:
        yield f"it is words that are painted, and its role is {node.role.name}"
    if is_control(widget) and not node.name.strip():
        yield "no name"
    elif paints_itself(widget) and type(widget).__name__ not in DECORATION and not node.name.strip():
        yield "paints and says nothing"
    if bool(state.disabled) != (not widget.isEnabled()):
        yield "the state « disabled » is not true"
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    if bool(state.focusable) != takes_focus:
        yield "the state « focusable » is not true"
    if isinstance(widget, QAbstractButton):
        if not widget.text() and widget.toolTip() != node.name:
            yield "an icon of which a resting mouse learns nothing"
        if widget.text() and widget.toolTip():
            yield "words, and a tooltip that says them again"
        if bool(state.checkable) != widget.isCheckable():
            yield "the state « checkable » is not true"
        if bool(state.checked) != widget.isChecked():
            yield "the state « checked » is not true"


def same_names(nodes: list[Spoken]) -> Iterator[str]:
    """Yield the names that two enabled buttons share."""
    buttons = [
        node.name for node in nodes if isinstance(node.widget, QAbstractButton) and node.widget.isEnabled()
    ]
    yield from (f"« {name} » {count} times" for name, count in Counter(buttons).items() if count > 1)


def complaints(place: Place) -> Iterator[str]:
    nodes = [node for node in spoken(place.root) if not isinstance(node.widget, QHeaderView)]
    for node in nodes:
        yield from (f"{node.where}: {wrong}" for wrong in wrong_of(node))
    yield from same_names(nodes)
    if isinstance(place.root, Page | Sheet) and not nodes[0].name:
        yield "has no name itself"


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    page = Ground("window")
    page.setObjectName("page")
    qtbot.addWidget(page)
    theme = Theme()
    column = Column(theme, page)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    for name, text in (("a", "Pay"), ("b", "Pay"), ("c", "")):
        key = TouchButton(theme, name)
        key.say(text)
        column.addWidget(key)
    column.addWidget(Strip(theme))
    page.show()

    with reader_listens():
        found = list(complaints(Place("page", page, page)))

    assert found == [
        "Button c «  »: no name",
        "StaticText Strip «  »: paints and says nothing",
        "« Pay » 2 times",
    ]


def moving(root: QWidget) -> list[QAbstractAnimation]:
    found = root.findChildren(QAbstractAnimation)
    return [one for one in found if one.state() is QAbstractAnimation.State.Running]


def test_a_sheet_that_moves_is_found(qtbot: QtBot) -> None:
    """That none does on a still screen is looked at on every walk (``test_every_place``)."""
    with open_house() as shown:
        shown.theme.use(is_still=False)
        place = next(shown.sheets())
        assert moving(place.root)
        assert isinstance(place.root, Sheet)
        place.root.put_away()
