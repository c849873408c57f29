"""The payment screen: taps by name, keys, sizes, both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.sale import Cash, MobileMoney
from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.page import Shortcut
from app.ui.screens.payment_ways import CashKey
from app.ui.theme import KEY_MIN_MM, PAY_MIN_MM, TOUCH_MIN_MM, Look
from tests.ui.fingers import Hand
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.pictures import STATES, Screens, dress, screens
from tests.ui.rig import ident

FIXED = {"cash:exact", "cash:500", "cash:1000", "cash:2000", "cash:5000", "cash:10000"}


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Screens]:
    dress()
    with screens() as made:
        made.fill()
        made.show("payment")
        yield made


def key(page: QWidget, name: str) -> QPushButton:
    found = [button for button in page.findChildren(QPushButton, name) if button.isVisible()]
    assert len(found) == 1, name
    return found[0]


def tap(shown: Screens, name: str) -> None:
    QTest.mouseClick(key(shown.window.page, name), Qt.MouseButton.LeftButton)
    shown.settle()


def hero(shown: Screens) -> str:
    label = shown.payment.findChild(AmountLabel, "change")
    assert label is not None
    return label.text().replace("\u00a0", " ").replace("\u202f", " ") if label.isVisible() else ""


def test_exact_cash_is_one_tap(shown: Screens) -> None:
    sold = heard(shown.payment_model.sold)

    tap(shown, "cash:exact")

    assert len(sold) == 1
    assert shown.window.page is shown.sold


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
def test_exact_and_the_notes_keep_their_places_and_sizes_whatever_is_paid(
    size: tuple[int, int], qtbot: QtBot
) -> None:
    del qtbot
    dress()
    places, sums = dict[str, list[QRect]](), set[int]()
    with screens(size) as shown:
        for pieces in ({"flag-65": 10}, {"la-beninoise-65": 1}, {"flag-33": 7}, {"flag-60": 3}):
            shown.fill(pieces)
            shown.payment_model.begin()
            shown.show("payment")
            keys = [found for found in shown.payment.findChildren(CashKey) if found.isVisible()]
            fixed = [found for found in keys if found.objectName() in FIXED]
            assert {found.objectName() for found in fixed} == FIXED
            for found in fixed:
                box = QRect(found.mapTo(shown.window, QPoint(0, 0)), found.size())
                places.setdefault(found.objectName(), []).append(box)
            lowest = max(box[-1].bottom() for box in places.values())
            others = [found for found in keys if found not in fixed]
            assert all(found.mapTo(shown.window, QPoint(0, 0)).y() > lowest for found in others)
            sums.add(len(others))
            for product in pieces:
                shown.rig.till.checkout.remove(ident(product))

    assert len(sums) > 1, "the sums come and go"
    moved = {name: boxes for name, boxes in places.items() if any(box != boxes[0] for box in boxes)}
    assert moved == {}


def test_a_note_is_one_tap(shown: Screens) -> None:
    tap(shown, "cash:10000")

    assert shown.rig.till.outbox.rows()[-1].body["payments"] == [
        {"method": "cash", "amount": 6_100, "tendered": 10_000, "change": 3_900, "owed": 0}
    ]


def test_the_change_is_shown_while_it_is_typed(shown: Screens) -> None:
    for name in ("key:7", "key:5", "key:00"):
        tap(shown, name)
    assert hero(shown) == "1 400 F"
    tap(shown, "key:backspace")
    assert hero(shown) == "5 350 F"
    tap(shown, "key:0")
    tap(shown, "confirm")
    assert shown.window.page is shown.sold


def test_mobile_money_by_taps(shown: Screens) -> None:
    sold = heard(shown.payment_model.sold)
    tap(shown, "method:mobile_money")
    assert not key(shown.payment, "confirm").isEnabled()
    tap(shown, "operator:Moov Money")
    shown.payment.ways.phone.reference.setFocus()
    tap(shown, "key:8")
    assert shown.payment_model.reference == "8"
    tap(shown, "target:amount")
    tap(shown, "key:5")
    tap(shown, "key:00")
    tap(shown, "confirm")
    tap(shown, "method:cash")
    tap(shown, "cash:exact")

    assert sold[0].payments == (MobileMoney(500, "Moov Money", "8"), Cash(5_600, 5_600))  # type: ignore[attr-defined]  # a list of objects


@pytest.mark.parametrize("count", [1, 4, 5, 6, 20])
def test_every_operator_of_the_bar_can_be_touched(shown: Screens, count: int) -> None:
    names = ["MTN MoMo", "Moov Money", "Celtiis Cash", "Wave", "Orange Money"]
    names = [*names, *(f"Opérateur {number}" for number in range(6, 21))][:count]
    settings = shown.rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["operators"] = names
    shown.rig.server.state.rev += 1
    shown.rig.receive("settings")
    tap(shown, "method:mobile_money")
    least = shown.theme.mm(10)
    area = shown.payment.ways.phone
    for name in names:
        wanted = key(shown.payment, f"operator:{name}")
        assert (wanted.width() >= least, wanted.height() >= least) == (True, True), name
        tap(shown, f"operator:{name}")
        assert shown.payment_model.operator == name
        assert wanted.mapTo(area, wanted.rect().bottomRight()).x() <= area.width()
    tall = [key(shown.payment, f"operator:{name}") for name in names[:2]]
    assert len({found.mapTo(area, found.rect().topLeft()).y() for found in tall}) == (
        2 if 1 < count <= 4 else 1
    )


def test_a_part_can_be_taken_back(shown: Screens) -> None:
    tap(shown, "cash:2000")
    tap(shown, "confirm")
    assert shown.payment_model.left_text
    tap(shown, "part-remove:0")
    assert shown.payment_model.left_text == ""


def test_change_owed_is_looked_at_before_it_is_confirmed(shown: Screens) -> None:
    sold = heard(shown.payment_model.sold)
    tap(shown, "owing")
    tap(shown, "cash:10000")
    assert sold == []
    tap(shown, "target:owed")
    tap(shown, "key:5")
    tap(shown, "key:00")
    assert hero(shown) == "3 400 F"
    tap(shown, "confirm")
    assert sold[0].owed == 500  # type: ignore[attr-defined]  # a list of objects


def test_the_keyboard_does_it_all(shown: Screens) -> None:
    sold = heard(shown.payment_model.sold)
    page = shown.payment
    shown.type(page, "70000")
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert hero(shown) == "900 F"
    QTest.keyClick(page, Qt.Key.Key_Return)
    shown.settle()
    assert sold == []
    shown.window.press(Shortcut.MOBILE_MONEY)
    assert shown.payment_model.method == "mobile_money"
    shown.window.press(Shortcut.EXACT)
    shown.settle()
    assert len(sold) == 1


def test_a_typed_reference_goes_to_the_model(shown: Screens) -> None:
    tap(shown, "method:card")
    field = next(f for f in shown.payment.findChildren(QLineEdit) if f.isVisible())
    shown.type(field, "AB-12")

    assert shown.payment_model.reference == "AB-12"
    shown.window.press(Shortcut.ACCEPT)
    shown.settle()
    assert shown.window.page is shown.sold


def test_a_reference_with_letters_is_typed_by_touch(shown: Screens) -> None:
    tap(shown, "method:mobile_money")
    shown.payment_model.choose_operator("MTN MoMo")
    tap(shown, "reference-letters")
    for sign in "mp24.a5":
        tap(shown, f"letter:{sign}")
    tap(shown, "letter:backspace")
    tap(shown, "letter:6")
    tap(shown, "letter:-")
    tap(shown, "letter:z")
    tap(shown, "reference-accept")

    assert not shown.payment.letters.isVisible()
    assert shown.payment_model.reference == "MP24.A6-Z"
    assert shown.payment_model.target == "amount", "the keypad types amounts again"
    tap(shown, "confirm")
    payments = shown.rig.till.outbox.rows()[-1].body["payments"]
    assert payments == [
        {"method": "mobile_money", "operator": "MTN MoMo", "amount": 6_100, "reference": "MP24.A6-Z"}
    ]


def test_a_finger_in_the_reference_gets_letters_and_a_mouse_does_not(shown: Screens) -> None:
    tap(shown, "method:card")
    field = next(f for f in shown.payment.findChildren(QLineEdit) if f.isVisible())
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not shown.payment.letters.isVisible()

    Hand(field).tap(QPoint(20, 10))
    shown.settle()
    assert shown.payment.letters.isVisible()


def test_closing_the_letters_in_any_way_keeps_what_was_typed(shown: Screens) -> None:
    tap(shown, "method:card")
    back = heard(shown.payment.back_asked)
    tap(shown, "reference-letters")
    shown.type(shown.payment.letters.typed, "Ab12")
    shown.window.press(Shortcut.BACK)
    assert (shown.payment.letters.isVisible(), back) == (False, [])

    tap(shown, "reference-letters")
    assert shown.payment.letters.typed.text() == "Ab12"
    QTest.keyClick(shown.payment.letters.typed, Qt.Key.Key_Return)
    shown.settle()
    assert not shown.payment.letters.isVisible()
    assert shown.payment_model.reference == "Ab12"

    tap(shown, "reference-letters")
    tap(shown, "reference-clear")
    assert shown.payment_model.reference == ""
    shown.window.press(Shortcut.ACCEPT)
    shown.settle()
    shown.fill()
    shown.show("payment")
    assert not shown.payment.letters.isVisible()


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize(
    ("size", "dpi"), [((1280, 720), 100.0), ((1280, 720), 150.0), ((1920, 1080), 100.0), ((720, 1280), 100.0)]
)
def test_the_letters_are_large_and_lie_side_by_side(
    qtbot: QtBot, size: tuple[int, int], dpi: float, code: str
) -> None:
    dress()
    with speaking(code), screens(size, dpi=dpi) as shown:
        STATES["payment-letters"](shown)
        theme, sheet = shown.theme, shown.payment.letters
        keys = [child for child in sheet.findChildren(QPushButton) if child.isVisible()]
        boxes = {child.objectName(): QRect(child.mapTo(sheet, QPoint(0, 0)), child.size()) for child in keys}
        letters = {name: box for name, box in boxes.items() if name.startswith("letter:")}

        assert {name.removeprefix("letter:") for name in letters} == {
            *"0123456789abcdefghijklmnopqrstuvwxyz.-",
            "backspace",
        }
        least = theme.mm(TOUCH_MIN_MM if dpi > 100 else KEY_MIN_MM)
        assert all(box.height() >= least for box in letters.values())
        assert all(box.width() >= theme.mm(TOUCH_MIN_MM) for box in boxes.values())
        for name, box in boxes.items():
            assert sheet.rect().contains(box), name
            assert not [other for other, beside in boxes.items() if other != name and box.intersects(beside)]


def test_esc_goes_back_and_keeps_the_cart(shown: Screens) -> None:
    back = heard(shown.payment.back_asked)
    tap(shown, "key:5")
    shown.window.press(Shortcut.BACK)

    assert back == [None]
    assert shown.rig.till.checkout.cart.count == 7


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080), (720, 1280)])
@pytest.mark.parametrize("method", ["cash", "mobile_money", "card"])
def test_every_key_is_large_enough_and_on_the_screen(
    qtbot: QtBot, size: tuple[int, int], method: str
) -> None:
    dress()
    with speaking("fr"), screens(size) as shown:
        shown.fill()
        shown.show("payment")
        shown.payment_model.choose_method(method)
        shown.settle()
        theme = shown.theme
        for button in shown.payment.findChildren(QPushButton):
            if not button.isVisible():
                continue
            name, least = button.objectName(), theme.mm(TOUCH_MIN_MM)
            if name.startswith("key:"):
                least = theme.mm(KEY_MIN_MM)
            assert min(button.width(), button.height()) >= least, name
            assert shown.payment.rect().contains(button.mapTo(shown.payment, button.rect().topLeft())), name
            assert shown.payment.rect().contains(button.mapTo(shown.payment, button.rect().bottomRight())), (
                name
            )
            assert button.accessibleName(), name
        confirm = key(shown.payment, "confirm")
        assert (confirm.width(), confirm.height()) >= (theme.mm(PAY_MIN_MM[0]), theme.mm(PAY_MIN_MM[1]))


def test_on_the_smallest_screen_everything_at_once_has_room(qtbot: QtBot) -> None:
    """A screen of 10 inches: parts, change owed and its figure, and still nothing lies on anything else."""
    dress()
    with speaking("fr"), screens((1280, 720), dpi=150) as shown:
        STATES["payment-crowded"](shown)
        shown.settle()
        boxes = [
            (child.objectName(), QRect(child.mapTo(shown.payment, QPoint(0, 0)), child.size()))
            for child in shown.payment.sum.findChildren(QWidget)
            if child.isVisible() and isinstance(child, TouchButton | AmountLabel)
        ]

        assert all(shown.payment.rect().contains(box) for _, box in boxes)
        for name, box in boxes:
            assert not [other for other, beside in boxes if other != name and box.intersects(beside)], name


def test_two_visible_keys_never_share_a_name(shown: Screens) -> None:
    names = [button.objectName() for button in shown.window.findChildren(QPushButton) if button.isVisible()]

    assert sorted(names) == sorted(set(names))


def test_each_operator_has_a_colour_of_its_own_that_follows_the_look(shown: Screens) -> None:
    shown.payment_model.choose_method("mobile_money")
    shown.settle()
    for look in (Look.NIGHT, Look.DAY):
        shown.theme.use(look=look)
        shown.settle()
        drawn = [colours(key(shown.payment, f"operator:{name}")) for name in shown.payment_model.operators]

        assert shown.payment_model.operators == ["MTN MoMo", "Moov Money", "Celtiis Cash"]
        for hue, seen in zip(("gold", "sky", "green"), drawn, strict=True):
            assert shown.theme.hue(hue).rgb() in seen
        assert shown.theme.hue("sky").rgb() not in drawn[0]


def colours(button: QWidget) -> set[int]:
    image = button.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_the_operator_of_the_sale_before_is_not_chosen_to_the_eye(shown: Screens) -> None:
    shown.payment_model.choose_method("mobile_money")
    shown.settle()
    tap(shown, "operator:Moov Money")
    assert key(shown.payment, "operator:Moov Money").isChecked()
    shown.payment_model.begin()
    shown.payment_model.choose_method("mobile_money")
    shown.settle()

    names = shown.payment_model.operators
    assert [name for name in names if key(shown.payment, f"operator:{name}").isChecked()] == []
