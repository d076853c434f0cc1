"""From marks to drafts: which figures of a sentence are claims, of what and of whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.aboard import exclude_aboard
from counterclaim.extraction.among import counted_among
from counterclaim.extraction.asking import exclude_asked
from counterclaim.extraction.attachment import attach, is_part
from counterclaim.extraction.belonging import read_tolled
from counterclaim.extraction.breakdown import breakdowns
from counterclaim.extraction.comparison import compared
from counterclaim.extraction.drafts import Draft, Earlier
from counterclaim.extraction.exclusions import GROWN
from counterclaim.extraction.fitting import note_flying, sort_of
from counterclaim.extraction.growth import grown
from counterclaim.extraction.intentions import exclude_meant
from counterclaim.extraction.listing import listed, read_counted_things, read_labels
from counterclaim.extraction.negation import exclude_unfreed, unharmed
from counterclaim.extraction.numbers import Quantity
from counterclaim.extraction.outcomes import BODILY, find_triggers, meant
from counterclaim.extraction.parts import (
    cue_before,
    exclude_apposed,
    exclude_owners,
    exclude_places,
    exclude_wholes,
    held_wholes,
    of_opening,
    part_of,
    read_severity,
    shared_out,
    subsets,
    things_among,
    tie_to_wholes,
)
from counterclaim.extraction.persons import named
from counterclaim.extraction.resuming import counted_up, denied, elsewhere, numbered, put_at, resumed, turned_down
from counterclaim.extraction.sharing import share
from counterclaim.extraction.tellers import exclude_tellers
from counterclaim.extraction.unnumbered import deniable, exclude_describing, singulars
from counterclaim.extraction.victims import Marks, Phrase, find_phrases
from counterclaim.model import Bounds, How, Outcome, Qualifier, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.attachment import Attachment
    from counterclaim.extraction.drafts import Heading
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept


#: Evidence of more tokens keeps to the counted phrase.
EVIDENCE = 25
#: How many words may stand between "every fifth" and its noun.
ADJECTIVES = 2
#: What reads the figures that no outcome of their own reaches, in this order.
_STEPS = (
    counted_up, put_at, numbered, compared, shared_out, counted_among, of_opening, subsets, things_among,
    denied, turned_down, resumed, elsewhere,
)  # fmt: skip


def draft(
    marks: Marks,
    quantities: Sequence[Quantity],
    refused: Mapping[int, str],
    concepts: Mapping[str, VictimConcept],
    earlier: Earlier,
) -> list[Draft]:
    """Return the drafts of a sentence in reading order; `refused` says of the quantities that count no losses why."""
    phrases = _phrases(marks, quantities, refused, concepts, earlier)
    apart = read_severity(phrases, marks) | held_wholes(phrases, quantities, marks)
    triggers = find_triggers(marks.sentence, phrases, marks)
    if not phrases:
        return [_attached(phrase, trigger, 0.0, marks, concepts) for phrase, trigger in deniable(triggers, set(), marks)]
    drafts = [_counted_noun(p, phrases, marks) for p in phrases if p.noun and not p.excluded]
    _tell_apart(drafts, marks)
    told = _tell_dead(drafts, triggers, marks, concepts)
    triggers = [t for t in triggers if id(t) not in told and not _said_of_noun(t, drafts, marks)]
    drafts += [_item(p, t, earlier.heading, marks, concepts) for p, t in listed(phrases, triggers, earlier.heading, concepts)]
    done = {id(d.phrase) for d in drafts if d.phrase.noun is None}
    for offer in attach([p for p in phrases if id(p) not in done | apart], triggers, marks, concepts):
        weak = offer.trigger.values == ("strength",) and cue_before(offer.phrase, marks)
        if not weak and not _part_of_another(offer, drafts, marks):
            drafts.append(_attached(offer.phrase, offer.trigger, offer.cost, marks, concepts))
    drafts.sort(key=lambda d: d.phrase.start)
    done = {id(d.phrase) for d in drafts}
    for whole, members in breakdowns([p for p in phrases if id(p) not in done], drafts, marks, concepts):
        drafts += [part_of(phrase, whole, marks) for phrase in members]
        done |= {id(phrase) for phrase in members}
    loose = [p for p in phrases if id(p) not in done and not p.excluded]
    named_so = [p for p in loose if _tells_alone(p) and not _spoken_of(p, (*earlier.drafts, *earlier.told), marks)]
    drafts += [_fallback(phrase, marks) for phrase in named_so if not cue_before(phrase, marks)]
    drafts.sort(key=lambda d: d.phrase.start)
    _tell_apart(drafts, marks)
    if loose:
        _read_loose(loose, drafts, earlier, marks, concepts)
    done = {id(d.phrase) for d in drafts} if named_so else set()
    drafts += [_fallback(phrase, marks) for phrase in named_so if id(phrase) not in done]
    for one in drafts:
        if one.phrase.bare or (one.phrase.heads and all(concepts[h.value].plain for h in one.phrase.heads)):
            read_tolled(one.phrase, one.trigger, phrases, marks)
    _lose_things(drafts, phrases, concepts)
    used = {id(d.trigger) for d in drafts}
    for phrase, trigger in deniable(triggers, used, marks):
        drafts.append(_attached(phrase, trigger, 0.0, marks, concepts))
    if GROWN in refused.values():
        drafts += grown(quantities, refused, drafts)
    return tie_to_wholes(
        sorted(_filled([d for d in drafts if not unharmed(d)]), key=lambda d: d.phrase.start), earlier.drafts, marks
    )


def _phrases(
    marks: Marks,
    quantities: Sequence[Quantity],
    refused: Mapping[int, str],
    concepts: Mapping[str, VictimConcept],
    earlier: Earlier,
) -> list[Phrase]:
    """Return whom the quantities and nouns of a sentence count, in reading order, those marked that count nobody."""
    repeated = list(_ellipses(marks.sentence))
    allowed = [q for number, q in enumerate(quantities) if number not in refused]
    counted = [q for q in allowed if not any(e.start <= q.start < e.end for e in repeated)] if repeated else allowed
    phrases = find_phrases([*counted, *repeated], marks, concepts)
    exclude_describing(phrases, marks)
    share(phrases, marks, concepts)
    exclude_owners(phrases, marks, concepts)
    exclude_wholes(phrases, quantities, marks)
    exclude_places(phrases, marks)
    ratios = [q for number, q in enumerate(quantities) if number in refused and q.ratio]
    single = (p for p in singulars(phrases, marks, concepts) if not _shared(p, ratios, marks))
    phrases += list(single)
    phrases += list(named(phrases, marks))
    phrases.sort(key=lambda p: (p.start, p.end))
    _leave_out(phrases, marks, concepts, earlier)
    read_labels(phrases, marks)
    read_counted_things(phrases, marks)
    return phrases


def _leave_out(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept], earlier: Earlier) -> None:
    """Leave out those who are counted, but of whom nothing is told: others say more of them, or they tell it themselves."""
    exclude_apposed(phrases, marks)
    exclude_aboard(phrases, marks, concepts)
    exclude_tellers(phrases, marks)
    exclude_meant(phrases, marks)
    exclude_asked(phrases, marks)
    exclude_unfreed(phrases, marks)
    note_flying(phrases, marks, before=earlier.flying)


def _read_loose(
    loose: Sequence[Phrase], drafts: list[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> None:
    """Add to the drafts what is read of the figures that no outcome of their own reaches."""
    for step in _STEPS:
        done, known = {id(d.phrase) for d in drafts}, len(drafts)
        drafts += step([p for p in loose if id(p) not in done], drafts, earlier, marks, concepts)
        if len(drafts) > known:
            drafts.sort(key=lambda d: d.phrase.start)


def _part_of_another(offer: Attachment, drafts: Sequence[Draft], marks: Marks) -> bool:
    """Return whether "of them" ties a phrase to a figure with an outcome of its own, nearer than the offered word before both."""
    between = range(offer.trigger.end, offer.phrase.start)
    return is_part(offer.phrase, marks) and any(d.phrase.noun is not None and d.phrase.start in between for d in drafts)


def _shared(phrase: Phrase, ratios: Sequence[Quantity], marks: Marks) -> bool:
    """Return whether a noun in the singular stands for a share: "every fifth armoured vehicle"."""
    for ratio in ratios:
        between = marks.sentence.tokens[ratio.end : phrase.start]
        if ratio.end <= phrase.start and len(between) <= ADJECTIVES and all(token.kind == "word" for token in between):
            return True
    return False


def _ellipses(sentence: Sentence) -> Iterator[Quantity]:
    """Yield "as many": quantities whose number is that of the figure before them."""
    for mark in sentence.of("grammar", "ellipsis", "same"):
        nothing = Bounds(None, None, Qualifier.NONE)
        if mark.end < len(sentence.tokens) and sentence.tokens[mark.end].key == sentence.tokens[mark.start].key:
            continue  # "as many as 60" states its own number
        if any(m.end == mark.start for m in sentence.of("exclusions", "time")):
            continue  # "three times as many" is another number
        yield Quantity(mark.start, mark.end, mark.start, mark.end, nothing, How.ELLIPSIS)


def _filled(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts, each ellipsis with the figure that it repeats; one that repeats nothing is left out."""
    last: Draft | None = None
    for one in sorted(drafts, key=lambda d: d.phrase.start):
        if one.quantity.how is not How.ELLIPSIS:
            last = one
        elif last is None or last.quantity.bounds.low is None:
            continue
        else:
            one.phrase.quantity = replace(one.quantity, bounds=last.quantity.bounds)
            one.model = last
        yield one


