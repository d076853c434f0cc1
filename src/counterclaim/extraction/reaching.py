"""How far an attribution goes: within its sentence, and on into the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.frame_values import Frame, Reach
from counterclaim.model import Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.text import Token

#: Among how many tokens a sentence opens that tells of long ago.
OPENING = 4


def carried_by(frame: Frame, relay: Frame) -> Frame:
    """Return the frame with the outlet that, a sentence later, is said to have carried it."""
    if frame.subject is None or frame.subject.outlet or relay.subject is None:
        return frame
    return replace(frame, via=(*frame.via, relay.subject))


def points_back(sentence: Sentence) -> bool:
    """Return whether the sentence speaks of figures given before it ("these figures")."""
    return any(mark.form == "these" for mark in sentence.of("attribution"))


def looks_back(sentence: Sentence) -> bool:
    """Return whether the sentence opens with a year, or with words for long ago: it tells of what was before."""
    if any(mark.start < OPENING for mark in sentence.of("grammar", "bygone")):
        return True
    return any(
        token.kind == "number" and len(token.text) == 4 and token.text[:2] in ("19", "20") for token in sentence.tokens[:3]
    )


def stance_of(frame: Frame, chosen: list[Frame]) -> Stance:
    """Return the stance of the speaker: that of "confirms that", though "he says" may close the sentence."""
    if frame.reach == Reach.FORWARD or frame.subject is None:
        return frame.stance
    before = (f for f in chosen if f.reach == Reach.FORWARD and f.start < frame.start)
    same = (f.stance for f in before if f.subject and f.subject.name == frame.subject.name)
    return next((stance for stance in same if stance != Stance.ASSERTS), frame.stance)


def within(frame: Frame, segment: tuple[int, int]) -> bool:
    """Return whether an attribution begins in a stretch of tokens."""
    return segment[0] <= frame.start < segment[1]


def reaches(frame: Frame, end: int) -> bool:
    """Return whether an attribution reaches words that end at a token."""
    return frame.reach != Reach.FORWARD or frame.start < end


def takes_on(frame: Frame, start: int, tokens: Sequence[Token], words: Clauses) -> bool:
    """Return whether one who takes a deed on himself takes on what begins at a token.

    "Claimed responsibility for the death of 12", but not "claimed responsibility for the blast, which killed 12".
    """
    if frame.reach != Reach.FORWARD:
        return False
    opening, gap = words.relative | words.that, tokens[frame.end : start]
    if frame.end <= start and (tokens[frame.end - 1].kind == "sign" or tokens[frame.end - 1].key in opening):
        return False  # "claims attack that | killed 12"
    led = len(gap) > 1 and tokens[frame.end - 1].key in words.link
    if led:  # "claims the attack on | the town | killed 12", but not "in which 12 died"
        return all(token.kind != "sign" and token.key not in opening for token in gap)
    alone = bool(words.cases) and len(gap) == 1  # "за", with which a name may begin
    return alone or all(token.key in words.function - opening for token in gap)


def last_voice(frames: list[Frame]) -> list[Frame]:
    """Return the frames that go on behind a sentence: the last speaker, and the outlets that carry him."""
    speakers = [f for f in frames if f.subject and not f.subject.outlet]
    return [f for f in frames if f.subject and f.subject.outlet] + speakers[-1:] if speakers else frames[-1:]
