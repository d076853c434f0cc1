"""The values that reading places passes on: marks, the context of a report, and what one sentence is read with."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.place_surroundings import noun_before
from counterclaim.fleeting import fleeting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.extraction.place_surroundings import Around, Words
    from counterclaim.knowledge.place_finder import Finder
    from counterclaim.knowledge.places import Entry
    from counterclaim.knowledge.wars import War
    from counterclaim.model import Place

#: Nouns that call a name a first-order division or something as wide.
WIDE_NOUNS = frozenset(["province", "region"])
#: Kinds of places that English names with their kind ("Zamzam camp"), and those of them that stand in a town.
NAMED_KINDS = frozenset(["camp", "base", "hospital", "airport", "prison", "mosque", "market", "hotel"])
TOWN_KINDS = frozenset(["square", "junction", "bridge", "restaurant", "academy", "theatre"])
#: Kinds of places that are known by no more than "the village north of Beirut".
_UNNAMED = frozenset(["village", "settlement", "camp", "base", "city"])
#: How precise a place is whose division the text names with its town's name.
_DIVISION_PREC = 4


@fleeting
class PlaceMark:
    """A place named at tokens `start` to `end`.

    `weight` says how surely, `standing` how it stands to the sentence (see Around); `capital` that it may stand for a government,
    `beside` what is said to be there (see Around), `district` that the text calls it one.
    """

    start: int
    end: int
    place: Place
    kind: str
    weight: float = 3.0
    standing: str | None = None
    division: str = ""
    capital: bool = False
    beside: str | None = None
    district: bool = False


class Context(NamedTuple):
    """What a whole report says about where it plays.

    Countries by weight; words that it also writes small; words that follow other capitalised words, as surnames do; the wars that
    it may tell of; and of an area that it names, which states divide between them, the part of each. `loose`: no land or region
    is named in it, only those who are of one ("French soldiers").
    """

    countries: Mapping[str, float]
    small: frozenset[str]
    surnames: frozenset[str] = frozenset()
    wars: tuple[War, ...] = ()
    divided: Mapping[str, str] = MappingProxyType({})
    loose: bool = False

    @property
    def leading(self) -> list[str]:
        """The countries that weigh at least a third of the heaviest, the heaviest first."""
        order = sorted(self.countries, key=lambda code: -self.countries[code])
        return [code for code in order if self.countries[code] * 3 >= self.countries[order[0]]]


class Reading(NamedTuple):
    """What one sentence is read with."""

    words: Words
    finder: Finder
    context: Context


def mark_of(reading: Reading, start: int, end: int, entry: Entry, near: Around) -> PlaceMark:
    """Return the mark of a listed place; "village north of Beirut" is a place by Beirut, and keeps its words."""
    relation = reading.words.text_of(*near.relation) if near.relation is not None else None
    place, kind = entry.place(relation), entry.kind
    if near.relation is not None and near.standing == "near":
        noun = noun_before(reading.words, near.relation[0])
        if noun is not None and noun.value in _UNNAMED:
            name = f"{noun.value} {near.direction} of {place.name}" if near.direction else f"{noun.value} near {place.name}"
            return PlaceMark(start, end, replace(place, name=name), noun.value, 3.0, "at", entry.division)
    if near.noun in WIDE_NOUNS and kind in ("city", "district"):
        return PlaceMark(start, end, replace(place, where_prec=_DIVISION_PREC), "division", 3.0, near.standing, entry.division)
    called = kind == near.noun == "district"
    return PlaceMark(start, end, place, kind, 3.0, near.standing, entry.division, beside=near.beside, district=called)
