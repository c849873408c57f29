"""Carts on disk: the one being typed and the held ones, each a draft in the ledger file."""

from __future__ import annotations

from dataclasses import field, replace

from app.domain.cart import Cart
from app.domain.frozen import frozen
from app.domain.ids import MemberId
from app.domain.sale import Payment, payment_from_json, payment_to_json
from app.sync.ports import Json, JsonObject
from app.till.codec import cart_from_json, cart_to_json

CURRENT = "cart"
HELD = "held:"
REFUSED = "held:refused:"


@frozen
class Refusal:
    """Why a sale came back: outbox number, the server's code and parameters, what to give back (minor units)."""

    no: int
    code: str
    params: JsonObject
    give_back: int


@frozen
class HeldCart:
    """A cart put aside. ``at``: wall seconds. ``refusal``: set when the server refused it as a sale. ``owner``: who
    typed it (None: not known). ``parts``: what the guest has paid of it already.
    """

    key: str
    name: str
    cart: Cart
    seller: MemberId | None
    at: float
    refusal: Refusal | None = None
    owner: MemberId | None = None
    parts: tuple[Payment, ...] = ()


@frozen
class Typing:
    """The cart being typed, whose sale it will be, which refused sale it replaces, what it was called when it was last
    put aside, who is typing it (None: nobody is known, or the cart is empty), and what is paid of it already.
    """

    cart: Cart = field(default_factory=Cart)
    seller: MemberId | None = None
    supersedes: int | None = None
    name: str = ""
    owner: MemberId | None = None
    parts: tuple[Payment, ...] = ()


@frozen
class Round:
    """What was sold last, for « remettre ça »: the lines, and the seller who was picked for it, if anybody was."""

    cart: Cart
    seller: MemberId | None = None


def round_to_json(sold: Round) -> JsonObject:
    return {**cart_to_json(sold.cart), "seller": sold.seller}


def round_from_json(body: JsonObject) -> Round:
    """Read a round back. Raises ValueError for a note that is not one."""
    return Round(replace(cart_from_json(body), sale=None), _member(body.get("seller")))


def typing_to_json(typing: Typing) -> JsonObject:
    return {
        **cart_to_json(typing.cart),
        "seller": typing.seller,
        "supersedes": typing.supersedes,
        "name": typing.name,
        "owner": typing.owner,
        "parts": _parts_to_json(typing.parts),
    }


def typing_from_json(body: JsonObject) -> Typing:
    """Read back what was being typed. Raises ValueError for a draft that is not a cart."""
    cart, supersedes = cart_from_json(body), body.get("supersedes")
    return Typing(
        cart,
        _member(body.get("seller")),
        supersedes if isinstance(supersedes, int) else None,
        str(body.get("name") or ""),
        _member(body.get("owner")),
        _parts(body.get("parts")),
    )


def held_to_json(held: HeldCart) -> JsonObject:
    refusal: Json = None
    if held.refusal:
        refusal = {
            "no": held.refusal.no,
            "code": held.refusal.code,
            "params": held.refusal.params,
            "give_back": held.refusal.give_back,
        }
    return {
        **cart_to_json(held.cart),
        "name": held.name,
        "seller": held.seller,
        "at": held.at,
        "refusal": refusal,
        "owner": held.owner,
        "parts": _parts_to_json(held.parts),
    }


def held_from_json(key: str, body: JsonObject) -> HeldCart:
    """Read a held cart back. Raises ValueError for a draft that is not one."""
    cart, at = cart_from_json(body), body.get("at")
    return HeldCart(
        key,
        str(body.get("name") or ""),
        cart,
        _member(body.get("seller")),
        float(at) if isinstance(at, (int, float)) else 0.0,
        _refusal(body.get("refusal")),
        _member(body.get("owner")),
        _parts(body.get("parts")),
    )


def _parts_to_json(parts: tuple[Payment, ...]) -> Json:
    return [payment_to_json(part) for part in parts]


def _parts(kept: Json) -> tuple[Payment, ...]:
    if not isinstance(kept, (list, tuple)):
        return ()  # of a program that did not keep them
    try:
        parts = tuple(payment_from_json(part) for part in kept)
    except TypeError as error:
        raise ValueError("not a payment") from error
    if not all(isinstance(part.amount, int) for part in parts):
        raise ValueError("not an amount")
    return parts


def _refusal(kept: Json) -> Refusal | None:
    if not isinstance(kept, dict):
        return None
    try:
        return Refusal(int(kept["no"]), str(kept["code"]), dict(kept["params"]), int(kept["give_back"]))
    except (KeyError, TypeError) as error:  # a ValueError is one already
        raise ValueError("not a refusal") from error


def _member(value: Json) -> MemberId | None:
    return MemberId(str(value)) if value else None
