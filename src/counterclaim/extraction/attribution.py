"""Who speaks at each place of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from counterclaim.extraction.actors import Recogniser
from counterclaim.extraction.carrying import STATE, Carrier
from counterclaim.extraction.cast import Cast
from counterclaim.extraction.fallen import fallen_of
from counterclaim.extraction.frame_values import Frame, Reach, Refers
from counterclaim.extraction.frames import Reader, may_attribute
from counterclaim.extraction.introducing import Introducer
from counterclaim.extraction.leading import with_led
from counterclaim.extraction.naming import ActorMark, Namer
from counterclaim.extraction.reaching import reaches, stance_of, takes_on, within
from counterclaim.extraction.seats import Seats
from counterclaim.extraction.speakers import COUNTRY, nobodys
from counterclaim.extraction.verification import PARTIES, read_remarks
from counterclaim.knowledge.blame_words import blame_words
from counterclaim.knowledge.clauses import load_clauses
from counterclaim.knowledge.number_words import number_words
from counterclaim.knowledge.roles import load_roles
from counterclaim.knowledge.romanisation import load_romanisation
from counterclaim.model import Claimant, ClaimantKind, Span, Stance, Verification

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.text import Token

#: How many words may stand between "the report" and a figure, and between the figure and "is false".
TOLD, FALSE = 20, 8
#: Those whose "nobody died" answers another of them, and how many paragraphs later.
SIDES = frozenset((ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP, ClaimantKind.UNNAMED))
NEXT = 2
#: Those who issue no communiqués, and how many speakers back one is looked for who does.
FACELESS = (ClaimantKind.UNNAMED, ClaimantKind.INDIVIDUAL, ClaimantKind.MEDIA)
FURTHER = 12
#: How many speakers back a pronoun may point.
_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Voice:
    """Who states what stands at a place, through whom, and what the report says of it.

    No claimants: the report itself states it.
    """

    claimants: tuple[Claimant, ...] = ()
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTS
    verification: Verification | None = None
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    hearsay: bool = False
    speakers: tuple[ActorMark, ...] = ()


def read_voices(
    sentences: Sequence[Sentence],
    pack: LanguagePack,
    knowledge: Knowledge,
    *,
    published: str | None = None,
    heard: Container[int] | None = None,
) -> Voices:
    """Return the voices of a report. `published` (EDTF) tells which groups rule by then.

    `heard` are the numbers of the sentences whose speakers and actors are asked for, None for all.
    """
    recogniser = _recogniser(pack, knowledge)
    namer = Namer(recogniser, published)
    heard = range(len(sentences)) if heard is None else heard
    phrases = [recogniser.phrases(one) if one.number in heard else [] for one in sentences]
    named = [[namer.mark(one, phrase) for phrase in found] for one, found in zip(sentences, phrases, strict=True)]
    script = load_romanisation(pack.code)
    land = _slavic(_countries(named, knowledge.actors), script.slavic) if script.pairs else None
    if land is not None:
        named = [[namer.respelt(mark, land) for mark in marks] for marks in named]
    told = [with_led(sentence, marks, recogniser.clauses) for sentence, marks in zip(sentences, named, strict=True)]
    return Voices(sentences, told, recogniser, heard)


_RECOGNISERS: dict[int, tuple[LanguagePack, Recogniser]] = {}


def _recogniser(pack: LanguagePack, knowledge: Knowledge) -> Recogniser:
    """Return the recogniser of a pack; one is kept for each pack."""
    known = _RECOGNISERS.get(id(pack))
    if known is None or known[0] is not pack:
        known = (pack, _make_recogniser(pack, knowledge))
        _RECOGNISERS[id(pack)] = known
    return known[1]


def _make_recogniser(pack: LanguagePack, knowledge: Knowledge) -> Recogniser:
    clauses = load_clauses(pack.code)
    return Recogniser(pack, clauses, load_roles(), knowledge.actors, Seats(knowledge.finder(pack.code), clauses))


class Voices:
    """The speakers of a report by place."""

    def __init__(
        self, sentences: Sequence[Sentence], named: list[list[ActorMark]], recogniser: Recogniser, heard: Container[int]
    ) -> None:
        self._sentences, self._clauses, self.heard = sentences, recogniser.clauses, heard
        everybody = (mark for marks in named for mark in marks)
        countries = _countries(named, recogniser.actors)
        self._cast = Cast(everybody, recogniser.roles, recogniser.actors, countries, recogniser.clauses)
        self._marks: list[list[ActorMark]] = []
        self._frames: list[list[Frame]] = []
        self._speakers: list[ActorMark] = []
        self._stances: dict[str, Stance] = {}
        self._told: dict[tuple[int, int, int], Voice] = {}
        words = number_words(recogniser.pack)
        for sentence, marks in zip(sentences, named, strict=True):
            self._cast.fallen = fallen_of(sentence) if any(map(_unplaced_army, marks)) else None
            resolved = [self._cast.resolve(mark) for mark in marks]
            silent = sentence.number not in heard or sentence.boilerplate or not may_attribute(sentence, resolved)
            numerals = frozenset() if silent else frozenset(words.numerals(sentence.tokens))
            frames = [] if silent else Reader(sentence, resolved, self._clauses, numerals).frames()
            self._marks.append(resolved)
            settled = [frame for frame in self._settle(sentence, frames) if not frame.unsaid]
            self._frames.append(self._answering(sentence, settled))
        self._frames = Introducer(sentences, recogniser.roles, recogniser.actors, self._clauses).named(self._frames)
        blame = blame_words(recogniser.pack.code, recogniser.pack.splitting)
        self._inherited = Carrier(sentences, self._frames, self._clauses, blame).inherited()
        voiced = frozenset(number for number, frames in enumerate(self._frames) if frames)
        self._remarks = read_remarks(sentences, voiced)

    @property
    def clauses(self) -> Clauses:
        """The small words of the report's language."""
        return self._clauses

    def meant(self, sentence_number: int, *, person: bool) -> ActorMark | None:
        """Return whom a pronoun of a sentence means: the last who spoke before it, for a person the last person."""
        before = [mark for mark in self._speakers[-_REMEMBERED:] if mark.sentence <= sentence_number]
        return self._cast.last(before, person=person, sentence=sentence_number)

    def actors(self, sentence_number: int) -> list[ActorMark]:
        """Return the actors that a sentence names, in reading order."""
        return [mark for mark in self._marks[sentence_number] if not mark.weak]

    def speaking(self, sentence_number: int) -> list[ActorMark]:
        """Return those by name who say something in a sentence, whatever it is."""
        return [f.subject for f in self._frames[sentence_number] if f.subject is not None and f.subject.person]

    def at(self, sentence_number: int, token_start: int, token_end: int) -> Voice:
        """Return the voice of the words from one token to before another."""
        place = (sentence_number, token_start, token_end)
        known = self._told.get(place)
        if known is None:
            known = self._told[place] = self._at(*place)
        return known

    def _at(self, sentence_number: int, token_start: int, token_end: int) -> Voice:
        frames = self._covering(sentence_number, token_start, token_end)
        voice = self._voice(frames)
        sentence = self._sentences[sentence_number]
        stance = self._own_stance(sentence, token_start, token_end) or voice.stance
        if stance == Stance.ASSERTS and frames and self._contradicts(frames[-1], sentence, token_start, token_end):
            stance = Stance.DENIES
        hearsay = any(mark.form == "mark" for mark in sentence.of("attribution", "hearsay"))
        return replace(voice, stance=stance, hearsay=hearsay, verification=self._verification(sentence_number, voice))

    def _contradicts(self, frame: Frame, sentence: Sentence, start: int, end: int) -> bool:
        """Return whether the words say that there was nobody, and another side had just said that there was."""
        none = any(token.key in self._clauses.none for token in sentence.tokens[max(0, start - 2) : end])
        subject = frame.subject
        if not none or subject is None or subject.country is None or subject.kind not in SIDES:
            return False
        for number in range(sentence.number, -1, -1):
            if sentence.paragraph - self._sentences[number].paragraph > NEXT:
                return False
            for other in self._frames[number]:
                known = other.subject
                if known is not None and known.kind in SIDES and known.country and known.country != subject.country:
                    return number < sentence.number or other.start < frame.start
        return False

    def _settle(self, sentence: Sentence, frames: list[Frame]) -> list[Frame]:
        """Return the frames of a sentence with every speaker found; those whose speaker nobody can tell fall away."""
        out: list[Frame] = []
        for frame in frames:
            subject = frame.subject
            if subject is not None and (subject.weak or _is_land(subject)):
                continue
            via = frame.via
            if subject is None:
                subject = self._meant(frame, out, sentence.number)
                via = via or next((f.via for f in reversed(out) if f.subject is subject), ())
            elif not _described(subject, sentence, self._clauses):
                subject = self._cast.introduced(subject)
            if subject is not None:
                stance = self._stances.get(subject.name, frame.stance) if frame.same else frame.stance
                known = subject is frame.subject and stance is frame.stance
                out.append(frame if known else replace(frame, subject=subject, stance=stance, via=via))
                self._hear(subject, stance)
        return out

    def _meant(self, frame: Frame, out: list[Frame], number: int) -> ActorMark | None:
        """Return whom a frame without a name means: the speaker of the frame before, a person, a body, or who spoke last."""
        if frame.refers == Refers.SUBJECT:
            speaking = next((f for f in reversed(out) if f.reach != Reach.EARLIER), out[-1] if out else None)
            return speaking.subject if speaking else None
        body = self._cast.told(self._speakers, person=False, sentence=number)
        person = frame.refers == Refers.PERSON
        if frame.refers == Refers.EITHER and not self._body_spoke(number - 1):
            person = body is None or self._cast.told(self._speakers, person=True, sentence=number) is not None
        if body is not None and not person and (frame.refers == Refers.BODY or not frame.same):
            return body
        if frame.refers == Refers.BODY:
            body = next((known for known in reversed(self._speakers[-FURTHER:]) if known.kind not in FACELESS), None)
            if body is not None:
                return body
        return self._cast.last(self._speakers, person=person, sentence=number)

    def _body_spoke(self, number: int) -> bool:
        """Return whether a group or a body spoke last, in a sentence, and no person and no outlet."""
        last = self._speakers[-1] if self._speakers else None
        if last is None or last.sentence != number:
            return False
        return not (last.person or last.role or last.outlet or last.platform)

    def _hear(self, subject: ActorMark, stance: Stance) -> None:
        """Remember who spoke, and whether he estimated."""
        self._speakers.append(subject)
        self._cast.heard(subject)
        self._stances[subject.name] = stance if stance == Stance.ESTIMATES else Stance.ASSERTS

    def _answering(self, sentence: Sentence, frames: list[Frame]) -> list[Frame]:
        """Return the frames, a statement right behind a denial by the same side being that denial."""
        before = self._frames[-1] if self._frames else []
        if not (frames and before and self._sentences[sentence.number - 1].paragraph == sentence.paragraph):
            return frames
        if self._clauses.none.isdisjoint(sentence.keys):
            return frames  # what is told beside a denial, and denies nothing
        deniers = {f.subject.country or f.subject.name for f in before if f.subject and f.stance == Stance.DENIES}
        return [
            replace(f, stance=Stance.DENIES)
            if f.subject
            and (f.subject.country or f.subject.name) in deniers
            and f.stance == Stance.ASSERTS
            and before[-1].stance == Stance.DENIES
            else f
            for f in frames
        ]

    def _covering(self, number: int, start: int, end: int) -> list[Frame]:
        frames = self._frames[number]
        if not frames:
            return self._inherited[number]
        tokens = self._sentences[number].tokens
        frames = [f for f in frames if not f.owning or takes_on(f, start, tokens, self._clauses)]
        segments = self._segments(tokens, frames)
        here = next(index for index, (a, b) in enumerate(segments) if a <= start < b)
        relays: list[Frame] = []
        for index in (here, *range(here - 1, -1, -1)):
            covering = [f for f in frames if within(f, segments[index]) and reaches(f, end)]
            if covering and all(_passes_on(f) for f in covering):
                relays += covering
            elif covering:
                return (self._in_clause(covering, tokens, start) or _nearest(covering, end)) + relays
        if relays:
            return relays
        later = [f for f in frames if f.start >= segments[here][1] and f.reach != Reach.FORWARD]
        return later[:1]

    def _in_clause(self, covering: list[Frame], tokens: Sequence[Token], start: int) -> list[Frame]:
        """Return the source that a clause about somebody names: "denies helping the group, which by UN figures has 300 men"."""
        last = next((f for f in reversed(covering) if f.reach == Reach.AROUND and f.end <= start), None)
        if last is None or last.start < 2:
            return []
        paused = tokens[last.start - 1].text == ","
        opens = last.start - 1 - paused
        related = tokens[opens].key in self._clauses.relative - self._clauses.demonstrative
        parted = any(token.kind == "sign" for token in tokens[last.end + paused : start])
        return [last] if related and not parted else []

    def _segments(self, tokens: Sequence[Token], frames: list[Frame]) -> list[tuple[int, int]]:
        cuts = [0]
        for at, token in enumerate(tokens):
            contrast = token.key in self._clauses.contrast and at
            if (contrast or token.text in ";:") and not any(f.start <= at < f.end for f in frames):
                cuts.append(at)
        return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True) if a < b]

    def _voice(self, frames: list[Frame]) -> Voice:
        speakers = [f for f in frames if f.subject and not f.subject.outlet and not f.subject.platform]
        relays = [f for f in frames if f.subject and (f.subject.outlet or f.subject.platform)]
        speakers = [f for f in speakers if not _answers(f, relays)]
        chosen = _cited(speakers) or _without_states(speakers) or _cited(relays)[:1] or relays[:1]
        if not chosen:
            return Voice()
        frame = next((f for f in reversed(chosen) if f.reach == Reach.FORWARD), chosen[-1])
        told = stance_of(frame, chosen)
        passing = [f.subject for f in relays if f.subject and (speakers or frame.citing) and f is not frame]
        via = [mark for f in (frame, *relays) for mark in f.via] + passing
        subject = frame.subject
        if subject is None or (nobodys(subject) and frame.reach != Reach.BACKWARD):
            return Voice(stance=self._unowned(subject))  # "first reports spoke of 30": nobody knows whose
        joint = self._joined(subject)
        claimants = tuple(Claimant(mark.name, mark.kind, mark.id, mark.country or mark.land, mark.text) for mark in joint)
        named = tuple(dict.fromkeys(mark.name for mark in via if mark.name != subject.name))
        return Voice(
            claimants,
            named,
            told,
            None,
            {"claimant": tuple(map(self._span, joint)), "via": tuple(self._span(mark) for mark in via)},
            speakers=tuple(joint),
        )

    def _unowned(self, subject: ActorMark | None) -> Stance:
        """Return the stance of a figure that nobody known gave: estimates nobody owns are estimates."""
        if subject is None:
            return Stance.ASSERTS
        nouns = self._sentences[subject.sentence].of("attribution", "estimates", "noun")
        return Stance.ESTIMATES if any(subject.start <= noun.start < subject.end for noun in nouns) else Stance.ASSERTS

    def _joined(self, subject: ActorMark) -> list[ActorMark]:
        """Return a speaker with those who are named together with him ("the army and the ministry say"), in reading order."""
        row: list[ActorMark] = []
        for mark in self._marks[subject.sentence]:
            if mark.weak or mark.outlet != subject.outlet:
                continue
            if row and not self._coordinated(row[-1], mark):
                if subject.start in [known.start for known in row]:
                    break
                row = []
            row.append(mark)
        return (
            [subject if mark.start == subject.start else mark for mark in row]
            if subject.start in [m.start for m in row]
            else [subject]
        )

    def _coordinated(self, first: ActorMark, second: ActorMark) -> bool:
        between = self._sentences[first.sentence].tokens[first.end : second.start]
        words = self._clauses
        if first.person and "," in first.text and between and between[0].text == ",":
            between = between[1:]  # "Name, head of the region, and the army"
        small = all(token.key in words.also or token.key in words.article for token in between)
        return small and any(token.key in words.also for token in between)

    def _span(self, mark: ActorMark) -> Span:
        return self._sentences[mark.sentence].span(mark.start, mark.end)

    def _own_stance(self, sentence: Sentence, start: int, end: int) -> Stance | None:
        """Return the stance that the words themselves show ("an estimated", "the confirmed dead")."""
        for mark in sentence.of("attribution", "estimates"):
            near = mark.form == "near" and start - 4 <= mark.start < end
            if (near or mark.form == "clause") and not self._of_who(sentence, mark):
                return Stance.ESTIMATES
        for mark in sentence.of("attribution"):
            if mark.form == "phrase" and mark.value in ("confirms", "denies"):
                return Stance(mark.value)
        return Stance.DENIES if self._called_false(sentence, start, end) else None

    def _of_who(self, sentence: Sentence, mark: Mark) -> bool:
        """Return whether only who somebody is, not what befell him, is supposed: "six men who are thought to be rebels"."""
        if not mark.start or sentence.tokens[mark.start - 1].key not in self._clauses.relative:
            return False
        ends = next((at for at in range(mark.end, len(sentence.tokens)) if sentence.tokens[at].text in ",;.:)"), mark.end)
        return not any(mark.start <= told.start < ends for told in sentence.of("outcomes"))

    def _called_false(self, sentence: Sentence, start: int, end: int) -> bool:
        """Return whether what is told of is called untrue: "the report that 50 soldiers were killed is false"."""
        told = any(0 <= start - m.end <= TOLD for m in sentence.of("attribution", "denies", "near"))
        return told and any(0 <= m.start - end <= FALSE for m in sentence.of("attribution", "denies", "clause"))

    def _verification(self, number: int, voice: Voice) -> Verification | None:
        remark = self._remarks.get(number)
        if remark is None:
            return None
        verification, party = remark
        if party and (voice.stance == Stance.CONFIRMS or not (voice.claimants and voice.claimants[0].kind in PARTIES)):
            return None  # what somebody admits needs nobody's confirmation
        return verification


