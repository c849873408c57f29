"""The ledger's tables, and rows to and from them. No rule of the outbox is here.

Later versions only add columns with defaults and tables, so that an older program can still use the file.
"""

# ruff: noqa: S608 (the names put into statements are our own tables and columns)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from app.sync.fingerprint import canonical, is_sound
from app.sync.ports import ClockAnchor, Door, LedgerMeta, Row, SendAs, State

VERSION = 1
COLUMNS = (
    "no",
    "id",
    "kind",
    "version",
    "body",
    "sha256",
    "door",
    "state",
    "by_member",
    "session",
    "moment",
    "clock_unsure",
    "age_s",
    "boot",
    "appended_at",
    "ticket",
    "amount",
    "attempts",
    "last_error",
    "code",
    "params",
    "result",
    "rev",
    "is_judged",
    "send_as",
)
META_COLUMNS = (
    "ledger",
    "next_no",
    "next_ticket",
    "till_code",
    "is_registered",
    "epoch",
    "past_epochs",
    "applied",
    "rev",
    "contained_up_to",
    "last_moment",
    "anchor",
    "trouble",
    "generation",
)

_ROW = """
  id text not null unique,
  kind text not null,
  version integer not null,
  body text not null,
  sha256 text not null,
  door text not null,
  state text not null,
  by_member text,
  session text,
  moment text not null,
  clock_unsure integer not null,
  age_s real,
  boot text not null,
  appended_at real not null,
  ticket text,
  amount integer not null,
  attempts integer not null,
  last_error text,
  code text,
  params text not null,
  result text not null,
  rev integer,
  is_judged integer not null,
  send_as text
"""
SCHEMA = (
    """create table meta (
  one integer primary key check (one = 1),
  ledger text not null,
  next_no integer not null,
  next_ticket integer not null,
  till_code text,
  is_registered integer not null,
  epoch text,
  past_epochs text not null,
  applied integer not null,
  rev integer not null,
  contained_up_to integer not null,
  last_moment text,
  anchor text,
  trouble text,
  generation integer not null
)""",
    f"create table outbox (no integer primary key,{_ROW})",
    f"create table past (seq integer primary key, ledger text not null, no integer not null,{_ROW})",
    "create table drafts (key text primary key, body text not null, updated_at real not null)",
    "create table notes (key text primary key, json text not null)",
)
"""In this order in every file: then the same tables begin on the same pages, which the salvage of page 1 relies on."""

SELECT_ROW = f"select {', '.join(COLUMNS)} from outbox"
SELECT_PAST = f"select {', '.join(COLUMNS)} from past"
INSERT_ROW = f"insert into outbox ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
INSERT_PAST = f"insert into past (ledger, {', '.join(COLUMNS)}) values (?, {', '.join('?' * len(COLUMNS))})"
UPDATE_ROW = f"update outbox set {', '.join(f'{name} = ?' for name in COLUMNS[1:])} where no = ?"
ARCHIVE = (
    f"insert into past (ledger, {', '.join(COLUMNS)}) select (select ledger from meta), {', '.join(COLUMNS)}"
    " from outbox where no = ?"
)
SELECT_META = f"select {', '.join(META_COLUMNS)} from meta"
INSERT_META = (
    f"insert into meta (one, {', '.join(META_COLUMNS)}) values (1, {', '.join('?' * len(META_COLUMNS))})"
)
UPDATE_META = f"update meta set {', '.join(f'{name} = ?' for name in META_COLUMNS)}"


class Unsound(ValueError):
    """A record that is not what was written."""


def prepare(db: sqlite3.Connection) -> None:
    """Set what every connection that writes needs: WAL, and an fsync that reaches the disk at each commit."""
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    db.execute("pragma fullfsync = on")
    db.execute("pragma checkpoint_fullfsync = on")


def create(db: sqlite3.Connection, meta: LedgerMeta) -> None:
    """Make the tables in an empty file, in one transaction, and leave nothing of them in the WAL."""
    db.execute("begin immediate")
    for statement in SCHEMA:
        db.execute(statement)
    db.execute(INSERT_META, meta_record(meta))
    db.execute(f"pragma user_version = {VERSION}")
    db.execute("commit")
    db.execute("pragma wal_checkpoint(truncate)")


