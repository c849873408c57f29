"""The till's two tables: every read, and every write."""

from __future__ import annotations

import pytest

from app.domain.cart import Line
from app.domain.errors import DeviceFailed
from app.domain.ids import MemberId, ProductId, SaleId
from app.domain.sale import SaleToRecord, exact_cash
from app.sync.base import Base
from app.sync.ports import Answer, Door, Envelope
from app.till.commands import KNOWN_VERSIONS, RECORD_SALE_VERSION, UPCASTERS, record_sale
from app.till.freshness import DAY, FRESHNESS, HOUR, MINUTE
from app.till.lists import list_specs
from app.till.place import Place
from app.till.queries import BOOTSTRAP, STOCK, specs
from tests.fakes import FakeClock, ScriptedGateway

LINE = Line(ProductId("p"), "Flag", 330, 600, 2)
PLACE = Place("postgresql://u:secret@host/db", "token-of-64", "C1", "Comptoir", "bar-1", "K7PQ-2M9X")


def test_every_part_of_a_bootstrap_is_a_read_with_a_freshness() -> None:
    families = {spec.family: spec for spec in specs()}

    assert families.keys() == {key[0] for key in BOOTSTRAP}
    assert families.keys() | {spec.family for spec in list_specs(lambda: None)} == FRESHNESS.keys()
    assert [(spec.family, spec.topic) for spec in specs()] == [(x, x) for x in families]
    assert {spec.family for spec in specs() if spec.is_live} == {"stock"}


def test_what_a_till_reads_is_stale_and_forgotten_when_the_table_says_so() -> None:
    assert [(spec.family, spec.stale_s, spec.keep_s) for spec in specs()] == [
        ("stock", 5 * MINUTE, 24 * HOUR),
        ("catalog", 30 * MINUTE, 24 * HOUR),
        ("team", 30 * MINUTE, 14 * DAY),
        ("settings", 24 * HOUR, 7 * DAY),
    ]


async def test_stock_is_asked_for_from_the_revision_that_is_known() -> None:
    gateway = ScriptedGateway(FakeClock())
    marks = Envelope("ledger-1", "epoch-1", 0, frozenset(), 7)
    base = Base("epoch-1", "ledger-1", 0, frozenset(), 7, frozenset(), [], {}, 0.0)
    for name in ("stock_since", "catalog", "team", "settings"):
        gateway.reads[name] = lambda params: Answer(marks, [])

    for spec in specs():
        await spec.fetch(gateway, (spec.family,), base)
    await specs()[0].fetch(gateway, STOCK, None)

    asked = [(call.name, call.argument) for call in gateway.calls]
    assert asked == [
        ("stock_since", {"rev": 7, "epoch": "epoch-1"}),
        ("catalog", {}),
        ("team", {}),
        ("settings", {}),
        ("stock_since", {"rev": None, "epoch": None}),
    ]


@pytest.mark.parametrize(("is_override", "door"), [(False, Door.COUNTER), (True, Door.SERVED)])
def test_a_sale_goes_by_the_counter_unless_a_manager_overrode_the_shelf(
    is_override: bool, door: Door
) -> None:
    sale = SaleToRecord(SaleId("s"), MemberId("m"), (LINE,), exact_cash(1_200), is_override=is_override)

    command = record_sale(sale, command_id="c", by="m", session="x")

    assert (command.id, command.kind, command.version, command.door) == ("c", "record_sale", 1, door)
    assert (command.by, command.session, command.takes_ticket, command.amount) == ("m", "x", True, 1_200)
    assert command.body == sale.body()


def test_every_older_version_of_a_kind_can_be_lifted() -> None:
    assert KNOWN_VERSIONS["record_sale"] == RECORD_SALE_VERSION
    steps = {(kind, n) for kind, newest in KNOWN_VERSIONS.items() for n in range(1, newest)}
    assert UPCASTERS.keys() == steps


def test_a_place_reads_back_as_itself_and_is_enrolled_when_its_code_is_used_up() -> None:
    assert Place.from_secret(PLACE.to_secret()) == PLACE
    assert not PLACE.is_enrolled
    assert Place("u", "t", "C1", "Comptoir", "bar").is_enrolled


def test_a_place_never_shows_its_secrets() -> None:
    shown = f"{PLACE!r} {PLACE}"

    assert "C1" in shown
    assert not any(secret in shown for secret in (PLACE.url, "secret", PLACE.token, PLACE.code))


def test_a_place_with_something_missing_is_a_broken_set_up() -> None:
    secret = PLACE.to_secret()
    del secret["token"]

    with pytest.raises(DeviceFailed) as failed:
        Place.from_secret(secret)

    assert failed.value.code == "TLCFG"
