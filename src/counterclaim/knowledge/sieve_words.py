"""What a word is worth to the sieve of pages: built from the packs, so that whatever a pack learns the sieve knows."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import load_language, read_table
from counterclaim.knowledge.lexicon import Lexicon, expand, phrases_of
from counterclaim.knowledge.number_table import Part
from counterclaim.knowledge.number_words import NumberWords
from counterclaim.knowledge.reading_words import reading_words
from counterclaim.knowledge.victims import load_victims
from counterclaim.model import Outcome, VictimKind
from counterclaim.text import Token, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.knowledge.lexicon import Entry, Mark

#: Words of outcomes that tell of no losses of people: of things, of whoever loses something, and of none.
_OF_THINGS, _LOSING = Outcome.LOST.value, "losing"
_NO_LOSS = frozenset({Outcome.STRENGTH.value, "hit"})
_COUNTED = ("victims", "roles")
_COUNTING = frozenset(Part) - {Part.ARTICLE, Part.AND, Part.OF, Part.HYPHEN, Part.ANOTHER, Part.HALF, Part.AND_HALF}
_CENTURIES = frozenset({"19", "20"})
#: How many words are remembered, and how long these may be.
_REMEMBERED, _LONGEST = 200_000, 40


class Worth:
    """What a word can be: bits, as plain numbers, since every word of every page is asked."""

    NONE = 0
    LOSS = 1
    LOSS_OF_THINGS = 2
    NUMBER = 4
    PEOPLE = 8
    THINGS = 16
    #: A phrase of several words may begin here.
    BEGINS = 32
    #: Those before or behind it lose something: people or things.
    LOSING = 64


class SieveWords:
    """The words of one language, and what each is worth; remembered."""

    def __init__(self, code: str) -> None:
        pack = load_language(code)
        self.frequent = reading_words(code).profile.words
        self._lexicon = pack.lexicon
        self._phrases = Lexicon(_phrases(pack.code), pack.splitting)
        self._begins = frozenset(_beginnings(pack.code))
        self._numbers = NumberWords(pack)
        self._concepts = load_victims()
        self._known: dict[str, int] = {}
        self._looked: dict[str, Token] = {}

    def worth(self, word: str) -> int:
        """Return what a word can be by itself, and whether a phrase of losses may begin at it."""
        known = self._known.get(word)
        if known is None:
            known = self._look(word)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            if len(word) <= _LONGEST:
                self._known[word] = known
        return known

    def phrase(self, words: Sequence[str]) -> int:
        """Return the loss that a phrase tells of which begins at the first of the words, NONE where none does."""
        found = self._phrases.find([self._looked.get(word) or self._folded(word) for word in words])
        return functools.reduce(operator.or_, (self._of_entry(mark) for mark in found if mark.start == 0), Worth.NONE)

    def _folded(self, word: str) -> Token:
        if len(self._looked) > _REMEMBERED:
            self._looked.clear()
        found = self._looked[word] = Token(0, len(word), word, fold(word), "word", glued=False, capitalised=word[:1].isupper())
        return found

    def _look(self, word: str) -> int:
        if word.isdecimal():
            return Worth.NUMBER if len(word) != 4 or word[:2] not in _CENTURIES else Worth.NONE
        worth = Worth.BEGINS if fold(word) in self._begins else Worth.NONE
        for entry in self._lexicon.entries(word):
            worth |= self._of_entry(entry)
        start = self._numbers.start(fold(word))
        if start and any(atom.part in _COUNTING and not atom.ordinal for atom in start.atoms):
            worth |= Worth.NUMBER
        return worth

    def _of_entry(self, entry: Entry | Mark) -> int:
        if entry.kind == "outcomes" and entry.value not in _NO_LOSS:
            return {_OF_THINGS: Worth.LOSS_OF_THINGS, _LOSING: Worth.LOSING}.get(entry.value, Worth.LOSS)
        if entry.kind in _COUNTED:
            concept = self._concepts.get(entry.value)
            return Worth.THINGS if concept and concept.kind is VictimKind.MATERIEL else Worth.PEOPLE
        return Worth.NONE


@functools.cache
def sieve_words(code: str) -> SieveWords:
    """Return the words of a language, built once."""
    return SieveWords(code)


def _phrases(code: str) -> Iterator[tuple[str, Entry]]:
    """Yield the phrases of losses that have several words."""
    for phrase, entry in phrases_of(read_table(code, "outcomes"), "outcomes"):
        if entry.value not in _NO_LOSS:
            yield from ((plain, entry) for plain in expand(phrase) if " " in plain)


def _beginnings(code: str) -> Iterator[str]:
    """Yield the keys of the first words of these phrases; of one that is open, nothing can be told by its key."""
    for phrase, _ in _phrases(code):
        yield fold(phrase.split()[0].strip("*"))
