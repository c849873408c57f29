"""``bartender till --adopt FILE``: take over what the copy of a ledger has, before the till opens."""

from __future__ import annotations

from pathlib import Path

from app import places
from app.domain.errors import DeviceFailed
from app.sync.copies import ADOPTION, ANOTHER_BARS, MISSING, NO_LEDGER, Adopted
from app.till.place import Place

UNREADABLE = "unreadable"
SENTENCES = {
    MISSING: "There is no file of that name. Nothing was changed.",
    UNREADABLE: "The file cannot be read. Nothing was changed.",
    NO_LEDGER: "The file is not the copy of a till's ledger. Nothing was changed.",
    ANOTHER_BARS: "The copy is of another bar: only a till of that bar can take it over. Nothing was changed.",
}
"""What is wrong with a file, by the reason of ``TLADO``."""


async def adopt_copy(profile: Path, place: Place, file: Path) -> Adopted:
    """Take over what ``file`` has and the ledger in ``profile`` has not.

    Raises DeviceFailed ``TLADO`` with a reason of ``SENTENCES``, ``TLHLD`` while the till is open; then nothing has
    changed.
    """
    if not file.is_file():
        raise DeviceFailed(ADOPTION, {"reason": MISSING, "file": str(file)})
    try:
        with file.open("rb") as opened:
            opened.read(1)
    except OSError as error:
        raise DeviceFailed(ADOPTION, {"reason": UNREADABLE, "file": str(file)}) from error
    outbox = await places.open_outbox(profile, place.till_code, place.bar)
    try:
        return await outbox.adopt(str(file.absolute()))
    finally:
        await outbox.close()


def sentence(adopted: Adopted, file: Path) -> str:
    """Return what came, for the terminal."""
    came = f"{_operations(adopted.brought)} taken over from {file}."
    if not adopted.brought:
        came = f"Nothing to take over from {file}: all that it has is here already."
    lost = f" {adopted.unreadable} could not be read: the copy is damaged." if adopted.unreadable else ""
    return f"{came}{lost}"


def _operations(count: int) -> str:
    return "1 operation" if count == 1 else f"{count} operations"
