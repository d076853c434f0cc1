"""One box: words, phrases, beginnings, and what is to be left out; what is found is counted by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.ledger.computed import events_of_claims
from counterclaim.ledger.facets import counted_claims
from counterclaim.ledger.filters import ClaimFilter, ReportFilter
from counterclaim.ledger.history import list_reports
from counterclaim.ledger.lines import CLAIM_COLUMNS, claim_record
from counterclaim.model import Outcome, Stance
from counterclaim.web.asking import Answer, Asking
from counterclaim.web.pages.events import evidence_of

if TYPE_CHECKING:
    from counterclaim.records import Record

#: Facets are counted over so many of the latest finds; more is said as "or more".
COUNTED = 1000
FACETS = ("outcome", "stance", "language", "place_country")


def search(asking: Asking) -> Answer:
    """Answer with the claims whose report holds the words, newest first, and the reports; raises BadQuery."""
    text = asking.value("q")
    outcome, stance = asking.value("outcome", tuple(Outcome)), asking.value("stance", tuple(Stance))
    wanted = ClaimFilter(
        text=text,
        language=asking.value("language"),
        country=asking.value("country"),
        outcome=Outcome(outcome) if outcome else None,
        stance=Stance(stance) if stance else None,
    )
    if text is None:
        words: dict[str, Any] = {"text": None, "lines": [], "facets": {}, "counted": 0, "most": COUNTED, "reports": ()}
        return Answer("Search", "search.html", words, {"claims": []}, [], CLAIM_COLUMNS)
    found = counted_claims(
        asking.ledger, wanted, FACETS, moment=asking.moment, after=asking.after, limit=asking.limit, most=COUNTED
    )
    page = found.page
    facets = {name.removeprefix("place_"): dict(often.most_common(12)) for name, often in found.counts.items()}
    events = events_of_claims(asking.ledger, tuple(line.id for line in page.items), moment=asking.moment)
    reports = list_reports(asking.ledger, ReportFilter(text=text, language=wanted.language), moment=asking.moment, limit=10)
    sentences = evidence_of(page.items, asking)
    words = {
        "text": text,
        "lines": [{"line": line, "evidence": sentences[line.rank], "event": events.get(line.id)} for line in page.items],
        "facets": facets,
        "counted": found.counted,
        "most": COUNTED,
        "reports": reports.items,
    }

    def rows() -> list[Record]:
        return [claim_record(line, names=asking.names) for line in page.items]

    return Answer(
        f"Search: {text}",
        "search.html",
        words,
        lambda: {"query": text, "facets": facets, "claims": rows()},
        rows,
        CLAIM_COLUMNS,
        page.next,
    )
