"""The other ways to a printer: USB, a serial line, the system's spooler, a folder; and what the machine finds."""

import asyncio
import os
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from app.domain.errors import DeviceFailed
from app.domain.paper import Text
from app.domain.printers import Found, Printer, Report, Sheet, Transport
from app.drivers.printing import ProfileFiles, Spooler, Times
from app.drivers.printing.finding import found_by
from app.drivers.printing.library import TABLE, escpos
from app.drivers.printing.usb_ports import ends_of, usb_printers
from app.drivers.printing.wires import UsbWire, wire_to
from tests.conftest import ErrorLog
from tests.printers import Mechanism, read_escpos
from tests.usb_printer import FakeLibusb

SHEET = Sheet((Text("Béninoise"),), "C1-000001", b"%PDF")
PATIENT, QUICK = Times(step_s=60, probe_s=60), Times(step_s=0.2, probe_s=0.2)
USB = Printer("usb", "USB", Transport.USB, "04b8:0e15")


async def told(
    printer: Printer, open_wire: object = wire_to, count: int = 1, times: Times = PATIENT
) -> list[Report]:
    """Print so many sheets one after the other, and return what was reported."""
    spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe, times, open_wire)  # type: ignore[arg-type]
    reports = list[Report]()
    for _ in range(count):
        heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        spooler.submit(printer, SHEET, heard.set_result)
        reports.append(await asyncio.wait_for(heard, 60))
    await spooler.close(60)
    return reports


def over(libusb: FakeLibusb) -> object:
    return lambda printer, timeout_s: UsbWire(printer.address, timeout_s, libusb)


# --- USB


async def test_a_usb_printer_prints_and_says_how_it_is() -> None:
    libusb = FakeLibusb()
    reports = await told(USB, over(libusb), 2)

    assert reports == [Report(was_sent=True, answers=True)] * 2
    assert libusb.printer.printed.text == "Béninoise\nBéninoise"
    assert libusb.resets == 1, "it stays open"


async def test_a_usb_printer_without_paper_says_so() -> None:
    libusb = FakeLibusb()
    libusb.printer.has_paper = False

    assert [report.code for report in await told(USB, over(libusb))] == ["TLPAP"]


@pytest.mark.parametrize("talks", [True, False])
async def test_a_usb_printer_that_says_nothing_prints_all_the_same(talks: bool) -> None:
    libusb = FakeLibusb(talks=talks)
    libusb.printer.is_mute = True

    assert await told(USB, over(libusb)) == [Report(was_sent=True, answers=False)]


async def test_a_cable_that_was_pulled_and_put_back_costs_nothing() -> None:
    libusb = FakeLibusb()
    spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe, PATIENT, over(libusb))  # type: ignore[arg-type]
    codes = list[str]()
    for is_plugged in (True, False, True):
        libusb.is_plugged = is_plugged
        heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        spooler.submit(replace(USB, answers=True), SHEET, heard.set_result)
        codes.append((await asyncio.wait_for(heard, 60)).code)

    assert codes == ["", "TLPOF", ""]
    assert libusb.printer.printed.cuts == 2


async def test_other_settings_open_another_wire() -> None:
    libusb = FakeLibusb()
    spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe, PATIENT, over(libusb))  # type: ignore[arg-type]
    for printer in (USB, USB, replace(USB, baud=19_200)):
        heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        spooler.submit(printer, SHEET, heard.set_result)
        await asyncio.wait_for(heard, 60)

    assert libusb.resets == 2


async def test_a_usb_printer_that_this_machine_may_not_use_is_told(expects_error_logs: ErrorLog) -> None:
    libusb = FakeLibusb()
    libusb.is_allowed = False

    assert [report.code for report in await told(USB, over(libusb))] == ["TLPMS"]
    assert "Could not set configuration" in expects_error_logs.lines[0], "the library's own word"


@pytest.mark.parametrize("address", ["", "printer", "ffff:ffff"])
async def test_a_usb_address_that_is_none_is_a_printer_that_is_not_there(address: str) -> None:
    reports = await told(replace(USB, address=address), over(FakeLibusb()))

    assert [report.code for report in reports] == ["TLPOF"]


def test_the_ends_of_a_printer_are_found_whatever_their_numbers() -> None:
    assert ends_of("04b8:0e15", FakeLibusb()) == (0x04B8, 0x0E15, 0x81, 0x02)
    assert ends_of("04b8:0e15", FakeLibusb(interface_class=255, talks=False)) == (0x04B8, 0x0E15, None, 0x02)
    with pytest.raises(OSError, match="takes no data"):
        ends_of("04b8:0e15", FakeLibusb(has_out=False))


def test_usb_printers_are_found_by_their_class() -> None:
    nameless = FakeLibusb()
    nameless.is_named = False

    assert usb_printers(FakeLibusb()) == (Found("EPSON TM-T20III", "04b8:0e15"),)
    assert usb_printers(FakeLibusb(interface_class=3)) == ()
    assert usb_printers(nameless) == (Found("", "04b8:0e15"),)


# --- a serial line


@contextmanager
def serial_printer() -> Iterator[tuple[Mechanism, str]]:
    """Put a printer at the far end of a pseudo-terminal."""
    near, far = os.openpty()
    printer = Mechanism()

    def serve() -> None:
        while True:
            try:
                data = os.read(near, 4096)
            except OSError:
                return
            if said := printer.feed(data):
                os.write(near, said)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield printer, os.ttyname(far)
    os.close(far)
    os.close(near)


