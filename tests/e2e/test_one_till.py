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


IS_LISTENING = """
import sys
from pathlib import Path
from app.ui.instance import ask_running
while not ask_running(Path(sys.argv[1]), ""):
    pass
"""


async def run(*words: str, is_waited_for: bool = True) -> tuple[asyncio.subprocess.Process, bytes]:
    """Start Python, without a screen; return the process and, once it has ended, what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env=environment({"QT_QPA_PLATFORM": "offscreen"}),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate() if is_waited_for else (b"", b"")
    return process, said


async def test_a_second_launch_gets_a_window_of_the_first_and_ends(site: Site) -> None:
    till = await site.till("C1")  # so that the profile knows its place
    await till.quit()
    profile = str(site.folder / "C1")
    command = ("-m", "app", "till", "--profile", profile)
    first, _ = await run(*command, is_waited_for=False)
    async with asyncio.timeout(60):
        await run("-c", IS_LISTENING, profile)
    second, said = await run(*command, "--window", "display")
    assert (second.returncode, b"is open already" in said) == (0, True)
    assert first.returncode is None
    first.terminate()
    rest, _ = await first.communicate()

    assert (await first.wait(), rest) == (0, b"")
