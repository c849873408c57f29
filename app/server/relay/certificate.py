"""The certificate that a relay shows: read when it starts, and again when its files have changed."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

_Stamp = tuple[tuple[int, int, int], ...]
_log = logging.getLogger(__name__)


class Certificate:
    """``chain`` and ``key`` (None: in the same file) are PEM files.

    ``context`` is what a server listens with; it shows a renewed certificate to whoever comes from then on, and sockets
    that are open live on. Raises OSError (``ssl.SSLError`` among them) or ValueError when the files cannot be used.
    """

    def __init__(self, chain: Path, key: Path | None) -> None:
        self._chain = chain
        self._key = key
        self._read_at = self._stamp()
        self.context = self._load(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH))

    def renew(self) -> bool:
        """Read the files again if they changed; tells whether it did. What cannot be read leaves the former one in use.

        A chain that is there without its key yet is tried again at the next call.
        """
        try:
            stamp = self._stamp()
            if stamp == self._read_at:
                return False
            self._load(
                ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            )  # half a pair must not reach the one in use
            self._load(self.context)
        except (OSError, ValueError) as problem:
            _log.warning("the new certificate cannot be used; the former one stays: %s", problem)
            return False
        self._read_at = stamp
        _log.info("the certificate was read again")
        return True

    def _load(self, context: ssl.SSLContext) -> ssl.SSLContext:
        context.load_cert_chain(self._chain, self._key, password=lambda: "")
        return context

    def _stamp(self) -> _Stamp:
        paths = (self._chain,) if self._key is None else (self._chain, self._key)
        found = [path.stat() for path in paths]
        return tuple((one.st_mtime_ns, one.st_size, one.st_ino) for one in found)
