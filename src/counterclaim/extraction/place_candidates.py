"""Where a sentence may name a place: runs of capitalised words, and what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The most words of one name, and how far before it the words around it are looked for.
MOST_WORDS = 5
REACH = 5
#: Small words inside names (al-Shifa, Khwaja-e Ghar, Deir ez Zor, La Paz, Mazar i Sharif).
_INNER = frozenset(
    ["al", "el", "ad", "ed", "ar", "as", "ash", "at", "az", "ez", "es", "an", "e", "i", "o", "de", "del", "la", "le", "las", "los", "du"]
    + ["des", "sur", "am", "der", "ben", "bin", "bani", "аль", "эль", "эш", "эд", "аз", "эз", "ас", "аш", "ель", "ез", "е", "э", "на", "u"]
)
_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "ash", "at", "az", "ez", "an", "аль", "эль", "ель", "эш", "эд", "ас", "аш"])
#: Kinds of lexicon marks whose words name no place.
_ORDINARY = frozenset(["outcomes", "victims", "attribution", "roles", "exclusions", "means", "grammar", "scope"])


class Run(NamedTuple):
    """A stretch of tokens that may be a name."""

    start: int
    end: int
    words: tuple[str, ...]


class Around(NamedTuple):
    """What stands around a name. `noun` is the kind of place that the text calls it, `side` where: before or after."""

    preposition: str | None = None
    noun: str | None = None
    noun_start: int | None = None
    noun_end: int | None = None
    direction: str | None = None
    country: str | None = None
    title: bool = False
    start: int = 0


class Words:
    """The place words of one sentence by the tokens that they begin and end at."""

    def __init__(self, sentence: Sentence, marks: list[Mark]) -> None:
        self.tokens = sentence.tokens
        self.marks = marks
        self.ending: dict[int, list[Mark]] = {}
        self.beginning: dict[int, list[Mark]] = {}
        for mark in marks:
            self.ending.setdefault(mark.end, []).append(mark)
            self.beginning.setdefault(mark.start, []).append(mark)
        self.countries: dict[int, Mark] = {m.end: m for m in sentence.marks if m.entry.kind == "countries"}
        self.country_starts: dict[int, Mark] = {m.start: m for m in sentence.marks if m.entry.kind == "countries" and m.form == "name"}
        self.blocked: set[int] = set()
        self.ordinary: set[int] = set()
        for mark in sentence.marks:
            if mark.entry.kind == "actors":
                self.blocked.update(range(mark.start, mark.end))
            elif mark.entry.kind == "countries":
                self.blocked.update(range(mark.start, mark.end))
            elif mark.entry.kind in _ORDINARY and mark.tail is None:
                self.ordinary.update(range(mark.start, mark.end))
        for mark in marks:
            if mark.form == "word":
                self.blocked.update(range(mark.start, mark.end))

    def noun_at(self, start: int) -> Mark | None:
        """Return the noun for a kind of place that begins at a token."""
        return next((m for m in self.beginning.get(start, ()) if m.form == "noun"), None)


def runs(words: Words) -> Iterator[Run]:
    """Yield the longest stretches of capitalised words of a sentence."""
    tokens = words.tokens
    at = 0
    while at < len(tokens):
        if not _opens(words, at):
            at += 1
            continue
        end = _extend(words, at)
        yield Run(at, end, tuple(t.text for t in tokens[at:end] if t.kind != "sign"))
        at = end


def _opens(words: Words, at: int) -> bool:
    token = words.tokens[at]
    if at in words.blocked or token.kind != "word":
        return False
    if token.capitalised:
        return True
    return token.key in _ARTICLES and at + 2 < len(words.tokens) and words.tokens[at + 1].text == "-" and words.tokens[at + 2].capitalised


def _extend(words: Words, start: int) -> int:
    tokens, end, count = words.tokens, start + 1, 1
    while end < len(tokens) and count < MOST_WORDS + 2:
        step = _joins(tokens, end)
        if not step or any(place in words.blocked for place in range(end, end + step)):
            break
        if step > 1 and tokens[end + step - 1].kind == "word" and not tokens[end + step - 1].capitalised and words.noun_at(end + step - 1):
            break
        end += step
        count += 1
    return end


def _joins(tokens: tuple[Token, ...], at: int) -> int:
    """Return how many tokens from here on belong to the name before; 0 where it ends."""
    here = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if here.kind == "word" and here.capitalised:
        return 1
    if here.text in "-\u2010\u2011" and here.glued and following is not None and following.glued and following.kind == "word":
        if following.capitalised:
            return 2
        if following.key in _INNER and after is not None:
            if after.text in "-\u2010\u2011" and at + 3 < len(tokens) and tokens[at + 3].kind == "word":
                return 4 if tokens[at + 3].capitalised or following.key in ("e", "i") else 0
            return 3 if after.kind == "word" and after.capitalised else 0
        return 0
    if here.kind == "word" and here.key in _INNER and following is not None:
        if following.kind == "word" and following.capitalised:
            return 2
        if following.text in "-\u2010\u2011" and after is not None and after.kind == "word" and after.capitalised:
            return 3
    return 0


def around(words: Words, start: int, end: int) -> Around:
    """Return what stands around a name at tokens `start` to `end`."""
    preposition = noun = direction = country = None
    noun_start = noun_end = None
    title = False
    at, steps, first = start, 0, start
    tokens = words.tokens
    while at > 0 and steps < REACH:
        steps += 1
        marks = words.ending.get(at, ())
        found = next((m for m in marks if m.form == "noun"), None)
        if found is not None and noun is None:
            noun, noun_start, noun_end = found.value, found.start, found.end
            at = first = found.start
            continue
        if any(m.form == "title" for m in marks):
            title = True
            break
        found = next((m for m in marks if m.form == "direction"), None)
        if found is not None and direction is None:
            direction = found.value
            at = first = found.start
            continue
        found = next((m for m in marks if m.form in ("near", "at", "of")), None)
        if found is not None:
            if found.form == "of" and steps == 1 and words.ending.get(found.start):
                inner = next((m for m in words.ending[found.start] if m.form == "noun"), None)
                if inner is not None:
                    noun, noun_start, noun_end = inner.value, inner.start, inner.end
                    at = first = inner.start
                    continue
            preposition, first = found.form, found.start
            break
        if at in words.countries and words.countries[at].form == "adjective":
            country = words.countries[at].value
            at = words.countries[at].start
            continue
        before = tokens[at - 1]
        if before.kind == "word" and len(before.text) <= 4 and not before.capitalised or before.text in "\"'“”„«»(":
            at -= 1
            continue
        break
    if noun is None:
        noun, noun_start, noun_end = _noun_after(words, end)
    return Around(preposition, noun, noun_start, noun_end, direction, country, title, first)


def _noun_after(words: Words, end: int) -> tuple[str | None, int | None, int | None]:
    tokens = words.tokens
    at = end
    if at < len(tokens) and tokens[at].text in "-\u2010\u2011" and tokens[at].glued:
        at += 1
    found = words.noun_at(at) if at < len(tokens) else None
    return (found.value, found.start, found.end) if found is not None else (None, None, None)
