"""The program's own icons: one family of line drawings on a 24-unit grid, tinted when painted.

A name that has no drawing is shown as a tag, so that a category made on another machine still has an icon.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

ICON_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
FALLBACK = "tag"


@cache
def icon_names() -> frozenset[str]:
    """Return the names that have a drawing."""
    return frozenset(file.stem for file in ICON_FOLDER.glob("*.svg"))


@lru_cache(maxsize=128)
def _drawing(name: str) -> bytes:
    file = ICON_FOLDER / f"{name}.svg"
    if name not in icon_names():
        file = ICON_FOLDER / f"{FALLBACK}.svg"
    return file.read_bytes()


@lru_cache(maxsize=512)
def _image(name: str, rgb: str, size_px: int) -> QImage:
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", rgb.encode()))).render(painter)
    painter.end()
    return image


def icon_image(name: str, color: QColor, size_px: int, pixel_ratio: float = 1.0) -> QImage:
    """Return the drawing in ``color``, ``size_px`` wide and high in device-independent pixels."""
    image = QImage(_image(name, color.name(), max(1, round(size_px * pixel_ratio))))
    image.setDevicePixelRatio(pixel_ratio)
    return image


def icon_pixmap(name: str, color: QColor, size_px: int, pixel_ratio: float = 1.0) -> QPixmap:
    """Return the drawing for labels and line edits."""
    return QPixmap.fromImage(icon_image(name, color, size_px, pixel_ratio))


def paint_icon(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Paint the drawing in the middle of ``box``, as large as the box's short side."""
    side = round(min(box.width(), box.height()))
    device = painter.device()
    image = icon_image(name, color, side, device.devicePixelRatio() if device else 1.0)
    left = round(box.center().x() - side / 2)
    painter.drawImage(left, round(box.center().y() - side / 2), image)
