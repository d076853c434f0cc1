"""Bare numbers that speak of a figure told before: "Hamas puts it at 15", "one man, not eight"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.attachment import RESTATING
from counterclaim.extraction.belonging import read_counted
from counterclaim.extraction.drafts import Draft, Earlier
from counterclaim.extraction.fitting import sort_of
from counterclaim.extraction.moving import moved
from counterclaim.model import How, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept

#: How far behind the figure a turned-down number may stand, and how many tokens may stand between a naming verb and its number.
NEAR, LIGHT = 8, 4
#: The forms of prepositions that may lead to a place, and the most tokens of its name.
LEADING = ("inside", "group", "place")
LONGEST_NAME = 5
#: How many words may stand between a number and "the number of" behind it, and from there to what befell them.
BESIDE = 3
#: Where the first words of a paragraph end that may still take up the figure of the paragraph before.
OPENING = 8
_COUNTED = frozenset({"killed", "injured", "casualties", "captured", "missing", "displaced"})
SAYING = frozenset({"asserts", "confirms", "counts", "estimates"})
_WEIGHTLESS = frozenset({"naming", "other", "auxiliary", "article", "preposition", "pronoun", "subordinator"})
_PAUSES = frozenset(",–—-(")
_LED = frozenset("\"'“”„«»‘’:")
_CLOSERS = frozenset("\"'”’»“)")
_ENDS = frozenset(".,;:!?…)–—")


def counted_up(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the bare numbers that those told of before them have come to: "the number of civilians killed there rose to 59"."""
    del earlier
    counted = [*loose, *(d.phrase for d in drafts)]
    for word in marks.sentence.of("grammar", "count", "word"):
        phrase = next((p for p in loose if p.start >= word.end and p.quantity.how is not How.SINGULAR), None)
        if phrase is None or not _bare(phrase, concepts) or not _closes(phrase, marks):
            continue
        leading = _leading(word.end, phrase, marks)
        if leading is None or any(_numbered(p) and word.end <= p.quantity.start < leading for p in counted):
            continue
        told = next((m for m in marks.sentence.of("outcomes") if _tells(m) and word.end <= m.start and m.end <= leading), None)
        if told is not None:
            noun = read_counted(phrase, word.end, told, marks)
            start = min(told.start, noun.start if noun else told.start)
            yield Draft(marks.sentence, marks, phrase, Outcome(told.value), start, phrase.end, cost=1.0)


