"""The parts that add up to a figure before them: "three people were killed, two soldiers and a civilian"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.model import How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept

#: The signs behind which a breakdown may begin.
OPENING = frozenset(",:(–—-")


def breakdowns(
    loose: Sequence[Phrase], drafts: Sequence[Draft], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[tuple[Draft, list[Phrase]]]:
    """Yield the figures of a sentence with the parts behind them that make up their number."""
    for whole in drafts:
        total = whole.quantity.bounds.low
        if whole.outcome in (Outcome.LOST, Outcome.STRENGTH) or total is None or total < 2:
            continue
        behind = [p for p in loose if p.start >= whole.end and names_people(p, concepts)]
        parts = _list(behind, marks)
        leads = parts and marks.sentence.tokens[parts[0].start - 1].text in OPENING
        if leads and not _told_between(whole, parts[0], drafts) and sum(p.quantity.bounds.low or 0 for p in parts) == total:
            yield whole, parts


def names_people(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether a phrase says by a noun who of the people counted it tells."""
    people = any(concepts[head.value].kind is not VictimKind.MATERIEL for head in phrase.heads[:1])
    named = people or bool(phrase.countries and phrase.quantity.how is not How.SINGULAR)
    return named and not phrase.excluded and phrase.quantity.bounds.low is not None


def _list(phrases: Sequence[Phrase], marks: Marks) -> list[Phrase]:
    """Return the first of the phrases with those that a list joins to it; none where nothing is joined."""
    out = list(phrases[:1])
    for phrase in phrases[1:]:
        if not separated_by_list(out[-1], phrase, marks.sentence.tokens, marks):
            break
        out.append(phrase)
    return out if len(out) > 1 else []


def _told_between(whole: Draft, part: Phrase, drafts: Sequence[Draft]) -> bool:
    """Return whether another figure stands between a figure and what may be its part."""
    return any(whole.end <= d.phrase.start < part.start for d in drafts)


def summed_up(drafts: Sequence[Draft], marks: Marks) -> Iterator[tuple[Draft, list[Draft]]]:
    """Yield the figures with the drafts of their outcome directly behind them that make up their number."""
    for number, whole in enumerate(drafts):
        total, left = whole.quantity.bounds.low, whole.quantity.bounds.low or 0
        parts: list[Draft] = []
        for one in drafts[number + 1 :]:
            if one.outcome is not whole.outcome or one.whole is not None or left <= 0:
                break
            parts.append(one)
            left -= one.quantity.bounds.low or left + 1
        opened = parts and marks.sentence.tokens[parts[0].phrase.start - 1].text in OPENING
        if total and left == 0 and len(parts) > 1 and opened and whole.whole is None:
            yield whole, parts


def named_first(drafts: Sequence[Draft], marks: Marks) -> Iterator[tuple[Draft, list[Draft]]]:
    """Yield the figures that stand behind their parts: "two children among seven killed"."""
    for mark in marks.sentence.of("grammar", "preposition", "within"):
        whole = next((d for d in drafts if mark.end <= d.phrase.start <= mark.end + 1), None)
        before = [d for d in drafts if d.phrase.end <= mark.start and d.whole is None]
        if whole is None or not before or before[-1].phrase.end < mark.start - 1:
            continue
        parts = before[-1:]
        while len(parts) < len(before) and separated_by_list(
            before[-len(parts) - 1].phrase, parts[0].phrase, marks.sentence.tokens, marks
        ):
            parts.insert(0, before[-len(parts) - 1])
        size = whole.quantity.bounds.low or whole.quantity.bounds.high or 0
        if sum(p.quantity.bounds.low or 0 for p in parts) <= size and all(p.outcome is whole.outcome for p in parts):
            yield whole, parts
