"""Comma-separated values: one row for each claim, with the report that it stands in."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from counterclaim.records import claim_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Claim, Extraction, Report
    from counterclaim.records import Record

#: Columns of the report, then those of the claim that hold one value.
COLUMNS = (
    "report",
    "lang",
    "published",
    "outlet",
    "url",
    "event",
    "id",
    "outcome",
    "low",
    "high",
    "qualifier",
    "victims",
    "victim_country",
    "victim_kind",
    "claimant",
    "claimant_kind",
    "via",
    "stance",
    "verification",
    "scope",
    "place",
    "place_country",
    "place_id",
    "latitude",
    "longitude",
    "when",
    "attacker",
    "means",
    "confidence",
    "figure",
    "evidence",
    "start",
    "end",
)

#: A cell that begins like this is run as a formula by spreadsheets; an apostrophe before it makes it text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(extractions: Iterable[Extraction], stream: TextIO) -> None:
    """Write the head, then a row for each claim as it comes."""
    rows = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for extraction in extractions:
        for claim in extraction.claims:
            rows.writerow({name: cell(value) for name, value in _row(extraction.report, claim).items()})


def _row(report: Report, claim: Claim) -> Record:
    return claim_to_record(claim) | {
        "report": report.id,
        "lang": report.lang,
        "published": report.published,
        "outlet": report.outlet,
        "url": report.url,
        "event": report.event,
        "via": "; ".join(claim.via),
        "attacker": claim.attacker and claim.attacker.name,
        "figure": claim.figure and claim.figure.text,
    }


def cell(value: object) -> object:
    """Return what stands in a cell, so that no spreadsheet takes it for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
