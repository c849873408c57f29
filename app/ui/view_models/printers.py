"""The printers of this till as a manager sets them up: which there are, what each is for, whether it prints well."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.code_pages import CODE_PAGES, PLAIN
from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.domain.paper import COLUMNS
from app.domain.printers import BAUDS, Drawer, Printer, PrinterSettings, Transport, When
from app.till.printers import Check
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ActionRow
from app.ui.tasks import Tasks
from app.ui.view_models.printer_words import drawer_text, pages_text, transport_text, when_text

_ON = "yes", "no"


@frozen
class PrinterRow:
    """A printer in the list. ``roles``: what it is for, in words; ``is_off``: it could not do what was asked last."""

    key: str
    name: str
    detail: str
    roles: str
    icon: str
    is_chosen: bool
    is_off: bool


@frozen
class ChoiceRow:
    """A setting with its values: keys and words, and the key that is in force."""

    id: str
    choices: tuple[ActionRow, ...]
    chosen: str


class PrintersModel(QObject):
    """Settings of printers, kept in this machine's profile.

    *Shows*: ``is_allowed``, ``rows``, ``tickets`` (ChoiceRows of the tickets themselves), ``name``, ``address`` and
    ``settings`` (ChoiceRows) of the chosen printer, ``has_drawer``, ``is_file``, ``check_text`` and ``check_is_bad``
    (its last test), ``accents`` (the lines of the self-test); ``changed`` after any of them.
    *Taps*: ``choose``, ``set`` (a ChoiceRow's id and a value), ``print_page``, ``print_accents``, ``take_line``,
    ``kick``, ``remove`` (tells ``removed`` and is taken back by ``undo``), ``add``. ``message`` tells what could not be
    kept.
    """

    changed = Signal()
    removed = Signal(str)
    message = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._printers = till.printing.printers
        self._tasks = tasks
        self._chosen = ""
        self._before: PrinterSettings | None = None
        self._stop = self._printers.listen(self.changed.emit)

    def close(self) -> None:
        """Stop following the printers."""
        self._stop()

    def retranslate(self) -> None:
        self.changed.emit()

    # --- shows

    @property
    def is_allowed(self) -> bool:
        """Whether who is signed in may set up printers."""
        person = self._till.session.person
        return person is not None and person.role.may_set_up_printers

    @property
    def rows(self) -> list[PrinterRow]:
        return [self._row(printer) for printer in self._printers.settings.printers]

    @property
    def tickets(self) -> list[ChoiceRow]:
        """When a ticket is printed, and in which language."""
        settings = self._printers.settings
        when = tuple(ActionRow(one.value, when_text(one)) for one in When)
        languages = (ActionRow("fr", "Français"), ActionRow("en", "English"))
        return [ChoiceRow("when", when, settings.when), ChoiceRow("language", languages, settings.language)]

    @property
    def chosen(self) -> Printer | None:
        """The printer whose settings are shown: the one tapped, else the first."""
        settings = self._printers.settings
        return settings.printer(self._chosen) or next(iter(settings.printers), None)

    @property
    def name(self) -> str:
        return self.chosen.name if self.chosen else ""

    @property
    def address(self) -> str:
        printer = self.chosen
        return _address(printer) if printer else ""

    @property
    def settings(self) -> list[ChoiceRow]:
        """What can be chosen for the printer on show, in the order in which it is asked."""
        printer = self.chosen
        if printer is None:
            return []
        rows = [self._role(printer), _paper(printer)]
        if printer.transport is Transport.SERIAL:
            bauds = tuple(ActionRow(str(baud), text_of.grouped(baud)) for baud in BAUDS)
            rows.append(ChoiceRow("baud", bauds, str(printer.baud)))
        return rows if printer.is_file else [*rows, _drawer(printer), _cut(printer)]

    @property
    def page_text(self) -> str:
        """The letters that the printer on show has."""
        return pages_text(self.chosen.page) if self.chosen else ""

    @property
    def is_file(self) -> bool:
        return self.chosen is not None and self.chosen.is_file

    @property
    def has_drawer(self) -> bool:
        return self.chosen is not None and self.chosen.drawer is not Drawer.NONE

    @property
    def accents(self) -> list[ActionRow]:
        """The numbers of the self-test's lines, and the way out when none is right."""
        lines = [ActionRow(str(no), str(no)) for no in range(1, len(CODE_PAGES) + 1)]
        return [*lines, ActionRow("none", QCoreApplication.translate("PrintersModel", "None is right"))]

    @property
    def check_text(self) -> str:
        """How the last test of the printer on show went; empty when there was none."""
        check = self._check
        if check is None:
            return ""
        if check.report is None:
            return QCoreApplication.translate("PrintersModel", "Under way…")
        if not check.report.is_done:
            return messages.message(check.report.code, check.report.params or {}).sentence
        return self._told(check)

    @property
    def check_is_bad(self) -> bool:
        check = self._check
        return check is not None and check.report is not None and not check.report.is_done

    @property
    def is_checking(self) -> bool:
        check = self._check
        return check is not None and check.report is None

    # --- taps

    def choose(self, key: str) -> None:
        """Show the settings of this printer."""
        self._chosen = key
        self.changed.emit()

    def set(self, setting: str, value: str) -> None:
        """Take a value for a setting of the tickets or of the printer on show. Raises ValueError for an unknown one."""
        settings = self._printers.settings
        match setting:
            case "when":
                self._use(replace(settings, when=When(value)))
            case "language":
                self._use(replace(settings, language=value))
            case "role" if self.chosen is not None:
                self._use(_with_role(settings, self.chosen.key, value))
            case _ if self.chosen is not None:
                self._use(settings.with_printer(_changed(self.chosen, setting, value)))

    def print_page(self) -> None:
        if self.chosen is not None and self.is_allowed:
            self._printers.check_page(self.chosen)

    def print_accents(self) -> None:
        """Print the self-test; ``take_line`` answers it."""
        if self.chosen is not None and self.is_allowed:
            self._printers.check_accents(self.chosen)

    def take_line(self, number: str) -> None:
        """Take the code page of the line that is right, ``none`` for plain letters."""
        page = CODE_PAGES[int(number) - 1] if number.isdecimal() else PLAIN
        if self.chosen is not None:
            self._printers.forget_check(self.chosen.key)
            self._use(self._printers.settings.with_printer(replace(self.chosen, page=page)))

    def kick(self) -> None:
        """Open the drawer."""
        if self.chosen is not None and self.is_allowed:
            self._printers.check_drawer(self.chosen)

    def remove(self) -> None:
        """Take the printer on show away."""
        printer = self.chosen
        if printer is None or not self.is_allowed:
            return
        self._before = self._printers.settings
        self._use(self._printers.settings.without(printer.key))
        text = QCoreApplication.translate("PrintersModel", "{name} was taken away")
        self.removed.emit(text.format(name=printer.name))

    def undo(self) -> None:
        """Bring back the printer that was taken away last."""
        if self._before is not None:
            before, self._before = self._before, None
            self._use(before)

    def add(self, printer: Printer) -> None:
        """Take a new printer and show it."""
        self._chosen = printer.key
        self._use(self._printers.settings.with_printer(printer))

    # --- inside

    def _use(self, settings: PrinterSettings) -> None:
        if self.is_allowed:
            self._tasks.spawn(self._printers.use(settings), "keep the printers", failed=self._not_kept)

    def _not_kept(self, error: TillError) -> None:
        self.message.emit(messages.of_error(error).sentence)

    @property
    def _check(self) -> Check | None:
        return self._printers.checks.get(self.chosen.key) if self.chosen else None

    def _told(self, check: Check) -> str:
        match check.what:
            case "page" if self.chosen is not None and self.chosen.answers:
                return QCoreApplication.translate(
                    "PrintersModel", "Test page printed. The printer tells when paper is missing."
                )
            case "page":
                return QCoreApplication.translate(
                    "PrintersModel",
                    "Test page sent. The printer does not tell how it is: see that it came out.",
                )
            case "drawer":
                return QCoreApplication.translate("PrintersModel", "The drawer was opened.")
            case _:
                return QCoreApplication.translate("PrintersModel", "Look at the paper: which line is right?")

    def _row(self, printer: Printer) -> PrinterRow:
        settings, check = self._printers.settings, self._printers.checks.get(printer.key)
        is_off = check is not None and check.report is not None and not check.report.is_done
        roles = [
            (printer == settings.ticket_printer, QCoreApplication.translate("PrintersModel", "Receipts")),
            (printer == settings.fallback_printer, QCoreApplication.translate("PrintersModel", "Fallback")),
            (printer == settings.drawer_printer, QCoreApplication.translate("PrintersModel", "Drawer")),
        ]
        return PrinterRow(
            key=printer.key,
            name=printer.name,
            detail=_address(printer),
            roles=text_of.joined(*(word for is_so, word in roles if is_so)),
            icon=printer.transport.value,
            is_chosen=self.chosen is not None and printer.key == self.chosen.key,
            is_off=is_off,
        )

    def _role(self, printer: Printer) -> ChoiceRow:
        settings = self._printers.settings
        choices = (
            ActionRow("tickets", QCoreApplication.translate("PrintersModel", "Receipts")),
            ActionRow("fallback", QCoreApplication.translate("PrintersModel", "Fallback")),
            ActionRow("none", QCoreApplication.translate("PrintersModel", "Neither")),
        )
        is_fallback = printer == settings.fallback_printer
        role = "tickets" if printer == settings.ticket_printer else "fallback" if is_fallback else "none"
        return ChoiceRow("role", choices, role)


def _address(printer: Printer) -> str:
    """Return how a printer is reached; a name that is its address is not said twice."""
    words = (transport_text(printer.transport), printer.address)
    return text_of.joined(*(word for word in words if word != printer.name))


def _with_role(settings: PrinterSettings, key: str, role: str) -> PrinterSettings:
    if role == "tickets":
        return settings.printing_on(key)
    if role == "none":
        return settings.doing_nothing(key)
    return settings if key == settings.fallback else settings.falling_back_on(key)


def _changed(printer: Printer, setting: str, value: str) -> Printer:
    match setting:
        case "columns":
            return replace(printer, columns=int(value))
        case "baud":
            return replace(printer, baud=int(value))
        case "drawer":
            return replace(printer, drawer=Drawer(value))
        case "cuts":
            return replace(printer, cuts=value == _ON[0])
        case _:
            raise ValueError(f"no setting {setting!r}")


def _paper(printer: Printer) -> ChoiceRow:
    papers = tuple(ActionRow(str(columns), text_of.paper(columns)) for columns in COLUMNS)
    return ChoiceRow("columns", papers, str(printer.columns))


def _drawer(printer: Printer) -> ChoiceRow:
    return ChoiceRow(
        "drawer", tuple(ActionRow(one.value, drawer_text(one)) for one in Drawer), printer.drawer
    )


def _cut(printer: Printer) -> ChoiceRow:
    choices = (
        ActionRow(_ON[0], QCoreApplication.translate("PrintersModel", "Automatic")),
        ActionRow(_ON[1], QCoreApplication.translate("PrintersModel", "By hand")),
    )
    return ChoiceRow("cuts", choices, _ON[0] if printer.cuts else _ON[1])
