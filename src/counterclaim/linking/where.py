"""How near each other two incidents are: by the closest pair of their places, and by names that sound alike."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from counterclaim.linking.distance import distance_km, reach_km
from counterclaim.linking.features import Feature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.linking.incidents import Incident
    from counterclaim.model import Place

#: A province is no place to tell events apart by; a country is none at all.
_PRECISE, _COUNTRY = 2, 6
#: What it counts that countries differ, where one report names the other's.
_BESIDE = 0.4
_NEAR_KM = 50.0
_FAR_KM = 200.0
_CLOSENESS: Mapping[Feature, int] = MappingProxyType(
    {
        Feature.PLACE_SAME: 0,
        Feature.PLACE_NEAR: 1,
        Feature.PLACE_NAMED: 2,
        Feature.PLACE_WITHIN: 3,
        Feature.PLACE_COUNTRY: 4,
        Feature.PLACE_FAR: 5,
        Feature.COUNTRY_DIFFERS: 6,
    }
)


def compare_places(one: Incident, other: Incident) -> Iterator[tuple[Feature, float]]:
    """Yield how near two incidents are; a place of one that only sounds like a name of the other counts before the country.

    Nothing is yielded for namesakes in different countries: one of the two may have been placed wrongly, or neither.
    """
    pairs = [_pair(a, b) for a in (*one.places, *one.naming.places) for b in (*other.places, *other.naming.places)]
    known = [pair for pair in pairs if pair is not None]
    here, there = one.naming, other.naming
    alike = (here.sounds & (there.sounds | there.names)) | (there.sounds & here.names)
    if alike:
        known.append((Feature.PLACE_NAMED, 0.0 if _abroad(one, other) else 1.0))
    if known:
        feature, value = min(known, key=lambda pair: _CLOSENESS[pair[0]])
        beside = feature is Feature.COUNTRY_DIFFERS and (
            _vague(one, other) or _names_country(one, other) or _names_country(other, one)
        )
        if value:
            yield feature, value * (_BESIDE if beside else 1.0)


def _abroad(one: Incident, other: Incident) -> bool:
    """Return whether both have places, in different countries of which neither report names the other's: namesakes."""
    here, there = ({place.country for place in i.places if place.country} for i in (one, other))
    return bool(here and there and here.isdisjoint(there)) and not (_names_country(one, other) or _names_country(other, one))


def _vague(one: Incident, other: Incident) -> bool:
    """Return whether one of them tells no closer place than a country: often that of a speaker or of the victims."""
    return any(all((place.where_prec or 1) >= _COUNTRY for place in (*i.places, *i.naming.places)) for i in (one, other))


def _names_country(one: Incident, other: Incident) -> bool:
    """Return whether one report names the country in which the other's places lie: an event at a border, or one misread."""
    countries = {f"countries:{place.country}" for place in other.places}
    return bool(countries & one.naming.subjects)


def _pair(one: Place, other: Place) -> tuple[Feature, float] | None:
    precise = (one.where_prec or 1) <= _PRECISE and (other.where_prec or 1) <= _PRECISE
    if one.id is not None and one.id == other.id:
        country = (one.where_prec or 1) >= _COUNTRY
        return (Feature.PLACE_SAME if precise else Feature.PLACE_COUNTRY if country else Feature.PLACE_WITHIN, 1.0)
    apart = distance_km(one, other)
    if apart is None:
        if not (one.country and other.country):
            return None
        return (Feature.PLACE_COUNTRY, 1.0) if one.country == other.country else (Feature.COUNTRY_DIFFERS, 1.0)
    reach = reach_km(one) + reach_km(other)
    if precise:
        if apart <= reach:
            return Feature.PLACE_SAME, 1.0
        return (
            (Feature.PLACE_NEAR, (_NEAR_KM - apart) / (_NEAR_KM - reach))
            if apart <= _NEAR_KM
            else (Feature.PLACE_FAR, min(1.0, apart / _FAR_KM))
        )
    if apart <= reach:
        country = _COUNTRY in {one.where_prec, other.where_prec}
        return (Feature.PLACE_COUNTRY if country else Feature.PLACE_WITHIN, 1.0)
    if one.country and other.country and one.country != other.country:
        return Feature.COUNTRY_DIFFERS, 1.0
    return Feature.PLACE_FAR, min(1.0, apart / (2 * _FAR_KM))
