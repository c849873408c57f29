"""``bartender admin settings``: how a bar works, by whom its guests may pay by phone, and when a till locks itself."""

from __future__ import annotations

from dataclasses import asdict

import click

from app.cli.admin_place import Answer, Place, at_a_place, run_at
from app.domain.edits import MAX_OPERATOR, MAX_OPERATORS
from app.server import provision
from app.server.access import Access, connected
from app.server.bar_settings import change_settings, read_settings


def _operators(
    _context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    found = tuple(name.strip() for name in names)
    if len(found) > MAX_OPERATORS or len(set(found)) < len(found):
        raise click.BadParameter(f"each once is wanted, {MAX_OPERATORS} at most.")
    if not all(0 < len(name) <= MAX_OPERATOR for name in found):
        raise click.BadParameter(f"a name of 1 to {MAX_OPERATOR} letters is wanted.")
    return found


@click.command()
@click.option("--bar", help="Id or name. Default: the only one.")
@click.option(
    "--mode",
    type=click.Choice(["simplified", "full"]),
    help="simplified: one till sells for every server; full: each signs in, a manager validates.",
)
@click.option(
    "--operator",
    "operators",
    multiple=True,
    callback=_operators,
    metavar="NAME",
    help="Of mobile money, such as “MTN MoMo”; repeat it for each, in the order in which tills offer them.",
)
@click.option("--no-operators", is_flag=True, help="Name none: tills take mobile money without asking whose.")
@click.option(
    "--idle-lock", type=click.IntRange(10, 3600), metavar="SECONDS", help="A till locks itself after so long."
)
@at_a_place
def settings(
    place: Place,
    *,
    bar: str | None,
    mode: str | None,
    operators: tuple[str, ...],
    no_operators: bool,
    idle_lock: int | None,
) -> None:
    """Say how a bar works, or change it. Tills follow at once; what was sold before keeps the mode of its moment."""
    if operators and no_operators:
        raise click.UsageError("Name operators, or none.")

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            found = await provision.find_bar(connection, bar)
            await change_settings(
                connection,
                found.id,
                mode=mode,
                operators=operators if operators or no_operators else None,
                idle_lock_s=idle_lock,
            )
            now = await read_settings(connection, found.id)
        words = (
            f"“{found.name}”\nMode: {now.mode}\nMobile money: {', '.join(now.operators) or 'no operator named'}"
            f"\nA till locks itself after {now.idle_lock_s} s."
        )
        return {"bar": found.id, **asdict(now)}, words

    run_at(place, work)
