"""What a guest hands over, until it covers the total: a plain value that each tap turns into the next.

Amounts are whole minor units. Knows no Qt and no text; ``view_models.payment`` shows it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from app.domain.frozen import frozen
from app.domain.money import MAX_AMOUNT, NOTES_XOF, quick_cash
from app.domain.sale import CardPayment, Cash, MobileMoney, Payment, cash


class Method(StrEnum):
    CASH = "cash"
    MOBILE_MONEY = "mobile_money"
    CARD = "card"


class Target(StrEnum):
    """What the keypad types into."""

    AMOUNT = "amount"
    OWED = "owed"
    REFERENCE = "reference"


REFERENCE_MAX = 40


@frozen
class Tender:
    """``parts``: what is settled already, none of it with change. ``amount``: what is being typed or handed over.

    ``amount`` 0 stands for « nothing given yet » in cash, and for all that is left by phone or card. ``owed`` None: the
    whole change goes back now.
    """

    total: int
    parts: tuple[Payment, ...] = ()
    method: Method = Method.CASH
    target: Target = Target.AMOUNT
    amount: int = 0
    is_typed: bool = False
    """Whether ``amount`` came from the keypad, so that the next digit goes on with it."""
    owed: int | None = None
    is_owed_typed: bool = False
    operator: str = ""
    reference: str = ""

    # --- figures

    @property
    def left(self) -> int:
        """What the parts do not cover yet."""
        return max(0, self.total - sum(part.amount for part in self.parts))

    @property
    def is_paid_before(self) -> bool:
        """Whether the parts cover the total, which has become less since: one of them has to be taken off first."""
        return bool(self.parts) and self.left == 0

    @property
    def back(self) -> int:
        """All that the guest has to get back, now or later; 0 while too little is given."""
        return max(0, self.amount - self.left) if self.method is Method.CASH else 0

    @property
    def owed_now(self) -> int:
        """The part of it that the bar stays owing."""
        return min(self.owed or 0, self.back)

    @property
    def change(self) -> int:
        """The part of it that goes over the counter now."""
        return self.back - self.owed_now

    @property
    def missing(self) -> int:
        """What would still be left after this part."""
        return max(0, self.left - self.amount) if self.amount else 0

    @property
    def is_too_much(self) -> bool:
        """A phone or a card cannot give change."""
        return self.method is not Method.CASH and self.amount > self.left

    @property
    def can_confirm(self) -> bool:
        if self.is_too_much or self.is_paid_before:
            return False
        return self.method is not Method.MOBILE_MONEY or bool(self.operator)

    @property
    def is_exact(self) -> bool:
        """Whether confirming now means cash to the franc."""
        return self.method is Method.CASH and self.amount == 0

    @property
    def covers(self) -> bool:
        """Whether confirming now ends the sale."""
        return self.missing == 0

    def sums(self) -> tuple[int, ...]:
        """Return the three smallest sums of notes above what is left that are not a single note.

        None once a note lies there: the next note adds to it, and a sum beside it would take its place.
        """
        if self.amount and not self.is_typed:
            return ()
        return tuple(value for value in quick_cash(self.left) if value not in NOTES_XOF)

    # --- taps

    def with_method(self, method: Method) -> Tender:
        """Turn to another way of paying; notes that do not cover the total yet count as a part."""
        if method is self.method:
            return self
        settled = self.settled() if self.method is Method.CASH and 0 < self.amount < self.left else self
        return Tender(settled.total, settled.parts, method, operator=settled.operator, reference="")

    def with_note(self, note: int) -> Tender:
        """The guest hands over another note."""
        return self.with_given(min(self.amount + note, MAX_AMOUNT))

    def with_given(self, amount: int) -> Tender:
        """The guest hands over this much in all."""
        given = replace(self, amount=amount, is_typed=False, target=Target.AMOUNT)
        return replace(given, target=Target.OWED) if given.owed is not None and given.back else given

    def with_digits(self, digits: str) -> Tender:
        """Type ``digits`` (one or « 00 ») into the target."""
        match self.target:
            case Target.REFERENCE:
                return self.with_reference(self.reference + digits)
            case Target.OWED:
                before = str(self.owed or "") if self.is_owed_typed else ""
                return replace(self, owed=_typed(before, digits), is_owed_typed=True)
            case Target.AMOUNT:
                before = str(self.amount) if self.is_typed else ""
                return replace(self, amount=_typed(before, digits), is_typed=True)

    def without_digit(self) -> Tender:
        """Take the last digit back; an amount that was not typed goes whole."""
        match self.target:
            case Target.REFERENCE:
                return self.with_reference(self.reference[:-1])
            case Target.OWED:
                owed = (self.owed or 0) // 10 if self.is_owed_typed else 0
                return replace(self, owed=owed, is_owed_typed=True)
            case Target.AMOUNT:
                return replace(self, amount=self.amount // 10 if self.is_typed else 0)

    def aimed(self, target: Target) -> Tender:
        return replace(self, target=target)

    def with_reference(self, reference: str) -> Tender:
        return replace(self, reference=reference[:REFERENCE_MAX])

    def with_operator(self, operator: str) -> Tender:
        return replace(self, operator=operator)

    def owing(self, *, is_owing: bool) -> Tender:
        """Keep the change for later, all of it unless an amount is typed; or give it now."""
        if not is_owing:
            return replace(self, owed=None, is_owed_typed=False, target=Target.AMOUNT)
        target = Target.OWED if self.back else self.target
        return replace(self, owed=MAX_AMOUNT, is_owed_typed=False, target=target)

    def settled(self) -> Tender:
        """Make a part of what is given. Raises ValueError when it cannot be (``can_confirm``)."""
        if not self.can_confirm:
            raise ValueError("not complete")
        return Tender(self.total, (*self.parts, self._part()), self.method, operator=self.operator)

    def without(self, place: int) -> Tender:
        """Take the part at ``place`` back."""
        return replace(self, parts=self.parts[:place] + self.parts[place + 1 :])

    def _part(self) -> Payment:
        amount = min(self.amount or self.left, self.left)
        match self.method:
            case Method.CASH if self.amount > self.left:
                return cash(self.left, self.amount, self.owed_now)
            case Method.CASH:
                return Cash(amount, amount)
            case Method.MOBILE_MONEY:
                return MobileMoney(amount, self.operator, self.reference.strip())
            case Method.CARD:
                return CardPayment(amount, self.reference.strip())


def _typed(before: str, digits: str) -> int:
    return min(int(f"{before}{digits}"), MAX_AMOUNT)
