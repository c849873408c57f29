"""Every check that runs no program of ours: `python tools.py check [step …]` runs all and says which is not good.

It changes no file; `ruff format` and `packaging/translations.py` do that when a person runs them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ("app", "tests", "packaging", "tools.py")


def steps() -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the command of each check, the quick ones first; a step without its subject is left out."""
    caches, scripts, python = (
        Path(os.environ["BARTENDER_CACHE_DIR"]),
        Path(sys.executable).parent,
        sys.executable,
    )
    yield "format", [python, "-m", "ruff", "format", "--check", *SOURCE]
    yield "lint", [python, "-m", "ruff", "check", *SOURCE]
    yield "imports", [str(scripts / "lint-imports"), "--cache-dir", str(caches / "imports")]
    if migrations := sorted(str(path.relative_to(ROOT)) for path in (ROOT / "sql/migrations").glob("*.sql")):
        yield "migrations", [str(scripts / "squawk"), "--config", ".squawk.toml", *migrations]
    if (ROOT / "packaging/translations.py").exists():
        yield "translations", [python, "packaging/translations.py", "--check"]
    rules = ["tests/test_repository.py", "-q", "-p", "no:randomly", "-o", f"cache_dir={caches / 'pytest'}"]
    yield "repository", [python, "-m", "pytest", *rules]
    yield "types", [python, "-m", "mypy"]


def main(asked: list[str]) -> int:
    """Run the steps that are asked for, all if none is, and return 1 if any was not good."""
    known = dict(steps())
    if unknown := [name for name in asked if name not in known]:
        print(f"There is no check {', '.join(unknown)}; there are: {', '.join(known)}.")
        return 2
    bad: list[str] = []
    for name, command in known.items():
        if asked and name not in asked:
            continue
        began = time.monotonic()
        good = subprocess.call(command, cwd=ROOT) == 0
        print(f"{name}: {'good' if good else 'NOT GOOD'} ({time.monotonic() - began:.1f} s)", flush=True)
        bad += [] if good else [name]
    print(f"Not good: {', '.join(bad)}." if bad else "Every check is good.", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
