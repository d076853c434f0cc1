"""Parts whose whole is counted beside them behind "among": "two children were among the nine dead", "among the nine were two"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.breakdown import names_people
from counterclaim.extraction.parts import DASHES, part_of
from counterclaim.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Draft, Earlier
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: The most words between "among" and its number, and between a part and "among", or a whole and its part.
ARTICLES, LINKS = 2, 3


def counted_among(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the parts that a verb puts among a counted whole, before it or, where "among" opens the clause, behind it."""
    del earlier
    for mark in marks.sentence.of("grammar", "preposition", "within"):
        whole = next((d for d in drafts if mark.end <= d.phrase.start <= mark.end + ARTICLES), None)
        if whole is None or whole.whole is not None or whole.outcome in (Outcome.LOST, Outcome.STRENGTH):
            continue
        named = [p for p in loose if names_people(p, concepts)]
        parts = _before(named, mark, marks) or (_behind(named, whole, marks) if _opens(mark, marks) else [])
        size = whole.quantity.bounds.low or whole.quantity.bounds.high or 0
        if sum(p.quantity.bounds.low or 0 for p in parts) <= size:
            yield from (part_of(phrase, whole, marks) for phrase in parts)


def _before(named: Sequence[Phrase], mark: Mark, marks: Marks) -> list[Phrase]:
    """Return the list of parts that a verb joins to "among" behind them."""
    parts = [p for p in named if p.end <= mark.start and _linked(p.end, mark.start, marks)][-1:]
    while parts and (first := next((p for p in named if p.end <= parts[0].start and _listed(p, parts[0], marks)), None)):
        parts.insert(0, first)
    return parts


def _behind(named: Sequence[Phrase], whole: Draft, marks: Marks) -> list[Phrase]:
    """Return the list of parts that a verb joins to the whole before them."""
    end = max(whole.end, whole.phrase.end)
    parts = [p for p in named if end <= p.start and _linked(end, p.start, marks)][:1]
    while parts and (following := next((p for p in named if p.start >= parts[-1].end and _listed(parts[-1], p, marks)), None)):
        parts.append(following)
    return parts


def _listed(left: Phrase, right: Phrase, marks: Marks) -> bool:
    return separated_by_list(left, right, marks.sentence.tokens, marks)


def _linked(start: int, end: int, marks: Marks) -> bool:
    """Return whether only a verb such as "were", a dash, or nothing (where no word says "is") stands between two places."""
    tokens = marks.sentence.tokens
    helpers = {at for m in marks.sentence.of("grammar", "auxiliary") for at in range(m.start, m.end)}
    return 0 <= end - start <= LINKS and all(at in helpers or tokens[at].text in DASHES for at in range(start, end))


def _opens(mark: Mark, marks: Marks) -> bool:
    """Return whether a clause begins with a preposition."""
    before = marks.sentence.tokens[mark.start - 1] if mark.start else None
    return before is None or before.kind == "sign" or marks.is_a(mark.start - 1, "conjunction") is not None
