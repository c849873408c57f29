"""``bartender relay``: tell tills what changes in a database elsewhere, until told to stop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Mapping
from pathlib import Path

import click

from app import logs
from app.cli.saying import Event, Say, fail, say_json, say_line
from app.cli.signals import at_signals
from app.server.access import secured
from app.server.relay import Problem, Relay, RelayFailed, Settings
from app.server.relay.certificate import Certificate
from app.settings import log_folder

PORT = 4000
PROBLEMS: Mapping[Problem, str] = {
    Problem.ADDRESS: "The relay cannot listen at {place}: {said}. Give another one with --host and --port.",
    Problem.LOGIN: "PostgreSQL does not let the relay in: {said}. See the user name and the password in the address.",
    Problem.NO_DATABASE: "There is no such database: {said}.",
    Problem.SCHEMA: "This database knows no relay yet ({said}). Bring it up to date first: bartender admin migrate.",
    Problem.ROLE: "The relay works as bartender_relay: {said}. Log in as that role, or as one that may become it.",
}
_log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--url",
    envvar="BARTENDER_RELAY_URL",
    required=True,
    help="The database, as bartender_relay or its owner. Better in BARTENDER_RELAY_URL: it holds a password.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is everywhere."
)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option(
    "--tls-cert", type=click.Path(path_type=Path), help="Certificate and its chain (PEM): speak TLS (wss)."
)
@click.option(
    "--tls-key", type=click.Path(path_type=Path), help="Its key (PEM), if it is not in the same file."
)
@click.option("--reuse-port", is_flag=True, help="Let several relays share the port (Linux).")
@click.option(
    "--metrics-token", envvar="BARTENDER_RELAY_METRICS_TOKEN", help="Show /metrics only to who knows this."
)
@click.option("--json", "as_json", is_flag=True, help="Say everything in JSON, one line an event.")
@click.option("-v", "--verbose", is_flag=True, help="Log more to standard error.")
def relay(
    *,
    url: str,
    host: str,
    port: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    reuse_port: bool,
    metrics_token: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Tell tills what changes in a database elsewhere: the realtime relay.

    Supabase has one of its own, and “bartender server” runs its relay by itself. Ctrl+C, or SIGTERM, ends it gently:
    it takes nobody new and sends its tills away within seconds; twice ends it at once.
    """
    logs.set_up("relay", log_folder(), verbose=verbose)
    say = say_json if as_json else _say_words
    if reuse_port and not hasattr(socket, "SO_REUSEPORT"):
        fail(say, "reuse_port", {}, "This system cannot share a port. Leave --reuse-port away.")
    certificate = _certificate(tls_cert, tls_key, say)
    made = Relay(
        secured(url),
        host=host,
        port=port,
        tls=None if certificate is None else certificate.context,
        renew=None if certificate is None else certificate.renew,
        reuse_port=reuse_port,
        settings=Settings(metrics_token=metrics_token),
        emit=say,
    )
    try:
        asyncio.run(_run(made, say))
    except RelayFailed as problem:
        said = logs.without_secrets(problem.said)
        words = PROBLEMS[problem.problem].format(place=f"{host}:{port}", said=said)
        fail(say, problem.problem, {"said": said}, words)


def _certificate(chain: Path | None, key: Path | None, say: Say) -> Certificate | None:
    """Return what to speak TLS with; None when no certificate is given."""
    if chain is None:
        if key is not None:
            fail(say, "certificate", {}, "--tls-key is the key of --tls-cert, which is missing.")
        return None
    try:
        return Certificate(chain, key)
    except (OSError, ValueError) as problem:
        files = " and ".join(str(path) for path in (chain, key) if path)
        words = f"The certificate cannot be used: {problem}. Looked for it and its key in {files}."
        fail(say, "certificate", {"said": str(problem)}, words)


class _Asked:
    """Counts how often it was asked to stop. Before anything runs, the first time ends it."""

    def __init__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._once, self._twice = asyncio.Event(), asyncio.Event()
        self.runs = False

    def __call__(self) -> None:
        if not self.runs:
            self._task.cancel()
        elif self._once.is_set():
            self._twice.set()
        self._once.set()

    async def once(self) -> None:
        await self._once.wait()

    async def twice(self) -> None:
        await self._twice.wait()


async def _run(made: Relay, say: Say) -> None:
    """Run the relay until a signal, and end it gently until another one."""
    asyncio.get_running_loop().set_exception_handler(logs.log_loop_problem)
    asked = _Asked()
    at_signals(asked)
    try:
        async with made:
            asked.runs = True
            say({"event": "listening", "url": made.address})
            await asked.once()
            say({"event": "draining"})
            async with asyncio.TaskGroup() as group:
                ways = [group.create_task(made.drain()), group.create_task(asked.twice())]
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
    except asyncio.CancelledError:
        _log.info("stopped before it ran")
    say({"event": "stopped"})


def _say_words(event: Event) -> None:
    match event["event"]:
        case "listening":
            say_line(f"The relay listens at {event['url']}. Ctrl+C stops it.")
        case "subscribed" if event["feed"] != "notify":
            say_line(f"PostgreSQL announces by “{event['feed']}”: a relay hears nothing of it.")
        case "subscribed":
            say_line("PostgreSQL is heard.")
        case "lost":
            say_line(f"PostgreSQL is not heard ({event['error']}); trying again.")
        case "draining":
            say_line("Sending the tills away …")
        case "stopped":
            say_line("Stopped.")
