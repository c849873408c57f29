"""An evening in the server's books behind a rig: sales of three servers, and a few of them with everything on them."""

from __future__ import annotations

import random
from typing import Any

from app.domain.ids import new_id
from tests.ui.rig import Rig, ident
from tests.ui.trade_reads import Row

SELLERS = ("aicha", "firmin", "prudence")
DRINKS = (
    ("la-beninoise-65", "La Béninoise", 650, 800),
    ("castel-65", "Castel", 650, 1_000),
    ("flag-60", "Flag", 600, 900),
    ("guinness-33", "Guinness FES", 330, 900),
    ("coca-cola-30", "Coca-Cola", 300, 400),
    ("brochettes-boeuf", "Brochettes de bœuf", None, 1_000),
)
STEP_S = 110.0


def drink(place: int, qty: int = 1) -> Row:
    key, name, volume_ml, price = DRINKS[place % len(DRINKS)]
    return {"product": ident(key), "name": name, "volume_ml": volume_ml, "price": price, "qty": qty}


def cash(amount: int, *, tendered: int = 0, owed: int = 0) -> Row:
    given = tendered or amount
    return {
        "method": "cash",
        "amount": amount,
        "tendered": given,
        "change": given - amount - owed,
        "owed": owed,
    }


def book(
    rig: Rig,
    lines: list[Row],
    *,
    seller: str = "aicha",
    by: str = "",
    ago_s: float = 60.0,
    ticket: int = 1,
    paid: list[Row] | None = None,
    status: str | None = "validated",
    door: str = "counter",
) -> Row:
    """Write a sale into the books as it was ``ago_s`` seconds ago."""
    total = sum(line["price"] * line["qty"] for line in lines)
    moment = rig.trade.moment(ago_s)
    body: Row = {
        "sale": new_id(rig.clock.wall() - ago_s),
        "ticket": f"C1-{ticket:06d}",
        "sold_by": ident(seller),
        "total": total,
        "lines": lines,
        "payments": paid or [cash(total)],
    }
    command: Row = {"by": ident(by or seller), "session": "s", "moment": moment}
    return rig.trade.book(body, command, status=status, door=door, at=moment)


TRANSFERS = (
    ("Moov Money", 800, ""),
    ("MTN MoMo", 1_000, "MP-77"),
    ("Moov Money", 900, "TX 4481"),
    ("MTN MoMo", 900, ""),
)


def transfers(rig: Rig) -> list[Row]:
    """Book four transfers of two operators that nobody has confirmed, each of a sale of its own."""
    made = []
    for place, (operator, amount, reference) in enumerate(TRANSFERS):
        paid = {
            "method": "mobile_money",
            "amount": amount,
            "operator": operator,
            "reference": reference or None,
        }
        made.append(book(rig, [drink(place)], ticket=20 + place, paid=[paid], ago_s=600.0 - place))
    return made


def deed(rig: Rig, kind: str, body: dict[str, Any], *, by: str = "houngbedji", ago_s: float = 0.0) -> None:
    """Let somebody do something after a sale, on another till."""
    command: Row = {
        "kind": kind,
        "by": ident(by),
        "session": "s",
        "moment": rig.trade.moment(ago_s),
        "body": body,
    }
    verdict = rig.trade.judge(command)
    assert type(verdict).__name__ == "Done", verdict


def fill(rig: Rig, count: int = 132) -> list[Row]:
    """Write an evening of sales; returns them, newest first."""
    draw = random.Random(7)
    sales: list[Row] = []
    for number in range(count):
        ago_s = 240.0 + STEP_S * (count - number)
        lines = [drink(draw.randrange(6), draw.randint(1, 3)) for _ in range(draw.randint(1, 3))]
        total = sum(line["price"] * line["qty"] for line in lines)
        mobile = {"method": "mobile_money", "amount": total, "operator": "MTN MoMo", "reference": ""}
        paid = [mobile] if draw.random() < 0.2 else [cash(total)]
        door = "served" if draw.random() < 0.1 else "counter"
        seller = draw.choice(SELLERS)
        sales.append(
            book(rig, lines, seller=seller, ago_s=ago_s, ticket=4_000 + number, paid=paid, door=door)
        )
    return sales[::-1]


def eventful(rig: Rig, *, ago_s: float = 200.0) -> Row:
    """Write a sale of Aïcha's with a return that waits, a bottle that is kept and change that is owed."""
    lines = [drink(1, 3), drink(0, 2), drink(5, 1)]
    total = sum(line["price"] * line["qty"] for line in lines)
    paid = [cash(total, tendered=6_000, owed=300)]
    sale = book(rig, lines, ago_s=ago_s, ticket=4_215, paid=paid, by="houngbedji")
    piece = {"sale": sale["id"], "position": 1, "product": lines[0]["product"], "qty": 1}
    back = {**piece, "return": new_id(rig.clock.wall()), "reason": "defective", "notes": "", "refund": None}
    deed(rig, "create_return", {**back, "restock": None}, by="aicha", ago_s=ago_s - 60)
    kept = {**piece, "position": 2, "product": lines[1]["product"]}
    guest = {"guest": "Kodjo Mensah", "phone": "+229 97 00 11 22", "days": 7, "notes": ""}
    deed(
        rig,
        "create_consignment",
        {**kept, **guest, "consignment": new_id(rig.clock.wall())},
        ago_s=ago_s - 90,
    )
    return sale


def kept_bottles(rig: Rig) -> None:
    """Keep some bottles, of which one has expired and one was handed over."""
    guests = (
        ("Kodjo Mensah", "+229 97 00 11 22", 7, 3_600.0),
        ("Ablavi", None, 3, 86_400.0),
        ("Maître Dossou-Yovo", "+228 90 12 34 56", 14, 172_800.0),
        ("Yves, table 4", None, 1, 200_000.0),
    )
    for place, (guest, phone, days, ago_s) in enumerate(guests):
        lines = [drink(place, 2)]
        sale = book(rig, lines, ago_s=ago_s + 60, ticket=3_900 + place)
        keep(rig, sale, 1 + place % 2, guest, phone=phone, days=days, ago_s=ago_s)


def keep(
    rig: Rig, sale: Row, qty: int, guest: str, *, phone: str | None = None, days: int = 3, ago_s: float = 60.0
) -> str:
    """Keep so many of a sale's first line for a guest; return what they are kept as."""
    kept, line = new_id(rig.clock.wall() - ago_s), sale["lines"][0]
    body = {"sale": sale["id"], "position": 1, "product": line["product"], "qty": qty, "consignment": kept}
    body |= {"guest": guest, "phone": phone, "days": days, "notes": ""}
    deed(rig, "create_consignment", body, ago_s=ago_s)
    return kept


def owed_change(rig: Rig) -> list[Row]:
    """Owe change to some guests."""
    owed = (
        (4_090, 300, 5_000.0, [drink(0)]),
        (4_121, 1_500, 2_400.0, [drink(1, 3), drink(2, 2), drink(3)]),
        (4_154, 200, 900.0, [drink(2)]),
    )
    booked = []
    for place, (ticket, amount, ago_s, lines) in enumerate(owed):
        total = sum(line["price"] * line["qty"] for line in lines)
        paid = [cash(total, tendered=total + amount, owed=amount)]
        booked.append(book(rig, lines, ago_s=ago_s, ticket=ticket, seller=SELLERS[place], paid=paid))
    return booked
