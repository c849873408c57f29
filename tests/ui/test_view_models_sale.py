"""The sale screen's view model over the real till."""

import pytest

from app.domain.catalog import Card, Level
from app.domain.errors import DeviceFailed
from app.till.checkout import Sold
from app.ui.rows import CardRow
from app.ui.view_models.cards import Cards
from app.ui.view_models.sale import SaleModel
from tests.ui.heard import heard
from tests.ui.language import speaking
from tests.ui.rig import Rig, ident, product

FLAG, CASTEL, PALM = product("flag-65"), product("castel-65"), product("vin-de-palme-33")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def model(rig: Rig) -> SaleModel:
    rig.sign_in()
    made = SaleModel(rig.till, rig.tasks)
    rig.keep(made.close)
    return made


def names(model: SaleModel) -> list[str]:
    return [row.name for row in model.cards]


def test_tiles_say_what_a_guest_asks(model: SaleModel) -> None:
    with speaking("fr"):
        model.retranslate()
        flag = next(row for row in model.cards if row.id == FLAG)
        palm = next(row for row in model.cards if row.id == PALM)

        assert (flag.name, plain(flag.volume), plain(flag.price_text)) == ("Flag", "65 cl", "1 000 F")
        assert (flag.stock_text, flag.level, flag.qty) == ("84", Level.FINE, 0)
        assert (flag.color, flag.icon) == ("amber", "beer")
        assert plain(flag.accessible) == "Flag 65 cl, 1 000 F, reste 84"
        assert (palm.stock_text, palm.level) == ("Épuisé", Level.OUT)
        assert [row.label for row in model.categories[:3]] == ["Favoris", "Tout", "Bières"]
        assert model.category == "all"


def test_an_unknown_stock_is_three_dots_and_never_zero(rig: Rig) -> None:
    rows = rig.rows["stock"]
    assert isinstance(rows, list)
    rows[:] = [row for row in rows if row["id"] != FLAG]
    rig.server.state.rev += 1
    rig.receive("stock")
    model = SaleModel(rig.till, rig.tasks)
    rig.keep(model.close)
    flag = next(row for row in model.cards if row.id == FLAG)

    assert (flag.stock_text, flag.price_text, flag.level) == ("…", "…", Level.UNKNOWN)
    rig.sign_in()
    said = heard(model.message)
    model.tap(FLAG)
    with speaking("fr"):
        model.tap(FLAG)
        assert said[1] == (
            "Le prix de Flag n’est pas encore connu. Il arrive avec la connexion. Vendez autre chose en attendant."
        )


def test_a_category_and_a_search_choose_the_tiles(model: SaleModel) -> None:
    resets = heard(model.cards_changed)

    model.choose_category(ident("water"))
    assert set(names(model)) == {"Possotomè", "Possotomè gazeuse", "Fifa", "Perrier"}
    model.search("POSSOTOME 1")
    assert [(row.name, plain(row.volume)) for row in model.cards] == [("Possotomè", "1.5 l")]
    model.search("beninoise 65cl")
    assert names(model) == ["La Béninoise", "Béninoise Pils"]
    model.search("xyz")
    assert model.cards == []
    model.search("")
    assert len(model.cards) == 6
    model.choose_category("all")
    assert len(model.cards) == len(model._till.bar.cards())
    assert resets == [None] * 6
    model.choose_category("all")
    assert len(resets) == 6


@pytest.mark.parametrize("words", ["bière", "BIERES", "bi"])
def test_the_name_of_a_category_finds_what_is_in_it(model: SaleModel, words: str) -> None:
    model.choose_category(ident("beer"))
    beers = {row.id for row in model.cards}

    model.search(words)

    assert beers <= {row.id for row in model.cards}


def test_products_of_that_name_come_before_those_of_that_category(model: SaleModel) -> None:
    model.search("vin")
    found = names(model)
    assert found[:2] == ["Vin de palme", "Vin de palme"]
    assert {"Rouge maison, verre", "Bordeaux rouge"} <= set(found[2:])
    assert len({row.id for row in model.cards}) == len(found)
    model.search("vin rouge")
    assert names(model) == ["Rouge maison, verre", "Baron de Valls rouge", "Bordeaux rouge"]
    model.search("bi 33cl cast")
    assert names(model) == ["Castel"]
    model.search("b")
    assert "Castel" not in names(model)
    model.search("palme spiritueux")
    assert model.cards == []


