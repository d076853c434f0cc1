"""From marks to drafts: which figures of a sentence are claims, of what and of whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.extraction.attachment import attach, is_part
from counterclaim.extraction.breakdown import breakdowns, named_first, summed_up
from counterclaim.extraction.fitting import sort_of
from counterclaim.extraction.listing import listed, read_labels
from counterclaim.extraction.numbers import Quantity
from counterclaim.extraction.outcomes import BODILY, find_triggers, meant
from counterclaim.extraction.unnumbered import deniable, named, singulars
from counterclaim.extraction.victims import Marks, Phrase, find_phrases, separated_by_list
from counterclaim.model import Bounds, How, Outcome, Qualifier, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept


#: Evidence of more tokens keeps to the counted phrase.
EVIDENCE = 25


@dataclass(slots=True)
class Draft:
    """A claim in the making: the phrase, what happened, and the tokens of its evidence."""

    sentence: Sentence
    marks: Marks
    phrase: Phrase
    outcome: Outcome
    start: int
    end: int
    covers: tuple[Outcome, ...] = ()
    summed: bool | None = None
    cost: float = 0.0
    trigger: Trigger | None = None
    whole: Draft | None = None
    model: Draft | None = None
    affected: bool = False

    @property
    def quantity(self) -> Quantity:
        """The number."""
        return self.phrase.quantity

    @property
    def unnumbered(self) -> bool:
        """Whether no number is stated: a claim only where somebody denies or confirms it."""
        return self.quantity.bounds.qualifier is Qualifier.NONE and self.quantity.how is How.SINGULAR


def draft(
    sentence: Sentence,
    quantities: Sequence[Quantity],
    concepts: Mapping[str, VictimConcept],
    before: Sequence[Draft],
    heading: Trigger | None = None,
) -> list[Draft]:
    """Return the drafts of a sentence in reading order.

    `before` are those of the sentence before, whose parts may stand here; `heading` tells of the list whose lines these are.
    """
    marks = Marks(sentence)
    repeated = list(_ellipses(sentence))
    counted = [q for q in quantities if not any(e.start <= q.start < e.end for e in repeated)]
    phrases = find_phrases([*counted, *repeated], marks, concepts)
    _spread_hedges(phrases, marks)
    phrases += [*singulars(phrases, marks, concepts), *named(phrases, marks)]
    phrases.sort(key=lambda p: (p.start, p.end))
    read_labels(phrases, marks)
    triggers = find_triggers(sentence, phrases, marks)
    drafts = [_counted_noun(p, marks) for p in phrases if p.noun and not p.excluded]
    told = _tell_dead(drafts, triggers, marks, concepts)
    triggers = [t for t in triggers if id(t) not in told]
    drafts += [_item(p, trigger, marks, concepts) for p, trigger in listed(phrases, triggers, heading, concepts)]
    done = {id(d.phrase) for d in drafts if d.phrase.noun is None}
    for offer in attach([p for p in phrases if id(p) not in done], triggers, marks, concepts):
        weak = offer.trigger.values == ("strength",) and _cue_before(offer.phrase, marks)
        if not weak:
            drafts.append(_attached(offer.phrase, offer.trigger, offer.cost, marks, concepts))
    drafts.sort(key=lambda d: d.phrase.start)
    done = {id(d.phrase) for d in drafts}
    for whole, parts in breakdowns([p for p in phrases if id(p) not in done], drafts, marks, concepts):
        drafts += [_part(phrase, whole, marks) for phrase in parts]
        done |= {id(phrase) for phrase in parts}
    drafts += _subsets([p for p in phrases if id(p) not in done], drafts, before, marks, concepts)
    done = {id(d.phrase) for d in drafts}
    for phrase in phrases:
        if id(phrase) not in done and phrase.fallback and not phrase.excluded and phrase.quantity.how is not How.SINGULAR:
            drafts.append(_fallback(phrase, marks))
    used = {id(d.trigger) for d in drafts}
    for phrase, trigger in deniable(triggers, used, marks):
        drafts.append(_attached(phrase, trigger, 0.0, marks, concepts))
    return _with_wholes(sorted(_filled(drafts), key=lambda d: d.phrase.start), before, marks)


def _with_wholes(drafts: list[Draft], before: Sequence[Draft], marks: Marks) -> list[Draft]:
    """Tie each part to its whole: "29 were killed, including 4 soldiers", where both share the verb."""
    for number, one in enumerate(drafts):
        if one.whole is None and one.quantity.bounds.low is not None and (one.phrase.anaphoric or _cue_before(one.phrase, marks)):
            earlier = [*before, *drafts[:number]]
            one.whole = next((d for d in reversed(earlier) if _may_hold(d, one)), None)
    for whole, parts in (*summed_up(drafts, marks), *named_first(drafts, marks)):
        for one in parts:
            one.whole = whole
    return drafts


def _may_hold(whole: Draft, part: Draft) -> bool:
    """Return whether one figure can hold another: the same outcome, and no fewer."""
    size = whole.quantity.bounds.high or whole.quantity.bounds.low
    return whole.outcome is part.outcome and size is not None and size >= (part.quantity.bounds.low or 0) and whole.whole is None


def _ellipses(sentence: Sentence) -> Iterator[Quantity]:
    """Yield "as many": quantities whose number is that of the figure before them."""
    for mark in sentence.of("grammar", "ellipsis"):
        nothing = Bounds(None, None, Qualifier.NONE)
        if mark.end < len(sentence.tokens) and sentence.tokens[mark.end].key == sentence.tokens[mark.start].key:
            continue  # "as many as 60" states its own number
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


def _spread_hedges(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Let a hedge cover the noun that is joined to its own: "at least 25 dead and 55 wounded" (guide, "Hedges")."""
    for left, right in pairwise(phrases):
        first, second = left.quantity.bounds, right.quantity.bounds
        hedged = first.qualifier in (Qualifier.AT_LEAST, Qualifier.ABOUT, Qualifier.AT_MOST)
        plain = (
            second.qualifier is Qualifier.EXACT and right.quantity.how in (How.DIGITS, How.WORD) and not right.quantity.article
        )
        if hedged and plain and left.end > left.quantity.end and right.end > right.quantity.end and _joined(left, right, marks):
            number = second.low
            bounds = {
                Qualifier.AT_LEAST: Bounds(number, None, Qualifier.AT_LEAST),
                Qualifier.AT_MOST: Bounds(None, number, Qualifier.AT_MOST),
                Qualifier.ABOUT: Bounds(number, number, Qualifier.ABOUT),
            }
            right.quantity = replace(right.quantity, bounds=bounds[first.qualifier])


