"""``bartender till``: open the till of a profile, enrol it first if asked; with ``--headless`` in JSON lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from app import build, logs, places
from app.cli.adopt import SENTENCES, adopt_copy, sentence
from app.cli.importing import uncollected
from app.domain.enrolment import Enrolment, is_long_code, parse_long_code, short_code
from app.domain.errors import TillError
from app.settings import DEFAULT_PROFILE, till_folders
from app.till.place import Place


@click.command()
@click.option(
    "--headless", "is_headless", is_flag=True, help="No window: JSON lines on standard input and output."
)
@click.option("--profile", default=DEFAULT_PROFILE, help="Which till of this machine: a name, or a folder.")
@click.option(
    "--server",
    envvar="BARTENDER_SERVER",
    help="The server: its address, or what `bartender server --json` printed; @FILE reads it from a file.",
)
@click.option(
    "--till", "till_code", help="With the server's JSON: which of its tills (C1, C2 …). Default: the first."
)
@click.option(
    "--enrol",
    "code",
    envvar="BARTENDER_ENROL",
    help="Join a bar with this one-time code (short or BT1.…); @FILE reads it from a file.",
)
@click.option("--again", is_flag=True, help="With --enrol: even though this till belongs to a bar already.")
@click.option(
    "--adopt",
    "copy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="First take over a copy of a ledger of this bar: what a till had sold whose machine is lost.",
)
@click.option("--name", default="Comptoir", show_default=True, help="This till's name, told when it enrols.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language; else as last time.")
@click.option("--theme", type=click.Choice(["night", "day"]), help="Theme; else as last time.")
@click.option("--fullscreen", is_flag=True, help="Fill the screen (the counter).")
@click.option(
    "--window",
    type=click.Choice(["counter", "display", "office"]),
    help="Open this window too: display is the customer's, office the manager's. Of a till that is open already, "
    "one more.",
)
def till(
    is_headless: bool,
    profile: str,
    server: str | None,
    till_code: str | None,
    code: str | None,
    again: bool,
    copy: Path | None,
    name: str,
    lang: str | None,
    theme: str | None,
    fullscreen: bool,
    window: str | None,
) -> None:
    """Open the till. It sells with the server and without it. Opened again, it gets one more window."""
    folder, log_folder = profile_folders(profile)
    logs.set_up("till", log_folder)
    server, code = text_of(server, "--server"), text_of(code, "--enrol")
    try:
        if code is not None:
            enrolment = enrolment_from(code, server)
            asyncio.run(places.enrol_till(folder, enrolment, name, again=again))
        place = chosen_place(folder, server if code is None else None, till_code)
        if copy is not None:
            _adopt(folder, place, copy, is_headless=is_headless)
        if is_headless:
            asyncio.run(_run_headless(folder, place))
            return
        with uncollected():
            from app.cli.window import Wishes, run_window

        wishes = Wishes(language=lang, theme=theme, is_fullscreen=fullscreen, window=window)
        sys.exit(run_window(folder, place, wishes))
    except TillError as error:
        raise click.ClickException(in_words(error)) from error


def _adopt(folder: Path, place: Place, copy: Path, *, is_headless: bool) -> None:
    """Take a copy over and say what came. Raises DeviceFailed as ``adopt_copy``."""
    adopted = asyncio.run(adopt_copy(folder, place, copy))
    if is_headless:
        event = {"event": "adopted", "brought": adopted.brought, "unreadable": adopted.unreadable}
        click.echo(json.dumps(event, separators=(",", ":")))
    else:
        click.echo(sentence(adopted, copy))


def profile_folders(profile: str) -> tuple[Path, Path]:
    """Return the data and log folders of a profile given as a name or as a folder. Raises a click error."""
    if "/" in profile or "\\" in profile or profile.startswith("."):
        folder = Path(profile).expanduser().absolute()
        return folder, folder / "logs"
    try:
        folders = till_folders(profile)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--profile") from error
    return folders.data, folders.logs


def text_of(option: str | None, name: str) -> str | None:
    """Return the option, or what the file holds that it names (``@FILE``): a secret need not stand on a command line.

    Raises a click error when the file cannot be read or is empty.
    """
    if option is None or not option.startswith("@"):
        return option
    try:
        text = Path(option[1:]).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{name}: {option[1:]} cannot be read: {error}.") from error
    if not text:
        raise click.UsageError(f"{name}: {option[1:]} is empty (so far).")
    return text


def enrolment_from(code: str, server: str | None) -> Enrolment:
    """Return what a code and perhaps an address mean. Raises a click error in plain words."""
    try:
        if is_long_code(code):
            return parse_long_code(code)
        if server is None:
            raise click.UsageError("A short code needs the server's address too: add --server.")
        url = server_json(server)["url"] if server.lstrip().startswith("{") else server
        return Enrolment(str(url), short_code(code))
    except ValueError as error:
        raise click.UsageError(f"This code cannot be read: {error}.") from error


def server_json(text: str) -> dict[str, object]:
    """Read the first JSON line of ``bartender server``. Raises a click error when it is not that."""
    try:
        fields, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except ValueError as error:
        raise click.UsageError("--server: not the JSON line that `bartender server` prints.") from error
    if not isinstance(fields, dict) or "url" not in fields:
        raise click.UsageError("--server: the JSON has no “url”.")
    return fields


def chosen_place(profile: Path, server: str | None, till_code: str | None) -> Place:
    """Return where this till belongs: what the server's JSON says, or what the profile keeps (a new address is kept).

    Raises a click error when the till was never enrolled, DeviceFailed as ``places.move_place``.
    """
    kept = places.place_of(profile)
    if server is not None and server.lstrip().startswith("{"):
        place = place_from_server(server_json(server), till_code or (kept.till_code if kept else None))
        asyncio.run(places.move_place(profile, place))
        return place
    if kept is None or not kept.is_enrolled:
        raise click.UsageError(
            "This till does not belong to a bar yet. Ask the manager for an enrolment code, then: "
            "bartender till --enrol CODE --server ADDRESS"
        )
    if server is not None and server != kept.url:
        kept = Place(server, kept.token, kept.till_code, kept.till_name, kept.bar)
        places.keep_place(profile, kept)
    return kept


def place_from_server(fields: dict[str, object], till_code: str | None) -> Place:
    """Return the place of one of the tills that a demo server's JSON lists."""
    tills = fields.get("tills")
    listed = [x for x in tills if isinstance(x, dict)] if isinstance(tills, list) else []
    found = next((x for x in listed if till_code in (None, x.get("code"))), None)
    if found is None:
        codes = ", ".join(str(x.get("code")) for x in listed) or "none"
        raise click.UsageError(f"--till: the server lists no till {till_code or ''} (it has: {codes}).")
    return Place(
        str(fields["url"]),
        str(found["token"]),
        str(found["code"]),
        str(found.get("name") or found["code"]),
        str(fields.get("bar") or ""),
    )


