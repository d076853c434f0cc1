"""Persons who are told by what they lead: "Name, who commands the police there"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.clauses import Clauses

#: How long the clause is at the most that tells what somebody leads.
LONGEST = 14
_ENDS = frozenset(',;:–—.()"“”„«»')


def with_led(sentence: Sentence, marks: list[ActorMark], clauses: Clauses) -> list[ActorMark]:
    """Return the actors of a sentence, those who are told by what they lead being that body's, or of a place's government."""
    if clauses.leading.isdisjoint(sentence.keys):
        return marks
    return [_leader(sentence, mark, marks, clauses) if _alone(mark) else mark for mark in marks]


def _alone(mark: ActorMark) -> bool:
    return mark.person is not None and mark.body is None and mark.id is None and not (mark.weak or mark.outlet)


def _leader(sentence: Sentence, mark: ActorMark, marks: Sequence[ActorMark], clauses: Clauses) -> ActorMark:
    """Return a person as one of the body that he is said to lead right behind his name, else as he was."""
    tokens, begins = sentence.tokens, mark.end + 2
    if begins >= len(tokens) or tokens[mark.end].text != "," or tokens[mark.end + 1].key not in clauses.relative:
        return mark
    last = min(begins + LONGEST, len(tokens))
    ends = next((at for at in range(begins, last) if tokens[at].text in _ENDS), last)
    if clauses.leading.isdisjoint(token.key for token in tokens[begins:ends]):
        return mark
    inside = (m for m in marks if begins <= m.start < ends and m.kind is not None)
    led = next((m for m in inside if (m.body or m.id) and not (m.weak or m.place or m.person)), None)
    if led is not None:
        country, land = mark.country or led.country, mark.land or led.land
        return replace(mark, name=f"{led.name} {mark.name}", kind=led.kind, country=country, land=land, body=led.body, id=led.id)
    over = any(token.key in clauses.region for token in tokens[begins:ends])
    return replace(mark, kind=ClaimantKind.GOVERNMENT) if over else mark
