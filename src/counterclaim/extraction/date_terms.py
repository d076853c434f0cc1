"""What a text says of a time, before it is known when the text was published."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Union

from counterclaim.fleeting import fleeting


class DateKind(StrEnum):
    """What sort of time words name."""

    DAY = "day"
    PART_OF_DAY = "part_of_day"
    WEEKDAY = "weekday"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    SEASON = "season"
    RANGE = "range"
    RELATIVE = "relative"
    CONTEXT = "context"
    PAST = "past"
    SINCE = "since"
    UNTIL = "until"
    DURATION = "duration"
    PER_DAY = "per_day"
    CLOCK = "clock"
    NOW = "now"
    PUBLISHED = "published"


@fleeting
class Moment:
    """A point of the calendar, with what of it is said.

    `turn` is -1 for "last", 1 for "next" and 0 otherwise; `year_shift` counts years from the year of publication.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    turn: int = 0
    year_shift: int | None = None
    written: str = ""  # "12" and "21" for numbers whose order of day and month is open


@fleeting
class Shift:
    """So many units before or after publication, or (`context`) the time last spoken of."""

    unit: str
    number: int
    context: bool = False
    counted: bool = False  # "one week ago", not "last week"


class Past(NamedTuple):
    """A stretch of so many units that ends with publication; 0 for an unnamed few."""

    unit: str
    number: int


class SoFar(NamedTuple):
    """From the start of the unit to publication; the unit `war` is the conflict that the report is about."""

    unit: str


class Night(NamedTuple):
    """The night that begins (`after`) or ends on a day."""

    day: Time
    after: bool


class Between(NamedTuple):
    """From one time to another."""

    first: Time
    last: Time


class Since(NamedTuple):
    """From a time to publication; None where the start is that of the conflict.

    `apart` says that words stand between "since" and the time: "the deadliest since the attack of May 2015".
    """

    start: Time | None
    apart: bool = False


class Until(NamedTuple):
    """Up to a time."""

    end: Time


Time = Union[Moment, Shift, Past, SoFar, Night, Between, Since, Until]  # noqa: UP007 - a recursive alias needs the older form


@fleeting
class Term:
    """Words for a time at tokens `start` to `end` (half-open); `time` is None where they only must not be taken for a figure."""

    start: int
    end: int
    kind: DateKind
    time: Time | None = None
