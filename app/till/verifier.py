"""What a till keeps of a person's PIN, to know it again without the server, and how long too many wrong ones lock."""

from __future__ import annotations

from app.domain.catalog import Person
from app.domain.frozen import frozen
from app.sync.ports import JsonObject

TRIES = 5
VERIFIER = "verifier:"
"""What the notes begin with that prove a PIN: they never leave this till."""
LOCK_S = 60


@frozen
class Verifier:
    """What this till knows of one person's PIN. Times are wall seconds; ``failures`` since the last success."""

    salt: str
    digest: str
    proved_at: float
    failures: int = 0
    locked_until: float = 0.0

    def to_json(self) -> JsonObject:
        return {
            "salt": self.salt,
            "digest": self.digest,
            "proved_at": self.proved_at,
            "failures": self.failures,
            "locked_until": self.locked_until,
        }

    @staticmethod
    def from_json(note: JsonObject | None) -> Verifier | None:
        if note is None:
            return None
        try:
            return Verifier(
                str(note["salt"]),
                str(note["digest"]),
                float(str(note["proved_at"])),
                int(str(note["failures"])),
                float(str(note["locked_until"])),
            )
        except (KeyError, ValueError):
            return None


def note_of(person: Person) -> str:
    """Return the key of the note that holds a person's ``Verifier``."""
    return f"{VERIFIER}{person.id}"


def lock_s(failures: int) -> int:
    """Return how long the lock is after so many failures: none before 5, then 1 min, doubling, 1 day at most."""
    return 0 if failures < TRIES else min(LOCK_S * 2 ** (failures - TRIES), 24 * 3600)
