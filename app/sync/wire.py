"""Commands as they go over the wire: brought up to the version that the server is asked for, in batches of a size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.domain.frozen import frozen
from app.sync.fingerprint import GAP, canonical
from app.sync.ports import Clock, JsonObject, Row, SendAs

Upcast = Callable[[JsonObject], JsonObject]
MOST_BYTES = 200_000


@frozen
class Upcasters:
    """What this program sends: ``current`` is the version of each kind, ``steps[kind, n]`` makes n + 1 of n.

    A row that an older program stored is lifted at send; its hash stays that of the original. A row that a newer
    program stored (then the till was downgraded) is not understood, and is parked on the server.
    """

    current: Mapping[str, int]
    steps: Mapping[tuple[str, int], Upcast]

    def lift(self, kind: str, version: int, body: JsonObject) -> tuple[int, JsonObject] | None:
        """Return the current version and its body, None when there is no way from here to there."""
        newest = self.current.get(kind)
        if newest is None or version > newest:
            return None
        while version < newest:
            step = self.steps.get((kind, version))
            if step is None:
                return None
            version, body = version + 1, step(body)
        return version, body


def wire(row: Row, clock: Clock, upcasters: Upcasters) -> JsonObject:
    """Return the command of ``row`` as ``api.submit`` takes it."""
    kind, version, body = _content(row, upcasters)
    is_same_boot = row.age_s is not None and row.boot == clock.boot()
    return {
        "no": row.no,
        "id": row.id,
        "kind": kind,
        "version": version,
        "sha256": row.sha256,
        "door": row.door.value,
        "by": row.by,
        "session": row.session,
        "moment": row.moment,
        "clock_unsure": row.clock_unsure,
        "age_s": clock.monotonic() - row.age_s if is_same_boot and row.age_s is not None else None,
        "body": body,
    }


def _content(row: Row, upcasters: Upcasters) -> tuple[str, int, JsonObject]:
    if row.send_as is SendAs.VOID:
        return "void", 1, {}
    if row.kind == GAP:
        return GAP, row.version, row.body
    lifted = None if row.send_as is SendAs.PARK else upcasters.lift(row.kind, row.version, row.body)
    if lifted is None:
        return "park", 1, {"kind": row.kind, "version": row.version, "body": row.body}
    return row.kind, *lifted


def batch(
    rows: Iterable[Row], clock: Clock, upcasters: Upcasters, *, most: int, most_bytes: int = MOST_BYTES
) -> tuple[JsonObject, ...]:
    """Return the first of ``rows`` on the wire: ``most`` at most, ``most_bytes`` of JSON at most, but always one."""
    commands: list[JsonObject] = []
    size = 0
    for row in rows:
        command = wire(row, clock, upcasters)
        size += len(canonical(command).encode()) + 1
        if commands and (len(commands) >= most or size > most_bytes):
            break
        commands.append(command)
    return tuple(commands)
