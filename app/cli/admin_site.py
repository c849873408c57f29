"""Commands of ``bartender admin`` for a whole site: how it is, its alerts, its jobs, rollouts, the emergency switch."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping
from functools import partial

import click

from app.cli.admin_place import Answer, Place, at_a_place, run_at
from app.cli.status_words import alert_words, status_words
from app.server import alerts as site_alerts
from app.server import provision, rollout
from app.server.access import Access, connected
from app.server.jobs import Event, Scheduler
from app.server.rollout import Stage
from app.server.status import THRESHOLDS, limits, read_status


def _limits(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> Mapping[str, float]:
    changes: dict[str, float] = {}
    for value in values:
        name, _, number = value.partition("=")
        try:
            changes[name] = float(number)
        except ValueError:
            raise click.BadParameter(f"{value}: NAME=NUMBER is wanted.") from None
    try:
        return limits(changes)
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.command()
@click.option(
    "--threshold",
    "wanted",
    multiple=True,
    metavar="NAME=NUMBER",
    callback=_limits,
    help="Alarm above another number. "
    + ", ".join(f"{name}={number:g}" for name, number in THRESHOLDS.items()),
)
@click.option("--watch", is_flag=True, help="Go on until Ctrl+C.")
@click.option(
    "--every", type=click.IntRange(1, 3600), default=5, show_default=True, help="Seconds, with --watch."
)
@at_a_place
def status(place: Place, *, wanted: Mapping[str, float], watch: bool, every: int) -> None:
    """Say how the site is: database, tills, jobs, slow statements, alerts. Exit code 1 when a threshold is passed."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await read_status(connection, wanted)
            while watch:
                if not place.as_json:
                    click.clear()
                click.echo(_said(place, found.as_json(), status_words(found)))
                await asyncio.sleep(every)
                found = await read_status(connection, wanted)
        return found.as_json(), status_words(found)

    if run_at(place, work)["alarms"]:
        sys.exit(1)


def _said(place: Place, found: Mapping[str, object], words: str) -> str:
    return json.dumps(found, ensure_ascii=False) if place.as_json else words


@click.command()
@click.option("--settle", "wanted", metavar="ID|KIND", help="Settle this alert, or all of this kind.")
@at_a_place
def alerts(place: Place, *, wanted: str | None) -> None:
    """List the alerts that are open, or settle what was seen to; who settled what is kept."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            if wanted is not None:
                settled = await site_alerts.settle(connection, wanted)
                return {"settled": settled}, f"Alerts settled: {settled}."
            rows = await site_alerts.open_alerts(connection)
        return {"alerts": rows}, alert_words(rows)

    run_at(place, work)


@click.command()
@at_a_place
def jobs(place: Place) -> None:
    """Run the schedule of a database that no bar server keeps, until Ctrl+C; one of several does it at a time."""

    async def work(access: Access) -> Answer:
        await Scheduler(access.url, partial(_tell, place)).run()

    with contextlib.suppress(KeyboardInterrupt):
        run_at(place, work)


def _tell(place: Place, event: Event) -> None:
    words = " ".join(str(value) for value in event.values())
    click.echo(json.dumps(event) if place.as_json else words)


def _feature(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not rollout.NAME.fullmatch(name):
        raise click.BadParameter(
            "a feature's name has lower-case letters, digits and underscores, a letter first, 40 at most."
        )
    return name


@click.command("rollout")
@click.argument("feature", callback=_feature)
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), required=True)
@at_a_place
def roll_out(place: Place, *, feature: str, stage: str) -> None:
    """Give FEATURE to no bar, the pilots, the pilots and the first ten, or all. Tills hear of it within minutes."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            bars = await rollout.set_stage(connection, feature, Stage(stage))
        is_known = feature in rollout.KNOWN
        words = f"{feature}: {stage}. Bars that have it: {bars}."
        if not is_known:
            words += " No till of this version knows this feature: only tills that do will change."
        return {"feature": feature, "stage": stage, "bars": bars, "is_known": is_known}, words

    run_at(place, work)


@click.command()
@click.argument("state", type=click.Choice(["on", "off"]))
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def pilot(place: Place, *, state: str, bar: str | None) -> None:
    """Make a bar one of the pilots, which get new features first, or no longer."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            found = await provision.find_bar(connection, bar)
            await rollout.set_pilot(connection, found.id, is_pilot=state == "on")
        words = f"“{found.name}” is {'a' if state == 'on' else 'no'} pilot."
        return {"bar": found.id, "is_pilot": state == "on"}, words

    run_at(place, work)


@click.command("emergency-polling")
@click.argument("state", type=click.Choice(["on", "off"]))
@click.option(
    "--seconds", type=click.IntRange(5, 3600), default=15, show_default=True, help="Between two questions."
)
@at_a_place
def emergency_polling(place: Place, *, state: str, seconds: int) -> None:
    """Make every till ask at an interval instead of listening, when realtime is ill; or end that."""
    wanted = seconds if state == "on" else None

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            await rollout.set_emergency(connection, wanted)
        words = "Emergency polling is off." if wanted is None else f"Every till asks every {wanted} s."
        return {"emergency_s": wanted}, words

    run_at(place, work)


SITE_COMMANDS = (status, alerts, jobs, roll_out, pilot, emergency_polling)
