"""A libusb of one printer, which behaves: plugged in or not, allowed or not, talkative or not."""

import array
import errno
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from tests.printers import Mechanism

VENDOR, PRODUCT = 0x04B8, 0x0E15
OUT, IN = 0x02, 0x81
NAMES = {1: "EPSON", 2: "TM-T20III"}


class FakeLibusb(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """Give it as ``backend``. ``printer`` is what is plugged in; pull the cable by ``is_plugged``."""

    def __init__(self, *, talks: bool = True, interface_class: int = 7, has_out: bool = True) -> None:
        self.printer = Mechanism()
        self.is_plugged = True
        self.is_allowed = True
        self.is_named = True
        self.resets = 0
        self._ends = [*([OUT] if has_out else []), *([IN] if talks else [])]
        self._class = interface_class
        self._said = b""

    def enumerate_devices(self) -> list[int]:
        return [1] if self.is_plugged else []

    def get_parent(self, dev: int) -> None:
        del dev

    def get_device_descriptor(self, dev: int) -> Any:
        del dev
        fixed = dict.fromkeys(
            ("bcdUSB", "bDeviceClass", "bDeviceSubClass", "bDeviceProtocol", "bcdDevice", "iSerialNumber"), 0
        )
        fixed |= {"bLength": 18, "bDescriptorType": 1, "bMaxPacketSize0": 64, "bNumConfigurations": 1}
        place = {"address": 1, "bus": 1, "port_number": 1, "port_numbers": (1,), "speed": 2}
        names = (1, 2) if self.is_named else (0, 0)
        return SimpleNamespace(
            **fixed, **place, idVendor=VENDOR, idProduct=PRODUCT, iManufacturer=names[0], iProduct=names[1]
        )

    def get_configuration_descriptor(self, dev: int, config: int) -> Any:
        if config:
            raise IndexError(config)
        del dev
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError(intf)
        del dev, config
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(self._ends),
            bInterfaceClass=self._class,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> Any:
        del dev, intf, alt, config
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=self._ends[ep],
            bmAttributes=2,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: int) -> int:
        if not self.is_allowed:
            raise usb.core.USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        return dev

    def close_device(self, dev_handle: int) -> None: ...

    def set_configuration(self, dev_handle: int, config_value: int) -> None: ...

    def get_configuration(self, dev_handle: int) -> int:
        del dev_handle
        return 1

    def claim_interface(self, dev_handle: int, intf: int) -> None: ...

    def release_interface(self, dev_handle: int, intf: int) -> None: ...

    def reset_device(self, dev_handle: int) -> None:
        del dev_handle
        self.resets += 1

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        del dev_handle, intf
        assert (ep, timeout >= 100) == (OUT, True), "to the right end, with a time-out that means seconds"
        if not self.is_plugged:
            raise usb.core.USBError("No such device", -4, errno.ENODEV)
        self._said += self.printer.feed(bytes(data))
        return len(data)

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:
        del dev_handle, intf
        assert (ep, timeout >= 100) == (IN, True)
        if not self.is_plugged:
            raise usb.core.USBError("No such device", -4, errno.ENODEV)
        if not self._said:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        said, self._said = self._said[: len(buff)], self._said[len(buff) :]
        buff[: len(said)] = array.array("B", said)
        return len(said)

    def ctrl_transfer(
        self, dev_handle: int, kind: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        del dev_handle, kind, index, timeout
        assert (request, value >> 8) == (6, 3), "only names are asked for"
        text = b"\x09\x04" if not value & 0xFF else NAMES[value & 0xFF].encode("utf-16-le")
        said = bytes([len(text) + 2, 3]) + text
        data[: len(said)] = array.array("B", said)
        return len(said)
