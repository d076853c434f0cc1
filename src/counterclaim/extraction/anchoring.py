"""Times of a text turned into EDTF by the day, or the month, of its publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim import edtf
from counterclaim.extraction.date_terms import Between, Moment, Night, Past, Shift, Since, SoFar, Until

if TYPE_CHECKING:
    from counterclaim.extraction.date_terms import Time

DAY = dt.timedelta(days=1)
#: How far after publication a date without a year may lie before it is taken for last year's.
AHEAD = 31 * DAY
#: Northern seasons as they are meant in news, by their months; a winter begins in the year before its end.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
_DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
#: "The day before" is that before publication, where no other day was spoken of.
YESTERDAY = ("day", -1)


class Anchor:
    """The publication of a report, and what its text has said of years and of the last time spoken of.

    `conflict` is the start of the war that the report is about, as far as it is known.
    """

    def __init__(self, published: str | None, conflict: str | None = None) -> None:
        covered = edtf.days(published)
        self.published = published if covered and covered.first and covered.last else None
        self.first = covered.first if covered else None
        self.last = covered.last if covered else None
        self.precision = edtf.precision(published) if self.published and published else None
        self.conflict = conflict
        self.context: str | None = None
        self._years: dict[int, int] = {}
        self._weekdays: dict[int, str] = {}

    def learn(self, time: Time | None) -> None:
        """Remember the day that a text names with its weekday; elsewhere the weekday alone may mean it."""
        if isinstance(time, Between):
            time = time.first
        if not (isinstance(time, Moment) and time.weekday is not None and time.day):
            return
        found = self.resolve(time)
        if found and dt.date.fromisoformat(found).weekday() == time.weekday:
            self._weekdays.setdefault(time.weekday, found)

    def resolve(self, time: Time) -> str | None:
        """Return the EDTF of a time; None where the words and the publication date do not give one."""
        try:
            return self._resolve(time)
        except (OverflowError, ValueError):  # beyond the calendar
            return None

    def _resolve(self, time: Time) -> str | None:
        match time:
            case Moment():
                return self._moment(time)
            case Shift():
                return self._shift(time)
            case Past():
                return self._past(time)
            case SoFar():
                return self._so_far(time.unit)
            case Night():
                return self._night(time)
            case Between():
                return edtf.interval(*self._sides(time))
            case Since():
                start = self.resolve(time.start) if time.start else self.conflict
                return self._open(start)
            case Until():
                end = self.resolve(time.end)
                return edtf.interval(self.conflict, end) if self.conflict and end else end

    def _open(self, start: str | None) -> str | None:
        """Return the interval from a start to publication."""
        if start is None:
            return None
        if self.published is None:
            return edtf.interval(start, None)
        begins = edtf.days(start)
        if begins and begins.first and self.last and begins.first > self.last:
            return start
        return edtf.interval(start, self.published) or start

    def _sides(self, time: Between) -> tuple[str | None, str | None]:
        last = self.resolve(time.last)
        first = time.first
        if isinstance(first, Moment) and first.year is None and (first.month or first.day) and last:
            year, month = int(last[:4]), first.month or int(last[5:7] or 0)
            first = replace(first, year=year - (len(last) > 6 and month > int(last[5:7])), month=month)
        weekday = first.weekday if isinstance(first, Moment) and first.day is None else None
        if weekday is not None and last and edtf.precision(last) == "day":
            end = dt.date.fromisoformat(last)
            return (end - DAY * ((end.weekday() - weekday) % 7)).isoformat(), last
        start = self.resolve(first)
        return (start, last) if start and last else (last, last)

    # --- the calendar ----------------------------------------------------------------------------------------------

    def _moment(self, moment: Moment) -> str | None:
        if moment.written == "decade" and moment.year:
            return f"{moment.year}/{moment.year + 9}"
        if moment.season:
            return self._season(moment)
        if moment.month is None:
            if moment.year is not None:
                return edtf.date_of(moment.year)
            return self._weekday(moment)
        if moment.year is None:
            year = self._year(moment)
            return edtf.date_of(year, moment.month, moment.day) if year else None
        if moment.written == "open" and moment.day and moment.day <= 12:
            moment = self._ordered(moment)
        if moment.month is not None and moment.year is not None:
            self._years[moment.month] = moment.year
            return edtf.date_of(moment.year, moment.month, moment.day)
        return None

    def _ordered(self, moment: Moment) -> Moment:
        """Return the reading of a date in numbers that lies nearer to publication; the day first where that does not tell."""
        if self.first is None or not (moment.year and moment.month and moment.day) or moment.month == moment.day:
            return moment
        today = self.last or self.first
        one = dt.date(moment.year, moment.month, moment.day)
        other = dt.date(moment.year, moment.day, moment.month)
        turned = replace(moment, month=moment.day, day=moment.month)
        if (one > today + DAY) != (other > today + DAY):
            return turned if one > today else moment
        return turned if other == today else moment

    def _year(self, moment: Moment) -> int | None:
        """Return the year of a month or day that is named without one: the last that has been, or one named before."""
        if moment.month is None or self.last is None:
            return self._years.get(moment.month or 0) if moment.day else None
        if moment.year_shift is not None:
            return self.last.year + moment.year_shift
        span = edtf.span_of(self.last.year, moment.month, moment.day) or edtf.span_of(self.last.year, moment.month)
        if span is None or span.first is None:
            return None
        if moment.turn > 0:
            return self.last.year + (span.first < self.last)
        known = self._years.get(moment.month)
        if known is not None and self.first is not None and span.first > self.first:
            return known
        ahead = dt.timedelta(0) if moment.turn < 0 or moment.day is None else AHEAD
        return self.last.year - (span.first > self.last + ahead)

    def _season(self, moment: Moment) -> str | None:
        begins, ends = SEASONS[moment.season or "spring"]
        year = moment.year
        if year is None:
            if self.last is None:
                return None
            started = dt.date(self.last.year, begins, 1) <= self.last
            year = self.last.year - (not started)
            if moment.year_shift is not None:
                year = self.last.year + moment.year_shift
            elif moment.turn < 0 and started and self.last <= _month_end(year, ends):
                year -= 1
        return edtf.interval(edtf.date_of(year, begins), edtf.date_of(*edtf.plus_months(year, 1, ends - 1)))

    def _weekday(self, moment: Moment) -> str | None:
        """Return the last such day, the same as that of publication included; the month where only that is known."""
        if moment.weekday is None:
            return None
        if self.last is None or self.precision != "day":
            return self._weekdays.get(moment.weekday) or self.published
        back = (self.last.weekday() - moment.weekday) % 7
        if moment.turn > 0:
            return (self.last + DAY * (7 - back)).isoformat()
        return (self.last - DAY * (back + (7 if moment.turn < 0 and back == 0 else 0))).isoformat()

    # --- moves from publication ------------------------------------------------------------------------------------

    def _shift(self, shift: Shift) -> str | None:
        if shift.context and not (self.context is None and (shift.unit, shift.number) == YESTERDAY):
            return self._from_context(shift)
        if self.first is None or self.last is None or self.published is None:
            return None
        if shift.unit in _MONTHS:
            return self._months_back(shift, self.last)
        if self.precision != "day":
            far = abs(shift.number) * _DAYS.get(shift.unit, 1)
            if self.precision != "month" or far <= 15:
                return self.published
            middle = self.first + 14 * DAY + shift.number * _DAYS.get(shift.unit, 1) * DAY
            return edtf.date_of(middle.year, middle.month)
        return self._days_back(shift, self.last)

    def _days_back(self, shift: Shift, today: dt.date) -> str:
        if shift.unit == "night":
            return edtf.covering(today + shift.number * DAY, today + (shift.number + 1) * DAY)
        if shift.unit == "weekend":
            saturday = today - DAY * ((today.weekday() - 5) % 7)
            return edtf.covering(saturday, min(saturday + DAY, max(saturday, today)))
        if shift.unit == "week":
            if not shift.counted:
                monday = today - DAY * today.weekday() + 7 * shift.number * DAY
                return edtf.covering(monday, min(monday + 6 * DAY, today) if shift.number == 0 else monday + 6 * DAY)
            middle = today + 7 * shift.number * DAY
            return edtf.covering(middle - 3 * DAY, middle + 3 * DAY)
        return (today + shift.number * _DAYS.get(shift.unit, 1) * DAY).isoformat() if shift.unit == "day" else today.isoformat()

    def _months_back(self, shift: Shift, today: dt.date) -> str | None:
        if shift.unit == "month":
            if self.precision == "year":
                return self.published
            return edtf.date_of(*edtf.plus_months(today.year, today.month, shift.number))
        year = today.year + shift.number * _MONTHS[shift.unit] // 12
        return edtf.date_of(year) if shift.unit == "year" else edtf.interval(edtf.date_of(year), edtf.date_of(year + 9))

    def _from_context(self, shift: Shift) -> str | None:
        """Return the time so far from the one last spoken of; that one's month or year where it is no day."""
        covered = edtf.days(self.context)
        if covered is None or covered.first is None or covered.last is None or self.context is None:
            return None
        known = edtf.precision(self.context)
        if shift.unit == "year":
            return edtf.date_of(covered.first.year + shift.number)
        if shift.unit == "month":
            month = edtf.plus_months(covered.first.year, covered.first.month, shift.number)
            return edtf.date_of(*month) if known != "year" else None
        if known in ("month", "year"):
            return self.context
        begins = covered.last if shift.number > 0 else covered.first
        if shift.number == 0:
            return self.context
        moved = begins + shift.number * _DAYS.get(shift.unit, 0) * DAY
        return moved.isoformat() if shift.unit in ("day", "night") else edtf.covering(moved - 3 * DAY, moved + 3 * DAY)

    def _past(self, past: Past) -> str | None:
        """Return the stretch that ends with publication; its start is as exact as its unit."""
        if self.first is None or self.last is None or self.published is None:
            return None
        if past.unit in _MONTHS:
            months = past.number * _MONTHS[past.unit]
            if not months:
                return self.published if past.unit == "month" else None
            year, month = edtf.plus_months(self.last.year, self.last.month, -months)
            start = edtf.date_of(year) if past.unit != "month" and past.number > 1 else edtf.date_of(year, month)
            return edtf.interval(start, self.published)
        if self.precision != "day":
            far = past.number * _DAYS.get(past.unit, 0)
            if self.precision != "month" or far <= 15:
                return self.published
            middle = self.first + 14 * DAY - far * DAY
            return edtf.interval(edtf.date_of(middle.year, middle.month), self.published)
        if past.unit not in _DAYS or not past.number:
            return edtf.date_of(self.last.year, self.last.month)
        return edtf.covering(self.last - past.number * _DAYS[past.unit] * DAY, self.last)

    def _so_far(self, unit: str) -> str | None:
        if unit == "war":
            return self._open(self.conflict)
        if self.last is None or self.published is None:
            return None
        if unit == "year":
            return edtf.interval(edtf.date_of(self.last.year), self.published)
        if self.precision != "day":
            return self.published
        first = self.last.replace(day=1) if unit == "month" else self.last - DAY * self.last.weekday()
        return edtf.covering(first, self.last)

    def _night(self, night: Night) -> str | None:
        found = self.resolve(night.day)
        if found is None or edtf.precision(found) != "day":
            return found
        date = dt.date.fromisoformat(found)
        return edtf.covering(date, date + DAY) if night.after else edtf.covering(date - DAY, date)


def _month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month that may be counted into the next year."""
    after = edtf.plus_months(year, 1, month)
    return dt.date(*after, 1) - DAY