def _nearest(covering: list[Frame], end: int) -> list[Frame]:
    """Return the attributions of a figure: where several sources stand, each behind its own, the first behind the figure."""
    around = [f for f in covering if f.reach == Reach.AROUND and f.subject and not f.subject.outlet]
    if len(around) == len(covering) > 1 and around[0].start == 0:
        return [f for f in around if f.start < end][-1:]  # "According to A 14 died, according to B 40"
    behind = [f for f in around if f.start >= end]
    if len(around) < 2 or not behind or len(around) < len(covering):
        return covering
    return behind[:1]


def _answers(frame: Frame, relays: Sequence[Frame]) -> bool:
    """Return whether somebody denies behind it what an outlet states: "the agency claims that 12 died, which he denied"."""
    stated = any(f.reach == Reach.FORWARD and f.start < frame.start for f in relays)
    return stated and frame.reach == Reach.BACKWARD and frame.stance == Stance.DENIES


def _passes_on(frame: Frame) -> bool:
    """Return whether an attribution only says, behind what was told, which outlet wrote it: "while 30 fled, Reuters reports"."""
    return frame.reach == Reach.BACKWARD and frame.subject is not None and frame.subject.outlet


def _described(subject: ActorMark, sentence: Sentence, clauses: Clauses) -> bool:
    """Return whether an age or a clause about him stands behind a name: "Name, 34", "Name, who lives there"."""
    behind = sentence.tokens[subject.end : subject.end + 2]
    return len(behind) > 1 and behind[0].text in ",(" and (behind[1].kind == "number" or behind[1].key in clauses.relative)


