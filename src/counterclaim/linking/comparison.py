"""What two incidents have in common, and what speaks against their being one: values from 0 to 1 for named features."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from enum import StrEnum
from math import log2, prod, sqrt
from typing import TYPE_CHECKING

from counterclaim.linking.distance import distance_km, reach_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.linking.incidents import Figure, Incident
    from counterclaim.model import Place


class Feature(StrEnum):
    """What is compared. Each has a weight in `knowledge/data/linking.toml` and a sentence in `scoring.py`."""

    PLACE_SAME = "place_same"
    PLACE_NEAR = "place_near"
    PLACE_WITHIN = "place_within"
    PLACE_COUNTRY = "place_country"
    PLACE_FAR = "place_far"
    COUNTRY_DIFFERS = "country_differs"
    DAY_SAME = "day_same"
    TIME_OVERLAPS = "time_overlaps"
    WEEKDAY_SAME = "weekday_same"
    WEEKDAY_DIFFERS = "weekday_differs"
    TIME_NEXT = "time_next"
    TIME_APART = "time_apart"
    WINDOW_OVERLAPS = "window_overlaps"
    WINDOW_APART = "window_apart"
    PUBLISHED_TOGETHER = "published_together"
    PUBLISHED_APART = "published_apart"
    FIGURE_UNUSUAL = "figure_unusual"
    FIGURE_EQUAL = "figure_equal"
    FIGURE_CLOSE = "figure_close"
    FIGURE_CONFLICT = "figure_conflict"
    CONFLICT_UNDATED = "conflict_undated"
    VICTIMS_SHARED = "victims_shared"
    VICTIMS_DIFFER = "victims_differ"
    ACTORS_SHARED = "actors_shared"
    MEANS_SAME = "means_same"
    MEANS_DIFFER = "means_differ"
    OUTCOMES_DIFFER = "outcomes_differ"
    NAMES_SHARED = "names_shared"
    SUBJECTS_ALIKE = "subjects_alike"
    TARGET_SAME = "target_same"
    TOPICS_BOTH = "topics_both"


#: A province is no place to tell events apart by.
_PRECISE = 2
#: Both days are known when neither time is longer than this.
_DAYS = 3
#: What it counts that two reports are of one month, where nothing closer is known; how far apart two months are at least.
_MONTHS_TOGETHER, _MONTHS_APART = 0.5, 15
_NEAR_KM = 50.0
_FAR_KM = 200.0
#: Figures from here on are unusual unless they are round.
_UNUSUAL = 11
_CLOSE = 0.15
#: What figures that differ count beside others that nearly agree.
_PARTLY = 0.5
#: "At least 22" agrees with 33.
_ABOVE = 1.6
#: What one equal figure counts: from this for 1, up to 1.
_EQUAL_FLOOR, _EQUAL_FULL = 0.2, 6.0
#: Shared names whose weights sum to this are as telling as names can be.
_FULL_NAMES = 3.0
#: Words of one language may share a capital letter without being names.
_ONE_LANGUAGE = 0.5
#: Means that reports of one attack may differ in: from the air, on the ground, with explosives, by hand.
_MEANS = (
    frozenset({"air_strike", "drone_strike", "missile", "shelling", "bomb", "poison"}),
    frozenset({"clash", "shelling", "ambush", "shooting", "air_strike"}),
    frozenset({"bomb", "car_bomb", "suicide_bombing"}),
    frozenset({"shooting", "execution", "ambush"}),
    frozenset({"shooting", "suicide_bombing", "bomb", "clash"}),
)
_TARGETS = "targets:"
#: Days of the year from one month to the next, near enough.
_MONTH = 31


def compare(one: Incident, other: Incident, rarity: Mapping[str, float]) -> dict[Feature, float]:
    """Return the features of two incidents that are not 0. `rarity` weighs a shared name from 0 (everywhere) to 1."""
    found: dict[Feature, float] = {}
    found.update(_places(one, other))
    found.update(_times(one, other))
    found.update(_figures(one.figures, other.figures))
    found.update(_sets(one, other))
    if Feature.FIGURE_CONFLICT in found and Feature.DAY_SAME not in found:
        found[Feature.CONFLICT_UNDATED] = found.pop(Feature.FIGURE_CONFLICT)
    shared = sum(rarity.get(name, 0.0) for name in one.names & other.names)
    if one.lang == other.lang:
        shared *= _ONE_LANGUAGE
    if shared:
        found[Feature.NAMES_SHARED] = min(1.0, shared / _FULL_NAMES)
    if one.topic and other.topic:
        found[Feature.TOPICS_BOTH] = 1.0
    alike = _alike(one.subjects, other.subjects, rarity)
    if alike:
        found[Feature.SUBJECTS_ALIKE] = alike
    if any(subject.startswith(_TARGETS) for subject in one.subjects & other.subjects):
        found[Feature.TARGET_SAME] = 1.0
    return found


def _alike(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Return the cosine of what two reports name, each subject weighed by its rarity."""
    shared = sum(rarity.get(subject, 1.0) ** 2 for subject in one & other)
    if not shared:
        return 0.0
    lengths = (sum(rarity.get(subject, 1.0) ** 2 for subject in of) for of in (one, other))
    return shared / sqrt(prod(lengths))


