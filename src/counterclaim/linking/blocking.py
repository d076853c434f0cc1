"""Which incidents are compared at all: those that share a place, a rare name or a figure at about the same time."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from math import floor, log2
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.linking.incidents import LONGEST_DAYS
from counterclaim.linking.naming import CalendarDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.linking.incidents import Incident
    from counterclaim.linking.naming import Naming
    from counterclaim.model import Place

#: Days in a bucket of time; an incident lies in all that its window touches.
BUCKET_DAYS = 12
#: Degrees in a cell of the map.
CELL_DEGREES = 0.5
#: From a block with more incidents only this many neighbours in time are compared with each.
WIDEST_BLOCK = 25
#: The same for those that seek in a wider block.
WIDEST_SEARCH = 10
#: A wider block with no more members is searched whole.
SMALL_SEARCH = 24
#: In a block of those that share little more than their time all are paired, as long as they are no more than these.
FEW = 20
#: What a name counts that reports of only one language share.
ONE_LANGUAGE = 0.3


class Share(NamedTuple):
    """A share of the blocks.

    Those of the buckets of time from `start` to `end` (half-open), those of the days of the calendar in the `months`, and, if
    `timeless`, those without a time.
    """

    start: int = 0
    end: int = 0
    months: range = range(0)
    timeless: bool = False

    def of(self, times: range) -> range:
        """Return those of the buckets that are in the share."""
        return range(max(times.start, self.start), min(times.stop, self.end))


#: All blocks.
WHOLE = Share(-(10**9), 10**9, range(1, 13), timeless=True)


class Counted(NamedTuple):
    """In how many reports each name, number and subject occurs, and in which languages each name; shares may be added."""

    reports: Counter[str]
    spoken: dict[str, set[str | None]]

    def add(self, other: Counted) -> None:
        """Add what another share counted."""
        self.reports.update(other.reports)
        for name, languages in other.spoken.items():
            self.spoken.setdefault(name, set()).update(languages)


def rarities(every: Iterable[Incident]) -> dict[str, float]:
    """Return a weight from 0 to 1 for every name, number and subject of two reports or more: the rarer, the more telling."""
    return weighed(count_names(every))


def count_names(every: Iterable[Incident]) -> Counted:
    """Return how often names occur in the topics of reports."""
    counted = Counted(Counter(), {})
    for topic in (incident for incident in every if incident.topic):
        counted.reports.update(_all_named(topic.naming))
        for name in topic.naming.names:
            counted.spoken.setdefault(name, set()).add(topic.lang)
    return counted


def weighed(counted: Counted) -> dict[str, float]:
    """Return the weights of names that occur so often.

    A word with a capital letter that only reports of one language share may be no name.
    """
    return {
        name: (ONE_LANGUAGE if len(counted.spoken.get(name, "..")) == 1 else 1.0) / (1 + log2(count / 2) / 2)
        for name, count in counted.reports.items()
        if count > 1
    }


def _all_named(naming: Naming) -> Iterator[str]:
    yield from naming.names
    yield from naming.subjects
    yield from (f"#{number}" for number in naming.numbers)


def candidates(every: Sequence[Incident], rarity: Mapping[str, float], share: Share = WHOLE) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions that are worth comparing, each once; never two of one report; of a share, those of its blocks.

    In a block of those that share something sharp, neighbours in time are paired. Where an incident lacks a day or a
    precise place it seeks: it is paired with those near it in a wider block, whose other members are not paired. Where
    little happens, all that happened at one time are paired.
    """
    order = sorted(range(len(every)), key=lambda at: (_day(every[at]), every[at].id))
    sharp: dict[int, list[int]] = defaultdict(list)
    wide: dict[int, list[int]] = defaultdict(list)
    seekers: dict[int, list[int]] = defaultdict(list)
    loose: dict[int, list[int]] = defaultdict(list)
    for at in order:
        incident = every[at]
        for key in set(_sharp_keys(incident, rarity, share)):
            sharp[key].append(at)
        for key, seeks in set(_wide_keys(incident, rarity, share)):
            (seekers if seeks else wide)[key].append(at)
        for key in set(_loose_keys(incident, share)):
            loose[key].append(at)
    few = {key: members for key, members in loose.items() if len(members) <= FEW}
    seen: set[int] = set()
    for one, other in _all_pairs({**sharp, **few}, wide, seekers, {at: rank for rank, at in enumerate(order)}):
        pair = min(one, other) * len(every) + max(one, other)
        if pair not in seen and every[one].report != every[other].report:
            seen.add(pair)
            yield min(one, other), max(one, other)


def _all_pairs(
    sharp: Mapping[int, list[int]],
    wide: Mapping[int, list[int]],
    seekers: Mapping[int, list[int]],
    place_in: Mapping[int, int],
) -> Iterator[tuple[int, int]]:
    for members in sharp.values():
        for at, one in enumerate(members):
            for other in members[at + 1 : at + 1 + WIDEST_BLOCK]:
                yield one, other
    for key, seeking in seekers.items():
        members = sorted({*seeking, *wide.get(key, ())}, key=place_in.__getitem__)
        at_time = {one: at for at, one in enumerate(members)}
        for one in seeking:
            near = members if len(members) <= SMALL_SEARCH else _around(members, at_time[one])
            yield from ((one, other) for other in near if other != one)


