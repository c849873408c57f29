"""Every error code as a sentence: *what happens · what you can do · actions*. No blame, no jargon; the code in small.

Codes come from the errors of ``app/domain/errors.py`` and the outcomes of commands; ``sql/ERRORS.md`` lists them. A
code that is not known here gets a general sentence. Screens show the actions that they can do and leave the others out.

Sentences with figures are in this file; those that only need a look-up are in ``messages_table``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.sync import copies
from app.sync.book import ADOPTED
from app.till import ports
from app.ui import format as text_of
from app.ui.messages_table import SENTENCES
from app.ui.rows import ActionRow, ActionStyle

Params: TypeAlias = Mapping[str, object]

TAKE_LEFT = "take_left"
TAKE_LEFT_ALL = "take_left_all"
OVERRIDE = "override"
REPRICE = "reprice"
DROP_LINES = "drop_lines"
RETRY = "retry"
RECALL = "recall"
LATER = "later"


@frozen
class Message:
    """``text``: what happens. ``detail``: what a person can do. ``code``: for support, in small."""

    text: str
    detail: str = ""
    actions: tuple[ActionRow, ...] = ()
    code: str = ""

    @property
    def sentence(self) -> str:
        """Both sentences on one line, for a toast or a table."""
        return f"{self.text} {self.detail}".strip()

    def offering(self, ids: Iterable[str]) -> Message:
        """Return the message with only those actions that a screen can do."""
        known = set(ids)
        return replace(self, actions=tuple(action for action in self.actions if action.id in known))


def of_error(error: TillError) -> Message:
    """Return the message for an expected error."""
    return message(error.code, error.params)


def of_deed(error: TillError) -> Message:
    """Return the message for an expected error of what is done after a sale: nothing is being sold then."""
    if error.code != "TLDSK":
        return of_error(error)
    text = QCoreApplication.translate("Messages", "The disk refuses: nothing was done.")
    return Message(
        text, QCoreApplication.translate("Messages", "Free some space, then try again."), (), error.code
    )


def message(code: str, params: Params | None = None) -> Message:
    """Return the message for a code; never fails, whatever the parameters hold."""
    given = params or {}
    if code in _MADE:
        return replace(_MADE[code](given), code=code)
    if code in SENTENCES:
        text, detail = (QCoreApplication.translate("Messages", str(source)) for source in SENTENCES[code])
        actions = (action(RETRY),) if code in _TRY_AGAIN else ()
        return Message(text, detail, actions, code)
    return Message(
        QCoreApplication.translate("Messages", "Something unexpected was refused."),
        QCoreApplication.translate("Messages", "Nothing is lost. Tell the manager, with the code below."),
        code=code,
    )


def codes() -> frozenset[str]:
    """Return every code that has a sentence of its own."""
    return frozenset(_MADE) | frozenset(SENTENCES)


def action(name: str, **figures: int) -> ActionRow:
    """Return an answer to tap, by its name."""
    label, style = _ACTIONS[name]()
    return ActionRow(name, label.format(**figures) if figures else label, style)


def stock_short(short: Sequence[Params], in_cart: int | None = None) -> Message:
    """Return the sentence for a shelf that has too little.

    ``short``: ``{name, volume_ml?, wanted, left}`` per product. ``in_cart``: pieces of it already in this cart, when
    this till says no at the tap; None when the central system refused the sale.
    """
    left = [(_name(part), _int(part, "left")) for part in short]
    if not left:
        return Message(QCoreApplication.translate("Messages", "Not enough left on the shelf."))
    name, pieces = left[0]
    actions = [action(OVERRIDE)]
    if len(left) > 1:
        text = QCoreApplication.translate("Messages", "Not enough left: only {list}.")
        text = text.format(list=text_of.listed([text_of.pieces(qty, product) for product, qty in left]))
        actions.insert(0, action(TAKE_LEFT_ALL))
    elif pieces == 0:
        text = QCoreApplication.translate("Messages", "No more {product}.").format(product=name)
        actions[:0] = [action(DROP_LINES)] if in_cart is None else []
    else:
        text = QCoreApplication.translate("Messages", "Only {pieces} left.")
        text = text.format(pieces=text_of.pieces(pieces, name))
        if in_cart is None or in_cart < pieces:
            actions.insert(0, action(TAKE_LEFT, left=pieces))
    return Message(text, _why_short(in_cart, pieces), tuple(actions), "TLSTK")


def _why_short(in_cart: int | None, left: int) -> str:
    if in_cart is None:
        return QCoreApplication.translate("Messages", "Another till has just sold some.")
    if left and in_cart >= left:
        return QCoreApplication.translate("Messages", "They are in this order already.")
    return QCoreApplication.translate("Messages", "The shelf has no more, as far as this till knows.")


def _stock(params: Params) -> Message:
    return stock_short(_parts(params, "short"))


def _price_changed(params: Params) -> Message:
    changed = _parts(params, "changed")
    if len(changed) == 1:
        text = QCoreApplication.translate("Messages", "{product} is now at {price}, no longer {asked}.")
        text = text.format(
            product=_name(changed[0]),
            price=text_of.money(_int(changed[0], "price")),
            asked=text_of.money(_int(changed[0], "asked")),
        )
    else:
        text = QCoreApplication.translate("Messages", "Prices have changed: {list}.")
        prices = [f"{_name(part)} {text_of.money(_int(part, 'price'))}" for part in changed]
        text = text.format(list=text_of.listed(prices))
    detail = QCoreApplication.translate("Messages", "Tell the guest, then take the new prices.")
    return Message(text, detail, (action(REPRICE),))


def _product_gone(params: Params) -> Message:
    names = [name for part in _list(params, "products") if (name := _name_of(part))]
    if names:
        text = QCoreApplication.translate("Messages", "No longer sold: {list}.")
        text = text.format(list=text_of.listed(names))
    else:
        text = QCoreApplication.translate("Messages", "This product is no longer sold.")
    detail = QCoreApplication.translate("Messages", "Take it out of the order, or choose another.")
    return Message(text, detail, (action(DROP_LINES),))


def _price_unknown(params: Params) -> Message:
    text = QCoreApplication.translate("Messages", "The price of {product} is not known yet.")
    return Message(
        text.format(product=_name(params)),
        QCoreApplication.translate(
            "Messages", "It comes with the connection. Sell something else meanwhile."
        ),
    )


def _unknown_barcode(params: Params) -> Message:
    text = QCoreApplication.translate("Messages", "No product has the barcode {code}.")
    return Message(
        text.format(code=params.get("code", "")),
        QCoreApplication.translate("Messages", "Find it by name, or have the manager add its code."),
    )


def _too_many(params: Params) -> Message:
    text = QCoreApplication.translate("Messages", "One line holds {most} pieces at most.")
    return Message(
        text.format(most=text_of.grouped(_int(params, "most"))),
        QCoreApplication.translate("Messages", "Sell the rest in a second sale."),
    )


def _wrong_pin(params: Params) -> Message:
    left = _int(params, "tries_left")
    text = QCoreApplication.translate("Messages", "Wrong PIN.")
    if left <= 0:
        return Message(text, QCoreApplication.translate("Messages", "Wait a minute before the next try."))
    detail = QCoreApplication.translate("Messages", "You still have {tries}.")
    return Message(text, detail.format(tries=text_of.counts().tries(left)))


def _locked(params: Params) -> Message:
    detail = QCoreApplication.translate("Messages", "Try again in {wait}, or ask the manager.")
    return Message(
        QCoreApplication.translate("Messages", "Too many wrong PINs."),
        detail.format(wait=text_of.wait(_int(params, "seconds"))),
    )


def _needs_server(params: Params) -> Message:
    if _int(params, "days"):
        text = QCoreApplication.translate("Messages", "{name} has not signed in online for {days}.")
        text = text.format(name=_name(params), days=text_of.counts().days(_int(params, "days")))
    else:
        text = QCoreApplication.translate("Messages", "{name} has never signed in on this till.")
        text = text.format(name=_name(params))
    detail = QCoreApplication.translate(
        "Messages", "This one time needs the connection. Somebody else can sell."
    )
    return Message(text, detail)


def _slow_down(params: Params) -> Message:
    detail = QCoreApplication.translate("Messages", "Try again in {wait}.")
    return Message(
        QCoreApplication.translate("Messages", "Too many tries in a short time."),
        detail.format(wait=text_of.wait(_int(params, "retry_s"))),
    )


def _no_right(params: Params) -> Message:
    needs = str(params.get("needs", ""))
    who = {
        "manager": QCoreApplication.translate("Messages", "Only a manager may do this."),
        "owner": QCoreApplication.translate("Messages", "Only the owner may do this."),
    }
    text = who.get(needs, QCoreApplication.translate("Messages", "You may not do this."))
    return Message(text, QCoreApplication.translate("Messages", "Ask a manager for a PIN."))


def _bad_field(params: Params) -> Message:
    text = QCoreApplication.translate("Messages", "The central system could not read this sale.")
    detail = QCoreApplication.translate(
        "Messages", "Correct it and sell it again; tell the manager ({path})."
    )
    path = str(params.get("path") or params.get("reason") or "?")
    return Message(text, detail.format(path=path))


def _other_ledger(params: Params) -> Message:
    if params.get("reason") == ADOPTED:
        counts, unreadable = text_of.counts(), _int(params, "unreadable")
        return Message(
            counts.taken_over(_int(params, "brought")),
            counts.unreadable(unreadable)
            if unreadable
            else QCoreApplication.translate("Messages", "Nothing is booked twice. Keep selling."),
        )
    return Message(
        QCoreApplication.translate("Messages", "The central system does not know this till's journal."),
        QCoreApplication.translate("Messages", "The till opens a new one by itself. Keep selling."),
    )


def _not_copied(params: Params) -> Message:
    name = str(params.get("volume") or QCoreApplication.translate("Messages", "This stick"))
    match params.get("reason"):
        case ports.FULL:
            text = QCoreApplication.translate("Messages", "No room left on {volume}.")
            detail = QCoreApplication.translate("Messages", "Free some space on it, or use another stick.")
        case ports.PROTECTED:
            text = QCoreApplication.translate("Messages", "{volume} refuses to be written to.")
            detail = QCoreApplication.translate(
                "Messages", "Unlock it with the small switch on its side, or use another stick."
            )
        case ports.GONE:
            text = QCoreApplication.translate("Messages", "{volume} is no longer there.")
            detail = QCoreApplication.translate("Messages", "Plug the stick in again.")
        case ports.BUSY:
            text = QCoreApplication.translate("Messages", "A copy is being made on {volume} already.")
            detail = QCoreApplication.translate("Messages", "Wait a moment.")
        case ports.UNSOUND:
            text = QCoreApplication.translate("Messages", "This till's journal cannot be read.")
            detail = QCoreApplication.translate("Messages", "Leave this till on and call support.")
        case _:
            text = QCoreApplication.translate("Messages", "{volume} does not answer as it should.")
            detail = QCoreApplication.translate("Messages", "Try again, or use another stick.")
    return Message(text.format(volume=name), detail)


def _not_taken_over(params: Params) -> Message:
    match params.get("reason"):
        case copies.MISSING:
            return Message(
                QCoreApplication.translate("Messages", "This copy is no longer there."),
                QCoreApplication.translate("Messages", "Plug the stick in again."),
            )
        case copies.NO_LEDGER:
            return Message(
                QCoreApplication.translate("Messages", "This file is not the copy of a till."),
                QCoreApplication.translate("Messages", "Choose another one."),
            )
        case copies.ANOTHER_BARS:
            return Message(
                QCoreApplication.translate("Messages", "This copy comes from another bar."),
                QCoreApplication.translate("Messages", "Only a till of that bar can take it over."),
            )
    return Message(
        QCoreApplication.translate("Messages", "This copy cannot be read."),
        QCoreApplication.translate("Messages", "Try again, or use another copy."),
    )


def _name(part: Params) -> str:
    name, volume_ml = str(part.get("name") or "?"), part.get("volume_ml")
    return text_of.product(name, volume_ml if isinstance(volume_ml, int) else None)


def _name_of(part: object) -> str:
    """A product is told as an object with its name, or as a bare id, which says nothing to a person."""
    return _name(part) if isinstance(part, Mapping) and part.get("name") else ""


def _int(part: Params, field: str) -> int:
    value = part.get(field)
    return value if isinstance(value, int) else 0


def _list(params: Params, field: str) -> Sequence[object]:
    value = params.get(field)
    return value if isinstance(value, (list, tuple)) else ()


def _parts(params: Params, field: str) -> list[Params]:
    return [part for part in _list(params, field) if isinstance(part, Mapping)]


_MADE: Mapping[str, Callable[[Params], Message]] = {
    "TLSTK": _stock,
    "TLPRC": _price_changed,
    "TLPRD": _product_gone,
    "TLPRX": _price_unknown,
    "TLBAR": _unknown_barcode,
    "TLQTY": _too_many,
    "TLPIN": _wrong_pin,
    "TLLCK": _locked,
    "TLOFF": _needs_server,
    "TLLIM": _slow_down,
    "TLRGT": _no_right,
    "TLINP": _bad_field,
    "TLLED": _other_ledger,
    "TLADO": _not_taken_over,
    "TLCPY": _not_copied,
}

_TRY_AGAIN = frozenset({"TLNET", "TLDSK"})

_ACTIONS: Mapping[str, Callable[[], tuple[str, ActionStyle]]] = {
    TAKE_LEFT: lambda: (QCoreApplication.translate("Messages", "Put {left}"), ActionStyle.PRIMARY),
    TAKE_LEFT_ALL: lambda: (
        QCoreApplication.translate("Messages", "Put what is left"),
        ActionStyle.PRIMARY,
    ),
    OVERRIDE: lambda: (
        QCoreApplication.translate("Messages", "Sell anyway – manager's PIN"),
        ActionStyle.PLAIN,
    ),
    REPRICE: lambda: (QCoreApplication.translate("Messages", "Take the new prices"), ActionStyle.PRIMARY),
    DROP_LINES: lambda: (
        QCoreApplication.translate("Messages", "Take it out of the order"),
        ActionStyle.PRIMARY,
    ),
    RETRY: lambda: (QCoreApplication.translate("Messages", "Try again"), ActionStyle.PRIMARY),
    RECALL: lambda: (QCoreApplication.translate("Messages", "Bring the order back"), ActionStyle.PLAIN),
    LATER: lambda: (QCoreApplication.translate("Messages", "Later"), ActionStyle.PLAIN),
}