def _cited(frames: list[Frame]) -> list[Frame]:
    """Return the attributions to those whom another cites: they know, and he passes on."""
    return [frame for frame in frames if frame.citing]


def _without_states(frames: list[Frame]) -> list[Frame]:
    """Return the attributions without those to a state for which another speaks: "Russia says, according to its ministry"."""
    subjects = [frame.subject for frame in frames if frame.subject]
    spoken_for = {mark.country for mark in subjects if not mark.place and mark.kind in STATE}
    return [f for f in frames if not (f.subject and f.subject.place and f.subject.country in spoken_for)]


def _is_land(mark: ActorMark) -> bool:
    """Return whether nothing but "the country" is named, and nobody knows which."""
    return mark.body == COUNTRY and not (mark.country or mark.role or mark.person)


def _unplaced_army(mark: ActorMark) -> bool:
    """Return whether an army is named and not whose it is."""
    return mark.kind == ClaimantKind.MILITARY and mark.country is None and mark.id is None and mark.person is None


def _slavic(countries: Counter[str], lands: frozenset[str]) -> str | None:
    """Return the land of Slavic names that is named most often, where such lands are most of those named."""
    named = {country: number for country, number in countries.items() if country in lands}
    most = 2 * sum(named.values()) > countries.total()
    return max(named, key=lambda country: named[country]) if named and most else None


def _countries(named: list[list[ActorMark]], actors: Actors) -> Counter[str]:
    """Return how often each country is named; none where a land is named that is no state's, over which two dispute."""
    if any(mark.id is not None and actors.get(mark.id).unrecognised for marks in named for mark in marks):
        return Counter()
    return Counter(mark.country for marks in named for mark in marks if mark.country and mark.kind != ClaimantKind.MEDIA)