def row_record(row: Row) -> tuple[object, ...]:
    """Return the row's values in the order of ``COLUMNS``."""
    return (
        row.no,
        row.id,
        row.kind,
        row.version,
        canonical(row.body),
        row.sha256,
        row.door.value,
        row.state.value,
        row.by,
        row.session,
        row.moment,
        row.clock_unsure,
        row.age_s,
        row.boot,
        row.appended_at,
        row.ticket,
        row.amount,
        row.attempts,
        row.last_error,
        row.code,
        canonical(row.params),
        canonical(row.result),
        row.rev,
        row.is_judged,
        None if row.send_as is None else row.send_as.value,
    )


def row_of(record: Sequence[object]) -> Row:
    """Return the row of a record. Raises Unsound when it is not what was appended."""
    v = dict(zip(COLUMNS, record, strict=True))
    try:
        row = Row(
            no=int(cast("int", v["no"])),
            id=str(v["id"]),
            kind=str(v["kind"]),
            version=int(cast("int", v["version"])),
            body=json.loads(cast("str", v["body"])),
            sha256=str(v["sha256"]),
            door=Door(str(v["door"])),
            state=State(str(v["state"])),
            by=cast("str | None", v["by_member"]),
            session=cast("str | None", v["session"]),
            moment=str(v["moment"]),
            clock_unsure=bool(v["clock_unsure"]),
            age_s=cast("float | None", v["age_s"]),
            boot=str(v["boot"]),
            appended_at=float(cast("float", v["appended_at"])),
            ticket=cast("str | None", v["ticket"]),
            amount=int(cast("int", v["amount"])),
            attempts=int(cast("int", v["attempts"])),
            last_error=cast("str | None", v["last_error"]),
            code=cast("str | None", v["code"]),
            params=json.loads(cast("str", v["params"])),
            result=json.loads(cast("str", v["result"])),
            rev=cast("int | None", v["rev"]),
            is_judged=bool(v["is_judged"]),
            send_as=None if v["send_as"] is None else SendAs(str(v["send_as"])),
        )
    except (ValueError, TypeError) as error:
        raise Unsound(f"number {v['no']!r}: {error}") from error
    if not is_sound(row, str(v["body"])):
        raise Unsound(f"number {row.no}: another content than was appended")
    return row


def meta_record(meta: LedgerMeta) -> tuple[object, ...]:
    """Return the values in the order of ``META_COLUMNS``."""
    return (
        meta.ledger,
        meta.next_no,
        meta.next_ticket,
        meta.till_code,
        meta.is_registered,
        meta.epoch,
        json.dumps(meta.past_epochs),
        meta.applied,
        meta.rev,
        meta.contained_up_to,
        meta.last_moment,
        None if meta.anchor is None else json.dumps(asdict(meta.anchor)),
        meta.trouble,
        meta.generation,
    )


def meta_of(record: Sequence[object]) -> LedgerMeta:
    """Return the meta of its record. Raises Unsound."""
    v = dict(zip(META_COLUMNS, record, strict=True))
    try:
        return LedgerMeta(
            ledger=str(v["ledger"]),
            next_no=int(cast("int", v["next_no"])),
            next_ticket=int(cast("int", v["next_ticket"])),
            till_code=cast("str | None", v["till_code"]),
            is_registered=bool(v["is_registered"]),
            epoch=cast("str | None", v["epoch"]),
            past_epochs=tuple(json.loads(cast("str", v["past_epochs"]))),
            applied=int(cast("int", v["applied"])),
            rev=int(cast("int", v["rev"])),
            contained_up_to=int(cast("int", v["contained_up_to"])),
            last_moment=cast("str | None", v["last_moment"]),
            anchor=ClockAnchor(**json.loads(cast("str", v["anchor"]))) if v["anchor"] else None,
            trouble=cast("str | None", v["trouble"]),
            generation=int(cast("int", v["generation"])),
        )
    except (ValueError, TypeError) as error:
        raise Unsound(f"meta: {error}") from error
