"""Statements without a number word: losses denied or confirmed, one person in the singular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import before_hyphen, read_group
from counterclaim.extraction.cardinals import HYPHENS
from counterclaim.extraction.numbers import Quantity
from counterclaim.extraction.victims import OBLIQUE, OWNED, WITHIN, Phrase, describes_behind, read_adjective, read_age
from counterclaim.model import Bounds, How, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: Outcomes that somebody denies or confirms without a number.
HARM = frozenset({"killed", "injured", "casualties", "captured", "missing", "losing"})
#: How far from the outcome the victims of a denial may stand, in tokens.
NEAR = 5
#: A word of no more letters is none for a thing, nor is one that the pack knows as one of these.
SMALL, KNOWN = 3, frozenset({"outcomes", "attribution", "victims", "countries", "grammar"})
#: What a noun's sign for whose something is ends in.
GENITIVE = "'s"
#: The most words between "according to" and the noun for who says it.
TITLED = 2
#: The forms of words for what befell somebody.
BEFALLING = frozenset({"participle", "undergo"})
#: What stands before a verb of saying behind what is said.
PAUSES = frozenset(',"”“»«’')


def deniable(triggers: Sequence[Trigger], taken: set[int], marks: Marks) -> Iterator[tuple[Phrase, Trigger]]:
    """Yield harm without a number in a sentence that denies or confirms something: at most one, the first."""
    if not triggers:
        return
    if not any(m.value in ("denies", "confirms") and m.form != "near" for m in marks.sentence.of("attribution")):
        return
    spent = [t for t in triggers if id(t) in taken]
    for trigger in triggers:
        if any(t.start < trigger.end and trigger.start < t.end for t in spent):
            continue
        if id(trigger) in taken or not HARM & set(trigger.values) or trigger.tail is not None:
            continue
        phrase = _around(trigger, marks)
        if trigger.form == "active" and phrase.heads and phrase.heads[0].start < trigger.start:
            continue  # those who did it
        if phrase.heads and phrase.heads[0].value == "body" and "killed" not in trigger.values:
            continue  # the dead are brought to a hospital too
        if phrase.heads or phrase.countries or _names_losses(trigger, marks) or _anybody(trigger, marks) is not None:
            yield phrase, trigger
            return


def _names_losses(trigger: Trigger, marks: Marks) -> bool:
    """Return whether the word is itself one for people lost: "casualties", and "losses" where nothing follows that was lost."""
    return trigger.form in ("noun", "toll") or (
        "losing" in trigger.values and trigger.form == "nominal" and marks.closes(trigger.end)
    )


def _anybody(trigger: Trigger, marks: Marks) -> Mark | None:
    """Return "anybody" or "some" shortly before what happened, or shortly behind a verb of losing."""
    some = list(marks.sentence.of("grammar", "part"))
    if "losing" in trigger.values and trigger.form in ("active", "either"):
        return next((m for m in some if trigger.end <= m.start < trigger.end + NEAR), None)
    before = (m for m in reversed(some) if trigger.start - NEAR <= m.start < trigger.start)
    return next(before, None) if trigger.form != "active" else None


def _around(trigger: Trigger, marks: Marks) -> Phrase:
    """Return the victims that stand near the outcome, with no number; whoever stands before "anybody" denies it."""
    anybody = _anybody(trigger, marks)
    first = trigger.start - NEAR if anybody is None else max(trigger.start - NEAR, anybody.start)
    near = [
        m
        for m in marks.sentence.marks
        if m.kind in ("victims", "countries") and m.tail is None and (first <= m.start and m.end <= trigger.end + NEAR)
    ]
    victims = [m for m in near if m.kind == "victims" and not trigger.start <= m.start < trigger.end]
    heads = sorted(victims, key=lambda m: min(abs(m.end - trigger.start), abs(m.start - trigger.end)))[:1]
    joined = [m for m in near if m.kind == "countries" and (not heads or m.end in (heads[0].start, heads[0].start - 1))]
    countries = joined[:1]
    start = min([trigger.start, *(m.start for m in (*heads, *countries))])
    end = max([trigger.end, *(m.end for m in (*heads, *countries))])
    return Phrase(_none(start), start, end, heads=heads, countries=countries)


def _none(at: int) -> Quantity:
    return Quantity(at, at, at, at, Bounds(None, None, Qualifier.NONE), How.SINGULAR)


def singulars(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]) -> Iterator[Phrase]:
    """Yield the nouns for one person or thing that no number counts ("the police chief was killed")."""
    yield from _nationals(phrases, marks)
    victims = marks.sentence.of("victims")
    if not victims:
        return
    taken = {index for phrase in phrases for index in range(phrase.start, phrase.end)}
    taken |= {index for phrase in phrases for noun in phrase.joined for index in range(noun.start, noun.end)}
    plural = {m.start for m in victims if m.form == "many"}
    counted = {phrase.start for phrase in phrases if not phrase.heads}  # "чоловік десять", which are ten
    taken |= {at for m in marks.sentence.of("grammar") for at in range(m.start + 1, m.head_end)}  # "s'élève à" is no pupil
    taken |= {at for m in marks.sentence.of("means", "car_bomb") for at in range(m.start + 1, m.end)}  # which nobody lost
    for mark in victims:
        if (
            mark.start in taken
            or mark.tail is not None
            or mark.form in ("many", WITHIN, OBLIQUE)
            or mark.end in counted
            or _is_source(mark, marks)
            or _each(mark, marks)
        ):
            continue
        if _describes_attack(mark, marks) or _describes(mark, marks) or _qualifies(mark, marks):
            continue
        if mark.form == "one" and (mark.start in plural or (concepts[mark.value].plain and not _opens(mark, marks))):
            continue
        if _told_again(mark, marks):
            continue
        phrase = Phrase(one(mark.start, mark.end), mark.start, mark.end, heads=[mark])
        before: Mark | None = _ending_at(before_hyphen(mark.start, marks), marks)
        while before is not None:
            (phrase.countries if before.kind == "countries" else phrase.actors).append(before)
            phrase.start = before.start
            before = _ending_at(before.start, marks)
        phrase.start = _before_age(phrase.start, marks)
        read_adjective(phrase, marks)
        read_group(phrase, marks, concepts, frozenset())
        read_age(phrase, marks)
        if mark.form == OWNED and not _suffered(phrase, marks):
            continue
        if not _known_before(phrase, marks) and not owns(phrase, marks, concepts):
            yield phrase


def _suffered(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a noun for what befell somebody stands right before a noun in its case, past adjectives: "the death of"."""
    at = phrase.start
    while at and marks.sentence.agrees(at - 1, phrase.heads[0].start):
        at -= 1
    return _of_fate(at, marks)


