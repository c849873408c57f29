"""python-escpos, imported when the first ticket is printed, on its printer's own thread.

Left alone it reads a large table of other printers at each start, for seconds on an old machine, and leaves a pickle of
it in a new temporary folder. It gets a table of ours instead, and the folder is taken away: nothing is ever unpickled.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType

TABLE = Path(__file__).resolve().parents[3] / "resources" / "printing" / "capabilities.json"


@cache
def escpos() -> ModuleType:
    """Return ``escpos.printer``."""
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(TABLE)
    os.environ.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    from escpos import capabilities, printer

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    made: ModuleType = printer
    return made
