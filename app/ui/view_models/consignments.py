"""Bottles kept for guests: who they are of, until when, and handing them over with a tap."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.consignment import KeptState
from app.domain.errors import TillError
from app.domain.history import KeptBottle
from app.sync.ports import JsonObject, Key, Row
from app.till.consignments import CLAIM_CONSIGNMENT, CLAIM_PART, FORFEIT_CONSIGNMENT
from app.till.lists import page_key
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ChipRow, DeedRow, ListRow, RefusalRow, Tag
from app.ui.stops import Stops
from app.ui.tasks import Tasks
from app.ui.view_models.deeds import GIVE_UP, HAND_OUT, Deeds
from app.ui.view_models.listing import Pages, Stand
from app.ui.view_models.sale_facts import Facts
from app.ui.view_models.sale_words import kept_tag

TICK_MS = 30_000
EVERY = "every"
FILTERS = (KeptState.ACTIVE.value, KeptState.EXPIRED.value, EVERY)


class KeptModel(QObject):
    """The bottles that wait for their guests.

    *Shows*: ``chips`` and ``chosen`` (which), ``rows``, ``stand`` and its words (``void``), ``note``, ``place_text``,
    ``has_previous``, ``has_next``, ``is_previous``; of the one that was touched: ``selected``, ``guest``, ``what``,
    ``tags``, ``facts``, ``deeds``, and of several kept together how many are to be handed over (``is_several``,
    ``qty_text``, ``can_less``, ``can_more``); ``refusal``; ``changed`` after any of them.
    *Taps*: ``enter``, ``leave``, ``choose``, ``select``, ``less``, ``more``, ``next``, ``previous``, ``again``, ``do``
    (``give_up`` asks for a reason by ``reason_asked``), ``give_reason``, ``understood``. ``said`` tells what was done
    or why not.
    """

    changed = Signal()
    reason_asked = Signal()
    said = Signal(str)

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._facts = Facts(till)
        self._can = Deeds(till)
        self._pages = Pages(till.cache, self._changed)
        self._busy: set[str] = set()
        self.chosen = FILTERS[0]
        self.selected = ""
        self._qty: int | None = None
        """So many of those kept together are to be handed over; None: all of them."""
        self._stops = Stops(till.outbox.listen(self._changed), till.link.listen(self._changed))
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._changed)

    def close(self) -> None:
        """Stop following the till."""
        self.leave()
        self._stops.end()

    def enter(self) -> None:
        self.chosen, self.selected = FILTERS[0], ""
        self._busy.clear()
        self._look()
        self._ticks.start()

    def leave(self) -> None:
        self._ticks.stop()
        self._pages.close()

    # --- shows: the list

    @property
    def chips(self) -> list[ChipRow]:
        labels = {
            KeptState.ACTIVE.value: QCoreApplication.translate("KeptModel", "Waiting for their guest"),
            KeptState.EXPIRED.value: QCoreApplication.translate("KeptModel", "Expired", "bottles"),
            EVERY: QCoreApplication.translate("KeptModel", "All", "bottles"),
        }
        icons = {KeptState.ACTIVE.value: "bottle", KeptState.EXPIRED.value: "clock", EVERY: ""}
        return [ChipRow(name, labels[name], icon=icons[name]) for name in FILTERS]

    @property
    def rows(self) -> list[ListRow]:
        return [self._row(kept) for kept in self._bottles()]

    @property
    def stand(self) -> Stand:
        return self._pages.stand(is_empty=not self._bottles())

    @property
    def void(self) -> messages.Message:
        match self.stand:
            case Stand.LOADING:
                return messages.Message(
                    QCoreApplication.translate("KeptModel", "The bottles are on their way…")
                )
            case Stand.OFFLINE:
                return messages.Message(
                    QCoreApplication.translate("KeptModel", "The kept bottles come with the connection"),
                    QCoreApplication.translate("KeptModel", "Ask the guest to wait, or the manager"),
                )
            case Stand.FAILED if isinstance(self._pages.error, TillError):
                return messages.of_error(self._pages.error)
            case _ if self.chosen == KeptState.EXPIRED.value:
                return messages.Message(QCoreApplication.translate("KeptModel", "No bottle has expired"))
            case _:
                return messages.Message(
                    QCoreApplication.translate("KeptModel", "No bottle is kept"),
                    QCoreApplication.translate("KeptModel", "To keep one, touch its sale in “My day”"),
                )

    @property
    def note(self) -> str:
        return self._pages.note(self._till.link.state)

    @property
    def pages(self) -> Pages:
        """Where the list stands: turning its pages is its own."""
        return self._pages

    # --- shows: the one that was touched

    @property
    def kept(self) -> KeptBottle | None:
        return next((x for x in self._bottles() if x.id == self.selected), None)

    @property
    def guest(self) -> str:
        kept = self.kept
        return self._guest(kept) if kept else ""

    @property
    def what(self) -> str:
        kept = self.kept
        return self._pieces(kept) if kept else ""

    @property
    def tags(self) -> tuple[Tag, ...]:
        kept = self.kept
        return (kept_tag(self._facts.kept_state(kept)),) if kept else ()

    @property
    def facts(self) -> list[str]:
        """What is known of the bottle, a sentence each."""
        kept = self.kept
        if kept is None:
            return []
        until = self._facts.until(kept)
        by = QCoreApplication.translate("KeptModel", "Kept by {name}")
        by = by.format(name=self._facts.name(kept.created_by))
        facts = [
            kept.phone or "",
            until[:1].upper() + until[1:],
            self._facts.ended(kept),
            self._sale(kept),
            text_of.joined(by, self._facts.when(kept.created_at)),
            kept.notes,
            kept.reason or "",
        ]
        return [fact for fact in facts if fact]

    @property
    def deeds(self) -> list[DeedRow]:
        kept = self.kept
        if kept is None:
            return []
        deeds = self._can.of_kept(kept, self._facts, qty=self._many(kept), may_give_up=True)
        return [replace(deed, is_enabled=deed.is_enabled and deed.id not in self._busy) for deed in deeds]

    @property
    def is_several(self) -> bool:
        """Whether some of them can be handed over, and the others stay."""
        kept = self.kept
        return kept is not None and kept.qty > 1 and bool(self.deeds)

    @property
    def qty_text(self) -> str:
        kept = self.kept
        return text_of.grouped(self._many(kept)) if kept else ""

    @property
    def can_less(self) -> bool:
        kept = self.kept
        return kept is not None and self._many(kept) > 1

    @property
    def can_more(self) -> bool:
        kept = self.kept
        return kept is not None and self._many(kept) < kept.qty

    @property
    def refusal(self) -> RefusalRow | None:
        """The bottle that was not handed over or given up, as long as nobody has acknowledged it."""
        return self._can.refusal_of(CLAIM_CONSIGNMENT, CLAIM_PART, FORFEIT_CONSIGNMENT)

    # --- taps

    def choose(self, state: str) -> None:
        if state != self.chosen:
            self.chosen, self.selected = state, ""
            self._look()

    def select(self, kept: str) -> None:
        self.selected, self._qty = kept, None
        self.changed.emit()

    def less(self) -> None:
        self._step(-1)

    def more(self) -> None:
        self._step(1)

    def do(self, deed: str) -> None:
        """Hand the bottle over, or as many as are chosen, or ask why it is given up."""
        kept = self.kept
        if kept is None:
            return
        if deed.startswith(GIVE_UP):
            self.reason_asked.emit()
        else:
            many = self._many(kept)
            said = self._can.part_text(many, kept.qty - many) if many < kept.qty else ""
            self._spawn(f"{HAND_OUT}:{kept.id}", self._till.after.hand_out(kept, many), said)

    def give_reason(self, reason: str) -> None:
        kept = self.kept
        if kept is not None:
            self._spawn(f"{GIVE_UP}:{kept.id}", self._till.after.give_up(kept, reason))

    def understood(self, key: str, _answer: str = "") -> None:
        self._tasks.spawn(self._till.after.acknowledge(int(key)), f"read {key}", failed=self._failed)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _look(self) -> None:
        self._pages.look(self._key)
        self.changed.emit()

    def _key(self, place: JsonObject) -> Key:
        return page_key("consignments", {} if self.chosen == EVERY else {"state": self.chosen}, place)

    def _bottles(self) -> tuple[KeptBottle, ...]:
        page = self._pages.page
        return page.items if page is not None else ()

    def _many(self, kept: KeptBottle) -> int:
        """Return how many are to be handed over: of another till's doing there may be fewer than were chosen."""
        return min(self._qty or kept.qty, kept.qty)

    def _step(self, by: int) -> None:
        kept = self.kept
        if kept is not None:
            self._qty = max(1, min(kept.qty, self._many(kept) + by))
            self.changed.emit()

    def _guest(self, kept: KeptBottle) -> str:
        return kept.guest or QCoreApplication.translate("KeptModel", "A guest who was forgotten")

    @staticmethod
    def _sale(kept: KeptBottle) -> str:
        text = QCoreApplication.translate("KeptModel", "Sale {number}")
        return text.format(number=kept.ticket) if kept.ticket else ""

    def _pieces(self, kept: KeptBottle) -> str:
        card = self._till.bar.card(kept.product)
        name = text_of.product(card.product.name, card.product.volume_ml) if card else text_of.UNKNOWN
        return text_of.pieces(kept.qty, name)

    def _row(self, kept: KeptBottle) -> ListRow:
        state = self._facts.kept_state(kept)
        return ListRow(
            key=kept.id,
            lead=self._facts.last_day(kept),
            under=self._facts.days_left(kept),
            title=self._guest(kept),
            detail=text_of.joined(self._pieces(kept), kept.ticket or ""),
            amount="",
            tags=(kept_tag(state),),
            is_over=state is not KeptState.ACTIVE,
        )

    def _spawn(self, deed: str, story: Coroutine[Any, Any, Row], said: str = "") -> None:
        self._busy.add(deed)
        self.changed.emit()
        done, failed = partial(self._done, deed, said), partial(self._failed, deed=deed)
        self._tasks.spawn(story, f"do {deed}", then=done, failed=failed)

    def _done(self, deed: str, said: str, _row: Row) -> None:
        self._busy.discard(deed)
        self.selected = ""
        self.changed.emit()
        self.said.emit(self._can.said_of(deed.partition(":")[0], said))

    def _failed(self, error: TillError, deed: str = "") -> None:
        self._busy.discard(deed)
        self.changed.emit()
        self.said.emit(messages.of_deed(error).sentence)

    def _changed(self) -> None:
        if self._pages.result is not None:
            self.changed.emit()
