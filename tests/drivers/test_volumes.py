"""Files on other disks, with folders that stand for them: written whole or not at all, and what failed in one word."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import DeviceFailed
from app.domain.ids import is_id
from app.drivers.volumes import DiskVolumes
from app.drivers.volumes import volumes_of as of_profile
from app.drivers.volumes.disk import Disk
from app.drivers.volumes.store import FOLDER, MARK
from app.till.ports import BUSY, FULL, GONE, PROTECTED, Volume

ROOT = Path(__file__).resolve().parents[2]
NAME = "Le Baobab – C1 – 0190a1b2.ledger"
MANY = 64 << 20


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def volumes_of(*roots: Path, is_removable: bool = True) -> DiskVolumes:
    return DiskVolumes(lambda: [Disk(str(root), root.name, is_removable) for root in roots])


def appears(path: Path) -> None:
    """Return once there is such a file."""
    while not path.exists():
        pass


async def only(volumes: DiskVolumes) -> Volume:
    (found,) = await volumes.look()
    return found


async def reason(volumes: DiskVolumes, volume: Volume, data: bytes = b"new") -> object:
    """Return why a copy could not be made, after seeing whose it was."""
    with pytest.raises(DeviceFailed, match="TLCPY") as failed:
        await volumes.keep(volume, NAME, data)
    assert failed.value.params["volume"] == volume.name
    return failed.value.params["reason"]


async def test_a_volume_is_there_with_its_name_and_its_room(stick: Path) -> None:
    found = await only(volumes_of(stick))

    assert (found.root, found.name, found.mark, found.copies) == (str(stick), "KINGSTON", None, ())
    assert 0 < found.free <= found.total
    assert (found.is_removable, found.is_second) == (True, False)
    assert list(stick.iterdir()) == []  # nobody chose it


async def test_a_copy_takes_the_place_of_the_one_before_and_leaves_nothing_else(stick: Path) -> None:
    volumes = volumes_of(stick)
    first = await volumes.keep(await only(volumes), NAME, b"old" * 1_000)
    marked = await only(volumes)
    again = await volumes.keep(marked, NAME, b"new")
    await volumes.keep(marked, "another ledger.ledger", b"other")
    found = await only(volumes)

    assert first == again == marked.mark == found.mark
    assert is_id(first)
    assert (stick / FOLDER / NAME).read_bytes() == b"new"
    assert sorted(path.name for path in (stick / FOLDER).iterdir()) == sorted(
        [NAME, MARK, "another ledger.ledger"]
    )
    assert [(Path(copy.path).name, copy.size) for copy in found.copies] == [
        (NAME, 3),
        ("another ledger.ledger", 5),
    ]


async def test_a_stick_is_known_again_under_another_mount_point(stick: Path, tmp_path: Path) -> None:
    volumes = volumes_of(stick)
    mark = await volumes.keep(await only(volumes), NAME, b"old")
    elsewhere = tmp_path / "media" / "KINGSTON1"
    elsewhere.parent.mkdir()
    stick.rename(elsewhere)

    assert (await only(volumes_of(elsewhere))).mark == mark
    assert await volumes.look() == ()


async def test_a_mark_that_cannot_be_read_is_none(stick: Path) -> None:
    (stick / FOLDER).mkdir()
    for content in (b"", b"\xff\xfe", b"not an id"):
        (stick / FOLDER / MARK).write_bytes(content)
        assert (await only(volumes_of(stick))).mark is None
    assert is_id(await volumes_of(stick).keep(await only(volumes_of(stick)), NAME, b"new"))


async def test_a_disk_of_the_machine_keeps_a_copy_to_its_person_and_a_stick_does_not(
    stick: Path, tmp_path: Path
) -> None:
    (disk := tmp_path / "disk").mkdir()
    on_disk, on_stick = volumes_of(disk, is_removable=False), volumes_of(stick)
    for volumes in (on_disk, on_stick):
        await volumes.keep(await only(volumes), NAME, b"new")

    modes = [stat.S_IMODE((root / FOLDER / NAME).stat().st_mode) for root in (disk, stick)]
    assert modes == [0o600, 0o666 & ~_umask()]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


async def test_a_stick_that_was_pulled_out_is_gone(stick: Path) -> None:
    volumes = volumes_of(stick)
    await volumes.keep(await only(volumes), NAME, b"old")
    found = await only(volumes)
    shutil.rmtree(stick)

    assert await reason(volumes, found) == GONE
    assert await volumes.look() == ()


async def test_an_empty_folder_where_a_stick_was_is_not_written_to(stick: Path) -> None:
    """The system may leave the folder in which the stick was mounted: it is on the till's own disk."""
    volumes = volumes_of(stick)
    await volumes.keep(await only(volumes), NAME, b"old")
    found = await only(volumes)
    shutil.rmtree(stick)
    stick.mkdir()

    assert await reason(volumes, found) == GONE
    assert list(stick.iterdir()) == []


