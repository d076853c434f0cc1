"""Reports and one report: the text as found, what was read in it, and what was not used and why."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from counterclaim.errors import InputError
from counterclaim.extraction import claims as extraction
from counterclaim.knowledge.loading import Knowledge, load_knowledge
from counterclaim.ledger.computed import events_of_claims
from counterclaim.ledger.filters import ReportFilter
from counterclaim.ledger.history import get_claim, get_report, list_failures, list_reports
from counterclaim.ledger.lines import CLAIM_COLUMNS, REPORT_COLUMNS, claim_record, report_record
from counterclaim.ledger.tracing import claim_history, list_decisions, report_history
from counterclaim.model import Report, Verdict
from counterclaim.web import views
from counterclaim.web.asking import Answer, Asking

if TYPE_CHECKING:
    from pathlib import Path

    from counterclaim.ledger.views import ReportView


def reports(asking: Asking) -> Answer:
    """Answer with the reports of the ledger, newest first: the sources."""
    wanted = ReportFilter(
        language=asking.value("language"),
        outlet=asking.value("outlet"),
        state=asking.value("state", ("read", "unread")),
        text=asking.value("q"),
        originals=asking.value("copies") == "no",
    )
    page = list_reports(asking.ledger, wanted, moment=asking.moment, after=asking.after, limit=asking.limit)
    records = [report_record(line) for line in page.items]
    failures = list_failures(asking.ledger, limit=20).items if not asking.after else ()
    return Answer(
        "Sources",
        "reports.html",
        {"lines": page.items, "failures": failures},
        {"reports": records},
        records,
        REPORT_COLUMNS,
        page.next,
    )


def report(asking: Asking) -> Answer:
    """Answer with one report; without a login with its evidence only. Raises UnknownIdentifier."""
    version = asking.value("version")
    view = get_report(
        asking.ledger,
        asking.given["identifier"],
        moment=asking.moment,
        version=int(version) if version and version.isdecimal() and len(version) < 9 else None,
    )
    whole = asking.person is not None and view.text is not None
    marks = [
        mark
        for line in view.claims
        for mark in ((line.claim.span.start, line.claim.span.end, "evidence", line.id), *views.claim_marks(line))
    ]
    records = [claim_record(line, names=asking.names) for line in view.claims]
    words = {
        "view": view,
        "line": view.line,
        "title_text": view.line.title or view.line.key,
        "whole": whole,
        "paragraphs": views.paragraphs(view.text or "", marks, view.boilerplate) if whole else [],
        "sentences": [(line, views.sentence_of(view.text, line)) for line in view.claims],
        "events": events_of_claims(asking.ledger, tuple(line.id for line in view.claims), moment=asking.moment),
        "verdicts": _verdicts(view, asking) if whole else (),
        "related": list_reports(asking.ledger, ReportFilter(copies_of=view.line.copy_of or view.line.id), limit=20).items,
        "steps": report_history(asking.ledger, view.line.id, moment=asking.moment),
    }
    record: dict[str, Any] = {
        **report_record(view.line),
        "made": records,
        "versions": [{"version": number, "entry": entry} for number, entry in view.versions],
        "found": view.capture and {name: value for name, value in view.capture.items() if name != "headers"},
    }
    if whole:
        record["text"] = view.text
    return Answer(view.line.title or view.line.key, "report.html", words, record, records, CLAIM_COLUMNS)


def claim(asking: Asking) -> Answer:
    """Answer with one claim in every report that makes it, its event and its history; raises UnknownIdentifier."""
    lines = get_claim(asking.ledger, asking.given["identifier"], moment=asking.moment)
    line = lines[0]
    records = [claim_record(one, names=asking.names) for one in lines]
    words = {
        "line": line,
        "lines": lines,
        "evidence": views.evidence(line),
        "event": events_of_claims(asking.ledger, (line.id,), moment=asking.moment).get(line.id),
        "steps": claim_history(asking.ledger, line.id, moment=asking.moment),
        "decisions": list_decisions(asking.ledger, target=line.id).items,
        "fields": {
            name: value
            for name, value in records[0].items()
            if value not in (None, [], {}, "") and name not in ("spans", "figure", "evidence", "claimants", "places", "chain")
        },
        "may_rule": asking.may("coder"),
    }
    bounds = line.claim.bounds
    who = line.claim.claimant if asking.names else None
    title = f"{who or line.report.outlet or 'A report'}: {views.figure(bounds.low, bounds.high)} {line.claim.outcome.value}"
    return Answer(title, "claim.html", words, records[0] | {"in": records}, records, CLAIM_COLUMNS)


@functools.lru_cache(maxsize=256)
def _explained(text: str, lang: str, published: str | None, cache: Path | None) -> tuple[Verdict, ...]:
    try:
        return tuple(extraction.explain(Report("report", text, lang=lang, published=published), _knowledge(cache)))
    except InputError:
        return ()


@functools.cache
def _knowledge(cache: Path | None) -> Knowledge:
    return load_knowledge(cache)


def _verdicts(view: ReportView, asking: Asking) -> tuple[Verdict, ...]:
    """Return the numbers of a text that were not taken for losses, and why."""
    if not view.text or not view.line.language:
        return ()
    found = _explained(view.text, view.line.language, view.line.published, asking.settings.cache)
    return tuple(verdict for verdict in found if not verdict.accepted)
