"""What waits for a person, one item at a time; who decided what; how far reviewers agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.errors import UnknownIdentifier
from counterclaim.ledger.computed import events_of_claims, get_event, list_results
from counterclaim.ledger.dialect import explained, looking
from counterclaim.ledger.history import get_claim, get_report, head
from counterclaim.ledger.lines import CLAIM_COLUMNS, claim_record, decision_record
from counterclaim.ledger.schema import FOREVER, claims
from counterclaim.ledger.tracing import list_decisions, list_lost_decisions
from counterclaim.model import ClaimantKind, Outcome, Qualifier, Scope, Stance, VictimKind
from counterclaim.web import agreeing, event_index, views
from counterclaim.web.asking import Answer, Asking
from counterclaim.web.event_index import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.ledger.tracing import DecisionLine
    from counterclaim.ledger.views import ClaimLine

CAUSES = {
    "conflict": "origins contradict each other",
    "unsure": "the reading is unsure",
    "fall": "a total fell",
    "lost": "a decision lost its words",
    "link": "two events may be one",
    "second": "a second reviewer is wanted",
}
KEYS = {"next": "j", "previous": "k", "accept": "a", "correct": "c", "reject": "r", "skip": "s", "comment": "m", "select": "x"}
#: What a reviewer may set, and the words to choose from.
FIELDS: dict[str, tuple[str, ...]] = {
    "outcome": tuple(Outcome),
    "low": (),
    "high": (),
    "qualifier": tuple(Qualifier),
    "victims": (),
    "victim_country": (),
    "victim_kind": tuple(VictimKind),
    "claimant": (),
    "claimant_kind": ("", *ClaimantKind),
    "stance": tuple(Stance),
    "scope": tuple(Scope),
    "place": (),
    "place_country": (),
    "when": (),
    "means": (),
}
_AROUND = 400
_DECISIONS = 1000
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A claim that waits, why, and the rank of the event after which the queue goes on."""

    claim: str
    cause: str
    after: str | None


def queue(asking: Asking) -> Answer:
    """Answer with the queue, and with the item that is asked for, else its first; raises UnknownIdentifier."""
    cause = asking.value("cause", tuple(CAUSES))
    items, further = _items(asking, cause)
    asked = asking.value("item")
    at = next((number for number, item in enumerate(items) if item.claim == asked), None)
    current = items[at] if at is not None else Item(asked, cause or "asked", None) if asked else None
    if current is None and items and asking.value("list") is None:
        at, current = 0, items[0]
    lines = _lines(asking, [item.claim for item in items])
    words: dict[str, Any] = {
        "items": [{"item": item, "line": lines[item.claim], "link": _to(asking, item)} for item in items if item.claim in lines],
        "causes": CAUSES,
        "cause": cause,
        "keys": {**KEYS, **{name: key for name, key in asking.preferences.items() if name in KEYS}},
        "shortcuts": asking.preferences.get("shortcuts", "on"),
        "links": _doubtful(asking) if cause == "link" else [],
        "listed": asking.value("list") is not None,
        "current": None,
        "seen": head(asking.ledger).number,
        "list_link": asking.link(list="1", item=None),
        "undo": [one for one in (asking.value("undo") or "").split(",") if one.startswith("dec_")],
    }
    if current is not None:
        words["current"] = _current(asking, current)
        near = items if at is not None else []
        words["place"] = None if at is None else (at + 1, len(items), further is not None)
        words["previous_link"] = _to(asking, near[at - 1]) if at else None
        following = near[at + 1] if at is not None and at + 1 < len(near) else None
        words["next_link"] = _to(asking, following) if following else asking.link(after=further, item=None) if further else None
    rows = [{"cause": item.cause, **claim_record(lines[item.claim], names=True)} for item in items if item.claim in lines]
    record = {"causes": CAUSES, "items": rows, "links": words["links"]}
    return Answer("Review", "review.html", words, record, rows, ("cause", *CLAIM_COLUMNS), further)


def done(asking: Asking) -> Answer:
    """Answer with what people decided, the last first."""
    page = list_decisions(asking.ledger, by=asking.value("by"), after=asking.after, limit=asking.limit)
    rows = [decision_record(one) for one in page.items]
    words = {"lines": page.items}
    return Answer(
        "Decisions",
        "done.html",
        words,
        {"decisions": rows},
        rows,
        ("id", "number", "kind", "target", "by", "recorded", "reason", "fields", "undone"),
        page.next,
    )


def agreement(asking: Asking) -> Answer:
    """Answer with how far reviewers agree who ruled on the same claims."""
    rows = agreeing.agreement(_own(asking))
    words = {"lines": rows}
    return Answer("Agreement", "agreement.html", words, {"agreement": rows}, rows, agreeing.COLUMNS)


