"""Words on a strip of paper: blocks in no width, laid out in lines of so many columns. Nothing is cut, it is wrapped.

Whoever writes the words makes blocks; a line printer takes lines, a painter takes the blocks themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from app.domain.code_pages import CodePage, printable
from app.domain.frozen import frozen

COLUMNS = (32, 42, 48)
"""58 mm paper, 80 mm paper in a wide type, 80 mm paper."""
RULE = "-"


@frozen
class Text:
    """Words of their own line or lines, moved in by ``indent`` signs. ``is_tall``: of double height, not wider."""

    text: str
    is_centred: bool = False
    is_bold: bool = False
    is_tall: bool = False
    indent: int = 0


@frozen
class Pair:
    """Words at the left and an amount at the right edge, which is never broken while it fits the paper.

    ``hang``: how far the second and later lines of the words are moved in.
    """

    left: str
    right: str
    is_bold: bool = False
    is_tall: bool = False
    hang: int = 0


@frozen
class Rule:
    """A line across the paper."""


@frozen
class Gap:
    """An empty line."""


Block: TypeAlias = Text | Pair | Rule | Gap


@frozen
class Line:
    """What one line of the printer holds; never longer than the paper is wide."""

    text: str
    is_bold: bool = False
    is_tall: bool = False


def in_signs_of(page: CodePage, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks in signs that a code page has."""
    return tuple(_in_signs(page, block) for block in blocks)


def _in_signs(page: CodePage, block: Block) -> Block:
    match block:
        case Text(text=text):
            return replace(block, text=printable(text, page))
        case Pair(left=left, right=right):
            return replace(block, left=printable(left, page), right=printable(right, page))
        case _:
            return block


def laid_out(blocks: Iterable[Block], columns: int) -> tuple[Line, ...]:
    """Return the lines of ``blocks`` on paper of so many columns."""
    return tuple(line for block in blocks for line in _lines(block, columns))


def _lines(block: Block, columns: int) -> Iterator[Line]:
    match block:
        case Rule():
            yield Line(RULE * columns)
        case Gap():
            yield Line("")
        case Pair():
            for text in _paired(block, columns):
                yield Line(text, block.is_bold, block.is_tall)
        case _:
            for text in _wrapped(block.text, columns, block.indent, block.indent):
                placed = text.center(columns).rstrip() if block.is_centred else text
                yield Line(placed, block.is_bold, block.is_tall)


def _paired(block: Pair, columns: int) -> list[str]:
    lines = _wrapped(block.left, columns, 0, block.hang)
    if len(lines[-1]) + 1 + len(block.right) <= columns:
        last = lines.pop()
        return [*lines, last + block.right.rjust(columns - len(last))]
    amount = [block.right] if len(block.right) <= columns else _wrapped(block.right, columns)
    return [*lines, *(part.rjust(columns) for part in amount)]


def _wrapped(text: str, columns: int, first: int = 0, hang: int = 0) -> list[str]:
    """Return the text in lines of at most ``columns`` signs, broken between words, else within a word.

    ``first`` and ``hang``: how far the first line and the others are moved in, at most half the paper.
    """
    most = columns // 2
    lines, line, indent = list[str](), " " * min(first, most), " " * min(hang, most)
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else line + word
        if len(joined) <= columns:
            line = joined
            continue
        if line.strip():
            lines.append(line)
            line = indent
        rest = line + word
        while len(rest) > columns:
            lines.append(rest[:columns])
            rest = indent + rest[columns:]
        line = rest
    return [*lines, line]
