"""Which entries of the chain are wanted: by whom, about what, and when they were recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counterclaim.interval import read_interval
from counterclaim.ledger.filters import BadFilter
from counterclaim.ledger.schema import entries

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; None asks nothing. `since` and `until` are the days on which they were recorded."""

    by: str | None = None
    subject: str | None = None
    since: str | None = None
    until: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on `entries`; raises BadFilter."""
        found = [column == value for column, value in ((entries.c.by, self.by), (entries.c.subject, self.subject)) if value]
        if self.since is not None:
            found.append(entries.c.recorded >= _day("since", self.since, first=True).isoformat())
        if self.until is not None:
            found.append(entries.c.recorded < (_day("until", self.until, first=False) + timedelta(days=1)).isoformat())
        return found


def _day(name: str, value: str, *, first: bool) -> date:
    """Return the first or the last day that a date means; raises BadFilter."""
    interval = read_interval(value)
    ordinal = None if interval is None else interval.first if first else interval.last
    if ordinal is None or not 0 < ordinal < date.max.toordinal():
        raise BadFilter(name, value, "write a date such as 2024-03-31")
    return date.fromordinal(ordinal)
