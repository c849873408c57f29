"""``bartender demo``: the till on « Le Baobab, Cotonou », with a real server beside it."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import logs, places
from app.cli.demo_server import DemoServer, is_free
from app.cli.importing import uncollected
from app.cli.till import in_words, place_from_server
from app.domain.errors import TillError
from app.settings import server_folder, till_folders

if TYPE_CHECKING:
    from app.cli.window import Wishes


@click.command()
@click.option("--till", "till_code", default="C1", help="Which of the two tills: C1 or C2.")
@click.option("--data", type=click.Path(path_type=Path), help="Keep the demo in this folder.")
@click.option(
    "--screenshot", type=click.Path(path_type=Path), help="No screen needed: sell by taps, save this picture."
)
@click.option("--size", default="1366x768", help="Size of the picture, in pixels.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language; else as last time, French at first.")
@click.option("--theme", type=click.Choice(["night", "day"]), help="Theme; else as last time.")
@click.option("--fullscreen", is_flag=True, help="Fill the screen.")
@click.option(
    "--window",
    type=click.Choice(["counter", "display", "office"]),
    help="Open this window too: display is the customer's, office the manager's.",
)
def demo(
    till_code: str,
    data: Path | None,
    screenshot: Path | None,
    size: str,
    lang: str | None,
    theme: str | None,
    fullscreen: bool,
    window: str | None,
) -> None:
    """Open the till on a made-up bar: nothing to install, nothing to configure."""
    with uncollected():
        from app.cli.window import Wishes, has_screen

    if not screenshot and not has_screen():
        raise click.ClickException(
            "This machine has no screen. For a picture of the till at work: add --screenshot=till.png"
        )
    wishes = Wishes(language=lang, theme=theme, is_fullscreen=fullscreen, window=window, is_demo=True)
    if screenshot:
        wishes = replace(wishes, size=_pixels(size), dpi=100.0, screenshot=screenshot.absolute())
    sys.exit(_open(till_code, data, wishes))


def _open(till_code: str, data: Path | None, wishes: Wishes) -> int:
    """Open the till with its server, or one more window of the one that is open; returns the exit code."""
    from app.cli.window import ask_open_till, refuse_picture_of_open_till, run_window

    profile = f"demo-{till_code.lower()}"
    folders = till_folders(profile)
    folder = data / profile if data else folders.data
    logs.set_up(profile, folders.logs)
    server_data = data / "server" if data else server_folder(is_demo=True)
    if wishes.screenshot:
        refuse_picture_of_open_till(folder)
    else:
        also = "Its server had stopped and starts again." if is_free(server_data) else ""
        if ask_open_till(folder, wishes.window, and_also=also):
            return 0
    server = DemoServer.start(server_data, click.echo)
    try:
        place = place_from_server(server.ready, till_code)
        asyncio.run(places.move_place(folder, place, even_unsent=True))  # a demo that was made anew
        _say_pins(server.ready)
        seller, owner = (_person(server.ready, role) for role in ("seller", "owner"))
        wishes = replace(wishes, person=seller, owner=owner, launched_again=server.revive)
        return run_window(folder, place, wishes)
    except TillError as error:
        raise click.ClickException(in_words(error)) from error
    finally:
        server.stop()


def _people(ready: dict[str, object]) -> list[dict[str, str]]:
    people = ready.get("people")
    return [person for person in people if isinstance(person, dict)] if isinstance(people, list) else []


def _person(ready: dict[str, object], role: str) -> tuple[str, str]:
    """Who has this role and, if there is one, a PIN that is still known."""
    found = max((x for x in _people(ready) if x["role"] == role), key=lambda person: bool(person["pin"]))
    return found["name"], found["pin"]


def _say_pins(ready: dict[str, object]) -> None:
    click.echo("Sign in as one of these:")
    for person in _people(ready):
        click.echo(f"  {person['name']:<28} {person['role']:<8} {pin_words(person['pin'])}")


def pin_words(pin: str) -> str:
    """Say the PIN that a person of the demo was made with; one that was changed since is nobody's to say."""
    return f"PIN {pin}" if pin else "PIN changed since"


def _pixels(size: str) -> tuple[int, int]:
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise click.BadParameter("a size is WIDTHxHEIGHT in pixels, like 1366x768", param_hint="--size")
    return int(width), int(height)
