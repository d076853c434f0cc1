"""Values as JSON records: what is printed, kept and sent.

The names are those of the annotation guide and of the model. What a record repeats for the reader (`claimant`,
`claimant_kind`, `place`, `place_country`, `place_id`, `latitude`, `longitude`) follows from `claimants` and `places`,
and is not read back. `schema/*.json` says the same as this module does, for others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterclaim.model import (
        Attacker,
        Claim,
        Claimant,
        ClaimantKind,
        Estimate,
        Event,
        Extraction,
        Figure,
        Place,
        Reason,
        Rejected,
        Report,
        Responsibility,
        Series,
        Span,
        Suggestion,
        Verdict,
        Verification,
    )

#: One line of JSON, parsed.
Record = dict[str, Any]


def line(record: Record) -> str:
    """Return the record as one line of JSON without its end; half a surrogate pair is written as an escape."""
    plain = json.dumps(record, ensure_ascii=False)
    try:
        plain.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record)
    return plain


# --- values to records ------------------------------------------------------------------------------------------------


def extraction_to_record(extraction: Extraction) -> Record:
    """Return the line of one report: which text was read, and what it claims."""
    report = extraction.report
    return {
        "id": report.id,
        "lang": report.lang,
        "published": report.published,
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "event": report.event,
        "text_digest": report.text_digest,
        "claims": [claim_to_record(claim) for claim in extraction.claims],
        "responsibilities": [responsibility_to_record(one) for one in extraction.responsibilities],
    }


def claim_to_record(claim: Claim) -> Record:
    """Return every field of a claim, those of the annotation guide first; the report's id is not among them."""
    place = claim.place
    return {
        "id": claim.id,
        "evidence": claim.evidence,
        "start": claim.span.start,
        "end": claim.span.end,
        "outcome": claim.outcome.value,
        "low": claim.bounds.low,
        "high": claim.bounds.high,
        "qualifier": claim.bounds.qualifier.value,
        "victims": claim.victims,
        "victim_country": claim.victim_country,
        "victim_kind": claim.victim_kind.value,
        "claimant": claim.claimant,
        "claimant_kind": _word(claim.claimant_kind),
        "via": list(claim.via),
        "stance": claim.stance.value,
        "verification": _word(claim.verification),
        "scope": claim.scope.value,
        "place": place and place.name,
        "place_country": place and place.country,
        "when": claim.when,
        "place_id": place and place.id,
        "latitude": place and place.latitude,
        "longitude": place and place.longitude,
        "figure": claim.figure and _figure_to_record(claim.figure),
        "quantity_word": claim.quantity_word,
        "covers": [outcome.value for outcome in claim.covers],
        "summed": claim.summed,
        "victim_id": claim.victim_id,
        "claimants": [_claimant_to_record(claimant) for claimant in claim.claimants],
        "attacker": claim.attacker and _attacker_to_record(claim.attacker),
        "means": claim.means,
        "places": [_place_to_record(one) for one in claim.places],
        "relations": [{"kind": relation.kind.value, "claim": relation.claim} for relation in claim.relations],
        "confidence": claim.confidence,
        "spans": {name: [_span_to_record(span) for span in spans] for name, spans in claim.spans.items()},
    }


def responsibility_to_record(responsibility: Responsibility) -> Record:
    """Return every field of a statement about who did it."""
    return {
        "evidence": responsibility.evidence,
        **_span_to_record(responsibility.span),
        "accused": responsibility.accused,
        "stance": responsibility.stance.value,
        "claimant": responsibility.claimant,
        "accused_id": responsibility.accused_id,
        "place": responsibility.place and _place_to_record(responsibility.place),
        "when": responsibility.when,
    }


def report_to_record(report: Report) -> Record:
    """Return every field of a report, in the shape that `extract` reads."""
    return {
        "id": report.id,
        "text": report.text,
        "url": report.url,
        "published": report.published,
        "lang": report.lang,
        "outlet": report.outlet,
        "title": report.title,
        "event": report.event,
        "boilerplate": [_span_to_record(span) for span in report.boilerplate],
    }


def rejected_to_record(rejected: Rejected) -> Record:
    """Return the line of an input that was put aside."""
    return {"id": rejected.id, "rejected": rejected.reason}


def event_to_record(event: Event) -> Record:
    """Return every field of an event, with its first place as an extraction's claims have theirs."""
    return {
        "id": event.id,
        "reports": list(event.reports),
        "claims": list(event.claims),
        "place": event.place and _place_to_record(event.place),
        "when": event.when,
        "reasons": [reason_to_record(reason) for reason in event.reasons],
    }


def estimate_to_record(estimate: Estimate) -> Record:
    """Return every field of an estimate."""
    return {
        "event": estimate.event,
        "outcome": estimate.outcome.value,
        "side": estimate.side,
        "low": estimate.low,
        "best": estimate.best,
        "high": estimate.high,
        "codebook": estimate.codebook,
        "grade": estimate.grade,
        "reasons": [reason_to_record(reason) for reason in estimate.reasons],
    }


def reason_to_record(reason: Reason) -> Record:
    """Return a reason: the rule, the sentence, the claims that it speaks of."""
    return {"rule": reason.rule, "text": reason.text, "claims": list(reason.claims)}


def suggestion_to_record(suggestion: Suggestion) -> Record:
    """Return every field of a suggestion."""
    return {
        "one": suggestion.one,
        "other": suggestion.other,
        "score": suggestion.score,
        "reason": reason_to_record(suggestion.reason),
    }


def series_to_record(series: Series) -> Record:
    """Return every field of a series of totals."""
    return {
        "war": series.war,
        "side": series.side,
        "outcome": series.outcome.value,
        "claimant": series.claimant,
        "points": [
            {
                "day": point.day,
                "low": point.bounds.low,
                "high": point.bounds.high,
                "qualifier": point.bounds.qualifier.value,
                "claim": point.claim,
                "report": point.report,
            }
            for point in series.points
        ],
        "falls": list(series.falls),
    }


def verdict_to_record(verdict: Verdict, report: str) -> Record:
    """Return the line that says what became of one number of the report with this id."""
    return {
        "report": report,
        **_span_to_record(verdict.span),
        "text": verdict.text,
        "recogniser": verdict.recogniser,
        "accepted": verdict.accepted,
        "reason": verdict.reason,
    }


def _word(word: ClaimantKind | Verification | None) -> str | None:
    return None if word is None else word.value


def _span_to_record(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _figure_to_record(figure: Figure) -> Record:
    return {
        **_span_to_record(figure.span),
        "text": figure.text,
        "how": figure.how.value,
        "refers_to": figure.refers_to,
    }


def _claimant_to_record(claimant: Claimant) -> Record:
    return {
        "name": claimant.name,
        "id": claimant.id,
        "kind": _word(claimant.kind),
        "country": claimant.country,
        "text": claimant.text,
    }


def _attacker_to_record(attacker: Attacker) -> Record:
    return {"name": attacker.name, "id": attacker.id, "text": attacker.text}


def _place_to_record(place: Place) -> Record:
    return {
        "name": place.name,
        "country": place.country,
        "id": place.id,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_m": place.radius_m,
        "where_prec": place.where_prec,
        "relation": place.relation,
    }
