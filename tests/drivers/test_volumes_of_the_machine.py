"""Which of the mounted file systems are places for a copy, over made-up trees of ``/sys`` and ``/dev``."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from app.drivers.volumes.disk import Disk
from app.drivers.volumes.linux import Blocks
from app.drivers.volumes.machine import Mounted, disks_beside, mounted

PROFILE = PurePosixPath("/home/bar/.local/share/BarTender/tills/default")


class Machine:
    """A machine's block devices, made one by one."""

    def __init__(self, folder: Path) -> None:
        self._sys, self._dev = folder / "sys", folder / "dev"
        for made in (self._sys / "class/block", self._dev / "disk/by-label"):
            made.mkdir(parents=True)
        self.blocks = Blocks(self._sys, self._dev)

    def disk(self, name: str, *partitions: str, removable: str = "0", bus: str = "pci0/ata1") -> Path:
        disk = self._sys / "devices" / bus / "block" / name
        disk.mkdir(parents=True)
        (disk / "removable").write_text(f"{removable}\n")
        self._name(disk)
        for one in partitions:
            (disk / one).mkdir()
            (disk / one / "partition").write_text("1\n")
            self._name(disk / one)
        return disk

    def mapped(self, name: str, *below: str) -> None:
        """A file system that lies on others, as an encrypted one does."""
        node = self._sys / "devices/virtual/block" / name
        (node / "slaves").mkdir(parents=True)
        (node / "removable").write_text("0\n")
        self._name(node)
        for one in below:
            (node / "slaves" / one).symlink_to(self._sys / "class/block" / one)

    def label(self, name: str, device: str) -> None:
        (self._dev / device).touch()
        (self._dev / "disk/by-label" / name).symlink_to(self._dev / device)

    def _name(self, node: Path) -> None:
        (self._sys / "class/block" / node.name).symlink_to(node)

    def beside(
        self, *lines: tuple[str, str, str, str], system: str = "linux", profile: PurePath = PROFILE
    ) -> dict[str, Disk]:
        """Return the disks by their root; each line is device, root, kind and options."""
        found = [
            Mounted(device, root, kind, frozenset(options.split(",")))
            for device, root, kind, options in lines
        ]
        disks = disks_beside(profile, partitions=lambda: found, system=system, blocks=self.blocks)
        return {disk.root: disk for disk in disks}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.disk("sda", "sda1", "sda2", "sda3")
    return made


OWN = ("/dev/sda2", "/", "ext4", "rw,relatime")
DATA = ("/dev/sda3", "/data", "ext4", "rw")


def test_a_stick_is_removable_and_a_second_disk_is_not(machine: Machine) -> None:
    machine.disk("sdb", "sdb1", removable="1", bus="pci0/usb3/3-1")
    machine.disk("sdc", "sdc1", bus="pci0/usb3/3-2")  # a disk in a USB case says that it is fixed
    machine.disk("nvme0n1", "nvme0n1p1")
    machine.disk("mmcblk0", "mmcblk0p1")
    machine.disk("mmcblk1", "mmcblk1p1")
    for name, kind in (("mmcblk0", "SD"), ("mmcblk1", "MMC")):
        device = machine.blocks._nodes / name / "device"
        device.resolve().mkdir()
        (device / "type").write_text(f"{kind}\n")
    found = machine.beside(
        OWN,
        ("/dev/sdb1", "/media/bar/KINGSTON", "vfat", "rw,nosuid"),
        ("/dev/sdc1", "/run/media/bar/Toshiba", "ntfs3", "rw"),
        ("/dev/nvme0n1p1", "/mnt/disk", "ext4", "rw"),
        ("/dev/mmcblk0p1", "/media/bar/card", "exfat", "rw"),
        ("/dev/mmcblk1p1", "/mnt/built-in", "ext4", "rw"),
    )

    assert [(root, disk.is_removable, disk.is_second) for root, disk in found.items()] == [
        ("/media/bar/KINGSTON", True, False),
        ("/run/media/bar/Toshiba", True, False),
        ("/mnt/disk", False, True),
        ("/media/bar/card", True, False),
        ("/mnt/built-in", False, True),
    ]
    assert found["/media/bar/KINGSTON"].name == "KINGSTON"


def test_another_part_of_the_own_disk_is_no_second_disk(machine: Machine) -> None:
    assert machine.beside(OWN, DATA) == {"/data": Disk("/data", "data", is_removable=False)}


def test_an_encrypted_home_is_where_the_till_is_and_its_disk_is_the_own(machine: Machine) -> None:
    machine.mapped("dm-0", "sda3")
    machine.mapped("dm-1", "dm-0")
    machine.disk("sdb", "sdb1")
    machine.mapped("dm-2", "sdb1")
    home = ("/dev/dm-1", "/home", "ext4", "rw")
    found = machine.beside(
        OWN, home, ("/dev/sda1", "/mnt/same", "ext4", "rw"), ("/dev/dm-2", "/mnt/b", "xfs", "rw")
    )

    assert {root: disk.is_second for root, disk in found.items()} == {"/mnt/same": False, "/mnt/b": True}


