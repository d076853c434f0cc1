"""From a ledger's claims to its events, estimates, suggestions and series, kept in the ledger beside what they rest on.

`refresh` works everything out anew; `merge`, `split` and `reestimate` touch only the events that a person ruled on. What a
person decided always wins, and survives every refresh. Writing what is there already adds nothing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterclaim import __version__
from counterclaim.errors import UnknownIdentifier
from counterclaim.estimation.estimates import estimate, origins_of
from counterclaim.estimation.registry import RegistryRelations
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.knowledge.versions import knowledge_version
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.computed import get_event, list_results
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import NOW, get_report, head, list_entries
from counterclaim.ledger.store import Reader, Writer, writing
from counterclaim.ledger.tracing import list_decisions
from counterclaim.model import Estimate, Event, Extraction, Reason, Scope, Stance, digest
from counterclaim.pipeline import link_extractions
from counterclaim.pipeline_told import (
    CORRECTED,
    PAGE,
    Told,
    corrected_claims,
    event_of,
    every_report,
    told_by,
    told_of,
    with_corrected,
)
from counterclaim.records import estimate_to_record, series_to_record, suggestion_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.linking.events import Linked
    from counterclaim.model import Claim
    from counterclaim.records import Record

#: A claim that extraction is less sure of than this waits for a person.
UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many events the ledger has, and how many entries the refresh added."""

    events: int
    entries: int


def refresh(ledger: Ledger, *, by: str) -> Refreshed:
    """Return what came of working out all events, estimates, suggestions and series anew.

    What was added or decided meanwhile is read again before anything is written, so that a refresh never undoes it.
    """
    found = _work_out(ledger)
    with writing(ledger, by=by) as writer:
        start = writer.head.number if writer.head else 0
        if start != found.read_to:
            found = _work_out(ledger)
        for event in found.events:
            _store(writer, event, found.told(event), _aliases(event, found.before))
        for gone in found.before.keys() - {event.id for event in found.events}:
            _end(writer, gone)
        suggestions = {_pair(one.one, one.other): suggestion_to_record(one) for one in found.linked.suggestions}
        _store_all(writer, "suggestion", suggestions)
        series = {_key(one.war, one.side, one.outcome, one.claimant): series_to_record(one) for one in found.linked.series}
        _store_all(writer, "series", series)
        entries = (writer.head.number if writer.head else 0) - start
    return Refreshed(len(found.events), entries)


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """All events of a ledger up to an entry: after what people ruled, and as they were kept before."""

    read_to: int
    events: tuple[Event, ...]
    linked: Linked
    before: Mapping[str, Record]
    by_report: Mapping[str, Extraction]
    ruled_out: Mapping[str, str]
    decided: frozenset[str]

    def told(self, event: Event) -> Told:
        """Return what the reports of an event tell."""
        theirs = tuple(self.by_report[report] for report in event.reports if report in self.by_report)
        return Told(theirs, self.ruled_out, self.decided)


def _work_out(ledger: Ledger) -> _WorkedOut:
    last = head(ledger)
    told = [told_by(get_report(ledger, line.id)) for line in every_report(ledger)]
    extractions = [extraction for one in told for extraction in one.extractions]
    linked = link_extractions(extractions)
    before = {record["id"]: record for record in list_results(ledger, "event")}
    by_report = {extraction.report.id: extraction for extraction in extractions}
    corrected = corrected_claims(ledger, by_report)
    events = ruled([_named(event) for event in linked.events], _rulings(ledger))
    return _WorkedOut(
        read_to=last.number,
        events=tuple(with_corrected(events, corrected, before)),
        linked=linked,
        before=before,
        by_report={key: replace(one, claims=(*one.claims, *corrected.get(key, ()))) for key, one in by_report.items()},
        ruled_out={claim: why for one in told for claim, why in one.ruled_out.items()}
        | {claim.id: CORRECTED for claims in corrected.values() for claim in claims},
        decided=frozenset(claim for one in told for claim in one.decided),
    )


