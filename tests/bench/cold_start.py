"""B6: from the start of the process to the PIN screen, to the tiles and to a first « Vendu », without a server."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from app import places
from tests.bench._figures import ROUNDS, end, goal, ratios, spread
from tests.bench._place import (
    PATIENCE_S,
    PIN,
    SELLER,
    Bar,
    opened_till,
    served_bar,
    sign_in_for_later,
    workspace,
)

ROOT = Path(__file__).resolve().parents[2]
MARKS = ("pin", "sale", "sold")


def main() -> None:
    with workspace() as folder, served_bar(folder, products=300) as bar:
        asyncio.run(_get_to_know(folder / "till", bar))
        bar.postgres.stop()
        till = ["tests.bench._cold_till", str(folder / "till"), SELLER, PIN]
        bare_s: list[float] = []
        till_s: dict[str, list[float]] = {mark: [] for mark in MARKS}
        for number in range(ROUNDS + 1):
            bare = _run("tests.bench._cold_bare", marks=("painted",), home=folder)["painted"]
            marks = _run(*till, marks=MARKS, home=folder)
            print(
                f"  bare {bare:.2f} s, till {', '.join(f'{name} {at:.2f} s' for name, at in marks.items())}"
            )
            if number:  # the first run compiles, and reads everything from the disk
                bare_s.append(bare)
                for name, at in marks.items():
                    till_s[name].append(at)
    ratio = {name: ratios(times, bare_s) for name, times in till_s.items()}
    end(
        [
            goal("PIN screen / a bare window", ratio["pin"]["median"], most=2.0),
            goal(
                "tiles that can be tapped, PIN typed at once / a bare window",
                ratio["sale"]["median"],
                most=2.0,
            ),
        ],
        ratios=ratio,
        bare_s=spread(bare_s),
        till_s={name: spread(times) for name, times in till_s.items()},
    )


async def _get_to_know(profile: Path, bar: Bar) -> None:
    """Enrol the till, let it read the bar and the seller sign in with the server, as on any day before."""
    places.keep_place(profile, bar.place)
    async with opened_till(profile, bar.place) as till:
        await sign_in_for_later(till, bar)


def _run(module: str, *arguments: str, marks: tuple[str, ...], home: Path) -> dict[str, float]:
    """Run a module; return after how many seconds it printed each mark."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "BARTENDER_HOME": str(home)}
    # Compiled code is kept, as on a till; but not in the source.
    env["PYTHONPYCACHEPREFIX"] = str(home / "pycache")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    began, found = time.perf_counter(), dict[str, float]()
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        guard = threading.Timer(PATIENCE_S, process.kill)
        guard.start()
        for line in process.stdout:
            found[line.strip()] = time.perf_counter() - began
        guard.cancel()
    assert process.returncode == 0, (module, process.returncode)
    assert set(found) >= set(marks), (module, found)
    return {mark: found[mark] for mark in marks}


if __name__ == "__main__":
    main()
