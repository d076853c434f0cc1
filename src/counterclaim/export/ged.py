"""UCDP GED: the 49 columns in their order, one row for each event with a figure of deaths.

What is UCDP's to give (ids of events, conflicts, dyads, sides, states) is left empty, never made up.
"""

from __future__ import annotations

import csv
from math import floor
from typing import TYPE_CHECKING, TextIO

from counterclaim.export.coded import date_prec
from counterclaim.model import VictimKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.export.coded import Coded
    from counterclaim.model import Report

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa",
    "gwnob",
)  # fmt: skip

#: Columns that stay empty, because their values are UCDP's own or are not known to the program.
EMPTY = frozenset(
    {"id", "relid", "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
     "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "adm_1", "adm_2",
     "country_id", "region", "gwnoa", "gwnob"}
)  # fmt: skip

_FORCES = {VictimKind.MILITARY, VictimKind.POLICE, VictimKind.MERCENARY}
_CIVILIANS = {VictimKind.CIVILIAN, VictimKind.CHILD}
_PROVINCE = 3


def write_ged(every: Iterable[Coded], stream: TextIO, name_country: Callable[[str], str]) -> int:
    """Write the head and a row for each event with a figure of deaths; return how many rows there are.

    `name_country` gives the English name of an alpha-3 code.
    """
    rows = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    rows.writeheader()
    count = 0
    for one in every:
        if one.figure("high"):
            rows.writerow(ged_row(one, name_country))
            count += 1
    return count


def ged_row(one: Coded, name_country: Callable[[str], str]) -> dict[str, object]:
    """Return the row of an event; best is the sum of the four sides."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    return row | _who(one, name_country) | _sources(one) | _where(one, name_country) | _when(one) | _deaths(one)


def priogrid_gid(latitude: float, longitude: float) -> int:
    """Return the cell of the PRIO-GRID: half-degree cells, 720 a row, counted from the south-west corner from 1."""
    row = min(floor((latitude + 90) * 2), 359)
    column = min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _who(one: Coded, name_country: Callable[[str], str]) -> dict[str, object]:
    states = sorted({c.victim_country for c in one.claims if c.victim_kind in _FORCES and c.victim_country})
    groups = sorted({c.victims for c in one.claims if c.victim_kind is VictimKind.MILITANT and c.victims})
    attackers = sorted({c.attacker.name for c in one.claims if c.attacker})
    sides = [f"Government of {name_country(state)}" for state in states] + groups
    civilians = any(c.victim_kind in _CIVILIANS for c in one.claims)
    if not sides and civilians:
        return {"type_of_violence": 3, "side_a": attackers[0] if attackers else "", "side_b": "Civilians"}
    side_a = sides[0] if sides else ""
    side_b = sides[1] if len(sides) > 1 else next((name for name in attackers if name != side_a), "")
    return {"type_of_violence": 1 if states or not groups else 2, "side_a": side_a, "side_b": side_b}


def _sources(one: Coded) -> dict[str, object]:
    named = sorted({claim.claimant for claim in one.claims if claim.claimant})
    return {
        "number_of_sources": len(one.reports),
        "source_article": ";".join(_article(report) for report in one.reports),
        "source_office": ";".join(report.outlet or "" for report in one.reports),
        "source_date": ";".join(report.published or "" for report in one.reports),
        "source_headline": ";".join(_headline(report) for report in one.reports),
        "source_original": "; ".join(named),
    }


def _article(report: Report) -> str:
    parts = (report.outlet or "", report.published or "", _headline(report))
    return '"' + ",".join(part.replace('"', "'") for part in parts) + '"'


def _headline(report: Report) -> str:
    """Return the title; without one the text where it is a single line, as headlines are kept; else nothing, not a guess."""
    lines = report.text.strip().splitlines()
    return " ".join((report.title or (lines[0] if len(lines) == 1 else "")).split()).replace(";", ",")


def _where(one: Coded, name_country: Callable[[str], str]) -> dict[str, object]:
    place = one.event.place
    if place is None:
        return {}
    row: dict[str, object] = {
        "where_prec": place.where_prec or "",
        "where_coordinates": place.name,
        "where_description": place.relation or "",
        "country": name_country(place.country) if place.country else "",
    }
    if place.latitude is not None and place.longitude is not None:
        row |= {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "geom_wkt": f"POINT ({place.longitude} {place.latitude})",
            "priogrid_gid": priogrid_gid(place.latitude, place.longitude),
        }
    return row


def _when(one: Coded) -> dict[str, object]:
    if one.start is None or one.end is None:
        return {}
    several = one.start != one.end
    wide = one.event.place is None or (one.event.place.where_prec or 1) >= _PROVINCE
    return {
        "year": one.start.year,
        "event_clarity": 2 if several and wide else 1,
        "date_prec": date_prec(one.start, one.end) or "",
        "date_start": f"{one.start.isoformat()} 00:00:00.000",
        "date_end": f"{one.end.isoformat()} 00:00:00.000",
    }


def _deaths(one: Coded) -> dict[str, object]:
    best = one.figure("best") or 0
    parts = {side: one.figure("best", side) or 0 for side in ("a", "b", "civilians")}
    unknown = best - sum(parts.values())
    if unknown < 0:
        parts, unknown = dict.fromkeys(parts, 0), best
    return {
        "deaths_a": parts["a"],
        "deaths_b": parts["b"],
        "deaths_civilians": parts["civilians"],
        "deaths_unknown": unknown,
        "best": best,
        "high": one.figure("high") or 0,
        "low": one.figure("low") or 0,
    }
