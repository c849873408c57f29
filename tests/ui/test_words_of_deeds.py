"""What is no sale is called by its name: in the list of what waits, beside the lamp, and in the banner."""

from __future__ import annotations

import pytest

from app.domain.ids import SaleId
from app.domain.sale import exact_cash
from app.ui.view_models.outbox import OutboxModel
from app.ui.view_models.status import StatusModel
from app.ui.view_models.words import kind_text
from tests.fakes import Refusal
from tests.ui import evening
from tests.ui.language import speaking
from tests.ui.looking import spaced
from tests.ui.opened import kept
from tests.ui.rig import Rig, product


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("create_return", "Retour"),
        ("exchange", "Échange"),
        ("approve_return", "Décision sur un retour"),
        ("create_consignment", "Bouteille gardée"),
        ("claim_consignment", "Fin d’une bouteille gardée"),
        ("withdraw_sale", "Vente retirée"),
        ("reject_sale", "Décision sur une vente"),
        ("redeem_change", "Monnaie rendue"),
        ("record_sale", ""),
    ],
)
def test_each_kind_has_a_name(rig: Rig, kind: str, name: str) -> None:
    with speaking("fr"):
        assert kind_text(kind) == name


def test_sales_and_what_is_done_after_them_are_counted_together_as_operations(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1)], status="pending")
    outbox, status = kept(rig, OutboxModel(rig.till, rig.tasks)), kept(rig, StatusModel(rig.till))
    rig.go_down()
    rig.run(rig.till.after.withdraw(SaleId(sale["id"])))
    with speaking("fr"):
        assert status.waiting_text == "1 opération en attente"
        assert spaced(status.unsent_text) == "1 opération n’est pas encore envoyée."
        assert "– 1 opération gardée sur ce poste." in spaced(status.banner)

        rig.till.checkout.set_qty(product("castel-65"), 1)
        rig.run(rig.till.checkout.pay(exact_cash(1_000)))

        assert spaced(status.waiting_text) == "2 opérations en attente · 1 000 F"
        assert "– 2 opérations (1 000 F) gardées sur ce poste." in spaced(status.banner)
        assert spaced(outbox.waiting_text) == "2 opérations · 1 000 F"
        withdrawn, sold = outbox.waiting
        assert (spaced(withdrawn.title), withdrawn.amount_text) == ("Vente retirée · N° 1", "")
        assert (sold.title, spaced(sold.amount_text)) == ("C1-004217", "1 000 F")
        assert withdrawn.detail.endswith("Aïcha Bio")


def test_what_was_refused_is_counted_so_too(rig: Rig) -> None:
    rig.sign_in()
    sale = evening.book(rig, [evening.drink(1)], status="pending")
    outbox = kept(rig, OutboxModel(rig.till, rig.tasks))
    rig.server.judge = lambda _command: Refusal("TLTIM", {"limit_s": 600})
    rig.run(rig.till.after.withdraw(SaleId(sale["id"])))
    rig.settle()
    with speaking("fr"):
        assert outbox.refused_text == "1 opération"
        assert spaced(outbox.refused[0].title) == "Vente retirée · N° 1"
        assert not outbox.refused[0].can_correct
