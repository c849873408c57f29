"""The USB printers of this machine, as libusb shows them: their names, and the two ends that data goes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.printers import Found

PRINTER_CLASS = 7


def usb_printers(backend: Any = None) -> tuple[Found, ...]:
    """Return every USB device that has a printer in it. Raises what pyusb raises (no libusb: NoBackendError)."""
    import usb.core

    found = usb.core.find(find_all=True, backend=backend, custom_match=lambda device: any(_printers(device)))
    return tuple(Found(_name(device), f"{device.idVendor:04x}:{device.idProduct:04x}") for device in found)


def ends_of(address: str, backend: Any = None) -> tuple[int, int, int | None, int]:
    """Return vendor, product, the end to read from (None: it does not talk) and the end to write to.

    Raises ValueError for an address that is none, OSError when no such printer is plugged in.
    """
    import usb.core

    vendor, product = (int(part, 16) for part in address.split(":", 1))
    device = usb.core.find(backend=backend, idVendor=vendor, idProduct=product)
    if device is None:
        raise OSError(f"no USB device {address}")
    for interface in _printers(device) if any(_printers(device)) else _interfaces(device):
        ends = [end.bEndpointAddress for end in interface]
        out = next((end for end in ends if not end & 0x80), None)
        if out is not None:
            return vendor, product, next((end for end in ends if end & 0x80), None), out
    raise OSError(f"the USB device {address} takes no data")


def _printers(device: Any) -> Iterator[Any]:
    return (interface for interface in _interfaces(device) if interface.bInterfaceClass == PRINTER_CLASS)


def _interfaces(device: Any) -> Iterator[Any]:
    return (interface for configuration in device for interface in configuration)


def _name(device: Any) -> str:
    """Return what the device calls itself; some call themselves nothing, or may not be asked."""
    try:
        words = f"{device.manufacturer or ''} {device.product or ''}".strip()
    except (OSError, ValueError):
        words = ""
    return words
