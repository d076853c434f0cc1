"""From a ledger's claims to its events, estimates, suggestions and series, kept in the ledger beside what they rest on.

`merge`, `split` and `reestimate` touch only the events that a person ruled on; `pipeline_refresh` works everything out anew.
What a person decided always wins, and survives every refresh. Writing what is there already adds nothing.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterclaim import __version__
from counterclaim.errors import UnknownIdentifier
from counterclaim.estimation.estimates import estimate, origins_of
from counterclaim.estimation.registry import RegistryRelations
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.knowledge.versions import knowledge_version
from counterclaim.ledger.computed import get_event
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.history import NOW, head
from counterclaim.ledger.packing import canonical
from counterclaim.ledger.standing import Result, changed, ids_by_group, since
from counterclaim.ledger.store import Reader, Writer, event_record, writing
from counterclaim.model import Estimate, Event, Reason, Scope, Stance, digest
from counterclaim.pipeline_told import Told, event_of, told_of
from counterclaim.records import claim_to_record, estimate_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger
    from counterclaim.model import Claim
    from counterclaim.records import Record

#: A claim that extraction is less sure of than this waits for a person.
UNSURE = 0.5


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
        called = [founding(view.id) for view in views]
        ruling = Ruling(DecisionKind.MERGE, views[0].id, reason, {"claims": called}, tuple(view.id for view in views[1:]), seen)
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
    """Work out the estimates of one event anew, after a person ruled on one of its claims; raises UnknownIdentifier.

    Nobody waits for it: it is worked out before the lock is taken, and once more under it where others wrote meanwhile.
    """
    read_to = head(ledger).number
    new = changed(ledger, _results_now(ledger, event))
    if not new:
        return
    with writing(ledger, by=by) as writer:
        meanwhile = since(writer.connection, read_to)
        write(writer, _results_now(ledger, event) if meanwhile.ruled or meanwhile.written or meanwhile.regrouped else new)


def _results_now(ledger: Ledger, event: str) -> list[Result]:
    view = get_event(ledger, event)
    one = event_of(view.record)
    held = ids_by_group(ledger, "estimate", [one.id])[one.id]
    return list(results_of(one, told_of(ledger, one), tuple(view.record.get("aliases", ())), held))


def estimate_at(ledger: Ledger, record: Record, moment: Moment = NOW) -> tuple[Estimate, ...]:
    """Return the estimates of an event under every codebook from what was known at a moment; nothing is kept."""
    one = event_of(record)
    return _estimates(one, told_of(ledger, one, moment))


# --- what people ruled ------------------------------------------------------------------------------------------------------


def ruled(events: Iterable[Event], rulings: Iterable[Mapping[str, Any]], report_of: Mapping[str, str]) -> list[Event]:
    """Return the events after the merges and splits that people decided, oldest first; `report_of` is by claim, as of now."""
    found = list(events)
    for body in rulings:
        if body["kind"] == DecisionKind.MERGE:
            named = {*body["fields"].get("claims", ()), *map(founding, (body["target"], *body["others"]))}
            ids = {body["target"], *body["others"]}
            theirs = [event for event in found if event.id in ids or named & set(event.claims)]
            if len(theirs) > 1:
                found = [*(event for event in found if event not in theirs), _merged(theirs)]
        else:
            apart = frozenset(body["others"])
            reports = {**report_of, **body["fields"].get("reports", {})}
            for event in [event for event in found if apart & set(event.claims) and set(event.claims) - apart]:
                found.remove(event)
                found += _parted(event, apart & set(event.claims), reports)
    return sorted(found, key=lambda event: event.id)


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
    if founding(event.id) in going:
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
    claims = frozenset(event.claims)
    mine = [claim for e in told.extractions for claim in e.claims if claim.id in claims]
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


def basis_of(event: Event, told: Told) -> str:
    """Return a digest of all that an event's summary and estimates follow from: while it stays the same, so do they."""
    claims = frozenset(event.claims)
    mine = [claim_to_record(claim) for e in told.extractions for claim in e.claims if claim.id in claims]
    reports = [(r.id, r.lang, r.published, r.outlet, r.text_digest) for r in (e.report for e in told.extractions)]
    ruled_out = sorted((claim, told.ruled_out[claim]) for claim in claims if claim in told.ruled_out)
    followed = [event_record(event), reports, mine, ruled_out, sorted(told.decided & claims), __version__, knowledge_version()]
    return digest("basis", canonical(followed).decode())[:20]


def results_of(event: Event, told: Told, aliases: tuple[str, ...], held: Iterable[str]) -> Iterator[Result]:
    """Yield an event with its summary, then its estimates; those of `held` (ids) that it no longer has are ended."""
    estimates = _estimates(event, told)
    said = {**summary(event, told, estimates), "basis": basis_of(event, told)}
    yield Result("event", event.id, event_record(event, aliases, {"summary": said}))
    wanted = {f"{event.id}/{e.codebook}/{e.outcome.value}/{e.side}": estimate_to_record(e) for e in estimates}
    yield from (Result("estimate", identifier, None, event.id) for identifier in sorted(set(held) - wanted.keys()))
    yield from (Result("estimate", identifier, record, event.id) for identifier, record in sorted(wanted.items()))


def end_of(event: str, held: Iterable[str]) -> Iterator[Result]:
    """Yield that an event and its estimates (`held`, ids) are no more."""
    yield from (Result("estimate", identifier, None, event) for identifier in sorted(held))
    yield Result("event", event, None)


def write(writer: Writer, results: Iterable[Result]) -> None:
    """Write results as made by this version of the program and its knowledge."""
    maker = Reader(__version__, knowledge_version())
    for one in results:
        writer.add_result(one.kind, one.id, one.record, maker=maker, group=one.group)


def _store(writer: Writer, event: Event, told: Told, aliases: tuple[str, ...]) -> None:
    write(writer, results_of(event, told, aliases, writer.held("estimate", event.id)))


def _end(writer: Writer, event: str) -> None:
    write(writer, end_of(event, writer.held("estimate", event)))


def _estimates(event: Event, told: Told) -> tuple[Estimate, ...]:
    return tuple(
        found
        for name in codebook_names()
        for found in estimate(event, told.extractions, load_codebook(name), relations=_relations(), withdrawn=told.ruled_out)
    )


def load() -> None:
    """Make ready what estimates are worked out with."""
    for name in codebook_names():
        load_codebook(name)
    _relations()
    knowledge_version()


def founding(event: str) -> str:
    """Return the claim after which an event is called."""
    return f"clm_{event.removeprefix('evt_')}"


@functools.cache
def _relations() -> RegistryRelations:
    return RegistryRelations(load_actors())
