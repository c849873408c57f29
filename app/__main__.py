"""``python -m app``: the command line. It does nothing else."""

from __future__ import annotations

from app.cli import main

if __name__ == "__main__":
    main(prog_name="bartender")
