"""Linking and estimating a run in shares: the same events as of one process, at any size.

1. `survey`: each partition's incidents, with the places and days of reports without claims, are written to files.
2. `pair`: each stretch of time by itself. A block is a cell of place and time (cells of one grid overlap those of another, and an
   incident lies in all that its time touches), so no pair is lost at a border: incidents on a border are in both shares.
   Days of the calendar without a year, and what has no time at all, are shares of their own.
3. Pairs connect incidents to groups; groups do not concern each other.
4. `join`: some groups at a time become events, and their reports estimates.
"""

from __future__ import annotations

import heapq
import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.batch.layout import BatchError, finished
from counterclaim.batch.spreading import spreading
from counterclaim.batch.stores import Values, read_values, write_values
from counterclaim.batch.tables import read_stored
from counterclaim.knowledge.codebook import load_codebook
from counterclaim.knowledge.linking import load_weights
from counterclaim.linking.blocking import Counted, Share, buckets, count_names, months, timeless_keys, weighed
from counterclaim.linking.clustering import Pair
from counterclaim.linking.events import copied, given_events, link_incidents, scored_pairs
from counterclaim.linking.incidents import incidents
from counterclaim.linking.totals import total_series
from counterclaim.model import Scope
from counterclaim.pipeline import estimate_event, surveyed
from counterclaim.records import estimate_to_record, event_to_record, line, series_to_record, suggestion_to_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from counterclaim.batch.spreading import Cluster, Spread
    from counterclaim.knowledge.codebook import Codebook
    from counterclaim.linking.incidents import Incident
    from counterclaim.model import Event, Extraction

LINKED = "linked"
EVENTS, SUGGESTIONS, SERIES, ESTIMATES = "events.jsonl", "suggestions.jsonl", "series.jsonl", "estimates.jsonl"
#: Buckets of time in a share, and incidents in a share of groups.
SHARE, GROUPED = 8, 4_000
#: The share of what has no time; below it, those of the months of the calendar, whatever the year.
TIMELESS = -1

#: An incident by its partition and its number in it; a report likewise.
Place = tuple[int, int]


class Surveyed(NamedTuple):
    """What a partition holds: its reports, its incidents, in which shares of time; how often names occur.

    An incident is told by its id, its report and that report's row.
    """

    number: int
    reports: tuple[str, ...]
    incidents: tuple[tuple[str, str, int], ...]
    shares: dict[int, list[int]]
    names: Counted


class Grouped(NamedTuple):
    """Incidents that pairs connect, these pairs with their scores, and where the extractions of their reports are."""

    members: list[Place]
    pairs: list[tuple[Place, Place, float]]
    versions: dict[str, list[Place]]


class LinkSummary(NamedTuple):
    """How much linking found."""

    events: int
    suggestions: int
    series: int
    estimates: int


def link_run(
    folder: Path, cluster: Cluster, *, codebook: str = "ucdp", on_progress: Callable[[int, int], None] | None = None
) -> LinkSummary:
    """Return how much linking found in a run; the lines are in the folder's `linked`. Raises BatchError."""
    parts = finished(folder)
    work = folder / f".{LINKED}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        with spreading(cluster) as spread:
            surveys = _surveys(spread, parts, work, on_progress)
            order = _order(surveys)
            names = Counted(Counter(), {})
            for one in surveys.values():
                names.add(one.names)
            write_values(work / "rarity", [weighed(names)])
            pairs = _pairs(spread, surveys, order, work)
            groups = _groups(order, [*pairs, *_copies(surveys, order)])
            _join(spread, surveys, groups, pairs, work, codebook)
        return _gather(work, folder / LINKED, surveys, load_codebook(codebook))
    except OSError as problem:
        raise BatchError(
            str(folder), f"linking stopped ({problem.strerror or problem})", "make room and run it again"
        ) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)


# --- 1. incidents -----------------------------------------------------------------------------------------------------


def _surveys(
    spread: Spread[Any], parts: tuple[Path, ...], work: Path, on_progress: Callable[[int, int], None] | None
) -> dict[int, Surveyed]:
    found: dict[int, Surveyed] = {}
    for _, result in _sound(spread(survey, [(part.name, (str(part), number, str(work))) for number, part in enumerate(parts)])):
        found[result.number] = result
        if on_progress:
            on_progress(len(found), len(parts))
    return found


def survey(part: str, number: int, work: str) -> Surveyed:
    """Return what a partition holds, once its extractions and incidents are in files that can be looked into."""
    reports: list[str] = []
    keys: list[tuple[str, str, int]] = []
    shares: dict[int, list[int]] = defaultdict(list)
    found: list[Incident] = []
    totals: list[Extraction] = []
    given: list[Extraction] = []

    def extractions() -> Iterator[Extraction]:
        for row, extraction in enumerate(surveyed(stored.extraction for stored in read_stored(Path(part)))):
            reports.append(extraction.report.id)
            totals.extend(_totals(extraction))
            if extraction.report.event is not None:
                given.append(extraction)
            else:
                for incident in incidents(extraction):
                    for share in _shares(incident):
                        shares[share].append(len(found))
                    found.append(incident)
                    keys.append((incident.id, incident.report, row))
            yield extraction

    folder = Path(work)
    write_values(folder / f"extractions-{number}", extractions())
    write_values(folder / f"incidents-{number}", found)
    write_values(folder / f"totals-{number}", totals)
    write_values(folder / f"given-{number}", given)
    return Surveyed(number, tuple(reports), tuple(keys), dict(shares), count_names(found))


