"""Parts of a figure and the wholes that they are taken from: "29 were killed, four of them soldiers", "none of its 2,900"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.extraction.attachment import RESTATING, before_dash, is_part
from counterclaim.extraction.belonging import separated_by_list
from counterclaim.extraction.breakdown import named_first, summed_up
from counterclaim.extraction.drafts import Draft, Earlier
from counterclaim.extraction.unnumbered import owns
from counterclaim.extraction.victims import Phrase
from counterclaim.model import How, Outcome, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.numbers import Quantity
    from counterclaim.extraction.victims import Marks
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: The most words between "of" and the number of a whole: "half of the town's 40,000 people".
OWNERS = 4
#: How soon a relative clause says what happened: "who had been found dead".
RELATIVE = 5
#: How near a part follows what is said of its whole: "of the 60 rockets that were fired, some 12".
SOON = 3
#: What somebody does or suffers ends the words for owners.
DEEDS = frozenset({"active", "either", "undergo", "frame", "split"})
#: The most words between a part and "are among them".
AMONG = 10
#: How many people may be named one by one behind their number, and in how many words.
PAIRS = (2, 3)
APPOSED = 14
DASHES = frozenset("—–")
HYPHENS = frozenset("-‑")


def exclude_owners(phrases: Sequence[Phrase], marks: Marks, concepts: Mapping[str, VictimConcept]) -> None:
    """Leave out an article and a noun that only say whose somebody else is: "the wife of a policeman"."""
    for phrase in phrases:
        if phrase.quantity.article and phrase.heads and not _tells_on(phrase, marks) and owns(phrase, marks, concepts):
            phrase.excluded = "owner"


def exclude_wholes(phrases: Sequence[Phrase], quantities: Sequence[Quantity], marks: Marks) -> None:
    """Keep what happened to a part from its whole: of "none of its 2,900 were captured" only "none" is counted.

    `quantities` are all of the sentence, shares among them. A whole with an outcome of its own stays ("two of the 30 dead",
    "two of the 30 who fled"). One that opens a clause gives its noun to the bare number behind it: "of the 31
    lorries 18 were destroyed".
    """
    _exclude_again(phrases, marks)
    ends = {quantity.end for quantity in quantities}
    groups = {p.end for p in phrases if p.heads and not p.quantity.article}
    for phrase in phrases:
        if phrase.start - 1 in groups and marks.is_a(phrase.start - 1, "preposition", "of"):
            phrase.excluded = "whole"  # "18 members of three families"
        told = phrase.noun or phrase.fallback or phrase.adjectives
        taken = _taken_from(phrase, ends, marks) or _owned(phrase, quantities, marks)
        if taken and not (told or phrase.quantity.article):
            phrase.excluded = None if _tells_on(phrase, marks) else "whole"
            _point_back(phrase, phrases, marks)
    for whole, part in pairwise(phrases):
        if not part.excluded and part.quantity.counts and whole.quantity.how in (How.DIGITS, How.WORD):
            _leave_to_part(whole, part, marks)
    for whole in phrases:
        if not whole.quantity.article and _shared_out(whole, marks):
            whole.excluded = "whole"
    seen = {phrase.quantity.start for phrase in phrases}
    for quantity in (q for q in quantities if q.start not in seen and q.how in (How.DIGITS, How.WORD)):
        following = next((p for p in phrases if p.start > quantity.end and p.quantity.counts), None)
        if following is not None:
            _leave_to_part(Phrase(quantity, quantity.start, quantity.end, excluded="whole"), following, marks)


def held_wholes(phrases: Sequence[Phrase], quantities: Sequence[Quantity], marks: Marks) -> set[int]:
    """Return the ids of those held of whom a part met something else: "some of the 40 hostages were killed"."""
    ends = {quantity.end for quantity in quantities}
    return {id(p) for p in phrases if p.fallback and _taken_from(p, ends, marks) and not _tells_on(p, marks)}


def exclude_places(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out numbers of things that nobody knows where a preposition says that something happened there: "in two wards"."""
    for phrase in phrases:
        if phrase.bare and phrase.unknown is not None and _happened_in(phrase.start, marks):
            phrase.excluded = phrase.excluded or "place"
        described = phrase.quantity.article and not phrase.heads and any(c.form == "adjective" for c in phrase.countries)
        deeds = (phrase.end,) if marks.closes(phrase.end) else (phrase.end, phrase.end + 1)
        if described and any(marks.at(at, "means") or marks.is_a(at, "attack") for at in deeds):
            phrase.excluded = phrase.excluded or "attack"  # "in an Ethiopian air strike"


