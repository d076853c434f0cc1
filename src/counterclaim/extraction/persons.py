"""Persons who are named beside what happened to them, with no number: "killed Jane Doe", "Jane Doe was killed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.unnumbered import BEFALLING, PAUSES, SMALL, one
from counterclaim.extraction.victims import Phrase
from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.victims import Marks
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The forms of words beside which a name tells whom they befell.
NAMING = BEFALLING | {"active", "either", "nominal"}
#: The most words of a name, and what the pack knows of a word that is none.
NAME, UNNAMED = 6, frozenset({"countries", "victims", "outcomes", "actors", "exclusions", "grammar"})
#: The most words of an office before its bearer's name, and what the pack knows of a word that is none of them.
OFFICE, TELLING = 6, frozenset({"outcomes", "attribution", "grammar"})
#: Names are runs of capitalised words; these may stand inside one.
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "ben", "de", "van", "von", "der", "den", "ash", "as", "-", "–"})


def named(phrases: Sequence[Phrase], marks: Marks) -> Iterator[Phrase]:
    """Yield the persons who are named directly beside what happened to them ("killed Jane Doe", "Jane Doe was killed")."""
    killed = marks.sentence.of("outcomes", "killed")
    taken = {index for phrase in phrases for index in range(phrase.start, phrase.end)} if killed else set()
    for mark in killed:
        if mark.tail is not None or mark.form not in NAMING:
            continue
        start, end = _name_after(mark.end, marks)
        if end - start < 2:
            start, end = _office_after(mark.end, marks)
        if end - start < 2 and mark.form in BEFALLING and not _may_be_no_death(mark, marks):
            start, end = _name_before(mark, phrases, marks)
        if end - start < 2 or taken & set(range(start, end)) or marks.is_a(end, "intended", "hypothetical") is not None:
            continue
        taken.update(range(start, end))
        phrase = Phrase(one(start, end), start, end)
        described = next((p for p in phrases if _is_one(p) and p.heads and _beside(p, end, marks)), None)
        if described is not None:
            phrase.heads, phrase.countries, phrase.actors = described.heads, described.countries, described.actors
            described.excluded = "apposition"
        yield phrase


def _may_be_no_death(mark: Mark, marks: Marks) -> bool:
    """Return whether what befell somebody befalls towns as well, whose names look like his: "Byen Avdijivka falt"."""
    return any(mark.start <= m.start < mark.end for m in marks.sentence.of("grammar", "figurative"))


def _is_one(phrase: Phrase) -> bool:
    return phrase.quantity.article or phrase.quantity.how is How.SINGULAR


def _beside(phrase: Phrase, end: int, marks: Marks) -> bool:
    """Return whether a noun says more of somebody, right behind his office or between commas behind his name."""
    tokens = marks.sentence.tokens
    if phrase.start == end or end + 1 >= len(tokens) or tokens[end].text != ",":
        return phrase.start == end
    article = marks.is_a(end + 1, "article")
    return phrase.start in (end + 1, article.end if article is not None else end + 1)


def _office_after(index: int, marks: Marks) -> tuple[int, int]:
    """Return from where to where the office stands that begins at a token, with the name of its bearer.

    Where a noun for him stands between, it ends there; where neither follows, nobody says who he is, and it is none.
    """
    office = marks.at(index, "roles", "role")
    at, tokens = office.end if office is not None else index, marks.sentence.tokens
    while at > index and at < min(len(tokens), index + OFFICE) and tokens[at].kind == "word":
        if marks.at(at, "victims", "one") or marks.at(at, "victims", "single"):
            return index, at
        if (end := _name_after(at, marks)[1]) > at:
            return index, end
        if any(m.kind in TELLING for m in marks.starting.get(at, ())):
            break
        at += 1
    return index, index


def _name_after(index: int, marks: Marks) -> tuple[int, int]:
    """Return from where to where a name stands that begins at a token, the same token twice where none does."""
    tokens = marks.sentence.tokens
    end = index
    while end < min(len(tokens), index + NAME) and _in_name(tokens[end], marks, end, first=end == index):
        end += 1
    while end > index and not tokens[end - 1].capitalised:
        end -= 1
    owns = end < len(tokens) and marks.at(end, "victims") is not None  # "the death of Jane Doe's brother"
    return (index, end) if sum(t.capitalised for t in tokens[index:end]) >= 2 and not owns else (index, index)


def _name_before(befell: Mark, phrases: Sequence[Phrase], marks: Marks) -> tuple[int, int]:
    """Return from where to where a name stands that opens a clause right before what befell somebody, and nobody else in it."""
    end, tokens = marks.before_helpers(befell.start), marks.sentence.tokens
    opening = range(max(end - NAME, 0), end)
    start = next((at for at in opening if not at or tokens[at - 1].text in PAUSES), end)
    counts = any(phrase.start >= befell.end and not _is_one(phrase) for phrase in phrases)
    if counts or _titled(marks) or _name_after(start, marks) != (start, end):
        return end, end
    return start, end


def _titled(marks: Marks) -> bool:
    """Return whether a headline has a capital at every word, so that capitals make no names."""
    words = [token for token in marks.sentence.tokens if token.kind == "word" and len(token.text) > SMALL]
    return all(token.capitalised for token in words)


def _in_name(token: Token, marks: Marks, index: int, *, first: bool) -> bool:
    if index in marks.times or any(m.kind in UNNAMED for m in marks.starting.get(index, ())):
        return False
    if token.kind == "word" and token.capitalised:
        return True
    return not first and token.key in _PARTICLES
