"""What the gallery's controls show: products, people, carts, sentences, in the language in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.catalog import Level
from app.ui import format as text_of
from app.ui.rows import (
    ActionRow,
    ActionStyle,
    CardRow,
    CategoryRow,
    ChipRow,
    DeedRow,
    HeldRow,
    Ink,
    LineRow,
    ListRow,
    PersonRow,
    RefusalRow,
    Tag,
)

LONG_NAME = "Mojito sans alcool à la menthe"


def card(
    name: str = "Castel",
    *,
    left: int | None = 84,
    level: Level = Level.FINE,
    qty: int = 0,
    price: int = 1_000,
    is_starred: bool = False,
) -> CardRow:
    """Return the tile of a beer."""
    volume, price_text = text_of.volume(650), text_of.money(price)
    stock = text_of.stock(left)
    spoken = f"{name} {volume}, {price_text}, {stock}"
    return CardRow(
        name, name, volume, price_text, stock, level, qty, "amber", "beer", spoken, is_starred=is_starred
    )


def shelf() -> list[CardRow]:
    """Return tiles in every state, each once."""
    return [
        card("Flag"),
        card("Castel", qty=3),
        card("Awooyo", left=9, level=Level.LOW),
        card("Eku Bavaria", left=0, level=Level.OUT),
        card("33 Export", left=None, level=Level.UNKNOWN),
        card("Guinness FES", is_starred=True),
        card(LONG_NAME),
        card("Moët & Chandon Brut", price=60_000),
    ]


def people() -> list[PersonRow]:
    seller, manager = (
        QCoreApplication.translate("Gallery", "Server"),
        QCoreApplication.translate("Gallery", "Manager"),
    )
    return [
        PersonRow("aicha", "Aïcha Bio", "AB", seller, 0),
        PersonRow("firmin", "Firmin Dossou", "FD", seller, 1),
        PersonRow("prudence", "Prudence Ahouansou-Houngbédji", "PA", seller, 2),
        PersonRow("clarisse", "Clarisse Houngbédji", "CH", manager, 3),
    ]


def categories() -> list[CategoryRow]:
    return [
        CategoryRow("all", QCoreApplication.translate("Gallery", "All"), "grid", "slate"),
        CategoryRow("beer", QCoreApplication.translate("Gallery", "Beers"), "beer", "amber"),
        CategoryRow("soft", QCoreApplication.translate("Gallery", "Sodas"), "soft", "teal"),
        CategoryRow("snack", QCoreApplication.translate("Gallery", "Snacks"), "snack", "sand"),
    ]


def cart_line(name: str = "Castel", qty: int = 2, note: str = "") -> LineRow:
    volume = text_of.volume(650)
    detail = text_of.joined(volume, text_of.money(1_000))
    total = text_of.money(1_000 * qty)
    return LineRow(name, name, detail, qty, total, "amber", f"{name} {volume}", note)


def note() -> str:
    return QCoreApplication.translate("Gallery", "well chilled, two glasses, no ice")


def held() -> list[HeldRow]:
    return [
        HeldRow(
            "refused",
            QCoreApplication.translate("Gallery", "Refused: give back {amount}").format(
                amount=text_of.money(3_000)
            ),
            QCoreApplication.translate("Gallery", "One Castel left"),
            text_of.money(3_000),
            is_refused=True,
        ),
        HeldRow("table", "Table 4", text_of.items(3), text_of.money(4_500)),
    ]


def sentence() -> str:
    return QCoreApplication.translate("Gallery", "The printer is out of paper.")


def advice() -> str:
    return QCoreApplication.translate("Gallery", "Put in a new roll, then print it again.")


def long_sentence() -> str:
    return QCoreApplication.translate(
        "Gallery", "Nobody answered in time, so this sale is kept on this till and is sent by itself later."
    )


def answers() -> tuple[ActionRow, ...]:
    return (
        ActionRow("take", QCoreApplication.translate("Gallery", "Take one"), ActionStyle.PRIMARY),
        ActionRow("override", QCoreApplication.translate("Gallery", "Sell anyway – manager's PIN")),
        ActionRow("drop", QCoreApplication.translate("Gallery", "Give up"), ActionStyle.STOP),
    )


def refusal() -> RefusalRow:
    return RefusalRow("key", sentence(), advice(), answers(), "TLSTK")


def chips() -> list[ChipRow]:
    return [
        ChipRow("all", QCoreApplication.translate("Gallery", "All"), icon="people"),
        ChipRow("aicha", "Aïcha", text_of.money(147_900)),
        ChipRow("firmin", "Firmin", text_of.money(155_600)),
    ]


def deeds() -> list[DeedRow]:
    return [
        DeedRow("yes", QCoreApplication.translate("Gallery", "Accept"), "check", style=ActionStyle.PRIMARY),
        DeedRow("no", QCoreApplication.translate("Gallery", "Refuse"), "close", style=ActionStyle.STOP),
        DeedRow(
            "later",
            QCoreApplication.translate("Gallery", "Give the change"),
            "coins",
            QCoreApplication.translate("Gallery", "Needs the connection"),
            is_enabled=False,
        ),
    ]


def tags() -> tuple[Tag, ...]:
    return (
        Tag(QCoreApplication.translate("Gallery", "Validated"), Ink.OK),
        Tag(QCoreApplication.translate("Gallery", "Waits for the manager"), Ink.WARN),
        Tag(QCoreApplication.translate("Gallery", "Cancelled"), Ink.STOP),
        Tag(QCoreApplication.translate("Gallery", "Kept on this till"), Ink.ACCENT),
        Tag(QCoreApplication.translate("Gallery", "By hand"), Ink.MUTED),
        Tag(QCoreApplication.translate("Gallery", "As usual"), Ink.QUIET),
    )


def sales() -> list[ListRow]:
    ok, waits, over, *_ = tags()
    cash = QCoreApplication.translate("Gallery", "Cash")
    return [
        ListRow("1", "21:25", "C1-004216", "Firmin Dossou", cash, text_of.money(1_800), (waits,)),
        ListRow("2", "21:23", "C1-004215", "Aïcha Bio", cash, text_of.money(5_600), (ok,)),
        ListRow(
            "3", "21:20", "C1-004131", people()[2].name, cash, text_of.money(3_100), (over,), is_over=True
        ),
        ListRow("4", "21:19", "", "Aïcha Bio", "", text_of.money(125_000), ()),
    ]