# --- where --------------------------------------------------------------------------------------------------------------


def _places(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    pairs = [_pair(a, b) for a in (*one.places, *one.named) for b in (*other.places, *other.named)]
    known = [pair for pair in pairs if pair is not None]
    if known:
        yield min(known, key=lambda pair: _CLOSENESS[pair[0]])


_CLOSENESS = {
    Feature.PLACE_SAME: 0,
    Feature.PLACE_NEAR: 1,
    Feature.PLACE_WITHIN: 2,
    Feature.PLACE_COUNTRY: 3,
    Feature.PLACE_FAR: 4,
    Feature.COUNTRY_DIFFERS: 5,
}


def _pair(one: Place, other: Place) -> tuple[Feature, float] | None:
    precise = (one.where_prec or 1) <= _PRECISE and (other.where_prec or 1) <= _PRECISE
    if one.id is not None and one.id == other.id:
        return (Feature.PLACE_SAME if precise else Feature.PLACE_WITHIN, 1.0)
    apart = distance_km(one, other)
    if apart is None:
        if not (one.country and other.country):
            return None
        return (Feature.PLACE_COUNTRY, 1.0) if one.country == other.country else (Feature.COUNTRY_DIFFERS, 1.0)
    reach = reach_km(one) + reach_km(other)
    if precise:
        if apart <= reach:
            return Feature.PLACE_SAME, 1.0
        return (Feature.PLACE_NEAR, 1.0) if apart <= _NEAR_KM else (Feature.PLACE_FAR, min(1.0, apart / _FAR_KM))
    if apart <= reach:
        country = "country" in {_grain(one), _grain(other)}
        return (Feature.PLACE_COUNTRY if country else Feature.PLACE_WITHIN, 1.0)
    if one.country and other.country and one.country != other.country:
        return Feature.COUNTRY_DIFFERS, 1.0
    return Feature.PLACE_FAR, min(1.0, apart / (2 * _FAR_KM))


def _grain(place: Place) -> str:
    return "country" if (place.where_prec or 1) >= 6 else "place"


# --- when ---------------------------------------------------------------------------------------------------------------


def _times(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    if one.when and other.when and one.when.length and other.when.length:
        gap = one.when.gap(other.when)
        if gap == 0:
            exact = max(one.when.length, other.when.length) <= _DAYS
            yield (Feature.DAY_SAME if exact else Feature.TIME_OVERLAPS), 1.0
        elif gap == 1:
            yield Feature.TIME_NEXT, 1.0
        else:
            yield Feature.TIME_APART, _far(gap)
        return
    here, there = _calendar(one), _calendar(other)
    if here and there:
        gap = min(abs(a - b) for a in here for b in there)
        yield (Feature.DAY_SAME, 1.0) if gap == 0 else (Feature.TIME_NEXT, 1.0) if gap == 1 else (Feature.TIME_APART, _far(gap))
    elif one.window and other.window:
        gap = one.window.gap(other.window)
        yield (Feature.WINDOW_APART, _far(gap)) if gap else (Feature.WINDOW_OVERLAPS, 1.0)
        days = _weekdays(one), _weekdays(other)
        if all(days):
            yield (Feature.WEEKDAY_SAME if days[0] & days[1] else Feature.WEEKDAY_DIFFERS), 1.0
    if one.published and other.published and not (one.when or other.when):
        gap = one.published.gap(other.published)
        months = max(one.published.length or 0, other.published.length or 0) > _DAYS
        if gap == 0 or (gap == 1 and not months):
            yield Feature.PUBLISHED_TOGETHER, _MONTHS_TOGETHER if months else 1.0
        else:
            yield Feature.PUBLISHED_APART, _far(max(gap, _MONTHS_APART) if months else gap)


def _calendar(incident: Incident) -> list[int]:
    """Return the days of an incident as days of a year of equal months; of its time where that is no longer than a few days."""
    when = incident.when
    if when is None or when.first is None or when.last is None:
        return [month * _MONTH + day for month, day in incident.days]
    if when.last - when.first >= _DAYS:
        return []
    days = [date.fromordinal(day) for day in range(when.first, when.last + 1)]
    return [day.month * _MONTH + day.day for day in days]


def _weekdays(incident: Incident) -> set[int]:
    """Return the weekdays of an incident: those of its time where that is no longer than a few days, else the one named."""
    when = incident.when
    if when is None or when.first is None or when.last is None:
        return set() if incident.weekday is None else {incident.weekday}
    return {(day - 1) % 7 for day in range(when.first, when.last + 1)} if when.last - when.first < _DAYS else set()


def _far(gap: int) -> float:
    """Return 0.3 for two days, 1 for a month and more."""
    return min(1.0, 0.1 + log2(1 + gap) / 5.5)


# --- how many of whom ---------------------------------------------------------------------------------------------------


def _figures(one: frozenset[Figure], other: frozenset[Figure]) -> Iterator[tuple[Feature, float]]:
    if not one or not other:
        return
    by_outcome: dict[str, list[Figure]] = defaultdict(list)
    for figure in other:
        by_outcome[figure.outcome].append(figure)
    counts: dict[str, float] = defaultdict(float)
    for figure in one:
        rivals = [rival for rival in by_outcome[figure.outcome] if _same_people(figure, rival)]
        counts[_agreement(figure, rivals)] += _worth(figure.number) if rivals else 0.0
        counts["comparable"] += bool(rivals)
    unusual, equal, close, comparable = (counts[name] for name in ("unusual", "equal", "close", "comparable"))
    if unusual:
        yield Feature.FIGURE_UNUSUAL, min(1.0, unusual / 2)
    if equal:
        yield Feature.FIGURE_EQUAL, min(1.0, equal / 2)
    if close:
        yield Feature.FIGURE_CLOSE, min(1.0, close / 2)
    if comparable and not (unusual or equal) and counts["apart"]:
        yield Feature.FIGURE_CONFLICT, min(1.0, comparable / 2) if not close else _PARTLY


def _agreement(figure: Figure, rivals: Sequence[Figure]) -> str:
    if any(rival.number == figure.number for rival in rivals):
        return "unusual" if _unusual(figure.number) else "equal"
    return "close" if any(_close(figure, rival) or _close(rival, figure) for rival in rivals) else "apart"


def _close(figure: Figure, rival: Figure) -> bool:
    """Return whether two figures nearly agree: by a small part, or one is a floor that the other does not exceed by much."""
    if figure.least and figure.number <= rival.number <= _ABOVE * figure.number:
        return True
    return abs(rival.number - figure.number) <= _CLOSE * max(rival.number, figure.number)


def _unusual(number: int) -> bool:
    return number >= _UNUSUAL and number % 10 != 0


def _worth(number: int) -> float:
    """Return what an agreement in this figure counts: 1 for an unusual one, less for small ones."""
    return 1.0 if _unusual(number) else min(1.0, _EQUAL_FLOOR + log2(number) / _EQUAL_FULL)


def _same_people(one: Figure, other: Figure) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    return one.sort is None or other.sort is None or one.sort == other.sort


# --- who, with what -------------------------------------------------------------------------------------------------------


def _sets(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    if one.victims and other.victims:
        yield (Feature.VICTIMS_SHARED if one.victims & other.victims else Feature.VICTIMS_DIFFER), 1.0
    if one.actors & other.actors:
        yield Feature.ACTORS_SHARED, min(1.0, len(one.actors & other.actors) / 2)
    if one.means & other.means:
        yield Feature.MEANS_SAME, 1.0
    elif one.means and other.means and not any(one.means & family and other.means & family for family in _MEANS):
        yield Feature.MEANS_DIFFER, 1.0
    if one.outcomes and other.outcomes and not _comparable(one.outcomes, other.outcomes):
        yield Feature.OUTCOMES_DIFFER, 1.0


def _comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    deaths = {"killed", "injured", "casualties"}
    return bool(one & other) or bool(one & deaths and other & deaths)
