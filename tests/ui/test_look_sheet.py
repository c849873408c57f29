"""How the screen looks, moves and sounds, set by touch: in force at once, in every window, for either hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import TouchButton
from app.ui.i18n import Language
from app.ui.theme import SLIDE_MS, Look, Theme
from tests.ui.counting import Counting
from tests.ui.looking import spaced
from tests.ui.rig import product

UPRIGHT = (768, 1366)


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp)
    made.use("fr")
    yield made
    made.drop()


@pytest.fixture
def shown(qtbot: QtBot, language: Language) -> Iterator[Counting]:
    made = Counting(language)
    yield made
    made.close()


def open_sheet(shown: Counting) -> None:
    shown.tap("menu", "go:look")
    assert shown.window.look.isVisible()


def in_force(shown: Counting) -> set[str]:
    keys = shown.window.look.findChildren(TouchButton)
    return {key.objectName() for key in keys if key.isChecked()}


def left_of(shown: Counting, name: str) -> int:
    found = shown.window.page.findChild(QWidget, name)
    assert found is not None, name
    return found.mapTo(shown.window, found.rect().center()).x()


def test_each_setting_is_in_force_at_once_and_marked(shown: Counting) -> None:
    open_sheet(shown)
    assert in_force(shown) >= {"look:night", "hand:right", "sound:on", "language:fr"}
    shown.tap("look:day", "hand:left", "motion:lively", "sound:off", "scale:115", "language:en")

    theme = shown.theme
    assert (theme.look, theme.asked_scale) == (Look.DAY, 1.15)
    assert theme.is_left_handed
    assert theme.is_silent
    assert theme.motion(SLIDE_MS) == SLIDE_MS
    assert in_force(shown) == {
        *("look:day", "hand:left", "motion:lively", "sound:off", "scale:115", "language:en")
    }
    assert shown.key("hand:left").accessibleName() == "Hand Left-handed"


@pytest.mark.parametrize(
    ("page", "near"), [("sale", "pay"), ("payment", "confirm"), ("sign-in", "key:5")], ids=str
)
def test_what_is_touched_most_lies_under_the_persons_hand(shown: Counting, page: str, near: str) -> None:
    shown.tap_tile("flag-65")
    if page == "payment":
        shown.tap("pay")
    if page == "sign-in":
        shown.counter.lock()
        shown.settle()
        shown.tap(f"person:{shown.counter.sign_in.people[0].id}")
    middle = shown.window.width() // 2
    assert left_of(shown, near) > middle
    shown.theme.use(is_left_handed=True)
    shown.settle()

    assert left_of(shown, near) < middle


def test_an_upright_screen_has_one_side_for_both_hands(qtbot: QtBot, language: Language) -> None:
    shown = Counting(language, UPRIGHT)
    try:
        shown.tap_tile("flag-65")
        before = shown.key("pay").geometry()
        shown.theme.use(is_left_handed=True)
        shown.settle()
        assert shown.key("pay").geometry() == before
    finally:
        shown.close()


def test_all_windows_of_a_till_share_a_taste_and_each_has_its_own_size() -> None:
    first = Theme(dpi=100.0)
    first.use(is_silent=True)
    second, third = first.twin(), first.twin()
    second.use(look=Look.DAY, is_left_handed=True)
    second.use(scale=1.3)

    for theme in (first, third):
        assert theme.look is Look.DAY
        assert theme.is_left_handed
        assert theme.is_silent
        assert theme.asked_scale == 1.0


def test_a_refusal_and_a_wrong_pin_are_heard_unless_somebody_wants_it_quiet(shown: Counting) -> None:
    rang: list[bool] = []
    shown.window.bell.rang.connect(lambda: rang.append(True))
    shown.counter.sale.scanned("4006381333931")
    assert len(rang) == 1

    shown.counter.lock()
    person = shown.counter.sign_in.people[0]
    shown.counter.sign_in.choose(person.id)
    for _ in range(person.pin_length):
        shown.counter.sign_in.digit("0")
    shown.settle()
    assert len(rang) == 2

    shown.theme.use(is_silent=True)
    shown.counter.sale.scanned("4006381333931")
    assert len(rang) == 2


def test_who_turns_the_sound_on_hears_it(shown: Counting) -> None:
    rang: list[bool] = []
    shown.window.bell.rang.connect(lambda: rang.append(True))
    open_sheet(shown)
    shown.tap("sound:off")
    assert rang == []
    shown.tap("sound:on")

    assert len(rang) == 1


def test_escape_closes_the_sheet_and_the_order_stays(shown: Counting) -> None:
    shown.tap_tile("flag-65")
    open_sheet(shown)
    shown.window.look.cross.click()

    assert not shown.window.look.isVisible()
    assert shown.rig.till.checkout.cart.qty_of(product("flag-65")) == 1


def test_a_size_that_the_window_has_no_room_for_says_what_there_is_room_for(shown: Counting) -> None:
    """Else two sizes look the same, and nobody knows why."""
    row = shown.window.look._rows["scale"]
    shown.window.resize(1152, 648)
    open_sheet(shown)
    shown.tap("scale:100")
    assert row.accessibleName() == "Taille"
    shown.tap("scale:150")
    assert 1.0 < shown.theme.scale < 1.5
    assert spaced(row.accessibleName()) == f"Taille ({round(shown.theme.scale * 100)} % au plus ici)"
    shown.window.resize(3_840, 2_160)
    assert row.accessibleName() == "Taille"


def test_the_sheet_grows_with_what_is_in_it(shown: Counting) -> None:
    open_sheet(shown)
    shown.tap("scale:130")
    shown.settle()
    sheet = shown.window.look
    panel = sheet.cross.parentWidget()
    assert panel is not None
    assert panel.height() >= panel.sizeHint().height(), "the lower half of the last key is cut off"
    for key in sheet.findChildren(TouchButton):
        assert key.height() >= key.least().height(), key.objectName()
