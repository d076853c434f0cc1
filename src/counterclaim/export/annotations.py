"""Claims as annotations of their texts: W3C Web Annotation (JSON-LD) and Label Studio. Offsets count code points."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Claim, Extraction, Report, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Code points before and after a quote by which it is found again in a changed text.
AROUND = 32


def write_web_annotations(extractions: Iterable[Extraction], stream: TextIO, creator: str) -> int:
    """Write one annotation a line for each claim; return how many there are."""
    count = 0
    for extraction in extractions:
        for claim in extraction.claims:
            stream.write(json.dumps(web_annotation(extraction.report, claim, creator), ensure_ascii=False) + "\n")
            count += 1
    return count


def web_annotation(report: Report, claim: Claim, creator: str) -> dict[str, Any]:
    """Return the annotation of a claim's evidence, with quote and position selectors."""
    tags = [("outcome", claim.outcome.value), ("stance", claim.stance.value), ("scope", claim.scope.value)]
    tags += [("claimant", claim.claimant)] if claim.claimant else []
    return {
        "@context": CONTEXT,
        "id": f"urn:counterclaim:{claim.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "creator": {"type": "Software", "name": creator},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": f"{name}: {value}"}
            for name, value in [*tags, ("figure", _figure(claim))]
        ],
        "target": {
            "source": report.url or f"urn:counterclaim:report:{report.text_digest}",
            "selector": _selectors(report, claim.span),
        },
    }


def write_label_studio(extractions: Iterable[Extraction], stream: TextIO, version: str) -> int:
    """Write one list of tasks with the claims as predictions; return how many tasks there are."""
    stream.write("[")
    count = 0
    for extraction in extractions:
        stream.write((",\n" if count else "\n") + json.dumps(label_studio_task(extraction, version), ensure_ascii=False))
        count += 1
    stream.write("\n]\n")
    return count


def label_studio_task(extraction: Extraction, version: str) -> dict[str, Any]:
    """Return a report as a task: the evidence of claims and the words of their fields as labelled spans."""
    report = extraction.report
    result: list[dict[str, Any]] = []
    for claim in extraction.claims:
        result.append(_label(claim.id, report, claim.span, claim.outcome.value.upper()))
        for name, spans in sorted(claim.spans.items()):
            for number, span in enumerate(spans):
                result.append(_label(f"{claim.id}-{name}-{number}", report, span, name.upper()))
        result += [
            {"from_id": claim.id, "to_id": r.claim, "type": "relation", "direction": "right", "labels": [r.kind.value]}
            for r in claim.relations
        ]
    data = {"text": report.text, "id": report.id, "lang": report.lang, "published": report.published}
    return {"data": data, "predictions": [{"model_version": version, "result": result}]}


def _label(identifier: str, report: Report, span: Span, label: str) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": span.of(report.text), "labels": [label]}
    return {"id": identifier, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def _selectors(report: Report, span: Span) -> list[dict[str, Any]]:
    text = report.text
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _figure(claim: Claim) -> str:
    low, high = claim.bounds.low, claim.bounds.high
    return f"{'' if low is None else low}..{'' if high is None else high} {claim.bounds.qualifier.value}"
