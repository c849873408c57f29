"""Commands of ``bartender admin`` that move a bar, or a whole site, to another server."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.admin_place import Answer, Place, at_a_place, run_at
from app.server import move_in, move_out, provision
from app.server.access import Access, connected


@contextlib.contextmanager
def _told(place: Place) -> Iterator[move_out.Progress]:
    """Show how far it is, on a terminal that somebody looks at."""
    if place.as_json or not sys.stderr.isatty():
        yield lambda _rows, _of: None
        return
    with click.progressbar(length=1, label="Rows", file=sys.stderr, show_pos=True) as bar:

        def told(rows: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(rows)

        yield told


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--bar", help="Id or name. Default: the whole site.")
@click.option(
    "--unfreeze", is_flag=True, help="Write nothing: let the tills go on here, the move is given up."
)
@at_a_place
def export(place: Place, *, file: Path | None, bar: str | None, unfreeze: bool) -> None:
    """Freeze a bar, or the whole site, and write it to FILE, for another server. Its tills sell on by themselves."""
    if (file is None) is not unfreeze:
        raise click.UsageError("Give a FILE, or --unfreeze.")

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar) if bar else None
            if file is None:
                bars = await provision.list_bars(connection) if found is None else [found]
                opened = await move_out.freeze(connection, bars, is_frozen=False)
                names = ", ".join(one.name for one in opened)
                return {"opened": [one.id for one in opened]}, f"Open again: {names or 'none was frozen'}."
            with _told(place) as told:
                done = await move_out.export(connection, file, found, told)
        names = ", ".join(one.name for one in done.bars)
        words = f"{file}: {done.rows:,} rows, {done.size:,} bytes. Frozen here: {names}.\n"
        words += f"Next, for the other server: bartender admin import {file}"
        tables = {name: totals.as_json() for name, totals in done.tables.items()}
        return {
            "file": str(file),
            "bytes": done.size,
            "bars": [one.id for one in done.bars],
            "tables": tables,
        }, words

    run_at(place, work)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--check", "only_compares", is_flag=True, help="Change nothing: compare what is here with FILE."
)
@at_a_place
def import_(place: Place, *, file: Path, only_compares: bool) -> None:
    """Load what `export` wrote, all or nothing, and prove that it is all there."""

    async def work(access: Access) -> Answer:
        parcel = move_in.read_parcel(file)
        async with connected(access) as connection:
            if only_compares:
                await move_in.compare(connection, parcel)
            else:
                with _told(place) as told:
                    await move_in.load(connection, parcel, told)
        names = ", ".join(one.name for one in parcel.bars)
        verb = "here equals the file" if only_compares else "of what was loaded equals the file"
        answer = {"bars": [one.id for one in parcel.bars], "rows": parcel.rows}
        return answer, f"{names}: {parcel.rows:,} rows; every count, sum and hash {verb}."

    run_at(place, work)


MOVE_COMMANDS = (export, import_)
