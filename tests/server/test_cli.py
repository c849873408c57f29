"""The command line: what is said, and the codes that scripts go by."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import logs
from app.cli import COMMANDS, main
from app.cli.sentences import sentence
from app.domain.enrolment import parse_long_code
from app.domain.errors import DeviceFailed
from app.domain.roles import Role
from app.server import provision
from app.server.access import connected, open_folder
from app.settings import HOME
from tests.server.small_bar import SmallBar
from tests.server.test_parked import park

WORDS_FOR_PEOPLE = re.compile(r"Traceback|Error\b.*\bline \d+")


class Bartender:
    """Runs ``bartender …`` in this process, with its own home."""

    def __init__(self, home: Path) -> None:
        self._environ = {HOME: str(home)}

    def __call__(self, *words: object, pin: str | None = None) -> Result:
        environ = {**self._environ, **({"BARTENDER_PIN": pin} if pin else {})}
        result = CliRunner().invoke(main, [str(word) for word in words], env=environ, prog_name="bartender")
        assert not WORDS_FOR_PEOPLE.search(result.output)
        return result

    def answer(self, *words: object, pin: str | None = None) -> dict[str, object]:
        result = self(*words, "--json", pin=pin)
        assert result.exit_code == 0, result.output
        answer: dict[str, object] = json.loads(result.stdout)
        return answer


@pytest.fixture
def bartender(tmp_path: Path) -> Iterator[Bartender]:
    yield Bartender(tmp_path / "home")
    logs.take_down()


def test_the_version_and_the_help_need_no_command(bartender: Bartender) -> None:
    assert re.fullmatch(r"bartender, version \d+\.\d+\.\d+\n", bartender("--version").output)
    helped = bartender("--help")
    assert helped.exit_code == 0
    assert all(name in helped.output for name in COMMANDS)


@pytest.mark.parametrize(
    "command", [["server"], ["admin"], *(["admin", name] for name in ("check", "enrol", "restore", "unpark"))]
)
def test_every_command_explains_itself(bartender: Bartender, command: list[str]) -> None:
    helped = bartender(*command, "--help")

    assert helped.exit_code == 0
    assert len(helped.output.splitlines()) > 6


def test_an_unknown_command_is_a_misunderstanding(bartender: Bartender) -> None:
    assert bartender("brew").exit_code == 2
    assert bartender("admin", "brew").exit_code == 2


def test_a_missing_qt_stops_the_till_only(bartender: Bartender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "till", ("app.cli.no_such_module", "Open the till."))

    failed = bartender("till")

    assert failed.exit_code == 1
    assert "cannot start" in failed.output
    assert bartender("server", "--help").exit_code == 0


def test_a_folder_without_a_server_is_said(bartender: Bartender, tmp_path: Path) -> None:
    failed = bartender("admin", "check", "--data", tmp_path / "nothing", "--json")

    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["error"] == "TLNOS"
    assert "There is no bar server in" in failed.stderr


def test_a_bar_is_made_and_looked_after_from_the_command_line(
    bartender: Bartender, site_folder: Path, tmp_path: Path
) -> None:
    data = ("--data", site_folder)
    assert bartender("admin", "bars", *data).stdout == "There is no bar yet.\n"
    assert (
        "There is no bar here yet. “bartender admin create-bar”"
        in bartender("admin", "enrol", "C1", *data).stderr
    )

    made = bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")
    bartender.answer("admin", "add-member", "Firmin Dossou", *data, pin="2468")
    enrolled = bartender.answer("admin", "enrol", "C1", "Comptoir", *data)
    backup = bartender.answer("admin", "backup", tmp_path / "soir.backup", *data)
    bartender.answer("admin", "create-bar", "Le Filao", "--owner", "Sèna", *data, pin="150822")
    several = bartender("admin", "enrol", "C1", "Comptoir", *data)
    restored = bartender.answer("admin", "restore", tmp_path / "soir.backup", *data)
    revoked = bartender("admin", "revoke-till", "C1", *data)
    let_in = bartender("admin", "restore-till", "C1", *data)
    parked = bartender("admin", "unpark", *data)
    half_asked = bartender("admin", "unpark", "C1", *data)
    not_parked = bartender("admin", "unpark", "C1", "17", *data)
    checked = bartender("admin", "check", *data)

    code = parse_long_code(str(enrolled["long_code"]))
    assert (code.code, code.url.startswith("postgresql://bartender_till:")) == (enrolled["code"], True)
    assert isinstance(backup["bytes"], int)
    assert several.exit_code == 1
    assert "several bars" in several.stderr
    assert restored["bars"] == ["Chez Aïcha"]
    assert bartender.answer("admin", "bars", *data) == {
        "bars": [{"id": made["bar"], "name": "Chez Aïcha", "state": "open"}]
    }
    assert "shut out" in revoked.stdout
    assert "may call again" in let_in.stdout
    assert (parked.exit_code, parked.stdout) == (0, "Nothing is parked.\n")
    assert (half_asked.exit_code, not_parked.exit_code) == (2, 1)
    assert "nothing parked under number 17" in not_parked.stderr
    assert (checked.exit_code, checked.stdout) == (0, "All is well.\n")


def test_what_is_mistyped_is_answered_with_what_is_right(
    bartender: Bartender, site_folder: Path, tmp_path: Path
) -> None:
    data = ("--data", site_folder)
    pin = bartender("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="2901")
    bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")
    sheet = tmp_path / "boissons.csv"
    sheet.write_bytes("category,name,price\nBières,Flag,600\n".encode("cp1252"))

    code = bartender("admin", "enrol", "c 1", "Comptoir", *data)
    unknown = bartender("admin", "revoke-till", "C9", *data)
    old_text = bartender("admin", "add-products", sheet, *data)
    nobody = bartender("admin", "check", "--url", "postgresql://bar@127.0.0.1:1/bar?sslmode=disable")

    assert "an owner's PIN has 6 digits" in pin.stderr
    assert (code.exit_code, "capital letter" in code.stderr) == (2, True)
    assert "“bartender admin enrol C9 NAME” makes it" in unknown.stderr
    assert "boissons.csv is not text in UTF-8" in old_text.stderr
    assert (nobody.exit_code, "No PostgreSQL answers" in nobody.stderr) == (1, True)


def test_a_forgotten_pin_is_drawn_anew_and_said_once(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    made = bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")

    told = bartender("admin", "reset-pin", "aïcha bio", *data)
    answer = bartender.answer("admin", "reset-pin", str(made["owner"]), "--bar", "Chez Aïcha", *data)
    nobody = bartender("admin", "reset-pin", "Personne", *data)

    assert re.search(r"is now \d{6}\.", told.stdout)
    assert (answer["bar"], answer["member"], len(str(answer["pin"]))) == (made["bar"], made["owner"], 6)
    assert str(answer["pin"]) not in told.stdout
    assert (nobody.exit_code, "0 people" in nobody.stderr) == (1, True)


def test_how_a_bar_works_is_said_and_changed(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")
    names = ["MTN MoMo", "Moov Money", "Celtiis Cash", "Wave", "Orange Money"]
    asked = [word for name in names for word in ("--operator", name)]

    before = bartender("admin", "settings", *data)
    changed = bartender.answer("admin", "settings", *asked, "--mode", "full", "--idle-lock", "120", *data)
    after = bartender.answer("admin", "settings", *data)
    none = bartender("admin", "settings", "--no-operators", *data)
    twice = bartender("admin", "settings", "--operator", "Wave", "--operator", "Wave", *data)
    empty = bartender("admin", "settings", "--operator", " ", *data)
    both = bartender("admin", "settings", "--operator", "Wave", "--no-operators", *data)

    assert "Mode: simplified\nMobile money: MTN MoMo, Moov Money\n" in before.stdout
    assert (changed["mode"], changed["operators"], changed["idle_lock_s"]) == ("full", names, 120)
    assert after == changed
    assert "no operator named" in none.stdout
    assert "Mode: full" in none.stdout
    assert (twice.exit_code, empty.exit_code, both.exit_code) == (2, 2, 2)


def test_one_name_is_given_once_and_where_two_have_it_the_id_tells_them_apart(
    bartender: Bartender, site_folder: Path
) -> None:
    data = ("--data", site_folder)
    made = bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")

    bar = bartender("admin", "create-bar", "chez aicha", "--owner", "Sèna", *data, pin="150822")
    member = bartender("admin", "add-member", "AICHA BIO", *data, pin="2468")
    asyncio.run(a_second_of_each_name(site_folder))
    which_bar = bartender("admin", "reset-pin", "Aïcha Bio", "--bar", "Chez Aïcha", *data)
    which_person = bartender("admin", "reset-pin", "Aïcha Bio", "--bar", str(made["bar"]), *data)
    told = bartender("admin", "reset-pin", str(made["owner"]), "--bar", str(made["bar"]), *data)

    assert (bar.exit_code, member.exit_code, told.exit_code) == (1, 1, 0)
    assert f"already called “Chez Aïcha” (id {made['bar']})" in bar.stderr
    assert f"“Aïcha Bio” already belongs to this bar (id {made['owner']})" in member.stderr
    assert (which_bar.exit_code, str(made["bar"]) in which_bar.stderr) == (1, True)
    assert (which_person.exit_code, str(made["owner"]) in which_person.stderr) == (1, True)


async def a_second_of_each_name(folder: Path) -> None:
    """As a site may have them from before names were given once."""
    async with open_folder(folder) as access, connected(access) as connection:
        [first] = await provision.list_bars(connection)
        people = await connection.fetchval("select count(*) from data.bar_members")
        assert people == 1, "what was refused left nothing behind"
        await provision.add_member(connection, first.id, "aïcha bio", Role.SELLER, "1470")
        await provision.create_bar(connection, provision.NewBar("CHEZ AÏCHA"))


def test_a_name_is_free_again_when_its_person_has_left(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *data, pin="290160")
    first = bartender.answer("admin", "add-member", "Koffi", *data, pin="2468")
    asyncio.run(
        at_the_site(
            site_folder, "select logic.set_member($1, $2, 'seller', false)", first["bar"], first["member"]
        )
    )

    second = bartender.answer("admin", "add-member", "Koffi", *data, pin="1357")

    assert bartender.answer("admin", "reset-pin", "koffi", *data)["member"] == second["member"]


def test_a_bar_that_is_frozen_or_closed_down_is_listed_so(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    for name in ("Frozen", "Open", "Shut"):
        bartender.answer("admin", "create-bar", name, "--owner", "Aïcha", *data, pin="290160")
    frozen = "select logic.freeze_bar(id, true) from data.bars where name = 'Frozen'"
    asyncio.run(at_the_site(site_folder, frozen))
    asyncio.run(
        at_the_site(site_folder, "select logic.set_bar_active(id, false) from data.bars where name = 'Shut'")
    )

    said = bartender("admin", "bars", *data).stdout.splitlines()

    assert [line.split()[1:] for line in said] == [["frozen", "Frozen"], ["open", "Open"], ["closed", "Shut"]]


async def at_the_site(folder: Path, statement: str, *arguments: object) -> None:
    async with open_folder(folder) as access, connected(access) as connection:
        await connection.execute(statement, *arguments)


def test_what_was_parked_is_booked_from_the_command_line(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    bartender.answer("admin", "migrate", *data)
    asyncio.run(a_bar_with_a_parked_sale(site_folder))

    listed = bartender.answer("admin", "unpark", *data)
    booked = bartender("admin", "unpark", "C1", "1", *data)
    again = bartender.answer("admin", "unpark", "C1", "1", *data)
    checked = bartender("admin", "check", *data)

    assert [row["ticket"] for row in listed["parked"]] == ["C1-000001"]  # type: ignore[attr-defined]
    assert (booked.exit_code, booked.stdout) == (0, "Number 1 of till C1 is booked.\n")
    assert (again["outcome"], again["door"]) == ("done", "served")
    assert bartender("admin", "unpark", *data).stdout == "Nothing is parked.\n"
    assert checked.stdout == "All is well.\n"


async def a_bar_with_a_parked_sale(folder: Path) -> None:
    async with open_folder(folder) as access, connected(access) as connection:
        await park(await SmallBar.make(connection))


def test_what_is_wrong_is_said_with_exit_code_1(
    bartender: Bartender, site_folder: Path, tmp_path: Path
) -> None:
    data = ("--data", site_folder)
    (tmp_path / "junk").write_bytes(b"junk")
    bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha", *data, pin="290160")

    short_pin = bartender("admin", "add-member", "Firmin", *data, pin="290160")
    easy_pin = bartender("admin", "add-member", "Firmin", *data, pin="4321")
    no_till = bartender("admin", "enrol", "C7", *data)
    no_bar = bartender("admin", "enrol", "C1", "Comptoir", "--bar", "Le Palmier", *data)
    bad_zone = bartender(
        "admin", "create-bar", "X", "--owner", "Y", "--time-zone", "Mars/Olympe", *data, pin="290160"
    )
    no_backup = bartender("admin", "restore", tmp_path / "junk", *data)

    said = [result.stderr for result in (short_pin, easy_pin, no_till, no_bar, bad_zone, no_backup)]
    assert [result.exit_code for result in (short_pin, easy_pin, no_till, no_bar, bad_zone, no_backup)] == [
        1
    ] * 6
    expected = [
        "4 digits",
        "too easy to guess",
        "no till C7",
        "no bar Le Palmier",
        "time zone",
        "Nothing was changed",
    ]
    assert all(word in line for word, line in zip(expected, said, strict=True)), said


def test_a_check_that_finds_something_ends_with_1(bartender: Bartender, site_folder: Path) -> None:
    data = ("--data", site_folder)
    bartender.answer("admin", "migrate", *data)
    spoil(site_folder)

    found = bartender("admin", "check", *data)
    as_json = bartender("admin", "check", *data, "--json")

    assert found.exit_code == as_json.exit_code == 1
    assert "Too many rights" in found.stdout
    assert [row["check"] for row in json.loads(as_json.stdout)["findings"]] == ["grants"]


def spoil(folder: Path) -> None:
    """Give tills a right that they must not have."""

    async def grant() -> None:
        async with open_folder(folder) as access, connected(access) as connection:
            await connection.execute("grant select on data.bars to bartender_till")

    asyncio.run(grant())


def test_an_error_that_is_not_known_is_named() -> None:
    assert sentence(DeviceFailed("TLXYZ")) == "Failed: TLXYZ"
    assert sentence(DeviceFailed("TLPRT")) == (
        "Port … is used by another program, and the tills know this port. Stop that program, or give --port."
    )