def merge(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger, event: str, others: Sequence[str], *, by: str, reason: str, seen: int | None = None
) -> str:
    """Return the decision that makes events one; the event known first keeps its id, the others become aliases."""
    with writing(ledger, by=by) as writer:
        views = [get_event(ledger, one) for one in dict.fromkeys((event, *others))]
        if len({view.id for view in views}) < 2:
            raise UnknownIdentifier("second event", event)
        events = [event_of(view.record) for view in views]
        whole = _merged(events)
        aliases = sorted({alias for view in views for alias in (view.id, *view.record.get("aliases", ()))} - {whole.id})
        founding = [_founding(view.id) for view in views]
        ruling = Ruling(DecisionKind.MERGE, views[0].id, reason, {"claims": founding}, tuple(view.id for view in views[1:]), seen)
        told = told_of(ledger, whole)
        decision = writer.add_decision(ruling)
        for gone in events:
            if gone.id != whole.id:
                _end(writer, gone.id)
        _store(writer, whole, told, tuple(aliases))
    return decision


def split(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger, event: str, claims: Sequence[str], *, by: str, reason: str, seen: int | None = None
) -> str:
    """Return the decision that takes claims out of an event into one of their own; the id stays with the founding claim."""
    with writing(ledger, by=by) as writer:
        view = get_event(ledger, event)
        whole = event_of(view.record)
        reports = {line.id: line.report.key for line in view.claims}
        kept, apart = _parted(whole, frozenset(claims), reports)
        told = (told_of(ledger, kept), told_of(ledger, apart))
        ruling = Ruling(DecisionKind.SPLIT, view.id, reason, {"reports": reports}, tuple(sorted(claims)), seen)
        decision = writer.add_decision(ruling)
        _store(writer, kept, told[0], tuple(view.record.get("aliases", ())))
        _store(writer, apart, told[1], ())
    return decision


def reestimate(ledger: Ledger, event: str, *, by: str) -> None:
    """Work out the estimates of one event anew, after a person ruled on one of its claims."""
    with writing(ledger, by=by) as writer:  # read under the lock: the last to write has seen every decision
        view = get_event(ledger, event)
        one = event_of(view.record)
        _store(writer, one, told_of(ledger, one), tuple(view.record.get("aliases", ())))


def estimate_at(ledger: Ledger, record: Record, moment: Moment = NOW) -> tuple[Estimate, ...]:
    """Return the estimates of an event under every codebook from what was known at a moment; nothing is kept."""
    one = event_of(record)
    return _estimates(one, told_of(ledger, one, moment))


# --- what people ruled ------------------------------------------------------------------------------------------------------


def ruled(events: Iterable[Event], rulings: Iterable[Mapping[str, Any]]) -> list[Event]:
    """Return the events after the merges and splits that people decided, oldest first."""
    found = list(events)
    for body in rulings:
        if body["kind"] == DecisionKind.MERGE:
            named = {*body["fields"].get("claims", ()), *map(_founding, (body["target"], *body["others"]))}
            ids = {body["target"], *body["others"]}
            theirs = [event for event in found if event.id in ids or named & set(event.claims)]
            if len(theirs) > 1:
                found = [*(event for event in found if event not in theirs), _merged(theirs)]
        else:
            apart = frozenset(body["others"])
            reports = body["fields"].get("reports", {})
            for event in [event for event in found if apart & set(event.claims) and set(event.claims) - apart]:
                found.remove(event)
                found += _parted(event, apart & set(event.claims), reports)
    return sorted(found, key=lambda event: event.id)


def _rulings(ledger: Ledger) -> list[Mapping[str, Any]]:
    """Return the merges and splits that nobody undid, oldest first."""
    found: list[Mapping[str, Any]] = []
    after: str | None = None
    while True:
        page = list_decisions(ledger, after=after, limit=PAGE)
        found += [
            line.body
            for line in page.items
            if line.kind in (DecisionKind.MERGE, DecisionKind.SPLIT) and line.undone is None and line.body
        ]
        if page.next is None:
            return found[::-1]
        after = page.next


