"""The ledger file: what is acknowledged is on disk, one process writes, and a disk that fails says so."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.domain.errors import DeviceFailed
from app.drivers.ledger import SqliteLedger
from app.sync.outbox import Outbox
from app.sync.ports import Command, Door, LedgerChange, Outcome, State
from tests.fakes import FakeClock, ScriptedGateway
from tests.ledgers import ROOT, FailingCommits, Ledgers, filled, sale, sold

LEDGER = "ledger.sqlite3"


async def run(*arguments: str) -> str:
    """Run a Python of its own to its end; returns what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    return output.decode()


@pytest.fixture
async def ledgers(tmp_path: Path) -> AsyncIterator[Ledgers]:
    opened = Ledgers(tmp_path / LEDGER)
    yield opened
    await opened.close()


@pytest.fixture
async def outbox(ledgers: Ledgers) -> Outbox:
    return await ledgers.open()


async def test_what_is_appended_is_there_after_a_restart(ledgers: Ledgers, outbox: Outbox) -> None:
    rows = [await outbox.append(sale(f"sale-{i}", 1_000)) for i in range(3)]
    await outbox.record([Outcome(1, "done", Door.COUNTER, result={"sale": "x"}, rev=7)])
    before = outbox.rows()
    await outbox.close()
    again = await ledgers.open()

    assert [row.no for row in rows] == [1, 2, 3]
    assert [row.ticket for row in rows] == ["C1-000001", "C1-000002", "C1-000003"]
    assert again.rows()[0] == before[0]
    assert [row.id for row in again.rows()] == [row.id for row in rows]
    assert again.ledger == outbox.ledger
    assert again.alert is None


async def test_append_and_emptying_the_cart_are_one_transaction(ledgers: Ledgers) -> None:
    commits = FailingCommits()
    outbox = await ledgers.open(connect=commits.connect)
    await outbox.put_draft("cart", {"lines": 1})
    commits.fail = 1
    with pytest.raises(DeviceFailed):
        await outbox.append(sale("a"), draft="cart")

    assert await outbox.get_draft("cart") == {"lines": 1}
    await outbox.append(sale("a"), draft="cart")
    assert await outbox.drafts() == {}
    await outbox.open()
    assert await outbox.drafts() == {}
    assert [row.id for row in outbox.rows()] == ["a"]


async def test_every_connection_that_writes_syncs_each_commit(ledgers: Ledgers) -> None:
    ledger = ledgers.store()
    await ledger.open()

    pragmas = await ledger.run(
        lambda: [
            ledger.db.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync")
        ]
    )

    assert pragmas == ["wal", 2, 1, 1]


