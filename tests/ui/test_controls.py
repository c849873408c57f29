"""Buttons, keypad, amounts, toasts, sheets, lines, strips and notices, each on its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.glide import Glide
from app.ui.controls.held import HeldStrip
from app.ui.controls.keypad import Keypad, PinDots
from app.ui.controls.lamp import OFFLINE, ONLINE, StatusStrip
from app.ui.controls.lines import CartLines
from app.ui.controls.notice import Notice
from app.ui.controls.number_sheet import NumberSheet
from app.ui.controls.people_grid import PeopleGrid
from app.ui.controls.people_strip import PeopleStrip
from app.ui.controls.rail import CategoryRail
from app.ui.controls.search import SearchField
from app.ui.controls.sheet import Sheet
from app.ui.controls.tiles import name_lines
from app.ui.controls.toast import Toast
from app.ui.rows import ActionRow, ActionStyle, CategoryRow, HeldRow, LineRow, RefusalRow
from app.ui.theme import KEY_MIN_MM, TILE, TOTAL_TEXT_MIN_PT, TOUCH_MIN_MM, Look, Theme
from tests.fakes import FakeClock
from tests.ui.fingers import Hand
from tests.ui.showcase import dress, money, people


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def theme() -> Theme:
    return Theme(is_still=True)


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    """A window to lay things over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    return window


