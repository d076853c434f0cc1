"""The attributions of one sentence: who says, how, and over which words it reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import REPORT
from counterclaim.extraction.frame_values import ACCEPTING, SEEING, STANCES, Frame, Reach, Refers
from counterclaim.extraction.gapping import Gapping
from counterclaim.extraction.signatures import SIGNING
from counterclaim.extraction.speakers import BREAKS, COUNTRY, HYPHENS, NEAR, OWNER, OWNING, QUOTES, nobodys
from counterclaim.model import ClaimantKind, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark

#: Words that name who gave, or confirmed, what was told before them.
_GIVING = ("given_by", "confirmed_by")
#: Of which words a clause about a speaker may say whence he knows, and behind which a paper may be named and who issued it.
_GATHERING = ("according_to", "given_by")
_ENDS = BREAKS | {"."}
_VERBAL = ("verb", "behind", "participle")
#: The role of official figures, which stand for those who give them.
FIGURES = "official_side"
#: The role of those whom officials tell.
LISTENING = "journalist"
#: The kinds of those for whom "it" stands.
_BODIES = (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP, ClaimantKind.IGO, ClaimantKind.NGO)
_SEEING = (ClaimantKind.INDIVIDUAL, ClaimantKind.UNNAMED)


def may_attribute(sentence: Sentence, marks: Sequence[ActorMark]) -> bool:
    """Return whether a sentence has a word or a sign by which somebody may be said to speak, or moves or names figures."""
    if "attribution" in sentence.kinds:
        return True
    named = [mark for mark in marks if not mark.weak]
    if not named or not SIGNING.isdisjoint(sentence.texts):
        return bool(named)
    return bool(sentence.of("grammar", "count", "word")) or any(mark.role == FIGURES for mark in named)


def _counts(mark: ActorMark) -> bool:
    """Return whether a toll of somebody's is one that he counted, and not that of his own dead ("the ministry's toll")."""
    office = mark.kind is ClaimantKind.GOVERNMENT and mark.body is not None
    return mark.outlet or office or mark.kind in (ClaimantKind.NGO, ClaimantKind.IGO)


