"""The proofs can fail: with each mutation its named tests turn red, without it they are green.

The normal run checks that each mutation still fits the source; `make proof` applies them all, each to a copy.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proof_record import record
from tests.proofs.mutations import MUTATIONS, ROOT, Edit, Mutation, Unfit, copy_source, mutate

TEN = (
    "no fsync",
    "no lock",
    "no hash check",
    "contained is always true",
    "no gap check",
    "unsorted updates",
    "no grant revoke",
    "no lock-out",
    "no door rule",
    "no epoch",
)
TIME_OUT_S = 900
RED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
GREEN = re.compile(r"^PASSED ([^\s\[]+)", re.MULTILINE)


def run_tests(copy: Path, *tests: str) -> tuple[set[str], set[str], str]:
    """Run named tests in a copy; returns which were red, which only green, and what pytest said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BARTENDER_PROOF")}
    env = {**kept, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=short", "-rA"]
    ran = subprocess.run(
        [sys.executable, *command, *tests],
        cwd=copy,
        env=env,
        capture_output=True,
        text=True,
        timeout=TIME_OUT_S,
        check=False,
    )
    said = ran.stdout + ran.stderr
    assert ran.returncode in (0, 1), f"the tests did not run:\n{said[-3000:]}"
    red = set(RED.findall(said))
    return red, set(GREEN.findall(said)) - red, said


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_fits_the_source_and_its_tests_exist(mutation: Mutation) -> None:
    for edit in mutation.edits:
        edit.applied()

    assert list(mutation.missing_tests()) == []


def test_each_of_the_ten_has_its_mutation() -> None:
    names = [mutation.name for mutation in MUTATIONS]

    assert {ten for ten in TEN if any(name.split(",")[0] == ten for name in names)} == set(TEN)
    assert len(set(names)) == len(names)
    assert all(mutation.tests and mutation.edits for mutation in MUTATIONS)


@pytest.mark.parametrize("old", ["nowhere in this file", "import"])
def test_a_mutation_whose_text_is_not_there_once_is_no_mutation(old: str) -> None:
    with pytest.raises(Unfit):
        Edit("tests/proofs/mutations.py", old, "").applied()


def test_a_mutation_that_changes_nothing_or_whose_test_is_gone_is_noticed() -> None:
    with pytest.raises(Unfit):
        Edit(
            "tests/proofs/mutations.py", "class Unfit(AssertionError):", "class Unfit(AssertionError):"
        ).applied()
    gone = replace(MUTATIONS[0], tests=("tests/proofs/test_mutations.py::test_gone", "tests/gone.py::test_x"))

    assert list(gone.missing_tests()) == list(gone.tests)


def test_the_source_itself_is_never_mutated() -> None:
    with pytest.raises(ValueError, match="never"):
        mutate(MUTATIONS[0], ROOT)


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_proof_that_every_mutation_turns_its_tests_red(tmp_path: Path) -> None:
    started = time.monotonic()
    named = sorted({test for mutation in MUTATIONS for test in mutation.tests})
    red, green, said = run_tests(copy_source(tmp_path / "as it is"), *named)
    assert (red, green) == (set(), set(named)), said[-3000:]

    found: dict[str, list[str]] = {}
    for number, mutation in enumerate(MUTATIONS):
        copy = copy_source(tmp_path / str(number))
        mutate(mutation, copy)
        red, _, said = run_tests(copy, *mutation.tests)
        assert red == set(mutation.tests), f"{mutation.name}: red were only {red}\n{said[-3000:]}"
        found[mutation.name] = sorted(red)
    record(
        "mutations",
        {"mutations": len(found), "tests_turned_red": len(named), "green_without": len(green)},
        None,
        time.monotonic() - started,
        turned_red=found,
    )
