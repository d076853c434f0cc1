"""What a report names, whether or not a claim uses it: places, days, countries, actors, means, targets, numbers, for linking."""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterclaim.extraction.date_terms import DateKind
from counterclaim.extraction.numbers import find_quantities
from counterclaim.knowledge.targets import target_words
from counterclaim.model import How, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.numbers import Quantity
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack

#: Kinds of times that say when something happened; the others limit or count.
_TELLING = frozenset((DateKind.DAY, DateKind.PART_OF_DAY, DateKind.WEEKDAY))
#: Kinds of marks that tell what a report is about.
_SUBJECTS = ("countries", "actors", "means")
#: How a number is written that tells one report from another.
_COUNTED = frozenset((How.DIGITS, How.WORD))


#: How a capital stands that is a place, and no government.
_STANDING_THERE = ("at", "near")
#: Smaller numbers are in every report, longer ones are no counts.
_SMALLEST, _LARGEST = 3, 10_000_000


def mentions(
    sentences: Sequence[Sentence],
    dates: Dates,
    places: Places,
    pack: LanguagePack,
    counted: Mapping[int, Sequence[Quantity]] = MappingProxyType({}),
) -> tuple[Mention, ...]:
    """Return the places, days and subjects that a report names outside its boilerplate, in reading order.

    A subject that is named again is not repeated. A capital that speaks is no place. `counted` are the quantities of
    sentences, by number, that were read before.
    """
    found: list[Mention] = []
    known: set[str] = set()
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        here = [
            Mention(sentence.span(mark.start, mark.end), place=mark.place)
            for mark in places.marks(sentence.number)
            if mark.standing != "role" and not (mark.capital and mark.standing not in _STANDING_THERE)
        ]
        here += [
            Mention(sentence.span(mark.start, mark.end), when=mark.edtf or mark.yearless)
            for mark in dates.marks(sentence.number)
            if (mark.edtf or mark.yearless) is not None and mark.kind in _TELLING
        ]
        for start, end, subject in _subjects(sentence, dates, pack, counted.get(sentence.number)):
            if subject not in known:
                known.add(subject)
                here.append(Mention(sentence.span(start, end), subject=subject))
        found += sorted(here, key=lambda mention: mention.span)
    return tuple(found)


def _subjects(
    sentence: Sentence, dates: Dates, pack: LanguagePack, counted: Sequence[Quantity] | None
) -> Iterator[tuple[int, int, str]]:
    targets = target_words(pack.code, pack.splitting)
    marks = [*chain.from_iterable(sentence.of(kind) for kind in _SUBJECTS), *sentence.marks_in(targets)]
    yield from ((mark.start, mark.end, f"{mark.kind}:{mark.value}") for mark in marks)
    yield from (
        (mark.start, mark.end, f"weekdays:{mark.weekday}") for mark in dates.marks(sentence.number) if mark.weekday is not None
    )
    yield from _numbers(sentence, dates, find_quantities(sentence, pack) if counted is None else counted)


def _numbers(sentence: Sentence, dates: Dates, counted: Sequence[Quantity]) -> Iterator[tuple[int, int, str]]:
    """Yield the counts of a sentence, in digits or words; none of a date."""
    times = dates.marks(sentence.number)
    for quantity in counted:
        if any(mark.start < quantity.end and quantity.start < mark.end for mark in times) or quantity.glued or quantity.ratio:
            continue
        for number in sorted({bound for bound in (quantity.bounds.low, quantity.bounds.high) if bound is not None}):
            if _SMALLEST <= number < _LARGEST and quantity.how in _COUNTED:
                yield quantity.start, quantity.end, f"numbers:{number}"
