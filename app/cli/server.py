"""``bartender server``: run a site until told to stop. What is said goes to standard output, one line an event."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from pathlib import Path

import asyncpg
import click

from app import logs
from app.cli.saying import Event, Say, fail, say_json, say_line
from app.cli.sentences import sentence
from app.cli.signals import at_signals
from app.domain.errors import TillError
from app.server.jobs import Scheduler
from app.server.migrate import SchemaUnsafe
from app.server.parent import call_when_parent_exits
from app.server.relay import RelayFailed
from app.server.site import Site
from app.settings import log_folder, server_folder

# Read at once: whoever started us may be gone before we look.
PARENT = os.getppid()
_log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--demo", is_flag=True, help="Serve the made-up bar “Le Baobab”, with people, drinks and past sales."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder of the server's data. Default: {server_folder()}; for --demo: {server_folder(is_demo=True)}.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port wished for. Default: the last one, else a free one."
)
@click.option("--json", "as_json", is_flag=True, help="Say everything in JSON, one line an event.")
@click.option(
    "--until-parent-exits", is_flag=True, help="Stop when the program that started this one is gone."
)
@click.option("-v", "--verbose", is_flag=True, help="Log more to standard error.")
def server(
    *, demo: bool, data: Path | None, port: int | None, as_json: bool, until_parent_exits: bool, verbose: bool
) -> None:
    """Run this machine's bar server until it is told to stop.

    It starts an embedded PostgreSQL, brings its database up to date, starts it again whenever it dies, and tells the
    tills what changes. Ctrl+C, or the end of the session, stops it cleanly. Tills reach it from this machine only.
    """
    logs.set_up("server", log_folder(), verbose=verbose)
    folder = data or server_folder(is_demo=demo)
    say = say_json if as_json else _say_words
    try:
        asyncio.run(_serve(Site(folder, is_demo=demo, port=port, emit=say), folder, say, until_parent_exits))
    except TillError as error:
        fail(say, error.code, error.params, sentence(error))
    except RelayFailed as problem:
        fail(say, problem.problem, {"said": problem.said}, f"The relay cannot start: {problem.said}")
    except (SchemaUnsafe, asyncpg.PostgresError, OSError) as error:
        _log.exception("the server stops")
        fail(say, type(error).__name__, {}, logs.without_secrets(str(error)))


async def _serve(site: Site, folder: Path, say: Say, is_child: bool) -> None:
    """Run the site until a signal or the end of our parent."""
    loop, stop = asyncio.get_running_loop(), _Stop()
    loop.set_exception_handler(logs.log_loop_problem)
    at_signals(stop)
    if is_child:
        call_when_parent_exits(PARENT, stop)
    try:
        async with site:
            say({**site.ready.as_event(), "folder": str(folder)})
            # Neither ends by itself.
            await asyncio.gather(site.supervise(), Scheduler(site.admin_url).run())
    except asyncio.CancelledError:
        say({"event": "stopped"})


class _Stop:
    """Cancels the task that made it, once; callable from another thread, too."""

    def __init__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._loop = asyncio.get_running_loop()
        self._is_asked = False

    def __call__(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if not self._is_asked:
            self._is_asked = True
            self._task.cancel()


def _say_words(event: Event) -> None:
    match event["event"]:
        case "ready":
            say_line(_ready_words(event))
        case "postgres_restarted":
            say_line(f"PostgreSQL had died; it runs again after {event['down_s']} s.")
        case "postgres_down":
            say_line("PostgreSQL has died and does not start; trying again.")
        case "stopped":
            say_line("Stopped.")


def _ready_words(event: Event) -> str:
    lines = [f"The bar server runs over {event['folder']}. Ctrl+C stops it."]
    if event["bar"] is None:
        lines.append("There is not one bar here. To make one, in another terminal:")
        lines.append('  bartender admin create-bar "My bar" --owner "First and last name"')
        lines.append('  bartender admin enrol C1 "Counter"')
    people = event["people"]
    assert isinstance(people, tuple)
    if people:
        lines.append("Demo bar “Le Baobab”. PINs of its people:")
        lines += [
            f"  {person['name']} ({person['role']}): {person['pin'] or 'changed since'}" for person in people
        ]
    return "\n".join(lines)
