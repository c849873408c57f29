"""The demo's own server, as a child process that ends with its parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
STOP_PATIENCE_S = 20.0


class DemoServer:
    """``bartender server --demo`` beside the till. ``ready`` is the JSON object that it printed."""

    def __init__(self, process: subprocess.Popen[str], ready: dict[str, object]) -> None:
        self._process = process
        self.ready = ready

    @classmethod
    def start(cls, folder: Path | None, say: Callable[[str], None]) -> DemoServer:
        """Start it and wait until the bar is there. Raises a click error when it does not come up."""
        where = ["--data", str(folder)] if folder else []
        command = [
            sys.executable, "-m", "app", "server", "--demo", "--json", "--until-parent-exits", *where,
        ]  # fmt: skip
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        say("Starting the demo bar (the first time it is made: about ten seconds) …")
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environ,
            stdin=subprocess.PIPE,
        )
        assert process.stdout
        for line in process.stdout:
            event = json.loads(line)
            if event.get("event") == "ready":
                threading.Thread(target=_drain, args=(process,), daemon=True).start()
                return cls(process, event)
        raise click.ClickException(
            f"The demo bar's server did not start (exit code {process.wait()}); what it said is above."
        )

    def stop(self) -> None:
        """End it cleanly: PostgreSQL writes everything down first."""
        self._process.terminate()
        try:
            self._process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _drain(process: subprocess.Popen[str]) -> None:
    """Read on, so that the child never waits for a full pipe."""
    assert process.stdout
    for _ in process.stdout:
        pass
