"""Which outcome belongs to which counted phrase: the cheapest reading of the words between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.extraction.victims import Marks, Phrase, separated_by_list
from counterclaim.model import How, VictimKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.knowledge.victims import VictimConcept

#: What the words between a phrase and a trigger cost, in words of distance.
COMMA, BREAK, CLAUSE, SPEECH, COUNTED, OUTCOME = 2.0, 6.0, 3.0, 3.5, 6.0, 5.0
SUBJECT = 3.0
HELPER, LINK, WORD, PREPOSITION = 0.1, 1.5, 1.0, 0.8
#: An item of a list whose own outcome, on the side away from the list, costs less than this takes no other.
OWN = 2.5
#: What it costs a verb that acts on somebody to take those before it.
REVERSED = 2.0
#: The forms whose victims are their subject.
SUBJECTS = frozenset({"participle", "undergo", "split"})
OUTWARD = {1: "before", -1: "after"}
#: The dearest reading that is still believed, by what is counted.
BELIEVED = {"person": 9.0, "thing": 7.0, "bare": 4.5, "article": 5.0, "singular": 3.0, "unknown": 4.0}
PROJECTILES = frozenset({"missile", "drone"})
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A phrase, the trigger that says what happened to it, the side on which it stands, and what the reading costs."""

    phrase: Phrase
    trigger: Trigger
    side: str
    cost: float


def attach(phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]) -> list[Attachment]:
    """Return the readings of a sentence, at most one for each phrase.

    A trigger takes its victims from one side only; the items of a list share theirs.
    """
    free = [p for p in phrases if p.noun is None and p.excluded is None]
    offers = [a for phrase in free for trigger in triggers if (a := _offer(phrase, trigger, phrases, triggers, marks, concepts))]
    chosen: dict[int, Attachment] = {}
    sides: dict[int, str] = {}
    for offer in sorted(offers, key=lambda a: (a.cost, a.phrase.start)):
        key, trigger = id(offer.phrase), id(offer.trigger)
        if key in chosen or (sides.get(trigger, offer.side) != offer.side and not _likened(offer, marks)):
            continue
        chosen[key] = offer
        sides[trigger] = offer.side
        _share(offer, free, offers, chosen, marks, concepts)
    return sorted(chosen.values(), key=lambda a: a.phrase.start)


def _likened(offer: Attachment, marks: Marks) -> bool:
    """Return whether the phrase is joined to the trigger as a further victim: "were wounded, as were three soldiers"."""
    index = offer.trigger.end
    while index < offer.phrase.start:
        if marks.sentence.tokens[index].text == ",":
            index += 1
            continue
        joined = marks.is_a(index, "conjunction", "too")
        return joined is not None and joined.end >= offer.phrase.start
    return False


def _share(
    offer: Attachment,
    phrases: Sequence[Phrase],
    offers: Sequence[Attachment],
    chosen: dict[int, Attachment],
    marks: Marks,
    concepts: Mapping[str, VictimConcept],
) -> None:
    """Give the other items of the phrase's list the same trigger, unless something nearer is theirs alone."""
    place = phrases.index(offer.phrase)
    for step in (-1, 1):
        here = place
        while 0 <= here + step < len(phrases):
            left, right = sorted((here, here + step))
            there = phrases[here + step]
            if not separated_by_list(phrases[left], phrases[right], marks.sentence.tokens, marks):
                break
            if id(there) in chosen or not fits(there, offer.trigger, concepts):
                break
            if offer.trigger.form == "frame" and offer.trigger.tail is not None and not _inside(there, offer.trigger):
                break
            if any(a.phrase is there and a.side == OUTWARD[step] and a.trigger is not offer.trigger and a.cost < OWN for a in offers):
                break
            chosen[id(there)] = Attachment(there, offer.trigger, offer.side, offer.cost + 0.5)
            here += step


