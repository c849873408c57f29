"""Printers that this machine knows of: serial ports, USB printers, printers of the system."""

from __future__ import annotations

import subprocess
import sys

from app.domain.errors import DeviceFailed
from app.domain.printers import Found, Transport
from app.drivers.printing.library import escpos
from app.drivers.printing.usb_ports import usb_printers

ASK_S = 5.0


def found_by(transport: Transport) -> tuple[Found, ...]:
    """Return them; none where an address is typed. Raises DeviceFailed ``TLPMS`` when the machine cannot be asked."""
    try:
        match transport:
            case Transport.SERIAL:
                return _serial_ports()
            case Transport.USB:
                return usb_printers()
            case Transport.SYSTEM:
                return _printers_of_windows() if sys.platform == "win32" else _printers_of_cups()
            case _:
                return ()
    except (OSError, ValueError, RuntimeError, subprocess.SubprocessError) as error:
        raise DeviceFailed("TLPMS", {"where": transport.value, "reason": str(error)}) from error


def _serial_ports() -> tuple[Found, ...]:
    from serial.tools import list_ports

    ports = sorted(list_ports.comports(), key=lambda port: port.device)
    return tuple(Found(port.description if port.hwid != "n/a" else "", port.device) for port in ports)


def _printers_of_cups() -> tuple[Found, ...]:
    done = subprocess.run(["lpstat", "-e"], capture_output=True, timeout=ASK_S, check=False)
    names = done.stdout.decode("utf-8", "replace").splitlines()
    return tuple(Found(name.strip(), name.strip()) for name in names if name.strip())


def _printers_of_windows() -> tuple[Found, ...]:
    return tuple(Found(name, name) for name in sorted(escpos().Win32Raw().printers))
