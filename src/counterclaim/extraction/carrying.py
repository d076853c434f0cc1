"""Who goes on speaking in the sentences that name no speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.frame_values import Frame, Reach
from counterclaim.extraction.reaching import carried_by, last_voice, looks_back, points_back
from counterclaim.model import ClaimantKind, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.lexicon import Lexicon

#: For how many sentences without a speaker the last one goes on, and how far back the opening of a paragraph is looked for.
LASTING, LOOKBACK = 3, 50
#: How many paragraphs further back than the one before reaches he who, in a paragraph of its own, is said to say so.
ALOFT = 2
#: Among how many first words one may stand that turns to something else.
OPENING = 3
#: The kinds of those who speak for a state.
STATE = (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY)
#: The kinds of those who count the dead and those who fled.
HELPING = (ClaimantKind.NGO, ClaimantKind.IGO)
#: What is told beside the dead and wounded, and often by nobody: how many fled, and how many serve.
TOLD_BESIDE = frozenset(("displaced", "strength"))
#: The body of a government that tells of both sides' soldiers.
DEFENCE = "ministry_of_defence"
#: The values of words for a place or thing that was hit, and for who stands where ("stands behind"): nobody is killed yet.
NOBODY = frozenset({"hit", "strength"})
#: The values of words that speak of figures told before.
_GIVEN = frozenset({"given_by", "confirmed_by"})
_OPENING, _CLOSING = frozenset('"“„«'), frozenset('"”“»')
_MARKS = _OPENING | _CLOSING
_QUOTING = frozenset('–—-•"“”„«»')


def _private(frames: Sequence[Frame]) -> bool:
    """Return whether only ordinary persons spoke, who state what they saw and no more."""
    return bool(frames) and all(f.subject is not None and f.subject.kind == ClaimantKind.INDIVIDUAL for f in frames)


class Carrier:
    """Carries the attributions of a report over its sentences; `frames` are those of each sentence, and gain their outlets."""

    def __init__(self, sentences: Sequence[Sentence], frames: list[list[Frame]], clauses: Clauses, blame: Lexicon) -> None:
        self._sentences, self._frames, self._blame = sentences, frames, blame
        self._meanwhile, self._demonstrative = clauses.meanwhile, clauses.demonstrative
        self._leading = clauses.link | clauses.article

    def inherited(self) -> list[list[Frame]]:
        """Return, by sentence, the frames of other sentences of its paragraph that go on in it."""
        inherited: list[list[Frame]] = [[] for _ in self._sentences]
        running: list[Frame] = []
        latest: list[Frame] = []
        since = 0
        for number, sentence in enumerate(self._sentences):
            if number and self._sentences[number - 1].paragraph != sentence.paragraph:
                running = latest if self._quotes_on(number) else []
            if running and all(frame.caring for frame in self._frames[number]):
                self._frames[number] = []
            frames = self._frames[number]
            since = 0 if frames else since + 1
            if not frames:
                if any(mark.form == "mood" for mark in sentence.of("attribution")):
                    running = running or latest
                elif (
                    since > LASTING
                    or looks_back(sentence)
                    or self._across(sentence, running)
                    or (number and running is latest and self._beside(number, running))
                    or (_private(running) and not self._speaks_on(number))
                ):
                    running = []
                inherited[number] = running
                continue
            latest = last_voice(frames)
            for frame in frames:
                if (
                    frame.reach == Reach.EARLIER
                    or (points_back(sentence) and any(frame is f for f in (frames[-1], latest[-1])))
                    or ((frame.reach == Reach.BACKWARD or frame.same) and self._quoted(number))
                    or self._closes(number, frame, inherited)
                ):
                    self._cover_earlier(number, frame, inherited)
            running = [] if self._only_owns(sentence, frames) else latest
        return inherited

    def _across(self, sentence: Sentence, running: Sequence[Frame]) -> bool:
        """Return whether a sentence turns to another state, of whose dead a civil office of the first is not said to tell.

        "750 died, says the Lebanese health minister. In Israel 51 have died": but a ministry of defence tells of its enemy's.
        """
        spoke = running[-1].subject if running else None
        if spoke is None or spoke.kind != ClaimantKind.GOVERNMENT or spoke.country is None or spoke.body == DEFENCE:
            return False
        opening = [
            m for m in sentence.of("countries") if 0 < m.start <= OPENING and sentence.tokens[m.start - 1].key in self._leading
        ]
        return bool(opening) and all(m.value != spoke.country for m in opening)

    def _only_owns(self, sentence: Sentence, frames: Sequence[Frame]) -> bool:
        """Return whether a group only takes responsibility, and tells of nobody: how many died is not its word."""
        spoke = frames[-1].subject
        if frames[-1].owning:
            return True
        if spoke is None or spoke.kind != ClaimantKind.ARMED_GROUP:
            return False
        if any(mark.value not in NOBODY for mark in sentence.of("outcomes")):
            return False
        return any(mark.value == "accepts" and mark.form == "self" for mark in sentence.marks_in(self._blame))

    def _cover_earlier(self, number: int, frame: Frame, inherited: list[list[Frame]]) -> None:
        paragraph = self._sentences[number].paragraph
        if number and self._sentences[number - 1].paragraph != paragraph and frame.reach == Reach.EARLIER:
            paragraph = self._sentences[number - 1].paragraph
        apart = paragraph != self._sentences[number].paragraph
        if apart and not self._answers(number):
            return
        carries = bool(frame.subject and frame.subject.outlet)
        cited = [f for f in self._frames[number] if f.citing and f is not frame] if carries else []
        spoken = any(self._frames[n] and self._sentences[n].paragraph == paragraph for n in range(max(0, number - 8), number))
        alone = frame.reach == Reach.EARLIER and not (carries or _private([frame])) and self._alone(number)
        last = paragraph - (ALOFT if alone else 0)
        for earlier in range(number - 1, -1, -1):
            if not last <= self._sentences[earlier].paragraph <= paragraph:
                return
            if carries and (self._frames[earlier] or inherited[earlier]):
                self._frames[earlier] = [carried_by(f, frame) for f in self._frames[earlier]]
                inherited[earlier] = [carried_by(f, frame) for f in inherited[earlier]]
            elif frame.reach == Reach.EARLIER and self._gives_way(earlier, frame):
                stance = self._frames[earlier][-1].stance
                self._frames[earlier], inherited[earlier] = [], [replace(frame, stance=stance)]
            elif not (carries or apart) and frame.stance != Stance.DENIES and (relays := self._relays(earlier, inherited)):
                self._frames[earlier], inherited[earlier] = [], [frame, *relays]  # "N died, says the agency. Its source is Name."
            elif self._frames[earlier] or (inherited[earlier] and (apart or frame.stance == Stance.DENIES)):
                return  # what a side had said goes on, and the other denies it, or speaks but in the next paragraph
            elif not (carries and spoken):
                inherited[earlier] = [frame, *cited]

    def _gives_way(self, number: int, frame: Frame) -> bool:
        """Return whether only a state spoke in a sentence, by its own name, and the frame names who spoke for it.

        Or those of a sentence only received whom they count: "The hospitals received 12 dead. So says the mayor."
        """
        frames, speaker = self._frames[number], frame.subject
        if frames and all(f.caring for f in frames):
            return True
        if not frames or speaker is None or not speaker.person or speaker.kind not in STATE:
            return False
        return all(f.subject and f.subject.place and speaker.country in (None, f.subject.country) for f in frames)

    def _relays(self, number: int, inherited: Sequence[list[Frame]]) -> list[Frame]:
        """Return the attributions of a sentence, if it has no others, to outlets that do not say whom they cite."""
        frames = self._frames[number] or inherited[number]
        return frames if all(f.subject is not None and f.subject.outlet and not f.citing for f in frames) else []

    def _answers(self, number: int) -> bool:
        """Return whether a sentence that opens a paragraph speaks of the one before: it points there, or stands alone."""
        sentence = self._sentences[number]
        pointing = any(token.key in self._demonstrative for token in sentence.tokens[:OPENING])
        given = any(m.value in _GIVEN for m in sentence.of("attribution"))
        behind = self._sentences[number + 1 : number + 2]
        return pointing or given or not behind or behind[0].paragraph != sentence.paragraph

    def _alone(self, number: int) -> bool:
        """Return whether a sentence is a paragraph of its own, as "The ministry says so." between the short ones of agencies."""
        here = self._sentences[number].paragraph
        return all(
            s.paragraph != here
            for s in (*self._sentences[max(0, number - 1) : number], *self._sentences[number + 1 : number + 2])
        )

    def _closes(self, number: int, frame: Frame, inherited: list[list[Frame]]) -> bool:
        """Return whether an attribution that ends a paragraph of two sentences tells whose both are."""
        if frame.reach not in (Reach.BACKWARD, Reach.AROUND) or frame.stance not in (Stance.ASSERTS, Stance.ESTIMATES):
            return False
        if _private([frame]) or self._turns(number) or self._only_fled(number):
            return False
        here = self._sentences[number].paragraph
        around = [s.number for s in self._sentences[max(0, number - 2) : number + 2] if s.paragraph == here]
        return around == [number - 1, number] and not (self._frames[number - 1] or inherited[number - 1])

    def _only_fled(self, number: int) -> bool:
        """Return whether a sentence tells only of those who fled or serve, and the one before it of other people."""
        here, before = ({m.value for m in self._sentences[n].of("outcomes")} for n in (number, number - 1))
        return bool(here and before) and here <= TOLD_BESIDE and here.isdisjoint(before)

    def _beside(self, number: int, running: Sequence[Frame]) -> bool:
        """Return whether a sentence tells only of those who fled or serve, of whom a speaker on the dead is not said to tell.

        Organisations that count the dead count those who fled as well, and "another" goes on with what somebody told.
        """
        spoke = running[-1].subject if running else None
        if spoke is None or self._sentences[number].of("grammar", "addition"):
            return False
        fled = any(mark.value == "displaced" for mark in self._sentences[number].of("outcomes"))
        return self._only_fled(number) and not (fled and spoke.kind in HELPING)

    def _turns(self, number: int) -> bool:
        """Return whether a sentence opens with a word that turns to something else ("meanwhile")."""
        return any(token.key in self._meanwhile for token in self._sentences[number].tokens[:OPENING])

    def _speaks_on(self, number: int) -> bool:
        """Return whether a sentence stands in quotation marks or a paragraph that opens with one, or tells by hearsay."""
        sentence = self._sentences[number]
        opens = sentence.tokens[0].text in _QUOTING or self._within_quotation(number)
        return opens or self._quoted(number) or any(sentence.of("attribution"))

    def _within_quotation(self, number: int) -> bool:
        """Return whether a sentence goes on with a quotation that one before it in its paragraph opened."""
        here, within = self._sentences[number].paragraph, False
        near = [s for s in self._sentences[max(0, number - LASTING) : number] if s.paragraph == here]
        for mark in (token.text for sentence in near for token in sentence.tokens if token.text in _MARKS):
            within = mark in _OPENING and not (within and mark in _CLOSING)
        return within

    def _quotes_on(self, number: int) -> bool:
        """Return whether a paragraph is all in quotation marks and names nobody, and a speaker was quoted right before it."""
        sentences, here = self._sentences, self._sentences[number].paragraph
        if sentences[number].tokens[0].text not in _OPENING:
            return False
        last = number
        while last + 1 < len(sentences) and sentences[last + 1].paragraph == here:
            last += 1
        whole = any(token.text in _CLOSING for token in sentences[last].tokens[-2:])
        if not whole or any(self._frames[number : last + 1]):
            return False
        before = sentences[number - 1].paragraph
        first = number - 1
        while first and sentences[first - 1].paragraph == before and first > number - LASTING:
            first -= 1
        quoted = any(token.text in _OPENING for s in sentences[first:number] for token in s.tokens)
        return quoted and any(self._frames[first:number])

    def _quoted(self, number: int) -> bool:
        """Return whether the paragraph opens with a dash or a quotation mark."""
        paragraph = self._sentences[number].paragraph
        first = number
        while first > number - LOOKBACK and first and self._sentences[first - 1].paragraph == paragraph:
            first -= 1
        return self._sentences[first].tokens[0].text in _QUOTING
