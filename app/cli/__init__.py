"""The command line ``bartender``: one group whose commands are imported only when they are called.

A machine without Qt so runs ``bartender server`` all the same, and ``--help`` costs no import.
"""

from __future__ import annotations

import importlib

import click

from app import __version__
from app.cli.importing import uncollected

COMMANDS = {
    "till": ("app.cli.till", "Open the till."),
    "demo": ("app.cli.demo", "Open the till on a made-up bar: nothing to install, nothing to configure."),
    "server": ("app.cli.server", "Run this machine's bar server until it is told to stop."),
    "relay": ("app.cli.relay", "Tell tills what changes in a database elsewhere: the realtime relay."),
    "admin": (
        "app.cli.admin",
        "Look after a server: migrate, create bars, enrol tills, check, back up, restore.",
    ),
    "gallery": ("app.cli.gallery", "Look at every control of the screens in every state."),
}
"""Command → its module, which holds a click command of the same name, and its line in the help."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        try:
            with uncollected():
                module = importlib.import_module(COMMANDS[cmd_name][0])
        except ImportError as problem:
            raise click.ClickException(f"“bartender {cmd_name}” cannot start: {problem}") from problem
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bartender")
def main() -> None:
    """BarTender: a point of sale for bars that sells through power cuts and never loses or doubles a sale."""
