"""Words of the trade that more than one screen shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.till import consignments, returns, sale_states


def method_text(method: str) -> str:
    """Return the name of a way of paying: ``cash``, ``mobile_money``, ``card``, ``exchange``."""
    match method:
        case "cash":
            return QCoreApplication.translate("Words", "Cash")
        case "mobile_money":
            return QCoreApplication.translate("Words", "Mobile money")
        case "exchange":
            return QCoreApplication.translate("Words", "Exchange", "a way of paying: by goods that came back")
        case _:
            return QCoreApplication.translate("Words", "Card", "bank card")


def kind_text(kind: str) -> str:
    """Return what an operation is that is no sale; nothing for a sale."""
    match kind:
        case returns.CREATE_RETURN:
            return QCoreApplication.translate("Words", "Return", "something that was sold comes back")
        case returns.EXCHANGE:
            return QCoreApplication.translate("Words", "Exchange", "an operation")
        case returns.APPROVE_RETURN | returns.REJECT_RETURN | returns.RESTOCK_RETURN:
            return QCoreApplication.translate("Words", "Decision on a return")
        case consignments.CREATE_CONSIGNMENT:
            return QCoreApplication.translate("Words", "Bottle kept")
        case consignments.CLAIM_CONSIGNMENT | consignments.CLAIM_PART | consignments.FORFEIT_CONSIGNMENT:
            return QCoreApplication.translate("Words", "End of a kept bottle")
        case sale_states.WITHDRAW_SALE:
            return QCoreApplication.translate("Words", "Sale taken back")
        case sale_states.VALIDATE_SALES | sale_states.REJECT_SALE | sale_states.CANCEL_SALE:
            return QCoreApplication.translate("Words", "Decision on a sale")
        case sale_states.REDEEM_CHANGE:
            return QCoreApplication.translate("Words", "Change given back")
        case _:
            return ""


def transfer_text(state: str) -> str:
    """Return whether a payment's money is there; empty for what is paid on the spot."""
    return {
        "to_confirm": QCoreApplication.translate("SaleFacts", "to be confirmed", "a transfer"),
        "confirmed": QCoreApplication.translate("SaleFacts", "has arrived", "a transfer"),
        "failed": QCoreApplication.translate("SaleFacts", "did not arrive", "a transfer"),
    }.get(state, "")
