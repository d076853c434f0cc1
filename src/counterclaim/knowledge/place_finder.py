"""Names as one language writes them, looked up in the index of places."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.knowledge.place_sources import read_supplement
from counterclaim.knowledge.spelling import strict_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.knowledge.place_words import PlaceWords
    from counterclaim.knowledge.places import Entry, Gazetteer

#: How many names a language's answers are remembered for.
REMEMBERED = 20_000
#: Towns with fewer inhabitants have no name of their own in other languages.
SMALL = 60_000


@dataclass(frozen=True, slots=True)
class Known:
    """One listed place that a name may mean.

    `rank` is 0 for the name as written, more for other forms of it; `primary` whether it is the place's main name; `keeps_name`
    whether the text's own name is the better one (small places, whose other names are no other language's); `capital` whether it
    is one, and may stand for a government; `alone` whether all places of the name lie in one country.
    """

    entry: Entry
    rank: int
    primary: bool
    keeps_name: bool = False
    capital: bool = False
    alone: bool = False


class Finder:
    """Looks names up as one language writes them, and remembers the answers."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer = gazetteer
        self.words = words
        self._remembered: dict[tuple[str, ...], tuple[Known, ...]] = {}
        self._entries: dict[str, Entry | None] = {}
        self._keys = functools.lru_cache(maxsize=REMEMBERED)(words.speller.keys)
        self.compound = functools.lru_cache(maxsize=REMEMBERED)(words.compound)
        self._sounding = functools.lru_cache(maxsize=REMEMBERED)(gazetteer.find_loosely)

    def known(self, name: tuple[str, ...]) -> tuple[Known, ...]:
        """Return the listed places that a name may mean."""
        found = self._remembered.get(name)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[name] = self._look_up(name)
        return found

    def by_id(self, identifier: str) -> Entry | None:
        """Return a listed place by its id."""
        if identifier not in self._entries:
            self._entries[identifier] = self.gazetteer.by_id(identifier)
        return self._entries[identifier]

    def loosely(self, name: tuple[str, ...], countries: Sequence[str]) -> tuple[Known, ...]:
        """Return the listed places of some countries whose names sound alike."""
        for key in self._keys(name):
            found = tuple(
                Known(e, 2, primary=False, keeps_name=_small(e) and _plain(name))
                for e in self._sounding(key)
                if e.country in countries
            )
            if found:
                return found
        return ()

    def _look_up(self, name: tuple[str, ...]) -> tuple[Known, ...]:
        out: dict[str, Known] = {}
        for rank, key in enumerate(self.words.speller.keys(name)):
            for entry in self.gazetteer.find(key):
                if entry.id not in out:
                    primary = strict_key(entry.name) == key
                    keeps = rank == 0 and not primary and _small(entry) and _plain(name) and entry.id not in better_named()
                    out[entry.id] = Known(entry, min(rank, 2), primary, keeps, self._is_capital(entry))
        alone = len({known.entry.country for known in out.values()}) == 1
        return tuple(replace(known, alone=alone) for known in out.values())

    def _is_capital(self, entry: Entry) -> bool:
        country = self.by_id(f"country:{entry.country}") if entry.kind in ("city", "division") else None
        return country is not None and country.division == entry.name


@functools.cache
def better_named() -> frozenset[str]:
    """Return the ids of the listed places that our own files give a better English name."""
    return frozenset(row.id for row in read_supplement() if row.near == row.id)


def _small(entry: Entry) -> bool:
    return entry.kind in ("city", "district") and entry.population < SMALL


def _plain(name: tuple[str, ...]) -> bool:
    return all(word.isascii() for word in name)
