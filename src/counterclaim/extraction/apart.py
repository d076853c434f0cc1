"""Words for an outcome that tell of others than those who are counted apart from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.text import Token

#: The forms of prepositions that lead to what befell others ("a protest against the killings"), and of those that do not.
LEADING, INCLUDING = ("place", "group", "inside", "of"), ("within", "with")
#: What befalls the body: who is held as hostage is not told by another verb.
BODILY = frozenset({"killed", "injured", "casualties"})
#: What is counted beside people: things, and what no pack knows.
OTHERS = frozenset({"thing", "unknown"})
#: A word of no more letters says little.
SMALL = 2


def tells_of_others(phrase: Phrase, sort: str, trigger: Trigger, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether a word for an outcome is not told of those counted apart from it; `sort` says what these are.

    It is another's ("at the funeral of the slain general"), or a noun that a preposition or a verb of its own keeps apart ("200
    people protested against the killings", "the wounded shared 200 beds").
    """
    if trigger.tail is not None or (trigger.start < phrase.end and phrase.start < trigger.end):
        return False
    between = range(min(phrase.end, trigger.end), max(phrase.start, trigger.start))
    if trigger.values == ("strength",):
        return phrase.start > trigger.start and (_is_inside(phrase, marks) or _is_joined(between, marks))
    if _describes_another(phrase, trigger, phrases, marks):
        return True
    if phrase.start > trigger.start and ((sort in OTHERS and _is_inside(phrase, marks)) or _is_whole(between, marks)):
        return True
    if not set(trigger.values) <= BODILY:
        return False
    noun, called = _is_noun(trigger, marks), _is_called(trigger, marks)
    if phrase.end <= trigger.start:
        parted = _strange(between[:-1], marks)  # "get combat injuries"
        return (noun or called) and (parted or _led(trigger.start, marks) or _is_said(between, marks))
    if _belongs(phrase, sort, between, marks):
        return False
    parted = _strange(between, marks)
    return (noun and parted) or (called and sort in OTHERS and (parted or _is_said(between, marks)))


def _belongs(phrase: Phrase, sort: str, between: range, marks: Marks) -> bool:
    """Return whether a noun leads to those counted: by a colon, "of", or by "to" or a verb to a bare number ("deaths top 83")."""
    if any(marks.sentence.tokens[at].text == ":" for at in between) or (sort == "bare" and len(between) == 1):
        return True
    before = [m.form for m in marks.sentence.of("grammar", "preposition") if m.end == phrase.start]
    return "of" in before or (sort == "bare" and "place" in before)


def _is_said(between: range, marks: Marks) -> bool:
    """Return whether those counted say what befell others: "500 refugees described killings"."""
    return any(m.start in between and m.end <= between.stop for m in marks.sentence.of("attribution", form="verb"))


def _is_inside(phrase: Phrase, marks: Marks) -> bool:
    """Return whether those counted are in what others came or lay in: "arrived in 7 ambulances", "were found in 3 rooms"."""
    return marks.is_a(phrase.start - 1, "preposition", "inside") is not None


def _is_whole(between: range, marks: Marks) -> bool:
    """Return whether those counted are they among whom some were harmed: "deaths among the 300 workers"."""
    among = marks.is_a(between.start, "preposition", "within")
    if among is None or among.end > between.stop:
        return False
    articles = range(among.end, between.stop)
    return bool(articles or marks.sentence.doers) and all(marks.is_a(at, "article") for at in articles)


def _is_joined(between: range, marks: Marks) -> bool:
    """Return whether "and" and another verb lead to those counted: "counts 120 pages and names 34 suspects"."""
    return any(marks.is_a(at, "conjunction") for at in between) and _strange(between, marks)


def _describes_another(phrase: Phrase, trigger: Trigger, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether an outcome stands as an adjective right before one who is not counted: "of the slain | general"."""
    alone = (p for p in phrases if p.start == trigger.end and p.quantity.how is How.SINGULAR and p.heads)
    single = next(alone, None)
    if single is None or single is phrase or trigger.form not in ("participle", "noun"):
        return False
    described = marks.sentence.verb_final or _is_noun(trigger, marks)  # a verb would close its clause, or is no noun
    return described or _led(trigger.start, marks) or _has_article(trigger.start, marks)


def _is_noun(trigger: Trigger, marks: Marks) -> bool:
    """Return whether the word for an outcome is a noun and can be nothing else: "killings"."""
    here = [m for m in marks.starting.get(trigger.start, ()) if m.kind == "outcomes" and m.end == trigger.end]
    return bool(here) and all(m.form == "noun" for m in here)


def _is_called(trigger: Trigger, marks: Marks) -> bool:
    """Return whether the word for an outcome stands as a noun behind an article: "the wounded"."""
    here = (m for m in marks.starting.get(trigger.start, ()) if m.kind == "outcomes" and m.end == trigger.end)
    return any(m.form == "noun" for m in here) and _has_article(trigger.start, marks)


def _has_article(at: int, marks: Marks) -> bool:
    """Return whether an article stands before a token, or before the day or year in front of it."""
    at -= 1
    while at in marks.times:
        at -= 1
    return marks.is_a(at, "article") is not None


def _led(at: int, marks: Marks) -> bool:
    """Return whether a preposition leads to what stands at a token, with or without an article."""
    while at and marks.is_a(at - 1, "article"):
        at -= 1
    forms = {m.form for m in marks.sentence.of("grammar", "preposition") if m.end == at}
    return bool(forms.intersection(LEADING)) and not forms.intersection(INCLUDING)


def _strange(between: range, marks: Marks) -> bool:
    """Return whether a word that no pack knows stands between, as a verb of its own, or a number that counts something else."""
    known = {at for m in marks.sentence.marks for at in range(m.start, m.head_end)}
    return any(at not in known and at not in marks.times and _says_much(marks.sentence.tokens[at]) for at in between)


def _says_much(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "word" and not token.capitalised and len(token.text) > SMALL)
