"""Every page by its address: what answers it, and what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.knowledge.codebook import codebook_names
from counterclaim.web.event_index import BADGES
from counterclaim.web.pages import claimants, events, ledger, methodology, people, reports, review, search, totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.web.asking import Answer, Asking

#: What every page understands.
EVERYWHERE = (
    ("as_of", "Only what had been recorded in the ledger by the end of that day."),
    ("known_by", "Only what had been published by the end of that day."),
)
LISTS = (("after", "Where the page begins: the `next` of the one before."), ("limit", "How many lines, 1 to 500."))
_EVENTS = (
    ("country", "Where it happened: ISO 3166 alpha-3."),
    ("side", "Whose losses: ISO 3166 alpha-3."),
    ("language", "A language that reports of it."),
    ("badge", f"One of {', '.join(BADGES)}."),
    ("outcome", "An outcome of which it has a figure."),
    ("since", "Not before this day."),
    ("until", "Not after this day."),
    ("month", "YYYY-MM."),
    ("q", "Words of its place or outlets."),
    ("codebook", f"One of {', '.join(codebook_names())}."),
)


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page: its address, what answers, what it is, what may be asked, and the role that it needs (None: no login).

    `slashes` says that ids may hold any sign.
    """

    path: str
    answers: Callable[[Asking], Answer]
    about: str
    parameters: tuple[tuple[str, str], ...] = ()
    needs: str | None = None
    slashes: bool = False

    def described(self) -> dict[str, Any]:
        """Return the query parameters as OpenAPI has them."""
        asked = (*self.parameters, *EVERYWHERE)
        return {
            "parameters": [
                {"name": name, "in": "query", "required": False, "description": about, "schema": {"type": "string"}}
                for name, about in asked
            ]
        }


PAGES = (
    PageRoute("/events", events.events, "Events, with filters and counts", (*_EVENTS, *LISTS)),
    PageRoute("/events/{identifier}/estimate", events.estimate, "An estimate, step by step", _EVENTS[-1:]),
    PageRoute("/events/{identifier}", events.event, "One event", _EVENTS[-1:]),
    PageRoute(
        "/sources",
        reports.reports,
        "The reports of the ledger",
        (("language", "Of the report."), ("outlet", "Who published it."), ("q", "Words of the text."), *LISTS),
    ),
    PageRoute(
        "/reports",
        reports.reports,
        "The reports of the ledger",
        (("language", "Of the report."), ("outlet", "Who published it."), ("q", "Words of the text."), *LISTS),
    ),
    PageRoute("/reports/{identifier}", reports.report, "One report", (("version", "An earlier version."),)),
    PageRoute("/claims/{identifier}", reports.claim, "One claim"),
    PageRoute("/claimants", claimants.claimants, "Who speaks, and how often", LISTS),
    PageRoute("/claimants/{identifier}", claimants.claimant, "What one claimant said", LISTS, slashes=True),
    PageRoute("/totals", totals.totals, "Running totals", (("war", "Where: ISO 3166 alpha-3."), ("outcome", "Of what."))),
    PageRoute(
        "/search",
        search.search,
        "Search in texts",
        (
            ("q", 'Words, "a phrase", begin*, -without.'),
            ("language", "Of the report."),
            ("outcome", "Of the claim."),
            ("stance", "Of the claim."),
            ("country", "Where it happened."),
            *LISTS,
        ),
    ),
    PageRoute("/review/agreement", review.agreement, "How far reviewers agree", needs="coder"),
    PageRoute("/review/done", review.done, "Who decided what, when", (("by", "Whose decisions."), *LISTS), needs="coder"),
    PageRoute("/review", review.queue, "What waits for a person", (("cause", "Why it waits."), *LISTS), needs="coder"),
    PageRoute(
        "/ledger",
        ledger.entries,
        "The entries of the ledger",
        (
            ("kind", "Of the entry."),
            ("by", "Who wrote it."),
            ("subject", "What it is about: an id."),
            ("since", "Recorded on or after this day."),
            ("until", "Recorded on or before this day."),
            *LISTS,
        ),
    ),
    PageRoute("/ledger/{identifier}", ledger.entry, "One entry", needs="reader"),
    PageRoute("/methodology", methodology.methodology, "How figures come about"),
    PageRoute("/people", people.people, "Who may do what", needs="admin"),
    PageRoute("/tokens", people.tokens, "Tokens of the API", needs="reader"),
)
