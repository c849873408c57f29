"""Whatever a till does on a server it does through pgbouncer in transaction mode: the same tests, with one between.

The normal run checks the list of tests whose tills go past it; `make proof` runs the others through it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.drivers.pooler import find_pgbouncer
from tests.fixtures_pooler import direct_tests
from tests.proof_record import ROOT, record

POOLED = (
    *("tests/sql", "tests/drivers", "tests/till", "tests/e2e"),
    *("tests/test_invariants.py", "tests/test_place_choice.py"),
)
TIME_OUT_S = 3_600
LOGIN = b" login attempt: "


def run_pooled(folder: Path) -> tuple[dict[str, list[str]], str]:
    """Run the tests through poolers; returns their names by result, and what pytest said."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BARTENDER_PROOF", "PYTEST_"))
    }
    env = {**kept, "BARTENDER_TEST_POOLER": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    report = folder / "report.xml"
    options = ["-q", "-n", "2", "-p", "no:cacheprovider", "--tb=short"]
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *options,
            f"--junitxml={report}",
            f"--basetemp={folder / 'run'}",
            *POOLED,
        ],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=TIME_OUT_S,
        check=False,
    )
    said = (ran.stdout + ran.stderr)[-6_000:]
    assert ran.returncode in (0, 1), f"the tests did not run:\n{said}"
    results: dict[str, list[str]] = {"passed": [], "skipped": [], "failure": [], "error": []}
    for case in ET.parse(report).iter("testcase"):
        found = next((child.tag for child in case if child.tag in results), "passed")
        results[found].append(f"{case.get('classname')}::{case.get('name')}")
    return results, said


def as_reported(test: str) -> str:
    """Return a test's id as the report has it."""
    file, _, name = test.partition("::")
    return f"{file.removesuffix('.py').replace('/', '.')}::{name}"


def test_each_test_that_goes_past_the_pooler_is_there_and_says_why() -> None:
    listed = direct_tests()

    for test in listed:
        file, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), test
    assert all(len(reason) > 20 for reason in listed.values())


@pytest.mark.proof
@pytest.mark.timeout(TIME_OUT_S)
def test_proof_that_tills_work_through_a_pooler(tmp_path: Path) -> None:
    if find_pgbouncer() is None:
        pytest.skip("this machine has no pgbouncer")
    started = time.monotonic()
    results, said = run_pooled(tmp_path)
    logs = [
        path.read_bytes() for path in (tmp_path / "run").rglob("pgbouncer.log") if "pooler0" in path.parts
    ]
    sites = [path.read_bytes() for path in (tmp_path / "run").rglob("*.log") if "site_poolers0" in path.parts]
    run = [test for tests in results.values() for test in tests]
    direct = [x for x in run if any(x.startswith(as_reported(test)) for test in direct_tests())]
    counts = {
        "tests": len(run),
        "passed": len(results["passed"]),
        "skipped": len(results["skipped"]),
        "failed": len(results["failure"]) + len(results["error"]),
        "with_direct_tills": len(direct),
        "poolers": len(logs),
        "logins_through_poolers": sum(log.count(LOGIN) for log in logs),
        "sites_with_a_pooler": len(sites),
        "logins_through_poolers_of_sites": sum(log.count(LOGIN) for log in sites),
    }

    assert results["failure"] + results["error"] == [], said
    assert counts["poolers"] == 2
    assert counts["logins_through_poolers"] > 1_000
    assert counts["sites_with_a_pooler"] > 15
    assert counts["logins_through_poolers_of_sites"] > counts["sites_with_a_pooler"]
    record(
        "pooled_tills", counts, None, time.monotonic() - started, tests_of=list(POOLED), direct=direct_tests()
    )
