"""Keep the translations in step with the sources: `python packaging/translations.py` updates and compiles them.

`--check` changes nothing and fails when a text is missing, unfinished or stale, or a compiled file is not that of its
source. `pseudo(folder)` makes `en_XA`, the language in which every text that is translated looks like ñôñšéñšé: what
still reads as plain English on a screen was never handed to the translators.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources/i18n"
LANGUAGES = {"fr": [], "en": ["-pluralonly"]}
"""English is the source: its file holds nothing but the plurals."""
PSEUDO = "en_XA"

_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçðéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýžÀƁÇÐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ",
)
_KEPT = re.compile(r"(\{\w*\}|%n|%\d)")


def update(folder: Path) -> None:
    """Bring the texts of the sources into the `.ts` files of `folder`; translations that are there stay."""
    sources = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "app/ui").rglob("*.py"))]
    for language, options in LANGUAGES.items():
        _tool(
            "lupdate",
            "-silent",
            "-no-obsolete",
            "-locations",
            "none",
            "-source-language",
            "en",
            "-target-language",
            language,
            *options,
            *sources,
            "-ts",
            str(_ts(folder, language)),
        )


def release(folder: Path, language: str) -> None:
    """Compile one language's `.ts` to the `.qm` beside it."""
    ts = _ts(folder, language)
    _tool("lrelease", "-silent", str(ts), "-qm", str(ts.with_suffix(".qm")))


def pseudo(folder: Path) -> None:
    """Make `bartender_en_XA.qm` in `folder`, from the texts that the translators get."""
    tree = ET.parse(_ts(FOLDER, "fr"))  # noqa: S314 - our own file
    root = tree.getroot()
    root.set("language", "en")
    for message in root.iter("message"):
        text = accented(message.findtext("source") or "")
        translation = message.find("translation")
        if translation is None:
            continue
        translation.attrib.clear()
        translation.clear()
        if message.get("numerus") == "yes":
            for _ in range(2):
                ET.SubElement(translation, "numerusform").text = text
        else:
            translation.text = text
    tree.write(_ts(folder, PSEUDO), encoding="utf-8", xml_declaration=True)
    release(folder, PSEUDO)


def accented(text: str) -> str:
    """Return `text` with every letter dressed up and a third longer; places for figures stay."""
    parts = _KEPT.split(text)
    dressed = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts)
    letters = sum(part.isalpha() for part in text)
    return dressed + "~" * (letters // 3 if letters > 3 else 0)


def complaints() -> list[str]:
    """Return what is not in step, in words; nothing when all is good."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for language in LANGUAGES:
            _ts(scratch, language).write_bytes(_bytes(_ts(FOLDER, language)))
        update(scratch)
        for language in LANGUAGES:
            ts, kept = _ts(scratch, language), _ts(FOLDER, language)
            if ts.read_bytes() != _bytes(kept):
                found.append(f"{kept.name} is not what the sources say")
            found += [f"{kept.name} has no translation of {text!r}" for text in unfinished(ts)]
            release(scratch, language)
            if ts.with_suffix(".qm").read_bytes() != _bytes(kept.with_suffix(".qm")):
                found.append(f"{kept.with_suffix('.qm').name} is not that of {kept.name}")
    return found


def unfinished(ts: Path) -> list[str]:
    """Return the sources that a file has no finished translation of."""
    return [
        message.findtext("source") or ""
        for message in ET.parse(ts).getroot().iter("message")  # noqa: S314 - our own file
        if (translation := message.find("translation")) is None
        or translation.get("type") is not None
        or not all(part.text for part in translation.findall("numerusform") or [translation])
    ]


def _ts(folder: Path, language: str) -> Path:
    return folder / f"bartender_{language}.ts"


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _tool(name: str, *arguments: str) -> None:
    """Run one of Qt's own tools, which come with PySide6."""
    suffix = ".exe" if sys.platform == "win32" else ""
    program = Path(PySide6.__file__).parent / f"{name}{suffix}"
    subprocess.run([str(program), *arguments], cwd=ROOT, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when something is not in step"
    )
    if parser.parse_args().check:
        found = complaints()
        print(
            "\n".join([*found, "Run python packaging/translations.py and translate."] if found else []),
            end="",
        )
        return 1 if found else 0
    update(FOLDER)
    for language in LANGUAGES:
        release(FOLDER, language)
        for text in unfinished(_ts(FOLDER, language)):
            print(f"bartender_{language}.ts has no translation of {text!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
