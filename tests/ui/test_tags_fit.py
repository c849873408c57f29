"""Tags of a row that has no room for all: what asks for something stays, what only confirms goes first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from app.ui.controls import row_list
from app.ui.controls.tags import tags_width, that_fit
from app.ui.rows import Ink, ListRow, Tag
from app.ui.theme import Theme

OWED, DECIDE, DONE = (
    Tag("Monnaie due", Ink.MUTED),
    Tag("Retour à décider", Ink.WARN),
    Tag("Validée", Ink.QUIET),
)
ALL = (OWED, DECIDE, DONE)


@pytest.mark.parametrize("kept", [ALL, (OWED, DECIDE), (DECIDE,)])
def test_the_quietest_tag_gives_way_first(qapp: QApplication, kept: tuple[Tag, ...]) -> None:
    theme = Theme()
    assert tuple(that_fit(theme, ALL, tags_width(theme, kept))) == kept


def test_what_asks_for_something_stays_whatever_the_room(qapp: QApplication) -> None:
    assert that_fit(Theme(), ALL, 1.0) == [DECIDE]


def test_in_a_narrow_row_no_tag_lies_over_the_ticket(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme, painted = Theme(scale=1.5), list[tuple[float, tuple[Tag, ...]]]()

    def note(_painter: QPainter, theme: Theme, right: QPointF, tags: tuple[Tag, ...]) -> None:
        painted.append((right.x() - tags_width(theme, tags), tuple(tags)))

    monkeypatch.setattr(row_list, "paint_tags", note)
    found = row_list.RowList(theme, "rows")
    row = ListRow("s", "21:23", "C1-004215", "3 Castel 65 cl", "Aïcha Bio", "5 600 F", ALL)
    found.rows.reset([row])
    for width in (theme.mm(75), theme.mm(140)):
        picture = QPixmap(QSize(width, theme.mm(16)))
        painter, option = QPainter(picture), QStyleOptionViewItem()
        option.rect = picture.rect()
        found.itemDelegate().paint(painter, option, found.rows.index(0, 0))
        painter.end()
    assert [tags for _, tags in painted] == [(DECIDE,), ALL]
    assert all(left > theme.mm(24) for left, _ in painted), "the ticket's number is 24 mm wide"
    found.deleteLater()
