"""Who is at the till: the people, a PIN, and what to say about it. Also the manager's PIN for « vendre quand même »."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.catalog import Person
from app.domain.errors import TillError
from app.sync.link import SHUT_OUT, LinkState
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import PersonRow
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.people import person_rows
from app.ui.view_models.status import trouble_of


class PinModel(QObject):
    """Choose a person and type a PIN; it is tried by itself when it is complete.

    *Shows*: ``people``, ``chosen``, ``digits`` (how many are typed), ``message``, ``is_wrong``, ``is_checking``,
    ``is_offline``, ``barred`` (why no PIN opens this till; None when one does), ``bar_name``, ``till_name``;
    ``changed`` after any of them, ``refused`` when a PIN opened nothing.
    *Taps*: ``choose``, ``digit``, ``backspace``, ``cancel``.
    """

    changed = Signal()
    refused = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._chosen: str | None = None
        self._pin = ""
        self._error: TillError | None = None
        self.is_checking = False
        self._stops = Stops(till.bar.listen(self._bar_changed), till.link.listen(self._link_changed))

    def close(self) -> None:
        """Stop following the till."""
        self._stops.end()

    # --- shows

    @property
    def bar_name(self) -> str:
        bar = self._till.bar.bar()
        return bar.name if bar else ""

    @property
    def till_name(self) -> str:
        return self._till.bar.till_name or self._till.bar.till_code

    @property
    def people(self) -> list[PersonRow]:
        people = self._till.bar.people()
        may = {person.id for person in people if self._may(person)}
        return [row for row in person_rows(people) if row.id in may]

    @property
    def chosen(self) -> PersonRow | None:
        if self.barred is not None:
            return None
        return next((person for person in self.people if person.id == self._chosen), None)

    @property
    def digits(self) -> int:
        return len(self._pin)

    @property
    def message(self) -> str:
        return messages.of_error(self._error).sentence if self._error else ""

    @property
    def is_wrong(self) -> bool:
        """Whether the last PIN was not right (the dots show it too)."""
        return self._error is not None and self._error.code in ("TLPIN", "TLLCK")

    @property
    def is_offline(self) -> bool:
        return self._till.link.state is LinkState.OFFLINE

    @property
    def barred(self) -> messages.Message | None:
        """What is said on a till that was shut out: no PIN opens it until the server lets it in again."""
        return messages.message(SHUT_OUT) if self._till.link.is_shut else None

    # --- taps

    def choose(self, member: str) -> None:
        """Ask for this person's PIN. Nothing happens while another is being checked, or none would open the till."""
        if not self.is_checking and self.barred is None:
            self._chosen, self._pin, self._error = member, "", None
            self.changed.emit()

    def digit(self, digit: str | int) -> None:
        person = self.chosen
        text = str(digit)
        if person is None or self.is_checking or not (text.isascii() and text.isdigit()):
            return
        self._pin = (self._pin + text)[: person.pin_length]
        self._error = None
        if len(self._pin) == person.pin_length:
            self._check(person.id)
        self.changed.emit()

    def backspace(self) -> None:
        if self._pin and not self.is_checking:
            self._pin, self._error = self._pin[:-1], None
            self.changed.emit()

    def cancel(self) -> None:
        """Go back to the people."""
        if not self.is_checking:
            self._chosen, self._pin, self._error = None, "", None
            self.changed.emit()

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _may(self, person: Person) -> bool:
        """Whether this person is offered."""
        del person
        return True

    def _story(self, member: str, pin: str) -> Coroutine[Any, Any, Person]:
        """What is done with a complete PIN."""
        return self._till.session.sign_in(member, pin)

    def _proved(self, person: Person) -> None:
        """Called when the PIN was right."""

    def _check(self, member: str) -> None:
        self.is_checking = True
        pin, self._pin = self._pin, "•" * len(self._pin)
        self._tasks.spawn(self._story(member, pin), "check a PIN", then=self._right, failed=self._wrong)

    def _right(self, person: Person) -> None:
        self.is_checking = False
        self._chosen, self._pin, self._error = None, "", None
        self.changed.emit()
        self._proved(person)

    def _wrong(self, error: TillError) -> None:
        self.is_checking = False
        self._pin, self._error = "", error
        self.changed.emit()
        self.refused.emit()

    def _bar_changed(self, topic: str) -> None:
        if topic in ("team", "settings"):
            self.changed.emit()

    def _link_changed(self) -> None:
        self.changed.emit()


