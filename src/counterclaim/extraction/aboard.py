"""Those who were on board of what was lost: the report tells what befell their aircraft or ship, and not what befell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.fitting import sort_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept

#: The signs that end a clause.
ENDS = frozenset(".;:!?…")


def exclude_aboard(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Leave out those aboard ("a helicopter with nine men on board was shot down"), and take their words into the craft's."""
    if not marks.sentence.of("grammar", "aboard"):
        return
    craft: Phrase | None = None
    for phrase in phrases:
        if sort_of(phrase, concepts) == "thing":
            craft = phrase
        elif craft is not None and (end := _aboard(phrase, marks)) and _carries(craft, phrase, marks):
            phrase.excluded = "aboard"
            craft.end = end


def _aboard(phrase: Phrase, marks: Marks) -> int | None:
    """Return where the words end that say that somebody is on board, None where none do."""
    for mark in marks.sentence.of("grammar", "aboard"):
        if mark.form == "behind" and phrase.start < mark.start <= phrase.end:
            return _past_comma(max(mark.end, phrase.end), marks)
        if mark.form == "before" and mark.end == phrase.start:
            return _past_comma(phrase.end, marks)
    return None


def _past_comma(index: int, marks: Marks) -> int:
    tokens = marks.sentence.tokens
    return index + 1 if index < len(tokens) and tokens[index].text in ",)–—" else index


def _carries(craft: Phrase, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a craft stands right before those aboard: no clause ends between them, and nothing happens there."""
    tokens = marks.sentence.tokens[craft.end : phrase.start]
    struck = any(craft.end <= mark.start < phrase.start and mark.tail is None for mark in marks.sentence.of("outcomes"))
    return not struck and all(token.text not in ENDS for token in tokens)
