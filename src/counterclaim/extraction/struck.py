"""Whom a sentence tells an attack struck, or who lost people in it, without counting them: "Turkish soldiers came under fire"."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import HYPHENS
from counterclaim.extraction.parties import of_noun
from counterclaim.fleeting import fleeting
from counterclaim.model import VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.parties import Party
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.loading import Knowledge

#: How far behind a word for an attack those may begin whom it struck, and how far before a word for suffering one those may end
#: who suffered it, in tokens.
OBJECT, SUBJECT = 7, 16
#: How far before the adjective of a place the preposition may end that leads to it, in tokens.
PLACED = 2
#: The most articles between "from" and a nation.
ARTICLES = 1
#: How far behind "by" those may begin whom it leads to: behind an article, or the first part of a compound with its hyphen.
LED = 1
#: Who can have been struck; a state only where it is said to have lost people.
GROUPS = frozenset({"people", "body", "adjective"})
LOSERS = frozenset({"name", "enemy"})
_STRETCH = attrgetter("start", "end")
_BREAKS = frozenset(',;:()"“”«»')


@fleeting
class Struck:
    """Those whom a sentence tells to have been attacked; `form` is that of the word that tells it: object, subject or losses."""

    party: Party
    form: str


def struck_of(sentence: Sentence, named: Sequence[Party], words: Sequence[Mark], knowledge: Knowledge) -> Struck | None:
    """Return the people whom a sentence says to have been attacked or to have suffered losses, None where it names none.

    `words` are those of being struck: behind those of form object, and before those of form subject, stand the people
    (where nobody stands before them, behind them: "under fire came soldiers"). Those of two kinds together are of kind
    mixed, of two countries of none. A state alone is nobody who was struck, except by losses.
    """
    if not words:
        return None
    people = _people(sentence, named, knowledge)
    for word in sorted(words, key=lambda word: word.form == "object"):  # "a convoy of soldiers came under fire"
        if word.form == "object":
            found = _behind(word, people, sentence)
        else:
            losing = [*people, *(p for p in named if p.sort in LOSERS)] if word.form == "losses" else people
            found = _before(word, sorted(losing, key=_STRETCH), sentence)
        if found is not None:
            return Struck(_with_others(found, people, sentence), word.form)
    return None


def _people(sentence: Sentence, named: Sequence[Party], knowledge: Knowledge) -> list[Party]:
    """Return those of a sentence who can have been struck: by the nouns for people, also where they stand in an office's name."""
    many = (m for m in sentence.of("victims", form="many") if m.tail is None)
    nouns = [_with_origin(of_noun(m, sentence, knowledge.victims), sentence) for m in many]
    others = [p for p in named if p.sort in GROUPS and not any(p.start < n.end and n.start < p.end for n in nouns)]
    people = sorted((p for p in (*nouns, *others) if p.kind is not VictimKind.MATERIEL), key=_STRETCH)
    known = {p.end for p in people if p.kind is not None}
    return [p for p in people if p.kind is not None or p.start not in known]  # "pèlerins | chiites"


def _with_origin(party: Party, sentence: Sentence) -> Party:
    """Return a party with the nation from which the words behind it say that it is: "peacekeepers from Chad"."""
    whence = next((m.end for m in sentence.of("grammar", "preposition", "group") if m.start == party.end), None)
    if party.country is not None or whence is None:
        return party
    nation = next((m for m in sentence.of("countries", form="name") if whence <= m.start <= whence + ARTICLES), None)
    return party if nation is None else replace(party, end=nation.end, country=nation.value, foreign=False)


def _behind(word: Mark, people: Sequence[Party], sentence: Sentence) -> Party | None:
    """Return the first of those named behind a word for an attack, those who did it left out."""
    near = [p for p in people if word.end <= p.start <= word.end + OBJECT and not _did_it(p, sentence)]
    near = [p for p in near if p.sort != "adjective" or not _placed(p, sentence)]
    return near[0] if near and not _broken(word.end, near[0].start, sentence) else None


def _before(word: Mark, people: Sequence[Party], sentence: Sentence) -> Party | None:
    """Return the last of those named before a word for being struck, those who did it left out; else the first behind it."""
    near = [p for p in people if word.start - SUBJECT <= p.end <= word.start and not _did_it(p, sentence)]
    near = [p for p in near if p.sort != "adjective" or not _placed(p, sentence)]
    return near[-1] if near else _behind(word, people, sentence)


def _did_it(party: Party, sentence: Sentence) -> bool:
    """Return whether "by" leads to a party: "by the rebels", "von Tuareg-Rebellen"."""
    compound = party.start > 1 and sentence.tokens[party.start - 1].text in HYPHENS
    led = LED + 2 if compound else LED
    return any(0 <= party.start - mark.end <= led for mark in sentence.of("grammar", "agent"))


def _placed(party: Party, sentence: Sentence) -> bool:
    """Return whether an adjective says only where it was: "in the Syrian province", "в сирийском Идлибе"."""
    leading = {mark.end for mark in sentence.of("grammar", "preposition") if mark.form in ("inside", "place")}
    return not leading.isdisjoint(range(party.start - PLACED, party.start + 1))


def _broken(start: int, end: int, sentence: Sentence) -> bool:
    return any(text in _BREAKS for text in sentence.texts[start:end])


def _with_others(party: Party, named: Sequence[Party], sentence: Sentence) -> Party:
    """Return a party as one with the next that "and" joins to it."""
    joined = {mark.start: mark.end for mark in sentence.of("grammar", "conjunction", "and")}
    other = next((p for p in named if p.start == joined.get(party.end) and p.sort == party.sort), None)
    if other is None:
        return party
    kind = party.kind if other.kind in (party.kind, None) else VictimKind.MIXED if party.kind else None
    alone = other.country in (party.country, None)
    return replace(party, end=other.end, kind=kind, country=party.country if alone else None, foreign=party.foreign or not alone)