def in_words(error: TillError) -> str:
    """Return a plain English sentence for the terminal; the code stands behind it for support."""
    what = _reason_in_words(error) or {
        "TLENR": "The server does not know this enrolment code, or it was used or has expired. Ask for a new one.",
        "TLLIM": "Too many attempts. Wait a moment and try again.",
        "TLNET": "The server does not answer. Check the address and the network; nothing was changed.",
        "TLAUT": "The server does not accept this till (any more). Ask the manager for an enrolment code, then: "
        "bartender till --again --enrol CODE",
        "TLHLD": "Another program on this machine already runs this till.",
        "TLURL": "This is not the address of a PostgreSQL (postgresql://USER:PASSWORD@HOST/DATABASE).",
        "TLDSK": "The disk cannot be written: full, read-only or broken. Nothing was sold.",
        "TLCOR": "The till's file is damaged and could not be set aside.",
        "TLCFG": "What this till remembers of its bar cannot be used.",
        "TLADO": "The file cannot be taken over. Nothing was changed.",
        "TLVER": "The server speaks another version: update this program or the server.",
    }.get(error.code, "It did not work.")
    params = ", ".join(f"{name}: {_param_text(name, value)}" for name, value in error.params.items())
    return f"{what} [{error.code}{f' {params}' if params else ''}]"


def _param_text(name: str, value: object) -> str:
    if name == "since" and isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    return str(value)


def _reason_in_words(error: TillError) -> str | None:
    return {
        **SENTENCES,
        "not trusted": "Who answers at this address does not prove to be the server; nothing was sent. See TLS in "
        "docs/operations.md.",
        places.ENROLLED: "This till belongs to a bar already. To enrol it again: bartender till --again --enrol CODE",
        places.OTHER_BAR: "This till still holds sales of its present bar that are not sent or that nobody has dealt "
        "with. Nothing was changed: open it without --enrol and --server, let it send, deal with what was refused, "
        "then try again; or open the other bar's till with another --profile.",
    }.get(str(error.params.get("reason")))


async def _run_headless(folder: Path, place: Place) -> None:
    from app import headless

    background = build.Background()
    till_ = await build.open_till(folder, place, background.spawn)
    running = asyncio.current_task()
    assert running is not None
    with contextlib.suppress(NotImplementedError):  # Windows ends it with Ctrl+C alone
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    try:
        await till_.start()
        await headless.run(till_)
    except asyncio.CancelledError:
        pass  # told to stop: everything is on disk already
    finally:
        await till_.finish()
        await background.close()
        await till_.close()
