"""What a manager changes in the catalogue, as commands, and what it does to the prices that are shown.

kind              version  SQL function                    right
create_category   1        logic.do_create_category        manager
edit_category     1        logic.do_edit_category          manager
create_product    1        logic.do_create_product         manager
edit_product      1        logic.do_edit_product           manager
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.catalog import Stock
from app.domain.edits import Edit, NewCategory, NewProduct, Thing, checked_edits, checked_parts
from app.domain.ids import CategoryId, ProductId
from app.sync.ports import Command, Json, JsonObject, Row

CREATE_CATEGORY = "create_category"
EDIT_CATEGORY = "edit_category"
CREATE_PRODUCT = "create_product"
EDIT_PRODUCT = "edit_product"

VERSIONS: Mapping[str, int] = dict.fromkeys((CREATE_CATEGORY, EDIT_CATEGORY, CREATE_PRODUCT, EDIT_PRODUCT), 1)


def create_category(new: NewCategory, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that makes a category. Raises Rejected ``TLINP {path}``."""
    body: JsonObject = {"category": new.id, **checked_parts(Thing.CATEGORY, new.parts())}
    return Command(command_id, CREATE_CATEGORY, 1, body, by=by, session=session)


def edit_category(
    category: CategoryId, edits: Mapping[str, Edit], *, command_id: str, by: str, session: str
) -> Command:
    """Return the command that changes fields of a category. Raises Rejected ``TLINP {path}``."""
    body: JsonObject = {"category": category, "fields": fields_of(Thing.CATEGORY, edits)}
    return Command(command_id, EDIT_CATEGORY, 1, body, by=by, session=session)


def create_product(new: NewProduct, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that puts a new product on sale. Raises Rejected ``TLINP {path}``."""
    body: JsonObject = {"product": new.id, **checked_parts(Thing.PRODUCT, new.parts())}
    return Command(command_id, CREATE_PRODUCT, 1, body, by=by, session=session)


def edit_product(
    product: ProductId, edits: Mapping[str, Edit], *, command_id: str, by: str, session: str
) -> Command:
    """Return the command that changes fields of a product, never its stock. Raises Rejected ``TLINP {path}``."""
    body: JsonObject = {"product": product, "fields": fields_of(Thing.PRODUCT, edits)}
    return Command(command_id, EDIT_PRODUCT, 1, body, by=by, session=session)


def fields_of(thing: Thing, edits: Mapping[str, Edit]) -> JsonObject:
    """Return the edits as a command says them: ``{field: {value, version}}``. Raises Rejected ``TLINP {path}``."""
    return {
        field: {"value": edit.value, "version": edit.version}
        for field, edit in checked_edits(thing, edits).items()
    }


def after_creation(stocks: Mapping[ProductId, Stock], row: Row) -> Mapping[ProductId, Stock]:
    """Twin of ``logic.do_create_product``: on sale, and none of it there yet."""
    product, price = row.body.get("product"), row.body.get("price")
    if not isinstance(product, str) or not _is_whole(price) or product in stocks:
        return stocks
    assert isinstance(price, int)
    key = ProductId(product)
    return {**stocks, key: Stock(key, 0, 0, price, is_active=True, rev=0)}


def after_edit(stocks: Mapping[ProductId, Stock], row: Row) -> Mapping[ProductId, Stock]:
    """Twin of ``logic.do_edit_product``, of what of it is in the stock's feed: the price and whether it is on sale."""
    product, fields = row.body.get("product"), row.body.get("fields")
    stock = stocks.get(ProductId(product)) if isinstance(product, str) else None
    if stock is None or not isinstance(fields, Mapping):
        return stocks
    price, is_active = _value(fields.get("price")), _value(fields.get("is_active"))
    if isinstance(price, int) and _is_whole(price):
        stock = replace(stock, price=price)
    if isinstance(is_active, bool):
        stock = replace(stock, is_active=is_active)
    return {**stocks, stock.product: stock}


def _value(entry: Json) -> Json:
    return entry.get("value") if isinstance(entry, Mapping) else None


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
