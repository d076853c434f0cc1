"""Which of the places that a report names a figure belongs to: what speaks for each, as features that know no language.

The candidates are the places of the figure's own sentence, of those around it and of the report's opening, the country that the
report plays in, and none. The weights are data (`knowledge/data/place_choices.toml`), fitted by `tools/fit_places.py`.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.place_values import PlaceMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.model import Scope

#: How many sentences away a place may stand that belongs to a figure, and how many open a report.
REACH, OPENING = 10, 3
#: How many tokens, commas and other breaks between a place and a figure count, and how often a name counts.
FAR, COMMAS, BREAKS, OFTEN = 30, 3, 2, 6
_STOPS = frozenset(";:–—•()")
_ACTING = frozenset({"country", "area", "part", "division"})
_GROUPS = {
    **dict.fromkeys(["country"], "country"),
    **dict.fromkeys(["area", "part", "island", "sea"], "area"),
    **dict.fromkeys(["division"], "division"),
    **dict.fromkeys(["district"], "district"),
    **dict.fromkeys(["river", "border", "front", "mountains"], "line"),
    **dict.fromkeys(["unlisted", "unresolved"], "unlisted"),
}
#: From the widest to the most precise.
_WIDTH = {"country": 4, "area": 3, "division": 2, "line": 2, "district": 1}


class Asked(NamedTuple):
    """Where a figure stands, and how wide it is; `whole` is the number of the question that asks for its whole."""

    sentence: int
    start: int
    end: int
    scope: Scope
    whole: int | None = None


class Candidate(NamedTuple):
    """A place that a figure may belong to: its name, mark and the mark's sentence (none: the report's country, or nowhere)."""

    name: str | None
    mark: PlaceMark | None
    at: int
    features: dict[str, float]


def group_of(mark: PlaceMark) -> str:
    """Return the sort of place that a mark is."""
    return _GROUPS.get(mark.kind, "point")


class Choice:
    """Weighs the places of one report for its figures. `countries` are those that it plays in, the first first."""

    def __init__(
        self, sentences: Sequence[Sentence], marks: Sequence[Sequence[PlaceMark]], countries: Sequence[str], home: str | None
    ) -> None:
        self._sentences, self._marks, self._countries, self._home = sentences, marks, countries, home
        self._named = Counter(mark.place.name for found in marks for mark in found)
        first = next((m for found in marks for m in found if group_of(m) not in _WIDTH and m.standing in ("at", "near")), None)
        self._first = first.place.name if first else None
        self._opening = {mark.place.name for found in marks[:OPENING] for mark in found}
        self._spoken = [any(True for _ in s.of("attribution")) for s in sentences]

    def candidates(self, here: int, start: int, end: int, scope: Scope) -> Iterator[Candidate]:
        """Yield the places that a figure at these tokens may belong to, with what speaks for each."""
        near = range(max(here - REACH, 0), min(here + REACH + 1, len(self._marks)))
        for at in dict.fromkeys([here, *range(min(OPENING, len(self._marks))), *near]):
            for mark in self._marks[at]:
                yield Candidate(mark.place.name, mark, at, self._features(at, mark, (here, start, end), scope))
        own = self._own(here)
        if self._home is not None:
            named = {"home_named": 1.0} if self._home in self._named else {}
            yield Candidate(self._home, None, here, {"home": 1.0, f"home_{scope}": 1.0, f"home_{own}": 1.0, **named})
        several = {"nowhere_several": float(len(self._countries) > 1)}
        yield Candidate(None, None, here, {"nowhere": 1.0, f"nowhere_{scope}": 1.0, f"nowhere_{own}": 1.0, **several})

    def _own(self, here: int) -> str:
        """Return the most precise sort of place that a sentence names as one where something is."""
        groups = [group_of(mark) for mark in self._marks[here] if mark.standing not in ("role", None)]
        return min(groups, key=lambda group: _WIDTH.get(group, 0), default="none")

    def _features(self, at: int, mark: PlaceMark, here: tuple[int, int, int], scope: Scope) -> dict[str, float]:
        group, standing = group_of(mark), mark.standing or "none"
        where = self._where(at, here[0])
        own = at == here[0]
        found = {
            f"{scope}_{group}": 1.0,
            f"{scope}_{where}": 1.0,
            f"{where}_{group}": 1.0,
            f"standing_{standing}": 1.0,
            f"{'own' if own else 'other'}_standing_{standing}_{group}": 1.0,
            f"often_{scope}": math.log(min(self._named[mark.place.name], OFTEN)),
            f"often_{group}": math.log(min(self._named[mark.place.name], OFTEN)),
            "sure": min(mark.weight, 5.0) / 5,
        }
        if mark.place.name == self._first:
            found[f"first_{scope}"] = 1.0
        if mark.place.name in self._opening:
            found[f"opening_{scope}"] = 1.0
        if mark.capital:
            found["capital"] = 1.0
            found["capital_spoken"] = float(self._spoken[at])
        if group in _ACTING and mark.standing is None and own:
            found["acting_spoken"] = float(self._spoken[at])
        self._country(found, mark)
        if own:
            self._apart(found, at, mark, here)
        else:
            self._beside(found, at, mark, here[0], scope)
        self._finer(found, at, mark, scope)
        return found

    def _where(self, at: int, here: int) -> str:
        if at == here:
            return "own"
        same = self._sentences[at].paragraph == self._sentences[here].paragraph
        if same:
            return "behind" if at > here else "before" if at == here - 1 else "earlier"
        if at > here:
            return "later"
        return "above" if here - at <= 2 else "top" if at < OPENING else "far"

    def _country(self, found: dict[str, float], mark: PlaceMark) -> None:
        country = mark.place.country
        if country is None:
            found["stateless"] = 1.0
        elif self._countries and country == self._countries[0]:
            found["leading"] = 1.0
        elif country not in self._countries:
            found["foreign"] = 1.0

    def _apart(self, found: dict[str, float], at: int, mark: PlaceMark, here: tuple[int, int, int]) -> None:
        """Add how far a place of the own sentence stands from the figure."""
        _, start, end = here
        low, high = (mark.end, start) if mark.end <= start else (end, mark.start)
        between = self._sentences[at].tokens[low:high] if low < high else ()
        found["gap"] = min(len(between), FAR) / 10
        found["commas"] = float(min(sum(t.text == "," for t in between), COMMAS))
        found["breaks"] = float(min(sum(t.text in _STOPS for t in between), BREAKS))
        found["in_front"] = float(mark.end <= start)
        if len(self._marks[at]) == 1:
            found["only"] = 1.0
        elif not any(self._away(other, start, end) < self._away(mark, start, end) for other in self._marks[at]):
            found["nearest"] = 1.0

    @staticmethod
    def _away(mark: PlaceMark, start: int, end: int) -> int:
        return max(start - mark.end, mark.start - end, 0)

    def _beside(self, found: dict[str, float], at: int, mark: PlaceMark, here: int, scope: Scope) -> None:
        """Add how a place of another sentence stands to those that the figure's own names."""
        found["sentences"] = math.log(1 + abs(at - here))
        found["elsewhere_" + self._own(here)] = 1.0
        wide = [other for other in self._marks[here] if group_of(other) in _WIDTH]
        if any(o.place.country == mark.place.country is not None for o in wide):
            found[f"inside_country_{scope}"] = 1.0
        if mark.division and any(o.division == mark.division for o in wide):
            found[f"inside_division_{scope}"] = 1.0
        countries = {o.place.country for o in self._marks[here] if o.standing in ("at", "near")}
        if countries and mark.place.country not in countries:
            found["elsewhere"] = 1.0
        if at < here and self._sentences[at].paragraph == self._sentences[here].paragraph and mark is self._marks[at][-1]:
            found["last_before"] = 1.0

    def _finer(self, found: dict[str, float], at: int, mark: PlaceMark, scope: Scope) -> None:
        """Add whether its sentence names a place within it, or one that it lies in."""
        width = _WIDTH.get(group_of(mark), 0)
        for other in self._marks[at]:
            if other is mark or other.place.country != mark.place.country or other.standing == "role":
                continue
            if _WIDTH.get(group_of(other), 0) < width:
                found[f"holds_{scope}"] = 1.0
            elif _WIDTH.get(group_of(other), 0) > width:
                found[f"held_{scope}"] = 1.0


def heaviest(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate:
    """Return the candidate that most speaks for; the first of several."""
    return max(candidates, key=lambda one: sum(weights.get(name, 0.0) * value for name, value in one.features.items()))


@functools.cache
def load_weights() -> Mapping[str, float]:
    """Return the weights of the features."""
    text = data_folder().joinpath("place_choices.toml").read_text(encoding="utf-8")
    table: dict[str, float] = tomllib.loads(text)["weights"]
    return table
