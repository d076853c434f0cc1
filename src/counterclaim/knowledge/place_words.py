"""The words around names of places, and what a language calls regions: the lexicon that reading places uses."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.knowledge.language import data_folder, parts_of_countries, read_table
from counterclaim.knowledge.lexicon import Lexicon, expand, phrases_of
from counterclaim.knowledge.spelling import Speller, speller
from counterclaim.text import fold

if TYPE_CHECKING:
    from counterclaim.text import Splitting

#: The files of a language that this lexicon holds.
WORDS, NAMES = "place_words", "place_names"
#: The fewest letters of the two parts of a compound ("Charkivregionen").
SHORTEST_HEAD, SHORTEST_TAIL = 4, 4


@dataclass(frozen=True, slots=True)
class NameParts:
    """Small words that belong to names, by key: between two words, at the front, and before a small letter."""

    inner: frozenset[str]
    articles: frozenset[str]
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the language of a `code` says about places.

    `nouns` are the words for kinds of places, by key, `directions` those in the words for parts of countries; `capitals` says
    that the language writes nouns with capitals, `cases` that a name's case alone says whose something is.
    """

    code: str
    lexicon: Lexicon
    speller: Speller
    nouns: dict[str, str]
    capitals: bool
    parts: NameParts
    directions: dict[str, str]
    cases: bool = False

    def compound(self, key: str) -> tuple[int, str] | None:
        """Return how many letters of a compound come before its noun, and what the noun says; None where it is none."""
        for start in range(SHORTEST_HEAD, len(key) - SHORTEST_TAIL + 1):
            value = self.nouns.get(key[start:])
            if value is not None:
                return start, value
        return None


@functools.cache
def name_parts() -> NameParts:
    """Return the small words inside names."""
    table = tomllib.loads(data_folder().joinpath("name_parts.toml").read_text(encoding="utf-8"))
    return NameParts(**{name: frozenset(map(fold, words)) for name, words in table.items()})


@functools.cache
def place_words(code: str, splitting: Splitting) -> PlaceWords:
    """Return the place words of a language."""
    tables = {kind: read_table(code, kind) for kind in (WORDS, NAMES)}
    phrases = [phrase for kind, table in tables.items() for phrase in phrases_of(table, kind)]
    written = [(value, phrase) for value, forms in tables[WORDS].items() for phrase in forms.get("noun", ())]
    nouns = {
        fold(one): value for value, phrase in written for one in expand(phrase) if one.isalpha() and len(one) >= SHORTEST_TAIL
    }
    capitals = sum(phrase[:1].isupper() for _, phrase in written) * 2 > len(written)
    directions = {fold(part.word): part.direction for part in parts_of_countries(code)}
    cases = bool(read_table(code, "clauses").get("cases", False))
    return PlaceWords(code, Lexicon(phrases, splitting), speller(code), nouns, capitals, name_parts(), directions, cases)
