"""Words of the trade that more than one screen shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


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
