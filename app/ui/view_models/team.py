"""The bar's people for a manager or an owner, and another PIN for one of them, typed twice."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.domain.roles import Role
from app.sync.ports import Row
from app.till.team import RESET_PIN
from app.till.till import Till
from app.ui import messages
from app.ui.rows import ActionRow, ActionStyle, DeedRow, PersonRow, RefusalRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import UNDERSTOOD, Deeds
from app.ui.view_models.new_pin import NewPin
from app.ui.view_models.people import person_rows


@frozen
class MemberRow:
    """A person, with the key that gives them another PIN; off, it says why."""

    person: PersonRow
    deed: DeedRow


class TeamModel(QObject):
    """The team.

    *Shows*: ``is_allowed`` (whether the person at the till sees it), ``members``, ``refusal`` (what the server refused
    of it and nobody has acknowledged); of the PIN that is being typed ``chosen`` (whose; None: nobody's), ``digits``,
    ``question``, ``is_wrong`` (it was not taken), ``is_open``. ``changed`` after any; ``said``: what was done or why
    not; ``finished``: the PIN is typed.
    *Taps*: ``begin`` (a person), ``digit``, ``backspace``, ``cancel``, ``understood``.
    """

    changed = Signal()
    said = Signal(str)
    finished = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till, self._tasks = till, tasks
        self._can = Deeds(till)
        self._chosen, self._new = "", NewPin()
        self._stops = Stops(
            till.session.listen(self._person_changed),
            till.bar.listen(self._bar_changed),
            till.outbox.listen(self.changed.emit),
            till.link.listen(self.changed.emit),
        )

    def close(self) -> None:
        """Stop following the till."""
        self._stops.end()

    # --- shows

    @property
    def is_allowed(self) -> bool:
        person = self._till.session.person
        return person is not None and person.role.has_rights_of(Role.MANAGER)

    @property
    def members(self) -> list[MemberRow]:
        people = person_rows(self._till.bar.people()) if self.is_allowed else []
        return [MemberRow(row, self._deed(row)) for row in people]

    def is_own(self, member: str) -> bool:
        """Tell whether this is the person at the till, who is asked for the PIN of now, too: on a page of its own."""
        person = self._till.session.person
        return person is not None and person.id == member

    def _deed(self, row: PersonRow) -> DeedRow:
        label = QCoreApplication.translate("TeamModel", "New PIN…")
        if self.is_own(row.id):
            label = QCoreApplication.translate("TeamModel", "My PIN…")
        why = self._why_not(row.id)
        return DeedRow(f"pin:{row.id}", label, "lock", why, not why)

    def _why_not(self, member: str) -> str:
        """Why this person's PIN cannot be changed now, in the few words that a key has room for."""
        team = self._till.team
        error = team.own_hindrance() if self.is_own(member) else team.hindrance(member)
        if error is None:
            return ""
        if error.code == "TLRGT":
            return QCoreApplication.translate("TeamModel", "An owner only")
        return self._can.why(error)

    @property
    def refusal(self) -> RefusalRow | None:
        row = self._till.after.refused_of((RESET_PIN,))
        if row is None:
            return None
        person = self._till.bar.person(str(row.body.get("member")))
        why = messages.message(row.code or "", row.params)
        title = QCoreApplication.translate("TeamModel", "{name} keeps the PIN of before")
        answer = QCoreApplication.translate("TeamModel", "Understood")
        action = ActionRow(UNDERSTOOD, answer, ActionStyle.PRIMARY)
        return RefusalRow(
            str(row.no), title.format(name=person.name if person else "…"), why.sentence, (action,), why.code
        )

    # --- shows: the PIN that is being typed

    @property
    def chosen(self) -> PersonRow | None:
        return next((row for row in person_rows(self._till.bar.people()) if row.id == self._chosen), None)

    @property
    def digits(self) -> int:
        return self._new.digits

    @property
    def is_wrong(self) -> bool:
        return self._new.is_wrong

    @property
    def is_open(self) -> bool:
        return True

    @property
    def question(self) -> str:
        return self._new.question

    # --- taps

    def begin(self, member: str) -> None:
        """Ask for another PIN for this person."""
        if not self.is_own(member) and not self._why_not(member):
            self._forget()
            self._chosen = member
            self.changed.emit()

    def digit(self, digit: str) -> None:
        person = self.chosen
        if person is None:
            return
        if pin := self._new.digit(digit, person.pin_length):
            story = self._till.team.reset_pin(person.id, pin)
            self._forget()
            self._tasks.spawn(
                story, "give another PIN", then=partial(self._done, person), failed=self._failed
            )
            self.finished.emit()
        self.changed.emit()

    def backspace(self) -> None:
        self._new.backspace()
        self.changed.emit()

    def cancel(self) -> None:
        self._forget()
        self.changed.emit()

    def understood(self, key: str, _answer: str = "") -> None:
        """Take note of what was refused; it is shown no more."""
        self._tasks.spawn(self._till.after.acknowledge(int(key)), f"read {key}", failed=self._failed)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _forget(self) -> None:
        self._chosen = ""
        self._new.clear()

    def _done(self, person: PersonRow, _row: Row) -> None:
        text = QCoreApplication.translate("TeamModel", "{name} has a new PIN")
        self.said.emit(text.format(name=person.name))

    def _failed(self, error: TillError) -> None:
        self.said.emit(messages.of_deed(error).sentence)

    def _person_changed(self) -> None:
        self._forget()
        self.changed.emit()

    def _bar_changed(self, topic: str) -> None:
        if topic == "team":
            self.changed.emit()
