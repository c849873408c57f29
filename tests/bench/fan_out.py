"""B4: a relay with 600 and 7,500 sockets at 100 and 300 commits a second, and as fast as they come, beside a bare
`websockets` server that writes as many bytes to as many sockets at the same commits, in turns.

The servers have one core, everything else the other, where the system can say so. Each has bars of its own, so that the
other does not stir. A message that was not heard by every socket of its bar, or whose span leaves a gap, is lost.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.ports import pick_port
from app.server.site_postgres import DATABASE, ensure_database
from app.sync.feed import topic_of
from tests.bench._fan_bars import CLOCK, LISTENERS, Commits, FanBar, let_listen, make_bars, move_stock
from tests.bench._figures import ROUNDS, Figure, end, goal, latency_ms, ratios, spread
from tests.bench._place import workspace

SOCKETS = (600, 7_500)
RATES: Sequence[float | None] = (100, 300, None)
SECONDS = 4.0
SETTLE_S = 20.0
SERVERS, REST = {0}, {1}
Report = dict[str, list[tuple[int, int, list[float]]]]


@dataclass(slots=True)
class Turn:
    """What came of one turn of one server. ``messages``: of a bar, whatever the number of its sockets."""

    commits_per_s: float
    heard_per_s: float
    """Commits that every socket of their bar has heard, from the first commit to the last frame."""
    messages_per_s: float
    """Commits of a bar that came while it was read are one message."""
    lost: int
    latencies_s: list[float] = field(repr=False)
    cpu_us: float
    """Of the server's processor, for each message to all sockets of its bar."""


@dataclass(slots=True)
class Side:
    """One server with its listeners, and the bars that they listen to."""

    name: str
    bars: list[FanBar]
    server: psutil.Process
    listeners: subprocess.Popen[str]
    idle_bytes: int
    turns: dict[float | None, list[Turn]] = field(default_factory=dict)

    def report(self) -> Report:
        """Return what was heard since the last time."""
        assert self.listeners.stdin
        assert self.listeners.stdout
        self.listeners.stdin.write("\n")
        self.listeners.stdin.flush()
        said: Report = json.loads(self.listeners.stdout.readline())
        return said


def main() -> None:
    _allow_many_files()
    _run_on(os.getpid(), REST)
    figures: dict[str, object] = {}
    goals: list[dict[str, object]] = []
    with workspace() as folder, EmbeddedPostgres(folder / "postgres", durable=False) as postgres:
        asyncio.run(_prepare(postgres))
        for sockets in SOCKETS:
            with ExitStack() as stack:
                ours, bare = asyncio.run(_sides(stack, postgres, folder, sockets))
                asyncio.run(_rounds(postgres.superuser_url(DATABASE), ours, bare))
                figures[f"{sockets} sockets"] = _figures(ours, bare, sockets)
                goals += _goals(ours, bare, sockets)
    end(goals, **figures)


async def _prepare(postgres: EmbeddedPostgres) -> None:
    await ensure_database(postgres.superuser_url())
    await migrate(postgres.superuser_url(DATABASE), till_password="of the tills")


async def _sides(
    stack: ExitStack, postgres: EmbeddedPostgres, folder: Path, sockets: int
) -> tuple[Side, Side]:
    url = postgres.superuser_url(DATABASE)
    owner = await asyncpg.connect(url)
    ours, others = [await make_bars(owner, sockets // LISTENERS) for _ in range(2)]
    tokens = await let_listen(owner, ours)
    await owner.execute("vacuum analyze")
    await owner.close()
    paths = [(bar.id, f"/{bar.id}", None) for bar in others for _ in range(LISTENERS)]
    port = pick_port()
    relay = stack.enter_context(_server(["app", "relay", "--json", "--port", str(port)], url, "subscribed"))
    told = [
        (bar, f"/realtime/v1/websocket?vsn=2.0.0&apikey={token}", _join(bar, token)) for bar, token in tokens
    ]
    first = stack.enter_context(_side("relay", ours, relay[0], port, told, folder))
    bare = stack.enter_context(_server(["tests.bench._fan_bare", url], url, ""))
    second = stack.enter_context(_side("bare", others, bare[0], int(bare[1]), paths, folder))
    return first, second


def _join(bar: str, token: str) -> str:
    return json.dumps(
        ["1", "1", topic_of(bar), "phx_join", {"access_token": token, "config": {"private": True}}]
    )


@contextmanager
def _server(words: Sequence[str], url: str, until: str) -> Iterator[tuple[psutil.Process, str]]:
    """Start a module that serves, on a core of its own; yields it and what it said when it was there."""
    environment = {**os.environ, "BARTENDER_RELAY_URL": url}
    with subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        _run_on(process.pid, SERVERS)
        assert process.stdout
        line = process.stdout.readline()
        while until not in line:
            line = process.stdout.readline()
        try:
            yield psutil.Process(process.pid), line
        finally:
            process.kill()


@contextmanager
def _side(
    name: str, bars: list[FanBar], server: psutil.Process, port: int, listeners: list[Any], folder: Path
) -> Iterator[Side]:
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"port": port, "listeners": listeners}), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench._fan_listeners", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        ready = process.stdout.readline()
        assert ready == f"ready {len(listeners)}\n", ready
        try:
            yield Side(name, bars, server, process, server.memory_full_info().uss)
        finally:
            process.kill()


