"""Setting up printers by taps: adding, trying out, choosing the right line, who is for what, and who may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.code_pages import CODE_PAGES, PLAIN
from app.domain.errors import DeviceFailed
from app.domain.printers import Accents, Drawer, Found, Kick, PrinterSettings, Report, Sheet, Transport, When
from app.ui.theme import TOUCH_MIN_MM
from tests.spool import DONE
from tests.tickets import PLAIN_SALE
from tests.ui.heard import heard
from tests.ui.pictures_printing import BAR, FILES, OFFICE, OUT, THREE, Printed, printed


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Printed]:
    """The printers' page with three printers, a manager at the till."""
    with printed() as made:
        made.show("printers")
        yield made


def settings(shown: Printed) -> PrinterSettings:
    return shown.printing.printers.settings


def texts(shown: Printed) -> set[str]:
    labels = [label.text() for label in shown.window.page.findChildren(QLabel) if label.isVisible()]
    return {text.replace("\u00a0", " ").replace("\u202f", " ") for text in labels}


def is_there(shown: Printed, name: str) -> bool:
    return any(key.isVisible() for key in shown.window.findChildren(QPushButton, name))


# --- adding


def test_a_network_printer_is_added_by_touch_alone(qtbot: QtBot) -> None:
    with printed(settings=PrinterSettings()) as shown:
        shown.show("printers")
        shown.tap("add-printer")
        shown.tap("way:network")
        assert not shown.key("accept-printer").isEnabled()
        for sign in "10.0.0.7x":
            shown.tap("key:backspace" if sign == "x" else f"key:{sign}")
        for sign in "77":
            shown.tap(f"key:{sign}")
        shown.tap("accept-printer")

        made = settings(shown).ticket_printer
        assert made is not None
        assert (made.transport, made.address, made.name) == (Transport.NETWORK, "10.0.0.77", "10.0.0.77")
        assert shown.rig.printers.files.kept["printers"]["tickets"] == made.key
        assert not is_there(shown, "accept-printer"), "the sheet is away"
        assert "Réseau" in texts(shown)


def test_an_address_is_typed_on_a_keyboard_too(shown: Printed) -> None:
    shown.tap("add-printer")
    shown.tap("way:network")
    field = shown.window.findChild(QLineEdit, "printer-address")
    assert field is not None
    QTest.keyClicks(field, "bar-printer:9101")
    QTest.keyClick(field, Qt.Key.Key_Return)
    shown.settle()

    assert settings(shown).printers[-1].address == "bar-printer:9101"
    assert settings(shown).printers[-1].port == 9_101


@pytest.mark.parametrize(
    ("way", "found", "name"),
    [
        (Transport.USB, Found("EPSON TM-T20III", "04b8:0e15"), "EPSON TM-T20III"),
        (Transport.SERIAL, Found("", "COM3"), "COM3"),
        (Transport.SYSTEM, Found("Bar", "Bar"), "Bar"),
    ],
)
def test_a_printer_that_the_machine_knows_is_taken_from_a_list(
    shown: Printed, way: Transport, found: Found, name: str
) -> None:
    shown.spool.found = {way: (found,)}
    shown.tap("add-printer")
    shown.tap(f"way:{way}")
    shown.tap(f"found:{found.address}")

    made = settings(shown).printers[-1]
    assert (made.transport, made.address, made.name) == (way, found.address, name)
    assert settings(shown).tickets == "bar", "the first one goes on printing"


def test_a_machine_without_printers_says_so_and_looks_again(shown: Printed) -> None:
    shown.spool.found = {Transport.USB: ()}
    shown.tap("add-printer")
    shown.tap("way:usb")
    assert any("Aucune trouvée" in text for text in texts(shown))

    shown.spool.found = {Transport.USB: (Found("POS", "0416:5011"),)}
    shown.tap("look-again")
    assert is_there(shown, "found:0416:5011")
    shown.tap("way:serial")
    assert any("Cette machine ne peut pas" in text for text in texts(shown))
    assert not is_there(shown, "found:0416:5011")


def test_a_search_that_ends_late_shows_nothing_of_another_way(shown: Printed) -> None:
    search = shown.counter.paper.search
    shown.spool.found = {Transport.USB: (Found("POS", "0416:5011"),)}
    search.choose("usb")
    search.look()
    search.choose("network")
    shown.settle()
    assert (search.found, search.is_looking) == ([], False)

    search.choose("serial")
    search.choose("pdf")
    shown.settle()
    assert search.text == ""
    search.take("nobody")
    search.begin()
    search.accept()
    assert len(settings(shown).printers) == 3


def test_a_folder_for_pdf_is_proposed(shown: Printed) -> None:
    shown.tap("add-printer")
    shown.tap("way:pdf")
    shown.tap("accept-printer")

    made = settings(shown).printers[-1]
    assert (made.transport, made.name) == (Transport.PDF, "PDF")
    assert made.address.endswith("/BarTender")


# --- one printer


