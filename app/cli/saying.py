"""How the commands that run for long say what happens: one line an event, on standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

import click

Event = Mapping[str, object]
Say = Callable[[Event], None]


def say_json(event: Event) -> None:
    """Print an event for programs."""
    say_line(json.dumps(event, ensure_ascii=False))


def say_line(line: str) -> None:
    """Print a line; that nobody listens any more is no reason to stop."""
    try:
        click.echo(line)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(say: Say, code: str, params: Mapping[str, object], words: str) -> NoReturn:
    """Say why the program cannot go on, and end it with 1."""
    say({"event": "failed", "code": code, "params": dict(params)})
    click.echo(f"Error: {words}", err=True)
    sys.exit(1)
