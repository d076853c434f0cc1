"""The words around names of places, and what a language calls regions: the lexicon that reading places uses."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from counterclaim.knowledge.language import read_table
from counterclaim.knowledge.lexicon import Lexicon, expand, phrases_of
from counterclaim.knowledge.spelling import Speller, speller
from counterclaim.text import Splitting, fold

#: The files of a language that this lexicon holds.
SHORTEST_HEAD, SHORTEST_TAIL = 4, 4
WORDS, NAMES = "place_words", "place_names"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What one language says about places; `directions` are the single words for them, by key; `nouns` those for kinds of places; `capitals`
    that the language writes nouns with capitals.
    """

    lexicon: Lexicon
    speller: Speller
    directions: dict[str, str]
    nouns: dict[str, str]
    capitals: bool

    def compound(self, key: str) -> tuple[int, str] | None:
        """Return how many letters of a compound come before its noun, and what the noun says; None where it is none."""
        for start in range(SHORTEST_HEAD, len(key) - SHORTEST_TAIL + 1):
            value = self.nouns.get(key[start:])
            if value is not None:
                return start, value
        return None


@functools.cache
def place_words(code: str, splitting: Splitting) -> PlaceWords:
    """Return the place words of a language."""
    tables = {kind: read_table(code, kind) for kind in (WORDS, NAMES)}
    phrases = [phrase for kind, table in tables.items() for phrase in phrases_of(table, kind)]
    nouns = {
        fold(form): value
        for value, forms in tables[WORDS].items()
        for phrase in forms.get("noun", ())
        for form in expand(phrase)
        if form.isalpha() and len(form) >= SHORTEST_TAIL
    }
    directions = {
        fold(word): value for value, forms in tables[WORDS].items() for word in forms.get("direction", ()) if word.isalpha()
    }
    written = [phrase[:1].isupper() for forms in tables[WORDS].values() for phrase in forms.get("noun", ())]
    return PlaceWords(Lexicon(phrases, splitting), speller(code), directions, nouns, sum(written) * 2 > len(written))
