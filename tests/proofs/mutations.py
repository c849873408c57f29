"""Things that must not be taken out of BarTender, each with the tests that notice when they are.

A mutation is exact text replaced in a copy of the source, never in the source itself. Where the till and the server
each keep a guard of their own, there is one for each.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ("app", "sql", "tests", "resources", "packaging", "pyproject.toml", "tools.py")


class Unfit(AssertionError):
    """A mutation that does not fit the source any more: its text is not there, or not as often as it says."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``old``, which is in the file once, becomes ``new``."""

    path: str
    old: str
    new: str

    def applied(self, root: Path = ROOT) -> str:
        """Return the file's text with the edit. Raises Unfit."""
        text = (root / self.path).read_text("utf-8")
        if text.count(self.old) != 1:
            raise Unfit(f"{self.path}: found {text.count(self.old)} times: {self.old!r}")
        if self.old == self.new:
            raise Unfit(f"{self.path}: changes nothing: {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutation:
    """``what`` is missing then; every one of ``tests`` (a file and a function) must turn red."""

    name: str
    what: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]

    def missing_tests(self) -> Iterator[str]:
        """Yield the named tests that do not exist."""
        for test in self.tests:
            path, _, function = test.partition("::")
            file = ROOT / path
            if not file.is_file() or f"def {function}(" not in file.read_text("utf-8"):
                yield test


SUBMIT = "sql/code/logic/submit.sql"
OUTBOX_DOOR = "if outcome.door is Door.COUNTER and row.door is Door.SERVED and row.attempts + 1 < TRIES:"
TYPED = "array(select l ->> 'product' from jsonb_array_elements(cmd.body -> 'lines') l)"
WALLS = "tests/proofs/test_second_walls.py::test"
OFFLINE = "tests/till/test_session_offline.py::test"
NO_REVOKE = (
    Edit(
        "sql/code/reset/schemas.sql",
        "alter default privileges revoke execute on functions from public;\n",
        "",
    ),
    Edit(
        "sql/code/api/submit.sql",
        "revoke all on function api.submit(text, uuid, jsonb, jsonb) from public;\n",
        "",
    ),
)

