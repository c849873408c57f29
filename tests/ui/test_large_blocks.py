"""Memory of windows that were closed goes back to the system."""

import platform
import subprocess
import sys

import pytest

from app.ui import large_blocks

PROGRAM = """
import sys
import psutil
from app.ui.large_blocks import give_back_large_blocks

told = give_back_large_blocks() if sys.argv[1] == "told" else False
window = bytearray(b"x" * 4_000_000)
del window
window, after = bytearray(b"x" * 4_000_000), [bytearray(2_000) for _ in range(500)]
before = psutil.Process().memory_info().rss
del window
print(int(told), before - psutil.Process().memory_info().rss)
"""


def given_back(how: str) -> tuple[bool, int]:
    """Return whether the allocator was told, and the bytes that went back with a block of 4 MB among small ones."""
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True, timeout=60
    )
    told, bytes_back = answer.stdout.split()
    return bool(int(told)), int(bytes_back)


def test_a_large_block_goes_back_although_small_ones_were_made_after_it() -> None:
    told, back = given_back("told")
    if told:
        assert back >= 3_900_000
        assert given_back("alone")[1] < 100_000, "this system's allocator needs no telling any more"
    else:
        assert platform.libc_ver()[0] != "glibc"


def test_a_system_without_the_limit_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert large_blocks.give_back_large_blocks.__wrapped__() is False
