"""GeoJSON (RFC 7946): a point for each event with a place, with its radius of uncertainty among the properties."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.export.coded import Coded


def write_geojson(every: Iterable[Coded], stream: TextIO) -> int:
    """Write a FeatureCollection, feature by feature; return how many there are. An event without a place has no geometry."""
    stream.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for one in every:
        stream.write((",\n" if count else "\n") + json.dumps(feature(one), ensure_ascii=False))
        count += 1
    stream.write("\n]}\n")
    return count


def feature(one: Coded) -> dict[str, Any]:
    """Return the feature of an event; coordinates are longitude, latitude."""
    place = one.event.place
    located = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "type": "Feature",
        "id": one.event.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and located else None,
        "properties": {
            "event": one.event.id,
            "when": one.event.when,
            "place": place and place.name,
            "country": place and place.country,
            "where_prec": place and place.where_prec,
            "radius_m": place and place.radius_m,
            "reports": len(one.reports),
            "languages": list(one.languages),
            "low": one.figure("low"),
            "best": one.figure("best"),
            "high": one.figure("high"),
        },
    }
