"""Which claims of one report are of one incident: those whose times and places agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.interval import read_interval
from counterclaim.linking.distance import distance_km, reach_km
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.interval import Interval
    from counterclaim.model import Claim, Place

#: Within so many kilometres two points of one report are one place.
_SAME_PLACE_KM = 30.0
#: UCDP's precision of a country, and of what still tells one place from another.
_COUNTRY, _PRECISE = 6, 2
#: The days of a night.
_NIGHT = 2


def grouped(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the claims by incident, in reading order; one without place and time goes with the incident told last."""
    groups: list[list[Claim]] = []
    for claim in claims:
        fitting = [group for group in reversed(groups) if all(_together(claim, other) for other in group)]
        if fitting:
            best = max(fitting, key=lambda group: _shared(claim, group))
            best.append(claim)
        else:
            groups.append([claim])
    return groups


def _together(one: Claim, other: Claim) -> bool:
    when, then = read_interval(one.when), read_interval(other.when)
    if when and then and when.gap(then) > (1 if _night(when, then) and _one_town(one.place, other.place) else 0):
        return False
    if one.place and other.place:
        return _same_place(one.place, other.place)
    return True


def _night(one: Interval, other: Interval) -> bool:
    """Return whether one of two times is a night and the other no longer: what is told of the day behind may be of the night."""
    lengths = {one.length, other.length}
    return _NIGHT in lengths and lengths <= {1, _NIGHT}


def _one_town(one: Place | None, other: Place | None) -> bool:
    return bool(one and other and one.id and one.id == other.id and (one.where_prec or 1) <= _PRECISE)


def _same_place(one: Place, other: Place) -> bool:
    if (one.id and one.id == other.id) or _COUNTRY in {one.where_prec, other.where_prec}:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    apart = distance_km(one, other)
    if apart is None:
        return fold(one.name) == fold(other.name) or _wide(one) or _wide(other)
    return apart <= max(_SAME_PLACE_KM, reach_km(one), reach_km(other))


def _wide(place: Place) -> bool:
    return place.latitude is None or (place.where_prec or 1) > _PRECISE


def _shared(claim: Claim, group: Sequence[Claim]) -> int:
    return sum(
        (claim.place is not None and claim.place == c.place) + (claim.when is not None and claim.when == c.when) for c in group
    )
