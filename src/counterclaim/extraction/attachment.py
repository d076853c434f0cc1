"""Which outcome belongs to which counted phrase: the cheapest reading of the words between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.extraction.apart import tells_of_others
from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.doers import GROUPS, acts_next, deals_with, doer_before, doer_of
from counterclaim.extraction.fitting import SUBJECTS, believable, fits, flies, kills_another, says_little, sort_of
from counterclaim.extraction.placing import names_places, says_where
from counterclaim.extraction.victims import CLOSING, Marks, Phrase
from counterclaim.extraction.ways import COMMA, DASHES, LINK, NEVER, Ways
from counterclaim.model import Bounds, How, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: An item of a list whose own outcome, on the side away from the list, costs less than this takes no other.
OWN = 3.5
OUTWARD = {1: "before", -1: "after"}
#: What it costs a verb that acts on somebody to take those before it, and a participle that may be such a verb.
REVERSED, SUBJECT, FINAL = 1.0, 3.0, 0.5
#: What the first step costs by the form of the outcome, and how much of the way behind a toll counts.
STEP = {"undergo": 0.5, "striking": 0.5, "noun": 0.5, "split": 0.5, "participle": 0.2}
TOLL = 0.4
#: What "many" and "several" state.
COUNTLESS = Bounds(None, None, Qualifier.VAGUE)
#: The dearest reading that is still believed, by what is counted; what more is believed of a toll; the doubt of a strength.
BELIEVED = {"person": 9.0, "thing": 7.0, "bare": 4.5, "article": 5.0, "singular": 3.0, "unknown": 4.0}
MORE, DOUBT = 4.0, 1.5
#: What is believed of nouns that no pack knows: they follow "the killing of" at once, and a toll soon.
STRANGE = {"nominal": 0.9, "mass": 0.9, "toll": 2.0}
#: What a participle inside the phrase costs where it tells of less than the verb may ("kills three abducted policemen").
INSIDE = {"captured": 0.8, "injured": 0.8, "missing": 3.5, "displaced": 0.8}
#: What a participle that only describes may say of those of whom the verb tells more.
DESCRIBING = frozenset({"injured", "missing", "captured", "displaced"})
#: The dearest reading of those before an outcome that tells of others nearer to it.
FURTHER = 7.0
#: What is said of things as well that nobody lost: bills that fall, signatures that are missing.
FIGURATIVE = (("killed",), ("captured",), ("missing",))
#: Nobody who did it, to nobody.
NOBODY = (None, None)
VICTIMS_BEHIND = ("active", "nominal", "mass")
#: The forms of nouns for those to whom something happened, and for their number.
NAMING = frozenset({"noun", "toll"})
#: The form of words that say who those are of whom the sentence before told: "they were two civilians and ten rebels".
RESTATING = "restating"
#: The forms of verbs that go on with those whom "and" joins past where or when.
ACTING = frozenset({"active", "either", "participle", "undergo"})
#: What the pack knows of a word that is no noun whose owner follows.
DESCRIBED = frozenset({"countries", "victims", "grammar", "outcomes"})
#: The forms that can close a clause.
CLOSED = frozenset({"participle", "undergo"})
CLOSERS = frozenset({"participle", "undergo", "active"})
#: The forms of verbs behind which the next clause tells of others.
DONE = CLOSED | {"split"}
#: The forms of what weapons may do as well as suffer, and the marks of words that are not what they hit.
DOING = CLOSERS | {"either"}
SMALL = frozenset({"grammar", "attribution", "outcomes"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A phrase, the trigger that says what happened to it, the side on which it stands, and what the reading costs."""

    phrase: Phrase
    trigger: Trigger
    side: str
    cost: float


