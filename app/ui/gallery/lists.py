"""Lists, tables, and the small things that stand in them."""

from __future__ import annotations

from dataclasses import replace

from app.ui import format as text_of
from app.ui.controls.findings import FindingsCard
from app.ui.controls.panel import Panel
from app.ui.controls.row_list import RowDelegate, RowList
from app.ui.controls.search import Empty, SearchField
from app.ui.controls.table import Column as TableColumn
from app.ui.controls.table import Table, TableRows
from app.ui.controls.tags import Tags
from app.ui.controls.tick import Tick
from app.ui.controls.topic import Strip, TopicCard
from app.ui.controls.volume import VolumeKey
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Leaf, Stage, as_if_focused
from app.ui.rows import CardRow


def _rows(stage: Stage) -> None:
    rows = samples.sales()
    for shown, chosen, state in (
        (rows, "", As.USUAL),
        (rows, "2", As.CHOSEN),
        (rows, "", As.DIM),
        ([], "", As.EMPTY),
    ):
        found = RowList(stage.theme, "rows")
        found.show_rows(shown, chosen, is_dim=state is As.DIM)
        stage.show_as(state, found, width_mm=110, height_mm=70)
    several = RowList(stage.theme, "several")
    several.show_rows([replace(row, is_ticked=place % 2 == 0) for place, row in enumerate(rows)])
    stage.show_as(As.CHOSEN, several, width_mm=110, height_mm=70)


def _table(stage: Stage) -> None:
    inks = {"0": "stop", "9": "warn"}
    for shown, state in ((samples.shelf(), As.FULL), ([], As.EMPTY)):
        rows: TableRows[CardRow] = TableRows(stage.theme, lambda row: row.id)
        rows.name_columns(
            [
                TableColumn(samples.categories()[1].label, lambda row: row.name, lambda row: row.name),
                TableColumn(
                    samples.deeds()[0].label,
                    lambda row: row.stock_text,
                    lambda row: row.stock_text,
                    is_number=True,
                    ink=lambda row: inks.get(row.stock_text, ""),
                ),
                TableColumn(
                    text_of.money(None),
                    lambda row: row.price_text,
                    lambda row: row.price_text,
                    is_number=True,
                ),
            ]
        )
        rows.reset(shown)
        table = Table(stage.theme, rows, "table")
        rows.setParent(table)
        table.stretch(0)
        stage.show_as(state, table, width_mm=110, height_mm=80)


def _tags(stage: Stage) -> None:
    for shown, state in ((samples.tags()[:1], As.USUAL), (samples.tags(), As.FULL)):
        tags = Tags(stage.theme)
        tags.show_tags(shown)
        stage.show_as(state, tags, width_mm=150)
    stage.head("Tick")
    for is_waiting, state in ((False, As.USUAL), (True, As.BUSY)):
        tick = Tick(stage.theme)
        tick.show_state(is_waiting=is_waiting)
        stage.show_as(state, tick)
    stage.head("Panel")
    stage.show_as(As.EMPTY, Panel(stage.theme), width_mm=60, height_mm=24)


def _topics(stage: Stage) -> None:
    parts = ((0.0, 0.5, "ok"), (0.5, 0.62, "warn"), (0.62, 0.9, "ok"), (0.9, 1.0, "stop"))
    for shown, state in ((parts, As.USUAL), (parts[:1], As.FULL)):
        strip = stage.adopt(Strip(stage.theme))
        strip.show_parts(shown, samples.sentence())
        stage.show_as(state, strip, width_mm=80)
    stage.head("TopicCard")
    figures = [
        (samples.deeds()[2].label, text_of.money(2_700), ""),
        (samples.long_sentence(), text_of.money(1_234_500), "warn"),
    ]
    for ink, state in (("ok", As.USUAL), ("warn", As.OFFLINE)):
        card = TopicCard(stage.theme, "sample")
        card.show_topic(
            samples.tags()[0].text, samples.tags()[1].text, ink, figures, parts, samples.sentence()
        )
        stage.show_as(state, card, width_mm=100, height_mm=70)
    stage.head("FindingsCard")
    for ink, state in (("ok", As.USUAL), ("warn", As.OFFLINE)):
        found = FindingsCard(stage.theme)
        found.setAccessibleName(samples.tags()[0].text)
        found.show_findings([(samples.sentence(), "ok"), (samples.long_sentence(), ink)])
        stage.show_as(state, found, width_mm=100, height_mm=30)


def _volumes(stage: Stage) -> None:
    for state in (As.USUAL, As.PRESSED, As.BUSY, As.OFF):
        key = VolumeKey(stage.theme, "volume")
        key.setEnabled(state in (As.USUAL, As.PRESSED))
        key.setDown(state is As.PRESSED)
        action = samples.deeds()[0].label if key.isEnabled() else ""
        key.show_volume("KINGSTON", text_of.room(7_412_000_000), "stick", action, is_busy=state is As.BUSY)
        stage.show_as(state, key, width_mm=100)
    focused = as_if_focused(VolumeKey(stage.theme, "volume"))
    focused.show_volume(
        "KINGSTON", text_of.room(7_412_000_000), "stick", samples.deeds()[0].label, is_busy=False
    )
    stage.show_as(As.FOCUSED, focused, width_mm=100)


def _search(stage: Stage) -> None:
    for text, state in (("", As.EMPTY), ("beni", As.USUAL), (samples.LONG_NAME, As.LONG)):
        field = SearchField(stage.theme)
        field.say(samples.categories()[0].label, samples.deeds()[1].label)
        field.setText(text)
        stage.show_as(state, field, width_mm=80)
    off = SearchField(stage.theme)
    off.setEnabled(False)
    stage.show_as(As.OFF, off, width_mm=80)
    stage.head("Empty")
    for title, hint, icon, state in (
        (samples.sentence(), samples.advice(), "search", As.USUAL),
        (samples.sentence(), "", "receipt", As.EMPTY),
        (samples.sentence(), samples.long_sentence(), "offline", As.LONG),
    ):
        empty = Empty(stage.theme, icon)
        empty.say(title, hint)
        stage.show_as(state, empty, width_mm=90, height_mm=52)


PAGES = (
    Leaf("RowList", (RowList, RowDelegate), _rows),
    Leaf("Table", (Table,), _table),
    Leaf("Tags, Tick, Panel", (Tags, Tick, Panel), _tags),
    Leaf("TopicCard, Strip", (TopicCard, Strip, FindingsCard), _topics),
    Leaf("VolumeKey", (VolumeKey,), _volumes),
    Leaf("SearchField, Empty", (SearchField, Empty), _search),
)