def test_a_tap_changes_one_tile_and_the_cart(model: SaleModel) -> None:
    before = model.cards
    tiles, carts = heard(model.cards_changed), heard(model.cart_changed)

    model.tap(FLAG)
    model.more(FLAG)
    model.tap(CASTEL)

    assert tiles == [[FLAG], [FLAG], [CASTEL]]
    assert len(carts) >= 3
    assert next(row for row in model.cards if row.id == FLAG).qty == 2
    assert [(line.name, plain(line.detail), line.qty, plain(line.total_text)) for line in model.lines] == [
        ("Flag", "65 cl · 1 000 F", 2, "2 000 F"),
        ("Castel", "65 cl · 1 000 F", 1, "1 000 F"),
    ]
    assert (model.count, plain(model.total_text)) == (3, "3 000 F")
    with speaking("fr"):
        assert model.count_text == "3 articles"
    model.less(CASTEL)
    model.set_qty(FLAG, 5)
    model.remove(FLAG)
    assert (model.count, model.can_pay) == (0, False)
    assert next(row for row in before if row.id == FLAG).qty == 0, "a list that was taken stays as it was"


def test_what_a_tile_says_after_a_tap_is_known_before(model: SaleModel) -> None:
    for _ in range(2):
        foreseen = model.card_after_tap(CASTEL)
        model.tap(CASTEL)

        assert [foreseen] == model.some_cards([CASTEL])
    assert model.card_after_tap("nothing that is sold") is None


def test_what_was_taken_away_can_come_back(model: SaleModel) -> None:
    model.tap(FLAG)
    assert not model.can_undo
    model.clear()
    assert (model.count, model.can_undo) == (0, True)
    model.undo()
    assert (model.count, model.can_undo) == (1, False)
    model.less(FLAG)
    assert model.can_undo
    model.tap(CASTEL)
    assert not model.can_undo


def test_live_stock_changes_one_tile(rig: Rig, model: SaleModel) -> None:
    assert model.cards
    tiles = heard(model.cards_changed)

    rig.set_stock("flag-65", 5)
    flag = next(row for row in model.cards if row.id == FLAG)

    assert tiles == [[FLAG]]
    assert (flag.stock_text, flag.level) == ("5", Level.LOW)


def test_a_product_that_is_no_longer_sold_goes(rig: Rig, model: SaleModel) -> None:
    assert model.cards
    tiles = heard(model.cards_changed)

    rig.set_stock("flag-65", 5, active=False)
    assert tiles == [None]
    assert FLAG not in [row.id for row in model.cards]
    rig.set_stock("flag-65", 5, active=True)
    assert FLAG in [row.id for row in model.cards]
    said = heard(model.message)
    rig.set_stock("flag-65", 5, active=False)
    model.tap(FLAG)
    assert said == ["This product is no longer sold. Take it out of the order, or choose another."]


def test_the_two_tap_sale(rig: Rig, model: SaleModel) -> None:
    sold = heard(model.sold)

    model.tap(FLAG)
    assert model.can_pay
    model.pay_exact()
    assert not model.can_pay
    model.pay_exact()
    rig.settle()

    assert len(sold) == 1
    assert isinstance(sold[0], Sold)
    assert (sold[0].ticket, sold[0].total, sold[0].change) == ("C1-004217", 1_000, 0)
    assert model.count == 0
    assert next(row for row in model.cards if row.id == FLAG).stock_text == "83"


def test_a_full_disk_is_said_and_the_cart_is_kept(rig: Rig, model: SaleModel) -> None:
    model.tap(FLAG)
    rig.settle()
    said = heard(model.message)
    rig.ledger.fail_next = [DeviceFailed("TLDSK")] * 4

    model.pay_exact()
    rig.settle()

    assert said == [
        "The disk refuses: nothing was sold. The order is kept. Free some space on the disk, then try again."
    ]
    assert (model.count, model.can_pay) == (1, True)


def test_a_cart_is_put_aside_and_comes_back(rig: Rig, model: SaleModel) -> None:
    model.tap(FLAG)
    model.hold()
    model.tap(CASTEL)
    with speaking("fr"):
        held = model.held[0]
        assert (held.title, plain(held.total_text), held.is_refused) == (
            "Commande de 21:26",
            "1 000 F",
            False,
        )
    model.recall(held.key)
    assert [line.name for line in model.lines] == ["Flag"]
    assert len(model.held) == 1
    model.recall("gone")
    rig.settle()


def test_who_takes_over_an_order_is_told_whose_it_was_and_whose_it_is(rig: Rig, model: SaleModel) -> None:
    said = heard(model.message)
    model.tap(FLAG)
    rig.sign_in("firmin")
    [held] = model.held
    assert (held.title, "Aïcha" in held.detail) == ("Aïcha", False)
    with speaking("en"):
        model.recall(held.key)
    assert said == ["Order begun by Aïcha, taken over by Firmin, whose sale it will be."]

    model.hold("Table 4")
    assert "Firmin" in model.held[0].detail
    model.recall(model.held[0].key)
    assert len(said) == 1, "it is Firmin's own by now"
    model.hold("Table 4")
    rig.start_again()
    rig.sign_in("aicha")
    again = SaleModel(rig.till, rig.tasks)
    rig.keep(again.close)
    said = heard(again.message)
    with speaking("fr"):
        again.recall(again.held[0].key)
    assert said == ["Commande commencée par Firmin, reprise par Aïcha, à qui la vente sera comptée."]


