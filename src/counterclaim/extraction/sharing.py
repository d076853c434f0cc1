"""What counted phrases take from the one beside them: hedges, nouns, and the things that a list goes on to count."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.fitting import sort_of
from counterclaim.model import Bounds, How, Qualifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept


def share(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Fill in what the phrases of a sentence take from each other."""
    for left, right in pairwise(phrases):
        _share_noun(left, right, marks)
    for left, right in pairwise(phrases):
        _share_thing(left, right, marks, concepts)
    _spread_hedges(phrases, marks, concepts)


def _share_noun(left: Phrase, right: Phrase, marks: Marks) -> None:
    """Give "96 American" the noun of "and 30 British soldiers" where both are told apart by adjectives alone."""
    adjectives = [c for c in left.countries if c.form == "adjective"]
    plain = not (left.heads or left.noun or left.actors or left.excluded or right.excluded)
    if not (plain and adjectives and len(adjectives) == len(left.countries) and right.countries and left.unknown is None):
        return
    if not (right.heads or right.noun) or right.quantity.article is not left.quantity.article:
        return
    left.end = max(left.end, adjectives[-1].end)
    if separated_by_list(left, right, marks.sentence.tokens, marks):
        left.heads, left.noun, left.fallback = [*right.heads], right.noun, right.fallback


def _share_thing(left: Phrase, right: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Let a bare number go on counting the things before it: "258 tanks destroyed, 8 damaged and 41 abandoned"."""
    if left.excluded or sort_of(left, concepts) != "thing" or sort_of(right, concepts) != "bare" or not right.quantity.counts:
        return
    if right.quantity.how in (How.ZERO, How.ELLIPSIS) or right.noun:
        return
    tokens = marks.sentence.tokens
    told = [m for m in marks.sentence.of("outcomes") if m.tail is None and left.end <= m.start and m.end <= right.start]
    small = [m for value in ("conjunction", "auxiliary", "subordinator") for m in marks.sentence.of("grammar", value)]
    light = {at for mark in (*told, *small) for at in range(mark.start, mark.end)}
    between = range(left.end, right.start)
    listed = any(tokens[at].text == "," or marks.is_a(at, "conjunction") for at in between)
    if told and listed and all(at in light or tokens[at].text == "," for at in between):
        right.heads, right.countries = [left.heads[0]], [*left.countries]


def _spread_hedges(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Let a hedge cover the noun that is joined to its own: "at least 25 dead and 55 wounded" (guide, "Hedges")."""
    for left, right in pairwise(phrases):
        first, second = left.quantity.bounds, right.quantity.bounds
        hedged = first.qualifier in (Qualifier.AT_LEAST, Qualifier.ABOUT, Qualifier.AT_MOST)
        plain = (
            second.qualifier is Qualifier.EXACT and right.quantity.how in (How.DIGITS, How.WORD) and not right.quantity.article
        )
        nouns = left.end > left.quantity.end and right.end > right.quantity.end
        if hedged and plain and nouns and (_joined(left, right, marks) or _things(left, right, marks, concepts)):
            number = second.low
            bounds = {
                Qualifier.AT_LEAST: Bounds(number, None, Qualifier.AT_LEAST),
                Qualifier.AT_MOST: Bounds(None, number, Qualifier.AT_MOST),
                Qualifier.ABOUT: Bounds(number, number, Qualifier.ABOUT),
            }
            right.quantity = replace(right.quantity, bounds=bounds[first.qualifier])


def _things(left: Phrase, right: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether only a comma stands between two sorts of things: "at least 1,700 tanks, 4,000 vehicles"."""
    comma = right.start == left.end + 1 and marks.sentence.tokens[left.end].text == ","
    return comma and sort_of(left, concepts) == "thing" == sort_of(right, concepts)


def _joined(left: Phrase, right: Phrase, marks: Marks) -> bool:
    joined = marks.is_a(left.end, "conjunction")
    return joined is not None and joined.form == "and" and joined.end == right.start
