"""What the bar's server makes of commands, behind a rig: it judges them by the rules of the SQL and keeps the books.

The rules themselves are those of ``app/domain``. Stock does not move here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from app.domain.business_date import business_date
from app.domain.errors import Rejected
from app.domain.ids import new_id
from app.domain.returns import RULES, Reason
from app.domain.roles import Role
from app.domain.sale_states import expected_status
from app.sync.ports import JsonObject
from tests.fakes import Done, FakeClock, FakeServer, Refusal
from tests.ui.trade_reads import Row, TradeReads, seconds, text

WITHDRAW_S = 600.0
DAYS = 7


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    role: Role


class Trade(TradeReads):
    """``people``: the bar's members; ``mode`` of the bar."""

    def __init__(
        self, clock: FakeClock, server: FakeServer, people: Sequence[Person], mode: str, closing_hour: int
    ) -> None:
        super().__init__(clock, server, closing_hour)
        self._people = {person.id: person for person in people}
        self.mode = mode
        self.pins: dict[str, Row] = {}
        """What was said of the PINs that were changed, by member."""

    # --- judging

    def judge(self, command: JsonObject) -> Refusal | Done | None:
        """Do a command, or say why not."""
        deed: Callable[[Any], JsonObject] | None = getattr(self, f"_{command['kind']}", None)
        if deed is None:
            return None
        try:
            result = deed(command)
        except Rejected as error:
            return Refusal(error.code, cast("JsonObject", error.params))
        return Done(result)

    def _need(self, command: Row, role: Role) -> None:
        if command["session"] is None:
            raise Rejected("TLSES")
        if not self._people[command["by"]].role.has_rights_of(role):
            raise Rejected("TLRGT", {"needs": role.value})

    def _record_sale(self, command: Row) -> JsonObject:
        return {"status": self.book(command["body"], command, door=command["door"])["status"]}

    def book(
        self, body: Row, command: Row, *, status: str | None = None, door: str = "counter", at: str = ""
    ) -> Row:
        """Write a sale down; ``status`` and ``at`` when a test says so."""
        role = self._people[command["by"]].role
        likely = expected_status(self.mode, role, has_session=command["session"] is not None)
        moment = at or command["moment"]
        sale = {
            **{name: body[name] for name in ("ticket", "sold_by", "total")},
            "id": body["sale"],
            "till": "till",
            "status": status or likely.value,
            "door": door,
            "created_by": command["by"],
            "business_date": self._day(moment),
            "created_at": moment,
            "booked_at": moment,
            "flags": [],
            "methods": [paid["method"] for paid in body["payments"]],
            **dict.fromkeys(("decided_by", "decided_at", "reason", "exchanged_for")),
            "lines": [
                {k: line.get(k) for k in ("product", "name", "volume_ml", "price", "qty")} | {"position": n}
                for n, line in enumerate(body["lines"], 1)
            ],
            "payments": [_payment(paid, n) for n, paid in enumerate(body["payments"], 1)],
        }
        self.sales[sale["id"]] = sale
        if owed := sum(paid.get("owed") or 0 for paid in body["payments"]):
            self._owe(sale["id"], sale, owed)
        return sale

    def _owe(self, credit: str, sale: Row, amount: int) -> None:
        self.credits[credit] = {
            "id": credit,
            "sale": sale["id"],
            "code": sale["ticket"],
            "amount": amount,
            "created_at": sale["created_at"],
            "redeemed_by": None,
            "redeemed_at": None,
        }

    def _decide(self, command: Row, sale: Row, status: str, reason: str | None = None) -> JsonObject:
        sale |= {
            "status": status,
            "decided_by": command["by"],
            "decided_at": command["moment"],
            "reason": reason,
        }
        if status != "validated":
            for credit in self.credits.values():
                if credit["sale"] == sale["id"] and credit["redeemed_at"] is None:
                    credit["redeemed_at"] = command["moment"]
        return {"sale": sale["id"], "status": status}

    def _validate_sales(self, command: Row) -> JsonObject:
        self._need(command, Role.MANAGER)
        for sale in command["body"]["sales"]:
            if self.sales.get(sale, {}).get("status") == "pending":
                self._decide(command, self.sales[sale], "validated")
        return {}

    def _reject_sale(self, command: Row) -> JsonObject:
        self._need(command, Role.MANAGER)
        body = command["body"]
        return self._decide(command, self._sale(body["sale"], "pending"), "rejected", body["reason"])

    def _withdraw_sale(self, command: Row) -> JsonObject:
        sale = self._sale(command["body"]["sale"], "pending")
        if command["by"] not in (sale["created_by"], sale["sold_by"]):
            raise Rejected("TLRGT", {"needs": "manager"})
        if seconds(command["moment"]) > seconds(sale["created_at"]) + WITHDRAW_S:
            raise Rejected("TLTIM", {"limit_s": 600})
        return self._decide(command, sale, "rejected", "withdrawn")

    def _cancel_sale(self, command: Row) -> JsonObject:
        self._need(command, Role.OWNER)
        body = command["body"]
        sale = self._sale(body["sale"], "validated")
        hanging = [x for x in (*self.returns.values(), *self.kept.values()) if x["sale"] == sale["id"]]
        if hanging:
            raise Rejected("TLHNG", {"returns": len(hanging), "consignments": 0})
        return self._decide(command, sale, "cancelled", body["reason"])

    # --- what comes back

    def _left(self, sale: Row, position: int) -> int:
        qty = int(sale["lines"][position - 1]["qty"])
        back = [x for x in self.returns.values() if x["state"] != "rejected"]
        stays = [x for x in self.kept.values() if x["state"] != "claimed"]
        taken = sum(x["qty"] for x in (*back, *stays) if (x["sale"], x["position"]) == (sale["id"], position))
        return int(qty - taken)

    def _pieces(self, part: Row) -> Row:
        sale = self._sale(part["sale"], "validated")
        left = self._left(sale, part["position"])
        if part["qty"] > left:
            raise Rejected("TLQTY", {"wanted": part["qty"], "left": left})
        return {name: part[name] for name in ("sale", "position", "product", "qty")}

    def _come_back(self, command: Row, part: Row, reason: Reason, state: str) -> Row:
        pieces, rule = self._pieces(part), RULES[reason]
        price = self.sales[part["sale"]]["lines"][part["position"] - 1]["price"]
        is_decided = state != "pending"
        by, at = (command["by"], command["moment"]) if is_decided else (None, None)
        back = {
            "id": part["return"],
            **pieces,
            "amount": price * part["qty"],
            "reason": reason.value,
            "refund": rule.refund if rule.refund is not None else part.get("refund"),
            "restock": rule.restock if rule.restock is not None else part.get("restock"),
            "exchange_sale": None,
            "notes": part["notes"],
            "state": state,
            "business_date": self.sales[part["sale"]]["business_date"],
            "created_by": command["by"],
            "created_at": command["moment"],
            "decided_by": by,
            "decided_at": at,
            **dict.fromkeys(("restocked_by", "restocked_at", "refusal")),
            "ticket": self.sales[part["sale"]]["ticket"],
        }
        self.returns[back["id"]] = back
        return back

    def _create_return(self, command: Row) -> JsonObject:
        body = command["body"]
        is_decided = command["session"] and self._people[command["by"]].role.has_rights_of(Role.MANAGER)
        self._come_back(command, body, Reason(body["reason"]), "approved" if is_decided else "pending")
        return {"return": body["return"]}

    def _a_return(self, command: Row, state: str) -> Row:
        self._need(command, Role.MANAGER)
        back = self.returns[command["body"]["return"]]
        if back["state"] != state:
            raise Rejected("TLSTA", {"what": "return", "state": back["state"]})
        return back

    def _approve_return(self, command: Row) -> JsonObject:
        back, body = self._a_return(command, "pending"), command["body"]
        for name in ("refund", "restock"):
            back[name] = back[name] if back[name] is not None else body[name]
        back |= {
            "state": "restocked" if body["restock_now"] and back["restock"] else "approved",
            "decided_by": command["by"],
            "decided_at": command["moment"],
        }
        return {}

    def _reject_return(self, command: Row) -> JsonObject:
        back = self._a_return(command, "pending")
        back |= {"state": "rejected", "refusal": command["body"]["reason"], "decided_by": command["by"]}
        return {}

    def _restock_return(self, command: Row) -> JsonObject:
        back = self._a_return(command, "approved")
        back |= {"state": "restocked", "restocked_by": command["by"], "restocked_at": command["moment"]}
        return {}

    def _exchange(self, command: Row) -> JsonObject:
        self._need(command, Role.MANAGER)
        body = command["body"]
        back = self._come_back(command, body["return"], Reason.EXCHANGE, "restocked")
        sale = self.book({**body["sale"], "ticket": body["ticket"]}, command, door=command["door"])
        back["exchange_sale"], sale["exchanged_for"] = sale["id"], back["sale"]
        used = sum(paid["amount"] for paid in sale["payments"] if paid["method"] == "exchange")
        if rest := back["amount"] - used:
            self._owe(back["id"], sale, rest)
        return {"status": sale["status"]}

    # --- what stays

    def _create_consignment(self, command: Row) -> JsonObject:
        self._need(command, Role.MANAGER)
        body = command["body"]
        until = seconds(command["moment"]) + timedelta(days=body["days"] or DAYS).total_seconds()
        self.kept[body["consignment"]] = {
            "id": body["consignment"],
            **self._pieces(body),
            **{name: body[name] for name in ("guest", "phone", "notes")},
            "state": "active",
            "expires_at": text(until),
            "created_by": command["by"],
            "created_at": command["moment"],
            **dict.fromkeys(("ended_by", "ended_at", "reason")),
            "ticket": self.sales[body["sale"]]["ticket"],
        }
        return {}

    def _end(self, command: Row, state: str, role: Role) -> JsonObject:
        self._need(command, role)
        kept = self.kept[command["body"]["consignment"]]
        if kept["state"] != "active":
            raise Rejected("TLSTA", {"what": "consignment", "state": kept["state"]})
        if seconds(command["moment"]) > seconds(kept["expires_at"]):
            raise Rejected("TLEXP", {"expired_at": kept["expires_at"]})
        kept |= {"state": state, "ended_by": command["by"], "ended_at": command["moment"]}
        kept["reason"] = command["body"].get("reason")
        return {}

    def _claim_consignment(self, command: Row) -> JsonObject:
        return self._end(command, "claimed", Role.SELLER)

    def _claim_part(self, command: Row) -> JsonObject:
        body = command["body"]
        kept = self.kept[body["consignment"]]
        if kept["qty"] != body["of"]:
            raise Rejected("TLSTA", {"what": "consignment", "state": kept["state"]})
        before = dict(kept)
        self._end(command, "claimed", Role.SELLER)
        self.kept[body["part"]] = {**kept, "id": body["part"], "qty": body["qty"]}
        kept |= before | {"qty": body["of"] - body["qty"]}
        return {}

    def _forfeit_consignment(self, command: Row) -> JsonObject:
        return self._end(command, "forfeited", Role.MANAGER)

    def _confirm_payment(self, command: Row) -> JsonObject:
        self._need(command, Role.MANAGER)
        body = command["body"]
        paid = self._sale(body["sale"])["payments"][body["position"] - 1]
        if paid["state"] != "to_confirm" and (paid["state"], body.get("was")) != ("failed", "failed"):
            raise Rejected("TLSTA", {"what": "payment", "state": paid["state"]})
        paid |= {"state": body["state"], "settled_by": command["by"], "settled_at": command["moment"]}
        if body.get("reference") is not None:
            paid["reference"] = body["reference"]
        return {}

    def _reset_pin(self, command: Row) -> JsonObject:
        body = command["body"]
        of = self._people[body["member"]].role
        over = Role.MANAGER if of is Role.SELLER else Role.OWNER
        self._need(command, Role.SELLER if command["by"] == body["member"] else over)
        self.pins[body["member"]] = body
        return {"member": body["member"]}

    def _redeem_change(self, command: Row) -> JsonObject:
        self._need(command, Role.SELLER)
        credit = self.credits[command["body"]["credit"]]
        if credit["redeemed_at"] is not None:
            raise Rejected("TLSTA", {"what": "credit", "state": "redeemed"})
        credit |= {"redeemed_by": command["by"], "redeemed_at": command["moment"]}
        return {}

    def _day(self, moment: str) -> str:
        at = datetime.fromisoformat(moment)
        return business_date(at, "Africa/Porto-Novo", self._closing_hour).isoformat()

    def new_id(self, ago_s: float = 0.0) -> str:
        return new_id(self._clock.wall() - ago_s)

    def moment(self, ago_s: float = 0.0) -> str:
        return text(self._clock.wall() - ago_s)


def _payment(paid: Row, position: int) -> Row:
    names = ("method", "amount", "tendered", "change", "owed", "operator", "reference")
    state = "to_confirm" if paid["method"] == "mobile_money" else "settled"
    told = {name: paid.get(name) for name in names}
    return told | {"position": position, "state": state, "settled_by": None, "settled_at": None}
