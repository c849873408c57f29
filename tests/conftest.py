"""What every test runs under: no user's folder, no screen, no log at ERROR that nobody expects."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.in_memory import write_in_memory

pytest_plugins = ["tests.fixtures_postgres", "tests.fixtures_pooler"]


def _leave_the_users_folders() -> None:
    """Point everything that finds folders by the environment into a temporary one, before Qt or we look."""
    home = Path(tempfile.mkdtemp(prefix="bt-"))  # a short name: sockets are made in it
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)
    for name in [name for name in os.environ if name.startswith(("PG", "BARTENDER_"))]:
        if not name.startswith(("BARTENDER_TEST_", "BARTENDER_PROOF_")):
            del os.environ[name]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["BARTENDER_COPIES"] = ""  # no till of a test copies itself to the disks of this machine


_leave_the_users_folders()
write_in_memory()

# How fast examples are made says how busy the machine is, and nothing of the program.
hypothesis.settings.register_profile(
    "bar", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None
)
hypothesis.settings.load_profile("bar")


class ErrorLog(logging.Handler):
    """Keeps what was logged at ERROR or above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @property
    def lines(self) -> list[str]:
        return [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a shell without job control: the programs that tests start would inherit deaf ears.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def error_log(request: pytest.FixtureRequest) -> Iterator[ErrorLog]:
    """Fail a test that logs at ERROR, unless it asked for ``expects_error_logs``."""
    log = ErrorLog()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)
    if log.records and "expects_error_logs" not in request.fixturenames:
        pytest.fail("logged at ERROR:\n" + "\n".join(log.lines), pytrace=False)


def pytest_collection_finish() -> None:
    """Let nobody look for garbage among the tests themselves: each look at all of them takes as long as a window."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage_stays_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect in this thread alone what windows leave in cycles: a timer of Qt may not be destroyed in another one."""
    if "qapp" in request.fixturenames:
        gc.disable()
    elif not gc.isenabled():
        gc.collect()
        gc.enable()
    yield
    if not gc.isenabled():
        from app.ui.garbage import collect_due

        collect_due()


@pytest.fixture
def expects_error_logs(error_log: ErrorLog) -> ErrorLog:
    """Let the test log at ERROR; it looks at ``lines`` or ``records`` itself."""
    return error_log