def _happened_in(start: int, marks: Marks) -> bool:
    """Return whether what happened stands before a token, and a preposition between them that says where."""
    leading = {m.start for m in marks.sentence.of("grammar", "preposition") if m.end == start and m.form in ("place", "inside")}
    return any(m.end in leading and m.form not in ("noun", "toll") for m in marks.sentence.of("outcomes")) if leading else False


def _exclude_again(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out a number by which a clause takes up those counted right before it: "two rebels, who both were citizens"."""
    for one, again in pairwise(phrases):
        at = again.start - 1
        relative = at > one.end - 1 and marks.is_a(at, "subordinator", "relative") is not None
        apart = [token.text for token in marks.sentence.tokens[one.end : at]]
        if relative and apart in ([], [","]) and one.quantity.bounds == again.quantity.bounds:
            again.excluded = "whole"


def exclude_apposed(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out single ones who, between commas, make up the number before them: "two people, a doctor and his son, died"."""
    tokens = marks.sentence.tokens
    for number, whole in enumerate(phrases):
        size = whole.quantity.bounds.low
        if size not in PAIRS or whole.quantity.bounds.high != size or whole.end >= len(tokens) or tokens[whole.end].text != ",":
            continue
        ends = next((at for at in range(whole.end + 1, len(tokens)) if tokens[at].text in ",;."), 0)
        joined = any(marks.is_a(at, "conjunction") for at in range(whole.end, ends))
        row = [p for p in phrases[number + 1 :] if p.start < ends]
        single = all(p.quantity.article or p.quantity.how is How.SINGULAR for p in row)
        if ends and tokens[ends].text == "," and ends - whole.end <= APPOSED and joined and single:
            for part in row:
                part.excluded = "whole"


def _leave_to_part(whole: Phrase, part: Phrase, marks: Marks) -> None:
    """Exclude a whole that opens the clause of its part, and let a bare part count what it does, which may be no losses."""
    bare = part.bare and part.unknown is None
    named = bool(whole.heads) and not (whole.noun or whole.fallback or whole.adjectives or whole.excluded)
    strange = bare and (whole.excluded is not None or (whole.bare and whole.unknown is not None))
    other = part.unknown is not None and part.quantity.how is How.ZERO  # "of the five there is no trace"
    if other or not (named or strange) or not _opens(whole, part.start, marks, part.quantity.bounds.low):
        return
    if bare:
        part.heads, part.unknown, part.excluded = [*whole.heads], whole.unknown, whole.excluded
    whole.excluded = "whole"


def read_severity(phrases: Sequence[Phrase], marks: Marks) -> set[int]:
    """Make parts of bare numbers that say how badly some were hurt ("12 were injured, four seriously"), and return which."""
    hurt = [m.end for m in marks.sentence.of("outcomes") if m.value in ("injured", "affected")]
    found = set()
    for phrase in phrases:
        so = marks.is_a(phrase.quantity.end, "severity") if phrase.bare and not phrase.excluded else None
        if so is None or not marks.closes(so.end) or not any(end < phrase.start for end in hurt):
            continue
        if marks.sentence.tokens[phrase.start - 1].text == "," or is_part(phrase, marks):
            phrase.of, phrase.end, phrase.unknown = Outcome.INJURED, so.end, None
            found.add(id(phrase))
    return found


def _shared_out(whole: Phrase, marks: Marks) -> bool:
    """Return whether a whole opens a clause that tells of a share of it: "of the 300, half died", "of the 300 died half"."""
    if whole.noun or whole.fallback or whole.adjectives:
        return False
    told = {mark.end for mark in marks.sentence.of("outcomes") if mark.start == whole.end}
    outcomes = {mark.start for mark in marks.sentence.of("outcomes")}
    alone = (m.start for m in marks.sentence.of("grammar", "part") if marks.closes(m.end) or m.end in outcomes)  # no "none of it"
    for start in (*marks.shares, *alone):
        led = start - 1 if marks.is_a(start - 1, "article") else start
        if start >= whole.end and (not told or led in told or start in told) and _opens(whole, start, marks):
            return True
    return False


def _tells_on(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a relative clause or a participle tells what happened to the whole: "five of the 13 who were killed"."""
    tokens = marks.sentence.tokens
    if _described_behind(phrase.end, marks):
        return True
    at = phrase.end + (phrase.end < len(tokens) and tokens[phrase.end].text == ",")
    if _owned_by(at, marks) or marks.is_a(at, "subordinator", "relative") is None:
        return False
    closed = next((index for index in range(at, min(at + RELATIVE, len(tokens))) if tokens[index].text in ",;"), at + RELATIVE)
    return any(at < mark.start < closed for mark in marks.sentence.of("outcomes"))


def _owned_by(index: int, marks: Marks) -> bool:
    """Return whether a word that may be "who" leads to a noun as an article or "of" does: "sechs Anführer | der Gruppe"."""
    tokens = marks.sentence.tokens
    noun = index + 1 < len(tokens) and tokens[index + 1].capitalised
    return noun and (marks.is_a(index, "article") or marks.is_a(index, "preposition", "of")) is not None


def _described_behind(index: int, marks: Marks) -> bool:
    """Return whether a participle at a token describes, as another verb says who they were: "two of the ten killed came from".

    Where more befell them the whole is left alone: "three of the twelve seized were found dead".
    """
    described = next((m for m in marks.starting.get(index, ()) if m.kind == "outcomes" and m.form == "participle"), None)
    if described is None:
        return False
    tokens = marks.sentence.tokens
    end = next((at for at in range(described.end, len(tokens)) if tokens[at].text in ",;:.!?…"), len(tokens))
    rest = [m for at in range(described.end, end) for m in marks.starting.get(at, ())]
    belong = any(m.kind == "grammar" and m.value in ("belonging", "auxiliary") and m.form != "adverb" for m in rest)
    return belong and not any(m.kind == "outcomes" for m in rest)


def _point_back(whole: Phrase, phrases: Sequence[Phrase], marks: Marks) -> None:
    """Let a part count what its whole does: "three of the 30 tanks"; or those counted before: "three of the twelve"."""
    near = (p for p in phrases if p.quantity.end < whole.start <= p.quantity.end + OWNERS)
    part = next((p for p in near if p.partitive and p.bare and not p.quantity.article), None)
    if part is None:
        return
    end = whole.end if whole.excluded else whole.start
    if whole.heads:
        part.heads, part.countries, part.end = [*whole.heads], [*whole.countries], end
    elif whole.bare and whole.unknown is None and marks.is_a(whole.start - 1, "article"):
        part.anaphoric, part.end = True, end


def _opens(whole: Phrase, part: int, marks: Marks, size: int | None = None) -> bool:
    """Return whether "of the" leads a clause to a whole, and what begins at the token `part` is smaller and of its clause."""
    tokens, at = marks.sentence.tokens, whole.start - 1
    them = marks.of_them(at - 1) if at > 0 else None
    if (them and them.end == whole.start) or marks.is_a(at, "article"):
        at -= 1
    if at < 0 or not (them or marks.is_a(at, "preposition", "of") or marks.is_a(at, "preposition", "out")):
        return False
    if at and tokens[at - 1].kind != "sign" and not marks.is_a(at - 1, "conjunction"):
        return False
    most = whole.quantity.bounds.high
    smaller = size is None or most is None or size <= most
    signs = [index for index in range(whole.end, part) if tokens[index].text in ",;:"]
    if signs and tokens[signs[-1]].text == "," and part - signs[-1] <= SOON:
        return smaller and not _tells_on(whole, marks)  # "of the 60 rockets that were fired, 12 hit the town"
    return smaller and not signs


def _owned(phrase: Phrase, quantities: Sequence[Quantity], marks: Marks) -> bool:
    """Return whether only "of its" stands between a smaller number and that of a phrase: "cinq | de ses | six chefs"."""
    owners = [m.start for m in marks.sentence.of("grammar", "possessive") if m.end == phrase.start]
    most = phrase.quantity.bounds.low or 0
    return bool(owners) and any(q.end in owners and q.counts and (q.bounds.low or 0) < most for q in quantities)


def _taken_from(phrase: Phrase, ends: set[int], marks: Marks) -> bool:
    """Return whether "of" stands before a number, and a part before that, with owners between: "three of the army's 40".

    What struck owns nobody, and no verb stands between: "dozens of air raids left 16 dead", "one of the men said 16 died".
    """
    tokens = marks.sentence.tokens
    others = {m.start for m in marks.sentence.of("means")} | {m.start for m in marks.sentence.of("outcomes") if m.form in DEEDS}
    others |= {m.start for m in marks.sentence.of("attribution") if m.form == "verb"}
    for at in range(phrase.start - 1, max(phrase.start - OWNERS - 2, -1), -1):
        them = marks.of_them(at)
        if marks.is_a(at, "preposition", "of") or (them is not None and them.end == phrase.start):
            part = any(m.end == at for m in marks.sentence.of("grammar", "part"))
            return part or at in ends or at + 1 in ends  # "three of the", and "half of" in one
        if tokens[at].kind == "number" or tokens[at].text in ",;:()" or at in others:
            return False
    return False


def shared_out(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the parts of a counted whole that stands behind them: "four of the eight dead were children"."""
    del earlier
    for phrase in loose:
        whole = None if phrase.excluded else _whole_behind(phrase, drafts)
        if whole is None:
            continue
        phrase.end = whole.end
        if (predicate := _people(phrase, marks, concepts)) is not None:
            _take_predicate(phrase, predicate, marks)
        yield part_of(phrase, whole, marks)


def subsets(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the parts of a figure that name no outcome of their own: "of whom five children", "ten of them were women"."""
    before = earlier.drafts
    part: Phrase | None = None
    for phrase in loose:
        if (
            phrase.excluded
            or _size(phrase) is None
            or (phrase.quantity.how is How.SINGULAR and not (_is_led_to(phrase, marks) or _cue_behind(phrase, marks)))
        ):
            continue
        predicate = _people(phrase, marks, concepts)
        if _is_somebody(phrase, drafts, marks):
            continue
        if phrase.of and phrase.quantity.bounds.low:
            yield _of_told(phrase, phrase.of, predicate, [*before, *drafts], marks)
            continue
        named = any(concepts[h.value].kind is not VictimKind.MATERIEL for h in phrase.heads) or (part and phrase.countries)
        inside = part is not None and phrase.end <= _bracket_end(part, marks)
        listed = part is not None and named and not inside and _listed(part, phrase, marks)
        behind = _cue_behind(phrase, marks) or _among_behind(phrase, marks)
        owned = phrase.bare and marks.is_a(phrase.end, "belonging") is not None  # "five of them belonged to the militia"
        cue = cue_before(phrase, marks) or behind or phrase.anaphoric or predicate is not None or listed
        told = named or phrase.anaphoric or phrase.countries or phrase.actors or predicate or owned
        if not cue or not (told or _bare_part(phrase, marks)):
            continue
        before_it = [d for d in drafts if d.phrase.start < phrase.start and d.whole is None]
        people = [d for d in before if d.outcome not in (Outcome.LOST, Outcome.STRENGTH)] or before
        whole = max(before_it, key=lambda d: d.phrase.start, default=None) or next(reversed(people), None)
        if (
            whole is None
            or whole.quantity.bounds.high == 0
            or _speaker(phrase, marks)
            or (whole.sentence is not marks.sentence and _opened(phrase, marks) and _first(phrase, loose))
            or (whole.outcome is Outcome.LOST and not is_part(phrase, marks))
            or _strays(whole, phrase, marks)
            or not (told or _next_to(phrase, whole, marks))
        ):
            continue
        if _more(phrase, whole):
            continue
        end = phrase.end
        if not named and predicate is not None:
            _take_predicate(phrase, predicate, marks)
            end = phrase.end
        elif not (named or owned or phrase.countries) and phrase.anaphoric and whole.sentence is not marks.sentence:
            continue
        part = part if inside else phrase
        yield replace(part_of(phrase, whole, marks), end=end)


def _listed(part: Phrase, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a phrase is the next item of a list behind a part, and behind what a bracket tells of that."""
    item = replace(part, end=_bracket_end(part, marks))
    return separated_by_list(item, phrase, marks.sentence.tokens, marks)


def _bracket_end(part: Phrase, marks: Marks) -> int:
    """Return where the bracket ends that opens right behind a part, else where the part ends."""
    tokens = marks.sentence.tokens
    if part.end >= len(tokens) or tokens[part.end].text != "(":
        return part.end
    return next((at + 1 for at in range(part.end, len(tokens)) if tokens[at].text == ")"), part.end)


def _size(phrase: Phrase) -> int | None:
    """Return how many a phrase counts: at the least, or at the most where no more is told ("including up to eight women")."""
    bounds = phrase.quantity.bounds
    return bounds.high if bounds.low is None else bounds.low


def of_opening(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the part whose whole opens the clause, with its verb before it: "av de 62 som døde, | var | 41 pilegrimer"."""
    del earlier
    whole = next((d for d in drafts if d.whole is None), None)
    if whole is None or not _led_by_of(whole, marks):
        return
    last: Phrase | None = None
    for phrase in (p for p in loose if p.start > whole.phrase.end and not (p.excluded or p.quantity.article)):
        people = any(concepts[h.value].kind is not VictimKind.MATERIEL for h in phrase.heads)
        helped = marks.before_helpers(phrase.start) < phrase.start
        led = helped or (last is not None and separated_by_list(last, phrase, marks.sentence.tokens, marks))
        if people and led and _size(phrase) and not _more(phrase, whole) and marks.closes(phrase.end):
            last = phrase
            yield part_of(phrase, whole, marks)


def _led_by_of(whole: Draft, marks: Marks) -> bool:
    """Return whether "of the" opens the sentence and leads to a figure of those killed, hurt or held."""
    if whole.outcome in (Outcome.LOST, Outcome.STRENGTH):
        return False
    words = range(whole.phrase.start)
    small = all(marks.is_a(at, "preposition", "of") or marks.is_a(at, "article") or marks.of_them(at) for at in words)
    return 0 < len(words) <= 2 and small and bool(marks.is_a(0, "preposition", "of") or marks.of_them(0))


def things_among(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the parts of things that were lost: "2,000 vehicles were destroyed, 530 of them tanks"."""
    part: Phrase | None = None
    for phrase in loose:
        listed = part is not None and separated_by_list(part, phrase, marks.sentence.tokens, marks)
        if phrase.excluded or not _size(phrase) or not (phrase.anaphoric or cue_before(phrase, marks) or listed):
            continue
        noun = phrase.heads[0] if phrase.heads else _predicate(phrase, marks)
        if noun is None or noun.kind != "victims" or concepts[noun.value].kind is not VictimKind.MATERIEL:
            continue
        before_it = [*earlier.drafts, *(d for d in drafts if d.phrase.start < phrase.start)]
        whole = next((d for d in reversed(before_it) if d.outcome is Outcome.LOST and not _more(phrase, d)), None)
        if whole is not None:
            if not phrase.heads:
                _take_predicate(phrase, noun, marks)
            part = phrase
            yield part_of(phrase, whole, marks)


def _whole_behind(phrase: Phrase, drafts: Sequence[Draft]) -> Draft | None:
    """Return the counted whole that "of" leads a bare number to: "four of the eight dead were children"."""
    size = phrase.quantity.bounds.low or 0
    if not (phrase.partitive and phrase.bare and phrase.unknown is None and size):
        return None
    reach = range(phrase.quantity.end + 1, phrase.quantity.end + OWNERS + 1)
    behind = (d for d in drafts if d.phrase.start in reach and d.phrase.noun is not None)
    return next((d for d in behind if (d.quantity.bounds.low or 0) > size), None)


def _is_led_to(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "among them" stands before a phrase, directly or with a helping verb or an adjective between."""
    start = marks.before_helpers(phrase.start)
    before = marks.sentence.tokens[start - 1] if start else None
    described = before is not None and before.kind == "word" and not before.capitalised and not marks.starting.get(start - 1)
    near = (start, start - 1) if described and start == phrase.start else (start,)
    return any(mark.end in near for mark in marks.sentence.of("grammar", "among"))


def _speaker(phrase: Phrase, marks: Marks) -> bool:
    """Return whether one of a group is who speaks: "says one of them"."""
    said = (m for m in marks.sentence.of("attribution", form="verb") if phrase.start - 1 <= m.end <= phrase.start)
    return phrase.anaphoric and phrase.quantity.bounds.high == 1 and any(said)


def _opened(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a colon stands before a phrase: it opens a list of what its own sentence told."""
    return phrase.start > 0 and marks.sentence.tokens[phrase.start - 1].text == ":"


def _strays(whole: Draft, phrase: Phrase, marks: Marks) -> bool:
    """Return whether "they were" leads to a phrase, and the sentence right before it tells of nobody, or of just as many."""
    restates = any(mark.end <= phrase.start for mark in marks.sentence.of("grammar", "among", RESTATING))
    again = whole.quantity.bounds == phrase.quantity.bounds
    return restates and (again or whole.sentence.number < marks.sentence.number - 1)


def _first(phrase: Phrase, loose: Sequence[Phrase]) -> bool:
    """Return whether nobody is counted before a phrase."""
    return not any(p.start < phrase.start and not p.excluded and p.quantity.counts for p in loose)


def part_of(phrase: Phrase, whole: Draft, marks: Marks) -> Draft:
    """Return the draft of a part that has its whole's outcome."""
    span = (phrase.start, phrase.end)
    return Draft(marks.sentence, marks, phrase, whole.outcome, *span, whole.covers, whole.summed, 1.0, whole=whole)


def _more(part: Phrase, whole: Draft) -> bool:
    """Return whether a part counts more than its whole can hold."""
    most = whole.quantity.bounds.high
    return most is not None and (_size(part) or 0) > most


def _is_somebody(phrase: Phrase, drafts: Sequence[Draft], marks: Marks) -> bool:
    """Return whether "one of them" is said of somebody already counted: "the head teacher is one of those who died"."""
    named = (d for d in drafts if d.quantity.how is How.SINGULAR and d.phrase.end <= phrase.start <= d.end)
    return (
        phrase.quantity.bounds.high == 1
        and phrase.anaphoric
        and next(named, None) is not None
        and phrase.start > 0
        and bool(marks.is_a(phrase.start - 1, "auxiliary"))
    )


def _of_told(phrase: Phrase, outcome: Outcome, predicate: Mark | None, told: Sequence[Draft], marks: Marks) -> Draft:
    """Return the draft of a part whose whole is named by what happened to it: "two of the dead"."""
    if predicate is not None:
        _take_predicate(phrase, predicate, marks)
    size = phrase.quantity.bounds.low or 0
    whole = next((d for d in reversed(told) if d.outcome is outcome and (d.quantity.bounds.low or 0) >= size), None)
    return Draft(marks.sentence, marks, phrase, outcome, phrase.start, phrase.end, cost=1.0, whole=whole)


def _take_predicate(phrase: Phrase, noun: Mark, marks: Marks) -> None:
    """Add the noun that a verb joins to the part, and the group before it: "49 of them were children", "were Hamas fighters"."""
    near = (noun.start - 1, noun.start)
    phrase.actors += [m for m in marks.sentence.of("actors") if phrase.end <= m.start and m.end in near]
    if noun.kind == "victims":
        nations = marks.sentence.of("countries", form="adjective")
        phrase.countries += [m for m in nations if phrase.end <= m.start and m.end == noun.start]
    (phrase.heads if noun.kind == "victims" else phrase.countries).append(noun)
    phrase.end = noun.end


def _among_behind(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "is among them" follows: "three of the programme's staff are among them"."""
    for mark in marks.sentence.of("grammar", "among"):
        helped = marks.is_a(mark.start - 1, "auxiliary") and phrase.end < mark.start <= phrase.end + AMONG
        if helped and mark.form == "word" and marks.closes(mark.end):
            return all(token.kind == "word" or token.text == "," for token in marks.sentence.tokens[phrase.end : mark.start])
    return False


def _bare_part(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a number alone stands directly behind the word for a part: "wounded 31, of whom 12 seriously"."""
    plain = phrase.bare and phrase.unknown is None and not phrase.quantity.article
    return plain and phrase.quantity.counts and is_part(phrase, marks)


def _next_to(phrase: Phrase, whole: Draft, marks: Marks) -> bool:
    """Return whether no other number stands between a part and its whole, in one sentence."""
    between = marks.sentence.tokens[whole.phrase.end : phrase.start]
    return whole.sentence is marks.sentence and not any(token.kind == "number" for token in between)


def _people(phrase: Phrase, marks: Marks, concepts: Mapping[str, VictimConcept]) -> Mark | None:
    """Return the noun for people of "ten of them were children", "five were soldiers"."""
    noun = _predicate(phrase, marks)
    things = noun is not None and noun.kind == "victims" and concepts[noun.value].kind is VictimKind.MATERIEL
    return None if things else noun


def _predicate(phrase: Phrase, marks: Marks) -> Mark | None:
    """Return the noun of "ten of them were children", "nine were Turkish soldiers"; before it may stand whose they were."""
    if phrase.heads or phrase.unknown is not None:
        return None
    index = phrase.end
    toll = (m for m in marks.sentence.of("outcomes", form="toll") if m.start < index < m.end)  # "of the dead were"
    helper = marks.is_a(index, "auxiliary") or next(toll, None)
    dash = index + 1 < len(marks.sentence.tokens) and marks.sentence.tokens[index].text in DASHES and phrase.anaphoric
    if helper is None and not dash:
        return _origin(index, marks) if cue_before(phrase, marks) else None
    index += dash  # "one of the dead - a child", where a language has no word for "is"
    while helper is not None:
        index = helper.end
        helper = marks.is_a(index, "auxiliary")
    index = _behind_group(index, marks)
    index = nation.end if (nation := marks.at(index, "countries", "adjective")) is not None else index
    one = phrase.quantity.bounds.high == 1
    noun = marks.at(index, "victims", "many") or (marks.at(index, "victims") if one else None)
    if noun is None and (one or marks.is_a(index, "preposition", "of")):  # "was a child", "étaient des enfants"
        noun = marks.at(index + 1, "victims", None if one else "many")
    if noun is None:
        return marks.at(index, "countries", "people") or _origin(index, marks)
    return noun


def _origin(index: int, marks: Marks) -> Mark | None:
    """Return the country of "four of them were from Sweden"."""
    preposition = marks.is_a(index, "preposition", "group")
    return marks.at(preposition.end, "countries", "name") if preposition is not None else None


def _behind_group(index: int, marks: Marks) -> int:
    """Return the token behind the name that a hyphen or nothing joins to a noun: "were | Hamas fighters"."""
    tokens, actor = marks.sentence.tokens, marks.at(index, "actors")
    if actor is None or actor.end >= len(tokens):
        return index
    behind = actor.end + (tokens[actor.end].glued and tokens[actor.end].text in HYPHENS)
    return behind if marks.at(behind, "victims", "many") else index


def _cue_behind(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "among them", with or without "were", follows a phrase and closes its clause."""
    index = phrase.end
    while helper := marks.is_a(index, "auxiliary"):
        index = max(helper.end, index + 1)
    cue = marks.is_a(index, "among")
    return cue is not None and marks.closes(cue.end)


def cue_before(phrase: Phrase, marks: Marks) -> bool:
    """Return whether a word such as "of whom" or "including" leads to the phrase, directly or over a list."""
    index = before_dash(phrase.start, marks)
    for mark in marks.sentence.of("grammar", "among"):
        if mark.form == RESTATING:
            if mark.end == index:
                return True
        elif mark.end <= index <= mark.end + 8 and mark.start not in marks.spent:
            between = marks.sentence.tokens[mark.end : index]
            said = any(mark.end <= m.start < index and m.form != "mood" for m in marks.sentence.of("attribution"))
            if not said and all(t.kind != "sign" or t.text in ",\"'“”»«" for t in between):
                return True
    return phrase.start > 0 and marks.sentence.tokens[phrase.start - 1].text == ":"


def tie_to_wholes(drafts: list[Draft], before: Sequence[Draft], marks: Marks) -> list[Draft]:
    """Tie each part to its whole: "29 were killed, including 4 soldiers", where both share the verb."""
    for number, one in enumerate(drafts):
        if one.whole is None and _size(one.phrase) is not None and (one.phrase.anaphoric or cue_before(one.phrase, marks)):
            earlier = [*before, *drafts[:number]]
            one.whole = next((d for d in reversed(earlier) if _may_hold(d, one)), None)
    for whole, parts in (*summed_up(drafts, marks), *named_first(drafts, marks)):
        for one in parts:
            one.whole = whole
    return drafts


def _may_hold(whole: Draft, part: Draft) -> bool:
    """Return whether one figure can hold another: the same outcome, and no fewer."""
    size = whole.quantity.bounds.high or whole.quantity.bounds.low
    return whole.outcome is part.outcome and size is not None and size >= (_size(part.phrase) or 0) and whole.whole is None
