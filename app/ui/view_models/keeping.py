"""A bottle is kept for a guest: which, how many, for whom and for how long."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.consignment import MAX_DAYS
from app.domain.errors import TillError
from app.domain.ids import MemberId
from app.domain.returns import Pieces
from app.domain.roles import Role
from app.domain.sale_detail import SaleDetail
from app.sync.ports import Row
from app.till.till import Till
from app.ui import format as text_of
from app.ui import messages
from app.ui.rows import ChipRow
from app.ui.tasks import Tasks
from app.ui.view_models.sign_in import AuthoriseModel

USUAL = "usual"
DAYS = (1, 3, 7, 14, MAX_DAYS)


class KeepingModel(QObject):
    """A bottle that is about to be kept.

    *Shows*: ``lines`` (chips) and ``line``, ``qty_text``, ``can_less``, ``can_more``, ``guest``, ``phone``, ``days``
    (chips) and ``chosen_days``, ``accept_text``, ``can_accept``, ``message``; ``changed`` after any of them.
    *Taps*: ``begin``, ``choose_line``, ``less``, ``more``, ``set_guest``, ``set_phone``, ``choose_days``, ``accept``
    (asks for a manager's PIN by ``pin_asked`` unless a manager is at the till). ``kept`` tells that it is on disk.
    """

    changed = Signal()
    pin_asked = Signal()
    kept = Signal()

    def __init__(self, till: Till, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._till = till
        self._tasks = tasks
        self._detail: SaleDetail | None = None
        self._position, self._qty = 0, 1
        self._is_busy = False
        self.guest = self.phone = self.message = ""
        self.chosen_days = USUAL
        self.authorisation = AuthoriseModel(till, tasks, self)
        self.authorisation.authorised.connect(lambda member: self._keep(MemberId(member)))

    def close(self) -> None:
        self.authorisation.close()

    def begin(self, detail: SaleDetail) -> None:
        """Begin with the first line of which a bottle can be kept."""
        self._detail = detail
        left = [line.position for line in detail.lines if detail.left(line.position) > 0]
        self._position, self._qty = (left[0] if left else 0), 1
        self.guest = self.phone = self.message = ""
        self.chosen_days, self._is_busy = USUAL, False
        self.changed.emit()

    # --- shows

    @property
    def lines(self) -> list[ChipRow]:
        detail = self._detail
        return [
            ChipRow(
                str(line.position),
                text_of.product(line.name, line.volume_ml),
                text_of.counts().left(detail.left(line.position)),
            )
            for line in (detail.lines if detail else ())
            if detail is not None and detail.left(line.position) > 0
        ]

    @property
    def line(self) -> str:
        return str(self._position)

    @property
    def _most(self) -> int:
        return self._detail.left(self._position) if self._detail else 0

    @property
    def qty_text(self) -> str:
        return text_of.grouped(self._qty)

    @property
    def can_less(self) -> bool:
        return self._qty > 1

    @property
    def can_more(self) -> bool:
        return self._qty < self._most

    @property
    def days(self) -> list[ChipRow]:
        usual = QCoreApplication.translate("KeepingModel", "As usual", "as many days as the bar's setting")
        bar = self._till.bar.bar()
        so_many = text_of.counts().days(bar.kept_days) if bar and bar.kept_days else ""
        return [ChipRow(USUAL, usual, so_many), *(ChipRow(str(n), text_of.counts().days(n)) for n in DAYS)]

    @property
    def accept_text(self) -> str:
        if self._needs_pin():
            return QCoreApplication.translate("KeepingModel", "Keep – manager’s PIN")
        return QCoreApplication.translate("KeepingModel", "Keep", "a bottle for a guest")

    @property
    def can_accept(self) -> bool:
        return bool(self.guest.strip()) and self._most > 0 and not self._is_busy

    # --- taps

    def choose_line(self, position: str) -> None:
        self._position, self._qty = int(position), 1
        self.changed.emit()

    def less(self) -> None:
        self._qty = max(1, self._qty - 1)
        self.changed.emit()

    def more(self) -> None:
        self._qty = min(max(1, self._most), self._qty + 1)
        self.changed.emit()

    def set_guest(self, guest: str) -> None:
        self.guest = guest
        self.changed.emit()

    def set_phone(self, phone: str) -> None:
        self.phone = phone
        self.changed.emit()

    def choose_days(self, days: str) -> None:
        self.chosen_days = days
        self.changed.emit()

    def accept(self) -> None:
        if not self.can_accept:
            return
        if self._needs_pin():
            self.authorisation.begin()
            self.pin_asked.emit()
        else:
            self._keep(None)

    def retranslate(self) -> None:
        self.changed.emit()

    # --- inside

    def _needs_pin(self) -> bool:
        error = self._till.after.hindrance(Role.MANAGER)
        return error is not None and error.code == "TLRGT"

    def _keep(self, by: MemberId | None) -> None:
        detail = self._detail
        line = detail.line(self._position) if detail else None
        if detail is None or line is None or not self.can_accept:
            return
        self._is_busy, self.message = True, ""
        self.changed.emit()
        story = self._till.after.keep(
            Pieces(detail.header.id, self._position, line.product, self._qty),
            self.guest.strip(),
            phone=self.phone.strip() or None,
            days=None if self.chosen_days == USUAL else int(self.chosen_days),
            by=by,
        )
        self._tasks.spawn(story, "keep a bottle", then=self._is_kept, failed=self._failed)

    def _is_kept(self, _row: Row) -> None:
        self._is_busy = False
        self.kept.emit()

    def _failed(self, error: TillError) -> None:
        self._is_busy = False
        self.message = messages.of_deed(error).sentence
        self.changed.emit()
