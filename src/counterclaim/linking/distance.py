"""Distances between places, with how far each reaches."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.model import Place

_EARTH_KM = 6371.0
#: How far a place reaches for each UCDP precision where it states no radius: a town, near one, a district, a province,
#: a fuzzy area, a country, the sea.
_REACH_KM: Mapping[int, float] = MappingProxyType({1: 5.0, 2: 25.0, 3: 40.0, 4: 100.0, 5: 100.0, 6: 600.0, 7: 600.0})


def distance_km(one: Place, other: Place) -> float | None:
    """Return the distance between two points in kilometres; None where one of them has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    up, across = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(up / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(across / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def reach_km(place: Place) -> float:
    """Return how far from its point a place may be meant: its radius, else what its precision says."""
    if place.radius_m is not None:
        return place.radius_m / 1000
    return _REACH_KM.get(place.where_prec or 1, _REACH_KM[1])
