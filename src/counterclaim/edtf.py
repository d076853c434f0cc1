"""Dates as EDTF strings: a day, a month, a year, or an interval of these with either side open (`..`).

Only the part of EDTF level 0 and 1 that the project writes is read: no seasons, no unspecified digits. Where a string may be
something else, the readers return None.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from typing import NamedTuple

_OPEN = frozenset(("", ".."))
#: How many times are remembered with the days that they cover; reports name the same few again and again.
_REMEMBERED = 4096
_MARKS = str.maketrans("", "", "~?%")


class Days(NamedTuple):
    """The first and the last day that a time covers; None where that side is open."""

    first: dt.date | None
    last: dt.date | None


@functools.lru_cache(maxsize=_REMEMBERED)
def days(edtf: str | None) -> Days | None:
    """Return the days that an EDTF string covers; None where it cannot be read or runs backwards."""
    if not edtf:
        return None
    first, bar, last = edtf.translate(_MARKS).partition("/")
    if not bar:
        return _stretch(first)
    begins = None if first in _OPEN else _stretch(first)
    ends = None if last in _OPEN else _stretch(last)
    if (begins is None) != (first in _OPEN) or (ends is None) != (last in _OPEN) or (begins is None and ends is None):
        return None
    covered = Days(begins.first if begins else None, ends.last if ends else None)
    return None if covered.first and covered.last and covered.first > covered.last else covered


def _stretch(text: str) -> Days | None:
    """Return the days of a plain year, month or day."""
    parts = text.partition("T")[0].split("-")
    if len(parts) > 3 or len(parts[0]) != 4 or any(len(part) != 2 for part in parts[1:]):
        return None
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    return span_of(*map(int, parts))


def span_of(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """Return the days of a year, a month or a day; None where the calendar has no such thing."""
    try:
        if month is None:
            return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day is None:
            return Days(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
        return Days(dt.date(year, month, day), dt.date(year, month, day))
    except ValueError:
        return None


@functools.lru_cache(maxsize=_REMEMBERED)
def date_of(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return a year, a month or a day as EDTF; None where the calendar has no such thing."""
    if span_of(year, month, day) is None:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def interval(start: str | None, end: str | None) -> str | None:
    """Return the interval from the start of one time to the end of another; None where it would run backwards.

    An interval of one and the same plain time is that time. A side that is None is open; both open is no time.
    """
    first = start.partition("/")[0] if start else ".."
    last = (end.partition("/")[2] or end) if end else ".."
    if first == last:
        return None if first == ".." else first
    text = f"{first}/{last}"
    return text if days(text) else None


def covering(first: dt.date, last: dt.date) -> str:
    """Return the shortest EDTF string for exactly these days: a day, a month, a year or an interval."""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = f"{first.year:04d}", f"{last.year:04d}"
        return years[0] if years[0] == years[1] else "/".join(years)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        months = f"{first.year:04d}-{first.month:02d}", f"{last.year:04d}-{last.month:02d}"
        return months[0] if months[0] == months[1] else "/".join(months)
    return f"{first.isoformat()}/{last.isoformat()}"


def ending(edtf: str | None) -> str | None:
    """Return the time with which a time ends, as precisely as it is written; None where that side is open."""
    last = edtf.rpartition("/")[2] if edtf else ""
    return None if last in _OPEN else last


def precision(edtf: str) -> str:
    """Return `day`, `month` or `year` of a plain time, else `interval`."""
    if "/" in edtf:
        return "interval"
    return ("year", "month", "day")[min(edtf.count("-"), 2)]


def length(edtf: str | None) -> int | None:
    """Return how many days a time covers; None where a side is open or the string cannot be read."""
    covered = days(edtf)
    if covered is None or covered.first is None or covered.last is None:
        return None
    return (covered.last - covered.first).days + 1


def within(inner: str | None, outer: str | None) -> bool:
    """Return whether every day of the one time is a day of the other."""
    one, other = days(inner), days(outer)
    if one is None or other is None:
        return False
    starts = other.first is None or (one.first is not None and one.first >= other.first)
    ends = other.last is None or (one.last is not None and one.last <= other.last)
    return starts and ends


def plus_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return the year and month that lie so many months later."""
    whole = year * 12 + month - 1 + count
    return whole // 12, whole % 12 + 1