def _merged(events: Sequence[Event]) -> Event:
    """Return one event of several; the first keeps its id, place and time where it has them."""
    first = events[0]
    return replace(
        first,
        reports=tuple(sorted({report for event in events for report in event.reports})),
        claims=tuple(sorted({claim for event in events for claim in event.claims})),
        place=next((event.place for event in events if event.place), None),
        when=next((event.when for event in events if event.when), None),
        reasons=(
            *(reason for event in events for reason in event.reasons),
            Reason("decided", "a person ruled that they are one"),
        ),
    )


def _parted(event: Event, claims: frozenset[str], reports: Mapping[str, str]) -> tuple[Event, Event]:
    """Return what stays and what goes; raises UnknownIdentifier where nothing would stay, or nothing go."""
    going = sorted(claims & set(event.claims))
    staying = sorted(set(event.claims) - claims)
    if not going or not staying:
        raise UnknownIdentifier("claim to part with", ", ".join(sorted(claims)) or "none")
    if _founding(event.id) in going:
        going, staying = staying, going
    told_apart = {reports[claim] for claim in going if claim in reports} or set(event.reports)
    told_here = {reports[claim] for claim in staying if claim in reports} or set(event.reports)
    why = Reason("decided", "a person ruled that they are not one", tuple(going))
    kept = replace(event, claims=tuple(staying), reports=tuple(sorted(told_here)), reasons=(*event.reasons, why))
    apart = replace(
        event, id=f"evt_{going[0].removeprefix('clm_')}", claims=tuple(going), reports=tuple(sorted(told_apart)), reasons=(why,)
    )
    return kept, apart


# --- what is kept -----------------------------------------------------------------------------------------------------------


def summary(event: Event, told: Told, estimates: Iterable[Estimate]) -> Record:
    """Return what a list shows of an event: figures, counts, languages, and what is to be said about them."""
    mine = [claim for e in told.extractions for claim in e.claims if claim.id in event.claims]
    counted = [claim for claim in mine if claim.id not in told.ruled_out]
    of = origins_of(told.extractions)
    known = [e.report for e in told.extractions]
    published = sorted(report.published for report in known if report.published)
    disputed = _disputed(counted, of)
    return {
        "figures": {
            codebook: {e.outcome.value: [e.low, e.best, e.high] for e in estimates if e.codebook == codebook and e.side == "all"}
            for codebook in codebook_names()
        },
        "languages": sorted({report.lang for report in known if report.lang}),
        "outlets": sorted({report.outlet for report in known if report.outlet}),
        "origins": len({of[claim.id].key for claim in mine if claim.id in of}),
        "origin_of": {claim.id: [of[claim.id].key, of[claim.id].name] for claim in mine if claim.id in of},
        "published": [published[0], published[-1]] if published else [],
        "sides": sorted({claim.victim_country for claim in mine if claim.victim_country}),
        "badges": sorted(
            {*_badges(counted, of, disputed), *(("needs_review",) if (disputed | _unsure(counted)) - told.decided else ())}
        ),
        "review": {
            "conflict": sorted(disputed - told.decided),
            "unsure": sorted(_unsure(counted) - told.decided),
        },
    }


def _badges(claims: Sequence[Claim], of: Mapping[str, Any], disputed: set[str]) -> Iterator[str]:
    if disputed:
        yield "disputed"
    if any(claim.stance is Stance.DENIES for claim in claims):
        yield "denied"
    if len({of[claim.id].key for claim in claims if claim.id in of}) == 1:
        yield "one_source"
    if claims and all(claim.scope is Scope.TOTAL for claim in claims):
        yield "total_only"


def _unsure(claims: Iterable[Claim]) -> set[str]:
    return {claim.id for claim in claims if claim.confidence is not None and claim.confidence < UNSURE}


def _disputed(claims: Sequence[Claim], of: Mapping[str, Any]) -> set[str]:
    """Return the claims of one matter whose bounds do not meet those of another origin, or that it denies."""
    found: set[str] = set()
    matters: dict[tuple[str, str | None, str], list[Claim]] = {}
    for claim in claims:
        if claim.scope is Scope.EVENT and (claim.bounds.low is not None or claim.bounds.high is not None):
            matters.setdefault((claim.outcome.value, claim.victim_country, claim.victim_kind.value), []).append(claim)
    for theirs in matters.values():
        for one in theirs:
            for other in theirs:
                if one.id < other.id and _origin(of, one) != _origin(of, other) and _clash(one, other):
                    found |= {one.id, other.id}
    return found