def test_what_is_not_known_counts_as_a_stick(machine: Machine) -> None:
    (machine.disk("sdb", "sdb1") / "removable").unlink()
    machine.disk("loop7")
    lines = [
        ("/dev/sdb1", "/mnt/b", "ext4", "rw"),
        ("/dev/sdx9", "/mnt/x", "ext4", "rw"),
        ("/dev/loop7", "/mnt/l", "ext4", "rw"),
    ]
    found = machine.beside(OWN, *lines)
    own_unknown = machine.beside(("/dev/sdz1", "/", "ext4", "rw"), DATA)

    assert [(disk.is_removable, disk.is_second) for disk in found.values()] == [(True, False)] * 3
    assert not own_unknown["/data"].is_second


@pytest.mark.parametrize(
    "line",
    [
        ("/dev/sda1", "/boot/efi", "vfat", "rw"),
        ("/dev/loop3", "/snap/core/12", "squashfs", "ro"),
        ("/dev/loop4", "/media/bar/live", "squashfs", "rw"),
        ("/dev/sr0", "/media/bar/disc", "iso9660", "ro"),
        ("/dev/sdb1", "/media/bar/locked", "vfat", "ro,nosuid"),
        ("/dev/sda3", "/var/log", "ext4", "rw"),
        ("/dev/sda2", "/home/bar/again", "ext4", "rw"),
    ],
)
def test_what_is_no_place_for_a_copy_is_left_out(machine: Machine, line: tuple[str, str, str, str]) -> None:
    assert machine.beside(OWN, line) == {}


def test_the_system_s_own_root_is_left_out_when_the_till_lives_elsewhere(machine: Machine) -> None:
    assert machine.beside(OWN, ("/dev/sda3", "/home", "ext4", "rw")) == {}


def test_one_device_mounted_twice_is_one_volume(machine: Machine) -> None:
    machine.disk("sdb", "sdb1", removable="1")
    lines = [("/dev/sdb1", "/media/bar/A", "vfat", "rw"), ("/dev/sdb1", "/srv/bound", "vfat", "rw")]

    assert list(machine.beside(OWN, *lines)) == ["/media/bar/A"]


def test_a_volume_is_called_as_a_person_called_it(machine: Machine, tmp_path: Path) -> None:
    machine.label(r"CL\xc3\x89\x20DE\x20FIRMIN", "sdb1")
    machine.label(r"Clé\x20d’Aïcha", "sdd1")

    assert machine.blocks.label(str(tmp_path / "dev/sdb1")) == "CLÉ DE FIRMIN"
    assert machine.blocks.label(str(tmp_path / "dev/sdd1")) == "Clé d’Aïcha"
    assert machine.blocks.label("/dev/sdc1") == ""
    assert Blocks(tmp_path, tmp_path / "nothing").label("/dev/sdb1") == ""


def test_on_a_mac_volumes_are_places_and_nothing_else_is(machine: Machine) -> None:
    lines = [
        ("/dev/disk3s1s1", "/", "apfs", "ro,local"),
        ("/dev/disk3s5", "/System/Volumes/Data", "apfs", "rw,local"),
        ("/dev/disk4s1", "/Volumes/KINGSTON", "msdos", "rw,local"),
    ]

    assert machine.beside(*lines, system="darwin") == {
        "/Volumes/KINGSTON": Disk("/Volumes/KINGSTON", "KINGSTON")
    }


def test_on_windows_drives_are_places_but_the_own_and_empty_ones(machine: Machine) -> None:
    """What kind of disk is behind a letter, only Windows itself tells; elsewhere it counts as a stick."""
    lines = [
        ("C:\\", "C:\\", "NTFS", "rw,fixed"),
        ("D:\\", "D:\\", "NTFS", "rw,fixed"),
        ("E:\\", "E:\\", "", "rw,removable"),
        ("F:\\", "F:\\", "FAT32", "rw,removable"),
        ("G:\\", "G:\\", "UDF", "ro,cdrom"),
    ]
    profile = PureWindowsPath(r"c:\Users\bar\AppData\Local\BarTender\tills\default")
    found = machine.beside(*lines, system="win32", profile=profile)

    assert list(found) == ["D:\\", "F:\\"]
    assert sys.platform == "win32" or not any(disk.is_second for disk in found.values())


def test_this_machine_has_a_disk_and_it_is_the_own(tmp_path: Path) -> None:
    found = mounted()
    roots = {disk.root for disk in disks_beside(tmp_path)}

    assert found
    assert "/" not in roots
