"""From what reports claim to events: the verb `link`."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.edtf import covering
from counterclaim.knowledge.linking import Weights, load_weights
from counterclaim.linking.blocking import WHOLE, Share, candidates, rarities
from counterclaim.linking.clustering import FLOOR, Clusters, Kept, Limits, Pair, cluster
from counterclaim.linking.comparison import compare
from counterclaim.linking.incidents import Incident, incidents
from counterclaim.linking.scoring import reasons, score_from
from counterclaim.linking.totals import total_series
from counterclaim.linking.when import days_named
from counterclaim.model import Event, Reason, Series, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.model import Extraction, Place


#: How much more than a link two events need whose known days all lie apart.
DOUBT = 1.0
#: So many other events are put before a person for each event.
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on claims (or reports without claims): that they are of one event, or are not."""

    claims: tuple[str, str]
    together: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """The events, those that may be one, and the totals as series."""

    events: tuple[Event, ...]
    suggestions: tuple[Suggestion, ...] = ()
    series: tuple[Series, ...] = ()


def link(extractions: Iterable[Extraction], *, decided: Sequence[Decided] = (), weights: Weights | None = None) -> Linked:
    """Return the events of the reports, in the order of their ids, whatever the order of the reports.

    A report without a claim on an event is in one only together with others. Reports that carry the same `event` are one event
    of that id and are not linked. A doubtful link is a suggestion, never
    an event. What a person decided always wins.
    """
    known = list(extractions)
    given = [extraction for extraction in known if extraction.report.event is not None]
    free = sorted((e for e in known if e.report.event is None), key=lambda e: e.report.id)
    events, suggestions = _linked(free, decided, weights or load_weights())
    return Linked(
        events=tuple(sorted([*given_events(given), *events], key=lambda event: event.id)),
        suggestions=suggestions,
        series=total_series(known),
    )


def given_events(extractions: Iterable[Extraction]) -> list[Event]:
    """Return one event for each `event` that reports carry, with all their claims."""
    by_event: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in extractions:
        if extraction.report.event is not None:
            by_event[extraction.report.event].append(extraction)
    return [_given(key, of) for key, of in sorted(by_event.items())]


def _given(key: str, extractions: Sequence[Extraction]) -> Event:
    told = [incidents(extraction)[0] for extraction in sorted(extractions, key=lambda e: e.report.id)]
    return Event(
        id=key,
        reports=tuple(sorted({e.report.id for e in extractions})),
        claims=tuple(sorted({claim.id for e in extractions for claim in e.claims})),
        place=_place(told),
        when=_when(told),
        reasons=(Reason("given", "the reports carry this event's id"),),
    )


def _linked(
    extractions: Sequence[Extraction], decided: Sequence[Decided], weights: Weights
) -> tuple[list[Event], tuple[Suggestion, ...]]:
    every = [incident for extraction in extractions for incident in incidents(extraction)]
    rarity = rarities(every)
    return link_incidents(every, scored_pairs(every, rarity, weights), rarity, weights, decided=decided)


def scored_pairs(
    every: Sequence[Incident], rarity: Mapping[str, float], weights: Weights, share: Share = WHOLE
) -> Iterator[Pair]:
    """Yield the pairs of incidents that may belong together, of all blocks or of a share of them."""
    for one, other in candidates(every, rarity, share):
        worth = score_from(weights.suggest, every[one], every[other], rarity, weights)
        if worth is not None:
            yield Pair(worth, one, other)


def link_incidents(
    every: Sequence[Incident],
    pairs: Iterable[Pair],
    rarity: Mapping[str, float],
    weights: Weights,
    *,
    decided: Sequence[Decided] = (),
) -> tuple[list[Event], tuple[Suggestion, ...]]:
    """Return the events of incidents that these pairs may join, and the doubtful links between them.

    Reports of the same words have the same claims and tell of the same events, whenever they appeared. Incidents that no
    pair connects, over however many others, do not concern each other and may be linked apart.
    """

    def scored(one: int, other: int) -> float:
        worth = score_from(-FLOOR, every[one], every[other], rarity, weights)
        return -FLOOR if worth is None else worth

    together, apart = _positions(every, decided)
    copies = list(copied(incident.id for incident in every))
    clusters = cluster(
        pairs,
        [f"{incident.id} {incident.report}" for incident in every],
        scored,
        limits=Limits(weights.link, weights.suggest, DOUBT),
        kept=Kept((*copies, *together), (*apart, *_same_report(every)), [days_named(incident) for incident in every]),
    )
    return _events(every, clusters, rarity, weights)


