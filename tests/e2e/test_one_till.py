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


async def test_a_second_launch_gets_a_window_of_the_first_and_ends(site: Site) -> None:
    till = await site.till("C1")  # so that the profile knows its place
    await till.quit()
    command = [sys.executable, "-m", "app", "till", "--profile", str(site.folder / "C1")]
    env = environment({"QT_QPA_PLATFORM": "offscreen"})
    first = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, code = b"", 1
    async with asyncio.timeout(60):
        while b"is open already" not in said:  # the first may still be on its way to its window
            second = await asyncio.create_subprocess_exec(
                *command,
                *("--window", "display"),
                env=env,
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            said, _ = await second.communicate()
            code = second.returncode or 0
    assert code == 0
    assert first.returncode is None
    first.terminate()
    rest, _ = await first.communicate()

    assert (await first.wait(), rest) == (0, b"")
