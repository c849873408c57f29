"""The settings of a till's printers: who prints, who stands in, who opens the drawer; and what comes back from disk."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.domain.code_pages import CODE_PAGES, PLAIN
from app.domain.printers import (
    Drawer,
    Printer,
    PrinterSettings,
    Report,
    Transport,
    When,
    settings_from_json,
    settings_to_json,
)

BAR = Printer("a", "Bar", Transport.NETWORK, "192.168.1.50")
OFFICE = Printer(
    "b", "Bureau", Transport.SERIAL, "COM3", 32, PLAIN, Drawer.PIN_5, cuts=False, baud=19_200, answers=True
)
FILES = Printer("c", "PDF", Transport.PDF, "tickets")
BOTH = PrinterSettings().with_printer(BAR).with_printer(OFFICE)


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("192.168.1.50", "192.168.1.50", 9_100),
        ("printer:9101", "printer", 9_101),
        ("printer:x", "printer", 9_100),
    ],
)
def test_an_address_may_say_its_port(address: str, host: str, port: int) -> None:
    printer = replace(BAR, address=address)

    assert (printer.host, printer.port) == (host, port)


def test_a_folder_is_no_machine() -> None:
    assert [printer.is_file for printer in (BAR, FILES)] == [False, True]


def test_the_first_printer_prints_the_tickets() -> None:
    assert PrinterSettings().ticket_printer is None
    assert (BOTH.ticket_printer, BOTH.fallback_printer) == (BAR, None)


def test_another_state_of_a_printer_takes_its_place() -> None:
    changed = BOTH.with_printer(replace(BAR, name="Comptoir"))

    assert [printer.name for printer in changed.printers] == ["Comptoir", "Bureau"]


def test_the_fallback_is_another_printer_and_takes_the_place_of_one_that_goes() -> None:
    settings = BOTH.falling_back_on("b")

    assert settings.fallback_printer == OFFICE
    assert settings.falling_back_on("b").fallback_printer is None
    assert BOTH.falling_back_on("a") == BOTH
    assert settings.printing_on("a") == settings
    for swapped in (settings.printing_on("b"), settings.falling_back_on("a")):
        assert (swapped.tickets, swapped.fallback) == ("b", "a")
    assert BOTH.printing_on("b").fallback == "a", "the one of before stands in"
    assert (settings.doing_nothing("a").tickets, settings.doing_nothing("a").fallback) == ("b", "")
    assert (settings.doing_nothing("b").tickets, settings.doing_nothing("b").fallback) == ("a", "")
    assert BOTH.doing_nothing("b") == BOTH
    nobody = BOTH.doing_nothing("a")
    assert (nobody.tickets, nobody.falling_back_on("b").tickets) == ("", "b")
    assert settings.without("a").ticket_printer == OFFICE
    assert settings.without("a").fallback == ""
    assert settings.without("b").ticket_printer == BAR
    assert settings.without("b").fallback == ""
    assert settings.without("x") == settings
    assert replace(settings, fallback="a").fallback_printer is None


def test_the_drawer_hangs_on_the_tickets_printer_or_on_the_first_that_has_one() -> None:
    assert PrinterSettings().drawer_printer is None
    assert PrinterSettings().with_printer(BAR).drawer_printer is None
    assert BOTH.drawer_printer == OFFICE
    with_own = replace(BAR, drawer=Drawer.PIN_2)
    assert BOTH.with_printer(with_own).drawer_printer == with_own


def test_settings_come_back_as_they_were() -> None:
    settings = replace(BOTH.falling_back_on("b"), when=When.ON_DEMAND, language="en")

    assert settings_from_json(json.loads(json.dumps(settings_to_json(settings)))) == settings


def test_values_that_a_newer_program_may_have_are_put_right() -> None:
    kept = settings_to_json(BOTH)
    kept["language"] = "de"
    kept["printers"][0] |= {"columns": 99, "baud": 5, "page": "CP1-1", "answers": "perhaps"}
    read = settings_from_json(kept)

    assert read.language == "fr"
    assert read.printers[0] == replace(BAR, page=PLAIN)
    assert read.printers[1].page in (*CODE_PAGES, PLAIN)


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {"version": 2},
        {"version": 1},
        {**settings_to_json(BOTH), "when": "sometimes"},
        {"version": 1, "printers": 3},
    ],
)
def test_other_things_are_refused(kept: Any) -> None:
    with pytest.raises(ValueError, match=r"printers|sometimes"):
        settings_from_json(kept)


def test_a_report_is_done_when_it_has_no_code() -> None:
    assert Report().is_done
    assert not Report("TLPAP").is_done
