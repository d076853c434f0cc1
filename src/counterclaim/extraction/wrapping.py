"""Paragraphs, put together again where a page broke their lines in the middle of a sentence.

Teletext, easy reading, mails and printed statements break a line every few words; elsewhere a line is a paragraph. Only small
letters behind a line without a stop say which it is, so one such break must stand before anything else in a text is joined.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]›“")
#: An entry of a list of losses: "tanks – 3", "drones: about 10".
_ENTRY = re.compile(r"[-–—:=(]\s*(?:[^\W\d]+\s+)?\d")
#: How full a line is, beside the widest around it, that breaks before a name or a number.
FULL = 0.7


@fleeting
class _Line:
    """A line without the white space around it, and whether it stands directly below the one before."""

    start: int
    end: int
    words: str
    below: bool


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs of a text begin and end, in reading order."""
    block: list[_Line] = []
    for line in _lines(text):
        if block and not line.below:
            yield from _joined(block)
            block = []
        block.append(line)
    yield from _joined(block)


def _lines(text: str) -> Iterator[_Line]:
    end = 0
    for found in _LINE.finditer(text):
        words = found[0].strip()
        below = found.start() - end == 1 or text[end : found.start()] == "\r\n"
        yield _Line(found.start(), found.end(), words, below)
        end = found.end()


def _joined(block: list[_Line]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of lines that stand directly below each other."""
    if not block:
        return
    if len(block) == 1 or not any(_breaks_off(a, b) for a, b in itertools.pairwise(block)):
        yield from ((line.start, line.end) for line in block)
        return
    widest = max(len(line.words) for line in block)
    start, running = block[0].start, False
    for line, following in itertools.pairwise(block):
        running = _breaks_off(line, following) or (running and _runs_on(line, following, widest))
        if not running:
            yield start, line.end
            start = following.start
    yield start, block[-1].end


def _breaks_off(line: _Line, following: _Line) -> bool:
    """Return whether a line ends in a word, and a small letter goes on below it."""
    if not (line.words and following.words and following.words[0].islower()):
        return False
    return line.words[-1].isalpha() and not _ENTRY.search(following.words)


def _runs_on(line: _Line, following: _Line, widest: int) -> bool:
    """Return whether what runs over broken lines goes on: behind a stop or a comma, or where the next word found no room."""
    if not (line.words and following.words) or _ENTRY.search(following.words):
        return False
    last = line.words.rstrip("".join(_CLOSERS))[-1:]
    if last in _STOPS:
        return True
    if following.words[0].islower():
        return last == ","
    return (last.isalnum() or last == ",") and len(line.words) >= FULL * widest