def sort_of(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> str:
    """Return what is counted: a person, a thing, somebody unnamed (bare), or something that no pack knows."""
    if phrase.quantity.how is How.SINGULAR or phrase.quantity.article:
        if _materiel(phrase, concepts):
            return "thing"
        return "article" if phrase.quantity.article else "singular"
    if phrase.heads:
        return "thing" if _materiel(phrase, concepts) else "person"
    if phrase.countries or phrase.actors or phrase.anaphoric:
        return "person"
    return "unknown" if phrase.unknown is not None else "bare"


def _materiel(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    return any(concepts[head.value].kind is VictimKind.MATERIEL for head in phrase.heads[:1])


def fits(phrase: Phrase, trigger: Trigger, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether this can happen to what is counted: tanks do not die, people are not shot down."""
    if trigger.values == ("strength",) and (phrase.quantity.how in (How.SINGULAR, How.ZERO) or phrase.quantity.article or phrase.quantity.bounds.low is None):
        return False
    if _materiel(phrase, concepts):
        if phrase.heads[0].value in PROJECTILES:
            return trigger.values in (("lost",), ("captured",))
        return bool({"lost", "losing", "hit", "captured", "injured", "strength"} & set(trigger.values))
    if trigger.values in (("lost",), ("hit",)):
        return False
    if trigger.values == ("strength",):
        return any(concepts[head.value].kind in COMBATANTS for head in phrase.heads) or bool(phrase.actors) or bool(phrase.countries and not phrase.heads)
    return True


def _offer(
    phrase: Phrase, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Attachment | None:
    if not fits(phrase, trigger, concepts):
        return None
    sort = sort_of(phrase, concepts)
    limit = BELIEVED[sort]
    if sort in ("unknown", "bare") and _says_little(phrase):
        return None
    if trigger.form == "noun" and sort in ("singular", "article", "unknown"):
        return None
    if sort == "singular" and phrase.heads and phrase.heads[0].form == "subject" and trigger.form not in SUBJECTS:
        return None
    if sort == "unknown" and _of_things(trigger, triggers):
        return None
    if phrase.quantity.article and sort != "thing" and not phrase.heads:
        return None
    side, cost = _price(phrase, trigger, phrases, triggers, marks, limit)
    if trigger.form == "toll":
        limit += 4.0
    if trigger.values == ("strength",):
        cost += 1.5
    return Attachment(phrase, trigger, side, cost) if cost <= limit else None


def _of_things(trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Return whether the word says what happens to things as well, so that an unknown noun is likely to be one."""
    return any(t is not trigger and (t.start, t.end) == (trigger.start, trigger.end) and t.values == ("lost",) for t in triggers)


def _says_little(phrase: Phrase) -> bool:
    """Return whether a number without a noun is too weak to count anybody: "many", "no", "another"."""
    quantity = phrase.quantity
    if quantity.how is How.ELLIPSIS:
        return False
    uncounted = quantity.bounds.low is None and quantity.bounds.high is None
    strange = phrase.unknown is not None
    nobody = quantity.bounds.high == 0 and (strange or quantity.how is How.DIGITS)
    return uncounted or quantity.article or nobody or (strange and quantity.additional and quantity.bounds.high == 1)


def _price(
    phrase: Phrase, trigger: Trigger, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, limit: float
) -> tuple[str, float]:
    """Return the side of the trigger on which the phrase stands, and what the way costs."""
    if trigger.form == "frame" and trigger.tail is not None:
        return "after", 0.0 if _inside(phrase, trigger) else limit + 1
    if trigger.form == "split" and trigger.tail is not None:
        if _inside(phrase, trigger):
            return "after", 0.3
        if phrase.end <= trigger.start:
            return "before", _way(phrase, phrase.end, trigger.start, phrases, triggers, marks, limit)
        return "after", 0.5 + _way(phrase, trigger.end, phrase.start, phrases, triggers, marks, limit) if trigger.end <= phrase.start else limit + 1
    if phrase.start <= trigger.start < phrase.end and any(mark in phrase.adjectives for mark in trigger.marks):
        return "inside", limit + 1 if phrase.quantity.article and "captured" in trigger.values else -1.0
    if trigger.start >= phrase.end:
        if trigger.form in ("active", "toll", "nominal") or (trigger.form == "either" and _object(trigger.end, marks)):
            return "before", limit + 1
        if trigger.form == "either":
            return "before", REVERSED + _way(phrase, phrase.end, trigger.start, phrases, triggers, marks, limit)
        doubt = SUBJECT if trigger.form == "participle" and _has_object(trigger, phrases) and trigger.start - phrase.end == 0 else 0.0
        return "before", doubt + _way(phrase, phrase.end, trigger.start, phrases, triggers, marks, limit)
    if trigger.end <= phrase.start:
        base = {"undergo": 0.5, "noun": 0.5, "participle": 0.2}.get(trigger.form, 0.0)
        way = _way(phrase, trigger.end, phrase.start, phrases, triggers, marks, limit * (2 if trigger.form == "toll" else 1))
        return "after", base + way * (0.4 if trigger.form == "toll" else 1.0)
    return "inside", limit + 1


def _object(index: int, marks: Marks) -> bool:
    """Return whether somebody stands directly behind a verb, number or no number."""
    while (mark := marks.at(index, "countries")) and mark.form == "adjective":
        index = mark.end
    return index < len(marks.sentence.tokens) and any(m.entry.kind in ("victims", "countries", "actors") for m in marks.starting.get(index, ()))


def _has_object(trigger: Trigger, phrases: Sequence[Phrase]) -> bool:
    """Return whether a counted phrase follows at once: then the one before, with no auxiliary, may be who did it ("bomber killed 11")."""
    return any(p.start == trigger.end and p.quantity.how is not How.SINGULAR for p in phrases)


def _inside(phrase: Phrase, trigger: Trigger) -> bool:
    """Return whether the number stands in the gap of a trigger in two parts."""
    return trigger.tail is not None and trigger.head_end <= phrase.start and phrase.quantity.end <= trigger.tail


def _way(
    phrase: Phrase, start: int, end: int, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks, limit: float
) -> float:
    """Return what the tokens from `start` to before `end` cost; more than the limit ends the reckoning."""
    cost, index = 0.0, start
    for other in phrases:
        if other is not phrase and other.quantity.how is not How.SINGULAR and not other.excluded and start <= other.start and other.end <= end:
            cost += COUNTED
    for trigger in triggers:
        if start < trigger.start and trigger.end < end and trigger.values != ("strength",):
            cost += OUTCOME
    while index < end and cost <= limit:
        toll, step = _token_cost(index, marks)
        cost += toll
        index = max(step, index + 1)
    return cost


def _comma(index: int, marks: Marks) -> tuple[float, int]:
    """Return what a comma costs: less than its words where it opens an aside ("among them two women,")."""
    tokens = marks.sentence.tokens
    part = marks.is_a(index + 1, "among") or marks.is_a(index + 2, "among", "of_them")
    if part or marks.is_a(index + 1, "subordinator", "relative") or tokens[index].text == "(":
        for close in range(index + 2, min(index + 16, len(tokens))):
            if tokens[close].text in ",)":
                return COMMA, close + 1
    return COMMA, index + 1


def _token_cost(index: int, marks: Marks) -> tuple[float, int]:
    """Return what the word at a token costs, and the token behind it."""
    text = marks.sentence.tokens[index].text
    if text in ";:.!?":
        return BREAK if text != ":" else LINK, index + 1
    if text in "–—-":
        return (LINK if marks.sentence.tokens[index].glued else CLAUSE), index + 1
    if text in ",()":
        return _comma(index, marks)
    if not marks.sentence.tokens[index].kind == "word":
        return HELPER, index + 1
    for mark in marks.starting.get(index, ()):
        if mark.tail is not None:
            continue
        value = mark.entry.value
        if mark.entry.kind == "attribution" and mark.form == "verb":
            return SPEECH, mark.end
        if mark.entry.kind in ("attribution", "countries", "actors"):
            return LINK / 2, mark.end
        if mark.entry.kind == "grammar":
            if value in ("auxiliary", "article", "negation", "other", "among"):
                return HELPER, mark.end
            if value == "subordinator":
                return (PREPOSITION if mark.form == "relative" else CLAUSE), mark.end
            if value == "conjunction":
                return (CLAUSE if mark.form == "but" else LINK), mark.end
            return PREPOSITION, mark.end
    return WORD, index + 1
