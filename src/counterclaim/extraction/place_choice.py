"""Which of the places that a report names a figure belongs to: what speaks for each, as features that know no language.

The candidates are the places of the figure's own sentence, of those around it and of the report's opening, the country that the
report plays in, those of its wars and of the people counted, and none. The weights are data
(`knowledge/data/place_choices.toml`), fitted by `tools/fit_places.py`.
"""

from __future__ import annotations

import functools
import tomllib
from typing import TYPE_CHECKING

from counterclaim.extraction.place_asking import WIDTH, Candidate, Figure, Weights, sort_of
from counterclaim.extraction.place_features import OPENING, Report
from counterclaim.extraction.place_surroundings import HOSPITAL, ORIGIN, PAST
from counterclaim.knowledge.divided import divided_areas
from counterclaim.knowledge.language import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.place_asking import Asked, Setting
    from counterclaim.extraction.place_values import PlaceMark
    from counterclaim.extraction.sentences import Sentence

#: How many sentences away a place may stand that belongs to a figure.
REACH = 10
#: How many words may stand between a place and the part of the world that it lies in.
BESIDE = 2


class Choice:
    """Weighs the places of one report for its figures."""

    def __init__(self, sentences: Sequence[Sentence], marks: Sequence[Sequence[PlaceMark]], setting: Setting) -> None:
        self._marks, self._setting = marks, setting
        wars = [war for war in setting.wars if war.country in setting.countries]
        self._wars = {war.country: {war.country, *war.sides} for war in wars}
        self._sides = {side for war in wars for side in war.sides}
        self._report = Report(sentences, marks, setting)

    def candidates(self, asked: Asked, here: int) -> Iterator[Candidate]:
        """Yield the places that a figure in a sentence may belong to, with what speaks for each."""
        figure = Figure(asked, here, self._own(here))
        wholes = _wholes(self._marks[here])
        origins = self._origins(asked, here)
        near = range(max(here - REACH, 0), min(here + REACH + 1, len(self._marks)))
        for at in dict.fromkeys([here, *range(min(OPENING, len(self._marks))), *near]):
            for mark in self._marks[at]:
                if mark.place.id in wholes or mark.place.country in origins or self._elsewhere(mark, at, here):
                    continue
                always, scoped = self._report.features(at, mark, figure)
                yield Candidate(mark.place.name, mark, at, always, scoped)
        yield from (one for one in self._countries(figure) if one.country not in origins)
        several = {"nowhere_several": 1.0} if len(self._setting.countries) > 1 else {}
        nowhere = {"nowhere": 1.0, f"nowhere_{figure.own}": 1.0}
        yield Candidate(None, None, here, {"nowhere": 1.0, **several}, nowhere)

    def _origins(self, asked: Asked, here: int) -> set[str]:
        """Return the countries from which a sentence, or one that names places before it, says that somebody fired at others."""
        if not asked.people:
            return set()
        named = self._marks[here] or (self._marks[here - 1] if here else ())
        fired = (mark.place.country for mark in named if mark.beside == ORIGIN)
        return {country for country in fired if country is not None and country not in asked.people}

    def _elsewhere(self, mark: PlaceMark, at: int, here: int) -> bool:
        """Return whether a figure of a sentence was not in a place: it says where another lies, was attacked before, or heals.

        Those brought to a hospital belong where the attack was, if the report says so before; the hospital may be what was hit.
        """
        if mark.beside == PAST and self._report.led_back_to(mark, at, here):
            return True
        healed = HOSPITAL in {mark.beside, mark.kind}
        return (healed and self._report.heals(mark, at)) or self._only_around(mark, at, here)

    def _only_around(self, mark: PlaceMark, at: int, here: int) -> bool:
        """Return whether a part of the world only says where the country lies: "one of the poorest in the Middle East"."""
        place = mark.place
        if mark.kind != "area" or place.id is None or place.country is not None or place.latitude is not None:
            return False
        before = [m for m in self._marks[at] if m.place.country and m.end <= mark.start]
        if at == here:
            return any(mark.start - m.end <= BESIDE for m in before)  # "Dagestan in the Caucasus"
        return any(not m.start for m in before)  # "Yemen is one of the poorest countries in the Middle East"

    def _own(self, here: int) -> str:
        """Return the most precise sort of place that a sentence names as one where something is."""
        sorts = [sort_of(mark.kind) for mark in self._marks[here] if mark.standing not in ("role", None)]
        finest = min(sorts, key=lambda sort: WIDTH.get(sort, 0), default="none")
        return "point" if WIDTH.get(finest, 0) < 0 else finest

    def _countries(self, figure: Figure) -> Iterator[Candidate]:
        """Yield the country that the report plays in, those of its wars, and those of the people counted."""
        countries, people, own = self._setting.countries, figure.asked.people, figure.own
        for country in countries[:1]:
            always = {"home": 1.0}
            if self._report.names(self._setting.names(country)):
                always["home_named"] = 1.0
            if country in self._sides:
                always["home_side"] = 1.0
            if people:
                always["home_people" if country in people else "home_others"] = 1.0
            for pointed in self._setting.hints[figure.here].pointed:
                always[f"home_pointed_{pointed}"] = 1.0
            scoped = {"home": 1.0, f"home_{own}": 1.0, "home_covered": self._report.covered}
            yield Candidate(self._setting.names(country), None, figure.here, always, scoped, country)
        for country, parties in self._wars.items():
            if country not in countries[:1]:
                always = {"war_people" if people <= parties else "war_others": 1.0} if people else {}
                scoped = {"war": 1.0, f"war_{own}": 1.0}
                yield Candidate(self._setting.names(country), None, figure.here, always, scoped, country)
        for country in sorted(people - {*countries[:1], *self._wars}):
            always = {"folk_side": 1.0} if country in self._sides else {}
            yield Candidate(self._setting.names(country), None, figure.here, always, {"folk": 1.0, f"folk_{own}": 1.0}, country)


def _wholes(marks: Sequence[PlaceMark]) -> set[str]:
    """Return the ids of divided areas of which a sentence names one part: "in Kashmir. Three were killed on the Indian side"."""
    here = {mark.place.id for mark in marks}
    return {area for area, parts in divided_areas().items() if not here.isdisjoint(parts.values())}


def heaviest(candidates: Sequence[Candidate], total: float, weights: Weights) -> Candidate:
    """Return the candidate that most speaks for, where this is the chance that the figure is a total; the first of several."""
    return max(candidates, key=lambda one: weights.of(one, total))


@functools.cache
def load_weights() -> Weights:
    """Return the weights of the features."""
    table = tomllib.loads(data_folder().joinpath("place_choices.toml").read_text(encoding="utf-8"))
    event, total = table["event"], table["total"]
    return Weights(table["always"], {name: (event.get(name, 0.0), total.get(name, 0.0)) for name in event | total})
