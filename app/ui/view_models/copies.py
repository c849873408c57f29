"""Copies of what this till has sold: the sticks and disks that are there, and copies of other tills found on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import TillError
from app.domain.frozen import frozen
from app.sync.book import ADOPTED
from app.sync.copies import Adopted
from app.till.copies import FoundCopy, Record
from app.till.ports import COPYING, Volume
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.tasks import Tasks

LOOK_MS = 2_000

WithManager = Callable[[Callable[[str], None]], None]
"""Call what is given with a manager's id, at once or once a manager has typed a PIN."""


@frozen
class FoundRow:
    """Somebody's copy on a volume. ``can_adopt``: it may be taken over here."""

    path: str
    title: str
    detail: str
    can_adopt: bool
    is_busy: bool


@frozen
class VolumeRow:
    """A stick or a disk. ``room``: what is free on it, or that it is not there; ``status`` in ``ink``: what became of
    the last copy; ``by_itself``: whether copies go there by themselves, in words; ``is_automatic`` None: nothing to
    say yet, the first copy decides.
    """

    key: str
    name: str
    room: str
    icon: str
    status: str
    ink: str
    by_itself: str
    is_automatic: bool | None
    can_copy: bool
    is_busy: bool
    found: tuple[FoundRow, ...] = ()


