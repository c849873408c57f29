"""Snapshots on disk: text only, private, bounded, and lost without harm."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import diskcache
import pytest
import pytest_asyncio
from diskcache.core import MODE_BINARY, MODE_PICKLE, MODE_RAW, MODE_TEXT

from app.drivers.snapshots import DiskSnapshots, Refused, TextDisk

TEXT = '{"rows":[{"id":"flag","name":"Béninoise 🍺"}]}'


class Bomb:
    """Unpickled, it makes a folder: the proof that somebody's code ran."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.mkdir, (self._path,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mes données é" / "snapshots"


@pytest_asyncio.fixture
async def store(folder: Path) -> AsyncIterator[DiskSnapshots]:
    store = DiskSnapshots(folder)
    yield store
    await store.close()


async def reopened(folder: Path) -> dict[str, str]:
    """What the next start of the till finds."""
    store = DiskSnapshots(folder)
    found = dict(await store.load_all())
    await store.close()
    return found


def plant(folder: Path, **columns: object) -> None:
    """Put a row into the database as an attacker would, past diskcache."""
    row = {"key": "planted", "raw": 1, "mode": MODE_RAW, "filename": None, "value": "x", "access_time": 0}
    row |= columns
    with closing(sqlite3.connect(folder / "cache.db")) as database, database:
        names = ", ".join(row)
        database.execute(
            f"INSERT INTO Cache ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )


def mode_of(folder: Path) -> int:
    """Windows has no such modes: the profile folder is private there."""
    return stat.S_IMODE(folder.stat().st_mode) if os.name == "posix" else 0o700


def in_its_thread(store: DiskSnapshots, sql: str) -> Any:
    return store._thread.submit(lambda: store._cache._sql(sql).fetchone()).result()


async def test_what_is_saved_is_there_at_the_next_start(store: DiskSnapshots, folder: Path) -> None:
    assert await store.save('["stock"]', TEXT)
    assert await store.save('["sales",3]', "old")
    assert await store.save('["sales",3]', "new")
    await store.close()

    assert await reopened(folder) == {'["stock"]': TEXT, '["sales",3]': "new"}


async def test_one_key_or_everything_can_be_dropped(store: DiskSnapshots) -> None:
    for key in ("a", "b", "c"):
        await store.save(key, TEXT)

    await store.drop("a")
    await store.drop("never there")
    assert {"b", "c"} == set(await store.load_all())

    await store.clear()
    assert await store.load_all() == {}


async def test_nobody_else_can_look_into_the_folder(store: DiskSnapshots, folder: Path) -> None:
    await store.save("a", TEXT)
    assert mode_of(folder) == 0o700

    await store.close()
    folder.chmod(0o755)
    assert await store.load_all() == {"a": TEXT}
    assert mode_of(folder) == 0o700


async def test_what_others_could_have_written_is_not_believed(store: DiskSnapshots, folder: Path) -> None:
    await store.save("a", TEXT)
    await store.close()
    folder.chmod(0o777)

    assert await store.load_all() == ({} if os.name == "posix" else {"a": TEXT})
    assert mode_of(folder) == 0o700


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
async def test_a_planted_pickle_is_never_loaded(
    store: DiskSnapshots, folder: Path, tmp_path: Path, protocol: int
) -> None:
    fuse = tmp_path / "ran"
    bomb = pickle.dumps(Bomb(fuse), protocol=protocol)
    await store.save("mine", TEXT)
    await store.close()
    (folder / "ab" / "cd").mkdir(parents=True)
    (folder / "ab" / "cd" / "bomb.val").write_bytes(bomb)
    plant(folder, key="inline", mode=MODE_PICKLE, value=bomb)
    plant(folder, key="file", mode=MODE_PICKLE, value=None, filename="ab/cd/bomb.val")
    plant(folder, key="blob", mode=MODE_RAW, value=bomb)
    plant(folder, key=bomb, raw=0)

    assert await store.load_all() == {"mine": TEXT}
    await store.save("inline", TEXT)
    await store.drop("file")
    await store.clear()
    assert not fuse.exists()
    pickle.loads(bomb)
    assert fuse.exists(), "the bomb does go off when it is unpickled"


async def test_a_pickle_planted_while_we_run_is_refused_by_the_disk_itself(
    store: DiskSnapshots, folder: Path, tmp_path: Path
) -> None:
    fuse = tmp_path / "ran"
    await store.save("mine", TEXT)
    plant(folder, key="inline", mode=MODE_PICKLE, value=pickle.dumps(Bomb(fuse)))

    assert await store.load_all() == {}
    assert not fuse.exists()
    assert await store.save("mine", TEXT)
    assert await store.load_all() == {"mine": TEXT}


def test_the_disk_refuses_everything_but_text(tmp_path: Path) -> None:
    disk = TextDisk(str(tmp_path))
    (tmp_path / "some.val").write_bytes(pickle.dumps("x"))
    (tmp_path / "some.txt").write_text("x")

    for key in (b"bytes", 1, 1.5, None, ("a", "tuple"), object()):
        with pytest.raises(Refused):
            disk.put(key)
    for value in (b"bytes", 1, 1.5, None, {"a": 1}, object()):
        with pytest.raises(Refused):
            disk.store(value, read=False)
    with pytest.raises(Refused):
        disk.store("text", read=True)
    for raw, key in ((False, b"x"), (False, "x"), (True, b"x")):
        with pytest.raises(Refused):
            disk.get(key, raw)
    for mode, filename, value in (
        (MODE_PICKLE, None, pickle.dumps("x")),
        (MODE_PICKLE, "some.val", None),
        (MODE_BINARY, "some.val", None),
        (MODE_TEXT, "some.txt", None),
        (MODE_RAW, "some.txt", "x"),
        (MODE_RAW, None, b"x"),
        (MODE_RAW, None, 5),
    ):
        with pytest.raises(Refused):
            disk.fetch(mode, filename, value, read=False)
    with pytest.raises(Refused):
        disk.fetch(MODE_RAW, None, "x", read=True)
    assert disk.fetch(MODE_RAW, None, "x", read=False) == "x"


async def test_a_planted_file_name_removes_no_file(store: DiskSnapshots, folder: Path) -> None:
    precious = folder.parent / "ledger.sqlite3"
    await store.save("a", TEXT)
    precious.write_text("every sale")
    plant(folder, key="evil", mode=MODE_TEXT, value=None, filename="../ledger.sqlite3")

    await store.drop("evil")
    plant(folder, key="evil", mode=MODE_TEXT, value=None, filename="../ledger.sqlite3")
    await store.save("evil", TEXT)
    plant(folder, key="evil too", mode=MODE_TEXT, value=None, filename="../ledger.sqlite3")
    await store.clear()
    await store.close()
    plant(folder, key="evil", mode=MODE_TEXT, value=None, filename="../ledger.sqlite3")

    assert await store.load_all() == {}
    assert precious.read_text() == "every sale"


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
async def test_a_link_to_another_database_is_not_followed(
    store: DiskSnapshots, folder: Path, link: str
) -> None:
    precious = folder.parent / "ledger.sqlite3"
    folder.mkdir(parents=True, mode=0o700)
    with closing(sqlite3.connect(precious)) as ledger, ledger:
        ledger.execute("CREATE TABLE outbox (no INTEGER)")
    getattr(folder / "cache.db", link)(precious)

    assert await store.save("a", TEXT)
    with closing(sqlite3.connect(precious)) as ledger:
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master")]
    assert tables == ["outbox"]


async def test_settings_that_somebody_planted_are_not_believed(store: DiskSnapshots, folder: Path) -> None:
    await store.save("a", TEXT)
    await store.close()
    with closing(sqlite3.connect(folder / "cache.db")) as database, database:
        database.execute("INSERT INTO Settings VALUES ('get', 'x')")

    assert await store.load_all() == {}
    assert await store.save("a", TEXT)


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, None])
async def test_a_broken_folder_is_dropped_and_the_till_starts(
    store: DiskSnapshots, folder: Path, damage: bytes | None
) -> None:
    for no in range(50):
        await store.save(f"key {no}", TEXT * 50)
    await store.close()
    database = folder / "cache.db"
    if damage is None:
        content = bytearray(database.read_bytes())
        content[1024:] = os.urandom(len(content) - 1024)
        damage = bytes(content)
    database.write_bytes(damage)

    assert await store.load_all() == {}
    assert await store.save("a", TEXT)
    assert await store.load_all() == {"a": TEXT}


