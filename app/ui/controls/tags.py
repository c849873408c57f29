"""A word about something, on a ground of its own colour: a sale's state, where it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.controls.paint import pill, smooth, width_of
from app.ui.rows import Ink, Tag
from app.ui.theme import CAPTION, SEMIBOLD, Theme

_HIGH_MM = 5.6
_PAD_MM = 2.0
_GAP_MM = 1.6


def tag_font(theme: Theme) -> QFont:
    return theme.font(CAPTION, SEMIBOLD)


def _pad(theme: Theme, tag: Tag) -> int:
    """Return what a tag's ground adds at each side: nothing where there is none."""
    return 0 if tag.ink is Ink.QUIET else theme.mm(_PAD_MM)


def tags_width(theme: Theme, tags: Sequence[Tag]) -> float:
    """Return how wide the tags are beside each other, in pixels."""
    font = tag_font(theme)
    wide = sum(width_of(tag.text, font) + 2 * _pad(theme, tag) for tag in tags)
    return wide + theme.mm(_GAP_MM) * max(0, len(tags) - 1)


def tag_colours(theme: Theme, ink: Ink) -> tuple[QColor, QColor]:
    """Return the colours of a tag's word and ground."""
    p = theme.palette
    word, ground = {
        Ink.QUIET: (p.muted, "transparent"),
        Ink.MUTED: (p.muted, p.raised),
        Ink.OK: (p.ok, p.ok_soft),
        Ink.WARN: (p.warn, p.warn_soft),
        Ink.STOP: (p.stop, p.stop_soft),
        Ink.ACCENT: (p.accent_text, p.accent_soft),
    }[ink]
    return QColor(word), QColor(ground)


def paint_tags(painter: QPainter, theme: Theme, right: QPointF, tags: Sequence[Tag]) -> None:
    """Paint the tags so that the last one ends at ``right``, which is in their middle."""
    font = tag_font(theme)
    high = theme.mm(_HIGH_MM)
    left = right.x() - tags_width(theme, tags)
    for tag in tags:
        wide = width_of(tag.text, font) + 2 * _pad(theme, tag)
        word, ground = tag_colours(theme, tag.ink)
        pill(painter, QRectF(left, right.y() - high / 2, wide, high), tag.text, font, word, ground)
        left += wide + theme.mm(_GAP_MM)


def that_fit(theme: Theme, tags: Sequence[Tag], room_px: float) -> Sequence[Tag]:
    """Return the tags that have room beside each other: what only confirms goes first, then what only mentions."""
    left = list(tags)
    for ink in (Ink.QUIET, Ink.MUTED, Ink.OK, Ink.ACCENT):
        for tag in tags:
            if tag.ink is ink and tags_width(theme, left) > room_px:
                left.remove(tag)
    return left


class Tags(QLabel):
    """Tags beside each other, from the left, broken into lines where they must; nothing to tap."""

    def __init__(self, theme: Theme, name: str = "tags", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tags: tuple[Tag, ...] = ()
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these; the place stays as high when there are none."""
        self._tags = tuple(tags)
        self.setAccessibleName(", ".join(tag.text for tag in tags))
        self.updateGeometry()
        self.update()

    def _lines(self, width: float) -> list[list[Tag]]:
        lines: list[list[Tag]] = [[]]
        for tag in self._tags:
            if lines[-1] and tags_width(self._theme, [*lines[-1], tag]) > width:
                lines.append([])
            lines[-1].append(tag)
        return lines

    def heightForWidth(self, width: int) -> int:
        count = len(self._lines(width))
        return self._theme.mm(_HIGH_MM) * count + self._theme.mm(_GAP_MM) * (count - 1)

    def sizeHint(self) -> QSize:
        return QSize(round(tags_width(self._theme, self._tags)) + 1, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        widest = max((tags_width(self._theme, [tag]) for tag in self._tags), default=0.0)
        return QSize(round(widest) + 1, self._theme.mm(_HIGH_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        middle = self._theme.mm(_HIGH_MM) / 2
        for line in self._lines(self.width()):
            paint_tags(painter, self._theme, QPointF(tags_width(self._theme, line), middle), line)
            middle += self._theme.mm(_HIGH_MM) + self._theme.mm(_GAP_MM)


def line_height(font: QFont) -> float:
    """Return the height of a line of ``font``, in pixels."""
    return QFontMetricsF(font).height()
