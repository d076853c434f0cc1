"""Whether two incidents may be of the same days."""

from __future__ import annotations

from datetime import date
from math import log2
from typing import TYPE_CHECKING

from counterclaim.linking.features import Feature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.interval import Interval
    from counterclaim.linking.incidents import Incident

#: Both days are known when neither time is longer than this.
_DAYS = 3
#: What it counts that two reports are of one month, where nothing closer is known; how far apart two months are at least.
_MONTHS_TOGETHER, _MONTHS_APART = 0.5, 2
#: Days of the year from one month to the next, near enough; and of the whole year.
_MONTH = 31
_YEAR = 12 * _MONTH
#: A month of publication may be that in which a report was found, and counts so much against an earlier day or month.
_FOUND_LATER = 0.8
#: A battle of which reports tell so many days apart is another.
_BATTLE = 90
#: News appears within so many days; what appears so many days later still is old.
_NEWS, _OLD = 2, 5
_WEEK = 7


def compare_times(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    """Yield how the times of two incidents stand to each other."""
    if not (one.claims or other.claims or one.when or other.when) and one.published and other.published:
        yield from _fronts(one.published, other.published)
        return
    found = dict(_days(one, other))
    if Feature.DAY_SAME not in found and (_passing(one, other) or _passing(other, one)):
        found.pop(Feature.TIME_APART, None)
        found[Feature.DAY_NAMED] = 1.0
    yield from found.items()
    if one.published and other.published and not (one.when or other.when):
        yield from _publications(one.published, other.published)


def _fronts(one: Interval, other: Interval) -> Iterator[tuple[Feature, float]]:
    """Yield how far apart two reports appeared that tell of a place without figures of one day: of a battle that goes on."""
    gap = one.gap(other)
    if max(one.length or 0, other.length or 0) > _DAYS:
        yield (Feature.FRONT_APART, 1.0) if gap else (Feature.PUBLISHED_TOGETHER, 1.0)
    elif gap <= 1:
        yield Feature.PUBLISHED_TOGETHER, 1.0
    else:
        yield Feature.FRONT_APART, min(1.0, gap / _BATTLE)


def _days(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    if one.when and other.when and one.when.length and other.when.length:
        exact = max(one.when.length, other.when.length) <= _DAYS
        yield _by_gap(one.when.gap(other.when), Feature.DAY_SAME if exact else Feature.TIME_OVERLAPS)
        return
    here, there = calendar(one), calendar(other)
    if here and there:
        yield _by_gap(min(around_the_year(a, b) for a in here for b in there), Feature.DAY_SAME)
    elif one.window and other.window:
        yield from _windows(one, other)
    elif here and other.window:
        yield from _within(here, other.window)
    elif there and one.window:
        yield from _within(there, one.window)


def _publications(one: Interval, other: Interval) -> Iterator[tuple[Feature, float]]:
    gap = one.gap(other)
    months = max(one.length or 0, other.length or 0) > _DAYS
    if gap == 0 or (gap == 1 and not months):
        yield Feature.PUBLISHED_TOGETHER, _MONTHS_TOGETHER if months else 1.0
    else:
        yield Feature.PUBLISHED_APART, _far(max(gap, _MONTHS_APART)) * _FOUND_LATER if months else _far(gap)


def _by_gap(gap: int, same: Feature) -> tuple[Feature, float]:
    return (same, 1.0) if gap == 0 else (Feature.TIME_NEXT, 1.0) if gap == 1 else (Feature.TIME_APART, _far(gap))


def _windows(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    """Yield whether the days that are possible meet; a report may be late, but never early."""
    if one.window is None or other.window is None:
        return
    known, unknown = (one, other) if one.when else (other, one)
    gap = one.window.gap(other.window)
    if gap == 0:
        yield Feature.WINDOW_OVERLAPS, _overlap(one.window, other.window)
        yield from _by_weekday(one, other)
        if known.when and not unknown.when:
            yield from _lag(known.when, unknown.published)
        return
    late = known.when is not None and (known.window.last or 0) < (unknown.window.first or 0)  # type: ignore[union-attr]
    if late:
        months = unknown.published is not None and (unknown.published.length or 0) > _DAYS
        yield Feature.WINDOW_LATE, _far(gap) * (_FOUND_LATER if months else 1.0)
    else:
        yield Feature.WINDOW_APART, _far(gap)


def _overlap(one: Interval, other: Interval) -> float:
    """Return which part of the shorter of two windows the other covers: those of two months hardly meet."""
    shorter = min(one.length or 1, other.length or 1)
    return (min(one.last or 0, other.last or 0) - max(one.first or 0, other.first or 0) + 1) / shorter


def _by_weekday(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    """Yield whether the weekdays agree; those that differ count only where both count losses, else they are of what was said."""
    here, there = _weekdays(one), _weekdays(other)
    if here & there:
        yield Feature.WEEKDAY_SAME, 1.0
    elif here and there and one.claims and other.claims and not _neighbours(here, there):
        yield Feature.WEEKDAY_DIFFERS, 1.0


def _neighbours(one: set[int], other: set[int]) -> bool:
    return any((a - b) % _WEEK in {1, _WEEK - 1} for a in one for b in other)


def _lag(when: Interval, published: Interval | None) -> Iterator[tuple[Feature, float]]:
    """Yield whether a report appeared soon after a day, as news does; nothing where only its month is known."""
    if published is None or published.first is None or when.last is None or (published.length or _MONTH) > _DAYS:
        return
    lag = published.first - when.last
    yield (Feature.FRESH, 1.0) if lag <= _NEWS else (Feature.STALE, min(1.0, (lag - _NEWS) / _OLD))


def _within(days: Sequence[int], window: Interval) -> Iterator[tuple[Feature, float]]:
    """Yield whether one of some days of a year of equal months lies in a window, or how far from it."""
    if window.first is None or window.last is None or window.last - window.first > _YEAR // 2:
        return
    first, last = (_of_year(date.fromordinal(day)) for day in (window.first, window.last))
    length = (last - first) % _YEAR
    if any((day - first) % _YEAR <= length for day in days):
        yield Feature.WINDOW_OVERLAPS, 1.0
        return
    before, after = (min((end - day) * sign % _YEAR for day in days) for end, sign in ((first, 1), (last, -1)))
    yield (Feature.WINDOW_LATE, _far(before)) if before < after else (Feature.WINDOW_APART, _far(after))


def _passing(one: Incident, other: Incident) -> bool:
    """Return whether a day that one report names in passing is the day of the other."""
    days = {month * _MONTH + day for month, day in one.naming.passing}
    return bool(days and not days.isdisjoint(calendar(other)))


def days_named(incident: Incident) -> frozenset[int]:
    """Return the days of an incident and all others that its report names, as days of a year; empty where its own is unknown."""
    own = calendar(incident)
    return frozenset([*own, *(month * _MONTH + day for month, day in incident.naming.passing)]) if own else frozenset()


def days_apart(one: frozenset[int], other: frozenset[int]) -> bool:
    """Return whether no two days of two sets lie within a day of each other."""
    return all(around_the_year(a, b) > 1 for a in one for b in other)


def calendar(incident: Incident) -> list[int]:
    """Return the days of an incident as days of a year of equal months; of its time where that is no longer than a few days."""
    when = incident.when
    if when is None or when.first is None or when.last is None:
        return [month * _MONTH + day for month, day in incident.days]
    if when.last - when.first >= _DAYS:
        return []
    days = [date.fromordinal(day) for day in range(when.first, when.last + 1)]
    return [_of_year(day) for day in days]


def _of_year(day: date) -> int:
    return day.month * _MONTH + day.day


def around_the_year(one: int, other: int) -> int:
    """Return the days between two days of a year, by the shorter way."""
    apart = abs(one - other)
    return min(apart, _YEAR - apart)


def _weekdays(incident: Incident) -> set[int]:
    """Return the weekdays of an incident: those of its time where that is no longer than a few days, else the one named."""
    when = incident.when
    if when is None or when.first is None or when.last is None:
        return set() if incident.weekday is None else {incident.weekday}
    return {(day - 1) % 7 for day in range(when.first, when.last + 1)} if when.last - when.first < _DAYS else set()


def _far(gap: int) -> float:
    """Return 0.3 for two days, 1 for a month and more."""
    return min(1.0, 0.1 + log2(1 + gap) / 5.5)
