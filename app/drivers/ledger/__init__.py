"""The till's ledger: one SQLite file that may never be lost, its lock, its mark, and what is done when it is broken."""

from app.drivers.ledger.store import SqliteLedger

__all__ = ["SqliteLedger"]
