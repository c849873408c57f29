"""The help: what a finger can do on the page on show comes first, then the keys; all of it can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.controls.page import Shortcut
from tests.ui.counting import Counting, counting
from tests.ui.looking import spaced
from tests.ui.pictures import dress


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Counting]:
    dress()
    with counting(size=(1280, 720)) as made:
        yield made


def lines(shown: Counting) -> list[str]:
    """Return what the help says, from its top to its foot and from left to right."""
    sheet = shown.window.help
    found = [label for label in sheet.findChildren(QLabel) if label.isVisible() and label.text()]
    found.sort(key=lambda label: (label.mapTo(sheet, label.rect().topLeft()).y(), label.x()))
    return [spaced(label.text()) for label in found]


def test_fingers_come_before_keys(shown: Counting) -> None:
    shown.press(Qt.Key.Key_F1)
    said = lines(shown)

    assert said[0] == "Aide"
    assert said.index("Laisser un doigt dessus") < said.index("Au clavier") < said.index("F1")
    assert said[said.index("Laisser un doigt dessus") + 1] == "Quantité, note (« sans glace »), étoile"


def test_each_page_says_what_a_finger_can_do_on_it(shown: Counting) -> None:
    shown.tap_tile("castel-65")
    first: dict[str, list[str]] = {}
    for way in ((), ("pay",), ("cash:exact",), ("next", "day"), ("back", "menu", "go:outbox"), ("lock",)):
        if way == ("lock",):
            shown.counter.lock()
        else:
            shown.tap(*way)
        shown.window.help.open()
        said = lines(shown)
        first[shown.page] = said[: said.index("Au clavier")]
        shown.window.help.put_away()

    assert not [said for said in first.values() if "F8" in " ".join(said)], "a finger has no keys"
    assert set(first) == {"sale", "payment", "sold", "day", "outbox", "sign-in"}
    assert len({tuple(said) for said in first.values()}) == len(first)
    assert "Un de plus ; s’il suffit, c’est vendu" in first["payment"]
    assert "Toucher « Corriger »" in first["sold"]
    assert "« Retour, échange… »" in first["day"]
    assert all("Toucher la ligne du haut" in said for said in first.values())


def test_every_key_of_the_window_is_explained(shown: Counting) -> None:
    shown.window.help.open()
    said = " ".join(lines(shown))
    missing = [key for key in Shortcut if key.value not in said]

    assert missing == [Shortcut.ACCEPT, Shortcut.BACK], "these two are written as people say them"
    assert "Ctrl + Entrée" in said
    assert "Échap" in said


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (720, 1280)])
def test_all_of_it_is_on_the_screen_or_scrolled_to(size: tuple[int, int], qapp: QApplication) -> None:
    dress()
    with counting(size=size) as shown:
        shown.window.help.open()
        shown.settle()
        rows = shown.window.help._rows
        inner = rows.widget()
        assert inner is not None
        reach = rows.viewport().height() + rows.verticalScrollBar().maximum()

        assert inner.height() <= reach
        assert inner.width() <= rows.viewport().width()


def test_it_speaks_the_language_that_is_chosen_while_it_is_open(shown: Counting) -> None:
    shown.window.help.open()
    shown.window.language_asked.emit("en")
    shown.settle()

    assert "Leave a finger on it" in lines(shown)


def test_notes_correcting_a_sale_and_the_lock_are_explained_without_riddles(shown: Counting) -> None:
    shown.window.help.open()
    said = lines(shown)
    whole = " ".join(said)

    assert "note sur la ligne" in said[said.index("Toucher une quantité") + 1]
    assert (
        said[said.index("Corriger une vente") + 1] == "« Corriger » aussitôt ; plus tard par « Ma journée »"
    )
    lock = said[said.index("Verrouiller la caisse") + 1]
    assert lock == "Seule après 60 secondes ; aussitôt : le cadenas. La commande reste"
    assert "commande vide" not in whole
    assert "Toucher une mise de côté" not in whole
    scroll = shown.window.help._rows.verticalScrollBar()
    assert scroll.maximum() == 0, "one look shows all of it"


def test_a_till_that_never_locks_itself_does_not_say_that_it_does(shown: Counting) -> None:
    bar = shown.rig.till.bar.bar()
    assert bar is not None
    settings = shown.rig.rows["settings"]
    assert isinstance(settings, dict)
    settings["idle_lock_s"] = 0
    shown.rig.receive("settings")
    shown.window.help.open()
    said = lines(shown)

    assert said[said.index("Verrouiller la caisse") + 1] == "Toucher le cadenas ; la commande reste"


def test_a_toast_of_before_does_not_stay_in_the_other_language(shown: Counting) -> None:
    shown.window.say("Commande vidée")
    assert shown.window.toast.isVisible()
    shown.window.language_asked.emit("en")
    shown.settle()

    assert not shown.window.toast.isVisible()


def test_f2_leads_to_the_day_from_wherever_it_is_named(shown: Counting) -> None:
    shown.counter.lock()
    shown.press(Qt.Key.Key_F2)
    assert shown.page == "sign-in"
    shown.become("aicha")
    for way in ("go:change", "go:kept", "go:outbox"):
        shown.press(Qt.Key.Key_F10)
        shown.tap(way)
        shown.press(Qt.Key.Key_F2)
        assert shown.page == "day", way
        shown.press(Qt.Key.Key_Escape)
