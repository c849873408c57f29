"""Every page of the gallery, in the order in which they are listed."""

from __future__ import annotations

from app.ui.gallery import buttons, layouts, lists, money, people, products, said
from app.ui.gallery.stage import Leaf

PAGES: tuple[Leaf, ...] = (
    *buttons.PAGES,
    *money.PAGES,
    *products.PAGES,
    *people.PAGES,
    *lists.PAGES,
    *said.PAGES,
    *layouts.PAGES,
)
