"""Totals as series over time: by war, side, outcome and claimant; never added to events, and flagged where they fall."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.interval import read_interval
from counterclaim.model import Outcome, Point, Scope, Series, Stance
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Claim, Extraction

#: Not a count of losses.
_NO_LOSS = {Outcome.STRENGTH}


def total_series(extractions: Iterable[Extraction]) -> tuple[Series, ...]:
    """Return the totals of all reports as series, sorted; a total that states no number is in none."""
    found: dict[tuple[str, str, Outcome, str], list[Point]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.claims:
            stated = claim.bounds.low is not None or claim.bounds.high is not None
            if claim.scope is Scope.TOTAL and stated and claim.outcome not in _NO_LOSS and claim.stance is not Stance.DENIES:
                found[_key(claim)].append(Point(_day(claim, extraction), claim.bounds, claim.id, claim.report))
    return tuple(_series(key, points) for key, points in sorted(found.items()))


def _key(claim: Claim) -> tuple[str, str, Outcome, str]:
    war = claim.place.country if claim.place and claim.place.country else "unknown"
    side = f"{claim.victim_country or 'unknown'} {claim.victim_kind.value}"
    by = "+".join(sorted(c.id or fold(c.name) for c in claim.claimants)) or "unattributed"
    return war, side, claim.outcome, by


def _series(key: tuple[str, str, Outcome, str], points: list[Point]) -> Series:
    ordered = sorted(points, key=lambda point: (point.day is None, point.day or "", _number(point), point.claim))
    falls, most = [], -1
    for point in ordered:
        if point.day is None:
            continue
        if _number(point) < most:
            falls.append(point.claim)
        most = max(most, _number(point))
    return Series(*key, tuple(ordered), tuple(falls))


def _number(point: Point) -> int:
    low, high = point.bounds.low, point.bounds.high
    return low if low is not None else high if high is not None else 0


def _day(claim: Claim, extraction: Extraction) -> str | None:
    for time in (read_interval(claim.when), read_interval(extraction.report.published)):
        if time is not None and time.last is not None:
            return date.fromordinal(time.last).isoformat()
    return None
