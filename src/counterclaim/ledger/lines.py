"""What the ledger shows as JSON records; the command line and the web write the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.ledger.anonymity import without_names
from counterclaim.records import claim_to_record

if TYPE_CHECKING:
    from counterclaim.ledger.chain import Entry
    from counterclaim.ledger.computed import EventView
    from counterclaim.ledger.positions import Position
    from counterclaim.ledger.tracing import DecisionLine, Step
    from counterclaim.ledger.views import ClaimLine, FailureLine, ReportLine, ReportView
    from counterclaim.records import Record

REPORT_COLUMNS = (
    "id", "report", "version", "state", "lang", "published", "outlet", "url", "title", "event", "claims", "copy_of",
    "text_digest", "capture", "reading", "program", "knowledge",
)  # fmt: skip
CLAIM_COLUMNS = (
    "report", "id", "status", "lang", "published", "outlet", "url", "outcome", "low", "high", "qualifier", "victims",
    "victim_country", "victim_kind", "claimant", "claimant_kind", "via", "chain", "stance", "verification", "scope",
    "place", "place_country", "place_id", "latitude", "longitude", "when", "means", "confidence", "copy_of", "evidence",
    "start", "end",
)  # fmt: skip
POSITION_COLUMNS = ("change", "before", *CLAIM_COLUMNS)
STEP_COLUMNS = ("number", "recorded", "by", "kind", "what", "reason", "status", "low", "high", "digest")


def report_record(report: ReportLine) -> Record:
    """Return the record of a report's line."""
    return {
        "id": report.id,
        "report": report.key,
        "version": report.version,
        "state": report.state,
        "lang": report.language,
        "published": report.published,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "event": report.event,
        "claims": report.claims,
        "copy_of": report.copy_of,
        "text_digest": report.text_digest,
        "capture": report.capture,
        "reading": report.reading,
        "program": report.program,
        "knowledge": report.knowledge,
    }


def claim_record(line: ClaimLine, *, names: bool) -> Record:
    """Return the record of a claim with its report; `names` keeps the names of persons."""
    record = claim_to_record(line.claim)
    if not names:
        record = without_names(record)
    report = line.report
    return {
        "report": report.key,
        **record,
        "status": line.status.value,
        "lang": report.language,
        "published": report.published,
        "outlet": report.outlet,
        "url": report.url,
        "copy_of": report.copy_of,
        "chain": [part for part in (record["claimant"], *record["via"], report.outlet) if part],
    }


def position_record(position: Position, *, names: bool) -> Record:
    """Return the record of a position."""
    return {
        "change": position.change.value,
        "before": position.before,
        **claim_record(position.line, names=names),
    }


def report_view_record(view: ReportView, *, names: bool) -> Record:
    """Return the record of a whole report: its line, text, claims and how it was found."""
    return {
        **report_record(view.line),
        "text": view.text,
        "boilerplate": [{"start": span.start, "end": span.end} for span in view.boilerplate],
        "made": [claim_record(line, names=names) for line in view.claims],
        "found": view.capture,
        "versions": [{"version": version, "entry": entry} for version, entry in view.versions],
    }


def event_record(view: EventView, *, names: bool) -> Record:
    """Return the record of an event with its claims and estimates."""
    return {
        **view.record,
        "id": view.id,
        "entry": view.entry,
        "made": [claim_record(line, names=names) for line in view.claims],
        "estimates": list(view.estimates),
    }


def failure_record(failure: FailureLine) -> Record:
    """Return the record of a failure."""
    return {
        "number": failure.number,
        "source": failure.source,
        "reason": failure.reason,
        "recorded": failure.recorded,
    }


def entry_record(entry: Entry) -> Record:
    """Return the record of an entry of the chain."""
    return {
        "number": entry.number,
        "kind": entry.kind.value,
        "recorded": entry.recorded,
        "by": entry.by,
        "subject": entry.subject,
        "body": entry.body,
        "previous": entry.previous,
        "digest": entry.digest,
    }


def step_record(step: Step) -> Record:
    """Return the record of one entry in the life of a thing."""
    body = step.body
    return {
        **entry_record(step.entry),
        "what": "redacted" if body is None else what(body),
        "reason": (body or {}).get("reason"),
        "status": step.status and step.status.value,
        "low": step.low,
        "high": step.high,
    }


def decision_record(decision: DecisionLine) -> Record:
    """Return the record of a decision."""
    return {
        "id": decision.id,
        "number": decision.number,
        "kind": decision.kind,
        "target": decision.target,
        "by": decision.by,
        "recorded": decision.recorded,
        "reason": decision.reason,
        "fields": (decision.body or {}).get("fields"),
        "undone": decision.undone,
        "claim": decision.claim,
        "found": decision.found and decision.found.value,
    }


def what(body: dict[str, Any]) -> str:
    """Return in a few words what an entry says."""
    if "reader" in body:
        return f"read by {body['reader']['program']} / {body['reader']['knowledge']}: {len(body['claims'])} claims"
    if "bytes" in body:
        return f"captured {body['bytes']['size']} bytes from {body['source']}"
    if "target" in body:
        changed = ", ".join(f"{name} = {value}" for name, value in body["fields"].items())
        return f"{body['kind']} {body['target']}" + (f": {changed}" if changed else "")
    if "upto" in body:
        return f"{body['kind']} {body['id']}" + ("" if body["record"] is not None else " ended")
    return ", ".join(f"{name} {value}" for name, value in body.items() if isinstance(value, (str, int)))