class CopiesModel(QObject):
    """What is plugged in, and what can be done with it.

    *Shows*: ``is_possible``, ``rows`` (VolumeRow), ``result`` (what came of taking a copy over) with ``result_ink``;
    ``changed`` after any of them.
    *Taps*: ``enter`` and ``leave`` (the sheet comes and goes: it looks again every two seconds meanwhile), ``copy``,
    ``let`` (by itself or not), ``adopt`` (asks for a manager first).
    """

    changed = Signal()

    def __init__(
        self, till: Till, tasks: Tasks, with_manager: WithManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._with_manager = with_manager
        self._just_copied: set[str] = set()
        self._adopting = ""
        self._is_looking = False
        self._result: Callable[[], str] = str
        self.result_ink = ""
        self._stop = till.copies.listen(self.changed.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def close(self) -> None:
        """Stop following the till."""
        self._timer.stop()
        self._stop()

    def enter(self) -> None:
        self._say(str, "")
        self._timer.start()
        self._look()

    def leave(self) -> None:
        self._timer.stop()
        self._just_copied.clear()

    # --- shows

    @property
    def is_possible(self) -> bool:
        return self._till.copies.is_possible

    @property
    def rows(self) -> list[VolumeRow]:
        """What is there, then what is waited for."""
        copies = self._till.copies
        return [*map(self._row, copies.volumes), *map(self._away, copies.awaited)]

    @property
    def result(self) -> str:
        return self._result()

    # --- taps

    def copy(self, key: str) -> None:
        """Copy to what is plugged in there, now."""
        self._just_copied.discard(key)
        self._tasks.spawn(
            self._till.copies.copy(key),
            f"copy to {key}",
            then=lambda _: self._copied(key),
            failed=lambda _: self.changed.emit(),  # its row says why
        )

    def let(self, key: str, is_automatic: bool) -> None:
        """Let copies go there by themselves, or stop that."""
        story = self._till.copies.let(key, is_automatic=is_automatic)
        self._tasks.spawn(story, f"copies by themselves to {key}")

    def adopt(self, path: str) -> None:
        """Take over what another till's copy has."""
        if not self._adopting:
            self._with_manager(partial(self._adopt, path))

    # --- inside

    def _look(self) -> None:
        if self._is_looking:
            return
        self._is_looking = True
        look = self._till.copies.look(is_thorough=True)
        self._tasks.spawn(
            look, "look for sticks", then=lambda _: self._looked(), failed=lambda _: self._looked()
        )

    def _looked(self) -> None:
        self._is_looking = False

    def _copied(self, key: str) -> None:
        self._just_copied.add(key)
        self.changed.emit()

    def _adopt(self, path: str, member: str) -> None:
        del member
        self._adopting = path
        self._say(str, "")
        self._tasks.spawn(
            self._till.copies.adopt(path), "take a copy over", then=self._adopted, failed=self._not_adopted
        )

    def _adopted(self, adopted: Adopted) -> None:
        self._adopting = ""
        self._say(partial(_came, adopted), "warn" if adopted.unreadable else "ok")

    def _not_adopted(self, error: TillError) -> None:
        self._adopting = ""
        self._say(lambda: messages.of_error(error).sentence, "warn")

    def _say(self, result: Callable[[], str], ink: str) -> None:
        self._result, self.result_ink = result, ink
        self.changed.emit()

    def _row(self, volume: Volume) -> VolumeRow:
        copies = self._till.copies
        record, is_automatic = copies.record_of(volume), copies.is_automatic(volume)
        is_busy = volume.root in copies.busy
        status, ink = self._status(volume.root, record)
        is_new = record is None or (record.at is None and record.is_automatic is None)
        known = None if is_new and not volume.is_second else is_automatic
        free = QCoreApplication.translate("CopiesModel", "{size} free").format(size=text_of.room(volume.free))
        return VolumeRow(
            key=volume.root,
            name=volume.name,
            room=free,
            icon="stick" if volume.is_removable else "disk",
            status=QCoreApplication.translate("CopiesModel", "Copying…") if is_busy else status,
            ink="" if is_busy else ink,
            by_itself=_by_itself(known),
            is_automatic=known,
            can_copy=not is_busy and not self._adopting,
            is_busy=is_busy,
            found=tuple(map(self._found, copies.found_on(volume))),
        )

    def _away(self, record: Record) -> VolumeRow:
        return VolumeRow(
            key=record.key,
            name=record.name,
            room=QCoreApplication.translate("CopiesModel", "Not plugged in"),
            icon="stick" if record.is_removable else "disk",
            status=self._last(record),
            ink="",
            by_itself=QCoreApplication.translate("CopiesModel", "Goes on by itself when it is back"),
            is_automatic=True,
            can_copy=False,
            is_busy=False,
        )

    def _status(self, key: str, record: Record | None) -> tuple[str, str]:
        if record is not None and record.failure:
            params = {"reason": record.failure, "volume": record.name}
            return messages.message(COPYING, params).sentence, "warn"
        if record is None or record.at is None:
            return QCoreApplication.translate("CopiesModel", "No copy of this till on it yet"), ""
        if key in self._just_copied:
            return _made(record), "ok"
        return self._last(record), ""

    def _last(self, record: Record) -> str:
        if record.at is None:
            return ""
        ago = text_of.ago(max(0.0, self._till.outbox.time.now_s() - record.at))
        last = QCoreApplication.translate("CopiesModel", "Last copy {ago}").format(ago=ago)
        return text_of.joined(last, text_of.counts().operations(record.operations))

    def _found(self, copy: FoundCopy) -> FoundRow:
        ago = text_of.ago(max(0.0, self._till.outbox.time.now_s() - copy.at))
        if copy.till_code:
            title = QCoreApplication.translate("CopiesModel", "Copy of till {code}").format(
                code=copy.till_code
            )
        else:
            title = QCoreApplication.translate("CopiesModel", "Copy of a till")
        if not copy.is_ours:
            detail = QCoreApplication.translate("CopiesModel", "Of another bar: it cannot be taken over here")
        elif copy.lacking is None:
            detail = QCoreApplication.translate("CopiesModel", "Damaged: what can be read is taken over")
        else:
            detail = text_of.counts().lacking(copy.lacking)
        return FoundRow(
            path=copy.path,
            title=text_of.joined(title, ago),
            detail=detail,
            can_adopt=copy.is_ours and not self._adopting,
            is_busy=copy.path == self._adopting,
        )


def _made(record: Record) -> str:
    """Return what a copy that was just made holds."""
    counts = text_of.counts()
    text = QCoreApplication.translate("CopiesModel", "Copied to {volume}: {what}.")
    what = counts.operations(record.operations)
    if record.waiting:
        what = f"{what}, {counts.of_them_not_sent(record.waiting)}"
    return text.format(volume=record.name, what=what)


def _came(adopted: Adopted) -> str:
    """Return what came of taking a copy over."""
    if not (adopted.brought or adopted.unreadable):
        return QCoreApplication.translate(
            "CopiesModel", "This till already has everything that is in the copy."
        )
    params = {"reason": ADOPTED, "brought": adopted.brought, "unreadable": adopted.unreadable}
    return messages.message("TLLED", params).sentence


def _by_itself(is_automatic: bool | None) -> str:
    if is_automatic is None:
        return QCoreApplication.translate(
            "CopiesModel", "After the first copy, the others are made by themselves"
        )
    if is_automatic:
        return QCoreApplication.translate("CopiesModel", "Copies itself every 5 minutes")
    return QCoreApplication.translate("CopiesModel", "Only when you touch it")
