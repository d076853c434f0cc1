"""Words that say what happened: triggers, and which of them belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.fitting import DOING
from counterclaim.extraction.intentions import find_meant
from counterclaim.fleeting import fleeting
from counterclaim.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from counterclaim.extraction.intentions import Meant
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark

#: How many words may stand between "has" and the troops that somebody has.
ADVERBS = 3
#: Forms of which one ends a clause and the other begins one, so that "died, has killed 20" are two outcomes.
CLAUSES = ({"undergo", "active"}, {"split", "active"}, {"noun", "active"})
#: The forms that a toll goes on with: "the number of dead and wounded", "dead and wounded to".
COUNTED = ("toll", "noun", "mass", "nominal")
#: What befalls people, and the forms of words that say so of those before them.
HARM = frozenset({"killed", "injured", "affected", "captured", "missing"})
BEFALLING = ("participle", "undergo")
#: The values of the words for the missing and captured, and for the dead.
MISSED, DEAD = (("missing",), ("captured",)), ("killed",)
#: Which form of an outcome's word is kept where several fit: those that leave most open come first.
_OPENNESS = {
    "frame": 0,
    "split": 0,
    "toll": 1,
    "nominal": 2,
    "mass": 2,
    "participle": 3,
    "undergo": 4,
    "striking": 4,
    "either": 5,
    "active": 6,
    "noun": 7,
}
#: Outcomes of people that a common figure sums or leaves open.
BODILY = (Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES)


@fleeting
class Trigger:
    """One or more outcome words that share their victims. `values` are the packs' words, in order, without doubles."""

    marks: tuple[Mark, ...]
    start: int
    end: int
    values: tuple[str, ...]
    form: str
    summed: bool

    @property
    def head_end(self) -> int:
        """Where the part before a gap ends."""
        return self.marks[0].head_end

    @property
    def tail(self) -> int | None:
        """Where the part after a gap begins; None without one."""
        return self.marks[-1].tail


def find_triggers(sentence: Sentence, phrases: Sequence[Phrase], marks: Marks) -> list[Trigger]:
    """Return the triggers of a sentence in reading order; nouns that are counted themselves are none."""
    taken = {(noun.start, noun.end) for p in phrases for noun in (p.noun, p.fallback) if noun}
    intended = find_meant(marks)
    loose = [
        m
        for m in _whole(_nearest(sentence))
        if (m.start, m.end) not in taken and not _astray(m, marks) and not _within(m, intended)
    ]
    counted = [p for p in phrases if not p.excluded]
    parted = {
        (m.start, m.head_end)
        for m in loose
        if m.form == "split" and m.tail is not None and (_held(m, counted) or _unbroken(m, marks))
    }
    # a verb of losing keeps its own meaning too where it is a frame's: "lost five aircraft and 70 men dead"
    kept = [m for m in loose if m.tail is not None or (m.start, m.end) not in parted]
    downed = {
        (m.start, m.head_end) for m in kept if m.value == "lost" and m.tail is not None and _of_one_clause(m, counted, marks)
    }
    kept = [m for m in kept if m.value != "killed" or (m.start, m.end) not in downed]
    if sentence.verb_final:
        kept = _as_verbs(kept, phrases, marks)
    joined = _join(_longest(kept), phrases, marks)
    joined = [t for t in joined if not (_overreaches(t, joined) or _done_to(t, joined, marks))]
    found = _without_posts(joined, phrases, marks)
    return sorted([*found, *having(phrases, found, marks)], key=lambda t: (t.start, t.end))


def _overreaches(trigger: Trigger, found: Sequence[Trigger]) -> bool:
    """Return whether a verb in two parts reaches over another's: "are four | killed and ten wounded |"."""
    tail = trigger.tail
    if trigger.form != "split" or tail is None:
        return False
    alone = any(t.tail is None and t.start == tail and t.values == trigger.values for t in found)
    within = (t for t in found if t.tail is None and t.form == "participle" and trigger.head_end <= t.start and t.end < tail)
    return alone and any(t.values != trigger.values for t in within)