def _around(members: Sequence[int], at: int) -> Sequence[int]:
    return members[max(0, at - WIDEST_SEARCH) : at + WIDEST_SEARCH + 1]


def _sharp_keys(incident: Incident, rarity: Mapping[str, float], share: Share) -> Iterator[int]:
    times = share.of(buckets(incident))
    countries = _countries(incident)
    for place in _all_places(incident):
        for cell in _cells(place):
            yield from (hash(("place", cell, time)) for time in times)
    for figure in incident.figures:
        if figure.number >= _TELLING_NUMBER:
            for country in countries:
                yield from (hash(("figure", figure.outcome, figure.number, country, time)) for time in times)
    for name in (*_telling(incident, rarity), *incident.naming.sounds):
        yield from (hash(("name", name, time)) for time in times)
    for day in _known_days(incident):
        if day // BUCKET_DAYS in times:
            yield from (hash(("day", day, country)) for country in countries)


def _loose_keys(incident: Incident, share: Share) -> Iterator[int]:
    countries = _countries(incident)
    for time in share.of(buckets(incident)):
        yield hash(("time", time))
        yield from (hash(("country", country, time)) for country in countries)
    for month, day in _calendar(incident):
        if month in share.months:
            yield hash(("day", month, day))


def _wide_keys(incident: Incident, rarity: Mapping[str, float], share: Share) -> Iterator[tuple[int, bool]]:
    times = share.of(buckets(incident))
    precise = any((place.where_prec or 1) <= _PRECISE for place in incident.places)
    for place in incident.places:
        if place.country:
            yield from ((hash(("country", place.country, time)), not precise) for time in times)
    for country in incident.victims:
        yield from ((hash(("victims", country, time)), not incident.places) for time in times)
    for month, day in _calendar(incident):
        if month in share.months:
            for country in _countries(incident):
                yield hash(("day", month, day, country)), incident.when is None
    if share.timeless:
        undated = not buckets(incident)
        yield from ((key, undated) for key in timeless_keys(incident, rarity))


def timeless_keys(incident: Incident, rarity: Mapping[str, float]) -> Iterator[int]:
    """Yield the blocks without a time that an incident lies in; those without a date seek in them."""
    for place in _all_places(incident):
        if place.id:
            yield hash(("place", place.id))
    for figure in incident.figures:
        if figure.number >= _TELLING_NUMBER:
            yield hash(("figure", figure.outcome, figure.number))
    for name in (*_telling(incident, rarity), *incident.naming.sounds):
        yield hash(("name", name))
    for country in _countries(incident):
        yield hash(("named", country))


def months(incident: Incident) -> set[int]:
    """Return the months of the days of the calendar by which an incident is found."""
    return {day.month for day in _calendar(incident)}


def _countries(incident: Incident) -> set[str]:
    named = (subject.removeprefix(_COUNTRIES) for subject in incident.naming.subjects if subject.startswith(_COUNTRIES))
    return {*incident.victims, *named, *(place.country for place in _all_places(incident) if place.country)}


def _known_days(incident: Incident) -> range:
    """Return the days of an incident of a known year, where it tells few."""
    when = incident.when
    if when is None or when.first is None or when.last is None or when.last - when.first >= _FEW_DAYS:
        return range(0)
    return range(when.first, when.last + 1)


def _calendar(incident: Incident) -> Iterator[CalendarDay]:
    """Yield the days of an incident as days of any year, where it tells few."""
    if incident.when is None:
        yield from incident.days
    days = (date.fromordinal(day) for day in _known_days(incident))
    yield from (CalendarDay(day.month, day.day) for day in days)


def _all_places(incident: Incident) -> tuple[Place, ...]:
    return (*incident.places, *incident.naming.places)


def _telling(incident: Incident, rarity: Mapping[str, float]) -> list[str]:
    known = [name for name in incident.naming.names if rarity.get(name, 0.0) >= _RARE]
    return sorted(known, key=lambda name: (-rarity[name], name))[:_NAMES]


def buckets(incident: Incident) -> range:
    """Return the buckets of time that an incident touches, none where nothing is known of its time."""
    when = incident.window
    if when is None or when.first is None or when.last is None:
        return range(0)
    last = min(when.last, when.first + 2 * LONGEST_DAYS)
    return range(when.first // BUCKET_DAYS, last // BUCKET_DAYS + 1)


def _cells(place: Place) -> Iterator[object]:
    """Yield the cells of the map that a place lies in or next to: of a grid, and of one shifted by half a cell."""
    if place.id:
        yield place.id
    if place.latitude is None or place.longitude is None or (place.where_prec or 1) > _DISTRICT:
        return
    up, across = place.latitude / CELL_DEGREES, place.longitude / CELL_DEGREES
    yield floor(up), floor(across)
    yield "shifted", floor(up + 0.5), floor(across + 0.5)


def _day(incident: Incident) -> int:
    if incident.window and incident.window.first is not None:
        return incident.window.first
    return 0


_COUNTRIES = "countries:"
_FEW_DAYS = 3
_PRECISE = 2
_DISTRICT = 3
_NAMES = 4
#: Names in some hundred reports or more bring too many together.
_RARE = 0.25
#: Smaller figures are in every report.
_TELLING_NUMBER = 5
