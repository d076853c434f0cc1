"""What can happen to what is counted, and how much is believed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import How, VictimKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: The forms of verbs of which only he is the subject who suffers.
UNDERGOING = frozenset({"undergo", "split", "striking"})
#: The forms whose victims are their subject.
SUBJECTS = frozenset({"participle", "undergo", "split", "striking"})
#: The forms of verbs whose victims stand behind them, and words for those who only do harm.
DOING, DOERS = frozenset({"active", "either"}), frozenset({"gunman", "bomber", "attacker"})
#: Things that are sent against somebody: they do harm, and he may destroy them on their way.
PROJECTILES = frozenset({"missile", "drone"})
HARM = frozenset({"killed", "injured", "captured", "missing"})
#: Nouns that count a force, though they say no more than that these are people ("15,000 men").
FORCE = frozenset({"man", "member", "crew"})
COMBATANTS = frozenset({VictimKind.MILITARY, VictimKind.MERCENARY, VictimKind.MILITANT, VictimKind.POLICE})
#: What befalls the living only.
BODILY = (("injured",), ("displaced",), ("captured",), ("missing",))


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


def flies(phrase: Phrase) -> bool:
    """Return whether nothing but missiles or drones are counted."""
    return bool(phrase.heads) and all(head.value in PROJECTILES for head in phrase.heads)


def note_flying(phrases: Sequence[Phrase], marks: Marks, *, before: bool) -> None:
    """Note those of the drones or missiles told of: "29 drones came, and 24 of them"; `before`: by the sentence before."""
    for phrase in phrases:
        if phrase.bare and phrase.unknown is None:
            ahead = [m for m in marks.sentence.of("victims") if m.end <= phrase.start]
            phrase.flying = before or (bool(ahead) and ahead[-1].value in PROJECTILES)


def fits(phrase: Phrase, trigger: Trigger, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether this can happen to what is counted: tanks do not die, people are not shot down."""
    if trigger.values == ("strength",) and (
        phrase.quantity.how in (How.SINGULAR, How.ZERO) or phrase.quantity.article or not phrase.quantity.counts
    ):
        return False
    if trigger.values == ("displaced",) and (phrase.quantity.how in (How.ZERO, How.SINGULAR) or _fights(phrase, concepts)):
        return False
    bodies = bool(phrase.heads) and phrase.heads[0].value == "body"
    if (trigger.values == ("casualties",) and phrase.flying) or (trigger.values in BODILY and bodies):
        return False
    if _materiel(phrase, concepts):
        if trigger.values == ("hit",) and (phrase.quantity.how is How.SINGULAR or phrase.quantity.article):
            return False
        single = phrase.quantity.how is How.SINGULAR or phrase.quantity.article
        if phrase.heads[0].value == "missile" and (trigger.form == "undergo" or (single and trigger.form in DOING)):
            return False  # it fell where it was sent, and what it hit follows: "traff en rakett et hus"
        if phrase.heads[0].value in PROJECTILES:
            return trigger.values in (("lost",), ("captured",), ("losing",))
        return bool({"lost", "losing", "hit", "captured", "injured"} & set(trigger.values))
    if trigger.values in (("lost",), ("hit",)):
        return False
    if trigger.values == ("strength",):
        return (
            any(concepts[head.value].kind in COMBATANTS or head.value in FORCE for head in phrase.heads)
            or bool(phrase.actors)
            or bool(phrase.countries and not phrase.heads)
        )
    return True


