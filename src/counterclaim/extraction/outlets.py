"""Whose outlet it is that reports: a nation that says nothing of where something happened, or to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.lexicon import Mark

#: How many words may stand between a nation's adjective and the name of its outlet.
NEAR = 3


def describes_outlet(adjective: Mark, sentence: Sentence, actors: Actors) -> bool:
    """Return whether an adjective only describes one who reports from everywhere ("the French news agency AFP")."""
    for known in sentence.of("actors"):
        between = sentence.tokens[adjective.end : known.start]
        if not adjective.end <= known.start <= adjective.end + NEAR or any(token.kind != "word" for token in between):
            continue
        actor = actors.get(known.value)
        if actor.kind is ClaimantKind.MEDIA and actor.country is None and not actor.platform:
            return True
    return False
