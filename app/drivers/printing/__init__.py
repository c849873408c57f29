"""Printers: one thread each, ESC/POS by python-escpos over network, USB, serial line and the system's spooler."""

import asyncio
from pathlib import Path

from app.drivers.printing.files import ProfileFiles
from app.drivers.printing.spooler import Spooler, Times
from app.till.ports import Paper, PrintDevices

__all__ = ["ProfileFiles", "Spooler", "Times", "print_devices"]


def print_devices(profile: Path, paper: Paper) -> PrintDevices:
    """Return what a till prints with: threads that report to the running event loop, files in its profile."""
    return PrintDevices(
        Spooler(asyncio.get_running_loop().call_soon_threadsafe), paper, ProfileFiles(profile)
    )
