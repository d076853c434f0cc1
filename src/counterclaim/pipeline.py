"""Where the stages meet: what is read is extracted, one report at a time."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.charts.origins import origin_forest
from counterclaim.errors import InputError, NoFigure, UnknownIdentifier, UnreadableInput
from counterclaim.estimation.estimates import estimate
from counterclaim.estimation.registry import RegistryRelations
from counterclaim.extraction import claims
from counterclaim.knowledge.language import language_codes
from counterclaim.knowledge.loading import Knowledge, load_knowledge
from counterclaim.linking.events import Linked, link
from counterclaim.model import Rejected, Report
from counterclaim.reading.finishing import Draft, finish
from counterclaim.reading.readers import read
from counterclaim.reading.sources import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeVar

    from counterclaim.charts.forest import Forest
    from counterclaim.knowledge.codebook import Codebook
    from counterclaim.model import Estimate, Event, Extraction, Outcome, Verdict
    from counterclaim.settings import Settings

    Result = TypeVar("Result")
    #: Called with the name of each input before it is opened.
    OnProgress = Callable[[str], None] | None


class Explanation(NamedTuple):
    """What became of every number of a report, in reading order."""

    report: Report
    verdicts: tuple[Verdict, ...]


class Known(NamedTuple):
    """Extracted reports; what a ledger holds comes with its events, and with why some claims enter no figure."""

    extractions: tuple[Extraction, ...]
    events: tuple[Event, ...] | None = None
    withdrawn: Mapping[str, str] = MappingProxyType({})


def extract_paths(
    paths: Iterable[str], settings: Settings, *, named: bool = False, on_progress: OnProgress = None
) -> Iterator[Extraction | Rejected]:
    """Yield what each report of the inputs claims, as it is read; one that cannot be read or understood is Rejected.

    `named` asks for what the texts name too, which linking needs and would otherwise read again.
    """
    knowledge = load_knowledge(settings.cache)
    return _each(read(paths, on_progress=on_progress), lambda report: claims.extract(report, knowledge, named=named))


def explain_paths(
    paths: Iterable[str], settings: Settings, *, on_progress: OnProgress = None
) -> Iterator[Explanation | Rejected]:
    """Yield what became of the numbers of each report, as it is read."""
    knowledge = load_knowledge(settings.cache)
    found = read(paths, on_progress=on_progress)
    return _each(found, lambda report: Explanation(report, tuple(claims.explain(report, knowledge))))


def extract_report(report: Report, knowledge: Knowledge | None = None) -> Extraction:
    """Return what a report claims; without a knowledge of the caller's, with one that is loaded once and kept.

    A report without a language is finished first, as reading does: its language, date of publication and boilerplate
    are told from its text. Raises UnreadableInput where they cannot be, UnsupportedLanguage where there is no pack.
    """
    finished = report if report.lang else _finished(report)
    return claims.extract(finished, knowledge or _shared_knowledge())


def link_extractions(extractions: Iterable[Extraction]) -> Linked:
    """Return the events of extracted reports, doubtful links as suggestions, and the totals as series."""
    return link(surveyed(extractions))


def surveyed(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
    """Yield the extractions; with what their texts name, which linking needs, where they do not hold it: those of a ledger."""
    for extraction in extractions:
        read = extraction.mentions or extraction.report.event is not None
        bare = not read and extraction.report.lang in language_codes()
        yield replace(extraction, mentions=claims.survey(extraction.report, _shared_knowledge())) if bare else extraction


def events_of(known: Known) -> tuple[Event, ...]:
    """Return the events of reports: those that came with them, else those that linking finds."""
    return link_extractions(known.extractions).events if known.events is None else known.events


def estimate_known(known: Known, codebook: Codebook, *, event: str | None = None) -> Iterator[Estimate]:
    """Yield the estimates of all events, or of the one with that id; raises UnknownIdentifier.

    Reports that carry the same `event` are one event; the others are linked first, unless a ledger has done so.
    """
    chosen = [one for one in events_of(known) if event is None or one.id == event]
    if event is not None and not chosen:
        raise UnknownIdentifier("event", event)
    by_report: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in known.extractions:
        by_report[extraction.report.id].append(extraction)
    for one in chosen:
        theirs = [extraction for report in one.reports for extraction in by_report[report]]
        yield from estimate_event(one, theirs, codebook, withdrawn=known.withdrawn)


def estimate_event(
    event: Event, extractions: Iterable[Extraction], codebook: Codebook, *, withdrawn: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Estimate]:
    """Yield the estimates of one event from the reports that tell of it, in the order of their ids."""
    yield from estimate(event, list(extractions), codebook, relations=_relations(), withdrawn=withdrawn)


def forest_of(known: Known, codebook: Codebook, *, event: str, outcome: Outcome) -> Forest:
    """Return the forest plot of one event and outcome; raises UnknownIdentifier where there is no such event, NoFigure else."""
    found = [e for e in estimate_known(known, codebook, event=event) if e.outcome is outcome and e.side == "all"]
    if not found:
        raise NoFigure(outcome.value, event)
    told = known.extractions
    return origin_forest(found[0], (c for e in told for c in e.claims), {e.report.id: e.report for e in told})


@functools.cache
def _relations() -> RegistryRelations:
    return RegistryRelations(_shared_knowledge().actors)


def _each(found: Iterable[Report | Rejected], step: Callable[[Report], Result]) -> Iterator[Result | Rejected]:
    for report in found:
        if isinstance(report, Rejected):
            yield report
            continue
        try:
            yield step(report)
        except InputError as problem:
            yield Rejected(report.id, str(problem))


def _finished(report: Report) -> Report:
    known = {name: getattr(report, name) for name in Draft._fields}
    finished = finish(Draft(**known), report.id, Limits())
    if isinstance(finished, Rejected):
        raise UnreadableInput(report.id, finished.reason.removeprefix(f"{report.id}: "))
    return finished


@functools.cache
def _shared_knowledge() -> Knowledge:
    return load_knowledge()
