"""Diagnostics: six cards that tell the truth, in every state, and a report without a secret."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import DeviceFailed
from app.sync.link import LinkState
from app.sync.live import FeedState
from app.till.ports import BROKEN, FULL, GONE, PROTECTED
from app.ui.controls.buttons import TouchButton
from app.ui.controls.topic import TopicCard
from app.ui.i18n import Language
from app.ui.theme import Theme
from app.ui.view_models.diagnostics import (
    SPAN_S,
    DiagnosticsModel,
    Stretch,
    Topic,
    failure_word,
    family_word,
    feed_word,
    link_word,
    strip_of,
)
from app.ui.windows.counter import Counter
from tests.sticks import Stick
from tests.ui.rig import Rig, product


@pytest.fixture
def counter(rig: Rig, qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    del qtbot
    language = Language(qapp)
    language.use("en")
    made = Counter(rig.till, rig.tasks, Theme(is_still=True), language)
    rig.sign_in("aicha")
    made.window.resize(1366, 768)
    made.window.made("sale")
    made.window.show()
    yield made
    made.close()
    language.drop()


def topic(counter: Counter, name: str) -> Topic:
    return next(one for one in counter.diagnostics.topics if one.name == name)


def fact(counter: Counter, name: str, words: str) -> str:
    return next(one.text for one in topic(counter, name).facts if one.name == words)


def test_requests_bytes_and_times_are_those_of_the_meter(rig: Rig, counter: Counter) -> None:
    for number in range(20):
        rig.till.meter.call("pulse", 400, 800, 0.040 + number / 1000)
    rig.till.meter.call("stock_since", 100, 2_000, 4.0)
    rig.till.meter.frame(300, 10)

    assert topic(counter, "requests").headline == "21"
    assert fact(counter, "requests", "Pulses") == "20"
    assert fact(counter, "requests", "Stock read again") == "1"
    assert fact(counter, "requests", "Sent and received") == "8.1\u00a0kB · 18.3\u00a0kB"
    assert fact(counter, "line", "Usual round trip") == "50\u00a0ms"
    assert fact(counter, "line", "Slow round trip (1 in 20)") == "59\u00a0ms"


def test_an_outage_is_in_the_strip_and_in_the_queue(rig: Rig, counter: Counter) -> None:
    rig.advance(600)
    rig.go_down()
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.settle()
    rig.advance(300)
    line = topic(counter, "line")

    assert (line.headline, line.ink) == ("Offline", "warn")
    assert line.strip[-1].ink == "warn"
    assert line.strip[-1].end == 1.0
    assert topic(counter, "queue").headline == "1 sale"
    assert fact(counter, "queue", "Amount that waits") == "1\u202f000\u00a0F"
    assert fact(counter, "requests", "Every") == "…"


def sentences(counter: Counter) -> list[tuple[str, object]]:
    page = counter.window.made("diagnostics")
    counter.window.show_page("diagnostics")
    labels = [page.findChild(QLabel, f"finding:{place}") for place in range(5)]
    return [(label.text(), label.property("ink") or "") for label in labels if label is not None]


def test_plain_sentences_come_first_and_say_what_to_do(rig: Rig, counter: Counter) -> None:
    assert [ink for _, ink in sentences(counter)] == ["", "", "muted", "", ""], "a printer is not missed"
    assert sentences(counter)[0] == ("The server answers.", "")
    rig.go_down()
    counter.sale.tap(product("flag-65"))
    counter.sale.pay_exact()
    rig.settle()
    server, stock, _, disk, sales = sentences(counter)

    assert server == ("The server does not answer. Keep selling; look at the cable or the box.", "warn")
    assert stock == ("The stock is that of before the line went.", "warn")
    assert disk == ("Every sale is safe on the disk.", "")
    assert sales == ("Sales wait; they are sent by themselves, do nothing.", "warn")


def test_nothing_is_said_that_is_not_known(counter: Counter) -> None:
    assert fact(counter, "line", "Usual round trip") == "…"
    assert fact(counter, "feed", "Usual delay") == "…"
    assert topic(counter, "queue").headline == "Nothing waits"
    assert topic(counter, "feed").headline == "Not there"


def test_hits_are_shown_by_family_the_most_asked_first(rig: Rig, counter: Counter) -> None:
    for family, hits, misses in (("sales", 9, 1), ("catalog", 2, 3), ("xyz", 4, 0)):
        for is_hit in [True] * hits + [False] * misses:
            rig.till.cache._looks.count(family, is_hit=is_hit)
    cache = topic(counter, "cache")

    assert (cache.facts[0].name, cache.facts[0].text) == ("Sales", "90\u00a0% · 10")
    assert cache.facts[1].name == "Products"
    assert "xyz" in [one.name for one in cache.facts]


def test_a_strip_is_the_last_hour() -> None:
    now = 10_000.0
    past = [(now - 2 * SPAN_S, "ok", "a"), (now - SPAN_S / 2, "warn", "b"), (now - SPAN_S / 4, "ok", "c")]

    assert strip_of(past, now) == (
        Stretch(0.0, 0.5, "ok", "a"),
        Stretch(0.5, 0.75, "warn", "b"),
        Stretch(0.75, 1.0, "ok", "c"),
    )
    assert strip_of([(now + 60, "ok", "a clock that was set back")], now) == ()
    assert strip_of([], now) == ()


def test_every_state_has_a_word(counter: Counter) -> None:
    del counter
    assert len({link_word(state) for state in LinkState}) == len(LinkState)
    assert all(feed_word(state) for state in FeedState)
    assert family_word("sales") == "Sales"


def test_the_queue_says_where_the_last_copy_went_and_why_there_is_none_of_now(
    rig: Rig, counter: Counter
) -> None:
    assert fact(counter, "queue", "Last copy") == "–"
    one = rig.sticks.plug(Stick("CLÉ DE FIRMIN LE GÉRANT", "/media/stick"))
    rig.run(rig.till.copies.look())
    rig.run(rig.till.copies.copy(one.root))
    rig.advance(200)
    assert fact(counter, "queue", "Last copy") == "CLÉ DE FIRM… · 3\u00a0min ago"
    for reason in (FULL, PROTECTED, GONE, BROKEN):
        one.fails = reason
        with pytest.raises(DeviceFailed):
            rig.run(rig.till.copies.copy(one.root))
        assert fact(counter, "queue", "Not copied") == f"CLÉ DE FIRM… · {failure_word(reason)}"
    said = counter.diagnostics.report_text
    assert "FIRMIN" not in said
    assert json.loads(said)["not_copied_because"] == BROKEN


def test_the_report_has_everything_and_nobody_s_name(rig: Rig, counter: Counter) -> None:
    report = counter.diagnostics.report_text
    said = json.loads(report)

    assert {"version", "till", "link", "realtime", "requests", "hits", "ledger", "epoch"} <= said.keys()
    assert "Aïcha" not in report
    assert "secret of the till" not in report
    del rig


def test_the_page_is_reached_by_the_menu_and_copies_the_report(
    rig: Rig, counter: Counter, qtbot: QtBot
) -> None:
    counter.window.menu.chosen.emit("diagnostics")
    page = counter.window.page
    assert page.objectName() == "diagnostics"
    copy = page.findChild(TouchButton, "copy")
    assert copy is not None
    copy.click()

    assert json.loads(QGuiApplication.clipboard().text())["till"] == "C1"
    cards = page.findChildren(TopicCard)
    assert {card.objectName() for card in cards} == {
        f"topic:{name}" for name in ("line", "feed", "requests", "cache", "queue", "program")
    }
    details = page.findChild(TouchButton, "details")
    assert details is not None
    assert not any(card.isVisible() for card in cards)
    details.click()
    assert all(card.isVisible() for card in cards)
    counter.window.show_page("sale")
    counter.window.show_page("diagnostics")
    assert not any(card.isVisible() for card in cards), "the figures are folded for whoever comes next"
    del rig, qtbot


def test_it_looks_again_each_second_only_while_it_is_shown(counter: Counter, qtbot: QtBot) -> None:
    """The timer is told that its second is over; nobody waits for the machine's."""
    counter.window.menu.chosen.emit("diagnostics")
    timer = counter.diagnostics._timer
    assert (timer.isActive(), timer.interval(), timer.isSingleShot()) == (True, 1_000, False)
    with qtbot.waitSignal(counter.diagnostics.changed):
        timer.timeout.emit()
    counter.window.go_home()
    assert not timer.isActive()


def test_a_figure_that_turns_bad_changes_its_ink(rig: Rig, counter: Counter) -> None:
    counter.window.menu.chosen.emit("diagnostics")
    rig.till.meter.call("pulse", 1, 1, 4.0)
    counter.diagnostics.changed.emit()
    slow = next(one for one in topic(counter, "line").facts if one.name == "Slow round trip (1 in 20)")

    assert (slow.text, slow.ink) == ("4.0\u00a0s", "warn")
    assert isinstance(counter.diagnostics, DiagnosticsModel)