class SignInModel(PinModel):
    """The sign-in screen. *Shows* and *Taps* as ``PinModel``; ``signed_in`` when somebody is at the till.

    ``nobody``: what is shown in place of people: what happens and what to do; None as soon as there is somebody.
    ``waits``: whose order waits, and why nobody is at the till any more if it locked itself; None for neither.
    """

    signed_in = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(till, tasks, parent)
        self._looked: messages.Message | None = None
        self._stops.add(
            till.sender.listen(self.look_again),
            till.session.listen(self.changed.emit),
            till.checkout.listen(self._order_changed),
        )

    @property
    def nobody(self) -> messages.Message | None:
        """Why nobody can sign in on a till that does not know its people yet."""
        if self._till.bar.people():
            return None
        if trouble := trouble_of(self._till):
            return messages.message(trouble)
        if self._till.bar.is_ready:
            return messages.Message(
                QCoreApplication.translate("SignInModel", "Nobody works in this bar yet."),
                QCoreApplication.translate(
                    "SignInModel", "The names show here as soon as the manager adds them."
                ),
            )
        return messages.Message(
            QCoreApplication.translate(
                "SignInModel", "This till is waiting for the central system for the first time…"
            ),
            QCoreApplication.translate(
                "SignInModel",
                "See that the bar's computer is on and that this till is on its network. "
                "The names show here by themselves; after that the till also works without a connection.",
            ),
        )

    @property
    def waits(self) -> messages.Message | None:
        """What a person reads who comes back to a locked till, or to one that was started again."""
        if self.barred is not None or self._till.session.person is not None:
            return None
        order, seconds = self._order(), self._till.session.unattended_s
        if seconds is None:
            return order
        #: {time} is a duration such as "60 seconds" or "5 minutes"
        why = QCoreApplication.translate(
            "SignInModel", "The till locked itself: nobody touched it for {time}."
        ).format(time=text_of.wait(seconds))
        kept = QCoreApplication.translate("SignInModel", "Nothing is lost: every sale is kept.")
        return messages.Message(why, f"{order.text} {order.detail}" if order else kept)

    def _order(self) -> messages.Message | None:
        """Say whose order waits and what becomes of it when somebody else signs in; None when none is open."""
        cart, whose = self._till.checkout.cart, self._till.checkout.whose
        if cart.is_empty:
            return None
        name = self._till.bar.first_name(whose)
        if not name:
            #: {order} is "3 items · 4 500 F"
            waits = QCoreApplication.translate("SignInModel", "An order waits: {order}.")
            there = QCoreApplication.translate("SignInModel", "It is there as soon as somebody signs in.")
            aside = "" if whose else there
        else:
            #: {order} is "3 items · 4 500 F"; {name} is a first name
            waits = QCoreApplication.translate("SignInModel", "An order waits for {name}: {order}.")
            aside = QCoreApplication.translate(
                "SignInModel", "If somebody else signs in, it is put aside as {quoted}."
            )
        order = text_of.joined(text_of.items(cart.count), text_of.money(cart.total))
        said = waits.format(order=order, name=name)
        return messages.Message(said, aside.format(quoted=text_of.quoted(self._till.checkout.name_for_whose)))

    def _order_changed(self, _topic: str) -> None:
        if self._till.session.person is None:
            self.changed.emit()

    def look_again(self) -> None:
        """See whether there is another reason why nobody can sign in."""
        nobody = self.nobody
        if nobody != self._looked:
            self._looked = nobody
            self.changed.emit()

    def _proved(self, person: Person) -> None:
        del person
        self.signed_in.emit()


class AuthoriseModel(PinModel):
    """The sheet that asks for a manager's PIN without changing who sells.

    *Shows* and *Taps* as ``PinModel``, with only those people who may allow it; ``authorised`` gives the person's id.
    """

    authorised = Signal(str)

    _asked, _checked = 0, 0
    """How often it was asked or given up, and which of these the PIN that is being checked answers."""

    def begin(self) -> None:
        """Start over; the manager who is signed in, or the only one there is, is chosen at once."""
        self.cancel()
        self._choose_likely()

    def cancel(self) -> None:
        """Give it up: a PIN that is still being checked allows nothing any more."""
        self._asked += 1
        super().cancel()

    def _choose_likely(self) -> None:
        people = self.people
        signed_in = self._till.session.person
        likely = [row.id for row in people if signed_in and row.id == signed_in.id]
        if likely or len(people) == 1:
            self.choose((likely or [people[0].id])[0])

    def _may(self, person: Person) -> bool:
        return person.role.may_override_stock

    def _story(self, member: str, pin: str) -> Coroutine[Any, Any, Person]:
        return self._till.session.authorise(member, pin)

    def _check(self, member: str) -> None:
        self._checked = self._asked
        super()._check(member)

    def _proved(self, person: Person) -> None:
        if self._checked == self._asked:
            self.authorised.emit(person.id)
        else:
            self._choose_likely()  # for whoever has asked since
