"""What is only asked, or said to be unknown: "whether a soldier had died was not clear" tells of nobody who died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.victims import Marks, Phrase

#: The signs that end a clause.
ENDS = frozenset(".,;:!?…–—()")


def exclude_asked(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out the one person of whom a question asks; larger numbers are somebody's figure all the same."""
    asked = list(_asked(marks))
    for phrase in phrases:
        bounds = phrase.quantity.bounds
        if bounds.low == bounds.high == 1 and any(phrase.start in clause for clause in asked):
            phrase.excluded = phrase.excluded or "asked"


def _asked(marks: Marks) -> Iterator[range]:
    """Yield the tokens of the clauses that ask: behind the word that opens them, or around one that stands within."""
    for mark in marks.sentence.of("grammar", "asked"):
        if mark.form == "opening" and not _opens(mark.start, marks):
            continue
        yield range(_begin(mark.start, marks) if mark.form == "within" else mark.end, _end(mark.end, marks))


def _opens(at: int, marks: Marks) -> bool:
    """Return whether a clause begins at a token."""
    return at == 0 or marks.sentence.tokens[at - 1].text in ENDS | QUOTES


def _begin(at: int, marks: Marks) -> int:
    return next((place for place in range(at, 0, -1) if marks.sentence.tokens[place - 1].text in ENDS), 0)


def _end(at: int, marks: Marks) -> int:
    tokens = marks.sentence.tokens
    return next((place for place in range(at, len(tokens)) if tokens[place].text in ENDS), len(tokens))
