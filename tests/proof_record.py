"""Keeps the result of a proof as dated JSON, with what is needed to say whether it still belongs to the code.

Outside `make proof` (BARTENDER_PROOF_OUT is not set) nothing is written: the short form of a proof is an ordinary test.
"""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROVEN = ("app", "sql", "tests")


def record(
    name: str, counts: Mapping[str, int | float], seed: int | None, duration_s: float, **extra: object
) -> Path | None:
    """Write the proof's result to <name>.json and return its path; None when no proof is being made.

    `counts` is what was done and what was found (`{"kills": 200, "lost": 0}`); `extra` is kept as it is, and may name
    `postgres`, the version of the server that was used, where it is not the embedded one.
    """
    folder = os.environ.get("BARTENDER_PROOF_OUT")
    if not folder:
        return None
    kept = {"name": name, **circumstances(), "duration_s": round(duration_s, 1), "seed": seed}
    kept |= {"counts": dict(counts), **extra}
    path = Path(folder) / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def circumstances() -> dict[str, object]:
    """Return when, of which code and on what a result was got; `trees` are git's hashes of the folders it is about."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "trees": {folder: _git("rev-parse", f"HEAD:{folder}") for folder in PROVEN},
        "changed_since": bool(_git("status", "--porcelain", "--", *PROVEN)),
        "python": platform.python_version(),
        "postgres": _embedded_postgres(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def _git(*words: str) -> str:
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _embedded_postgres() -> str:
    try:
        return version("embedded-postgres")
    except PackageNotFoundError:
        return ""
