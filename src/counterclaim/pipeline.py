"""Where the stages meet: what is read is extracted, one report at a time."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import InputError
from counterclaim.extraction import claims
from counterclaim.knowledge.loading import Knowledge, load_knowledge
from counterclaim.model import Rejected, Report
from counterclaim.reading.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from counterclaim.model import Extraction, Verdict
    from counterclaim.settings import Settings

    Result = TypeVar("Result")


class Explanation(NamedTuple):
    """What became of every number of a report, in reading order."""

    report: Report
    verdicts: tuple[Verdict, ...]


def extract_paths(paths: Iterable[str], settings: Settings) -> Iterator[Extraction | Rejected]:
    """Yield what each report of the inputs claims, as it is read; one that cannot be read or understood is Rejected."""
    knowledge = load_knowledge(settings.cache)
    return _each(paths, lambda report: claims.extract(report, knowledge))


def explain_paths(paths: Iterable[str], settings: Settings) -> Iterator[Explanation | Rejected]:
    """Yield what became of the numbers of each report, as it is read."""
    knowledge = load_knowledge(settings.cache)
    return _each(paths, lambda report: Explanation(report, tuple(claims.explain(report, knowledge))))


def extract_report(report: Report, knowledge: Knowledge | None = None) -> Extraction:
    """Return what a report claims; without a knowledge of the caller's, with one that is loaded once and kept."""
    return claims.extract(report, knowledge or _shared_knowledge())


def _each(paths: Iterable[str], step: Callable[[Report], Result]) -> Iterator[Result | Rejected]:
    for found in read(paths):
        if isinstance(found, Rejected):
            yield found
            continue
        try:
            yield step(found)
        except InputError as problem:
            yield Rejected(found.id, str(problem))


@functools.cache
def _shared_knowledge() -> Knowledge:
    return load_knowledge()
