"""What is kept in the folder of an embedded PostgreSQL: its data, settings, log and the record that opens it.

::

    <folder>/
      cluster.json   port, superuser's password (only its owner can read the file)
      data/          PostgreSQL's own; ``bartender.conf`` in it is written anew at each start
      log/           one file per weekday, no statement and no parameter in it
      lock           held while somebody decides to start or to stop
      owner          held by the process that will stop the server

It starts no server.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import struct
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import DeviceFailed
from app.server.binaries import NO_WINDOW, Binaries
from app.server.ports import LOOPBACK
from app.server.privilege import RunAs, keep_owner

SUPERUSER = "postgres"
PARTIAL = "partial-"

HBA = f"# Written at each start.\nhost all all {LOOPBACK}/32 scram-sha-256\n"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "96MB",
    "max_wal_size": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # small tables; and /dev/shm is tiny in containers
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",  # we read the log
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_file_mode": "0600",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    # A statement, a parameter or a row's value may hold a token or a PIN's proof: none is logged.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

# For data that nobody will miss: tests.
NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class ClusterRecord:
    """What is needed to reach the cluster of a folder: the port it had last (0: none yet) and the password."""

    port: int
    password: str


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our environment without what would change PostgreSQL's programs behind our back."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LANG": "C", "LC_ALL": "C", **(extra or {})}


class Cluster:
    """The files of one embedded PostgreSQL."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.log_dir = folder / "log"
        self.start_log = self.log_dir / "start.log"
        self.lock_path = folder / "lock"
        self.owner_path = folder / "owner"
        self._record_path = folder / "cluster.json"
        self._durable = durable

    @property
    def exists(self) -> bool:
        """Whether a complete data folder is there."""
        return (self.data_dir / "PG_VERSION").is_file()

    @property
    def major(self) -> int:
        """The major version of PostgreSQL that made the data. ``DeviceFailed("TLPGF")`` when it cannot be read."""
        written = (self.data_dir / "PG_VERSION").read_text(encoding="utf-8", errors="replace").strip()
        if not written.isdecimal():
            raise DeviceFailed("TLPGF", {"folder": str(self.folder), "output": f"PG_VERSION: {written!r}"})
        return int(written)

    @property
    def system_identifier(self) -> int:
        """The number that PostgreSQL gave this cluster when it was made, as its control file has it."""
        with (self.data_dir / "global" / "pg_control").open("rb") as control:
            (identifier,) = struct.unpack(
                "=Q", control.read(8)
            )  # the first field, in the machine's byte order
        return int(identifier)

    def read_record(self) -> ClusterRecord | None:
        """Return how to reach the cluster; None when nobody wrote it down or the file is damaged."""
        try:
            stored = json.loads(self._record_path.read_text(encoding="utf-8"))
            return ClusterRecord(port=int(stored["port"]), password=str(stored["password"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write_record(self, record: ClusterRecord) -> None:
        """Keep how to reach the cluster, whole or not at all, readable by its owner only."""
        write_durably(self._record_path, json.dumps(asdict(record)))

    def remember_port(self, record: ClusterRecord, port: int) -> ClusterRecord:
        """Return the record with ``port``, kept on disk."""
        kept = replace(record, port=port)
        if kept != record:
            self.write_record(kept)
        return kept

    def make(self, binaries: Binaries, run_as: RunAs) -> ClusterRecord:
        """Run ``initdb``. A power cut in the middle leaves no half-made data folder behind.

        ``DeviceFailed("TLPGI")`` with ``folder`` and ``output`` when it fails (disk full, folder not writable …).
        """
        record = ClusterRecord(port=0, password=new_password())
        self.write_record(record)
        # A new name each time: an initdb whose starter was killed may still be writing under the last one.
        partial_dir = self.folder / f"{PARTIAL}{secrets.token_hex(4)}"
        _initdb(binaries, run_as, partial_dir, record.password, durable=self._durable)
        with (partial_dir / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("\ninclude = 'bartender.conf'\n")
            settings.flush()
            os.fsync(settings.fileno())
        partial_dir.rename(self.data_dir)
        sync_folder(self.folder)
        return record

    def sweep(self) -> None:
        """Remove what interrupted beginnings left."""
        for left in self.folder.glob(f"{PARTIAL}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def log_tail(self) -> str:
        """Return the last lines that the server wrote, for whoever must find out why it does not start."""
        logs = [log for log in self.log_dir.glob("*.log") if log.stat().st_size > 0]
        newest = sorted(logs, key=lambda log: log.stat().st_mtime)[-2:]
        return "".join(log.read_text(encoding="utf-8", errors="replace")[-1000:] for log in newest)

    def open_log(self, run_as: RunAs) -> BinaryIO:
        """Return an emptied file for what the server says before its own log is open."""
        self.log_dir.mkdir(mode=0o700, exist_ok=True)
        start_log = self.start_log.open("wb")
        run_as.give(self.log_dir)
        return start_log

    def write_settings(self, port: int, extra: Mapping[str, str]) -> None:
        """Write what the server reads at its next start: settings, and who may connect."""
        settings = {**SETTINGS, **({} if self._durable else NOT_DURABLE), **extra}
        settings |= {"port": str(port), "log_directory": f"../{self.log_dir.name}"}
        lines = [f"{name} = '{_quoted(value)}'\n" for name, value in settings.items()]
        for name, text in (("bartender.conf", "".join(lines)), ("pg_hba.conf", HBA)):
            write_durably(self.data_dir / name, text)

    def set_password(self, binaries: Binaries, run_as: RunAs) -> ClusterRecord:
        """Give the superuser a new password without the old one, as only the data's owner can; no server may run.

        ``DeviceFailed("TLPGF")`` with ``folder`` and ``output`` when the data does not open.
        """
        record = ClusterRecord(port=0, password=new_password())
        done = subprocess.run(
            [
                *run_as.prefix,
                str(binaries.program("postgres")),
                "--single",
                "-D",
                str(self.data_dir),
                "postgres",
            ],
            input=f"alter role {SUPERUSER} password '{record.password}'\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd=self.folder.anchor,
            env=clean_environment(),
            creationflags=NO_WINDOW,
            **run_as.options(),
        )
        if done.returncode != 0 or "ERROR" in done.stdout:
            raise DeviceFailed("TLPGF", {"folder": str(self.folder), "output": done.stdout[-2000:]})
        self.write_record(record)
        return record


def new_password() -> str:
    """Return a password of 192 random bits, of letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(24)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _initdb(binaries: Binaries, run_as: RunAs, data_dir: Path, password: str, *, durable: bool) -> None:
    output = ""
    for locale in _locales(binaries.major):
        shutil.rmtree(data_dir, ignore_errors=True)
        data_dir.mkdir(mode=0o700)
        password_file = data_dir.with_name(f"{data_dir.name}.password")
        write_durably(password_file, f"{password}\n")
        run_as.give(data_dir)
        run_as.give(password_file)
        try:
            done = subprocess.run(
                [
                    *run_as.prefix,
                    *_initdb_command(binaries, data_dir, password_file, locale, durable=durable),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
                cwd=data_dir.anchor,
                env=clean_environment(),
                creationflags=NO_WINDOW,
                **run_as.options(),
            )
        finally:
            password_file.unlink(missing_ok=True)
        if done.returncode == 0:
            return
        output = done.stdout
        if "locale" not in output:
            break
    raise DeviceFailed("TLPGI", {"folder": str(data_dir.parent), "output": output[-2000:]})


def _initdb_command(
    binaries: Binaries, data_dir: Path, password_file: Path, locale: tuple[str, ...], *, durable: bool
) -> list[str]:
    return [
        str(binaries.program("initdb")),
        f"--pgdata={data_dir}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        *locale,
        "--data-checksums",
        *([] if durable else ["--no-sync"]),
    ]


def _locales(major: int) -> Iterator[tuple[str, ...]]:
    """Yield what to try: case and order by Unicode code point, the same on every system."""
    if major >= 17:
        yield ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    yield ("--locale=C.UTF-8",)
    yield ("--locale=C",)


def write_durably(path: Path, text: str) -> None:
    """Write a small file whole or not at all, only for its owner's eyes, and on disk when this returns."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    keep_owner(partial)
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put a folder's list of names on disk, where the system can (Windows does so by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
