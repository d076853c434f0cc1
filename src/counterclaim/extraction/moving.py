"""Figures told of that somebody moves to another number: "the ministry raised the number to 150"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark

#: How many tokens may stand between the words for a figure and the number to which it is moved.
LEADING = 4
#: The forms of prepositions behind a figure that say whose it is, or how much ("the number of", "a toll with").
OWNED = frozenset(("of", "with"))


def moved(sentence: Sentence, end: int, number: int) -> Mark | None:
    """Return the words for a figure told of that end before a token, if a preposition leads from there to a number."""
    counts = [mark for mark in sentence.of("grammar", "count", "word") if mark.end == end]
    told = [m for m in sentence.of("attribution") if m.end == end and (m.value == "figures" or m.form == "these")]
    leads = [mark for mark in sentence.of("grammar", "preposition") if end <= mark.start < number]
    if not leads or any(mark.form in OWNED for mark in leads):
        return None
    return next(iter(counts or told), None)


def first_moved(sentence: Sentence, numbers: Iterable[int]) -> Mark | None:
    """Return the words for the first figure that a sentence moves to one of the numbers at these places."""
    ahead = (moved(sentence, end, at) for at in numbers for end in range(max(1, at - LEADING), at))
    return next(filter(None, ahead), None)
