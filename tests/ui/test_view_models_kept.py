"""Bottles that are kept and change that is owed, without a window."""

from __future__ import annotations

from app.domain.errors import DeviceFailed, Incompatible
from app.till.sale_detail import detail_of_own
from app.ui.view_models.change import ChangeModel
from app.ui.view_models.consignments import KeptModel
from app.ui.view_models.day import DayModel
from app.ui.view_models.deeds import HAND_ONE, Deeds
from app.ui.view_models.keeping import KeepingModel
from app.ui.view_models.listing import Stand
from tests.fakes import Fail
from tests.ui import evening
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.looking import spaced
from tests.ui.opened import NOT_ON_DISK, kept, whole
from tests.ui.rig import Rig


def test_a_bottle_needs_a_guest_and_something_left(rig: Rig) -> None:
    rig.sign_in("houngbedji")
    model = kept(rig, KeepingModel(rig.till, rig.tasks))
    model.accept()
    assert (model.lines, model.can_accept, model.can_more) == ([], False, False)

    model.begin(whole(rig, evening.book(rig, [evening.drink(1, 2)])))
    model.set_guest("  ")
    assert not model.can_accept
    model.set_guest("Abla")
    model.more()
    model.more()
    assert (model.qty_text, model.can_accept, model.can_more) == ("2", True, False)
    model.less()
    model.less()
    assert model.qty_text == "1"
    with speaking("fr"):
        rig.ledger.fail_next = [DeviceFailed("TLDSK")]
        model.accept()
        rig.settle()
        assert spaced(model.message) == NOT_ON_DISK
        model.retranslate()
    assert rig.trade.kept == {}


def test_the_lists_say_nothing_while_nobody_looks(rig: Rig) -> None:
    rig.sign_in()
    bottles, change = kept(rig, KeptModel(rig.till, rig.tasks)), kept(rig, ChangeModel(rig.till, rig.tasks))
    heard_of_bottles, heard_of_change = heard(bottles.changed), heard(change.changed)
    rig.go_down()
    assert (heard_of_bottles, heard_of_change) == ([], [])
    for model in (bottles, change):
        model.do("hand_out")
        model.retranslate()
        assert (model.rows, model.deeds, model.tags, model.note) == ([], [], (), "")
    bottles.give_reason("x")
    assert (bottles.guest, bottles.what, bottles.facts) == ("", "", [])
    assert (change.code, change.amount_text, change.about) == ("", "…", [])


def test_a_disk_that_says_no_is_said_of_bottles_and_change(rig: Rig) -> None:
    rig.sign_in()
    evening.kept_bottles(rig)
    evening.owed_change(rig)
    for model in (kept(rig, KeptModel(rig.till, rig.tasks)), kept(rig, ChangeModel(rig.till, rig.tasks))):
        said = heard(model.said)
        model.enter()
        rig.settle()
        model.select(model.rows[0].key)
        with speaking("fr"):
            rig.ledger.fail_next = [DeviceFailed("TLDSK")]
            model.do(model.deeds[0].id)
            rig.settle()
        assert spaced(str(said[0])) == NOT_ON_DISK
        assert model.deeds[0].is_enabled


def test_lists_that_fail_say_why(rig: Rig) -> None:
    rig.sign_in()
    for name, model in (
        ("consignments_page", kept(rig, KeptModel(rig.till, rig.tasks))),
        ("change_page", kept(rig, ChangeModel(rig.till, rig.tasks))),
    ):
        rig.gateway.script(name, Fail(Incompatible("TLVER")))
        with speaking("fr"):
            model.enter()
            rig.settle()
            assert model.stand is Stand.FAILED
            assert model.void.text.startswith("Ce poste et le système central")


def test_own_sales_are_known_from_what_waits(rig: Rig) -> None:
    rig.sign_in()
    day = kept(rig, DayModel(rig.till))
    day.enter()
    assert detail_of_own(rig.till.outbox.open_rows(), "nothing", day.page()) is None


def test_several_short_sentences_end_once_while_the_line_is_out(rig: Rig) -> None:
    rig.sign_in()
    rig.go_down()
    with speaking("fr"):
        said = Deeds(rig.till).said_of(HAND_ONE, Deeds.part_text(1, 2))
        assert spaced(said) == "Remis : 1. Encore gardé : 2. Gardée sur ce poste"
