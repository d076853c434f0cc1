"""An event with all that the coded formats need of it: its estimates, reports and claims, coarsened where asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.edtf import days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from counterclaim.model import Claim, Estimate, Event, Extraction, Place, Report

#: UCDP's precision of dates by the days from start to end: exact day, 2 to 6 days, a week, a month, a year.
_DATE_PREC = ((0, 1), (5, 2), (6, 3), (30, 4), (366, 5))


@dataclass(frozen=True, slots=True)
class Coded:
    """One event as the coded formats see it. `estimates` are by outcome and side."""

    event: Event
    estimates: Mapping[tuple[str, str], Estimate]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    languages: tuple[str, ...] = ()

    @property
    def start(self) -> date | None:
        """The first day of the event; None where no time is known."""
        covered = days(self.event.when)
        return covered.first if covered else None

    @property
    def end(self) -> date | None:
        """The last day of the event; None where no time is known."""
        covered = days(self.event.when)
        return covered.last if covered else None

    def figure(self, name: str, side: str = "all", outcome: str = "killed") -> int | None:
        """Return `low`, `best` or `high` of a side; None where nothing is estimated."""
        estimate = self.estimates.get((outcome, side))
        value: int | None = getattr(estimate, name) if estimate else None
        return value


def coded(event: Event, estimates: Iterable[Estimate], extractions: Iterable[Extraction]) -> Coded:
    """Return the event with its estimates, and those of the reports and claims that are its own."""
    known = sorted(extractions, key=lambda e: (e.report.published or "~", e.report.id))
    wanted, theirs = set(event.claims), set(event.reports)
    reports = {e.report.id: e.report for e in known if e.report.id in theirs}
    claims = {c.id: c for e in known for c in e.claims if c.id in wanted}
    return Coded(
        event=event,
        estimates={(estimate.outcome.value, estimate.side): estimate for estimate in estimates},
        reports=tuple(reports.values()),
        claims=tuple(claims[key] for key in sorted(claims)),
        languages=tuple(sorted({report.lang for report in reports.values() if report.lang})),
    )


def date_prec(start: date, end: date) -> int | None:
    """Return UCDP's code for how precisely the days are known; None for more than a year or a backward interval."""
    apart = (end - start).days
    if apart < 0:
        return None
    return next((code for most, code in _DATE_PREC if apart <= most), None)


def coarsened(place: Place | None, decimals: int | None) -> Place | None:
    """Return the place with its coordinates rounded to so many decimals, its radius widened to cover what was rounded away."""
    if place is None or decimals is None or place.latitude is None or place.longitude is None:
        return place
    blur = int(_METRES_A_DEGREE * 10**-decimals)
    return replace(
        place,
        latitude=round(place.latitude, decimals),
        longitude=round(place.longitude, decimals),
        radius_m=max(place.radius_m or 0, blur),
    )


def with_places(every: Sequence[Coded], decimals: int | None) -> list[Coded]:
    """Return the events with coarsened places."""
    return [replace(one, event=replace(one.event, place=coarsened(one.event.place, decimals))) for one in every]


_METRES_A_DEGREE = 111_320
