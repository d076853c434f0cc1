"""The places and times that a report names, whether or not a claim uses them: what linking knows of a report without figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.date_terms import DateKind
from counterclaim.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence

#: Kinds of times that say when something happened; the others limit or count.
_TELLING = frozenset((DateKind.DAY, DateKind.PART_OF_DAY, DateKind.WEEKDAY))


def mentions(sentences: Sequence[Sentence], dates: Dates, places: Places) -> tuple[Mention, ...]:
    """Return the places and days that a report names outside its boilerplate, in reading order."""
    found: list[Mention] = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        here = [Mention(sentence.span(mark.start, mark.end), place=mark.place) for mark in places.marks(sentence.number)]
        here += [
            Mention(sentence.span(mark.start, mark.end), when=mark.edtf)
            for mark in dates.marks(sentence.number)
            if mark.edtf is not None and mark.kind in _TELLING
        ]
        found += sorted(here, key=lambda mention: mention.span)
    return tuple(found)
