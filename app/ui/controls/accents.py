"""French letters from a pad that has plain ones: one key turns the letter before the cursor into its next form."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

_FORMS = ("aàâæ", "cç", "eéèêë", "iîï", "oôœ", "uùûü", "yÿ")
"""The forms of each letter in the order of how often French writes them; after the last one comes the plain one."""
_NEXT = {form: forms[(place + 1) % len(forms)] for forms in _FORMS for place, form in enumerate(forms)}


def next_form(letter: str) -> str:
    """Return the next form of ``letter``, capital for capital; a letter without accents stays as it is."""
    form = _NEXT.get(letter.lower(), letter)
    return form.upper() if letter.isupper() else form


def turn_accent(field: QLineEdit) -> None:
    """Give the letter before the cursor its next form; nothing happens to one that has none."""
    before = field.text()[: field.cursorPosition()]
    turned = next_form(before[-1:])
    if turned != before[-1:]:
        field.backspace()
        field.insert(turned)