async def test_a_serial_printer_prints_and_says_how_it_is() -> None:
    with serial_printer() as (printer, port):
        reports = await told(Printer("s", "Série", Transport.SERIAL, port), count=2)
        printer.wait(lambda it: it.printed.cuts == 2)

    assert reports == [Report(was_sent=True, answers=True)] * 2
    assert printer.printed.text == "Béninoise\nBéninoise"


async def test_a_serial_printer_that_says_nothing_prints_all_the_same() -> None:
    with serial_printer() as (printer, port):
        printer.is_mute = True
        reports = await told(Printer("s", "Série", Transport.SERIAL, port), times=QUICK)

    assert reports == [Report(was_sent=True, answers=False)]


async def test_a_serial_port_that_is_not_there_is_told() -> None:
    assert [x.code for x in await told(Printer("s", "S", Transport.SERIAL, "/dev/no-such-port"))] == ["TLPOF"]


def test_serial_ports_are_listed() -> None:
    assert all(found.address for found in found_by(Transport.SERIAL))


# --- the system


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an ``lp`` and an ``lpstat`` on the path; returns the folder where printed jobs land, by printer."""
    programs, out = tmp_path / "bin", tmp_path / "out"
    programs.mkdir()
    out.mkdir()
    lp = f"""#!{sys.executable}
import pathlib, sys, threading
name = sys.argv[sys.argv.index("-d") + 1]
assert sys.argv[-2:] == ["-o", "raw"]
if name == "hangs":
    threading.Event().wait()
if name == "broken":
    sys.exit("lp: The printer or class does not exist.")
pathlib.Path({str(out)!r}, name).write_bytes(sys.stdin.buffer.read())
"""
    lpstat = f"#!{sys.executable}\nprint('Bar\\nBureau_HP\\n')\n"
    for name, text in (("lp", lp), ("lpstat", lpstat)):
        (programs / name).write_text(text)
        (programs / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return out


async def test_the_systems_printer_gets_the_bytes_as_they_are(cups: Path) -> None:
    reports = await asyncio.wait_for(told_system("Bar", Times(step_s=60)), 120)

    assert reports == Report(was_sent=True, answers=False)
    assert read_escpos((cups / "Bar").read_bytes()).text == "Béninoise"


async def told_system(name: str, times: Times) -> Report:
    spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe, times)
    heard: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
    spooler.submit(Printer("s", "S", Transport.SYSTEM, name), SHEET, heard.set_result)
    return await heard


async def test_a_system_that_refuses_or_hangs_is_told(cups: Path) -> None:
    broken = await told_system("broken", Times(step_s=60))
    hangs = await told_system("hangs", Times(step_s=0.2))

    assert (broken.code, broken.params and broken.params["reason"]) == (
        "TLPOF",
        "lp: The printer or class does not exist.",
    )
    assert hangs.code == "TLPSL"


async def test_a_machine_without_lp_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (await told_system("Bar", QUICK)).code == "TLPMS"
    with pytest.raises(DeviceFailed, match="TLPMS"):
        found_by(Transport.SYSTEM)


async def test_printers_of_the_system_are_listed(cups: Path) -> None:
    spooler = Spooler(asyncio.get_running_loop().call_soon_threadsafe)

    assert await spooler.find(Transport.SYSTEM) == (Found("Bar", "Bar"), Found("Bureau_HP", "Bureau_HP"))
    assert await spooler.find(Transport.NETWORK) == ()


# --- files


async def test_a_ticket_becomes_a_file_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "tickets"
    pdf = Printer("p", "PDF", Transport.PDF, str(folder))

    assert await told(pdf) == [Report(was_sent=True)]
    assert [path.name for path in folder.iterdir()] == ["C1-000001.pdf"]
    assert (folder / "C1-000001.pdf").read_bytes() == b"%PDF"


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    reports = await told(Printer("p", "PDF", Transport.PDF, str(tmp_path / "file")))

    assert [(report.code, report.was_sent) for report in reports] == [("TLPDF", False)]


async def test_small_files_come_back_and_a_broken_one_is_nothing(tmp_path: Path) -> None:
    files = ProfileFiles(tmp_path / "profile")
    assert await files.load("printers") is None

    await files.save("printers", {"é": [1, 2]})
    assert await ProfileFiles(tmp_path / "profile").load("printers") == {"é": [1, 2]}
    assert stat.S_IMODE((tmp_path / "profile/printers.json").stat().st_mode) == 0o600
    for text in ("[1]", "{", '{"a": "\ud800"}'):
        (tmp_path / "profile/printers.json").write_text(text, "utf-8", "surrogatepass")
        assert await files.load("printers") is None


async def test_a_disk_that_refuses_leaves_what_was_there(tmp_path: Path) -> None:
    files = ProfileFiles(tmp_path)
    await files.save("unprinted", {"tickets": []})
    (tmp_path / "unprinted.new").mkdir()

    with pytest.raises(DeviceFailed, match="TLPWR"):
        await files.save("unprinted", {"tickets": [1]})
    assert await files.load("unprinted") == {"tickets": []}


def test_the_library_reads_our_table_and_leaves_nothing_behind() -> None:
    assert escpos() is escpos()
    from escpos import capabilities

    assert capabilities.capabilities_path == str(TABLE)
    assert not Path(capabilities.pickle_dir).exists()


def test_python_escpos_is_imported_when_it_is_needed_and_not_before() -> None:
    import subprocess

    code = "import sys, app.build; sys.exit('escpos' in sys.modules or 'PIL' in sys.modules)"
    run = partial(subprocess.run, check=False, cwd=Path(__file__).resolve().parents[2])
    assert run([sys.executable, "-c", code]).returncode == 0
