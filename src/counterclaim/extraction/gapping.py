"""The second of two speakers who share a verb: "the army spoke of 14 dead, the rebels of 40"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.frame_values import Frame, Reach
from counterclaim.extraction.sourcing import Sourcing
from counterclaim.extraction.speakers import BREAKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.naming import ActorMark

#: How many words may stand between a small word that leads to a figure and the figure: "of at least 40".
HEDGING = 5
#: The most letters of such a word that has two shapes (French "de").
SHORT = 2
_DASHES = frozenset("–—-,)")


class Gapping(Sourcing):
    """Finds the speakers who have the verb of another."""

    def gapped(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield the speakers who stand behind what another said, before the word by which his verb led to it, and a figure."""
        for frame in [f for f in found if f.reach == Reach.FORWARD and f.subject is not None]:
            lead = self._lead(frame)
            for mark in self.marks:
                if lead is None or mark.start < frame.end or mark.outlet:
                    continue
                at = self._next_lead(self._described_until(mark), lead)
                if at is not None and self._parallel(mark) and self._counts_behind(at) and self.can_speak(mark):
                    yield Frame(mark.start, at + 1, Reach.FORWARD, frame.stance, mark)

    def _lead(self, frame: Frame) -> int | None:
        """Return the place of the small word by which a verb leads to what is said: "of", "that"; None where none does."""
        behind = frame.end + (frame.end < len(self.tokens) and self.tokens[frame.end].text == ",")
        ends = {m.end - 1 for m in self.sentence.of("attribution", form="verb") if m.end - m.start > 1}
        ends |= {m.start for m in self.sentence.of("grammar", "preposition")}
        small = self.clauses.link | self.clauses.that
        return next(
            (at for at in (frame.end - 1, behind) if at in ends or (self.tokens[at : at + 1] and self.tokens[at].key in small)),
            None,
        )

    def _parallel(self, mark: ActorMark) -> bool:
        """Return whether a speaker opens a clause behind a comma, or "and" or "while" behind one."""
        first = at = self._before_articles(self._before_owner(mark.start))
        while at and self.tokens[at - 1].key in self.clauses.also | self.clauses.contrast:
            at -= 1
        return at > 0 and (self.tokens[at - 1].text in BREAKS or at < first)

    def _next_lead(self, at: int, lead: int) -> int | None:
        """Return where a word leads as another did, past dashes and what sets him against the other: "the rebels, though, of"."""
        while at < len(self.tokens) and not self._alike(at, lead):
            token = self.tokens[at]
            if not (token.text in _DASHES or token.key in self.clauses.contrast or self.passable(token)):
                return None
            at += 1
        return at if at < len(self.tokens) else None

    def _alike(self, at: int, lead: int) -> bool:
        """Return whether two words lead in one way: the same, or a short one in the shape that it has before a vowel."""
        first, second = self.tokens[at].key, self.tokens[lead].key
        return first == second or (first[0] == second[0] and max(len(first), len(second)) <= SHORT)

    def _counts_behind(self, at: int) -> bool:
        """Return whether a figure follows: soon behind a preposition that does not lead further, anywhere behind "that"."""
        said = self.tokens[at].key in self.clauses.that
        for place in range(at + 1, len(self.tokens) if said else min(at + HEDGING, len(self.tokens))):
            if self.tokens[place].kind == "number" or place in self.numerals:
                return True
            if not said and self.tokens[place].key == self.tokens[at].key:
                return False  # "residents of the town of 5,000"
        return False