def _of_fate(at: int, marks: Marks) -> bool:
    """Return whether a noun for what befell those behind it ends at a token: "the death (of)", "тело | женщины | нашли"."""
    outcomes = marks.sentence.of("outcomes")
    return any(at == (m.head_end if m.form == "frame" else m.end) for m in outcomes if m.form in ("nominal", "frame"))


def _nationals(phrases: Sequence[Phrase], marks: Marks) -> Iterator[Phrase]:
    """Yield those who are told of by their nation alone, right beside what befell them: "Palestiner drept i Jenin"."""
    for mark in marks.sentence.of("countries", form="person"):
        if any(phrase.start <= mark.start < phrase.end for phrase in phrases):
            continue
        at = mark.end
        while (helper := marks.is_a(at, "auxiliary")) is not None:
            at = helper.end
        start = _before_age(mark.start, marks)
        beside = [m for m in marks.sentence.of("outcomes") if m.tail is None and m.form in BEFALLING]
        if any(m.start == at or m.end == start for m in beside):
            yield Phrase(one(start, mark.end), start, mark.end, countries=[mark])


def _before_age(start: int, marks: Marks) -> int:
    """Return where the age begins that a hyphen ties to an adjective right before a noun, else the noun: "59-летняя женщина"."""
    before = marks.sentence.tokens[max(start - 3, 0) : start]
    if len(before) < 3 or before[0].kind != "number" or before[1].text not in HYPHENS or not before[2].glued:
        return start
    age = marks.at(start - 1, "exclusions", "after")
    return start - 3 if age is not None and age.value in ("age", "time") and age.end == start else start


