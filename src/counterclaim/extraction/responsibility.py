"""Who says that who did it: accusations, acceptances and denials, whether or not they come with a figure.

A party that tells of what its own side did accepts it; whoever names the other side as the one who did it accuses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.attackers import FIGHTING
from counterclaim.extraction.place_asking import Asked
from counterclaim.extraction.speakers import BREAKS, Surroundings
from counterclaim.model import Blame, ClaimantKind, Responsibility, Scope, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.extraction.attribution import Voice, Voices
    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Lexicon, Mark
    from counterclaim.model import Report

#: How far behind its verb the accused may stand, and how many sentences an accusation is answered or bears on a figure.
BEHIND, NEARBY = 9, 2
#: How many tokens back a subject may stand that others only describe.
PAST = 4


class Blamed(NamedTuple):
    """One statement of who did it, at tokens `start` to `end` of a sentence; no claimant: the report itself says it."""

    sentence: Sentence
    start: int
    end: int
    stance: Blame
    accused: ActorMark
    claimant: ActorMark | None

    @property
    def accuses(self) -> bool:
        """Whether it names one who did it, and does not only deny."""
        return self.stance is not Blame.DENIES


class Act(NamedTuple):
    """A claim that names who did it: at tokens `start` to `end` of a sentence, with its voice."""

    sentence: Sentence
    start: int
    end: int
    attacker: ActorMark
    voice: Voice


def find_blame(sentences: Sequence[Sentence], words: Lexicon) -> dict[int, list[Mark]]:
    """Return the words of blame by the numbers of the sentences that hold some."""
    return {one.number: marks for one in sentences if not one.boilerplate and (marks := one.marks_in(words))}


def read_blame(sentences: Sequence[Sentence], voices: Voices, words: Mapping[int, list[Mark]]) -> list[Blamed]:
    """Return who is said to have done it, in reading order, figures aside; `words` are those of blame, by sentence."""
    found: list[Blamed] = []
    for number, marks in words.items():
        found += _Reader(sentences[number], voices, marks, found).read()
    return found


def blamed_near(blamed: Sequence[Blamed], sentence: Sentence) -> ActorMark | None:
    """Return the one whom the sentences around blame or who takes it on himself; None where they name different ones."""
    near = [one for one in blamed if one.accuses and abs(one.sentence.number - sentence.number) <= NEARBY]
    own = [one for one in near if one.sentence.number == sentence.number] or near
    accepted = [one for one in own if one.stance is Blame.ACCEPTS]
    sides = {_side(one.accused): one.accused for one in accepted or own}
    return next(iter(sides.values())) if len(sides) == 1 else None


def responsibilities(
    report: Report, blamed: Iterable[Blamed], acts: Iterable[Act], where: Places, when: Dates
) -> tuple[Responsibility, ...]:
    """Return the responsibility claims of a report, in reading order, each said once by each."""
    found: dict[tuple[str | None, str, Blame], Responsibility] = {}
    every = [*blamed, *(one for act in acts for one in _of_claim(act))]
    for one in sorted(every, key=lambda one: (one.sentence.number, one.start)):
        name = one.claimant.name if one.claimant else None
        key = (name, one.accused.name, one.stance)
        if key in found:
            continue
        span = one.sentence.span(one.start, one.end)
        places, _, _ = where.at([Asked(one.sentence.number, one.start, one.end, Scope.EVENT)])[0]
        day, _ = when.when(one.sentence.number, one.start, one.end, Scope.EVENT, standing=False)
        found[key] = Responsibility(
            report=report.id,
            evidence=span.of(report.text),
            span=span,
            accused=one.accused.name,
            stance=one.stance,
            claimant=name,
            accused_id=one.accused.id,
            place=places[0] if places else None,
            when=day,
        )
    return tuple(found.values())


def _of_claim(act: Act) -> Iterator[Blamed]:
    """Yield what a claim with a figure says of who did it: of somebody else an accusation, of one's own side an acceptance."""
    if act.voice.stance is Stance.DENIES or not act.voice.speakers:
        return
    speaker, start = act.voice.speakers[0], min(act.start, act.attacker.start)
    if speaker.outlet or speaker.platform:
        return
    stance = Blame.ACCEPTS if _own(speaker, act.attacker) else Blame.ACCUSES
    yield Blamed(act.sentence, start, max(act.end, act.attacker.end), stance, act.attacker, speaker)


def _own(speaker: ActorMark, attacker: ActorMark) -> bool:
    """Return whether a speaker tells of what his own side did; armed forces of no named country are those of the state."""
    if speaker.kind not in FIGHTING:
        return False
    if _side(speaker) == _side(attacker):
        return True
    if ClaimantKind.ARMED_GROUP in (speaker.kind, attacker.kind):
        return False
    return attacker.country is None or attacker.country == speaker.country


def _side(mark: ActorMark) -> str:
    return mark.id or mark.country or mark.name