def copied(ids: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield each position of an id that was there before, with its first one: incidents of reports word for word the same."""
    first: dict[str, int] = {}
    for at, one in enumerate(ids):
        if first.setdefault(one, at) != at:
            yield first[one], at


def _events(
    every: Sequence[Incident],
    clusters: Clusters,
    rarity: Mapping[str, float],
    weights: Weights,
) -> tuple[list[Event], tuple[Suggestion, ...]]:
    why: dict[int, list[Reason]] = defaultdict(list)
    of: dict[int, str] = {}
    events = []
    for pair in clusters.joined:
        one, other = every[pair.one], every[pair.other]
        why[pair.one].append(reasons(compare(one, other, rarity), weights, (one.id, other.id)))
    for members in clusters.members:
        told = [every[at] for at in members]
        if not _is_told(told):
            continue
        event = Event(
            id=_event_id(told),
            reports=tuple(sorted({incident.report for incident in told})),
            claims=tuple(sorted({claim for incident in told for claim in incident.claims})),
            place=_place(told),
            when=_when(told),
            reasons=(*_same_words(told), *(reason for at in members for reason in why[at])),
        )
        events.append(event)
        of.update(dict.fromkeys(members, event.id))
    suggestions = _suggestions(clusters, every, of, rarity, weights)
    return events, suggestions


def _is_told(told: Sequence[Incident]) -> bool:
    """Return whether an event is worth a line: of what one report tells without a claim, nothing can be compared or estimated."""
    return any(incident.claims for incident in told) or len({incident.report for incident in told}) > 1


def _same_words(told: Sequence[Incident]) -> Iterator[Reason]:
    counted = Counter(incident.id for incident in told)
    for one in sorted(one for one, times in counted.items() if times > 1):
        yield Reason("link", "word for word the same text", (one,))


def _suggestions(
    clusters: Clusters, every: Sequence[Incident], of: Mapping[int, str], rarity: Mapping[str, float], weights: Weights
) -> tuple[Suggestion, ...]:
    """Return the strongest doubtful pairs between events, a few for each event."""
    counted: Counter[str] = Counter()
    found: dict[tuple[str, str], Pair] = {}
    doubtful = [pair for pair in clusters.doubtful if pair.one in of and pair.other in of]
    for pair in sorted(doubtful, key=lambda pair: (-pair.score, every[pair.one].id, every[pair.other].id)):
        one, other = sorted((of[pair.one], of[pair.other]))
        if every[pair.one].report == every[pair.other].report or (one, other) in found:
            continue
        if max(counted[one], counted[other]) < MOST_SUGGESTIONS:
            counted.update((one, other))
            found[one, other] = pair
    return tuple(_suggestion(key, pair, every, rarity, weights) for key, pair in sorted(found.items()))


def _suggestion(
    key: tuple[str, str], pair: Pair, every: Sequence[Incident], rarity: Mapping[str, float], weights: Weights
) -> Suggestion:
    one, other = every[pair.one], every[pair.other]
    reason = reasons(compare(one, other, rarity), weights, (one.id, other.id))
    return Suggestion(*key, score=round(pair.score, 3), reason=reason)


def _event_id(told: Sequence[Incident]) -> str:
    """Return the id of the founding claim: the earliest by publication, then id; without claims that of the report's topic."""
    founding = min(
        told,
        key=lambda i: (not i.claims, i.published.last if i.published and i.published.last is not None else 10**9, i.id, i.report),
    )
    return f"evt_{founding.id.removeprefix('clm_').removeprefix('topic_')}"


def _place(told: Sequence[Incident]) -> Place | None:
    """Return the most precise place that most of the reports name."""
    counted: dict[tuple[str, str | None], list[Place]] = defaultdict(list)
    for incident in told:
        for place in (incident.places or incident.naming.places)[:1]:
            counted[place.id or place.name, place.country].append(place)
    if not counted:
        return None
    ranked = sorted(counted.values(), key=lambda of: ((of[0].where_prec or 9) > 2, -len(of), of[0].where_prec or 9, of[0].name))
    return min(ranked[0], key=lambda place: (place.where_prec or 9, place.name, place.id or ""))


def _when(told: Sequence[Incident]) -> str | None:
    """Return the days that most told times agree on, as EDTF; None where no report gives a time."""
    times = [incident.when for incident in told if incident.when and incident.when.length]
    if not times:
        return None
    shortest = min(time.length or 0 for time in times)
    sharp = [time for time in times if time.length == shortest]
    best = max(sorted(set(sharp), key=lambda t: t.first or 0), key=sharp.count)
    if best.first is None or best.last is None:
        return None
    return covering(_date(best.first), _date(best.last))


def _positions(every: Sequence[Incident], decided: Sequence[Decided]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    holds = {key: at for at, incident in enumerate(every) for key in (incident.id, *incident.claims)}
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for decision in decided:
        one, other = (holds.get(claim) for claim in decision.claims)
        if one is not None and other is not None and one != other:
            (together if decision.together else apart).append((one, other))
    return together, apart


def _same_report(every: Sequence[Incident]) -> list[tuple[int, int]]:
    """Return the pairs of incidents that one report tells apart."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for at, incident in enumerate(every):
        by_report[incident.report].append(at)
    return [(one, other) for of in by_report.values() for i, one in enumerate(of) for other in of[i + 1 :]]


def _date(ordinal: int) -> date:
    return date.fromordinal(ordinal)
