"""Those counted beside a verb who did it: "in Kabul killed | a soldier | three civilians", and not one more of the dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.fitting import DOING, sort_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.victims import VictimConcept

#: The forms of words that may say what somebody does to somebody.
ACTIVE = frozenset({"active", "either", "frame", "participle", "striking"})
#: Who did it and to whom are two.
PAIR = 2
#: The most words between the verb and its subject ("killed yesterday an assailant"), and from there to those it was done to.
NEAR, BETWEEN = 3, 8
#: How many words behind a verb may say when it was, or who says so.
SOON = 5
#: A word of no more letters is no noun with its article behind it.
SHORT = 4
#: Whom a case behind those counted may name as theirs.
GROUPS = frozenset({"family", "crew"})
#: What words between the two say besides where and when: another clause, another deed, somebody else.
_TURNING = frozenset({"conjunction", "subordinator", "auxiliary", "agent", "among"})
_TELLING = frozenset({"outcomes", "attribution"})
#: What is said of those whom nothing befell: how many they were.
FORCE = ("strength",)
#: The forms of words that may stand for those whom something befell.
_ALONE = frozenset({"active", "participle", "undergo"})
#: Marks of words that name nobody by themselves.
_SMALL = frozenset({"grammar", "attribution", "outcomes", "dates"})
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
    doer, done_to = reversed(row) if trigger.form in DOING and _in_subject_case(row, marks) else row
    return (doer, done_to) if _is_doer(doer, concepts) else None


def _in_subject_case(row: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether of two only the second has its number in the case of who does something."""
    first, second = row
    return _is_subject(second, marks) and not _is_subject(first, marks)


def _is_subject(phrase: Phrase, marks: Marks) -> bool:
    """Return whether the number of those counted is in the case of who does something."""
    return marks.is_a(phrase.quantity.number_start, "subject") is not None


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


def doer_before(trigger: Trigger, phrases: Sequence[Phrase], marks: Marks) -> Phrase | None:
    """Return those counted before a verb who did it to others whom nobody counts: "three policemen killed | the attacker".

    No helping verb but "has" stands between, and behind the verb stand those it was done to: an article, or somebody by name or
    noun, and neither when it was nor who says so. None where there is nobody, or it befell those before.
    """
    start, end, tokens = trigger.start, trigger.end, marks.sentence.tokens
    passive = trigger.form == "participle" and bool(marks.sentence.doers)  # where cases tell who did it, its form says so
    frame = trigger.form == "frame" or trigger.tail is not None  # which "bodies of" is as well
    if trigger.form not in ACTIVE or passive or frame or trigger.values == FORCE:
        return None
    timed = _past_times(end, marks)
    if timed > end and not any(p.start == timed and p.heads and not p.quantity.article for p in phrases):
        return None  # "killed | on Friday", and not "killed | on Friday | 50 worshippers"
    if end >= len(tokens):
        return None
    doer = max((p for p in phrases if p.end <= start), key=lambda p: p.end, default=None)
    begins = _before_adverbs(start, marks)
    if doer is None or (_helped(begins, marks) and not marks.has_done(begins)):
        return None
    relative = tokens[doer.end].text == "," and marks.is_a(doer.end + 1, "subordinator", "relative") is not None
    if any(tokens[at].kind == "sign" for at in range(doer.end + relative, end)):
        return None
    counted = any(p.start == end and p.quantity.article for p in phrases)  # "a bridge"
    if timed > end or (trigger.form == "either" and _leads_clause(doer, end, marks)):
        return doer
    return doer if (counted or _somebody(end, trigger, marks)) and not _when_or_who_says(end, marks) else None


def deals_with(phrase: Phrase, trigger: Trigger, marks: Marks) -> bool:
    """Return whether those counted do something with those whom a noun names: "three soldiers searched | the dead".

    Right before the noun and its article stands a preposition, or a verb: one that tells of what happened, or a word that no pack
    knows. A participle behind a preposition or an article is such a noun as well.
    """
    alone = trigger.form in _ALONE and trigger.end - trigger.start == 1
    if not (trigger.form == "noun" or alone) or trigger.values == FORCE or phrase.end >= trigger.start:
        return False
    at = trigger.start - 1
    while at > phrase.end and _is_article(at, marks):
        at -= 1
    if marks.sentence.tokens[at].kind != "word" or at < phrase.end or at in marks.times:
        return False
    led = [m for m in marks.sentence.of("grammar", "preposition") if m.end == at + 1 and m.tail is None]
    noun = trigger.form == "noun" or at < trigger.start - 1
    if led and (noun or at > phrase.end or (phrase.heads and any(m.form == "of" for m in led))):
        return True  # Swedish "till" right behind those counted says that they are more
    if any(marks.is_a(index, "auxiliary") for index in range(phrase.end, at)):
        return False  # "two got combat injuries"
    return noun and (
        not marks.starting.get(at) or any(m.end == at + 1 and m.form in ACTIVE for m in marks.sentence.of("outcomes"))
    )


