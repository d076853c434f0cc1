"""Those counted beside a verb who did it: "in Kabul killed | a soldier | three civilians", and not one more of the dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.fitting import sort_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept

#: The forms of words that may say what somebody does to somebody.
ACTIVE = frozenset({"active", "either", "frame", "participle", "striking"})
#: The forms of verbs that have a subject and those to whom it is done; and how many these are.
ACTING, PAIR = frozenset({"active", "either"}), 2
#: The most words between the verb and its subject ("killed yesterday an assailant"), and from there to those it was done to.
NEAR, BETWEEN = 3, 8
#: Whom a case behind those counted may name as theirs.
GROUPS = frozenset({"family", "crew"})
#: What words between the two say besides where and when: another clause, another deed, somebody else.
_TURNING = frozenset({"conjunction", "subordinator", "auxiliary", "agent", "among"})
_TELLING = frozenset({"outcomes", "attribution"})
#: Prepositions by which those behind are no object: "a soldier of a group of 20".
_LEADING = frozenset({"of", "group", "inside", "place", "with", "within"})


def doer_of(
    trigger: Trigger, phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]
) -> tuple[Phrase, Phrase] | None:
    """Return those counted who are a verb's subject and those to whom it was done, in a row; None where there are not both.

    Nothing joins the two: no "and" and no comma, and who did it stands first, unless his number is in the case of a subject alone
    ("убили троих жителей | двое вооружённых"). They stand behind the verb, with words for where and when between them where
    the language has its verb second, since it alone puts a subject there ("I går drepte en mann i Oslo tre personer"); or before
    it, where the verb closes the clause ("weil zwei Männer drei Polizisten töteten").
    """
    if trigger.form not in ACTIVE:
        return None
    named = sorted((p for p in phrases if p.heads or p.countries or p.noun), key=lambda p: p.start)
    end = len(marks.sentence.tokens) if trigger.form != "frame" or trigger.tail is None else trigger.tail
    row = [p for p in named if trigger.head_end <= p.start and p.end <= end][:2]
    near = bool(row) and 0 <= row[0].start - trigger.head_end <= NEAR and _plain(trigger.head_end, row[0].start, marks)
    if not near and marks.sentence.verb_final:
        row = [p for p in named if p.end <= trigger.start][-2:]
        near = len(row) == 2 and row[0].end == row[1].start and _plain(row[1].end, trigger.start, marks)
    if not near or len(row) < PAIR or _names_group(row[1]) or not _adjoin(row[0], row[1], marks):
        return None
    doer, done_to = reversed(row) if trigger.form in ACTING and _in_subject_case(row, marks) else row
    return (doer, done_to) if _is_doer(doer, concepts) else None


def _in_subject_case(row: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether of two only the second has its number in the case of who does something."""
    first, second = (marks.is_a(phrase.quantity.number_start, "subject") is not None for phrase in row)
    return second and not first


def _is_doer(phrase: Phrase, concepts: Mapping[str, VictimConcept]) -> bool:
    people = phrase.heads or any(country.form != "adjective" for country in phrase.countries)
    return bool(people) and sort_of(phrase, concepts) != "thing"


def _names_group(phrase: Phrase) -> bool:
    """Return whether a phrase counts nobody, or only says whose those before it are: "12 members | einer Familie"."""
    return bool(phrase.excluded) or (phrase.quantity.article and any(head.value in GROUPS for head in phrase.heads))


def _adjoin(doer: Phrase, done_to: Phrase, marks: Marks) -> bool:
    """Return whether those to whom it was done follow at once, or past where and when."""
    end = max((head.end for head in doer.heads if head.end <= done_to.start), default=doer.end)
    gap = done_to.start - end
    return gap == 0 or (marks.sentence.verb_second and 0 < gap <= BETWEEN and _where(end, done_to.start, marks))


def acts_next(phrase: Phrase, triggers: Sequence[Trigger], phrases: Sequence[Phrase]) -> bool:
    """Return whether a phrase is the subject of the verb right behind it: ", an attacker | wounded | four people"."""
    verb = next((t for t in triggers if t.start == phrase.end and t.form in ("active", "either") and t.tail is None), None)
    return verb is not None and any(p.start == verb.end for p in phrases)


def _plain(start: int, end: int, marks: Marks) -> bool:
    """Return whether the words between two places are neither signs nor small words, or say when."""
    between = range(start, end)
    timed = {at for at in between if at in marks.times or at + 1 in marks.times}
    return all(at in timed or (marks.sentence.tokens[at].kind == "word" and not _leads(at, marks)) for at in between)


def _where(start: int, end: int, marks: Marks) -> bool:
    """Return whether words between two places say where or when, and lead to none of those behind them."""
    tokens = marks.sentence.tokens
    opens = start in marks.times or _leads(start, marks)
    if not opens or any(tokens[at].kind == "sign" for at in range(start, end)):
        return False
    inside = [m for at in range(start, end) if not marks.is_a(at, "article") for m in marks.starting.get(at, ())]
    turns = any(m.kind in _TELLING or (m.kind == "grammar" and m.value in _TURNING) for m in inside)
    return not turns and not _leads(end - 1, marks) and not marks.is_a(end - 1, "article")


def _leads(at: int, marks: Marks) -> bool:
    preposition = marks.is_a(at, "preposition")
    return preposition is not None and preposition.form in _LEADING
