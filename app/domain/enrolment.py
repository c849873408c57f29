"""The codes that enrol a till: a short one that a person types, and a long one that carries the server's address too.

Short: ``K7PQ-2M9X`` (40 random bits, Crockford's base 32: no I, L, O, U, so that nothing is read wrongly).
Long: ``BT1.`` + base64url of ``{"u": address, "c": short code, "f": CA fingerprint}``, for copying or a QR code.
Nothing here asks a server whether a code is good.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets

from app.domain.frozen import frozen

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
PREFIX = "BT1."
MAX_TEXT = 2_000
"""Longer texts are not looked at: a QR code holds less."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SCHEMES = ("postgresql://", "postgres://")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@frozen
class Enrolment:
    """Where to enrol and with which code. ``url`` holds the site's password: never show or log it.

    ``ca_sha256``: hex SHA-256 of the site's own CA certificate (DER), to be pinned; None: no TLS, or a public CA.
    """

    url: str
    code: str
    ca_sha256: str | None = None


def new_code() -> str:
    """Return a fresh short code in its canonical form, ``XXXX-XXXX``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return _dashed(letters)


def short_code(text: str) -> str:
    """Return the canonical form of a typed code: case, spaces, dashes and the look-alikes O, I, L do not matter.

    Raises ValueError when the text is no such code.
    """
    letters = "".join(text.upper().split()).replace("-", "").translate(_MISREAD)
    if len(letters) != CODE_LENGTH or any(letter not in ALPHABET for letter in letters):
        raise ValueError("not an enrolment code")
    return _dashed(letters)


def long_code(enrolment: Enrolment) -> str:
    """Return the code that carries the address. Raises ValueError when a part of ``enrolment`` is malformed."""
    _checked(enrolment)
    fields = {"u": enrolment.url, "c": enrolment.code}
    if enrolment.ca_sha256 is not None:
        fields["f"] = enrolment.ca_sha256
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return PREFIX + base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def parse_long_code(text: str) -> Enrolment:
    """Return what a long code says; white space in it (a wrapped line of a message) does not matter.

    Fields that this version does not know are ignored. Raises ValueError for anything that is no long code.
    """
    packed = "".join(text.split())
    if len(packed) > MAX_TEXT or not packed.startswith(PREFIX):
        raise ValueError("not a long enrolment code")
    body = packed.removeprefix(PREFIX)
    try:
        fields = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise ValueError("not a long enrolment code") from problem
    if not isinstance(fields, dict):
        raise ValueError("not a long enrolment code")
    url, code, fingerprint = fields.get("u"), fields.get("c"), fields.get("f")
    if not isinstance(url, str) or not isinstance(code, str) or not isinstance(fingerprint, str | None):
        raise ValueError("not a long enrolment code")
    return _checked(Enrolment(url, short_code(code), fingerprint))


def is_long_code(text: str) -> bool:
    """Tell whether ``text`` means to be a long code: a screen then asks for no address."""
    return text.strip().startswith(PREFIX)


def _checked(enrolment: Enrolment) -> Enrolment:
    if not enrolment.url.startswith(_SCHEMES):
        raise ValueError("not the address of a PostgreSQL server")
    if short_code(enrolment.code) != enrolment.code:
        raise ValueError("not the canonical form of a code")
    if enrolment.ca_sha256 is not None and not _FINGERPRINT.fullmatch(enrolment.ca_sha256):
        raise ValueError("not a SHA-256 fingerprint")
    return enrolment


def _dashed(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"
