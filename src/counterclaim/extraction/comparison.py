"""Figures set beside another: "40 dead, up from 29", "1,000 died; on the other side it was 94"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.drafts import Draft, Earlier
from counterclaim.model import How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept

#: How many tokens may stand between the words that compare and the number.
NEAR = 1
_THINGS = frozenset({Outcome.LOST, Outcome.STRENGTH})


def compared(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the figures that no outcome of their own reaches, with the outcome of the figure beside which they are set.

    That one stands in the sentence, or for "it was 94" also in the sentence before.
    """
    before = earlier.drafts
    for phrase in loose:
        if not _plain(phrase, concepts):
            continue
        told = [d for d in drafts if d.phrase.start < phrase.start and d.outcome not in _THINGS]
        beside = max(told, key=lambda d: d.phrase.start, default=None)
        if beside is None and not _led(phrase, marks, "revision", None):
            beside = next((d for d in reversed(before) if d.outcome not in _THINGS), None)
        again = _led(phrase, marks, "ellipsis", "again") and _ends(phrase, marks)
        if beside is not None and (again or _led(phrase, marks, "revision", None)):
            span = (phrase.start, phrase.end)
            yield Draft(marks.sentence, marks, phrase, beside.outcome, *span, beside.covers, beside.summed, 1.0)


def _plain(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    quantity = phrase.quantity
    counts = quantity.counts and not quantity.article and quantity.how in (How.DIGITS, How.WORD) and not phrase.excluded
    things = any(concepts[head.value].kind is VictimKind.MATERIEL for head in phrase.heads)
    return counts and not things and (phrase.unknown is None or bool(phrase.heads))


def _led(phrase: Phrase, marks: Marks, value: str, form: str | None) -> bool:
    found = marks.sentence.of("grammar", value, form)
    return any(m.tail is None and phrase.start - NEAR <= m.end <= phrase.start for m in found)


def _ends(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a clause or its part ends behind a number alone."""
    return phrase.bare and (marks.closes(phrase.end) or marks.is_a(phrase.end, "among") is not None)
