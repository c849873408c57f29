"""One process per till: a second one says who has it, and harms nothing."""

from __future__ import annotations

import asyncio
import sys

from tests.e2e.harness import ROOT, environment
from tests.e2e.site import Site


async def test_a_second_process_on_the_same_till_says_who_has_it_and_ends(site: Site) -> None:
    till = await site.till("C1")
    second = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "app", "till", "--headless", "--profile", str(site.folder / "C1")),
        env=environment(),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await second.communicate()

    assert second.returncode == 1
    assert b"TLHLD" in said
    assert str(till.process.pid).encode() in said
    assert (await till.sell(site.product))["event"] == "sold"