async def test_another_device_at_the_same_place_is_not_written_to(stick: Path) -> None:
    volumes = volumes_of(stick)
    found = await only(volumes)
    other = replace(found, device=found.device + 1)

    assert await reason(volumes, other) == GONE
    assert list(stick.iterdir()) == []


async def test_a_stick_pulled_out_in_the_middle_leaves_the_old_copy(stick: Path, tmp_path: Path) -> None:
    volumes = volumes_of(stick)
    await volumes.keep(await only(volumes), NAME, b"old")
    found, draft = await only(volumes), stick / FOLDER / f"{NAME}.part"
    pulled = tmp_path / "in a pocket"

    def pull() -> None:
        appears(draft)
        stick.rename(pulled)

    hand = threading.Thread(target=pull)
    hand.start()
    why = await reason(volumes, found, bytes(MANY))
    hand.join()

    assert why == GONE
    assert (pulled / FOLDER / NAME).read_bytes() == b"old"


FULL_STICK = """
import asyncio, resource, sys
from pathlib import Path
from app.domain.errors import DeviceFailed
from tests.drivers.test_volumes import NAME, only, volumes_of

async def copy():
    volumes = volumes_of(Path(sys.argv[1]))
    await volumes.keep(await only(volumes), NAME, bytes(100_000))

resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))
try:
    asyncio.run(copy())
except DeviceFailed as failed:
    print(failed.params["reason"])
"""


async def test_a_stick_without_room_is_full_and_keeps_the_old_copy(stick: Path) -> None:
    volumes = volumes_of(stick)
    await volumes.keep(await only(volumes), NAME, b"old")
    child = [sys.executable, "-c", FULL_STICK, str(stick)]
    said = await asyncio.to_thread(
        subprocess.run, child, cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == FULL
    assert (stick / FOLDER / NAME).read_bytes() == b"old"
    assert sorted(path.name for path in (stick / FOLDER).iterdir()) == sorted([NAME, MARK])


async def test_a_disk_that_takes_nothing_is_protected(stick: Path) -> None:
    is_root = sys.platform == "linux" and os.geteuid() == 0  # to whom only the kernel says no
    root = Path("/sys") if is_root else stick
    if not is_root:
        stick.chmod(0o500)
    facts = root.stat()
    found = Volume(str(root), root.name, 1, 1, facts.st_dev, is_removable=True, is_second=False)
    try:
        assert await reason(volumes_of(root), found) == PROTECTED
        assert is_root or await volumes_of(root).look() == ()
    finally:
        stick.chmod(0o700)


async def test_two_copies_at_once_on_one_stick_are_not_mixed(stick: Path, tmp_path: Path) -> None:
    (other := tmp_path / "OTHER").mkdir()
    volumes = volumes_of(stick, other)
    on_stick, on_other = await volumes.look()
    long = asyncio.ensure_future(volumes.keep(on_stick, NAME, bytes(MANY)))
    await asyncio.to_thread(appears, stick / FOLDER / f"{NAME}.part")
    meanwhile = await reason(volumes, on_stick)
    await volumes.keep(on_other, NAME, b"new")
    await long

    assert meanwhile == BUSY
    assert (stick / FOLDER / NAME).stat().st_size == MANY
    assert (other / FOLDER / NAME).read_bytes() == b"new"
    await volumes.keep(on_stick, NAME, b"new")


async def test_a_prepared_stick_leads_nowhere_else(stick: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("of the machine")
    (stick / FOLDER).mkdir()
    (stick / FOLDER / f"{NAME}.part").symlink_to(precious)
    (stick / FOLDER / NAME).symlink_to(precious)
    volumes = volumes_of(stick)
    await volumes.keep(await only(volumes), NAME, b"new")
    assert (precious.read_text(), (stick / FOLDER / NAME).read_bytes()) == ("of the machine", b"new")

    (elsewhere := tmp_path / "elsewhere").mkdir()
    shutil.rmtree(stick / FOLDER)
    (stick / FOLDER).symlink_to(elsewhere)
    with pytest.raises(DeviceFailed, match="TLCPY"):
        await volumes.keep(await only(volumes), NAME, b"new")
    assert list(elsewhere.iterdir()) == []


async def test_named_folders_are_second_disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder := tmp_path / "nas").mkdir()
    monkeypatch.setenv("BARTENDER_COPIES", os.pathsep.join([str(folder), str(tmp_path / "not there"), ""]))
    found = await only(of_profile(tmp_path))
    in_a_demo = await only(of_profile(tmp_path, asks_first=True))

    assert (found.name, found.is_removable, found.is_second) == ("nas", False, True)
    assert (in_a_demo.name, in_a_demo.is_removable, in_a_demo.is_second) == ("nas", False, False)


async def test_without_a_name_it_is_the_machine_s_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BARTENDER_COPIES")

    assert "/" not in {volume.root for volume in await of_profile(tmp_path).look()}