def _totals(extraction: Extraction) -> Iterator[Extraction]:
    """Yield the report with its totals only, and without its text, if it has any."""
    totals = tuple(claim for claim in extraction.claims if claim.scope is Scope.TOTAL)
    if totals:
        yield replace(extraction, report=replace(extraction.report, text="", boilerplate=()), claims=totals, mentions=())


def _shares(incident: Incident) -> list[int]:
    touched = {bucket // SHARE for bucket in buckets(incident)} or {TIMELESS}
    return sorted(touched | {TIMELESS - month for month in months(incident)})


# --- 2. pairs ---------------------------------------------------------------------------------------------------------


def _order(surveys: dict[int, Surveyed]) -> dict[Place, int]:
    """Return the place of each incident in the order of one process: by the report's id, then as they came."""
    every = [(report, number, at) for number, one in surveys.items() for at, (_, report, _) in enumerate(one.incidents)]
    every.sort()
    return {(number, at): place for place, (_, number, at) in enumerate(every)}


def _pairs(
    spread: Spread[Any], surveys: dict[int, Surveyed], order: dict[Place, int], work: Path
) -> dict[tuple[Place, Place], float]:
    shares = sorted({share for one in surveys.values() for share in one.shares if share != TIMELESS})
    jobs = []
    for share in shares:
        members = [(number, at) for number, one in surveys.items() for at in one.shares.get(share, ())]
        members.sort(key=order.__getitem__)
        jobs.append((f"{share}", (members, share, str(work))))
    if any(TIMELESS in one.shares for one in surveys.values()):
        jobs.append(("timeless", (sorted(order, key=order.__getitem__), TIMELESS, str(work))))
    found: dict[tuple[Place, Place], float] = {}
    for _, result in _sound(spread(pair, jobs)):
        found.update(result)
    return found


def pair(members: list[Place], share: int, work: str) -> dict[tuple[Place, Place], float]:
    """Return the pairs of a share that may belong together, with their scores."""
    folder, values = Path(work), Values()
    rarity = next(read_values(folder / "rarity"))
    if share == TIMELESS:
        members = _near_timeless(members, folder, rarity)
        blocks = Share(timeless=True)
    elif share < TIMELESS:
        blocks = Share(months=range(TIMELESS - share, TIMELESS - share + 1))
    else:
        blocks = Share(share * SHARE, (share + 1) * SHARE)
    every = [values.get(folder / f"incidents-{number}", at) for number, at in members]
    values.close()
    return {(members[one], members[other]): score for score, one, other in scored_pairs(every, rarity, load_weights(), blocks)}


def _near_timeless(members: list[Place], folder: Path, rarity: dict[str, float]) -> list[Place]:
    """Return those that share a block with an incident without a time, which seeks among all times."""
    sought: set[int] = set()
    for number in sorted({number for number, _ in members}):
        for incident in read_values(folder / f"incidents-{number}"):
            if not buckets(incident):
                sought.update(timeless_keys(incident, rarity))
    near: set[Place] = set()
    for number in sorted({number for number, _ in members}):
        for at, incident in enumerate(read_values(folder / f"incidents-{number}")):
            if not sought.isdisjoint(timeless_keys(incident, rarity)):
                near.add((number, at))
    return [place for place in members if place in near]


# --- 3. groups --------------------------------------------------------------------------------------------------------


def _groups(order: dict[Place, int], pairs: Iterable[tuple[Place, Place]]) -> list[list[Place]]:
    """Return the incidents by groups that no pair connects, each in the order of one process."""
    parent = {place: place for place in order}

    def root(place: Place) -> Place:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in pairs:
        parent[root(one)] = root(other)
    members: dict[Place, list[Place]] = defaultdict(list)
    for place in sorted(order, key=order.__getitem__):
        members[root(place)].append(place)
    return list(members.values())


def _copies(surveys: dict[int, Surveyed], order: dict[Place, int]) -> list[tuple[Place, Place]]:
    """Return the pairs of incidents that reports of the same words tell."""
    places = sorted(order, key=order.__getitem__)
    pairs = copied(surveys[number].incidents[at][0] for number, at in places)
    return [(places[one], places[other]) for one, other in pairs]


# --- 4. events --------------------------------------------------------------------------------------------------------


def _join(  # noqa: PLR0913, PLR0917 - what the step needs of those before it
    spread: Spread[Any],
    surveys: dict[int, Surveyed],
    groups: list[list[Place]],
    pairs: dict[tuple[Place, Place], float],
    work: Path,
    codebook: str,
) -> None:
    of: dict[Place, int] = {place: at for at, group in enumerate(groups) for place in group}
    theirs: dict[int, list[tuple[Place, Place, float]]] = defaultdict(list)
    for (one, other), score in pairs.items():
        theirs[of[one]].append((one, other, score))
    versions: dict[str, list[Place]] = defaultdict(list)
    for number in sorted(surveys):
        for row, report in enumerate(surveys[number].reports):
            versions[report].append((number, row))
    jobs: list[tuple[str, tuple[Any, ...]]] = []
    batch: list[Grouped] = []
    size = 0
    for at, group in enumerate(groups):
        ids = {surveys[number].incidents[place][1] for number, place in group}
        batch.append(Grouped(group, theirs[at], {report: versions[report] for report in ids}))
        size += len(group)
        if size >= GROUPED or at == len(groups) - 1:
            jobs.append((f"{len(jobs)}", (batch, len(jobs), str(work), codebook)))
            batch, size = [], 0
    for _ in _sound(spread(join, jobs)):
        pass


def join(
    batch: list[Grouped],
    number: int,
    work: str,
    codebook: str,
) -> int:
    """Return how many events some groups make; they, their doubtful links and their estimates are written to files, sorted."""
    folder, values, weights, rules = Path(work), Values(), load_weights(), load_codebook(codebook)
    rarity = next(read_values(folder / "rarity"))
    events: list[tuple[str, str]] = []
    doubtful: list[tuple[str, str]] = []
    estimates: list[tuple[str, str]] = []
    for group, pairs, versions in batch:
        every = [values.get(folder / f"incidents-{part}", at) for part, at in group]
        place = {one: at for at, one in enumerate(group)}
        found, suggestions = link_incidents(
            every, [Pair(score, place[one], place[other]) for one, other, score in pairs], rarity, weights
        )
        for event in found:
            events.append((event.id, line(event_to_record(event))))
            theirs = [
                values.get(folder / f"extractions-{part}", row) for report in event.reports for part, row in versions[report]
            ]
            estimates.append((event.id, _estimated(event, theirs, rules)))
        doubtful += [(f"{one.one} {one.other}", line(suggestion_to_record(one))) for one in suggestions]
    values.close()
    for name, lines in ((EVENTS, events), (SUGGESTIONS, doubtful), (ESTIMATES, estimates)):
        write_values(folder / f"{name}-{number}", sorted(lines))
    return len(events)


def _estimated(event: Event, extractions: list[Extraction], rules: Codebook) -> str:
    return "\n".join(line(estimate_to_record(one)) for one in estimate_event(event, extractions, rules))


def _gather(work: Path, linked: Path, surveys: dict[int, Surveyed], rules: Codebook) -> LinkSummary:
    """Write the lines of all shares into one file of each kind, sorted, and return how many there are."""
    beside = work / LINKED
    beside.mkdir()
    given = [extraction for number in sorted(surveys) for extraction in read_values(work / f"given-{number}")]
    by_event: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in given:
        by_event[str(extraction.report.event)].append(extraction)
    events = [(event.id, line(event_to_record(event))) for event in given_events(given)]
    estimates = [(event.id, _estimated(event, _of(event, by_event[event.id]), rules)) for event in given_events(given)]
    totals = (extraction for number in sorted(surveys) for extraction in read_values(work / f"totals-{number}"))
    series = [(str(at), line(series_to_record(one))) for at, one in enumerate(total_series(totals))]
    counts = [
        _merge(beside / name, [iter(sorted(own)), *(read_values(path) for path in _shares_of(work, name))])
        for name, own in ((EVENTS, events), (SUGGESTIONS, []), (ESTIMATES, estimates))
    ]
    with (beside / SERIES).open("w", encoding="utf-8") as stream:
        stream.writelines(told + "\n" for _, told in series)
    shutil.rmtree(linked, ignore_errors=True)
    beside.rename(linked)
    return LinkSummary(counts[0], counts[1], len(series), counts[2])


def _of(event: Event, extractions: list[Extraction]) -> list[Extraction]:
    """Return the extractions in the order of the event's reports."""
    return [extraction for report in event.reports for extraction in extractions if extraction.report.id == report]


def _shares_of(work: Path, name: str) -> list[Path]:
    return [path for path in sorted(work.glob(f"{name}-*")) if path.suffix != ".index"]


def _merge(path: Path, sources: list[Iterator[tuple[str, str]]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for _, told in heapq.merge(*sources, key=lambda pair: pair[0]):
            if told:
                stream.write(told + "\n")
                count += told.count("\n") + 1
    return count


def _sound(results: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield the results; raises BatchError for the first that is a failure."""
    for name, result in results:
        if isinstance(result, BaseException):
            raise BatchError(name, f"{type(result).__name__}: {result}", "run the same again")
        yield name, result
