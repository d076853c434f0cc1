"""Where a sentence may name a place: runs of capitalised words, with the small words and hyphens inside names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.place_surroundings import HYPHENS
from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.place_surroundings import Words

#: The most words of a run, and the most tokens of one name in it.
MOST_WORDS, LONGEST = 7, 9


@fleeting
class Run:
    """A stretch of tokens that may hold names; `seat` where an office is held in the place that it is, as its case says."""

    start: int
    end: int
    seat: bool = False


def runs(words: Words) -> Iterator[Run]:
    """Yield the longest stretches of capitalised words of a sentence."""
    end, articles = 0, words.parts.articles
    for at, token in enumerate(words.tokens):
        if (token.capitalised or token.key in articles) and at >= end and _opens(words, at):
            end = _extend(words, at)
            yield from _split(words, at, end)


def _split(words: Words, start: int, end: int) -> Iterator[Run]:
    """Yield a stretch in pieces: what stands before an office's place, that place, and its holder's name."""
    for at in range(start, end):
        seat = words.seat(at, end)
        if seat is not None:
            yield from [Run(start, at)] if at > start else []
            yield Run(at, seat, seat=True)
            yield from [Run(seat, end)] if seat < end else []
            return
    yield Run(start, end)


def _opens(words: Words, at: int) -> bool:
    token = words.tokens[at]
    if at in words.blocked or token.kind != "word":
        return False
    return token.capitalised or (_capital(words, at + 2) and words.tokens[at + 1].text in HYPHENS)


def _capital(words: Words, at: int) -> bool:
    return at < len(words.tokens) and words.tokens[at].kind == "word" and words.tokens[at].capitalised


def _extend(words: Words, start: int) -> int:
    end = start + 1
    for _ in range(MOST_WORDS - 1):
        step = _joins(words, end) if end < len(words.tokens) else 0
        if not step or not words.blocked.isdisjoint(range(end, end + step)):
            break
        last = end + step - 1
        if step > 1 and not words.tokens[last].capitalised and words.noun_at(last):
            break
        end += step
    return end


def _joins(words: Words, at: int) -> int:
    """Return how many tokens from here on belong to the name before; 0 where it ends."""
    here = words.tokens[at]
    if here.kind == "word":
        if here.capitalised:
            return 1
        if here.key not in words.parts.inner or at + 1 >= len(words.tokens):
            return 0
        if _capital(words, at + 1):
            return 2
        return 3 if words.tokens[at + 1].text in HYPHENS and _capital(words, at + 2) else 0
    if here.text in HYPHENS and here.glued and at + 1 < len(words.tokens) and words.tokens[at + 1].glued:
        return _behind_hyphen(words, at)
    return 0


def _behind_hyphen(words: Words, at: int) -> int:
    """Return how far a name goes on behind a hyphen: "Nord-Kivu", "Khwaja-e Ghar", "Mazar-i-Sharif"."""
    following = words.tokens[at + 1]
    if following.kind != "word" or following.capitalised:
        return 2 if following.kind == "word" else 0
    if at + 3 < len(words.tokens) and words.tokens[at + 2].text in HYPHENS and _capital(words, at + 3):
        return 4  # "Port-au-Prince"
    if following.key not in words.parts.inner or at + 2 >= len(words.tokens):
        return 0
    if words.tokens[at + 2].text in HYPHENS and at + 3 < len(words.tokens) and words.tokens[at + 3].kind == "word":
        return 4 if following.key in words.parts.links else 0
    return 3 if _capital(words, at + 2) else 0


def begins(words: Words, at: int, run: Run) -> bool:
    """Return whether a name can begin here: at a capital that no hyphen joins to a capital before it."""
    tokens = words.tokens
    if not tokens[at].capitalised:
        return tokens[at].kind == "word" and at + 1 < run.end and tokens[at + 1].text in HYPHENS
    joined = at > run.start and tokens[at].glued and tokens[at - 1].text in HYPHENS and tokens[at - 1].glued
    return not joined or words.before(at - 1, "direction") is not None or at - 1 in words.countries


def ends(words: Words, start: int, run: Run, taken: set[int]) -> Iterator[int]:
    """Yield where a name that begins here may end, the longest first; a hyphen with a capital behind it does not end it."""
    tokens = words.tokens
    for end in range(min(run.end, start + LONGEST), start, -1):
        if tokens[end - 1].kind != "word" or not tokens[end - 1].capitalised or not taken.isdisjoint(range(start, end)):
            continue
        if end < run.end and tokens[end].text in HYPHENS and tokens[end].glued and words.noun_at(end + 1) is None:
            continue
        yield end
