"""« Vendu »: the change in very large type, gone at the next tap."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.sale import MobileMoney, Payment, cash
from app.ui.controls.amount import AmountLabel
from app.ui.controls.page import Shortcut
from app.ui.theme import HERO
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.pictures import STATES, Screens, dress, screens


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Screens]:
    dress()
    with speaking("fr"), screens() as made:
        STATES["sold"](made)
        yield made


def texts(shown: Screens) -> list[str]:
    labels = [label.text() for label in shown.sold.findChildren(QLabel) if label.isVisible()]
    amounts = [label.text() for label in shown.sold.findChildren(AmountLabel) if label.isVisible()]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in labels + amounts]


def test_it_says_what_goes_back_and_what_stays_owed(shown: Screens) -> None:
    found = texts(shown)

    assert {"Vendu", "À rendre", "3 400 F", "Monnaie due au client : 500 F"} <= set(found)
    assert {"C1-004217", "La Béninoise 65 cl", "6 100 F", "Espèces", "Reçu", "10 000 F"} <= set(found)
    change = shown.sold.findChild(AmountLabel, "change")
    assert change is not None
    assert change.height() > shown.theme.pt(HERO)


def test_any_tap_goes_on(shown: Screens) -> None:
    closed = heard(shown.sold_model.closed)

    QTest.mouseClick(shown.sold, Qt.MouseButton.LeftButton)
    QTest.mouseClick(shown.sold.next, Qt.MouseButton.LeftButton)
    QTest.keyClick(shown.sold, Qt.Key.Key_Return)
    QTest.keyClick(shown.sold, Qt.Key.Key_Space)
    shown.window.press(Shortcut.BACK)
    shown.window.press(Shortcut.ACCEPT)

    assert len(closed) == 6
    QTest.keyClick(shown.sold, Qt.Key.Key_A)
    shown.window.press(Shortcut.HOLD)
    assert len(closed) == 6


def spoken(shown: Screens) -> str:
    """What is read aloud for the giant figure."""
    figure = shown.sold.findChild(AmountLabel, "change")
    assert figure is not None
    return figure.accessibleName().replace("\u00a0", " ").replace("\u202f", " ")


def test_change_stands_in_a_row_under_what_was_received(shown: Screens) -> None:
    assert spoken(shown) == "À rendre 3 400 F"
    assert texts(shown).count("À rendre") == 2
    nothing = shown.sold.findChild(QLabel, "nothing-back")
    assert nothing is not None
    assert not nothing.isVisible()


def test_in_large_words_no_line_has_an_empty_row_under_it(shown: Screens) -> None:
    shown.theme.use(scale=1.5)
    shown.settle()
    words = [x.text() for x in shown.sold._lines.findChildren(QLabel) if x.isVisible()]
    assert "Brochettes de bœuf" in words
    assert "" not in words


def test_exact_cash_gives_nothing_back(qtbot: QtBot) -> None:
    dress()
    with speaking("fr"), screens() as shown:
        STATES["sold-exact"](shown)

        assert {"Encaissé", "6 100 F", "Rien à rendre"} <= set(texts(shown))
        assert "À rendre" not in texts(shown)
        assert spoken(shown) == "Encaissé 6 100 F"
        owed = shown.sold.findChild(QLabel, "owed")
        assert owed is not None
        assert not owed.isVisible()


def paid_so(shown: Screens, *payments: Payment) -> list[str]:
    """Show a sale of this till that was paid so, and return what stands on the page."""
    shown.fill({"la-beninoise-65": 2, "aloko": 1})
    shown.sold_model.show(shown.rig.run(shown.rig.till.checkout.pay(payments)))
    shown.settle()
    return texts(shown)


def colour_of_caption(shown: Screens) -> object:
    caption = shown.sold.findChild(QLabel, "hero-name")
    assert caption is not None
    return caption.property("ink")


def test_what_came_by_phone_is_not_said_to_be_taken(shown: Screens) -> None:
    found = paid_so(shown, MobileMoney(2_100, "MTN MoMo", "88"))

    checked = "Rien à rendre. Un gérant vérifie dans la liste de l’opérateur."
    assert {"À confirmer", "2 100 F", checked} <= set(found)
    assert "Encaissé" not in found
    assert spoken(shown) == "À confirmer 2 100 F"
    assert colour_of_caption(shown) == "warn"


def test_of_what_was_taken_the_part_that_came_by_phone_is_named(shown: Screens) -> None:
    found = paid_so(shown, cash(1_100, 1_100), MobileMoney(1_000, "MTN MoMo", "88"))
    assert "Encaissé, dont 1 000 F à confirmer" in found
    assert colour_of_caption(shown) == "warn"

    found = paid_so(shown, MobileMoney(1_000, "MTN MoMo", "88"), cash(1_100, 2_000))
    assert {"À rendre", "900 F", "À confirmer : 1 000 F"} <= set(found)
    assert colour_of_caption(shown) == "muted"


def test_the_next_sale_takes_the_place_of_the_last(shown: Screens) -> None:
    shown.sell({"aloko": 1})
    shown.settle()

    found = texts(shown)
    assert "Aloko" in found
    assert "La Béninoise 65 cl" not in found


def test_its_key_is_named(shown: Screens) -> None:
    button = shown.sold.findChild(QPushButton, "next")
    assert button is not None
    assert button.accessibleName() == "Client suivant"
