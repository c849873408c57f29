"""The people of the bar, to choose from."""

from __future__ import annotations

from app.ui.controls.people import PersonChip, PersonHead, PersonTile
from app.ui.controls.people_grid import PeopleGrid
from app.ui.controls.people_strip import PeopleStrip
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Leaf, Stage, as_if_focused


def _one(stage: Stage) -> None:
    states = (As.USUAL, As.CHOSEN, As.PRESSED, As.FOCUSED, As.OFF, As.LONG)
    for state in states:
        row = samples.people()[2 if state is As.LONG else 0]
        tile = PersonTile(stage.theme, row)
        tile.setChecked(state is As.CHOSEN)
        tile.setDown(state is As.PRESSED)
        tile.setEnabled(state is not As.OFF)
        stage.show_as(state, as_if_focused(tile) if state is As.FOCUSED else tile, width_mm=44, height_mm=46)
    stage.head("PersonChip")
    for place, state in enumerate(states):
        if state is As.OFF:
            continue
        chip = PersonChip(stage.theme, "chip", samples.people()[2 if state is As.LONG else 0], place)
        chip.setChecked(state is As.CHOSEN)
        chip.setDown(state is As.PRESSED)
        stage.show_as(state, as_if_focused(chip) if state is As.FOCUSED else chip)
    stage.head("PersonHead")
    for person, state in ((samples.people()[0], As.USUAL), (samples.people()[2], As.LONG)):
        head = PersonHead(stage.theme)
        head.show_person(person)
        stage.show_as(state, head, width_mm=80)


def _many(stage: Stage) -> None:
    for chosen, state in (("", As.USUAL), ("firmin", As.CHOSEN)):
        grid = PeopleGrid(stage.theme)
        grid.show_rows(samples.people(), chosen or None)
        stage.show_as(state, grid, width_mm=100, height_mm=84)
    off = PeopleGrid(stage.theme)
    off.show_rows(samples.people(), None)
    off.setEnabled(False)
    stage.show_as(As.SHUT, off, width_mm=100, height_mm=84)
    stage.head("PeopleStrip")
    for has_digits, state in ((True, As.CHOSEN), (False, As.USUAL)):
        strip = stage.adopt(PeopleStrip(stage.theme, "seller", has_digits=has_digits))
        strip.show_people(samples.people(), samples.people()[1] if has_digits else None)
        stage.show_as(state, strip, width_mm=96)


PAGES = (
    Leaf("PersonTile, PersonChip, PersonHead", (PersonTile, PersonChip, PersonHead), _one),
    Leaf("PeopleGrid, PeopleStrip", (PeopleGrid, PeopleStrip), _many),
)
