"""The copies' view model: what is plugged in and what became of it, in words; what is taken over, and by whom."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication

from app.sync.ports import LedgerContents
from app.till.ports import BROKEN, BUSY, FULL, GONE, PROTECTED, UNSOUND
from app.ui.view_models.copies import CopiesModel, VolumeRow
from app.ui.view_models.outbox import OutboxModel
from tests.sticks import Stick
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident
from tests.ui.test_view_models_outbox import plain, sell

KINGSTON = "/media/bar/KINGSTON"
OLD = f"{KINGSTON}/old.ledger"


@pytest.fixture
def outbox(rig: Rig) -> OutboxModel:
    rig.sign_in()
    made = OutboxModel(rig.till, rig.tasks)
    rig.keep(made.close)
    return made


@pytest.fixture
def model(outbox: OutboxModel) -> CopiesModel:
    return outbox.copies


def plug(rig: Rig, model: CopiesModel, stick: Stick | None = None) -> Stick:
    one = rig.sticks.plug(stick or Stick("KINGSTON", KINGSTON, free=7_412_000_000))
    model.enter()
    rig.settle()
    return one


def only(model: CopiesModel) -> VolumeRow:
    (row,) = model.rows
    return row


def dead(rig: Rig, *, unreadable: int = 0, bar: str = "") -> LedgerContents:
    """Put the copy of another till on the stick: what this one sold, under other ids."""
    contents = rig.run(rig.ledger.open())
    rows = tuple(replace(row, id=f"old {row.no}") for row in contents.rows)
    notes = {"bar": f'{{"id":"{bar}"}}'} if bar else {}
    meta = replace(contents.meta, ledger="another", till_code="C2")
    copy = replace(contents, meta=meta, rows=rows, notes=notes, unreadable=unreadable)
    rig.ledger.images[b"old"] = copy
    return copy


def test_nothing_is_there_until_something_is_plugged_in(rig: Rig, model: CopiesModel) -> None:
    model.enter()
    rig.settle()
    assert (model.is_possible, model.rows, model.result) == (True, [], "")
    changes = heard(model.changed)
    plug(rig, model)

    assert changes
    with speaking("fr"):
        row = only(model)
        assert (row.key, row.name, plain(row.room), row.icon) == (
            KINGSTON,
            "KINGSTON",
            "7,4 Go libres",
            "stick",
        )
        assert row.status == "Pas encore de copie de ce poste"
        assert row.by_itself == "Après la première copie, les suivantes sont automatiques"
        assert (row.is_automatic, row.can_copy, row.is_busy) == (None, True, False)


def test_a_copy_says_what_is_in_it_then_how_old_it_is(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    rig.go_down()
    sell(rig, "flag-65")
    one = plug(rig, model)
    one.gate = asyncio.Event()
    model.copy(KINGSTON)
    rig.settle()
    with speaking("fr"):
        assert (only(model).status, only(model).is_busy, only(model).can_copy) == (
            "Copie en cours…",
            True,
            False,
        )
    one.gate.set()
    rig.settle()

    with speaking("fr"):
        row = only(model)
        assert plain(row.status) == "Copie faite sur KINGSTON : 2 opérations, dont 1 non envoyée."
        assert (row.ink, row.is_automatic, row.by_itself) == (
            "ok",
            True,
            "Copie automatique, toutes les 5 min",
        )
        model.leave()
        rig.advance(200)
        model.enter()
        assert plain(only(model).status) == "Dernière copie il y a 3 min · 2 opérations"
        assert only(model).ink == ""


def test_with_everything_sent_nothing_is_said_of_what_waits(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    plug(rig, model)
    model.copy(KINGSTON)
    rig.settle()

    with speaking("en"):
        assert only(model).status == "Copied to KINGSTON: 1 operation."


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (FULL, "No room left on KINGSTON."),
        (PROTECTED, "KINGSTON refuses to be written to."),
        (GONE, "KINGSTON is no longer there."),
        (BUSY, "A copy is being made on KINGSTON already."),
        (UNSOUND, "This till's journal cannot be read."),
        (BROKEN, "KINGSTON does not answer as it should."),
    ],
)
def test_what_failed_is_said_with_what_to_do(rig: Rig, model: CopiesModel, reason: str, words: str) -> None:
    one = plug(rig, model)
    one.fails = reason
    model.copy(KINGSTON)
    rig.settle()

    with speaking("en"):
        row = only(model)
        assert row.status.startswith(words)
        assert len(row.status) > len(words) + 5
        assert (row.ink, row.can_copy, row.is_automatic) == ("warn", True, None)


def test_a_stick_that_is_just_gone_leaves_the_list(rig: Rig, model: CopiesModel) -> None:
    one = plug(rig, model)
    rig.sticks.pull(one)
    model.copy(KINGSTON)
    model.copy("/media/bar/nothing there")
    rig.settle()
    model.enter()
    rig.settle()

    assert model.rows == []


def test_a_second_disk_copies_itself_and_can_be_stopped(rig: Rig, model: CopiesModel) -> None:
    plug(rig, model, Stick("Données", "/mnt/disk", is_removable=False, is_second=True, free=212_000_000_000))
    with speaking("fr"):
        row = only(model)
        assert (row.icon, plain(row.room), row.is_automatic) == ("disk", "212 Go libres", True)
        assert row.by_itself == "Copie automatique, toutes les 5 min"
    model.let("/mnt/disk", False)
    rig.settle()

    with speaking("fr"):
        assert (only(model).is_automatic, only(model).by_itself) == (False, "Seulement à la demande")
    model.let("/mnt/disk", True)
    rig.settle()
    assert only(model).is_automatic


def test_a_chosen_stick_that_is_not_there_is_waited_for(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    one = plug(rig, model)
    model.copy(KINGSTON)
    rig.settle()
    rig.sticks.pull(one)
    model.enter()
    rig.settle()

    with speaking("fr"):
        row = only(model)
        assert (row.key, row.room, row.by_itself) == (
            "mark of KINGSTON",
            "À rebrancher",
            "La copie reprendra au retour",
        )
        assert plain(row.status) == "Dernière copie à l’instant · 1 opération"
        assert (row.can_copy, row.is_automatic) == (False, True)
    model.let(row.key, False)
    rig.settle()
    assert model.rows == []


def test_one_that_was_chosen_before_its_first_copy_says_nothing_of_a_last_one(
    rig: Rig, model: CopiesModel
) -> None:
    one = plug(rig, model)
    model.let(KINGSTON, True)
    rig.settle()
    rig.sticks.pull(one)
    model.enter()
    rig.settle()

    assert (only(model).status, only(model).icon) == ("", "stick")


def test_it_looks_again_while_the_sheet_is_open_and_one_look_at_a_time(rig: Rig, model: CopiesModel) -> None:
    model.enter()
    rig.settle()
    before = rig.sticks.looks
    rig.sticks.looking = asyncio.Event()
    for _ in range(3):
        model._timer.timeout.emit()
        rig.settle()
    one_look = rig.sticks.looks - before
    rig.sticks.looking.set()
    rig.settle()
    model._timer.timeout.emit()
    rig.settle()

    assert (one_look, rig.sticks.looks - before) == (1, 2)
    assert model._timer.isActive()
    model.leave()
    assert not model._timer.isActive()


def test_a_copy_of_another_till_is_offered_and_a_manager_takes_it_over(
    rig: Rig, outbox: OutboxModel, model: CopiesModel
) -> None:
    for _ in range(3):
        sell(rig, "flag-65")
    dead(rig)
    plug(rig, model, Stick("KINGSTON", KINGSTON, files={"old.ledger": b"old"}))
    rig.advance(7_200)
    with speaking("fr"):
        (found,) = only(model).found
        assert (found.title, found.detail) == (
            "Copie du poste C2 · il y a 2\u00a0h\u00a000",
            "3 opérations que ce poste n’a pas",
        )
        assert (found.path, found.can_adopt, found.is_busy) == (OLD, True, False)
    asked = heard(outbox.pin_asked)
    model.adopt(OLD)
    assert asked == [None]
    outbox.authorisation.choose(ident("adjovi"))
    for digit in "290160":
        outbox.authorisation.digit(digit)
    rig.settle()

    with speaking("fr"):
        assert model.result.startswith("3 opérations sont reprises d’une copie.")
    assert model.result_ink == "ok"
    assert only(model).found == ()


def test_a_manager_at_the_till_is_not_asked_again(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    dead(rig, unreadable=2)
    plug(rig, model, Stick("KINGSTON", KINGSTON, files={"old.ledger": b"old"}))
    rig.sign_in("houngbedji")
    with speaking("fr"):
        (found,) = only(model).found
        assert found.title.startswith("Copie d’un poste · ")
        assert found.detail == "Abîmée : ce qui se lit encore sera repris".replace(" :", "\u202f:")
    model.adopt(OLD)
    busy = only(model)
    model.adopt(OLD)
    rig.settle()

    assert (busy.can_copy, busy.found[0].is_busy, busy.found[0].can_adopt) == (False, True, False)
    with speaking("fr"):
        assert plain(model.result).endswith("2 n’ont pas pu être lues : la copie est abîmée.")
    assert model.result_ink == "warn"


def test_a_copy_whose_operations_are_all_here_says_so(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    rig.sign_in("houngbedji")
    plug(rig, model)
    rig.run(rig.ledger.put_copy(OLD))
    model.adopt(OLD)
    rig.settle()

    assert model.result == "This till already has everything that is in the copy."
    model.enter()
    assert model.result == ""


def test_a_copy_of_another_bar_cannot_be_taken_over(rig: Rig, model: CopiesModel) -> None:
    sell(rig, "flag-65")
    dead(rig, bar="another bar")
    rig.ledger.notes["bar"] = '{"id":"bar"}'
    rig.run(rig.till.outbox.open())
    plug(rig, model, Stick("KINGSTON", KINGSTON, files={"old.ledger": b"old"}))
    rig.sign_in("houngbedji")
    (found,) = only(model).found
    model.adopt(OLD)
    rig.settle()

    assert (found.can_adopt, found.detail) == (False, "Of another bar: it cannot be taken over here")
    with speaking("fr"):
        assert model.result.startswith("Cette copie vient d’un autre bar.")
    assert model.result_ink == "warn"


def test_another_language_says_everything_again(outbox: OutboxModel, model: CopiesModel) -> None:
    changes = heard(model.changed)
    outbox.retranslate()
    QCoreApplication.processEvents()

    assert changes == [None]
