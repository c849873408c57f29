"""``bartender till --adopt FILE``: what a dead machine had sold comes to the till in its place, or nothing changes."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import places
from app.cli import main
from app.cli.adopt import sentence
from app.sync.copies import Adopted
from app.till.place import Place
from tests.ledgers import sale

BAR, OTHER = "0190a000-0000-7000-8000-00000000000a", "0190a000-0000-7000-8000-00000000000b"
PAGE = 4_096
NOWHERE = "postgresql://till@127.0.0.1:1/bar"


def place(bar: str = BAR) -> Place:
    return Place(NOWHERE, "secret of the till", "C1", "Comptoir", bar)


def sold(profile: Path, *names: str, bar: str = BAR) -> Path:
    """Sell in ``profile`` and return a copy of its ledger."""

    async def story() -> bytes:
        outbox = await places.open_outbox(profile, "C1", bar)
        for name in names:
            await outbox.append(sale(name))
        image = await outbox.image()
        await outbox.close()
        return image.data

    copy = profile.with_suffix(".ledger")
    copy.write_bytes(asyncio.run(story()))
    return copy


def waiting(profile: Path) -> list[str]:
    async def story() -> list[str]:
        outbox = await places.open_outbox(profile, "C1", BAR)
        rows = [row.id for row in outbox.unsent()]
        await outbox.close()
        return rows

    return asyncio.run(story())


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The new machine's till: it has its place, and one sale of its own."""
    folder = tmp_path / "new"
    sold(folder, "own")
    places.keep_place(folder, place())
    return folder


def adopt(profile: Path, copy: Path, *more: str) -> Result:
    words = ["till", "--headless", "--profile", f"{profile}{os.sep}", "--adopt", str(copy), *more]
    return CliRunner().invoke(main, words, input='{"op":"outbox"}\n', prog_name="bartender")


def test_a_copy_is_taken_over_before_the_till_opens(profile: Path, tmp_path: Path) -> None:
    copy = sold(tmp_path / "dead", "a", "b")
    result = adopt(profile, copy)
    said = [json.loads(line) for line in result.stdout.splitlines()]
    again = adopt(profile, copy)

    assert result.exit_code == 0, result.output
    assert said[0] == {"event": "adopted", "brought": 2, "unreadable": 0}
    assert next(one for one in said if one["event"] == "outbox")["waiting"] == 3
    assert json.loads(again.stdout.splitlines()[0]) == {"event": "adopted", "brought": 0, "unreadable": 0}
    assert waiting(profile) == ["a", "b", "own"]


def test_the_ledger_itself_from_a_dead_machine_s_disk_is_taken_over_with_what_its_wal_has(
    profile: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    async def story() -> None:
        outbox = await places.open_outbox(tmp_path / "dead", "C1", BAR)
        for name in ("a", "b"):
            await outbox.append(sale(name))
        for file in (tmp_path / "dead").glob(f"{places.LEDGER_FILE}*"):
            shutil.copyfile(file, disk / file.name)  # as the power cut left them
        await outbox.close()

    asyncio.run(story())
    assert (disk / f"{places.LEDGER_FILE}-wal").stat().st_size > 0
    said = json.loads(adopt(profile, disk / places.LEDGER_FILE).stdout.splitlines()[0])

    assert said["brought"] == 2
    assert waiting(profile) == ["a", "b", "own"]


def test_a_damaged_copy_brings_what_can_be_read(profile: Path, tmp_path: Path) -> None:
    copy = sold(tmp_path / "dead", *(f"sale-{i}" for i in range(60)))
    page = copy.read_bytes().index(b'"sale":"sale-30"') // PAGE
    with copy.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\xff" * PAGE)
    said = json.loads(adopt(profile, copy).stdout.splitlines()[0])

    assert 30 < said["brought"] < 60
    assert said["brought"] + said["unreadable"] == 60


@pytest.mark.parametrize(
    ("adopted", "words"),
    [
        (Adopted(214, 0), "214 operations taken over from old.ledger."),
        (
            Adopted(1, 3),
            "1 operation taken over from old.ledger. 3 could not be read: the copy is damaged.",
        ),
        (Adopted(0, 0), "Nothing to take over from old.ledger: all that it has is here already."),
    ],
)
def test_with_a_window_the_terminal_says_what_came(adopted: Adopted, words: str) -> None:
    assert sentence(adopted, Path("old.ledger")) == words


@pytest.mark.parametrize("what", ["missing", "a photo", "of another bar", "a folder"])
def test_what_cannot_be_taken_over_is_said_and_changes_nothing(
    profile: Path, tmp_path: Path, what: str
) -> None:
    copy = tmp_path / what
    if what == "a photo":
        copy.write_bytes(b"\xff\xd8\xff" * 5_000)
    elif what == "a folder":
        copy.mkdir()
    elif what == "of another bar":
        copy = sold(tmp_path / "other bar", "x", bar=OTHER)
    result = adopt(profile, copy)
    sentences = {
        "missing": "There is no file of that name.",
        "a folder": "There is no file of that name.",
        "a photo": "The file is not the copy of a till's ledger.",
        "of another bar": "The copy is of another bar",
    }

    assert result.exit_code == 1
    assert sentences[what] in result.stderr
    assert "Nothing was changed." in result.stderr
    assert waiting(profile) == ["own"]


def test_a_till_that_is_open_takes_nothing_over(profile: Path, tmp_path: Path) -> None:
    copy = sold(tmp_path / "dead", "a")

    async def story() -> Result:
        outbox = await places.open_outbox(profile, "C1", BAR)
        try:
            return await asyncio.to_thread(adopt, profile, copy)
        finally:
            await outbox.close()

    result = asyncio.run(story())
    assert result.exit_code == 1
    assert "already runs this till" in result.stderr
    assert waiting(profile) == ["own"]
