"""Programs killed while they write: everything acknowledged is there, once, and numbers have no holes."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
from pathlib import Path

from app.sync.outbox import Outbox
from app.sync.ports import Door, Outcome
from tests.fakes import FakeClock, ScriptedGateway
from tests.ledgers import ROOT, Ledgers, filled, sale, sold

KILLS = int(os.environ.get("BARTENDER_PROOF_KILLS", "20"))


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.ledgers", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )


async def test_o1_everything_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """At random moments, the first ones before anything is acknowledged: in the creation of the file."""
    path, draw = tmp_path / "ledger.sqlite3", random.Random(KILLS)
    acknowledged: set[str] = set()
    first = 1
    for _ in range(KILLS):
        program = await start(str(path), "1000000", str(first))
        assert program.stdout is not None
        output = b""
        for _ in range(draw.choice((0, 1, draw.randrange(40)))):
            output += await program.stdout.readline()
        await asyncio.sleep(draw.uniform(0, 0.01))
        program.kill()
        output += await program.stdout.read()
        await program.wait()
        acknowledged |= sold(output.decode())
        there = await filled(path)
        assert there >= acknowledged
        first = len(there) + 1

    assert len(acknowledged) > KILLS


async def test_o8_a_purge_killed_in_the_middle_deletes_all_or_nothing(tmp_path: Path) -> None:
    path, draw = tmp_path / "ledger.sqlite3", random.Random(8)
    ledgers = Ledgers(path)
    outbox = await ledgers.open(clock=FakeClock())
    await many_done(outbox, 300)
    await ledgers.close()
    for i in range(5):
        copy = tmp_path / str(i) / path.name
        copy.parent.mkdir()
        for suffix in ("", ".mark"):
            shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
        program = await start(str(copy), "purge")
        assert program.stdout is not None
        await program.stdout.readline()
        await asyncio.sleep(draw.uniform(0, 0.002))
        program.kill()
        await program.wait()
        outbox = await ledgers.open(copy)
        kept = [row.no for row in await outbox.recent(1_000)]
        await outbox.close()

        assert len(kept) in (301, 1)
        assert kept[0] == 301


async def many_done(outbox: Outbox, count: int) -> None:
    now = outbox._clock.monotonic()
    clock = FakeClock()
    outbox.time.measure(ScriptedGateway(clock).server_time(), now, now)
    await asyncio.gather(*(outbox.append(sale(f"sale-{i}")) for i in range(count + 1)))
    await outbox.record([Outcome(no, "done", Door.COUNTER) for no in range(1, count + 1)])