def test_each_setting_is_a_tap_and_is_kept(shown: Printed) -> None:
    shown.tap("printer:office")
    for name in ("columns:42", "baud:19200", "drawer:pin_5", "cuts:yes"):
        shown.tap(name)

    made = settings(shown).printer("office")
    assert made == replace(OFFICE, columns=42, baud=19_200, drawer=Drawer.PIN_5, cuts=True)
    kept = shown.rig.printers.files.kept["printers"]["printers"]
    assert isinstance(kept, list)
    assert (kept[1]["columns"], kept[1]["drawer"], kept[1]["cuts"]) == (42, "pin_5", True)
    shown.tap("cuts:no")
    assert settings(shown).printer("office") == replace(made, cuts=False)


def test_only_what_a_printer_has_is_asked(shown: Printed) -> None:
    assert [is_there(shown, name) for name in ("baud:9600", "drawer:none", "open-drawer")] == [
        False,
        True,
        True,
    ]
    shown.tap("printer:office")
    assert [is_there(shown, name) for name in ("baud:9600", "drawer:none", "open-drawer")] == [
        True,
        True,
        False,
    ]
    shown.tap("printer:files")
    gone = ("baud:9600", "drawer:none", "cuts:yes", "test-accents", "open-drawer")
    assert [is_there(shown, name) for name in gone] == [False] * 5
    assert is_there(shown, "test-page")


def test_which_printer_is_for_tickets_and_which_stands_in(shown: Printed) -> None:
    shown.tap("printer:office")
    shown.tap("role:tickets")
    assert (settings(shown).tickets, settings(shown).fallback) == ("office", BAR.key), "which was for tickets"
    shown.tap("printer:bar")
    shown.tap("role:fallback")
    assert settings(shown).fallback_printer == BAR
    shown.tap("role:fallback")
    assert settings(shown).fallback_printer == BAR, "it stays so"
    shown.tap("role:tickets")
    assert (settings(shown).tickets, settings(shown).fallback) == (BAR.key, "office")
    shown.tap("role:fallback")
    assert (settings(shown).tickets, settings(shown).fallback) == ("office", BAR.key)
    shown.tap("role:none")
    assert settings(shown).fallback == ""
    shown.tap("printer:office")
    shown.tap("role:fallback")
    assert (settings(shown).tickets, settings(shown).fallback) == ("office", ""), (
        "for whom would it stand in?"
    )
    shown.tap("role:none")
    assert (settings(shown).tickets, settings(shown).fallback) == ("", "")


def test_when_and_in_which_language_tickets_are_printed(shown: Printed) -> None:
    shown.tap("when:on_demand")
    shown.tap("language:en")

    assert (settings(shown).when, settings(shown).language) == (When.ON_DEMAND, "en")
    shown.tap("when:never")
    assert not shown.printing.can_print


def test_a_test_page_says_how_it_went(shown: Printed) -> None:
    shown.tap("test-page")
    work = shown.spool.waiting[0].work
    assert isinstance(work, Sheet)
    assert "En cours…" in texts(shown)
    assert not shown.key("test-page").isEnabled()
    shown.report(Report(was_sent=True, answers=True))
    assert "Page d’essai imprimée. L’imprimante dit quand le papier manque." in texts(shown)

    shown.tap("printer:office")
    shown.tap("test-page")
    shown.report(Report(was_sent=True, answers=False))
    assert any("ne dit pas son état" in text for text in texts(shown))
    shown.tap("test-page")
    shown.report(OUT)
    assert any(text.startswith("Plus de papier dans l’imprimante.") for text in texts(shown))
    assert shown.counter.paper.printers.rows[1].is_off


def test_the_drawer_is_tried_out(shown: Printed) -> None:
    shown.tap("open-drawer")
    assert isinstance(shown.spool.waiting[0].work, Kick)
    shown.report()

    assert "Le tiroir a été ouvert." in texts(shown)


def test_the_right_line_of_the_self_test_is_kept_for_that_printer(shown: Printed) -> None:
    shown.tap("printer:office")
    shown.tap("test-accents")
    work = shown.spool.waiting[0].work
    assert isinstance(work, Accents)
    assert work.pages == CODE_PAGES
    assert "En cours…" in texts(shown)
    shown.report()
    shown.tap("line:1")

    assert settings(shown).printer("office") == replace(OFFICE, page=CODE_PAGES[0])
    assert not is_there(shown, "line:1")
    assert "CP858" in texts(shown)


def test_when_no_line_is_right_letters_lose_their_accents(shown: Printed) -> None:
    shown.tap("test-accents")
    shown.report(Report("TLPOF"))
    assert any("introuvable" in text for text in texts(shown))
    shown.tap("print-accents")
    shown.report(DONE)
    shown.tap("line:none")

    assert settings(shown).printers[0].page == PLAIN
    assert "Sans accents" in texts(shown)


def test_a_printer_is_taken_away_and_brought_back(shown: Printed) -> None:
    shown.tap("remove-printer")
    assert [printer.key for printer in settings(shown).printers] == ["office", "files"]
    assert settings(shown).tickets == "office", "the fallback takes its place"

    shown.tap("toast-answer")
    assert settings(shown) == THREE
    shown.counter.paper.printers.undo()
    assert settings(shown) == THREE