def _done_to(captive: Trigger, found: Sequence[Trigger], marks: Marks) -> bool:
    """Return whether a noun for captives is the object of a verb beside it, and tells of nobody else: "killed the prisoner"."""
    if captive.form != "noun" or captive.values not in MISSED or captive.tail is not None:
        return False
    start = captive.start
    while start > 0 and marks.is_a(start - 1, "article"):
        start -= 1
    final = marks.sentence.verb_final
    return any(t.form in DOING and (t.end == start or (final and t.start == captive.end)) for t in found)


def _nearest(sentence: Sentence) -> list[Mark]:
    """Return the words for outcomes; of tolls that begin alike the nearest, and none that ends in another clause.

    "The number of schools destroyed in the war in which thousands were killed" is of schools. Of two whose last words begin
    alike the longer says more: "losses | killed and wounded".
    """
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    tolls = [m for m in sentence.of("outcomes", form="toll") if m.tail is not None]
    if not tolls:
        return list(sentence.of("outcomes"))
    for mark in tolls:
        place, last = (mark.start, mark.head_end), (mark.tail or mark.end, -mark.end)
        ends[place] = min(last, ends.get(place, last))
    opened = {m.start for m in sentence.of("grammar", "subordinator")}
    clauses = [at for at, token in enumerate(sentence.tokens) if token.text == "," and at + 1 in opened]
    apart = [m for m in tolls if m.end != -ends[m.start, m.head_end][1] or any(m.head_end <= at < m.end for at in clauses)]
    return [m for m in sentence.of("outcomes") if m not in apart]


def _whole(found: list[Mark]) -> list[Mark]:
    """Return the words for outcomes without verbs in two parts that stand together as a participle: "kommit till skada"."""
    single = {(m.start, m.end, m.value) for m in found if m.form == "participle"}
    return [m for m in found if m.tail is None or m.tail > m.head_end or (m.start, m.end, m.value) not in single]