def _joined(left: Phrase, right: Phrase, marks: Marks) -> bool:
    joined = marks.is_a(left.end, "conjunction")
    return joined is not None and joined.form == "and" and joined.end == right.start


def _counted_noun(phrase: Phrase, marks: Marks) -> Draft:
    """Return the draft of "20 dead", "30 killed and wounded"."""
    noun = phrase.noun or phrase.heads[0]
    values, end = [meant(noun)], noun.end
    joined = marks.is_a(end, "conjunction")
    if joined and joined.form in ("and", "or"):
        more = marks.at(joined.end, "outcomes", "noun") or marks.at(joined.end, "outcomes", "participle")
        if more and meant(more) in BODILY and meant(noun) in BODILY:
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


def _tell_dead(
    drafts: Sequence[Draft], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> set[int]:
    """Make dead of the casualties of whom the sentence says so ("nine casualties were killed"); return the words that did."""
    told: set[int] = set()
    deadly = [t for t in triggers if t.values == ("killed",) and t.form in ("participle", "undergo")]
    for one in drafts:
        if not deadly or one.phrase.noun is None or one.phrase.noun.value != "casualties" or one.end != one.phrase.noun.end:
            continue
        clone = replace(one.phrase, noun=None)
        others = [d.phrase for d in drafts if d is not one]
        offer = next((a for a in attach([clone, *others], deadly, marks, concepts) if a.phrase is clone), None)
        if offer is not None and offer.side == "before":
            one.outcome, one.covers, one.summed, one.end = Outcome.KILLED, (), None, offer.trigger.end
            told.add(id(offer.trigger))
    return told


def _summed(covers: tuple[Outcome, ...], joined: Mark | None) -> bool | None:
    return joined is not None and joined.form == "and" if len(covers) > 1 else None


def _item(phrase: Phrase, trigger: Trigger, marks: Marks, concepts: Mapping[str, VictimConcept]) -> Draft:
    """Return the draft of an item of a list; the evidence is its own words."""
    outcome, covers = resolve(trigger.values, thing=sort_of(phrase, concepts) == "thing")
    start = phrase.start if phrase.label is None else phrase.label
    summed = trigger.summed if len(covers) > 1 else None
    return Draft(marks.sentence, marks, phrase, outcome, start, phrase.end, covers, summed, 1.0, affected=_affects(trigger))


def _fallback(phrase: Phrase, marks: Marks) -> Draft:
    values = (phrase.fallback.value,) if phrase.fallback else ()
    outcome, covers = resolve(values, thing=False)
    return Draft(marks.sentence, marks, phrase, outcome, phrase.start, phrase.end, covers, cost=1.0)


def _attached(phrase: Phrase, trigger: Trigger, cost: float, marks: Marks, concepts: Mapping[str, VictimConcept]) -> Draft:
    values = ("killed",) if trigger.values == ("losing",) and _bereaved(phrase, concepts) else trigger.values
    outcome, covers = resolve(values, thing=sort_of(phrase, concepts) == "thing")
    start, end = min(phrase.start, trigger.start), max(phrase.end, trigger.end)
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


def _subsets(
    loose: Sequence[Phrase], drafts: Sequence[Draft], before: Sequence[Draft], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the parts of a figure that name no outcome of their own: "of whom five children", "ten of them were women"."""
    part: Phrase | None = None
    for phrase in loose:
        if (
            phrase.excluded
            or phrase.quantity.bounds.low is None
            or (phrase.quantity.how is How.SINGULAR and not is_part(phrase, marks))
        ):
            continue
        predicate = _predicate(phrase, marks, concepts)
        named = any(concepts[h.value].kind is not VictimKind.MATERIEL for h in phrase.heads)
        listed = part is not None and named and separated_by_list(part, phrase, marks.sentence.tokens, marks)
        cue = _cue_before(phrase, marks) or phrase.anaphoric or predicate is not None or listed
        told = named or phrase.anaphoric or phrase.countries or phrase.actors or predicate
        if not cue or not (told or _bare_part(phrase, marks)):
            continue
        whole = next((d for d in reversed(drafts) if d.phrase.start < phrase.start), None) or (before[-1] if before else None)
        if whole is None or whole.outcome is Outcome.LOST or not (told or _next_to(phrase, whole, marks)):
            continue
        end = phrase.end
        if not named and predicate is not None:
            phrase.heads.append(predicate)
            end = predicate.end
        elif not named and phrase.anaphoric and not phrase.countries and whole.sentence is not marks.sentence:
            continue
        part = phrase
        yield replace(_part(phrase, whole, marks), end=end)


def _part(phrase: Phrase, whole: Draft, marks: Marks) -> Draft:
    span = (phrase.start, phrase.end)
    return Draft(marks.sentence, marks, phrase, whole.outcome, *span, whole.covers, whole.summed, 1.0, whole=whole)


def _bare_part(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a number alone stands directly behind the word for a part: "wounded 31, of whom 12 seriously"."""
    plain = phrase.bare and phrase.unknown is None and not phrase.quantity.article
    return plain and phrase.quantity.counts and is_part(phrase, marks)


def _next_to(phrase: Phrase, whole: Draft, marks: Marks) -> bool:
    """Return whether no other number stands between a part and its whole, in one sentence."""
    between = marks.sentence.tokens[whole.phrase.end : phrase.start]
    return whole.sentence is marks.sentence and not any(token.kind == "number" for token in between)


def _predicate(phrase: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> Mark | None:
    """Return the noun of "ten of them were children", "five were soldiers"."""
    if phrase.heads or phrase.unknown is not None:
        return None
    index = phrase.end
    helper = marks.is_a(index, "auxiliary")
    if helper is None:
        return None
    while helper is not None:
        index = helper.end
        helper = marks.is_a(index, "auxiliary")
    noun = marks.at(index, "victims", "many")
    return noun if noun and concepts[noun.value].kind is not VictimKind.MATERIEL else None


def _cue_before(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a word such as "of whom" or "including" leads to the phrase, directly or over a list."""
    index = phrase.start
    for mark in marks.sentence.of("grammar", "among"):
        if mark.end <= index <= mark.end + 8 and mark.start not in marks.spent:
            between = marks.sentence.tokens[mark.end : index]
            said = any(mark.end <= m.start < index and m.form != "mood" for m in marks.sentence.of("attribution"))
            if not said and all(t.kind != "sign" or t.text in ",\"'“”»«" for t in between):
                return True
    return phrase.start > 0 and marks.sentence.tokens[phrase.start - 1].text == ":"