def test_the_last_printer_leaves_an_empty_page(qtbot: QtBot) -> None:
    with printed(settings=PrinterSettings((FILES,), tickets="files")) as shown:
        shown.show("printers")
        shown.tap("remove-printer")

        assert not is_there(shown, "test-page")
        model = shown.counter.paper.printers
        assert (model.name, model.address, model.page_text, model.settings) == ("", "", "", [])
        assert (model.check_text, model.check_is_bad, model.is_checking, model.is_file) == (
            "",
            False,
            False,
            False,
        )
        for tap in (model.print_page, model.print_accents, model.kick, model.remove):
            tap()
        model.take_line("1")
        model.set("columns", "42")
        assert settings(shown) == PrinterSettings()
        assert shown.spool.given == []


def test_a_disk_that_refuses_is_told(shown: Printed) -> None:
    said = heard(shown.counter.paper.printers.message)
    shown.rig.printers.files.error = DeviceFailed("TLPWR")
    shown.tap("columns:42")

    assert len(said) == 1
    assert str(said[0]).startswith("Les réglages des imprimantes n’ont pas pu être enregistrés.")
    assert settings(shown).printers[0].columns == 42


def test_a_setting_that_there_is_not_is_a_bug(shown: Printed) -> None:
    with pytest.raises(ValueError, match="no setting"):
        shown.counter.paper.printers.set("colour", "red")


# --- who may


@pytest.mark.parametrize(("person", "may"), [("aicha", False), ("houngbedji", True), ("adjovi", True)])
def test_managers_find_it_in_the_menu_and_nobody_else_does(qtbot: QtBot, person: str, may: bool) -> None:
    with printed(person=person) as shown:
        shown.window.open_menu()
        shown.settle()
        assert is_there(shown, "go:printers") is may
        assert is_there(shown, "go:unprinted")

        shown.counter.lock()
        shown.rig.sign_in("aicha")
        shown.window.open_menu()
        assert not is_there(shown, "go:printers")
        if may:
            shown.window.menu.put_away()
            shown.rig.sign_in(person)
            shown.window.open_menu()
            shown.tap("go:printers")
            assert shown.window.page.objectName() == "printers"


def test_without_a_manager_nothing_changes(qtbot: QtBot) -> None:
    with printed(person="aicha") as shown:
        model = shown.counter.paper.printers
        model.set("when", "never")
        for tap in (model.print_page, model.print_accents, model.kick, model.remove):
            tap()
        shown.settle()

        assert settings(shown) == THREE
        assert shown.spool.given == []


def test_a_till_without_printers_offers_no_list_of_tickets(qtbot: QtBot) -> None:
    with printed(settings=PrinterSettings()) as shown:
        shown.window.open_menu()
        assert not is_there(shown, "go:unprinted")

        shown.printing.print_ticket(PLAIN_SALE)
        shown.settle()
        assert is_there(shown, "go:unprinted")


# --- the glass


def test_every_key_is_large_enough_and_has_a_name(shown: Printed) -> None:
    shown.tap("add-printer")
    shown.tap("way:network")
    least = shown.theme.mm(TOUCH_MIN_MM)
    for key in shown.window.page.findChildren(QPushButton):
        if key.isVisible():
            assert min(key.width(), key.height()) >= least, key.objectName()
            assert key.accessibleName(), key.objectName()
    field = shown.window.findChild(QLineEdit, "printer-address")
    assert field is not None
    assert field.accessibleName() == "Adresse de l’imprimante"
    shown.tap("add-printer-sheet-close")
    assert shown.key("columns:32").accessibleName().replace("\u00a0", " ") == "Papier 58 mm · 32"
    assert shown.key("printer:office").accessibleName() == "POS-5890, Port série · /dev/ttyUSB0, Secours"


def test_names_change_with_the_language_and_the_page_stands_upright(qtbot: QtBot) -> None:
    with printed("en", (720, 1280)) as shown:
        shown.show("printers")

        assert {"Printers", "Receipts", "Paper", "Letters"} <= texts(shown)
        assert shown.key("test-page").text() == "Test page"
        cards = [shown.key(f"printer:{key}") for key in ("bar", "office", "files")]
        tops = [card.mapTo(shown.window, card.rect().topLeft()).y() for card in cards]
        assert tops == sorted(tops)
        assert (
            shown.key("test-page").mapTo(shown.window, shown.key("test-page").rect().topLeft()).y() > tops[-1]
        )


def test_everything_is_reached_by_the_keyboard(shown: Printed) -> None:
    shown.key("printer:office").setFocus()
    QTest.keyClick(shown.window.focusWidget(), Qt.Key.Key_Space)
    shown.settle()
    assert shown.counter.paper.printers.name == "POS-5890"

    QTest.keyClick(shown.window, Qt.Key.Key_Escape)
    assert shown.window.page.objectName() == "sale"
