"""The ways to a printer, each a wire that sends bytes and may answer: network, USB, serial line, system, a file.

Every step has a time-out: a printer that hangs costs its own thread some seconds and nobody else anything. What fails
is a DeviceFailed: ``TLPOF`` not reached, ``TLPSL`` too slow, ``TLPMS`` this machine lacks what it takes, ``TLPDF`` the
file cannot be written.

Seen in python-escpos 3.1: its USB time-out is in milliseconds, its serial line waits for ever when it writes, its
``lp`` neither times out nor tells that it failed. So the first two get what they lack, and ``lp`` is called here.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from app.domain.errors import DeviceFailed
from app.domain.printers import Printer, Transport
from app.drivers.printing.library import escpos

TITLE = "BarTender"
SLOW = frozenset({"TimeoutError", "USBTimeoutError", "SerialTimeoutException", "TimeoutExpired"})
LACKING = frozenset({"NoBackendError", "NotImplementedError"})
"""What the libraries raise, by name, so that none of them has to be loaded to be told apart. pyusb finds no libusb, or
its libusb cannot do something on this system; everything else that a machine may lack is pinned with the program.
"""
SLOW_NUMBERS = frozenset({errno.ETIMEDOUT, errno.EAGAIN})
DENIED_NUMBERS = frozenset({errno.EACCES, errno.EPERM})


class Wire(Protocol):
    """An open way to one printer."""

    def send(self, data: bytes) -> None:
        """Give the printer ``data``. Raises DeviceFailed."""

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        """Return one byte of answer, nothing when none comes in time. Raises DeviceFailed when the wire breaks."""

    def close(self) -> None: ...


def wire_to(printer: Printer, timeout_s: float) -> Wire:
    """Open the way to ``printer``; each step on it takes ``timeout_s`` at most. Raises DeviceFailed."""
    match printer.transport:
        case Transport.NETWORK:
            return NetworkWire(printer.host, printer.port, timeout_s)
        case Transport.USB:
            return UsbWire(printer.address, timeout_s)
        case Transport.SERIAL:
            return SerialWire(printer.address, printer.baud, timeout_s)
        case Transport.SYSTEM:
            return SystemWire(printer.address, timeout_s)
        case Transport.PDF:
            return FileWire(Path(printer.address))


@contextlib.contextmanager
def _as_ours(where: str) -> Iterator[None]:
    """Turn what the libraries raise into our errors."""
    try:
        yield
    except DeviceFailed:
        raise
    except Exception as error:
        raise _ours(error, where) from error


def _ours(error: Exception, where: str) -> Exception:
    causes = [error, *(x for x in (error.__cause__, error.__context__) if isinstance(x, Exception))]
    params = {"where": where, "reason": str(error)}
    names = {type(cause).__name__ for cause in causes}
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if names & SLOW or numbers & SLOW_NUMBERS:
        return DeviceFailed("TLPSL", params)
    if names & LACKING or numbers & DENIED_NUMBERS:
        return DeviceFailed("TLPMS", params)
    if isinstance(error, (OSError, ValueError, AssertionError)) or "DeviceNotFoundError" in names:
        return DeviceFailed("TLPOF", params)
    return error


class NetworkWire:
    """TCP, port 9100 by habit. A connection for each ticket: most printers take one at a time, from any till."""

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        self._where = f"{host}:{port}"
        self._made = escpos().Network(host, port, timeout=timeout_s)
        with _as_ours(self._where):
            # Its own ``open`` knows IPv4 alone, and leaves a socket open whose call failed.
            self._made.device = socket.create_connection((host, port), timeout_s)

    def send(self, data: bytes) -> None:
        with _as_ours(self._where):
            self._made._raw(data)

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        with _as_ours(self._where):
            line, before = self._made.device, self._made.device.gettimeout()
            self._made._raw(question)
            line.settimeout(timeout_s)
            try:
                said = bytes(line.recv(1))
            except TimeoutError:
                return b""
            finally:
                line.settimeout(before)
            if not said:
                raise ConnectionResetError("the printer hung up")
            return said

    def close(self) -> None:
        self._made.close()


class SerialWire:
    """A serial line, or a USB cable that the system shows as one. Without handshake: a ticket fits the buffer."""

    def __init__(self, port: str, baud: int, timeout_s: float) -> None:
        self._where = port
        self._made = escpos().Serial(port, baudrate=baud, timeout=timeout_s, dsrdtr=False)
        with _as_ours(port):
            self._made.open()
            self._made.device.write_timeout = timeout_s

    def send(self, data: bytes) -> None:
        with _as_ours(self._where):
            self._made._raw(data)

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        with _as_ours(self._where):
            line = self._made.device
            line.reset_input_buffer()
            self._made._raw(question)
            line.timeout = timeout_s
            return bytes(line.read(1))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._made.close()


class UsbWire:
    """A USB printer by its vendor and product (``04b8:0e15``), through libusb."""

    def __init__(self, address: str, timeout_s: float, backend: Any = None) -> None:
        """``backend``: another libusb, as pyusb has them."""
        from app.drivers.printing.usb_ports import ends_of

        self._where = address
        with _as_ours(address):
            vendor, product, self._in, out = ends_of(address, backend)
            found = {} if backend is None else {"backend": backend}
            made = escpos().Usb(vendor, product, found, round(timeout_s * 1000), self._in or 0, out)
            made.open()
        self._made = made

    def send(self, data: bytes) -> None:
        with _as_ours(self._where):
            self._made._raw(data)

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        if self._in is None:
            return b""
        with _as_ours(self._where):
            self._made._raw(question)
            try:
                return bytes(self._made.device.read(self._in, 64, round(timeout_s * 1000)))[:1]
            except OSError as error:
                if error.errno in SLOW_NUMBERS:
                    return b""
                raise

    def close(self) -> None:
        self._made.close()


class SystemWire:
    """A printer of the system by its name: CUPS takes the bytes as they are by ``lp -o raw``, Windows its spooler."""

    def __init__(self, name: str, timeout_s: float) -> None:
        self._name, self._timeout_s = name, timeout_s

    def send(self, data: bytes) -> None:
        with _as_ours(self._name):
            if sys.platform == "win32":
                made = escpos().Win32Raw(self._name)
                made.open(TITLE)
                try:
                    made._raw(data)
                finally:
                    made.close()
                return
            command = ["lp", "-d", self._name, "-t", TITLE, "-o", "raw"]
            try:
                done = subprocess.run(
                    command, input=data, capture_output=True, timeout=self._timeout_s, check=False
                )
            except FileNotFoundError as error:
                raise DeviceFailed("TLPMS", {"where": self._name, "reason": "no lp"}) from error
            if done.returncode != 0:
                raise OSError(done.stderr.decode("utf-8", "replace").strip())

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        """The system's spooler takes no questions."""
        del question, timeout_s
        return b""

    def close(self) -> None: ...


class FileWire:
    """A folder that takes each ticket as a file; ``name`` first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = TITLE

    def send(self, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{self.name}.part"
            fresh.write_bytes(data)
            fresh.replace(self._folder / f"{self.name}.pdf")
        except OSError as error:
            raise DeviceFailed("TLPDF", {"where": str(self._folder), "reason": str(error)}) from error

    def ask(self, question: bytes, timeout_s: float) -> bytes:
        del question, timeout_s
        return b""

    def close(self) -> None: ...
