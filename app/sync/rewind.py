"""What becomes of the ledger's rows when the server is another than before, or the ledger is. Pure functions.

A server restored from a backup has forgotten numbers: they go out again. A ledger that was copied, salvaged or lost may
not go on counting: its open rows get new numbers under a new ledger uuid. Ids stay, and ids keep every sale single.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.sync.fingerprint import GAP, canonical, fingerprint
from app.sync.moment import Stamp
from app.sync.ports import Door, LedgerChange, LedgerMeta, Row, SendAs, State

KEPT_BY_SERVER = frozenset({"TLPRK", "TLREV"})
"""Refusals whose body the server keeps to be booked later: a server that forgot them must get them again."""


def unsettled(row: Row) -> Row:
    """Return the row as it goes to a server that does not know it.

    What waited or was done waits again, by the served door: the guest has left. What was refused only takes its number,
    unless the server was keeping it for somebody to book.
    """
    is_kept = row.state is State.REFUSED and row.code in KEPT_BY_SERVER
    if row.state in (State.WAITING, State.DONE) or is_kept:
        return replace(
            row,
            state=State.WAITING,
            door=Door.SERVED,
            attempts=0,
            last_error=None,
            code=None,
            params={},
            result={},
            rev=None,
            is_judged=False,
            send_as=None,
        )
    return replace(row, is_judged=False, send_as=SendAs.VOID)


def gaps(rows: Sequence[Row], applied: int, next_no: int) -> tuple[tuple[int, int], ...]:
    """Return the runs of numbers in (``applied``, ``next_no``) that no row covers: purged long ago."""
    runs: list[tuple[int, int]] = []
    expected = applied + 1
    for row in rows:
        if row.no > expected:
            runs.append((expected, row.no - 1))
        expected = last_no(row) + 1
    if expected < next_no:
        runs.append((expected, next_no - 1))
    return tuple(runs)


def last_no(row: Row) -> int:
    """Return the last number that the row takes: its own, but for a gap."""
    to = row.body.get("to") if row.kind == GAP else None
    return to if isinstance(to, int) else row.no


def gap_row(ledger: str, first: int, last: int, stamp: Stamp) -> Row:
    """Return the row that declares the numbers ``first`` to ``last``. The same run always has the same id."""
    body = {"from": first, "to": last}
    identity = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{ledger}:{first}:{last}"))
    sha256 = fingerprint(identity, GAP, 1, None, None, "", canonical(body))
    return Row(
        no=first,
        id=identity,
        kind=GAP,
        version=1,
        body=body,
        sha256=sha256,
        door=Door.SERVED,
        state=State.WAITING,
        by=None,
        session=None,
        moment=stamp.moment,
        clock_unsure=stamp.is_unsure,
        age_s=stamp.age_s,
        boot=stamp.boot,
        appended_at=stamp.seconds,
        ticket=None,
        amount=0,
    )


def renumbered(rows: Iterable[Row], known_up_to: int | None) -> tuple[Row, ...]:
    """Return the rows that go into a new ledger, numbered from 1 in their old order.

    Those are what waits, what was refused and nobody has dealt with (it takes a number, so that the screen can name
    it), and what is done but beyond ``known_up_to``, the last number that the server admits to know.
    """
    moved: list[Row] = []
    for row in rows:
        is_forgotten = row.state is State.DONE and known_up_to is not None and row.no > known_up_to
        if row.kind != GAP and (row.state in (State.WAITING, State.REFUSED) or is_forgotten):
            moved.append(replace(unsettled(row), no=len(moved) + 1))
    return tuple(moved)


def rewound(
    meta: LedgerMeta, rows: Sequence[Row], past: Sequence[Row], epoch: str, applied: int, stamp: Stamp
) -> LedgerChange:
    """Return the change for a server of another epoch, which knows this ledger up to ``applied``.

    ``rows``: every row beyond it; ``past``: the archive of earlier ledgers, whose done rows the server may have
    forgotten too: nobody can tell which, so all go again, under new numbers; their ids make it harmless.
    """
    holes = gaps(rows, applied, meta.next_no)
    forgotten = [row for row in past if row.state is State.DONE]
    returned = tuple(replace(unsettled(row), no=meta.next_no + i) for i, row in enumerate(forgotten))
    return LedgerChange(
        meta=replace(
            meta,
            next_no=meta.next_no + len(returned),
            epoch=epoch,
            past_epochs=(*meta.past_epochs, *((meta.epoch,) if meta.epoch else ())),
            applied=applied,
            rev=0,
            contained_up_to=min(meta.contained_up_to, applied),
        ),
        unarchive=tuple(row.id for row in forgotten),
        insert=(*(gap_row(meta.ledger, first, last, stamp) for first, last in holes), *returned),
        update=tuple(unsettled(row) for row in rows),
    )


def new_ledger(
    meta: LedgerMeta, rows: Sequence[Row], ledger: str, known_up_to: int | None, brought: Sequence[Row] = ()
) -> LedgerChange:
    """Return the change that goes on under the uuid ``ledger``. ``rows``: every row of the ledger that ends.

    ``brought``: rows of another file, none of which is known here; they come first.
    """
    moved = renumbered((*brought, *rows), known_up_to)
    ids = {row.id for row in moved}
    return LedgerChange(
        meta=replace(
            meta,
            ledger=ledger,
            next_no=len(moved) + 1,
            is_registered=False,
            applied=0,
            contained_up_to=0,
            trouble=None,
        ),
        archive=tuple(row.no for row in rows if row.id not in ids and row.kind != GAP),
        past=tuple(row for row in brought if row.id not in ids and row.kind != GAP),
        delete=tuple(row.no for row in rows if row.id in ids or row.kind == GAP),
        insert=moved,
    )


def united(meta: LedgerMeta, copy: LedgerMeta) -> LedgerMeta:
    """Return ``meta`` with what only the adopted file knows: epochs that are past, tickets given, the till's code.

    The tickets of another till are not ours to count: each till has a row of its own without a gap.
    """
    is_same_till = meta.till_code in (None, copy.till_code)
    epoch = meta.epoch or copy.epoch
    others = {*meta.past_epochs, *copy.past_epochs, *((copy.epoch,) if copy.epoch else ())} - {epoch}
    return replace(
        meta,
        next_ticket=max(meta.next_ticket, copy.next_ticket if is_same_till else 1),
        till_code=meta.till_code or copy.till_code,
        epoch=epoch,
        past_epochs=tuple(sorted(others)),
    )
