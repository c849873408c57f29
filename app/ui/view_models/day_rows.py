"""What the lists of « My day » say: a row for each sale, also of those with returns to decide."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.domain.errors import TillError
from app.domain.history import Return, SaleHeader
from app.domain.sale_states import SaleStatus
from app.till.bar import BarView
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ListRow
from app.ui.view_models.listing import Stand
from app.ui.view_models.sale_words import is_void, reason_text, return_tag, sale_tags
from app.ui.view_models.words import method_text

MINE, ALL = "mine", "all"
TO_VALIDATE, TO_DECIDE, TO_CONFIRM = "pending", "to-decide", "to-confirm"
OF_ALL_DAYS = (TO_VALIDATE, TO_DECIDE, TO_CONFIRM)
"""What waits for somebody is listed whatever its day."""


def title_text(whose: str) -> str:
    """Return the title of the page."""
    match whose:
        case "pending":
            return QCoreApplication.translate("DayModel", "To validate")
        case "to-decide":
            return QCoreApplication.translate("DayModel", "Returns to decide")
        case "to-confirm":
            return QCoreApplication.translate("DayModel", "To confirm", "transfers")
        case _:
            return QCoreApplication.translate("DayModel", "My day")


def void_text(stand: Stand, error: object, whose: str) -> messages.Message:
    """Return what is said where there are no rows: what happens and what can be done."""
    match stand:
        case Stand.LOADING:
            return messages.Message(QCoreApplication.translate("DayModel", "The sales are on their way…"))
        case Stand.OFFLINE:
            return messages.Message(
                QCoreApplication.translate("DayModel", "No connection, and nothing was sold on this till"),
                QCoreApplication.translate(
                    "DayModel", "The sales of the other tills come with the connection"
                ),
            )
        case Stand.FAILED if isinstance(error, TillError):
            return messages.of_error(error)
        case _:
            return nothing_text(whose)


def nothing_text(whose: str) -> messages.Message:
    """Return what is said of a list that the server has and that is empty."""
    match whose:
        case "pending" | "to-decide":
            return messages.Message(QCoreApplication.translate("DayModel", "Nothing waits for you"))
        case "to-confirm":
            return messages.Message(
                QCoreApplication.translate("DayModel", "Every mobile payment is confirmed")
            )
        case _:
            return messages.Message(
                QCoreApplication.translate("DayModel", "No sale yet today"),
                QCoreApplication.translate("DayModel", "Each sale shows here at once"),
            )


class DayRows:
    """Makes the rows. ``day``: the bar's business day; a row of another one says which."""

    def __init__(self, bar: BarView, day: str) -> None:
        self._bar, self._day = bar, day

    def sale(
        self,
        sale: SaleHeader,
        status: SaleStatus | None,
        *,
        is_unsent: bool,
        names_seller: bool,
        name: str = "",
    ) -> ListRow:
        """Return a sale's row; ``status``: as far as this till knows. ``name``: of its order, if it was made here."""
        goods = text_of.goods(
            ((x.qty, text_of.product(x.name, x.volume_ml)) for x in sale.goods), sale.more_goods
        )
        said = [
            text_of.joined(text_of.order_name(name, self._name(sale.sold_by)), goods),
            text_of.joined(*dict.fromkeys(map(method_text, sale.methods))),
            self._other_day(sale.business_date),
        ]
        amount = sale.total
        if sale.transfers:  # whoever goes through the operator's list looks for these
            said[:2] = [
                text_of.joined(*(_transfer_text(x.operator, x.reference) for x in sale.transfers)),
                self._name(sale.sold_by),
            ]
            amount = sum(x.amount for x in sale.transfers)
        elif names_seller:
            said.insert(1, self._name(sale.sold_by))
        said = [words for words in said if words]  # an older server does not say what was sold
        return ListRow(
            key=sale.id,
            lead=self._clock(sale.created_at),
            under=sale.ticket or "",
            title=said[0] if said else "",
            detail=text_of.joined(*said[1:]),
            amount=text_of.money(amount),
            tags=sale_tags(sale, status, is_unsent=is_unsent, is_listed=True),
            is_over=is_void(status),
        )

    def to_decide(self, backs: Iterable[Return]) -> list[ListRow]:
        """Return a row for each sale that something comes back of, in their order; its key is the sale."""
        of_sale: dict[str, list[Return]] = {}
        for back in backs:
            of_sale.setdefault(back.sale, []).append(back)
        return [self._of_returns(sale, several) for sale, several in of_sale.items()]

    def _of_returns(self, sale: str, backs: list[Return]) -> ListRow:
        first = backs[0]
        amounts = [back.amount for back in backs if back.amount is not None]
        return ListRow(
            key=sale,
            lead=self._clock(first.created_at),
            under=first.ticket or "",
            title=text_of.joined(*map(self._pieces, backs)),
            detail=text_of.joined(
                reason_text(first.reason), self._name(first.created_by), self._other_day(first.business_date)
            ),
            amount=text_of.money(sum(amounts) if len(amounts) == len(backs) else None),
            tags=(return_tag(first),) if first.is_waiting else (),
        )

    def _pieces(self, back: Return) -> str:
        card = self._bar.card(back.product)
        name = text_of.product(card.product.name, card.product.volume_ml) if card else text_of.UNKNOWN
        return text_of.pieces(back.qty, name)

    def _other_day(self, date: str | None) -> str:
        return text_of.day(date) if date and date != self._day else ""

    def _name(self, member: str | None) -> str:
        person = self._bar.person(member) if member else None
        return person.name if person else ""

    def _clock(self, moment: str) -> str:
        bar = self._bar.bar()
        return text_of.clock_of(moment, bar.time_zone if bar else None)


def _transfer_text(operator: str | None, reference: str | None) -> str:
    """Return whose a transfer is, and its reference as the operator's list has it."""
    without = QCoreApplication.translate("TransfersModel", "No reference")
    return text_of.joined(operator or method_text("mobile_money"), reference or without)