def test_an_fsync_is_seen_before_each_acknowledgement(tmp_path: Path, ledgers: Ledgers) -> None:
    strace = shutil.which("strace")
    if strace is None:  # then the pragma of the test above is all that can be seen from here
        return
    trace = tmp_path / "trace"
    run = subprocess.run(
        [
            *(strace, "-f", "-y", "-e", "trace=fsync,fdatasync,write,pwrite64", "-o", trace),
            *(sys.executable, "-m", "tests.ledgers", tmp_path / LEDGER, "5"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in run.stderr and not trace.read_text():
        return
    assert run.stdout.split() == [x for i in range(1, 6) for x in ("sold", str(i))], run.stderr
    events = ["sold" if '"sold ' in line else "sync" for line in synced_or_sold(trace.read_text())]
    first = events.index("sold")

    assert events.count("sold") == 5
    for before, event in zip(events[first - 1 :], events[first:], strict=False):
        assert event != "sold" or before == "sync"


def synced_or_sold(trace: str) -> list[str]:
    """Return the lines of a trace that sync the ledger's WAL to the end, or tell of a sale."""
    lines = [line for line in trace.splitlines() if '"sold ' in line or "-wal>" in line or "resumed" in line]
    return [
        line
        for line in lines
        if '"sold ' in line or ("sync" in line and "= 0" in line and "write" not in line)
    ]


async def test_a_ledger_cut_back_to_its_last_fsync_replays_whole(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    for i in range(20):
        await outbox.append(sale(f"sale-{i}"))
        cut = tmp_path / f"cut-{i}"
        cut.mkdir()
        for suffix in (
            "",
            "-wal",
            ".mark",
        ):  # as the disk has it at the acknowledgement; no shared memory survives
            shutil.copyfile(tmp_path / (LEDGER + suffix), cut / (LEDGER + suffix))
        with (cut / (LEDGER + "-wal")).open("ab") as wal:
            wal.write(b"\x37\x7f" * (i * 211))  # the next transaction, torn

    for i in range(20):
        again = await ledgers.open(tmp_path / f"cut-{i}" / LEDGER)
        assert [row.id for row in again.rows()] == [f"sale-{n}" for n in range(i + 1)]
        assert again.alert is None


async def test_o9_a_second_process_reads_only_and_says_who_holds_it(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    await outbox.append(sale("a"))
    second = await run("-m", "tests.ledgers", str(tmp_path / LEDGER), "1")
    other = await ledgers.open()

    assert second.startswith("held by")
    assert f"held by {(other.holder or {})['pid']}" in second
    assert other.is_read_only
    assert {"pid", "host", "since"} <= set(other.holder or {})
    assert [row.id for row in other.rows()] == ["a"]
    with pytest.raises(DeviceFailed, match="TLHLD"):
        await other.append(sale("b"))
    with pytest.raises(DeviceFailed, match="TLHLD"):
        await ledgers.store().commit(LedgerChange((await other._store.open()).meta))
    await other.close()
    await outbox.close()
    await other.open()
    assert not other.is_read_only
    assert (await other.append(sale("b"))).no == 2


async def test_a_lock_without_a_readable_holder_is_still_a_lock(
    tmp_path: Path, outbox: Outbox, ledgers: Ledgers
) -> None:
    (tmp_path / (LEDGER + ".lock")).write_text("[")
    (tmp_path / LEDGER).write_bytes(b"not a database" * 1000)
    other = await ledgers.open()

    assert other.holder == {}
    assert other.is_read_only
    assert other.rows() == ()


async def test_o10_a_full_disk_refuses_the_sale_and_selling_goes_on_when_there_is_room(
    ledgers: Ledgers,
) -> None:
    ledger = ledgers.store()
    outbox = Outbox(ledger, FakeClock(), till_code="C1")
    await outbox.open()
    first = await outbox.append(sale("a"))
    pages = await ledger.run(lambda: ledger.db.execute("pragma page_count").fetchone()[0])
    await ledger.run(lambda: ledger.db.execute(f"pragma max_page_count = {pages}"))
    with pytest.raises(DeviceFailed) as full:
        await sell_until_it_fails(outbox)
    sold_before = [row.id for row in outbox.rows()]
    again = await outbox.append(sale("b"))

    assert full.value.code == "TLDSK"
    assert full.value.params == {"reason": "SQLITE_FULL"}
    assert outbox.rows()[0].id == first.id
    assert [row.id for row in outbox.rows()] == [*sold_before, "b"]
    assert [row.no for row in outbox.rows()] == list(range(1, again.no + 1))


async def sell_until_it_fails(outbox: Outbox) -> None:
    for i in range(200):
        await outbox.append(sale(f"big-{i}", note="x" * 2_000))


async def test_o10_a_disk_without_room_for_a_file_refuses_the_sale(tmp_path: Path, ledgers: Ledgers) -> None:
    child = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000));"
        "from tests.ledgers import main; sys.exit(main(sys.argv[1:]))"
    )
    output = await run("-c", child, str(tmp_path / LEDGER), "60")

    acknowledged = sold(output)
    assert "refused TLDSK" in output
    assert 0 < len(acknowledged) < 60
    assert await filled(tmp_path / LEDGER) >= acknowledged


async def test_o10_a_commit_that_failed_is_looked_up_before_anything_is_said(ledgers: Ledgers) -> None:
    commits = FailingCommits()
    outbox = await ledgers.open(connect=commits.connect)
    commits.fail_after = 1
    row = await outbox.append(sale("on disk"))
    commits.fail = 1
    with pytest.raises(DeviceFailed) as failed:
        await outbox.append(sale("not on disk"))
    after = await outbox.append(sale("next"))

    assert (row.no, after.no) == (1, 2)
    assert failed.value.params == {"reason": "SQLITE_IOERR"}
    assert [row.id for row in outbox.rows()] == ["on disk", "next"]


async def test_o10_a_disk_that_cannot_be_read_back_says_that_nothing_is_known(ledgers: Ledgers) -> None:
    commits = FailingCommits()
    outbox = await ledgers.open(connect=commits.connect)
    commits.fail_after, commits.refuse = 1, 1
    with pytest.raises(DeviceFailed) as failed:
        await outbox.append(sale("perhaps"))
    commits.refuse = 1
    with pytest.raises(DeviceFailed):
        await outbox.append(sale("perhaps"))
    row = await outbox.append(sale("perhaps"))

    assert failed.value.params["unknown"] is True
    assert (row.no, row.id, row.door) == (1, "perhaps", Door.SERVED)
    assert len(outbox.rows()) == 1


async def test_a_bug_in_a_change_is_not_taken_for_a_bad_disk(ledgers: Ledgers) -> None:
    ledger = ledgers.store()
    outbox = Outbox(ledger, FakeClock())
    await outbox.open()
    row = await outbox.append(Command("a", "count", 1, {}))
    meta = (await ledger.open()).meta
    with pytest.raises(sqlite3.IntegrityError):
        await ledger.commit(LedgerChange(meta, insert=(row,)))

    assert [x.id for x in await ledger.rows_after(0)] == ["a"]
    await ledger.close()
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await ledger.rows_after(0)


async def test_a_ledger_that_cannot_be_made_fails_loudly(tmp_path: Path, ledgers: Ledgers) -> None:
    (tmp_path / "file").write_text("no folder")
    outbox = Outbox(ledgers.store(tmp_path / "file" / LEDGER), FakeClock())
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await outbox.open()


async def test_o8_old_rows_go_only_when_every_snapshot_has_them(ledgers: Ledgers) -> None:
    clock = FakeClock()
    outbox = await ledgers.open(clock=clock)
    for i in range(4):
        await outbox.append(sale(f"sale-{i}"))
    await outbox.record([Outcome(i, "done", Door.COUNTER) for i in (1, 2, 4)])
    await outbox.record([Outcome(3, "refused", Door.COUNTER, "TLSTK")])
    clock.pass_time(36 * 86_400)
    unsure = await outbox.purge(lambda row: row.no == 1)
    outbox.time.measure(ScriptedGateway(clock).server_time(), clock.monotonic(), clock.monotonic())
    unsure_rows = await outbox.purge(lambda row: row.no == 1)
    await outbox.append(sale("sure"))
    await outbox.record([Outcome(5, "done", Door.COUNTER)])
    young = await outbox.purge(lambda row: True)
    clock.pass_time(36 * 86_400)
    gone = await outbox.purge(lambda row: True)

    assert (unsure, unsure_rows, young, gone) == (0, 0, 0, 4)
    assert [(row.no, row.state) for row in await outbox.recent()] == [(3, State.REFUSED)]
    assert (await outbox.append(sale("next"))).no == 6


async def test_a_purge_that_fails_deletes_nothing(ledgers: Ledgers) -> None:
    commits = FailingCommits()
    clock = FakeClock()
    ledger = ledgers.store(connect=commits.connect)
    outbox = Outbox(ledger, clock, till_code="C1")
    await outbox.open()
    await outbox.append(sale("a"))
    await outbox.record([Outcome(1, "done", Door.COUNTER)])
    commits.fail = 1
    with pytest.raises(DeviceFailed, match="TLDSK"):
        await ledger.purge(9e9, 1)

    assert [row.id for row in await ledger.recent(5)] == ["a"]
    assert await ledger.purge(9e9, 1) == 0  # its time is unsure


def test_it_works_on_the_window_s_own_loop(tmp_path: Path, qapp: QApplication) -> None:
    async def sell() -> list[int]:
        outbox = Outbox(SqliteLedger(tmp_path / LEDGER), FakeClock(), till_code="C1")
        await outbox.open()
        numbers = [(await outbox.append(sale(f"sale-{i}"))).no for i in range(5)]
        assert (await outbox.image()).operations == 5
        await outbox.close()
        return numbers

    loop = QEventLoop(qapp)
    with loop:
        assert loop.run_until_complete(sell()) == [1, 2, 3, 4, 5]
