"""The sale screen on every glass: sizes, looks, languages; and made-up models that are like the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.ui.controls.buttons import TouchButton
from app.ui.theme import GAP_MIN_MM, KEY_MIN_MM, PAY_MIN_MM, TOUCH_MIN_MM, Look
from app.ui.view_models.sale import SaleModel
from app.ui.view_models.sign_in import SignInModel
from app.ui.view_models.status import StatusModel
from tests.ui.language import speaking
from tests.ui.made_up import FakePin, FakeSale, FakeStatus
from tests.ui.showcase import STATES, Evening, dress, evening

GLASS = [
    ((1280, 720), 96.0, 1.0),
    ((1280, 720), 100.0, 1.5),
    ((1366, 768), 100.0, 1.0),
    ((1366, 768), 100.0, 1.3),
    ((1920, 1080), 100.0, 1.0),
    ((1920, 1080), 141.0, 1.0),
    ((3840, 2160), 184.0, 1.25),
    ((1080, 1920), 100.0, 1.0),
]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def shown(dressed: None) -> Iterator[Evening]:
    with evening() as made:
        yield made


def button(shown: Evening, name: str) -> TouchButton:
    """Return the button of that name that can be seen, else one that cannot: sheets have keys of the same names."""
    found = shown.window.findChildren(TouchButton, name)
    assert found, name
    return next((key for key in found if key.isVisible()), found[0])


def on_glass(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


# the norms of the glass


@pytest.mark.parametrize(("size", "dpi", "scale"), GLASS)
def test_everything_fits_and_keeps_the_norms(size: tuple[int, int], dpi: float, scale: float) -> None:
    with evening(size, dpi=dpi, scale=scale) as shown:
        shown.fill()
        for _ in range(3):
            QApplication.processEvents()
        theme, window = shown.theme, shown.window
        assert (window.width(), window.height()) == size
        for name in ("pay", "exact", "hold", "last-round", "menu", "lock", "clear"):
            assert window.rect().contains(on_glass(button(shown, name), window)), name
        for name in ("pay", "exact"):
            assert button(shown, name).width() >= theme.mm(PAY_MIN_MM[0])
            assert button(shown, name).height() >= theme.mm(PAY_MIN_MM[1])
        _check_touchables(shown)


def _check_touchables(shown: Evening) -> None:
    """Whatever can be tapped is 10 mm at least, has its two names, and lies over nothing else that can be tapped."""
    theme = shown.theme
    found = [
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in shown.sale.findChildren(kind)
        if widget.isVisible() and widget.objectName() != "search-clear"
    ]
    assert len(found) > 20
    for widget in found:
        assert widget.width() >= theme.mm(TOUCH_MIN_MM), widget.objectName()
        assert widget.height() >= theme.mm(TOUCH_MIN_MM), widget.objectName()
        assert widget.objectName()
        assert widget.accessibleName(), widget.objectName()
    names = [widget.objectName() for widget in found]
    assert len(names) == len(set(names))
    for one, other in combinations(found, 2):
        assert not on_glass(one, shown.sale).intersects(on_glass(other, shown.sale)) or _hides(one, other)


def _hides(one: QWidget, other: QWidget) -> bool:
    """Whether one of them is scrolled out of its area, so that they never meet on the glass."""
    return (
        one.visibleRegion().isEmpty() or other.visibleRegion().isEmpty() or one.parent() is not other.parent()
    )


def test_the_keys_that_take_money_keep_their_distance(shown: Evening) -> None:
    exact, pay = (on_glass(button(shown, name), shown.window) for name in ("exact", "pay"))
    hold = on_glass(button(shown, "hold"), shown.window)

    assert pay.left() - exact.right() - 1 >= shown.theme.mm(GAP_MIN_MM)
    assert exact.top() - hold.bottom() >= shown.theme.mm(GAP_MIN_MM)
    assert KEY_MIN_MM >= TOUCH_MIN_MM


@pytest.mark.parametrize("look", list(Look))
def test_a_look_can_be_changed_while_selling(shown: Evening, look: Look) -> None:
    shown.fill()
    shown.theme.use(look=look)
    QApplication.processEvents()
    ground = shown.window.grab().toImage().pixelColor(shown.sale.rail.width() + 6, shown.window.height() // 2)

    assert ground.name() == shown.theme.palette.ground.lower()


@pytest.mark.parametrize("name", sorted(STATES))
@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_state_is_shown_without_a_warning(name: str, code: str) -> None:
    with speaking(code), evening((1280, 720)) as shown:
        STATES[name](shown)
        QApplication.processEvents()
        picture = shown.window.grab()

        assert picture.size() == shown.window.size()


def test_the_language_changes_at_once(shown: Evening) -> None:
    with speaking("en"):
        QApplication.processEvents()
        english = button(shown, "pay").text(), button(shown, "hold").text()
    with speaking("fr"):
        QApplication.processEvents()
        french = button(shown, "pay").text(), button(shown, "hold").text()

    assert english[0] == "Pay"
    assert french[0] == "Payer"
    assert english[1] != french[1]


@pytest.mark.parametrize(
    ("fake", "real"), [(FakeSale, SaleModel), (FakePin, SignInModel), (FakeStatus, StatusModel)]
)
def test_the_made_up_models_offer_nothing_that_the_real_ones_do_not(
    fake: type[object], real: type[object]
) -> None:
    own = {"shelf", "cart", "answers", "codes", "typed", "go_offline", "signed_in", "authorised"}
    offered = {name for name in vars(fake) if not name.startswith("_")} - own - {"staticMetaObject"}

    assert offered <= set(dir(real)) | {"is_checking", "authorisation"}