async def test_damage_that_is_met_while_running_drops_the_folder_and_goes_on(
    store: DiskSnapshots, folder: Path
) -> None:
    await store.save("a", TEXT)
    with closing(sqlite3.connect(folder / "cache.db")) as database, database:
        database.execute("DROP TABLE Cache")

    assert not await store.save("a", TEXT)
    assert await store.save("a", TEXT)
    assert await store.load_all() == {"a": TEXT}


async def test_a_file_in_the_place_of_the_folder_is_put_away(store: DiskSnapshots, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("?")

    assert await store.save("a", TEXT)
    assert await store.load_all() == {"a": TEXT}


async def test_a_place_where_nothing_can_be_made_keeps_quiet(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("?")
    store = DiskSnapshots(tmp_path / "file" / "snapshots")

    assert await store.load_all() == {}
    assert not await store.save("a", TEXT)
    await store.drop("a")
    await store.clear()
    await store.close()


async def test_the_folder_can_be_deleted_while_we_run(store: DiskSnapshots, folder: Path) -> None:
    await store.save("a", TEXT)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()

    assert await store.save("b", TEXT)
    assert await store.load_all() == {"b": TEXT}
    await store.close()
    assert await reopened(folder) == {"b": TEXT}


async def test_nothing_else_in_the_folder_is_touched(store: DiskSnapshots, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / "cache.db").write_bytes(b"broken")
    (folder / "letter.txt").write_text("dear bar")

    assert await store.save("a", TEXT)
    assert (folder / "letter.txt").read_text() == "dear bar"


async def test_a_disk_that_is_full_for_a_while_loses_nothing(store: DiskSnapshots, folder: Path) -> None:
    await store.save("a", TEXT)
    (pages,) = in_its_thread(store, "PRAGMA page_count")
    in_its_thread(store, f"PRAGMA max_page_count = {pages}")

    assert not await store.save("b", TEXT * 10_000)
    assert await store.load_all() == {"a": TEXT}
    assert await store.save("b", TEXT * 10_000)


async def test_a_database_that_another_process_holds_loses_nothing(
    store: DiskSnapshots, folder: Path
) -> None:
    await store.save("a", TEXT)
    with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert not await store.save("a", "newer")
        await store.close()
        assert await store.load_all() == {}
        other.execute("ROLLBACK")

    assert await store.load_all() == {"a": TEXT}


async def test_beyond_its_size_what_was_not_used_for_longest_goes_first(folder: Path) -> None:
    store = DiskSnapshots(folder, size_limit=2**20)
    for no in range(60):
        await store.save(f"key {no}", "x" * 2**15)
        await store.save("used all the time", "y")
    kept = await store.load_all()
    await store.close()

    assert "used all the time" in kept
    assert "key 59" in kept
    assert "key 0" not in kept
    assert sum(path.stat().st_size for path in folder.glob("cache.db")) < 2 * 2**20


async def test_a_saved_snapshot_survives_a_power_cut(store: DiskSnapshots) -> None:
    """Each commit is fsynced: the outbox forgets what is in a saved snapshot."""
    await store.save("a", TEXT)
    await store.load_all()

    assert in_its_thread(store, "PRAGMA synchronous") == (2,)
    assert in_its_thread(store, "PRAGMA mmap_size") == (0,)
    assert store._cache.eviction_policy == "least-recently-used"


def test_diskcache_itself_would_have_unpickled(tmp_path: Path) -> None:
    """Why the disk is our own: when this fails, diskcache has changed."""
    fuse = tmp_path / "ran"
    with diskcache.Cache(str(tmp_path / "stock")) as cache:
        cache["a"] = Bomb(fuse)
        cache.get("a")

    assert fuse.exists()
