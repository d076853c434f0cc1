"""Verbs that say what did not happen: "the 40 soldiers were not killed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import How, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase


def refuted(draft: Draft) -> bool:
    """Return whether a draft's own words deny its figure: "not 40 but 12 were killed", "the 40 were not killed"."""
    return draft.quantity.bounds.high != 0 and (draft.phrase.negated or _did_not(draft))


def unharmed(draft: Draft) -> bool:
    """Return whether it is only said that people came to no harm: "the other 40 were not hurt"."""
    return draft.outcome is Outcome.INJURED and _did_not(draft)


def exclude_unfreed(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out words for none where they say that nobody was let go, who is held all the same: "no prisoners were freed"."""
    freeing = marks.sentence.of("grammar", "freeing")
    for phrase in phrases if freeing else ():
        if phrase.quantity.how is How.ZERO and any(mark.end > phrase.end for mark in freeing):
            phrase.excluded = phrase.excluded or "unfreed"


def _did_not(draft: Draft) -> bool:
    """Return whether the verb of a draft says that it did not happen to those counted, who are more than none."""
    trigger, marks = draft.trigger, draft.marks
    if trigger is None or draft.quantity.bounds.high == 0:
        return False
    words = marks.sentence.denials() - {draft.quantity.start - 1}
    return bool(words) and _negated(trigger, words, marks)


def _negated(trigger: Trigger, words: AbstractSet[int], marks: Marks) -> bool:
    """Return whether a negation stands right before a verb and its helping verbs, before its last part, or right behind it."""
    at = trigger.start - 1
    while at >= 0 and at not in words and marks.is_a(at, "auxiliary"):
        at -= 1
    if at in words or (trigger.tail is not None and trigger.tail - 1 in words):
        return True
    end = trigger.end
    return trigger.tail is None and end in words and (marks.closes(end + 1) or marks.is_a(end + 1, "preposition") is not None)
