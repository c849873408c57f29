"""A ledger that was emptied, cut, garbled, copied or lost: nothing readable is lost, and a new ledger uuid begins."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.errors import DeviceFailed
from app.drivers.ledger.broken import ready_name
from app.sync.copies import MISSING, NO_LEDGER
from app.sync.outbox import Outbox
from app.sync.ports import Door, Outcome, SendAs, State
from tests.ledgers import Ledgers, sale

LEDGER = "ledger.sqlite3"
PAGE = 4096


@pytest.fixture
async def ledgers(tmp_path: Path) -> AsyncIterator[Ledgers]:
    opened = Ledgers(tmp_path / LEDGER)
    yield opened
    await opened.close()


async def fill(ledgers: Ledgers, count: int = 60) -> Outbox:
    """Sell ``count`` times: 1 to 20 are done, 21 is refused, the rest waits."""
    outbox = await ledgers.open()
    for i in range(1, count + 1):
        await outbox.append(sale(f"sale-{i}", 100 * i, note="x" * 300), draft="cart")
    await outbox.record([Outcome(no, "done", Door.COUNTER) for no in range(1, 21)])
    await outbox.record([Outcome(21, "refused", Door.COUNTER, "TLSTK")])
    await outbox.put_draft("cart", {"lines": 3})
    await outbox.set_note("pin", {"ama": "x"})
    return outbox


def waiting(outbox: Outbox) -> dict[str, int]:
    return {row.id: row.amount for row in outbox.rows() if row.state is State.WAITING}


async def reopened_as_new(ledgers: Ledgers, old: Outbox, reason: str) -> Outbox:
    """Open the ledger again; check what holds after every accident."""
    outbox = await ledgers.open()
    rows = outbox.rows()

    assert outbox.ledger != old.ledger
    assert not outbox.is_registered
    assert outbox.alert is not None
    assert (outbox.alert.code, outbox.alert.params["reason"]) == ("TLCOR", reason)
    assert [row.no for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.door is Door.SERVED for row in rows if row.state is State.WAITING)
    assert all(row.send_as is SendAs.VOID and not row.is_judged for row in rows if row.state is State.REFUSED)
    await outbox.dismiss_alert()
    row = await outbox.append(sale("next", 5))
    assert row.no == len(rows) + 1
    assert row.ticket == "C1-000061"
    again = await ledgers.open()
    assert again.is_read_only
    await outbox.close()
    again = await ledgers.open()
    assert again.ledger == outbox.ledger
    assert again.alert is None
    assert again.rows()[-1].id == "next"
    return again


async def test_o10_a_truncated_file_gives_back_what_is_readable(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    size = ledgers.path.stat().st_size
    with ledgers.path.open("r+b") as file:
        file.truncate(size - 3 * PAGE)
    again = await reopened_as_new(ledgers, outbox, "salvaged")

    brought = waiting(again)
    assert 10 < len(brought) < len(everything)
    assert brought.items() <= {**everything, "next": 5}.items()
    assert [path for path in ledgers.path.parent.glob("*.broken-*") if path.stat().st_size == size - 3 * PAGE]


async def test_o10_a_lost_first_page_costs_nothing(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    done = [row.id for row in outbox.rows() if row.state is State.DONE]
    await outbox.close()
    with ledgers.path.open("r+b") as file:
        file.write(bytes(PAGE))
    again = await reopened_as_new(ledgers, outbox, "salvaged")

    assert waiting(again) == {**everything, "next": 5}
    assert [row.id for row in again.rows() if row.state is State.REFUSED] == ["sale-21"]
    assert await again.get_draft("cart") == {"lines": 3}
    assert await again.get_note("pin") == {"ama": "x"}
    past = [row.id for row in await again.recent(1_000) if row.state is State.DONE]
    assert sorted(past) == sorted(done)


async def test_o10_a_row_with_another_content_is_not_believed(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    content = ledgers.path.read_bytes()
    assert content.count(b'"total":4000') == 1
    ledgers.path.write_bytes(content.replace(b'"total":4000', b'"total":9000'))
    again = await reopened_as_new(ledgers, outbox, "salvaged")

    del everything["sale-40"]
    assert waiting(again) == {**everything, "next": 5}


@pytest.mark.parametrize("seed", range(6))
async def test_o10_garbage_anywhere_never_loses_a_readable_row_silently(ledgers: Ledgers, seed: int) -> None:
    draw = random.Random(seed)
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    with ledgers.path.open("r+b") as file:
        file.seek(draw.randrange(0, ledgers.path.stat().st_size - 2 * PAGE))
        file.write(draw.randbytes(draw.choice((30, 700, PAGE))))
    again = await ledgers.open()

    brought = waiting(again)
    assert brought.items() <= everything.items()
    if brought != everything:
        assert again.alert is not None
        assert list(ledgers.path.parent.glob("*.broken-*"))
    assert len(brought) >= len(everything) - 30
    assert (await again.append(sale("next"))).no == again.next_no - 1


@pytest.mark.parametrize("content", [b"", None], ids=["emptied", "deleted"])
async def test_o15_an_emptied_or_deleted_file_is_noticed(ledgers: Ledgers, content: bytes | None) -> None:
    outbox = await fill(ledgers)
    await outbox.close()
    if content is None:
        ledgers.path.unlink()
    else:
        ledgers.path.write_bytes(content)
    again = await reopened_as_new(ledgers, outbox, "emptied")

    assert [row.id for row in again.rows()] == ["next"]


async def test_o15_an_emptied_file_is_read_back_from_its_wal(ledgers: Ledgers, tmp_path: Path) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    cut = Ledgers(copied(tmp_path, "", "-wal", ".mark"))
    cut.path.write_bytes(b"")
    again = await reopened_as_new(cut, outbox, "salvaged")

    assert waiting(again) == {**everything, "next": 5}
    await cut.close()


async def test_o15_a_lost_wal_is_noticed(ledgers: Ledgers, tmp_path: Path) -> None:
    outbox = await fill(ledgers, 30)
    await outbox.close()
    outbox = await ledgers.open()
    for i in range(31, 61):
        await outbox.append(sale(f"sale-{i}"))
    cut = Ledgers(copied(tmp_path, "", ".mark"))
    again = await reopened_as_new(cut, outbox, "lost")

    assert sorted(waiting(again)) == sorted([*(f"sale-{i}" for i in range(22, 31)), "next"])
    await cut.close()


async def test_o15_a_ledger_without_its_mark_is_a_copy(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    Path(f"{ledgers.path}.mark").unlink()
    again = await reopened_as_new(ledgers, outbox, "copied")

    assert waiting(again) == {**everything, "next": 5}


async def test_o15_another_ledger_s_file_in_its_place_is_a_copy(ledgers: Ledgers, tmp_path: Path) -> None:
    outbox = await fill(ledgers)
    await outbox.close()
    other = await ledgers.open(tmp_path / "other.sqlite3")
    await other.append(sale("theirs"))
    await other.close()
    shutil.copyfile(tmp_path / "other.sqlite3", ledgers.path)
    again = await reopened_as_new(ledgers, outbox, "copied")

    assert list(waiting(again)) == ["theirs", "next"]


async def test_a_file_that_is_no_ledger_is_set_aside(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    await outbox.close()
    ledgers.path.unlink()
    with sqlite3.connect(ledgers.path) as db:
        db.execute("create table other (x)")
    db.close()
    again = await reopened_as_new(ledgers, outbox, "salvaged")

    assert list(waiting(again)) == ["next"]
    (aside,) = ledgers.path.parent.glob("*.broken-*")
    assert b"create table other".upper() in aside.read_bytes().upper()


async def test_a_ledger_without_meta_is_salvaged_by_its_mark(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    with sqlite3.connect(ledgers.path) as db:
        db.execute("delete from meta")
    db.close()
    again = await reopened_as_new(ledgers, outbox, "salvaged")

    assert waiting(again) == {**everything, "next": 5}


async def test_a_mark_that_is_garbled_counts_as_none(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    await outbox.close()
    mark = Path(f"{ledgers.path}.mark")
    mark.write_text(mark.read_text().replace("60", "61"))

    await reopened_as_new(ledgers, outbox, "copied")


@pytest.mark.parametrize("is_wal_left", [True, False])
async def test_a_salvage_cut_by_a_power_cut_is_finished(ledgers: Ledgers, is_wal_left: bool) -> None:
    outbox = await fill(ledgers)
    everything = waiting(outbox)
    await outbox.close()
    shutil.copyfile(ledgers.path, ready_name(ledgers.path))
    ledgers.path.write_bytes(b"broken" * 1_000)
    if is_wal_left:
        Path(f"{ledgers.path}-wal").write_bytes(b"of the broken one" * 1_000)
    again = await ledgers.open()

    assert waiting(again) == everything
    assert not ready_name(ledgers.path).exists()


async def test_two_accidents_in_one_second_are_both_set_aside(ledgers: Ledgers) -> None:
    outbox = await fill(ledgers)
    await outbox.close()
    for _ in range(3):
        with ledgers.path.open("r+b") as file:
            file.write(bytes(PAGE))
        outbox = await ledgers.open()
        await outbox.close()

    assert len(list(ledgers.path.parent.glob("*.broken-*"))) == 3
    assert len(waiting(outbox)) == 39


async def test_o15_a_day_old_copy_is_adopted_beside_newer_sales(ledgers: Ledgers, tmp_path: Path) -> None:
    outbox = await fill(ledgers)
    (tmp_path / "copy").write_bytes((await outbox.image()).data)
    old_ledger = outbox.ledger
    await outbox.close()
    ledgers.path.unlink()
    outbox = await ledgers.open()
    newer = [await outbox.append(sale(f"newer-{i}", 7)) for i in range(3)]
    brought = await outbox.adopt(str(tmp_path / "copy"))
    again = await outbox.adopt(str(tmp_path / "copy"))

    assert (brought.brought, again.brought) == (60, 0)
    assert outbox.ledger not in ("", old_ledger)
    assert outbox.alert is not None
    assert (outbox.alert.code, outbox.alert.params["reason"]) == ("TLLED", "adopted")
    assert [row.no for row in outbox.rows()] == list(range(1, 44))
    assert [row.id for row in outbox.rows()] == [
        *(f"sale-{i}" for i in range(21, 61)),
        *(row.id for row in newer),
    ]
    assert await outbox.get_draft("cart") == {"lines": 3}
    assert len(await outbox.recent(1_000)) == 63
    assert (await outbox.append(sale("next"))).ticket == "C1-000064"


async def test_a_broken_copy_is_adopted_as_far_as_it_can_be_read(ledgers: Ledgers, tmp_path: Path) -> None:
    outbox = await fill(ledgers)
    (tmp_path / "copy").write_bytes((await outbox.image()).data)
    await outbox.close()
    with (tmp_path / "copy").open("r+b") as file:
        file.write(bytes(PAGE))
    (tmp_path / "nothing").write_bytes(b"")
    fresh = await ledgers.open(tmp_path / "fresh.sqlite3")

    assert (await fresh.adopt(str(tmp_path / "copy"))).brought == 60
    for name, reason in (("nothing", NO_LEDGER), ("missing", MISSING)):
        with pytest.raises(DeviceFailed) as refused:
            await fresh.adopt(str(tmp_path / name))
        assert (refused.value.code, refused.value.params) == ("TLADO", {"reason": reason})


def copied(folder: Path, *suffixes: str) -> Path:
    """Copy the open ledger's files as they are at this moment; returns the copy's path."""
    target = folder / "cut" / LEDGER
    target.parent.mkdir()
    for suffix in suffixes:
        shutil.copyfile(folder / (LEDGER + suffix), target.with_name(LEDGER + suffix))
    return target
