"""The counter: the ways between its pages, and the lock."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.controls.page import Page
from app.ui.i18n import Language
from app.ui.screens.sale import SaleScreen
from app.ui.theme import Theme
from app.ui.windows import ahead
from app.ui.windows.counter import Counter
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident, product

PAGES = ("sale", "payment", "sold", "outbox", "day", "return", "exchange", "kept", "change")


@pytest.fixture
def counter(rig: Rig, qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    """The counter's window over a till of the demo bar, nobody signed in."""
    del qtbot
    language = Language(qapp)
    language.use("en")
    made = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    made.window.resize(1366, 768)
    for name in PAGES:
        made.window.made(name)
    made.window.show()
    yield made
    made.close()
    language.drop()


class Shown(QObject):
    """Notes the windows that come up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def page(counter: Counter) -> str:
    return counter.window.page.objectName()


def test_a_page_that_is_made_ahead_opens_no_window_and_leaves_the_keyboard(
    rig: Rig, qtbot: QtBot, qapp: QApplication
) -> None:
    del qtbot
    language = Language(qapp)
    language.use("fr")
    counter = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    counter.window.show()
    counter.window.activateWindow()
    shown = Shown()
    qapp.installEventFilter(shown)
    for name in [*counter.window._offers]:
        counter.window.made(name)
        qapp.processEvents()
    qapp.removeEventFilter(shown)
    is_active = counter.window.isActiveWindow()
    counter.close()
    language.drop()

    assert shown.names == []
    assert is_active


def sign_in(rig: Rig, counter: Counter) -> None:
    person = counter.sign_in.people[0]
    counter.sign_in.choose(person.id)
    for digit in rig.pins[person.id]:
        counter.sign_in.digit(digit)
    rig.settle()


def idle_clock(counter: Counter) -> QTimer:
    clock = counter.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(clock, QTimer)
    return clock


def scan(counter: Counter, code: str) -> None:
    """Type a code as a scanner does: a key each 5 ms, with Enter, to the window that is in front."""
    keys = [(Qt.Key(ord(sign)), sign) for sign in code] + [(Qt.Key.Key_Return, "\r")]
    for place, (key, text) in enumerate(keys):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(1_000 + 5 * place)
            QCoreApplication.sendEvent(counter.window.windowHandle(), event)


def test_the_people_are_on_the_screen_before_the_other_pages_are_made(
    rig: Rig, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "APART_MS", 0)
    monkeypatch.setattr(ahead.Ahead, "is_wanted", True)
    language = Language(qapp)
    language.use("en")
    made = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    pages_then: list[bool] = []
    made.window.appeared.connect(lambda: pages_then.append(made.window.findChild(Page, "sale") is not None))
    with qtbot.waitSignal(made.window.appeared, timeout=30_000):
        made.window.show()
    qtbot.waitUntil(
        lambda: all(made.window.findChild(Page, name) is not None for name in PAGES), timeout=30_000
    )

    assert pages_then == [False]
    assert page(made) == "sign-in"
    made.close()
    language.drop()


def test_a_pin_leads_to_the_sale_and_the_lock_back(rig: Rig, counter: Counter) -> None:
    assert page(counter) == "sign-in"

    sign_in(rig, counter)
    assert page(counter) == "sale"

    QTest.keyClick(counter.window, Qt.Key.Key_F8)
    assert page(counter) == "sign-in"
    assert rig.till.session.person is None


def test_an_idle_till_locks_itself_and_keeps_the_cart(rig: Rig, counter: Counter, qtbot: QtBot) -> None:
    sign_in(rig, counter)
    counter.sale.tap(product("flag-65"))
    counter.sale.open_payment()
    assert idle_clock(counter).interval() == 60_000

    idle_clock(counter).start(0)

    qtbot.waitUntil(lambda: page(counter) == "sign-in")
    sign_in(rig, counter)
    assert (page(counter), counter.sale.count) == ("sale", 1)


def said_by_the_lock(counter: Counter) -> list[str]:
    """Return what the sign-in page shows of its lock and of an order; nothing when it says nothing."""
    ground = counter.window.page.findChild(QWidget, "waits")
    assert ground is not None
    return [words.text() for words in ground.findChildren(QLabel) if words.text() and words.isVisible()]


def lock_by_itself(counter: Counter, qtbot: QtBot) -> None:
    idle_clock(counter).start(0)
    qtbot.waitUntil(lambda: page(counter) == "sign-in")


def test_the_time_that_is_said_is_that_of_the_lock(rig: Rig, counter: Counter, qtbot: QtBot) -> None:
    rig.sign_in("aicha")
    lock_by_itself(counter, qtbot)
    settings = rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["idle_lock_s"] = 3_600
    rig.receive("settings")

    assert said_by_the_lock(counter)[0] == "The till locked itself: nobody touched it for 60 seconds."


def test_a_till_that_locked_itself_says_why_and_whose_order_waits(
    rig: Rig, counter: Counter, qtbot: QtBot
) -> None:
    rig.sign_in("aicha")
    counter.sale.tap(product("flag-65"))
    counter.sale.tap(product("flag-65"))
    lock_by_itself(counter, qtbot)
    what = (
        "An order waits for Aïcha: 2 items · 2\u202f000\u00a0F. "
        "If somebody else signs in, it is put aside as “Aïcha”."
    )
    told = ["The till locked itself: nobody touched it for 60 seconds.", what]
    assert said_by_the_lock(counter) == told

    rig.advance(3_600)
    assert said_by_the_lock(counter) == told

    rig.sign_in("firmin")
    assert [row.title for row in counter.sale.held] == ["Aïcha"]
    counter.lock()
    assert said_by_the_lock(counter) == []


def test_a_till_that_was_locked_by_hand_says_whose_order_waits(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    counter.lock()
    assert said_by_the_lock(counter) == []

    sign_in(rig, counter)
    counter.sale.tap(product("flag-65"))
    counter.lock()
    assert said_by_the_lock(counter) == [
        "An order waits for Aïcha: 1 item · 1\u202f000\u00a0F.",
        "If somebody else signs in, it is put aside as “Aïcha”.",
    ]
    with speaking("fr"):
        waits = counter.sign_in.waits
        assert waits is not None
        assert (waits.text, waits.detail) == (
            "Une commande attend Aïcha\u202f: 1 article · 1\u202f000\u00a0F.",
            "Si quelqu’un d’autre s’identifie, elle est mise de côté sous «\u00a0Aïcha\u00a0».",
        )

    counter.sign_in.choose(ident("aicha"))
    for digit in rig.pins[ident("aicha")]:
        counter.sign_in.digit(digit)
    rig.settle()
    assert counter.sign_in.waits is None


def test_what_was_said_is_no_matter_of_who_signs_in_next(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    counter.window.say("Order emptied", "Undo")
    counter.lock()

    assert counter.window.toast.text() == ""


@pytest.mark.parametrize(
    ("owner", "waits"),
    [
        (ident("aicha"), ("for Aïcha", "If somebody else signs in, it is put aside as “Aïcha”.")),
        (None, ("", "It is there as soon as somebody signs in.")),
        (ident("who has left"), ("", "")),
    ],
)
def test_a_till_that_was_started_again_says_whose_order_waits(
    rig: Rig, owner: str | None, waits: tuple[str, str], qtbot: QtBot
) -> None:
    rig.sign_in("aicha")
    rig.till.checkout.set_qty(product("flag-65"), 2)
    rig.settle()
    draft = json.loads(rig.ledger.drafts["cart"])
    rig.ledger.drafts["cart"] = json.dumps(draft | {"owner": owner})
    rig.start_again()
    with speaking("en") as language:
        counter = Counter(rig.till, rig.tasks, Theme(), language)
        rig.keep(counter.close)
        counter.window.show()
        qtbot.waitExposed(counter.window)

        words = " ".join(("An order waits", waits[0])).rstrip()
        order = f"{words}: 2 items · 2\u202f000\u00a0F."
        assert said_by_the_lock(counter) == [text for text in (order, waits[1]) if text]


def test_a_till_that_locked_itself_without_an_order_says_that_nothing_is_lost(
    rig: Rig, counter: Counter, qtbot: QtBot
) -> None:
    sign_in(rig, counter)
    lock_by_itself(counter, qtbot)

    assert said_by_the_lock(counter)[1:] == ["Nothing is lost: every sale is kept."]


def test_whoever_does_something_is_not_idle(rig: Rig, counter: Counter, qtbot: QtBot) -> None:
    sign_in(rig, counter)
    clock = idle_clock(counter)
    qtbot.waitUntil(lambda: clock.remainingTime() < 59_500)

    QTest.keyClick(counter.window.windowHandle(), Qt.Key.Key_Down)

    assert clock.remainingTime() > 59_500


def test_change_that_a_guest_waits_for_is_on_show_again_after_the_lock(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    for given, first in (("2000", "sold"), ("exact", "sale")):
        counter.sale.tap(product("flag-65"))
        counter.sale.open_payment()
        counter.payment.tender(given)
        if counter.window.page.objectName() == "payment":
            rig.settle()
        assert page(counter) == "sold"
        counter.lock()
        assert page(counter) == "sign-in"
        sign_in(rig, counter)
        assert page(counter) == first
        counter.sold.next()


def test_the_search_ends_with_the_sale(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    screen = counter.window.made("sale")
    assert isinstance(screen, SaleScreen)
    screen.search.setText("flag")
    assert len(counter.sale.cards) < 10
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.settle()
    assert page(counter) == "sold"
    counter.sold.next()

    assert screen.search.text() == ""
    assert len(counter.sale.cards) > 10


def test_a_sale_that_ends_behind_the_lock_opens_nothing(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.run(asyncio.sleep(0))
    counter.lock()

    rig.settle()

    assert len(rig.till.outbox.rows()) == 1
    assert page(counter) == "sign-in"


def test_a_managers_sheet_does_not_outlive_the_lock(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    rig.set_stock("castel-65", 0)
    counter.sale.tap(product("castel-65"))
    counter.sale.answer("tap", "override")
    assert any(sheet.isVisible() for sheet in counter.window.page.sheets())

    counter.lock()
    sign_in(rig, counter)

    assert not any(sheet.isVisible() for sheet in counter.window.page.sheets())
    assert counter.sale.authorisation.chosen is None


def test_a_scan_after_a_sale_begins_the_next(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    code = next(code for card in rig.till.bar.cards() if (code := card.product.barcode))
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.settle()
    assert page(counter) == "sold"

    scan(counter, code)

    assert (page(counter), counter.sale.count) == ("sale", 1)


def test_a_scan_while_a_sale_is_paid_adds_nothing(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    counter.sale.tap(product("flag-65"))
    counter.sale.open_payment()

    scan(counter, "2000000000077")

    assert (page(counter), counter.sale.count) == ("payment", 1)


def test_each_page_of_drinks_is_a_look_at_what_is_kept(rig: Rig, counter: Counter) -> None:
    sign_in(rig, counter)
    before = rig.till.cache.looks().families["catalog"].hits
    asked = len(rig.gateway.calls)
    for _ in range(3):
        counter.window.show_page("outbox")
        counter.window.show_page("sale")

    assert rig.till.cache.looks().families["catalog"].hits == before + 3
    assert len(rig.gateway.calls) == asked
