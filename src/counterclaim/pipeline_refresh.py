"""Working out all of a ledger's events anew: outside the writers' lock, and written a few events at a time.

Others add and decide while it runs. What a person decided meanwhile is never undone: events that were ruled on are looked
at again under the lock, and where events were merged or parted everything is worked out once more.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterclaim.ledger.computed import list_results
from counterclaim.ledger.decisions import ON_EVENTS
from counterclaim.ledger.history import head
from counterclaim.ledger.standing import Meanwhile, Result, changed, ids_by_group, last_source, refreshed, since, standing_ids
from counterclaim.ledger.store import writing
from counterclaim.ledger.tracing import list_decisions
from counterclaim.model import Event, digest
from counterclaim.pipeline import link_extractions
from counterclaim.pipeline_events import basis_of, end_of, results_of, ruled, write
from counterclaim.pipeline_told import (
    CORRECTED,
    PAGE,
    Told,
    corrected_claims,
    every_report,
    told_by,
    told_of,
    with_corrected,
)
from counterclaim.records import series_to_record, suggestion_to_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.ledger.opening import Ledger
    from counterclaim.ledger.store import Writer
    from counterclaim.linking.events import Linked
    from counterclaim.model import Extraction
    from counterclaim.records import Record

#: How many events are written at a time, unless more hang together.
_PIECE = 20
#: How often everything is worked out anew because people regrouped events meanwhile, before others have to wait.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many events the ledger has, and how many entries the refresh added."""

    events: int
    entries: int


def refresh(ledger: Ledger, *, by: str) -> Refreshed:
    """Return what came of working out all events, estimates, suggestions and series anew."""
    entries = 0
    for _ in range(_TRIES):
        found = _work_out(ledger)
        run = _Run(ledger, found, by)
        whole = run.write()
        entries += run.entries
        if whole:
            return Refreshed(len(found.events), entries)
    with writing(ledger, by=by) as writer:
        found = _work_out(ledger)
        start = _number(writer)
        for piece in _pieces(found):
            write(writer, changed(ledger, _results(ledger, found, piece)))
        write(writer, changed(ledger, _rest(ledger, found)))
        write(writer, [refreshed(writer.connection, found.last_source)])
        return Refreshed(len(found.events), entries + _number(writer) - start)


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """All events of a ledger up to an entry: after what people ruled, and as they were kept before."""

    read_to: int
    last_source: int
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
    told = [told_by(view) for view in every_report(ledger)]
    extractions = [extraction for one in told for extraction in one.extractions]
    linked = link_extractions(extractions)
    before = {record["id"]: record for record in list_results(ledger, "event")}
    by_report = {extraction.report.id: extraction for extraction in extractions}
    corrected = corrected_claims(ledger, by_report)
    report_of = {claim.id: extraction.report.id for extraction in extractions for claim in extraction.claims}
    events = ruled([_named(event) for event in linked.events], _rulings(ledger), report_of)
    return _WorkedOut(
        read_to=last.number,
        last_source=last_source(ledger, upto=last.number),
        events=tuple(with_corrected(events, corrected, before)),
        linked=linked,
        before=before,
        by_report={key: replace(one, claims=(*one.claims, *corrected.get(key, ()))) for key, one in by_report.items()},
        ruled_out={claim: why for one in told for claim, why in one.ruled_out.items()}
        | {claim.id: CORRECTED for claims in corrected.values() for claim in claims},
        decided=frozenset(claim for one in told for claim in one.decided),
    )


def _rulings(ledger: Ledger) -> list[Mapping[str, Any]]:
    """Return the merges and splits that nobody undid, oldest first."""
    found: list[Mapping[str, Any]] = []
    after: str | None = None
    while True:
        page = list_decisions(ledger, after=after, limit=PAGE)
        found += [line.body for line in page.items if line.kind in ON_EVENTS and line.undone is None and line.body]
        if page.next is None:
            return found[::-1]
        after = page.next


def _named(event: Event) -> Event:
    """Return the event with an id of the ledger's kind, also where the reports carry one of their own."""
    return event if event.id.startswith("evt_") else replace(event, id=f"evt_{digest('event', event.id)[:20]}")


# --- pieces -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """Events that are written together, and the ids of those that they take the place of."""

    events: tuple[Event, ...]
    gone: tuple[str, ...]


def _pieces(found: _WorkedOut) -> Iterator[_Piece]:
    """Yield all events in pieces. Those that shared claims, or share them now, are in one: a claim is never in two events."""
    groups = _Groups()
    for identifier, claims in itertools.chain(
        ((record["id"], record["claims"]) for record in found.before.values()), ((one.id, one.claims) for one in found.events)
    ):
        for claim in claims:
            groups.join(identifier, claim)
    members: dict[str, tuple[list[Event], list[str]]] = {}
    for event in found.events:
        members.setdefault(groups.of(event.id), ([], []))[0].append(event)
    for gone in found.before.keys() - {event.id for event in found.events}:
        members.setdefault(groups.of(gone), ([], []))[1].append(gone)
    events, ended = list[Event](), list[str]()
    for some, old in members.values():
        events += some
        ended += old
        if len(events) + len(ended) >= _PIECE:
            yield _Piece(tuple(events), tuple(sorted(ended)))
            events, ended = [], []
    if events or ended:
        yield _Piece(tuple(events), tuple(sorted(ended)))