def _counted_noun(phrase: Phrase, phrases: Sequence[Phrase], marks: Marks) -> Draft:
    """Return the draft of "20 dead", "30 killed and wounded"; a verb counts those who start behind it ("and wounded 26")."""
    noun = phrase.noun or phrase.heads[0]
    values, end = [meant(noun)], noun.end
    joined = marks.is_a(end, "conjunction")
    if joined and joined.form in ("and", "or"):
        more = marks.at(joined.end, "outcomes", "noun") or marks.at(joined.end, "outcomes", "participle")
        verb = more and any(p.start == more.end and not p.excluded for p in phrases)
        if more and not verb and meant(more) in BODILY and meant(noun) in BODILY:
            values.append(meant(more))
            end = more.end
    outcome, covers = resolve(tuple(dict.fromkeys(values)), thing=False)
    return Draft(
        marks.sentence,
        marks,
        phrase,
        outcome,
        phrase.start,
        end,
        covers,
        _summed(covers, joined),
        affected=noun.value == "affected",
    )


def _tell_apart(drafts: Sequence[Draft], marks: Marks) -> None:
    """Make dead of the casualties beside whom the wounded are counted: "14 casualties and dozens of wounded".

    Where the dead are counted as well, the casualties are both: "100 casualties, 40 dead and 60 wounded".
    """
    if any(one.outcome is Outcome.KILLED for one in drafts):
        return
    wounded = [d for d in drafts if d.outcome is Outcome.INJURED and _joined(d.phrase, marks)]
    for one in drafts:
        noun = one.phrase.noun or one.phrase.fallback
        own = noun is not None and noun.value == "casualties" and one.trigger is None and one.end <= max(noun.end, one.phrase.end)
        plain = own and noun is not None and _single(noun, marks)
        if plain and any(d.phrase.start > one.end for d in wounded):
            one.outcome, one.covers, one.summed = Outcome.KILLED, (), None