def test_an_order_stays_that_of_the_seller_who_was_picked_for_it(rig: Rig, model: SaleModel) -> None:
    said = heard(model.message)
    model.tap(FLAG)
    model.choose_seller(ident("prudence"))
    rig.sign_in("firmin")
    [held] = model.held
    assert "Prudence" in held.detail
    model.recall(held.key)

    assert model.seller is not None
    assert (model.seller.id, said) == (ident("prudence"), [])


def test_the_same_again(rig: Rig, model: SaleModel) -> None:
    assert not model.has_last_round
    model.set_qty(FLAG, 2)
    model.pay_exact()
    rig.settle()
    assert model.has_last_round
    added = heard(model.added)
    model.last_round()
    assert [(line.name, line.qty) for line in model.lines] == [("Flag", 2)]
    assert added == [], "the order itself shows it"
    model.last_round()
    assert (model.count, model.can_undo) == (4, True)
    assert [plain(str(text)) for text in added] == ["Last round added to the order: 2 item(s)"]
    model.clear()
    rig.set_stock("flag-65", 1)
    said = heard(model.message)
    model.last_round()
    assert [plain(str(text)) for text in said] == [
        "Only 1 Flag 65 cl left. The shelf has no more, as far as this till knows."
    ]
    assert model.count == 0


def test_a_scanned_code_is_a_tap(rig: Rig, model: SaleModel) -> None:
    said = heard(model.message)

    model.scanned("2000000000039")
    model.scanned("42")

    assert [line.name for line in model.lines] == ["Flag"]
    assert said == ["No product has the barcode 42. Find it by name, or have the manager add its code."]


def test_in_the_simplified_mode_the_seller_is_picked(rig: Rig, model: SaleModel) -> None:
    assert [row.name.split()[0] for row in model.sellers][:2] == ["Aïcha", "Firmin"]
    assert model.seller is not None
    assert model.seller.id == ident("aicha")
    statuses = heard(model.status_changed)
    model.choose_seller(ident("firmin"))
    assert model.seller is not None
    assert model.seller.id == ident("firmin")
    assert statuses
    said = heard(model.message)
    model.choose_seller("nobody")
    assert said == ["This person no longer works in this bar. Choose whose sale it is."]
    rig.settle()


def test_where_each_server_signs_in_nobody_is_picked() -> None:
    rig = Rig(mode="full")
    rig.sign_in()
    model = SaleModel(rig.till, rig.tasks)
    assert model.sellers == []
    assert model.is_ready
    model.close()
    rig.close()


def test_nobody_signed_in_cannot_take_money(rig: Rig, model: SaleModel) -> None:
    model.tap(FLAG)
    changes = heard(model.cart_changed)
    rig.till.session.sign_out()
    rig.settle()

    assert not model.can_pay
    assert changes
    opened = heard(model.payment_opened)
    model.open_payment()
    assert opened == []


def test_the_language_changes_every_text(rig: Rig, model: SaleModel) -> None:
    model.tap(FLAG)
    tiles, categories = heard(model.cards_changed), heard(model.categories_changed)
    with speaking("fr"):
        model.retranslate()
        assert next(row for row in model.cards if row.id == PALM).stock_text == "Épuisé"
    assert tiles == [None]
    assert categories == [None]


def test_a_new_catalogue_makes_new_tiles(rig: Rig, model: SaleModel) -> None:
    catalog = rig.rows["catalog"]
    assert isinstance(catalog, dict)
    catalog["categories"] = [row for row in catalog["categories"] if row["id"] != ident("water")]
    model.choose_category(ident("water"))
    categories = heard(model.categories_changed)
    rig.server.state.rev += 1
    rig.receive("catalog")

    assert categories
    assert model.category == "all"
    still = next(row for row in model.cards if row.name == "Fifa")
    assert (still.color, still.icon) == ("slate", "")


@pytest.mark.parametrize("words", ["boeuf", "BŒUF", "brochettes de bœuf"])
def test_a_search_knows_ligatures(model: SaleModel, words: str) -> None:
    model.search(words)

    assert names(model) == ["Brochettes de bœuf"]


def test_no_tile_is_made_before_somebody_looks(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    row_of = Cards._row

    def row(cards: Cards, card: Card, qty: int | None = None) -> CardRow:
        made.append(card.product.id)
        return row_of(cards, card, qty)

    monkeypatch.setattr(Cards, "_row", row)
    model = SaleModel(rig.till, rig.tasks)
    rig.set_stock("flag-65", 3)
    rig.settle()
    model.tap(FLAG)
    model.retranslate()
    before = [*made]
    shown = {card.id: card for card in model.cards}
    model.close()

    assert before == []
    assert (shown[FLAG].qty, shown[FLAG].stock_text) == (1, "3")
    assert sorted(made) == sorted(shown)
