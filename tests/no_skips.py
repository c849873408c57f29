"""A pytest plugin: where CI is set, a test that was skipped or failed as expected fails the run, unless it is listed.

The list is `tests/allowed_skips.toml`: a test's id (or the beginning of several) and why it cannot run there.
"""

import os
import tomllib
from pathlib import Path

import pytest

ALLOWED = Path(__file__).with_name("allowed_skips.toml")


def allowed_skips() -> dict[str, str]:
    """Return the reason of each id that may be skipped."""
    listed = tomllib.loads(ALLOWED.read_text("utf-8"))
    return {test: str(reason) for test, reason in listed.items() if str(reason).strip()}


class NoSkips:
    """Collects the skips of a run, those of every worker, and turns the run red at its end."""

    def __init__(self) -> None:
        self._allowed = allowed_skips()
        self._skipped: list[str] = []

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not any(report.nodeid.startswith(test) for test in self._allowed):
            self._skipped.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._skipped and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for test in sorted(set(self._skipped)):
            terminalreporter.write_line(f"SKIPPED WITHOUT A LISTED REASON {test}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch only in the process that gathers the results, and only in CI."""
    if os.environ.get("CI") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSkips(), "no-skips")
