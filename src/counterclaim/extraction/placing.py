"""Words between those counted that say no more than where or when something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.victims import Marks, Phrase

#: How many words may say where.
WORDS = 8
#: The prepositions that lead to a place, and what says more than where: whom, what happened, another clause, by what means.
PLACING = frozenset({"inside", "place"})
TELLING = frozenset({"outcomes", "victims", "attribution", "actors", "means"})
TURNING = frozenset({"agent", "auxiliary", "subordinator", "conjunction"})
MEANING = frozenset({"with", "group"})


def says_where(start: int, end: int, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether a few words say no more than where or when something happened: nobody is named, and nothing told."""
    between = range(start, end)
    opening = marks.is_a(start, "preposition")
    placed = opening is not None and opening.form in PLACING and marks.is_a(start, "preposition", "with") is None
    placed = placed or start in marks.times or _from_where(start, phrases, marks)
    if not placed or len(between) > WORDS or any(marks.sentence.tokens[at].kind == "sign" for at in between):
        return False
    names = (m for at in between[1:] for m in marks.starting.get(at, ()) if at not in marks.times)
    return not any(m.kind in TELLING or (m.kind == "grammar" and m.value in TURNING) or m.form in MEANING for m in names)


def names_places(start: int, end: int, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether some words say no more than where: each preposition leads to one noun, or to a name, and to no verb."""
    if not says_where(start, end, phrases, marks):
        return False
    names = 0
    for at in range(start, end):
        if marks.is_a(at, "preposition"):
            names = 0
        elif not marks.is_a(at, "article"):
            if names and not marks.sentence.tokens[at].capitalised:
                return False
            names += 1
    return True


def _from_where(start: int, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether "from" leads to a name: "12 conscripts from Buryatia and three officers"."""
    tokens = marks.sentence.tokens
    opening = marks.is_a(start, "preposition", "group") or marks.is_a(start, "preposition", "of")
    at = opening.end if opening is not None else len(tokens)
    while at < len(tokens) and marks.is_a(at, "article"):
        at += 1
    return at < len(tokens) and tokens[at].capitalised and at not in {phrase.start for phrase in phrases}