def _origin(of: Mapping[str, Any], claim: Claim) -> str:
    return str(of[claim.id].key) if claim.id in of else claim.report


def _clash(one: Claim, other: Claim) -> bool:
    if (one.stance is Stance.DENIES) != (other.stance is Stance.DENIES):
        return True
    low = max(one.bounds.low or 0, other.bounds.low or 0)
    highs = [side for side in (one.bounds.high, other.bounds.high) if side is not None]
    return bool(highs) and low > min(highs)


def _store(writer: Writer, event: Event, told: Told, aliases: tuple[str, ...]) -> None:
    """Write an event, its summary and its estimates; estimates that it no longer has are ended."""
    maker = Reader(__version__, knowledge_version())
    estimates = _estimates(event, told)
    writer.add_event(event, maker=maker, aliases=aliases, extra={"summary": summary(event, told, estimates)})
    wanted = {f"{event.id}/{e.codebook}/{e.outcome.value}/{e.side}": estimate_to_record(e) for e in estimates}
    held = writer.held("estimate", event.id)
    for identifier in sorted(held - wanted.keys()):
        writer.add_result("estimate", identifier, None, maker=maker, group=event.id)
    for identifier, record in sorted(wanted.items()):
        writer.add_result("estimate", identifier, record, maker=maker, group=event.id)


def _end(writer: Writer, event: str) -> None:
    maker = Reader(__version__, knowledge_version())
    for identifier in sorted(writer.held("estimate", event)):
        writer.add_result("estimate", identifier, None, maker=maker, group=event)
    writer.add_result("event", event, None, maker=maker)


def _store_all(writer: Writer, kind: str, wanted: Mapping[str, Record]) -> None:
    maker = Reader(__version__, knowledge_version())
    for gone in sorted(writer.held(kind) - wanted.keys()):
        writer.add_result(kind, gone, None, maker=maker)
    for identifier, record in sorted(wanted.items()):
        writer.add_result(kind, identifier, record, maker=maker)


def _estimates(event: Event, told: Told) -> tuple[Estimate, ...]:
    return tuple(
        found
        for name in codebook_names()
        for found in estimate(event, told.extractions, load_codebook(name), relations=_relations(), withdrawn=told.ruled_out)
    )


def _named(event: Event) -> Event:
    """Return the event with an id of the ledger's kind, also where the reports carry one of their own."""
    return event if event.id.startswith("evt_") else replace(event, id=f"evt_{digest('event', event.id)[:20]}")


def _aliases(event: Event, before: Mapping[str, Record]) -> tuple[str, ...]:
    """Return the ids under which the event's claims were found before, and those events' own aliases."""
    mine = set(event.claims)
    found: set[str] = set()
    for identifier, record in before.items():
        if _founding(identifier) in mine or identifier == event.id:
            found |= {identifier, *record.get("aliases", ())}
    return tuple(sorted(found - {event.id}))


def _founding(event: str) -> str:
    return f"clm_{event.removeprefix('evt_')}"


def _pair(one: str, other: str) -> str:
    return f"{one}/{other}"


def _key(*parts: str) -> str:
    return f"ser_{digest('series', *parts)[:20]}"


@functools.cache
def _relations() -> RegistryRelations:
    return RegistryRelations(load_actors())


def is_stale(ledger: Ledger) -> bool:
    """Return whether reports came, or people ruled, after the results that the ledger holds."""
    latest = [list_entries(ledger, kind=kind, limit=1).items for kind in (EntryKind.READING, EntryKind.DECISION)]
    made = list_entries(ledger, kind=EntryKind.RESULT, limit=1).items
    newest = max((one.number for found in latest for one in found), default=0)
    return newest > (made[0].number if made else 0)