def put_at(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the bare numbers at which that of those told of behind them is put: "puts at 40 the number of villagers killed"."""
    del earlier, drafts
    for word in marks.sentence.of("grammar", "count", "word"):
        phrase = next((p for p in reversed(loose) if p.end <= word.start and _numbered(p)), None)
        if phrase is None or not _bare(phrase, concepts) or not _led_to(phrase, word, marks):
            continue
        outcomes = [m for m in marks.sentence.of("outcomes") if m.start >= word.end and m.tail is None]
        told = min(outcomes, key=lambda m: m.start, default=None)
        told = next((m for m in outcomes if told is not None and m.start == told.start and _tells(m)), None)
        if told is None or any(word.end <= p.start < told.start for p in loose if _numbered(p)):
            continue
        noun = read_counted(phrase, word.end, told, marks)
        if noun is not None or told.start <= word.end + BESIDE:
            end = max(told.end, noun.end if noun else told.end)
            yield Draft(marks.sentence, marks, phrase, Outcome(told.value), phrase.start, end, cost=1.0)


def _led_to(phrase: Phrase, word: Mark, marks: Marks) -> bool:
    """Return whether a preposition stands before a number, and no more than what hedges it and an article up to its noun."""
    before = range(max(0, phrase.start - BESIDE), phrase.start + 1)
    leads = [m for at in before for m in marks.starting.get(at, ()) if m.value == "preposition"]
    said = [m for m in marks.sentence.of("attribution", form="verb") if m.start < phrase.start <= m.end]
    between = marks.sentence.tokens[phrase.end : word.start]
    near = len(between) <= BESIDE and all(token.kind == "word" for token in between)
    return near and bool(leads or said) and bool(marks.is_a(word.start - 1, "article") or not between)


def numbered(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the bare numbers to which those amount of whom a clause tells: "those driven from their homes run into millions"."""
    del earlier
    for verb in marks.sentence.of("grammar", "count", "verb"):
        phrase = next((p for p in loose if p.start >= verb.end), None)
        if phrase is None or not (_bare(phrase, concepts) and _closes(phrase, marks) and _follows(verb.end, phrase, marks)):
            continue
        told = [m for m in marks.sentence.of("outcomes") if _tells(m) and m.end <= verb.start]
        nearest = max(told, key=lambda m: m.start, default=None)
        if nearest is None or _parted(nearest.start, verb.start, [*loose, *(d.phrase for d in drafts)], marks):
            continue
        yield Draft(marks.sentence, marks, phrase, Outcome(nearest.value), nearest.start, phrase.end, cost=1.0)


def _follows(at: int, phrase: Phrase, marks: Marks) -> bool:
    """Return whether no more than articles and signs stand between a verb and its number."""
    between = range(at, phrase.start)
    return all(marks.sentence.tokens[n].kind == "sign" or marks.is_a(n, "article") for n in between)


def _parted(start: int, end: int, phrases: Sequence[Phrase], marks: Marks) -> bool:
    """Return whether another number, or a sign that ends a statement, stands between two places."""
    counted = any(_numbered(p) and start <= p.quantity.start < end for p in phrases)
    return counted or any(token.text in ";:" for token in marks.sentence.tokens[start:end])


def _leading(begin: int, phrase: Phrase, marks: Marks) -> int | None:
    """Return where the words begin that lead to a number: "rose to", "has reached"."""
    words = [*marks.sentence.of("grammar", "revision", "later"), *marks.sentence.of("grammar", "count", "later")]
    near = range(phrase.start, phrase.quantity.number_start + 1)
    return next((m.start for m in words if begin <= m.start and (m.end in near or m.head_end in near)), None)


def _numbered(phrase: Phrase) -> bool:
    return phrase.quantity.how is not How.SINGULAR and not phrase.quantity.article


def _tells(mark: Mark) -> bool:
    return mark.value in _COUNTED and mark.form in ("participle", "noun", "undergo") and mark.tail is None


def denied(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the figures that are only turned down beside the right one: "lost one man, not eight"."""
    del earlier
    for phrase in loose:
        if not phrase.negated or not _bare(phrase, concepts) or not _closes(phrase, marks):
            continue
        at = next((m.start for m in marks.sentence.of("grammar", "negation") if m.end == phrase.quantity.start), phrase.start)
        paused = at > 0 and (marks.sentence.tokens[at - 1].text in _PAUSES or marks.is_a(at - 1, "conjunction") is not None)
        told = next((d for d in reversed(drafts) if d.phrase.end <= at), None)
        if paused and told is not None and at - max(told.end, told.phrase.end) <= NEAR and told.quantity.bounds.high != 0:
            yield _again(phrase, told, marks)


def turned_down(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the numbers of figures told before that somebody turns down: "called the figure of 252 pure fantasy"."""
    del concepts
    denying = marks.sentence.of("attribution", "denies") if loose else ()
    words = marks.sentence.of("grammar", "count", "word") if denying else ()
    for phrase in loose:
        within = any(m.tail is not None and m.head_end <= phrase.start < m.tail for m in denying)
        if not phrase.bare or phrase.excluded or not (within or any(0 <= phrase.start - w.end <= BESIDE for w in words)):
            continue
        bounds = phrase.quantity.bounds
        before = (*earlier.told, *earlier.drafts, *drafts)
        told = next((d for d in reversed(before) if d.quantity.bounds.low == bounds.low is not None), None)
        if told is not None:
            phrase.end = phrase.quantity.end
            yield replace(_again(phrase, told, marks), again=told)


def resumed(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the bare numbers that a verb such as "puts it at" names for what was told before."""
    for phrase in loose:
        if phrase.negated or not _bare(phrase, concepts) or not _closes(phrase, marks):
            continue
        named = _named(phrase.start, marks) or _named_apart(phrase.start, marks) or _echoed(phrase.start, marks)
        named = named or any(m.end == phrase.start for m in marks.sentence.of("grammar", "among", RESTATING))
        if not (named or (earlier.asked and _opens(phrase, marks))):
            continue
        told = _told(phrase, drafts, earlier)
        if told is not None:
            yield replace(_again(phrase, told, marks), again=told.whole or told)
        elif earlier.topic is not None and not earlier.drafts:
            yield Draft(marks.sentence, marks, phrase, earlier.topic, phrase.start, phrase.end, cost=1.0)


def elsewhere(
    loose: Sequence[Phrase], drafts: Sequence[Draft], earlier: Earlier, marks: Marks, concepts: Mapping[str, VictimConcept]
) -> Iterator[Draft]:
    """Yield the bare numbers to whom the same befell elsewhere: "four died in Name and six in Name", "six on the Kurdish side".

    It may be another day or doer: "six on Sunday", "six by the rebels". Fewer behind a comma, where no place is named before,
    are a part: "ten civilians died, six in Name and four in Name".
    """
    del earlier
    told, parts = list(drafts), dict[int, Draft]()
    for phrase in loose:
        alone = phrase.quantity.article and phrase.bare and phrase.unknown is None
        counted = alone or _bare(phrase, concepts, more=True) or _others(phrase, marks)
        if phrase.negated or not counted or not (end := _parallel(phrase, marks)):
            continue
        ahead = [d for d in told if d.phrase.end <= phrase.start]
        model = next((d for d in reversed(ahead) if d.whole is None or id(d) in parts), ahead[-1] if ahead else None)
        if model is None or model.quantity.bounds.high == 0:
            continue
        whole = parts.get(id(model))
        apart = _placed(model.phrase.end, phrase.start, marks) or _dated(end, phrase, marks) or _named_doer(phrase, marks)
        apart = apart or _sourced(phrase, marks)
        if whole is None and not apart:
            whole = model if _fewer(phrase, model) else None
            if whole is None:
                continue
        again = replace(_again(phrase, model, marks), end=end, whole=whole, placed=True)
        told.append(again)
        if whole is not None:
            parts[id(again)] = whole
        yield again


def _fewer(phrase: Phrase, whole: Draft) -> bool:
    size, most = phrase.quantity.bounds.low, whole.quantity.bounds.low
    return size is not None and most is not None and size < most


def _parallel(phrase: Phrase, marks: Marks) -> int:
    """Return where a name or a day ends that closes the clause behind a number, a comma or a conjunction before it, else 0."""
    if _sourced(phrase, marks):
        return phrase.end
    tokens, at = marks.sentence.tokens, phrase.start - 1
    if at < 0 or not (tokens[at].text == "," or any(m.start <= at < m.end for m in marks.sentence.of("grammar", "conjunction"))):
        return 0
    at = _named_side(phrase.end, marks) or _named_place(phrase.end, marks)
    at = at or _named_day(phrase.end, marks) or _named_doer(phrase, marks)
    closed = at >= len(tokens) or tokens[at].text in _ENDS
    return at if closed or any(marks.is_a(at, value) for value in ("conjunction", "subordinator")) else 0


def _sourced(phrase: Phrase, marks: Marks) -> bool:
    """Return whether "according to" follows a number, as it followed another: "14 according to the army, and 40 according to"."""
    sources = [m.start for m in marks.sentence.of("attribution", "according_to", "before")]
    return phrase.end in sources and sources[0] < phrase.start


def _named_doer(phrase: Phrase, marks: Marks) -> int:
    """Return where the clause ends in which "by" follows a number, as it followed another: "30 by rebels and 12 by the army"."""
    agents = [mark.start for mark in marks.sentence.of("grammar", "agent")]
    if phrase.end not in agents or agents[0] >= phrase.start:
        return 0
    tokens = marks.sentence.tokens
    return next((at for at in range(phrase.end + 2, len(tokens)) if tokens[at].text in _ENDS), len(tokens))


def _others(phrase: Phrase, marks: Marks) -> bool:
    """Return whether nothing but "others" or a day stands behind a number: "eleven (others) Sunday"."""
    quantity, word = phrase.quantity, phrase.unknown
    if word is None or not phrase.bare or quantity.how not in (How.DIGITS, How.WORD) or quantity.article or quantity.ordinal:
        return False
    return quantity.counts and (word in marks.days or marks.is_a(word, "other") is not None)


def _named_day(at: int, marks: Marks) -> int:
    """Return where the day ends that is named at a place, past a preposition and an article; 0 where none is."""
    for form in ("preposition", "article"):
        if at not in marks.days and (small := marks.is_a(at, form)) is not None:
            at = small.end
    return marks.days.get(at, 0)


def _dated(end: int, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a day closes the clause of a number, and another is named before it."""
    return end in marks.days.values() and any(last <= phrase.start for last in marks.days.values())


def _named_place(at: int, marks: Marks) -> int:
    """Return where the name ends to which a preposition at a place leads; 0 where none does."""
    tokens = marks.sentence.tokens
    preposition = next((m for form in LEADING if (m := marks.is_a(at, "preposition", form))), None)
    end = preposition.end if preposition else at
    while end < len(tokens) and marks.is_a(end, "article"):
        end += 1
    first = end
    while end < len(tokens) and (tokens[end].capitalised or tokens[end].text in "-–") and end < first + LONGEST_NAME:
        end += 1
    return end if preposition is not None and end > first else 0


def _named_side(at: int, marks: Marks) -> int:
    """Return where the words end that say on whose side those before them were: "on the Kurdish side"; 0 where none do."""
    preposition = next((m for form in LEADING if (m := marks.is_a(at, "preposition", form))), None)
    end = preposition.end if preposition else at
    while marks.is_a(end, "article"):
        end += 1
    closing = marks.is_a(end + 1, "side", "word") if preposition is not None else None
    return closing.end if closing is not None else 0


def _placed(start: int, end: int, marks: Marks) -> bool:
    """Return whether the words between two places say where something happened, or on whose side."""
    return any(_named_place(at, marks) or _named_side(at, marks) for at in range(start, end))


def _opens(phrase: Phrase, marks: Marks) -> bool:
    """Return whether nothing but signs stands before a number: it answers a question."""
    return all(token.kind == "sign" for token in marks.sentence.tokens[: phrase.start])


def _named(index: int, marks: Marks) -> bool:
    """Return whether only words of no weight stand between a number and a word that names one, or a verb of saying."""
    for at in range(index - 1, max(index - LIGHT - 1, -1), -1):
        found = [m for m in marks.sentence.marks if m.end == at + 1 and m.tail is None]
        if any((m.value == "naming" and m.form == "word") or (m.form == "verb" and m.value in SAYING) for m in found):
            return True
        if any(m.value in ("revision", "count") and m.form == "later" and _tallied(m.start, marks) for m in found):
            return True
        if moved(marks.sentence, at + 1, index):
            return True
        if not any(m.kind == "grammar" and m.value in _WEIGHTLESS for m in found):
            return marks.sentence.tokens[at].text in _LED and _named(at, marks)
    return False


def _named_apart(index: int, marks: Marks) -> bool:
    """Return whether the last words of a verb of saying in two parts stand right before a number: "kwam na onderzoek uit op"."""
    said = (m for m in marks.sentence.of("attribution", form="verb") if m.value in SAYING)
    return any(m.tail is not None and m.end == index for m in said)


def _echoed(index: int, marks: Marks) -> bool:
    """Return whether a verb's last word stands again right before a number: "spoke of 14 dead, the rebels of 40"."""
    tokens = marks.sentence.tokens
    said = (
        m for m in marks.sentence.of("attribution", form="verb") if m.value in SAYING and m.end - m.start > 1 and m.end < index
    )
    return any(tokens[m.end - 1].key == tokens[index - 1].key and any(t.text == "," for t in tokens[m.end : index]) for m in said)


def _tallied(index: int, marks: Marks) -> bool:
    """Return whether a word that names a figure stands before a token: "the tally since Friday thus | stands at"."""
    return any(m.end <= index for m in marks.sentence.of("grammar", "naming", "word"))


def _told(phrase: Phrase, drafts: Sequence[Draft], earlier: Earlier) -> Draft | None:
    """Return the figure that a bare number takes up: the nearest before it; of the dead and the injured, the dead."""
    near = [d for d in drafts if d.phrase.end <= phrase.start] or list(earlier.drafts)
    if not near and earlier.topic is None and phrase.start <= OPENING:
        near = list(earlier.told)  # the next paragraph begins with another figure
    counted = [d for d in near if d.quantity.how is not How.ZERO]
    killed = [d for d in counted if d.outcome is Outcome.KILLED]
    return next(reversed(killed or counted or near), None)


def _bare(phrase: Phrase, concepts: Mapping[str, VictimConcept], *, more: bool = False) -> bool:
    """Return whether a number stands alone; with `more`, one beside "others" does too."""
    quantity = phrase.quantity
    added = quantity.additional and not more
    plain = quantity.counts and not (quantity.article or quantity.ordinal or added or phrase.anaphoric)
    return (
        plain
        and quantity.how in (How.DIGITS, How.WORD, How.VAGUE)
        and sort_of(phrase, concepts) == "bare"
        and not phrase.excluded
    )


def _closes(phrase: Phrase, marks: Marks) -> bool:
    """Return whether the clause ends, or goes on with a conjunction, behind the number."""
    tokens, at = marks.sentence.tokens, phrase.end
    while at < len(tokens) and tokens[at].text in _CLOSERS:
        at += 1
    if any(m.value == "naming" and m.form == "light" for m in marks.starting.get(at, ())):
        at += at + 1 < len(tokens) and tokens[at + 1].text in _ENDS  # "raised it to 150", whose verb has a second part
    if at >= len(tokens) or tokens[at].text in _ENDS:
        return True
    return any(marks.is_a(at, value) for value in ("conjunction", "subordinator"))


def _again(phrase: Phrase, told: Draft, marks: Marks) -> Draft:
    """Return the draft of a number that takes up another figure; it counts the same people or things."""
    phrase.heads = [*told.phrase.heads] if told.sentence is marks.sentence else []
    return Draft(marks.sentence, marks, phrase, told.outcome, phrase.start, phrase.end, told.covers, told.summed, 1.0)
