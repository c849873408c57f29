"""Printers: one thread each, ESC/POS by python-escpos over network, USB, serial line and the system's spooler."""

from app.drivers.printing.files import ProfileFiles
from app.drivers.printing.spooler import Spooler, Times

__all__ = ["ProfileFiles", "Spooler", "Times"]
