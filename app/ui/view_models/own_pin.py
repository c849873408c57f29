"""Another PIN for the person at the till: the one of now, then the new one twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.errors import TillError
from app.sync.ports import Row, State
from app.till.till import Till
from app.ui import messages
from app.ui.rows import PersonRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.new_pin import NewPin
from app.ui.view_models.people import person_rows

T = TypeVar("T")


class OwnPinModel(QObject):
    """One's own PIN.

    *Shows*: ``chosen`` (who is at the till; None: nobody), ``digits``, ``question``, ``is_wrong``, ``is_open`` (whether
    digits are taken: not while the server is asked, nor without it); ``changed`` after any; ``said``: it is done.
    *Taps*: ``digit``, ``backspace``, ``cancel``.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till, self._tasks = till, tasks
        self._old, self._new = "", NewPin()
        self._is_proved = self._is_asking = self._is_refused = False
        self._error: TillError | None = None
        self._person = self._present()
        self._turn = 0
        """How often the person at the till has changed: what one of them asked is answered to nobody else."""
        self._no: int | None = None
        """The number of the command that changes it, until the server has judged it."""
        self._by = ""
        """Whose PIN that command changes."""
        self._stops = Stops(
            till.session.listen(self._person_changed),
            till.outbox.listen(self._outbox_changed),
            till.link.listen(self.changed.emit),
        )

    def close(self) -> None:
        """Stop following the till."""
        self._stops.end()

    # --- shows

    @property
    def chosen(self) -> PersonRow | None:
        person = self._person
        rows = person_rows(self._till.bar.people())
        return next((row for row in rows if row.id == person), None)

    @property
    def digits(self) -> int:
        return self._new.digits if self._is_proved else len(self._old)

    @property
    def is_open(self) -> bool:
        return not self._is_asking and not self._is_sending and self._till.team.own_hindrance() is None

    @property
    def is_wrong(self) -> bool:
        is_new_wrong = self._is_proved and self._new.is_wrong
        return self._error is not None or self._is_refused or is_new_wrong

    @property
    def question(self) -> str:
        hindrance = self._till.team.own_hindrance()
        if self._is_sending and hindrance is None:
            return QCoreApplication.translate("OwnPinModel", "The new PIN is being sent…")
        if self._is_asking:
            return QCoreApplication.translate("OwnPinModel", "Checking…")
        if hindrance is not None and self._person:
            why = messages.message(hindrance.code, hindrance.params).sentence
            kept = QCoreApplication.translate("OwnPinModel", "Until then your PIN stays what it is.")
            return f"{why} {kept}"
        if self._error is not None:
            return messages.of_error(self._error).sentence
        if self._is_refused:
            return QCoreApplication.translate(
                "OwnPinModel", "It was not taken: your PIN stays what it was. Begin again with it."
            )
        if self._is_proved:
            return self._new.question
        return QCoreApplication.translate("OwnPinModel", "First type your PIN of now")

    # --- taps

    def digit(self, digit: str) -> None:
        person = self.chosen
        if person is None or not self.is_open or not (digit.isascii() and digit.isdigit()):
            return
        self._error, self._is_refused = None, False
        if self._is_proved:
            if pin := self._new.digit(digit, person.pin_length):
                self._is_asking = True
                story = self._till.team.change_own(pin)
                self._tasks.spawn(
                    story,
                    "change one's own PIN",
                    then=self._if_still_here(self._sent),
                    failed=self._if_still_here(self._failed),
                )
        else:
            self._old = (self._old + digit)[: person.pin_length]
            if len(self._old) == person.pin_length:
                self._is_asking = True
                story_of_now = self._till.team.prove_own(self._old)
                self._tasks.spawn(
                    story_of_now,
                    "prove one's PIN",
                    then=self._if_still_here(self._proved),
                    failed=self._if_still_here(self._failed),
                )
        self.changed.emit()

    def backspace(self) -> None:
        self._error, self._is_refused = None, False
        self._old = self._old[:-1]
        self._new.backspace()
        self.changed.emit()

    def cancel(self) -> None:
        """Forget what was typed; what is on its way to the server goes on."""
        self._forget()
        self.changed.emit()

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _present(self) -> str:
        person = self._till.session.person
        return person.id if person is not None else ""

    @property
    def _is_sending(self) -> bool:
        """Whether the new PIN of the person at the till is on its way."""
        return self._no is not None and self._by == self._person

    def _if_still_here(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """Return ``then`` for an answer that comes while the person who asks is at the till; later it does nothing."""
        turn = self._turn

        def answer(value: T) -> None:
            if turn == self._turn:
                then(value)

        return answer

    def _forget(self) -> None:
        self._old, self._error = "", None
        self._is_proved = self._is_refused = False
        self._new.clear()

    def _proved(self, _: None) -> None:
        self._is_asking = False
        self._old, self._is_proved = "", True
        self.changed.emit()

    def _sent(self, row: Row) -> None:
        self._is_asking, self._no, self._by = False, row.no, self._person
        self._forget()
        self._outbox_changed()

    def _failed(self, error: TillError) -> None:
        self._is_asking = False
        self._forget()
        self._error = error
        self.changed.emit()

    def _person_changed(self) -> None:
        if self._person != self._present():
            self._person, self._turn, self._is_asking = self._present(), self._turn + 1, False
            self._forget()
            self.changed.emit()

    def _outbox_changed(self) -> None:
        row = None if self._no is None else self._till.outbox.row(self._no)
        if self._no is None or (row is not None and row.state is State.WAITING):
            self.changed.emit()
            return
        self._no = None
        if self._by == self._person:  # of who has left, a refusal stays on the list of those
            self._judged(row)
        self.changed.emit()

    def _judged(self, row: Row | None) -> None:
        """Lock once the server has taken the new PIN: it has ended the session of before."""
        if row is not None and row.state is State.REFUSED:  # said here, where it was asked for
            self._is_refused = True
            story = self._till.after.acknowledge(row.no)
            self._tasks.spawn(story, f"read {row.no}", failed=self._if_still_here(self._failed))
        else:
            self._till.session.sign_out()
            text = QCoreApplication.translate("OwnPinModel", "Your PIN is changed. Sign in with the new one.")
            self.said.emit(text)
