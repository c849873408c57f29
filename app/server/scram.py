"""SCRAM-SHA-256 verifiers as PostgreSQL stores them (RFC 5802): a password itself then reaches no server's log."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

ITERATIONS = 4096
SALT_BYTES = 16
_SCHEME = "SCRAM-SHA-256"


def scram_verifier(password: str, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """Return what ``alter role … password`` takes instead of the password, which is not normalised (SASLprep)."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    client = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    keys = ":".join(base64.b64encode(part).decode() for part in (client, server))
    return f"{_SCHEME}${iterations}:{base64.b64encode(salt).decode()}${keys}"


def scram_matches(password: str, verifier: str) -> bool:
    """Tell whether the verifier, as ``pg_authid`` has it, is of this password."""
    try:
        scheme, cost, _ = verifier.split("$")
        iterations, salt = cost.split(":")
        expected = scram_verifier(password, base64.b64decode(salt, validate=True), int(iterations))
    except ValueError:
        return False
    return scheme == _SCHEME and hmac.compare_digest(expected, verifier)
