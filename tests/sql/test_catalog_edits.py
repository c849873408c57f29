"""The catalogue in the hands of managers: new things, edits of fields, prices with their history."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sql.edits import audits, category_of, edit, fields, product_body, row, topics
from tests.sql.support import Answer, Scene, new_uuid, selling, submit
from tests.sql.trade import Desk, desk

CATEGORY = {"name": "Vins", "icon": "wine", "color": "red", "position": 2}


async def test_a_manager_makes_a_category(scene: Scene) -> None:
    bar = await desk(scene)
    before = await topics(scene)
    body: Answer = {"category": new_uuid(), **CATEGORY}
    outcome = await bar.do("Koffi", "create_category", body)

    assert (outcome["outcome"], outcome["result"], outcome["rev"]) == (
        "done",
        {"category": body["category"]},
        None,
    )
    assert (await row(scene, "categories", body["category"])) == {
        "bar_id": scene.bar.id, "id": body["category"], "versions": {}, "is_active": True, **CATEGORY
    }  # fmt: skip
    assert (await topics(scene))["catalog"] == before["catalog"] + 1
    assert await audits(scene, "create_category") != []


async def test_the_same_category_under_another_command_is_made_once(scene: Scene) -> None:
    bar = await desk(scene)
    body: Answer = {"category": new_uuid(), **CATEGORY}
    first = await bar.do("Koffi", "create_category", body)
    second = await bar.do("Koffi", "create_category", body | {"name": "Autre"})

    assert second["result"] == first["result"]
    assert (await row(scene, "categories", body["category"]))["name"] == "Vins"
    assert len(await audits(scene, "create_category")) == 1


async def test_an_id_that_something_else_has_is_a_duplicate(scene: Scene) -> None:
    bar = await desk(scene)
    taken = await category_of(scene)
    outcome = await bar.do("Koffi", "create_category", {"category": taken, **CATEGORY})

    assert (outcome["code"], outcome["params"]) == ("TLDUP", {"field": "category", "id": taken})


async def test_a_category_is_edited_field_by_field(scene: Scene) -> None:
    bar = await desk(scene)
    category = await category_of(scene)
    outcome = await edit(bar, "category", category, name="Bières", color="blue", is_active=False, by="Koffi")
    after = await row(scene, "categories", category)

    assert (outcome["outcome"], outcome["rev"]) == ("done", None)
    assert (after["color"], after["icon"], after["is_active"]) == ("blue", "beer", False)
    assert after["versions"] == {"name": 1, "color": 1, "is_active": 1}
    assert (await audits(scene, "edit_category"))[0]["params"]["color"] == {
        "before": "amber",
        "after": "blue",
    }


async def test_a_new_product_begins_without_stock(scene: Scene) -> None:
    bar = await desk(scene)
    body = await product_body(scene)
    rev = await scene.rev()
    outcome = await bar.do("Koffi", "create_product", body)
    after = await row(scene, "bar_products", body["product"])

    assert (outcome["outcome"], outcome["rev"], after["rev"], await scene.rev()) == (
        "done",
        rev + 1,
        rev + 1,
        rev + 1,
    )
    assert (after["stock"], after["reserved"], after["is_active"]) == (0, 0, True)
    assert (after["name"], after["volume_ml"], after["barcode"], after["price_minor"]) == (
        "Béninoise",
        600,
        "6001",
        650,
    )
    assert await scene.count("product_prices", f"product_id = '{body['product']}' and price_minor = 650") == 1
    assert await scene.is_sound()


async def test_the_same_product_under_another_command_is_made_once(scene: Scene) -> None:
    bar = await desk(scene)
    body = await product_body(scene)
    first = await bar.do("Koffi", "create_product", body)
    rev = await scene.rev()
    second = await bar.do("Koffi", "create_product", body)

    assert (second["outcome"], second["result"], second["rev"]) == ("done", first["result"], first["rev"])
    assert await scene.rev() == rev


async def test_a_product_needs_a_category_of_this_bar(scene: Scene) -> None:
    bar = await desk(scene)
    stranger = new_uuid()
    outcome = await bar.do("Koffi", "create_product", await product_body(scene, category=stranger))
    edited = await edit(bar, "product", scene.bar.products[0].id, category=stranger)

    for refused in (outcome, edited):
        assert (refused["code"], refused["params"]) == ("TLUNK", {"what": "category", "id": stranger})


async def test_a_new_price_holds_from_now_on_and_the_old_one_stays_in_the_history(scene: Scene) -> None:
    bar = await desk(scene)
    product = scene.bar.products[0]
    rev = await scene.rev()
    outcome = await edit(bar, "product", product.id, price=550, by="Koffi")
    prices = await scene.owner.fetch(
        "select price_minor from data.product_prices where bar_id = $1 and product_id = $2 order by valid_from",
        scene.bar.id,
        product.id,
    )

    assert (outcome["rev"], await scene.rev()) == (rev + 1, rev + 1)
    assert [x["price_minor"] for x in prices] == [500, 550]
    asked = await bar.do("Afi", "record_sale", selling(scene.bar, 9, (0, 1))["body"])
    assert (asked["code"], asked["params"]["changed"][0]["price"]) == ("TLPRC", 550)


async def test_every_till_hears_of_a_price_by_the_stock_s_feed(scene: Scene) -> None:
    bar = await desk(scene)
    marks = await scene.call("stock_since", scene.bar.tills[1].token, None, None)
    await edit(bar, "product", scene.bar.products[0].id, price=550, is_active=False)
    news = await scene.call("stock_since", scene.bar.tills[1].token, marks["rev"], marks["epoch"])

    assert [(x["id"], x["price"], x["active"]) for x in news["rows"]] == [
        (scene.bar.products[0].id, 550, False)
    ]


async def test_a_name_takes_no_revision_of_the_stock(scene: Scene) -> None:
    bar = await desk(scene)
    rev, before = await scene.rev(), await topics(scene)
    outcome = await edit(
        bar, "product", scene.bar.products[0].id, name="Flag petite", alert_threshold=3, volume_ml=None
    )
    after = await row(scene, "bar_products", scene.bar.products[0].id)

    assert (outcome["outcome"], outcome["rev"], await scene.rev()) == ("done", None, rev)
    assert (after["name"], after["alert_threshold"], after["volume_ml"]) == ("Flag petite", 3, None)
    assert (await topics(scene))["catalog"] == before["catalog"] + 1


async def test_a_product_is_taken_off_sale_and_never_deleted(scene: Scene) -> None:
    bar = await desk(scene)
    product = scene.bar.products[0].id
    await edit(bar, "product", product, is_active=False)
    sold = await bar.do("Afi", "record_sale", selling(scene.bar, 9, (0, 1))["body"])
    await edit(bar, "product", product, 1, is_active=True)

    assert (sold["code"], sold["params"]) == ("TLPRD", {"products": [product]})
    assert await bar.sell("Afi", (0, 1))


async def test_an_edit_of_what_somebody_has_changed_is_refused_with_what_it_is_now(scene: Scene) -> None:
    bar = await desk(scene)
    product = scene.bar.products[0].id
    await edit(bar, "product", product, price=550)
    late = await edit(bar, "product", product, price=600, by="Koffi")
    other = await edit(bar, "product", product, name="Flag petite", by="Koffi")
    again = await edit(bar, "product", product, 1, price=600, by="Koffi")

    assert (late["code"], late["params"]) == ("TLOLD", {"field": "price", "version": 1, "value": 550})
    assert [x["outcome"] for x in (other, again)] == ["done", "done"]
    assert (await row(scene, "bar_products", product))["versions"] == {"price": 2, "name": 1}


async def test_what_the_platform_changes_makes_an_edit_old_too(scene: Scene) -> None:
    bar = await desk(scene)
    product = scene.bar.products[0].id
    await scene.owner.execute("select logic.set_price($1, $2, 900)", scene.bar.id, product)
    await scene.owner.execute("select logic.set_product_active($1, $2, false)", scene.bar.id, product)

    assert (await edit(bar, "product", product, price=600))["params"]["value"] == 900
    assert (await edit(bar, "product", product, is_active=True))["params"]["value"] is False


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"barcode": "600"}, "barcode"), ({"name": "FLAG 33 CL", "volume_ml": 330}, "name")],
)
async def test_two_products_on_sale_do_not_share_a_barcode_or_a_name_and_volume(
    scene: Scene, changes: dict[str, Any], field: str
) -> None:
    bar = await desk(scene)
    first = scene.bar.products[0].id
    await edit(bar, "product", first, barcode="600")
    made = await bar.do("Koffi", "create_product", await product_body(scene, **changes))
    edited = await edit(bar, "product", scene.bar.products[1].id, **changes)

    for refused in (made, edited):
        assert (refused["code"], refused["params"]) == ("TLDUP", {"field": field, "id": first})


async def test_the_same_name_in_another_volume_is_another_product(scene: Scene) -> None:
    bar = await desk(scene)
    made = await bar.do(
        "Koffi", "create_product", await product_body(scene, name="Flag 33 cl", volume_ml=331)
    )

    assert made["outcome"] == "done"


async def test_a_product_that_is_off_sale_may_be_doubled_but_not_put_back_beside_its_double(
    scene: Scene,
) -> None:
    bar = await desk(scene)
    first = scene.bar.products[0]
    await edit(bar, "product", first.id, is_active=False, barcode="600")
    double = await product_body(scene, name=first.name, volume_ml=first.volume_ml, barcode="600")

    assert (await bar.do("Koffi", "create_product", double))["outcome"] == "done"
    back = await edit(bar, "product", first.id, 1, is_active=True)
    assert (back["code"], back["params"]["id"]) == ("TLDUP", double["product"])
    priced = await edit(bar, "product", first.id, price=1)
    assert priced["outcome"] == "done"


@pytest.mark.parametrize("kind", ["create_category", "edit_category", "create_product", "edit_product"])
async def test_a_seller_changes_nothing_in_the_catalogue(scene: Scene, kind: str) -> None:
    bar = await desk(scene)
    noun = kind.split("_")[1]
    body = {noun: new_uuid(), "fields": fields(name="x"), **CATEGORY, **(await product_body(scene))}
    refused = await bar.do("Afi", kind, body)
    unsigned = await bar.do("Koffi", kind, body, session=None)

    assert (refused["code"], refused["params"]) == ("TLRGT", {"needs": "manager"})
    assert unsigned["code"] == "TLSES"


async def test_what_is_not_there_cannot_be_edited(scene: Scene) -> None:
    bar = await desk(scene)
    for noun in ("category", "product"):
        stranger = new_uuid()
        assert (await edit(bar, noun, stranger, name="x"))["params"] == {"what": noun, "id": stranger}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"product": "x"}, "body.product"),
        ({"category": None}, "body.category"),
        ({"name": " "}, "body.name"),
        ({"name": "x" * 121}, "body.name"),
        ({"volume_ml": 0}, "body.volume_ml"),
        ({"volume_ml": 1.5}, "body.volume_ml"),
        ({"barcode": ""}, "body.barcode"),
        ({"price": -1}, "body.price"),
        ({"price": 1e13}, "body.price"),
        ({"price": "1"}, "body.price"),
        ({"alert_threshold": None}, "body.alert_threshold"),
        ({"position": 1_000_001}, "body.position"),
    ],
)
async def test_a_malformed_product_is_refused_with_its_path(
    scene: Scene, changes: dict[str, object], path: str
) -> None:
    bar = await desk(scene)
    refused = await bar.do("Koffi", "create_product", await product_body(scene, **changes))

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": path})


@pytest.mark.parametrize(
    ("edited", "path"),
    [
        (None, "body.fields"),
        ({}, "body.fields"),
        ([], "body.fields"),
        ({"stock": {"value": 5, "version": 0}}, "body.fields.stock"),
        ({"name": "x"}, "body.fields.name"),
        ({"barcode": {"version": 0}}, "body.fields.barcode"),
        ({"price": {"value": None, "version": 0}}, "body.fields.price"),
        ({"is_active": {"value": 1, "version": 0}}, "body.fields.is_active"),
        ({"name": {"value": "x"}}, "body.fields.name.version"),
        ({"name": {"value": "x", "version": -1}}, "body.fields.name.version"),
    ],
)
async def test_a_malformed_edit_is_refused_with_its_path(scene: Scene, edited: object, path: str) -> None:
    bar = await desk(scene)
    refused = await bar.do("Koffi", "edit_product", {"product": scene.bar.products[0].id, "fields": edited})

    assert (refused["code"], refused["params"]) == ("TLINP", {"path": path})


async def test_two_managers_at_two_tills_edit_one_after_the_other(scene: Scene) -> None:
    first, second = await desk(scene), Desk(scene, scene.bar.tills[1])
    other = await scene.another_connection()
    product = scene.bar.products[0].id
    made = await second.made("Koffi", "edit_product", {"product": product, "fields": fields(price=600)})
    await edit(first, "product", product, price=550)
    outcome = (await submit(other, scene.bar.tills[1], made))["outcomes"][0]

    assert (outcome["code"], (await row(scene, "bar_products", product))["price_minor"]) == ("TLOLD", 550)
