"""Imports without PySide's look at each module, from the first one of Qt on.

PySide puts an import of its own in place (for ``from __feature__ import …``, which nobody here says): it reads the
source of every module that is imported after it, to see whether it speaks of PySide. That is a quarter of a
millisecond for each module.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - puts its import in place


def use_plain_import() -> bool:
    """Put back the import that PySide has set aside: Python's, or the one with which it makes its classes late.

    Return whether there was one: a later PySide may have none.
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is None:
        return False
    builtins.__import__ = before
    return True
