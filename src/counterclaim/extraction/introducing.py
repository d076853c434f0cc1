"""Who is meant by "an official" or "activists" in one sentence, where the next ones name him."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.carrying import STATE
from counterclaim.extraction.naming import with_name
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.frame_values import Frame
    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.roles import Roles

#: Within how many sentences behind him who has no name he is named, and among how many of their first words one may turn away.
NEAR, OPENING = 2, 4
#: How many sentences before activists without a name the organisation may have spoken that is meant by them.
BEFORE = 6
#: The bodies of no name, and the roles of several persons, that stand for a registered organisation which counts the dead.
COUNTING = frozenset({"monitoring_group", "activist_group", "ngo", "organisation"})
WATCHING = frozenset({"activist", "observer"})
#: The body of which such an organisation is one.
MONITOR = "monitoring_group"
#: The bodies of officials of a place, who may be meant by "an official" of their country; ministries are not.
LOCAL = frozenset({None, "police"})
#: The words by which another number is given for what was told before.
_COUNTED_ANEW = (("grammar", "naming", "word"), ("grammar", "revision", None), ("outcomes", None, "toll"))


class Introducer:
    """Finds the names of those who speak in one sentence without one."""

    def __init__(self, sentences: Sequence[Sentence], roles: Roles, actors: Actors, clauses: Clauses) -> None:
        self._sentences, self._roles, self._actors, self._clauses = sentences, roles, actors, clauses

    def named(self, frames: Sequence[list[Frame]]) -> list[list[Frame]]:
        """Return the frames of each sentence, those of one without a name under that by which the next sentences name him."""
        return [[self._named(frame, frames) for frame in here] for here in frames]

    def _named(self, frame: Frame, frames: Sequence[list[Frame]]) -> Frame:
        unnamed = frame.subject
        if unnamed is not None and self._watches(unnamed):
            return replace(frame, subject=self._monitor(unnamed, frames))
        if unnamed is None or not self._nameless(unnamed):
            return frame
        number = unnamed.sentence
        behind = range(number + 1, min(number + 1 + NEAR, len(frames)))
        speaking = next((at for at in behind if any(_speaks(f) for f in frames[at])), None)
        if speaking is None or self._counts_anew(speaking):
            return frame
        others = {f.subject.name: f.subject for f in (*frames[number], *frames[speaking]) if f.subject and _speaks(f)}
        others.pop(unnamed.name, None)
        known = next(iter(others.values())) if len(others) == 1 else None
        if known is None or self._another(known) or not self._same_sort(unnamed, known):
            return frame
        return replace(frame, subject=with_name(unnamed, known))

    def _monitor(self, unnamed: ActorMark, frames: Sequence[list[Frame]]) -> ActorMark:
        """Return "activists" under the name of the one registered organisation that counts the dead and speaks around them."""
        around = frames[max(0, unnamed.sentence - BEFORE) : unnamed.sentence + NEAR + 1]
        speaking = (f.subject for here in around for f in here if f.subject and not f.subject.person)
        known = {mark.id: mark for mark in speaking if mark.id and MONITOR in self._actors.get(mark.id).bodies}
        return with_name(unnamed, next(iter(known.values()))) if len(known) == 1 else unnamed

    def _nameless(self, mark: ActorMark) -> bool:
        """Return whether one official or officer speaks, and nothing says that his name is kept back."""
        if mark.person or mark.role is None or mark.id or mark.kind != ClaimantKind.UNNAMED or mark.outlet:
            return False
        role = self._roles.roles[mark.role]
        hidden = any(m.form == "hidden" for m in self._sentences[mark.sentence].of("roles"))
        return role.kind in STATE and mark.name.endswith(role.one) and not hidden

    def _watches(self, mark: ActorMark) -> bool:
        """Return whether activists, or an organisation without a name, speak."""
        bare = not (mark.person or mark.id or mark.country or mark.outlet)
        return bare and (mark.role in WATCHING or (mark.role is None and mark.body in COUNTING))

    def _same_sort(self, unnamed: ActorMark, known: ActorMark) -> bool:
        """Return whether one who is named may be him who was not."""
        if not known.person or known.role is None or known.kind != self._roles.roles[unnamed.role or ""].kind:
            return False
        here = unnamed.country in (None, known.country) or known.body in LOCAL
        return here and unnamed.body in (None, known.body)

    def _counts_anew(self, number: int) -> bool:
        """Return whether a sentence turns to something else, or gives another number for what was told."""
        sentence = self._sentences[number]
        turning = self._clauses.meanwhile | self._clauses.contrast
        away = any(token.key in turning for token in sentence.tokens[:OPENING])
        return away or any(sentence.of(kind, value, form) for kind, value, form in _COUNTED_ANEW)

    def _another(self, mark: ActorMark) -> bool:
        """Return whether it is told that he who is named is another: "another official, Name Surname"."""
        return mark.indefinite or any(m.end == mark.start for m in self._sentences[mark.sentence].of("grammar", "other"))


def _speaks(frame: Frame) -> bool:
    """Return whether a frame is one of somebody, and of no outlet."""
    return frame.subject is not None and not (frame.subject.outlet or frame.subject.platform)