class _Groups:
    """Which names hang together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the name that stands for a name's group."""
        above = self._above
        while (over := above.get(name, name)) != name:
            above[name] = above.get(over, over)
            name = over
        return name

    def join(self, one: str, other: str) -> None:
        """Make the groups of two names one."""
        self._above[self.of(other)] = self.of(one)


def _results(ledger: Ledger, found: _WorkedOut, piece: _Piece) -> list[Result]:
    """Return what ends, and the events that rest on something else than before, with their estimates."""
    new = [(event, told) for event in piece.events if not _stands(event, told := found.told(event), found)]
    held = ids_by_group(ledger, "estimate", [*piece.gone, *(event.id for event, _ in new)])
    ended = [one for gone in piece.gone for one in end_of(gone, held[gone])]
    return ended + [one for event, told in new for one in results_of(event, told, _aliases(event, found), held[event.id])]


def _stands(event: Event, told: Told, found: _WorkedOut) -> bool:
    """Return whether the ledger has the event as it would be worked out."""
    before = found.before.get(event.id, {})
    same = (before.get("summary") or {}).get("basis") == basis_of(event, told)
    return same and tuple(before.get("aliases", ())) == _aliases(event, found)


def _rest(ledger: Ledger, found: _WorkedOut) -> list[Result]:
    """Return what is of no single event: suggestions and series."""
    wanted = [Result("suggestion", f"{one.one}/{one.other}", suggestion_to_record(one)) for one in found.linked.suggestions]
    wanted += [
        Result("series", _key(one.war, one.side, one.outcome, one.claimant), series_to_record(one)) for one in found.linked.series
    ]
    known = {(one.kind, one.id) for one in wanted}
    ended = [
        Result(kind, gone, None)
        for kind in ("suggestion", "series")
        for gone in sorted(standing_ids(ledger, kind))
        if (kind, gone) not in known
    ]
    return [*ended, *sorted(wanted, key=lambda one: (one.kind, one.id))]


def _aliases(event: Event, found: _WorkedOut) -> tuple[str, ...]:
    """Return the ids under which the event's claims were found before, and those events' own aliases."""
    there = {event.id, *(f"evt_{claim.removeprefix('clm_')}" for claim in event.claims)} & found.before.keys()
    aliases = {alias for old in there for alias in (old, *found.before[old].get("aliases", ()))}
    return tuple(sorted(aliases - {event.id}))


def _key(*parts: str) -> str:
    return f"ser_{digest('series', *parts)[:20]}"


# --- writing while others do ------------------------------------------------------------------------------------------------


class _Run:
    """One way through all pieces. `entries` counts what it added."""

    def __init__(self, ledger: Ledger, found: _WorkedOut, by: str) -> None:
        self.entries = 0
        self._ledger, self._found, self._by = ledger, found, by
        self._seen = found.read_to
        self._claims = {identifier: frozenset(record["claims"]) for identifier, record in found.before.items()}
        self._again: set[str] = set()

    def write(self) -> bool:
        """Write what is new; False where people regrouped events meanwhile: then all is to be worked out anew."""
        ledger, found = self._ledger, self._found
        for piece in _pieces(found):
            new = changed(ledger, _results(ledger, found, piece))
            if new and not self._write(new, piece.events):
                return False
        return self._write(changed(ledger, _rest(ledger, found)), found.events, last=True)

    def _write(self, new: Sequence[Result], events: Sequence[Event], *, last: bool = False) -> bool:
        """Write results, and events that were ruled on meanwhile as they are now; False where events were regrouped."""
        with writing(self._ledger, by=self._by) as writer:
            start = _number(writer)
            meanwhile = since(writer.connection, self._seen)
            if self._is_regrouped(meanwhile):
                return False
            self._again |= meanwhile.ruled | meanwhile.written.keys()
            touched = [one for one in events if one.id in self._again or not self._again.isdisjoint(one.claims)]
            names = {one.id for one in touched}
            write(writer, (one for one in new if not names & {one.id, one.group}))
            for event in touched:
                held = writer.held("estimate", event.id)
                write(writer, results_of(event, told_of(self._ledger, event), _aliases(event, self._found), held))
            if last:
                write(writer, [refreshed(writer.connection, self._found.last_source)])
            self._seen = _number(writer)
            self.entries += self._seen - start
        self._claims |= {event.id: frozenset(event.claims) for event in events}
        return True

    def _is_regrouped(self, meanwhile: Meanwhile) -> bool:
        """Return whether others changed which claims belong together."""
        other = any(self._claims.get(event, frozenset()) != claims for event, claims in meanwhile.written.items())
        return meanwhile.regrouped or other


def _number(writer: Writer) -> int:
    return writer.head.number if writer.head else 0
