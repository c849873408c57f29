"""What the commands of ``bartender admin`` share: which site is meant, and how an answer or an error is said."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import asyncpg
import click

from app import logs
from app.cli.sentences import sentence
from app.domain.errors import TillError
from app.server.access import Access, open_folder, open_url
from app.server.migrate import SchemaUnsafe
from app.settings import server_folder

Answer = tuple[Mapping[str, object], str]
"""What a command found, for programs, and the same in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which site is meant, and how to answer."""

    folder: Path
    url: str | None
    as_json: bool

    def open(self) -> AbstractAsyncContextManager[Access]:
        return open_url(self.url) if self.url else open_folder(self.folder)


def placed_by(database_option: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that say which site is meant, the address of a database by this name."""
    options = (
        click.option(
            "--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the bar server."
        ),
        click.option(
            database_option,
            "url",
            envvar="BARTENDER_ADMIN_URL",
            help="Or the address of a database, as its superuser.",
        ),
        click.option("--demo", is_flag=True, help="The demo's server instead of this machine's."),
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def with_place(*, data: Path | None, url: str | None, demo: bool, as_json: bool, **rest: Any) -> None:
            command(Place(data or server_folder(is_demo=demo), url, as_json), **rest)

        with_place.__name__, with_place.__doc__ = command.__name__, command.__doc__
        for option in reversed(options):
            with_place = option(with_place)
        return with_place

    return decorate


at_a_place = placed_by("--url")


def run_at(place: Place, work: Callable[[Access], Awaitable[Answer]]) -> Mapping[str, object]:
    """Do the work, say what came of it and return it; an error is said and ends the program with 1."""

    async def run() -> Answer:
        async with place.open() as access:
            return await work(access)

    try:
        found, words = asyncio.run(run())
    except TillError as error:
        fail_at(place, error.code, error.params, sentence(error))
    except asyncpg.PostgresError as error:
        fail_at(place, error.sqlstate or "", {}, f"The database says: {logs.without_secrets(str(error))}")
    except ConnectionError as error:
        words = f"No PostgreSQL answers at this address ({error.strerror or error})."
        fail_at(place, type(error).__name__, {}, logs.without_secrets(words))
    except (SchemaUnsafe, OSError, ValueError) as error:
        fail_at(place, type(error).__name__, {}, logs.without_secrets(str(error)))
    click.echo(json.dumps(found, ensure_ascii=False, default=str) if place.as_json else words)
    return found


def fail_at(place: Place, code: str, params: Mapping[str, object], words: str) -> NoReturn:
    if place.as_json:
        click.echo(json.dumps({"error": code, "params": params}, ensure_ascii=False, default=str))
    click.echo(f"Error: {words}", err=True)
    sys.exit(1)
