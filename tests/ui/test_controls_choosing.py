"""Lists to choose from, chips, pages, counts, words and keys for deeds, by finger, mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.chips import Chips
from app.ui.controls.deeds import DeedKeys
from app.ui.controls.figures import empty, line, sign
from app.ui.controls.layout import Column, Ground
from app.ui.controls.more_mark import MoreMark
from app.ui.controls.pager import Pager
from app.ui.controls.row_list import RowList
from app.ui.controls.stepper import Stepper
from app.ui.controls.tags import Tags, tags_width
from app.ui.controls.tick import Tick
from app.ui.rows import ActionStyle, ChipRow, DeedRow, Ink, ListRow, Tag
from app.ui.theme import TOUCH_MIN_MM, Look, Theme
from tests.ui.fingers import Hand
from tests.ui.heard import heard
from tests.ui.looking import seen_key as key
from tests.ui.showcase import dress

Show = Callable[[QWidget, int, int], None]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def theme() -> Theme:
    return Theme(is_still=True)


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    holder = QWidget()
    qtbot.addWidget(holder)

    def show(widget: QWidget, wide: int, high: int) -> None:
        widget.setParent(holder)
        widget.resize(wide, high)
        widget.show()
        holder.resize(1_400, 800)
        holder.show()
        holder.activateWindow()
        QApplication.processEvents()

    return show


def row(number: int, **how: object) -> ListRow:
    usual = {
        "lead": "21:05",
        "under": f"C1-{number:06d}",
        "title": "Espèces",
        "detail": "",
        "amount": "1 000 F",
    }
    return ListRow(str(number), **{**usual, **how})  # type: ignore[arg-type]  # what the test says


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


# --- a list


def test_a_row_is_tapped_by_finger_and_read_aloud_whole(theme: Theme, shown: Show) -> None:
    rows = RowList(theme, "rows")
    shown(rows, 700, 400)
    rows.say("Sales")
    rows.show_rows([row(n) for n in range(40)])
    tapped = heard(rows.tapped)

    Hand(rows.viewport()).tap(rows.tap_point("3").toPoint())
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.tap_point("30").toPoint())

    assert tapped[-1] == "30"
    assert rows.accessibleName() == "Sales"
    model = rows.rows
    spoken = model.data(model.index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "21:05, C1-000003, Espèces, 1 000 F"
    with pytest.raises(KeyError):
        rows.tap_point("gone")


def test_arrows_walk_and_enter_or_space_choose(theme: Theme, shown: Show) -> None:
    rows = RowList(theme, "rows")
    shown(rows, 700, 400)
    rows.setFocus()
    tapped = heard(rows.tapped)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    rows.show_rows([row(n) for n in range(5)])
    rows.clearFocus()
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_Enter)
    QTest.keyClick(rows, Qt.Key.Key_A)

    assert tapped == ["0", "1", "4"]


def test_what_is_open_is_marked_and_the_page_before_is_dim(theme: Theme, shown: Show) -> None:
    rows = RowList(theme, "rows")
    shown(rows, 700, 400)
    rows.show_rows([row(1), row(2, tags=(Tag("Refusée", Ink.STOP),), is_over=True, detail="hier")])
    plain = picture(rows)
    rows.show_rows([row(1), row(2)], "1")
    marked = picture(rows)
    rows.show_rows([row(1), row(2)], "1", is_dim=True)
    assert len({bytes(image.constBits()) for image in (plain, marked, picture(rows))}) == 3


def test_a_row_without_figures_or_second_lines_stands_in_the_middle(theme: Theme, shown: Show) -> None:
    rows = RowList(theme, "rows")
    shown(rows, 700, 200)
    rows.show_rows([row(1, under="", amount="", tags=(Tag("Gardée", Ink.ACCENT),))])
    one = picture(rows)
    rows.show_rows([row(1, under="x", detail="y", tags=(Tag("Gardée", Ink.ACCENT),))])
    assert bytes(one.constBits()) != bytes(picture(rows).constBits())


# --- tags


def test_tags_break_into_lines_and_have_a_name(theme: Theme, shown: Show) -> None:
    tags = Tags(theme)
    shown(tags, 300, 60)
    made = [Tag(f"Gardée sur ce poste {n}", ink) for n, ink in enumerate(Ink)]
    tags.show_tags(made)

    assert tags.accessibleName().startswith("Gardée sur ce poste 0, ")
    assert tags.heightForWidth(300) > tags.heightForWidth(3_000)
    assert tags.sizeHint().width() >= tags_width(theme, made)
    assert tags.minimumSizeHint().width() < tags.sizeHint().width()
    picture(tags)


# --- chips


def test_chips_are_chosen_and_made_again_only_when_others_come(theme: Theme, shown: Show) -> None:
    chips = Chips(theme, "whose")
    shown(chips, 900, 80)
    rows = [ChipRow("mine", "Moi", "0 F", "person"), ChipRow("all", "Tous")]
    chosen = heard(chips.chosen)
    chips.show_rows(rows, "mine")
    first = key(chips, "whose:mine")
    assert first.isChecked()

    chips.show_rows([ChipRow("mine", "Me", "1 000 F", "person"), rows[1]], "all")
    assert key(chips, "whose:mine") is first
    assert (first.text(), key(chips, "whose:all").isChecked()) == ("Me", True)
    Hand(first).tap(first.rect().center())
    assert chosen == ["mine"]

    chips.show_rows([*rows, ChipRow("x", "Firmin")], "x")
    assert key(chips, "whose:mine") is not first
    assert key(chips, "whose:x").isChecked()


def test_a_chip_that_is_chosen_is_seen_whole(theme: Theme, shown: Show) -> None:
    chips = Chips(theme, "whose")
    shown(chips, 420, 80)
    chips.show_rows([ChipRow(str(place), f"Somebody {place}") for place in range(6)], "0")

    def is_whole(name: str) -> bool:
        chip = key(chips, name)
        left = chip.mapTo(chips.viewport(), QPoint()).x()
        return left >= 0 and left + chip.width() <= chips.viewport().width()

    chips.horizontalScrollBar().setValue(10_000)
    assert not is_whole("whose:1")
    key(chips, "whose:1").click()
    assert is_whole("whose:1")
    chips.resize(300, 80)
    QApplication.processEvents()
    assert is_whole("whose:1"), "also when its row gets narrower"


def test_chips_that_are_no_choice_stay_off(theme: Theme, shown: Show) -> None:
    chips = Chips(theme, "usual", is_choice=False)
    shown(chips, 900, 80)
    chips.show_rows([ChipRow("0", "Sans glace")])
    key(chips, "usual:0").click()
    assert not key(chips, "usual:0").isChecked()


@pytest.mark.parametrize("look", list(Look))
def test_chips_that_do_not_fit_fade_where_there_are_more(look: Look, shown: Show) -> None:
    chips = Chips(Theme(look), "table", is_choice=False)
    shown(chips, 400, 80)
    mark = chips.findChild(MoreMark)
    assert mark is not None
    chips.show_rows([ChipRow("0", "Table 1")])
    assert mark.ends == (False, False)
    plain = mark.grab().toImage()

    chips.show_rows([ChipRow(str(n), f"Table {n}") for n in range(12)])
    QApplication.processEvents()
    bar = chips.horizontalScrollBar()
    pictures = []
    for value, ends in (
        (0, (False, True)),
        (bar.maximum() // 2, (True, True)),
        (bar.maximum(), (True, False)),
    ):
        bar.setValue(value)
        assert mark.ends == ends
        pictures.append(mark.grab().toImage())
    assert all(one != other for one, other in combinations([plain, *pictures], 2))

    under = chips.childAt(QPoint(4, chips.height() // 2))
    assert under is not None
    assert under is not mark, "it takes no tap"


# --- pages and counts


def test_the_pager_says_which_rows_and_which_ways_there_are(theme: Theme, shown: Show) -> None:
    pager = Pager(theme, "day")
    shown(pager, 700, 60)
    turned = [heard(pager.previous), heard(pager.next)]
    pager.show_place("51–100 sur 120", has_previous=True, has_next=False)
    assert [key(pager, f"day-{way}").isEnabled() for way in ("previous", "next")] == [True, False]
    key(pager, "day-previous").click()
    assert turned == [[None], []]


def test_the_stepper_counts(theme: Theme, shown: Show) -> None:
    stepper = Stepper(theme, "qty")
    shown(stepper, 300, 60)
    moved = [heard(stepper.less), heard(stepper.more)]
    stepper.show_figure("2", can_less=True, can_more=False)
    key(stepper, "qty-less").click()
    assert not key(stepper, "qty-more").isEnabled()
    assert moved == [[None], []]
    assert key(stepper, "qty-more").accessibleName() == "One more"


# --- deeds


def test_a_deed_says_why_it_cannot_be_done_and_stays_the_same_key(theme: Theme, shown: Show) -> None:
    keys = DeedKeys(theme)
    shown(keys, 600, 200)
    asked = heard(keys.asked)
    rows = [
        DeedRow("withdraw", "Retirer", "undo", "encore 8:20"),
        DeedRow("keep", "Garder", "bottle", "Connexion requise", is_enabled=False),
        DeedRow("cancel", "Annuler", "trash", style=ActionStyle.STOP),
    ]
    keys.show_rows(rows)
    QApplication.processEvents()
    first = key(keys, "do:withdraw")
    first.click()
    keys.show_rows([DeedRow("withdraw", "Retirer", "undo", "encore 8:19"), *rows[1:]])

    assert key(keys, "do:withdraw") is first
    assert "encore 8:19" in first.accessibleName()
    assert not key(keys, "do:keep").isEnabled()
    assert asked == ["withdraw"]
    QApplication.processEvents()
    assert key(keys, "do:cancel").width() > first.width()
    assert first.height() >= theme.mm(TOUCH_MIN_MM)

    keys.show_rows([])
    assert not keys.isVisible()


def test_a_deed_that_cannot_be_done_answers_a_finger_and_a_mouse(theme: Theme, shown: Show) -> None:
    keys = DeedKeys(theme)
    shown(keys, 600, 200)
    asked, hindered = heard(keys.asked), heard(keys.hindered)
    keys.show_rows([DeedRow("keep", "Garder", "bottle", "Connexion requise", is_enabled=False)])
    QApplication.processEvents()
    off = key(keys, "do:keep")

    QTest.mouseClick(off, Qt.MouseButton.LeftButton)
    Hand(off).tap(off.rect().center())

    assert (asked, hindered) == ([], ["keep", "keep"])


# --- figures and ticks


def test_a_column_is_emptied_but_for_what_stays(theme: Theme, qtbot: QtBot) -> None:
    ground = Ground("clear")
    qtbot.addWidget(ground)
    column = Column(theme, ground)
    column.addWidget(line(theme, sign(theme, ""), sign(theme, "cash")))
    column.addSpacing(3)
    column.addStretch(1)
    empty(column, keep=1)
    assert column.count() == 1


@pytest.mark.parametrize("look", Look)
def test_a_tick_is_not_an_hourglass(shown: Show, look: Look) -> None:
    tick = Tick(Theme(look, is_still=True))
    shown(tick, 60, 60)
    done = picture(tick)
    tick.show_state(is_waiting=True)
    assert bytes(done.constBits()) != bytes(picture(tick).constBits())
