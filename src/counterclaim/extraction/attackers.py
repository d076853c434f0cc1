"""Who is said to have done it, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.naming import ActorMark
from counterclaim.model import ClaimantKind, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.loading import Knowledge

#: Outcomes that somebody does to somebody.
DONE = frozenset({Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.CAPTURED, Outcome.LOST, Outcome.DISPLACED})
#: Who can be said to have attacked.
FIGHTING = frozenset({ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP, ClaimantKind.GOVERNMENT, ClaimantKind.IGO})
#: Whose losses are counted, and who may also be the one who did it.
ARMED = frozenset({VictimKind.MILITARY, VictimKind.MILITANT, VictimKind.MERCENARY})
#: How far from the outcome the one who did it may stand, and how far a means, in tokens.
SUBJECT, AGENT, MEANS = 6, 5, 25
#: How many sentences around a claim tell of the same attack.
REACH = 2


def means_of(draft: Draft, sentences: Sequence[Sentence]) -> tuple[str | None, Mark | None]:
    """Return the kind of attack named for a claim, and its mark where it stands in the claim's own sentence."""
    if draft.outcome not in DONE:
        return None, None
    own = [m for m in draft.sentence.of("means") if _distance(m, draft) <= MEANS]
    if own:
        best = min(own, key=lambda m: (_distance(m, draft), -m.end + m.start))
        return best.value, best
    return _means_around(draft, sentences), None


def _means_around(draft: Draft, sentences: Sequence[Sentence]) -> str | None:
    """Return the kind of attack that the sentences around name: the one before, else those near it if they name only one."""
    number = draft.sentence.number
    near = [s for s in sentences[max(number - REACH, 0) : number + REACH + 1] if not s.boilerplate and s.number != number]
    named = [(s.number, mark.value) for s in near for mark in s.of("means")]
    before = [value for at, value in named if at == number - 1 and sentences[at].paragraph == draft.sentence.paragraph]
    if before:
        return before[-1]
    kinds = {value for _, value in named}
    return kinds.pop() if len(kinds) == 1 else None


def _distance(mark: Mark, draft: Draft) -> int:
    return max(mark.start - draft.end, draft.start - mark.end, 0)


def attacker_of(draft: Draft, actors: Sequence[ActorMark]) -> ActorMark | None:
    """Return the party that did it by the words of the claim's own sentence.

    That is the subject of an active verb, the agent of a passive one, or whoever stands before the kind of attack ("US air
    strikes").
    """
    if not _can_be_done(draft):
        return None
    victims = range(draft.phrase.start, draft.phrase.end)
    others = [a for a in actors if a.kind in FIGHTING and not (a.outlet or a.weak or a.start in victims or a.end - 1 in victims)]
    return _doer(draft, [a for a in others if not a.place]) or _striking(draft, others)


def unnamed_attacker(draft: Draft, knowledge: Knowledge) -> ActorMark | None:
    """Return those who did it and are called by no party's name ("gunmen", "a suicide bomber")."""
    if not _can_be_done(draft):
        return None
    victims = range(draft.phrase.start, draft.phrase.end)
    people = [a for a in _people(draft.sentence, knowledge) if a.start not in victims]
    return _doer(draft, people) or _striking(draft, people)


def _can_be_done(draft: Draft) -> bool:
    return draft.outcome in DONE and draft.trigger is not None and "losing" not in draft.trigger.values


def _doer(draft: Draft, others: Sequence[ActorMark]) -> ActorMark | None:
    """Return the one among others who stands as the subject of the claim's verb, or behind "by"."""
    trigger = draft.trigger
    if trigger is None:
        return None
    if draft.phrase.start >= trigger.end and trigger.form in ("active", "either", "participle", "frame"):
        before = [a for a in others if trigger.start - SUBJECT <= a.end <= trigger.start]
        return before[-1] if before and _clear(before[-1].end, trigger.start, draft) else None
    if trigger.form in ("participle", "undergo", "split"):
        by = next((m for m in draft.sentence.of("grammar", "agent") if trigger.end <= m.start <= trigger.end + 1), None)
        after = [a for a in others if by is not None and by.end <= a.start <= by.end + AGENT]
        return after[0] if after else None
    return None


def _striking(draft: Draft, others: Sequence[ActorMark]) -> ActorMark | None:
    """Return the one among others whose kind of attack is named near the claim: "a US air strike", "shells of the army"."""
    for mark in sorted(draft.sentence.of("means"), key=lambda m: _distance(m, draft)):
        if _distance(mark, draft) > MEANS:
            return None
        found = next((a for a in others if mark.start - 1 <= a.end <= mark.start or a.start < mark.start < a.end), None)
        if found is not None:
            return found
    return None


def _people(sentence: Sentence, knowledge: Knowledge) -> list[ActorMark]:
    """Return those of a sentence who carry arms and are called by no party's name, with the country beside them."""
    found = []
    for mark in sentence.of("victims"):
        concept = knowledge.victims.get(mark.value)
        if concept is None or concept.kind not in ARMED or mark.form == "single":
            continue
        nation = next((c for c in sentence.of("countries") if c.end == mark.start and c.form == "adjective"), None)
        start = nation.start if nation else mark.start
        name = concept.many if mark.form == "many" else concept.one
        text = " ".join(token.text for token in sentence.tokens[start : mark.end])
        kind = ClaimantKind.MILITARY if concept.kind is VictimKind.MILITARY else ClaimantKind.ARMED_GROUP
        found.append(ActorMark(sentence.number, start, mark.end, name, kind, nation.value if nation else None, text=text))
    return found


def _clear(start: int, end: int, draft: Draft) -> bool:
    """Return whether no comma, stop or speech stands between two tokens."""
    if any(t.text in ',;:–—()"“”«»' for t in draft.sentence.tokens[start:end]):
        return False
    return not any(m.kind == "attribution" and start <= m.start < end for m in draft.sentence.marks)
