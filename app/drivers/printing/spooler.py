"""A thread for each printer, which does one thing after the other; the drawer goes before any paper.

The event loop hands over and goes on at once. A printer that is off, slow or out of paper costs its own thread its
time-outs, and is told as a report; nothing here can raise into a sale.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen
from app.domain.printers import Found, Kick, Printer, Report, Sheet, Transport, Work
from app.drivers.printing import status
from app.drivers.printing.esc_pos import bytes_of
from app.drivers.printing.finding import found_by
from app.drivers.printing.wires import FileWire, Wire, wire_to

log = logging.getLogger(__name__)

Done = Callable[[Report], None]
Call = Callable[[Callable[[], None]], object]
"""Runs something on the event loop, from any thread: ``loop.call_soon_threadsafe``."""
STAYS_OPEN = (Transport.USB, Transport.SERIAL)
"""Wires that nobody else wants, and that upset some printers when they are opened for each ticket."""


@frozen
class Times:
    """Seconds. ``step_s``: each step on the wire. ``probe_s``: for a printer that has never told how it is.
    ``kick_s``: a drawer that has not opened by then stays shut.
    """

    step_s: float = 5.0
    probe_s: float = 1.0
    kick_s: float = 5.0


@frozen
class _Errand:
    printer: Printer
    work: Work
    done: Done
    until: float


class _Worker:
    """One printer's thread. It lives as long as the program."""

    def __init__(
        self, name: str, call: Call, times: Times, open_wire: Callable[[Printer, float], Wire]
    ) -> None:
        self._call, self._times, self._open_wire = call, times, open_wire
        self._queue: queue.PriorityQueue[tuple[int, int, _Errand | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._kept: tuple[Printer, Wire] | None = None
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)
        self._thread.start()

    def put(self, errand: _Errand | None) -> None:
        """Queue an errand; None ends the thread once everything before is done."""
        place = 2 if errand is None else 0 if isinstance(errand.work, Kick) else 1
        self._queue.put((place, next(self._order), errand))

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (errand := self._queue.get()[2]) is not None:
            try:
                report = self._do(errand)
            except Exception as error:
                log.exception("a printer's thread met a bug")
                report = Report("TLPER", {"reason": repr(error)})
            if not report.is_done:
                log.warning("printer %s: %s %s", errand.printer.address, report.code, report.params)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                self._call(partial(errand.done, report))
        self._let_go()

    def _do(self, errand: _Errand) -> Report:
        if isinstance(errand.work, Kick) and time.monotonic() > errand.until:
            return Report("TLPSL", {"where": errand.printer.address})
        try:
            is_fresh, wire = self._wire(errand.printer)
        except DeviceFailed as error:
            return Report(error.code, error.params)
        report = self._carry_out(wire, errand.printer, errand.work)
        if report.is_done and errand.printer.transport in STAYS_OPEN:
            self._kept = (errand.printer, wire)
            return report
        self._kept = None
        wire.close()
        # A kept wire may have been pulled out and put back since: once more, on a new one.
        return report if report.is_done or is_fresh or report.was_sent else self._do(errand)

    def _wire(self, printer: Printer) -> tuple[bool, Wire]:
        """Return a wire, and whether it was opened now."""
        if self._kept is not None:
            known, wire = self._kept
            if (known.transport, known.address, known.baud) == (
                printer.transport,
                printer.address,
                printer.baud,
            ):
                return False, wire
            self._let_go()
        return True, self._open_wire(printer, self._times.step_s)

    def _carry_out(self, wire: Wire, printer: Printer, work: Work) -> Report:
        answers, was_sent = None, False
        try:
            if not isinstance(work, Kick):
                answers = self._is_well(wire, printer)
            data = self._data(wire, printer, work)
            was_sent = not isinstance(wire, FileWire)
            wire.send(data)
            if answers:
                self._must_answer(wire)  # the paper may have come to its end in the middle
        except DeviceFailed as error:
            return Report(error.code, error.params, was_sent)
        return Report(was_sent=True, answers=answers)

    def _is_well(self, wire: Wire, printer: Printer) -> bool | None:
        """Return whether the printer says that it can print, None when it is not asked."""
        if printer.answers is None and not printer.is_file:
            return status.check(partial(_asked, wire, self._times.probe_s))
        if printer.answers:
            self._must_answer(wire)
        return printer.answers

    def _must_answer(self, wire: Wire) -> None:
        if not status.check(partial(_asked, wire, self._times.step_s)):
            raise DeviceFailed("TLPSL")

    def _data(self, wire: Wire, printer: Printer, work: Work) -> bytes:
        if isinstance(wire, FileWire) and isinstance(work, Sheet):
            wire.name = work.name
            return work.document
        return bytes_of(work, printer)

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept[1].close()
            self._kept = None


def _asked(wire: Wire, timeout_s: float, question: bytes) -> bytes:
    return wire.ask(question, timeout_s)


class Spooler:
    """Implements ``Spool``. Made and used on the event loop; ``done`` is called there too."""

    def __init__(
        self,
        call: Call,
        times: Times | None = None,
        open_wire: Callable[[Printer, float], Wire] = wire_to,
    ) -> None:
        self._call, self._times, self._open_wire = call, times or Times(), open_wire
        self._workers: dict[str, _Worker] = {}
        self._is_closed = False

    def submit(self, printer: Printer, work: Work, done: Done) -> None:
        if self._is_closed:
            return
        worker = self._workers.get(printer.key)
        if worker is None:
            worker = _Worker(printer.name, self._call, self._times, self._open_wire)
            self._workers[printer.key] = worker
        worker.put(_Errand(printer, work, done, time.monotonic() + self._times.kick_s))

    async def find(self, transport: Transport) -> tuple[Found, ...]:
        return await asyncio.to_thread(found_by, transport)

    async def close(self, timeout_s: float) -> None:
        self._is_closed = True
        workers = tuple(self._workers.values())
        for worker in workers:
            worker.put(None)
        await asyncio.to_thread(_join, workers, time.monotonic() + timeout_s)


def _join(workers: tuple[_Worker, ...], end: float) -> None:
    for worker in workers:
        worker.join(max(0.0, end - time.monotonic()))