async def _rounds(url: str, ours: Side, bare: Side) -> None:
    for number in range(ROUNDS + 1):
        for rate in RATES:
            for side in (ours, bare) if number % 2 else (bare, ours):
                turn = await _turn(url, side, rate)
                if number:  # the first only warms
                    side.turns.setdefault(rate, []).append(turn)
                    print(
                        f"  {len(side.bars) * LISTENERS} sockets, {side.name}, {rate or 'flat out'}: {turn}"
                    )


async def _turn(url: str, side: Side, rate: float | None) -> Turn:
    """Let one side's bars move for some seconds, and wait until everything was heard, or patience ends."""
    side.report()
    before = side.server.cpu_times()
    commits = await move_stock(url, side.bars, rate, SECONDS)
    report: Report = {}
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + SETTLE_S
    while True:
        for bar, spans in (await asyncio.to_thread(side.report)).items():
            report.setdefault(bar, []).extend(spans)
        if _missing(commits, report) == 0 or loop.time() > give_up_at:
            break
        await CLOCK.sleep(0.05)
    after = side.server.cpu_times()
    spent = after.user + after.system - before.user - before.system
    messages = sum(len(spans) for spans in _merged(report).values())
    last = max((at for spans in report.values() for *_, times in spans for at in times), default=0.0)
    seconds = max(last - min(commits.at.values()), 1e-9)
    return Turn(
        commits_per_s=round(commits.per_s, 1),
        heard_per_s=round((len(commits.at) - _missing(commits, report) / LISTENERS) / seconds, 1),
        messages_per_s=round(messages / seconds, 1),
        lost=_missing(commits, report),
        latencies_s=_latencies(commits, report),
        cpu_us=round(spent / max(messages, 1) * 1e6, 1),
    )


def _merged(report: Report) -> dict[str, dict[tuple[int, int], list[float]]]:
    """Return the arrivals of each message: one that was reported in two parts is one."""
    merged: dict[str, dict[tuple[int, int], list[float]]] = {}
    for bar, spans in report.items():
        for start, rev, times in spans:
            merged.setdefault(bar, {}).setdefault((start, rev), []).extend(times)
    return merged


def _missing(commits: Commits, report: Report) -> int:
    """Return how many times a commit was not heard by a socket of its bar."""
    heard: dict[tuple[str, int], int] = {}
    for bar, spans in _merged(report).items():
        for (start, rev), times in spans.items():
            for covered in range(start + 1, rev + 1):
                heard[bar, covered] = heard.get((bar, covered), 0) + len(times)
    return sum(abs(LISTENERS - heard.get(commit, 0)) for commit in commits.at)


def _latencies(commits: Commits, report: Report) -> list[float]:
    """Return, for each frame, the seconds since the first commit in it was begun."""
    return [
        at - commits.at[bar, start + 1]
        for bar, spans in report.items()
        for start, _, times in spans
        if (bar, start + 1) in commits.at
        for at in times
    ]


def _figures(ours: Side, bare: Side, sockets: int) -> dict[str, object]:
    return {
        "sockets_per_bar": LISTENERS,
        "kib_per_socket": {
            s.name: round(s.server.memory_full_info().uss / sockets / 1024, 1) for s in (ours, bare)
        },
        "server_mb": {s.name: round(s.server.memory_full_info().uss / 1e6, 1) for s in (ours, bare)},
        "idle_mb": {s.name: round(s.idle_bytes / 1e6, 1) for s in (ours, bare)},
        **{f"{rate or 'flat out'}/s": _compared(ours.turns[rate], bare.turns[rate]) for rate in RATES},
    }


def _compared(ours: list[Turn], bare: list[Turn]) -> dict[str, object]:
    def figure(turns: list[Turn], name: str) -> Figure:
        return spread([getattr(turn, name) for turn in turns], 1)

    sides = {
        name: {
            "commits_per_s": figure(turns, "commits_per_s"),
            "heard_per_s": figure(turns, "heard_per_s"),
            "messages_per_s": figure(turns, "messages_per_s"),
            "frames_per_s": round(figure(turns, "messages_per_s")["median"] * LISTENERS),
            "lost": sum(turn.lost for turn in turns),
            "ms": latency_ms([one for turn in turns for one in turn.latencies_s]),
            "cpu_us_per_message": figure(turns, "cpu_us"),
        }
        for name, turns in (("relay", ours), ("bare", bare))
    }
    written = ratios([turn.messages_per_s for turn in ours], [turn.messages_per_s for turn in bare])
    return {"ratio": _ratio(ours, bare), "ratio_of_messages": written, **sides}


def _ratio(ours: list[Turn], bare: list[Turn]) -> Figure:
    return ratios([turn.heard_per_s for turn in ours], [turn.heard_per_s for turn in bare])


def _goals(ours: Side, bare: Side, sockets: int) -> Iterator[dict[str, object]]:
    for rate in RATES:
        words = f"{sockets} sockets, {rate or 'flat out'}/s"
        ratio = _ratio(ours.turns[rate], bare.turns[rate])["median"]
        yield goal(f"{words}: commits heard from the relay / from the bare server", ratio, least=0.8)
        yield goal(f"{words}: lost", sum(turn.lost for turn in ours.turns[rate]), most=0)


def _allow_many_files() -> None:
    """Let each process open as many sockets as the system lets us say."""
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run_on(process: int, cores: set[int]) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > max(cores):
        os.sched_setaffinity(process, cores)


if __name__ == "__main__":
    main()
