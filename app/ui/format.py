"""Text made from numbers: money, volumes, counts, durations, clock times. Nothing else in the program makes any.

Language rules (decimal sign, word order, plurals) are translations too, so a switch at run time changes them at once.
Spaces inside a figure never break; a figure that is not known is ``…``, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, Qt

from app.domain.catalog import volume_text_ml
from app.domain.paper import COLUMNS
from app.domain.roles import Role

UNKNOWN = "…"
NARROW = COLUMNS[0]
THIN = "\u202f"
"""Narrow no-break space: between thousands, and before ``; : ! ?`` in French."""
NBSP = "\u00a0"
"""No-break space: between a figure and its unit."""

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_MINUS = "\u2212"


class Counts(QObject):
    """Words with their number. An object, because plural forms are extracted from ``tr`` alone."""

    def items(self, n: int) -> str:
        #: what is in the cart
        return self.tr("%n item(s)", "", n)

    def sales(self, n: int) -> str:
        return self.tr("%n sale(s)", "", n)

    def void(self, n: int) -> str:
        #: after a number of sales: so many of them were cancelled, rejected or withdrawn
        return self.tr("of which %n do(es) not count", "", n)

    def payments(self, n: int) -> str:
        return self.tr("%n payment(s)", "", n)

    def tries(self, n: int) -> str:
        #: attempts left to type a PIN: "3 tries"
        return self.tr("%n try(s)", "", n)

    def days(self, n: int) -> str:
        return self.tr("%n day(s)", "", n)

    def seconds(self, n: int) -> str:
        return self.tr("%n second(s)", "", n)

    def minutes(self, n: int) -> str:
        return self.tr("%n minute(s)", "", n)

    def offline(self, n: int) -> str:
        #: {duration}: "12 min"; {what}: "8 sales (14 500 F)"
        return self.tr("Offline for {duration} – {what} kept on this till. Keep selling.", "", n)

    def unsure(self, n: int) -> str:
        #: the connection is slow; {what}: "8 sales (14 500 F)"
        return self.tr("Slow connection – {what} on the way. Keep selling.", "", n)

    def stuck(self, n: int) -> str:
        #: the connection may be good; {what}: "8 sales (14 500 F)"
        return self.tr(
            "Nothing gets through for over 10 min – {what} kept on this till. "
            "Keep selling and tell the manager.",
            "",
            n,
        )

    def unsent(self, n: int) -> str:
        #: asked when the till is closed; {what}: "8 sales (14 500 F)"
        return self.tr("{what} have not been sent yet.", "", n)

    def sold(self, n: int) -> str:
        #: pieces of a line of a sale
        return self.tr("%n sold", "", n)

    def days_left(self, n: int) -> str:
        #: how long a bottle is still kept
        return self.tr("%n day(s) left", "", n)

    def came_back(self, n: int) -> str:
        #: pieces of a line of a sale
        return self.tr("%n came back", "", n)

    def asked_back(self, n: int) -> str:
        #: pieces of a line of a sale that come back once a manager has said yes
        return self.tr("%n to come back", "", n)

    def kept(self, n: int) -> str:
        #: bottles of a line of a sale that wait for their guest
        return self.tr("%n kept", "", n)

    def left(self, n: int) -> str:
        #: pieces of a line of a sale that may still come back
        return self.tr("%n left", "", n)

    def to_decide(self, n: int) -> str:
        #: returns that a manager has yet to decide
        return self.tr("%n to decide", "", n)

    def returns_to_decide(self, n: int) -> str:
        #: what a manager has yet to decide, where nothing else says of what
        return self.tr("%n return(s) to decide", "", n)

    def not_counted(self, n: int) -> str:
        #: sales that no figure has yet; {amount}: "14 500 F"
        return self.tr("+ %n sale(s) not sent yet ({amount})", "", n)

    def unprinted(self, n: int) -> str:
        #: the paper, not the sale; shown beside the lamp
        return self.tr("%n receipt(s) not printed", "", n)

    def operations(self, n: int) -> str:
        #: everything that a till has written down: sales, returns, counts …
        return self.tr("%n operation(s)", "", n)

    def of_them_not_sent(self, n: int) -> str:
        #: after "214 operations, "
        return self.tr("%n of them not sent", "", n)

    def lacking(self, n: int) -> str:
        #: what another till's copy has
        return self.tr("%n operation(s) that this till has not", "", n)

    def taken_over(self, n: int) -> str:
        #: from the copy of another till's journal
        return self.tr("%n operation(s) came from a copy.", "", n)

    def unreadable(self, n: int) -> str:
        return self.tr("%n could not be read: the copy is damaged.", "", n)

    def waiting(self, n: int) -> str:
        #: shown beside the lamp; {what}: "8 sales"
        return self.tr("{what} waiting", "", n)


def grouped(value: int | None) -> str:
    """Return a whole number with its thousands apart: ``12 500``; None is ``…``."""
    if value is None:
        return UNKNOWN
    figure = f"{abs(value):,}".replace(",", THIN)
    return f"{_MINUS}{figure}" if value < 0 else figure


def money(amount: int | None) -> str:
    """Return an amount in whole FCFA: ``12 500 F``; None is ``…``."""
    return UNKNOWN if amount is None else f"{grouped(amount)}{NBSP}F"


def volume(volume_ml: int | None) -> str:
    """Return a volume as bars write it: ``33 cl``, ``1,5 l`` (English ``1.5 l``); None is empty."""
    #: between whole and fraction of a number
    sign = QCoreApplication.translate("Format", ".", "decimal sign")
    return volume_text_ml(volume_ml, decimal=sign, space=NBSP)


def product(name: str, volume_ml: int | None) -> str:
    """Return a product as people ask for it: ``Castel 65 cl``."""
    return f"{name} {volume(volume_ml)}" if volume_ml is not None else name


def number(no: int) -> str:
    """Return an operation's number where it has no name of its own: ``No. 17`` (French ``N° 17``)."""
    return QCoreApplication.translate("Format", "No. {number}").format(number=no)


