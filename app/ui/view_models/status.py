"""The lamp, the banner, the clock: what every screen says about the connection and what waits. Decides nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import Incompatible, SignedOut
from app.sync.link import SHUT_OUT, LinkState
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.stops import Stops
from app.ui.view_models.relief import Relief, only_sales_wait

TICK_MS = 1_000
LOCK_WARNING_S = 10.0


class StatusModel(QObject):
    """How the till stands.

    *Shows*: ``lamp`` (``online``, ``unsure``, ``offline``, ``shut``), ``lamp_text``, ``banner`` (empty: none),
    ``relief_text``, ``waiting_text``, ``waiting_count``, ``unsent_text``, ``refused_count``, ``unprinted_text``,
    ``unprinted_count``, ``person_name``, ``locking_text``, ``clock_text``, ``explained_by``, ``explanation``,
    ``unpaid_text``; ``changed`` after any of them, never more often than they change.
    *Taps*: nothing. ``locks_in_s``: whoever has the idle clock says how long it still runs; negative: not at all.
    """

    changed = Signal()

    def __init__(self, till: Till, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self.locks_in_s: Callable[[], float] = lambda: -1.0
        self._relief = Relief(till)
        self._shown: tuple[object, ...] = ()
        self._stops = Stops(
            till.link.listen(self.tick),
            till.outbox.listen(self.tick),
            till.sender.listen(self.tick),
            till.session.listen(self.tick),
            till.printing.listen(self.tick),
        )
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)
        self.tick()

    def close(self) -> None:
        """Stop following the till."""
        self._timer.stop()
        self._stops.end()

    def tick(self) -> None:
        """Look again, and tell when something that is shown has changed. Called each second."""
        self._relief.look()
        shown = self._all()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def retranslate(self) -> None:
        self.tick()

    # --- shows

    @property
    def lamp(self) -> str:
        return str(self._lamp().value)

    @property
    def lamp_text(self) -> str:
        match self._lamp():
            case LinkState.SHUT:
                #: by the lamp: the server will not have this till any more
                return QCoreApplication.translate("StatusModel", "Shut out")
            case LinkState.ONLINE:
                return QCoreApplication.translate("StatusModel", "Online")
            case LinkState.UNSURE:
                return QCoreApplication.translate("StatusModel", "Slow connection")
            case _:
                return QCoreApplication.translate("StatusModel", "Offline")

    @property
    def banner(self) -> str:
        """The thin amber line: what does not pass by itself, else an outage, what is stuck, a slow line with sales.

        An outage says itself how long it lasts; after ten minutes it asks to tell the manager, too.
        """
        if trouble := trouble_of(self._till):
            return text_of.joined(messages.message(trouble).sentence, self.waiting_text)
        summary = self._till.outbox.summary()
        count, what = summary.waiting_count, text_of.worth(self._what(), summary.waiting_amount)
        is_stuck = self._till.sender.is_alarming and count > 0
        match self._till.link.state:
            case LinkState.OFFLINE if not self._till.bar.is_ready and not count:
                return ""  # nothing can be sold yet; the sign-in page says what it waits for
            case LinkState.OFFLINE:
                gone_s = self._till.clock.wall() - self._till.link.since
                offline = text_of.offline(gone_s, count, what)
                tell = QCoreApplication.translate("StatusModel", "Tell the manager.")
                return f"{offline} {tell}" if is_stuck else offline
            case _ if is_stuck:
                return text_of.counts().stuck(count).format(what=what)
            case LinkState.UNSURE if count:
                return text_of.counts().unsure(count).format(what=what)
            case _:
                return ""

    @property
    def relief_text(self) -> str:
        """For a moment after an outage: that all that was kept has been sent; else empty."""
        return "" if self.banner else self._relief.text

    @property
    def explained_by(self) -> str:
        """The page that explains the lamp and the banner: what waits or was refused, else how the till is."""
        return "outbox" if self.waiting_count or self.refused_count else "diagnostics"

    @property
    def explanation(self) -> str:
        """The same in a sentence, for whoever is not signed in and may see no page of it."""
        sign_in = QCoreApplication.translate("StatusModel", "Sign in to see more.")
        if self.banner:
            return f"{self.banner} {sign_in}"
        match self._lamp():
            case LinkState.ONLINE:
                said = QCoreApplication.translate("StatusModel", "The central system answers.")
            case LinkState.UNSURE:
                said = QCoreApplication.translate(
                    "StatusModel", "The connection is slow; every sale is sent all the same."
                )
            case _:
                said = QCoreApplication.translate("StatusModel", "The central system does not answer yet.")
        return f"{said} {sign_in}"

    @property
    def waiting_count(self) -> int:
        return self._till.outbox.summary().waiting_count

    @property
    def waiting_text(self) -> str:
        """What has not been sent, with its amount; empty when nothing waits."""
        summary = self._till.outbox.summary()
        if not summary.waiting_count:
            return ""
        waiting = text_of.counts().waiting(summary.waiting_count).format(what=self._what())
        return text_of.joined(
            waiting, text_of.money(summary.waiting_amount) if summary.waiting_amount else ""
        )

    @property
    def unsent_text(self) -> str:
        """The same as a sentence, for who closes the till; empty when nothing waits."""
        summary = self._till.outbox.summary()
        if not summary.waiting_count:
            return ""
        what = text_of.worth(self._what(), summary.waiting_amount)
        return text_of.counts().unsent(summary.waiting_count).format(what=what)

    @property
    def refused_count(self) -> int:
        return self._till.outbox.summary().refused_count

    @property
    def unprinted_count(self) -> int:
        return len(self._till.printing.unprinted)

    @property
    def unprinted_text(self) -> str:
        """How many tickets are not printed; empty for none."""
        return text_of.counts().unprinted(self.unprinted_count) if self.unprinted_count else ""

    @property
    def person_name(self) -> str:
        person = self._till.session.person
        return person.name if person else ""

    @property
    def clock_text(self) -> str:
        bar = self._till.bar.bar()
        return text_of.clock(self._till.clock.wall(), bar.time_zone if bar else None)

    @property
    def idle_text(self) -> str:
        """After how long without a touch the till locks itself; empty where it never does."""
        bar = self._till.bar.bar()
        return text_of.wait(bar.idle_lock_s) if bar is not None and bar.idle_lock_s > 0 else ""

    @property
    def unpaid_text(self) -> str:
        """Which orders stay on this till: the one that is begun, those put aside; empty for none.

        Whoever closes the till reads it.
        """
        checkout, words = self._till.checkout, []
        if not checkout.cart.is_empty:
            begun = QCoreApplication.translate(
                "StatusModel", "An order of {amount} is not paid; it stays on this till."
            )
            words.append(begun.format(amount=text_of.money(checkout.cart.total)))
        names = [held.name for held in checkout.held if held.refusal is None]
        if names:
            #: {names}: what the orders put aside are called
            aside = QCoreApplication.translate("StatusModel", "Put aside on this till, not paid: {names}.")
            words.append(aside.format(names=text_of.listed(names)))
        return " ".join(words)

    @property
    def locking_text(self) -> str:
        """In how many seconds the till locks itself, while it is about to; else empty."""
        left_s = self.locks_in_s()
        if not 0 <= left_s < self.warned_s:
            return ""
        words = QCoreApplication.translate("StatusModel", "Locks in {seconds} s")
        return words.format(seconds=math.floor(left_s) + 1)

    @property
    def warned_s(self) -> float:
        """So long before it locks itself does the till say so."""
        bar = self._till.bar.bar()
        return min(LOCK_WARNING_S, bar.idle_lock_s / 3) if bar is not None else 0.0

    def _what(self) -> str:
        """How many sales wait, or operations when some are not sales."""
        return text_of.counted(
            self._till.outbox.summary().waiting_count, are_sales=only_sales_wait(self._till)
        )

    def _lamp(self) -> LinkState:
        """A till that is shut out stays so on a bad line too, until the server says otherwise."""
        return LinkState.SHUT if self._till.link.is_shut else self._till.link.state

    def _all(self) -> tuple[object, ...]:
        return (
            self.lamp,
            self.lamp_text,
            self.banner,
            self.relief_text,
            self.waiting_text,
            self.unsent_text,
            self.refused_count,
            self.unprinted_text,
            self.person_name,
            self.locking_text,
            self.clock_text,
            self.unpaid_text,
        )


def trouble_of(till: Till) -> str:
    """Return the code of what needs a person before the till is answered again; empty when nothing does."""
    if till.outbox.is_read_only:
        return "TLHLD"
    if till.link.is_shut:
        return SHUT_OUT
    for error in (till.pulse.error, till.sender.error):
        if isinstance(error, SignedOut | Incompatible):
            return error.code
    return ""
