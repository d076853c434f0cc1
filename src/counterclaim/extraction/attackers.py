"""Who is said to have done it, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import Attacker, ClaimantKind, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark

#: Outcomes that somebody does to somebody.
DONE = frozenset({Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.CAPTURED, Outcome.LOST, Outcome.DISPLACED})
#: Who can be said to have attacked.
FIGHTING = frozenset({ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP, ClaimantKind.GOVERNMENT, ClaimantKind.IGO})
#: How far from the outcome the one who did it may stand, and how far a means, in tokens.
SUBJECT, AGENT, MEANS = 6, 5, 25


def means_of(draft: Draft, sentences: Sequence[Sentence]) -> tuple[str | None, Mark | None]:
    """Return the kind of attack named for a claim, and its mark where it stands in the claim's own sentence."""
    if draft.outcome not in DONE:
        return None, None
    own = [m for m in draft.sentence.of("means") if _distance(m, draft) <= MEANS]
    if own:
        best = min(own, key=lambda m: (_distance(m, draft), -m.end + m.start))
        return best.value, best
    number = draft.sentence.number
    for other in sentences[max(number - 1, 0) : number]:
        if other.paragraph == draft.sentence.paragraph and (found := list(other.of("means"))):
            return found[-1].value, None
    return None, None


def _distance(mark: Mark, draft: Draft) -> int:
    return max(mark.start - draft.end, draft.start - mark.end, 0)


def attacker_of(draft: Draft, actors: Sequence[ActorMark]) -> tuple[Attacker | None, ActorMark | None]:
    """Return who did it by the words of the claim's own clause: the subject of an active verb, or the agent of a passive one."""
    trigger = draft.trigger
    if draft.outcome not in DONE or trigger is None or "losing" in trigger.values:
        return None, None
    victims = range(draft.phrase.start, draft.phrase.end)
    others = [
        a
        for a in actors
        if a.kind in FIGHTING and not (a.outlet or a.place or a.weak or a.start in victims or a.end - 1 in victims)
    ]
    found: ActorMark | None = None
    if draft.phrase.start >= trigger.end and trigger.form in ("active", "either", "participle", "frame"):
        before = [a for a in others if trigger.start - SUBJECT <= a.end <= trigger.start]
        found = before[-1] if before and _clear(before[-1].end, trigger.start, draft) else None
    elif trigger.form in ("participle", "undergo", "split"):
        by = next((m for m in draft.sentence.of("grammar", "agent") if trigger.end <= m.start <= trigger.end + 1), None)
        after = [a for a in others if by is not None and by.end <= a.start <= by.end + AGENT]
        found = after[0] if after else None
    if found is None:
        return None, None
    return Attacker(found.name, found.id, found.text or None), found


def _clear(start: int, end: int, draft: Draft) -> bool:
    """Return whether no comma, stop or speech stands between two tokens."""
    if any(t.text in ',;:–—()"“”«»' for t in draft.sentence.tokens[start:end]):
        return False
    return not any(m.entry.kind == "attribution" and start <= m.start < end for m in draft.sentence.marks)