def _is_article(at: int, marks: Marks) -> bool:
    """Return whether a word is an article or says whose the next is, and is no helping verb (Dutch "zijn")."""
    return any(marks.is_a(at, value) for value in ("article", "possessive")) and marks.is_a(at, "auxiliary") is None


def _leads_clause(phrase: Phrase, end: int, marks: Marks) -> bool:
    """Return whether the case of their number says that people did what is told behind them, and nobody else there did."""
    return bool(phrase.heads) and not marks.sentence.acts(end) and _is_subject(phrase, marks)


def _past_times(index: int, marks: Marks) -> int:
    """Return where words for when it was end that begin at a token, with the preposition before them."""
    at = index + (marks.is_a(index, "preposition") is not None and index not in marks.times)
    if at not in marks.times:
        return index
    while at in marks.times:
        at += 1
    return at


def _before_adverbs(index: int, marks: Marks) -> int:
    """Return where the adverbs begin that end at a token and leave a verb what it is: "also killed"."""
    adverbs = marks.sentence.of("grammar", "auxiliary", "adverb")
    while helper := next((m for m in adverbs if m.end == index), None):
        index = helper.start
    return index


def _helped(index: int, marks: Marks) -> bool:
    """Return whether a helping verb ends at a token, which is no word for "who" (Danish "der")."""
    start = marks.before_helpers(index)
    return start < index and not (index - start == 1 and marks.is_a(start, "subordinator", "relative"))


def _somebody(at: int, trigger: Trigger, marks: Marks) -> bool:
    """Return whether those that somebody acts on begin at a token."""
    token, behind = marks.sentence.tokens[at], marks.starting.get(at, ())
    if token.kind != "word" or marks.is_a(at, "auxiliary") or marks.sentence.acts(at):
        return False
    if any(m.kind == "grammar" and m.value in ("article", "possessive") for m in behind) and _leads_noun(at, trigger, marks):
        return True
    if any(m.kind == "victims" or (m.kind == "countries" and m.form != "name") for m in behind):
        return True
    if any(m.kind in _SMALL for m in behind):
        return False
    title = marks.sentence.tokens[trigger.start].capitalised
    suffixed = len(token.key) > SHORT and token.key.endswith(marks.sentence.suffixed)
    return suffixed or (token.capitalised and not title and not _names_attack(at + 1, marks))


def _names_attack(index: int, marks: Marks) -> bool:
    """Return whether a word for an attack stands at a token, behind the name of where it was: "killed | Kabul | bombing"."""
    return marks.at(index, "means") is not None or marks.is_a(index, "attack") is not None


def _leads_noun(at: int, trigger: Trigger, marks: Marks) -> bool:
    """Return whether what may be an article leads to a noun, and is no "who" behind a participle: "gedood | die vochten"."""
    following = marks.sentence.tokens[at + 1] if at + 1 < len(marks.sentence.tokens) else None
    if following is None or following.kind != "word":
        return False
    return trigger.form != "participle" or following.capitalised or marks.is_a(at, "subordinator", "relative") is None


def _when_or_who_says(at: int, marks: Marks) -> bool:
    """Return whether the words from a token on say when it was, or who says so: "killed | the day before", "| the army says"."""
    articled = marks.is_a(at, "article") is not None
    for index in range(at, min(at + SOON, len(marks.sentence.tokens))):
        if marks.sentence.tokens[index].kind == "sign":
            return False
        timed = index in marks.times or any(m.value == "time" and m.kind == "exclusions" for m in marks.starting.get(index, ()))
        if (timed and articled) or marks.at(index, "attribution", "verb") is not None:
            return True
    return False


def acts_next(phrase: Phrase, triggers: Sequence[Trigger], phrases: Sequence[Phrase]) -> bool:
    """Return whether a phrase is the subject of the verb right behind it: ", an attacker | wounded | four people"."""
    verb = next((t for t in triggers if t.start == phrase.end and t.form in DOING and t.tail is None), None)
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
