"""What holds other controls: rows, columns, grounds, and the page that every screen begins as."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.controls.buttons import Kind, TouchButton
from app.ui.controls.flow import Flow
from app.ui.controls.layout import Column, Ground, Row, ScrollColumn, Sides
from app.ui.controls.page import Page
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Leaf, Stage


def _keys(stage: Stage, count: int = 3) -> list[QWidget]:
    keys: list[QWidget] = []
    for place in range(count):
        key = TouchButton(stage.theme, f"key:{place}", Kind.QUIET, size_mm=(24, 12))
        key.say(samples.people()[place % 4].name.split(" ")[0])
        keys.append(key)
    return keys


def _boxes(stage: Stage) -> None:
    for kind in (Row, Column):
        ground = Ground("panel")
        box = kind(stage.theme, ground, gap_mm=2, margins_mm=(3, 3, 3, 3))
        for key in _keys(stage):
            box.addWidget(key)
        stage.show_as(As.USUAL, ground, caption=kind.__name__)
    for is_upright, state in ((False, As.USUAL), (True, As.UPRIGHT)):
        ground = Ground("panel")
        sides = Sides(stage.theme, ground, gap_mm=2)
        sides.stand(is_upright=is_upright)
        for key in _keys(stage):
            sides.addWidget(key)
        stage.show_as(state, ground, caption=f"Sides ({state.value})")
    stage.head("Flow")
    for wide, state in ((120.0, As.USUAL), (56.0, As.FULL)):
        flow = stage.adopt(Flow(stage.theme, gap_mm=2))
        flow.show_widgets(_keys(stage, 5))
        stage.show_as(state, flow, width_mm=wide)


def _grounds(stage: Stage) -> None:
    for ground in ("window", "panel", "rail", "clear"):
        stage.show_as(As.USUAL, Ground(ground), width_mm=40, height_mm=20, caption=f"Ground({ground!r})")
    stage.head("ScrollColumn")
    for count, state in ((2, As.USUAL), (9, As.FULL)):
        scroll = ScrollColumn(stage.theme, gap_mm=2, right_mm=2.6)
        for key in _keys(stage, count):
            scroll.stack.addWidget(key)
        scroll.stack.addStretch(1)
        stage.show_as(state, scroll, width_mm=60, height_mm=50)


def _pages(stage: Stage) -> None:
    page = Page(stage.theme, "sample")
    page.title.setText(samples.sentence())
    for key in _keys(stage):
        page.body.addWidget(key)
    page.body.addStretch(1)
    stage.show_as(As.USUAL, page, width_mm=150, height_mm=70)


PAGES = (
    Leaf("Row, Column, Sides, Flow", (Row, Column, Sides, Flow), _boxes),
    Leaf("Ground, ScrollColumn", (Ground, ScrollColumn), _grounds),
    Leaf("Page", (Page,), _pages),
)
