"""Copies of the ledger: made while selling goes on, without what must not leave the till, and looked at again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import DeviceFailed
from app.drivers.ledger import schema
from app.sync.copies import Adopted, Comparison
from app.sync.outbox import Outbox
from app.sync.ports import Door, LedgerMeta, Outcome
from tests.ledgers import Ledgers, sale

LEDGER = "ledger.sqlite3"
SECRETS = ("salt-of-adjovi", "digest-of-adjovi")


@pytest.fixture
async def ledgers(tmp_path: Path) -> AsyncIterator[Ledgers]:
    opened = Ledgers(tmp_path / LEDGER)
    yield opened
    await opened.close()


@pytest.fixture
async def outbox(ledgers: Ledgers) -> Outbox:
    return await ledgers.open()


async def put(outbox: Outbox, path: Path, leave_out: tuple[str, ...] = ()) -> Path:
    """Write a copy of the open ledger to ``path``."""
    path.write_bytes((await outbox.image(leave_out)).data)
    return path


async def test_a_copy_is_made_while_selling_goes_on(tmp_path: Path, outbox: Outbox, ledgers: Ledgers) -> None:
    for i in range(20):
        await outbox.append(sale(f"sale-{i}"))
    selling = asyncio.gather(*(outbox.append(sale(f"later-{i}")) for i in range(20)))
    image = await outbox.image()
    await selling
    (tmp_path / "copy").write_bytes(image.data)
    copied = await ledgers.store(tmp_path / "other").read_copy(str(tmp_path / "copy"))

    assert [row.id for row in copied.rows][:20] == [f"sale-{i}" for i in range(20)]
    assert image.operations == image.waiting == len(copied.rows)
    assert [row.no for row in outbox.rows()] == list(range(1, 41))


async def test_a_copy_is_a_ledger_like_any_other(tmp_path: Path, outbox: Outbox, ledgers: Ledgers) -> None:
    for i in range(5):
        await outbox.append(sale(f"sale-{i}"))
    await outbox.record([Outcome(1, "done", Door.COUNTER, rev=7)])
    await outbox.put_draft("held:1", {"lines": 2})
    await outbox.open_new_ledger("test")
    image = await outbox.image()
    (tmp_path / "copy").write_bytes(image.data)
    found = await ledgers.store(tmp_path / "copy").open()

    assert (image.operations, image.waiting) == (5, 4)
    assert (found.meta.ledger, found.trouble) == (
        outbox.ledger,
        "copied",
    )  # whoever goes on with it is another ledger
    assert found.rows == outbox.rows()
    assert found.drafts == {"held:1": '{"lines":2}'}
    assert [row.id for row in await outbox.recent()] == [*(f"sale-{i}" for i in (4, 3, 2, 1)), "sale-0"]
    with closing(sqlite3.connect(tmp_path / "copy")) as db:
        assert db.execute("pragma user_version").fetchone() == (schema.VERSION,)
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]


async def test_what_proves_a_pin_is_not_in_the_bytes_of_a_copy(tmp_path: Path, outbox: Outbox) -> None:
    for i in range(30):
        note = {"salt": f"{SECRETS[0]}-{i}", "digest": f"{SECRETS[1]}-{i}" * 40}
        await outbox.set_note(f"verifier:{i}", note)
        await outbox.append(sale(f"sale-{i}", note="of the guest"))
    for i in range(0, 30, 2):
        await outbox.set_note(f"verifier:{i}", None)  # what was deleted stays in the ledger's free pages
    await outbox.set_note("look", {"theme": "night"})
    await outbox.put_draft("cart", {"lines": 3})
    copy = (await put(outbox, tmp_path / "copy", ("verifier:",))).read_bytes()
    everything = (await put(outbox, tmp_path / "everything")).read_bytes()

    assert [word for word in (*SECRETS, "verifier") if word.encode() in copy] == []
    assert [
        word for word in ("sale-29", "of the guest", "night", '"lines":3') if word.encode() not in copy
    ] == []
    assert SECRETS[1].encode() in everything


async def test_two_kinds_of_notes_can_be_left_out(outbox: Outbox, tmp_path: Path) -> None:
    for key in ("verifier:a", "copies", "look", "very"):
        await outbox.set_note(key, {})
    await put(outbox, tmp_path / "copy", ("verifier:", "cop"))
    with closing(sqlite3.connect(tmp_path / "copy")) as db:
        assert sorted(key for (key,) in db.execute("select key from notes")) == ["look", "very"]


async def test_a_copy_of_a_broken_ledger_is_not_made(outbox: Outbox, ledgers: Ledgers) -> None:
    for i in range(60):
        await outbox.append(sale(f"sale-{i}", note="x" * 500))
    await outbox.close()
    with ledgers.path.open("r+b") as file:
        file.seek(4 * 4096)
        file.write(b"\xff" * 4096)
    store = ledgers.store()
    with pytest.raises(DeviceFailed, match="TLCOR"):
        await store.image(())


async def test_a_copy_says_what_it_has_that_is_not_here(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    for i in range(3):
        await outbox.append(sale(f"sale-{i}"))
    await outbox.open_new_ledger("test")
    copy = await put(outbox, tmp_path / "clé de Firmin ü?#%.ledger")
    fresh = await ledgers.open(tmp_path / "fresh.sqlite3")
    await fresh.append(sale("sale-1"))
    before = await fresh.compare(str(copy))
    adopted = await fresh.adopt(str(copy))
    after = await fresh.compare(str(copy))

    assert before == Comparison(outbox.ledger, "C1", outbox.rows()[-1].moment, 2, is_ours=True)
    assert (adopted, after.lacking) == (Adopted(2, 0), 0)


async def test_a_copy_is_read_from_a_folder_that_takes_nothing(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    await outbox.append(sale("sale-1"))
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = await put(outbox, stick / "copy.ledger")
    copy.chmod(0o400)
    stick.chmod(0o500)
    fresh = await ledgers.open(tmp_path / "fresh.sqlite3")
    try:
        brought = [(await fresh.compare(str(copy))).lacking, (await fresh.adopt(str(copy))).brought]
        left = [path.name for path in stick.iterdir()]
    finally:
        stick.chmod(0o700)

    assert brought == [1, 1]
    assert left == ["copy.ledger"]
    assert list(tmp_path.glob("ledger-*")) == []


async def test_a_file_that_is_no_sound_ledger_is_said_to_be_broken(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    await outbox.append(sale("sale-1"))
    cut = await put(outbox, tmp_path / "cut")
    with cut.open("r+b") as file:
        file.write(b"\xff" * 4096)
    (tmp_path / "photo").write_bytes(b"\xff\xd8\xff" * 5_000)
    with closing(sqlite3.connect(tmp_path / "empty")) as db:
        schema.create(db, LedgerMeta("ledger-0"))
        db.execute("delete from meta")
        db.commit()
    for name in ("cut", "photo", "empty"):
        with pytest.raises(DeviceFailed, match="TLCOR"):
            await outbox.compare(str(tmp_path / name))
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await outbox.compare(str(tmp_path / "missing"))
