"""Toasts, sheets and notices: what comes over the work, and goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.notice import Notice
from app.ui.controls.number_sheet import NumberSheet
from app.ui.controls.sheet import Sheet
from app.ui.controls.toast import Toast
from app.ui.rows import ActionRow, ActionStyle, RefusalRow
from app.ui.theme import CAPTION, DAY, NIGHT, TOUCH_MIN_MM, Look, Theme
from tests.ui.showcase import dress


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


def child(widget: QWidget, name: str) -> TouchButton:
    found = widget.findChild(TouchButton, name)
    assert isinstance(found, TouchButton), name
    return found


# toast


def test_a_toast_says_and_goes(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    toast = Toast(theme, room)
    toast.show_text("Order emptied", "Undo")
    qtbot.waitUntil(lambda: toast.geometry().top() >= 0)
    place = toast.geometry()
    toast.put_away()
    qtbot.waitUntil(lambda: not toast.isVisible())

    assert room.rect().contains(place)
    assert toast.text() == ""


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_words_of_a_toast_without_an_answer_stand_in_its_middle(
    qtbot: QtBot, theme: Theme, room: QWidget, scale: float
) -> None:
    toast = Toast(theme, room)
    for answer in ("Undo", ""):
        toast.show_text("Order emptied", answer)
        theme.use(scale=scale)
        qtbot.waitUntil(lambda: toast.geometry().top() >= 0)
    text = toast.findChild(QLabel, "toast-text")
    assert text is not None
    layout = toast.layout()
    assert layout is not None
    layout.activate()

    assert abs(text.geometry().left() - (toast.width() - text.geometry().right() - 1)) <= 2


def test_a_long_sentence_is_whole_in_a_toast_that_is_no_wider_than_the_room(
    qtbot: QtBot, theme: Theme, room: QWidget
) -> None:
    toast, words = Toast(theme, room), "The disk refuses: nothing was sold. The order is kept. " * 3
    toast.show_text(words, "Undo")
    text = toast.findChild(QLabel, "toast-text")
    assert text is not None
    need = text.heightForWidth(text.width())
    qtbot.waitUntil(lambda: toast.geometry().top() >= 0)

    assert room.rect().contains(toast.geometry())
    assert text.height() >= need > theme.pt(CAPTION) * 2
    answer = child(toast, "toast-answer")
    assert answer.geometry().left() > text.geometry().right()


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


def words_of(toast: Toast) -> QLabel:
    found = toast.findChild(QLabel, "toast-text")
    assert found is not None
    return found


def ink_of(toast: Toast) -> str:
    words = words_of(toast)
    words.ensurePolished()
    return words.palette().windowText().color().name().upper()


def test_a_toast_on_show_follows_the_look_and_the_size_of_type(
    qtbot: QtBot, theme: Theme, room: QWidget
) -> None:
    toast, fresh = Toast(theme, room), Toast(theme, room)
    toast.show_text("Order emptied", "Undo")
    assert ink_of(toast) == NIGHT.toast_ink
    theme.use(look=Look.DAY, scale=1.5)
    fresh.show_text("Order emptied", "Undo")
    qtbot.waitUntil(lambda: toast.geometry().top() >= 0 and fresh.geometry().top() >= 0)

    assert ink_of(toast) == DAY.toast_ink
    assert toast.geometry() == fresh.geometry()
    assert words_of(toast).width() == words_of(fresh).width()


def test_a_toast_on_show_follows_the_width_of_the_window(qtbot: QtBot, theme: Theme, room: QWidget) -> None:
    toast, fresh = Toast(theme, room), Toast(theme, room)
    sentence = "The disk refuses: nothing was sold. The order is kept. " * 2
    toast.show_text(sentence, "Undo")
    room.resize(760, 720)
    fresh.show_text(sentence, "Undo")
    qtbot.waitUntil(lambda: toast.geometry().top() >= 0 and fresh.geometry().top() >= 0)

    assert room.rect().contains(toast.geometry())
    assert toast.geometry() == fresh.geometry()


def test_a_toast_that_goes_while_the_look_changes_still_goes(qtbot: QtBot, room: QWidget) -> None:
    theme = Theme()
    toast = Toast(theme, room)
    toast.show_text("Order emptied")
    toast.put_away()
    theme.use(look=Look.DAY)
    qtbot.waitUntil(lambda: not toast.isVisible())
    theme.use(look=Look.NIGHT)

    assert not toast.isVisible()


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


# notices


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
