"""What the reports of a ledger tell, as the stages take it.

After all decisions, as it stood at any moment, and with the claims that corrections took back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.computed import get_event, list_events
from counterclaim.ledger.filters import ClaimFilter
from counterclaim.ledger.history import NOW, get_claim, get_report, list_claims
from counterclaim.ledger.rows import Status
from counterclaim.ledger.whole import whole_reports
from counterclaim.model import Event, Extraction, Place, Reason, Report
from counterclaim.pipeline import Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.views import ReportView
    from counterclaim.model import Claim
    from counterclaim.records import Record

#: How many rows are asked of the ledger at a time.
PAGE = 500
#: Why a figure of an article's earlier version is shown and not used.
CORRECTED = "withdrawn by correction: the newest version of the report no longer says so"
_RULED_OUT = {Status.REJECTED: "a person rejected it", Status.WITHDRAWN: "it was withdrawn"}


@dataclass(frozen=True, slots=True)
class Told:
    """The reports of an event as estimation takes them, why some of their claims enter no figure, and on which people ruled."""

    extractions: tuple[Extraction, ...]
    ruled_out: Mapping[str, str]
    decided: frozenset[str] = frozenset()


def every_report(ledger: Ledger) -> Iterator[ReportView]:
    """Yield all reports of a ledger with what they say."""
    after: str | None = None
    while True:
        page = whole_reports(ledger, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def told_by(view: ReportView) -> Told:
    """Return a report of the ledger as the stages take it, with its claims as they stand after all decisions."""
    line = view.line
    report = Report(
        id=line.key,
        text=view.text or "",
        lang=line.language,
        published=line.published,
        url=line.url,
        outlet=line.outlet,
        title=line.title,
        event=line.event,
        boilerplate=view.boilerplate,
    )
    claims = tuple(replace(one.claim, report=line.key) for one in view.claims)
    ruled_out = {one.id: _RULED_OUT[one.status] for one in view.claims if one.status in _RULED_OUT}
    decided = frozenset(one.id for one in view.claims if one.decided is not None)
    return Told((Extraction(report, claims, view.responsibilities),), ruled_out, decided)


def held(ledger: Ledger, *, event: str | None = None, moment: Moment = NOW) -> Known:
    """Return what a ledger held at a moment: its events, or one by its id or an alias, and their reports; UnknownIdentifier."""
    records = [get_event(ledger, event, moment=moment).record] if event is not None else list(_event_records(ledger, moment))
    events = tuple(map(event_of, records))
    told = [told for one in events for told in _with_gone(ledger, one, list(_each_told(ledger, one, moment)), moment)]
    extractions = {extraction.report.id: extraction for one in told for extraction in one.extractions}
    ruled_out = {claim: why for one in told for claim, why in one.ruled_out.items()}
    return Known(tuple(extractions.values()), events, ruled_out)


def _event_records(ledger: Ledger, moment: Moment) -> Iterator[Record]:
    after: str | None = None
    while True:
        page = list_events(ledger, moment=moment, after=after, limit=PAGE)
        yield from (line.record for line in page.items)
        if page.next is None:
            return
        after = page.next


def told_of(ledger: Ledger, event: Event, moment: Moment = NOW) -> Told:
    """Return what the reports of an event told at a moment."""
    told = _with_gone(ledger, event, list(_each_told(ledger, event, moment)), moment)
    return Told(
        tuple(extraction for one in told for extraction in one.extractions),
        {claim: why for one in told for claim, why in one.ruled_out.items()},
        frozenset(claim for one in told for claim in one.decided),
    )


def _each_told(ledger: Ledger, event: Event, moment: Moment) -> Iterator[Told]:
    """Yield what each report of an event told at a moment; those that were not known then are left out."""
    for report in event.reports:
        try:
            yield told_by(get_report(ledger, report, moment=moment))
        except UnknownIdentifier:
            continue


def _with_gone(ledger: Ledger, event: Event, told: list[Told], moment: Moment) -> list[Told]:
    """Return what the reports told, with the claims of the event that only their earlier versions made."""
    known = {claim.id for one in told for extraction in one.extractions for claim in extraction.claims}
    gone: dict[str, list[Claim]] = {}
    for identifier in sorted(set(event.claims) - known):
        try:
            for line in get_claim(ledger, identifier, moment=moment):
                gone.setdefault(line.report.key, []).append(replace(line.claim, report=line.report.key))
        except UnknownIdentifier:
            continue
    return [
        Told(
            tuple(replace(e, claims=(*e.claims, *gone.get(e.report.id, ()))) for e in one.extractions),
            {**one.ruled_out, **{claim.id: CORRECTED for e in one.extractions for claim in gone.get(e.report.id, ())}},
            one.decided,
        )
        for one in told
    ]


def event_of(record: Record) -> Event:
    """Return the event that a record of the ledger describes."""
    place = record.get("place")
    return Event(
        id=record["id"],
        reports=tuple(record["reports"]),
        claims=tuple(record["claims"]),
        place=Place(**place) if place else None,
        when=record.get("when"),
        reasons=tuple(Reason(r["rule"], r["text"], tuple(r["claims"])) for r in record.get("reasons", ())),
    )


# --- what corrections took back -----------------------------------------------------------------------------------------------


def corrected_claims(ledger: Ledger, by_report: Mapping[str, Extraction]) -> dict[str, list[Claim]]:
    """Return, by report, the claims of its earlier versions that its newest one no longer makes."""
    found: dict[str, list[Claim]] = {}
    after: str | None = None
    while True:
        page = list_claims(ledger, ClaimFilter(status=Status.WITHDRAWN), after=after, limit=PAGE)
        for line in page.items:
            known = by_report.get(line.report.key)
            if known is not None and line.id not in {claim.id for claim in known.claims}:
                found.setdefault(line.report.key, []).append(replace(line.claim, report=line.report.key))
        if page.next is None:
            return found
        after = page.next


def with_corrected(
    events: Sequence[Event], corrected: Mapping[str, Sequence[Claim]], before: Mapping[str, Record]
) -> Iterator[Event]:
    """Yield the events with the claims that corrections took back.

    They belong where they stood before; else to the one event that their report tells of.
    """
    of_report: dict[str, list[Event]] = {}
    for event in events:
        for report in event.reports:
            of_report.setdefault(report, []).append(event)
    stood = {claim: record for record in before.values() for claim in record["claims"]}
    for event in events:
        gone = [
            claim.id
            for report in event.reports
            for claim in corrected.get(report, ())
            if len(of_report[report]) == 1 or set(event.claims) & set(stood.get(claim.id, {}).get("claims", ()))
        ]
        yield replace(event, claims=tuple(sorted({*event.claims, *gone}))) if gone else event
