"""Printers that behave: they read ESC/POS, know their own code pages, answer DLE EOT, cut, kick, run out of paper.

``FakePrinter`` listens on a loopback port; ``printed`` is what lies in its tray.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

TABLES = {
    0: "cp437",
    2: "cp850",
    4: "cp863",
    16: "cp1252",
    19: "cp858",
    40: "iso8859-15",
    53: "cp858",
    71: "cp1252",
}
"""The code pages of this printer, by its own numbers."""
FIXED = 0x12
WAIT_S = 30.0


@dataclass(slots=True)
class Printed:
    """What came out of a printer. ``lines``: text, is bold, is tall."""

    lines: list[tuple[str, bool, bool]] = field(default_factory=list)
    cuts: int = 0
    kicks: list[int] = field(default_factory=list)
    feeds: int = 0
    tables: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for text, _, _ in self.lines)


def read_escpos(data: bytes, *, tables: dict[int, str] | None = None) -> Printed:
    """Return what a printer makes of ``data``; AssertionError for a command that it does not know."""
    return _Reader(data, tables or TABLES).read()


class _Reader:
    def __init__(self, data: bytes, tables: dict[int, str]) -> None:
        self._data, self._place, self._tables = data, 0, tables
        self._out, self._line = Printed(), bytearray()
        self._table, self._is_bold, self._is_tall = 0, False, False

    def read(self) -> Printed:
        while self._place < len(self._data):
            sign = self._take(1)
            if sign == b"\n":
                text = bytes(self._line).decode(self._tables.get(self._table, "ascii"), "replace")
                self._out.lines.append((text, self._is_bold, self._is_tall))
                self._line.clear()
            elif sign in (b"\x1b", b"\x1d", b"\x1c"):
                self._obey(sign + self._take(1))
            else:
                assert sign >= b" ", f"a control sign {sign!r}"
                self._line += sign
        assert not self._line, "a line without its end stays in the printer"
        return self._out

    def _take(self, count: int) -> bytes:
        taken = self._data[self._place : self._place + count]
        assert len(taken) == count, "a command was cut off"
        self._place += count
        return taken

    def _obey(self, command: bytes) -> None:
        match command:
            case b"\x1b@":
                self._table, self._is_bold, self._is_tall = 0, False, False
            case b"\x1c.":
                pass
            case b"\x1bR":
                assert self._take(1) == b"\x00"
            case b"\x1bt":
                self._table = self._take(1)[0]
                self._out.tables.append(self._table)
            case b"\x1b!":
                self._is_tall = bool(self._take(1)[0] & 0x10)
            case b"\x1bE":
                self._is_bold = self._take(1) == b"\x01"
            case b"\x1bd":
                self._out.feeds += self._take(1)[0]
            case b"\x1dV":
                assert self._take(1) in (b"\x00", b"\x01")
                self._out.cuts += 1
            case b"\x1bp":
                self._out.kicks.append({0: 2, 1: 5}[self._take(3)[0]])
            case _:
                raise AssertionError(f"an unknown command {command!r}")


class Mechanism:
    """The inside of a printer: what it is fed, and what it says of itself."""

    def __init__(self) -> None:
        self.is_mute = False
        """Reads and prints, and answers nothing, as the cheapest do."""
        self.has_paper = True
        self.is_open = False
        self.is_broken = False
        self.ends_after: int | None = None
        """The paper comes to its end after so many bytes."""
        self.data = bytearray()
        self.asked: list[int] = []
        self._changed = threading.Condition()
        self._question = bytearray()

    @property
    def printed(self) -> Printed:
        return read_escpos(bytes(self.data))

    def feed(self, data: bytes) -> bytes:
        """Take what came in, and return what goes back."""
        said = bytearray()
        with self._changed:
            for sign in data:
                said += self._feed(sign)
            self._changed.notify_all()
        return b"" if self.is_mute else bytes(said)

    def _feed(self, sign: int) -> bytes:
        self._question.append(sign)
        if b"\x10\x04".startswith(self._question[:2]):
            if len(self._question) < 3:
                return b""
            self._question.clear()
            self.asked.append(sign)
            return bytes([self._status(sign)])
        self.data += self._question
        self._question.clear()
        if self.ends_after is not None and len(self.data) >= self.ends_after:
            self.has_paper = False
        return b""

    def _status(self, what: int) -> int:
        is_off = not self.has_paper or self.is_open or self.is_broken
        match what:
            case 1:
                return FIXED | (0x08 if is_off else 0)
            case 2:
                causes = ((self.is_open, 0x04), (not self.has_paper, 0x20), (self.is_broken, 0x40))
                return FIXED | sum(bit for is_so, bit in causes if is_so)
            case 4:
                return FIXED | (0 if self.has_paper else 0x60)
            case _:
                raise AssertionError(f"asked for {what}")

    def wait(self, is_so: Callable[["Mechanism"], bool]) -> None:
        """Wait until something is so."""
        with self._changed:
            assert self._changed.wait_for(lambda: is_so(self), WAIT_S)


class FakePrinter(Mechanism):
    """A network printer. ``is_deaf``: it accepts, and never reads. Use it in ``with``."""

    def __init__(self, *, is_deaf: bool = False) -> None:
        super().__init__()
        self.is_deaf = is_deaf
        self.calls = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # as little as a printer has
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, name="fake printer", daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for line in self._open:
            line.close()
        self._thread.join(WAIT_S)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._server.accept()
                self._open.append(line)
                with self._changed:
                    self.calls += 1
                    self._changed.notify_all()
                if not self.is_deaf:
                    self._listen(line)

    def _listen(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := line.recv(4096):
                if said := self.feed(data):
                    line.sendall(said)
        line.close()


@contextlib.contextmanager
def nobody_there() -> Iterator[str]:
    """Yield an address where every call is refused."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield f"127.0.0.1:{port}"
