"""Reports with claims for tests of the ledger, written by us; and what a ledger holds, put so that two can be compared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from counterclaim.ledger.history import get_report, list_claims, list_reports
from counterclaim.ledger.identity import claim_id
from counterclaim.ledger.store import Capture, Reader, writing
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Extraction,
    Figure,
    How,
    Outcome,
    Place,
    Qualifier,
    Report,
    Span,
    Stance,
)

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger

READER = Reader("1.0", "first")
NEWER = Reader("1.1", "second")
COLLECTED = "2024-05-02T10:00:00.000000Z"
BAKHMUT = Place("Bakhmut", "UKR", "geonames:709932", 48.59, 38.0)
SOLEDAR = Place("Soledar", "UKR", "geonames:692818", 48.68, 38.09)
KYIV = Claimant("Ukrainian General Staff", ClaimantKind.MILITARY, "act_ukr_general_staff")
MOSCOW = Claimant("Russian Defence Ministry", ClaimantKind.GOVERNMENT, "act_rus_defence_ministry")
FIRST = (
    "The Ukrainian General Staff said on Tuesday that 80 soldiers were killed in the fighting around Bakhmut. "
    "The Russian Defence Ministry denied that it had lost 80 soldiers there and spoke of an invention."
)
CORRECTED = (
    "Correction: an earlier version named a wrong figure. The Ukrainian General Staff said on Tuesday that 18 soldiers "
    "were killed in the fighting around Bakhmut. The Russian Defence Ministry denied that it had lost 80 soldiers there "
    "and spoke of an invention."
)


def is_full() -> bool:
    """Return whether the full counts are asked for."""
    return os.environ.get("COUNTERCLAIM_PROOF") == "full"


def claim(report: Report, evidence: str, low: int | None, **fields: Any) -> Claim:  # noqa: ANN401 - a claim's fields
    """Return a claim of killed with these words; its figure is the first number in them."""
    start = report.text.index(evidence)
    digits = next((word for word in evidence.split() if word.isdigit()), None)
    figure = None
    if digits is not None:
        at = start + evidence.index(digits)
        figure = Figure(Span(at, at + len(digits)), digits, How.DIGITS)
    stated = {"outcome": Outcome.KILLED, "places": (BAKHMUT,), "victim_country": "RUS"} | fields
    bounds = stated.pop("bounds", Bounds(low, low, Qualifier.NONE if low is None else Qualifier.EXACT))
    made = Claim(report.id, evidence, Span(start, start + len(evidence)), bounds=bounds, figure=figure, **stated)
    return Claim(**{name: getattr(made, name) for name in made.__dataclass_fields__} | {"id": claim_id(made, report.text_digest)})


def statement(identifier: str = "first", text: str = FIRST, **fields: Any) -> Extraction:  # noqa: ANN401 - a report's fields
    """Return the report on Bakhmut with its two claims: asserted by one side, denied by the other."""
    report = Report(identifier, text, **({"lang": "en", "published": "2024-04-30", "outlet": "Fjord Post"} | fields))
    figure = 18 if "18 soldiers" in text else 80
    said = claim(report, f"{figure} soldiers", figure, claimants=(KYIV,), when="2024-04-30")
    denied = claim(report, "lost 80 soldiers", 80, claimants=(MOSCOW,), stance=Stance.DENIES, when="2024-04-30")
    return Extraction(report, (said, denied))


def add(ledger: Ledger, extraction: Extraction, *, reader: Reader = READER, by: str = "anna") -> int:
    """Add a report with its claims, and return the number of the reading's entry."""
    report = extraction.report
    capture = Capture(report.id, report.text.encode(), f"{report.id}.txt", COLLECTED)
    with writing(ledger, by=by) as writer:
        number = writer.add_capture(capture).number
        assert number is not None
        reading = writer.add_reading(extraction, capture=number, reader=reader).number
    assert reading is not None
    return reading


def state(ledger: Ledger) -> dict[str, Any]:
    """Return what a ledger holds now, without when and in which order it came in."""
    found: dict[str, Any] = {}
    after = None
    while True:
        page = list_reports(ledger, after=after, limit=500)
        for line in page.items:
            view = get_report(ledger, line.id)
            found[line.key] = {
                "version": line.version,
                "text": view.text,
                "claims": [(one.id, one.status.value, one.record) for one in view.claims],
                "copy": line.copy_of is not None,
            }
        if page.next is None:
            return found
        after = page.next


def claim_ids(ledger: Ledger) -> list[str]:
    """Return the ids of all claims, newest first."""
    return [line.id for line in list_claims(ledger, limit=500).items]
