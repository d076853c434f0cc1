"""ACLED: the 31 columns in their order, one row for each event. What is ACLED's to give is left empty."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from counterclaim.model import VictimKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.export.coded import Coded

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

_CIVILIANS = {VictimKind.CIVILIAN, VictimKind.CHILD}
_WEEK = 7
_TOWN, _NEAR = 1, 3


def write_acled(every: Iterable[Coded], stream: TextIO, name_country: Callable[[str], str]) -> int:
    """Write the head and a row for each event; return how many there are.

    `fatalities` is the estimate under `acled`, empty where no report states a number: that is not 0.
    """
    rows = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    rows.writeheader()
    count = 0
    for one in every:
        rows.writerow(acled_row(one, name_country))
        count += 1
    return count


def acled_row(one: Coded, name_country: Callable[[str], str]) -> dict[str, object]:
    """Return the row of an event."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    estimate = one.estimates.get(("killed", "all"))
    attackers = sorted({claim.attacker.name for claim in one.claims if claim.attacker})
    civilians = any(claim.victim_kind in _CIVILIANS for claim in one.claims)
    row |= {
        "actor1": attackers[0] if attackers else "",
        "actor2": "Civilians" if civilians else "",
        "civilian_targeting": "Civilian targeting" if civilians else "",
        "source": "; ".join(sorted({report.outlet for report in one.reports if report.outlet})),
        "notes": estimate.reasons[0].text if estimate and estimate.reasons else "",
        "fatalities": "" if one.figure("best") is None else one.figure("best"),
    }
    return row | _when(one) | _where(one, name_country)


def _when(one: Coded) -> dict[str, object]:
    if one.start is None or one.end is None:
        return {}
    length = (one.end - one.start).days + 1
    middle = one.start + (one.end - one.start) / 2
    return {
        "event_date": middle.isoformat(),
        "year": middle.year,
        "time_precision": 1 if length == 1 else 2 if length <= _WEEK else 3,
    }


def _where(one: Coded, name_country: Callable[[str], str]) -> dict[str, object]:
    place = one.event.place
    if place is None:
        return {}
    precision = place.where_prec or _TOWN
    return {
        "country": name_country(place.country) if place.country else "",
        "location": place.name,
        "latitude": "" if place.latitude is None else place.latitude,
        "longitude": "" if place.longitude is None else place.longitude,
        "geo_precision": 1 if precision == _TOWN else 2 if precision <= _NEAR else 3,
    }