Show = Callable[..., None]


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    """Shows a widget in a window of its size; a window of its own would be told the widget's least size."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int = 400, height: int = 300) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        window.show()
        QApplication.processEvents()

    return show


def child(widget: QWidget, name: str) -> TouchButton:
    found = widget.findChild(TouchButton, name)
    assert isinstance(found, TouchButton), name
    return found


# buttons


@pytest.mark.parametrize("kind", list(Kind))
def test_a_finger_taps_a_button_once(shown: Show, theme: Theme, kind: Kind) -> None:
    button = TouchButton(theme, "go", kind)
    button.say("Go")
    shown(button, 120, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    Hand(button).tap(QPoint(60, 30))

    assert taps == ["go"]
    assert not button.isDown()


def test_a_button_answers_while_the_finger_is_down(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go", Kind.PRIMARY)
    button.say("Go")
    shown(button, 120, 60)
    before = button.grab().toImage()
    hand = Hand(button)
    hand.press(0, QPoint(60, 30))
    down = button.grab().toImage()
    hand.lift(0, QPoint(60, 30))

    assert down != before


def test_a_drag_from_a_button_is_no_tap(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go")
    shown(button, 300, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    hand = Hand(button)
    hand.press(0, QPoint(20, 30))
    hand.move(0, QPoint(120, 30))
    hand.lift(0, QPoint(120, 30))

    assert taps == []


def test_a_button_that_is_off_takes_no_finger(shown: Show, theme: Theme) -> None:
    button = TouchButton(theme, "go")
    button.setEnabled(False)
    shown(button, 120, 60)
    taps: list[str] = []
    button.clicked.connect(lambda: taps.append("go"))
    Hand(button).tap(QPoint(60, 30))

    assert taps == []


def test_no_button_is_smaller_than_a_finger(theme: Theme) -> None:
    button = TouchButton(theme, "go", size_mm=(2, 2))

    assert button.sizeHint().width() >= theme.mm(TOUCH_MIN_MM)
    assert button.minimumSizeHint().height() >= theme.mm(TOUCH_MIN_MM)


def test_a_button_grows_with_the_scale(theme: Theme) -> None:
    button = TouchButton(theme, "go", size_mm=(20, 12))
    small = button.sizeHint()
    theme.use(scale=1.5)

    assert button.sizeHint().height() == pytest.approx(small.height() * 1.5, abs=2)


def test_a_button_is_named_for_ears(theme: Theme) -> None:
    button = TouchButton(theme, "go", icon="plus")
    button.say("", accessible="One Flag more")

    assert button.accessibleName() == "One Flag more"


# keypad


def test_keys_type_what_they_say(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme, extra="00")
    shown(keypad)
    typed: list[str] = []
    keypad.typed.connect(typed.append)
    keypad.backspace.connect(lambda: typed.append("rub"))
    for name in ("key:7", "key:0", "key:00", "key:backspace"):
        QTest.mouseClick(child(keypad, name), Qt.MouseButton.LeftButton)

    assert typed == ["7", "0", "00", "rub"]


def test_two_thumbs_type_two_digits(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme)
    shown(keypad)
    typed: list[str] = []
    keypad.typed.connect(typed.append)
    one, nine = child(keypad, "key:1"), child(keypad, "key:9")
    for key in (one, nine):
        Hand(key).tap(key.rect().center())

    assert typed == ["1", "9"]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_keys_keep_the_norm(shown: Show, theme: Theme, scale: float) -> None:
    theme.use(scale=scale)
    keypad = Keypad(theme, extra="00")
    shown(keypad, 10, 10)
    keypad.resize(keypad.minimumSizeHint())
    QApplication.processEvents()
    keys = keypad.findChildren(TouchButton)

    assert len(keys) == 12
    for key in keys:
        assert key.width() >= theme.mm(KEY_MIN_MM)
        assert key.height() >= theme.mm(KEY_MIN_MM)


def test_keys_are_off_while_a_pin_is_checked(theme: Theme) -> None:
    keypad = Keypad(theme)
    keypad.set_keys_enabled(False)

    assert not any(key.isEnabled() for key in keypad.findChildren(TouchButton))


def test_dots_tell_how_many_digits_are_typed(theme: Theme) -> None:
    dots = PinDots(theme)
    dots.show_digits(2, 6)

    assert dots.accessibleName() == "2 / 6"


# amounts


def test_an_amount_shrinks_before_a_digit_is_lost(theme: Theme) -> None:
    amount = AmountLabel(theme, "total")
    amount.say(money(11_700))
    wide = amount.sizeHint().width()
    least = amount.minimumSizeHint().width()
    fits = theme.fitted_font(amount.text(), least, 27, TOTAL_TEXT_MIN_PT, 700)

    assert least < wide
    assert fits.pixelSize() >= theme.pt(TOTAL_TEXT_MIN_PT)


def test_a_long_name_takes_two_lines(theme: Theme) -> None:
    font = theme.font(TILE, 600)

    assert name_lines("Flag", font, 160) == ["Flag"]
    assert name_lines("Youki Pamplemousse", font, 160) == ["Youki", "Pamplemousse"]
    assert len(name_lines("Johnnie Walker Black Label 12 ans d'âge", font, 160)) == 2


# toast


def test_a_toast_says_and_goes(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    toast = Toast(theme, room)
    toast.show_text("Order emptied", "Undo")
    qtbot.waitUntil(lambda: toast.geometry().bottom() < room.height())
    place = toast.geometry()
    toast.put_away()
    qtbot.waitUntil(lambda: not toast.isVisible())

    assert room.rect().contains(place)
    assert toast.text() == ""


def test_a_toast_is_answered_once(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    toast = Toast(theme, room)
    answers: list[str] = []
    toast.answered.connect(lambda: answers.append("undo"))
    toast.show_text("Order emptied", "Undo")
    answer = child(toast, "toast-answer")
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not toast.isVisible())

    assert answers == ["undo"]
    assert answer.height() >= theme.mm(TOUCH_MIN_MM)


def test_a_toast_replaces_the_one_before(theme: Theme, room: QWidget) -> None:
    toast = Toast(theme, room)
    toast.show_text("first", "Undo")
    toast.show_text("second")

    assert toast.text() == "second"
    assert not child(toast, "toast-answer").isVisible()


# sheet


def test_a_sheet_blocks_nothing_and_closes(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    sheet = Sheet(theme, "sheet", room)
    sheet.set_title("A manager's PIN")
    answer = sheet.add_answer("sheet-go", "Go", Kind.PRIMARY)
    with qtbot.waitSignal(sheet.closed):
        sheet.open()
        assert sheet.isVisible()
        assert answer.isVisible()
        QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))

    assert not sheet.isVisible()


def test_a_sheet_stays_inside_a_small_window(theme: Theme, room: QWidget) -> None:
    room.resize(500, 300)
    sheet = Sheet(theme, "sheet", room, width_mm=400)
    sheet.open()

    assert room.rect().contains(sheet._panel.geometry())


def test_a_quantity_is_typed_over(theme: Theme, room: QWidget) -> None:
    sheet = NumberSheet(theme, room)
    given: list[int] = []
    sheet.entered.connect(given.append)
    sheet.ask("Flag", 3)
    for key in ("1", "2"):
        QTest.mouseClick(child(sheet, f"key:{key}"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(child(sheet, "quantity-accept"), Qt.MouseButton.LeftButton)

    assert given == [12]
    assert not sheet.isVisible()


def test_a_quantity_left_alone_stays(theme: Theme, room: QWidget) -> None:
    sheet = NumberSheet(theme, room)
    given: list[int] = []
    sheet.entered.connect(given.append)
    sheet.ask("Flag", 3)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    sheet.ask("Flag", 3)
    QTest.keyClicks(sheet, "0045")
    QTest.keyClick(sheet, Qt.Key.Key_Backspace)
    QTest.keyClick(sheet, Qt.Key.Key_Return)

    assert given == [3, 4]


def test_a_line_is_removed_by_its_own_key(theme: Theme, room: QWidget) -> None:
    sheet = NumberSheet(theme, room)
    given: list[int] = []
    sheet.entered.connect(given.append)
    sheet.ask("Flag", 3)
    QTest.mouseClick(child(sheet, "quantity-remove"), Qt.MouseButton.LeftButton)

    assert given == [0]


# lists


def line(product: str, qty: int) -> LineRow:
    return LineRow(product, product.title(), "65 cl", qty, money(500 * qty), "amber")


def test_cart_lines_change_in_place(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    shown(lines)
    lines.show_rows([line("flag", 1), line("castel", 2)])
    first = lines.findChild(QWidget, "line:flag")
    lines.show_rows([line("flag", 2), line("castel", 2)])

    assert lines.findChild(QWidget, "line:flag") is first
    assert lines.last == "flag"
    lines.show_rows([line("castel", 2)])
    assert lines.last == "castel"


def test_a_lines_keys_say_what_they_do(shown: Show, theme: Theme) -> None:
    lines = CartLines(theme)
    shown(lines)
    lines.show_rows([line("flag", 2)])
    asked: list[str] = []
    lines.less.connect(lambda product: asked.append(f"less {product}"))
    lines.more.connect(lambda product: asked.append(f"more {product}"))
    lines.quantity.connect(lambda product: asked.append(f"quantity {product}"))
    for name in ("less:flag", "more:flag", "qty:flag"):
        key = child(lines, name)
        assert key.accessibleName()
        assert key.width() >= theme.mm(TOUCH_MIN_MM)
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)

    assert asked == ["less flag", "more flag", "quantity flag"]


def test_the_rail_marks_the_current_category(shown: Show, theme: Theme) -> None:
    rail = CategoryRail(theme)
    shown(rail, 106, 600)
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    rows = [CategoryRow("all", "Tout", "grid", "slate"), CategoryRow("beer", "Bières", "beer", "amber")]
    rail.show_rows(rows, "all")
    QApplication.processEvents()
    beer = child(rail, "category:beer")
    Hand(beer).tap(beer.rect().center())
    rail.show_rows(rows, "beer")

    assert chosen == ["beer"]
    assert beer is child(rail, "category:beer")
    assert beer.isChecked()
    assert not child(rail, "category:all").isChecked()


def test_people_fill_the_width_evenly(shown: Show, theme: Theme) -> None:
    grid = PeopleGrid(theme)
    shown(grid, 900, 560)
    chosen: list[str] = []
    grid.chosen.connect(chosen.append)
    grid.show_rows(people(), None)
    QApplication.processEvents()
    tops = [child(grid, f"person:{row.id}").y() for row in people()]
    QTest.mouseClick(child(grid, "person:aicha"), Qt.MouseButton.LeftButton)

    assert tops.count(tops[0]) == 3, "six people are three and three"
    assert chosen == ["aicha"]


def test_the_strip_picks_a_person(shown: Show, theme: Theme) -> None:
    strip = PeopleStrip(theme, "seller")
    shown(strip)
    chosen: list[str] = []
    strip.chosen.connect(chosen.append)
    strip.show_people(people(), people()[2])
    QTest.mouseClick(child(strip, "seller:sena"), Qt.MouseButton.LeftButton)

    assert child(strip, "seller:aicha").accessibleName() == "Aïcha Bio"
    assert chosen == ["sena"]
    strip.show_people([], None)
    assert not strip.isVisible()


def test_held_carts_show_only_when_there_are_any(theme: Theme, room: QWidget) -> None:
    strip = HeldStrip(theme, room)
    recalled: list[str] = []
    strip.recalled.connect(recalled.append)
    strip.show_rows([HeldRow("r1", "Refused", "sold out", money(2_000), is_refused=True)])
    chip = child(strip, "held:r1")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert strip.isVisible()
    assert chip.kind is Kind.STOP
    assert recalled == ["r1"]
    strip.show_rows([])
    assert not strip.isVisible()


def test_a_notice_gives_the_answer_and_goes(theme: Theme, room: QWidget) -> None:
    notice = Notice(theme, room)
    answers: list[tuple[str, str]] = []
    notice.answered.connect(lambda key, answer: answers.append((key, answer)))
    actions = (ActionRow("take_left", "Mettre 1", ActionStyle.PRIMARY), ActionRow("override", "Quand même"))
    notice.show_refusal(RefusalRow("tap", "Plus que 1 Castel", "", actions, "TLSTK"), "Close")
    button = child(notice, "answer:take_left")
    assert button.kind is Kind.PRIMARY
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert answers == [("tap", "take_left")]
    assert not notice.isVisible()


def test_a_notice_shows_only_the_last_refusal(theme: Theme, room: QWidget) -> None:
    notice = Notice(theme, room)
    for answer in ("first", "second"):
        notice.show_refusal(RefusalRow(answer, answer, "", (ActionRow(answer, answer),)), "Close")
    QApplication.sendPostedEvents()
    shown_answers = [b.objectName() for b in notice.findChildren(TouchButton) if b.isVisibleTo(notice)]

    assert sorted(shown_answers) == ["answer:second", "notice-close"]


def test_the_strip_turns_amber_and_keeps_its_height(shown: Show, theme: Theme) -> None:
    strip = StatusStrip(theme)
    shown(strip, 1280, theme.mm(8))
    strip.show_lamp(ONLINE, "En ligne", "")
    high, online = strip.sizeHint().height(), strip.grab().toImage()
    strip.show_lamp(OFFLINE, "Hors ligne", "Hors ligne depuis 12 min")

    assert strip.sizeHint().height() == high
    assert strip.grab().toImage().pixelColor(2, 2).name() == theme.palette.warn_soft.lower()
    assert online.pixelColor(2, 2).name() == theme.palette.rail.lower()
    assert "Hors ligne depuis 12 min" in strip.accessibleName()


def test_the_search_is_cleared_by_its_cross(shown: Show, theme: Theme) -> None:
    field = SearchField(theme)
    shown(field, 300, 48)
    assert not field.cross.isVisible()
    field.setText("flag")
    cross = field.cross
    assert cross.width() >= theme.mm(TOUCH_MIN_MM)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert field.text() == ""


def test_every_control_follows_the_look(shown: Show, theme: Theme) -> None:
    keypad = Keypad(theme)
    shown(keypad)
    night = keypad.grab().toImage()
    theme.use(look=Look.DAY)

    assert keypad.grab().toImage() != night


# gliding


def test_a_slow_finger_only_puts_the_content_down(qtbot: QtBot, shown: Show, theme: Theme) -> None:
    clock = FakeClock()
    lines = CartLines(theme)
    shown(lines, 400, 200)
    lines.show_rows([line(f"product {n}", 1) for n in range(30)])
    bar = lines.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    glide = Glide(bar, Theme(), clock.monotonic)
    glide.drag(-100)
    clock.pass_time(1)
    glide.let_go()

    assert bar.value() == 100
    assert not glide.is_running


def test_a_flick_fades_and_stops(qtbot: QtBot, shown: Show) -> None:
    clock = FakeClock()
    theme = Theme()
    lines = CartLines(theme)
    shown(lines, 400, 200)
    lines.show_rows([line(f"product {n}", 1) for n in range(60)])
    bar = lines.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    glide = Glide(bar, theme, clock.monotonic)
    for _ in range(5):
        clock.pass_time(0.016)
        glide.drag(-30)
    glide.let_go()
    assert glide.is_running
    for _ in range(400):
        clock.pass_time(0.016)
        glide.step()

    assert bar.value() > 150
    assert not glide.is_running
