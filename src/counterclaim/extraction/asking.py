"""What is only asked, or said to be unknown: "whether a soldier had died was not clear" tells of nobody who died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.victims import Marks, Phrase

#: The signs that end a clause.
ENDS = frozenset(".,;:!?…–—()")
#: The small words that may stand between "of" and a number.
_SMALL = frozenset({"article", "possessive"})


def exclude_asked(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out the one person of whom a question asks; larger numbers are somebody's figure all the same.

    But not the number of those of whom is asked how many of them it befell.
    """
    asked = list(_asked(marks))
    for phrase in phrases:
        bounds = phrase.quantity.bounds
        alone = bounds.low == bounds.high == 1 and any(phrase.start in clause for clause in asked)
        if alone or (phrase.noun is None and _how_many_of(phrase, marks)):
            phrase.excluded = phrase.excluded or "asked"


def _how_many_of(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "how many of" stands before a number, past articles and possessives: "how many of its 40 soldiers"."""
    at = phrase.start
    while (small := next((m for m in marks.sentence.of("grammar") if m.end == at and m.value in _SMALL), None)) is not None:
        at = small.start
    return any(m.end in (at, phrase.start) for m in marks.sentence.of("grammar", "asked", "of"))


def _asked(marks: Marks) -> Iterator[range]:
    """Yield the tokens of the clauses that ask: behind the word that opens them, or around one that stands within."""
    for mark in marks.sentence.of("grammar", "asked"):
        if mark.form == "of":
            continue
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