class _Reader:
    """Reads the words of blame of one sentence."""

    def __init__(self, sentence: Sentence, voices: Voices, words: Sequence[Mark], earlier: Sequence[Blamed]) -> None:
        self._sentence, self._voices, self._clauses = sentence, voices, voices.clauses
        self._deeds = [mark for mark in words if mark.form == "deed"]
        self._words = [mark for mark in words if mark.form != "deed"]
        self._actors = [mark for mark in voices.actors(sentence.number) if not mark.platform]
        self._around = Surroundings(sentence, self._actors, self._clauses)
        self._earlier = [one for one in earlier[-8:] if sentence.number - one.sentence.number <= NEARBY]
        self._found: list[Blamed] = []

    def read(self) -> list[Blamed]:
        for word in self._words:
            if self._refused(word):
                continue
            match word.form:
                case "whom" | "around":
                    self._accusing(word)
                case "of":
                    self._accused(word)
                case "by":
                    self._accepted(word)
                case _:
                    self._of_oneself(word)
        return self._found

    def _refused(self, word: Mark) -> bool:
        """Return whether the word says that nobody did so ("no one has claimed responsibility")."""
        tokens = self._sentence.tokens
        before = range(word.start - 1, max(-1, word.start - 5), -1)
        for at in before:
            if tokens[at].text in BREAKS:
                return False
            if tokens[at].key in self._clauses.none:
                return True
        return False

    def _accusing(self, word: Mark) -> None:
        claimant = self._subject(word)
        inside = [
            mark for mark in self._actors if word.tail is not None and word.head_end <= mark.start and mark.end <= word.tail
        ]
        inside = [mark for mark in inside if mark is not claimant]
        accused = inside[0] if inside else self._behind(word, claimant)
        if accused is None or (claimant is not None and _side(claimant) == _side(accused)):
            return
        self._add(word, Blame.ACCUSES, accused, claimant)

    def _behind(self, word: Mark, claimant: ActorMark | None) -> ActorMark | None:
        tokens = self._sentence.tokens
        for at in range(word.end, min(word.end + BEHIND, len(tokens))):
            mark = self._around.starting.get(at)
            if mark is not None and mark is not claimant:
                return mark
            if tokens[at].text in ".;:!?" or (tokens[at].text == "," and at > word.end):
                return None
        return None

    def _accused(self, word: Mark) -> None:
        accused = self._around.subject_before(word.start) or self._meant(word)
        if accused is None:
            return
        speakers = self._voices.at(self._sentence.number, word.start, word.end).speakers
        claimant = next((one for one in speakers if _side(one) != _side(accused)), None)
        self._add(word, Blame.ACCUSES, accused, claimant)

    def _accepted(self, word: Mark) -> None:
        accused = self._behind(word, None)
        if accused is not None and word.value == "accepts":
            self._add(word, Blame.ACCEPTS, accused, accused)

    def _of_oneself(self, word: Mark) -> None:
        stance = Blame(word.value)
        subject = self._subject(word)
        if subject is None or subject.outlet:
            return
        deed = next((mark for mark in self._deeds if mark.end > word.start), None)
        if stance is Blame.DENIES and deed is None and not self._answers(subject):
            return
        self._add(word, stance, subject, subject, deed)

    def _answers(self, subject: ActorMark) -> bool:
        """Return whether a denier has just been accused."""
        return any(_side(one.accused) == _side(subject) for one in (*self._earlier, *self._found) if one.stance is Blame.ACCUSES)

    def _add(self, word: Mark, stance: Blame, accused: ActorMark, claimant: ActorMark | None, deed: Mark | None = None) -> None:
        here = [mark for mark in (accused, claimant) if mark is not None and mark.sentence == self._sentence.number]
        start = min([word.start, *(mark.start for mark in here)])
        end = max([word.end, *(mark.end for mark in here), *([deed.end] if deed else [])])
        self._found.append(Blamed(self._sentence, start, end, stance, accused, claimant))

    def _subject(self, word: Mark) -> ActorMark | None:
        """Return who does what the word says: before it, between its parts, behind it where it opens its clause, or a pronoun."""
        before = self._around.subject_before(word.start) or self._past_words(word)
        opening = self._around.opens(word.start)
        if before is not None and not opening:
            return before
        own = word.form == "self"
        inside = self._around.subject_inside(word, alone=False) if own else None
        after = self._around.subject_after(word) if opening and own else None
        return inside or after or before or self._meant(word)

    def _past_words(self, word: Mark) -> ActorMark | None:
        """Return the actor before the word, past one or two words that only describe him ("the group's local branch")."""
        tokens = self._sentence.tokens
        for at in range(word.start, max(0, word.start - PAST), -1):
            mark = self._around.ending.get(at)
            if mark is not None:
                return mark if self._around.can_speak(mark) else None
            token = tokens[at - 1]
            if token.kind != "word" or token.key in self._clauses.also or token.key in self._clauses.that:
                return None
            if token.key in self._clauses.person or token.key in self._clauses.pronoun or token.key in self._clauses.relative:
                return None
        return None

    def _meant(self, word: Mark) -> ActorMark | None:
        """Return whom a pronoun, a relative clause or the verb before means, else who speaks here of himself."""
        tokens, clauses = self._sentence.tokens, self._clauses
        at = word.start - 1
        while at > 0 and tokens[at].key in clauses.skip:
            at -= 1
        speakers = self._voices.at(self._sentence.number, word.start, word.end).speakers
        speaker = next((one for one in speakers if not one.outlet), None)
        if at < 0:
            return None
        key = tokens[at].key
        if key in clauses.relative or (tokens[at].text == "," and at and word.start - at <= 1):
            near = next((mark for mark in reversed(self._actors) if mark.end <= at and at - mark.end <= 1), None)
            return near or speaker
        if key in clauses.also:
            joined = [one.claimant for one in self._found if one.claimant] or [
                mark for mark in self._actors if mark.end <= at and not mark.place and self._around.can_speak(mark)
            ]
            return joined[0] if joined else None
        if key in clauses.person or key in clauses.pronoun:
            return self._voices.meant(self._sentence.number, person=key in clauses.person) or speaker
        return speaker if word.form == "self" and word.value == "accepts" else None
