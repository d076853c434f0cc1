"""What a report names, whether or not a claim uses it: places, days, countries, actors, means and targets, for linking."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from counterclaim.extraction.date_terms import DateKind
from counterclaim.model import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Lexicon

#: Kinds of times that say when something happened; the others limit or count.
_TELLING = frozenset((DateKind.DAY, DateKind.PART_OF_DAY, DateKind.WEEKDAY))
#: Kinds of marks that tell what a report is about.
_SUBJECTS = ("countries", "actors", "means")


def mentions(sentences: Sequence[Sentence], dates: Dates, places: Places, targets: Lexicon) -> tuple[Mention, ...]:
    """Return the places, days and subjects that a report names outside its boilerplate, in reading order.

    A subject that is named again is not repeated.
    """
    found: list[Mention] = []
    known: set[str] = set()
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        here = [Mention(sentence.span(mark.start, mark.end), place=mark.place) for mark in places.marks(sentence.number)]
        here += [
            Mention(sentence.span(mark.start, mark.end), when=mark.edtf or mark.yearless)
            for mark in dates.marks(sentence.number)
            if (mark.edtf or mark.yearless) is not None and mark.kind in _TELLING
        ]
        for start, end, subject in _subjects(sentence, dates, targets):
            if subject not in known:
                known.add(subject)
                here.append(Mention(sentence.span(start, end), subject=subject))
        found += sorted(here, key=lambda mention: mention.span)
    return tuple(found)


def _subjects(sentence: Sentence, dates: Dates, targets: Lexicon) -> Iterator[tuple[int, int, str]]:
    marks = [*chain.from_iterable(sentence.of(kind) for kind in _SUBJECTS), *targets.find(sentence.tokens)]
    yield from ((mark.start, mark.end, f"{mark.entry.kind}:{mark.value}") for mark in marks)
    yield from (
        (mark.start, mark.end, f"weekdays:{mark.weekday}") for mark in dates.marks(sentence.number) if mark.weekday is not None
    )
