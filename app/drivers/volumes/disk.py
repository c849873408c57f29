"""What is known of a file system before anything of it is read."""

from __future__ import annotations

from app.domain.frozen import frozen


@frozen
class Disk:
    """Where it is mounted, and what it is called. ``is_removable``: a stick or a card, or it is not known.

    ``is_second``: known to be a fixed disk, and none that the till's own files are on.
    """

    root: str
    name: str
    is_removable: bool = True
    is_second: bool = False
