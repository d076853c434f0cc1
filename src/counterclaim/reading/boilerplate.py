"""What of a page is not the report's own words: marked, never cut.

A mark on real content loses claims, a missing mark invents them. So a cue word alone is never enough: it must open its
line, be all of it, stand before names, or be a phrase that only pages say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.model import Span
from counterclaim.reading.cues import CUE_LINE, Cues, Line, cues_of
from counterclaim.reading.dating import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.reading_words import ReadingWords
    from counterclaim.reading.dating import Dateline

#: A list of other articles in the first half has at most so many entries; from this share of the text on, a comment form
#: closes the report.
FEW_ENTRIES, CLOSING = 3, 0.35
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_JOINERS = frozenset(" \t\n\r\u00a0|·•")


def mark_boilerplate(text: str, words: ReadingWords, datelines: Sequence[Dateline]) -> tuple[Span, ...]:
    """Return the stretches of a text that are not the report's own words, in order, none touching another."""
    cues = cues_of(words.code)
    found = [(line.span.start, line.span.end) for line in datelines]
    dated = {line.span.start for line in datelines if line.whole}
    begin = next((line.span.end for line in datelines if line.role is Role.CRAWLED), 0)
    lines = [Line(text, m.start(), m.end()) for m in _LINE.finditer(text, begin) if not m.group().isspace()]
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if cues.closes.match(line.words, line.lead) and line.start >= CLOSING * len(text) and line.length <= CUE_LINE:
            found.append((line.start, lines[-1].end))
            break
        if line.start in dated:
            continue
        if cues.heads_list(line):
            entries = _list_entries(lines, number, cues, early=line.start < len(text) / 2)
            found.append((line.start, lines[number + entries - 1].end))
            number += entries
        elif cues.takes(line):
            found.append((line.start, line.end))
        else:
            found += cues.within(line)
    return _merged(text, found)


def _list_entries(lines: list[Line], number: int, cues: Cues, *, early: bool) -> int:
    """Return how many lines from `number` on are headlines of other articles."""
    entries = 0
    most = FEW_ENTRIES if early else len(lines)
    while number + entries < len(lines) and entries < most and cues.is_entry(lines[number + entries]):
        entries += 1
    return entries


def _merged(text: str, found: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the stretches as spans, those joined that only white space or separators part."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(_trimmed(text, start, end) for start, end in found):
        if start >= end:
            continue
        if out and (start <= out[-1][1] or set(text[out[-1][1] : start]) <= _JOINERS):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(Span(start, end) for start, end in out)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
