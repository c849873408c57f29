"""What can be read in a window: every text, those that nobody translated, those that do not fit, and what is tapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.ui.controls.amount import AmountLabel
from app.ui.controls.buttons import TouchButton
from app.ui.controls.deeds import DeedKey
from app.ui.controls.paint import width_of
from app.ui.controls.row_list import RowList
from app.ui.controls.search import Empty
from app.ui.controls.tags import Tags, tags_width
from app.ui.rows import ListRow
from app.ui.screens.outbox_rows import WaitingList
from app.ui.theme import BODY, CAPTION, SEMIBOLD, TOUCH_MIN_MM, Theme
from tests.ui.rig import Rig

OWN_WORDS = {
    *(
        "BarTender",
        "Français",
        "English",
        "Le Baobab",
        "Comptoir",
        "C1",
        "TLSTK",
        "TLSEL",
        "TLSTA",
        "TLPAP",
        "Enter",
    ),
    *("EPSON TM-T20III", "POS-5890", "04b8:0e15", "CP1252", "PDF", "epoch-1", "ledger-1"),
    *("/home/bar/Documents/BarTender", "/dev/ttyUSB0"),
    *("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "Alt"),
}
"""Names, codes and keys, which nobody translates."""
GUESTS = {
    *("Kodjo Mensah", "Ablavi", "Maître Dossou-Yovo", "Maître Dossou", "Yves, table 4", "Table 4"),
    *("verre ebreche", "bien cuites, piment à part", "MP-77", "TX 4481"),
}
"""What people typed."""


def list_rows(shown: RowList) -> list[ListRow]:
    rows = [shown.rows.row(shown.rows.index(place, 0)) for place in range(shown.rows.rowCount())]
    return [row for row in rows if row is not None]


def texts(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yield every text that can be seen or heard, with its widget."""
    for label in window.findChildren(QLabel):
        yield label, label.text()
    for button in window.findChildren(QPushButton):
        yield button, button.text()
        yield button, button.accessibleName()
        if isinstance(button, TouchButton):
            yield button, button._detail
    for amount in window.findChildren(AmountLabel):
        yield amount, amount.text()
    for named in (*window.findChildren(Empty), *window.findChildren(Tags)):
        yield named, named.accessibleName()
    for field in window.findChildren(QLineEdit):
        yield field, field.placeholderText()
    for waiting in window.findChildren(WaitingList):
        for place in range(waiting.rows.rowCount()):
            row = waiting.rows.row(waiting.rows.index(place, 0))
            assert row is not None
            yield waiting, f"{row.detail} {row.reason} {row.age_text}"
    for shown in window.findChildren(RowList):
        for line in list_rows(shown):
            yield shown, line.accessible


def data(rig: Rig) -> list[str]:
    """Return the words of the bar itself, which nobody translates; longest first."""
    bar = rig.till.bar
    words = {*OWN_WORDS, *GUESTS}
    words |= {card.product.name for card in bar.cards()} | {category.name for category in bar.categories()}
    for person in bar.people():
        words |= {person.name, person.name.split()[0], "".join(word[0] for word in person.name.split())}
    known = bar.bar()
    words |= set(known.operators if known else ())
    locale, whole, short = QLocale(), QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
    words |= {locale.monthName(month, form) for month in range(1, 13) for form in (whole, short)}
    words |= {locale.dayName(day, whole) for day in range(1, 8)}
    return sorted(words, key=len, reverse=True)


def is_plain(text: str, words: list[str]) -> bool:
    """Tell whether letters are left in plain dress when the bar's own words and the units are taken away."""
    for word in words:
        text = text.replace(word, "")
    text = re.sub(r"\b(F|cl|l|min|h|ms|mm|kB)\b", "", text)
    return bool(re.search(r"[A-Za-z]{2,}|^[A-Za-z]$", text))


def plain(rig: Rig, window: QWidget) -> set[str]:
    """Return what is on the screen in plain dress, where every translated text is dressed up."""
    words = data(rig)
    return {
        f"{widget.objectName() or type(widget).__name__}: {text}"
        for widget, text in texts(window)
        if widget.isVisible() and not widget.objectName().startswith("letter:") and is_plain(text, words)
    }


def cut(theme: Theme, window: QWidget) -> Iterator[str]:
    """Yield the texts that do not fit where they stand."""
    for _ in range(
        3
    ):  # what a page has just learned by itself is laid out, each layout after the one around it
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            if label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1:
                yield f"{label.objectName() or label.parent()}: {label.text()} ({label.width()})"
        elif label.isVisible() and label.text():
            high = label.heightForWidth(label.width())
            if high > label.height() + 1:
                yield f"{label.objectName() or label.parent()}: {label.text()} ({label.height()} of {high})"
    for button in window.findChildren(TouchButton):
        if button.isVisible() and type(button) in (TouchButton, DeedKey) and button.text():
            need = button.sizeHint().width() - theme.mm(4)
            if need > button.width() + 1:
                yield f"{button.objectName()}: {button.text()} {button._detail} ({button.width()} of {need})"
    yield from _cut_in_paint(theme, window)


def _cut_in_paint(theme: Theme, window: QWidget) -> Iterator[str]:
    """The same for what is painted rather than laid out."""
    for empty in window.findChildren(Empty):
        if empty.isVisible() and empty.high(empty.width()) > empty.height():
            yield f"empty: {empty.accessibleName()} ({empty.height()} of {empty.high(empty.width())})"
    for tags in window.findChildren(Tags):
        if tags.isVisible() and any(tags_width(theme, [tag]) > tags.width() for tag in tags._tags):
            yield f"{tags.objectName()}: {tags.accessibleName()} ({tags.width()})"
    for shown in window.findChildren(RowList):
        lead = theme.mm(shown.lead_mm) + 1
        for row in list_rows(shown) if shown.isVisible() else []:
            wide = max(
                width_of(row.lead, theme.font(BODY, SEMIBOLD)), width_of(row.under, theme.font(CAPTION))
            )
            if wide > lead:
                yield f"{shown.objectName()}: {row.lead}, {row.under} ({lead} of {round(wide)})"


def untouchable(theme: Theme, window: QWidget) -> Iterator[str]:
    """Yield what can be tapped and has no name, is not read aloud, or is too small for a finger."""
    least = theme.mm(TOUCH_MIN_MM)
    for key in window.findChildren(QPushButton):
        if not key.isVisible():
            continue
        name = key.objectName() or f"{key.text()} of {key.parent()}"
        if not key.objectName():
            yield f"{name}: no object name"
        if not (key.accessibleName() or key.text()):
            yield f"{name}: nothing to read aloud"
        if min(key.width(), key.height()) < least:
            yield f"{name}: {key.width()} × {key.height()} of {least}"
    yield from _overlapping([key for key in window.findChildren(QPushButton) if key.isVisible()])
    for shown in (*window.findChildren(RowList), *window.findChildren(QLineEdit)):
        if shown.isVisible() and not (shown.objectName() and shown.accessibleName()):
            yield f"{shown.objectName() or type(shown).__name__}: no name"


def _overlapping(keys: list[QPushButton]) -> Iterator[str]:
    """Yield keys of one parent that lie over each other: there is too little room for them."""
    for place, key in enumerate(keys):
        for other in keys[place + 1 :]:
            if other.parent() is key.parent() and key.geometry().intersects(other.geometry()):
                yield f"{key.objectName()} lies over {other.objectName()}"
