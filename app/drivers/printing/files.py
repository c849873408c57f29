"""Small JSON files in the till's profile: the printers' settings, and the tickets that are not printed.

Each is replaced in one step and flushed, on a thread of its own; the ledger knows nothing of them and waits for none.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.errors import DeviceFailed
from app.sync.ports import JsonObject

log = logging.getLogger(__name__)


class ProfileFiles:
    """Implements ``PrintFiles`` in ``folder``, as ``<name>.json``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="print files")

    async def load(self, name: str) -> JsonObject | None:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._load, name)

    async def save(self, name: str, value: JsonObject) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._save, name, value)

    def _load(self, name: str) -> JsonObject | None:
        try:
            kept = json.loads((self._folder / f"{name}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            log.warning("%s.json cannot be read: %r", name, error)
            return None
        return kept if isinstance(kept, Mapping) else None

    def _save(self, name: str, value: JsonObject) -> None:
        path, fresh = self._folder / f"{name}.json", self._folder / f"{name}.new"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Names of guests may be in it: nobody else reads it.
            opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                json.dump(value, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise DeviceFailed("TLPWR", {"reason": str(error)}) from error
