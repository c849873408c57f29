"""What a widget paints, and on what: its texts, drawings and shapes as Qt hands them to a page of SVG.

The inks are the painter's own; the grounds are looked up in the picture of the window, where everything lies under
everything.
"""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

SVG = "{http://www.w3.org/2000/svg}"
LARGEST_ICON = 96
LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Stroke:
    """Something painted: ``kind`` is text, image or shape; ``box`` is where, in the widget."""

    kind: str
    box: QRect
    ink: QColor
    """Of a text or an image; of a shape, its edge, invalid without one."""
    fill: QColor
    """Of a shape; invalid without one."""
    text: str = ""
    high: float = 0.0
    """The size of the type, in pixels."""


def painted(size: QSize, paint: Callable[[QSvgGenerator], None]) -> list[Stroke]:
    """Return what ``paint`` puts on a device of that size, in order."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page = QSvgGenerator()
    page.setOutputDevice(buffer)
    page.setSize(size)
    page.setViewBox(QRect(QPoint(0, 0), size))
    paint(page)
    root = ET.fromstring(bytes(buffer.data().data()).decode())
    return [stroke for group in root.iter(f"{SVG}g") for stroke in _of(group)]


def painted_by(widget: QWidget) -> list[Stroke]:
    """Return what a widget paints itself, not what its children do."""
    flags = QWidget.RenderFlag(0)
    return painted(
        widget.size(), lambda page: widget.render(page, QPoint(0, 0), QRegion(widget.rect()), flags)
    )


def _of(group: ET.Element) -> Iterator[Stroke]:
    matrix, opacity = _matrix(group.get("transform", "")), float(group.get("opacity", "1"))
    for element in group:
        name = element.tag.removeprefix(SVG)
        if name == "text":
            yield _text(element, matrix, opacity)
        elif name == "image":
            yield from _image(element, matrix, opacity)
        elif name in ("rect", "path", "ellipse", "circle"):
            box = _outline(name, element)
            if box is not None:
                ink, fill = _color(group, "stroke", opacity), _color(group, "fill", opacity)
                yield Stroke("shape", matrix.mapRect(box).toAlignedRect(), ink, fill)


def _matrix(text: str) -> QTransform:
    found = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", text)]
    return QTransform(*found) if len(found) == 6 else QTransform()


def _color(element: ET.Element, name: str, opacity: float) -> QColor:
    """Return a colour with its opacity; an invalid one where nothing is painted."""
    value = element.get(name, "none")
    color = QColor(value) if value.startswith("#") else QColor()
    if color.isValid():
        opacity *= float(element.get(f"{name}-opacity", "1"))
        color.setAlphaF(opacity)
        return color if opacity else QColor()
    return color


def _text(element: ET.Element, matrix: QTransform, opacity: float) -> Stroke:
    font = QFont(element.get("font-family", ""))
    font.setPixelSize(round(float(element.get("font-size", "12"))))
    font.setWeight(QFont.Weight(int(element.get("font-weight", "400"))))
    metrics, text = QFontMetricsF(font), (element.text or "").strip()
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    box = QRectF(x, y - metrics.ascent() * 0.75, metrics.horizontalAdvance(text), metrics.ascent() * 0.75)
    return Stroke(
        "text",
        matrix.mapRect(box).toAlignedRect(),
        _color(element, "fill", opacity),
        QColor(),
        text,
        font.pixelSize() * matrix.m22(),
    )


def _image(element: ET.Element, matrix: QTransform, opacity: float) -> Iterator[Stroke]:
    """Yield a drawing in one colour; pictures of many are somebody else's."""
    data = base64.b64decode(element.get(LINK, "").partition(",")[2])
    image = QImage.fromData(data).convertToFormat(QImage.Format.Format_ARGB32)
    if max(image.width(), image.height()) > LARGEST_ICON:
        return
    inks = Counter(
        image.pixel(x, y) & 0xFFFFFF
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 250
    )
    if len(inks) == 1:
        box = QRectF(*(float(element.get(name, "0")) for name in ("x", "y", "width", "height")))
        ink = QColor(next(iter(inks)))
        ink.setAlphaF(opacity)
        yield Stroke("image", matrix.mapRect(box).toAlignedRect(), ink, QColor())


def _outline(name: str, element: ET.Element) -> QRectF | None:
    if name == "rect":
        return QRectF(*(float(element.get(part, "0")) for part in ("x", "y", "width", "height")))
    if name in ("ellipse", "circle"):
        x, y = float(element.get("cx", "0")), float(element.get("cy", "0"))
        wide, high = (float(element.get(part, element.get("r", "0"))) for part in ("rx", "ry"))
        return QRectF(x - wide, y - high, 2 * wide, 2 * high)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", element.get("d", ""))]
    points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
    if not points:
        return None
    left, top = min(p.x() for p in points), min(p.y() for p in points)
    return QRectF(left, top, max(p.x() for p in points) - left, max(p.y() for p in points) - top)


class Picture:
    """A window as it looks, to find out what lies under something."""

    def __init__(self, image: QImage) -> None:
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)

    def ground(self, box: QRect, ink: QColor) -> QColor:
        """Return the colour that fills most of a box, the ink and its soft edges left out."""
        inside = box.intersected(self._image.rect())
        found = Counter(
            self._image.pixel(x, y) & 0xFFFFFF
            for x in range(inside.left(), inside.right() + 1)
            for y in range(inside.top(), inside.bottom() + 1)
        )
        del found[ink.rgb() & 0xFFFFFF]
        return QColor(found.most_common(1)[0][0]) if found else QColor(ink)

    def at(self, place: QPoint) -> QColor:
        return self._image.pixelColor(place)


def picture_of(window: QWidget) -> Picture:
    return Picture(window.grab().toImage())


def draw_on(page: QSvgGenerator, draw: Callable[[QPainter], None]) -> None:
    painter = QPainter(page)
    draw(painter)
    painter.end()