class Reader(Gapping):
    """Finds the frames of one sentence."""

    def frames(self) -> list[Frame]:
        """Return the frames in reading order."""
        found: list[Frame] = []
        marks = self.sentence.of("attribution")
        silent = {
            *(at for at, mark in self.inside.items() if not self._says_that(mark)),
            *(m.end for m in marks if m.value == "denies" and m.form == "verb"),  # "claims" in "rejected claims that"
            *(m.start for m in marks if m.value == "mutual"),  # "accuse each other"
        }
        triggers = [mark for mark in marks if mark.form not in _VERBAL or mark.start not in silent]
        triggers = [mark for mark in triggers if mark.form != "verb" or not (self._is_none(mark) or _within(mark, triggers))]
        triggers = [mark for mark in triggers if not (_turned_down(mark, triggers) or _outstretched(mark, triggers))]
        triggers.sort(key=lambda mark: (mark.start, -mark.end))
        for trigger in triggers:
            frame = self._frame(trigger, found)
            if frame is not None and not any(
                f.subject is frame.subject and f.subject and replace(f, start=frame.start, end=frame.end) == frame for f in found
            ):
                found.append(frame)
        spoken = [frame for frame in found if not frame.relayed]
        found = spoken or found
        found += self._signed(found)
        found += self._counting(found)
        found += self.given(found)
        found += self.moving(found)
        found += self.put(found)
        found += self.released(found)
        found += self.gapped(found)
        found += self.cited(found)
        found = [frame for frame in found if not frame.caring] or found
        found.sort(key=lambda frame: frame.start)
        return [self._with_vias(frame, found) for frame in found]

    def _says_that(self, mark: ActorMark) -> bool:
        """Return whether a word for a report is a verb: "the governor, Name, estimates that"."""
        alone = mark.role == REPORT and mark.end == mark.start + 1 < len(self.tokens)
        behind = mark.start in self.asides or self.tokens[mark.start - 1].text == ","
        return alone and behind and self.tokens[mark.end].key in self.clauses.that

    def _is_none(self, verb: Mark) -> bool:
        """Return whether the words of a verb are no verb, or not one."""
        return self._ends_compound(verb.start) or self._torn(verb) or self._presumed(verb)

    def _presumed(self, verb: Mark) -> bool:
        """Return whether a verb stands as an adjective between a number and those counted: "14 förmodade rebeller"."""
        if verb.value != "estimates" or verb.end != verb.start + 1 or not verb.start:
            return False
        counted = verb.start - 1 in self.numerals or self.tokens[verb.start - 1].kind == "number"
        return counted and any(m.start == verb.end and m.form == "many" for m in self.sentence.of("victims"))

    def _torn(self, verb: Mark) -> bool:
        """Return whether a sign parts the words of a verb: "told of 43; the UN spoke" is no "told of ... spoke".

        One comma does, right before the second part, behind what befell somebody: "by fire 43 died, it was said".
        """
        if verb.tail is None:
            return False
        signs = [at for at in range(verb.head_end, verb.tail) if self.tokens[at].text in ",;"]
        harmed = any(verb.head_end <= m.start < verb.tail for m in self.sentence.of("outcomes"))
        if signs and any(verb.start <= m.start and m.end <= signs[0] for m in self.sentence.of("outcomes")):
            return True  # "kamen 22 ums Leben, als ... auf"
        return any(self.tokens[at].text == ";" for at in signs) or (harmed and signs == [verb.tail - 1])

    def _ends_compound(self, at: int) -> bool:
        """Return whether a hyphen ties a word to a small noun before it: "lieu-dit" says nothing."""
        if at < 2 or self.tokens[at - 1].text not in HYPHENS or not (self.tokens[at - 1].glued and self.tokens[at].glued):
            return False
        return self.tokens[at - 2].kind == "word" and self.tokens[at - 2].key not in self.clauses.skip | self.clauses.person

    def _counting(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield the bodies whose official figures open a clause without a verb of saying: "the UN's official figure was 30"."""
        for mark in self.marks:
            if mark.role != FIGURES or not (mark.id or mark.body or mark.country):
                continue
            if any(frame.subject is mark for frame in found) or not self.opens_clause(mark.start):
                continue
            ends = next((at for at in range(mark.end, len(self.tokens)) if self.tokens[at].text in ",;"), len(self.tokens))
            if self.can_speak(mark) and any(token.kind == "number" for token in self.tokens[mark.end : ends]):
                yield Frame(mark.start, mark.end, Reach.FORWARD, Stance.ASSERTS, mark)

    def _frame(self, trigger: Mark, found: list[Frame]) -> Frame | None:
        match trigger.form:
            case "verb":
                return self._spoken(trigger, found)
            case "behind":
                return self._quoting(trigger)
            case "participle":
                return self._going_with(trigger, found)
            case "before":
                return None if self._gathers(trigger, found) else self._named_behind(trigger)
            case "after":
                end = self.asides.get(trigger.start, trigger.start)
                mark = self.ending.get(end) or self.ending.get(trigger.start - 1) or self._nation_before(trigger.start)
                return self._framed(trigger, mark or self._past_aside_of(trigger.start), Reach.AROUND)
            case "around" | "within":
                reach = Reach.EARLIER if trigger.value in _GIVING else Reach.AROUND
                return self._framed(trigger, self._inside(trigger), reach)
            case "own":
                return self._of_himself(trigger)
            case "noun" | "toll":
                return self._named_before(trigger)
            case "subject":
                return self._going_on(trigger)
        return None

    def _inside(self, trigger: Mark) -> ActorMark | None:
        """Return who is named between the parts of a phrase, or in a word behind a preposition ("nach Polizeiangaben")."""
        if trigger.form == "within":
            led = trigger.start > 0 and self.tokens[trigger.start - 1].key in self.clauses.link
            return self.starting.get(trigger.start) if led else None
        tail = trigger.tail if trigger.tail is not None else trigger.end
        all_marks = (*self.marks, *self.described)  # "by an Israeli estimate"
        inside = next((m for m in all_marks if trigger.head_end <= m.start <= tail and m.end <= trigger.end), None)
        return self._called(inside) if inside is not None else None

    def _going_with(self, trigger: Mark, found: list[Frame]) -> Frame | None:
        """Return the frame of a participle: it has the speaker of the verb before it, if there is one."""
        if not found:
            return self._spoken(trigger, found)
        quoted, outlet = self._quoted(trigger, found[-1]), found[-1].subject
        if quoted is not None and outlet is not None and outlet.outlet:
            closes = self._content(trigger.end, len(self.tokens)) == 0  # "12 died, the agency cites sources as saying"
            return self._framed(trigger, quoted, Reach.BACKWARD if closes else Reach.FORWARD)
        return Frame(trigger.start, trigger.end, Reach.FORWARD, STANCES[trigger.value], None, Refers.SUBJECT)

    def _quoted(self, trigger: Mark, relay: Frame) -> ActorMark | None:
        """Return whom an outlet quotes: right before "as saying", behind "quoted", or before "was quoted by the outlet"."""
        if relay.relayed and (cited := self.subject_before(relay.start)) is not None:
            return cited
        liked = trigger.start > 0 and self.tokens[trigger.start - 1].key in self.clauses.like
        near = self.ending.get(trigger.start - liked)
        if near is not None and near is not relay.subject and self.can_speak(near) and (liked or relay.end <= trigger.start):
            return near
        return self.actor_behind(relay.end) if liked else None

    def _framed(self, trigger: Mark, mark: ActorMark | None, reach: Reach) -> Frame | None:
        if mark is None:
            return None
        stance = STANCES.get(trigger.value) or self._noun_stance(trigger, mark)
        return Frame(min(trigger.start, mark.start), max(trigger.end, mark.end), reach, stance, mark)

    def _going_on(self, trigger: Mark) -> Frame:
        """Return the frame of words that stand for who spoke, or for him before their comma ("the group, it says,")."""
        aside = trigger.start > 0 and self.tokens[trigger.start - 1].text == ","
        mark = self.ending.get(trigger.start - 1) if aside else None
        known = mark is not None and self.can_speak(mark) and (mark.person or mark.body or mark.kind not in _SEEING)
        owner = self._issued(trigger) if trigger.value == "document" else None
        named = self._framed(trigger, owner or mark, Reach.AROUND) if owner or known else None
        refers = Refers.BODY if trigger.value == "document" else Refers.SPEAKER
        return named or Frame(trigger.start, trigger.end, Reach.AROUND, Stance.ASSERTS, None, refers, same=True)

    def _issued(self, trigger: Mark) -> ActorMark | None:
        """Return whose paper speaks: "the statement of the army", "the statement, which the army issued"."""
        return self._owner_behind(trigger.end) or (self.issuer(trigger.end) if self.related(trigger.end) else None)

    def _named_before(self, trigger: Mark) -> Frame | None:
        """Return the frame of a noun for figures behind a name ("the ministry's official count"), or before it ("of the UN")."""
        mark = self.ending.get(trigger.start) or self._past_adjective(trigger.start) or self._owner_behind(trigger.end)
        if mark is None and trigger.form == "noun" and trigger.value == "figures" and self._owned_before(trigger.start):
            return Frame(trigger.start, trigger.end, Reach.AROUND, Stance.ASSERTS, None, Refers.BODY)  # "its statistics show"
        if mark is None or (trigger.form == "toll" and not _counts(mark)):
            return None
        return self._framed(trigger, mark, Reach.AROUND)

    def _owned_before(self, at: int) -> bool:
        """Return whether a word such as "its" opens the clause right before a place."""
        return any(mark.end == at and self.opens(mark.start) for mark in self.sentence.of("grammar", "possessive"))

    def _nation_before(self, at: int) -> ActorMark | None:
        """Return the state whose figures are named, by its adjective, right before a place ("Russian figures", of Russia)."""
        nouns = [mark.start for mark in self.sentence.of("attribution") if mark.form == "noun" and mark.end == at]
        return next((mark for mark in self.described if mark.end in nouns), None)

    def _past_aside_of(self, at: int) -> ActorMark | None:
        """Return who opens the sentence before words about him that end at a token: "Bewohnern des Dorfes | zufolge"."""
        if described := next((m for m in self.marks if self._described_until(m) == at), None):
            return described
        owner = next((place for place in range(at - 1, max(0, at - OWNER), -1) if place in self.ending), None)
        if (
            owner is None
            or self.tokens[owner].key not in self.clauses.genitive
            or not self._stands_first(self.ending[owner].start)
        ):
            return None
        return self.ending[owner]

    def _past_adjective(self, at: int) -> ActorMark | None:
        """Return the body before the one small word, an adjective, that stands before a place ("the army's own count")."""
        owned = at > 1 and self.tokens[at - 2].key in OWNING
        mark = self.ending.get(at - 1 - owned)
        plain = at > 0 and self.tokens[at - 1].kind == "word" and not self.tokens[at - 1].capitalised
        if mark is None or not plain or not self.can_speak(mark):
            return None
        if self.tokens[at - 1].key in self.clauses.own:
            return None if mark.place or mark.kind in _SEEING else mark
        return mark if (mark.body or mark.id) and self.tokens[at - 1].key not in self.clauses.function else None

    def _owner_behind(self, at: int) -> ActorMark | None:
        """Return the body whose figures a noun before a place names ("the official figures of the UN", "a statement by")."""
        ties = (*self.sentence.of("grammar", "preposition", "of"), *self.sentence.of("grammar", "agent", "by"))
        of = next((m.end for m in ties if m.start == at), at)
        if of == at < len(self.tokens) and self.tokens[at].key in self.clauses.belonging - self.clauses.inside:
            of = at + 1  # "a count from the ministry"
        genitive = at < len(self.tokens) and self.tokens[at].key in self.clauses.genitive
        if of == at and not (genitive or self.clauses.cases):
            return None
        while of < len(self.tokens) and self.tokens[of].key in self.clauses.article:
            of += 1
        mark = self.starting.get(of)
        if mark is None or mark.place or not (mark.body or mark.id):
            return None
        counted = any(mark.start <= noun.start < mark.end for noun in self.sentence.of("victims", form="many"))
        return None if counted else mark  # "a count of the army's troops"

    def _of_himself(self, trigger: Mark) -> Frame:
        """Return the frame of one who tells of himself ("the army, by its own account, lost nobody"): before, else behind."""
        speaking = [m for m in self.marks if not m.outlet and self.can_speak(m)]
        before = next((m for m in reversed(speaking) if m.end <= trigger.start), None)
        mark = before or next((m for m in speaking if m.start >= trigger.end), None)
        own = Frame(trigger.start, trigger.end, Reach.AROUND, Stance.ASSERTS, None, Refers.SPEAKER)
        return self._framed(trigger, mark, Reach.AROUND) or own

    def _noun_stance(self, trigger: Mark, mark: ActorMark) -> Stance:
        """Return `estimates` where an estimate is named beside the speaker."""
        first, last = min(trigger.start, mark.start) - 1, max(trigger.end, mark.end) + 1
        near = any(first <= noun.start and noun.end <= last for noun in self.sentence.of("attribution", "estimates", "noun"))
        return Stance.ESTIMATES if near else Stance.ASSERTS

    # --- "according to X"

    def _gathers(self, trigger: Mark, found: list[Frame]) -> bool:
        """Return whether a clause about a speaker only says whence he knows ("the monitor, which relies on data from")."""
        if trigger.value not in _GATHERING or not found or found[-1].subject is None:
            return False
        ahead = range(found[-1].end, trigger.start)
        related = any(self.tokens[at].key in self.clauses.relative - self.clauses.demonstrative for at in ahead)
        told = any(mark.start >= ahead.start for mark in self.sentence.of("outcomes"))
        return related and not told and not self.counts(trigger.end)  # "which by their estimate has 3,000 fighters"

    def _named_behind(self, trigger: Mark) -> Frame | None:
        led = (mark.start for mark in self.sentence.of("grammar", "preposition"))
        if trigger.tail is not None and any(trigger.head_end <= at < trigger.tail for at in led):
            return None  # "put at 19 after strikes by the army"
        whole = self.starting.get(trigger.start)  # "de source militaire", whose words hold both
        mark = whole or self.actor_behind(trigger.end, links=trigger.value in _GIVING)
        if trigger.value == "cited_by" and mark is not None and mark.outlet:
            quoted = self.subject_before(trigger.start) if self._quotes_on(mark.end) else None
            if quoted is not None and not quoted.outlet:
                return Frame(quoted.start, mark.end, Reach.FORWARD, Stance.ASSERTS, quoted, via=(mark,))
            relay = self._framed(trigger, mark, Reach.EARLIER)
            return replace(relay, relayed=True) if relay else None
        if trigger.value == "cited_by":
            return None
        if trigger.value in _GATHERING and (mark is None or nobodys(mark)):
            mark = self.issuer(trigger.end) or mark
        if mark is None:
            nearby = self.tokens[trigger.end : trigger.end + 1]
            if nearby and nearby[0].key in self.clauses.person:
                return Frame(trigger.start, trigger.end + 1, Reach.AROUND, Stance.ASSERTS, None, Refers.PERSON)
            return None
        if mark.platform:
            return self._posted_on(trigger, mark)
        reach = Reach.EARLIER if trigger.value in _GIVING or self._credits(trigger) else Reach.AROUND
        frame = self._framed(trigger, mark, reach)
        outlet = self.ending.get(trigger.start) if trigger.value == "citing" else None
        if frame and outlet is not None and outlet.outlet and outlet.id:
            frame = replace(frame, start=outlet.start)  # "the agency cites Name and reports"
        return replace(frame, citing=trigger.value == "citing", owning=self._owned(trigger)) if frame else None

    def _posted_on(self, trigger: Mark, platform: ActorMark) -> Frame:
        """Return the frame of what somebody wrote on a platform: he who is named before, or whoever spoke last."""
        writer = self.subject_before(trigger.start)
        if writer is not None:
            return Frame(writer.start, platform.end, Reach.FORWARD, Stance.ASSERTS, writer, via=(platform,))
        return Frame(trigger.start, platform.end, Reach.AROUND, Stance.ASSERTS, None, Refers.BODY, via=(platform,))

    def _credits(self, trigger: Mark) -> bool:
        """Return whether a sentence tells of nobody, and only says whom an outlet cites: "The agency refers to the army"."""
        outlet = self.ending.get(trigger.start)
        begins = self._before_articles(outlet.start if outlet is not None and outlet.outlet else trigger.start)
        begins -= begins == 1 and self._stands_for(0)  # "It refers to the army"
        alone = trigger.value == "citing" and bool(self.sentence.number)
        return alone and not (begins or self.counts() or self.sentence.of("outcomes"))

    def _quotes_on(self, at: int) -> bool:
        """Return whether the words of one who is quoted begin behind the outlet: "blir sitert av AFP | på at"."""
        while at < len(self.tokens) and self.tokens[at].key in self.clauses.link:
            at += 1
        at += at < len(self.tokens) and self.tokens[at].text == ","
        return at < len(self.tokens) and self.tokens[at].key in self.clauses.that

    def _owned(self, trigger: Mark) -> bool:
        """Return whether a deed, and no figure, is what somebody claims ("an attack claimed by", but not "a toll claimed by")."""
        if trigger.value != ACCEPTING:
            return False
        told = (m for kind in ("attribution", "outcomes") for m in self.sentence.of(kind) if m.end == trigger.start)
        return not any(m.value == "figures" or m.form in ("toll", "noun", "nominal") for m in told)

    # --- "X says", "says X"

    def _spoken(self, verb: Mark, found: list[Frame]) -> Frame | None:
        frame = self._said(verb, found)
        if frame is not None and verb.value == ACCEPTING:
            frame = replace(frame, owning=True)
        if frame is not None and verb.value == SEEING and frame.subject is not None:
            frame = replace(frame, caring=frame.subject.kind in _SEEING and not (frame.subject.person or frame.subject.role))
        if frame is None or frame.stance != Stance.ASSERTS or not self._unsaid(verb):
            return frame
        return replace(frame, unsaid=True)

    def _said(self, verb: Mark, found: list[Frame]) -> Frame | None:
        stance = STANCES[verb.value]
        gap = self.tokens[verb.head_end : verb.tail] if verb.tail is not None else ()
        if stance == Stance.CONFIRMS and any(token.key in self.clauses.none for token in gap):
            return None  # "has not yet confirmed"
        opening = self.opens(verb.start)
        ahead = self.before_small(verb.start)
        if opening and self._itself_behind(verb):
            return None
        if not opening and ahead and self._stands_for(ahead - 1):
            return self._unnamed(verb, stance, found)
        behind = verb.head_end
        that = self.tokens[behind - 1].key in self.clauses.that  # "Name, the director, said that he"
        person = behind < len(self.tokens) and self.tokens[behind].key in self.clauses.person and not that
        if opening and person and behind + 1 not in self.starting:
            return self._unnamed(verb, stance, found)
        if opening and (relay := self._passing_on(verb, found)) is not None:
            return relay
        before, after = self._beside(verb, opening=opening)
        subject = after if after and (opening or not before) else before
        if subject and (not self._may_say(verb, subject) or (stance == Stance.CONFIRMS and self._is_nobody(subject))):
            return None
        if after and (opening or not before):
            return Frame(verb.start, after.end, self.inverted(verb, after), stance, after)
        if before:
            return Frame(before.start, verb.end, self.direct(before.start, verb), stance, before)
        return None if verb.value == "accuses" else self._unnamed(verb, stance, found)

    def _passing_on(self, verb: Mark, found: list[Frame]) -> Frame | None:
        """Return the frame of an outlet that writes what another says right before it: ", says Name, | writes the agency"."""
        last = found[-1] if found else None
        said = last is not None and last.reach == Reach.BACKWARD and 0 <= verb.start - last.end <= 1
        after = self.subject_after(verb) if said else None
        relayed = after is not None and after.outlet and self.close(verb, after)
        return Frame(verb.start, after.end, Reach.BACKWARD, Stance.ASSERTS, after) if after is not None and relayed else None

    def _is_nobody(self, subject: ActorMark) -> bool:
        """Return whether the first word of those who would speak says that none of them does: "no observer can confirm"."""
        at = self._before_articles(subject.start)
        return any(token.key in self.clauses.none for token in (*self.tokens[max(0, at - 1) : at], self.tokens[subject.start]))

    def _unsaid(self, verb: Mark) -> bool:
        """Return whether it was not said: the negation stands beside the verb, or in German and Dutch at the clause's end."""
        words = self.sentence.denials()
        words = {at for at in words if at + 1 == len(self.tokens) or self.tokens[at + 1].kind != "number"}  # "said not 12 but 15"
        if verb.tail is None and verb.end - verb.start > 1:
            words -= {verb.head_end}  # "told of no fewer than 20"
        if {verb.start - 1, verb.head_end, *range(verb.start, verb.head_end)} & words:
            return True
        if not (self.sentence.verb_final and words):
            return False
        ends = next((at for at in range(verb.head_end, len(self.tokens)) if self.tokens[at].text in _ENDS), 0)
        return ends - 1 in words

    def _quoting(self, verb: Mark) -> Frame | None:
        """Return the frame of a verb that is one of saying only behind what is said ("'Nobody came', sighed Name")."""
        spoken = verb.start > 0 and self.tokens[verb.start - 1].text in BREAKS
        after = self.subject_after(verb) if spoken else None
        if after is None or not self.close(verb, after):
            return None
        return Frame(verb.start, after.end, Reach.BACKWARD, STANCES[verb.value], after)

    def _beside(self, verb: Mark, *, opening: bool) -> tuple[ActorMark | None, ActorMark | None]:
        """Return who stands before a verb and who behind it, those put aside that cannot be its speaker."""
        before = self.subject_before(verb.start)
        if before is not None and before.outlet:
            before = self._teller(before) or before
        if verb.value == "accuses" and not (before is None and self._inverted_accuser(verb)):
            return before, None  # those behind are accused
        ahead = before and (not opening or self._fronted(before, verb) or self.holds(verb))
        inside = None if ahead else self.subject_inside(verb, alone=before is None)
        before, after = (None, inside) if inside else (before, None if self.describing(verb) else self.subject_after(verb))
        if after and before and after.outlet and before.person and "," in before.text:
            after = None  # "Name, a local chief, told the agency"
        if after and before and after.outlet and before.role and not before.outlet and self._aside_behind(before):
            after = None  # "a source, close to the group, told the agency"
        if after and before and not opening and after.outlet and not (before.outlet or before.place):
            after = None  # "a source in the army told the agency"
        before, after = self._past_signs(verb, before, after)
        if after and before and opening and not self.close(verb, after):
            before, after = (None, after) if self._set_off(before, verb, after) else (before, None)
        if after and before and not opening and self.close(verb, after):
            before = before if self.tight(before, verb) and not self._preceded(before) else None
        if after and before and opening and after.outlet and not before.outlet and self._described(before, verb):
            after = None  # "an officer who would not be named, told the agency"
        if not before and not after and verb.end < len(self.tokens) and self.tokens[verb.end].text == ":":
            before = next((m for m in self.marks if m.end <= verb.start and not m.outlet and self.can_speak(m)), None)
        return before, after

    def _preceded(self, before: ActorMark) -> bool:
        """Return whether a preposition opens the clause before an actor: "before members of parliament spoke the minister"."""
        at = self._before_articles(before.start) - 1
        at -= at > 0 and any(m.start == at and m.end == at + 1 for m in self.sentence.of("grammar", "possessive"))
        return at >= 0 and self.tokens[at].key in self.clauses.link and self._stands_first(at)

    def _set_off(self, before: ActorMark, verb: Mark, after: ActorMark) -> bool:
        """Return whether commas set off a verb and its speaker from those told of: "Two men, said the city's police, died"."""
        opens = verb.start > 0 and self.tokens[verb.start - 1].text == "," and before.person is None
        ends = self.tokens[after.end : after.end + 1]
        return opens and bool(ends) and ends[0].text == ","

    def _teller(self, outlet: ActorMark) -> ActorMark | None:
        """Return who tells an outlet something that stands between him and the verb: "wie ein Sprecher dem Sender sagte"."""
        start = next((at for at in range(outlet.start, 0, -1) if self.tokens[at - 1].text in BREAKS), 0)
        if self.tokens[start].key not in self.clauses.like:
            return None
        inside = (mark for mark in self.marks if start < mark.start < outlet.start and not (mark.outlet or mark.place))
        return next((mark for mark in inside if self.can_speak(mark)), None)

    def _past_signs(
        self, verb: Mark, before: ActorMark | None, after: ActorMark | None
    ) -> tuple[ActorMark | None, ActorMark | None]:
        """Return who stands beside a verb behind a quotation that names others, a dash, or him who listened."""
        if before is None or after is None:
            return before, after
        if after.role == LISTENING and not (after.person or before.outlet):
            return before, None  # "the governor, Name, told reporters"
        if not after.outlet:
            return None if self._quotation_ends(verb, before) else before, after
        told = self.dashed(verb.start - 1) and not before.outlet  # "a doctor -- who was there -- told the agency"
        return before, None if told else after

    def _quotation_ends(self, verb: Mark, before: ActorMark) -> bool:
        """Return whether a quotation ends right before a verb, which is more than a name in quotation marks."""
        at = self.before_small(verb.start)
        at -= at > 0 and self.tokens[at - 1].text == ","
        return at > before.end and self.tokens[at - 1].text in QUOTES

    def _inverted_accuser(self, verb: Mark) -> bool:
        """Return whether two actors stand behind a verb of accusing: the first of them accuses the other."""
        ends = next((at for at in range(verb.end, len(self.tokens)) if self.tokens[at].text in BREAKS), len(self.tokens))
        return sum(verb.end <= m.start < ends and not m.place for m in self.marks) > 1

    def _described(self, before: ActorMark, verb: Mark) -> bool:
        """Return whether a relative clause leads from a speaker who opens the sentence to the verb: "one who was there, told"."""
        at = before.end + (self.tokens[before.end].text == ",")
        return before.start < 2 and self.tokens[at].key in self.clauses.relative and self.tokens[verb.start - 1].text == ","

    def _aside_behind(self, before: ActorMark) -> bool:
        """Return whether a speaker opens a clause, and a comma stands right behind him."""
        return self.tokens[before.end].text == "," and self.opens_clause(before.start)

    def _fronted(self, before: ActorMark, verb: Mark) -> bool:
        """Return whether a speaker with his name between commas opens the sentence ("The minister, Name, put ... at 30")."""
        return self._stands_first(before.start) and before.end == verb.start - 1 and before.person is not None

    def _stands_for(self, at: int) -> bool:
        """Return whether a word stands for who spoke ("he", "they")."""
        words, key = self.clauses, self.tokens[at].key
        if at and self.tokens[at - 1].key in words.article:
            return False  # "a man", where the same word is "one"
        return (key in words.person or key in words.pronoun) and not (key in words.demonstrative or key in words.article)

    def _itself_behind(self, verb: Mark) -> bool:
        """Return whether the statement itself is the speaker ("says the communiqué"), which another mark tells."""
        at = verb.end
        while at < len(self.tokens) and self.tokens[at].key in self.clauses.article:
            at += 1
        return any(mark.form == "subject" and verb.end <= mark.start <= at < mark.end for mark in self.sentence.of("attribution"))

    def _may_say(self, verb: Mark, subject: ActorMark) -> bool:
        """Return whether the verb can be that of a speaker: a group or land that counts men has them; only persons see."""
        if verb.value == "counts":
            return (
                subject.body != COUNTRY
                and not subject.place
                and subject.kind not in (ClaimantKind.ARMED_GROUP, ClaimantKind.MILITARY)
            )
        caring = subject.kind in _SEEING and bool(subject.role or subject.body)
        return verb.value != SEEING or subject.outlet or caring or (subject.kind == ClaimantKind.NGO and subject.id is not None)

    def _unnamed(self, verb: Mark, stance: Stance, found: list[Frame]) -> Frame | None:
        """Return the frame of a verb whose speaker is a pronoun, or is that of the verb before."""
        words = self.clauses
        beside = list(range(verb.start - 1, max(-1, verb.start - 4), -1)) + list(
            range(verb.head_end, min(len(self.tokens), verb.head_end + 3))
        )
        for at in beside:
            key = self.tokens[at].key
            if key in words.person or key in words.pronoun:
                person = Refers.EITHER if key in words.either else Refers.PERSON
                refers = person if key in words.person else Refers.SPEAKER
                start, end = min(at, verb.start), max(at + 1, verb.end)
                reach = self.inverted(verb, None) if at > verb.start else self.direct(at, verb)
                opener = self._opener(at) if reach == Reach.FORWARD else None
                if opener and all(f.subject is opener for f in found):
                    return Frame(start, end, reach, stance, opener)
                return Frame(start, end, reach, stance, None, refers)
            if self.tokens[at].text in ",;:" or at in self.inside:
                if at < verb.start:
                    continue
                break
        ahead = self.tokens[verb.start - 1] if verb.start else None
        near = self.tokens[max(0, verb.start - 2) : verb.start] + self.tokens[verb.end : verb.end + 1]
        # "does not say how many, but says that", "confirmed the attack but said that"
        turns = ahead and any(token.key in words.contrast for token in near)
        if turns and not found and (first := self._begins()) is not None:
            return Frame(first.start, verb.end, Reach.FORWARD, stance, first)  # "Name keeps its losses secret but says that"
        if ahead and found and (turns or ahead.key in words.also or ahead.text == ","):
            return Frame(verb.start, verb.end, Reach.FORWARD, stance, None, Refers.SUBJECT)
        return None

    def _begins(self) -> ActorMark | None:
        """Return the actor with which the sentence begins."""
        first = next((m for m in self.marks if self._before_articles(m.start) == 0), None)
        return first if first is not None and not (first.outlet or first.platform) and self.can_speak(first) else None

    def _opener(self, at: int) -> ActorMark | None:
        """Return the state or body that opens a sentence, for which a pronoun in a later clause stands.

        "Russia has given no figures since May, when it said that". "She" is no state, unless nouns without gender are none.
        """
        if self.tokens[at].key not in self.clauses.pronoun and not self.clauses.cases:
            return None
        first = next((m for m in self.marks if m.end < at - 1 and self._stands_first(m.start)), None)
        if first is None or first.outlet or first.platform or first.person or first.kind not in _BODIES:
            return None
        return first if self.can_speak(first) else None

    # --- outlets beside a frame

    def _with_vias(self, frame: Frame, found: list[Frame]) -> Frame:
        via = tuple(self._vias(frame, found))
        return frame if via == frame.via else replace(frame, via=via)

    def _vias(self, frame: Frame, found: list[Frame]) -> Iterator[ActorMark]:
        for mark in self.marks:
            if not (mark.outlet or mark.platform):
                continue
            within = frame.start <= mark.start < frame.end
            if any(other.subject is mark for other in found) and not (within and mark is not frame.subject):
                if self._passes_back(mark, frame):
                    yield mark
                continue
            behind = 0 <= mark.start - self._hidden_until(frame.end) <= NEAR
            told = (behind or within) and self._addressed(mark, frame)
            carried = mark.outlet and self._passes_back(mark, frame)
            if told or carried or self._told_first(mark, frame) or self._asking(mark, frame):
                yield mark

    def _told_first(self, mark: ActorMark, frame: Frame) -> bool:
        """Return whether a clause opens with the outlet that was told: "to the agency, a doctor said", "in an interview with"."""
        at = self._before_articles(mark.start)
        led = at > 0 and self.tokens[at - 1].key in self.clauses.link
        begins = self.asides.get(at, at - 1 if led else None)
        if begins is None or not (begins == 0 or self.tokens[begins - 1].text in BREAKS):
            return False
        return mark.end <= frame.start and all(t.text == "," or self.passable(t) for t in self.tokens[mark.end : frame.start])

    def _asking(self, mark: ActorMark, frame: Frame) -> bool:
        """Return whether an outlet is said to have spoken to whoever speaks: "the agency has talked to a doctor, who said"."""
        if frame.subject is None:
            return False
        begins = self.asides.get(self._before_articles(frame.subject.start))
        return begins is not None and self.before_small(begins) == mark.end

    def _passes_back(self, mark: ActorMark, frame: Frame) -> bool:
        """Return whether a known outlet passes on that somebody said what stood before: "So said Name, writes the agency"."""
        spoken = mark.id and frame.reach == Reach.EARLIER and frame.subject is not None and not frame.subject.outlet
        return bool(spoken) and 0 <= mark.start - frame.end <= NEAR and not self.sentence.of("outcomes")

    def _addressed(self, mark: ActorMark, frame: Frame) -> bool:
        between = self.tokens[frame.end : mark.start] if mark.start >= frame.end else ()
        if any(token.key in self.clauses.that or token.text in ";:" for token in between):
            return False
        at = mark.start - 1
        while at >= 0 and (self.tokens[at].key in self.clauses.article or self.tokens[at].text in QUOTES):
            at -= 1
        if at >= 0 and self.tokens[at].key in self.clauses.relative:
            return True
        return (
            at < 0
            or self.tokens[at].key in self.clauses.link
            or at < frame.end
            or any(token.key in self.clauses.link for token in self.tokens[max(frame.end, at - 1) : at])
            or any(m.start <= at < m.end for m in self.sentence.of("attribution", "cited_by"))
        )


def _within(verb: Mark, marks: Sequence[Mark]) -> bool:
    """Return whether a verb is but part of the words that lead to a source: "that | comes from | a count of"."""
    longer = (m for m in marks if m.form == "before" and m.tail is None and m.end - m.start > verb.end - verb.start)
    return any(m.start <= verb.start and verb.end <= m.end for m in longer)


def _outstretched(verb: Mark, marks: Sequence[Mark]) -> bool:
    """Return whether the second part of a verb has a nearer first part: "has cost 14 lives, | has the police let know"."""
    return verb.tail is not None and any(
        verb.start < m.start and (m.tail, m.end, m.form) == (verb.tail, verb.end, verb.form) for m in marks
    )


def _turned_down(verb: Mark, marks: Sequence[Mark]) -> bool:
    """Return whether a verb is but the first of the words that deny what they name: "called | the report of 12 dead | a lie"."""
    denying = (m for m in marks if m.value == "denies" and m.form == "verb" and m is not verb)
    return verb.value != "denies" and any(m.start == verb.start and verb.end < m.end for m in denying)
