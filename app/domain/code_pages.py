"""Which letters a cheap printer has: its code pages, and what stands for a sign that a page lacks.

ESC/POS has no Unicode: a printer is told a table by its number, and each maker numbers some tables in its own way. A
person reads the self-test and says which line is right.
"""

from __future__ import annotations

import unicodedata

from app.domain.frozen import frozen


@frozen
class CodePage:
    """A table of 256 signs: Python's ``codec`` for it, and the ``number`` by which the printer calls it (ESC t)."""

    name: str
    codec: str
    number: int

    @property
    def key(self) -> str:
        """What the settings keep: ``CP858-19``."""
        return f"{self.name}-{self.number}"


PLAIN = CodePage("ASCII", "ascii", 0)
"""For a printer that gets no accent right: letters without them."""
CODE_PAGES = (
    # Numbers as most makers have them (Epson, and Xprinter, Zjiang, Rongta … after it), then those of others.
    CodePage("CP858", "cp858", 19),
    CodePage("CP1252", "cp1252", 16),
    CodePage("CP850", "cp850", 2),
    CodePage("CP437", "cp437", 0),
    CodePage("ISO 8859-15", "iso8859-15", 40),
    CodePage("CP1252", "cp1252", 71),
    CodePage("CP858", "cp858", 53),
    CodePage("CP863", "cp863", 4),
)

_INSTEAD = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "€": "EUR",
    "×": "x",
    "·": "-",
    "•": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "ß": "ss",
    "№": "No",
    "°": "o",
}
_SPACES = ("\u00a0", "\u202f", "\u2007", "\u2009", "\t", "\r", "\n")
_PLAIN_SPACES = str.maketrans(dict.fromkeys(_SPACES, " "))


def code_page(key: str) -> CodePage:
    """Return the code page of a key; the plain one for a key that is not known."""
    return next((page for page in CODE_PAGES if page.key == key), PLAIN)


def printable(text: str, page: CodePage) -> str:
    """Return ``text`` in signs that ``page`` has: spaces plain, else a sign's stand-in, else its letter, else ``?``.

    The result may be longer (``œ`` is ``oe``), so lay out after this, not before.
    """
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN_SPACES)
    if plain.isprintable() and _has(plain, page.codec):
        return plain
    return "".join(_sign(sign, page.codec) for sign in plain if sign.isprintable())


def _sign(sign: str, codec: str) -> str:
    stand_in = _INSTEAD.get(sign, "")
    letter = "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))
    return next((way for way in (sign, stand_in, letter) if way and _has(way, codec)), "?")


def _has(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
