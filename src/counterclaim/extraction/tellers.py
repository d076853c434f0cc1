"""Those who tell how many were harmed, and are counted themselves: "the blast left 12 dead, two doctors said"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.victims import Marks, Phrase

#: The signs before a clause that says who told what stands before them.
OPENS = frozenset(',–—"”»')


def exclude_tellers(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out those with whom a clause begins behind what befell others, and at whom a verb of saying follows at once."""
    said = {m.start: m.end for m in marks.sentence.of("attribution", form="verb") if m.tail is None}
    if not said:
        return
    outcomes = [m for m in marks.sentence.of("outcomes") if m.tail is None]
    for phrase in phrases:
        end, tokens = said.get(phrase.end), marks.sentence.tokens
        if end is None or phrase.start < 2 or tokens[phrase.start - 1].text not in OPENS or not phrase.heads:
            continue
        told = any(mark.end < phrase.start for mark in outcomes)
        if told and not any(mark.start <= end < mark.end or phrase.end <= mark.start < end for mark in outcomes):
            phrase.excluded = "teller"