def counted(n: int, *, are_sales: bool = True) -> str:
    """Return how many operations: ``3 sales``; ``3 operations`` where some of them are no sales."""
    return counts().sales(n) if are_sales else counts().operations(n)


def worth(what: str, amount: int) -> str:
    """Return so many operations with their money in brackets, where there is any: ``3 sales (14 500 F)``."""
    return f"{what} ({money(amount)})" if amount else what


def totalled(count: int, amount: int, *, are_sales: bool = True) -> str:
    """Return how many operations and how much money: ``3 sales · 14 500 F``; nothing for none."""
    return joined(counted(count, are_sales=are_sales), money(amount) if amount else "") if count else ""


def pieces(qty: int, name: str) -> str:
    """Return how many of what: ``2 Castel 65 cl``."""
    return f"{grouped(qty)}{NBSP}{name}"


def goods(sold: Iterable[tuple[int, str]], more: int) -> str:
    """Return what was sold on one line, and how many lines there are beyond: ``2 Castel 65 cl · 1 Fanta · +3``."""
    return joined(*(pieces(qty, name) for qty, name in sold), f"+{more}" if more else "")


def order_name(name: str, seller: str) -> str:
    """Return what an order was called when it was put aside; nothing when that is only whose sale it is."""
    return "" if f"{seller} ".startswith(f"{name} ") else name


def times(qty: int) -> str:
    """Return a quantity in front of a name: ``2 ×``."""
    return f"{grouped(qty)}{NBSP}×"


def quoted(words: str) -> str:
    """Return words that somebody typed, between the marks of the language in force; nothing for none."""
    #: what a person typed
    marks = QCoreApplication.translate("Format", "“{words}”")
    return marks.format(words=words) if words else ""


def joined(*parts: str) -> str:
    """Return the parts that say something on one line: ``65 cl · 1 000 F``."""
    return " · ".join(part for part in parts if part)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    #: the last two of a list of names
    pattern = QCoreApplication.translate("Format", "{first} and {last}")
    return pattern.format(first=", ".join(names[:-1]), last=names[-1])


def duration(seconds: float) -> str:
    """Return a span as people say it: ``less than a minute``, ``12 min``, ``2 h 05``, ``3 days``."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return QCoreApplication.translate("Format", "less than a minute")
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S}{NBSP}min"
    if whole < 2 * _DAY_S:
        return f"{whole // _HOUR_S}{NBSP}h{NBSP}{whole % _HOUR_S // _MINUTE_S:02d}"
    return counts().days(whole // _DAY_S)


def since(seconds: float) -> str:
    """Return how long something has lasted: ``for 12 min`` (French ``depuis 12 min``)."""
    return QCoreApplication.translate("Format", "for {duration}").format(duration=duration(seconds))


def ago(seconds: float) -> str:
    """Return how long ago something was: ``12 min ago``; below a minute ``just now``."""
    if seconds < _MINUTE_S:
        return QCoreApplication.translate("Format", "just now")
    return QCoreApplication.translate("Format", "{duration} ago").format(duration=duration(seconds))


def wait(seconds: int) -> str:
    """Return how long a person has to wait: ``45 seconds``, ``2 minutes`` (rounded up)."""
    if seconds <= 90:
        return counts().seconds(max(1, seconds))
    return counts().minutes(-(-seconds // _MINUTE_S))


def stock(available: int | None) -> str:
    """Return what a tile says of the shelf: ``12``, ``…`` when it is not known, the word when nothing is left."""
    if available is not None and available <= 0:
        return QCoreApplication.translate("Format", "Sold out")
    return grouped(available)


def left_on_shelf(available: int | None) -> str:
    """Return the same for reading aloud: ``12 left``."""
    if available is None:
        return QCoreApplication.translate("Format", "stock not known")
    return QCoreApplication.translate("Format", "{count} left").format(count=grouped(available))


def tile(product_name: str, price: str, left: str, in_cart: int) -> str:
    """Return a product's tile for reading aloud."""
    if not in_cart:
        return f"{product_name}, {price}, {left}"
    cart = QCoreApplication.translate("Format", "{count} in the order").format(count=grouped(in_cart))
    return f"{product_name}, {price}, {left}, {cart}"


