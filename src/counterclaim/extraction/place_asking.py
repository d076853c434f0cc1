"""What is asked about a figure's place, what answers may be weighed, and the sorts of places that the weights know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.place_values import TOWN_KINDS
from counterclaim.fleeting import fleeting
from counterclaim.model import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterclaim.extraction.place_values import PlaceMark
    from counterclaim.knowledge.wars import War

#: The sorts of places, by the kinds of marks and by the nouns that a text calls them with.
_SORTS = {
    **dict.fromkeys(["country", "side"], "country"),
    **dict.fromkeys(["area", "part", "island", "sea"], "area"),
    **dict.fromkeys(["division", "province", "region"], "division"),
    **dict.fromkeys(["district"], "district"),
    **dict.fromkeys(["river", "border", "front", "mountains"], "line"),
    **dict.fromkeys(["unlisted", "unresolved"], "unlisted"),
    **dict.fromkeys(["neighbourhood", "hotel", "market", "mosque", "church", "prison", "site"], "site"),
    **dict.fromkeys(TOWN_KINDS, "site"),
    **dict.fromkeys(["hospital", "airport"], "hospital"),
}
#: How wide the sorts are, points 0: a site or hospital is within one.
WIDTH = {"country": 4, "area": 3, "division": 2, "line": 2, "district": 1, "site": -1, "hospital": -1}
#: The sorts that tell where in a country something was.
FINE = frozenset({"point", "district", "unlisted", "division", "site", "hospital"})
#: How a name stands in which something is said to be.
THERE = frozenset({"at", "near"})
_EMPTY: frozenset[str] = frozenset()


@fleeting
class Asked:
    """Where a figure stands, and how wide it is; `whole` is the number of the question that asks for its whole.

    `people` are the countries of those whom it counts, as its own words have them; `chance` that it is wider than one event;
    `placed`: its own words name its place.
    """

    sentence: int
    start: int
    end: int
    scope: Scope
    whole: int | None = None
    people: frozenset[str] = _EMPTY
    chance: float | None = None
    placed: bool = False

    @property
    def total(self) -> float:
        """The chance that the figure is wider than one event; 0 or 1 where only the scope is known."""
        return self.chance if self.chance is not None else float(self.scope is Scope.TOTAL)


@fleeting
class Hints:
    """What a sentence says of places without naming them.

    `pointed` are the sorts of places that it speaks of ("the village", "in the province"), and "there" where it has such a word;
    `wheres` the tokens that begin a clause on what was done in the place before them; `scene` that it tells where something was;
    `ago` that it is about an earlier time.
    """

    pointed: frozenset[str] = _EMPTY
    wheres: tuple[int, ...] = ()
    scene: bool = False
    ago: bool = False


class Setting(NamedTuple):
    """What a report says around its places: its countries, how countries are called, what each sentence hints at, its wars."""

    countries: Sequence[str]
    names: Callable[[str], str]
    hints: Sequence[Hints]
    wars: Sequence[War] = ()


@fleeting
class Figure:
    """A figure among the places: its sentence's number in the report, and the finest sort named there."""

    asked: Asked
    here: int
    own: str


@fleeting
class Candidate:
    """A place that a figure may belong to: its name, mark and the mark's sentence; without a mark a country, or nowhere.

    `always` are the features that speak for it alike whatever the figure's scope, `scoped` those that one event and a total weigh
    differently.
    """

    name: str | None
    mark: PlaceMark | None
    at: int
    always: dict[str, float]
    scoped: dict[str, float]
    country: str | None = None


class Weights(NamedTuple):
    """The weights of the features; those of `scoped` for one event and for a total."""

    always: Mapping[str, float]
    scoped: Mapping[str, tuple[float, float]]

    def of(self, candidate: Candidate, total: float) -> float:
        """Return what speaks for a candidate, where this is the chance that the figure is a total."""
        always, scoped = self.always, self.scoped
        found = 0.0
        for name, value in candidate.always.items():
            found += always.get(name, 0.0) * value
        for name, value in candidate.scoped.items():
            event, wide = scoped.get(name, _NOTHING)
            found += (event + (wide - event) * total) * value
        return found


_NOTHING = (0.0, 0.0)


def sort_of(kind: str) -> str:
    """Return the sort of a kind of place."""
    return _SORTS.get(kind, "point")
