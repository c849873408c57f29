"""What large pictures took goes back to the system when they go: a second window's, say, some 7 MB.

GNU's allocator takes a large block from the system and gives it back, until the first one is freed: from then on it
keeps room for blocks of that size among the small ones, which hold it fast. A limit that is set stays (mallopt(3)).
"""

from __future__ import annotations

import logging
import sys
from functools import cache

log = logging.getLogger(__name__)

LARGE_BYTES = 512 * 1024
"""Larger than the picture of a tile, smaller than that of a window."""
_MMAP_THRESHOLD = -3
"""The parameter's number in GNU's malloc.h."""


@cache
def give_back_large_blocks() -> bool:
    """Let blocks from ``LARGE_BYTES`` on go back when they are freed. Return whether this system was told so."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        import ctypes

        return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, LARGE_BYTES))
    except (ImportError, AttributeError, OSError):
        log.info("this system's allocator has no such limit")
        return False