def offline(seconds: float, count: int, what: str) -> str:
    """Return the banner of a till without its central system, with what it keeps (none: only how long)."""
    span = duration(seconds)
    if count:
        return counts().offline(count).format(duration=span, what=what)
    return QCoreApplication.translate("Format", "Offline for {duration}. Keep selling.").format(duration=span)


def milliseconds(seconds: float | None) -> str:
    """Return a short time: ``12 ms``, ``1.4 s``; ``…`` when it is not known."""
    if seconds is None:
        return UNKNOWN
    if seconds < 1:
        return f"{round(seconds * 1000)}{NBSP}ms"
    return f"{decimal(seconds)}{NBSP}s"


def decimal(value: float) -> str:
    """Return a number with one decimal, with the decimal sign of the language."""
    return f"{value:.1f}".replace(".", QCoreApplication.translate("Format", ".", "decimal sign"))


def size(count: int) -> str:
    """Return an amount of bytes: ``840 B``, ``12.4 kB``, ``3.1 MB``."""
    unit = QCoreApplication.translate("Format", "B", "unit: bytes")
    if count < 1000:
        return f"{count}{NBSP}{unit}"
    if count < 1_000_000:
        return f"{decimal(count / 1000)}{NBSP}k{unit}"
    return f"{decimal(count / 1_000_000)}{NBSP}M{unit}"


def room(count: int) -> str:
    """Return how many bytes a disk has left, as disks are sold: ``640 MB``, ``7.4 GB``, ``212 GB``."""
    unit, giga = QCoreApplication.translate("Format", "B", "unit: bytes"), count / 1_000_000_000
    if giga < 1:
        return f"{count // 1_000_000}{NBSP}M{unit}"
    return f"{decimal(giga) if giga < 10 else grouped(int(giga))}{NBSP}G{unit}"


def percent(share: float | None) -> str:
    """Return a part of the whole: ``86 %``; ``…`` when it is not known."""
    return UNKNOWN if share is None else f"{round(share * 100)}{NBSP}%"


def clock(wall_s: float, time_zone: str | None) -> str:
    """Return the time of day in the bar's zone: ``21:47``. Without a zone: the machine's."""
    moment = datetime.fromtimestamp(wall_s, UTC)
    local = moment.astimezone(ZoneInfo(time_zone)) if time_zone else moment.astimezone()
    return f"{local:%H:%M}"


def paper(columns: int) -> str:
    """Return a roll of paper as shops sell it, with the signs that a line holds: ``80 mm · 48``."""
    return f"{58 if columns == NARROW else 80}{NBSP}mm · {columns}"


def clock_of(moment: str, time_zone: str | None) -> str:
    """Return the time of day of a moment in ISO 8601, as ``clock`` does."""
    return clock(datetime.fromisoformat(moment).timestamp(), time_zone)


def day(date: str) -> str:
    """Return a business day (YYYY-MM-DD) as people name it: ``Saturday 29 November``."""
    return QLocale().toString(QDate.fromString(date, Qt.DateFormat.ISODate), "dddd d MMMM")


def short_day(wall_s: float, time_zone: str | None) -> str:
    """Return the calendar day of a moment in the bar's zone, in short: ``29 Nov``."""
    moment = datetime.fromtimestamp(wall_s, UTC)
    local = moment.astimezone(ZoneInfo(time_zone)) if time_zone else moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "d MMM")


def countdown(seconds: float) -> str:
    """Return what is left of a short time: ``9:41``."""
    whole = max(0, int(seconds))
    return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02d}"


def span(first: int, last: int, count: int, *, is_counted: bool) -> str:
    """Return which rows of a list are shown: ``51–100 of 132``; ``of more than 10 000`` when nobody counted on."""
    if is_counted:
        text = QCoreApplication.translate("Format", "{first}–{last} of {count}")
    else:
        text = QCoreApplication.translate("Format", "{first}–{last} of more than {count}")
    return text.format(first=grouped(first), last=grouped(last), count=grouped(count))


def role(of: Role) -> str:
    """Return what a person is in the bar."""
    match of:
        case Role.SELLER:
            return QCoreApplication.translate("Format", "Server", "person who serves")
        case Role.MANAGER:
            return QCoreApplication.translate("Format", "Manager")
        case Role.OWNER:
            return QCoreApplication.translate("Format", "Owner")


def initials(name: str) -> str:
    """Return one or two capitals that stand for a name: ``Clarisse Houngbédji`` is ``CH``."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


def items(n: int) -> str:
    """Return how much is in a cart: ``3 items``; nothing for an empty one."""
    return counts().items(n) if n else ""


def counts() -> Counts:
    """Return the words that need a number."""
    return Counts()