# --- what waits -------------------------------------------------------------------------------------------------------------


def _items(asking: Asking, cause: str | None) -> tuple[list[Item], str | None]:
    """Return a page of items, and where the next one begins."""
    found: list[Item] = []
    if asking.after is None:
        if cause in (None, "lost"):
            found += [Item(one.claim, "lost", None) for one in list_lost_decisions(asking.ledger) if one.claim]
        if cause in (None, "fall"):
            falls = [claim for one in list_results(asking.ledger, "series") for claim in one["falls"]]
            found += [Item(claim, "fall", None) for claim in _undecided(asking, falls[:_DECISIONS])]
        if cause == "second":
            found += [Item(claim, "second", None) for claim in _second(asking)]
    further = None
    if cause in (None, "conflict", "unsure"):
        page = event_index.list_events(asking.ledger, Wanted(badge="needs_review"), after=asking.after, limit=20)
        waiting = [
            (claim, why)
            for line in page.items
            for why in ("conflict", "unsure")
            if cause in (None, why)
            for claim in (line.record.get("summary") or {}).get("review", {}).get(why, ())
        ]
        open_ = set(_undecided(asking, [claim for claim, _ in waiting]))
        found += [Item(claim, why, asking.after) for claim, why in waiting if claim in open_]
        further = page.next
    return list({item.claim: item for item in reversed(found)}.values())[::-1], further


def _undecided(asking: Asking, identifiers: list[str]) -> list[str]:
    with explained(asking.ledger.shown), looking(asking.ledger.engine) as connection:
        query = select(claims.c.id).where(claims.c.id.in_(identifiers), claims.c.until == FOREVER, claims.c.decided.is_(None))
        open_ = set(connection.scalars(query))
    return [one for one in identifiers if one in open_]


def _second(asking: Asking) -> Iterator[str]:
    """Yield the claims on which one other person has ruled."""
    me = asking.person.name if asking.person else ""
    by: dict[str, set[str]] = {}
    for one in _own(asking):
        by.setdefault(one.target, set()).add(one.by)
    for claim, names in by.items():
        if len(names) == 1 and me not in names:
            yield claim


def _own(asking: Asking) -> list[DecisionLine]:
    """Return the latest rulings on claims that nobody undid, newest first."""
    kinds = ("accept", "reject", "correct")
    page = list_decisions(asking.ledger, limit=_DECISIONS)
    return [one for one in page.items if one.kind in kinds and one.undone is None]


def _lines(asking: Asking, identifiers: list[str]) -> dict[str, ClaimLine]:
    found = {}
    for identifier in identifiers:
        try:
            found[identifier] = get_claim(asking.ledger, identifier)[0]
        except UnknownIdentifier:
            continue
    return found


def _current(asking: Asking, item: Item) -> dict[str, Any]:
    line = get_claim(asking.ledger, item.claim)[0]
    view = get_report(asking.ledger, line.report.id)
    text, span = view.text or "", line.claim.span
    start, end = views.around(text, span.start, span.end, _AROUND)
    event = events_of_claims(asking.ledger, (line.id,)).get(line.id)
    marks = [(span.start, span.end, "evidence", line.id), *views.claim_marks(line)]
    record = claim_record(line, names=True)
    return {
        "line": line,
        "cause": CAUSES.get(item.cause, "you asked for it"),
        "pieces": views.pieces(text[start:end], marks, start),
        "cut": (start > 0, end < len(text)),
        "fields": [(name, record.get(name), options) for name, options in FIELDS.items()],
        "event": event,
        "beside": [] if event is None else _beside(asking, event, line),
        "decisions": list_decisions(asking.ledger, target=line.id).items,
    }


def _beside(asking: Asking, event: str, line: ClaimLine) -> list[ClaimLine]:
    """Return what others say of the same losses in the event: what a reviewer holds against a claim."""
    others = [one for one in get_event(asking.ledger, event).claims if one.id != line.id]
    return [one for one in others if one.claim.outcome is line.claim.outcome and one.claim.scope is line.claim.scope][:_BESIDE]


def _doubtful(asking: Asking) -> list[Any]:
    found = sorted(list_results(asking.ledger, "suggestion"), key=lambda one: -one["score"])[:20]
    names = event_index.titles(asking.ledger, [event for one in found for event in (one["one"], one["other"])])
    return [{**one, "names": [names.get(one[side], one[side]) for side in ("one", "other")]} for one in found]


def _to(asking: Asking, item: Item) -> str:
    return asking.link(item=item.claim, list=None, after=item.after, undo=None)