def _of_one_clause(verb: Mark, counted: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether a verb in two parts holds those counted, and nothing between parts it: "shot 24 of them down"."""
    return _held(verb, counted) and _unbroken(verb, marks)


def _held(verb: Mark, counted: Sequence[Phrase]) -> bool:
    """Return whether a verb in two parts holds some of those counted."""
    return any(verb.head_end <= p.start and p.end <= (verb.tail or verb.end) for p in counted)


def _unbroken(verb: Mark, marks: Marks) -> bool:
    """Return whether nothing between the parts of a verb may begin another clause: "lost in the shelling | their lives"."""
    inside = range(verb.head_end, verb.tail or verb.end)
    return not any(marks.sentence.tokens[at].text in ",;:" or marks.is_a(at, "conjunction") for at in inside)


def _without_posts(found: Sequence[Trigger], phrases: Sequence[Phrase], marks: Marks) -> list[Trigger]:
    """Return the triggers without those that only say where somebody served: "three soldiers stationed in Mali were killed"."""
    kept = [t for t in found if not (t.values == ("strength",) and t.tail is None and _is_post(t, found, phrases, marks))]
    return [t for t in kept if not (t.values in MISSED and _found_dead(t, kept, phrases, marks))]


def _found_dead(missed: Trigger, found: Sequence[Trigger], phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether the missing of whom a clause tells turn out to be dead: "a soldier missing since May was found dead"."""
    befell = next((t for t in found if t.start >= missed.end), None)
    if befell is None or befell.values != DEAD or befell.form not in BEFALLING:
        return False
    between = range(missed.end, befell.start)
    other = any(p.start in between for p in phrases if not p.excluded)
    # "since May" opens no clause
    joints = [m for at in between for value in ("subordinator", "conjunction") if (m := marks.is_a(at, value))]
    return not other and all(m.start in marks.times for m in joints)


def _is_post(post: Trigger, found: Sequence[Trigger], phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether a word of serving stands directly behind those counted, and its clause goes on to what befell them."""
    start = marks.before_helpers(post.start)
    led = any(m.end == start and m.form == "relative" for m in marks.sentence.of("grammar", "subordinator"))
    start = start - 1 if led else post.start
    if not any(p.end == start and p.quantity.counts and not p.excluded for p in phrases):
        return False
    befell = next((t for t in found if t.start > post.end and t.form in BEFALLING and set(t.values) <= HARM), None)
    if befell is None:
        return False
    between = range(post.end, befell.start)
    other = any(p.start in between for p in phrases if not p.excluded)
    return not other and not any(marks.is_a(at, "subordinator") or marks.is_a(at, "conjunction") for at in between)


def _within(mark: Mark, intended: Sequence[Meant]) -> bool:
    """Return whether a word begins inside what somebody threatened or planned to do, or what may happen."""
    return any(meant.start <= mark.start < meant.end for meant in intended)


def having(phrases: Sequence[Phrase], found: Sequence[Trigger], marks: Marks) -> Iterator[Trigger]:
    """Yield "has" where troops follow, nothing is said to have happened to them, and the clause says where or ends."""
    for mark in marks.sentence.of("grammar", "having"):
        phrase = next((p for p in phrases if mark.end <= p.start <= mark.end + ADVERBS and p.heads and not p.excluded), None)
        if phrase is None or any(p.start > mark.end and p.start < phrase.start for p in phrases):
            continue
        owner = marks.at(mark.end, "actors")
        if not all(_light(index, marks) for index in range(owner.end if owner else mark.end, phrase.start)):
            continue
        placed = any(marks.is_a(phrase.end, "preposition", form) for form in ("group", "inside", "place"))
        end, behind = _clause_end(phrase.end, marks), phrase
        for after in (p for p in phrases if p.start > phrase.end):
            if not separated_by_list(behind, after, marks.sentence.tokens, marks):
                break
            end, behind = _clause_end(after.end, marks), after
        if (placed or end == phrase.end) and not any(mark.start <= t.start < _told_until(end, marks) for t in found):
            yield Trigger((mark,), mark.start, mark.end, ("strength",), "active", summed=False)


def _clause_end(start: int, marks: Marks) -> int:
    """Return where the clause ends at the latest that a token stands in."""
    tokens = marks.sentence.tokens
    return next((at for at in range(start, len(tokens)) if _parts(at, marks)), len(tokens))


def _told_until(end: int, marks: Marks) -> int:
    """Return where what is told of those in a clause ends: with it, or with the relative clause behind its comma."""
    tokens = marks.sentence.tokens
    if end + 1 < len(tokens) and tokens[end].text == "," and marks.is_a(end + 1, "subordinator", "relative"):
        return next((at for at in range(end + 1, len(tokens)) if tokens[at].text in ".,;:!?…"), len(tokens))
    return end


def _parts(index: int, marks: Marks) -> bool:
    """Return whether another clause may begin at a token."""
    sign = marks.sentence.tokens[index].text in ".,;:!?…"
    return sign or bool(marks.is_a(index, "conjunction") or marks.is_a(index, "subordinator"))


def _light(index: int, marks: Marks) -> bool:
    """Return whether the word at a token may stand between "has" and what is had: no verb, as an unknown word may be one."""
    small = ("auxiliary", "preposition", "conjunction", "other")
    return index in marks.times or any(marks.is_a(index, name) for name in small)


def _as_verbs(found: Sequence[Mark], phrases: Sequence[Phrase], marks: Marks) -> list[Mark]:
    """Return the marks; a word that may be verb or participle is a verb where it neither describes nor closes a clause."""
    inside = {mark for phrase in phrases for mark in phrase.adjectives}
    starts = {phrase.start for phrase in phrases}
    verbs = {
        (m.start, m.end) for m in found if m.form == "active" and not marks.closes(m.end) and not _helped(m.start, starts, marks)
    }
    return [m for m in found if m.form != "participle" or m in inside or (m.start, m.end) not in verbs]


def _helped(index: int, starts: Collection[int], marks: Marks) -> bool:
    """Return whether a helping verb stands before a token in its clause, where only what is counted stands between commas."""
    tokens = marks.sentence.tokens
    for at in range(index - 1, -1, -1):
        if marks.is_a(at, "auxiliary"):
            return True
        broken = tokens[at].kind == "sign" and tokens[at].text in ".,;:!?…–—"
        if (broken and at + 1 not in starts) or marks.is_a(at, "subordinator"):
            return False
    return False


def _astray(mark: Mark, marks: Marks) -> bool:
    """Return whether the second part is a preposition at its work, and none of the verb's ("came ... about")."""
    tail = mark.tail
    preposition = marks.is_a(tail, "preposition") if tail is not None and mark.end - tail == 1 else None
    alone = preposition is not None and preposition.end == mark.end
    free = marks.closes(mark.end) or marks.is_a(mark.end, "preposition") is not None
    return alone and (not free or marks.sentence.tokens[mark.end - 2].text == ",")


def _longest(found: Sequence[Mark]) -> list[Mark]:
    """Keep one mark for each place: the forms that leave most open where several fit, and of two parts the longer second."""
    if len(found) < 2:
        return list(found)
    out: dict[tuple[int, int | None, str], Mark] = {}
    for mark in found:
        key = (mark.start, mark.tail, meant(mark))
        if key not in out or _OPENNESS.get(mark.form, 9) < _OPENNESS.get(out[key].form, 9):
            out[key] = mark
    ends: dict[tuple[int, int | None], int] = {}
    for mark in out.values():
        ends[mark.start, mark.tail] = max(ends.get((mark.start, mark.tail), 0), mark.end)
    kept = [m for m in out.values() if m.tail is None or m.end == ends[m.start, m.tail]]
    among = {at for m in kept if m.form == "participle" and m.tail is None for at in range(m.start + 1, m.end)}
    kept = [m for m in kept if m.form != "toll" or m.start not in among]  # "among | the dead is"
    return sorted(kept, key=lambda m: (m.start, m.end))


def _join(found: Sequence[Mark], phrases: Sequence[Phrase], marks: Marks) -> list[Trigger]:
    """Join outcome words that stand side by side ("killed or wounded")."""
    out: list[Trigger] = []
    latest = -1  # the last word that is of one piece
    things = {(mark.start, mark.end) for mark in found if mark.value == "lost"}
    for mark in found:
        last = out[latest] if latest >= 0 and mark.tail is None else None
        link = _link(last.end, mark.start, marks) if last else None
        counted = any(p.quantity.how != "singular" and last is not None and last.end <= p.start < mark.start for p in phrases)
        worded = last is not None and any(marks.is_a(at, "conjunction") for at in range(last.end, mark.start))
        bodies = last is not None and worded and set(last.values) <= {"killed", "injured"}
        people = (mark.start, mark.end) not in things or bodies
        people = people and (worded or last is None or (last.start, last.end) not in things)
        apart = last is not None and (
            {last.form, mark.form} in CLAUSES
            or (not worded and mark.form in ("undergo", "toll") and mark.form != last.form)
            or (mark.form == "toll" and last.form not in COUNTED)  # "three died and | the number of wounded is"
        )
        if last and link and people and not apart and not counted and _mix(last.values, meant(mark)):
            values = tuple(dict.fromkeys((*last.values, meant(mark))))
            if values == ("missing", "killed") and link == "and":
                values = ("missing",)  # "missing and presumed dead"
            out[latest] = Trigger((*last.marks, mark), last.start, mark.end, values, last.form, link == "and")
        else:
            thing = last is not None and mark.start == last.start and mark.value == "lost"  # "damaged", of people "injured"
            latest = latest if mark.tail is not None or thing else len(out)
            out.append(Trigger((mark,), mark.start, mark.end, (meant(mark),), mark.form, summed=False))
    joined = [trigger for trigger in out if len(trigger.marks) > 1]
    return [trigger for trigger in out if not _half(trigger, joined)]


def _half(trigger: Trigger, joined: Sequence[Trigger]) -> bool:
    """Return whether a verb's second part is one of two words that are joined ("are ... killed" of "are killed or wounded")."""
    tail = trigger.tail
    return tail is not None and any(other.start <= tail and trigger.end <= other.end for other in joined)


def meant(mark: Mark) -> str:
    """Return the outcome that a word means at first: the affected are the injured until the report says otherwise."""
    return "injured" if mark.value == "affected" else mark.value


def _mix(values: tuple[str, ...], value: str) -> bool:
    people = {"killed", "injured", "casualties", "missing", "captured"}
    return value in people and set(values) <= people


def _link(end: int, start: int, marks: Marks) -> str | None:
    """Return "and" or "or" where only that word (and an auxiliary) stands between two tokens."""
    found: str | None = None
    index = end
    while index < start:
        joined = marks.is_a(index, "conjunction")
        if joined and joined.form in ("and", "or"):
            found, index = joined.form, max(joined.end, index + 1)
        elif helper := marks.is_a(index, "auxiliary"):
            index = max(helper.end, index + 1)
        elif marks.sentence.tokens[index].text in ",/":
            found, index = found or "or", index + 1
        else:
            return None
    return found
