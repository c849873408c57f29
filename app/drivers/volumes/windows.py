"""What Windows tells of the disk behind a drive letter. What it does not tell is not guessed."""

from __future__ import annotations

import struct
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _STORAGE_GET_DEVICE_NUMBER = 0x2D1080
    _STORAGE_QUERY_PROPERTY = 0x2D1400
    _BUS_USB, _BUS_SD, _BUS_MMC = 7, 12, 13
    _SHARE_ALL, _OPEN_EXISTING = 7, 3
    _NOWHERE = ctypes.c_void_p(-1).value

    def _asked(letter: str, code: int, question: bytes, size: int) -> bytes:
        """Return what the driver of ``E:`` answers, cut to ``size``; empty when it answers nothing."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        handle = kernel.CreateFileW(f"\\\\.\\{letter}", 0, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
        if handle in (None, _NOWHERE):
            return b""
        answer, got = ctypes.create_string_buffer(size), wintypes.DWORD()
        try:
            is_told = kernel.DeviceIoControl(
                wintypes.HANDLE(handle),
                code,
                question,
                len(question),
                answer,
                size,
                ctypes.byref(got),
                None,
            )
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))
        return answer.raw[: got.value] if is_told else b""

    def disk_number(root: str) -> int | None:
        """Return the number of the physical disk behind a drive, None when it is not one disk or not known."""
        answer = _asked(root[:2], _STORAGE_GET_DEVICE_NUMBER, b"", 12)
        return struct.unpack("<LLL", answer)[1] if len(answer) == 12 else None

    def is_on_usb(root: str) -> bool:
        """Tell whether a drive hangs on USB or is a card: a disk in a USB case says that it is fixed."""
        answer = _asked(root[:2], _STORAGE_QUERY_PROPERTY, struct.pack("<LLL", 0, 0, 0), 40)
        return len(answer) < 32 or struct.unpack_from("<L", answer, 28)[0] in (_BUS_USB, _BUS_SD, _BUS_MMC)

    def label(root: str) -> str:
        """Return the name that a person gave to the disk; empty when there is none."""
        name = ctypes.create_unicode_buffer(261)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        is_told = kernel.GetVolumeInformationW(root, name, len(name), None, None, None, None, 0)
        return name.value if is_told else ""

else:

    def disk_number(root: str) -> int | None:
        del root
        return None

    def is_on_usb(root: str) -> bool:
        del root
        return True

    def label(root: str) -> str:
        del root
        return ""
