"""Runs the measures of this folder one after the other: `python tools.py bench [part of a name …]`.

A measure is a module that can be run by itself and whose last printed line is one JSON object; the object is kept, with
the date, the commit and the machine, in `build/bench/<module>.json`.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.proof_record import circumstances

HERE = Path(__file__).resolve().parent


def measures(asked: list[str]) -> list[str]:
    """Return the names of the modules that are measures, in order; those that were asked for, if any."""
    names = [path.stem for path in sorted(HERE.glob("[!_]*.py")) if "__main__" in path.read_text("utf-8")]
    return [name for name in names if not asked or any(part in name for part in asked)]


def measure(name: str, out: Path) -> bool:
    """Run one measure, show what it prints, keep its figures, and say whether it ended well."""
    print(f"— {name}", flush=True)
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{name}"], stdout=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdout is not None
        last = ""
        for line in ran.stdout:
            print(line, end="", flush=True)
            last = line if line.strip() else last
    try:
        figures = json.loads(last)
    except ValueError:
        print(f"{name}: its last line is not JSON", file=sys.stderr)
        return False
    kept = {
        "name": name,
        **circumstances(),
        "duration_s": round(time.monotonic() - began, 1),
        "figures": figures,
    }
    (out / f"{name}.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return ran.returncode == 0


def main(asked: list[str]) -> int:
    """Run them all and return 1 if one failed, 2 if there is none of that name."""
    out = Path(os.environ.get("BARTENDER_TEST_BUILD", "build")) / "bench"
    out.mkdir(parents=True, exist_ok=True)
    os.environ["BARTENDER_COPIES"] = ""  # no measured till copies itself to another disk
    names = measures(asked)
    good = [measure(name, out) for name in names]
    print(f"{sum(good)} of {len(names)} measures ended well; their figures are in {out}.")
    return 2 if not names else int(not all(good))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