def _known_before(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "besides" leads to somebody of whom it was told before: "besides the Dutch soldier, a Canadian died"."""
    start = next((m.start for m in marks.sentence.of("grammar", "article") if m.end == phrase.start), phrase.start)
    return any(m.end == start for m in marks.sentence.of("grammar", "besides"))


def owns(phrase: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether one person only says whose somebody else is: "the mayor's son", "the wife of a policeman"."""
    tokens, start, end = marks.sentence.tokens, phrase.start, phrase.end
    if end + 1 < len(tokens) and tokens[end].key == GENITIVE and tokens[end + 1].kind == "word":
        return not (marks.at(end + 1, "outcomes") or marks.is_a(end + 1, "auxiliary"))
    roles = marks.sentence.of("roles", form="role")
    if phrase.quantity.article and any(m.start < start - 1 and start <= m.end <= start + 1 for m in roles):
        return True  # "épouse d'un", where the role holds the preposition
    at = start
    while at and marks.is_a(at - 1, "article"):
        at -= 1
    if at and marks.is_a(at - 1, "preposition", "of"):
        at -= 1
    elif at < start or (phrase.quantity.article and not marks.is_a(start, "preposition", "of")):
        return False
    before = (m for m in marks.sentence.of("victims") if m.end == at and m.tail is None and not concepts[m.value].plain)
    if any(not _qualifies(m, marks) for m in before):
        return True
    return at < start and any(m.end == at for m in roles)


def _told_again(mark: Mark, marks: Marks) -> bool:
    """Return whether the same words are read as somebody else too, who says more: a son is a relative, whatever his age."""
    same = [m for m in marks.sentence.of("victims") if (m.start, m.end, m.form) == (mark.start, mark.end, mark.form)]
    return same[-1] is not mark


def exclude_describing(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out an article and a noun that only describes another: "a militant attack", "a rebel camp" count nobody."""
    for phrase in phrases:
        head = phrase.heads[0] if phrase.quantity.article and phrase.heads else None
        if head is not None and (_describes_attack(head, marks) or _describes(head, marks)):
            phrase.excluded = "attack"
        elif len(phrase.heads) == 1 and describes_behind(phrase.heads[0], marks) and _counts_things(phrase, marks):
            phrase.excluded = "thing"


def _counts_things(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a noun that no pack knows stands behind an adjective for people: "two military camps".

    The numerals that count only persons tell that it says whose they are ("two soldiers of the camp").
    """
    end = phrase.heads[0].end
    known = end >= len(marks.sentence.tokens) or end in marks.times or marks.at(end, "roles") is not None
    if not known and _of_fate(phrase.start, marks) and not marks.sentence.agrees(end - 1, end):
        return False  # "the death (of) 12 soldiers | shook the city", where a noun would agree with them
    return not known and _plain(marks, end) and marks.is_a(phrase.quantity.start, "describing", "person") is None


def _describes_attack(mark: Mark, marks: Marks) -> bool:
    """Return whether a noun only describes an attack beside it: "a terrorist attack", "une embuscade djihadiste"."""
    return mark.form == "one" and any(m.start == mark.end or m.end == mark.start for m in marks.sentence.of("grammar", "attack"))


def _describes(mark: Mark, marks: Marks) -> bool:
    """Return whether a noun only describes another, to which nothing happens: "near a rebel camp", "une base militaire"."""
    tokens, end = marks.sentence.tokens, mark.end
    if mark.form != "one":
        return False
    if end + 1 < len(tokens) and tokens[end].text in HYPHENS and tokens[end].glued and tokens[end + 1].glued:
        return True  # "a terrorist-camp"
    if marks.is_a(mark.start, "describing", "behind") is not None:
        return mark.start > 0 and _plain(marks, mark.start - 1)
    if marks.is_a(mark.start, "describing", "word") is None or end >= len(tokens) or not _plain(marks, end):
        return False
    hit = any(m.end in (mark.start, mark.start - 1) or end < m.start <= end + NEAR for m in marks.sentence.of("outcomes"))
    return not hit  # "killed a civilian contractor", "a civilian contractor was killed"


def _qualifies(mark: Mark, marks: Marks) -> bool:
    """Return whether an adjective that may stand for a soldier stands before its noun: "a military bus", "a military doctor"."""
    if mark.form != "subject" or mark.end == len(marks.sentence.tokens) or marks.is_a(mark.start, "describing", "word") is None:
        return False
    noun = any(m.start == mark.end for kind in ("victims", "roles", "means") for m in marks.sentence.of(kind))
    return noun or _plain(marks, mark.end)


def _plain(marks: Marks, index: int) -> bool:
    """Return whether a word is a noun for a thing: small, of some length, and nothing else that the pack knows."""
    token = marks.sentence.tokens[index]
    known = any(m.start <= index < m.head_end and m.kind in KNOWN for m in marks.sentence.marks)
    return token.kind == "word" and not token.capitalised and len(token.text) > SMALL and not known


def _each(mark: Mark, marks: Marks) -> bool:
    """Return whether a noun means every one of a sort: "for each killed soldier"."""
    return any(0 <= mark.start - each.end <= 1 for each in marks.sentence.of("grammar", "each"))


def _is_source(mark: Mark, marks: Marks) -> bool:
    """Return whether a noun names who says it and not who suffered: "according to the general"."""
    tokens = marks.sentence.tokens
    for source in marks.sentence.of("attribution", "according_to", "before"):
        between = tokens[source.end : mark.start]
        if source.end <= mark.start and len(between) <= TITLED and all(token.kind == "word" for token in between):
            return True
    named = mark.end < len(tokens) and tokens[mark.end].capitalised
    verbs = (m for m in marks.sentence.of("attribution") if m.form == "verb" and m.end == mark.start)
    return named and any(verb.start and tokens[verb.start - 1].text in PAUSES for verb in verbs)  # ", said Colonel Name"


def _opens(mark: Mark, marks: Marks) -> bool:
    """Return whether a noun without an article opens a headline and names its group: "Member of the 5th Corps shot dead"."""
    return mark.start == 0 and marks.is_a(mark.end, "preposition", "of") is not None


def one(start: int, end: int) -> Quantity:
    """Return the quantity of somebody in the singular."""
    return Quantity(start, start, start, end, Bounds(1, 1, Qualifier.EXACT), How.SINGULAR)


def _ending_at(end: int, marks: Marks) -> Mark | None:
    """Return the country or the body whose name stands directly before somebody: "a Hezbollah commander"."""
    kinds = ("countries", "actors")
    return next((m for m in marks.sentence.marks if m.end == end and m.kind in kinds and m.tail is None), None)