def _joined(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "and" stands directly before a phrase."""
    return any(m.end == phrase.start and m.form == "and" for m in marks.sentence.of("grammar", "conjunction"))


def _single(noun: Mark, marks: Marks) -> bool:
    """Return whether a noun is no pair of outcomes ("dead and wounded")."""
    return not any(marks.is_a(at, "conjunction") for at in range(noun.start, noun.end))


def _tell_dead(
    drafts: Sequence[Draft], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> set[int]:
    """Make dead of casualties and wounded of whom the sentence says so ("nine wounded died"); return the words that did."""
    told: set[int] = set()
    deadly = [t for t in triggers if t.values == ("killed",) and t.form in ("participle", "split", "undergo")]
    for one in drafts:
        noun = one.phrase.noun
        if not deadly or noun is None or one.end != noun.end or not (noun.value == "casualties" or _died(one, deadly, marks)):
            continue
        clone = replace(one.phrase, noun=None)
        others = [d.phrase for d in drafts if d is not one]
        offer = next((a for a in attach([clone, *others], deadly, marks, concepts) if a.phrase is clone), None)
        if offer is not None and offer.side == "before" and not _of_part(one.end, offer.trigger, marks):
            one.outcome, one.covers, one.summed, one.end = Outcome.KILLED, (), None, offer.trigger.end
            told.add(id(offer.trigger))
    return told


def _lose_things(drafts: Sequence[Draft], phrases: Sequence[Phrase], concepts: Mapping[str, VictimConcept]) -> None:
    """Make lost weapons of "two of them" where weapons were counted last: "received 14 tanks and has lost two of them"."""
    for one in drafts:
        if one.trigger is None or one.trigger.values != ("losing",) or not one.phrase.anaphoric or one.phrase.heads:
            continue
        last = next((p for p in reversed(phrases) if p.end <= one.phrase.start and p.heads), None)
        if last is not None and sort_of(last, concepts) == "thing":
            one.phrase.heads, one.outcome, one.covers, one.summed = list(last.heads), Outcome.LOST, (), None


def _died(one: Draft, deadly: Sequence[Trigger], marks: Marks) -> bool:
    """Return whether a verb of dying follows the counted wounded, whom nothing parts from it: "twelve wounded | died"."""
    verb = next((t for t in deadly if t.form in ("undergo", "split") and t.start == one.end), None)
    return one.outcome is Outcome.INJURED and not one.covers and verb is not None and not marks.closes(one.end)


def _of_part(start: int, trigger: Trigger, marks: Marks) -> bool:
    """Return whether a verb is said of a part alone: "750 casualties, of whom 200 were killed", but not "including 200"."""
    return any(start <= mark.start < trigger.start for mark in marks.sentence.of("grammar", "among", "of_them"))


def _said_of_noun(trigger: Trigger, drafts: Sequence[Draft], marks: Marks) -> bool:
    """Return whether a verb is said of those who have their outcome: "twelve wounded were evacuated, three are critical"."""
    if trigger.form not in ("participle", "undergo"):
        return False
    index = marks.before_helpers(trigger.start)
    return index < trigger.start and any(d.phrase.noun is not None and d.end == index for d in drafts)


def _summed(covers: tuple[Outcome, ...], joined: Mark | None) -> bool | None:
    return joined is not None and joined.form == "and" if len(covers) > 1 else None


def _item(
    phrase: Phrase, trigger: Trigger, heading: Heading | None, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Draft:
    """Return the draft of an item of a list under a heading; the evidence is its own words."""
    outcome, covers = resolve(trigger.values, thing=sort_of(phrase, concepts) == "thing")
    start = phrase.start if phrase.label is None else phrase.label
    summed = trigger.summed if len(covers) > 1 else None
    affected = _affects(trigger)
    return Draft(marks.sentence, marks, phrase, outcome, start, phrase.end, covers, summed, 1.0, affected=affected, under=heading)


def _tells_alone(phrase: Phrase) -> bool:
    """Return whether the noun says what happened where no other word does; "no bodies were found" says nothing."""
    sought = phrase.quantity.how is How.ZERO and any(head.value == "body" for head in phrase.heads)
    return phrase.fallback is not None and not phrase.excluded and phrase.quantity.how is not How.SINGULAR and not sought


def _spoken_of(phrase: Phrase, drafts: Sequence[Draft], marks: Marks) -> bool:
    """Return whether an article leads to those of whom as many were told of before: "killed three hostages. The three were"."""
    led = any(m.end == phrase.quantity.start for m in marks.sentence.of("grammar", "article"))
    heads = {head.value for head in phrase.heads}
    return led and any(
        d.quantity.bounds == phrase.quantity.bounds and heads & {head.value for head in d.phrase.heads} for d in drafts
    )


def _fallback(phrase: Phrase, marks: Marks) -> Draft:
    values = (phrase.fallback.value,) if phrase.fallback else ()
    outcome, covers = resolve(values, thing=False)
    return Draft(marks.sentence, marks, phrase, outcome, phrase.start, phrase.end, covers, cost=1.0)


def _attached(phrase: Phrase, trigger: Trigger, cost: float, marks: Marks, concepts: Mapping[str, VictimConcept]) -> Draft:
    if trigger.values == ("losing",) and any(head.value == "life" for head in phrase.heads[:1]):
        trigger = replace(trigger, values=("killed",))  # who loses a life is dead, and may be anybody
    values = ("killed",) if trigger.values == ("losing",) and _bereaved(phrase, concepts) else trigger.values
    outcome, covers = resolve(values, thing=sort_of(phrase, concepts) == "thing")
    start, end = min(phrase.start, trigger.start, phrase.quantity.number_start), max(phrase.end, trigger.end)
    if phrase.quantity.bounds.high == 1 and set(values) == {"killed", "injured"}:  # "was wounded and died later"
        outcome, covers = resolve(values[-1:], thing=False)
    if cost > 2 and trigger.tail is None:  # the evidence is the shortest: a list's later items keep to themselves
        start, end = (phrase.start, trigger.end) if trigger.start >= phrase.end else (trigger.start, phrase.end)
    if end - start > EVIDENCE and phrase.heads:
        start, end = phrase.start, phrase.end
    summed = trigger.summed if len(covers) > 1 else None
    return Draft(marks.sentence, marks, phrase, outcome, start, end, covers, summed, cost, trigger, affected=_affects(trigger))


def _bereaved(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether those who are lost did not fight: who loses two brothers mourns them."""
    kinds = [concepts[head.value].kind for head in phrase.heads]
    return bool(kinds) and set(kinds) <= {VictimKind.CIVILIAN, VictimKind.CHILD}


def _affects(trigger: Trigger) -> bool:
    return any(mark.value == "affected" for mark in trigger.marks)


def resolve(values: tuple[str, ...], *, thing: bool) -> tuple[Outcome, tuple[Outcome, ...]]:
    """Return the outcome that the packs' words mean for people or things, and what a common figure covers."""
    if values == ("strength",):
        return Outcome.STRENGTH, ()
    if thing:
        return Outcome.LOST, ()
    if "losing" in values or "casualties" in values:
        return Outcome.CASUALTIES, (Outcome.KILLED, Outcome.INJURED)
    if len(values) == 1:
        return (Outcome.CASUALTIES if values[0] in ("hit", "lost") else Outcome(values[0])), ()
    return Outcome.CASUALTIES, tuple(Outcome(v) for v in values if v not in ("hit", "lost", "losing", "strength"))