def _fights(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    """Return whether those counted bear arms, or belong to a group: they retreat or cross a border, and lose no home."""
    fighters = any(concepts[head.value].kind in COMBATANTS for head in phrase.heads)
    return fighters or (bool(phrase.heads) and all(head.value == "member" for head in phrase.heads))


def believable(phrase: Phrase, trigger: Trigger, triggers: Sequence[Trigger], sort: str, marks: Marks) -> bool:
    """Return whether words this thin may count somebody: a bare number, a singular, a noun that no pack knows."""
    if sort in ("unknown", "bare") and says_little(phrase):
        return False
    if trigger.values in BODILY and _of_bodies(phrase, marks):
        return False
    if trigger.form in ("toll", "mass") and sort in ("singular", "article"):
        return False
    if trigger.form == "noun" and (sort in ("singular", "article", "unknown") or _acts_on(phrase, trigger, marks)):
        return False
    if sort == "singular" and phrase.heads and phrase.heads[0].form == "subject" and trigger.form not in SUBJECTS:
        return False
    if sort == "bare" and "losing" in trigger.values and phrase.quantity.bounds.high == 1:
        return False
    if phrase.unknown is not None and not phrase.heads and _of_things(trigger, triggers):
        return False  # "three Ukrainian command posts"
    if sort == "unknown" and "losing" in trigger.values:
        return False
    if any(h.value == "family" for h in phrase.heads[:1]) and phrase.quantity.bounds.high == 1:
        return False
    third = phrase.quantity.additional and phrase.unknown is None  # "a third wounded"
    national = any(country.form != "adjective" or _named(country, trigger, marks) for country in phrase.countries)
    told = bool(phrase.heads) or phrase.anaphoric  # "one of them"
    plain = not phrase.quantity.article or sort == "thing"
    return plain or told or national or third or _one_more(phrase, trigger, triggers, marks)


def _acts_on(phrase: Phrase, trigger: Trigger, marks: Marks) -> bool:
    """Return whether nobody does something with what a noun behind him names: "nobody can verify the losses"."""
    if phrase.quantity.how is not How.ZERO:
        return False
    return any(marks.is_a(at, value) for at in range(phrase.end, trigger.start) for value in ("auxiliary", "article", "pronoun"))


def kills_another(phrase: Phrase, trigger: Trigger, marks: Marks) -> bool:
    """Return whether somebody without an article killed those named right behind: "suicide bomber killed mourners"."""
    doers = phrase.quantity.how is How.SINGULAR and any(head.value in DOERS for head in phrase.heads[:1])
    if not doers or phrase.end != trigger.start:
        return False
    behind = marks.sentence.tokens[trigger.end : trigger.end + 1]
    known = marks.starting.get(trigger.end, ())
    return bool(behind) and behind[0].kind == "word" and (not known or any(m.kind == "victims" for m in known))


def _one_more(phrase: Phrase, trigger: Trigger, triggers: Sequence[Trigger], marks: Marks) -> bool:
    """Return whether an article alone goes on with what befell people: "two soldiers were killed and one wounded"."""
    joined = any(m.end == phrase.start and m.form == "and" for m in marks.sentence.of("grammar", "conjunction"))
    befell = trigger.form in SUBJECTS and set(trigger.values) <= HARM and marks.closes(trigger.end)
    if not (joined and befell and phrase.bare and marks.before_helpers(trigger.start) == phrase.end):
        return False
    return any(set(t.values) <= HARM and t.end <= phrase.start for t in triggers if t.form in SUBJECTS)


def _of_bodies(phrase: Phrase, marks: Marks) -> bool:
    """Return whether the bodies of those counted are told of: "the bodies of two men were taken to the hospital"."""
    begins = {m.start for m in marks.sentence.of("grammar", "preposition", "of") if m.end == phrase.start} | {phrase.start}
    return any(m.end in begins and m.value == "body" for m in marks.sentence.of("victims"))


def _named(adjective: Mark, trigger: Trigger, marks: Marks) -> bool:
    """Return whether an adjective stands for one of its nation: "an American was killed", where nothing follows but the verb."""
    if not (marks.sentence.tokens[adjective.start].capitalised and adjective.form == "adjective"):
        return False
    verb = marks.before_helpers(trigger.start)
    passive = verb < trigger.start or trigger.form in UNDERGOING  # "an American killed three" tells of what he did
    return adjective.end == trigger.tail or (passive and adjective.end == verb)


def _of_things(trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Return whether the word says what happens to things as well, so that an unknown noun is likely to be one."""
    return any(t is not trigger and (t.start, t.end) == (trigger.start, trigger.end) and t.values == ("lost",) for t in triggers)


def says_little(phrase: Phrase) -> bool:
    """Return whether a number without a noun is too weak to count anybody: "many", "no", "another"."""
    quantity = phrase.quantity
    if quantity.how is How.ELLIPSIS or phrase.heads or phrase.countries or phrase.actors:
        return False
    if phrase.anaphoric and quantity.article:
        return False
    uncounted = quantity.bounds.low is None and quantity.bounds.high is None
    strange = phrase.unknown is not None
    nobody = quantity.bounds.high == 0 and (strange or quantity.how is How.DIGITS)
    return uncounted or quantity.article or nobody or (strange and quantity.additional and quantity.bounds.high == 1)