def attach(
    phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> list[Attachment]:
    """Return the readings of a sentence, at most one for each phrase.

    A trigger takes its victims from one side only; the items of a list share theirs.
    """
    return _Scene(phrases, triggers, marks, concepts).readings()


class _Scene:
    """The counted phrases and the outcomes of one sentence."""

    def __init__(
        self, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]
    ) -> None:
        self.phrases, self.triggers, self.marks, self.concepts = phrases, triggers, marks, concepts
        self.ways = Ways(phrases, triggers, marks)
        self.free = [p for p in phrases if p.noun is None and p.excluded is None and not self._both_say(p)]
        self.acting = {id(t): both for t in triggers if (both := doer_of(t, phrases, marks, concepts))}  # who did it, and to whom
        self.deeds = {id(t): one for t in triggers if (one := doer_before(t, phrases, marks))}  # who did it to the uncounted
        for doer in (*(first for first, _ in self.acting.values()), *self.deeds.values()):
            marks.doers.update(range(doer.start, doer.end))
        self.offers = [a for phrase in self.free for trigger in triggers if (a := self._offer(phrase, trigger))]
        self.chosen: dict[int, Attachment] = {}

    def readings(self) -> list[Attachment]:
        """Choose among the offers, the cheapest first."""
        sides: dict[int, str] = {}
        for offer in sorted(self.offers, key=lambda a: (a.cost, a.phrase.start)):
            trigger = id(offer.trigger)
            taken = sides.get(trigger, offer.side) != offer.side and not self._likened(offer)
            if id(offer.phrase) in self.chosen or taken or self._subject(offer) or self._far_off(offer) or self._tolled(offer):
                continue
            self.chosen[id(offer.phrase)] = offer
            sides[trigger] = offer.side
            for step in (-1, 1):
                self._share(offer, step)
        for phrase in self.free:
            if id(phrase) in self.chosen:
                continue
            if added := self._added(phrase) or self._joined_later(phrase) or self._joined_sooner(phrase):
                self.chosen[id(phrase)] = added
                self._share(added, 1)
        return sorted(self.chosen.values(), key=lambda a: a.phrase.start)

    def _tolled(self, offer: Attachment) -> bool:
        """Return whether a toll has its number, and those counted are others: "the toll rose to 12 and 300 rescuers dug on"."""
        if offer.trigger.form != "toll" or not offer.phrase.heads or is_part(offer.phrase, self.marks):
            return False
        return any(a.trigger is offer.trigger and a.phrase.bare for a in self.chosen.values())

    def _far_off(self, offer: Attachment) -> bool:
        """Return whether a phrase stands far before an outcome that tells of others whom a number counts right before it.

        "Three men fired at pilgrims and 37 people died".
        """
        if offer.side != "before" or offer.cost <= FURTHER or offer.phrase.partitive:
            return False
        nearer = [a for a in self.chosen.values() if a.trigger is offer.trigger and a.phrase.start > offer.phrase.end]
        summed = any(token.text == ":" for token in self.marks.sentence.tokens[offer.phrase.end : offer.trigger.start])
        first = min((a.phrase.start for a in nearer), default=0) - 1
        joined = self.marks.is_a(first, "conjunction") is not None and names_places(
            offer.phrase.end, first, self.phrases, self.marks
        )
        return not (summed or joined) and any(
            a.phrase.quantity.how in (How.DIGITS, How.WORD) and a.cost < offer.cost for a in nearer
        )

    def _added(self, phrase: Phrase) -> Attachment | None:
        """Return the reading of what "along with" or "as well as" adds to those counted before it."""
        joined = any(m.end == phrase.start for m in self.marks.sentence.of("grammar", "conjunction", "too"))
        earlier = [a for a in self.chosen.values() if a.phrase.end < phrase.start]
        if not joined or not earlier or not phrase.heads or phrase.quantity.how is How.SINGULAR:
            return None
        last = max(earlier, key=lambda a: a.phrase.start)
        trigger = self._meant(phrase, last.trigger)
        return Attachment(phrase, trigger, last.side, last.cost + LINK) if trigger is not None else None

    def _joined_later(self, phrase: Phrase) -> Attachment | None:
        """Return the reading of those whom "and" joins past where or when: "killed 12 men in the village and three women"."""
        marks, start = self.marks, phrase.start - 1
        earlier = [a for a in self.chosen.values() if a.side == "after" and a.phrase.end < start]
        if not earlier or not phrase.heads or phrase.quantity.how is How.SINGULAR or not self._closes_clause(phrase.end):
            return None
        joined = marks.is_a(start, "conjunction")
        last = max(earlier, key=lambda a: a.phrase.start)
        if (
            joined is None
            or joined.form != "and"
            or last.trigger.form not in ACTING
            or not says_where(last.phrase.end, start, self.phrases, marks)
        ):
            return None
        trigger = self._meant(phrase, last.trigger)
        if trigger is None or not fits(phrase, trigger, self.concepts):
            return None
        return Attachment(phrase, trigger, last.side, last.cost + LINK)

    def _joined_sooner(self, phrase: Phrase) -> Attachment | None:
        """Return the reading of those who open a clause, past where: "five soldiers in Kidal and two civilians were killed"."""
        marks = self.marks
        later = [a for a in self.chosen.values() if a.side == "before" and a.phrase.start > phrase.end]
        first = min(later, key=lambda a: a.phrase.start, default=None)
        if first is None or not phrase.heads or phrase.quantity.how is How.SINGULAR or not self._opens(phrase):
            return None
        joined = marks.is_a(first.phrase.start - 1, "conjunction")
        if joined is None or joined.form != "and" or not names_places(phrase.end, first.phrase.start - 1, self.phrases, marks):
            return None
        trigger = self._meant(phrase, first.trigger)
        return Attachment(phrase, trigger, first.side, first.cost + LINK) if trigger is not None else None

    def _closes_clause(self, end: int) -> bool:
        """Return whether the clause ends at a token, or goes on with a preposition, and tells nothing more."""
        tokens, marks = self.marks.sentence.tokens, self.marks
        closed = end >= len(tokens) or tokens[end].text in ".,;!?" or marks.is_a(end, "preposition") is not None
        return closed and not any(trigger.start >= end for trigger in self.triggers)

    def _figurative(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether what nobody knows for people fell, gave up or is lacking as bills and signatures do."""
        if phrase.unknown is None or trigger.form not in ("active", "undergo") or trigger.values not in FIGURATIVE:
            return False
        said = self.marks.sentence.of("grammar", "figurative")
        lacking = trigger.values == ("missing",) and phrase.start >= trigger.end
        return lacking or any(trigger.start <= m.start < trigger.end for m in said)

    def _owned(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether "had" stands right before a phrase, whose owner an outcome before it tells of: "he died, had five"."""
        having = self.marks.sentence.of("grammar", "having") if phrase.heads and trigger.form != "toll" else ()
        return any(m.end == phrase.start and trigger.end <= m.start for m in having)

    def _offer(self, phrase: Phrase, trigger: Trigger) -> Attachment | None:
        if not fits(phrase, trigger, self.concepts):
            return None
        if trigger.form == "active" and (phrase.start, phrase.end) == (trigger.start, trigger.end):
            return None  # "a butcher arrested", who is no verb
        sort = sort_of(phrase, self.concepts)
        if (
            not believable(phrase, trigger, self.triggers, sort, self.marks)
            or self._speaks(phrase)
            or self._did_it_alone(phrase, trigger)
            or self._told_already(phrase, trigger)
            or self.acting.get(id(trigger), NOBODY)[0] is phrase
            or kills_another(phrase, trigger, self.marks)
            or deals_with(phrase, trigger, self.marks)
            or self._owned(phrase, trigger)
            or (sort == "unknown" and self._figurative(phrase, trigger))
            or tells_of_others(phrase, sort, trigger, self.phrases, self.marks)
            or self._told_of_fewer(phrase, trigger)
            or self._owns_thing(phrase)
        ):
            return None
        if phrase.end <= trigger.start and self._turns_to(trigger):
            return None
        if self._is_of_whole(phrase, trigger) or self._unknown(phrase, trigger) or self._counted_itself(phrase, trigger):
            return None
        if phrase.quantity.ordinal and trigger.form == "noun" and trigger.values == ("casualties",):
            return None  # "the victim is the third American who"
        if trigger.values == ("losing",) and sort != "thing" and self._lost_dead(phrase):
            return None
        coordinated = sort == "unknown" and self._coordinated(phrase, trigger)
        if trigger.form in SUBJECTS and (coordinated or self._owns(phrase, trigger)):
            return None
        limit = STRANGE.get(trigger.form, BELIEVED[sort]) if sort == "unknown" else BELIEVED[sort]
        later = self._told_later(phrase, trigger)
        side, cost = self._price(phrase, trigger, limit) if later is None else ("before", later)
        if side == "before" and cost >= COMMA and is_part(phrase, self.marks):
            return None
        cost += DOUBT if trigger.values == ("strength",) else 0.0
        more = MORE if trigger.form == "toll" and sort != "unknown" else 0.0
        return Attachment(phrase, trigger, side, cost) if cost <= limit + more else None

    def _told_of_fewer(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a verb tells of a smaller bare number behind a comma: "forty people were there, | one was killed"."""
        if trigger.form not in SUBJECTS or phrase.end > trigger.start:
            return False
        return any(self._is_fewer(phrase, other, trigger) for other in self.phrases if phrase.end < other.start)

    def _is_fewer(self, phrase: Phrase, other: Phrase, trigger: Trigger) -> bool:
        """Return whether a number without a noun, smaller and behind a comma, leads to a verb with no sign between."""
        most, size = phrase.quantity.bounds.low, other.quantity.bounds.low
        named = other.heads or other.countries or other.noun or other.excluded or other.quantity.how is How.SINGULAR
        if named or other.end > trigger.start or size is None or most is None or size >= most:
            return False
        tokens, texts = self.marks.sentence.tokens, self.marks.sentence.texts
        leads = all(token.kind == "word" for token in tokens[other.end : trigger.start])
        return leads and "," in texts[phrase.end : other.start]

    def _counted_itself(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a word for a force is the noun of others counted: "24 mobilised men from there and three officers"."""
        others = (p for p in self.phrases if p is not phrase and trigger.values == ("strength",))
        return any(head.start <= trigger.start < head.end for p in others for head in p.heads)

    def _unknown(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether "no" denies something else than the dead: "no death toll yet"."""
        if phrase.quantity.how is not How.ZERO or trigger.form not in NAMING:
            return False
        if phrase.end <= trigger.start:
            return trigger.form == "toll" and "killed" in trigger.values
        grammar = self.marks.sentence.of("grammar")
        # where "no" closes the clause, it belongs to the noun before it: "(of the number of dead) one opinion (is) not"
        about = any(m.value == "preposition" and m.end == trigger.start for m in grammar)
        small = {at for m in grammar for at in range(m.start, m.end)}
        tokens = self.marks.sentence.tokens
        others = any(at not in small and tokens[at].kind == "word" for at in range(trigger.end, phrase.start))
        return about or (trigger.form == "toll" and others)

    def _is_of_whole(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether an outcome is only the whole's or only its part's: "the body of one of three missing soldiers"."""
        if phrase.adjectives and self._part_of(phrase) is not None:
            return not any(mark in phrase.adjectives for mark in trigger.marks)
        whole = self._whole_of(phrase)
        return whole is not None and any(mark in whole.adjectives for mark in trigger.marks)

    def _part_of(self, whole: Phrase) -> Phrase | None:
        """Return the number that "of" leads from to a whole right behind it: "one of three", "two of the 30"."""
        at = whole.start - 1
        while at > 0 and self.marks.is_a(at, "article"):
            at -= 1
        if self.marks.is_a(at, "preposition", "of") is None:
            return None
        return next((p for p in self.phrases if p.end == at and p is not whole and p.bare), None)

    def _whole_of(self, part: Phrase) -> Phrase | None:
        """Return the whole, described by what befell it, that stands right behind its part."""
        here = next((n for n, phrase in enumerate(self.phrases) if phrase is part), len(self.phrases))
        behind = self.phrases[here + 1] if here + 1 < len(self.phrases) else None
        return behind if behind is not None and behind.adjectives and self._part_of(behind) is part else None

    def _lost_dead(self, phrase: Phrase) -> bool:
        """Return whether it is said of the lost at once that they were killed: "lost 38 men and six officers killed"."""
        here, last = self.free.index(phrase), phrase
        for there in self.free[here + 1 :]:
            joined = self.marks.is_a(last.end, "conjunction")
            if joined is None or joined.end != there.start:
                break
            last = there
        related = self._related(last)
        dead = [t for t in self.triggers if t.start == last.end and t.form == "participle"] + ([related] if related else [])
        return any(t.values == ("killed",) for t in dead)

    def _turns_to(self, trigger: Trigger) -> bool:
        """Return whether "and among the dead" turns to the dead, of whom nothing before is told."""
        marks = self.marks
        joined = any(m.end == trigger.start and m.form in ("and", "but") for m in marks.sentence.of("grammar", "conjunction"))
        return joined and trigger.form == "participle" and marks.is_a(trigger.start, "among") is not None

    def _price(self, phrase: Phrase, trigger: Trigger, limit: float) -> tuple[str, float]:
        """Return the side of the trigger on which the phrase stands, and what the way costs."""
        tokens = self.marks.sentence.tokens
        if _inside(phrase, trigger):
            if (
                trigger.form == "toll"
                or (trigger.form == "split" and self._governed(phrase))
                or self._part_inside(phrase, trigger)
            ):
                return "after", NEVER
            return "after", 0.3 if trigger.form == "split" else -0.1
        if trigger.form == "frame" and trigger.tail is not None:
            return "after", NEVER
        if phrase.start <= trigger.start < phrase.end and any(mark in phrase.adjectives for mark in trigger.marks):
            return "inside", NEVER if phrase.quantity.article and "captured" in trigger.values else INSIDE.get(
                trigger.values[0], -1.0
            )
        if (
            phrase.end + 1 == trigger.start
            and trigger.form not in (*VICTIMS_BEHIND, "toll", "either")
            and tokens[phrase.end].text in DASHES
        ):
            return "before", LINK
        if trigger.form == "toll":
            return self._told(phrase, trigger, limit)
        if phrase.end <= trigger.start:
            whole = self._whole_of(phrase)
            start = whole.end if whole is not None and whole.end <= trigger.start else phrase.end
            way = self.ways.cost(phrase, start, trigger.start, limit, within=self._final(trigger))
            return "before", self._before(phrase, trigger) + way
        begins = phrase.start + self._shares_of(phrase, trigger)
        if trigger.end > begins or (trigger.form in CLOSED and self.marks.did_it(phrase)) or self._strikes(trigger):
            return "inside", NEVER
        if self.acting.get(id(trigger), NOBODY)[1] is phrase:
            return "after", LINK
        closed = COMMA if self._final(trigger) and tokens[trigger.end].text in CLOSING else 0.0
        closed += NEVER if trigger.form in ("active", "either") and self._did_other(phrase, trigger) else 0.0
        closed += NEVER if trigger.form in (*CLOSED, "active") and self._another_clause(trigger.end, phrase.start) else 0.0
        named = phrase.heads or phrase.unknown is not None
        closed += NEVER if named and trigger.form in DONE and self._contrasted(trigger.end, phrase.start) else 0.0
        closed += NEVER if phrase.anaphoric and self._parted(trigger.end, phrase.start) else 0.0
        return "after", closed + STEP.get(trigger.form, 0.0) + self.ways.cost(phrase, trigger.end, begins, limit)

    def _contrasted(self, start: int, end: int) -> bool:
        """Return whether ";", or a comma and "but", part two tokens, without a "not": "13 are missing, while two fled"."""
        if self._parted(start, end):
            return True
        negated = any(p.negated for p in self.phrases if start <= p.start < end)
        return not negated and (
            self._opened(start, end, "conjunction", "but") or self._opened(start, end, "subordinator", "word")
        )

    def _parted(self, start: int, end: int) -> bool:
        """Return whether a semicolon stands between two tokens."""
        return ";" in self.marks.sentence.texts[start:end]

    def _opened(self, start: int, end: int, value: str, form: str) -> bool:
        """Return whether a word of the grammar stands right behind a comma between two tokens."""
        commas = (at for at in range(start, end - 1) if self.marks.sentence.texts[at] == ",")
        return any(self.marks.is_a(at + 1, value, form) is not None for at in commas)

    def _shares_of(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether the last word of an outcome opens the number behind it: "dood | van | tien tot elf", "Tod | eines |"."""
        return phrase.start == phrase.quantity.start == trigger.end - 1

    def _strikes(self, trigger: Trigger) -> bool:
        """Return whether a verb of attack has its subject before it: those behind it are struck ("rebels attacked five men")."""
        if trigger.form != "striking":
            return False
        start = self.marks.before_helpers(trigger.start)
        named = any(m.end == start for kind in ("actors", "countries", "roles", "victims") for m in self.marks.sentence.of(kind))
        return named or any(m.end == start for m in self.marks.sentence.of("grammar", "conjunction"))

    def _part_inside(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a part stands in a gap behind its whole: "leaves 12 dead, including 3 children, and 20 injured"."""
        wholes = (p for p in self.phrases if trigger.head_end <= p.start and p.end <= phrase.start)
        return is_part(phrase, self.marks) and next(wholes, None) is not None

    def _told(self, phrase: Phrase, toll: Trigger, limit: float) -> tuple[str, float]:
        """Return the side of a toll on which its number stands, and what the way costs; no toll goes on behind a semicolon.

        A toll that "may rise, as many are badly hurt" has no number.
        """
        countless = phrase.quantity.bounds == COUNTLESS and phrase.start > toll.end
        if countless or self.marks.did_it(phrase) or (phrase.end <= toll.start and self._special(phrase)):
            return "inside", NEVER
        if phrase.end <= toll.start:
            return "before", REVERSED + TOLL * self.ways.cost(phrase, phrase.end, toll.start, 2 * limit)
        told = any(p.noun is not None and toll.end <= p.start < phrase.start for p in self.phrases)  # "the toll is 12 dead"
        aside = self._opened(toll.end, phrase.start, "subordinator", "word")  # "…12, while 300 rescuers"
        if toll.end > phrase.start or self._parted(toll.end, phrase.start) or told or aside:
            return "inside", NEVER
        return "after", TOLL * self.ways.cost(phrase, toll.end, phrase.start, 2 * limit)

    def _told_later(self, phrase: Phrase, trigger: Trigger) -> float | None:
        """Return the price where a participle only describes those who died later in its clause: "wounded in the blast dies".

        A relative clause describes them as well: "106 villagers who had taken refuge there died".
        """
        behind = max((m.end for m in phrase.joined), default=phrase.end)
        first = next((t for t in self.triggers if t.start == behind and t.form == "participle"), None)
        first = first or self._described(phrase)
        related = self._related(phrase) if first is None else None
        first = first or related
        if first is None or not set(first.values) <= DESCRIBING:
            return None
        reaches = self._one_clause if related is None else self._closes_relative
        start = max(first.end, behind)
        for last in self.triggers:
            if last.start >= start and last.values == ("killed",) and self._finite(last) and reaches(start, last.start):
                return {id(first): NEVER, id(last): REVERSED}.get(id(trigger))
        return None

    def _described(self, phrase: Phrase) -> Trigger | None:
        """Return what an adjective says of those counted, where further nouns share their number: "13 captured X and Y"."""
        if not phrase.joined:
            return None
        return next((t for t in self.triggers if any(mark in phrase.adjectives for mark in t.marks)), None)

    def _related(self, phrase: Phrase) -> Trigger | None:
        """Return what the relative clause that opens behind a phrase says of it: "villagers who had taken refuge"."""
        tokens = self.marks.sentence.tokens
        at = phrase.end + (phrase.end < len(tokens) and tokens[phrase.end].text == ",")
        opening = self.marks.is_a(at, "subordinator", "relative")
        if opening is None:
            return None
        first = next((t for t in self.triggers if t.start >= opening.end), None)
        if first is None or first.form not in CLOSED:
            return None
        return first if all(token.kind == "word" for token in tokens[opening.end : first.start]) else None

    def _finite(self, trigger: Trigger) -> bool:
        """Return whether an outcome is its clause's verb, alone or behind a helping verb."""
        helped = any(m.end == trigger.start for m in self.marks.sentence.of("grammar", "auxiliary"))
        return trigger.form == "undergo" or (trigger.form == "participle" and (helped or self._final(trigger)))

    def _one_clause(self, start: int, end: int) -> bool:
        """Return whether nothing between two tokens begins another clause or counts anybody."""
        return self._unbroken(start, end) and not any(start <= p.start < end and not p.bare for p in self.phrases)

    def _unbroken(self, start: int, end: int) -> bool:
        """Return whether nothing between two tokens begins another clause."""
        is_a, tokens = self.marks.is_a, self.marks.sentence.tokens
        parts = ("conjunction", "subordinator")
        return not any(tokens[at].text in CLOSING or any(is_a(at, value) for value in parts) for at in range(start, end))

    def _closes_relative(self, start: int, end: int) -> bool:
        """Return whether a relative clause ends between two tokens, at a comma or without, and nobody else is told of."""
        tokens, end = self.marks.sentence.tokens, self.marks.before_helpers(end)
        if end - 1 > start and tokens[end - 1].text == ",":
            end -= 1
        said = any(start <= m.start < end for m in self.marks.sentence.of("attribution", form="verb"))
        counted = (p for p in self.phrases if start <= p.start < end and not (p.quantity.article and not p.heads))
        return not said and self._unbroken(start, end) and next(counted, None) is None

    def _told_already(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether one person is spoken of again, as "the killed soldier": of him it was told before."""
        if phrase.quantity.how is not How.SINGULAR or trigger.form != "participle" or trigger.tail is not None:
            return False
        describes = trigger.end == phrase.start or any(mark in phrase.adjectives for mark in trigger.marks)
        return describes and self.marks.is_a(trigger.start - 1, "article", "definite") is not None

    def _did_it_alone(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether one of a nation did it to those counted right behind the verb: "an Israeli killed two Palestinians"."""
        if phrase.heads or not (phrase.quantity.article and phrase.countries) or trigger.tail is not None:
            return False
        ends = max(phrase.end, *(country.end for country in phrase.countries))
        return ends == trigger.start and any(other.start == trigger.end for other in self.free if other is not phrase)

    def _did_other(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a phrase counts those who did something else: "freed the hostages, backed by 40 soldiers"."""
        return any(mark.end == phrase.start and mark.start > trigger.end for mark in self.marks.sentence.of("grammar", "agent"))

    def _another_clause(self, start: int, end: int) -> bool:
        """Return whether "when" or "that" stands between two tokens: what died or fell before it is nobody behind it."""
        is_a = self.marks.is_a

        def adverb(at: int) -> bool:
            beside = is_a(at - 1, "auxiliary") or is_a(at + 1, "auxiliary")
            return bool(is_a(at, "auxiliary") and beside)

        between = (at for at in range(start, end) if at not in self.marks.times)  # "since 2022" opens no clause
        return any(is_a(at, "subordinator", "word") and not adverb(at) for at in between)

    def _before(self, phrase: Phrase, trigger: Trigger) -> float:
        """Return what it costs at the least that the victims stand before the outcome."""
        if self._acts_on(phrase, trigger):
            return NEVER
        if trigger.form == "active" and self._final(trigger):
            return FINAL
        if trigger.form in VICTIMS_BEHIND or (trigger.form == "participle" and self.marks.did_it(phrase)):
            return NEVER
        if trigger.form == "undergo" and self._describes(trigger):
            return NEVER
        if self._governed(phrase) and not (self._with(phrase, trigger) or self._opens_clause(phrase, trigger)):
            return NEVER
        if trigger.form in ("split", "frame") and any(_inside(p, trigger) for p in self.free):
            return REVERSED if trigger.form == "split" else NEVER  # "three attackers | took nine people captive"
        if trigger.form == "either" and trigger.tail is not None:
            done_to = any(p.start == trigger.head_end for p in self.phrases)
            return REVERSED if phrase.end == trigger.start and not done_to else NEVER  # they stand first, right before the verb
        if trigger.form == "either":
            return NEVER if self._acts(trigger.end) else REVERSED
        if trigger.form == "participle" and self.marks.has_done(trigger.start) and self._counts_behind(trigger):
            return NEVER  # "three attackers have killed nine people"
        return self._acting(trigger) if trigger.form == "participle" and trigger.start == phrase.end else 0.0

    def _acts_on(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a phrase stands before what it did to others whom nobody counts."""
        related = trigger.form == "active" and self._final(trigger) and self._of_others(phrase.end, trigger.start)
        return id(trigger) in self.deeds or related or self._harms(phrase, trigger)

    def _of_others(self, start: int, end: int) -> bool:
        """Return whether a relative clause opens between two places and names others: "two men who | the prisoner | killed"."""
        is_a = self.marks.is_a
        opening = next((at for at in range(start, min(start + 2, end)) if is_a(at, "subordinator", "relative")), end)
        return any(is_a(at, "article") or self.marks.at(at, "victims") for at in range(opening + 1, end))

    def _acting(self, trigger: Trigger) -> float:
        """Return what it costs that one right before a participle, which may be a verb, suffered it and did nothing."""
        counted = [p for p in self.phrases if p.quantity.how is not How.SINGULAR]
        if any(self._sums_up(trigger.end, p.start) for p in counted):
            return NEVER
        if any(p.start == trigger.end and p.heads for p in counted):
            return NEVER  # "three attackers shot dead 20 villagers"
        return SUBJECT if self._counts_behind(trigger) else 0.0

    def _harms(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether weapons did the harm themselves, and what they hit follows: "two drones damaged the roof"."""
        at, tokens = trigger.end, self.marks.sentence.tokens
        if (
            not flies(phrase)
            or trigger.form not in DOING
            or self.marks.before_helpers(trigger.start) < trigger.start
            or at == len(tokens)
        ):
            return False
        plain = tokens[at].kind == "word" and not tokens[at].capitalised and at not in self.marks.times
        return self.marks.is_a(at, "article") is not None or (
            plain and all(mark.kind not in SMALL for mark in self.marks.starting.get(at, ()))
        )

    def _coordinated(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether "and" joins a phrase to what is no victim, behind a verb: "died in Baga and sixteen hamlets"."""
        joined = any(m.end == phrase.start for m in self.marks.sentence.of("grammar", "conjunction"))
        return joined and phrase.start > trigger.end and not any(trigger.end <= p.start < phrase.start for p in self.phrases)

    def _owns(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether one person stands, in a case that no subject has, behind the noun that is his: an officer's house.

        An office that the outcome acts on is his own: "killed the chief of staff Colonel Name".
        """
        marks, tokens = self.marks, self.marks.sentence.tokens
        if any(m.start == trigger.end and m.end == phrase.start for m in marks.sentence.of("roles", form="role")):
            return False
        if phrase.quantity.how is not How.SINGULAR or not phrase.start or not any(h.form == "single" for h in phrase.heads[:1]):
            return False
        before = phrase.start - 1
        while before > 0 and self._describes_owner(before, phrase.start):
            before -= 1
        named = tokens[before].capitalised and before > 0  # "in Kyiv a soldier"
        known = before in marks.times or any(m.kind in DESCRIBED for m in marks.starting.get(before, ()))
        return tokens[before].kind == "word" and not (known or named or marks.sentence.agrees(before, phrase.start))

    def _owns_thing(self, phrase: Phrase) -> bool:
        """Return whether one person only says whose the thing before him is: "seized | the house | of a leader"."""
        if phrase.quantity.how is not How.SINGULAR or not any(h.form == "single" for h in phrase.heads[:1]):
            return False
        before = phrase.start - 1
        while before > 0 and self._describes_owner(before, phrase.start):
            before -= 1
        return any(m.end == before + 1 and m.value == "thing" for m in self.marks.sentence.of("exclusions"))

    def _describes_owner(self, at: int, noun: int) -> bool:
        """Return whether a word is an adjective of a noun in its case, or says more behind one ("a soldier gone missing")."""
        agrees = self.marks.sentence.agrees
        return agrees(at, noun) or (agrees(at - 1, noun) and not agrees(at - 1, at))

    def _describes(self, trigger: Trigger) -> bool:
        """Return whether a verb's form stands between an article and a noun: "into the fleeing crowd"."""
        led = any(m.end == trigger.start for m in self.marks.sentence.of("grammar", "article"))
        return led and trigger.end - trigger.start == 1 and not self.marks.closes(trigger.end)

    def _governed(self, phrase: Phrase) -> bool:
        """Return whether a preposition stands directly before a phrase: "in four rows", "an attack by 100 men"."""
        at, is_a = phrase.start - 1, self.marks.is_a
        if is_a(at, "subordinator") or is_part(phrase, self.marks):
            return False
        if any(m.end == at and m.value in GROUPS for m in self.marks.sentence.of("victims")):
            return False  # "a family of five"
        struck = is_a(at, "preposition", "of") and any(
            m.end == at for kind in ("means", "scope") for m in self.marks.sentence.of(kind)
        )
        return bool(struck or any(is_a(at, "preposition", form) for form in ("place", "group", "inside")))

    def _with(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether "with" leads to people of whom it is said at once what befell them: "with 12 people killed"."""
        told = trigger.form == "participle" and trigger.start == phrase.end and trigger.values != ("strength",)
        named = bool(phrase.heads or phrase.countries)  # "with 18 Russians killed"
        return told and named and self.marks.is_a(phrase.start - 1, "preposition", "with") is not None

    def _opens_clause(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Return whether a preposition before people opens a clause, whose verb follows: "etter 13 soldater ble drept"."""
        if self.marks.is_a(phrase.start - 1, "preposition", "clause") is None or not (phrase.heads or phrase.countries):
            return False
        verb = self.marks.before_helpers(trigger.start)
        return verb == phrase.end and (trigger.form == "undergo" or (trigger.form == "participle" and verb < trigger.start))

    def _final(self, trigger: Trigger) -> bool:
        """Return whether the outcome closes its clause in a language where the verb does, so that all before it is its own."""
        acts = trigger.form in CLOSERS and trigger.values != ("strength",)
        return acts and self.marks.sentence.verb_final and self.marks.closes(trigger.end)

    def _speaks(self, phrase: Phrase) -> bool:
        """Return whether a verb of saying follows at once: "one official said"."""
        one = phrase.quantity.bounds.high == 1 and phrase.quantity.how is not How.SINGULAR
        return one and any(m.kind == "attribution" and m.form == "verb" for m in self.marks.starting.get(phrase.end, ()))

    def _both_say(self, phrase: Phrase) -> bool:
        """Return whether a number word behind a verb of saying counts those who say it: "opplyser begge at", "sagten beide,"."""
        if phrase.quantity.how is not How.WORD or phrase.heads:
            return False
        tokens = self.marks.sentence.tokens
        comma = phrase.end < len(tokens) and tokens[phrase.end].text in ",:"
        counted = any(m.end == phrase.start for m in self.marks.sentence.of("grammar", "count"))  # "er oppe i sju"
        said = any(m.end == phrase.start for m in self.marks.sentence.of("attribution", form="verb")) and not counted
        return said and (comma or self.marks.is_a(phrase.end, "subordinator") is not None)

    def _special(self, phrase: Phrase) -> bool:
        """Return whether a noun tells more of the counted than that they are people."""
        return any(not self.concepts[head.value].plain for head in phrase.heads)

    def _acts(self, index: int) -> bool:
        """Return whether somebody stands directly behind a verb, number or no number, and not in the case of who did it."""
        if any(p.start == index and p.heads and not self._did(p.heads[-1]) for p in self.phrases):
            return True
        while (mark := self.marks.at(index, "countries")) and mark.form == "adjective":
            index = mark.end
        behind = self.marks.starting.get(index, ()) if index < len(self.marks.sentence.tokens) else ()
        return any(m.kind in ("victims", "countries", "actors") and not self._did(m) for m in behind)

    def _did(self, mark: Mark) -> bool:
        """Return whether an ending says that those named are who did it: "десять солдат убили боевики"."""
        return self.marks.sentence.acts(mark.end - 1)

    def _counts_behind(self, trigger: Trigger) -> bool:
        """Return whether a counted phrase follows at once: then the one before may be who did it ("bomber killed 11")."""
        return any(p.start == trigger.end and p.quantity.how is not How.SINGULAR for p in self.phrases)

    def _sums_up(self, start: int, end: int) -> bool:
        """Return whether words for a sum stand between a verb and its number: "wounded | a total of | 44"."""
        return any(m.start == start and m.end == end for m in self.marks.sentence.of("grammar", "sum"))

    def _subject(self, offer: Attachment) -> bool:
        """Return whether the phrase is who did it: a helping verb, and those it was done to, stand between it and the outcome."""
        if offer.side != "before" or offer.trigger.form != "participle":
            return False
        own = (a.phrase for a in self.chosen.values() if a.trigger is offer.trigger and a.phrase.start > offer.phrase.end)
        nearest = min(own, key=lambda p: p.start, default=None)
        if nearest is None:
            return False
        between = range(offer.phrase.end, nearest.start)
        helped = any(self.marks.is_a(at, "auxiliary") for at in between)
        return helped and not any(
            self.marks.is_a(at, "conjunction") or self.marks.sentence.tokens[at].text == "," for at in between
        )

    def _likened(self, offer: Attachment) -> bool:
        """Return whether the phrase is joined to the trigger as a further victim: "were wounded, as were three soldiers"."""
        index = offer.trigger.end
        while index < offer.phrase.start and self.marks.sentence.tokens[index].text == ",":
            index += 1
        joined = self.marks.is_a(index, "conjunction", "too") if index < offer.phrase.start else None
        return joined is not None and joined.end >= offer.phrase.start

    def _share(self, offer: Attachment, step: int) -> None:
        """Give the further items of the phrase's list the same trigger, unless something nearer is theirs alone."""
        here = self.free.index(offer.phrase)
        while (place := self._beside(here, step)) is not None:
            there = self.free[place]
            trigger = self._meant(there, offer.trigger)
            if id(there) in self.chosen or trigger is None or self._own(there, offer, step) or self._is_of_whole(there, trigger):
                return
            sort = sort_of(there, self.concepts)
            # "five slain rebels, two Xs": what describes the first says nothing of strange things
            described = offer.side == "inside"
            if sort == "unknown" and (described or trigger.form == "toll"):
                return
            if trigger.form == "toll" and offer.phrase.bare and there.heads:
                return  # "the toll rose to 12 and 300 rescuers"
            if trigger.form != "toll" and not believable(there, trigger, self.triggers, sort, self.marks):
                return
            if step < 0 and is_part(there, self.marks):
                self._share_with_whole(here + step, offer)
                return
            if (step < 0 and (offer.phrase.anaphoric or self._told_of_fewer(there, trigger))) or says_little(there):
                return
            if self.marks.did_it(there) if step < 0 else acts_next(there, self.triggers, self.phrases):
                return  # "laid by a hundred men, and ten soldiers died"; "killed two men, an attacker wounded four"
            if offer.trigger.form == "frame" and offer.trigger.tail is not None and not _inside(there, offer.trigger):
                return
            self.chosen[id(there)] = Attachment(there, trigger, offer.side, offer.cost + 0.5)
            here = place

    def _beside(self, here: int, step: int) -> int | None:
        """Return which item of a list stands beside another, past a part of it between commas; None at the end of the list.

        "Seven soldiers, including a general, and two officers were killed".
        """
        place = here + step
        while 0 <= place < len(self.free) and self._bracketed(place, here):
            place += step
        if 0 <= place < len(self.free) and is_part(self.free[place], self.marks):
            beyond = place + step
            around = 0 <= beyond < len(self.free) and self._around_part(*(self.free[at] for at in sorted((here, beyond))))
            around = around and (step > 0 or self._opens(self.free[beyond]))
            return beyond if around else place if step > 0 and self._next(here, place) else None
        return place if 0 <= place < len(self.free) and self._next(here, place) else None

    def _bracketed(self, place: int, here: int) -> bool:
        """Return whether a phrase stands in brackets in which another does not: "5,491 tanks (8 in the past day), 30 guns"."""
        tokens, inner, outer = self.marks.sentence.tokens, self.free[place], self.free[here]
        opening = next((at for at in range(inner.start - 1, -1, -1) if tokens[at].text in "()"), None)
        if opening is None or tokens[opening].text != "(":
            return False
        closing = next((at for at in range(inner.end, len(tokens)) if tokens[at].text == ")"), None)
        return closing is not None and not opening < outer.start < closing

    def _opens(self, phrase: Phrase) -> bool:
        """Return whether a clause begins with a phrase, which is then what its verb is about."""
        at = phrase.start - 1
        return at < 0 or self.marks.sentence.tokens[at].kind == "sign" or self.marks.is_a(at, "subordinator") is not None

    def _next(self, here: int, place: int) -> bool:
        """Return whether two phrases stand beside each other in one list."""
        left, right = (self.free[at] for at in sorted((here, place)))
        return separated_by_list(left, right, self.marks.sentence.tokens, self.marks) or self._around_part(left, right)

    def _around_part(self, left: Phrase, right: Phrase) -> bool:
        """Return whether nothing but a part of the first, between commas, and "and" stands between two items."""
        tokens, marks = self.marks.sentence.tokens, self.marks
        parts = [m for m in marks.sentence.of("grammar", "among") if m.start == left.end + 1 and m.form != RESTATING]
        if not parts or tokens[left.end].text != ",":
            return False
        closing = next((at for at in range(parts[0].end, right.start) if tokens[at].text == ","), None)
        if closing is None:
            return False
        joined = marks.is_a(closing + 1, "conjunction")
        return joined is not None and joined.form == "and" and joined.end == right.start

    def _share_with_whole(self, number: int, offer: Attachment) -> None:
        """Give those before an aside, and their part in it, the outcome of whom "and" adds behind it.

        "Five soldiers, including two officers, and three civilians were killed".
        """
        tokens, part = self.marks.sentence.tokens, self.free[number]
        whole = self.free[number - 1] if number else None
        if whole is None or tokens[part.end].text not in ",)" or tokens[whole.end].text not in ",(" or is_part(whole, self.marks):
            return
        opens = not whole.start or tokens[whole.start - 1].text in CLOSING or self.marks.is_a(whole.start - 1, "subordinator")
        if not opens:
            return  # those of whom another verb tells
        if not fits(whole, offer.trigger, self.concepts) or not whole.heads:
            return
        for phrase in (whole, part):
            self.chosen.setdefault(id(phrase), Attachment(phrase, offer.trigger, offer.side, offer.cost + 0.5))

    def _meant(self, phrase: Phrase, trigger: Trigger) -> Trigger | None:
        """Return the reading of an outcome's words that can happen to what is counted: one word for tanks lost and men killed."""
        same = [t for t in self.triggers if (t.start, t.end) == (trigger.start, trigger.end) and t is not trigger]
        thin = trigger.values == ("lost",) and same and not (phrase.heads or phrase.countries or phrase.actors)
        return None if thin else next((t for t in (trigger, *same) if fits(phrase, t, self.concepts)), None)

    def _own(self, phrase: Phrase, offer: Attachment, step: int) -> bool:
        """Return whether an item has an outcome of its own on the side away from the list."""
        items = [phrase, *self._chain(phrase)] if step < 0 else [phrase]
        others = (a for a in self.offers if a.trigger is not offer.trigger and any(a.phrase is item for item in items))
        there = ("strength",)  # "there were two tanks and three lorries destroyed" tells of no strength
        befell = offer.trigger.values != there
        return any(a.side == OUTWARD[step] and a.cost < OWN and not (befell and a.trigger.values == there) for a in others)

    def _chain(self, phrase: Phrase) -> Iterator[Phrase]:
        """Yield the items of the list before a phrase: "killed five soldiers and three civilians, twelve were injured"."""
        here = self.free.index(phrase)
        while here and separated_by_list(self.free[here - 1], self.free[here], self.marks.sentence.tokens, self.marks):
            here -= 1
            yield self.free[here]


def is_part(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "of whom" or "including" stands directly before the phrase, so that what went before says what happened."""
    start = before_dash(phrase.start, marks)
    return any(mark.end == start and mark.form != RESTATING for mark in marks.sentence.of("grammar", "among"))


def before_dash(index: int, marks: Marks) -> int:
    """Return the place before the dash that ends at a token: "of them - 7 children", where a language has no word for "are"."""
    tokens = marks.sentence.tokens
    dashed = index > 1 and tokens[index - 1].text in DASHES and not (tokens[index - 1].glued and tokens[index].glued)
    return index - 1 if dashed else index


def _inside(phrase: Phrase, trigger: Trigger) -> bool:
    """Return whether the number stands in the gap of a trigger in two parts."""
    return trigger.tail is not None and trigger.head_end <= phrase.start and phrase.quantity.end <= trigger.tail