MUTATIONS = (
    Mutation(
        "no fsync",
        "the ledger's commit no longer waits for the disk",
        (Edit("app/drivers/ledger/schema.py", "pragma synchronous = full", "pragma synchronous = off"),),
        (
            "tests/drivers/test_ledger.py::test_every_connection_that_writes_syncs_each_commit",
            *(
                ["tests/drivers/test_ledger.py::test_an_fsync_is_seen_before_each_acknowledgement"]
                * bool(shutil.which("strace"))
            ),
        ),
    ),
    Mutation(
        "no lock",
        "a writer of a bar no longer waits for the one before",
        (Edit("sql/code/logic/bar_clock.sql", "\n  for no key update;", ";"),),
        (
            # The last bottle still has one buyer then: each product's own update is the wall behind the lock.
            "tests/sql/test_race.py::test_revisions_have_no_hole_and_follow_the_order_of_commits",
            "tests/sql/test_race.py::test_a_bar_that_is_held_too_long_is_an_error_of_the_call",
        ),
    ),
    Mutation(
        "no waiting across a restart",
        "what had not been sent when the till died is taken for settled",
        (
            Edit(
                "app/sync/book.py",
                "replace(row, door=Door.SERVED)",
                "replace(row, state=State.SETTLED, is_judged=True)",
            ),
        ),
        ("tests/e2e/test_kills.py::test_a_till_killed_at_random_moments_loses_and_doubles_nothing",),
    ),
    Mutation(
        "no hash check",
        "a number that comes again with another body is taken for the first one",
        (Edit(SUBMIT, "if v_kept.sha256 is distinct from v_cmd.sha256 then", "if false then"),),
        ("tests/sql/test_replay.py::test_the_same_number_with_another_hash_is_an_alarm",),
    ),
    Mutation(
        "contained is always true",
        "own commands that the server has not seen are not shown",
        (
            Edit(
                "app/sync/base.py",
                "return (no <= base.applied and no not in base.refused) or no in base.done",
                "return True",
            ),
        ),
        (
            "tests/sync/test_projection.py::test_only_open_rows_of_kinds_that_matter_are_folded_in_number_order",
            "tests/e2e/test_first_sale.py::test_a_sale_reaches_the_database_once_and_the_shown_stock_follows",
        ),
    ),
    Mutation(
        "no gap check, on the server",
        "a number is taken though one before it is missing",
        (
            Edit(
                SUBMIT,
                "elsif v_cmd.no > v_desk.last_no + 1 and not logic.bridges(v_cmd) then",
                "elsif false then",
            ),
        ),
        ("tests/sql/test_replay.py::test_a_missing_number_is_an_error_of_the_call",),
    ),
    Mutation(
        "no gap check, on the till",
        "an event is applied to a stock that misses the one before",
        (Edit("app/sync/base.py", " or base.rev < message.from_rev", ""),),
        ("tests/sync/test_projection.py::test_an_event_that_cannot_be_trusted_is_asked_about_instead",),
    ),
    Mutation(
        "unsorted updates",
        "a sale locks its products in the order in which they were typed",
        (
            Edit(
                "sql/code/logic/sale.sql",
                "::logic.want order by w.product)",
                f"::logic.want order by array_position({TYPED}, w.product::text))",
            ),
        ),
        # With the bar's lock no order can deadlock: the test takes that lock away to see the wall behind it.
        (f"{WALLS}_products_are_locked_in_one_order_even_without_the_bars_lock",),
    ),
    Mutation(
        "no grant revoke",
        "a function is callable by everybody who can connect",
        NO_REVOKE,
        # The deploy itself refuses: every test with a database fails, this one among them.
        ("tests/sql/test_grants.py::test_the_other_roles_may_call_nothing",),
    ),
    Mutation(
        "no grant revoke, and a deploy that does not look",
        "the same, where the check of the grants at each deploy is out too",
        (*NO_REVOKE, Edit("app/server/migrate.py", "    if faults:\n", "    if not faults and faults:\n")),
        (
            "tests/sql/test_grants.py::test_the_other_roles_may_call_nothing",
            "tests/sql/test_grants.py::test_a_deploy_that_opens_something_to_everybody_is_undone",
        ),
    ),
    Mutation(
        "no lock-out, on the server",
        "a PIN may be guessed for ever",
        (Edit("sql/code/logic/sign_in.sql", "if v_failures >= 5 then", "if false then"),),
        ("tests/sql/test_sign_in.py::test_five_wrong_pins_lock_for_a_minute_and_then_twice_as_long",),
    ),
    Mutation(
        "no lock-out, on the till",
        "a PIN may be guessed for ever without the server",
        (Edit("app/till/verifier.py", "return 0 if failures < TRIES else min(", "return 0 and min("),),
        (f"{OFFLINE}_five_wrong_pins_lock_for_a_minute_and_each_further_one_for_twice_as_long",),
    ),
    Mutation(
        "no door rule, on the server",
        "a sale whose guest has left is refused like one at the counter",
        (Edit("sql/code/logic/sale.sql", "if cmd.door = 'counter' and (v_flags", "if (v_flags"),),
        (
            "tests/sql/test_sale.py::test_the_served_door_books_what_is_missing_as_a_discrepancy",
            "tests/e2e/test_outages.py::test_a_refusal_that_is_lost_on_the_line_becomes_a_served_sale",
        ),
    ),
    Mutation(
        "no door rule, at the counter",
        "a sale at the counter is booked though nothing is left",
        (Edit("sql/code/logic/sale.sql", "if cmd.door = 'counter' and (v_flags", "if false and (v_flags"),),
        (
            "tests/sql/test_sale.py::test_a_counter_sale_beyond_the_stock_is_refused_with_what_is_left",
            "tests/e2e/test_last_bottle.py::test_two_tills_sell_the_last_bottle_and_one_does",
            "tests/e2e/test_last_bottle.py::test_fifty_tills_sell_the_last_bottle_and_one_does",
        ),
    ),
    Mutation(
        "no door rule, on the till",
        "a refusal at the counter settles a sale whose guest has left",
        (Edit("app/sync/outbox.py", OUTBOX_DOOR, "if False:"),),
        ("tests/sync/test_outbox.py::test_o6_a_counter_refusal_of_a_served_row_is_ignored",),
    ),
    Mutation(
        "no epoch, on the server",
        "a server that a backup has set back does not notice",
        (Edit(SUBMIT, "v_fault := logic.epoch_fault(v_clock, v_desk.last_no, seen);", "v_fault := null;"),),
        ("tests/sql/test_epoch.py::test_a_server_behind_what_the_till_saw_begins_a_new_epoch",),
    ),
    Mutation(
        "no epoch, on the till",
        "a till does not send again what a restored server has forgotten",
        (Edit("app/sync/reconcile.py", "if envelope.epoch != book.epoch:", "if book.epoch is None:"),),
        (
            "tests/sync/test_sender_ledger.py::test_a_restored_server_gets_back_what_its_backup_had_lost",
            "tests/e2e/test_restores.py::test_a_restored_backup_gets_every_lost_sale_back_from_the_tills",
        ),
    ),
)


def copy_source(folder: Path) -> Path:
    """Copy what the tests need into ``folder`` and return it."""
    leave_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in SOURCE:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=leave_out)
        elif path.is_file():
            shutil.copy2(path, folder / name)
    return folder


def mutate(mutation: Mutation, copy: Path) -> None:
    """Write the mutation's edits into a copy of the source. Raises Unfit, and ValueError for the source itself."""
    if copy.resolve() == ROOT:
        raise ValueError("never in the source itself")
    for edit in mutation.edits:
        (copy / edit.path).write_text(edit.applied(copy), "utf-8")
